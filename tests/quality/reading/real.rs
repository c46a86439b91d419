//! Real titles, real pages and the cases of the specification, read as a user would read them; left out without the data.

use std::path::Path;

use corpus::document::Document;
use corpus::gazetteer;
use crawler::extract;
use crawler::extract::Hints;
use crawler::extract::Page;
use crawler::fetch::charset;
use serde_json::Value;

use crate::quality::reading::tally::Tally;
use crate::quality::reading::written;
use crate::shared;

/// The provinces whose titles begin with their own name, by how the data writes their issuers.
const PROVINCES: &[(&str, &str)] = &[
    ("Guangdong", "广东省"),
    ("Shanghai", "上海市"),
    ("Beijing", "北京市"),
    ("Zhejiang", "浙江省"),
    ("Jiangsu", "江苏省"),
    ("Sichuan", "四川省"),
    ("State Council", "全国"),
];

#[test]
fn real_titles_lead_to_the_division_of_their_issuer() {
    let Some(folder) = shared::folder() else { return };
    let mut tally = Tally::default();
    for row in shared::lines(&folder.join("data/corpus/gov_doc_titles.jsonl")) {
        let (Some(title), Some(issuer)) = (row["title"].as_str(), row["issuer"].as_str()) else { continue };
        let Some((_, province)) = PROVINCES.iter().find(|(name, _)| issuer.starts_with(name)) else {
            continue;
        };
        let host = row["url"].as_str().and_then(|url| url.split('/').nth(2));
        let placed = gazetteer::place_in(title, host, None).place;
        let top = placed.and_then(|place| place.path.first().cloned());
        tally.count("province", Some(province), top.as_deref(), title);
    }
    tally.floor("real titles", &[("province", 0.95)]);
}

#[test]
fn real_pages_are_read_as_their_own_tags_say() {
    let Some(folder) = shared::folder() else { return };
    let folder = folder.join("data/html");
    let mut tally = Tally::default();
    for row in shared::lines(&folder.join("index.jsonl")) {
        let file = row["file"].as_str().expect("a file");
        if !file.starts_with("gov/") {
            continue;
        }
        let html = without_tags(&decoded(&folder.join(file)));
        let url = format!("http://{}/x.html", row["site"].as_str().unwrap_or("a.gov.cn"));
        let read = extract::html(&Page { url: &url, html: &html, ..Page::default() }).document;
        let meta = &row["gov_meta"];
        let date = meta["PubDate"].as_str().and_then(|date| date.get(..10));
        if let (Some(title), Some(date)) = (meta["ArticleTitle"].as_str(), date) {
            let published = written(read.published);
            tally.count("title", Some(title.trim()), Some(&read.title), file);
            tally.count("published", Some(date), published.as_deref(), file);
        }
    }
    tally.floor("real pages without their meta tags", &[("title", 0.9), ("published", 0.9)]);
}

/// The page as a site would send it that writes no meta tags.
fn without_tags(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::with_capacity(html.len());
    while let Some(at) = rest.find("<meta").or_else(|| rest.find("<META")) {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

fn decoded(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    charset::decode(&bytes, None).text
}

#[test]
fn the_cases_of_the_specification_hold_on_whole_pages() {
    let Some(folder) = shared::folder() else { return };
    let mut tally = Tally::default();
    for case in shared::lines(&folder.join("spec/cases.jsonl")) {
        let (input, expected) = (case["input"].as_str().expect("a text"), &case["expected"]);
        if case["area"] == "meta_line" {
            line(input, expected, &mut tally);
        } else if case["area"] == "region" {
            region(input, expected, &mut tally);
        }
    }
    tally.floor("cases", &[("published", 0.98), ("source", 0.98), ("issuer", 0.98), ("place", 0.97)]);
}

/// A line under a title, in a saved text and in a page.
fn line(input: &str, expected: &Value, tally: &mut Tally) {
    let title = "关于开展某项工作有关情况的报告";
    let body = "各项工作有序推进，取得了新的成效，得到了群众的好评。".repeat(6);
    let input = input.replace(" / ", "\n");
    let saved = format!("{title}\n{input}\n{body}");
    let divs = input.replace('\n', "</div><div>");
    let html = format!("<h1>{title}</h1><div>{divs}</div><div><p>{body}</p><p>{body}</p></div>");
    let page = Page { url: "http://www.example.gov.cn/x/1.html", html: &html, ..Page::default() };
    for read in [extract::plain(&saved, None, None).document, extract::html(&page).document] {
        tally.count("title", Some(title), Some(&read.title), &input);
        let published = written(read.published);
        for (key, field, value) in [
            ("pub_date", "published", published.as_deref()),
            ("source", "source", read.source.as_deref()),
            ("publisher", "issuer", read.issuer.as_deref()),
            ("index_no", "index_number", read.index_number.as_deref()),
            ("doc_no", "document_number", read.document_number.as_deref()),
        ] {
            if let Some(wanted) = expected.get(key) {
                tally.count(field, wanted.as_str(), value, &input);
            }
        }
    }
}

/// A name and a host, as `名称 @ host` or `host + 名称`, and the written path that is expected.
fn region(input: &str, expected: &Value, tally: &mut Tally) {
    let Some(wanted) = expected.as_str().filter(|path| path.contains('/')) else { return };
    let parts = input.split_once(" @ ").or_else(|| input.split_once(" + ").map(|(host, text)| (text, host)));
    let Some((text, host)) = parts else { return };
    let hints = Hints { url: Some(&format!("http://{host}/a.html")), ..Hints::default() };
    let read = extract::complete(Document::new(format!("{text}2021年法治政府建设工作报告"), ""), &hints);
    tally.count("place", Some(wanted), read.place.map(|place| place.written()).as_deref(), input);
}

#[test]
fn real_numbers_of_documents_are_found_above_their_texts() {
    let Some(folder) = shared::folder() else { return };
    let mut tally = Tally::default();
    let rows = shared::lines(&folder.join("data/corpus/gov_doc_titles.jsonl"));
    for row in rows.iter().filter(|row| row["set"] == "doc_number").step_by(9) {
        let (Some(title), Some(number)) = (row["title"].as_str(), row["doc_number"].as_str()) else {
            continue;
        };
        if !number.ends_with('号') || !number.contains(['〔', '[', '（', '(']) || number.chars().count() > 30
        {
            continue;
        }
        let text = format!("{number}\n各有关单位：\n现将有关事项通知如下。");
        let read = extract::complete(Document::new(title, text), &Hints::default());
        let wanted: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        tally.count("document_number", Some(&wanted), read.document_number.as_deref(), number);
    }
    tally.floor("real numbers of documents", &[("document_number", 0.95)]);
}

#[test]
fn real_local_laws_are_rules_of_their_place() {
    let Some(folder) = shared::folder() else { return };
    let mut tally = Tally::default();
    for row in shared::lines(&folder.join("data/corpus/laws_local.jsonl")) {
        let title = row["title"].as_str().expect("a title");
        let read = extract::complete(
            Document::new(title, "第一条 为了规范某项工作，制定本条例。"),
            &Hints::default(),
        );
        if title.ends_with(['例', '法', '定', '则']) && !title.ends_with("决定") {
            tally.count("kind", Some("regulation"), Some(read.kind.key()), title);
        }
        let labels = ["province", "city", "district"].into_iter().filter_map(|key| row[key].as_str());
        let mut wanted: Vec<&str> = labels.filter(|name| !name.is_empty()).collect();
        wanted.dedup();
        tally.count(
            "place",
            Some(&wanted.join("/")),
            read.place.map(|place| place.written()).as_deref(),
            title,
        );
    }
    tally.floor("real local laws", &[("kind", 0.98), ("place", 0.95)]);
}

#[test]
fn built_titles_say_what_the_real_ones_say() {
    let Some(folder) = shared::folder() else { return };
    let folder = folder.join("data/html");
    let mut shares = Vec::new();
    for row in shared::lines(&folder.join("index.jsonl")) {
        let file = row["file"].as_str().expect("a file");
        let Some(real) = row["meta"]["title"].as_str().filter(|_| file.starts_with("gov_fragments")) else {
            continue;
        };
        let html = decoded(&folder.join(file));
        let page = Page { url: row["url"].as_str().unwrap_or_default(), html: &html, ..Page::default() };
        let built = extract::html(&page).document.title;
        let share = alike(real, &built);
        println!("{share:.2} {file} {built}  <  {real}");
        shares.push(share);
    }
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    println!("built titles share {mean:.3} of their character pairs with the real ones");
    assert!(mean >= 0.5, "built titles say less than they did");
}

/// The share of character pairs that two titles have in common.
fn alike(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect::<std::collections::HashSet<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    2.0 * one.intersection(&other).count() as f64 / (one.len() + other.len()).max(1) as f64
}
