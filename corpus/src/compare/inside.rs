//! Inside a changed sentence: both wordings in; the characters that stayed, went and came out.

use std::ops::Range;

use dissimilar::Chunk;

use crate::compare::likeness;

/// Wordings that are longer together are shown whole, not character by character.
const LONGEST: usize = 6_000;

/// Numbers stand as single characters from here on while wordings are compared (a private use plane).
const FIRST_NUMBER: u32 = 0xF_0000;

/// What became of a stretch of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stayed.
    Kept,
    /// It went.
    Removed,
    /// It came.
    Added,
}

/// A stretch of characters of one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// The characters as the old text has them; empty for what came.
    pub old: String,
    /// The characters as the new text has them; empty for what went.
    pub new: String,
}

/// One wording: the key with the places it came from, and the range of the text that is shown.
pub(crate) struct Wording<'a> {
    /// The whole text.
    pub(crate) text: &'a [char],
    /// The characters that are compared.
    pub(crate) key: Vec<char>,
    /// Where each came from, counted in the whole text.
    pub(crate) origins: Vec<u32>,
    /// One past the last character that is shown.
    pub(crate) end: usize,
}

/// Returns what stayed, went and came, in reading order, and how many characters went or came.
/// A number counts as changed whole.
pub(crate) fn pieces(old: &Wording<'_>, new: &Wording<'_>) -> (Vec<Piece>, usize) {
    if old.key.len() + new.key.len() > LONGEST {
        let whole = |wording| shown(wording, 0..wording.key.len());
        let pieces = [
            Piece { fate: Fate::Removed, old: whole(old), new: String::new() },
            Piece { fate: Fate::Added, old: String::new(), new: whole(new) },
        ];
        return (pieces.to_vec(), old.key.len() + new.key.len());
    }
    let mut numbers = Vec::new();
    let (old_tokens, old_ends) = tokens(&old.key, &mut numbers);
    let (new_tokens, new_ends) = tokens(&new.key, &mut numbers);
    let mut pieces = Vec::new();
    let mut changed = 0;
    let (mut old_at, mut new_at) = (0, 0);
    for chunk in dissimilar::diff(&old_tokens, &new_tokens) {
        let (fate, length) = match chunk {
            Chunk::Equal(text) => (Fate::Kept, text.chars().count()),
            Chunk::Delete(text) => (Fate::Removed, text.chars().count()),
            Chunk::Insert(text) => (Fate::Added, text.chars().count()),
        };
        let old_range = old_ends[old_at]..old_ends[old_at + if fate == Fate::Added { 0 } else { length }];
        let new_range = new_ends[new_at]..new_ends[new_at + if fate == Fate::Removed { 0 } else { length }];
        match fate {
            Fate::Kept => {}
            Fate::Removed => changed += old_range.len(),
            Fate::Added => changed += new_range.len(),
        }
        old_at += if fate == Fate::Added { 0 } else { length };
        new_at += if fate == Fate::Removed { 0 } else { length };
        pieces.push(Piece { fate, old: shown(old, old_range), new: shown(new, new_range) });
    }
    (pieces, changed)
}

/// Returns a key with each number as one character, and where each token starts in the key, and where the last ends.
fn tokens(key: &[char], numbers: &mut Vec<Vec<char>>) -> (String, Vec<usize>) {
    let mut tokens = String::with_capacity(key.len() * 3);
    let mut starts = Vec::with_capacity(key.len() + 1);
    let mut at = 0;
    while at < key.len() {
        starts.push(at);
        match likeness::number(&key[at..]) {
            0 => {
                tokens.push(key[at]);
                at += 1;
            }
            length => {
                tokens.push(number_character(&key[at..at + length], numbers));
                at += length;
            }
        }
    }
    starts.push(key.len());
    (tokens, starts)
}

fn number_character(number: &[char], numbers: &mut Vec<Vec<char>>) -> char {
    let known = numbers.iter().position(|known| known == number).unwrap_or_else(|| {
        numbers.push(number.to_vec());
        numbers.len() - 1
    });
    char::from_u32(FIRST_NUMBER + known as u32).unwrap_or('#')
}

/// Returns what stands in the text for a range of the key: up to where the next range begins.
fn shown(wording: &Wording<'_>, range: Range<usize>) -> String {
    if range.is_empty() {
        return String::new();
    }
    let place = |at: usize| wording.origins.get(at).map_or(wording.end, |&origin| origin as usize);
    wording.text[place(range.start)..place(range.end).max(place(range.start))].iter().collect()
}
