//! The opening of a text whose title bears no year in; the year, part of a year or years that it speaks about out.

use std::sync::LazyLock;

use corpus::year::Period;
use corpus::year::ReportYear;
use regex::Captures;
use regex::Regex;

use crate::extract::part_of_year::part_of_year;
use crate::extract::titled_year::without_citations;

/// Reads the year of a work report: that of the session it was given at, else the one after the year or years that it
/// reviews, else the one that its plan is for.
pub(crate) fn of_work_report(text: &str) -> Option<i16> {
    of_session(text)
        .or_else(|| after_review(text))
        .or_else(|| planned(text))
        .or_else(|| after_term(text))
        .or_else(|| after_reviewed(text))
}

/// Reads the year of the first sentences: the one that is announced, else the first; cited documents, days, and what the work
/// began with, is measured by or rests upon are left out.
pub(crate) fn of_first_sentence(text: &str) -> Option<ReportYear> {
    let paragraphs = text.lines().filter(|line| line.chars().count() > 15).take(3);
    let own: Vec<String> = paragraphs.map(without_citations).collect();
    if let Some((paragraph, found)) = first_of(&own, &ANNOUNCED) {
        return read(paragraph, &found);
    }
    let told: Vec<String> =
        own.iter().map(|paragraph| SINCE.replace_all(paragraph, "").into_owned()).collect();
    let free: Vec<String> =
        told.iter().map(|paragraph| GROUNDS.replace_all(paragraph, "$1").into_owned()).collect();
    let dated = |paragraphs: &[String]| {
        let mut years = paragraphs
            .iter()
            .flat_map(|paragraph| OPENS.captures_iter(paragraph).map(move |found| (paragraph, found)));
        years.find(|(_, found)| found.get(2).is_none()).and_then(|(paragraph, found)| read(paragraph, &found))
    };
    let any = |paragraphs: &[String]| {
        first_of(paragraphs, &OPENS).and_then(|(paragraph, found)| read(paragraph, &found))
    };
    dated(&free).or_else(|| dated(&told)).or_else(|| any(&told))
}

fn first_of<'a>(paragraphs: &'a [String], pattern: &Regex) -> Option<(&'a str, Captures<'a>)> {
    paragraphs.iter().find_map(|paragraph| Some((paragraph.as_str(), pattern.captures(paragraph)?)))
}

/// Reads the year that was found with what goes on from it: 2018年至2022年, 2023年上半年.
fn read(paragraph: &str, found: &Captures<'_>) -> Option<ReportYear> {
    let year = found.get(1)?;
    let start: i16 = year.as_str().parse().ok()?;
    let from_year = &paragraph[year.start()..];
    if let Some(span) = SPAN.captures(from_year) {
        let end: i16 = span[1].parse().ok()?;
        return (start..=start + 10).contains(&end).then(|| ReportYear::span(start, end));
    }
    let behind = from_year[year.len()..].trim_start();
    let behind = behind.strip_prefix("年度").or_else(|| behind.strip_prefix('年')).unwrap_or(behind);
    // What was done from January to June may be told in a report on the whole year; a half or a quarter is named.
    let period = if behind.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        Period::Year
    } else {
        part_of_year(behind)
    };
    Some(ReportYear { period, ..ReportYear::single(start) })
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

/// The years that a report on a whole term looks back on: 过去五年，2017年至2021年.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:过去|这|本届|五年)[^。\n]{0,16}(?:19|20)\d\d\s*年?\s*[-—–－~～至到]+\s*((?:19|20)\d\d)\s*年")
});

/// Reads the year after the term that a work report looks back on in its opening.
fn after_term(text: &str) -> Option<i16> {
    let head: String = text.chars().take(400).collect();
    TERM.captures(&head).and_then(|found| found[1].parse::<i16>().ok()).map(|year| year + 1)
}

/// The year that a work report looks back on before it says so in a heading: 2023年是…的开局之年, 刚刚过去的2023年.
static REVIEWED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:过去的\s*((?:19|20)\d\d)\s*年|(?:^|[。\s])((?:19|20)\d\d)\s*年，?\s*(?:是|我们|全[省市县区州旗镇乡]|面对|在))",
    )
});

/// Reads the year after the one that the opening of a work report looks back on.
fn after_reviewed(text: &str) -> Option<i16> {
    let head: String = text.chars().take(600).collect();
    let found = REVIEWED.captures(&head)?;
    let year = found.get(1).or_else(|| found.get(2))?;
    year.as_str().parse::<i16>().ok().map(|year| year + 1)
}

static PLANS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)^[ \t\x{3000}]*[一二三四五][、.．]\s*((?:19|20)\d\d)\s*年[^。\n]{0,10}(?:安排|建议|任务|重点工作|打算|目标|部署|要求)[^。\n]{0,6}$",
    )
});

/// Reads the year that a work report plans under a heading: 三、2022年工作安排.
fn planned(text: &str) -> Option<i16> {
    let looks_back = |line: &str| ["完成", "回顾", "落实", "成效"].iter().any(|word| line.contains(word));
    let found = PLANS.captures_iter(text).find(|found| !looks_back(&found[0]))?;
    found[1].parse().ok()
}

/// A year, and the month of a day that it may belong to.
static OPENS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*(?:年度|年)(\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?"));
/// 现将2022年度…报告如下: the year that a text says it is about.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:现将|现就|对我)[^。，]{0,20}?((?:19|20)\d\d)\s*(?:年度|年)"));
/// The end of a span that begins with a year.
static SPAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\d{4}\s*年?\s*[-—–－~～至到]+\s*((?:19|20)\d\d)\s*年"));
/// What the work began with and what it is measured by: 自2020年机构改革以来, 2021年以来, 较2022年增长, 与2023年预算相比.
static SINCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:自|从|自从)\s*(?:19|20)\d\d\s*年[^，。；]{0,24}?(?:以来|之后|以后|起|开始|后)|(?:19|20)\d\d\s*年(?:\d{1,2}月)?以来|(?:较|比|同)(?:上年)?[（(]?(?:19|20)\d\d\s*年度?|[与和跟同]\s*(?:19|20)\d\d\s*年[^，。；]{0,12}(?:相比|比较|持平|相同)",
    )
});
/// On what grounds the work rests: 根据2019年机构改革方案，….
static GROUNDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(^|[，。；：（(])(?:根据|按照|依据|依照|遵照|对照)[^，。；]{0,60}"));

#[cfg(test)]
mod tests {
    use crate::extract::opening_year::of_first_sentence;
    use crate::extract::opening_year::of_work_report;

    #[track_caller]
    fn work_report(text: &str, expected: Option<i16>) {
        assert_eq!(of_work_report(text), expected, "{text}");
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(of_first_sentence(text).map(|year| year.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_work_report_speaks_of_the_year_after_the_one_it_reviews() {
        work_report("各位代表：\n一、2023年工作回顾\n二、2024年工作安排", Some(2024));
        work_report("2024年1月10日在某县人民代表大会第五次会议上\n一、2023年工作回顾", Some(2024));
        work_report("各位代表：\n一、过去五年的工作", None);
        work_report("各位代表：\n过去五年，2017年至2021年，全县经济快速发展。", Some(2022));
        work_report("各位代表：\n一、2021年目标任务完成情况\n二、工作打算", None);
        work_report("各位代表：\n现在，我报告工作，请予审议。\n2023年是全面推进各项工作的一年。", Some(2024));
        work_report("各位代表：\n刚刚过去的2023年，全市上下奋力拼搏。", Some(2024));
        work_report("各位代表：\n一、过去五年的工作\n二、今后五年的目标\n三、2022年工作安排", Some(2022));
    }

    #[test]
    fn the_year_that_is_announced_outranks_the_first() {
        check("根据2023年的要求，现将2022年度法治政府建设情况报告如下。", Some("2022"));
        check("2023年1月5日，全局召开会议。2022年度各项工作有序推进。", Some("2022"));
        check("2022年，全县深入推进各项法治工作，成效明显。", Some("2022"));
        check("2023年1月5日，全局召开会议，部署各项工作。", Some("2023"));
    }

    #[test]
    fn what_the_work_began_with_or_rests_upon_is_not_its_year() {
        check("自2020年机构改革以来，我局认真履行职责。2023年，我局办理案件35件。", Some("2023"));
        check("自2020年机构改革以来，我局认真履行各项职责。", None);
        check("2021年以来，我局累计办理各类案件123件，成效明显。", None);
        check("根据2019年机构改革方案，我局设三个科。2023年，我局办理案件35件。", Some("2023"));
        check("与2023年预算相比，2024年收入预算增加12万元。", Some("2024"));
        check("收入较2022年增长两成，2023年全县生产总值345亿元。", Some("2023"));
        check("按照2023年度法治政府建设工作安排，我局扎实开展工作。", Some("2023"));
        check("2023年与以往相比，我局办理的案件更多，成效更好。", Some("2023"));
    }

    #[test]
    fn a_span_and_a_part_of_a_year_are_read_whole() {
        check("2018年至2022年，我局累计办理各类案件123件。", Some("2018–2022"));
        check("2023年上半年，我局认真履行职责，成效明显。", Some("2023 H1"));
        check("现将2023年第三季度有关工作情况报告如下，请审阅。", Some("2023 Q3"));
        check("2023年1-6月，我局共检查企业23家，成效明显。", Some("2023"));
    }
}
