//! A comparison of two slices in; the words that set them apart out.

use tantivy::TERMINATED;

use crate::association::TwoSlices;
use crate::keyness::Direction;
use crate::keyness::KeyWord;
use crate::keyness::Keyness;
use crate::keyness::KeynessOrder;
use crate::keyness::KeynessRequest;
use crate::keyness::WordCount;
use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::word_counts::Membership;
use crate::local::word_counts::WordCounts;
use crate::query::Clause;

/// Compares every word.
pub(crate) fn keyness(request: &KeynessRequest, view: &View, fields: &Fields) -> tantivy::Result<Keyness> {
    let target = compile(&request.target.root, &request.filter, request.matching);
    let everything = Clause::Everything;
    let other = request.reference.as_ref().map_or(&everything, |reference| &reference.root);
    let reference = compile(other, &request.filter, request.matching);
    let mut counts = WordCounts::default();
    let mut common_documents = 0;
    for segment in &view.segments {
        let mut membership = vec![0; segment.documents() as usize];
        mark(&target, segment, 0b01, &mut membership)?;
        mark(&reference, segment, 0b10, &mut membership)?;
        if request.reference.is_none() {
            membership.iter_mut().filter(|member| **member == 0b11).for_each(|member| *member = 0b01);
        }
        common_documents += membership.iter().filter(|&&member| member == 0b11).count() as u64;
        counts.add(segment, fields, &membership, request.filter.section)?;
    }
    let counts = counts.finish();
    let [target, reference] = counts.slices;
    let sizes = (target.words, reference.words);
    let meets = |counts: &[WordCount; 2]| {
        counts[0].occurrences + counts[1].occurrences >= request.least.max(1)
            && counts[0].documents + counts[1].documents >= request.least_documents
    };
    let words = counts.words.into_iter().filter(|(_, counts)| meets(counts));
    let mut words: Vec<KeyWord> = words
        .map(|(word, counts)| key_word(word, counts, sizes))
        .filter(|word| is_wanted(word, request.direction))
        .collect();
    sort(&mut words, request.order);
    let total = words.len() as u64;
    let words = words.into_iter().skip(request.offset).take(request.limit).collect();
    Ok(Keyness { target, reference, common_documents, total, words, generation: view.generation.clone() })
}

/// Marks the documents of a segment that a plan finds.
pub(crate) fn mark(
    plan: &Plan,
    segment: &Segment,
    bit: u8,
    membership: &mut Membership,
) -> tantivy::Result<()> {
    let mut evaluator = Evaluator::open(plan, segment)?;
    let mut doc = evaluator.next(0);
    while doc != TERMINATED {
        membership[doc as usize] |= bit;
        doc = evaluator.next(doc + 1);
    }
    Ok(())
}

fn key_word(word: String, [target, reference]: [WordCount; 2], sizes: (u64, u64)) -> KeyWord {
    let counts = TwoSlices {
        target: target.occurrences,
        reference: reference.occurrences,
        target_size: sizes.0,
        reference_size: sizes.1,
    };
    KeyWord {
        word,
        target,
        reference,
        expected: counts.expected(),
        log_likelihood: counts.log_likelihood(),
        log_ratio: counts.log_ratio(),
        bayes_factor: counts.bayes_factor(),
    }
}

fn is_wanted(word: &KeyWord, direction: Direction) -> bool {
    let observed = word.target.occurrences as f64;
    match direction {
        Direction::Over => observed > word.expected,
        Direction::Under => observed < word.expected,
        Direction::Both => true,
    }
}

fn sort(words: &mut [KeyWord], order: KeynessOrder) {
    let key = |word: &KeyWord| match order {
        KeynessOrder::LogLikelihood => word.log_likelihood,
        KeynessOrder::LogRatio => word.log_ratio.abs(),
    };
    words.sort_by(|one, other| key(other).total_cmp(&key(one)).then_with(|| one.word.cmp(&other.word)));
}
