//! A file of pairs in; where to begin looking for a character and for a place out, worked out when it is first asked for.
//!
//! Halving all groups or all documents touches a dozen distant bytes for each question. With these tables it is two or three.

use std::sync::OnceLock;

use tantivy::DocId;

use crate::local::pairs::Pairs;
use crate::local::postings::Starts;

/// Characters below this one are looked up; the few above are searched for.
const LOOKED_UP: u32 = 0x1_0000;

/// Where to begin looking. Takes four bytes for each document and for each number of a character.
#[derive(Default)]
pub(crate) struct Tables {
    /// For each character how many groups come before those that begin with it, and at last how many there are.
    groups: OnceLock<Vec<u32>>,
    documents: OnceLock<Documents>,
}

/// For each stretch of the row of all texts the document in which it begins.
struct Documents {
    at: Vec<DocId>,
    /// A stretch has two to so many characters.
    width: u32,
}

impl Pairs {
    /// Returns the groups that begin with a character.
    pub(crate) fn groups_of(&self, first: u32) -> std::ops::Range<usize> {
        if first >= LOOKED_UP {
            let all = 0..self.count_groups();
            return self.groups_before(all.clone(), |group| group.first < first)
                ..self.groups_before(all, |group| group.first <= first);
        }
        let groups = self.tables.groups.get_or_init(|| self.count_by_character());
        let at = first as usize;
        match groups.get(at..at + 2) {
            Some(two) => two[0] as usize..two[1] as usize,
            None => 0..0,
        }
    }

    fn count_by_character(&self) -> Vec<u32> {
        let mut groups = Vec::new();
        for at in 0..self.count_groups() {
            let first = self.group(at).first.min(LOOKED_UP) as usize;
            // Damaged bytes may give characters in any order; they are not found.
            if first >= groups.len() {
                groups.resize(first + 1, at as u32);
            }
        }
        groups.push(self.count_groups() as u32);
        groups
    }

    /// Returns a document before which a place does not lie, mostly its own.
    pub(crate) fn near_document_of(&self, place: u32) -> DocId {
        let documents = self.tables.documents.get_or_init(|| self.enter_documents());
        documents.at.get((place >> documents.width) as usize).copied().unwrap_or(0)
    }

    fn enter_documents(&self) -> Documents {
        let width = (self.usual_length() as u32).max(1).ilog2();
        let end = self.start(self.documents());
        let mut at = Vec::with_capacity((end >> width) as usize + 1);
        for doc in 0..self.documents() {
            let behind = self.start(doc + 1).min(end);
            while ((at.len() as u64) << width) < u64::from(behind) {
                at.push(doc);
            }
        }
        Documents { at, width }
    }
}
