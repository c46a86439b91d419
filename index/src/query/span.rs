//! Years and days as they are written in a query: text in, conditions out.

use jiff::civil::Date;

use crate::query::Clause;
use crate::query::fault::Fault;
use crate::query::lex::half_width;

/// Reads a year, a range of years, or several of either: 2021、2023—2025.
pub(crate) fn years(value: &str) -> Result<Clause, Fault> {
    each(value, |one| years_of(one, value))
}

/// Reads days, months or years, a range of them, or several of either.
pub(crate) fn published(value: &str) -> Result<Clause, Fault> {
    each(value, |one| days_of(one, value))
}

/// Reads what stands between the commas of a list; any of it may hold.
fn each(value: &str, read: impl Fn(&str) -> Result<Clause, Fault>) -> Result<Clause, Fault> {
    let plain: String = value.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    plain.split(['、', ',']).map(read).collect::<Result<_, _>>().map(Clause::any)
}

fn years_of(one: &str, value: &str) -> Result<Clause, Fault> {
    let (from, to) = ends(one, &["-"]);
    let wrong = || Fault::NoYear(value.to_owned());
    if from.is_empty() && to.is_empty() {
        return Err(wrong());
    }
    let year = |text: &str, open: i16| -> Result<i16, Fault> {
        if text.is_empty() {
            return Ok(open);
        }
        let figures = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(text);
        // 二〇二一 is a year, 二 is none; 0 is how a range without a beginning is written out.
        if figures.chars().count() != 4 && figures != "0" {
            return Err(wrong());
        }
        let digits: String = figures.chars().map(digit).collect();
        match digits.parse::<i16>() {
            Ok(year) if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(year),
            _ => Err(wrong()),
        }
    };
    // 2018至今 has no end.
    let to = if to == "今" && from != to { "" } else { &to };
    let (first, last) = (year(&from, 0)?, year(to, 9999)?);
    if first > last {
        return Err(Fault::Backwards(format!("year:{last}..{first}")));
    }
    Ok(Clause::Years(first, last))
}

/// Returns the digit that a Chinese figure stands for, any other character as it is.
fn digit(character: char) -> char {
    match character {
        '零' | '○' => '0',
        other => "〇一二三四五六七八九"
            .chars()
            .zip('0'..='9')
            .find(|(figure, _)| *figure == other)
            .map_or(other, |(_, digit)| digit),
    }
}

fn days_of(one: &str, value: &str) -> Result<Clause, Fault> {
    let (from, to) = ends(one, &["--"]);
    let wrong = || Fault::NoDate(value.to_owned());
    if from.is_empty() && to.is_empty() {
        return Err(wrong());
    }
    let to = completed(&from, &to);
    let first = if from.is_empty() { Date::MIN } else { days(&from).ok_or_else(wrong)?.0 };
    let last = if to.is_empty() { Date::MAX } else { days(&to).ok_or_else(wrong)?.1 };
    if first > last {
        return Err(Fault::Backwards(format!("published:{to}..{from}")));
    }
    Ok(Clause::Published(first, last))
}

/// Returns the end of a range with the year and the month that it leaves to the beginning: 2024年5月至6月, 2024年5月1日到10日.
fn completed(from: &str, to: &str) -> String {
    let shared = match (to.contains('年'), to.contains('月'), to.ends_with(['日', '号'])) {
        (false, true, _) => '年',
        (false, false, true) => '月',
        _ => return to.to_owned(),
    };
    let before = from.find(shared).map_or("", |at| &from[..at + shared.len_utf8()]);
    format!("{before}{to}")
}

/// Returns the first and last day that `2023`, `2023-01`, `2023-01-15`, the same in one number or with 年月日 stands for.
fn days(text: &str) -> Option<(Date, Date)> {
    let parted = parted(text);
    let parts: Vec<&str> = parted.split(['-', '/', '.', '年', '月', '日', '号']).collect();
    let parts = match parts.as_slice() {
        [parts @ .., ""] => parts,
        parts => parts,
    };
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    // 3月 alone is no year 3.
    if parts[0].len() != 4 {
        return None;
    }
    match parts {
        [year] => {
            let year = year.parse().ok()?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] => {
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, month, day] => {
            let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// Parts a date that is written in one number: 20240501, 202405.
fn parted(text: &str) -> String {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        6 if is_number => format!("{}-{}", &text[..4], &text[4..]),
        8 if is_number => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        _ => text.to_owned(),
    }
}

/// Cuts a range at `..`, `至`, `到`, `~`, a dash or one of the given signs, each written once or more; a single value is
/// both ends.
fn ends(value: &str, signs: &[&str]) -> (String, String) {
    let plain = value.replace("……", "..").replace('…', "..").replace(['—', '–', '―', '─'], DASH);
    for sign in ["..", "至", "到", "~", DASH].iter().chain(signs) {
        if let Some((from, to)) = plain.split_once(sign) {
            // Three full stops are a slip; two dashes are one sign.
            let to = if *sign == ".." { to } else { to.trim_start_matches(sign) };
            return (from.to_owned(), to.to_owned());
        }
    }
    (plain.clone(), plain)
}

/// What a longer dash between two ends is read as; a hyphen may stand within a date.
const DASH: &str = "—";
