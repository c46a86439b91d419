//! A string in; the documents that hold it and every place at which it stands there, from its pairs of characters.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::holders::Few;
use crate::local::holders::Holders;
use crate::local::joining::Joined;
use crate::local::joining::pairs_of;
use crate::local::marked::Marked;
use crate::local::pairs::Pairs;
use crate::local::postings::Postings;
use crate::local::postings::Starts;

/// The documents of one segment that contain a string, in ascending order. How often each does, and at which places, is
/// read when it is asked for.
pub(crate) struct Places<'s> {
    pairs: &'s Pairs,
    stream: Stream<'s>,
    /// At how many places and in how many documents it may stand at most.
    most_places: u64,
    most_documents: u64,
    /// The document reached; before any was looked for, none.
    doc: DocId,
    is_begun: bool,
    /// Where it starts in the document reached.
    starts: Vec<u32>,
    are_starts_read: bool,
}

/// Where a string stands.
enum Stream<'s> {
    Nowhere,
    /// One pair, or a single character.
    One(Holders<'s>),
    /// A word or character whose documents are kept; its places are looked up where they are asked for.
    Kept(Box<Kept<'s>>),
    /// Three characters or more.
    Joined(Joined<'s>),
}

/// The kept documents of a word or a character, and what holds its places once these are asked for.
struct Kept<'s> {
    documents: Postings<'s>,
    characters: Vec<char>,
    holders: Option<Whereabouts<'s>>,
}

/// What holds the places of a string.
enum Whereabouts<'s> {
    Character(Few<'s>),
    Pairs(Option<Joined<'s>>),
}

impl<'s> Places<'s> {
    /// Looks nothing up: no document contains it.
    pub(crate) fn nowhere(pairs: &'s Pairs) -> Places<'s> {
        Places {
            pairs,
            stream: Stream::Nowhere,
            most_places: 0,
            most_documents: 0,
            doc: 0,
            is_begun: false,
            starts: Vec::new(),
            are_starts_read: false,
        }
    }

    /// Looks a folded string up; looks for no document yet.
    pub(crate) fn find(pairs: &'s Pairs, folded: &str) -> Places<'s> {
        let mut places = Places::nowhere(pairs);
        let mut characters = folded.chars();
        if let (Some(first), Some(second), None) = (characters.next(), characters.next(), characters.next()) {
            if let Some(found) = pairs.find(first, second) {
                places.most_places = found.places;
                places.most_documents = found.documents;
                places.stream = Stream::One(Holders::open(pairs, pairs.look_up(found)));
            }
            return places;
        }
        let characters: Vec<char> = folded.chars().collect();
        match characters.as_slice() {
            [] => {}
            several => match (pairs.kept(folded), several) {
                (Some(documents), _) => {
                    (places.most_places, places.most_documents) = documents.totals();
                    places.stream = Stream::Kept(Box::new(Kept { documents, characters, holders: None }));
                }
                (None, [only]) => {
                    let holders = Holders::of_character(pairs, *only);
                    (places.most_places, places.most_documents) = holders.most();
                    places.stream = Stream::One(holders);
                }
                (None, several) => places.join(several),
            },
        }
        places
    }

    /// Opens the pairs of a string of three characters or more.
    fn join(&mut self, characters: &[char]) {
        let Some(found) = pairs_of(self.pairs, characters) else { return };
        self.most_places = found.iter().map(|pair| pair.places).min().unwrap_or(0);
        self.most_documents = found.iter().map(|pair| pair.documents).min().unwrap_or(0);
        self.stream = Stream::Joined(Joined::open(self.pairs, &found));
    }

    /// Returns in how many documents of the segment the string may stand at most, deleted ones included.
    pub(crate) fn most_documents(&self) -> u64 {
        self.most_documents
    }

    pub(crate) fn documents(&self) -> DocId {
        self.pairs.documents()
    }

    /// Returns in how many documents and at how many places it stands, deleted documents included, when that is known
    /// without looking at any.
    pub(crate) fn exact_totals(&self) -> Option<(u64, u64)> {
        match &self.stream {
            Stream::Nowhere => Some((0, 0)),
            Stream::One(Holders::Many(_) | Holders::Counted(_)) | Stream::Kept(_) => {
                Some((self.most_documents, self.most_places))
            }
            _ => None,
        }
    }

    /// Tells whether the documents can be gone through once more.
    pub(crate) fn can_begin_again(&self) -> bool {
        !matches!(self.stream, Stream::Joined(_))
    }

    /// Goes back before the first document; strings that must be joined stay where they are.
    pub(crate) fn begin_again(&mut self) {
        match &mut self.stream {
            Stream::One(holders) => holders.begin_again(),
            Stream::Kept(kept) => {
                kept.documents.begin_again();
                kept.holders = None;
            }
            Stream::Nowhere => {}
            Stream::Joined(_) => return,
        }
        (self.doc, self.is_begun) = (0, false);
    }

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last; never goes back but by
    /// `begin_again`.
    #[inline]
    pub(crate) fn reach(&mut self, target: DocId) -> DocId {
        if !self.is_begun || self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    /// Returns the first document from the target on that may hold the string, as far as can be told without looking at
    /// places; none before it does.
    #[inline]
    pub(crate) fn approach(&mut self, target: DocId) -> DocId {
        if self.is_begun && self.doc >= target {
            return self.doc;
        }
        match &mut self.stream {
            Stream::Joined(joined) => {
                let doc = joined.meet(target);
                if doc < self.pairs.documents() { doc } else { TERMINATED }
            }
            Stream::Nowhere | Stream::One(_) | Stream::Kept(_) => self.reach(target),
        }
    }

    /// Tells whether a document holds the string; looks no further than there. Documents are asked for in ascending order.
    #[inline]
    pub(crate) fn holds_at(&mut self, doc: DocId) -> bool {
        if self.is_begun && self.doc >= doc {
            return self.doc == doc;
        }
        let Stream::Joined(joined) = &mut self.stream else { return self.reach(doc) == doc };
        if doc >= self.pairs.documents() || joined.meet(doc) != doc {
            return false;
        }
        self.starts.clear();
        joined.add_starts(&mut self.starts);
        if self.starts.is_empty() {
            return false;
        }
        (self.doc, self.is_begun, self.are_starts_read) = (doc, true, true);
        true
    }

    /// Returns the best that a document from the target on can be worth by its count, in the segment's own usual length, and
    /// the last document for which that holds.
    pub(crate) fn best_from(&self, target: DocId) -> (f32, DocId) {
        match &self.stream {
            Stream::One(Holders::Many(postings)) => postings.best_from(target),
            Stream::Kept(kept) => kept.documents.best_from(target),
            _ => (1.0, TERMINATED),
        }
    }

    /// Hands out the documents from a target to one before an end, each with its count. Afterwards the first behind them is
    /// reached.
    pub(crate) fn each_before(&mut self, target: DocId, end: DocId, see: &mut impl FnMut(DocId, u32)) {
        self.each_row_before(target, end, &mut |docs, counts| {
            docs.iter().zip(counts).for_each(|(&doc, &count)| see(doc, count));
        });
    }

    /// Does the same with some documents at a time.
    pub(crate) fn each_row_before(
        &mut self,
        target: DocId,
        end: DocId,
        see: &mut impl FnMut(&[DocId], &[u32]),
    ) {
        self.reach(target);
        let end = end.min(self.pairs.documents());
        let reached = match &mut self.stream {
            Stream::One(Holders::Many(postings)) => {
                postings.each_row_before(end, see);
                postings.doc()
            }
            Stream::Kept(kept) => {
                kept.documents.each_row_before(end, see);
                kept.documents.doc()
            }
            _ => {
                while self.doc < end {
                    see(&[self.doc], &[self.count()]);
                    self.reach(self.doc + 1);
                }
                return;
            }
        };
        self.are_starts_read = false;
        self.doc = if reached < self.pairs.documents() { reached } else { TERMINATED };
    }

    /// Hands out those of the marked documents that hold the string, each with its count. Afterwards a document behind them is
    /// reached.
    pub(crate) fn each_marked(&mut self, marked: Marked<'_>, see: &mut impl FnMut(DocId, u32)) {
        let Some(mut from) = marked.next(0).filter(|&first| self.reach(first) != TERMINATED) else { return };
        let reached = match &mut self.stream {
            Stream::One(Holders::Many(postings)) => {
                postings.each_marked(marked, see);
                postings.doc()
            }
            Stream::Kept(kept) => {
                kept.documents.each_marked(marked, see);
                kept.documents.doc()
            }
            _ => {
                while let Some(next) = marked.next(from) {
                    if self.reach(next) == next {
                        see(next, self.count());
                    }
                    from = self.doc.max(next + 1);
                }
                return;
            }
        };
        self.are_starts_read = false;
        self.doc = if reached < self.pairs.documents() { reached } else { TERMINATED };
    }

    /// Returns how often the string starts in the document reached.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        match &mut self.stream {
            Stream::One(holders) => holders.count(),
            Stream::Kept(kept) => kept.documents.count(),
            _ => self.starts.len() as u32,
        }
    }

    /// Returns where the string starts in the document reached, ascending, in folded characters.
    pub(crate) fn starts(&mut self) -> &[u32] {
        if !self.are_starts_read {
            self.are_starts_read = true;
            self.starts.clear();
            match &mut self.stream {
                Stream::One(holders) => self.starts.extend_from_slice(holders.found()),
                Stream::Kept(kept) => kept.join(self.pairs, self.doc, &mut self.starts),
                Stream::Nowhere | Stream::Joined(_) => {}
            }
        }
        &self.starts
    }

    /// Goes to the first document from the target on in which the string stands. No string holds a closing mark, so none
    /// reaches over the end of a text.
    fn settle(&mut self, target: DocId) {
        (self.is_begun, self.are_starts_read) = (true, false);
        self.doc = match &mut self.stream {
            Stream::Nowhere => TERMINATED,
            Stream::One(holders) => holders.seek(target),
            Stream::Kept(kept) => kept.documents.seek(target),
            Stream::Joined(joined) => {
                self.are_starts_read = true;
                let mut target = target;
                loop {
                    let doc = joined.meet(target);
                    if doc == TERMINATED {
                        break TERMINATED;
                    }
                    self.starts.clear();
                    joined.add_starts(&mut self.starts);
                    if !self.starts.is_empty() {
                        break doc;
                    }
                    target = doc + 1;
                }
            }
        };
        if self.doc >= self.pairs.documents() {
            self.doc = TERMINATED;
        }
    }
}

impl<'s> Kept<'s> {
    /// Gathers where the string starts in a document that holds it.
    fn join(&mut self, pairs: &'s Pairs, doc: DocId, starts: &mut Vec<u32>) {
        let characters = &self.characters;
        let holders = self.holders.get_or_insert_with(|| match characters.as_slice() {
            &[only] => Whereabouts::Character(Few::open(pairs, pairs.places_of(only))),
            several => Whereabouts::Pairs(pairs_of(pairs, several).map(|found| Joined::open(pairs, &found))),
        });
        match holders {
            Whereabouts::Character(few) => {
                if few.seek(doc) == doc {
                    starts.extend_from_slice(few.found());
                }
            }
            Whereabouts::Pairs(Some(joined)) => {
                if doc < pairs.documents() && joined.meet(doc) == doc {
                    joined.add_starts(starts);
                }
            }
            Whereabouts::Pairs(None) => {}
        }
    }
}
