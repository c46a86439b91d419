//! Pieces in; their numbers in a segment out, the lowest for the most frequent.

use rustc_hash::FxHashMap;

use crate::local::texts::codes::Code;
use crate::local::texts::codes::Codes;

/// Returns the number of a piece, a new one when it has none.
pub(super) fn number_of(piece: &str, pieces: &mut FxHashMap<Box<str>, u32>) -> u32 {
    if let Some(&number) = pieces.get(piece) {
        return number;
    }
    let number = pieces.len() as u32;
    pieces.insert(piece.into(), number);
    number
}

/// The pieces of a segment, the most frequent first.
pub(super) struct Ranks {
    pub(super) pieces: Vec<Box<str>>,
    /// For each number that a piece had its code.
    pub(super) of: Vec<Code>,
    pub(super) codes: Codes,
}

impl Ranks {
    /// Orders pieces by how often they stand; those that stand nowhere are left out.
    pub(super) fn of(pieces: FxHashMap<Box<str>, u32>, counts: &[u64]) -> Ranks {
        let count = |number: u32| counts[number as usize];
        let mut pieces: Vec<(Box<str>, u32)> =
            pieces.into_iter().filter(|&(_, number)| count(number) > 0).collect();
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
        Ranks { pieces, of, codes }
    }
}
