//! A score to be reached in; whether a count in a document can reach it out.

use tantivy::DocId;

use crate::local::postings::damping;
use crate::local::segment::Segment;

/// A floor of scores, solved for the count: it is reached when count × `by_count` ≥ `base` + `by_length` × length.
#[derive(Clone, Copy, Default)]
pub(crate) struct CountTest {
    by_count: f32,
    base: f32,
    by_length: f32,
}

impl CountTest {
    /// Solves a floor for a string whose counts are worth so much at most, where texts are usually so long.
    pub(crate) fn of(weight: f32, floor: f32, average_length: f32) -> CountTest {
        CountTest {
            by_count: weight - floor,
            base: floor * damping(0.0),
            by_length: floor * (damping(1.0) - damping(0.0)) / average_length,
        }
    }

    /// Tells whether so high a count in a document may reach the floor.
    #[inline]
    pub(crate) fn passes(self, count: u32, doc: DocId, segment: &Segment) -> bool {
        count as f32 * self.by_count >= self.base + self.by_length * segment.length(doc) as f32
    }
}
