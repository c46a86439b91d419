//! Masking: a document in; its sentences, with places and numbers made placeholders and cut into clauses, out.

use std::ops::Range;

use crate::compare::likeness;
use crate::compare::sentence;
use crate::compare::variant;
use crate::gazetteer;

/// What stands for a place.
const PLACE: char = '@';
/// What stands for a number.
const NUMBER: char = '#';

/// A sentence with its clauses.
pub(crate) struct MaskedSentence {
    /// Where it stands, in characters of the text.
    pub(crate) span: Range<usize>,
    /// Its letters between one comma and the next, places and numbers masked; none is empty.
    pub(crate) clauses: Vec<Vec<char>>,
    /// The names of divisions in it, each once.
    pub(crate) names: Vec<Written>,
    /// The sentence as it is compared, folded.
    pub(crate) plain: String,
}

/// A name as it is written in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) codes: Vec<&'static str>,
    pub(crate) is_full: bool,
}

/// Cuts a text into masked sentences. `own` are names of the place the text belongs to; they are masked even where the
/// table of divisions does not know them.
pub(crate) fn masked(text: &str, own: &[String]) -> Vec<MaskedSentence> {
    let characters: Vec<char> = text.chars().collect();
    let own: Vec<Vec<char>> = own.iter().map(|name| name.chars().collect()).collect();
    let sentences = sentence::sentences(&characters).into_iter().map(|sentence| {
        let plain: String = sentence.key.iter().collect();
        let (places, names) = places(&plain, &sentence.key, &own);
        let clauses = clauses(&sentence.key, &places);
        MaskedSentence { span: sentence.start..sentence.end, clauses, names, plain }
    });
    sentences.collect()
}

/// Returns which characters belong to the name of a place, and the names.
fn places(plain: &str, key: &[char], own: &[Vec<char>]) -> (Vec<bool>, Vec<Written>) {
    let mut is_place = vec![false; key.len()];
    let mut names: Vec<Written> = Vec::new();
    let (mut bytes, mut at) = (0, 0);
    for mention in gazetteer::mentioned(plain) {
        at += plain[bytes..mention.span.start].chars().count();
        let name = plain[mention.span.clone()].to_owned();
        let end = at + name.chars().count();
        is_place[at..end].fill(true);
        (bytes, at) = (mention.span.end, end);
        if !names.iter().any(|known| known.name == name) {
            names.push(Written { name, codes: mention.codes, is_full: mention.is_full });
        }
    }
    for name in own {
        for start in 0..(key.len() + 1).saturating_sub(name.len()) {
            if key[start..].starts_with(name) {
                is_place[start..start + name.len()].fill(true);
            }
        }
    }
    (is_place, names)
}

/// Cuts a sentence at its marks and masks what stands between them.
fn clauses(key: &[char], is_place: &[bool]) -> Vec<Vec<char>> {
    let mut clauses = Vec::new();
    let mut clause: Vec<char> = Vec::new();
    let mut at = 0;
    while at < key.len() {
        let character = key[at];
        if is_place[at] {
            push_once(&mut clause, PLACE);
            at += 1;
            continue;
        }
        let number = number(&key[at..], clause.is_empty());
        if number > 0 {
            push_once(&mut clause, NUMBER);
            at += number;
            continue;
        }
        match character {
            ',' | ':' | ';' | '。' | '!' | '?' => end_clause(&mut clauses, &mut clause),
            // A province that copies a city writes 全省 for 全市.
            '省' | '市' | '县' | '区' | '旗' | '州' | '盟' => clause.push('市'),
            letter if letter.is_alphanumeric() => clause.push(letter),
            _ => {}
        }
        at += 1;
    }
    end_clause(&mut clauses, &mut clause);
    clauses
}

/// Returns how many characters from the start on are a number. A lone 一 is one only where it may count (一是, 一、);
/// elsewhere it is part of a word such as 统一.
fn number(key: &[char], is_first: bool) -> usize {
    match likeness::number(key) {
        0 if key[0] == '一' => usize::from(is_first),
        0 => usize::from(variant::is_chinese_digit(key[0]) || matches!(key[0], '十' | '百' | '千' | '两')),
        length => length,
    }
}

fn push_once(clause: &mut Vec<char>, placeholder: char) {
    if clause.last() != Some(&placeholder) {
        clause.push(placeholder);
    }
}

fn end_clause(clauses: &mut Vec<Vec<char>>, clause: &mut Vec<char>) {
    if !clause.is_empty() {
        clauses.push(std::mem::take(clause));
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[track_caller]
    fn check(text: &str, own: &[&str], expected: &[&str]) {
        let own: Vec<String> = own.iter().map(|&name| name.to_owned()).collect();
        let found: Vec<String> = masked(text, &own)
            .iter()
            .flat_map(|sentence| &sentence.clauses)
            .map(|clause| clause.iter().collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn places_and_numbers_become_placeholders() {
        check("绵阳市涪城区全年办理复议案件17件，办结率98.5%。", &[], &["@全年办理复议案件#件", "办结率#"]);
        check("四川省2021年，三是完善制度；一是推进公开", &[], &["@#年", "#是完善制度", "#是推进公开"]);
        check("仙海区推进改革", &["仙海区"], &["@推进改革"]);
    }

    #[test]
    fn the_level_of_a_division_and_layout_make_no_difference() {
        check("全省上下　推進“放管服”改革", &[], &["全市上下推进放管服改革"]);
        check("全县上下推进「放管服」改革。", &[], &["全市上下推进放管服改革"]);
    }
}
