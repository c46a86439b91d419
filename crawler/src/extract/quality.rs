//! Counts right, wrong and missing readings over the shared real pages and cases, when GONGBAO_SHARED says where they are.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use corpus::document::Document;
use corpus::document::DocumentKind as Kind;
use corpus::year::ReportYear;
use serde_json::Value;

use crate::extract;
use crate::extract::date;
use crate::extract::furniture;
use crate::extract::kind;
use crate::extract::meta_line;
use crate::extract::sections;
use crate::extract::year;

fn shared(part: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("GONGBAO_SHARED") else {
        println!("left out: GONGBAO_SHARED is not set");
        return None;
    };
    Some(Path::new(&root).join(part))
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON value a line")).collect()
}

/// Right, wrong and missing readings of one field.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, [usize; 3]>);

impl Tally {
    fn count(&mut self, field: &'static str, expected: Option<&str>, read: Option<&str>, of: &str) {
        let counts = self.0.entry(field).or_default();
        let which = match (expected, read) {
            (expected, read) if expected == read => 0,
            (Some(_), None) => 2,
            _ => 1,
        };
        counts[which] += 1;
        if which > 0 {
            println!("{field}: read {read:?}, expected {expected:?} in {of}");
        }
    }

    /// Prints the table and returns the share of right readings, a wrong one counted twice.
    fn print(&self) -> f64 {
        println!("{:<12} right wrong   gap  score", "field");
        let mut lowest = 1.0_f64;
        for (field, [right, wrong, gap]) in &self.0 {
            let score = 1.0 - (2 * wrong + gap) as f64 / (right + wrong + gap).max(1) as f64;
            println!("{field:<12} {right:>5} {wrong:>5} {gap:>5}  {score:.3}");
            lowest = lowest.min(score);
        }
        lowest
    }
}

fn check_date(input: &str, expected: &Value, tally: &mut Tally) {
    if let Some(period) = expected.get("year") {
        let read = year::stated_period(input).map(|(year, _)| year.start.to_string());
        return tally.count("date", Some(&period.to_string()), read.as_deref(), input);
    }
    let read = date::value(input).map(|found| match found.time {
        Some(time) => {
            format!("{}T{:02}:{:02}:{:02}+08:00", found.date, time.hour(), time.minute(), time.second())
        }
        None => found.date.to_string(),
    });
    tally.count("date", expected.as_str(), read.as_deref(), input);
}

fn check_meta(input: &str, expected: &Value, tally: &mut Tally) {
    let read = meta_line::read(input);
    let published = read.published.map(|date| date.to_string());
    for (key, value) in [
        ("pub_date", &published),
        ("source", &read.source),
        ("publisher", &read.publisher),
        ("index_no", &read.index_number),
        ("doc_no", &read.document_number),
    ] {
        if let Some(wanted) = expected.get(key) {
            let wanted = wanted.as_str().map(|wanted| {
                wanted.chars().take(if key == "pub_date" { 10 } else { 99 }).collect::<String>()
            });
            tally.count("meta_line", wanted.as_deref(), value.as_deref(), input);
        }
    }
    if expected.as_object().is_some_and(serde_json::Map::is_empty) {
        let all = input.split(" / ").all(furniture::is_furniture);
        tally.count("meta_line", Some("furniture"), Some(if all { "furniture" } else { "text" }), input);
    }
}

fn check_year(input: &str, expected: &Value, tally: &mut Tally) {
    let address = input.strip_prefix("URL").map(|path| path.replace('…', "").trim().to_owned());
    let clues = year::Clues {
        title: if address.is_some() { "法治政府建设年度报告" } else { input },
        breadcrumb: "",
        path: address.as_deref().unwrap_or(""),
        text: input,
        kind: Kind::RuleOfLawReport,
        published: None,
    };
    let read = year::find(&clues).map(|(year, _)| year);
    let wanted = expected.get("year").unwrap_or(expected).as_i64().map(|year| year.to_string());
    tally.count("year", wanted.as_deref(), read.map(|year| year.start.to_string()).as_deref(), input);
    if let Some(end) = expected.get("year_end").and_then(Value::as_i64) {
        tally.count("year", Some(&end.to_string()), read.map(|year| year.end.to_string()).as_deref(), input);
    }
    if let Some(period) = expected.get("period").and_then(Value::as_str) {
        tally.count("year", Some(period), read.map(|year| year.period.key()).as_deref(), input);
    }
}

/// Says in our words what the cases call a kind; several where the cases are coarser than we are.
fn kinds(label: &str) -> &'static [Kind] {
    match label {
        "fazhi" => &[Kind::RuleOfLawReport],
        "interpretation" => &[Kind::Interpretation],
        "regulation" => &[Kind::Regulation],
        "plan" => &[Kind::Plan],
        "list" => &[Kind::List],
        "site_report" => &[Kind::WebsiteReport],
        "xzzf" => &[Kind::EnforcementStatistics],
        "yjs" => &[Kind::Budget],
        "jxpj" => &[Kind::PerformanceEvaluation],
        "notice" => &[Kind::Notice],
        "news" => &[Kind::News],
        "gov_work" | "zfgzbg" => &[Kind::WorkReport],
        "disclosure" | "xxgk" => &[Kind::DisclosureReport],
        "法治政府建设报告" => &[Kind::RuleOfLawReport],
        "政府信息公开年报" => &[Kind::DisclosureReport],
        "政府工作报告" => &[Kind::WorkReport],
        "统计公报" => &[Kind::StatisticalBulletin],
        "政务新闻" => &[Kind::News],
        "绩效评价报告" | "绩效自查报告" => &[Kind::PerformanceEvaluation],
        "目录页" => &[Kind::List, Kind::Guide],
        "规范性文件" => &[Kind::Regulation],
        "规范性文件(报纸)" => &[Kind::Plan],
        "会议日程" => &[Kind::Notice, Kind::News, Kind::Other],
        _ => &[],
    }
}

fn check_kind(input: &str, label: &str, tally: &mut Tally) {
    let bare = input.split("(title =").next().unwrap_or(input);
    let text = if bare == input { "正文。".repeat(100) } else { String::new() };
    let (read, _) = kind::find(&kind::Clues { title: bare, text: &text });
    let wanted = kinds(label);
    let said = if wanted.contains(&read) { label } else { read.key() };
    tally.count("type", Some(label), Some(said), input);
}

/// The section cases write headings between quotes and what they are after `section=`.
fn check_section(input: &str, expected: &str, tally: &mut Tally) {
    let Some(kind) = expected.strip_prefix("section=") else {
        return;
    };
    let kind = kind.split(' ').next().unwrap_or(kind);
    for heading in input.split('‘').skip(1).filter_map(|rest| rest.split('’').next()) {
        let marked =
            if sections::is_heading(heading) { heading.to_owned() } else { format!("一、{heading}") };
        let read = sections::find(&marked, Some(ReportYear::single(2021)));
        tally.count("section", Some(kind), read.first().map(|section| section.kind.key()), heading);
        if kind == "next_plan" {
            let year = read.first().and_then(|section| section.year).map(|year| year.to_string());
            tally.count("section", Some("2022"), year.as_deref(), heading);
        }
    }
}

#[test]
fn the_shared_cases_are_read_as_they_say() {
    let Some(path) = shared("spec/cases.jsonl") else {
        return;
    };
    let mut tally = Tally::default();
    for case in rows(&path) {
        let (input, expected) = (case["input"].as_str().expect("a text"), &case["expected"]);
        match case["area"].as_str().expect("an area") {
            "date" => check_date(input, expected, &mut tally),
            "meta_line" => check_meta(input, expected, &mut tally),
            "year" => check_year(input, expected, &mut tally),
            "type" => check_kind(input, expected.as_str().expect("a label"), &mut tally),
            "body" => check_section(input, expected.as_str().unwrap_or(""), &mut tally),
            _ => {}
        }
    }
    assert!(tally.print() >= 0.95, "a case is read otherwise than it says");
}

#[test]
fn the_shared_openings_are_read_as_labelled() {
    let Some(folder) = shared("data/pages") else {
        return;
    };
    let mut tally = Tally::default();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    for file in files {
        let page: Value =
            serde_json::from_str(&std::fs::read_to_string(&file).expect("a file")).expect("JSON");
        check_opening(&page, &file.display().to_string(), &mut tally);
    }
    assert!(tally.print() >= 0.9, "an opening is read otherwise than labelled");
}

fn check_opening(page: &Value, of: &str, tally: &mut Tally) {
    let url = page["url"].as_str().expect("an address");
    let text = page["text"].as_str().expect("a text");
    let title = page["title"].as_str().expect("a title");
    // A remark of the labeller may stand behind the title in brackets.
    let name = title.strip_suffix(')').and_then(|front| front.rsplit_once('(')).map_or(title, |(front, _)| front);
    // Many openings start below the title; their pages print it, so here it is given.
    let printed = text.lines().take(40).any(|line| {
        crate::extract::title::letters(line).contains(&crate::extract::title::letters(name))
            && line.chars().count() < 90
    });
    let document = if printed {
        let read = extract::plain(text, Some(url), None).document;
        tally.count("title", Some(name), Some(&read.title), of);
        read
    } else {
        let hints = extract::Hints { url: Some(url), ..extract::Hints::default() };
        extract::complete(Document::new(name, text), &hints)
    };
    let day = document.published.or(document.signed).map(|date| date.to_string());
    tally.count("date", page["date"].as_str(), day.as_deref(), of);
    let label = page["kind"].as_str().expect("a kind");
    let label =
        if label.starts_with("法治政府建设报告") { "法治政府建设报告" } else { label };
    let said = if kinds(label).contains(&document.kind) { label } else { document.kind.key() };
    tally.count("kind", Some(label), Some(said), of);
    if document.kind.is_yearly() {
        let wanted = page["year"].as_i64().map(|year| year.to_string());
        let read = document.report_year.map(|year| year.to_string());
        tally.count("year", wanted.as_deref(), read.as_deref(), of);
    }
}
