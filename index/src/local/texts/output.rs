//! Documents in codes in; the file of `Texts` out.

use std::io::Write as _;

use corpus::text::Anchor;
use corpus::text::Anchors;
use tantivy::Segment;
use tantivy::directory::TerminatingWrite;
use tantivy::directory::WritePtr;
use tantivy::index::SegmentComponent;

use crate::local::bits::write_number;
use crate::local::texts::START;
use crate::local::texts::anchors::read_anchors;
use crate::local::texts::anchors::write_anchors;
use crate::local::texts::broken;
use crate::local::texts::codes::Code;
use crate::local::texts::codes::Stream;
use crate::local::texts::numbering::Coded;
use crate::local::texts::tail::Tail;

/// A text that is being written in codes, and its anchors, each of which is given the bits of these that lie before it.
pub(super) struct Row {
    anchors: Anchors,
    /// How many anchors were passed, and where the codes begin at each.
    starts: Vec<u32>,
    pub(super) written: Stream,
}

impl Row {
    /// Begins with anchors that tell how many bytes or bits lie before as the text was written so far.
    pub(super) fn new(anchors: &[u8]) -> Row {
        Row { anchors: read_anchors(anchors), starts: Vec::new(), written: Stream::default() }
    }

    /// Writes a piece before which so many bytes or bits lay so far.
    pub(super) fn put(&mut self, at: usize, code: Code) {
        let next = self.anchors.places().get(self.starts.len());
        if next.is_some_and(|anchor| anchor.offset as usize == at) {
            self.starts.push(self.written.bits() as u32);
        }
        self.written.put(code);
    }

    /// Writes the anchors; `None` when one of them stood before no piece, which only wrong codes can bring about.
    pub(super) fn anchors(&self) -> Option<Vec<u8>> {
        let places = self.anchors.places();
        if places.len() == 1 {
            return Some(Vec::new());
        }
        if places.len() != self.starts.len() {
            return None;
        }
        let moved = places.iter().zip(&self.starts).map(|(&place, &bit)| Anchor { offset: bit, ..place });
        Anchors::from_places(moved.collect()).map(|moved| write_anchors(&moved))
    }
}

/// A file that is being written, document by document.
pub(super) struct Output {
    file: WritePtr,
    /// Bytes of the documents so far, and where each begins.
    written: u64,
    starts: Vec<u8>,
    /// The part at hand, the parts of the document before it, and where each of these ends.
    part: Stream,
    parts: Vec<u8>,
    ends: Vec<usize>,
    buffer: Vec<u8>,
}

impl Output {
    pub(super) fn open(segment: &Segment, ending: &str) -> tantivy::Result<Output> {
        let file = segment.open_write(SegmentComponent::Custom(ending.to_owned()))?;
        let (starts, parts, ends, buffer) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Output { file, written: 0, starts, part: Stream::default(), parts, ends, buffer })
    }

    pub(super) fn put(&mut self, code: Code) {
        self.part.put(code);
    }

    pub(super) fn put_bytes(&mut self, bytes: &[u8]) {
        self.parts.extend_from_slice(bytes);
    }

    pub(super) fn end_part(&mut self) {
        self.part.finish(&mut self.parts);
        self.ends.push(self.parts.len());
    }

    /// Writes the document at hand, whose last parts are the anchors and the text.
    pub(super) fn end_document(&mut self, mut row: Row) -> tantivy::Result<()> {
        self.put_bytes(&row.anchors().ok_or_else(broken)?);
        self.end_part();
        row.written.finish(&mut self.parts);
        self.buffer.clear();
        let mut start = 0;
        for &end in &self.ends {
            write_number((end - start) as u64, &mut self.buffer);
            start = end;
        }
        self.starts.extend_from_slice(&self.written.to_le_bytes()[..START]);
        for bytes in [&self.buffer, &self.parts] {
            self.file.write_all(bytes)?;
            self.written += bytes.len() as u64;
        }
        self.parts.clear();
        self.ends.clear();
        Ok(())
    }

    pub(super) fn finish(mut self, coded: &Coded) -> tantivy::Result<()> {
        let documents = (self.starts.len() / START) as u32;
        self.starts.extend_from_slice(&self.written.to_le_bytes()[..START]);
        self.file.write_all(&self.starts)?;
        self.buffer.clear();
        self.buffer.extend(coded.pieces.iter().map(|piece| piece.len() as u8));
        coded.pieces.iter().for_each(|piece| self.buffer.extend_from_slice(piece.as_bytes()));
        let (pieces, checksum) = (coded.pieces.len() as u32, crc32fast::hash(&self.buffer));
        let codes = coded.codes.counts();
        Tail { bytes: self.written, documents, pieces, checksum, codes }.write(&mut self.buffer);
        self.file.write_all(&self.buffer)?;
        self.file.terminate()?;
        Ok(())
    }
}
