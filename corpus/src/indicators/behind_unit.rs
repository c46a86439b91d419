//! An amount in; with the part of it that stands behind its unit, out: 两成五, 12个半月, 3个半小时.

use crate::indicators::decimal::Decimal;
use crate::indicators::measure::Tail;
use crate::indicators::numeral;
use crate::indicators::numeral::Numeral;
use crate::indicators::unit;
use crate::indicators::unit::Guard;
use crate::indicators::words;

/// Adds to an amount what stands behind its unit.
pub(crate) fn with_part(text: &[char], number: Numeral, tail: Tail) -> (Numeral, Tail) {
    if !number.value.is_whole() || tail.scale.is_some() || tail.approximate {
        return (number, tail);
    }
    let part = match tail.unit {
        Some(unit) if matches!(unit.guard, Guard::Tenths(_)) => hundredths(text, &number, tail),
        Some(unit) if unit.printed == "个" => half(text, &number, tail),
        _ => None,
    };
    part.unwrap_or((number, tail))
}

/// Reads 两成五: the figure is of hundredths, and nothing is counted in it. 三成五千 and 三成五个 are others.
fn hundredths(text: &[char], number: &Numeral, tail: Tail) -> Option<(Numeral, Tail)> {
    let figure =
        text.get(tail.end).and_then(|&figure| numeral::figure(figure)).filter(|figure| *figure > 0)?;
    let end = tail.end + 1;
    let behind = text.get(end).copied().unwrap_or('\n');
    let is_closed = words::ends_clause(behind) || words::starts_with(&text[end..], "左右") || behind == '的';
    let is_one = number.value < Decimal::whole(10) && text[tail.end] != '两';
    let value = number.value.plus(Decimal::whole(figure).times_ten_to(-1)?)?;
    // The number ends where a number ends that its unit follows right behind.
    let number = Numeral { value, end: tail.end, ..*number };
    (is_closed && is_one).then_some((number, Tail { end, ..tail }))
}

/// Reads 12个半月 and 3个半小时. 三个半天 are three mornings or afternoons.
fn half(text: &[char], number: &Numeral, tail: Tail) -> Option<(Numeral, Tail)> {
    let name = ["月", "小时"]
        .into_iter()
        .find(|name| text.get(tail.end) == Some(&'半') && words::starts_with(&text[tail.end + 1..], name))?;
    let whole: Vec<char> = if name == "月" { vec!['个', '月'] } else { name.chars().collect() };
    let (unit, _) = unit::find(&whole, 0)?;
    let value = number.value.plus(Decimal::whole(5).times_ten_to(-1)?)?;
    let end = tail.end + 1 + name.chars().count();
    Some((Numeral { value, ..*number }, Tail { unit: Some(unit), end, ..tail }))
}
