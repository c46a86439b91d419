//! What becomes of a document when one of its addresses gives another one.

use crate::store::ChangeEvent;
use crate::store::Store;
use crate::store::tests::TEXT;
use crate::store::tests::crawl;
use crate::store::tests::events;
use crate::store::tests::holds;
use crate::store::tests::store;
use crate::visit::Outcome;

/// Texts that have nothing to do with `TEXT` nor with each other.
const OTHERS: [&str; 3] = [
    "另一份报告，与前一份毫无关系：全年新建农村公路三十公里，改造老旧小区十二个，惠及居民四千余户，群众满意度不断提高。",
    "又一份说明，谈的是教育：新增公办幼儿园学位六百个，招聘教师七十名，培训校长二十人次，义务教育巩固率保持稳定。",
    "第三份材料，谈的是水利：加固堤防八公里，清淤渠道四十公里，解决两千人饮水困难，完成投资一千二百万元。",
];

/// Returns the text and the address of the document that lives at an address.
fn lives_at(store: &Store, key: &str) -> (String, String, String) {
    let known = store.known(key).expect("the store answers").expect("the address is known");
    let id = known.document.expect("a document lives there");
    let stored = store.document(&id).expect("the store answers").expect("it is kept");
    (id.as_str().to_owned(), stored.document.text, stored.url.expect("it has an address"))
}

fn at_three_addresses() -> (tempfile::TempDir, Store) {
    let (folder, mut store) = store();
    for (second, key) in [(10, "a"), (20, "b"), (30, "c")] {
        crawl(&mut store, second, key, 200, holds("报告", TEXT));
    }
    assert_eq!(store.count().expect("the store answers"), 1);
    (folder, store)
}

#[test]
fn an_address_that_gives_another_document_parts_and_the_others_keep_theirs() {
    let (_folder, mut store) = at_three_addresses();
    assert_eq!(crawl(&mut store, 40, "b", 200, holds("报告", OTHERS[0])), Outcome::Changed);
    assert_eq!(crawl(&mut store, 50, "b", 200, holds("报告", OTHERS[0])), Outcome::Unchanged);
    assert_eq!(crawl(&mut store, 60, "a", 200, holds("报告", TEXT)), Outcome::Unchanged);
    let ((first, text, _), (other, its_text, _)) = (lives_at(&store, "a"), lives_at(&store, "b"));
    assert_eq!((text.as_str(), its_text.as_str()), (TEXT, OTHERS[0]));
    assert_ne!(first, other);
    assert_eq!(lives_at(&store, "c").0, first);
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Added]);
}

#[test]
fn a_document_is_found_where_it_still_is_when_its_first_address_parts() {
    let (_folder, mut store) = at_three_addresses();
    crawl(&mut store, 40, "a", 200, holds("报告", OTHERS[0]));
    let ((first, text, url), (other, ..)) = (lives_at(&store, "b"), lives_at(&store, "a"));
    assert_eq!((text.as_str(), url.as_str()), (TEXT, "http://b"));
    assert!(other.starts_with(&first), "both are named after the address");
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Added, ChangeEvent::Moved]);
}

#[test]
fn pages_that_begin_with_the_same_words_end_with_a_document_each() {
    let (_folder, mut store) = at_three_addresses();
    for (second, key, text) in [(40, "a", OTHERS[0]), (50, "b", OTHERS[1]), (60, "c", OTHERS[2])] {
        assert_eq!(crawl(&mut store, second, key, 200, holds("报告", text)), Outcome::Changed);
    }
    assert_eq!(store.count().expect("the store answers"), 3);
    for (key, text) in [("a", OTHERS[0]), ("b", OTHERS[1]), ("c", OTHERS[2])] {
        assert_eq!(lives_at(&store, key).1, text);
    }
    assert_eq!(events(&store).last(), Some(&ChangeEvent::Changed), "the last one keeps the document");
}

#[test]
fn an_edit_at_one_address_is_a_version_and_another_number_is_another_document() {
    let (_folder, mut store) = at_three_addresses();
    let edited = TEXT.replace("九件", "十件");
    crawl(&mut store, 40, "b", 200, holds("报告", &edited));
    assert_eq!(lives_at(&store, "a").1, edited);
    crawl(&mut store, 50, "b", 200, holds("报告（第2号）", &edited));
    assert_eq!(store.count().expect("the store answers"), 1, "the first has no number");
    crawl(&mut store, 60, "c", 200, holds("报告（第3号）", &edited));
    assert_eq!(store.count().expect("the store answers"), 2);
    assert_eq!(lives_at(&store, "a"), lives_at(&store, "b"));
}
