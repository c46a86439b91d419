//! What is kept for years: evidence that a store is built from again, rereading, backups and what may be given up.

use std::collections::BTreeMap;
use std::path::Path;

use corpus::store::Store;
use corpus::store::Stored;
use tempfile::TempDir;

use crate::files::Font;
use crate::files::pdf;
use crate::files::report;
use crate::program::Printed;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;

fn recipe(site: &Site, data: &Path, more: &str) {
    let settings = format!(
        "{more}[[source]]\nname = \"site\"\nstart = [\"http://{}/list.html\"]\npace_seconds = 0.0\n",
        site.address
    );
    std::fs::write(data.join("gongbao.toml"), settings).expect("settings can be written");
}

#[track_caller]
fn fine(data: &Path, arguments: &[&str]) -> Printed {
    let printed = run(data, arguments);
    assert_eq!(printed.code, 0, "{arguments:?}: {}{}", printed.out, printed.err);
    printed
}

const PAGE_OF_A_FILE: &str = "<html><title>甲县2021年法治政府建设年度报告</title><body><h1>甲县2021年法治政府建设年度报告</h1><div id=\"zoom\"><p>附件：<a href=\"/report.pdf\">甲县2021年法治政府建设年度报告.pdf</a></p></div></body></html>";

/// Three articles, one of which has its text in a PDF beside it.
fn site() -> Site {
    let site = Site::start();
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    site.answer("/c.html", 200, PAGE_OF_A_FILE);
    let file = String::from_utf8(pdf(&report(), Font::WithTable, "")).expect("the file is written in ASCII");
    site.answer("/report.pdf", 200, &file);
    site
}

fn store(data: &Path) -> Store {
    Store::open_existing(data).expect("the store opens").expect("there is a store")
}

/// Everything that a reader is shown of each document, by its id.
fn shown(data: &Path) -> BTreeMap<String, Vec<String>> {
    let store = store(data);
    let mut all = BTreeMap::new();
    let mut ids = store.present_after(None, 1000).expect("documents can be listed");
    let changes = store.changes_after(0, 1000).expect("changes can be read");
    ids.extend(changes.into_iter().map(|change| change.document));
    for id in ids {
        let mut lines = Vec::new();
        for line in store.versions(&id).expect("versions can be read") {
            let stored: Stored =
                store.version(&id, line.number).expect("it can be read").expect("it is there");
            lines.push(format!("{stored:?}"));
        }
        for address in store.addresses(&id).expect("addresses can be read") {
            lines.push(format!("{} {:?} {:?}", address.url, address.role, address.outcome));
        }
        all.insert(id.to_string(), lines);
    }
    all
}

/// A folder with a store that was built from the evidence of another one alone.
fn rebuilt(site: &Site, data: &Path) -> TempDir {
    let again = tempfile::tempdir().expect("a temporary folder");
    recipe(site, again.path(), "");
    std::fs::create_dir(again.path().join("warc")).expect("a folder can be made");
    for entry in std::fs::read_dir(data.join("warc")).expect("there is evidence") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().expect("a file has a name");
        std::fs::copy(&path, again.path().join("warc").join(name)).expect("a file can be copied");
    }
    fine(again.path(), &["reparse", "--rebuild"]);
    again
}

#[test]
fn a_store_is_built_again_from_the_evidence_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "");
    fine(data, &["crawl"]);
    site.report("/a.html", 2018);
    site.answer("/b.html", 404, "");
    fine(data, &["crawl"]);
    site.answer("/a.html", 301, "/new/a.html");
    site.report("/new/a.html", 2018);
    fine(data, &["crawl"]);
    let before = shown(data);
    assert_eq!(before.len(), 3, "{before:#?}");

    let again = rebuilt(&site, data);
    assert_eq!(shown(again.path()), before);
    let count = |data: &Path| {
        fine(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json()["total"].clone()
    };
    assert_eq!(count(again.path()), count(data));
    let refused = run(again.path(), &["reparse", "--rebuild"]);
    assert_eq!(refused.code, 2, "a store that is there is never written over: {}", refused.err);

    let id = before.keys().next().expect("there is a document");
    let evidence = fine(data, &["evidence", id]).out;
    assert!(evidence.matches("visited").count() >= 3 && evidence.contains("[sound]"), "{evidence}");
}

#[test]
fn what_a_site_said_is_unchanged_is_so_in_a_store_that_is_built_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    let tagged = || "ETag: \"1\"\r\n".to_owned();
    site.act("/a.html", Act::Say(200, crate::site::report(2019).into_bytes(), tagged()));
    site.act("/c.html", Act::Say(200, PAGE_OF_A_FILE.into(), tagged()));
    recipe(&site, data, "");
    fine(data, &["crawl"]);
    for path in ["/a.html", "/c.html"] {
        site.act(path, Act::Say(304, Vec::new(), tagged()));
    }
    site.act("/report.pdf", Act::Say(200, pdf(&report()[..1], Font::WithTable, ""), String::new()));
    fine(data, &["crawl"]);
    let before = shown(data);
    let versions: Vec<usize> =
        before.values().map(|lines| lines.iter().filter(|line| line.starts_with("Stored")).count()).collect();
    assert_eq!(
        versions.iter().sum::<usize>(),
        4,
        "the file beside an unchanged page has changed: {before:#?}"
    );
    assert_eq!(shown(rebuilt(&site, data).path()), before);
}

#[test]
fn rereading_changes_nothing_without_a_reason_and_takes_up_a_new_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "");
    fine(data, &["crawl"]);
    let before = shown(data);
    let dry = fine(data, &["reparse", "--dry-run", "--json"]).json();
    assert_eq!(
        (&dry["documents"], &dry["changed"], &dry["left"]),
        (&3.into(), &0.into(), &0.into()),
        "{dry}"
    );

    let settings = std::fs::read_to_string(data.join("gongbao.toml")).expect("settings can be read");
    std::fs::write(data.join("gongbao.toml"), format!("{settings}place = \"510722\"\n"))
        .expect("they can be written");
    let dry = fine(data, &["reparse", "--dry-run", "--json"]).json();
    assert!(dry["changed"].as_u64().is_some_and(|changed| changed >= 1), "{dry}");
    assert_eq!(dry["fields"].as_object().map(|fields| fields.contains_key("place")), Some(true), "{dry}");
    assert_eq!(shown(data), before, "a dry run writes nothing");

    let done = fine(data, &["reparse", "--json"]).json();
    assert_eq!(done["changed"], dry["changed"]);
    let found = fine(data, &["search", "行政复议", "--region", "三台县", "--json"]).json();
    assert_eq!(found["total"]["documents"], done["changed"], "the index follows");
    assert_eq!(fine(data, &["reparse", "--json"]).json()["changed"], 0);
    fine(data, &["crawl"]);
    let (now, versions) =
        (shown(data), |all: &BTreeMap<String, Vec<String>>| all.values().map(Vec::len).sum::<usize>());
    assert_eq!(versions(&now), versions(&before), "the next crawl finds nothing new");
    let id = now.keys().next().expect("there is a document");
    let one = fine(data, &["reparse", "--id", id, "--json"]).json();
    assert_eq!((&one["documents"], &one["changed"]), (&1.into(), &0.into()));
    assert_eq!(run(data, &["reparse", "--source", "nobody"]).code, 2);
}

fn lines(data: &Path, names: &[&str]) {
    let text: String = names
        .iter()
        .map(|name| format!("{{\"id\": \"{name}\", \"title\": \"某县工作报告{name}\", \"text\": \"全县办理行政复议{name}件。\"}}\n"))
        .collect();
    std::fs::write(data.join("in.jsonl"), text).expect("lines can be written");
    fine(data, &["import", "in.jsonl"]);
}

fn found(data: &Path, phrase: &str) -> u64 {
    let answer = fine(data, &["search", &format!("\"{phrase}\""), "--json"]).json();
    answer["total"]["documents"].as_u64().expect("a count")
}

#[test]
fn a_restored_store_is_noticed_by_the_index() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path();
    lines(data, &["甲", "乙"]);
    fine(data, &["backup", "saved.sqlite"]);
    lines(data, &["丙", "丁"]);
    assert_eq!(found(data, "行政复议"), 4);
    assert_eq!(
        run(data, &["restore", "saved.sqlite"]).code,
        2,
        "a store is only replaced when that is asked for"
    );
    fine(data, &["restore", "--replace", "saved.sqlite"]);
    assert_eq!((found(data, "行政复议"), found(data, "行政复议丙")), (2, 0));

    // Put in place by hand, and written until its feed has run past that of the index.
    fine(data, &["backup", "again.sqlite"]);
    lines(data, &["丙"]);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(data.join(format!("gongbao.sqlite{ending}")));
    }
    std::fs::copy(data.join("again.sqlite"), data.join("gongbao.sqlite")).expect("a file can be copied");
    lines(data, &["戊", "己", "庚"]);
    assert_eq!((found(data, "行政复议"), found(data, "行政复议丙")), (5, 0));

    std::fs::write(data.join("no.sqlite"), "nothing of the kind").expect("a file can be written");
    let refused = run(data, &["restore", "--replace", "no.sqlite"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("cannot be restored"), "{}", refused.err);
    assert_eq!(found(data, "行政复议"), 5, "nothing is touched before the file is found sound");
}

#[test]
fn what_is_given_up_is_never_the_evidence_of_a_version() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "");
    for _ in 0..3 {
        fine(data, &["crawl"]);
    }
    assert_eq!(run(data, &["prune"]).code, 2, "without a rule all is kept");
    recipe(&site, data, "[retention]\nvisits_days = 0\nwarc_days = 0\n");
    let files = || std::fs::read_dir(data.join("warc")).expect("there is evidence").count();
    let dry = fine(data, &["prune", "--dry-run", "--json"]).json();
    assert_eq!((dry["files"].as_array().map(Vec::len), files()), (Some(1), 3), "{dry}");
    let said = fine(data, &["prune", "--dry-run"]).out;
    assert!(said.contains("1 file of evidence that nothing points to"), "{said}");
    let done = fine(data, &["prune", "--json"]).json();
    assert_eq!((&done["files"], files()), (&dry["files"], 2));
    assert!(done["visits"].as_u64().is_some_and(|visits| visits >= 3), "{done}");
    for id in shown(data).keys() {
        let evidence = fine(data, &["evidence", id, "--json"]).json();
        assert_eq!(evidence["state"], "sound");
    }
    assert_eq!(fine(data, &["reparse", "--dry-run", "--json"]).json()["left"], 0);
    fine(data, &["crawl"]);
}

#[test]
fn evidence_that_is_lost_is_counted_in_words_that_fit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "");
    fine(data, &["crawl"]);
    fine(data, &["backup", "saved.sqlite"]);
    std::fs::remove_dir_all(data.join("warc")).expect("evidence can be removed");
    let id = shown(data).into_keys().next().expect("there is a document");
    let said = run(data, &["evidence", &id]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains(&format!("the evidence of 1 version of {id} does not hold")), "{}", said.err);
    let reread = run(data, &["reparse", "--dry-run"]);
    assert_eq!(reread.code, 3, "what cannot be read is not passed over: {}", reread.out);
    assert!(reread.out.contains("the evidence of 3 documents cannot be read"), "{}", reread.out);
    let restored = run(data, &["restore", "--replace", "saved.sqlite"]);
    assert!(restored.out.contains("1 file of evidence is not in "), "{}{}", restored.out, restored.err);
}

#[test]
fn rereading_keeps_the_earliest_date_that_a_page_ever_gave() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    recipe(&site, data, "");
    let paragraph = "<p>全县依法办理行政复议案件，推进政务公开，受理群众来信，办结率有所提高。</p>".repeat(6);
    for day in ["2023-01-15", "2022-12-01", "2023-05-15"] {
        let page = format!(
            "<html><body><h1>甲县2022年法治政府建设工作报告</h1><div>发布日期：{day}</div>\
             <div class=\"content\">{paragraph}</div></body></html>"
        );
        site.answer("/a.html", 200, &page);
        fine(data, &["crawl"]);
    }
    let before = shown(data);
    assert!(format!("{before:?}").contains("2022-12-01"), "{before:#?}");
    let dry = fine(data, &["reparse", "--json"]).json();
    assert_eq!((&dry["documents"], &dry["changed"]), (&1.into(), &0.into()), "{dry}");
    assert_eq!(shown(data), before);
}

#[test]
fn what_a_site_took_back_is_not_read_again_when_another_text_takes_its_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "");
    fine(data, &["crawl"]);
    site.answer("/a.html", 404, "");
    fine(data, &["crawl"]);
    fine(data, &["crawl"]);
    site.report("/a.html", 2019);
    fine(data, &["crawl"]);
    let before = shown(data);
    let reread = fine(data, &["reparse", "--json"]).json();
    assert_eq!((&reread["documents"], &reread["changed"]), (&3.into(), &0.into()), "{reread}");
    assert_eq!(shown(data), before);
}

#[test]
fn a_backup_says_what_is_in_it_and_not_what_came_meanwhile() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let paths: Vec<String> = (0..300).map(|n| format!("/{n}.html")).collect();
    site.list("/list.html", &paths.iter().map(String::as_str).collect::<Vec<_>>(), None);
    for (path, year) in paths.iter().zip(1700..) {
        site.report(path, year);
    }
    recipe(&site, data, "");
    drop(Store::open(data, jiff::Timestamp::UNIX_EPOCH).expect("a store can be made"));
    std::thread::scope(|scope| {
        let crawl = scope.spawn(|| fine(data, &["crawl"]));
        for n in 0.. {
            let file = format!("{n}.sqlite");
            let said = fine(data, &["backup", &file]).out;
            let holds = Store::check(&data.join(&file)).expect("the copy is sound");
            assert_eq!(said.split(' ').next(), Some(holds.to_string().as_str()), "{said}");
            if crawl.is_finished() {
                break;
            }
        }
    });
}

#[test]
fn a_crawl_stops_before_the_disk_is_full() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (site(), folder.path());
    recipe(&site, data, "[crawler]\nkeep_free_mb = 1000000000000\n");
    let refused = run(data, &["crawl"]);
    assert_eq!(refused.code, 1);
    assert_eq!(refused.err.trim_end().lines().count(), 1, "{}", refused.err);
    assert!(refused.err.contains("keep_free_mb"), "{}", refused.err);
}
