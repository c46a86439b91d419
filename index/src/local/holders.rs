//! Where a pair or a character stands in a segment in; the documents that hold it, one after the other, out.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::pairs::Pairs;
use crate::local::pairs::Stands;
use crate::local::postings::Postings;
use crate::local::postings::Starts;

/// The documents that hold a pair or a character.
pub(crate) enum Holders<'s> {
    Few(Few<'s>),
    Many(Box<Postings<'s>>),
}

impl<'s> Holders<'s> {
    /// Stands at the first document.
    pub(crate) fn open(pairs: &'s Pairs, stands: Stands<'s>) -> Holders<'s> {
        match stands {
            Stands::Few(places) => Holders::Few(Few::open(pairs, places)),
            Stands::Many(postings) => Holders::Many(postings),
        }
    }

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Holders::Few(few) => few.seek(target),
            Holders::Many(postings) => postings.seek(target),
        }
    }

    /// Returns at how many places of the document reached it stands.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        match self {
            Holders::Few(few) => (few.end - few.at) as u32,
            Holders::Many(postings) => postings.count(),
        }
    }

    /// Returns those places, ascending, in folded characters of the text.
    pub(crate) fn found(&mut self) -> &[u32] {
        match self {
            Holders::Few(few) => few.found(),
            Holders::Many(postings) => postings.found(),
        }
    }
}

/// Places of the row of all texts, and those of one document among them.
pub(crate) struct Few<'s> {
    pairs: &'s Pairs,
    places: Vec<u32>,
    doc: DocId,
    /// The places of the document reached.
    at: usize,
    end: usize,
    found: Vec<u32>,
}

impl<'s> Few<'s> {
    /// Stands at the first document.
    pub(crate) fn open(pairs: &'s Pairs, places: Vec<u32>) -> Few<'s> {
        let mut few = Few { pairs, places, doc: 0, at: 0, end: 0, found: Vec::new() };
        few.turn_to(0);
        few
    }

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.turn_to(target);
        }
        self.doc
    }

    fn turn_to(&mut self, target: DocId) {
        self.found.clear();
        let start = self.pairs.start(target);
        self.at = self.end + passed_by(&self.places[self.end..], start);
        self.end = self.at;
        let Some(&place) = self.places.get(self.at).filter(|_| target < self.pairs.documents()) else {
            self.doc = TERMINATED;
            return;
        };
        self.doc = self.pairs.document_of(place, target);
        self.end += passed_by(&self.places[self.at..], self.pairs.start(self.doc + 1));
    }

    /// Returns those places, ascending, in folded characters of the text.
    pub(crate) fn found(&mut self) -> &[u32] {
        if self.found.is_empty() && self.at < self.end {
            let start = self.pairs.start(self.doc);
            self.found.extend(self.places[self.at..self.end].iter().map(|place| place - start));
        }
        &self.found
    }
}

/// How many places are tried one by one before the rest is halved.
const NEAR: usize = 8;

/// Counts the places before one.
pub(crate) fn passed_by(places: &[u32], place: u32) -> usize {
    let near = places.iter().take(NEAR).take_while(|&&before| before < place).count();
    if near < NEAR { near } else { near + places[near..].partition_point(|&before| before < place) }
}
