//! A single character in; how often it stands, in which documents and where out, from all pairs that begin with it.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::pairs::Pairs;
use crate::local::pairs::Stands;
use crate::local::postings::Starts;

/// Of how many characters a single one is at most one when sorting its places is faster than marking or counting them.
const SPARSE: usize = 500;

impl Pairs {
    /// Returns how often a character stands.
    pub(crate) fn count_of(&self, first: char) -> u64 {
        self.beginning_with(first).map(|line| self.counts(line).0).sum()
    }

    /// Tells whether a character stands so often that its documents are counted without reading its places.
    pub(crate) fn is_frequent(&self, first: char) -> bool {
        self.count_of(first) > self.characters() / SPARSE as u64
    }

    /// Returns the characters of which each is more than one in so many.
    pub(crate) fn characters_that_are_one_in(&self, many: u64) -> Vec<char> {
        let mut firsts: Vec<u32> = (0..self.count_groups()).map(|at| self.group(at).first).collect();
        firsts.dedup();
        let characters = firsts.into_iter().filter_map(char::from_u32);
        characters.filter(|&first| self.count_of(first) > self.characters() / many).collect()
    }

    /// Counts for each document how often a character stands in it, adding up the pairs that begin with it.
    pub(crate) fn counts_of(&self, first: char) -> Vec<u32> {
        let mut counts = vec![0_u32; self.documents() as usize];
        let mut add = |doc: DocId, count| {
            if let Some(sum) = counts.get_mut(doc as usize) {
                *sum = sum.saturating_add(count);
            }
        };
        for line in self.beginning_with(first) {
            match self.stands(line) {
                Stands::Many(mut postings) => postings.each_row_before(TERMINATED, &mut |docs, counts| {
                    docs.iter().zip(counts).for_each(|(&doc, &count)| add(doc, count));
                }),
                Stands::Few(places) => {
                    let mut doc = 0;
                    for place in places {
                        doc = self.document_of(place, doc);
                        add(doc, 1);
                    }
                }
            }
        }
        counts
    }

    /// Reads where a character stands, ascending: the places of every pair that begins with it.
    pub(crate) fn places_of(&self, first: char) -> Vec<u32> {
        let count = self.count_of(first).min(self.characters()) as usize;
        if count > self.characters() as usize / SPARSE {
            return self.marked_places_of(first, count);
        }
        let mut places = Vec::with_capacity(count);
        for line in self.beginning_with(first) {
            self.read(line, &mut |place| places.push(place));
        }
        places.sort_unstable();
        places
    }

    /// Does the same for a character that stands so often that marking its places and reading the marks is faster than
    /// sorting.
    fn marked_places_of(&self, first: char, count: usize) -> Vec<u32> {
        let mut marks = vec![0_u64; (self.characters() as usize).div_ceil(64)];
        for line in self.beginning_with(first) {
            self.read(line, &mut |place| {
                if let Some(word) = marks.get_mut(place as usize / 64) {
                    *word |= 1 << (place % 64);
                }
            });
        }
        let mut places = Vec::with_capacity(count);
        for (at, &word) in marks.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                places.push(at as u32 * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        places
    }
}
