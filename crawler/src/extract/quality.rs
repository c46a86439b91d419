//! Counts right, wrong and missing readings over the shared real pages and cases, when GONGBAO_SHARED says where they are.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use corpus::document::DocumentKind as Kind;
use corpus::year::ReportYear;
use serde_json::Value;

use crate::extract;
use crate::extract::date;
use crate::extract::furniture;
use crate::extract::headings;
use crate::extract::kind;
use crate::extract::meta_line;
use crate::extract::sections;
use crate::extract::stated_period;
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
        let read = stated_period::find(&year::arabic(input)).map(|(year, _)| year.start.to_string());
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
            if headings::is_heading(heading) { heading.to_owned() } else { format!("一、{heading}") };
        let read = sections::find(&marked, Some(ReportYear::single(2021)), Kind::RuleOfLawReport);
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

/// A report as the page of a content system holds it.
fn framed(system: &str, title: &str, text: &str) -> String {
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    let paragraphs: Vec<String> = lines
        .map(|line| format!("<p>\u{3000}\u{3000}{}</p>", line.replace('&', "&amp;").replace('<', "&lt;")))
        .collect();
    let body = paragraphs.join("\n");
    let around = "<div>版权所有：甲市人民政府 ICP备00000000号</div>";
    match system {
        "trs" => format!(
            "<title>{title}_工作报告_甲市政府</title><div>今天是:</div><div>您当前的位置:<a>首页</a>&gt;工作报告</div><h1>{title}</h1><div>发布时间:2025-02-03 09:30　来源:甲日报　字体:[<a>大</a> <a>中</a>] 打印</div><div class='view TRS_UEDITOR'><div class=TRS_Editor>{body}</div></div><div>相关文档</div>{around}"
        ),
        "unknown" => format!(
            "<title>{title}</title><div><ul><li><a>首页</a><li><a>政务公开</a><li><a>互动交流</a></ul></div><h2>{title}</h2><p>发布时间:2025-02-03 来源:甲日报</p><div>{body}</div><p>上一篇：<a>某某会议召开</a></p>{around}"
        ),
        _ => format!(
            "<title>甲市 工作报告 {title}</title><div class=title>{title}</div><table><tr><td>发布日期：2025年2月3日</td><td>信息来源：甲日报</td><td>字号：[ 大 中 小 ]</td></tr></table><div id=zoom><!--ZJEG_RSS.content.begin-->{body}<!--ZJEG_RSS.content.end--></div><div>打印本页 关闭窗口</div>{around}"
        ),
    }
}

#[test]
fn a_report_comes_out_of_every_frame_whole_and_alone() {
    let Some(corpus) = shared("data/corpus") else {
        return;
    };
    let squeezed = |text: &str| corpus::text::fold(text).text().to_owned();
    let mut tally = Tally::default();
    for file in ["gwr_province_2025.jsonl", "gwr_city_2024.jsonl"] {
        for report in rows(&corpus.join(file)) {
            let (title, text) =
                (report["title"].as_str().expect("a title"), report["text"].as_str().expect("a text"));
            for system in ["trs", "hanweb", "unknown"] {
                let html = framed(system, title, text);
                let read = extract::html(&extract::Page {
                    url: "http://a.gov.cn/",
                    html: &html,
                    ..extract::Page::default()
                })
                .document;
                let of = format!("{title} as {system}");
                tally.count("title", Some(title), Some(&read.title), &of);
                tally.count("kind", Some("work-report"), Some(read.kind.key()), &of);
                tally.count(
                    "year",
                    Some(&report["year"].to_string()),
                    read.report_year.map(|year| year.to_string()).as_deref(),
                    &of,
                );
                tally.count(
                    "published",
                    Some("2025-02-03"),
                    read.published.map(|date| date.to_string()).as_deref(),
                    &of,
                );
                tally.count("source", Some("甲日报"), read.source.as_deref(), &of);
                let (whole, got) = (squeezed(text), squeezed(&read.text));
                let same = whole == got || (system == "unknown" && f1(&whole, &got) > 0.995);
                tally.count("text", Some("whole"), Some(if same { "whole" } else { "otherwise" }), &of);
            }
        }
    }
    assert!(tally.print() >= 0.98, "a report is read otherwise than it was put in");
}

/// Harmonic mean of precision and recall over the 6-grams of the characters, blanks left out.
fn f1(gold: &str, got: &str) -> f64 {
    let grams = |text: &str| {
        let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut counts: BTreeMap<Vec<char>, usize> = BTreeMap::new();
        for gram in characters.windows(6) {
            *counts.entry(gram.to_vec()).or_default() += 1;
        }
        counts
    };
    let (gold, got) = (grams(gold), grams(got));
    let both: usize =
        gold.iter().map(|(gram, count)| (*count).min(got.get(gram).copied().unwrap_or(0))).sum();
    2.0 * both as f64 / (gold.values().sum::<usize>() + got.values().sum::<usize>()).max(1) as f64
}

fn decoded(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(err) => encoding_rs::GB18030.decode(err.as_bytes()).0.into_owned(),
    }
}

#[test]
fn general_pages_are_read_like_their_gold() {
    let Some(folder) = shared("data/html/cleaneval_zh") else {
        return;
    };
    let mut scores = Vec::new();
    for number in 10..=35 {
        let page = decoded(&folder.join(format!("{number}.html")));
        let gold = decoded(&folder.join(format!("gold/{number}.txt")));
        let lines = gold.lines().map(str::trim).filter(|line| !line.starts_with("URL:"));
        let gold: String = lines.collect();
        let gold = gold.replace("<p>", "").replace("<h>", "").replace("<l>", "");
        let read =
            extract::html(&extract::Page { url: "http://a.com/", html: &page, ..extract::Page::default() })
                .document;
        let score = f1(&gold, &read.text);
        println!("{number} {score:.3} {}", read.title);
        scores.push(score);
    }
    scores.sort_by(f64::total_cmp);
    let median = scores[scores.len() / 2];
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    println!("body F1 over {} pages: mean {mean:.3}, median {median:.3}", scores.len());
    assert!(mean >= 0.9 && median >= 0.95, "the text of general pages is read worse than before");
}

#[test]
fn every_real_page_has_a_title_and_a_text_or_says_why_not() {
    let Some(folder) = shared("data/html") else {
        return;
    };
    let mut tally = Tally::default();
    for row in rows(&folder.join("index.jsonl")) {
        let file = row["file"].as_str().expect("a file");
        if !file.starts_with("gov") {
            continue;
        }
        let html = decoded(&folder.join(file));
        let read = extract::html(&extract::Page {
            url: row["url"].as_str().unwrap_or("http://a.gov.cn/x.html"),
            html: &html,
            ..extract::Page::default()
        })
        .document;
        assert!(!read.title.is_empty(), "{file}");
        let told = !read.text.is_empty() || read.gaps.iter().any(|gap| gap.because.contains("needs_ocr"));
        tally.count("text", Some("told"), Some(if told { "told" } else { "silent" }), file);
        let meta = &row["gov_meta"];
        if let Some(title) = meta["ArticleTitle"].as_str() {
            tally.count("title", Some(title), Some(&read.title), file);
            tally.count(
                "published",
                meta["PubDate"].as_str().map(|date| &date[..10]),
                read.published.map(|date| date.to_string()).as_deref(),
                file,
            );
            tally.count("source", meta["ContentSource"].as_str(), read.source.as_deref(), file);
        }
    }
    assert!(tally.print() >= 0.98, "a real page is read otherwise than it says");
}
