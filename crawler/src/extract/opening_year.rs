//! The opening of a text whose title bears no year in; the year that it speaks about out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::year::without_citations;

/// Reads the year of a work report: that of the session it was given at, else the one after the year that it reviews.
pub(crate) fn of_work_report(text: &str) -> Option<i16> {
    of_session(text).or_else(|| after_review(text))
}

/// Reads the year of the first sentences: the one that is announced, else the first; cited documents and days left out.
pub(crate) fn of_first_sentence(text: &str) -> Option<i16> {
    let paragraphs = text.lines().filter(|line| line.chars().count() > 15).take(3);
    let own: Vec<String> = paragraphs.map(without_citations).collect();
    let announced = own.iter().find_map(|paragraph| ANNOUNCED.captures(paragraph));
    let first = || {
        let mut years = own.iter().flat_map(|paragraph| OPENS.captures_iter(paragraph));
        years.find(|found| found.get(2).is_none())
    };
    let any = || own.iter().find_map(|paragraph| OPENS.captures(paragraph));
    announced.or_else(first).or_else(any)?[1].parse().ok()
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"((?:19|20)\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^。\n]{0,30}(?:会议|代表大会)")
});

/// Reads the year of the session that a work report was given at.
fn of_session(text: &str) -> Option<i16> {
    let head: String = text.chars().take(400).collect();
    SESSION.captures(&head).and_then(|found| found[1].parse().ok())
}

static REVIEWS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*年[^。\n]{0,8}工作回顾\s*(?:\n|$)"));

/// Reads the year after the one that a work report reviews under its first heading.
fn after_review(text: &str) -> Option<i16> {
    REVIEWS.captures(text).and_then(|found| found[1].parse::<i16>().ok()).map(|year| year + 1)
}

/// A year, and the month of a day that it may belong to.
static OPENS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*(?:年度|年)(\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?"));
/// 现将2022年度…报告如下: the year that a text says it is about.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:现将|现就|对我)[^。，]{0,20}?((?:19|20)\d\d)\s*(?:年度|年)"));

#[cfg(test)]
mod tests {
    use crate::extract::opening_year::of_first_sentence;
    use crate::extract::opening_year::of_work_report;

    #[track_caller]
    fn check(read: fn(&str) -> Option<i16>, text: &str, expected: Option<i16>) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn a_work_report_speaks_of_the_year_after_the_one_it_reviews() {
        check(of_work_report, "各位代表：\n一、2023年工作回顾\n二、2024年工作安排", Some(2024));
        check(of_work_report, "2024年1月10日在某县人民代表大会第五次会议上\n一、2023年工作回顾", Some(2024));
        check(of_work_report, "各位代表：\n一、过去五年的工作", None);
    }

    #[test]
    fn the_year_that_is_announced_outranks_the_first() {
        check(of_first_sentence, "根据2023年的要求，现将2022年度法治政府建设情况报告如下。", Some(2022));
        check(of_first_sentence, "2023年1月5日，全局召开会议。2022年度各项工作有序推进。", Some(2022));
        check(of_first_sentence, "2022年，全县深入推进各项法治工作，成效明显。", Some(2022));
        check(of_first_sentence, "2023年1月5日，全局召开会议，部署各项工作。", Some(2023));
    }
}
