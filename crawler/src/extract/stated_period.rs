//! The opening of a report in; the year, part of a year or years that it says its numbers are of out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::year::Period;
use corpus::year::ReportYear;
use regex::Regex;

use crate::extract::numeral;

/// Reads the period that a report states, years in digits: 统计期限为2021年1月1日至12月31日.
pub(crate) fn find(text: &str) -> Option<(ReportYear, Confidence)> {
    for found in PERIOD.captures_iter(text) {
        let start: i16 = found[1].parse().ok()?;
        let end: i16 = found.get(4).map_or(Some(start), |year| year.as_str().parse().ok())?;
        let Some(months) = month(&found[2]).zip(month(&found[5])) else { continue };
        // Nobody calls 1月5日至9月20日 three quarters, and what was done in them is no period of a report on the whole year.
        let is_whole = month(&found[3]) == Some(1) && month(&found[6]) == Some(30);
        let before = &text[..found.get(0).expect("a match has a whole").start()];
        let is_told = || months != (1, 9) || is_whole && CALLED.is_match(last_words(before));
        if let Some(read) = of_span(start, end, months).filter(|_| is_told()) {
            return Some((read, Confidence::Stated));
        }
    }
    for found in PERIOD_OF_MONTHS.captures_iter(text) {
        let year: i16 = found[2].parse().ok()?;
        let Some(months) = month(&found[3]).zip(month(&found[4])) else { continue };
        // What was done from January to June is no period of the report unless it is called so.
        let is_called_so = found.get(1).is_some() || months == (1, 12);
        if let Some(read) = of_span(year, year, months).filter(|_| is_called_so) {
            return Some((read, Confidence::Stated));
        }
    }
    let found = BROKEN_PERIOD.captures(text)?;
    (found[1] == found[2])
        .then(|| found[1].parse().ok())
        .flatten()
        .map(|year| (ReportYear::single(year), Confidence::Inferred))
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// A period from day to day: 2021年1月1日起至12月31日, 2021.1.1—2021.12.31, 二〇二一年一月一日零时至…
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"(\d{1,2}|[一二三四五六七八九十]{1,3})";
    let hour = r"(?:零时|\d{1,2}[时点])?";
    pattern(&format!(
        r"((?:19|20)\d\d)\s*[年./-]\s*{number}\s*[月./-]\s*{number}\s*日?\s*{hour}\s*(?:起)?[，,]?\s*(?:至|到|[-—–－~～]+)\s*(?:((?:19|20)\d\d)\s*[年./-]|同年)?\s*{number}\s*[月./-]\s*{number}(?:[^\d]|$)"
    ))
});
/// What calls the days behind it a period.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:(?:期限|期间|时间|周期|时段|时限|范围)[^。；\d]{0,6}|[自从]\s*)$"));
/// A period of months: 2021年1月至12月, 2021年1—6月.
static PERIOD_OF_MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"((?:期限|期间|时间|周期|时段|时限|范围)[^。；\d]{0,6}|[自从]\s*)?((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月?份?\s*(?:至|到|[-—–－~～]+)\s*(\d{1,2})\s*月(?:[^\d]|$)",
    )
});
/// A period whose month and day were lost by whoever typed it: 自202111日起至20211230日止.
static BROKEN_PERIOD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"自\s*((?:19|20)\d\d)\d*\s*日?起?\s*至\s*((?:19|20)\d\d)\d*\s*日?止"));

/// Returns the words right before a place: what calls a period so stands near it.
fn last_words(before: &str) -> &str {
    let from = before.char_indices().rev().take(12).last().map_or(before.len(), |(at, _)| at);
    &before[from..]
}

/// Reads a month in digits or Chinese numerals.
fn month(written: &str) -> Option<u8> {
    written.parse().ok().or_else(|| {
        let characters: Vec<char> = written.chars().collect();
        numeral::small(&characters, 0).and_then(|(month, _)| u8::try_from(month).ok())
    })
}

/// Tells which year, part of a year or years lie between two months; none for other stretches of time.
fn of_span(start: i16, end: i16, months: (u8, u8)) -> Option<ReportYear> {
    match (end - start, months) {
        (0, (1, 6 | 9 | 12) | (7, 12)) => {
            let period = Period::of_months(months.0, months.1)?;
            Some(ReportYear { period, ..ReportYear::single(start) })
        }
        (1, (from, to)) if from == to + 1 => Some(ReportYear::single(start)),
        (1..=5, (1, 12)) => Some(ReportYear::span(start, end)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::stated_period;
    use crate::extract::year;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = stated_period::find(&year::arabic(text)).map(|(year, _)| year.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_period_is_read_in_every_way_of_writing() {
        check("统计期限为2023.1.1—2023.12.31。", Some("2023"));
        check("统计期限为2023-01-01至2023-12-31。", Some("2023"));
        check("统计期限自2023年1月1日零时起，至2023年12月31日24时止。", Some("2023"));
        check("统计期限自二〇二三年一月一日至二〇二三年十二月三十一日。", Some("2023"));
        check("统计期限为2023年1月至12月。", Some("2023"));
        check("统计期限为2023年1—6月。", Some("2023 H1"));
        check("统计期限为2023年1—9月。", Some("2023 Q1-Q3"));
        check("统计期限为2023年1月1日至9月30日。", Some("2023 Q1-Q3"));
        check("统计期限自2022年7月1日至2023年6月30日。", Some("2022"));
    }

    #[test]
    fn other_stretches_of_time_are_no_period() {
        check("会议于2023年3月1日至5日召开。", None);
        check("公示期为2023年3月1日至3月7日。", None);
        check("2023年1月20日至2月5日放假。", None);
        check("2023年1-6月，共办理案件17件。", None);
        check("2023年1-9月，共办理案件17件。", None);
        check("2023年1月5日至9月20日，某县开展专项行动。", None);
        check("2023年1月1日至9月30日，共办理案件17件。", None);
        check("统计期限见附表。2023年1月1日至9月30日，共办理案件17件。", None);
    }
}
