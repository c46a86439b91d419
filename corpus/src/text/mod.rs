//! Folding: text in; the form that is searched out, with offsets back to the original.
//!
//! Folding is Unicode NFKC, lower case, traditional to simplified character by character; white space, zero-width and
//! control characters are dropped, dashes become `-` and quotes `"`. Nothing else changes. Every character is folded by
//! itself, so a string folds alone as it does inside a text, with one exception that NFKC forces on us: a combining mark
//! (é written as e and U+0301, Hangul jamo, the half-width voiced mark) belongs to the character before it.

mod anchors;

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfkc_quick;

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

/// What folding does with one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// It becomes this one character.
    Becomes(char),
    /// Nothing is left of it.
    Vanishes,
    /// It becomes several characters, or a mark that joins the character before it.
    Spelled,
    /// It may join the character before it.
    Joins,
}

/// Codes of rules. No character has such a number.
const VANISHES: u16 = 0xD800;
const SPELLED: u16 = 0xD801;
const JOINS: u16 = 0xD802;
/// The character that it becomes has a number that is too high to be kept.
const HIGH: u16 = 0xD803;

/// The rules of the Basic Multilingual Plane, in which nearly every character of a text lies: what a character becomes, or
/// the code of another rule. Two bytes each, so that they stay near the processor.
static RULES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let code = |rule| match rule {
        Rule::Becomes(character) => u16::try_from(u32::from(character)).unwrap_or(HIGH),
        Rule::Vanishes => VANISHES,
        Rule::Spelled => SPELLED,
        Rule::Joins => JOINS,
    };
    (0..=u32::from(u16::MAX))
        .map(|number| char::from_u32(number).map_or(VANISHES, |character| code(work_out(character))))
        .collect()
});

#[inline]
fn rule(rules: &[u16], character: char) -> Rule {
    match rules.get(character as usize) {
        None | Some(&HIGH) => work_out(character),
        Some(&VANISHES) => Rule::Vanishes,
        Some(&SPELLED) => Rule::Spelled,
        Some(&JOINS) => Rule::Joins,
        Some(&code) => char::from_u32(u32::from(code)).map_or(Rule::Vanishes, Rule::Becomes),
    }
}

fn work_out(character: char) -> Rule {
    if std::iter::once(character).nfkd().next().is_some_and(joins_the_one_before) {
        return Rule::Joins;
    }
    let spelled = spell(character.encode_utf8(&mut [0; 4]));
    let mut rest = spelled.into_iter();
    match (rest.next(), rest.next()) {
        (None, _) => Rule::Vanishes,
        (Some(only), None) if !joins_the_one_before(only) => Rule::Becomes(only),
        (Some(_), _) => Rule::Spelled,
    }
}

/// Tells whether NFKC may merge a decomposed character with the one before it or move it.
fn joins_the_one_before(character: char) -> bool {
    canonical_combining_class(character) != 0
        || is_nfkc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

/// Folds a character and what joins it.
fn spell(cluster: &str) -> Vec<char> {
    cluster
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(simplify)
        .filter(|&c| !is_dropped(c))
        .map(plain_mark)
        .collect()
}

/// Returns the simplified form of a traditional character, any other character as it is.
fn simplify(character: char) -> char {
    let mut simplified = character;
    // Some characters reach their simplified form in two steps; three suffice for every one.
    for _ in 0..3 {
        if simplified < '\u{2E80}' {
            break;
        }
        let step = hanconv::t2s(simplified.encode_utf8(&mut [0; 4]) as &str);
        let mut characters = step.chars();
        match (characters.next(), characters.next()) {
            (Some(next), None) if next != simplified => simplified = next,
            _ => break,
        }
    }
    simplified
}

fn is_dropped(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_zero_width(character)
}

/// Tells whether a character takes no room and has no meaning for a search: joiners, marks of direction, selectors of
/// a glyph variant, soft hyphens, invisible operators, tags.
fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Gives dashes and quotes their one form.
fn plain_mark(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests;
