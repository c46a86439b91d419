//! Field names and values of the query language: text in, conditions out.

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use jiff::civil::Date;

use crate::query::Clause;
use crate::query::fault::Fault;
use crate::query::lex::half_width;

/// What a field restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldName {
    Title,
    Text,
    Word,
    Issuer,
    Source,
    Region,
    Year,
    Published,
    Kind,
    Section,
}

/// Every field with its names, English first; the first of each language is shown.
const NAMES: &[(FieldName, &[&str])] = &[
    (FieldName::Title, &["title", "标题", "题名"]),
    (FieldName::Text, &["text", "正文", "全文"]),
    (FieldName::Word, &["word", "词", "全词", "整词"]),
    (FieldName::Issuer, &["issuer", "发文机关", "发布机构", "机关"]),
    (FieldName::Source, &["source", "来源"]),
    (FieldName::Region, &["region", "地区", "区划", "地方"]),
    (FieldName::Year, &["year", "年份", "年度", "报告年份"]),
    (FieldName::Published, &["published", "发布日期", "发布", "发布时间"]),
    (FieldName::Kind, &["kind", "文种", "类型"]),
    (FieldName::Section, &["section", "章节", "部分"]),
];

impl FieldName {
    /// Finds a field by one of its names; capitals and traditional characters are fine.
    pub(crate) fn find(name: &str) -> Option<FieldName> {
        if name.chars().nth(8).is_some_and(|_| name.chars().count() > 16) {
            return None;
        }
        let folded = corpus::text::fold(name).into_text();
        NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|&(field, _)| field)
    }

    /// Returns the English name of every field.
    pub(crate) fn list() -> String {
        NAMES.iter().map(|(_, names)| names[0]).collect::<Vec<_>>().join(" ")
    }

    /// Returns the first Chinese name of every field.
    pub(crate) fn list_in_chinese() -> String {
        NAMES.iter().map(|(_, names)| names[1]).collect::<Vec<_>>().join("、")
    }

    /// Reads the value of a field that narrows documents; the three that hold strings are not read here.
    pub(crate) fn condition(self, value: &str) -> Result<Clause, Fault> {
        let value = value.trim();
        match self {
            FieldName::Title | FieldName::Text | FieldName::Word => {
                unreachable!("fields that hold strings become phrases")
            }
            FieldName::Issuer => Ok(Clause::Issuer(value.to_owned())),
            FieldName::Source => Ok(Clause::Source(value.to_owned())),
            FieldName::Region => Ok(Clause::Region(value.to_owned())),
            FieldName::Year => years(value),
            FieldName::Published => published(value),
            FieldName::Kind => kind(value),
            FieldName::Section => section(value),
        }
    }
}

fn years(value: &str) -> Result<Clause, Fault> {
    let (from, to) = ends(value, &["-", "—", "–"]);
    let wrong = || Fault::NoYear(value.to_owned());
    if from.is_empty() && to.is_empty() {
        return Err(wrong());
    }
    let year = |text: &str, open: i16| -> Result<i16, Fault> {
        if text.is_empty() {
            return Ok(open);
        }
        let figures = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(text);
        // 二〇二一 is a year, 二 is none.
        let is_spelled = figures.chars().count() == 4;
        let digits: String = figures.chars().map(|c| if is_spelled { digit(c) } else { c }).collect();
        match digits.parse::<i16>() {
            Ok(year) if (0..=9999).contains(&year) && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(year),
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

fn published(value: &str) -> Result<Clause, Fault> {
    let (from, to) = ends(value, &[]);
    let wrong = || Fault::NoDate(value.to_owned());
    if from.is_empty() && to.is_empty() {
        return Err(wrong());
    }
    let first = if from.is_empty() { Date::MIN } else { days(&from).ok_or_else(wrong)?.0 };
    let last = if to.is_empty() { Date::MAX } else { days(&to).ok_or_else(wrong)?.1 };
    if first > last {
        return Err(Fault::Backwards(format!("published:{to}..{from}")));
    }
    Ok(Clause::Published(first, last))
}

/// Returns the first and last day that `2023`, `2023-01`, `2023-01-15` or the same with 年月日 stands for.
fn days(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日']).collect();
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

/// Cuts a range at `..`, `至`, `到`, `~` or one of the given signs; a single value is both ends.
fn ends(value: &str, signs: &[&str]) -> (String, String) {
    let plain: String = value.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace("……", "..").replace('…', "..");
    for sign in ["..", "至", "到", "~"].iter().chain(signs) {
        if let Some((from, to)) = plain.split_once(sign) {
            return (from.to_owned(), to.to_owned());
        }
    }
    (plain.clone(), plain)
}

fn kind(value: &str) -> Result<Clause, Fault> {
    let plain = corpus::text::fold(value).into_text();
    if let Some(kind) = DocumentKind::parse(&plain) {
        return Ok(Clause::Kind(kind));
    }
    // A part of the name is enough when it means one kind only.
    let mut fitting = DocumentKind::ALL.iter().filter(|kind| kind.chinese().contains(&plain));
    match (fitting.next(), fitting.next()) {
        (Some(&kind), None) => Ok(Clause::Kind(kind)),
        _ => Err(Fault::UnknownKind(value.to_owned())),
    }
}

/// Other words that readers use for the parts of a report.
const SECTION_WORDS: &[(&str, SectionKind)] = &[
    ("成效", SectionKind::Measures),
    ("措施", SectionKind::Measures),
    ("做法", SectionKind::Measures),
    ("问题", SectionKind::Problems),
    ("原因", SectionKind::Problems),
    ("履职", SectionKind::FirstResponsible),
    ("责任人", SectionKind::FirstResponsible),
    ("计划", SectionKind::NextPlan),
    ("下一步", SectionKind::NextPlan),
    ("安排", SectionKind::NextPlan),
];

fn section(value: &str) -> Result<Clause, Fault> {
    let plain = corpus::text::fold(value).into_text();
    let named = SectionKind::parse(&plain);
    let meant = || SECTION_WORDS.iter().find(|(word, _)| *word == plain).map(|&(_, kind)| kind);
    named.or_else(meant).map(Clause::Section).ok_or_else(|| Fault::UnknownSection(value.to_owned()))
}
