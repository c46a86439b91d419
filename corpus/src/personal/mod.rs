//! Personal data in published texts: a text in; the same text with the middle of ID card, telephone and bank card numbers
//! starred out.
//!
//! Every star stands for one character, so offsets stay. Masked are ID cards (18 or 15 digits with a possible date of
//! birth, or said to be one, also in a number of a pupil), mobile telephones, private landlines (only where the text says that
//! they are), bank cards and what is said to be an account. Not masked are what offices publish about themselves: service
//! lines, landlines, social credit codes, the numbers of documents, certificates and candidates, statistics.

mod around;
mod id;
mod label;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::document::Document;
use crate::personal::around::Around;
use crate::personal::around::Behind;
use crate::personal::label::Columns;
use crate::personal::label::Said;

/// What stands where a digit was.
const STAR: char = '*';

/// No number of somebody has fewer digits.
const SHORTEST: usize = 7;

/// Returns the document with its title, text, headings and names masked. Offsets of sections stay right.
pub fn masked(mut document: Document) -> Document {
    let mask_in = |text: &mut String| {
        if let Cow::Owned(masked) = mask(text) {
            *text = masked;
        }
    };
    mask_in(&mut document.title);
    mask_in(&mut document.text);
    document.issuer.iter_mut().for_each(mask_in);
    document.source.iter_mut().for_each(mask_in);
    document.sections.iter_mut().for_each(|section| mask_in(&mut section.heading));
    document
}

/// Stars out the middle of personal numbers. The result has as many characters as the text. Takes linear time.
pub fn mask(text: &str) -> Cow<'_, str> {
    // No personal number is shorter than eight digits; most texts have no such run and are not copied.
    if !may_hold_number(text) {
        return Cow::Borrowed(text);
    }
    let mut characters: Vec<char> = text.chars().collect();
    let mut columns = Columns::default();
    let mut changed = false;
    let mut at = 0;
    while at < characters.len() {
        columns.step(&characters, at);
        if digit(characters[at]).is_none() {
            at += 1;
            continue;
        }
        let run = Run::read(&characters, at);
        if let Some(hidden) = run.hidden(&characters, columns.said()) {
            for place in hidden {
                characters[place] = STAR;
            }
            changed = true;
        }
        at = run.end;
    }
    if changed { Cow::Owned(characters.into_iter().collect()) } else { Cow::Borrowed(text) }
}

fn may_hold_number(text: &str) -> bool {
    let mut count = 0;
    for character in text.chars() {
        match character {
            // Most of a text is made of these; 一 is a separator.
            '\u{4e01}'..='\u{9fff}' => count = 0,
            '0'..='9' | '０'..='９' => count += 1,
            other if is_separator(other) => {}
            _ => count = 0,
        }
        if count >= 7 {
            return true;
        }
    }
    false
}

/// Returns the value of a digit of any width.
fn digit(character: char) -> Option<u32> {
    match character {
        '０'..='９' => Some(character as u32 - '０' as u32),
        _ => character.to_digit(10),
    }
}

fn is_separator(character: char) -> bool {
    // The figure 一 is a common misprint for a dash.
    matches!(character, ' ' | '-' | '\u{A0}' | '－' | '—' | '–' | '一' | '.' | '·')
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Digits that stand together, perhaps in groups.
struct Run {
    /// The places of the digits.
    places: Vec<usize>,
    /// The digits.
    digits: Vec<u32>,
    /// How many digits stand before each separator.
    groups: Vec<usize>,
    /// One past the last digit.
    end: usize,
}

impl Run {
    fn read(text: &[char], start: usize) -> Run {
        let mut run = Run { places: Vec::new(), digits: Vec::new(), groups: Vec::new(), end: start };
        let mut at = start;
        while let Some(&character) = text.get(at) {
            if let Some(value) = digit(character) {
                run.places.push(at);
                run.digits.push(value);
                run.end = at + 1;
                at += 1;
            } else if is_separator(character) && text.get(at + 1).copied().and_then(digit).is_some() {
                run.groups.push(run.digits.len());
                at += 1;
            } else {
                break;
            }
        }
        run
    }

    /// Returns the places to star out. `column` is what the head of its column says that it is.
    fn hidden(&self, text: &[char], column: Option<Said>) -> Option<Vec<usize>> {
        if self.groups.is_empty() {
            let all = self.digits.len();
            return self.part(text, 0, all, column).or_else(|| self.glued(text, column));
        }
        // A number in groups: the whole of it, or a whole one beside another number.
        if self.is_grouped_number()
            && let Some(hidden) = self.part(text, 0, self.digits.len(), column)
        {
            return Some(hidden);
        }
        let mut bounds = vec![0];
        bounds.extend(&self.groups);
        bounds.push(self.digits.len());
        let mut hidden = Vec::new();
        let mut from = 0;
        while from + 1 < bounds.len() {
            // 138 1234 5678 has three groups, and so may another number beside it.
            let wide = (1..=3).rev().find_map(|groups| {
                let to = *bounds.get(from + groups)?;
                let is_prefix = matches!(bounds[from + 1] - bounds[from], 3 | 7);
                let is_whole = groups == 1 || (is_prefix && is_mobile(&self.digits[bounds[from]..to]));
                let found = is_whole.then(|| self.part(text, bounds[from], to, column))??;
                Some((groups, found))
            });
            match wide {
                Some((groups, found)) => {
                    hidden.extend(found);
                    from += groups;
                }
                None => from += 1,
            }
        }
        (!hidden.is_empty()).then_some(hidden)
    }

    /// Returns the places to star out of several numbers that no mark parts: two telephones, an ID card and a telephone.
    fn glued(&self, text: &[char], column: Option<Said>) -> Option<Vec<usize>> {
        let mut bounds = Vec::new();
        let mut at = 0;
        while at < self.digits.len() {
            let is_one = |length: usize| {
                self.digits
                    .get(at..at + length)
                    .is_some_and(|digits| if length == 18 { id::is_one(digits) } else { is_mobile(digits) })
            };
            let length = [18, 11].into_iter().find(|length| is_one(*length))?;
            bounds.push((at, at + length));
            at += length;
        }
        let around = Around::of(text, *self.places.first()?, self.end, column)?;
        let is_free = bounds.len() > 1 && around.behind == Behind::Other && !around.is_document();
        let hide = |&(from, to): &(usize, usize)| {
            let hidden = if to - from == 18 { from + 6..from + 14 } else { from + 3..from + 7 };
            hidden.map(|digit| self.places[digit])
        };
        is_free.then(|| bounds.iter().flat_map(hide).collect())
    }

    /// Tells whether the groups are those of one number: 4-4-4-4 of a card, 6-8-4 of an ID, 3-4-4 of a telephone.
    fn is_grouped_number(&self) -> bool {
        let mut sizes: Vec<usize> = Vec::new();
        let mut last = 0;
        for &group in self.groups.iter().chain(&[self.digits.len()]) {
            sizes.push(group - last);
            last = group;
        }
        let is_card = sizes.len() >= 4 && sizes[..sizes.len() - 1].iter().all(|&size| size == 4);
        let is_home = sizes.len() == 2 && (3..=4).contains(&sizes[0]) && (7..=8).contains(&sizes[1]);
        is_card || is_home || sizes == [6, 8, 4] || sizes == [6, 8, 3] || sizes == [3, 4, 4]
    }

    /// Returns what to star out of the digits `from..to`, taken as one number.
    fn part(&self, text: &[char], from: usize, to: usize, column: Option<Said>) -> Option<Vec<usize>> {
        if to - from < SHORTEST {
            return None;
        }
        let (first, last) = (*self.places.get(from)?, *self.places.get(to.checked_sub(1)?)?);
        let digits = &self.digits[from..to];
        let around = Around::of(text, first, last + 1, column).or_else(|| {
            // The number of a pupil is that of an ID behind a letter.
            let is_pupil = is_of_pupil(&text[..first]) && digits.len() > 16 && id::is_one(digits);
            is_pupil.then(|| Around { before: &[], behind: Behind::of(text, last + 1), said: None })
        })?;
        let Around { before, behind, said } = around;
        let is_said_id = said == Some(Said::Identity);
        let hide = |start: usize, end: usize| Some(self.places[from + start..from + end].to_vec());
        let is_whole = !matches!(behind, Behind::Unit);
        match (digits.len(), behind) {
            (17, Behind::X) if is_said_id || id::is_one(digits) => hide(6, 14),
            (_, Behind::X) => None,
            (18, _) if is_said_id && is_whole || id::is_one(digits) => hide(6, 14),
            (20, _) if id::is_of_disabled(digits) || is_said_id && is_whole => hide(6, 14),
            (15, _) if is_whole && (is_said_id || id::is_old(digits)) => hide(6, 12),
            (_, Behind::Unit) => None,
            (length, _) if is_mobile(digits) && !around.is_document() => hide(length - 8, length - 4),
            (length @ 16..=19, _) if is_card(digits) || label::names_card(before) => hide(4, length - 4),
            (length @ 10..=30, _) if said == Some(Said::Account) => {
                hide(if length < 16 { 2 } else { 4 }, length - 4)
            }
            (length @ 7..=12, _) if label::names_home(before) => hide(length - 7, length - 2),
            _ => None,
        }
    }
}

/// Tells whether a text ends with the letter that the number of a pupil begins with, and no word.
fn is_of_pupil(before: &[char]) -> bool {
    let [rest @ .., 'G' | 'g' | 'L' | 'l' | 'Ｇ' | 'Ｌ'] = before else { return false };
    !rest.last().is_some_and(|&c| is_letter(c) || digit(c).is_some())
}

/// Tells whether digits are a mobile telephone number, perhaps with 86 or the 0 of another town before it.
fn is_mobile(digits: &[u32]) -> bool {
    let number = match digits {
        [8, 6, rest @ ..] | [0, rest @ ..] if rest.len() == 11 => rest,
        _ => digits,
    };
    number.len() == 11 && number[0] == 1 && number[1] >= 3
}

/// Tells whether digits are a bank card: the first digits of an issuer that cards in China carry, and Luhn's check.
fn is_card(digits: &[u32]) -> bool {
    let is_issuer = matches!(
        digits,
        [6, 2, ..]
            | [4, ..]
            | [5, 1..=5, ..]
            | [3, 5, ..]
            | [3, 7, ..]
            | [6, 0, ..]
            | [9, 5, 5, 8 | 9, ..]
            | [9, 8, ..]
    );
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| match at % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    is_issuer && sum.is_multiple_of(10)
}
