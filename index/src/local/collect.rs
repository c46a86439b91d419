//! A plan and every segment in; totals, facets and the documents of one page out.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::DocAddress;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::evaluate::Evaluator;
use crate::local::evaluate::FlatParts;
use crate::local::facets::Counts;
use crate::local::facets::SegmentFacets;
use crate::local::flat::Needed;
use crate::local::open::View;
use crate::local::rank::CountTest;
use crate::local::rank::Frequency;
use crate::local::rank::Ranker;
use crate::local::ranking::Ranking;
use crate::local::schema::Fields;
use crate::local::segment::Ids;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Segment;
use crate::local::single::add_single;
use crate::local::sweep::suits;
use crate::local::sweep::sweep;
use crate::search::Facets;
use crate::search::Sort;
use crate::search::Total;

/// For how many hits there is room at once.
const USUAL_PAGE: usize = 20;

/// Everything that one pass over the matches gives.
pub(crate) struct Found {
    pub(crate) total: Total,
    pub(crate) page: Vec<Placed>,
    pub(crate) facets: Facets,
}

/// A matching document in its order.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) address: DocAddress,
    pub(crate) id: String,
    pub(crate) score: f32,
    pub(crate) occurrences: u64,
}

/// A document that may be among the first of all segments.
struct First<'v> {
    address: DocAddress,
    id: &'v str,
    key: f64,
    score: f32,
    occurrences: u64,
}

impl First<'_> {
    fn placed(&self) -> Placed {
        let &First { address, id, score, occurrences, .. } = self;
        Placed { address, id: id.to_owned(), score, occurrences }
    }
}

/// Which documents of the order are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) sort: Sort,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// What is counted over all matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// Documents and occurrences.
    Totals,
    /// These, and documents by value.
    Facets,
}

/// Visits every match once.
pub(crate) fn collect(
    plan: &Plan,
    view: &View,
    fields: &Fields,
    window: Window,
    counting: Counting,
) -> tantivy::Result<Found> {
    let mut evaluators = Vec::with_capacity(view.segments.len());
    for segment in &view.segments {
        evaluators.push(Evaluator::open(plan, segment)?);
    }
    let ranking = match window.sort {
        Sort::Relevance if window.limit > 0 => Some(Ranking::new(plan, view, fields, &mut evaluators)?),
        _ => None,
    };
    let mut total = Total::default();
    let mut first: Vec<First<'_>> = Vec::new();
    let mut counts = Counts::default();
    // What so many documents reach in one segment, a document of another must reach too.
    let mut floor = f64::NEG_INFINITY;
    for (segment, mut evaluator) in view.segments.iter().zip(evaluators) {
        if evaluator.finds_nothing() {
            continue;
        }
        let mut order = Order::open(window, ranking.as_ref(), plan, segment, fields)?;
        order.floor = floor;
        let found = match counting {
            Counting::Facets => {
                let mut facets = SegmentFacets::open(segment)?;
                let found = add_with_facets(plan, segment, &mut evaluator, &mut order, &mut facets)?;
                facets.add_to(&mut counts);
                found
            }
            Counting::Totals => add_all(plan, segment, &mut evaluator, &mut order),
        };
        total.documents += found.documents;
        total.occurrences += found.occurrences;
        floor = order.add_to(&mut first, segment.number);
    }
    first.sort_unstable_by(|one, other| descending(one.key, other.key).then_with(|| one.id.cmp(other.id)));
    let page = first.iter().skip(window.offset).take(window.limit).map(First::placed).collect();
    Ok(Found { total, page, facets: counts.into_facets() })
}

/// Adds the matching documents of a segment to an order and returns the totals.
fn add_all(plan: &Plan, segment: &Segment, evaluator: &mut Evaluator<'_>, order: &mut Order<'_>) -> Total {
    match evaluator.flat_parts().map(|parts| (Way::of(&parts), parts)) {
        Some((Way::Single, parts)) => add_single(segment, parts, order, None),
        Some((Way::Sweep, parts)) => sweep(segment, parts, order, None),
        Some((Way::Each, _)) | None => add_each(plan, evaluator, order, |_, _| {}),
    }
}

/// Does the same and counts the documents by value.
fn add_with_facets<'v>(
    plan: &Plan,
    segment: &'v Segment,
    evaluator: &mut Evaluator<'_>,
    order: &mut Order<'_>,
    facets: &mut SegmentFacets<'v>,
) -> tantivy::Result<Total> {
    // A second evaluator would join the same pairs again.
    let parts = evaluator.flat_parts().filter(FlatParts::needs_no_joining);
    let way = parts.as_ref().map_or(Way::Each, Way::of);
    let Some(parts) = parts.filter(|_| way != Way::Each) else {
        return Ok(add_each(plan, evaluator, order, |doc, evaluator| facets.count(doc, evaluator)));
    };
    // The documents are counted before or behind the one that is counted by its sections.
    let mut at_hand = Evaluator::open(plan, segment)?;
    let mut see = |doc| facets.count(doc, &mut at_hand);
    Ok(match way {
        Way::Single => add_single(segment, parts, order, Some(&mut see)),
        _ => sweep(segment, parts, order, Some(&mut see)),
    })
}

/// How the documents of a flat plan are gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A single string hands out its documents.
    Single,
    /// Several strings do so side by side.
    Sweep,
    /// From one matching document to the next.
    Each,
}

impl Way {
    /// Chooses the fastest.
    fn of(parts: &FlatParts<'_, '_>) -> Way {
        if parts.leaves.len() == 1 {
            Way::Single
        } else if suits(parts) {
            Way::Sweep
        } else {
            Way::Each
        }
    }
}

/// Goes from one matching document to the next.
fn add_each(
    plan: &Plan,
    evaluator: &mut Evaluator<'_>,
    order: &mut Order<'_>,
    mut see: impl FnMut(DocId, &mut Evaluator<'_>),
) -> Total {
    let mut total = Total::default();
    if let Some(flat) = plan.flat.as_ref().filter(|flat| flat.needed == Needed::All) {
        let mut found = Vec::with_capacity(plan.strings.len());
        let mut doc = evaluator.next_counted(flat, 0, &mut found, order.ranks());
        while doc != TERMINATED {
            let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
            total.documents += 1;
            total.occurrences += occurrences;
            see(doc, evaluator);
            order.add_counted(doc, occurrences, &found);
            doc = evaluator.next_counted(flat, doc + 1, &mut found, order.ranks());
        }
        return total;
    }
    let mut doc = evaluator.next(0);
    while doc != TERMINATED {
        let occurrences = u64::from(evaluator.count(doc));
        total.documents += 1;
        total.occurrences += occurrences;
        see(doc, evaluator);
        order.add(doc, occurrences, evaluator);
        doc = evaluator.next(doc + 1);
    }
    total
}

fn descending(one: f64, other: f64) -> Ordering {
    other.total_cmp(&one)
}

/// One candidate of a segment; ids of a segment are ordered like their numbers. The greatest of several is the last in the
/// wanted order.
struct Candidate {
    key: f64,
    id: u32,
    doc: DocId,
    occurrences: u64,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        descending(self.key, other.key).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// Keeps the first documents of a segment in the wanted order.
pub(crate) struct Order<'r> {
    sort: Sort,
    most: usize,
    ranker: Option<Ranker<'r>>,
    years: Option<&'r [i16]>,
    days: Option<&'r [i32]>,
    ids: &'r Ids,
    /// The first documents so far, the last of them on top.
    candidates: BinaryHeap<Candidate>,
    /// Room for how often the strings stand in a document.
    found: Vec<Frequency>,
    /// A key that so many documents reach that one below it cannot be wanted.
    floor: f64,
}

impl<'r> Order<'r> {
    fn open(
        window: Window,
        ranking: Option<&'r Ranking>,
        plan: &'r Plan,
        segment: &'r Segment,
        fields: &Fields,
    ) -> tantivy::Result<Order<'r>> {
        let ranker = match ranking {
            Some(ranking) => Some(Ranker::open(ranking, plan, segment, fields)?),
            None => None,
        };
        Ok(Order {
            sort: window.sort,
            most: if window.limit == 0 { 0 } else { window.offset.saturating_add(window.limit) },
            ranker,
            years: if window.sort == Sort::Year { Some(&segment.years()?.end) } else { None },
            days: if window.sort == Sort::Published { Some(segment.published()?) } else { None },
            ids: segment.ids()?,
            candidates: BinaryHeap::with_capacity(window.limit.min(USUAL_PAGE)),
            found: Vec::new(),
            floor: f64::NEG_INFINITY,
        })
    }

    /// Tells whether nothing but how often strings stand in a document, and how long it is, decides its place.
    pub(crate) fn ranks_by_counts_alone(&self) -> bool {
        self.most > 0 && self.ranker.as_ref().is_some_and(Ranker::ranks_by_counts_alone)
    }

    /// Tells whether a document whose count of the first string is worth so much may be among the first.
    pub(crate) fn may_keep(&self, worth: f32) -> bool {
        self.ranker.as_ref().is_none_or(|ranker| f64::from(ranker.most_of(worth)) >= self.floor)
    }

    /// Returns what tells whether a document may be among the first by nothing but its count of one string; where more than
    /// that decides, every document may.
    pub(crate) fn count_test(&self, string: usize) -> CountTest {
        match &self.ranker {
            Some(ranker) if self.ranks_by_counts_alone() => ranker.count_test(string, self.floor as f32),
            _ => CountTest::default(),
        }
    }

    /// Returns the same for each of so many strings.
    pub(crate) fn count_tests(&self, strings: usize) -> Vec<CountTest> {
        (0..strings).map(|string| self.count_test(string)).collect()
    }

    /// Takes documents in ascending order once more; those that it has are not added again.
    pub(crate) fn begin_again(&mut self) {
        if let Some(ranker) = &mut self.ranker {
            ranker.begin_again();
        }
    }

    /// Tells whether documents are ordered by how well they fit.
    pub(crate) fn ranks(&self) -> bool {
        self.most > 0 && self.ranker.is_some()
    }

    /// Adds a matching document.
    fn add(&mut self, doc: DocId, occurrences: u64, evaluator: &mut Evaluator<'_>) {
        let mut found = std::mem::take(&mut self.found);
        if self.ranks() {
            evaluator.frequencies(doc, &mut found);
        }
        self.add_counted(doc, occurrences, &found);
        self.found = found;
    }

    /// Adds a matching document of which is known how often every string of the plan stands in it.
    #[inline]
    pub(crate) fn add_counted(&mut self, doc: DocId, occurrences: u64, found: &[Frequency]) {
        if self.most == 0 {
            return;
        }
        let Some(key) = self.key(doc, found).filter(|&key| key >= self.floor) else { return };
        let candidate = Candidate { key, id: self.ids.number(doc), doc, occurrences };
        if self.candidates.len() < self.most {
            self.candidates.push(candidate);
        } else if let Some(mut last) = self.candidates.peek_mut()
            && candidate < *last
        {
            *last = candidate;
        }
        if self.candidates.len() == self.most
            && let Some(last) = self.candidates.peek()
        {
            self.floor = last.key;
        }
    }

    /// Returns what a document is ordered by; the greatest come first. `None` when it cannot be among the first.
    #[inline]
    fn key(&mut self, doc: DocId, found: &[Frequency]) -> Option<f64> {
        if let Some(ranker) = &mut self.ranker {
            return ranker.score(doc, self.floor, found).map(f64::from);
        }
        let year = self.years.map(|years| years[doc as usize]).filter(|&year| year != NO_YEAR);
        let day = self.days.map(|days| days[doc as usize]).filter(|&day| day != NO_DAY);
        Some(year.map(f64::from).or(day.map(f64::from)).unwrap_or(f64::MIN))
    }

    /// Hands the first documents over; returns what a document of another segment must reach to be among the first.
    fn add_to(self, first: &mut Vec<First<'r>>, segment: u32) -> f64 {
        let ids = self.ids;
        first.extend(self.candidates.into_iter().map(|candidate| First {
            address: DocAddress::new(segment, candidate.doc),
            id: ids.written(candidate.id),
            key: candidate.key,
            score: if self.sort == Sort::Relevance { candidate.key as f32 } else { 0.0 },
            occurrences: candidate.occurrences,
        }));
        self.floor
    }
}
