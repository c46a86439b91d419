//! A plan in; every matching document out, one after the other in one order.
//!
//! What is kept of each is 24 bytes.

use std::cmp::Ordering;
use std::cmp::Reverse;

use tantivy::DocAddress;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::segment::Segment;
use crate::search::Sort;
use crate::search::Total;

/// A matching document of one segment.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    key: Reverse<i64>,
    /// The number of its id; numbers of a segment are ordered like the ids.
    id: u32,
    doc: DocId,
    occurrences: u32,
}

/// A matching document in the order of all segments.
pub(crate) struct Placed {
    pub(crate) address: DocAddress,
    pub(crate) occurrences: u32,
}

/// All matching documents, each segment in order.
pub(crate) struct Matches {
    pub(crate) total: Total,
    pub(crate) segments: Vec<Vec<Place>>,
}

impl Matches {
    pub(crate) fn of(plan: &Plan, view: &View, sort: Sort) -> tantivy::Result<Matches> {
        let mut matches = Matches { total: Total::default(), segments: Vec::new() };
        for segment in &view.segments {
            let places = matches.of_segment(plan, segment, sort)?;
            matches.segments.push(places);
        }
        Ok(matches)
    }

    fn of_segment(&mut self, plan: &Plan, segment: &Segment, sort: Sort) -> tantivy::Result<Vec<Place>> {
        let mut places = Vec::new();
        let ids = segment.ids()?;
        let mut evaluator = Evaluator::open(plan, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            let occurrences = evaluator.count(doc);
            self.total.documents += 1;
            self.total.occurrences += u64::from(occurrences);
            // What stands for a missing year or day is the smallest number, so it comes last.
            let key = match sort {
                // How well it fits is not asked here.
                Sort::Id | Sort::Relevance => 0,
                Sort::Year => i64::from(segment.years()?.end[doc as usize]),
                Sort::Published => i64::from(segment.published()?[doc as usize]),
            };
            let id = ids.number(doc);
            places.push(Place { key: Reverse(key), id, doc, occurrences });
            doc = evaluator.next(doc + 1);
        }
        places.sort_unstable_by_key(|place| (place.key, place.id));
        Ok(places)
    }
}

/// Leads through the places of all segments in one order.
pub(crate) struct Merged<'a> {
    segments: Vec<Ordered<'a>>,
}

/// The places of one segment, and the next of them with its id.
struct Ordered<'a> {
    segment: &'a Segment,
    places: std::vec::IntoIter<Place>,
    head: Option<(Place, String)>,
}

impl<'a> Merged<'a> {
    pub(crate) fn over(view: &'a View, places: Vec<Vec<Place>>) -> tantivy::Result<Merged<'a>> {
        let mut merged = Merged { segments: Vec::new() };
        for (segment, places) in view.segments.iter().zip(places) {
            let mut ordered = Ordered { segment, places: places.into_iter(), head: None };
            ordered.advance()?;
            merged.segments.push(ordered);
        }
        Ok(merged)
    }
}

impl Ordered<'_> {
    fn advance(&mut self) -> tantivy::Result<Option<(Place, String)>> {
        let next = match self.places.next() {
            Some(place) => {
                let id = self.segment.ids()?.written(place.id).to_owned();
                Some((place, id))
            }
            None => None,
        };
        Ok(std::mem::replace(&mut self.head, next))
    }
}

impl Iterator for Merged<'_> {
    type Item = tantivy::Result<Placed>;

    fn next(&mut self) -> Option<tantivy::Result<Placed>> {
        let first = self.segments.iter_mut().filter(|segment| segment.head.is_some()).min_by(
            |one, other| match (&one.head, &other.head) {
                (Some((one, id)), Some((other, other_id))) => (one.key, id).cmp(&(other.key, other_id)),
                _ => Ordering::Equal,
            },
        )?;
        match first.advance() {
            Ok(Some((place, _))) => {
                let address = DocAddress::new(first.segment.number, place.doc);
                Some(Ok(Placed { address, occurrences: place.occurrences }))
            }
            Ok(None) => None,
            Err(err) => Some(Err(err)),
        }
    }
}
