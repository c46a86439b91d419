//! Openings of real report pages with labels, read as a saved text and as a page; left out without the shared data.

use std::path::PathBuf;

use corpus::document::Document;
use crawler::extract;
use crawler::extract::Hints;
use crawler::extract::Page;
use serde_json::Value;

use crate::quality::reading::tally::Tally;
use crate::quality::reading::written;
use crate::shared;

/// Says in our words what the labels call a kind; several where the labels are coarser than we are.
fn kinds(label: &str) -> &'static [&'static str] {
    match label {
        label if label.starts_with("法治政府建设报告") => &["rule-of-law-report"],
        "政府信息公开年报" => &["disclosure-report"],
        "政府工作报告" => &["work-report"],
        "统计公报" => &["statistical-bulletin"],
        "政务新闻" => &["news"],
        "绩效评价报告" | "绩效自查报告" => &["performance-evaluation"],
        "目录页" => &["list", "guide"],
        "规范性文件" => &["regulation", "plan", "notice"],
        "规范性文件(报纸)" => &["plan"],
        "会议日程" => &["notice", "news", "other"],
        _ => &[],
    }
}

#[test]
fn real_openings_are_read_as_labelled() {
    let Some(folder) = shared::folder() else { return };
    let mut tally = Tally::default();
    let entries = std::fs::read_dir(folder.join("data/pages")).expect("the labelled openings can be listed");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("an opening can be read");
        let page: Value = serde_json::from_str(&text).expect("an opening is JSON");
        check(&page, &file.file_name().expect("a name").to_string_lossy(), &mut tally);
    }
    let floors = [
        ("title", 0.98),
        ("date", 0.98),
        ("year", 0.98),
        ("kind", 0.98),
        ("place", 0.95),
        ("html title", 0.95),
    ];
    tally.floor("labelled openings", &floors);
}

fn check(page: &Value, of: &str, tally: &mut Tally) {
    let field = |name: &str| page[name].as_str().filter(|value| !value.is_empty());
    let (url, text) = (field("url").expect("an address"), field("text").expect("a text"));
    let labelled = field("title").expect("a title");
    // A remark of the labeller may stand behind the title in brackets.
    let bare = labelled.strip_suffix(')').and_then(|front| front.rsplit_once('('));
    let name = bare.map_or(labelled, |(front, _)| front);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    // Many openings start below the title; their pages print it, so here it is given.
    let is_printed =
        text.lines().take(40).any(|line| letters(line).contains(&letters(name)) && line.chars().count() < 90);
    let read = if is_printed {
        let read = extract::plain(text, Some(url), None).document;
        tally.count("title", Some(name), Some(&read.title), of);
        let html = as_html(text);
        let read_html = extract::html(&Page { url, html: &html, ..Page::default() }).document;
        tally.count("html title", Some(name), Some(&read_html.title), of);
        tally.count("html date", field("date"), day(&read_html).as_deref(), of);
        read
    } else {
        extract::complete(Document::new(name, text), &Hints { url: Some(url), ..Hints::default() })
    };
    tally.count("date", field("date"), day(&read).as_deref(), of);
    let label = field("kind").expect("a kind");
    let said = if kinds(label).contains(&read.kind.key()) { label } else { read.kind.key() };
    tally.count("kind", Some(label), Some(said), of);
    if read.kind.is_yearly() {
        let wanted = page["year"].as_i64().map(|year| year.to_string());
        let spoken = read.report_year.map(|year| year.to_string());
        tally.count("year", wanted.as_deref(), spoken.as_deref(), of);
    }
    let mut labels: Vec<&str> = ["province", "city", "district"].into_iter().filter_map(field).collect();
    labels.dedup();
    let depth = labels.len().max(1);
    let wanted = if labels.is_empty() { "全国".to_owned() } else { labels.join("/") };
    let placed = read.place.map(|place| place.path[..place.path.len().min(depth)].join("/"));
    tally.count("place", Some(&wanted), placed.as_deref(), of);
}

fn day(document: &Document) -> Option<String> {
    written(document.published.or(document.signed))
}

/// The opening as a page without any name that a reader could know.
fn as_html(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("<p>{}</p>", line.replace('&', "&amp;").replace('<', "&lt;")))
        .collect();
    format!("<html><body><div>{}</div></body></html>", lines.join("\n"))
}
