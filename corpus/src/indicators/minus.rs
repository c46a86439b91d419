//! The place of a number in; where the sign stands that makes it one below zero, out: -2.1%, 负2.1%, 零下5℃, 利润-230万元.

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

/// Sums of money that may fall below zero: 利润-230万元, 利润总额-2亿元. 一等奖-500元 tells a price.
static SUMS: [&str; 20] = [
    "利润",
    "差额",
    "余额",
    "结余",
    "盈余",
    "收益",
    "盈亏",
    "损益",
    "净额",
    "净值",
    "净资产",
    "流入",
    "增减",
    "增量",
    "变动",
    "变化",
    "收支",
    "顺差",
    "逆差",
    "亏损",
];

/// How far before the dash the name of such a sum may stand, in characters.
const NAME: usize = 6;

/// What leads to any sum: 差额为-12亿元.
static LEADS: [&str; 6] = ["为", "是", "达", "计", "同比", "上年"];

/// Shares that are never below zero, and what has a price in percent: 增值税-13%, 税率-3%, 办结率-98%.
static SHARES: [&str; 12] =
    ["人", "税", "率", "奖", "档", "级", "折", "比例", "占比", "比重", "份额", "权重"];

/// Rates that may be: 增长率-2.1%.
static RATES: [&str; 8] = ["增长率", "增率", "收益率", "利润率", "回报率", "变化率", "变动率", "增减率"];

/// Returns where the sign before the number at `at` stands, when it has one.
pub(crate) fn before(text: &[char], at: usize, unit: Option<&Unit>) -> Option<usize> {
    let sign = at.checked_sub(1)?;
    let near = sign.checked_sub(1).map(|near| text[near]);
    let may_fall = unit.is_some_and(|unit| BELOW_ZERO.contains(&unit.normal));
    match text[sign] {
        '下' if near == Some('零') => unit.is_some_and(is_degree).then(|| sign - 1),
        '负' => {
            let is_sign = near.is_none_or(|near| {
                words::ends_clause(near) || words::is_blank(near) || BEFORE_WORD.contains(near)
            });
            (may_fall && is_sign).then_some(sign)
        }
        '-' | '−' | '－' => {
            let is_sign = stands_free(text, sign)
                || follows_change(text, before_brackets(text, sign))
                || unit.is_some_and(|unit| may_fall && follows_word(text, sign, unit));
            is_sign.then_some(sign)
        }
        '—' | '–' => (may_fall && near != Some('—') && follows_change(text, sign)).then_some(sign),
        _ => None,
    }
}

/// Returns where the brackets open that close right before a place, or the place: 增加（减少）-20.3万元.
fn before_brackets(text: &[char], at: usize) -> usize {
    let is_closed = at > 0 && matches!(text[at - 1], ')' | '）');
    let opening = || (at.saturating_sub(BEFORE)..at).rev().find(|&at| matches!(text[at], '(' | '（'));
    is_closed.then(opening).flatten().unwrap_or(at)
}

/// Returns where the sign before the lower end of a range stands: -3%～2%, 气温-5℃至10℃. Behind a name a dash is a dash there:
/// 城区-3%～5%.
pub(crate) fn before_range(text: &[char], at: usize, unit: Option<&Unit>) -> Option<usize> {
    let sign = before(text, at, unit)?;
    let before = words::trim(&text[sign.saturating_sub(BEFORE)..sign]);
    let leads = ["为", "是", "达", "在", "于", "至"].iter().any(|word| words::ends_with(before, word));
    let is_sure = matches!(text[sign], '零' | '负') || stands_free(text, sign) || leads;
    (is_sure || unit.is_some_and(is_degree)).then_some(sign)
}

/// Returns how many characters the sign takes that begins at a place: 2 for 零下, 0 for none.
pub(crate) fn length(text: &[char], at: usize) -> usize {
    match text.get(at) {
        Some('-' | '−' | '－' | '负') => 1,
        Some('零') if text.get(at + 1) == Some(&'下') => 2,
        _ => 0,
    }
}

/// Tells whether a plus before a number says that something grew: 投资+12.3%. 利率+2% and 1+3 are sums.
pub(crate) fn is_plus(text: &[char], at: usize, unit: Option<&Unit>) -> bool {
    let Some(plus) = at.checked_sub(1).filter(|&plus| text[plus] == '+') else { return false };
    let is_share = unit.is_some_and(|unit| matches!(unit.normal, "%" | "‰" | "个百分点"));
    let before = words::trim(&text[plus.saturating_sub(BEFORE)..plus]);
    let follows = before.last().is_none_or(|&last| {
        words::ends_clause(last) || is_word(last) && (last == '零' || !numeral::is_chinese_figure(last))
    });
    is_share && follows && !words::ends_with(before, "利率")
}

fn is_degree(unit: &Unit) -> bool {
    unit.normal == "℃"
}

/// Tells whether neither a word nor an amount stands right before a sign.
fn stands_free(text: &[char], sign: usize) -> bool {
    sign.checked_sub(1).is_none_or(|near| {
        let near = text[near];
        !(near.is_alphanumeric() || matches!(near, ')' | '）' | '-' | '%' | '‰' | '℃'))
    })
}

/// Tells whether a word of change stands before a dash: 增长-3.5% is below zero, 3-5件 and 川A-5 are not.
fn follows_change(text: &[char], dash: usize) -> bool {
    let before = words::trim(&text[dash.saturating_sub(BEFORE)..dash]);
    vocabulary::UP.longest_end(before).is_some() || vocabulary::DOWN.longest_end(before).is_some()
}

/// Tells whether a word for what may fall stands before a dash, perhaps with a remark in brackets, and no amount, which would
/// make it one of a range: 投资-5.2%, 投资（亿元）-5.2% and 一季度-3.1%, but not 3亿元-5亿元.
fn follows_word(text: &[char], dash: usize, unit: &Unit) -> bool {
    let is_closed = matches!(text[dash - 1], ')' | '）');
    let to = before_brackets(text, dash).min(dash - usize::from(is_closed));
    let ends_in_word = dash > usize::from(is_closed) && is_word(text[dash - 1 - usize::from(is_closed)]);
    ends_in_word
        && !(to == dash && follows_amount(text, dash))
        && may_fall(&text[to.saturating_sub(BEFORE)..to], unit)
}

/// Tells whether what a word names may be below zero in a unit.
fn may_fall(before: &[char], unit: &Unit) -> bool {
    let ends = |words: &[&str]| words::longest_end(before, words).is_some();
    let clause = before.iter().rposition(|&c| words::ends_clause(c)).map_or(0, |mark| mark + 1);
    let near = &before[clause.max(before.len().saturating_sub(NAME))..];
    match unit.normal {
        "元" | "美元" | "欧元" | "港元" => {
            ends(&LEADS) || SUMS.iter().any(|sum| words::contains(near, sum))
        }
        "%" | "‰" => !ends(&SHARES) || ends(&RATES),
        _ => true,
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
