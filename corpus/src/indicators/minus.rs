//! The place of a number in; where the sign stands that makes it one below zero, out: -2.1%, 负2.1%, 利润-230万元.

use crate::indicators::measure;
use crate::indicators::numeral;
use crate::indicators::unit::Unit;
use crate::indicators::vocabulary;
use crate::indicators::words;

/// How far words before a number are looked at, in characters.
const BEFORE: usize = 12;

/// What falls below zero: shares and their changes, money, degrees. Between a name and a number of things, as in
/// 甲地-5公里 and 丙组-3人, a dash is a dash.
const BELOW_ZERO: [&str; 8] = ["%", "‰", "个百分点", "元", "美元", "欧元", "港元", "℃"];

/// Before 负, where it is a sign: 为负2.1%, 气温负5℃. 减负2亿元, 自负10% and 税负13% are verbs and nouns.
const BEFORE_WORD: &str = "为比率速幅达至到温是";

/// Returns where the sign before the number at `at` stands, when it has one.
pub(crate) fn before(text: &[char], at: usize, unit: Option<&Unit>) -> Option<usize> {
    let sign = at.checked_sub(1)?;
    let near = sign.checked_sub(1).map(|near| text[near]);
    let may_fall = unit.is_some_and(|unit| BELOW_ZERO.contains(&unit.normal));
    match text[sign] {
        '负' => {
            let is_sign = near.is_none_or(|near| {
                words::ends_clause(near) || words::is_blank(near) || BEFORE_WORD.contains(near)
            });
            (may_fall && is_sign).then_some(sign)
        }
        '-' | '−' | '－' => {
            let stands_free = near.is_none_or(|near| {
                !(near.is_alphanumeric() || matches!(near, ')' | '）' | '-' | '%' | '‰' | '℃'))
            });
            let is_sign = stands_free || follows_change(text, sign) || may_fall && follows_word(text, sign);
            is_sign.then_some(sign)
        }
        _ => None,
    }
}

/// Tells whether a word of change stands before a dash: 增长-3.5% is below zero, 3-5件 and 川A-5 are not.
fn follows_change(text: &[char], dash: usize) -> bool {
    let before = words::trim(&text[dash.saturating_sub(BEFORE)..dash]);
    words::longest_end(before, &vocabulary::UP).is_some()
        || words::longest_end(before, &vocabulary::DOWN).is_some()
}

/// Tells whether a word stands before a dash, perhaps with a remark in brackets, and no amount, which would make it one of a
/// range: 投资-5.2%, 投资（亿元）-5.2% and 一季度-3.1%, but not 3亿元-5亿元.
fn follows_word(text: &[char], dash: usize) -> bool {
    match text[dash - 1] {
        ')' | '）' => dash >= 2 && is_word(text[dash - 2]),
        last => is_word(last) && !follows_amount(text, dash),
    }
}

fn is_word(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// Tells whether an amount ends right before a place. 2022年-3.1% tells of a year.
fn follows_amount(text: &[char], to: usize) -> bool {
    let is_figure = |at: usize| text[at].is_ascii_digit() || numeral::is_chinese_figure(text[at]);
    let is_year =
        |at: usize| text[at + 1] == '年' && at >= 3 && text[at - 3..=at].iter().all(char::is_ascii_digit);
    (to.saturating_sub(BEFORE / 2)..to).any(|at| {
        let is_amount = || {
            let tail = measure::tail(text, at + 1);
            tail.end == to && (tail.unit.is_some() || tail.scale.is_some())
        };
        is_figure(at) && (at + 1 == to || !is_year(at) && is_amount())
    })
}
