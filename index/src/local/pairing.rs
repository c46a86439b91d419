//! The folded texts of a segment in, as they are added or merged; its file of pairs out.
//!
//! It takes part in the segments of Tantivy as a plugin: the file is written, merged, committed and removed together with all
//! other files of its segment.

use std::any::Any;
use std::io::Write;

use tantivy::DocId;
use tantivy::PluginMergeContext;
use tantivy::PluginWriter;
use tantivy::PluginWriterContext;
use tantivy::Segment;
use tantivy::SegmentPlugin;
use tantivy::TantivyError;
use tantivy::directory::TerminatingWrite;
use tantivy::directory::WritePtr;
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::schema::Field;
use tantivy::schema::Schema;
use tantivy::schema::Value;
use tantivy::schema::document::ErasedDocument;

use crate::local::bits::write_number;
use crate::local::pairs::Group;
use crate::local::pairs::MOST_PAIRS;
use crate::local::pairs::Pairs;
use crate::local::pairs::Tail;
use crate::local::pairs::Walk;
use crate::local::postings;
use crate::local::postings::RowOfTexts;
use crate::local::postings::Starts;
use crate::local::queue::Queued;
use crate::local::run;

/// Closes each text, so that the last character too begins a pair. Folding drops control characters, so no text and no
/// query ever holds it.
const CLOSE: u32 = 3;
/// Stands for no place; all places lie below.
const END: u32 = u32::MAX;
/// Bytes that a character takes while a segment is sorted.
const MEMORY: usize = 16;

/// Keeps the pairs of a field in files with an ending.
pub(crate) struct Pairing {
    pub(crate) field: Field,
    pub(crate) ending: &'static str,
    /// The most places of a run.
    pub(crate) longest_run: u32,
}

impl SegmentPlugin for Pairing {
    fn extensions(&self) -> &[&str] {
        std::slice::from_ref(&self.ending)
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        let (field, ending, longest_run) = (self.field, self.ending, self.longest_run);
        Ok(Box::new(Texts { field, ending, longest_run, characters: Vec::new(), starts: Vec::new() }))
    }

    fn merge(&self, merging: PluginMergeContext<'_>) -> tantivy::Result<()> {
        let mut starts = Vec::new();
        let mut sources = Vec::with_capacity(merging.readers.len());
        let mut total = 0;
        // Our index has no order of its own, so segments follow each other and only deleted documents fall out.
        for reader in merging.readers {
            let pairs = Pairs::open(reader, self.ending)?;
            let mut moved = Vec::with_capacity(reader.max_doc() as usize);
            for doc in 0..reader.max_doc() {
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    starts.push(total);
                    moved.push(total);
                    total = longer(total, pairs.start(doc + 1).saturating_sub(pairs.start(doc)))?;
                } else {
                    moved.push(END);
                }
            }
            let has_deletes = reader.has_deletes();
            sources.push(Source { walk: Walk::new(pairs.clone()), pairs, moved, has_deletes });
        }
        starts.push(total);
        let output = Output::open(merging.target_segment, self.ending, self.longest_run)?;
        merge(&mut sources, output, &RowOfTexts::new(starts))
    }
}

/// Adds a text to the row; places are numbers below `END`.
fn longer(total: u32, more: u32) -> tantivy::Result<u32> {
    total.checked_add(more).filter(|&total| total < END).ok_or_else(|| {
        TantivyError::InvalidArgument("a segment holds at most four thousand million characters".to_owned())
    })
}

/// One of the segments that become one.
struct Source {
    walk: Walk,
    pairs: Pairs,
    /// For each document where it starts in the new segment, or `END` when it is deleted.
    moved: Vec<u32>,
    has_deletes: bool,
}

/// Writes the pairs of several segments in their common order.
fn merge(sources: &mut [Source], mut output: Output, row: &RowOfTexts) -> tantivy::Result<()> {
    let mut old = Vec::new();
    let mut new = Vec::new();
    while let Some(pair) = sources.iter().filter_map(|source| source.walk.pair()).min() {
        new.clear();
        for source in sources.iter_mut().filter(|source| source.walk.pair() == Some(pair)) {
            old.clear();
            source.walk.read(&mut old);
            source.walk.step();
            source.carry_over(&old, &mut new);
        }
        if !new.is_empty() {
            output.add(pair, &new, row)?;
        }
    }
    output.finish(row)
}

impl Source {
    /// Gives places their numbers in the new segment and leaves out those of deleted documents.
    fn carry_over(&self, old: &[u32], new: &mut Vec<u32>) {
        if !self.has_deletes {
            // The documents stand in the new row as they stood in the old one.
            let begin = self.moved.first().copied().unwrap_or(0);
            new.extend(old.iter().map(|place| begin.saturating_add(*place)));
            return;
        }
        let mut doc = 0;
        for &place in old {
            doc = self.pairs.document_of(place, doc);
            let start = self.moved[doc as usize];
            if start != END {
                new.push(start.saturating_add(place.saturating_sub(self.pairs.start(doc))));
            }
        }
    }
}

/// The texts of a segment that is being filled.
struct Texts {
    field: Field,
    ending: &'static str,
    longest_run: u32,
    characters: Vec<u32>,
    starts: Vec<u32>,
}

impl PluginWriter for Texts {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = Queued::of(document);
        let text =
            document.and_then(|document| document.get_first(self.field)).and_then(|value| value.as_str());
        self.starts.push(self.characters.len() as u32);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.characters.extend(text.chars().map(u32::from));
            self.characters.push(CLOSE);
        }
        longer(0, u32::try_from(self.characters.len()).unwrap_or(END)).map(drop)
    }

    fn serialize(mut self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        self.starts.push(self.characters.len() as u32);
        let row = RowOfTexts::new(self.starts);
        let text = &self.characters;
        let places = in_order_of_pairs(text);
        let pair_at = |place: u32| (text[place as usize], text[place as usize + 1]);
        let mut output = Output::open(segment, self.ending, self.longest_run)?;
        for group in places.chunk_by(|&one, &other| pair_at(one) == pair_at(other)) {
            output.add(pair_at(group[0]), group, &row)?;
        }
        output.finish(&row)
    }

    fn mem_usage(&self) -> usize {
        self.characters.len() * MEMORY + self.starts.len() * size_of::<u32>()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Returns the place of every pair that does not begin with `CLOSE`, ordered by first character, second character and
/// place: by the second character first, then by the first one without disturbing that order.
fn in_order_of_pairs(text: &[u32]) -> Vec<u32> {
    let Some(&highest) = text.iter().max() else {
        return Vec::new();
    };
    let mut number = vec![0; highest as usize + 1];
    for &character in text {
        number[character as usize] = 1;
    }
    let mut known = 0;
    for number in number.iter_mut().filter(|number| **number == 1) {
        *number = known;
        known += 1;
    }
    let text: Vec<u32> = text.iter().map(|&character| number[character as usize]).collect();
    let close = number[CLOSE as usize];
    let open = || (0..text.len() as u32 - 1).filter(|&place| text[place as usize] != close);
    let by_second = sorted(open(), known, |place| text[place as usize + 1]);
    sorted(by_second.iter().copied(), known, |place| text[place as usize])
}

/// Sorts places by a key below `keys`; places with the same key keep their order.
fn sorted(places: impl Iterator<Item = u32> + Clone, keys: u32, key: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut next = vec![0; keys as usize + 1];
    let mut count = 0;
    for place in places.clone() {
        next[key(place) as usize + 1] += 1;
        count += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![0; count];
    for place in places {
        let at: &mut usize = &mut next[key(place) as usize];
        sorted[*at] = place;
        *at += 1;
    }
    sorted
}

/// A file of pairs that is being written, pair by pair in ascending order.
struct Output {
    file: WritePtr,
    longest_run: u32,
    written: u64,
    groups: Vec<Group>,
    lines: Vec<u8>,
    /// Pairs in the last group.
    pairs: usize,
    /// The second character of the last pair.
    second: u32,
    buffer: Vec<u8>,
}

impl Output {
    fn open(segment: &Segment, ending: &str, longest_run: u32) -> tantivy::Result<Output> {
        let file = segment.open_write(SegmentComponent::Custom(ending.to_owned()))?;
        Ok(Output {
            file,
            longest_run,
            written: 0,
            groups: Vec::new(),
            lines: Vec::new(),
            pairs: 0,
            second: 0,
            buffer: Vec::new(),
        })
    }

    fn add(&mut self, (first, second): (u32, u32), places: &[u32], row: &RowOfTexts) -> tantivy::Result<()> {
        if self.pairs == MOST_PAIRS || self.groups.last().is_none_or(|group| group.first != first) {
            let lines = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
            self.groups.push(Group { first, second, lines, runs: self.written });
            (self.pairs, self.second) = (0, second);
        }
        self.buffer.clear();
        match places {
            [only] => run::write_single(*only, &mut self.buffer),
            few if few.len() <= self.longest_run as usize => {
                write_number(few.len() as u64, &mut self.buffer);
                run::write(few, &mut self.buffer);
            }
            many => postings::write(many, row, &mut self.buffer),
        }
        self.file.write_all(&self.buffer)?;
        write_number(u64::from(second - self.second), &mut self.lines);
        write_number(self.buffer.len() as u64 * 2 + u64::from(places.len() == 1), &mut self.lines);
        self.written += self.buffer.len() as u64;
        self.pairs += 1;
        self.second = second;
        Ok(())
    }

    fn finish(mut self, row: &RowOfTexts) -> tantivy::Result<()> {
        let starts = row.starts();
        let mut rest = Vec::with_capacity(size_of_val(starts));
        self.groups.iter().for_each(|group| group.write(&mut rest));
        rest.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        let tail = Tail {
            runs: self.written,
            lines: self.lines.len() as u64,
            groups: self.groups.len() as u32,
            documents: starts.len() as u32 - 1,
            longest_run: self.longest_run,
        };
        tail.write(&mut rest);
        self.file.write_all(&self.lines)?;
        self.file.write_all(&rest)?;
        self.file.terminate()?;
        Ok(())
    }
}
