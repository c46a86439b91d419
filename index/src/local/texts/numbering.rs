//! Pieces in; their numbers in a segment out, and then their codes, the shortest for the most frequent.

use rustc_hash::FxHashMap;

use crate::local::texts::codes::Code;
use crate::local::texts::codes::Codes;

/// Bytes that a piece takes in memory, its characters apart.
const PIECE: usize = 64;
/// Stands for a character that has no number yet.
const NONE: u32 = u32::MAX;
/// Characters that are looked up without hashing: those of the Basic Multilingual Plane.
const SINGLES: usize = 1 << 16;

/// Numbers the different pieces in the order in which they come.
pub(super) struct Numbering {
    numbers: FxHashMap<Box<str>, u32>,
    /// The numbers of pieces of one character, which are nearly half of a text.
    singles: Vec<u32>,
    /// Bytes of all pieces.
    bytes: usize,
}

impl Numbering {
    /// Knows no piece yet.
    pub(super) fn new() -> Numbering {
        Numbering { numbers: FxHashMap::default(), singles: vec![NONE; SINGLES], bytes: 0 }
    }

    /// Returns the number of a piece, a new one when it has none.
    pub(super) fn number(&mut self, piece: &str) -> u32 {
        let mut characters = piece.chars();
        let single = characters.next().filter(|_| characters.as_str().is_empty());
        let Some(known) = single.and_then(|single| self.singles.get_mut(single as usize)) else {
            if let Some(&number) = self.numbers.get(piece) {
                return number;
            }
            return self.add(piece);
        };
        if *known == NONE {
            *known = self.numbers.len() as u32;
            return self.add(piece);
        }
        *known
    }

    /// Counts the pieces.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns how many bytes each piece has, by number.
    pub(super) fn lengths(&self) -> Vec<u8> {
        let mut lengths = vec![0; self.numbers.len()];
        for (piece, &number) in &self.numbers {
            lengths[number as usize] = piece.len() as u8;
        }
        lengths
    }

    /// Returns about how many bytes it takes.
    pub(super) fn mem_usage(&self) -> usize {
        self.numbers.len() * PIECE + self.bytes + size_of_val(&*self.singles)
    }

    fn add(&mut self, piece: &str) -> u32 {
        let number = self.numbers.len() as u32;
        self.numbers.insert(piece.into(), number);
        self.bytes += piece.len();
        number
    }
}

/// The pieces of a segment, the most frequent first.
pub(super) struct Coded {
    pub(super) pieces: Vec<Box<str>>,
    /// For each number that a piece had its code.
    pub(super) of: Vec<Code>,
    pub(super) codes: Codes,
}

impl Coded {
    /// Orders pieces by how often they stand; those that stand nowhere are left out.
    pub(super) fn of(numbering: Numbering, counts: &[u64]) -> Coded {
        let count = |number: u32| counts[number as usize];
        let mut pieces: Vec<(Box<str>, u32)> =
            numbering.numbers.into_iter().filter(|&(_, number)| count(number) > 0).collect();
        // Equally frequent ones in the order of their characters, so that the same documents give the same file.
        pieces.sort_unstable_by(|(one, number), (other, of_other)| {
            count(*of_other).cmp(&count(*number)).then_with(|| one.cmp(other))
        });
        let ordered: Vec<u64> = pieces.iter().map(|&(_, number)| count(number)).collect();
        let codes = Codes::shortest(&ordered);
        let mut of = vec![Code::default(); counts.len()];
        for (&(_, number), code) in pieces.iter().zip(codes.all()) {
            of[number as usize] = code;
        }
        let pieces = pieces.into_iter().map(|(piece, _)| piece).collect();
        Coded { pieces, of, codes }
    }
}
