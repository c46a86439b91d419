//! Where texts start in the row of all texts in; in which of them a place lies out.

use tantivy::DocId;

use crate::local::postings::Starts;
use crate::local::postings::search;

/// For each stretch of the row the document in which it begins: searching all documents touches a dozen distant bytes for each
/// place.
pub(crate) struct Entrances {
    at: Vec<DocId>,
    /// A stretch has 2 to the power of this many characters, at most the usual length of a text.
    width: u32,
}

impl Entrances {
    /// Works them out. They take four to eight bytes for each document.
    pub(crate) fn of<S: Starts + ?Sized>(starts: &S) -> Entrances {
        let width = (starts.usual_length() as u32).max(1).ilog2();
        let end = starts.start(starts.documents());
        let mut at = Vec::with_capacity((end >> width) as usize + 1);
        for doc in 0..starts.documents() {
            // Damaged bytes may give starts in any order.
            let behind = starts.start(doc + 1).min(end);
            while ((at.len() as u64) << width) < u64::from(behind) {
                at.push(doc);
            }
        }
        Entrances { at, width }
    }

    /// Returns the document of a place, which is not before `from`.
    #[inline]
    pub(crate) fn document_of<S: Starts + ?Sized>(&self, starts: &S, place: u32, from: DocId) -> DocId {
        let near = self.at.get((place >> self.width) as usize).copied().unwrap_or(0);
        search(starts, place, from.max(near))
    }
}

/// Where the documents of a segment that is being written start, and the end of all texts.
pub(crate) struct RowOfTexts {
    starts: Vec<u32>,
    entrances: Entrances,
}

impl RowOfTexts {
    /// Takes over where each document starts, and the end.
    pub(crate) fn new(starts: Vec<u32>) -> RowOfTexts {
        let entrances = Entrances::of(starts.as_slice());
        RowOfTexts { starts, entrances }
    }

    /// Returns the starts and the end.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.starts
    }
}

impl Starts for RowOfTexts {
    fn documents(&self) -> DocId {
        self.starts.as_slice().documents()
    }

    #[inline]
    fn start(&self, doc: DocId) -> u32 {
        self.starts.as_slice().start(doc)
    }

    #[inline]
    fn document_of(&self, place: u32, from: DocId) -> DocId {
        if place < self.start(from + 1) {
            return from;
        }
        self.entrances.document_of(self, place, from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::bits::draw;

    #[test]
    fn every_place_lies_in_the_document_that_a_search_finds() {
        let mut state = 31;
        for longest in [1, 2, 40, 3_000] {
            // Empty texts take no room, and some texts are far longer than usual.
            let mut starts = vec![0];
            for number in 0..500_u32 {
                let length = if number.is_multiple_of(100) { 9_000 } else { draw(&mut state) % longest };
                starts.push(starts[number as usize] + length);
            }
            let row = RowOfTexts::new(starts.clone());
            for place in (0..starts[500]).step_by(7) {
                let doc = starts.partition_point(|&start| start <= place) as DocId - 1;
                for from in [0, doc / 2, doc] {
                    assert_eq!(row.document_of(place, from), doc, "place {place} from {from}");
                }
            }
        }
    }
}
