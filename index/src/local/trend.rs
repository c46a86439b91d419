//! A request for counts in; every document of the base visited once, the counts of each phrase under each key out.

use std::collections::BTreeMap;

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::segment::Segment;
use crate::local::trend_keys::Extent;
use crate::local::trend_keys::Key;
use crate::local::trend_keys::Keys;
use crate::search::Filter;
use crate::trend::Trend;
use crate::trend::TrendBase;
use crate::trend::TrendBy;
use crate::trend::TrendPoint;
use crate::trend::TrendRequest;
use crate::trend::TrendSeries;

/// Counts by key: of the base first, then of each phrase.
type Tally = BTreeMap<Key, Vec<Count>>;

/// Documents, and places or characters.
#[derive(Clone, Copy, Default)]
struct Count {
    documents: u64,
    amount: u64,
}

impl Count {
    fn add(&mut self, amount: u64) {
        self.documents += u64::from(amount > 0);
        self.amount += amount;
    }
}

/// Counts exactly.
pub(crate) fn trend(request: &TrendRequest, view: &View) -> tantivy::Result<Trend> {
    let base = compile(&request.base.root, &request.filter, request.matching);
    let plans = plans(request);
    let mut totals = TrendBase::default();
    let mut tally = Tally::new();
    for segment in &view.segments {
        count(request, &base, &plans, segment, &mut totals, &mut tally)?;
    }
    let series = request.phrases.iter().enumerate().map(|(at, phrase)| TrendSeries {
        phrase: phrase.text().to_owned(),
        points: tally.iter().map(|(key, counts)| point(key, counts[0], counts[at + 1])).collect(),
    });
    Ok(Trend { base: totals, series: series.collect(), generation: view.generation.clone() })
}

fn point(key: &Key, base: Count, phrase: Count) -> TrendPoint {
    TrendPoint {
        key: key.written(),
        occurrences: phrase.amount,
        documents: phrase.documents,
        base_documents: base.documents,
        characters: base.amount,
    }
}

/// Returns for each phrase its plan, or one for each kind of section when these part the counts.
fn plans(request: &TrendRequest) -> Vec<Vec<(Option<SectionKind>, Plan)>> {
    let kinds: Vec<Option<SectionKind>> = match (request.by, request.filter.section) {
        (TrendBy::Section, None) => SectionKind::ALL.iter().copied().map(Some).collect(),
        (_, section) => vec![section],
    };
    let plan = |phrase: &crate::trend::Phrase, section: Option<SectionKind>| {
        compile(&phrase.clause(), &Filter { section, ..Filter::default() }, request.matching)
    };
    let each = |phrase| kinds.iter().map(|&kind| (kind, plan(phrase, kind))).collect();
    request.phrases.iter().map(each).collect()
}

fn count(
    request: &TrendRequest,
    base: &Plan,
    plans: &[Vec<(Option<SectionKind>, Plan)>],
    segment: &Segment,
    totals: &mut TrendBase,
    tally: &mut Tally,
) -> tantivy::Result<()> {
    let mut keys = Keys::open(request.by, segment)?;
    let extent = Extent::new(segment);
    let mut phrases = Vec::with_capacity(plans.len());
    for plans in plans {
        let mut followers = Vec::with_capacity(plans.len());
        for (kind, plan) in plans {
            followers.push((*kind, Follower::open(plan, segment)?));
        }
        phrases.push(followers);
    }
    let mut counts: BTreeMap<usize, Vec<Count>> = BTreeMap::new();
    let mut evaluator = Evaluator::open(base, segment)?;
    let mut doc = evaluator.next(0);
    while doc != TERMINATED {
        totals.documents += 1;
        totals.characters += extent.characters(doc, request.filter.section);
        let found: Vec<Vec<(Option<SectionKind>, u64)>> = phrases
            .iter_mut()
            .map(|plans| plans.iter_mut().map(|(kind, follower)| (*kind, follower.count(doc))).collect())
            .collect();
        let keys_here = keys.of(doc, &extent, request.filter.section);
        totals.without_key += u64::from(keys_here.is_empty());
        for &(key, kind) in keys_here {
            let row = counts.entry(key).or_insert_with(|| vec![Count::default(); plans.len() + 1]);
            row[0].documents += 1;
            row[0].amount += extent.characters(doc, kind);
            for (count, found) in row[1..].iter_mut().zip(&found) {
                count.add(found.iter().find(|(of, _)| *of == kind).map_or(0, |&(_, places)| places));
            }
        }
        doc = evaluator.next(doc + 1);
    }
    for (key, row) in counts {
        let sums = tally.entry(keys.key(key)).or_insert_with(|| vec![Count::default(); plans.len() + 1]);
        for (sum, count) in sums.iter_mut().zip(row) {
            sum.documents += count.documents;
            sum.amount += count.amount;
        }
    }
    Ok(())
}

/// Follows a phrase through the documents that the base gives, in ascending order.
struct Follower<'p> {
    evaluator: Evaluator<'p>,
    reached: DocId,
}

impl<'p> Follower<'p> {
    fn open(plan: &'p Plan, segment: &'p Segment) -> tantivy::Result<Follower<'p>> {
        let mut evaluator = Evaluator::open(plan, segment)?;
        let reached = evaluator.next(0);
        Ok(Follower { evaluator, reached })
    }

    /// Counts the places in a document.
    fn count(&mut self, doc: DocId) -> u64 {
        if self.reached < doc {
            self.reached = self.evaluator.next(doc);
        }
        if self.reached == doc { u64::from(self.evaluator.count(doc)) } else { 0 }
    }
}
