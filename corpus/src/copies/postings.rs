//! Postings: the clauses of every document in; which clauses are boilerplate, and which documents may share text, out.

use std::collections::HashSet;

/// Among fewer documents than this every pair is looked at.
const SMALL_GROUP: usize = 24;
/// In a larger group each document is held against so many that follow it.
const NEIGHBOURS: usize = 3;
/// A pair that shares fewer clauses is no candidate.
const FEWEST: u16 = 3;
/// So many candidates a document has at most, those that share most first.
const MOST_CANDIDATES: usize = 64;

/// Clauses that so many issuers use that they are nobody's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boilerplate {
    /// Ascending.
    clauses: Vec<u32>,
}

impl Boilerplate {
    /// Returns boilerplate made of these clauses.
    pub(crate) fn new(mut clauses: Vec<u32>) -> Boilerplate {
        clauses.sort_unstable();
        clauses.dedup();
        Boilerplate { clauses }
    }

    /// Returns the clauses, ascending.
    pub(crate) fn clauses(&self) -> &[u32] {
        &self.clauses
    }

    /// Tells whether a clause is boilerplate.
    pub(crate) fn holds(&self, clause: u32) -> bool {
        self.clauses.binary_search(&clause).is_ok()
    }
}

/// Returns how many issuers may use a clause before it is boilerplate.
///
/// A quarter of a small collection; in a large one the bar rises slowly, because a clause that a hundred counties share
/// is still a copy when three thousand write reports.
pub(crate) fn most_issuers(issuers: usize) -> usize {
    (issuers / 4).min(12 + issuers / 20).max(3)
}

/// One document as its clauses are counted.
pub(crate) struct Counted {
    /// Who issued it, by number.
    pub(crate) issuer: u32,
    /// Its different clauses, ascending.
    pub(crate) clauses: Vec<u32>,
}

/// Every clause with the documents that hold it.
pub(crate) struct Postings {
    /// The clause in the upper half, the document in the lower, ascending.
    entries: Vec<u64>,
}

impl Postings {
    /// Lists the documents of every clause; documents are numbered in the order given.
    pub(crate) fn new(documents: &[Counted]) -> Postings {
        let size = documents.iter().map(|document| document.clauses.len()).sum();
        let mut entries: Vec<u64> = Vec::with_capacity(size);
        for (number, document) in (0_u64..).zip(documents) {
            entries.extend(document.clauses.iter().map(|&clause| (u64::from(clause) << 32) | number));
        }
        entries.sort_unstable();
        Postings { entries }
    }

    /// Returns where the groups of documents with one clause begin and end.
    fn groups(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = self.entries.get(start)?;
            let length = self.entries[start..].iter().take_while(|entry| *entry >> 32 == first >> 32).count();
            let group = start..start + length;
            start = group.end;
            Some(group)
        })
    }

    fn document(&self, at: usize) -> usize {
        (self.entries[at] & 0xFFFF_FFFF) as usize
    }

    /// Finds the clauses that are boilerplate.
    pub(crate) fn boilerplate(&self, documents: &[Counted]) -> Boilerplate {
        let all: HashSet<u32> = documents.iter().map(|document| document.issuer).collect();
        let most = most_issuers(all.len());
        let mut clauses = Vec::new();
        let mut issuers: Vec<u32> = Vec::new();
        for group in self.groups().filter(|group| group.len() > most) {
            issuers.clear();
            issuers.extend(group.clone().map(|at| documents[self.document(at)].issuer));
            issuers.sort_unstable();
            issuers.dedup();
            if issuers.len() > most {
                clauses.push((self.entries[group.start] >> 32) as u32);
            }
        }
        Boilerplate::new(clauses)
    }

    /// Finds the pairs of documents that share clauses which are no boilerplate, each pair once, the lower number first.
    pub(crate) fn candidates(&self, documents: &[Counted], boilerplate: &Boilerplate) -> Vec<(usize, usize)> {
        let groups = self.groups_of_documents(documents.len(), boilerplate);
        let mut counts = vec![0_u16; documents.len()];
        let mut touched: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        for (number, places) in groups.iter() {
            for &(start, end) in places {
                let (start, end) = (start as usize, end as usize);
                let own = start
                    + self.entries[start..end]
                        .partition_point(|entry| (entry & 0xFFFF_FFFF) <= number as u64);
                let last = if end - start <= SMALL_GROUP { end } else { end.min(own + NEIGHBOURS) };
                for at in own..last {
                    let other = self.document(at);
                    if counts[other] == 0 {
                        touched.push(other);
                    }
                    counts[other] = counts[other].saturating_add(1);
                }
            }
            touched.retain(|&other| {
                let is_candidate = counts[other] >= FEWEST;
                if !is_candidate {
                    counts[other] = 0;
                }
                is_candidate
            });
            touched.sort_by_key(|&other| (std::cmp::Reverse(counts[other]), other));
            found.extend(touched.iter().take(MOST_CANDIDATES).map(|&other| (number, other)));
            for other in touched.drain(..) {
                counts[other] = 0;
            }
        }
        found
    }

    /// Lists for each document the groups it is in that say something: of several documents, and no boilerplate.
    fn groups_of_documents(&self, documents: usize, boilerplate: &Boilerplate) -> Grouped {
        let telling = || {
            self.groups().filter(|group| {
                group.len() > 1 && !boilerplate.holds((self.entries[group.start] >> 32) as u32)
            })
        };
        let mut starts = vec![0_usize; documents + 1];
        for at in telling().flatten() {
            starts[self.document(at) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![(0_u32, 0_u32); starts.last().copied().unwrap_or(0)];
        for group in telling() {
            for at in group.clone() {
                let document = self.document(at);
                places[next[document]] = (group.start as u32, group.end as u32);
                next[document] += 1;
            }
        }
        Grouped { starts, places }
    }
}

/// The groups of each document: where they begin and end among the entries.
struct Grouped {
    starts: Vec<usize>,
    places: Vec<(u32, u32)>,
}

impl Grouped {
    fn iter(&self) -> impl Iterator<Item = (usize, &[(u32, u32)])> {
        self.starts.windows(2).enumerate().map(|(number, ends)| (number, &self.places[ends[0]..ends[1]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(issuer: u32, clauses: std::ops::Range<u32>) -> Counted {
        Counted { issuer, clauses: clauses.collect() }
    }

    #[test]
    fn what_many_issuers_use_is_boilerplate_and_what_one_repeats_is_not() {
        let mut documents: Vec<Counted> = (0..40).map(|issuer| counted(issuer, 0..5)).collect();
        documents.extend((0..40).map(|_| counted(7, 100..105)));
        let postings = Postings::new(&documents);
        assert_eq!(postings.boilerplate(&documents).clauses(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn pairs_that_share_own_clauses_are_candidates() {
        let documents = [counted(0, 0..9), counted(1, 5..20), counted(2, 18..30), counted(3, 6..12)];
        let postings = Postings::new(&documents);
        let found = postings.candidates(&documents, &Boilerplate::default());
        assert_eq!(found, [(0, 1), (0, 3), (1, 3)]);
        let found = postings.candidates(&documents, &Boilerplate::new(vec![6, 7, 8]));
        assert_eq!(found, [(1, 3)]);
    }

    #[test]
    fn a_text_that_very_many_hold_is_followed_from_one_to_the_next() {
        let documents: Vec<Counted> = (0..100).map(|_| counted(0, 0..9)).collect();
        let found = Postings::new(&documents).candidates(&documents, &Boilerplate::default());
        assert!((99..=300).contains(&found.len()), "{}", found.len());
    }
}
