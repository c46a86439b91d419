//! A document of a segment in; its text, title, address and sections out, and any stretch of the text without what lies
//! before it.
//!
//! Most of what is asked for are a few lines of long texts. A text is therefore kept in pieces: the words that jieba cuts, marks
//! and blanks. Every different piece of a segment has a number, the most frequent ones the lowest, and a text is the Huffman codes
//! (`codes.rs`) of its numbers. They take less room than blocks that are packed, and reading may begin at any piece.
//!
//! The file is one document after the other; where each begins and the end, in five bytes each; how long each piece is, in one
//! byte; the pieces; and a tail (`Tail`). A document is the lengths of its first five parts, and then its parts: title, address,
//! and the numbers and headings of its sections, all three in codes; kinds and places of these sections; the anchors of the text;
//! and the text in codes.

mod anchors;
mod codes;
mod cutting;
mod keeping;
mod numbering;
mod output;
mod tail;
mod written;

use std::ops::Range;
use std::sync::Arc;
use std::sync::OnceLock;

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::TantivyError;
use tantivy::directory::OwnedBytes;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;

use crate::local::bits::read_number;
use crate::local::texts::tail::Tail;
use crate::local::texts::written::Pieces;

pub(crate) use crate::local::texts::anchors::read_anchors;
pub(crate) use crate::local::texts::anchors::write_anchors;
pub(crate) use crate::local::texts::cutting::Cuts;
pub(crate) use crate::local::texts::keeping::Keeping;
pub(crate) use crate::local::texts::written::Written;

/// Bytes that say where a document begins.
const START: usize = 5;
/// Parts of a document.
const PARTS: usize = 6;

/// The texts of a segment.
pub(crate) struct Texts {
    documents: OwnedBytes,
    starts: OwnedBytes,
    table: OwnedBytes,
    tail: Tail,
    pieces: OnceLock<Option<Arc<Pieces>>>,
}

/// What is kept of a document.
pub(crate) struct Kept {
    pub(crate) title: Written,
    pub(crate) url: Written,
    /// The number of each section and, unless the text prints it where the section begins, its heading, parted by a tab, one a line.
    pub(crate) headings: Written,
    /// Kinds and places of the sections, as `Outline` reads them.
    pub(crate) sections: OwnedBytes,
    /// The anchors of the text, which tell how many bits of its codes lie before.
    pub(crate) anchors: OwnedBytes,
    pub(crate) text: Written,
}

impl Texts {
    /// Opens the file of a segment; reads nothing but its tail.
    pub(crate) fn open(reader: &SegmentReader, ending: &str) -> tantivy::Result<Texts> {
        let file = reader.open_read(SegmentComponent::Custom(ending.to_owned()))?;
        let texts = Texts::over(&file.read_bytes()?);
        texts.filter(|texts| texts.tail.documents == reader.max_doc()).ok_or_else(broken)
    }

    fn over(bytes: &OwnedBytes) -> Option<Texts> {
        let (tail, end) = Tail::read(bytes)?;
        let documents = usize::try_from(tail.bytes).ok()?;
        let starts = documents.checked_add((tail.documents as usize + 1) * START)?;
        (starts <= end).then(|| Texts {
            documents: bytes.slice(0..documents),
            starts: bytes.slice(documents..starts),
            table: bytes.slice(starts..end),
            tail,
            pieces: OnceLock::new(),
        })
    }

    /// Reads what is kept of a document.
    pub(crate) fn read(&self, doc: DocId) -> tantivy::Result<Kept> {
        let pieces = self.pieces()?;
        let parts = self.parts(doc).ok_or_else(broken)?;
        let [title, url, headings, sections, anchors, text] = parts.map(|part| self.documents.slice(part));
        let written = |bytes| Written { bytes, pieces: Arc::clone(pieces) };
        Ok(Kept {
            title: written(title),
            url: written(url),
            headings: written(headings),
            sections,
            anchors,
            text: written(text),
        })
    }

    /// Finds the parts of a document.
    fn parts(&self, doc: DocId) -> Option<[Range<usize>; PARTS]> {
        let (mut at, end) = (self.start(doc)?, self.start(doc + 1)?);
        let bytes = self.documents.get(..end)?;
        let mut lengths = [0; PARTS - 1];
        for length in &mut lengths {
            let (number, behind) = read_number(bytes, at);
            (*length, at) = (usize::try_from(number).ok()?, behind);
        }
        let mut parts: [Range<usize>; PARTS] = Default::default();
        for (part, length) in parts.iter_mut().zip(lengths) {
            *part = at..at.checked_add(length).filter(|&behind| behind <= end)?;
            at = part.end;
        }
        parts[PARTS - 1] = at..end;
        (at <= end).then_some(parts)
    }

    fn start(&self, doc: DocId) -> Option<usize> {
        let at = doc as usize * START;
        let mut start = [0; size_of::<u64>()];
        start[..START].copy_from_slice(self.starts.get(at..at + START)?);
        usize::try_from(u64::from_le_bytes(start)).ok()
    }

    /// Returns the pieces; reads them when they are first asked for.
    fn pieces(&self) -> tantivy::Result<&Arc<Pieces>> {
        let read = || Pieces::read(&self.table, &self.tail).map(Arc::new);
        self.pieces.get_or_init(read).as_ref().ok_or_else(broken)
    }
}

fn broken() -> TantivyError {
    DataCorruption::comment_only("the kept texts do not fit".to_owned()).into()
}

#[cfg(test)]
mod tests;
