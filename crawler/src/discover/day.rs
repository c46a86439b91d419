//! The text beside a link goes in; the date in it comes out.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use regex::Captures;
use regex::Regex;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// `2022-01-06`, `2022/1/6`, `2022.01.06`, `2022年1月6日`.
static FULL: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?P<y>(?:19|20)\d{2})\s*[-/.年—–]\s*(?P<m>\d{1,2})\s*[-/.月—–]\s*(?P<d>\d{1,2})")
});
/// `06 2022-01` and `06 / 2022.01`: the day large, year and month small.
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?P<d>\d{1,2})\s*[日/]?\s+(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})"));
/// `2022-01 06`: year and month small, the day large.
static DAY_LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?\s+(?P<d>\d{1,2})"));
/// `20220106` on its own.
static PACKED: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})\s*$"));

/// The first full date in a text.
pub(crate) fn in_text(text: &str) -> Option<Date> {
    let patterns = [&FULL, &DAY_FIRST, &DAY_LAST, &PACKED];
    patterns.into_iter().find_map(|pattern| pattern.captures_iter(text).find_map(|found| date(text, &found)))
}

/// Whether a text is a date and nothing else but a word that says so.
pub(crate) fn is_date(text: &str) -> bool {
    if text.len() > 60 || in_text(text).is_none() {
        return false;
    }
    let is_part =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || !c.is_alphanumeric() || "年月日".contains(c);
    let word: String = text.chars().filter(|c| !is_part(*c)).collect();
    matches!(
        word.as_str(),
        "" | "T"
            | "TZ"
            | "发布"
            | "发布于"
            | "时间"
            | "日期"
            | "期"
            | "发布时间"
            | "发布期"
            | "发文期"
            | "成文期"
            | "更新时间"
    )
}

/// Reads a time in seconds or milliseconds as the day it was in China; zero is no time.
pub(crate) fn of_epoch(number: i64) -> Option<Date> {
    let seconds = if number.abs() >= 100_000_000_000 { number / 1000 } else { number };
    if seconds <= 0 {
        return None;
    }
    Some(Offset::constant(8).to_datetime(Timestamp::from_second(seconds).ok()?).date())
}

fn date(text: &str, found: &Captures<'_>) -> Option<Date> {
    let whole = found.get(0)?;
    let (before, after) = (text[..whole.start()].chars().next_back(), text[whole.end()..].chars().next());
    if before.into_iter().chain(after).any(|c| c.is_ascii_digit()) {
        return None;
    }
    Date::new(found["y"].parse().ok()?, found["m"].parse().ok()?, found["d"].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(in_text(text).map(|date| date.to_string()).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn dates_beside_links_are_written_in_many_ways() {
        for text in
            ["2022-01-06", "[2022/1/6]", "（2022.01.06）", "发布时间：2022年1月6日", "2022-01-06 09:30:00"]
        {
            check(text, Some("2022-01-06"));
        }
        check("06 2022-01", Some("2022-01-06"));
        check("2022-01 06", Some("2022-01-06"));
        check("20220106", Some("2022-01-06"));
        check("2022-13-45 2022-01-06", Some("2022-01-06"));
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in ["01-06", "2022年度", "120220-01-06", "2022-01-067", "电话 0571-2022", ""] {
            check(text, None);
        }
    }

    #[test]
    fn an_epoch_is_a_day_in_china() {
        let day = |number| of_epoch(number).map(|date| date.to_string());
        assert_eq!(
            day(1_641_398_400).as_deref(),
            Some("2022-01-06"),
            "midnight in China is still yesterday in Greenwich"
        );
        assert_eq!(day(1_641_398_400_000).as_deref(), Some("2022-01-06"));
        assert_eq!(day(0), None);
        assert_eq!(day(-5), None);
        assert_eq!(day(i64::MAX), None);
    }
}
