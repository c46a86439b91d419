//! A request for counts in; every document of the base visited once, the counts of each phrase under each key out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::segment::NO_NAME;
use crate::local::segment::Named;
use crate::local::segment::Names;
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

/// What was counted.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<Key, Row>,
    totals: TrendBase,
    regions: BTreeSet<String>,
}

/// What was counted under a key: of the base first, then of each phrase.
#[derive(Default)]
struct Row {
    counts: Vec<Count>,
    /// The places whose documents stand behind the counts.
    regions: BTreeSet<String>,
}

/// The same in one segment, which numbers its places.
#[derive(Default)]
struct SegmentRow {
    counts: Vec<Count>,
    regions: BTreeSet<u32>,
}

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
    let mut tally = Tally::default();
    for segment in &view.segments {
        tally.add(request, &base, &plans, segment)?;
    }
    let series = request.phrases.iter().enumerate().map(|(at, phrase)| TrendSeries {
        phrase: phrase.text().to_owned(),
        points: tally.rows.iter().map(|(key, row)| point(key, row, at)).collect(),
    });
    let base = TrendBase { regions: tally.regions.len() as u64, ..tally.totals };
    Ok(Trend { base, series: series.collect(), generation: view.generation.clone() })
}

fn point(key: &Key, row: &Row, phrase: usize) -> TrendPoint {
    let (base, phrase) = (row.counts[0], row.counts[phrase + 1]);
    TrendPoint {
        base_regions: row.regions.len() as u64,
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

impl Tally {
    /// Adds the documents of a segment.
    fn add(
        &mut self,
        request: &TrendRequest,
        base: &Plan,
        plans: &[Vec<(Option<SectionKind>, Plan)>],
        segment: &Segment,
    ) -> tantivy::Result<()> {
        let mut keys = Keys::open(request.by, segment)?;
        let extent = Extent::new(segment);
        let mut phrases = follow(plans, segment)?;
        let regions = segment.names(Named::Region)?;
        let mut rows: BTreeMap<usize, SegmentRow> = BTreeMap::new();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut evaluator = Evaluator::open(base, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            self.totals.documents += 1;
            self.totals.characters += extent.characters(doc, request.filter.section);
            let region = Some(regions.of[doc as usize]).filter(|&number| number != NO_NAME);
            seen.extend(region);
            let found: Vec<Vec<(Option<SectionKind>, u64)>> = phrases
                .iter_mut()
                .map(|plans| plans.iter_mut().map(|(kind, follower)| (*kind, follower.count(doc))).collect())
                .collect();
            let keys_here = keys.of(doc, &extent, request.filter.section);
            self.totals.without_key += u64::from(keys_here.is_empty());
            for &(key, kind) in keys_here {
                let row = rows.entry(key).or_default();
                row.counts.resize(plans.len() + 1, Count::default());
                row.regions.extend(region);
                row.counts[0].documents += 1;
                row.counts[0].amount += extent.characters(doc, kind);
                for (count, found) in row.counts[1..].iter_mut().zip(&found) {
                    count.add(found.iter().find(|(of, _)| *of == kind).map_or(0, |&(_, places)| places));
                }
            }
            doc = evaluator.next(doc + 1);
        }
        self.regions.extend(names(regions, &seen));
        for (key, row) in rows {
            self.add_row(keys.key(key), &row.counts, names(regions, &row.regions));
        }
        Ok(())
    }

    fn add_row(&mut self, key: Key, counts: &[Count], regions: impl Iterator<Item = String>) {
        let row = self.rows.entry(key).or_default();
        row.regions.extend(regions);
        row.counts.resize(counts.len(), Count::default());
        for (sum, count) in row.counts.iter_mut().zip(counts) {
            sum.documents += count.documents;
            sum.amount += count.amount;
        }
    }
}

/// The followers of a phrase, one for each kind of section that is counted by itself.
type Followers<'p> = Vec<(Option<SectionKind>, Follower<'p>)>;

/// Opens what follows each phrase through a segment.
fn follow<'p>(
    plans: &'p [Vec<(Option<SectionKind>, Plan)>],
    segment: &'p Segment,
) -> tantivy::Result<Vec<Followers<'p>>> {
    let of_phrase = |plans: &'p Vec<(Option<SectionKind>, Plan)>| {
        plans.iter().map(|(kind, plan)| Ok((*kind, Follower::open(plan, segment)?))).collect()
    };
    plans.iter().map(of_phrase).collect()
}

/// Returns the written paths of places that a segment numbers.
fn names<'s>(regions: &'s Names, numbers: &BTreeSet<u32>) -> impl Iterator<Item = String> + use<'s> {
    let numbers: Vec<u32> = numbers.iter().copied().collect();
    numbers.into_iter().filter_map(|number| regions.names.get(number as usize).cloned())
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
