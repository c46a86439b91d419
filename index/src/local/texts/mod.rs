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

mod codes;
mod cutting;
mod keeping;
mod output;
mod ranks;

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
use crate::local::texts::codes::Codes;
use crate::local::texts::codes::LONGEST_CODE;

pub(crate) use crate::local::texts::cutting::Cuts;
pub(crate) use crate::local::texts::keeping::Keeping;

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

/// A text in codes.
pub(crate) struct Written {
    bytes: OwnedBytes,
    pieces: Arc<Pieces>,
}

/// The different pieces of a segment by their numbers.
struct Pieces {
    codes: Codes,
    characters: String,
    /// Where each ends, in bytes.
    ends: Vec<u32>,
}

/// The end of the file: how many bytes the documents take (8), how many documents and pieces there are (4 each), the CRC-32 of
/// the pieces and their lengths, since a wrong bit there would be a wrong word everywhere (4), and how many codes have each
/// length (4 each).
#[derive(Clone, Copy, Debug)]
struct Tail {
    bytes: u64,
    documents: u32,
    pieces: u32,
    checksum: u32,
    codes: [u32; LONGEST_CODE],
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

impl Written {
    /// Returns all of it.
    pub(crate) fn whole(&self) -> tantivy::Result<String> {
        self.between(0, None)
    }

    /// Returns what is written between two bits at which codes begin, or to the end.
    ///
    /// Nearly any bits are the codes of some text, so all that can be noticed here are codes that do not end where they should;
    /// `StoredText` counts the characters besides.
    pub(crate) fn between(&self, from: usize, to: Option<usize>) -> tantivy::Result<String> {
        let all = self.bytes.len() * 8;
        let to = to.unwrap_or(all);
        // Codes take about a third of what they stand for.
        let mut text = String::with_capacity(to.saturating_sub(from).min(all) / 2);
        let mut reading = self.pieces.codes.read(&self.bytes, from, to);
        for number in reading.by_ref() {
            text.push_str(self.pieces.get(number).ok_or_else(broken)?);
        }
        if to > all || !reading.is_at_end() {
            return Err(broken());
        }
        Ok(text)
    }

    /// Returns its line of a number, counted from 0; empty when it has fewer.
    pub(crate) fn line(&self, number: usize) -> tantivy::Result<String> {
        let (mut line, mut passed) = (String::new(), 0);
        let mut reading = self.pieces.codes.read(&self.bytes, 0, self.bytes.len() * 8);
        for piece in reading.by_ref() {
            match self.pieces.get(piece).ok_or_else(broken)? {
                "\n" if passed == number => return Ok(line),
                "\n" => passed += 1,
                piece if passed == number => line.push_str(piece),
                _ => {}
            }
        }
        if reading.is_at_end() { Ok(line) } else { Err(broken()) }
    }
}

impl Pieces {
    fn read(table: &[u8], tail: &Tail) -> Option<Pieces> {
        let (lengths, characters) = table.split_at_checked(tail.pieces as usize)?;
        let characters =
            str::from_utf8(characters).ok().filter(|_| crc32fast::hash(table) == tail.checksum)?;
        let mut end = 0;
        let ends: Vec<u32> = lengths
            .iter()
            .map(|&length| {
                end += u32::from(length);
                end
            })
            .collect();
        let are_whole = ends.iter().all(|&end| characters.is_char_boundary(end as usize));
        let have_codes = tail.codes.iter().map(|&count| u64::from(count)).sum::<u64>() == ends.len() as u64;
        (are_whole && have_codes && end as usize == characters.len())
            .then(|| Codes::of(&tail.codes))
            .flatten()
            .map(|codes| Pieces { codes, characters: characters.to_owned(), ends })
    }

    #[inline]
    fn get(&self, number: u32) -> Option<&str> {
        let at = number as usize;
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.characters.get(start..end)
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Tail {
    /// Bytes that it takes.
    const BYTES: usize = 20 + 4 * LONGEST_CODE;

    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes.to_le_bytes());
        out.extend_from_slice(&self.documents.to_le_bytes());
        out.extend_from_slice(&self.pieces.to_le_bytes());
        out.extend_from_slice(&self.checksum.to_le_bytes());
        self.codes.iter().for_each(|count| out.extend_from_slice(&count.to_le_bytes()));
    }

    /// Reads it from the end of a file; returns where it begins too.
    fn read(bytes: &[u8]) -> Option<(Tail, usize)> {
        let at = bytes.len().checked_sub(Tail::BYTES)?;
        let (number, rest) = bytes[at..].split_first_chunk()?;
        let (documents, rest) = rest.split_first_chunk()?;
        let (pieces, rest) = rest.split_first_chunk()?;
        let (checksum, rest) = rest.split_first_chunk()?;
        let mut codes = [0; LONGEST_CODE];
        for (count, bytes) in codes.iter_mut().zip(rest.chunks_exact(4)) {
            *count = u32::from_le_bytes(bytes.try_into().ok()?);
        }
        let tail = Tail {
            bytes: u64::from_le_bytes(*number),
            documents: u32::from_le_bytes(*documents),
            pieces: u32::from_le_bytes(*pieces),
            checksum: u32::from_le_bytes(*checksum),
            codes,
        };
        Some((tail, at))
    }
}

fn broken() -> TantivyError {
    DataCorruption::comment_only("the kept texts do not fit".to_owned()).into()
}

#[cfg(test)]
mod tests;
