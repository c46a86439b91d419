//! A string in; every place at which it stands in each document, from the runs of its pairs of characters.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::Weak;

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::index::SegmentId;

use crate::local::pairs::Pairs;
use crate::local::run::END;
use crate::local::run::Run;
use crate::local::schema::ending;

/// The pairs of the text and of the title in one segment.
pub(crate) struct Exact {
    pub(crate) text: Pairs,
    pub(crate) title: Pairs,
}

/// The pairs that some view holds open. The engine opens its own files with a segment, so that a merge may remove them while
/// they are read; ours are kept open by the view that reads them, and found here by everyone who is handed its segments.
static OPEN: Mutex<BTreeMap<SegmentId, Weak<Exact>>> = Mutex::new(BTreeMap::new());

impl Exact {
    /// Returns the pairs of a segment, opened already or now; reads none of them.
    pub(crate) fn open(reader: &SegmentReader) -> tantivy::Result<Arc<Exact>> {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open.get(&reader.segment_id()).and_then(Weak::upgrade) {
            return Ok(known);
        }
        let (text, title) = (Pairs::open(reader, ending::TEXT)?, Pairs::open(reader, ending::TITLE)?);
        let exact = Arc::new(Exact { text, title });
        open.retain(|_, known| known.strong_count() > 0);
        open.insert(reader.segment_id(), Arc::downgrade(&exact));
        Ok(exact)
    }
}

/// The documents of one segment that contain a string, in ascending order, with every place at which it starts.
pub(crate) struct Places {
    pairs: Pairs,
    stream: Stream,
    doc: DocId,
    starts: Vec<u32>,
}

/// Where a string starts in the row of all texts.
enum Stream {
    Nowhere,
    /// A single character: its places, and how many are passed.
    Listed(Vec<u32>, usize),
    /// Two characters or more: pairs that together hold every character, the rarest first.
    Joined(Vec<Pair>),
}

/// One pair of the string: its distance from the string's start and its places.
struct Pair {
    offset: u32,
    run: Run,
}

impl Places {
    /// Looks nothing up: no document contains it.
    pub(crate) fn nowhere(pairs: &Pairs) -> Places {
        Places { pairs: pairs.clone(), stream: Stream::Nowhere, doc: TERMINATED, starts: Vec::new() }
    }

    /// Looks a folded string up.
    pub(crate) fn find(pairs: &Pairs, folded: &str) -> Places {
        let mut places = Places::nowhere(pairs);
        let characters: Vec<char> = folded.chars().collect();
        places.stream = match characters.as_slice() {
            [] => Stream::Nowhere,
            [only] => Stream::Listed(pairs.places_of(*only), 0),
            several => Stream::join(pairs, several),
        };
        places.settle(0);
        places
    }

    /// Goes on to the first document not before the target and returns it, `TERMINATED` after the last; never goes back.
    pub(crate) fn reach(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    /// Returns how often the string starts in the document reached.
    pub(crate) fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Returns where the string starts in the document reached, ascending, in folded characters.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Goes to the first document from the target on in which the string stands, and gathers its places there. No string
    /// holds a closing mark, so none reaches over the end of a text.
    fn settle(&mut self, target: DocId) {
        self.starts.clear();
        let mut place = self.stream.first_from(self.pairs.start(target));
        if place == END || target >= self.pairs.documents() {
            self.doc = TERMINATED;
            return;
        }
        self.doc = self.pairs.document_of(place, target);
        let (start, end) = (self.pairs.start(self.doc), self.pairs.start(self.doc + 1));
        while place < end {
            self.starts.push(place - start);
            place = self.stream.first_from(place + 1);
        }
    }
}

impl Stream {
    /// Opens the pairs of a string of two characters or more.
    fn join(pairs: &Pairs, characters: &[char]) -> Stream {
        let counts: Vec<u64> = characters.windows(2).map(|two| pairs.count(two[0], two[1])).collect();
        if counts.contains(&0) {
            return Stream::Nowhere;
        }
        let mut chosen = Vec::new();
        for at in cheapest_cover(&counts) {
            if let Some(run) = pairs.run(characters[at], characters[at + 1]) {
                chosen.push(Pair { offset: at as u32, run });
            }
        }
        chosen.sort_by_key(|pair| pair.run.count());
        Stream::Joined(chosen)
    }

    /// Returns the first start from the target on, or `END`. Targets never go back.
    fn first_from(&mut self, target: u32) -> u32 {
        match self {
            Stream::Nowhere => END,
            Stream::Listed(places, passed) => {
                while *passed < places.len() && places[*passed] < target {
                    *passed += 1;
                }
                places.get(*passed).copied().unwrap_or(END)
            }
            Stream::Joined(pairs) => meet(pairs, target),
        }
    }
}

/// Returns the first start from the target on at whose distances all pairs stand, or `END`.
fn meet(pairs: &mut [Pair], mut target: u32) -> u32 {
    'again: loop {
        for pair in &mut *pairs {
            pair.run.seek(target.saturating_add(pair.offset));
            if pair.run.place() == END {
                return END;
            }
            let start = pair.run.place() - pair.offset;
            if start > target {
                target = start;
                continue 'again;
            }
        }
        return target;
    }
}

/// Returns at how many places of a segment a string may start at most: as often as its rarest pair.
pub(crate) fn most_places(pairs: &Pairs, folded: &str) -> u64 {
    let characters: Vec<char> = folded.chars().collect();
    match characters.as_slice() {
        [] => 0,
        [only] => pairs.count_of(*only),
        several => several.windows(2).map(|two| pairs.count(two[0], two[1])).min().unwrap_or(0),
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
