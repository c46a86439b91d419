//! A file of pairs in; where to begin looking for a character and for a place out, worked out when it is first asked for.
//!
//! Halving all groups or all documents touches a dozen distant bytes for each question. With these tables it is two or three.

use std::ops::Range;
use std::sync::OnceLock;

use crate::local::pairs::Pairs;
use crate::local::postings::Entrances;

/// Characters below this one are looked up; the few above are searched for.
const LOOKED_UP: u32 = 0x1_0000;

/// Where to begin looking. The groups take four bytes for each number of a character.
#[derive(Default)]
pub(crate) struct Tables {
    /// For each character how many groups come before those that begin with it, and at last how many there are.
    groups: OnceLock<Vec<u32>>,
    entrances: OnceLock<Entrances>,
}

impl Pairs {
    /// Returns the groups that begin with a character.
    pub(crate) fn groups_of(&self, first: u32) -> Range<usize> {
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

    /// Returns what tells in which document a place lies.
    pub(crate) fn entrances(&self) -> &Entrances {
        self.tables.entrances.get_or_init(|| Entrances::of(self))
    }
}
