//! What is found in a folder, over temporary ones: stores of any age, copies, what is none.

use crate::error::Error;
use crate::store::MIGRATIONS;
use crate::store::Store;
use crate::store::tests::TEXT;
use crate::store::tests::at;
use crate::store::tests::crawl;
use crate::store::tests::holds;
use crate::store::tests::store;
use crate::visit::Validators;

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
fn a_page_whose_file_an_old_crawl_left_to_a_list_is_asked_for_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let raw = rusqlite::Connection::open(folder.path().join(Store::FILE)).expect("a file can be made");
    for step in MIGRATIONS.iter().take(4) {
        raw.execute_batch(step).expect("the fourth format can be made");
    }
    raw.execute_batch(
        "INSERT INTO identity VALUES (1, 'old', '2026-01-01T00:00:00Z');
         INSERT INTO documents VALUES ('d', 1, 'present', '2026-01-01T00:00:00Z', NULL), ('e', 1, 'present', '2026-01-01T00:00:00Z', NULL);
         INSERT INTO versions (document, number, title, text, text_hash, kind, seen_at)
             VALUES ('d', 1, '题', '', 'h', 'other', '2026-01-01T00:00:00Z'), ('e', 1, '题', '', 'h', 'other', '2026-01-01T00:00:00Z');
         INSERT INTO readings VALUES
             ('d', 1, 0, 'text', 'the attachment 附件 could not be fetched: ', NULL),
             ('e', 1, 0, 'text', 'the attachment 附件 could not be fetched: missing', NULL);
         INSERT INTO addresses (key, url, source, role, document, etag, last_modified, first_visit, last_visit, outcome) VALUES
             ('p', 'http://p', 's', 'article', 'd', 'x', 'y', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'new'),
             ('q', 'http://q', 's', 'article', 'e', 'x', 'y', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'new');
         PRAGMA user_version = 4",
    )
    .expect("it can be filled");
    drop(raw);
    let store = Store::open(folder.path(), at(0)).expect("it opens");
    let validators =
        |key: &str| store.known(key).expect("the store answers").expect("it is known").validators;
    assert_eq!(validators("p"), Validators::default());
    assert_eq!(
        validators("q").etag.as_deref(),
        Some("x"),
        "a file that was asked for in vain is asked for again anyway"
    );
}
