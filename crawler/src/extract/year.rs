//! What a document says about itself in; the year or span that it speaks about out. Never the year it appeared in.

use std::sync::LazyLock;

use corpus::congress;
use corpus::document::Confidence;
use corpus::document::DocumentKind;
use corpus::document::Origin;
use corpus::reason::Reason;
use corpus::year::ReportYear;
use regex::Regex;

use crate::extract::numeral;
use crate::extract::opening_year;
use crate::extract::stated_period;
use crate::extract::titled_year::of_title;

/// Where the year may stand, strongest first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clues<'a> {
    /// The title.
    pub(crate) title: &'a str,
    /// Column and breadcrumb.
    pub(crate) breadcrumb: &'a str,
    /// The path of the address, whose folders may bear a year.
    pub(crate) path: &'a str,
    /// The text.
    pub(crate) text: &'a str,
    /// What sort of document it is; a notice does not speak about the year of its first sentence.
    pub(crate) kind: DocumentKind,
    /// The year it went up, which a column folder must lie before.
    pub(crate) published: Option<i16>,
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Finds the year, and how.
pub(crate) fn find(clues: &Clues<'_>) -> Option<(ReportYear, Origin)> {
    if let Some(year) = of_title(clues.title) {
        return Some((year, Origin::new(Reason::Title, Confidence::Stated)));
    }
    if clues.kind == DocumentKind::WorkReport
        && let Some(session) = congress::sessions(clues.title).first()
    {
        let origin = Origin::new(Reason::Session, Confidence::Inferred);
        return Some((ReportYear::single(session.year), origin));
    }
    if let Some(year) = of_breadcrumb(clues.breadcrumb) {
        return Some((year, Origin::new(Reason::Breadcrumb, Confidence::Inferred)));
    }
    let speaks = speaks_about_a_year(clues.kind, clues.title);
    if let Some(year) =
        of_path(clues.path).filter(|year| speaks && clues.published.is_none_or(|up| *year < up))
    {
        return Some((ReportYear::single(year), Origin::new(Reason::AddressColumn, Confidence::Inferred)));
    }
    if !speaks {
        return None;
    }
    let opening = arabic(&clues.text.chars().take(3000).collect::<String>());
    if let Some((year, confidence)) = stated_period::find(&opening) {
        return Some((year, Origin::new(Reason::StatedPeriod, confidence)));
    }
    if clues.kind == DocumentKind::WorkReport
        && let Some(year) = opening_year::of_work_report(&opening)
    {
        return Some((ReportYear::single(year), Origin::new(Reason::Session, Confidence::Inferred)));
    }
    opening_year::of_first_sentence(&opening)
        .map(|year| (year, Origin::new(Reason::FirstSentence, Confidence::Inferred)))
}

/// Tells whether documents of a kind speak about a year at all.
fn speaks_about_a_year(kind: DocumentKind, title: &str) -> bool {
    use DocumentKind as K;
    kind.is_yearly()
        || matches!(kind, K::Budget | K::PerformanceEvaluation | K::ProposalHandling)
        || (kind == K::Other
            && ["报告", "总结", "情况", "公报", "年报"].iter().any(|word| title.contains(word)))
}

/// Writes years in Chinese numerals and full-width digits as digits, so that one pattern reads them all.
pub(crate) fn arabic(text: &str) -> String {
    let characters: Vec<char> = text
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xFEE0).expect("full width lies 0xFEE0 above ASCII"),
            other => other,
        })
        .collect();
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let year = numeral::digits(&characters, at, 4)
            .filter(|(year, end)| (1900..2100).contains(year) && ends_year(&characters[*end..]));
        if let Some((year, end)) = year {
            written.push_str(&year.to_string());
            at = end;
        } else {
            written.push(characters[at]);
            at += 1;
        }
    }
    written
}

/// Tells whether a text goes on as it does after a year in Chinese numerals: 二〇二一年, 二〇二一—二〇二二年度.
fn ends_year(rest: &[char]) -> bool {
    let Some(first) = rest.first() else { return false };
    *first == '年'
        || matches!(first, '-' | '—' | '–' | '－' | '~' | '～' | '至')
            && rest.iter().take(8).any(|c| *c == '年')
}

static COLUMN_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[\s/>»›·|])((?:19|20)\d\d)年?度?(?:$|[\s/>»›·|])"));

/// Reads the year of a column such as 政府信息公开年报 / 2019.
fn of_breadcrumb(breadcrumb: &str) -> Option<ReportYear> {
    // A day in English ends with its year: Saturday, September 10th, 2005.
    let is_column = |line: &&str| !line.contains(|c: char| c.is_ascii_alphabetic()) || !line.is_ascii();
    breadcrumb
        .lines()
        .filter(is_column)
        .flat_map(|line| COLUMN_YEAR.captures_iter(line))
        .last()
        .and_then(|found| found[1].parse().ok())
        .map(ReportYear::single)
}

static FOLDER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"/(?:[a-z_]+_?(20\d\d)(?:nd|n)?|(20\d\d)(?:n|nb|nd[a-z]*|nian[a-z]*))/"));

/// Reads the year of a column's folder such as /nb2021/ or /2021nb/; a folder of nothing but digits is a publish date.
fn of_path(path: &str) -> Option<i16> {
    let found = FOLDER.captures_iter(path).last()?;
    found.get(1).or(found.get(2))?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use corpus::document::DocumentKind;

    use crate::extract::year;

    #[track_caller]
    fn check(clues: &year::Clues<'_>, expected: Option<&str>) {
        assert_eq!(year::find(clues).map(|(year, _)| year.to_string()).as_deref(), expected, "{clues:?}");
    }

    #[test]
    fn the_folder_of_a_column_bears_a_year() {
        for (path, expected) in [
            ("/nb2021/202203/t1.html", Some("2021")),
            ("/2021nb/202203/t1.html", Some("2021")),
            ("/2021/0301/x.html", None),
        ] {
            let column = year::Clues {
                title: "法治政府建设年度报告",
                breadcrumb: "",
                path,
                text: "",
                kind: DocumentKind::RuleOfLawReport,
                published: None,
            };
            check(&column, expected);
        }
    }

    #[test]
    fn a_column_bears_a_year_and_a_day_in_english_is_none() {
        for (breadcrumb, expected) in [
            ("首页 > 政府信息公开年报 > 2019年", Some("2019")),
            ("年度报告\n2019\n", Some("2019")),
            ("Saturday, September 10th, 2005\n", None),
        ] {
            let column = year::Clues {
                title: "法治政府建设年度报告",
                breadcrumb,
                path: "",
                text: "",
                kind: DocumentKind::RuleOfLawReport,
                published: None,
            };
            check(&column, expected);
        }
    }

    #[test]
    fn a_work_report_without_a_year_is_of_the_session_that_its_title_names() {
        for (title, kind, expected) in [
            (
                "第十届全国人民代表大会第五次会议关于政府工作报告的决议",
                DocumentKind::WorkReport,
                Some("2007"),
            ),
            ("第十届全国人大第五次会议2006年政府工作报告", DocumentKind::WorkReport, Some("2006")),
            ("某省第十届人民代表大会第五次会议关于政府工作报告的决议", DocumentKind::WorkReport, None),
            ("关于学习第十届全国人大第五次会议精神的通知", DocumentKind::Notice, None),
        ] {
            let named = year::Clues { title, breadcrumb: "", path: "", text: "", kind, published: None };
            check(&named, expected);
        }
    }

    #[track_caller]
    fn text(text: &str, expected: Option<&str>) {
        let clues = year::Clues {
            title: "法治政府建设年度报告",
            breadcrumb: "",
            path: "",
            text,
            kind: DocumentKind::RuleOfLawReport,
            published: None,
        };
        check(&clues, expected);
    }

    #[test]
    fn the_stated_period_outranks_the_first_sentence_and_a_citation() {
        text("根据某办函〔2020〕30号编制。统计期限自2023年1月1日起至2023年12月31日止。", Some("2023"));
        text("本报告所列数据期限为2022年1月1日—12月31日。", Some("2022"));
        text("本报告统计期限自202211日起至20221230日止。", Some("2022"));
        text("2019年，全县深入贯彻依法治国方略，各项工作有序推进。", Some("2019"));
        text("贯彻《实施纲要（2021—2025年）》，2023年全县法治工作有序推进。", Some("2023"));
    }
}
