//! A number with its surroundings in; whether it is part of a name, an ordinal, a telephone number or a formula, out.

use crate::indicators::decimal::Decimal;
use crate::indicators::guard;
use crate::indicators::measure::Tail;
use crate::indicators::minus;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;
use crate::indicators::vocabulary;
use crate::indicators::words;

/// How many characters a set phrase between quotation marks has at most: “1+3+N”, “三张清单”.
const SET_PHRASE: usize = 12;

/// As many digits as a telephone number has at least.
const TELEPHONE: usize = 7;

/// What calls, lines and those who call are counted in.
const CALLS: [&str; 16] =
    ["件", "次", "个", "条", "起", "件次", "人次", "个次", "部", "户", "台", "人", "元", "%", "笔", "家"];

/// Units of a place in a row.
const RANKS: [&str; 2] = ["名", "位"];

/// Units of a span of time: 2023年前10个月, 会前3天.
const SPANS: [&str; 6] = ["个月", "天", "日", "周", "年", "小时"];

/// Before 前, with which they make a word of time: 目前, 提前, 此前. Never is the number behind it a place in a row.
const NOW: &str = "目日以之提此当先眼超";

/// Before 前, when it says before what: 会前, 年底前, 改革前. A rank or a span behind it is that of 前 all the same.
const EARLIER: &str = "会事节年月底末午庭审诉课赛战婚产岗班期情革并治造施整工收线灾建改修";

/// Before 初, with which they make a word of time: 年初, 最初.
const BEGINNING: &str = "年月期最当起季周纪";

/// Before 排, with which they make a verb: 安排, 减排, 编排.
const ARRANGED: &str = "安减编外彩直达防超";

/// Tells whether a number is part of a name, an ordinal, a date, a telephone number or a formula.
pub(crate) fn is_named(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let near = at.checked_sub(1).map(|at| text[at]);
    let next = text.get(number.end).copied().unwrap_or('\n');
    if near.is_some_and(|near| is_joined(text, at, near, tail)) {
        return true;
    }
    let is_in_quotes = near.is_some_and(|near| matches!(near, '“' | '‘' | '「' | '『' | '"'));
    if is_in_quotes && is_quoted(text, at, number.script, tail) {
        return true;
    }
    if closes_name(text, at, tail) {
        return true;
    }
    if matches!(next, '+' | '×' | '*' | '·' | '&' | '=' | '_') || next.is_ascii_digit() {
        return true;
    }
    let before = guard::before(text, at);
    // A figure that stands apart from its own number: 1 8 7 个.
    let is_torn = near.is_some_and(words::is_blank) && before.last().is_some_and(char::is_ascii_digit);
    let is_time = matches!(next, ':' | '：') && text.get(number.end + 1).is_some_and(char::is_ascii_digit);
    let is_rate = words::ends_with(before, "每") && tail.unit.is_some_and(|unit| unit.normal != "%");
    is_torn || is_time || is_rate || is_named_by(text, at, number, tail)
}

/// Tells whether what stands right before a number makes one word or one formula of both: B12, 3×5, 1+3.
fn is_joined(text: &[char], at: usize, near: char, tail: &Tail) -> bool {
    let digit_before = at >= 2 && text[at - 2].is_ascii_alphanumeric();
    let is_joined = match near {
        '+' => !minus::is_plus(text, at, tail.unit),
        '/' | '×' | '*' | '_' | '=' | '·' | '&' | '@' | '〔' | '[' => true,
        // A point that a number does not hold ends the number of a heading.
        ':' | '：' | '-' | '－' | '–' => digit_before,
        _ if near.is_ascii_alphabetic() => tail.unit.is_none() || !ends_in_capitals(&text[..at]),
        _ => near.is_ascii_digit(),
    };
    is_joined && minus::before(text, at, tail.unit).is_none()
}

/// Tells whether a word of three capitals or more ends there: GDP and COD are counted, A4, PM2.5 and IPv6 are names.
fn ends_in_capitals(before: &[char]) -> bool {
    before.iter().rev().take(3).filter(|letter| letter.is_ascii_uppercase()).count() == 3
}

/// Tells whether a number begins a set phrase between quotation marks.
fn is_quoted(text: &[char], at: usize, script: Script, tail: &Tail) -> bool {
    // “17件” quotes an amount; “三张清单” goes on behind the unit.
    let is_whole = text.get(tail.end).is_some_and(|&c| words::closes_quote(c)) && tail.unit.is_some();
    if is_whole {
        return false;
    }
    script != Script::Arabic || text[at..].iter().take(SET_PHRASE).any(|&c| words::closes_quote(c))
}

/// Tells whether a number of articles ends a name between quotation marks: “人才政策60条”.
fn closes_name(text: &[char], at: usize, tail: &Tail) -> bool {
    let is_closed = || text.get(tail.end).is_some_and(|&c| words::closes_quote(c));
    let opens = || {
        text[at.saturating_sub(SET_PHRASE)..at]
            .iter()
            .rposition(|&c| matches!(c, '“' | '‘' | '「' | '『' | '"'))
    };
    let begins_before = || opens().is_some_and(|opening| opening + 2 < at.min(SET_PHRASE));
    tail.unit.is_some_and(|unit| unit.normal == "条") && is_closed() && begins_before()
}

/// Tells whether the words before a number name something by it.
fn is_named_by(text: &[char], at: usize, number: &Numeral, tail: &Tail) -> bool {
    let before = words::strip_end(guard::before(text, at), &["：", ":", "为"]);
    if vocabulary::ORDINALS.longest_end(before).is_some() {
        return true;
    }
    let counts = tail.unit.is_some() || tail.scale.is_some();
    let Some((last, word)) = before.split_last() else { return false };
    let ends_word = |ends: &str| word.last().is_some_and(|&end| ends.contains(end));
    let is = |units: &[&str]| tail.unit.is_some_and(|unit| units.contains(&unit.normal));
    match last {
        '前' if ends_word(NOW) => !counts,
        '前' if ends_word(EARLIER) => !counts || is(&RANKS) || is(&SPANS),
        '前' => true,
        '初' => !counts || !ends_word(BEGINNING),
        '排' => !counts || is(&RANKS) && !ends_word(ARRANGED),
        // 跑1次 is a slogan.
        '跑' => !counts || number.value <= Decimal::whole(1),
        _ => vocabulary::LABELS.longest_end(before).is_some() && !is_counted(text, at, number, tail, before),
    }
}

/// Tells whether a number behind the name of a telephone, a code or a week is an amount: 接听电话1234次. In 热线24小时畅通 it
/// tells when somebody answers, in 热线12320所接 the line.
fn is_counted(text: &[char], at: usize, number: &Numeral, tail: &Tail, before: &[char]) -> bool {
    let stands_apart = text.get(number.end).is_some_and(|&c| words::is_blank(c));
    let is_telephone = number.end - at >= TELEPHONE && stands_apart;
    let is_line = ["热线", "电话", "拨打"].iter().any(|word| words::ends_with(before, word));
    let fits = match tail.unit {
        Some(unit) if is_line => CALLS.contains(&unit.normal),
        Some(unit) => unit.normal != "小时",
        None => tail.scale.is_some(),
    };
    fits && !is_telephone
}
