//! Many ascending places in; the documents that hold them, how often each does, and where in it, out - each read only when
//! it is asked for.
//!
//! Postings are the number of places and the number of documents, then blocks of 128 documents. When there are several blocks,
//! a table comes first: of each block the last document, where it begins, and the best that a document of it can be worth. A
//! block is its documents and how many places each has (`block.rs`), and the places of each document: the first, then the gaps
//! less one, as codes. Where only counts are kept, these codes are left out. Numbers of the table are little-endian; the worth is
//! in 255ths, rounded up.

mod block;
mod reading;
mod row_of_texts;
mod writing;

use tantivy::DocId;

pub(crate) use crate::local::postings::reading::Postings;
pub(crate) use crate::local::postings::reading::counts_at;
pub(crate) use crate::local::postings::row_of_texts::Entrances;
pub(crate) use crate::local::postings::row_of_texts::RowOfTexts;
pub(crate) use crate::local::postings::writing::write;
pub(crate) use crate::local::postings::writing::write_counts;

/// Documents in one block.
const BLOCK: usize = 128;
/// Bytes of one line of the table: the last document (4), where the block begins (4) and its best worth (1).
const LINE: usize = 9;

/// How soon the repetition of something stops to count (the usual value of BM25).
pub(crate) const SATURATION: f32 = 1.2;
/// How much long texts are held against their counts (the usual value of BM25).
const LENGTH_WEIGHT: f32 = 0.75;

/// Where the documents of a segment start in the row of all their texts.
pub(crate) trait Starts {
    /// Counts the documents.
    fn documents(&self) -> DocId;

    /// Returns the first place of a document; for one behind the last the end of all texts.
    fn start(&self, doc: DocId) -> u32;

    /// Returns the length of a document's text without the closing mark.
    fn length(&self, doc: DocId) -> u32 {
        self.start(doc + 1).saturating_sub(self.start(doc)).saturating_sub(1)
    }

    /// Returns the usual length.
    fn usual_length(&self) -> f32 {
        (self.start(self.documents()) as f32 / self.documents().max(1) as f32).max(1.0)
    }

    /// Returns the document in which a place lies, which is not before `from`.
    fn document_of(&self, place: u32, from: DocId) -> DocId {
        search(self, place, from)
    }
}

/// Searches for the document in which a place lies, which is not before `from`.
pub(crate) fn search<S: Starts + ?Sized>(starts: &S, place: u32, from: DocId) -> DocId {
    // Mostly it is near: doubling steps find it quickly.
    if place < starts.start(from + 1) {
        return from;
    }
    let mut step = 1;
    while from + step < starts.documents() && starts.start(from + step) <= place {
        step *= 2;
    }
    let (mut low, mut high) = (from + step / 2, (from + step).min(starts.documents()));
    while low + 1 < high {
        let middle = low.midpoint(high);
        if starts.start(middle) <= place {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Starts that are being written: of each document, and the end of all texts.
impl Starts for [u32] {
    fn documents(&self) -> DocId {
        self.len() as DocId - 1
    }

    fn start(&self, doc: DocId) -> u32 {
        self[doc.min(self.documents()) as usize]
    }
}

/// Returns what a text of a length, in units of the usual one, holds against a count.
#[inline]
pub(crate) fn damping(length: f32) -> f32 {
    SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
}

/// Returns what a count is worth in a text of a length: below 1, more for higher counts and shorter texts.
#[inline]
pub(crate) fn worth(count: f32, length: f32) -> f32 {
    count / (count + damping(length))
}

#[cfg(test)]
mod tests;
