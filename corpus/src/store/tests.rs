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

pub(super) fn report(title: &str, text: &str) -> Document {
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

pub(super) fn crawled(store: &mut Store, second: i64, url: &str, status: u16, found: Found) -> Recorded {
    let target = target(url);
    let run = begin(store, second, std::slice::from_ref(&target));
    has_a_list(store, &run, second);
    let outcome = if status == 404 { Outcome::Missing } else { Outcome::New };
    let step = Step { target: &target, visits: vec![visit(&target, second, status, outcome)], found };
    let recorded = store.record(&run, &step).expect("a step can be recorded");
    store.finish_run(&run, at(second + 1), None).expect("a run can be ended");
    recorded
}

pub(super) fn begin(store: &mut Store, second: i64, seeds: &[Target]) -> Run {
    store.begin_run("site", at(second), seeds).expect("a run can begin")
}

/// Has a run read a list of its source, as crawls begin.
pub(super) fn has_a_list(store: &mut Store, run: &Run, second: i64) {
    let list = Target { role: Role::List, ..target("list") };
    let visits = vec![Visit { evidence: None, ..visit(&list, second, 200, Outcome::Unchanged) }];
    let step = Step { target: &list, visits, found: Found::Links(Vec::new()) };
    store.record(run, &step).expect("a list can be recorded");
}

pub(super) fn holds(title: &str, text: &str) -> Found {
    Found::Document { document: Box::new(report(title, text)), text_from: 0 }
}

pub(super) fn events(store: &Store) -> Vec<ChangeEvent> {
    let changes = store.changes_after(0, 100).expect("the feed can be read");
    changes.iter().map(|change| change.event).collect()
}

pub(super) fn only_document(store: &Store) -> DocumentId {
    let mut ids = store.present_after(None, 9).expect("the store answers");
    assert_eq!(ids.len(), 1);
    ids.remove(0)
}

#[test]
fn a_page_that_could_not_be_read_whole_is_asked_for_anew_and_stays_as_it_is() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    let target = target("a");
    let run = begin(&mut store, 20, std::slice::from_ref(&target));
    let visits = vec![visit(&target, 20, 304, Outcome::Transient)];
    let step = Step { target: &target, visits, found: Found::Incomplete };
    assert_eq!(store.record(&run, &step).expect("it is recorded").outcome, Outcome::Transient);
    store.finish_run(&run, at(21), None).expect("the run ends");
    let known = store.known("a").expect("the store answers").expect("the address is known");
    assert_eq!(known.validators, Validators::default());
    assert!(known.evidence.is_some(), "what is held can still be read");
    let stored = store.document(&id).expect("the store answers").expect("it is kept");
    assert_eq!((stored.document.text.as_str(), stored.version), (TEXT, 1));
}

#[test]
fn the_files_of_a_page_are_those_that_it_was_last_read_with() {
    let (_folder, mut store) = store();
    let page = target("a");
    let mut read_with = |second: i64, files: &[&str], found: Found| {
        let run = begin(&mut store, second, std::slice::from_ref(&page));
        let files = files.iter().map(|key| {
            let file = Target { role: Role::Attachment, ..target(key) };
            let outcome = if key.starts_with("to ") { Outcome::Moved } else { Outcome::New };
            visit(&file, second, 200, outcome)
        });
        let visits = std::iter::once(visit(&page, second, 200, Outcome::New)).chain(files).collect();
        store.record(&run, &Step { target: &page, visits, found }).expect("it is recorded");
        store.finish_run(&run, at(second + 1), None).expect("the run ends");
        let known = store.known("a").expect("the store answers").expect("the address is known");
        known.attachments.into_iter().map(|file| file.key).collect::<Vec<_>>()
    };
    assert_eq!(read_with(10, &["one", "two"], holds("报告", TEXT)), ["one", "two"]);
    assert_eq!(read_with(20, &["one"], Found::Unmodified), ["one", "two"], "it was not read then");
    assert_eq!(read_with(30, &["two", "three"], holds("报告", TEXT)), ["two", "three"]);
    assert_eq!(read_with(40, &["two"], Found::Nothing), ["two", "three"], "nor then");
    assert_eq!(read_with(50, &["to three", "three"], holds("报告", TEXT)), ["to three"]);
    assert_eq!(
        read_with(60, &["to two", "two", "two"], holds("报告", TEXT)),
        ["to two", "two"],
        "both are named, in the order of the page"
    );
    assert!(read_with(70, &[], holds("报告", TEXT)).is_empty(), "it has a text of its own now");
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
fn a_new_version_keeps_the_earliest_date() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let mut later = report("报告", &TEXT.replace("九件", "十件"));
    later.published = Some(date(2024, 5, 5));
    crawl(&mut store, 20, "a", 200, Found::Document { document: Box::new(later), text_from: 0 });
    let stored = store.document(&only_document(&store)).expect("it answers").expect("it is there");
    assert_eq!((stored.version, stored.document.published), (2, Some(date(2022, 2, 1))));
}
