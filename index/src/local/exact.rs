//! A string in; every place at which it stands in each document, from the runs of its pairs of characters.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::pairs::Pairs;
use crate::local::run::END;
use crate::local::run::Run;

/// The documents of one segment that contain a string, in ascending order, with every place at which it starts.
pub(crate) struct Places<'s> {
    pairs: &'s Pairs,
    stream: Stream<'s>,
    /// At how many places it may start at most.
    most: u64,
    doc: DocId,
    starts: Vec<u32>,
}

/// Where a string starts in the row of all texts.
enum Stream<'s> {
    Nowhere,
    /// A single character: its places, and how many are passed.
    Listed(Vec<u32>, usize),
    /// Two characters: the places of the pair.
    One(Box<Run<'s>>),
    /// Three characters or more: pairs that together hold every character, the rarest first.
    Joined(Vec<Pair<'s>>),
}

/// One pair of the string: its distance from the string's start and its places.
struct Pair<'s> {
    offset: u32,
    run: Run<'s>,
}

impl<'s> Places<'s> {
    /// Looks nothing up: no document contains it.
    pub(crate) fn nowhere(pairs: &'s Pairs) -> Places<'s> {
        Places { pairs, stream: Stream::Nowhere, most: 0, doc: TERMINATED, starts: Vec::new() }
    }

    /// Looks a folded string up; stands before the first document until the first is asked for.
    pub(crate) fn find(pairs: &'s Pairs, folded: &str) -> Places<'s> {
        let characters: Vec<char> = folded.chars().collect();
        let (stream, most) = match characters.as_slice() {
            [] => (Stream::Nowhere, 0),
            [only] => {
                let places = pairs.places_of(*only);
                let count = places.len() as u64;
                (Stream::Listed(places, 0), count)
            }
            several => Stream::join(pairs, several),
        };
        let mut places = Places { pairs, stream, most, doc: TERMINATED, starts: Vec::new() };
        places.settle(0);
        places
    }

    /// Returns at how many places of the segment the string may start at most: as often as its rarest pair.
    pub(crate) fn most(&self) -> u64 {
        self.most
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
        if target >= self.pairs.documents() {
            self.doc = TERMINATED;
            return;
        }
        let place = self.stream.first_from(self.pairs.start(target));
        if place == END {
            self.doc = TERMINATED;
            return;
        }
        self.doc = self.pairs.document_of(place, target);
        let (start, end) = (self.pairs.start(self.doc), self.pairs.start(self.doc + 1));
        self.stream.gather(place, start, end, &mut self.starts);
    }
}

impl<'s> Stream<'s> {
    /// Opens the pairs of a string of two characters or more; returns the count of the rarest too.
    fn join(pairs: &'s Pairs, characters: &[char]) -> (Stream<'s>, u64) {
        let mut found = Vec::with_capacity(characters.len() - 1);
        for two in characters.windows(2) {
            match pairs.find(two[0], two[1]) {
                Some(pair) => found.push(pair),
                None => return (Stream::Nowhere, 0),
            }
        }
        let costs: Vec<u64> = found.iter().map(|pair| pair.count).collect();
        let most = costs.iter().copied().min().unwrap_or(0);
        if let [only] = found.as_slice() {
            return (Stream::One(Box::new(pairs.open_run(*only))), most);
        }
        let open = |at: usize| Pair { offset: at as u32, run: pairs.open_run(found[at]) };
        let mut chosen: Vec<Pair<'s>> = cheapest_cover(&costs).into_iter().map(open).collect();
        chosen.sort_by_key(|pair| pair.run.count());
        (Stream::Joined(chosen), most)
    }

    /// Returns the first start from the target on, or `END`. Targets never go back.
    fn first_from(&mut self, target: u32) -> u32 {
        match self {
            Stream::Nowhere => END,
            Stream::Listed(places, passed) => {
                let rest = &places[*passed..];
                let near = rest.iter().take(NEAR).take_while(|&&place| place < target).count();
                *passed += if near < NEAR { near } else { rest.partition_point(|&place| place < target) };
                places.get(*passed).copied().unwrap_or(END)
            }
            Stream::One(run) => {
                run.seek(target);
                run.place()
            }
            Stream::Joined(pairs) => meet(pairs, target),
        }
    }

    /// Adds every start from one that was found to the end of a text, counted from the text's beginning.
    fn gather(&mut self, mut place: u32, start: u32, end: u32, starts: &mut Vec<u32>) {
        match self {
            Stream::Nowhere => {}
            Stream::Listed(places, passed) => {
                while *passed < places.len() && places[*passed] < end {
                    starts.push(places[*passed] - start);
                    *passed += 1;
                }
            }
            Stream::One(run) => run.take_below(end, &mut |place| starts.push(place - start)),
            Stream::Joined(pairs) => {
                while place < end {
                    starts.push(place - start);
                    place = meet(pairs, place + 1);
                }
            }
        }
    }
}

/// How many places are tried one by one before the rest is halved.
const NEAR: usize = 8;

/// Returns the first start from the target on at whose distances all pairs stand, or `END`.
fn meet(pairs: &mut [Pair<'_>], mut target: u32) -> u32 {
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
        several => {
            let counts =
                several.windows(2).map(|two| pairs.find(two[0], two[1]).map_or(0, |pair| pair.count));
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
