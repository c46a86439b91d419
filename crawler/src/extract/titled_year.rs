//! A title in; the year, part of a year or years that it speaks about out.

use std::sync::LazyLock;

use corpus::year::Period;
use corpus::year::ReportYear;
use regex::Regex;

use crate::extract::appearing;
use crate::extract::appearing::Named;
use crate::extract::part_of_year::part_of_title;
use crate::extract::part_of_year::part_of_year;
use crate::extract::plan_years;
use crate::extract::year::arabic;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Reads the year or span that a title speaks about.
pub(crate) fn of_title(title: &str) -> Option<ReportYear> {
    let title = arabic(title);
    let title = APART.replace_all(&title, "$1$2$3${4}年");
    let title = NUMBERED.replace_all(&title, "");
    // A cited document's year is not the title's, unless the title has no other.
    let outside = CITED.replace_all(&title, "");
    let outside = BY_THEN.replace_all(&outside, "");
    // The years of a cited five-year plan are the plan's, not the title's; what is changed or given up is of an earlier year.
    let cited = || (!CHANGES.is_match(&outside)).then(|| of_phrase(&plan_years::without(&title))).flatten();
    of_phrase(&outside).or_else(cited)
}

/// Takes out what a text cites: documents, their numbers and the spans of outlines.
pub(crate) fn without_citations(paragraph: &str) -> String {
    let own = NUMBERED.replace_all(paragraph, "");
    let own = CITED.replace_all(&own, "");
    OUTLINE.replace_all(&own, "").into_owned()
}

/// A year whose digits are set apart to fill a line.
static APART: LazyLock<Regex> = LazyLock::new(|| pattern(r"([12])\s+(\d)\s+(\d)\s+(\d)\s*年"));
static CITED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[《〈<][^》〉>]*[》〉>]"));
/// What a title does to the documents that it cites, and how far they go back: 关于废止2010年以前部分文件的决定.
static CHANGES: LazyLock<Regex> =
    LazyLock::new(|| pattern("修改|修订|修正|废止|废除|失效|延长|有效期|停止执行|继续执行|继续有效|更正"));
static BY_THEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:19|20)\d\d\s*年(?:度|底|末|\d{1,2}月(?:\d{1,2}日)?)?(?:以前|之前|前)"));
/// A document number, whose year is the year of issue.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[〔\[【（(](?:19|20)\d\d年?[〕\]】）)]\s*第?\s*\d+\s*号"));
/// A span that belongs to an outline or plan, which covers years but reports on none.
static OUTLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:纲要|规划|计划|方案|行动|意见)\s*[（(〔]?\s*(?:19|20)\d\d年?\s*[-—–－~～至]+\s*(?:19|20)\d\d年?\s*[）)〕]?|[（(〔]\s*(?:19|20)\d\d年?\s*[-—–－~～至]+\s*(?:19|20)\d\d年?\s*[）)〕]|20\d\d年远景目标",
    )
});
/// A title that sums up and names no outline: the span in its brackets is what it speaks about.
static SUMS_UP: LazyLock<Regex> = LazyLock::new(|| pattern("总结|报告|情况|回顾|年报|年鉴"));
static NAMES_OUTLINE: LazyLock<Regex> =
    LazyLock::new(|| pattern("纲要|规划|计划|方案|行动|意见|战略|办法|规定|条例|措施"));
static SPAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*年?度?\s*[-—–－~～至到/]+\s*((?:19|20)\d\d)\s*年"));
/// 2019、2020年度: years in a row, of which the last one bears the word for all.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"((?:19|20)\d\d)(?:[、和及与](?:19|20)\d\d)*[、和及与]((?:19|20)\d\d)\s*[两二三四五]?年")
});
static SHORT_SPAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*[-—–－~～/]\s*((?:19|20)\d\d)(?:[^\d年]|$)"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*(?:年度|年|学年度?|财年)"));
static BARE_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\d.])((?:19|20)\d\d)(?:[^\d号.]|$)"));

fn of_phrase(phrase: &str) -> Option<ReportYear> {
    let is_its_own = SUMS_UP.is_match(phrase) && !NAMES_OUTLINE.is_match(phrase);
    let spanless = if is_its_own { phrase.into() } else { OUTLINE.replace_all(phrase, "") };
    let span = SPAN.captures(&spanless).or_else(|| ROW.captures(&spanless));
    if let Some(found) = span.or_else(|| SHORT_SPAN.captures(&spanless)) {
        return Some(ReportYear::span(found[1].parse().ok()?, found[2].parse().ok()?));
    }
    let mut years: Vec<Named> = Vec::new();
    for found in YEAR.captures_iter(&spanless) {
        let whole = found.get(0).expect("a match has a whole");
        years.push(Named { year: found[1].parse().ok()?, start: whole.start(), end: whole.end() });
    }
    let years = appearing::own(&spanless, years);
    let Some(Named { year: first, end, .. }) = years.first().copied() else {
        let plan = five_years(phrase, &spanless);
        return plan.or_else(|| short_year(&spanless)).or_else(|| bare_year(&spanless));
    };
    let after = &spanless[end..];
    match years.iter().find(|named| named.year != first) {
        Some(second) if !is_outlook(&spanless[second.end..]) => Some(ReportYear::span(first, second.year)),
        Some(_) => Some(ReportYear { period: part_of_year(after), ..ReportYear::single(first) }),
        None => {
            let period = Some(part_of_year(after)).filter(|period| *period != Period::Year);
            let period = period.or_else(|| part_of_title(&spanless, end)).unwrap_or(Period::Year);
            Some(ReportYear { period, ..ReportYear::single(first) })
        }
    }
}

/// Tells whether a second year in a title only looks ahead: 2021年工作总结及2022年工作打算.
fn is_outlook(after: &str) -> bool {
    let near: String = after.chars().take(12).collect();
    let ahead =
        ["打算", "思路", "要点", "安排", "重点", "展望", "目标", "设想", "谋划", "努力方向", "任务", "计划"];
    // A draft of a plan or a budget is half of what the report is about.
    let is_draft = near.contains("预算") || near.contains('草') || near.contains("国民经济");
    ahead.iter().any(|word| near.contains(word)) && !is_draft
}

/// Returns the years of the plan that a phrase names. A plan for teaching the law is named by whatever is done under it, so
/// that only what sums up, or names no outline, is about its years.
fn five_years(phrase: &str, spanless: &str) -> Option<ReportYear> {
    let is_outline = NAMES_OUTLINE.is_match(phrase) && !SUMS_UP.is_match(phrase);
    plan_years::find(spanless).filter(|_| !(is_outline && plan_years::is_of_law(phrase)))
}

/// A year of two digits, which only 年度 tells from a length of time: 21年度报告. 前10年度 is one.
static SHORT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^\d.第近前后连续过满共届每几多余])(\d\d)年度"));

fn short_year(phrase: &str) -> Option<ReportYear> {
    let found = SHORT_YEAR.captures(phrase)?;
    let year: i16 = found[1].parse().ok()?;
    let century = match year {
        0..50 => 2000,
        80..100 => 1900,
        _ => return None,
    };
    let end = found.get(0)?.end();
    Some(ReportYear { period: part_of_year(&phrase[end..]), ..ReportYear::single(century + year) })
}

fn bare_year(phrase: &str) -> Option<ReportYear> {
    let found = BARE_YEAR.captures(phrase)?.get(1)?;
    let year = ReportYear::single(found.as_str().parse().ok()?);
    Some(ReportYear { period: part_of_year(&phrase[found.end()..]), ..year })
}

#[cfg(test)]
mod tests {
    use crate::extract::titled_year::of_title;

    #[track_caller]
    fn title(title: &str, expected: Option<&str>) {
        assert_eq!(of_title(title).map(|year| year.to_string()).as_deref(), expected, "{title}");
    }

    #[test]
    fn what_is_changed_or_given_up_is_of_an_earlier_year() {
        title("关于修改《2016年某某办法》的通知", None);
        title("关于延长《某市1997年某某实施办法》有效期的通知", None);
        title("关于废止2010年以前部分文件的决定", None);
        title("关于印发《2019年工作要点》的通知", Some("2019"));
        title("2021年某县修改《2019年某某办法》工作总结", Some("2021"));
    }

    #[test]
    fn the_year_stands_before_nian() {
        title("某市2024年政府工作报告", Some("2024"));
        title("某区二〇二二年度法治政府建设报告", Some("2022"));
        title("某局二○一九年法治工作总结", Some("2019"));
        title("某县２０２０年统计公报", Some("2020"));
        title("某区2022法治政府建设报告", Some("2022"));
        title("政府工作报告", None);
        title("某镇 2 0 2 1 年度报告", Some("2021"));
    }

    #[test]
    fn part_of_a_year_is_told_apart() {
        title("某市2019年上半年预算执行情况", Some("2019 H1"));
        title("某局2019上半年工作总结", Some("2019 H1"));
        title("某市2019年第三季度通报", Some("2019 Q3"));
        title("某市2019年前三季度经济运行情况", Some("2019 Q1-Q3"));
        title("某市2019年1至9月财政收支情况", Some("2019 Q1-Q3"));
        title("某县二〇一九年一至三季度工作总结", Some("2019 Q1-Q3"));
        title("2019年1-11月某县财政收支情况", Some("2019 M1-11"));
        title("2019年某市上半年抽查结果", Some("2019 H1"));
        title("2019年某县5月至次年3月供暖方案", Some("2019"));
        title("2019年收支情况（1—9月）", Some("2019 Q1-Q3"));
        title("2019年财政收支情况（上半年）", Some("2019 H1"));
        title("前三季度情况（2019年）", Some("2019 Q1-Q3"));
        title("某县上半年工作总结（2019年度）", Some("2019 H1"));
        title("2019年某县法治政府建设上半年工作总结", Some("2019 H1"));
        title("2019年某局重点工作第三季度完成情况", Some("2019 Q3"));
        title("2019年收支情况（1—9月数据更正）", Some("2019"));
        title("某某行动上半年部署会（2019年）", Some("2019"));
        title("2019年工作总结和下半年工作情况", Some("2019"));
        title("2019年某县返乡半年就业情况", Some("2019"));
        title("2019年某县半年度工作总结", Some("2019 H1"));
        title("2019年某县收支情况（1月9日）", Some("2019"));
    }

    #[test]
    fn two_years_are_a_span_unless_the_second_looks_ahead() {
        title("某区2018年预算执行情况和2019年预算草案的报告", Some("2018–2019"));
        title("某区2018年国民经济和社会发展计划执行情况与2019年计划草案的报告", Some("2018–2019"));
        title("某局2019年工作总结及2020年工作打算", Some("2019"));
        title("某局2019年工作总结暨2020年计划", Some("2019"));
        title("2022年计划执行情况与2023年国民经济和社会发展计划（草案）的报告", Some("2022–2023"));
        title("某市2017-2019年依法行政情况", Some("2017–2019"));
        title("某县2021/2022学年教育统计公报", Some("2021–2022"));
        title("某局2018、2019年度依法行政情况报告", Some("2018–2019"));
        title("某局2017、2018和2019年度工作总结", Some("2017–2019"));
        title("某局2018、2019两年工作总结", Some("2018–2019"));
        title("某市二〇一八—二〇一九年度报告", Some("2018–2019"));
        title("某市依法行政工作总结（2016-2020年）", Some("2016–2020"));
    }

    #[test]
    fn the_year_in_which_it_appeared_is_no_year_of_a_title() {
        title("2020年部门决算（2021年公开）", Some("2020"));
        title("2021年公开的2020年度部门决算", Some("2020"));
        title("关于2020年度部门决算的说明（2021年9月发布）", Some("2020"));
        title("2022年度法治政府建设报告（2023年1月15日）", Some("2022"));
        title("2022年法治政府建设工作报告2023年1月", Some("2022"));
        title("某县2022年法治政府建设工作报告（2023年修订）", Some("2022"));
        title("2022年度政府信息公开年报（2023年版）", Some("2022"));
        title("2023年报送2022年度法治政府建设情况报告", Some("2022"));
        title("2022年法治政府建设情况（截至2023年1月）", Some("2022"));
        title("某县行政许可事项清单（2022年版）", Some("2022"));
        title("某县2022年12月法治政府建设工作报告", Some("2022"));
        title("2021年7月至2022年6月法治政府建设工作报告", Some("2021–2022"));
        title("2021年度公开和2022年度公开情况", Some("2021–2022"));
        title("2021年1-6月某某情况与2022年某某情况", Some("2021–2022"));
    }

    #[test]
    fn a_plan_for_teaching_the_law_has_years_of_its_own() {
        title("“七五”普法工作总结", Some("2016–2020"));
        title("某县八五普法中期工作情况报告", Some("2021–2025"));
        title("某县法治宣传教育“七五”规划实施情况报告", Some("2016–2020"));
        title("某县法治宣传教育第八个五年规划", None);
        title("某县法治宣传教育第八个五年规划（2021-2025年）", None);
        title("某省“九五”计划完成情况", Some("1996–2000"));
        title("某县六五环境日活动总结", None);
        title("某县法治宣传“十四五”时期工作报告", Some("2021–2025"));
    }

    #[test]
    fn a_year_of_two_digits_is_told_by_niandu() {
        title("21年度法治政府建设报告", Some("2021"));
        title("某局21年度工作总结", Some("2021"));
        title("某公司近10年度工作总结", None);
        title("第21年度某某评选结果", None);
    }

    #[test]
    fn a_five_year_plan_is_its_years_and_an_outline_is_none() {
        title("“十三五”依法行政工作总结", Some("2016–2020"));
        title("某市第十三个五年规划实施情况报告", Some("2016–2020"));
        title("某省法治政府建设实施纲要（2021—2025年）", None);
        title("关于贯彻《法治政府建设实施纲要（2021-2025年）》2022年情况的报告", Some("2022"));
        title("关于某政办发〔2020〕3号文件的说明", None);
        title("某市介绍《某新城“十四五”规划》情况", None);
    }
}
