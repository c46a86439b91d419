//! One line of a JSONL file in; a document out. Given fields win over what is read from the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use corpus::district::Place;
use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::Origin;
use corpus::gazetteer;
use corpus::reason::Reason;
use corpus::store::Import;
use corpus::year::ReportYear;
use crawler::extract;
use crawler::extract::Hints;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::IgnoredAny;

use crate::commands::print;

/// So many unknown names are counted in a file: a broken one may have one a line.
const MOST_NAMES: usize = 1000;

/// So many of them are shown.
const NAMES_SHOWN: usize = 8;

/// A line as it may be written. Fields that we do not know are passed over: other people's collections have many.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    #[serde(deserialize_with = "id")]
    id: DocumentId,
    title: String,
    text: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default, deserialize_with = "year")]
    year: Option<ReportYear>,
    /// A division: a path, a name or a code.
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    province: Option<String>,
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    district: Option<String>,
    #[serde(default, alias = "date", deserialize_with = "date")]
    published: Option<Date>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

/// What a line may say; the rest is passed over.
const FIELDS: [&str; 14] = [
    "id",
    "title",
    "text",
    "url",
    "year",
    "region",
    "province",
    "city",
    "district",
    "published",
    "date",
    "kind",
    "issuer",
    "source",
];

/// What lines say that is not taken over, with how many lines say it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PassedOver {
    /// Fields that we do not know.
    fields: BTreeMap<String, u64>,
    /// Kinds that we do not know; the kind is read from title and text instead.
    kinds: BTreeMap<String, u64>,
}

impl PassedOver {
    /// Looks at a line that is sound.
    pub(crate) fn look(&mut self, text: &[u8], line: &Line) {
        let named: BTreeMap<Cow<'_, str>, IgnoredAny> =
            serde_json::from_slice(trimmed(text)).unwrap_or_default();
        for field in named.into_keys().filter(|field| !FIELDS.contains(&field.as_ref())) {
            count(&mut self.fields, &field);
        }
        let given = line.kind.as_deref().filter(|given| !given.trim().is_empty() && kind(given).is_none());
        if let Some(given) = given {
            count(&mut self.kinds, given.trim());
        }
    }

    /// Says what was passed over, in one sentence for each; empty when nothing was.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let fields = (!self.fields.is_empty())
            .then(|| format!("passed over, as no field of ours: {}", listed(&self.fields)));
        let kinds = (!self.kinds.is_empty()).then(|| {
            format!("kinds that we do not know, read from title and text instead: {}", listed(&self.kinds))
        });
        fields.into_iter().chain(kinds).collect()
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else if counts.len() < MOST_NAMES {
        counts.insert(name.to_owned(), 1);
    }
}

fn listed(counts: &BTreeMap<String, u64>) -> String {
    let named: Vec<String> = counts
        .iter()
        .take(NAMES_SHOWN)
        .map(|(name, lines)| format!("{name} ({})", print::counted(*lines, "line")))
        .collect();
    let more = counts.len().saturating_sub(NAMES_SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    named.join(", ") + &more
}

/// Reads a line.
///
/// # Errors
/// One sentence that names the field.
pub(crate) fn parse(text: &[u8]) -> Result<Line, String> {
    let text = trimmed(text);
    if std::str::from_utf8(text).is_err() {
        return Err("the line is not in UTF-8: convert the file first".into());
    }
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err("a line must be one JSON object that begins with { at column 1".into());
    }
    let mut parser = serde_json::Deserializer::from_slice(text);
    let line = serde_path_to_error::deserialize(&mut parser).map_err(|err| {
        let field = err.path().to_string();
        // Every line is line 1 to the parser; the column is what helps.
        let message = err.inner().to_string().replace(" at line 1 column ", " at column ");
        // Where a line breaks off between two fields, there is none to name.
        if field == "." || field.ends_with('?') || message.contains(&format!("`{field}`")) {
            message
        } else {
            format!("`{field}`: {message}")
        }
    })?;
    match parser.end() {
        Ok(()) => Ok(line),
        Err(_) => Err("something follows the JSON object".into()),
    }
}

/// Editors on Windows put a mark of byte order before the first line.
fn trimmed(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(text)
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DocumentId, D::Error> {
    let text = String::deserialize(deserializer)?;
    DocumentId::parse(&text).ok_or_else(|| {
        serde::de::Error::custom("`id` must be 1 to 200 characters without control characters")
    })
}

fn year<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ReportYear>, D::Error> {
    let no_year = |written: &dyn fmt::Display| -> D::Error {
        serde::de::Error::custom(format!("`year` is no year: {written}"))
    };
    let number = match Option::<serde_json::Value>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(serde_json::Value::String(text)) => {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            text.strip_suffix('年').unwrap_or(text).parse().map_err(|_| no_year(&format!("{text:?}")))?
        }
        Some(other) => other.as_i64().ok_or_else(|| no_year(&other))?,
    };
    match i16::try_from(number).ok().filter(|year| (1000..=2999).contains(year)) {
        Some(year) => Ok(Some(ReportYear::single(year))),
        None => Err(serde::de::Error::custom(format!("`year` must lie between 1000 and 2999, not {number}"))),
    }
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let given: Option<String> = Option::deserialize(deserializer)?;
    let Some(text) = given.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let day = text.trim().get(..10).unwrap_or(text.trim());
    day.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("`published` must be YYYY-MM-DD, not {text:?}")))
}

/// Makes a document of a line: what it gives is taken, the rest is read from title and text.
pub(crate) fn complete(line: Line) -> Import {
    let place = place(&line);
    let mut document = Document::new(line.title.trim(), line.text);
    document.report_year = line.year.map(|year| part_of(year, &document.title));
    document.place = place;
    document.published = line.published;
    document.kind = line.kind.as_deref().and_then(kind).unwrap_or(DocumentKind::Other);
    document.issuer = line.issuer.filter(|issuer| !issuer.trim().is_empty());
    document.source = line.source.filter(|source| !source.trim().is_empty());
    let given = [
        (Field::Title, !document.title.is_empty()),
        (Field::Text, !document.text.is_empty()),
        (Field::ReportYear, document.report_year.is_some()),
        (Field::Place, document.place.is_some()),
        (Field::Published, document.published.is_some()),
        (Field::Kind, document.kind != DocumentKind::Other),
        (Field::Issuer, document.issuer.is_some()),
        (Field::Source, document.source.is_some()),
    ];
    for (field, _) in given.into_iter().filter(|(_, is_given)| *is_given) {
        document.origins.insert(field, Origin::new(Reason::Given, Confidence::Stated));
    }
    let hints = Hints { url: line.url.as_deref(), ..Hints::default() };
    let document = extract::complete(document, &hints);
    Import { id: line.id, document, url: line.url.filter(|url| !url.trim().is_empty()) }
}

/// Returns the half, quarter or months of a given year that a title names: collections say no more of 2023年前三季度 than 2023.
fn part_of(year: ReportYear, title: &str) -> ReportYear {
    let titled =
        extract::titled_year(title).filter(|titled| (titled.start, titled.end) == (year.start, year.end));
    titled.unwrap_or(year)
}

/// Finds the kind that a collection names in its own way; what is not recognised is read from the title instead.
fn kind(name: &str) -> Option<DocumentKind> {
    let name = name.trim();
    let known = match name {
        "法治政府建设报告" | "依法行政工作报告" => DocumentKind::RuleOfLawReport,
        "政府信息公开工作年度报告" | "信息公开年报" => DocumentKind::DisclosureReport,
        "新闻" | "政务新闻" => DocumentKind::News,
        "法律" | "行政法规" | "地方性法规" | "法律法规" | "规章" | "司法解释" => {
            DocumentKind::Regulation
        }
        "通知" | "公告" | "通报" => DocumentKind::Notice,
        _ => return DocumentKind::parse(name),
    };
    Some(known)
}

/// Returns the place that a line gives: its region, or its province, city and district.
fn place(line: &Line) -> Option<Place> {
    let levels = [&line.province, &line.city, &line.district];
    let path: Vec<&str> =
        levels.into_iter().flatten().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    let region = line.region.as_deref().map(str::trim).filter(|region| !region.is_empty());
    let written = region.map_or_else(|| path.join("/"), str::to_owned);
    if written.is_empty() {
        return None;
    }
    if let Some(place) = gazetteer::only(&written).or_else(|| gazetteer::only(&parted(&written))) {
        return Some(place);
    }
    let names = written.split(Place::SEPARATOR).map(|name| name.trim().to_owned());
    Some(Place { path: names.filter(|name| !name.is_empty()).collect(), code: None, zone: None })
}

/// Parts names that stand one behind the other: 吉林省长春市 is 吉林省/长春市.
fn parted(written: &str) -> String {
    let mut names = Vec::new();
    let mut end = 0;
    for name in gazetteer::mentioned(written) {
        if name.span.start != end {
            return String::new();
        }
        end = name.span.end;
        names.push(&written[name.span]);
    }
    if end == written.len() { names.join("/") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::PassedOver;
    use super::complete;
    use super::parse;
    use super::place;
    use corpus::document::DocumentKind;
    use corpus::year::ReportYear;

    #[track_caller]
    fn check(line: &str, word: &str) {
        let why = parse(line.as_bytes()).expect_err("the line is broken");
        assert!(why.contains(word), "{why}");
    }

    #[test]
    fn a_broken_line_says_which_field() {
        check(r#"{"title": "t", "text": "x"}"#, "id");
        check(r#"{"id": "", "title": "t", "text": "x"}"#, "id");
        check(r#"{"id": "a", "text": "x"}"#, "title");
        check(r#"{"id": "a", "title": 5, "text": "x"}"#, "`title`");
        check(r#"{"id": "a", "title": "t", "text": "x"} {"#, "follows");
        check(r#"{"id": "a", "title": "t", "text": "x", "year": "two"}"#, "year");
        check(r#"{"id": "a", "title": "t", "text": "x", "year": 99999}"#, "year");
        check(r#"{"id": "a", "title": "t", "text": "x", "published": "1.2.2021"}"#, "published");
        check(r#"{"id": "a", "#, "column");
        check("not json", "column");
    }

    #[test]
    fn what_is_not_taken_over_is_said() {
        let mut passed_over = PassedOver::default();
        for line in [
            r#"{"id": "a", "title": "t", "text": "x", "shoe_size": 43, "kind": "poem", "date": "2020-02-03"}"#,
            r#"{"id": "b", "title": "t", "text": "x", "shoe_size": 44, "kind": "统计公报"}"#,
        ] {
            passed_over.look(line.as_bytes(), &parse(line.as_bytes()).expect("the line is sound"));
        }
        assert_eq!(
            passed_over.sentences(),
            [
                "passed over, as no field of ours: shoe_size (2 lines)",
                "kinds that we do not know, read from title and text instead: poem (1 line)"
            ]
        );
        assert!(PassedOver::default().sentences().is_empty());
    }

    #[test]
    fn names_of_places_may_stand_one_behind_the_other() {
        for (region, path) in [
            ("吉林省长春市", "吉林省/长春市"),
            ("吉林省/长春市", "吉林省/长春市"),
            ("上海市徐汇区", "上海市/徐汇区"),
            ("本县某街道", "本县某街道"),
            ("长春市某街道", "吉林省/长春市/某街道"),
            ("长春市某处", "长春市某处"),
        ] {
            let line = format!(r#"{{"id": "a", "title": "t", "text": "x", "region": "{region}"}}"#);
            let place = place(&parse(line.as_bytes()).expect("the line is sound"));
            assert_eq!(place.map(|place| place.path.join("/")).as_deref(), Some(path), "{region}");
        }
    }

    #[test]
    fn where_no_field_was_read_none_is_named() {
        for line in [r#"{"id": "a", title: "t"}"#, r#"{"id": "a","#, r#"{id: 1}"#] {
            let why = parse(line.as_bytes()).expect_err("the line is broken");
            assert!(!why.contains('?') && why.contains("column"), "{why}");
        }
    }

    #[test]
    fn a_line_is_utf_8_with_or_without_a_mark_of_byte_order() {
        assert!(parse("\u{FEFF}{\"id\": \"a\", \"title\": \"t\", \"text\": \"x\"}\r".as_bytes()).is_ok());
        let why =
            parse(b"{\"id\": \"a\", \"title\": \"\xB9\xAB\", \"text\": \"x\"}").expect_err("not in UTF-8");
        assert!(why.contains("UTF-8"), "{why}");
    }

    #[test]
    fn given_fields_win_over_the_text() {
        let line = r#"{"id": "a", "title": "某县2020年政府工作报告", "text": "正文", "year": 2019, "kind": "统计公报",
            "published": "2020-02-03T08:00:00", "issuer": "某县统计局", "shoe_size": 43}"#;
        let import = complete(parse(line.as_bytes()).expect("the line is sound"));
        assert_eq!(import.document.report_year, Some(ReportYear::single(2019)));
        assert_eq!(import.document.kind, DocumentKind::StatisticalBulletin);
        assert_eq!(import.document.published, Some(jiff::civil::date(2020, 2, 3)));
        assert_eq!(import.document.issuer.as_deref(), Some("某县统计局"));
        assert_eq!(import.id.as_str(), "a");
    }

    #[test]
    fn a_given_year_leaves_the_part_of_it_that_a_title_names() {
        for (title, year, expected) in [
            ("某县2023年前三季度经济运行情况", 2023, "2023 Q1-Q3"),
            ("某县2023年上半年经济运行情况", 2023, "2023 H1"),
            ("某县2023年上半年经济运行情况", 2022, "2022"),
            ("某县2023年政府工作报告", 2023, "2023"),
            ("某县2022年上半年决算和2023年预算", 2023, "2023"),
            ("政府工作报告", 2023, "2023"),
        ] {
            let line = format!(r#"{{"id": "a", "title": "{title}", "text": "正文", "year": {year}}}"#);
            let import = complete(parse(line.as_bytes()).expect("the line is sound"));
            assert_eq!(import.document.report_year.map(|year| year.to_string()).as_deref(), Some(expected));
        }
    }
}
