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
#[derive(Clone)]
struct SegmentRow {
    counts: Vec<Count>,
    regions: Marked,
}

/// Some of a segment's names, by their numbers.
#[derive(Clone)]
struct Marked(Vec<bool>);

impl Marked {
    fn none(names: &Names) -> Marked {
        Marked(vec![false; names.names.len()])
    }

    /// Marks a name; what stands for no name marks none.
    fn mark(&mut self, number: u32) {
        if let Some(mark) = self.0.get_mut(number as usize) {
            *mark = true;
        }
    }

    /// Returns the names that are marked.
    fn of(self, names: &Names) -> impl Iterator<Item = String> {
        names.names.iter().zip(self.0).filter(|(_, is_marked)| *is_marked).map(|(name, _)| name.clone())
    }
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
        let unseen = Marked::none(regions);
        let none = SegmentRow { counts: vec![Count::default(); plans.len() + 1], regions: unseen.clone() };
        let mut rows: Vec<Option<SegmentRow>> = Vec::new();
        let mut seen = unseen;
        let mut evaluator = Evaluator::open(base, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            self.totals.documents += 1;
            self.totals.characters += extent.characters(doc, request.filter.section);
            let region = regions.of[doc as usize];
            seen.mark(region);
            for follower in phrases.iter_mut().flatten() {
                follower.turn_to(doc);
            }
            let keys_here = keys.of(doc, &extent, request.filter.section);
            self.totals.without_key += u64::from(keys_here.is_empty());
            for &(key, kind) in keys_here {
                if rows.len() <= key {
                    rows.resize(key + 1, None);
                }
                let row = rows[key].get_or_insert_with(|| none.clone());
                row.regions.mark(region);
                row.counts[0].documents += 1;
                row.counts[0].amount += extent.characters(doc, kind);
                for (count, followers) in row.counts[1..].iter_mut().zip(&phrases) {
                    let places = followers.iter().find(|follower| follower.kind == kind);
                    count.add(places.map_or(0, |follower| follower.places));
                }
            }
            doc = evaluator.next(doc + 1);
        }
        self.regions.extend(seen.of(regions));
        for (key, row) in rows.into_iter().enumerate() {
            if let Some(row) = row {
                self.add_row(keys.key(key), &row.counts, row.regions.of(regions));
            }
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

/// Opens what follows each phrase through a segment: for each a follower for every kind of section that is counted by itself.
fn follow<'p>(
    plans: &'p [Vec<(Option<SectionKind>, Plan)>],
    segment: &'p Segment,
) -> tantivy::Result<Vec<Vec<Follower<'p>>>> {
    let of_phrase = |plans: &'p Vec<(Option<SectionKind>, Plan)>| {
        plans.iter().map(|(kind, plan)| Follower::open(*kind, plan, segment)).collect()
    };
    plans.iter().map(of_phrase).collect()
}

/// Follows a phrase through the documents that the base gives, in ascending order.
struct Follower<'p> {
    /// The only kind of section in which it is counted.
    kind: Option<SectionKind>,
    evaluator: Evaluator<'p>,
    reached: DocId,
    /// At how many places it stands in the document turned to.
    places: u64,
}

impl<'p> Follower<'p> {
    fn open(
        kind: Option<SectionKind>,
        plan: &'p Plan,
        segment: &'p Segment,
    ) -> tantivy::Result<Follower<'p>> {
        let mut evaluator = Evaluator::open(plan, segment)?;
        let reached = evaluator.next(0);
        Ok(Follower { kind, evaluator, reached, places: 0 })
    }

    /// Counts the places in a document.
    fn turn_to(&mut self, doc: DocId) {
        if self.reached < doc {
            self.reached = self.evaluator.next(doc);
        }
        self.places = if self.reached == doc { u64::from(self.evaluator.count(doc)) } else { 0 };
    }
}
