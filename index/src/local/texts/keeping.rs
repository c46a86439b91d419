//! Documents in, as they are added or merged; the file of `Texts` of their segment out.
//!
//! It takes part in the segments of Tantivy as a plugin.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::PluginMergeContext;
use tantivy::PluginWriter;
use tantivy::PluginWriterContext;
use tantivy::Segment;
use tantivy::SegmentPlugin;
use tantivy::SegmentReader;
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::schema::Field;
use tantivy::schema::Schema;
use tantivy::schema::Value;
use tantivy::schema::document::ErasedDocument;

use crate::local::queue::Queued;
use crate::local::texts::PARTS;
use crate::local::texts::Texts;
use crate::local::texts::broken;
use crate::local::texts::codes::Code;
use crate::local::texts::cutting::Reading;
use crate::local::texts::numbering::Coded;
use crate::local::texts::numbering::Numbering;
use crate::local::texts::output::Output;
use crate::local::texts::output::Row;

/// Keeps the texts of documents in files with an ending. None of these fields is indexed or stored by the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keeping {
    pub(crate) title: Field,
    pub(crate) url: Field,
    /// The number of each section and, unless the text prints it where the section begins, its heading, parted by a tab, one a line.
    pub(crate) headings: Field,
    /// The kind of each section and where it and its heading lie, as `outline::write` writes them.
    pub(crate) sections: Field,
    /// The anchors of the text.
    pub(crate) anchors: Field,
    pub(crate) text: Field,
    /// The pieces of title, address, headings and text.
    pub(crate) cuts: Field,
    pub(crate) ending: &'static str,
}

impl SegmentPlugin for Keeping {
    fn extensions(&self) -> &[&str] {
        std::slice::from_ref(&self.ending)
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Filling {
            keeping: *self,
            pieces: Numbering::new(),
            numbers: Vec::new(),
            others: Vec::new(),
            ends: Vec::new(),
        }))
    }

    fn merge(&self, merging: PluginMergeContext<'_>) -> tantivy::Result<()> {
        let mut sources = Vec::with_capacity(merging.readers.len());
        let mut pieces = Numbering::new();
        let mut counts: Vec<u64> = Vec::new();
        for reader in merging.readers {
            sources.push(Source::open(reader, self.ending, &mut pieces, &mut counts)?);
        }
        let coded = Coded::of(pieces, &counts);
        let mut output = Output::open(merging.target_segment, self.ending)?;
        for source in &sources {
            source.write(&coded, &mut output)?;
        }
        output.finish(&coded)
    }
}

/// One of the segments that become one.
struct Source<'a> {
    reader: &'a SegmentReader,
    texts: Texts,
    /// For each piece its number among those of all segments.
    numbers: Vec<u32>,
}

impl<'a> Source<'a> {
    /// Opens a segment; adds its pieces and how often each stands in documents that live on.
    fn open(
        reader: &'a SegmentReader,
        ending: &str,
        pieces: &mut Numbering,
        counts: &mut Vec<u64>,
    ) -> tantivy::Result<Source<'a>> {
        let texts = Texts::open(reader, ending)?;
        let of_here = Arc::clone(texts.pieces()?);
        let mut numbers = Vec::with_capacity(of_here.len());
        for number in 0..of_here.len() as u32 {
            numbers.push(pieces.number(of_here.get(number).ok_or_else(broken)?));
        }
        let source = Source { reader, texts, numbers };
        let mut here = vec![0_u64; of_here.len()];
        source.each(&mut |parts| {
            for part in coded(parts) {
                let (from, to) = (part.start * 8, part.end * 8);
                let mut reading = of_here.codes.read(&source.texts.documents, from, to);
                for number in reading.by_ref() {
                    *here.get_mut(number as usize).ok_or_else(broken)? += 1;
                }
                // What was noticed as wrong until now would not be any more once it is written anew.
                if !reading.is_at_end() {
                    return Err(broken());
                }
            }
            Ok(())
        })?;
        counts.resize(pieces.len(), 0);
        for (&number, count) in source.numbers.iter().zip(here) {
            counts[number as usize] += count;
        }
        Ok(source)
    }

    /// Hands out the parts of every document that lives on.
    fn each(
        &self,
        see: &mut dyn FnMut(&[Range<usize>; PARTS]) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        for doc in 0..self.reader.max_doc() {
            if self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                see(&self.texts.parts(doc).ok_or_else(broken)?)?;
            }
        }
        Ok(())
    }

    fn write(&self, coded: &Coded, output: &mut Output) -> tantivy::Result<()> {
        let bytes = &self.texts.documents;
        let codes = &self.texts.pieces()?.codes;
        let new: Vec<Code> = self.numbers.iter().map(|&number| coded.of[number as usize]).collect();
        let code = |number: u32| new.get(number as usize).copied().ok_or_else(broken);
        self.each(&mut |parts| {
            let [title, url, headings, sections, anchors, text] = parts.clone();
            for part in [title, url, headings] {
                for number in codes.read(bytes, part.start * 8, part.end * 8) {
                    output.put(code(number)?);
                }
                output.end_part();
            }
            output.put_bytes(&bytes[sections]);
            output.end_part();
            let mut row = Row::new(&bytes[anchors]);
            let mut reading = codes.read(&bytes[text.clone()], 0, text.len() * 8);
            let mut at = 0;
            while let Some(number) = reading.next() {
                row.put(at, code(number)?);
                at = reading.at();
            }
            output.end_document(row)
        })
    }
}

/// Returns the parts of a document that are written in codes.
fn coded(parts: &[Range<usize>; PARTS]) -> [Range<usize>; 4] {
    let [title, url, headings, _, _, text] = parts.clone();
    [title, url, headings, text]
}

/// The documents of a segment that is being filled.
struct Filling {
    keeping: Keeping,
    pieces: Numbering,
    /// The numbers of the pieces of all documents.
    numbers: Vec<u32>,
    /// The parts of all documents that are not cut into pieces.
    others: Vec<u8>,
    /// Where each part of each document ends, in `numbers` or in `others`.
    ends: Vec<[usize; PARTS]>,
}

impl PluginWriter for Filling {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = Queued::of(document);
        let value = |field| document.and_then(|document| document.get_first(field));
        let text = |field| value(field).and_then(|value| value.as_str()).unwrap_or_default();
        let bytes = |field| value(field).and_then(|value| value.as_bytes()).unwrap_or_default();
        let keeping = self.keeping;
        let mut cuts = Reading::new(bytes(keeping.cuts));
        let mut add = |text: &str| {
            cuts.pieces(text, |piece| self.numbers.push(self.pieces.number(piece)));
            self.numbers.len()
        };
        let heads = [keeping.title, keeping.url, keeping.headings].map(|field| add(text(field)));
        let end_of_text = add(text(keeping.text));
        let others = [keeping.sections, keeping.anchors].map(|field| {
            self.others.extend_from_slice(bytes(field));
            self.others.len()
        });
        let ([title, url, headings], [sections, anchors]) = (heads, others);
        self.ends.push([title, url, headings, sections, anchors, end_of_text]);
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        let mut counts = vec![0; self.pieces.len()];
        for &number in &self.numbers {
            counts[number as usize] += 1;
        }
        let lengths = self.pieces.lengths();
        let coded = Coded::of(self.pieces, &counts);
        let mut output = Output::open(segment, self.keeping.ending)?;
        let (mut at, mut others) = (0, 0);
        for [title, url, headings, sections, anchors, text] in self.ends {
            for end in [title, url, headings] {
                for &number in &self.numbers[at..end] {
                    output.put(coded.of[number as usize]);
                }
                output.end_part();
                at = end;
            }
            output.put_bytes(&self.others[others..sections]);
            output.end_part();
            let mut row = Row::new(&self.others[sections..anchors]);
            let mut byte = 0;
            for &number in &self.numbers[at..text] {
                row.put(byte, coded.of[number as usize]);
                byte += usize::from(lengths[number as usize]);
            }
            output.end_document(row)?;
            (at, others) = (text, anchors);
        }
        output.finish(&coded)
    }

    fn mem_usage(&self) -> usize {
        self.pieces.mem_usage() + size_of_val(&*self.numbers) + self.others.len() + size_of_val(&*self.ends)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
