//! A string in; the documents that hold it and every place at which it stands there, from its pairs of characters.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::holders::Few;
use crate::local::holders::Holders;
use crate::local::holders::passed_by;
use crate::local::pairs::Found;
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
    /// Three characters or more: pairs that together hold every character, the rarest first.
    Joined(Vec<Pair<'s>>),
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
    Pairs(Vec<Pair<'s>>),
}

/// One pair of the string: its distance from the string's start and the documents that hold it.
struct Pair<'s> {
    offset: u32,
    holders: Holders<'s>,
    /// How many of its places in the document at hand are passed.
    passed: usize,
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
        let characters: Vec<char> = folded.chars().collect();
        let mut places = Places::nowhere(pairs);
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

    /// Opens the pairs of a string of two characters or more.
    fn join(&mut self, characters: &[char]) {
        let Some(found) = pairs_of(self.pairs, characters) else { return };
        self.most_places = found.iter().map(|pair| pair.places).min().unwrap_or(0);
        self.most_documents = found.iter().map(|pair| pair.documents).min().unwrap_or(0);
        self.stream = match found.as_slice() {
            [only] => Stream::One(Holders::open(self.pairs, self.pairs.look_up(*only))),
            _ => Stream::Joined(open_cover(self.pairs, &found)),
        };
    }

    /// Returns in how many documents of the segment the string may stand at most, deleted ones included.
    pub(crate) fn most_documents(&self) -> u64 {
        self.most_documents
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

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last; never goes back.
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
            Stream::Joined(pairs) => {
                let doc = meet(pairs, target);
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
        let Stream::Joined(pairs) = &mut self.stream else { return self.reach(doc) == doc };
        if doc >= self.pairs.documents() || meet(pairs, doc) != doc {
            return false;
        }
        self.starts.clear();
        join_places(pairs, &mut self.starts);
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
        self.reach(target);
        let end = end.min(self.pairs.documents());
        let reached = match &mut self.stream {
            Stream::One(Holders::Many(postings)) => {
                postings.each_before(end, see);
                postings.doc()
            }
            Stream::Kept(kept) => {
                kept.documents.each_before(end, see);
                kept.documents.doc()
            }
            _ => {
                while self.doc < end {
                    see(self.doc, self.count());
                    self.reach(self.doc + 1);
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
            Stream::Joined(pairs) => {
                self.are_starts_read = true;
                let mut target = target;
                loop {
                    let doc = meet(pairs, target);
                    if doc == TERMINATED {
                        break TERMINATED;
                    }
                    self.starts.clear();
                    join_places(pairs, &mut self.starts);
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
            several => {
                let found = pairs_of(pairs, several);
                Whereabouts::Pairs(found.map_or_else(Vec::new, |found| open_cover(pairs, &found)))
            }
        });
        match holders {
            Whereabouts::Character(few) => {
                if few.seek(doc) == doc {
                    starts.extend_from_slice(few.found());
                }
            }
            Whereabouts::Pairs(joined) => {
                if doc < pairs.documents() && meet(joined, doc) == doc {
                    join_places(joined, starts);
                }
            }
        }
    }
}

/// Finds the pairs of a string; `None` when one of them stands nowhere.
fn pairs_of(pairs: &Pairs, characters: &[char]) -> Option<Vec<Found>> {
    characters.windows(2).map(|two| pairs.find(two[0], two[1])).collect()
}

/// Opens pairs that together hold every character of a string, the rarest first.
fn open_cover<'s>(pairs: &'s Pairs, found: &[Found]) -> Vec<Pair<'s>> {
    let costs: Vec<u64> = found.iter().map(|pair| pair.places).collect();
    let mut chosen = cheapest_cover(&costs);
    chosen.sort_by_key(|&at| costs[at]);
    let open = |at: usize| Pair {
        offset: at as u32,
        holders: Holders::open(pairs, pairs.look_up(found[at])),
        passed: 0,
    };
    chosen.into_iter().map(open).collect()
}

/// Returns the first document from the target on that holds all pairs, or `TERMINATED`.
fn meet(pairs: &mut [Pair<'_>], mut target: DocId) -> DocId {
    'again: loop {
        for pair in &mut *pairs {
            let doc = pair.holders.seek(target);
            if doc == TERMINATED {
                return TERMINATED;
            }
            if doc > target {
                target = doc;
                continue 'again;
            }
        }
        return target;
    }
}

/// Gathers where the string starts in the document that all pairs have reached: where each stands at its distance.
fn join_places(pairs: &mut [Pair<'_>], starts: &mut Vec<u32>) {
    let [rarest, others @ ..] = pairs else { return };
    let offset = rarest.offset;
    starts.extend(rarest.holders.found().iter().filter_map(|place| place.checked_sub(offset)));
    for pair in others {
        if starts.is_empty() {
            return;
        }
        pair.passed = 0;
        let (found, offset) = (pair.holders.found(), pair.offset);
        let passed = &mut pair.passed;
        starts.retain(|start| {
            let place = start.saturating_add(offset);
            *passed += passed_by(&found[*passed..], place);
            found.get(*passed) == Some(&place)
        });
    }
}

/// Returns at how many places of a segment a string may start at most: as often as its rarest pair.
pub(crate) fn most_places(pairs: &Pairs, folded: &str) -> u64 {
    let characters: Vec<char> = folded.chars().collect();
    match characters.as_slice() {
        [] => 0,
        [only] => pairs.count_of(*only),
        several => {
            let counts =
                several.windows(2).map(|two| pairs.find(two[0], two[1]).map_or(0, |pair| pair.places));
            counts.min().unwrap_or(0)
        }
    }
}

/// Chooses pairs that together hold every character of the string and cost least: neighbouring pairs overlap in one
/// character, so of two that follow each other one may be left out.
///
/// Takes the cost of each pair in the order of the string and returns the places of the chosen ones.
pub(crate) fn cheapest_cover(costs: &[u64]) -> Vec<usize> {
    let mut best: Vec<(u64, usize)> = Vec::with_capacity(costs.len());
    for (at, &cost) in costs.iter().enumerate() {
        let before = match at {
            0 => (0, 0),
            1 => (best[0].0, 0),
            _ if best[at - 2].0 < best[at - 1].0 => (best[at - 2].0, at - 2),
            _ => (best[at - 1].0, at - 1),
        };
        best.push((before.0 + cost + 1, before.1));
    }
    let mut chosen = Vec::new();
    // The first and the last pair are always needed: they alone hold the first and the last character.
    let mut at = costs.len() - 1;
    loop {
        chosen.push(at);
        if at == 0 {
            chosen.reverse();
            return chosen;
        }
        at = best[at].1;
    }
}
