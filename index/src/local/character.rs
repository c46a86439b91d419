//! A single character in; every place at which it stands, from all pairs that begin with it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::InvertedIndexReader;
use tantivy::TERMINATED;
use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;

use crate::local::exact::Places;

/// Where a single character stands: the union of all pairs that begin with it.
pub(crate) struct CharacterPlaces {
    /// Every pair that begins with the character.
    pairs: Vec<SegmentPostings>,
    /// The next document of each pair that is not at the document reached.
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The pairs that hold the document reached.
    here: Vec<usize>,
    doc: DocId,
    starts: Vec<u32>,
    positions: Vec<u32>,
    starts_known: bool,
}

impl CharacterPlaces {
    /// Looks up every pair that begins with a character.
    pub(crate) fn find(index: &InvertedIndexReader, character: char) -> tantivy::Result<Places> {
        let first = character.to_string().into_bytes();
        let mut next = first.clone();
        // The last byte of a character in UTF-8 is at most 0xBF, so one more never overflows.
        *next.last_mut().expect("a character has a byte") += 1;
        let mut stream = index.terms().range().ge(&first).lt(&next).into_stream()?;
        let mut pairs = Vec::new();
        while stream.advance() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            pairs.push(index.read_postings_from_terminfo(stream.value(), option)?);
        }
        let waiting = pairs.iter().enumerate().map(|(at, pair)| Reverse((pair.doc(), at))).collect();
        let mut places = CharacterPlaces {
            pairs,
            waiting,
            here: Vec::new(),
            doc: 0,
            starts: Vec::new(),
            positions: Vec::new(),
            starts_known: false,
        };
        places.seek(0);
        Ok(Places::Character(places))
    }

    /// Returns the document reached.
    pub(crate) fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes on to the first document not before the target.
    pub(crate) fn seek(&mut self, target: DocId) {
        for at in self.here.drain(..) {
            let pair = &mut self.pairs[at];
            let doc = if pair.doc() < target { pair.seek(target) } else { pair.doc() };
            self.waiting.push(Reverse((doc, at)));
        }
        while let Some(&Reverse((doc, at))) = self.waiting.peek() {
            if doc >= target {
                break;
            }
            self.waiting.pop();
            self.waiting.push(Reverse((self.pairs[at].seek(target), at)));
        }
        self.doc = self.waiting.peek().map_or(TERMINATED, |&Reverse((doc, _))| doc);
        self.starts_known = false;
        if self.doc == TERMINATED {
            return;
        }
        while let Some(&Reverse((doc, at))) = self.waiting.peek() {
            if doc != self.doc {
                break;
            }
            self.waiting.pop();
            self.here.push(at);
        }
    }

    /// Returns how often the character stands in the document reached.
    pub(crate) fn count(&self) -> u32 {
        self.here.iter().map(|&at| self.pairs[at].term_freq()).sum()
    }

    /// Returns where it stands, ascending.
    pub(crate) fn starts(&mut self) -> &[u32] {
        if !self.starts_known {
            self.starts_known = true;
            self.starts.clear();
            for &at in &self.here {
                self.pairs[at].positions(&mut self.positions);
                self.starts.extend_from_slice(&self.positions);
            }
            self.starts.sort_unstable();
        }
        &self.starts
    }
}
