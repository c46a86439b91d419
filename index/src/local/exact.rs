//! A string in; every place at which it stands in each document, from the postings of its pairs of characters.

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::InvertedIndexReader;
use tantivy::TERMINATED;
use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;

use crate::local::character::CharacterPlaces;

/// The documents of one segment that contain a string, in ascending order, with every place at which it starts.
pub(crate) enum Places {
    /// No document contains it.
    Nowhere,
    /// A single character: it stands wherever a pair begins with it.
    Character(CharacterPlaces),
    /// Two characters or more.
    Phrase(PhrasePlaces),
}

impl Places {
    /// Looks a folded string up in a field of pairs.
    pub(crate) fn find(pairs: &InvertedIndexReader, folded: &str) -> tantivy::Result<Places> {
        let mut characters = folded.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Ok(Places::Nowhere),
            (Some(only), None) => CharacterPlaces::find(pairs, only),
            (Some(_), Some(_)) => PhrasePlaces::find(pairs, folded),
        }
    }

    /// Returns the document reached; `TERMINATED` after the last.
    pub(crate) fn doc(&self) -> DocId {
        match self {
            Places::Nowhere => TERMINATED,
            Places::Character(places) => places.doc(),
            Places::Phrase(places) => places.doc,
        }
    }

    /// Goes on to the first document not before the target and returns it; never goes back.
    pub(crate) fn reach(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            match self {
                Places::Nowhere => {}
                Places::Character(places) => places.seek(target),
                Places::Phrase(places) => places.seek(target),
            }
        }
        self.doc()
    }

    /// Returns how often the string starts in the document reached.
    pub(crate) fn count(&mut self) -> u32 {
        match self {
            Places::Nowhere => 0,
            Places::Character(places) => places.count(),
            Places::Phrase(places) => places.count(),
        }
    }

    /// Returns where the string starts in the document reached, ascending, in folded characters.
    pub(crate) fn starts(&mut self) -> &[u32] {
        match self {
            Places::Nowhere => &[],
            Places::Character(places) => places.starts(),
            Places::Phrase(places) => places.starts(),
        }
    }
}

/// Returns for each pair of a string of two characters or more: where it begins, and the pair.
fn pairs_of(folded: &str) -> Vec<(u32, &str)> {
    let bytes: Vec<usize> =
        folded.char_indices().map(|(byte, _)| byte).chain(std::iter::once(folded.len())).collect();
    bytes.windows(3).enumerate().map(|(at, edge)| (at as u32, &folded[edge[0]..edge[2]])).collect()
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

/// One pair of the string: its distance from the string's start and its postings.
struct Pair {
    offset: u32,
    postings: SegmentPostings,
}

/// Where a string of two characters or more stands.
pub(crate) struct PhrasePlaces {
    /// The rarest first.
    pairs: Vec<Pair>,
    doc: DocId,
    /// The starts in `doc`, once they are known.
    starts: Vec<u32>,
    starts_known: bool,
    positions: Vec<u32>,
}

impl PhrasePlaces {
    fn find(index: &InvertedIndexReader, folded: &str) -> tantivy::Result<Places> {
        let terms = index.terms();
        let mut found = Vec::new();
        for (offset, pair) in pairs_of(folded) {
            match terms.get(pair)? {
                Some(info) => found.push((offset, info)),
                None => return Ok(Places::Nowhere),
            }
        }
        let costs: Vec<u64> = found.iter().map(|(_, info)| u64::from(info.doc_freq)).collect();
        let mut chosen: Vec<_> = cheapest_cover(&costs).into_iter().map(|at| &found[at]).collect();
        chosen.sort_by_key(|(_, info)| info.doc_freq);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut pairs = Vec::with_capacity(chosen.len());
        for (offset, info) in chosen {
            let postings = index.read_postings_from_terminfo(info, option)?;
            pairs.push(Pair { offset: *offset, postings });
        }
        let mut places =
            PhrasePlaces { pairs, doc: 0, starts: Vec::new(), starts_known: false, positions: Vec::new() };
        places.settle(0);
        Ok(Places::Phrase(places))
    }

    fn seek(&mut self, target: DocId) {
        self.settle(target);
    }

    /// Goes to the first document from the target on in which all pairs stand at their distances.
    fn settle(&mut self, mut target: DocId) {
        loop {
            self.doc = self.meet(target);
            self.starts_known = false;
            if self.doc == TERMINATED || self.pairs.len() == 1 {
                return;
            }
            self.read_starts();
            if !self.starts.is_empty() {
                return;
            }
            target = self.doc + 1;
        }
    }

    /// Returns the first document from the target on that holds every pair.
    fn meet(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for pair in &mut self.pairs {
                let doc = match pair.postings.doc() {
                    doc if doc < target => pair.postings.seek(target),
                    doc => doc,
                };
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

    /// Reads where the string starts in the document reached.
    fn read_starts(&mut self) {
        self.starts_known = true;
        self.starts.clear();
        for (at, pair) in self.pairs.iter_mut().enumerate() {
            pair.postings.positions(&mut self.positions);
            if at == 0 {
                let offset = pair.offset;
                self.starts.extend(self.positions.iter().filter_map(|place| place.checked_sub(offset)));
            } else {
                keep_common(&mut self.starts, &self.positions, pair.offset);
            }
            if self.starts.is_empty() {
                return;
            }
        }
    }

    fn count(&mut self) -> u32 {
        match self.pairs.as_slice() {
            // The starts of a single pair are its places.
            [only] if !self.starts_known => only.postings.term_freq(),
            _ => self.starts.len() as u32,
        }
    }

    fn starts(&mut self) -> &[u32] {
        if !self.starts_known {
            self.read_starts();
        }
        &self.starts
    }
}

/// Keeps the starts at whose distance `offset` one of the ascending positions lies.
fn keep_common(starts: &mut Vec<u32>, positions: &[u32], offset: u32) {
    let mut rest = positions;
    starts.retain(|&start| {
        let wanted = start + offset;
        // Most lists are about equally long; when this one is much longer, doubling steps pass over it quickly.
        let mut step = 1;
        while step < rest.len() && rest[step] < wanted {
            step *= 2;
        }
        let from = step / 2;
        let to = rest.len().min(step + 1);
        rest = &rest[from + rest[from..to].partition_point(|&place| place < wanted)..];
        rest.first() == Some(&wanted)
    });
}
