//! Query text in, tokens with their places out.

use std::ops::Range;

use crate::query::QueryError;
use crate::query::fault::Fault;
use crate::query::field::FieldName;
use crate::query::field::looks_like_a_field;

/// A piece of a query and where it was written, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) what: What,
    pub(crate) at: Range<usize>,
}

/// What a piece of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Open,
    Close,
    Minus,
    And,
    Or,
    Not,
    Near(u32),
    Field(FieldName),
    Quoted(String),
    Bare(String),
}

/// Cuts a query into tokens.
pub(crate) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    let characters: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { characters, at: 0, tokens: Vec::new() };
    while lexer.at < lexer.characters.len() {
        lexer.next()?;
    }
    Ok(lexer.tokens)
}

struct Lexer {
    characters: Vec<char>,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn next(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let character = self.characters[start];
        match half_width(character) {
            blank if is_blank(blank) => self.at += 1,
            '(' => self.single(What::Open),
            ')' => self.single(What::Close),
            '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' | '\u{FE63}' if self.denies(start) => {
                self.single(What::Minus);
            }
            _ if self.closes_nothing(start) => self.at += 1,
            _ if closing(character).is_some() => self.quoted()?,
            _ => self.bare()?,
        }
        Ok(())
    }

    /// Tells whether a closing quote stands here whose opening one was left behind when a sentence was pasted; it parts words
    /// as a blank does. Where another quote follows, the two are a phrase: people mix them.
    fn closes_nothing(&self, at: usize) -> bool {
        let is_quote = |character: &char| ['"', '“', '”', '＂'].contains(character);
        self.characters[at] == '”' && !self.characters[at + 1..].iter().any(is_quote)
    }

    /// Tells whether a dash, of whatever length people paste, denies what begins behind it. Two of them are a dash between words.
    fn denies(&self, at: usize) -> bool {
        let next = self.characters.get(at + 1);
        next.is_some_and(|&next| begins_something(next) && !matches!(next, '\u{2010}'..='\u{2014}'))
    }

    fn single(&mut self, what: What) {
        self.tokens.push(Token { what, at: self.at..self.at + 1 });
        self.at += 1;
    }

    /// Reads a phrase; the opening quote stands at the place reached.
    fn quoted(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let known = closing(self.characters[start]).expect("an opening quote stands here");
        let close = self.closing_of(start, known);
        let mut text = String::new();
        let mut at = start + 1;
        while let Some(&character) = self.characters.get(at) {
            let escaped = self.characters.get(at + 1).filter(|&&next| next == '\\' || known.contains(&next));
            if character == '\\' && escaped.is_some() {
                text.extend(escaped);
                at += 2;
                continue;
            }
            at += 1;
            if close.contains(&character) {
                self.tokens.push(Token { what: What::Quoted(text), at: start..at });
                self.at = at;
                return Ok(());
            }
            text.push(character);
        }
        Err(Fault::OpenQuote.at(start))
    }

    /// Returns what closes the phrase that opens at `start`: a straight quote where there is one, so that curly quotes
    /// inside are characters like others; else any that is known, because people mix them.
    fn closing_of(&self, start: usize, known: &'static [char]) -> &'static [char] {
        let is_straight = |character: &char| STRAIGHT.contains(character);
        if !is_straight(&self.characters[start]) {
            return known;
        }
        let mut is_escaped = false;
        let has_end = self.characters[start + 1..].iter().any(|character| {
            let ends = is_straight(character) && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            ends
        });
        if has_end { STRAIGHT } else { known }
    }

    /// Reads up to a blank, a bracket or a quote, or past the colon of a field.
    fn bare(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let mut end = start;
        while let Some(&character) = self.characters.get(end) {
            let half = half_width(character);
            if is_blank(half) || half == '(' || half == ')' || closing(character).is_some() {
                break;
            }
            if half == ':' && self.field(start, end)? {
                return Ok(());
            }
            end += 1;
        }
        let text: String = self.characters[start..end].iter().collect();
        let what = self.keyword(start, &text)?.unwrap_or(What::Bare(text));
        self.tokens.push(Token { what, at: start..end });
        self.at = end;
        Ok(())
    }

    /// Takes the characters before a colon as a field's name when they are one.
    fn field(&mut self, start: usize, colon: usize) -> Result<bool, QueryError> {
        // Only a name directly after a blank, a bracket or a minus is a field: 2021年标题:甲 is a string.
        let name: String = self.characters[start..colon].iter().map(|&c| half_width(c)).collect();
        if let Some(field) = FieldName::find(&name) {
            self.tokens.push(Token { what: What::Field(field), at: start..colon + 1 });
            self.at = colon + 1;
            return Ok(true);
        }
        let is_latin = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase());
        let looks_meant = is_latin || looks_like_a_field(&name);
        // An address such as http://… is a string.
        if looks_meant && self.characters.get(colon + 1) != Some(&'/') {
            return Err(Fault::UnknownField(name).at(start));
        }
        Ok(false)
    }

    fn keyword(&self, start: usize, text: &str) -> Result<Option<What>, QueryError> {
        let half: String = text.chars().map(half_width).collect();
        // Nobody looks for `near/5` itself; and, or and not are words.
        let half = if is_small_near(&half) { half.to_ascii_uppercase() } else { half };
        let what = match half.as_str() {
            "AND" => What::And,
            "OR" => What::Or,
            "NOT" => What::Not,
            _ if half == "NEAR" || half.starts_with("NEAR/") => What::Near(self.distance(start, &half)?),
            _ => return Ok(None),
        };
        Ok(Some(what))
    }

    fn distance(&self, start: usize, text: &str) -> Result<u32, QueryError> {
        let digits = text.strip_prefix("NEAR/").unwrap_or_default();
        let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match digits.parse::<u32>() {
            Ok(distance) if all_digits && distance <= 1_000 => Ok(distance),
            _ => Err(Fault::NearWithoutDistance.at(start + 4)),
        }
    }
}

/// Tells whether a word is NEAR in small letters with its distance.
fn is_small_near(word: &str) -> bool {
    let distance = word.get(..5).filter(|near| near.eq_ignore_ascii_case("near/")).map(|_| &word[5..]);
    distance.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Straight quotes, half and full width.
const STRAIGHT: &[char] = &['"', '＂'];

/// Returns what closes a phrase that this character opens.
fn closing(character: char) -> Option<&'static [char]> {
    match character {
        '"' | '“' | '”' | '＂' => Some(&['"', '“', '”', '＂']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// Returns the ASCII form of a full-width character.
pub(crate) fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(character as u32 - 0xFEE0).expect("full-width forms mirror ASCII")
        }
        other => other,
    }
}

/// Tells whether a minus before the character denies what begins there.
fn begins_something(character: char) -> bool {
    !is_blank(character) && half_width(character) != ')'
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}
