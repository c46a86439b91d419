//! What comes first: the document of a title that is written out, what a sentence asks for, and that it stays so after updates.

use std::thread;
use std::time::Duration;
use std::time::Instant;

use crate::local::tests::Shelf;
use crate::local::tests::report;

#[track_caller]
fn check_first(shelf: &Shelf, query: &str, first: &str) {
    let page = shelf.search(query);
    assert_eq!(page.hits.first().map(|hit| hit.id.as_str()), Some(first), "{query}");
}

#[test]
fn the_document_that_is_called_so_comes_first() {
    let about = "公园法规定，公园法实施后。".repeat(9);
    let shelf = Shelf::of(&[
        ("notes", report("公园法释义", &about)),
        ("law", report("中华人民共和国公园法", "第一条为了加强公园管理，制定本法。")),
        ("paper", report("关于贯彻公园法的意见", &about)),
        ("city", report("甲市公园法规汇编", &about)),
    ]);
    for query in ["公园法", "《公园法》", "中华人民共和国公园法"] {
        check_first(&shelf, query, "law");
    }
    check_first(&shelf, "关于贯彻公园法的意见", "paper");
    check_first(&shelf, "公园法 释义", "notes");
}

#[test]
fn a_question_whose_words_few_documents_hold_by_chance_finds_what_it_asks_for() {
    let chance = "什么都有的规定，乙市公园也好，其他全文如下。".to_owned() + &"其他内容。".repeat(90);
    let mut shelf = Shelf::of(&[
        ("chance", report("讲话", &chance)),
        ("law", report("乙市公园条例", "第一条为了规范乙市公园，制定本条例。公园应当开放。")),
    ]);
    // 规定 is said everywhere.
    for number in 0..30 {
        shelf.put(&format!("d{number}"), &report("题", "其他规定如下。"));
    }
    shelf.commit();
    check_first(&shelf, "乙市公园有什么规定", "law");
    assert!(shelf.search("乙市公园有什么规定").relaxed.is_some());
    // Without a word that only asks all are required, as those of a title are.
    assert!(shelf.search("乙市公园的规定").relaxed.is_none());
    let strict = shelf.search("乙市 公园 规定");
    assert!(strict.relaxed.is_none());
    assert_eq!(strict.hits.len(), 1);
}

#[test]
fn a_segment_of_which_much_was_replaced_is_written_anew() {
    let mut shelf = Shelf::empty();
    for number in 0..40 {
        shelf.put(&format!("d{number}"), &report("题", "甲县说。"));
    }
    shelf.commit();
    for number in 0..20 {
        shelf.put(&format!("d{number}"), &report("题", "甲县又说。"));
    }
    shelf.commit();
    // Merging goes on beside, and what came of it is part of the next commit at the latest.
    let deadline = Instant::now() + Duration::from_secs(20);
    let deleted = |shelf: &Shelf| {
        let segments = shelf.index.guarded(|view| {
            Ok(view.segments.iter().map(|segment| segment.reader.num_deleted_docs()).sum::<u32>())
        });
        segments.unwrap()
    };
    while deleted(&shelf) > 0 {
        assert!(Instant::now() < deadline, "{} deleted documents are still counted", deleted(&shelf));
        thread::sleep(Duration::from_millis(50));
        shelf.index.refresh().unwrap();
    }
    assert_eq!(shelf.search("又说").total.documents, 20);
}
