//! The words of a segment in, as they are added or merged; its files of `WordLists` out.
//!
//! It takes part in the segments of Tantivy as a plugin, behind those that write the pairs of texts and titles.

use std::any::Any;
use std::io::Write;

use fst::MapBuilder;
use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::PluginMergeContext;
use tantivy::PluginWriter;
use tantivy::PluginWriterContext;
use tantivy::Segment;
use tantivy::SegmentPlugin;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::TantivyError;
use tantivy::directory::TerminatingWrite;
use tantivy::directory::WritePtr;
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::DocIdMapping;
use tantivy::schema::Field;
use tantivy::schema::Schema;
use tantivy::schema::Value;
use tantivy::schema::document::ErasedDocument;

use crate::local::exact::Places;
use crate::local::joining::most_places;
use crate::local::pairs::Pairs;
use crate::local::postings::Starts;
use crate::local::postings::write_counts;
use crate::local::queue::Queued;
use crate::local::schema::ending;
use crate::local::tokenize;
use crate::local::word_lists::is_long;

// In tests the bounds are lower, so that small collections have kept words and others.

/// In how many documents a word with anything but letters must stand as a word to be kept: there is no end to numbers.
const FEWEST_DOCUMENTS: u64 = if cfg!(test) { 2 } else { 16 };
/// The documents of a word whose rarest pair stands at no more places are not kept: joining is as fast. Nor are they when these
/// are no more than one for so many documents of the segment, where every answer takes longer than that.
const FEWEST_PLACES: u64 = if cfg!(test) { 1 } else { 16 };
const DOCUMENTS_FOR_A_PLACE: u64 = 2_000;
/// The same for titles, of which there is little: nearly every string is looked up in them too.
const FEWEST_PLACES_IN_TITLES: u64 = if cfg!(test) { 1 } else { 4 };
/// Of so many characters a single one is more than one when its documents are kept.
const FREQUENT: u64 = if cfg!(test) { 4 } else { 100 };
/// Stands for a deleted document.
const GONE: DocId = DocId::MAX;

/// Keeps lists of the words in a field.
pub(crate) struct WordListing {
    pub(crate) words: Field,
}

impl SegmentPlugin for WordListing {
    fn extensions(&self) -> &[&str] {
        &[ending::WORDS, ending::TITLE_WORDS]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Words { field: self.words, documents: FxHashMap::default(), bytes: 0 }))
    }

    fn merge(&self, merging: PluginMergeContext<'_>) -> tantivy::Result<()> {
        let mut words: FxHashMap<String, u64> = FxHashMap::default();
        for reader in merging.readers {
            let inverted = reader.inverted_index(self.words)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                if let Some(word) = str::from_utf8(terms.key()).ok().filter(|word| is_long(word)) {
                    *words.entry(word.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let words = may_be_kept(words);
        for endings in ending::WITH_WORDS {
            let mut starts = vec![0];
            let mut sources = Vec::with_capacity(merging.readers.len());
            for reader in merging.readers {
                sources.push(Source::open(reader, endings, &mut starts)?);
            }
            write(&words, &sources, &starts, (merging.target_segment, endings.1))?;
        }
        Ok(())
    }
}

/// One of the segments that become one.
struct Source {
    pairs: Pairs,
    /// For each document its number in the new segment, or `GONE`.
    moved: Vec<DocId>,
}

impl Source {
    /// Opens a segment; adds where each of its documents that live on ends in the new one.
    fn open(reader: &SegmentReader, endings: (&str, &str), starts: &mut Vec<u32>) -> tantivy::Result<Source> {
        let pairs = Pairs::open_with_words(reader, endings)?;
        let mut moved = Vec::with_capacity(reader.max_doc() as usize);
        for doc in 0..reader.max_doc() {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                moved.push(starts.len() as DocId - 1);
                let length = pairs.start(doc + 1) - pairs.start(doc);
                starts.push(starts[starts.len() - 1].saturating_add(length));
            } else {
                moved.push(GONE);
            }
        }
        Ok(Source { pairs, moved })
    }
}

/// The words of a segment that is being filled, and in how many documents each stands as a word.
struct Words {
    field: Field,
    /// And the last of these documents.
    documents: FxHashMap<String, (u64, DocId)>,
    /// About how much memory they take.
    bytes: usize,
}

impl PluginWriter for Words {
    fn add_document(&mut self, doc: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = Queued::of(document);
        let words =
            document.and_then(|document| document.get_first(self.field)).and_then(|value| value.as_str());
        for word in tokenize::cut_words(words.unwrap_or_default()).filter(|word| is_long(word)) {
            if let Some((documents, last)) = self.documents.get_mut(word) {
                *documents += u64::from(*last != doc);
                *last = doc;
            } else {
                self.bytes += word.len() + size_of::<(String, (u64, DocId))>();
                self.documents.insert(word.to_owned(), (1, doc));
            }
        }
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        let words = may_be_kept(self.documents.into_iter().map(|(word, (documents, _))| (word, documents)));
        for (ending, kept) in ending::WITH_WORDS {
            let pairs = Pairs::of_new(segment, ending)?;
            let documents = pairs.documents();
            let starts: Vec<u32> = (0..=documents).map(|doc| pairs.start(doc)).collect();
            let source = Source { pairs, moved: (0..documents).collect() };
            write(&words, &[source], &starts, (segment, kept))?;
        }
        Ok(())
    }

    fn mem_usage(&self) -> usize {
        self.bytes
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Returns the words that may be kept.
fn may_be_kept(words: impl IntoIterator<Item = (String, u64)>) -> Vec<String> {
    let may_be_kept = |word: &str, documents: u64| {
        documents >= FEWEST_DOCUMENTS || word.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
    };
    let words = words.into_iter().filter(|(word, documents)| may_be_kept(word, *documents));
    words.map(|(word, _)| word).collect()
}

/// Chooses the words and characters of which documents are kept, in ascending order.
fn chosen(words: &[String], sources: &[Source], ending: &str) -> Vec<String> {
    let documents: u64 = sources.iter().map(|source| u64::from(source.pairs.documents())).sum();
    let fewest = match ending {
        ending::TITLE_WORDS => FEWEST_PLACES_IN_TITLES,
        _ => FEWEST_PLACES.max(documents / DOCUMENTS_FOR_A_PLACE),
    };
    let stands_often =
        |word: &&String| sources.iter().map(|source| most_places(&source.pairs, word)).sum::<u64>() > fewest;
    let mut chosen: Vec<String> = words.iter().filter(stands_often).cloned().collect();
    // A character that is frequent in all of them is so in one.
    let mut frequent: Vec<char> =
        sources.iter().flat_map(|source| source.pairs.characters_that_are_one_in(FREQUENT)).collect();
    let characters: u64 = sources.iter().map(|source| source.pairs.characters()).sum();
    let count = |c: char| sources.iter().map(|source| source.pairs.count_of(c)).sum::<u64>();
    frequent.retain(|&c| count(c) > characters / FREQUENT);
    chosen.extend(frequent.into_iter().map(String::from));
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Writes a file: the documents of words for which pairs that stand often would have to be joined.
fn write(
    words: &[String],
    sources: &[Source],
    starts: &[u32],
    (segment, ending): (&Segment, &str),
) -> tantivy::Result<()> {
    let mut file: WritePtr = segment.open_write(SegmentComponent::Custom(ending.to_owned()))?;
    let failed = |err: fst::Error| TantivyError::InternalError(format!("a map of words: {err}"));
    let mut map = MapBuilder::memory();
    let (mut counts, mut buffer, mut written) = (Vec::new(), Vec::new(), 0_u64);
    for word in chosen(words, sources, ending) {
        counts.clear();
        for source in sources {
            let mut places = Places::find(&source.pairs, &word);
            let mut doc = places.reach(0);
            while doc != TERMINATED {
                let new = source.moved[doc as usize];
                // Damaged bytes may give documents in any order.
                if new != GONE && counts.last().is_none_or(|&(last, _)| last < new) {
                    counts.push((new, places.count()));
                }
                doc = places.reach(doc + 1);
            }
        }
        if counts.is_empty() {
            continue;
        }
        buffer.clear();
        write_counts(&counts, starts, &mut buffer);
        map.insert(&word, written).map_err(failed)?;
        file.write_all(&buffer)?;
        written += buffer.len() as u64;
    }
    file.write_all(&map.into_inner().map_err(failed)?)?;
    file.write_all(&written.to_le_bytes())?;
    file.terminate()?;
    Ok(())
}
