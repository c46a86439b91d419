//! The pairs of a string in; the documents in which they all stand and the places at which they join out.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::holders::Holders;
use crate::local::holders::passed_by;
use crate::local::pairs::Found;
use crate::local::pairs::Pairs;

/// Pairs that together hold every character of a string, the rarest first.
pub(crate) struct Joined<'s>(Vec<Pair<'s>>);

/// One pair of the string: its distance from the string's start and the documents that hold it.
struct Pair<'s> {
    offset: u32,
    holders: Holders<'s>,
    /// How many of its places in the document at hand are passed.
    passed: usize,
}

impl<'s> Joined<'s> {
    /// Opens the pairs of a string that cost least; all of them are given, in its order.
    pub(crate) fn open(pairs: &'s Pairs, found: &[Found]) -> Joined<'s> {
        let costs: Vec<u64> = found.iter().map(|pair| pair.places).collect();
        let mut chosen = cheapest_cover(&costs);
        chosen.sort_by_key(|&at| costs[at]);
        let open = |at: usize| Pair {
            offset: at as u32,
            holders: Holders::open(pairs, pairs.look_up(found[at])),
            passed: 0,
        };
        Joined(chosen.into_iter().map(open).collect())
    }

    /// Returns the first document from the target on that holds all pairs, or `TERMINATED`.
    pub(crate) fn meet(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for pair in &mut self.0 {
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

    /// Adds where the string starts in the document that all pairs have reached: where each stands at its distance.
    pub(crate) fn add_starts(&mut self, starts: &mut Vec<u32>) {
        let [rarest, others @ ..] = self.0.as_mut_slice() else { return };
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
}

/// Finds the pairs of a string; `None` when one of them stands nowhere.
pub(crate) fn pairs_of(pairs: &Pairs, characters: &[char]) -> Option<Vec<Found>> {
    characters.windows(2).map(|two| pairs.find(two[0], two[1])).collect()
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
