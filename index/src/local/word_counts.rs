//! Sets of documents in; how often each word stands in each of them out.

use std::collections::HashMap;
use std::ops::Range;

use corpus::document::SectionKind;
use corpus::text::folded;
use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

use crate::keyness::Slice;
use crate::keyness::WordCount;
use crate::local::schema::Fields;
use crate::local::schema::PackedSection;
use crate::local::segment::Segment;
use crate::local::stored;
use crate::local::tokenize;

/// The words of one or two sets of documents.
#[derive(Debug, Default)]
pub(crate) struct WordCounts {
    /// How large each set is.
    pub(crate) slices: [Slice; 2],
    /// How often each word stands in each set.
    pub(crate) words: HashMap<String, [WordCount; 2]>,
}

/// In which of the two sets each document of a segment is, one bit for each set.
pub(crate) type Membership = Vec<u8>;

impl WordCounts {
    /// Adds the words of a segment; with a kind of section, those that begin within sections of that kind.
    pub(crate) fn add(
        &mut self,
        segment: &Segment,
        fields: &Fields,
        membership: &Membership,
        section: Option<SectionKind>,
    ) -> tantivy::Result<()> {
        for member in membership {
            for (set, slice) in self.slices.iter_mut().enumerate() {
                slice.documents += u64::from(member >> set & 1);
            }
        }
        match section {
            None => self.add_postings(&segment.reader, fields, membership),
            Some(kind) => self.add_sections(segment, membership, kind),
        }
    }

    /// Counts the different words once everything is added.
    pub(crate) fn finish(mut self) -> WordCounts {
        for counts in self.words.values() {
            for (slice, count) in self.slices.iter_mut().zip(counts) {
                slice.types += u64::from(count.occurrences > 0);
                slice.words += count.occurrences;
            }
        }
        self
    }

    /// Reads the frequencies that ranking uses: every word of the segment, document by document.
    fn add_postings(
        &mut self,
        reader: &SegmentReader,
        fields: &Fields,
        membership: &Membership,
    ) -> tantivy::Result<()> {
        if membership.iter().all(|&member| member == 0) {
            return Ok(());
        }
        let index = reader.inverted_index(fields.words)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            let option = IndexRecordOption::WithFreqs;
            let mut postings = index.read_postings_from_terminfo(terms.value(), option)?;
            let mut here = [WordCount::default(); 2];
            let mut doc = postings.doc();
            while doc != TERMINATED {
                add_to(&mut here, membership[doc as usize], u64::from(postings.term_freq()));
                doc = postings.advance();
            }
            if here[0].documents + here[1].documents > 0 {
                let word = String::from_utf8_lossy(terms.key()).into_owned();
                let known = self.words.entry(word).or_default();
                for (known, here) in known.iter_mut().zip(here) {
                    known.occurrences += here.occurrences;
                    known.documents += here.documents;
                }
            }
        }
        Ok(())
    }

    /// Reads the texts of the documents: only they tell in which section a word stands.
    fn add_sections(
        &mut self,
        segment: &Segment,
        membership: &Membership,
        kind: SectionKind,
    ) -> tantivy::Result<()> {
        for (doc, &member) in (0..).zip(membership) {
            if member == 0 {
                continue;
            }
            let text = words_of_text(segment, doc)?;
            let mut here: HashMap<&str, u64> = HashMap::new();
            for word in text.words.iter().filter(|word| text.is_within(word, Some(kind))) {
                *here.entry(text.word(word)).or_default() += 1;
            }
            for (word, count) in here {
                if !self.words.contains_key(word) {
                    self.words.insert(word.to_owned(), <[WordCount; 2]>::default());
                }
                if let Some(known) = self.words.get_mut(word) {
                    add_to(known, member, count);
                }
            }
        }
        Ok(())
    }
}

fn add_to(counts: &mut [WordCount; 2], member: u8, occurrences: u64) {
    for (set, count) in counts.iter_mut().enumerate() {
        if member >> set & 1 == 1 {
            count.occurrences += occurrences;
            count.documents += 1;
        }
    }
}

/// A folded text with its words.
pub(crate) struct WordsOfText {
    folded: String,
    /// The words with a letter or a digit, in the order of the text.
    pub(crate) words: Vec<PlacedWord>,
    sections: Vec<PackedSection>,
}

/// Where a word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlacedWord {
    /// In folded characters.
    pub(crate) at: Range<u32>,
    bytes: Range<usize>,
}

/// Reads the text of a document as it was cut when it was indexed.
pub(crate) fn words_of_text(segment: &Segment, doc: DocId) -> tantivy::Result<WordsOfText> {
    let folded = folded(&stored::text(segment, doc)?.text()?);
    if folded.chars().count() != segment.length(doc) as usize {
        return Err(stored::damaged("a text has another length than was searched".to_owned()));
    }
    let edges: Vec<u64> = segment.edges().values_for_doc(doc).collect();
    let is_edge = |at: usize| edges.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1);
    let mut words: Vec<PlacedWord> = Vec::new();
    let mut open: Option<(u32, usize)> = None;
    let end = std::iter::once(('\u{0}', folded.len()));
    let characters = folded.char_indices().map(|(byte, character)| (character, byte)).chain(end);
    for (at, (_, byte)) in characters.enumerate() {
        if byte < folded.len() && !is_edge(at) {
            continue;
        }
        if let Some((start, first_byte)) = open
            && tokenize::says_something(&folded[first_byte..byte])
        {
            words.push(PlacedWord { at: start..at as u32, bytes: first_byte..byte });
        }
        open = Some((at as u32, byte));
    }
    let sections = segment.sections().values_for_doc(doc).map(PackedSection).collect();
    Ok(WordsOfText { folded, words, sections })
}

impl WordsOfText {
    /// Returns the characters of a word.
    pub(crate) fn word(&self, word: &PlacedWord) -> &str {
        &self.folded[word.bytes.clone()]
    }

    /// Tells whether a word begins within a section of a kind; without a kind every word does.
    pub(crate) fn is_within(&self, word: &PlacedWord, kind: Option<SectionKind>) -> bool {
        kind.is_none_or(|kind| {
            self.sections.iter().any(|section| {
                SectionKind::ALL.get(section.kind()) == Some(&kind)
                    && section.covers(word.at.start, word.at.start + 1)
            })
        })
    }
}
