//! 158 real reports, 31 of them once more as Word files, and 49 real pages, crawled from five pretend sites.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::store::Store;
use corpus::store::Stored;
use corpus::visit::Role;
use serde_json::Value;

use crate::program::run;
use crate::shared;
use crate::shared::Sites;

#[test]
fn one_crawl_brings_in_every_listed_article() {
    let Some(shared) = shared::folder() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sites = Sites::start(&shared, &folder.path().join("requests.log"));
    std::fs::write(folder.path().join("gongbao.toml"), sites.recipes()).expect("recipes can be written");

    let first = run(folder.path(), &["crawl"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let stored = documents(folder.path());
    every_report_is_there(&shared, &stored);
    every_real_page_says_what_it_can(folder.path(), &stored);
    no_page_is_lost(folder.path(), &sites);
    a_phrase_counts_what_a_substring_search_counts(folder.path(), &stored);
    a_second_crawl_changes_nothing(folder.path(), &sites);
    warc_files_are_sound(folder.path());
    evidence_holds_until_it_is_touched(folder.path(), &stored);
}

fn documents(data: &Path) -> Vec<Stored> {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    let ids = store.present_after(None, 10_000).expect("ids can be listed");
    ids.iter().map(|id| store.document(id).expect("a document can be read").expect("it is there")).collect()
}

fn every_report_is_there(shared: &Path, stored: &[Stored]) {
    let corpus = |name: &str| shared::lines(&shared.join("data/corpus").join(name));
    let mut reports = corpus("gwr_province_2025.jsonl");
    reports.extend(corpus("gwr_city_2024.jsonl"));
    reports
        .extend(corpus("gwr_state_council_1954_2025.jsonl").into_iter().filter(|row| !row["year"].is_null()));
    assert_eq!(reports.len(), 158);
    let by_title: BTreeMap<&str, &Stored> =
        stored.iter().map(|stored| (stored.document.title.as_str(), stored)).collect();
    let mut wrong = Vec::new();
    for report in &reports {
        if let Err(why) = as_listed(report, &by_title) {
            wrong.push(format!("{}: {why}", report["title"]));
        }
    }
    assert!(wrong.is_empty(), "{} of 158 reports are not as listed:\n{}", wrong.len(), wrong.join("\n"));
}

fn as_listed(report: &Value, by_title: &BTreeMap<&str, &Stored>) -> Result<(), String> {
    let title = report["title"].as_str().expect("a report has a title");
    let document = &by_title.get(title).ok_or("no document has this title")?.document;
    let year = report["year"].as_i64().expect("a report has a year");
    match document.report_year {
        Some(read) if i64::from(read.start) == year && read.start == read.end => {}
        read => return Err(format!("report year {read:?}, not {year}")),
    }
    let place = document.place.as_ref().map(corpus::district::Place::written).unwrap_or_default();
    let names = ["province", "city"].iter().filter_map(|level| report[level].as_str());
    let expected = names.collect::<Vec<_>>().join("/");
    if place != expected {
        return Err(format!("place {place:?}, not {expected:?}"));
    }
    if document.published.is_none() {
        return Err("no publish date".into());
    }
    if document.kind != DocumentKind::WorkReport {
        return Err(format!("kind {}", document.kind.key()));
    }
    let folded = |text: &str| corpus::text::fold(text).text().to_owned();
    let expected = folded(report["text"].as_str().expect("a report has a text"));
    let read = folded(&document.text);
    // A title that the text begins with once more may be left out, nothing else.
    match read.contains(&expected) || expected.ends_with(&read) && expected.len() - read.len() < 200 {
        true => Ok(()),
        false => Err(format!("the text differs: {} bytes, not {}", read.len(), expected.len())),
    }
}

/// Whole pages of real hosts give a date; bare fragments have none, and say so. All have a title and a text or a gap.
fn every_real_page_says_what_it_can(data: &Path, stored: &[Stored]) {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    let mut pages = 0;
    for stored in stored {
        let document = &stored.document;
        for address in store.addresses(&stored.id).expect("addresses can be read") {
            if address.source != "real" {
                continue;
            }
            pages += 1;
            let has_gap = |field: Field| document.gaps.iter().any(|gap| gap.field == field);
            assert!(!document.title.is_empty(), "{} has a title", address.url);
            assert!(!document.text.is_empty() || has_gap(Field::Text), "{} has a text or a gap", address.url);
            let is_whole = address.url.contains("/gov/");
            assert!(document.published.is_some() || has_gap(Field::Published), "{} hides a gap", address.url);
            assert!(document.published.is_some() || !is_whole, "{} states its date", address.url);
        }
    }
    assert_eq!(pages, 49);
}

/// Every article address has a document; the Word files are second addresses of the provinces' reports.
fn no_page_is_lost(data: &Path, sites: &Sites) {
    let status = run(data, &["status", "--json"]).json();
    let by_name: BTreeMap<&str, &Value> = status["sources"]
        .as_array()
        .expect("there are sources")
        .iter()
        .map(|source| (source["name"].as_str().expect("a source has a name"), source))
        .collect();
    for (name, articles) in [("trs", 31), ("council", 52), ("hanweb", 75), ("attachments", 31), ("real", 49)]
    {
        let outcomes = &by_name[name]["outcomes"];
        assert_eq!(outcomes["new"], articles, "{name}: {outcomes}");
    }
    assert_eq!(by_name["attachments"]["documents"], 31);
    let requests = sites.requests();
    let mut seen = BTreeSet::new();
    for (site, path, _) in &requests {
        assert!(seen.insert((site, path)), "{site} {path} was asked twice in one crawl");
        assert!(!path.starts_with("/admin"), "{path} is disallowed");
    }
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    let pages = |stored: &Stored| {
        let addresses = store.addresses(&stored.id).expect("addresses can be read");
        addresses.iter().filter(|address| address.role == Role::Article).count()
    };
    let twice = documents(data).iter().filter(|stored| pages(stored) == 2).count();
    assert_eq!(twice, 31, "the provinces' reports stand at two addresses each");
}

fn a_phrase_counts_what_a_substring_search_counts(data: &Path, stored: &[Stored]) {
    for phrase in ["生态环境", "的", "，", "2024年", "“十四五”", "改革开放和社会主义现代化建设"]
    {
        let needle: Vec<char> = corpus::text::fold(phrase).text().chars().collect();
        let counts: Vec<u64> =
            stored.iter().map(|stored| occurrences(&stored.document.text, &needle)).collect();
        let answer = run(data, &["search", &format!("\"{phrase}\""), "--json", "--limit", "0"]).json();
        let documents = counts.iter().filter(|count| **count > 0).count();
        assert_eq!(answer["total"]["documents"], documents, "{phrase}");
        assert_eq!(answer["total"]["occurrences"], counts.iter().sum::<u64>(), "{phrase}");
    }
}

fn occurrences(text: &str, needle: &[char]) -> u64 {
    let folded: Vec<char> = corpus::text::fold(text).text().chars().collect();
    folded.windows(needle.len()).filter(|window| *window == needle).count() as u64
}

fn a_second_crawl_changes_nothing(data: &Path, sites: &Sites) {
    let (asked, index, feed) = (sites.requests().len(), files(&data.join("index")), last_change(data));
    let second = run(data, &["crawl"]);
    assert_eq!(second.code, 0, "{}", second.err);
    let requests = &sites.requests()[asked..];
    assert!(requests.len() >= 238, "every article is asked for again");
    for (site, path, status) in requests {
        assert!(path == "/robots.txt" || *status == 304, "{site} {path} was {status}, not 304");
    }
    assert_eq!(last_change(data), feed, "the change feed is as it was");
    assert_eq!(files(&data.join("index")), index, "the index was not written");
}

fn last_change(data: &Path) -> u64 {
    let store = Store::open_existing(data).expect("the store opens").expect("there is a store");
    store.last_change().expect("the feed can be read")
}

/// Returns name, length and time of every file of a folder.
fn files(folder: &Path) -> BTreeSet<(String, u64, std::time::SystemTime)> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    entries
        .map(|entry| {
            let entry = entry.expect("the folder can be read");
            let about = entry.metadata().expect("the file is there");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, about.len(), about.modified().expect("files have times"))
        })
        .filter(|(name, ..)| !name.ends_with(".lock"))
        .collect()
}

/// The WARC files pass the field's own checker, when the test command has installed it.
fn warc_files_are_sound(data: &Path) {
    let Some(warcio) = std::env::var_os("GONGBAO_WARCIO") else {
        println!("left out: GONGBAO_WARCIO is not set");
        return;
    };
    let mut checked = 0;
    for entry in std::fs::read_dir(data.join("warc")).expect("there is evidence") {
        let path = entry.expect("the folder can be read").path();
        let output =
            std::process::Command::new(&warcio).arg("check").arg(&path).output().expect("warcio runs");
        assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stdout));
        checked += 1;
    }
    assert!(checked > 0, "there are WARC files");
}

fn evidence_holds_until_it_is_touched(data: &Path, stored: &[Stored]) {
    let id = stored[0].id.as_str();
    let sound = run(data, &["evidence", id, "--json"]).json();
    assert_eq!(sound["state"], "sound", "{sound}");
    assert_eq!(sound["sha256"], stored[0].evidence.as_ref().expect("it was crawled").sha256);
    let file = data.join("warc").join(sound["warc_file"].as_str().expect("a file"));
    let mut bytes = std::fs::read(&file).expect("the WARC file can be read");
    let offset = sound["warc_offset"].as_u64().expect("an offset") as usize;
    for byte in &mut bytes[offset + 40..offset + 48] {
        *byte ^= 0x5a;
    }
    std::fs::write(&file, bytes).expect("the WARC file can be written");
    let broken = run(data, &["evidence", id, "--json"]);
    assert_eq!(broken.code, 1, "{}", broken.out);
    assert!(broken.err.contains("does not hold"), "{}", broken.err);
}
