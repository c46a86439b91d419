//! Matching documents of a segment in; the first of them in the wanted order out.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use corpus::document::DocumentId;
use tantivy::DocAddress;
use tantivy::DocId;

use crate::local::compile::Plan;
use crate::local::count_test::CountTest;
use crate::local::evaluate::Evaluator;
use crate::local::frequency::Frequency;
use crate::local::rank::Ranker;
use crate::local::ranking::Ranking;
use crate::local::schema::Fields;
use crate::local::segment::Ids;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Segment;
use crate::local::stored;
use crate::search::Sort;

/// For how many hits there is room at once.
const USUAL_PAGE: usize = 20;

/// Which documents of the order are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) sort: Sort,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// A matching document in its order.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) address: DocAddress,
    pub(crate) id: DocumentId,
    pub(crate) score: f32,
    pub(crate) occurrences: u64,
}

/// A document that may be among the first of all segments.
pub(crate) struct First<'v> {
    address: DocAddress,
    id: &'v str,
    key: f64,
    score: f32,
    occurrences: u64,
}

impl First<'_> {
    /// Returns what is known of it outside its segment.
    pub(crate) fn placed(&self) -> tantivy::Result<Placed> {
        let &First { address, id, score, occurrences, .. } = self;
        Ok(Placed { address, id: stored::id(id)?, score, occurrences })
    }
}

/// Brings the first documents of all segments into one order.
pub(crate) fn sort(first: &mut [First<'_>]) {
    first.sort_unstable_by(|one, other| descending(one.key, other.key).then_with(|| one.id.cmp(other.id)));
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
    /// Holds nothing yet.
    pub(crate) fn open(
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

    /// Takes over what a document must reach to be among the first of other segments.
    pub(crate) fn demand(&mut self, floor: f64) {
        self.floor = floor;
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

    /// Takes documents in ascending order once more; what it has must not be handed in again.
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
    pub(crate) fn add(&mut self, doc: DocId, occurrences: u64, evaluator: &mut Evaluator<'_>) {
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
    pub(crate) fn add_to(self, first: &mut Vec<First<'r>>, segment: u32) -> f64 {
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
