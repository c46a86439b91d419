//! The characters around a number in; whether it stands alone, and what they say that it is, out.

use crate::personal::STAR;
use crate::personal::digit;
use crate::personal::is_letter;
use crate::personal::label;
use crate::personal::label::Said;

/// How far a word that names a number may stand before it, in characters.
const BEFORE: usize = 12;

/// Behind a long number: it is an amount.
static UNITS: &[char] =
    &['元', '万', '亿', '件', '人', '吨', '个', '次', '户', '%', '％', '千', '米', '平', '立', '份', '条'];

/// Before the number of a case or a document that 号 stands behind: 行终…号, 罚字…号, 〔2023〕…号.
const CASES: &str = "字第终初执破申诉监民刑行赔裁决罚恢保督调撤催特再抗他委审认强清证案件〕】";

/// What stands around a number.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The characters before it.
    pub(crate) before: &'a [char],
    pub(crate) behind: Behind,
    /// What the words before it or the head of its column say that it is.
    pub(crate) said: Option<Said>,
}

impl<'a> Around<'a> {
    /// Looks around the characters `first..end`; none where they are a part of a code or what an organisation goes by.
    pub(crate) fn of(text: &'a [char], first: usize, end: usize, column: Option<Said>) -> Option<Around<'a>> {
        let before = &text[first.saturating_sub(BEFORE)..first];
        let behind = Behind::of(text, end);
        let is_bound = before.last().is_some_and(|&c| {
            (is_letter(c) && !names_telephone(before) && !is_check_figure(&text[..first]))
                || (matches!(c, '.' | '_') && glued(before))
        });
        let telephone = || label::names_telephone(before).then_some(Said::Telephone);
        let document = || label::names_document(before).then_some(Said::Document);
        let told = label::said(before).or_else(telephone).or(column.filter(|said| *said != Said::Document));
        let said = told.or_else(document).or(column);
        let is_public = said != Some(Said::Identity) && label::is_public(before);
        let is_part = is_bound || matches!(behind, Behind::Fraction | Behind::Letter);
        (!is_part && !is_public).then_some(Around { before, behind, said })
    }

    /// Tells whether the number is one of a document, a thing or a candidate: 执法证号13010219001, 行终13010219001号.
    pub(crate) fn is_document(&self) -> bool {
        let is_of_case = || self.before.last().is_some_and(|&last| CASES.contains(last));
        self.said == Some(Said::Document)
            || self.behind == Behind::OfDocument && self.said != Some(Said::Telephone) && is_of_case()
    }
}

/// What stands behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// The check figure of an ID card.
    X,
    /// A letter, which makes the digits part of a code.
    Letter,
    /// A point and another digit.
    Fraction,
    /// A unit: the number is an amount.
    Unit,
    /// The 号 of a document or a case.
    OfDocument,
    /// Anything else.
    Other,
}

impl Behind {
    pub(crate) fn of(text: &[char], at: usize) -> Behind {
        let next = text.get(at + 1).copied();
        let is_digit = next.and_then(digit).is_some();
        match text.get(at) {
            Some('X' | 'x' | 'Ｘ' | 'ｘ') if !next.is_some_and(is_letter) => Behind::X,
            // B1 behind the number of an ID: the card of a disabled person was given out again.
            Some('B' | 'b' | 'Ｂ') if is_digit && !text.get(at + 2).is_some_and(|&c| is_letter(c)) => {
                Behind::Other
            }
            Some(&letter) if is_letter(letter) => Behind::Letter,
            Some('.') if is_digit => Behind::Fraction,
            Some(unit) if UNITS.contains(unit) => Behind::Unit,
            // 13900000000号手机 and 13900000000号码 ring.
            Some('号') if !next.is_some_and(|c| "码手机电的".contains(c)) => Behind::OfDocument,
            _ => Behind::Other,
        }
    }
}

/// Tells whether the mark before a number joins it to digits: 0.138….
fn glued(before: &[char]) -> bool {
    before.len() > 1 && digit(before[before.len() - 2]).is_some()
}

/// Tells whether a text ends with an ID card whose check figure is a letter, and whose digits may be starred out already.
fn is_check_figure(before: &[char]) -> bool {
    let [rest @ .., 'X' | 'x' | 'Ｘ' | 'ｘ'] = before else { return false };
    rest.len() >= 17 && rest[rest.len() - 17..].iter().all(|&c| c == STAR || digit(c).is_some())
}

/// Tells whether Latin letters before a number say what it is: Tel139…
fn names_telephone(before: &[char]) -> bool {
    let word: String = before.iter().map(char::to_ascii_lowercase).collect();
    word.ends_with("tel") || word.ends_with("phone")
}
