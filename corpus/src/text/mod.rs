//! Folding: text in; the form that is searched out, with offsets back to the original.
//!
//! Folding is Unicode NFKC, lower case, traditional to simplified character by character; white space, zero-width and
//! control characters are dropped, dashes become `-` and quotes `"`. Nothing else changes. Every character is folded by
//! itself, so a string folds alone as it does inside a text, with one exception that NFKC forces on us: a combining mark
//! (é written as e and U+0301, Hangul jamo, the half-width voiced mark) belongs to the character before it.

mod anchors;
mod rules;

use std::ops::Range;

use crate::text::rules::RULES;
use crate::text::rules::Rule;
use crate::text::rules::joins_the_one_before;
use crate::text::rules::rule;
use crate::text::rules::spell;

pub use crate::text::anchors::Anchor;
pub use crate::text::anchors::Anchors;

/// A folded text and where each of its characters came from. All offsets count characters.
///
/// A folded text holds no white space and no control character.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    origins: Origins,
    /// Whether marks may have joined what they did not stand beside, so that no part folds by itself.
    folds_as_one: bool,
}

/// Where each character of a folded text came from. All offsets count characters.
#[derive(Clone, Debug)]
pub struct Origins {
    /// For each folded character the first original character that it came from; never decreases.
    starts: Vec<u32>,
    /// The folded characters that came from more than one original one, with the end of where they came from.
    wide: Vec<(u32, u32)>,
    /// How many characters the original has.
    original_len: usize,
}

impl Folded {
    /// Returns the folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the folded text and forgets the way back.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Returns the number of folded characters.
    pub fn len(&self) -> usize {
        self.origins.starts.len()
    }

    /// Tells whether nothing is left after folding.
    pub fn is_empty(&self) -> bool {
        self.origins.starts.is_empty()
    }

    /// Returns for each folded character the first original character that it came from; never decreases.
    pub fn starts(&self) -> &[u32] {
        &self.origins.starts
    }

    /// Returns the smallest range of original characters that a range of folded characters came from; see
    /// `Origins::original`.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        self.origins.original(folded)
    }

    /// Returns the folded characters that came from a range of original characters, whole or in part from its start on.
    ///
    /// A range of which nothing is left gives an empty range at the place where it would stand.
    pub fn folded(&self, original: Range<usize>) -> Range<usize> {
        let start = self.origins.first_from(original.start);
        start..self.origins.first_from(original.end).max(start)
    }

    fn with_capacity(bytes: usize) -> Folded {
        let origins = Origins::with_capacity(bytes);
        Folded { text: String::with_capacity(bytes), origins, folds_as_one: false }
    }

    fn push(&mut self, character: char, original: &Range<usize>) {
        self.origins.push(original);
        self.text.push(character);
    }
}

/// Takes what folding gives, from the beginning of a text to its end.
trait Taking {
    /// Takes so many characters that stay as they are, of which the first stands at a place of the original.
    fn take_unchanged(&mut self, characters: &str, start: usize, count: usize);

    /// Takes a character that came from a range of the original.
    fn take(&mut self, character: char, original: &Range<usize>);
}

impl Taking for Folded {
    fn take_unchanged(&mut self, characters: &str, start: usize, count: usize) {
        self.origins.take_unchanged(characters, start, count);
        self.text.push_str(characters);
    }

    fn take(&mut self, character: char, original: &Range<usize>) {
        self.push(character, original);
    }
}

impl Taking for Origins {
    fn take_unchanged(&mut self, _: &str, start: usize, count: usize) {
        self.starts.extend(start as u32..(start + count) as u32);
    }

    fn take(&mut self, _: char, original: &Range<usize>) {
        self.push(original);
    }
}

impl Taking for String {
    fn take_unchanged(&mut self, characters: &str, _: usize, _: usize) {
        self.push_str(characters);
    }

    fn take(&mut self, character: char, _: &Range<usize>) {
        self.push(character);
    }
}

impl Origins {
    fn with_capacity(bytes: usize) -> Origins {
        Origins { starts: Vec::with_capacity(bytes / 2), wide: Vec::new(), original_len: 0 }
    }

    /// Returns the smallest range of original characters that a range of folded characters came from.
    ///
    /// An empty range gives an empty range at the same place. A range beyond the end is cut to the end.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.starts.get(folded.start).map_or(self.original_len, |&start| start as usize);
        let end = folded.end.min(self.starts.len());
        if end <= folded.start {
            return start..start;
        }
        start..self.end_of(end - 1)
    }

    fn first_from(&self, original: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < original)
    }

    fn end_of(&self, folded: usize) -> usize {
        match self.wide.binary_search_by_key(&folded, |&(at, _)| at as usize) {
            Ok(found) => self.wide[found].1 as usize,
            Err(_) => self.starts[folded] as usize + 1,
        }
    }

    fn push(&mut self, original: &Range<usize>) {
        if original.len() > 1 {
            self.wide.push((self.starts.len() as u32, original.end as u32));
        }
        self.starts.push(original.start as u32);
    }
}

/// Finds where the characters of the folded text came from without keeping that text.
pub fn origins(text: &str) -> Origins {
    let mut origins = Origins::with_capacity(text.len());
    let (original_len, loose_marks) = walk(text, &mut origins);
    if loose_marks {
        return fold(text).origins;
    }
    origins.original_len = original_len;
    origins
}

/// Folds a text without the way back, which takes as much room and time as the text.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let (_, loose_marks) = walk(text, &mut folded);
    if loose_marks { fold(text).into_text() } else { folded }
}

/// Folds a text and keeps the way back. Folding a folded text changes nothing.
pub fn fold(text: &str) -> Folded {
    let (mut folded, mut loose_marks) = fold_once(text);
    // A mark whose blank was dropped ("´" is a blank and a mark) may now stand behind a letter that it joins.
    let folds_as_one = loose_marks;
    while loose_marks {
        let (again, marks) = fold_once(&folded.text);
        if again.text == folded.text {
            break;
        }
        folded = chain(&folded, &again);
        loose_marks = marks;
    }
    Folded { folds_as_one, ..folded }
}

/// Tells whether a character is a letter or a digit. Han characters and the marks that a folded text holds most are told
/// first: asking the tables of Unicode is dear.
#[inline]
pub fn says_something(character: char) -> bool {
    match character {
        '\u{4e00}'..='\u{9fff}' => true,
        '、' | '。' | '《' | '》' | '〔' | '〕' => false,
        other => other.is_alphanumeric(),
    }
}

/// Folds one pass; tells whether combining marks are left in the result.
fn fold_once(text: &str) -> (Folded, bool) {
    let mut folded = Folded::with_capacity(text.len());
    let (original_len, loose_marks) = walk(text, &mut folded);
    folded.origins.original_len = original_len;
    (folded, loose_marks)
}

/// Hands out the characters of one pass and where each came from; returns how many characters the text has, and whether
/// combining marks are left in the result.
fn walk(text: &str, taking: &mut impl Taking) -> (usize, bool) {
    let rules: &[u16] = &RULES;
    let joins = |character: char| rule(rules, character) == Rule::Joins;
    let (mut rest, mut passed, mut loose_marks) = (text, 0, false);
    while !rest.is_empty() {
        // Most of a text stays as it is and is taken in one piece.
        let (count, bytes) = unchanged(rules, rest, joins);
        taking.take_unchanged(&rest[..bytes], passed, count);
        (rest, passed) = (&rest[bytes..], passed + count);
        let mut characters = rest.chars();
        let Some(first) = characters.next() else { break };
        let joining = characters.take_while(|&character| joins(character));
        let (span, bytes) =
            joining.fold((1, first.len_utf8()), |(span, bytes), c| (span + 1, bytes + c.len_utf8()));
        let original = passed..passed + span;
        match rule(rules, first) {
            Rule::Becomes(character) if span == 1 => taking.take(character, &original),
            Rule::Vanishes if span == 1 => {}
            Rule::Becomes(_) | Rule::Vanishes | Rule::Spelled | Rule::Joins => {
                for character in spell(&rest[..bytes]) {
                    loose_marks |= joins_the_one_before(character);
                    taking.take(character, &original);
                }
            }
        }
        (rest, passed) = (&rest[bytes..], passed + span);
    }
    (passed, loose_marks)
}

/// Returns how many characters and bytes at the beginning of a text stay as they are, whatever follows them.
#[inline]
fn unchanged(rules: &[u16], text: &str, joins: impl Fn(char) -> bool) -> (usize, usize) {
    let (mut count, mut last) = (0, 0);
    for (at, character) in text.char_indices() {
        let number = character as usize;
        if rules.get(number).is_some_and(|&code| usize::from(code) == number) {
            (count, last) = (count + 1, at);
        } else if count > 0 && joins(character) {
            // It takes the character before it along.
            return (count - 1, last);
        } else {
            return (count, at);
        }
    }
    (count, text.len())
}

/// Joins the offsets of two passes.
fn chain(first: &Folded, second: &Folded) -> Folded {
    let mut chained = Folded::with_capacity(second.text.len());
    chained.origins.original_len = first.origins.original_len;
    for (at, character) in second.text.chars().enumerate() {
        chained.push(character, &first.original(second.original(at..at + 1)));
    }
    chained
}

#[cfg(test)]
mod tests;
