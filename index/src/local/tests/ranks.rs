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

/// Laws and what speaks of them.
fn laws() -> Shelf {
    let law = |articles: usize| -> String {
        let numbers = ["一", "二", "三", "三十三", "四十"];
        numbers
            .iter()
            .take(articles)
            .map(|number| format!("第{number}条　公园应当开放，依照第三条管理。\n"))
            .collect()
    };
    let about = "公园法第三条、公园法第三十三条的规定，公园法实施，第三条第一款。".repeat(6);
    Shelf::of(&[
        ("law", report("中华人民共和国公园法", &law(5))),
        ("rules", report("中华人民共和国公园法实施条例", &about)),
        ("reading", report("关于适用《公园法》第三条的解释", &about)),
        ("other", report("甲市街道条例", "第33条 街道应当清扫。")),
    ])
}

#[test]
fn the_law_comes_first_when_one_of_its_articles_is_asked_for() {
    let shelf = laws();
    for query in
        ["公园法第三条", "公园法 第三条", "《中华人民共和国公园法》第三条", "公园法第33条", "公园法 第33条"]
    {
        check_first(&shelf, query, "law");
    }
    // Whose title that is comes first all the same.
    check_first(&shelf, "关于适用《公园法》第三条的解释", "reading");
    let snippets = &shelf.search("公园法第三条").hits[0].snippets;
    assert!(snippets[0].text.starts_with("第三条 "), "{snippets:?}");
}

#[test]
fn an_article_with_an_arabic_number_is_found_as_it_is_printed() {
    let shelf = laws();
    let page = shelf.search("公园法第33条");
    let forms = &page.expansions[0].forms;
    let forms: Vec<(&str, u64)> =
        forms.iter().map(|form| (form.text.as_str(), form.total.documents)).collect();
    assert_eq!(forms, [("第33条", 0), ("第三十三条", 3)]);
    assert_eq!(page.total.documents, 3);
    // A quoted string is found as it is written, and so is one in Chinese.
    assert_eq!(shelf.search("\"第33条\"").total.documents, 1);
    assert_eq!(shelf.search("第三十三条").total.documents, 3);
    assert_eq!(shelf.search("第33条").total.documents, 4);
    assert!(shelf.search("第三十三条").expansions.is_empty());
}

#[test]
fn a_part_of_an_article_need_not_be_printed() {
    let shelf = Shelf::of(&[
        ("law", report("中华人民共和国公园法", "第一条公园开放。第三十三条公园不收费。")),
        ("other", report("题", "公园法第三十三条第一款。")),
    ]);
    let page = shelf.search("公园法33条第1款");
    assert_eq!(page.hits.first().map(|hit| hit.id.as_str()), Some("law"));
    assert!(page.relaxed.is_none(), "{:?}", page.relaxed);
    assert_eq!(page.total.documents, 2);
}

#[test]
fn the_document_that_bears_a_number_comes_before_those_that_cite_it() {
    let cited =
        "根据有关规定，结合实际制定本办法，各单位认真执行。".repeat(20) + &"园发〔2019〕12号规定。".repeat(9);
    let shelf = Shelf::of(&[
        ("citing", report("关于落实园发〔2019〕文件的通知", &cited)),
        (
            "bearing",
            report(
                "公园管理办法",
                &format!("园发〔2019〕12号\n{}", "各县区：公园管理办法印发给你们。".repeat(60)),
            ),
        ),
        ("other", report("公园", &"园发〔2019〕13号，2019年12号楼，园发12号。".repeat(9))),
    ]);
    for query in ["园发〔2019〕12号", "园发（2019）12号", "园发[2019]12号", "\"园发〔2019〕12号\""]
    {
        check_first(&shelf, query, "bearing");
    }
}

#[test]
fn a_congress_is_found_by_the_end_of_the_title_of_its_report() {
    let about = "九大报告学习体会，党的九大报告，中共九大报告。".repeat(9);
    let shelf = Shelf::of(&[
        ("report", report("在某次大会上的讲话（九大）", "同志们：现在我代表中共中央作报告。党的九大开幕。")),
        ("about", report("九大报告学习问答", &about)),
    ]);
    for query in ["九大报告", "党的九大报告", "中共九大 报告"] {
        check_first(&shelf, query, "report");
    }
    check_first(&shelf, "九大报告学习", "about");
}

#[test]
fn a_title_of_which_one_word_is_wrong_is_found_though_few_hold_all_words() {
    let chance = "乙省经纪人很多，具体办法另定，管理办法。".to_owned() + &"其他内容。".repeat(90);
    let mut shelf = Shelf::of(&[
        ("chance", report("讲话", &chance)),
        ("rule", report("乙省经纪人管理条例", "第一条为了规范经纪人，制定本条例。")),
        ("far", report("丙市经纪人管理条例", "第一条为了规范经纪人，制定本条例。")),
    ]);
    for number in 0..12 {
        shelf.put(&format!("d{number}"), &report("题", "其他办法如下。"));
    }
    shelf.commit();
    check_first(&shelf, "乙省经纪人管理办法", "rule");
    assert_eq!(shelf.search("乙省经纪人管理办法").relaxed.map(|relaxed| relaxed.documents), Some(1));
    // What some text says as it is written is not taken for a slip, and neither are words that are no title.
    for query in ["经纪人很多", "乙省 具体 办法"] {
        assert!(shelf.search(query).relaxed.is_none(), "{query}");
    }
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
