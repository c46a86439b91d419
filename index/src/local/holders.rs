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
    /// A character that stands often.
    Counted(Box<Counted<'s>>),
}

impl<'s> Holders<'s> {
    /// Stands at the first document.
    pub(crate) fn open(pairs: &'s Pairs, stands: Stands<'s>) -> Holders<'s> {
        match stands {
            Stands::Few(places) => Holders::Few(Few::open(pairs, places)),
            Stands::Many(postings) => Holders::Many(postings),
        }
    }

    /// Opens the documents that hold a character; stands at the first.
    pub(crate) fn of_character(pairs: &'s Pairs, character: char) -> Holders<'s> {
        if pairs.is_frequent(character) {
            Holders::Counted(Box::new(Counted::open(pairs, character)))
        } else {
            Holders::Few(Few::open(pairs, pairs.places_of(character)))
        }
    }

    /// Goes back to the first document.
    pub(crate) fn begin_again(&mut self) {
        match self {
            Holders::Few(few) => few.begin_again(),
            Holders::Many(postings) => postings.begin_again(),
            Holders::Counted(counted) => counted.begin_again(),
        }
    }

    /// Returns how many places, and at most how many documents, there are.
    pub(crate) fn most(&self) -> (u64, u64) {
        match self {
            Holders::Few(few) => {
                let places = few.places.len() as u64;
                (places, places.min(u64::from(few.pairs.documents())))
            }
            Holders::Many(postings) => postings.totals(),
            Holders::Counted(counted) => counted.totals,
        }
    }

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Holders::Few(few) => few.seek(target),
            Holders::Many(postings) => postings.seek(target),
            Holders::Counted(counted) => counted.seek(target),
        }
    }

    /// Returns at how many places of the document reached it stands.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        match self {
            Holders::Few(few) => (few.end - few.at) as u32,
            Holders::Many(postings) => postings.count(),
            Holders::Counted(counted) => counted.count(),
        }
    }

    /// Returns those places, ascending, in folded characters of the text.
    pub(crate) fn found(&mut self) -> &[u32] {
        match self {
            Holders::Few(few) => few.found(),
            Holders::Many(postings) => postings.found(),
            Holders::Counted(counted) => counted.found(),
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

    fn begin_again(&mut self) {
        (self.at, self.end) = (0, 0);
        self.turn_to(0);
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
            self.found.extend(self.places[self.at..self.end].iter().map(|place| place.saturating_sub(start)));
        }
        &self.found
    }
}

/// How often a character stands in each document, added up over the pairs that begin with it; its places are read when one
/// is first asked for.
pub(crate) struct Counted<'s> {
    pairs: &'s Pairs,
    character: char,
    /// For each document, 0 for those without it.
    counts: Vec<u32>,
    totals: (u64, u64),
    doc: DocId,
    places: Option<Few<'s>>,
}

impl<'s> Counted<'s> {
    fn open(pairs: &'s Pairs, character: char) -> Counted<'s> {
        let counts = pairs.counts_of(character);
        let places = counts.iter().map(|&count| u64::from(count)).sum();
        let documents = counts.iter().filter(|&&count| count > 0).count() as u64;
        let mut counted =
            Counted { pairs, character, counts, totals: (places, documents), doc: 0, places: None };
        counted.turn_to(0);
        counted
    }

    fn begin_again(&mut self) {
        self.places = None;
        self.turn_to(0);
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.turn_to(target);
        }
        self.doc
    }

    fn turn_to(&mut self, target: DocId) {
        let rest = self.counts.get(target as usize..).unwrap_or_default();
        let next = rest.iter().position(|&count| count > 0);
        self.doc = next.map_or(TERMINATED, |passed| target + passed as DocId);
    }

    #[inline]
    fn count(&self) -> u32 {
        self.counts.get(self.doc as usize).copied().unwrap_or(0)
    }

    fn found(&mut self) -> &[u32] {
        let (pairs, character) = (self.pairs, self.character);
        let few = self.places.get_or_insert_with(|| Few::open(pairs, pairs.places_of(character)));
        few.seek(self.doc);
        few.found()
    }
}

/// How many places are tried one by one before the rest is halved.
const NEAR: usize = 8;

/// Counts the places before one.
pub(crate) fn passed_by(places: &[u32], place: u32) -> usize {
    let near = places.iter().take(NEAR).take_while(|&&before| before < place).count();
    if near < NEAR { near } else { near + places[near..].partition_point(|&before| before < place) }
}
