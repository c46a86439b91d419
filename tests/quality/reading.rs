//! What is read from pages, held against what they say: self-written titles, lines and pages, and real ones where they are.

mod frames;
mod openings;
mod real;
mod tally;

use std::collections::BTreeMap;

use corpus::document::Document;
use corpus::document::DocumentKind;
use crawler::extract;
use crawler::extract::Hints;
use crawler::extract::Page;
use tally::Tally;

/// The rows of a committed table: cells parted by tabs, lines that begin with `#` left out.
fn rows(table: &'static str) -> Vec<Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect()).collect()
}

/// A cell, or nothing where it is a dash.
fn said(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| *cell != "-")
}

fn written(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

#[test]
fn titles_tell_kind_year_and_place() {
    let mut tally = Tally::default();
    let text = "各项工作有序推进，取得了新的成效。".repeat(20);
    for row in rows(include_str!("../fixtures/reading/titles.tsv")) {
        let [title, host, kind, year, place] = row[..] else { panic!("five cells: {row:?}") };
        let url = format!("http://{host}/info/1025/61695.htm");
        let hints = Hints { url: Some(&url), ..Hints::default() };
        let read = extract::complete(Document::new(title, text.as_str()), &hints);
        tally.count("kind", Some(kind), Some(read.kind.key()), title);
        let spoken = read.report_year.map(|year| year.to_string());
        tally.count("year", said(year), spoken.as_deref(), title);
        let placed = read.place.map(|place| place.written());
        tally.count("place", said(place), placed.as_deref(), title);
    }
    tally.floor("self-written titles", &[("kind", 0.98), ("year", 0.98), ("place", 0.97)]);
}

#[test]
fn lines_under_titles_tell_dates_source_issuer_and_numbers() {
    let mut tally = Tally::default();
    for row in rows(include_str!("../fixtures/reading/lines.tsv")) {
        let [line, published, signed, source, issuer, document, index] = row[..] else {
            panic!("seven cells: {row:?}")
        };
        let title = "关于开展某项工作有关情况的报告";
        let body = "各项工作有序推进，取得了新的成效，得到了群众的好评。".repeat(6);
        let saved = format!("{title}\n{line}\n{body}\n{body}\n");
        let html = format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{line}</div><div id=zoom><p>{body}</p><p>{body}</p></div></body></html>"
        );
        let page = Page { url: "http://www.example.gov.cn/x/1.html", html: &html, ..Page::default() };
        for read in [extract::plain(&saved, None, None).document, extract::html(&page).document] {
            tally.count("title", Some(title), Some(&read.title), line);
            tally.count("published", said(published), written(read.published).as_deref(), line);
            tally.count("signed", said(signed), written(read.signed).as_deref(), line);
            tally.count("source", said(source), read.source.as_deref(), line);
            tally.count("issuer", said(issuer), read.issuer.as_deref(), line);
            tally.count("document_number", said(document), read.document_number.as_deref(), line);
            tally.count("index_number", said(index), read.index_number.as_deref(), line);
            let clean = read.text == format!("{body}\n{body}");
            tally.count("text", Some("clean"), Some(if clean { "clean" } else { &read.text }), line);
        }
    }
    tally.floor(
        "self-written lines",
        &[("published", 0.98), ("signed", 0.98), ("source", 0.97), ("text", 0.97)],
    );
}

#[test]
fn a_report_comes_whole_out_of_every_frame() {
    let mut tally = Tally::default();
    for frame in frames::FRAMES {
        for report in frames::REPORTS {
            let html = frame.hold(report);
            let page = Page { url: frame.url, html: &html, ..Page::default() };
            let read = extract::html(&page).document;
            let of = format!("{} in {}", report.title, frame.name);
            tally.count("title", Some(report.title), Some(&read.title), &of);
            tally.count("published", Some("2022-01-28"), written(read.published).as_deref(), &of);
            tally.count("signed", said(report.signed), written(read.signed).as_deref(), &of);
            tally.count("source", said(frame.source), read.source.as_deref(), &of);
            tally.count("kind", Some(report.kind), Some(read.kind.key()), &of);
            let year = read.report_year.map(|year| year.to_string());
            tally.count("year", Some(report.year), year.as_deref(), &of);
            let sections: Vec<&str> =
                read.sections.iter().filter(|part| part.level == 1).map(|part| part.kind.key()).collect();
            tally.count("sections", Some(report.sections), Some(&sections.join(" ")), &of);
            let whole = report.text();
            tally.count("text", Some(&whole), Some(&read.text), &of);
        }
    }
    tally.floor(
        "self-written pages",
        &[
            ("title", 0.98),
            ("published", 0.98),
            ("kind", 0.98),
            ("year", 0.98),
            ("sections", 0.98),
            ("text", 0.97),
        ],
    );
}

#[test]
fn what_a_report_should_have_and_lacks_is_said() {
    let mut by_title: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for report in frames::REPORTS {
        let read = extract::complete(Document::new(report.title, report.text()), &Hints::default());
        if read.kind == DocumentKind::RuleOfLawReport {
            let gaps = read.gaps.iter().filter(|gap| gap.field.key() == "sections");
            by_title.insert(report.title, gaps.map(|gap| gap.because.clone()).collect());
        }
    }
    let lacking: Vec<String> = by_title.values().flatten().cloned().collect();
    assert_eq!(lacking, ["parts-that-the-rules-ask-for-are-missing: first_responsible"]);
}
