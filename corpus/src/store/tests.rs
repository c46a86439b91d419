//! What the store promises, over temporary folders.

use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;

use crate::district::Place;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::Field;
use crate::document::Gap;
use crate::document::Section;
use crate::document::SectionKind;
use crate::error::Error;
use crate::store::ChangeEvent;
use crate::store::Found;
use crate::store::Import;
use crate::store::Recorded;
use crate::store::Run;
use crate::store::Saved;
use crate::store::Step;
use crate::store::Store;
use crate::store::Target;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;
use crate::visit::Validators;
use crate::visit::Visit;
use crate::year::ReportYear;

pub(super) const TEXT: &str = "全县坚持依法行政，健全重大行政决策程序，全年办理行政复议案件十七件，行政应诉案件九件，负责人出庭应诉率百分之百。";

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a small number of seconds is a time")
}

pub(super) fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let store = Store::open(folder.path(), at(0)).expect("a new store opens");
    (folder, store)
}

fn report(title: &str, text: &str) -> Document {
    let mut document = Document::new(title, text);
    document.kind = DocumentKind::RuleOfLawReport;
    document.report_year = Some(ReportYear::single(2021));
    document.place =
        Some(Place {
            path: vec!["四川省".into(), "绵阳市".into()], code: Some("510700".into()), zone: None
        });
    document.published = Some(date(2022, 2, 1));
    document
}

pub(super) fn target(url: &str) -> Target {
    Target {
        key: url.to_owned(),
        url: format!("http://{url}"),
        form: None,
        role: Role::Article,
        list: None,
        label: Some("列表里的标题".into()),
        listed: Some(date(2022, 2, 1)),
    }
}

pub(super) fn visit(target: &Target, second: i64, status: u16, outcome: Outcome) -> Visit {
    Visit {
        key: target.key.clone(),
        url: target.url.clone(),
        role: target.role,
        at: at(second),
        status: Some(status),
        outcome,
        detail: None,
        evidence: Some(Evidence { file: "a.warc.gz".into(), offset: 7, sha256: "ab".into() }),
        validators: Validators { etag: Some("\"1\"".into()), last_modified: None },
    }
}

/// Crawls one address once and returns what came of it.
pub(super) fn crawl(store: &mut Store, second: i64, url: &str, status: u16, found: Found) -> Outcome {
    crawled(store, second, url, status, found).outcome
}

fn crawled(store: &mut Store, second: i64, url: &str, status: u16, found: Found) -> Recorded {
    let target = target(url);
    let run = begin(store, second, std::slice::from_ref(&target));
    let outcome = if status == 404 { Outcome::Missing } else { Outcome::New };
    let step = Step { target: &target, visits: vec![visit(&target, second, status, outcome)], found };
    let recorded = store.record(&run, &step).expect("a step can be recorded");
    store.finish_run(&run, at(second + 1), None).expect("a run can be ended");
    recorded
}

pub(super) fn begin(store: &mut Store, second: i64, seeds: &[Target]) -> Run {
    store.begin_run("site", at(second), seeds).expect("a run can begin")
}

pub(super) fn holds(title: &str, text: &str) -> Found {
    Found::Document { document: Box::new(report(title, text)), text_from: 0 }
}

fn events(store: &Store) -> Vec<ChangeEvent> {
    let changes = store.changes_after(0, 100).expect("the feed can be read");
    changes.iter().map(|change| change.event).collect()
}

#[test]
fn everything_that_is_saved_comes_back() {
    let (_folder, mut store) = store();
    let mut document = report("标题", TEXT);
    document.signed = Some(date(2022, 1, 31));
    document.issuer = Some("某县人民政府".into());
    document.gaps = vec![Gap { field: Field::IndexNumber, because: "no label".into() }];
    document.sections = vec![Section {
        number: "1".into(),
        heading: "一、举措".into(),
        kind: SectionKind::Measures,
        year: Some(2021),
        level: 1,
        start: 0,
        end: 12,
    }];
    let id = DocumentId::parse("a").expect("a is an id");
    let import = Import { id: id.clone(), document: document.clone(), url: Some("http://x/".into()) };
    let saved = store.import([import.clone(), import].into_iter(), at(5)).expect("an import works");
    assert_eq!(saved, [Saved::Added, Saved::Unchanged]);
    let stored = store.document(&id).expect("the store answers").expect("the document is there");
    assert_eq!(stored.document, document);
    assert_eq!((stored.version, stored.first_seen, stored.is_gone), (1, at(5), false));
    assert_eq!(stored.url.as_deref(), Some("http://x/"));
}

#[test]
fn a_known_id_becomes_a_new_version() {
    let (_folder, mut store) = store();
    let id = DocumentId::parse("a").expect("a is an id");
    for text in ["旧文", "新文"] {
        let import = Import { id: id.clone(), document: Document::new("标题", text), url: None };
        store.import(std::iter::once(import), at(1)).expect("an import works");
    }
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Changed]);
    assert_eq!(store.versions(&id).expect("the store answers").len(), 2);
    let old = store.version(&id, 1).expect("the store answers").expect("version 1 is kept");
    assert_eq!(old.document.text, "旧文");
}

#[test]
fn an_edited_text_is_a_version_and_the_same_text_is_none() {
    let (_folder, mut store) = store();
    assert_eq!(crawl(&mut store, 10, "a", 200, holds("报告", TEXT)), Outcome::New);
    assert_eq!(crawl(&mut store, 20, "a", 200, holds("报告", TEXT)), Outcome::Unchanged);
    assert_eq!(
        crawl(&mut store, 30, "a", 200, holds("报告", &TEXT.replace("九件", "十件"))),
        Outcome::Changed
    );
    assert_eq!(crawl(&mut store, 40, "a", 304, Found::Unmodified), Outcome::Unchanged);
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Changed]);
}

#[test]
fn one_text_on_two_addresses_is_one_document_with_the_earliest_date() {
    let (_folder, mut store) = store();
    assert!(!crawled(&mut store, 10, "a", 200, holds("报告", TEXT)).is_another_address);
    let mut again = report("报告（转载）", &format!("{TEXT}（完）"));
    again.published = Some(date(2022, 1, 15));
    let found = Found::Document { document: Box::new(again), text_from: 0 };
    let recorded = crawled(&mut store, 20, "b", 200, found.clone());
    assert_eq!((recorded.outcome, recorded.is_another_address), (Outcome::New, true));
    assert!(!crawled(&mut store, 30, "b", 200, found).is_another_address, "it is known by then");
    assert_eq!(store.count().expect("the store answers"), 1);
    let id = store.present_after(None, 9).expect("the store answers").remove(0);
    assert_eq!(store.addresses(&id).expect("the store answers").len(), 2);
    let stored = store.document(&id).expect("the store answers").expect("the document is there");
    assert_eq!(stored.document.published, Some(date(2022, 1, 15)));
    assert_eq!((stored.version, stored.document.title.as_str()), (1, "报告"));
}

#[test]
fn two_renditions_do_not_take_turns() {
    let (_folder, mut store) = store();
    let other = format!("{TEXT}（完）");
    for second in [10, 30, 50] {
        crawl(&mut store, second, "a", 200, holds("报告", TEXT));
        crawl(&mut store, second + 10, "b", 200, holds("报告", &other));
    }
    assert_eq!(events(&store), [ChangeEvent::Added]);
}

#[test]
fn two_years_with_the_same_text_are_two_documents() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("年度报告", TEXT));
    let mut next = report("年度报告", TEXT);
    next.report_year = Some(ReportYear::single(2022));
    crawl(&mut store, 20, "b", 200, Found::Document { document: Box::new(next), text_from: 0 });
    assert_eq!(store.count().expect("the store answers"), 2);
}

#[test]
fn a_page_is_gone_after_two_crawls_and_its_text_with_it() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = store.present_after(None, 9).expect("the store answers").remove(0);
    assert_eq!(crawl(&mut store, 20, "a", 404, Found::Nothing), Outcome::Missing);
    assert!(!store.document(&id).expect("the store answers").expect("it is kept").is_gone);
    assert_eq!(crawl(&mut store, 30, "a", 404, Found::Nothing), Outcome::Gone);
    let stored = store.document(&id).expect("the store answers").expect("the record is kept");
    assert!(stored.is_gone && stored.document.text.is_empty());
    assert_eq!(store.count().expect("the store answers"), 0);
    assert_eq!(crawl(&mut store, 40, "a", 200, holds("报告", TEXT)), Outcome::Changed);
    let stored = store.document(&id).expect("the store answers").expect("it is back");
    assert_eq!((stored.is_gone, stored.document.text.as_str()), (false, TEXT));
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Gone, ChangeEvent::Returned]);
}

#[test]
fn a_failure_that_passes_leaves_the_document_alone() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    for second in [20, 30, 40] {
        let target = target("a");
        let run = begin(&mut store, second, std::slice::from_ref(&target));
        let visits = vec![visit(&target, second, 503, Outcome::Transient)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        assert_eq!(store.record(&run, &step).expect("it is recorded").outcome, Outcome::Transient);
        store.finish_run(&run, at(second), None).expect("the run ends");
    }
    assert_eq!(events(&store), [ChangeEvent::Added]);
    let known = store.known("a").expect("the store answers").expect("the address is known");
    assert_eq!(known.validators.etag.as_deref(), Some("\"1\""), "a failure does not forget the validators");
}

#[test]
fn an_interrupted_run_goes_on_with_what_is_left() {
    let (folder, mut store) = store();
    let targets = [target("a"), target("b"), target("a")];
    let run = begin(&mut store, 10, &targets);
    assert!(!run.is_resumed);
    let step = Step {
        target: &targets[0],
        visits: vec![visit(&targets[0], 11, 200, Outcome::New)],
        found: holds("报告", TEXT),
    };
    store.record(&run, &step).expect("it is recorded");
    drop(store);
    let mut store = Store::open(folder.path(), at(20)).expect("the store opens again");
    let run = begin(&mut store, 20, &targets);
    assert!(run.is_resumed);
    assert_eq!(store.progress(&run).expect("the store answers"), (1, 2));
    let left = store.pending(&run, 0, 1).expect("the store answers").pop().expect("b is left").target;
    assert_eq!(left, targets[1]);
}

#[test]
fn a_copy_holds_what_the_store_holds() {
    let (folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let other = folder.path().join("restored");
    std::fs::create_dir(&other).expect("a folder can be made");
    store.copy_to(&other.join(Store::FILE)).expect("the store can be copied");
    let again = store.copy_to(&other.join(Store::FILE));
    assert!(matches!(again, Err(Error::Occupied { .. })), "a copy is never written over: {again:?}");
    let restored = Store::open(&other, at(20)).expect("the copy opens");
    let names = [restored.identity().expect("it has a name"), store.identity().expect("it has a name")];
    assert_ne!(names[0], names[1], "an index that followed the one must not take the other for it");
    let id = store.present_after(None, 1).expect("the store answers").remove(0);
    let document = |store: &Store| store.document(&id).expect("it answers").map(|stored| stored.document);
    assert_eq!(document(&restored), document(&store));
}

#[test]
fn a_store_of_a_later_release_is_refused_and_left_alone() {
    let (folder, store) = store();
    drop(store);
    let path = folder.path().join(Store::FILE);
    let raw = rusqlite::Connection::open(&path).expect("the file opens");
    raw.pragma_update(None, "user_version", 99).expect("the format can be set");
    drop(raw);
    let before = std::fs::read(&path).expect("the file can be read");
    for result in [Store::open(folder.path(), at(1)).err(), Store::open_existing(folder.path()).err()] {
        assert!(matches!(result, Some(Error::Newer { found: 99, .. })), "{result:?}");
    }
    assert_eq!(std::fs::read(&path).expect("the file can be read"), before);
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(
        folder.path().join(Store::FILE),
        "this is a letter, not a database, and long enough to be read",
    )
    .expect("a file can be written");
    let err = Store::open(folder.path(), at(0)).err().expect("a letter is no store");
    assert!(matches!(err, Error::Open { .. }), "{err:?}");
}

#[test]
fn a_folder_without_a_store_is_none_and_stays_empty() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    assert!(Store::open_existing(folder.path()).expect("nothing to refuse").is_none());
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder is there").count(), 0);
}

/// Crawls an address of a source that leads to another one, and returns what came of it.
fn redirect(store: &mut Store, second: i64, from: &str, to: &str, found: Found) -> Outcome {
    let (asked, landed) = (target(from), target(to));
    let run = begin(store, second, std::slice::from_ref(&asked));
    let mut visits =
        vec![visit(&asked, second, 301, Outcome::Moved), visit(&landed, second, 200, Outcome::New)];
    visits[0].evidence = None;
    let found = match found {
        Found::Document { document, .. } => Found::Document { document, text_from: 1 },
        other => other,
    };
    let recorded = store.record(&run, &Step { target: &asked, visits, found }).expect("it is recorded");
    assert_eq!(store.enqueue_known(&run).expect("known pages are listed"), 0, "{to} was met on the way");
    store.finish_run(&run, at(second + 1), None).expect("the run ends");
    recorded.outcome
}

fn only_document(store: &Store) -> DocumentId {
    let mut ids = store.present_after(None, 9).expect("the store answers");
    assert_eq!(ids.len(), 1);
    ids.remove(0)
}

#[test]
fn a_moved_page_keeps_its_history() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    assert_eq!(redirect(&mut store, 20, "a", "b", holds("报告", TEXT)), Outcome::Unchanged);
    let id = only_document(&store);
    assert_eq!(store.addresses(&id).expect("the store answers").len(), 2);
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Moved]);
}

#[test]
fn a_store_of_the_first_format_is_carried_over_when_it_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let raw = rusqlite::Connection::open(folder.path().join(Store::FILE)).expect("a file can be made");
    raw.execute_batch(include_str!("schema.sql")).expect("the first format can be made");
    raw.execute_batch(
        "INSERT INTO identity VALUES (1, 'old', '2026-01-01T00:00:00Z'); PRAGMA user_version = 1",
    )
    .expect("it can be named");
    drop(raw);
    let store = Store::open_existing(folder.path()).expect("it opens").expect("it is there");
    assert_eq!(store.identity().expect("it has a name"), "old");
    assert_eq!(store.changes(&crate::store::ChangesWanted::default()).expect("the feed can be read"), []);
}

#[test]
fn a_page_that_now_leads_to_another_document_is_gone_after_two_crawls() {
    let (_folder, mut store) = store();
    let other = "另一份报告，与前一份毫无关系：全年新建农村公路三十公里，改造老旧小区十二个，惠及居民四千余户，群众满意度不断提高。";
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    crawl(&mut store, 20, "b", 200, holds("另一份报告", other));
    redirect(&mut store, 30, "a", "b", holds("另一份报告", other));
    assert!(!store.document(&id).expect("the store answers").expect("it is kept").is_gone);
    redirect(&mut store, 40, "a", "b", holds("另一份报告", other));
    assert!(store.document(&id).expect("the store answers").expect("the record is kept").is_gone);
    assert_ne!(only_document(&store), id, "the other one stays");
}

#[test]
fn two_sources_that_miss_one_page_in_one_crawl_are_not_two_crawls() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let target = target("a");
    let runs = ["one", "two"].map(|source| {
        store.begin_run(source, at(20), std::slice::from_ref(&target)).expect("a run can begin")
    });
    for run in &runs {
        let visits = vec![visit(&target, 21, 404, Outcome::Missing)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        assert_eq!(store.record(run, &step).expect("it is recorded").outcome, Outcome::Missing);
        store.finish_run(run, at(22), None).expect("the run ends");
    }
    assert!(!store.document(&only_document(&store)).expect("it answers").expect("it is kept").is_gone);
}

#[test]
fn what_was_imported_is_not_emptied_when_a_page_goes() {
    let (_folder, mut store) = store();
    let id = DocumentId::parse("mine").expect("mine is an id");
    let import = Import { id: id.clone(), document: report("报告", TEXT), url: None };
    store.import(std::iter::once(import), at(1)).expect("an import works");
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    crawl(&mut store, 20, "a", 404, Found::Nothing);
    crawl(&mut store, 30, "a", 404, Found::Nothing);
    let stored = store.document(&id).expect("the store answers").expect("it is there");
    assert_eq!((stored.is_gone, stored.document.text.as_str()), (false, TEXT));
}

#[test]
fn a_new_version_keeps_the_earliest_date() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let mut later = report("报告", &TEXT.replace("九件", "十件"));
    later.published = Some(date(2024, 5, 5));
    crawl(&mut store, 20, "a", 200, Found::Document { document: Box::new(later), text_from: 0 });
    let stored = store.document(&only_document(&store)).expect("it answers").expect("it is there");
    assert_eq!((stored.version, stored.document.published), (2, Some(date(2022, 2, 1))));
}
