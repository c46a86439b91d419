//! Listings hold what the pages hold, row for row, over several segments.

use std::ops::ControlFlow;

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use jiff::civil::date;

use crate::listing::Listing;
use crate::listing::Told;
use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::query::parse;
use crate::search::SearchRequest;
use crate::search::Sort;

/// Twelve reports in three segments whose ids are not in the order of writing; one in three is of another year.
fn shelf() -> Shelf {
    let mut shelf = Shelf::empty();
    for segment in 0..3_i16 {
        for at in 0..4_i16 {
            let number = (at * 3 + segment) * 7 % 12;
            let text = format!("依法行政{}。其他", "，依法行政".repeat(number as usize % 3));
            let mut report =
                placed("甲", &text, 2018 + number % 3, &["四川省"], DocumentKind::RuleOfLawReport);
            report.published = Some(date(2020, 1, 1 + number as i8));
            shelf.put(&format!("report-{number:02}"), &report);
        }
        shelf.commit();
    }
    shelf
}

/// Returns the ids that a request lists.
fn listed(shelf: &Shelf, request: &SearchRequest) -> Vec<String> {
    let mut ids = Vec::new();
    shelf
        .index
        .each_document(request, &mut |told| {
            if let Told::Row(document) = told {
                ids.push(document.id.as_str().to_owned());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    ids
}

fn documents(shelf: &Shelf, query: &str, sort: Sort) -> (Listing, Vec<String>) {
    let request = SearchRequest { sort, ..SearchRequest::new(parse(query).unwrap()) };
    let (mut listing, mut ids) = (None, Vec::new());
    shelf
        .index
        .each_document(&request, &mut |told| {
            match told {
                Told::Listing(told) => listing = Some(told),
                Told::Row(document) => ids.push(document.id.as_str().to_owned()),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    (listing.unwrap(), ids)
}

#[test]
fn every_document_comes_once_in_the_order_asked_for() {
    let shelf = shelf();
    let (listing, ids) = documents(&shelf, "\"依法行政\"", Sort::Id);
    assert_eq!((listing.total.documents, ids.len()), (12, 12));
    assert!(ids.is_sorted(), "{ids:?}");
    for sort in [Sort::Year, Sort::Published] {
        let request =
            SearchRequest { sort, limit: 100, ..SearchRequest::new(parse("\"依法行政\"").unwrap()) };
        let page = shelf.index.search(&request).unwrap();
        let paged: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
        let (listing, ids) = documents(&shelf, "\"依法行政\"", sort);
        assert_eq!((listing.total, ids), (page.total, paged.iter().map(ToString::to_string).collect()));
    }
}

#[test]
fn a_relaxed_query_lists_what_its_page_shows() {
    let shelf = shelf();
    let (listing, ids) = documents(&shelf, "依法行政 没有这个词", Sort::Relevance);
    assert!(listing.relaxed.is_some());
    assert_eq!(ids.len() as u64, shelf.search("依法行政 没有这个词").total.documents);
    assert!(!ids.is_empty());
}

#[test]
fn the_best_come_first_when_that_is_asked_for() {
    let shelf = shelf();
    let request = SearchRequest { limit: 100, ..SearchRequest::new(parse("依法行政 其他").unwrap()) };
    let page = shelf.index.search(&request).unwrap();
    let paged: Vec<String> = page.hits.iter().map(|hit| hit.id.as_str().to_owned()).collect();
    let (listing, ids) = documents(&shelf, "依法行政 其他", Sort::Relevance);
    assert_eq!((listing.total, &ids), (page.total, &paged));
    assert!(!ids.is_sorted(), "the best are not those with the lowest ids: {ids:?}");
}

#[test]
fn an_expanded_query_lists_what_its_page_shows() {
    let shelf =
        Shelf::of(&[("a", report("题", "放管服改革")), ("b", report("题", "简政放权、放管结合、优化服务"))]);
    let mut request = SearchRequest { expand: true, ..SearchRequest::new(parse("\"放管服\"").unwrap()) };
    assert_eq!(listed(&shelf, &request), ["a", "b"]);
    request.expand = false;
    assert_eq!(listed(&shelf, &request), ["a"]);
}

#[test]
fn some_documents_are_told_apart_by_whether_they_match() {
    let shelf = shelf();
    let request =
        SearchRequest::new(parse("\"依法行政，依法行政\" -\"依法行政，依法行政，依法行政\"").unwrap());
    let (_, expected) = documents(&shelf, &request.query.text, Sort::Id);
    let names: Vec<String> = (0..13).map(|number| format!("report-{number:02}")).collect();
    let ids: Vec<DocumentId> = names.iter().chain(&names[..2]).map(|name| id(name)).collect();
    let found = shelf.index.among(&request, &ids).unwrap().found;
    let wanted: Vec<bool> = ids.iter().map(|id| expected.iter().any(|found| found == id.as_str())).collect();
    assert_eq!(found, wanted);
    assert!(found.contains(&true) && found.contains(&false));
}

#[test]
fn who_has_enough_is_told_no_more() {
    let mut told = 0;
    let request = SearchRequest::new(parse("").unwrap());
    shelf()
        .index
        .each_document(&request, &mut |_| {
            told += 1;
            if told == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(told, 3);
}
