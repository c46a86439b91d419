//! The order of hits, pages behind one another, and versions that stand behind one hit.

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::year::Period;
use corpus::year::ReportYear;

use crate::cursor::Cursor;
use crate::local::kept_views::KeptViews;
use crate::local::tests::Shelf;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::local::tests::requests::shelf;
use crate::query::parse;
use crate::search::SearchRequest;
use crate::search::Sort;

const WORK: DocumentKind = DocumentKind::WorkReport;

#[test]
fn hits_come_in_the_order_asked_for_and_ties_by_id() {
    let shelf = shelf();
    let mut request = SearchRequest::new(parse("").unwrap());
    let order = |request: &SearchRequest| -> Vec<String> {
        let page = shelf.index.search(request).unwrap();
        page.hits.iter().map(|hit| hit.id.as_str().to_owned()).collect()
    };
    assert_eq!(order(&request), ["bare", "law", "old", "work"]);
    request.sort = Sort::Year;
    assert_eq!(order(&request), ["work", "law", "old", "bare"]);
    request.sort = Sort::Published;
    assert_eq!(order(&request), ["work", "law", "bare", "old"]);
    request.limit = 0;
    assert_eq!(order(&request), [""; 0]);
    request.limit = 2;
    request.offset = 3;
    assert_eq!(order(&request), ["old"]);
    request.offset = usize::MAX;
    assert_eq!(order(&request), [""; 0]);
}

#[test]
fn pages_laid_side_by_side_are_the_whole() {
    let documents: Vec<(String, Document)> =
        (0..57).map(|at| (format!("d{at}"), report("题", &"法治 ".repeat(1 + at % 5)))).collect();
    let mut shelf = Shelf::empty();
    for (at, (name, document)) in documents.iter().enumerate() {
        shelf.put(name, document);
        if at % 10 == 0 {
            shelf.commit();
        }
    }
    shelf.commit();
    for sort in [Sort::Relevance, Sort::Year] {
        let whole = SearchRequest { limit: 100, sort, ..SearchRequest::new(parse("法治").unwrap()) };
        let whole: Vec<_> = shelf.index.search(&whole).unwrap().hits.into_iter().map(|hit| hit.id).collect();
        assert_eq!(whole.len(), 57);
        let mut pages = Vec::new();
        for offset in (0..57).step_by(4) {
            let request =
                SearchRequest { limit: 4, offset, sort, ..SearchRequest::new(parse("法治").unwrap()) };
            pages.extend(shelf.index.search(&request).unwrap().hits.into_iter().map(|hit| hit.id));
        }
        assert_eq!(pages, whole);
    }
}

#[test]
fn near_identical_versions_stand_behind_the_best_one() {
    let long: String = (0..300).map(|at| format!("第{at}项任务已完成{}个，", at * 7)).collect();
    let edited = long.replacen("第9项任务", "第九项工作", 1).replacen("第19项任务", "第十九项工作", 1);
    let other: String = (0..300).map(|at| format!("全年共办理案件{at}件，同比增长{}，", at + 3)).collect();
    let shelf = Shelf::of(&[
        ("a", placed("报告", &long, 2020, &["四川省"], WORK)),
        ("b", placed("报告", &edited, 2020, &["四川省"], WORK)),
        ("c", placed("报告", &long, 2021, &["四川省"], WORK)),
        ("d", placed("报告", &other, 2020, &["四川省"], WORK)),
        ("e", placed("报告", &edited, 2020, &["浙江省"], WORK)),
        ("f", placed("报告", &long, 2020, &["浙江省"], WORK)),
    ]);
    let mut request = SearchRequest { sort: Sort::Published, ..SearchRequest::new(parse("*").unwrap()) };
    request.collapse = true;
    let page = shelf.index.search(&request).unwrap();
    assert_eq!(page.total.documents, 6, "counts stay those of all documents");
    let groups: Vec<(&str, Vec<&str>)> = page
        .hits
        .iter()
        .map(|hit| (hit.id.as_str(), hit.versions.ids.iter().map(DocumentId::as_str).collect()))
        .collect();
    assert_eq!(groups, [("a", vec!["b", "f"]), ("c", vec![]), ("d", vec![]), ("e", vec![])]);
    assert_eq!(page.collapsed.map(|collapsed| (collapsed.looked_at, collapsed.groups)), Some((6, 4)));
    request.limit = 3;
    let page = shelf.index.search(&request).unwrap();
    request.after = page.next;
    let rest: Vec<String> =
        shelf.index.search(&request).unwrap().hits.iter().map(|hit| hit.id.to_string()).collect();
    assert_eq!(rest, ["e"]);
}

#[test]
fn reports_of_two_quarters_are_not_versions_of_each_other() {
    let text: String = (0..300).map(|at| format!("第{at}项任务已完成{}个，", at * 7)).collect();
    let report = |period| {
        let mut document = placed("报告", &text, 2023, &["四川省"], WORK);
        document.report_year = Some(ReportYear { start: 2023, end: 2023, period });
        document
    };
    let shelf = Shelf::of(&[
        ("half", report(Period::FirstHalf)),
        ("nine", report(Period::ThreeQuarters)),
        ("plan", report(Period::Plan)),
        ("third", report(Period::Quarter(3))),
        ("year", report(Period::Year)),
    ]);
    let mut request = SearchRequest { sort: Sort::Published, ..SearchRequest::new(parse("*").unwrap()) };
    request.collapse = true;
    let page = shelf.index.search(&request).unwrap();
    let mut groups: Vec<(&str, usize)> =
        page.hits.iter().map(|hit| (hit.id.as_str(), hit.versions.ids.len())).collect();
    groups.sort_unstable();
    assert_eq!(
        groups,
        [("half", 0), ("nine", 0), ("plan", 1), ("third", 0)],
        "plan and year are whole years"
    );
}

/// Documents of thirty years.
fn thirty() -> Shelf {
    let mut shelf = Shelf::empty();
    for number in 0..30 {
        shelf.put(&format!("d{number:02}"), &placed("报告", "法治", 1990 + number, &["四川省"], WORK));
    }
    shelf.commit();
    shelf
}

/// Puts two documents before them and takes one away.
fn change(shelf: &mut Shelf) {
    shelf.put("new1", &placed("报告", "法治", 2023, &["四川省"], WORK));
    shelf.put("new2", &placed("报告", "法治", 2024, &["四川省"], WORK));
    shelf.writer.remove(&crate::local::tests::id("d25"));
    shelf.commit();
}

/// Asks for ten of them, the latest first.
fn ask(shelf: &Shelf, after: Option<Cursor>) -> (Vec<String>, Option<Cursor>) {
    let request =
        SearchRequest { sort: Sort::Year, limit: 10, after, ..SearchRequest::new(parse("法治").unwrap()) };
    let page = shelf.index.search(&request).unwrap();
    (page.hits.iter().map(|hit| hit.id.to_string()).collect(), page.next)
}

#[test]
fn pages_behind_each_other_are_read_from_one_commit() {
    let mut shelf = thirty();
    let (mut shown, mut next) = ask(&shelf, None);
    while let Some(cursor) = next {
        change(&mut shelf);
        let (more, behind) = ask(&shelf, Some(cursor));
        shown.extend(more);
        next = behind;
    }
    let all: Vec<String> = (0..30).rev().map(|number| format!("d{number:02}")).collect();
    assert_eq!(shown, all);
    assert_eq!(ask(&shelf, None).0[0], "new2", "who begins anew reads the newest");
}

#[test]
fn a_cursor_goes_on_behind_the_last_hit_when_its_commit_is_gone() {
    let mut shelf = thirty();
    let (first, next) = ask(&shelf, None);
    assert_eq!((first[0].as_str(), first[9].as_str()), ("d29", "d20"));
    // Two come before what was shown, and one that was shown goes.
    change(&mut shelf);
    shelf.index.views = KeptViews::default();
    let (second, next) = ask(&shelf, next);
    assert_eq!((second[0].as_str(), second[9].as_str()), ("d19", "d10"));
    let (third, next) = ask(&shelf, next);
    assert_eq!((third[0].as_str(), third[9].as_str(), next), ("d09", "d00", None));
}
