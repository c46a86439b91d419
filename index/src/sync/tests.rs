//! The index follows the store, writes only when it must, and mends itself.

use std::fs;
use std::path::Path;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::store::Found;
use corpus::store::Import;
use corpus::store::Step;
use corpus::store::Store;
use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Validators;
use corpus::visit::Visit;
use jiff::Timestamp;

use crate::Error;
use crate::LocalIndex;
use crate::collocates::CollocatesRequest;
use crate::query::parse;
use crate::search::ConcordanceRequest;
use crate::search::SearchRequest;
use crate::sync::Caught;
use crate::sync::catch_up;
use crate::sync::rebuild;
use crate::trend::Phrase;

/// A data folder with its store.
struct House {
    folder: tempfile::TempDir,
    store: Store,
}

impl House {
    fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).unwrap();
        House { folder, store }
    }

    fn index(&self) -> std::path::PathBuf {
        self.folder.path().join("index")
    }

    fn import(&mut self, id: &str, text: &str) {
        let import =
            Import { id: DocumentId::parse(id).unwrap(), document: Document::new("题", text), url: None };
        self.store.import(std::iter::once(import), Timestamp::UNIX_EPOCH).unwrap();
    }

    #[track_caller]
    fn catch_up(&self) -> Caught {
        catch_up(&self.store, &self.index(), &mut |_| {}).unwrap()
    }

    #[track_caller]
    fn check(&self, query: &str, documents: u64, occurrences: u64) {
        let index = LocalIndex::open(&self.index()).unwrap();
        let page = index.search(&SearchRequest::new(parse(query).unwrap())).unwrap();
        assert_eq!((page.total.documents, page.total.occurrences), (documents, occurrences), "{query}");
    }

    /// Crawls one article with an outcome, and its text when there is one.
    fn crawl(&mut self, outcome: Outcome, text: Option<&str>) {
        let target = Target {
            key: "a.test/1".into(),
            url: "http://a.test/1".into(),
            form: None,
            role: Role::Article,
            list: None,
            label: None,
            listed: None,
        };
        let run =
            self.store.begin_run("source", Timestamp::UNIX_EPOCH, std::slice::from_ref(&target)).unwrap();
        let visit = Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: Role::Article,
            at: Timestamp::UNIX_EPOCH,
            status: Some(if text.is_some() { 200 } else { 404 }),
            outcome,
            detail: None,
            evidence: Some(Evidence { file: "a.warc.gz".into(), offset: 0, sha256: "00".into() }),
            validators: Validators::default(),
        };
        let found = match text {
            Some(text) => Found::Document { document: Box::new(Document::new("题", text)), text_from: 0 },
            None => Found::Nothing,
        };
        // What a crawl misses that could have no list counts for nothing.
        let list = Target {
            key: "a.test/".into(),
            url: "http://a.test/".into(),
            role: Role::List,
            ..target.clone()
        };
        let of_list = Visit {
            key: list.key.clone(),
            url: list.url.clone(),
            role: Role::List,
            outcome: Outcome::Unchanged,
            evidence: None,
            ..visit.clone()
        };
        let read = Step { target: &list, visits: vec![of_list], found: Found::Links(Vec::new()) };
        self.store.record(&run, &read).unwrap();
        let step = Step { target: &target, visits: vec![visit], found };
        self.store.record(&run, &step).unwrap();
        self.store.finish_run(&run, Timestamp::UNIX_EPOCH, None).unwrap();
    }
}

fn caught(added: u64, updated: u64, removed: u64) -> Caught {
    Caught { added, updated, removed, wrote: true }
}

/// Every file of the index with its length and bytes.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn the_index_follows_what_is_added_and_changed() {
    let mut house = House::new();
    house.import("a", "法治政府，法治");
    assert_eq!(house.catch_up(), caught(1, 0, 0));
    house.check("\"法治\"", 1, 2);
    house.import("a", "法治");
    house.import("b", "法治社会");
    assert_eq!(house.catch_up(), caught(1, 1, 0));
    house.check("\"法治\"", 2, 2);
    house.check("\"政府\"", 0, 0);
}

#[test]
fn a_document_that_is_gone_leaves_the_index() {
    let mut house = House::new();
    house.crawl(Outcome::New, Some("法治"));
    house.catch_up();
    house.check("\"法治\"", 1, 1);
    house.crawl(Outcome::Missing, None);
    house.crawl(Outcome::Missing, None);
    assert_eq!(house.catch_up(), caught(0, 0, 1));
    house.check("\"法治\"", 0, 0);
    house.check("", 0, 0);
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let mut house = House::new();
    house.import("a", "法治");
    house.catch_up();
    let before = files(&house.index());
    assert_eq!(house.catch_up(), Caught::default());
    assert_eq!(files(&house.index()), before);
}

#[test]
fn an_empty_store_gives_an_empty_index() {
    let house = House::new();
    house.catch_up();
    house.check("", 0, 0);
    assert_eq!(house.catch_up(), Caught::default());
}

#[test]
fn an_index_of_another_store_is_rebuilt() {
    let mut one = House::new();
    one.import("a", "法治");
    one.import("b", "法治");
    one.catch_up();
    let mut other = House::new();
    other.import("c", "法治");
    catch_up(&other.store, &one.index(), &mut |_| {}).unwrap();
    one.check("\"法治\"", 1, 1);
}

#[test]
fn readers_see_a_rebuild_only_when_it_is_complete() {
    let mut house = House::new();
    house.import("a", "法治");
    house.catch_up();
    let index = LocalIndex::open(&house.index()).unwrap();
    let count = || {
        index.refresh().unwrap();
        index.search(&SearchRequest::new(parse("\"法治\"").unwrap())).unwrap().total.documents
    };
    house.import("b", "法治");
    rebuild(&house.store, &house.index(), &mut |_| assert_eq!(count(), 1)).unwrap();
    assert_eq!(count(), 2);
}

#[test]
fn a_writer_that_dies_half_way_leaves_the_last_commit_and_the_next_goes_on() {
    let mut house = House::new();
    house.import("a", "法治");
    house.catch_up();
    house.import("b", "法治");
    let dies = |_| panic!("the process dies");
    let store = std::panic::AssertUnwindSafe(&house.store);
    let dir = house.index();
    let died = std::panic::catch_unwind(move || catch_up(*store, &dir, &mut { dies }));
    assert!(died.is_err());
    house.check("\"法治\"", 1, 1);
    assert_eq!(house.catch_up(), caught(1, 0, 0));
    house.check("\"法治\"", 2, 2);
}

#[test]
fn a_folder_without_index_is_said_to_be_that() {
    let house = House::new();
    assert!(matches!(LocalIndex::open(&house.index()), Err(Error::Missing { .. })));
}

#[track_caller]
fn check_mended(damage: impl Fn(&Path)) {
    let mut house = House::new();
    house.import("a", "法治");
    house.catch_up();
    damage(&house.index());
    let opened = LocalIndex::open(&house.index()).err().expect("the damage is seen");
    assert!(matches!(opened, Error::Damaged { .. } | Error::Outdated { .. }), "{opened:?}");
    assert!(opened.to_string().contains("gongbao reindex"));
    assert!(catch_up(&house.store, &house.index(), &mut |_| {}).is_err());
    rebuild(&house.store, &house.index(), &mut |_| {}).unwrap();
    house.check("\"法治\"", 1, 1);
}

/// Does something to every file of the index with an ending.
fn each_file(dir: &Path, ending: &str, change: impl Fn(&Path)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(ending) {
            change(&path);
        }
    }
}

fn cut_in_half(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

/// The endings of the files that a segment may not lack.
const ENDINGS: [&str; 8] = [".store", ".idx", ".pos", ".term", ".fast", ".pairs", ".titlepairs", ".texts"];

#[test]
fn a_damaged_index_is_named_and_rebuilt() {
    check_mended(|dir| fs::write(dir.join("meta.json"), "{").unwrap());
    check_mended(|dir| fs::write(dir.join("meta.json"), [0xFF, 0, 1]).unwrap());
    for ending in ENDINGS {
        check_mended(|dir| each_file(dir, ending, |path| fs::remove_file(path).unwrap()));
        check_mended(|dir| each_file(dir, ending, cut_in_half));
        check_mended(|dir| each_file(dir, ending, |path| fs::write(path, "").unwrap()));
    }
}

#[test]
fn wrong_bytes_inside_a_file_are_named_when_they_are_met() {
    let mut house = House::new();
    house.import("a", &"法治政府建设。".repeat(3_000));
    house.catch_up();
    for ending in ENDINGS {
        each_file(&house.index(), ending, |path| {
            let mut bytes = fs::read(path).unwrap();
            // The footer at the end says what the file is; what stands before it is the content.
            let content = bytes.len() - bytes.len().min(200);
            bytes[..content].iter_mut().for_each(|byte| *byte ^= 0x55);
            fs::write(path, bytes).unwrap();
        });
    }
    let answer = LocalIndex::open(&house.index()).and_then(|index| {
        index.check()?;
        index.search(&SearchRequest::new(parse("\"法治政府\"").unwrap())).map(drop)
    });
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
    let answer = LocalIndex::open(&house.index())
        .and_then(|index| index.search(&SearchRequest::new(parse("\"法治政府\"").unwrap())));
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
}

#[test]
fn wrong_words_in_a_kept_text_are_neither_shown_nor_counted() {
    let mut house = House::new();
    let text: String = (0..3_000).map(|number| format!("第{number}号法治政府建设。")).collect();
    house.import("a", &text);
    house.catch_up();
    each_file(&house.index(), ".texts", |path| {
        let mut bytes = fs::read(path).unwrap();
        // Behind title, address and anchors, within the codes of the text; zeros are the code of the most frequent word.
        bytes[4_000..4_200].fill(0);
        fs::write(path, bytes).unwrap();
    });
    let index = LocalIndex::open(&house.index()).unwrap();
    let found = index.search(&SearchRequest::new(parse("\"法治\"").unwrap())).unwrap();
    assert_eq!(found.total.documents, 1, "what is not damaged is still shown");
    let phrase = Phrase::new("法治").unwrap();
    let answer = index.collocates(&CollocatesRequest::new(phrase, parse("").unwrap()));
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
    let mut lines = ConcordanceRequest::new(parse("\"法治\"").unwrap());
    lines.limit = 3_000;
    let answer = index.concordance(&lines);
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
}

#[test]
fn an_index_of_another_form_is_outdated() {
    check_mended(|dir| {
        let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
        let form = format!("\"payload\": \"{}\\n", crate::local::FORMAT);
        let other = meta.replace(&form, "\"payload\": \"0\\n");
        assert_ne!(meta, other);
        fs::write(dir.join("meta.json"), other).unwrap();
    });
}

#[test]
fn two_writers_do_not_meet() {
    let mut house = House::new();
    house.import("a", "法治");
    house.catch_up();
    let writer = crate::local::Writer::open(&house.index(), crate::local::Load::Light).unwrap();
    house.import("b", "法治");
    assert!(matches!(catch_up(&house.store, &house.index(), &mut |_| {}), Err(Error::Busy { .. })));
    house.check("\"法治\"", 1, 1);
    drop(writer);
    assert_eq!(house.catch_up(), caught(1, 0, 0));
}
