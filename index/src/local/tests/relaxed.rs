//! Queries that no document has all of: any word suffices, and everything else must hold as before, wherever it is shown.

use std::ops::ControlFlow;

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;

use crate::listing::Told;
use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::local::tests::section;
use crate::query::parse;
use crate::search::ConcordanceRequest;
use crate::search::Filter;
use crate::search::LineOrder;
use crate::search::Relaxed;
use crate::search::SearchRequest;

const WORK: DocumentKind = DocumentKind::WorkReport;

fn shelf() -> Shelf {
    let parted = |title: &str, text: &str, year: i16| Document {
        sections: vec![section("1", SectionKind::Problems, 0, 5), section("2", SectionKind::NextPlan, 5, 10)],
        ..placed(title, text, year, &["四川省"], WORK)
    };
    Shelf::of(&[
        ("in", parted("题", "教育不足。加强教育。", 2020)),
        ("out", parted("题", "执法不够。加强教育。", 2020)),
        ("trial", parted("题", "教育试点。加强执法。", 2021)),
        ("titled", placed("教育", "执法监督", 2021, &["山东省"], WORK)),
        ("none", report("题", "空气质量")),
    ])
}

/// Checks what a relaxed query finds, and that lists, lines and a test of each document tell the same.
#[track_caller]
fn check(query: &str, ids: &[&str], occurrences: u64) {
    let shelf = shelf();
    check_request(&shelf, &SearchRequest::new(parse(query).unwrap()), ids, occurrences);
}

#[track_caller]
fn check_request(shelf: &Shelf, request: &SearchRequest, ids: &[&str], occurrences: u64) {
    let query = &request.query.text;
    let page = shelf.index.search(request).unwrap();
    let mut found: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    found.sort_unstable();
    assert_eq!((found, page.total.occurrences), (ids.to_vec(), occurrences), "{query}");
    assert!(page.relaxed.is_some(), "{query}");
    let ranked = shelf.index.rank(request).unwrap();
    assert_eq!((ranked.total, &ranked.relaxed), (page.total, &page.relaxed), "{query}");
    let mut listing = None;
    let mut see = |told| {
        if let Told::Listing(told) = told {
            listing = Some(told);
        }
        ControlFlow::Continue(())
    };
    shelf.index.each_document(request, &mut see).unwrap();
    let listing = listing.expect("a listing begins with what comes");
    assert_eq!((listing.total, &listing.relaxed), (page.total, &page.relaxed), "{query}");
    for order in [LineOrder::Document, LineOrder::Left] {
        let asked = ConcordanceRequest {
            filter: request.filter.clone(),
            expand: request.expand,
            order,
            ..ConcordanceRequest::new(request.query.clone())
        };
        let lines = shelf.index.concordance(&asked).unwrap();
        assert_eq!((lines.total, &lines.relaxed), (page.total, &page.relaxed), "{query}");
        assert_eq!(lines.lines.len() as u64, occurrences, "{query}");
        let mut told_relaxed = None;
        let mut see = |told| {
            if let Told::Listing(told) = told {
                told_relaxed = told.relaxed;
            }
            ControlFlow::Continue(())
        };
        shelf.index.each_line(&asked, &mut see).unwrap();
        assert_eq!(told_relaxed, page.relaxed, "{query}");
    }
    let all: Vec<_> = ["in", "none", "out", "titled", "trial"].map(id).into();
    let among = shelf.index.among(request, &all).unwrap();
    let told: Vec<bool> = all.iter().map(|id| ids.contains(&id.as_str())).collect();
    assert_eq!((among.found, &among.relaxed), (told, &page.relaxed), "{query}");
}

#[test]
fn conditions_hold_beside_any_word() {
    check("教育 龘饕", &["in", "out", "titled", "trial"], 4);
    check("教育 龘饕 section:problems", &["in", "trial"], 2);
    check("教育 龘饕 section:next_plan year:2020", &["in", "out"], 2);
    check("教育 龘饕 -试点", &["in", "out", "titled"], 3);
    check("教育 龘饕 -(试点 section:problems)", &["in", "out", "titled"], 3);
    check("教育 龘饕 region:山东", &["titled"], 0);
    check("教育 龘饕 kind:work-report year:2021", &["titled", "trial"], 1);
    check("教育 龘饕 title:教育", &["titled"], 0);
    check("教育 龘饕 title:教育 \"执法\"", &["titled"], 1);
    check("教育 龘饕 (section:problems OR section:next_plan)", &["in", "out", "trial"], 4);
}

#[test]
fn words_in_brackets_are_relaxed_with_those_beside_them() {
    check("section:problems (教育 龘饕)", &["in", "trial"], 2);
    check("year:2020 (教育 龘饕)", &["in", "out"], 3);
    check("年份:2020 (教育 龘饕 章节:不足)", &["in"], 1);
    check("执法 (教育 龘饕 章节:不足)", &["in", "out", "titled", "trial"], 5);
    check("year:2020 ((教育 (龘饕)) -试点)", &["in", "out"], 3);
    for query in ["-(教育 龘饕) \"龘\"", "龘饕 OR (教育 龘)", "章节:不足 龘饕"] {
        assert!(shelf().search(query).relaxed.is_none(), "{query}");
    }
}

#[test]
fn a_section_beside_the_query_and_one_in_it_find_the_same() {
    let filter = Filter { section: Some(SectionKind::Problems), ..Filter::default() };
    let beside = SearchRequest { filter, ..SearchRequest::new(parse("教育 龘饕").unwrap()) };
    check_request(&shelf(), &beside, &["in", "trial"], 2);
}

#[test]
fn other_forms_suffice_like_the_words_they_stand_for() {
    let shelf = Shelf::of(&[
        ("in", report("题", "三农工作")),
        ("out", report("题", "农业、农村、农民")),
        ("titled", report("农业农村农民", "空")),
        ("trial", report("题", "教育")),
        ("none", report("题", "农业")),
    ]);
    let mut request = SearchRequest::new(parse("三农 教育龘饕").unwrap());
    check_request(&shelf, &request, &["in", "trial"], 2);
    request.expand = true;
    check_request(&shelf, &request, &["in", "out", "titled", "trial"], 3);
    let words = shelf.index.search(&request).unwrap().relaxed.unwrap().words;
    for word in ["三农", "农业、农村、农民", "农业农村农民"] {
        assert!(words.iter().any(|known| known == word), "{word} is missing: {words:?}");
    }
}

/// Returns the ids that a query finds, best first, with what was relaxed.
fn found(shelf: &Shelf, query: &str) -> (Vec<String>, Option<Relaxed>) {
    let page = shelf.search(query);
    (page.hits.iter().map(|hit| hit.id.as_str().to_owned()).collect(), page.relaxed)
}

/// Checks which words of a query suffice and which are left out.
#[track_caller]
fn check_words(shelf: &Shelf, query: &str, first: &str, words: &[&str], left_out: &[&str]) {
    let (ids, relaxed) = found(shelf, query);
    let relaxed = relaxed.unwrap_or_else(|| panic!("{query} is not relaxed: {ids:?}"));
    assert_eq!((relaxed.words, relaxed.left_out), (strings(words), strings(left_out)), "{query}");
    assert_eq!(ids.first().map(String::as_str), Some(first), "{query}");
}

fn strings(written: &[&str]) -> Vec<String> {
    written.iter().map(|&string| string.to_owned()).collect()
}

fn notices() -> Shelf {
    let mut shelf = Shelf::of(&[
        ("named", report("关于钱巧玉问题的决定", "经查，钱巧玉严重违纪。")),
        ("pigeons", report("养鸽管理规定", "第一条养鸽应当登记。")),
    ]);
    for number in 0..12 {
        shelf.put(
            &format!("d{number}"),
            &report("通报", "绵阳2016年情况通报，需要注意，巧用方法，玉石出产，保法保质。"),
        );
    }
    shelf.commit();
    shelf
}

#[test]
fn a_name_that_no_dictionary_knows_suffices_as_a_whole() {
    let shelf = notices();
    check_words(&shelf, "2016年 钱巧玉 通报", "named", &["2016", "钱巧玉", "通报"], &[]);
    check_words(&shelf, "绵阳养鸽需要登记吗", "pigeons", &["绵阳", "养鸽", "需要", "登记"], &["吗"]);
    let note = shelf.search("绵阳养鸽需要登记吗").relaxed.map(|relaxed| relaxed.note());
    let expected = "没有文档同时包含所有词，已改为包含任意一个词：绵阳、养鸽、需要、登记；未计入：吗";
    assert_eq!(note.as_deref(), Some(expected));
}

#[test]
fn the_characters_of_a_word_that_stands_nowhere_do_not_stand_for_it() {
    let shelf = notices();
    let page = shelf.search("个保法");
    assert_eq!((page.total.documents, page.relaxed), (0, None));
    check_words(&shelf, "通报 个保法", "d0", &["通报"], &["个保法"]);
}

#[test]
fn a_note_says_how_many_documents_hold_all() {
    let mut shelf = notices();
    shelf.put("all", &report("问答", "养鸽有什么规定，甲县没有什么答复。"));
    shelf.commit();
    let relaxed = shelf.search("养鸽有什么规定").relaxed.expect("a question that few answer is relaxed");
    assert_eq!(relaxed.documents, 1);
    assert!(relaxed.note().starts_with("只有 1 篇文档同时包含所有词，"), "{}", relaxed.note());
}

#[test]
fn a_word_beside_what_is_quoted_may_be_missing() {
    let shelf = notices();
    for query in ["\"钱巧玉\" 通报", "(钱巧玉 OR 龘饕) 通报", "title:钱巧玉 通报", "\"钱巧玉\" 通报 绵阳"]
    {
        let (ids, relaxed) = found(&shelf, query);
        assert_eq!(ids, ["named"], "{query}");
        let relaxed = relaxed.unwrap_or_else(|| panic!("{query} is not relaxed"));
        assert!(relaxed.are_optional && relaxed.words.contains(&"通报".to_owned()), "{query}: {relaxed:?}");
    }
    // What is quoted must stand, and conditions alone would leave far too much.
    for query in ["\"龘饕\" 通报", "(龘 OR 饕) 通报", "issuer:龘饕 通报", "year:1949 通报", "-\"通报\" 龘饕"]
    {
        assert_eq!(found(&shelf, query), (Vec::new(), None), "{query}");
    }
    // Where a word does stand beside it, it is still asked for.
    let (ids, relaxed) = found(&shelf, "\"通报\" 绵阳 钱巧玉");
    assert_eq!((ids.len(), relaxed.map(|relaxed| relaxed.are_optional)), (10, Some(false)));
}

#[test]
fn a_short_name_of_a_law_that_nobody_writes_is_offered_in_full() {
    let shelf = Shelf::of(&[
        ("law", report("某国民事诉讼法", "民事诉讼法第十条规定管辖。")),
        ("other", report("管辖", "管辖规定")),
    ]);
    for (query, offered) in [
        ("民诉法", "民事诉讼法"),
        ("\"民诉法\"", "\"民事诉讼法\""),
        ("民诉法第十条", "民事诉讼法第十条"),
        ("民诉法 管辖", "民事诉讼法 管辖"),
    ] {
        let meant = shelf.search(query).did_you_mean.map(|meant| (meant.query, meant.documents));
        assert_eq!(meant, Some((offered.to_owned(), 1)), "{query}");
    }
}
