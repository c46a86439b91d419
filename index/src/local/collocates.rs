//! A phrase and a window in; the words that stand beside it out.

use std::collections::HashMap;

use tantivy::TERMINATED;

use crate::association::Beside;
use crate::collocates::Collocate;
use crate::collocates::CollocateOrder;
use crate::collocates::Collocates;
use crate::collocates::CollocatesRequest;
use crate::collocates::Unit;
use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::keyness::mark;
use crate::local::leaf::Span;
use crate::local::open::View;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::word_counts::PlacedWord;
use crate::local::word_counts::WordCounts;
use crate::local::word_counts::WordsOfText;
use crate::local::word_counts::words_of_text;
use crate::search::Filter;

/// The word lies before an occurrence of the phrase.
const BEFORE: u8 = 0b01;
/// The word lies behind an occurrence of the phrase.
const BEHIND: u8 = 0b10;

/// What was seen of a word within windows.
#[derive(Clone, Copy, Default)]
struct Seen {
    observed: u64,
    left: u64,
    right: u64,
    documents: u64,
}

/// What was seen of all windows.
#[derive(Default)]
struct Windows {
    occurrences: u64,
    holding: u64,
    words: u64,
    seen: HashMap<String, Seen>,
}

/// Finds the words.
pub(crate) fn collocates(
    request: &CollocatesRequest,
    view: &View,
    fields: &Fields,
) -> tantivy::Result<Collocates> {
    let base = compile(&request.base.root, &request.filter, request.matching);
    let within = Filter { section: request.filter.section, ..Filter::default() };
    let phrase = compile(&request.phrase.clause(), &within, request.matching);
    let mut counts = WordCounts::default();
    let mut windows = Windows::default();
    for segment in &view.segments {
        let mut membership = vec![0; segment.documents() as usize];
        mark(&base, segment, 0b01, &mut membership)?;
        counts.add(segment, fields, &membership, request.filter.section)?;
        windows.add(request, &phrase, segment, &membership)?;
    }
    let counts = counts.finish();
    let size = counts.slices[0].words;
    let mut collocates: Vec<Collocate> = windows
        .seen
        .iter()
        .filter(|(_, seen)| seen.observed >= request.least.max(1))
        .map(|(word, seen)| {
            let frequency = counts.words.get(word).map_or(0, |counts| counts[0].occurrences);
            collocate(word, *seen, frequency, &windows, size)
        })
        .filter(|collocate| collocate.observed as f64 > collocate.expected)
        .collect();
    sort(&mut collocates, request.order);
    let total = collocates.len() as u64;
    Ok(Collocates {
        documents: counts.slices[0].documents,
        words: size,
        occurrences: windows.occurrences,
        holding: windows.holding,
        window_words: windows.words,
        total,
        collocates: collocates.into_iter().skip(request.offset).take(request.limit).collect(),
        generation: view.generation.clone(),
    })
}

impl Windows {
    /// Adds the windows of a segment's documents that are marked.
    fn add(
        &mut self,
        request: &CollocatesRequest,
        phrase: &Plan,
        segment: &Segment,
        membership: &[u8],
    ) -> tantivy::Result<()> {
        let mut evaluator = Evaluator::open(phrase, segment)?;
        let mut spans: Vec<Span> = Vec::new();
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            if membership[doc as usize] != 0 {
                evaluator.spans(doc, &mut spans);
                self.occurrences += spans.len() as u64;
                self.holding += u64::from(!spans.is_empty());
                self.add_text(request, &words_of_text(segment, doc)?, &spans);
            }
            doc = evaluator.next(doc + 1);
        }
        Ok(())
    }

    fn add_text(&mut self, request: &CollocatesRequest, text: &WordsOfText, spans: &[Span]) {
        let sides = sides(request, &text.words, spans);
        let mut here: HashMap<&str, Seen> = HashMap::new();
        for (word, &side) in text.words.iter().zip(&sides) {
            if side == 0 || !text.is_within(word, request.filter.section) {
                continue;
            }
            self.words += 1;
            let seen = here.entry(text.word(word)).or_default();
            seen.observed += 1;
            seen.left += u64::from(side & BEFORE != 0);
            seen.right += u64::from(side & BEHIND != 0);
        }
        for (word, seen) in here {
            let known = match self.seen.get_mut(word) {
                Some(known) => known,
                None => self.seen.entry(word.to_owned()).or_default(),
            };
            known.observed += seen.observed;
            known.left += seen.left;
            known.right += seen.right;
            known.documents += 1;
        }
    }
}

/// Tells for each word on which sides of occurrences of the phrase it lies, within the window.
fn sides(request: &CollocatesRequest, words: &[PlacedWord], spans: &[Span]) -> Vec<u8> {
    let mut sides = vec![0; words.len()];
    let (left, right) = (request.left, request.right);
    for span in spans {
        let before = words.partition_point(|word| word.at.end <= span.start);
        let behind = words.partition_point(|word| word.at.start < span.end);
        let (from, to) = match request.unit {
            Unit::Words => {
                (before.saturating_sub(left as usize), behind.saturating_add(right as usize).min(words.len()))
            }
            Unit::Characters => (
                words.partition_point(|word| word.at.start < span.start.saturating_sub(left)),
                words.partition_point(|word| word.at.end <= span.end.saturating_add(right)),
            ),
        };
        sides[from.min(before)..before].iter_mut().for_each(|side| *side |= BEFORE);
        sides[behind..to.max(behind)].iter_mut().for_each(|side| *side |= BEHIND);
    }
    sides
}

fn collocate(word: &str, seen: Seen, frequency: u64, windows: &Windows, size: u64) -> Collocate {
    let counts =
        Beside { observed: seen.observed, window: windows.words, frequency, size, node: windows.occurrences };
    Collocate {
        word: word.to_owned(),
        observed: seen.observed,
        left: seen.left,
        right: seen.right,
        documents: seen.documents,
        frequency,
        expected: counts.expected(),
        log_likelihood: counts.log_likelihood(),
        mutual_information: counts.mutual_information(),
        log_dice: counts.log_dice(),
    }
}

fn sort(collocates: &mut [Collocate], order: CollocateOrder) {
    let key = |word: &Collocate| match order {
        CollocateOrder::LogLikelihood => word.log_likelihood,
        CollocateOrder::MutualInformation => word.mutual_information,
        CollocateOrder::LogDice => word.log_dice,
        CollocateOrder::Observed => word.observed as f64,
    };
    collocates.sort_by(|one, other| key(other).total_cmp(&key(one)).then_with(|| one.word.cmp(&other.word)));
}
