//! The document whose title stands in a query beside words that only ask, dates and articles, or with quotes in it.

use corpus::document::Document;
use corpus::document::DocumentKind;
use jiff::civil::date;

use crate::local::tests::Shelf;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::query::parse;
use crate::search::SearchRequest;

/// Checks what comes first, and the title because of which it is listed though the query does not find it.
#[track_caller]
fn check(shelf: &Shelf, query: &str, first: &str, title: Option<&str>) {
    let page = shelf.search(query);
    let found = page.hits.first().map(|hit| hit.id.as_str());
    let listed = page.relaxed.as_ref().and_then(|relaxed| relaxed.title.as_deref());
    assert_eq!((found, listed), (Some(first), title), "{query}");
}

fn laws() -> Shelf {
    let kind = DocumentKind::Other;
    let mut shelf = Shelf::of(&[
        ("law", report("中华人民共和国公园法", "第一条为了加强公园管理，制定本法。")),
        ("about", report("公园法的施行", &"公园法全文，公园法最新版，公园法内容，法律责任。".repeat(9))),
        ("city", placed("上海市绿地条例", "第一条绿地应当开放。", 2020, &["上海市"], kind)),
        ("other", placed("上海市道路条例", "本条例2021年修正，绿地也好。", 2021, &["上海市"], kind)),
    ]);
    for number in 0..12 {
        let text = "公园法的规定，全文如下，2021年上海市绿地条例修正公布，法律责任是什么，什么时候施行。";
        shelf.put(&format!("news{number}"), &report("要闻", text));
    }
    shelf.commit();
    shelf
}

#[test]
fn a_title_is_found_beside_what_asks_for_it() {
    let shelf = laws();
    for query in ["公园法全文", "公园法法律责任", "公园法什么时候施行", "公园法 2021年", "公园法第99条"]
    {
        check(&shelf, query, "law", Some("公园法"));
    }
    check(&shelf, "公园法规定", "law", Some("公园法"));
    check(&shelf, "公园法管理", "law", None);
    // Everything that has all of the query is still there.
    let page = shelf.search("公园法全文");
    assert_eq!(page.total.documents, 14);
    assert_eq!(page.relaxed.map(|relaxed| relaxed.documents), Some(13));
}

#[test]
fn a_year_beside_a_title_names_no_report() {
    let shelf = laws();
    for query in ["上海市绿地条例（2021年修正）", "上海市绿地条例 2021", "2021年公布的上海市绿地条例"]
    {
        check(&shelf, query, "city", Some("上海市绿地条例"));
    }
    check(&shelf, "上海市绿地条例 2020", "city", None);
}

#[test]
fn other_conditions_hold_for_a_title_too() {
    let shelf = laws();
    assert!(shelf.search("公园法全文 year:2021").hits.is_empty());
    let without = shelf.search("公园法全文 -制定");
    assert!(without.relaxed.is_none() && without.hits.iter().all(|hit| hit.id.as_str() != "law"));
}

#[test]
fn what_begins_with_the_name_of_a_law_asks_for_that_law() {
    let text = "公园法 收费的问答：收费、收费。".repeat(9);
    let shelf = Shelf::of(&[
        ("law", report("中华人民共和国公园法", "第一条为了公园，制定本法。公园不收费。")),
        ("notes", report("公园法收费问答", &text)),
        ("reading", report("关于适用公园法收费的解释", &text)),
    ]);
    check(&shelf, "公园法 收费标准", "law", None);
    check(&shelf, "公园法收费问答", "notes", None);
}

#[test]
fn a_title_with_quotes_in_it_is_found_as_it_is_pasted() {
    let shelf = Shelf::of(&[
        ("named", report("某省某处原主任某甲被“双开”", "某甲被开除党籍和公职。")),
        ("series", report("【某专栏】“高飞” 开启新赛道", "开启赛道，甲地报道。")),
        ("other", report("题", "某乙被双开，某省某处通报。")),
    ]);
    check(&shelf, "某省某处原主任某甲被\"双开\"", "named", Some("某省某处原主任某甲被\"双开\""));
    check(&shelf, "【某专栏】“高飞” 开启新赛道", "series", Some("【某专栏】\"高飞\"开启新赛道"));
    // What is quoted by itself is looked for in texts alone.
    let page = shelf.search("\"双开\"");
    assert_eq!((page.total.documents, page.total.occurrences), (1, 1));
    assert!(page.relaxed.is_none());
}

#[test]
fn of_several_with_one_title_the_newest_comes_first() {
    let version = |year: i16, text: &str| {
        let published = Some(date(year, 3, 1));
        Document { published, ..report("中华人民共和国公园法", text) }
    };
    let shelf = Shelf::of(&[
        ("a", version(2013, &"公园法，公园法。".repeat(9))),
        ("b", version(2025, "第一条公园应当开放，依照公园法。")),
        ("c", version(1990, "公园法")),
    ]);
    let order = |query: &str| -> Vec<String> {
        shelf.search(query).hits.iter().map(|hit| hit.id.as_str().to_owned()).collect()
    };
    assert_eq!(order("公园法"), ["b", "a", "c"]);
    assert_eq!(order("公园法 2013年"), ["a", "b", "c"]);
}

#[test]
fn the_short_name_of_a_law_finds_its_articles_and_interpretations() {
    let shelf = Shelf::of(&[
        ("law", report("中华人民共和国民事诉讼法", "第一条管辖。第八十三条期间。")),
        ("reading", report("关于适用《中华人民共和国民事诉讼法》的解释", "本解释依照民事诉讼法。")),
    ]);
    let first = |query: &str| {
        let request = SearchRequest { expand: true, ..SearchRequest::new(parse(query).unwrap()) };
        let page = shelf.index.search(&request).unwrap();
        page.hits.first().map(|hit| hit.id.as_str().to_owned())
    };
    assert_eq!(first("民诉法第83条").as_deref(), Some("law"));
    assert_eq!(first("民诉法83条").as_deref(), Some("law"));
    assert_eq!(first("民诉法解释").as_deref(), Some("reading"));
}
