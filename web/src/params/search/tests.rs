//! What addresses mean, and what is said about the wrong ones.

use super::*;
use crate::params::without_faults;

#[track_caller]
fn check(query: &str, canonical: &str) {
    let params = SearchParams::read(query, Reading::Strict).unwrap_or_else(|err| panic!("{query}: {err}"));
    assert_eq!(params.query_string(), canonical, "{query}");
    assert_eq!(SearchParams::read(canonical, Reading::Strict).ok(), Some(params), "{canonical}");
}

#[track_caller]
fn check_fault(query: &str, parameter: &str, detail: &str) {
    match SearchParams::read(query, Reading::Strict) {
        Err(Error::Parameter { name, detail: found }) => {
            assert_eq!(name, parameter, "{query}");
            assert!(found.contains(detail), "{query}: {found}");
        }
        other => panic!("{query}: {other:?}"),
    }
}

#[track_caller]
fn check_page(query: &str, canonical: &str) {
    let params = SearchParams::read(query, Reading::Lenient).unwrap_or_else(|err| panic!("{query}: {err}"));
    assert_eq!(params.query_string(), canonical, "{query}");
}

#[test]
fn an_address_has_one_form() {
    check("", "");
    check("q=", "");
    check("q=+a+b+", "q=a%20b");
    check("q=%22a%2Bb%22", "q=%22a%2Bb%22");
    check("q=%E6%B3%95", "q=%E6%B3%95");
    check("sort=relevance&offset=0&q=a", "q=a");
    check("sort=year&year=2018..&q=a", "q=a&year=2018..&sort=year");
    check("kind=政府工作报告", "kind=work-report");
    check("section=problems&word", "section=problems&word=true");
    check("word=false", "");
    check("region=四川/绵阳", "region=%E5%9B%9B%E5%B7%9D%2F%E7%BB%B5%E9%98%B3");
    check("limit=100&offset=40", "limit=100&offset=40");
    check("&&q=a&", "q=a");
}

#[test]
fn a_program_learns_of_every_mistake() {
    check_fault("colour=red", "colour", "not known here; known are q, year, region");
    check_fault("q=a&q=b", "q", "more than once");
    check_fault("limit=0", "limit", "from 1 to 100");
    check_fault("limit=101", "limit", "from 1 to 100");
    check_fault("limit=+5", "limit", "from 1 to 100");
    check_fault("limit=99999999999999999999", "limit", "from 1 to 100");
    check_fault("offset=-1", "offset", "from 0 to 1000000");
    check_fault("year=9999..0", "year", "first year is after the last");
    check_fault("year=", "year", "is empty");
    check_fault("kind=novel", "kind", "rule-of-law-report, work-report");
    check_fault("section=all", "section", "measures, problems");
    check_fault("sort=best", "sort", "relevance, year, published");
    check_fault("word=maybe", "word", "neither true nor false");
    check_fault("word=", "word", "is empty");
    check_fault("q=%ff", "q", "not UTF-8");
    check_fault("%ff=1", "%ff", "not UTF-8");
}

#[test]
fn a_page_passes_over_what_it_does_not_know() {
    check_page("utm_source=x&q=a&lang=en", "q=a");
    check_page("q=a&q=b", "q=a");
    check_page("q=a&year=&region=&kind=&section=&word=&expand=&sort=relevance", "q=a");
    check_page("q=a&word", "q=a&word=true");
}

#[test]
fn a_page_takes_a_query_as_long_as_a_program_may_send() {
    let is_read = |length: usize, reading| {
        let params = SearchParams::read(&format!("q={}", "a".repeat(length)), reading);
        params.is_ok_and(|params| params.request(1).is_ok())
    };
    for reading in [Reading::Lenient, Reading::Strict] {
        assert!(is_read(10_000, reading) && !is_read(10_001, reading), "{reading:?}");
    }
}

#[test]
fn what_is_at_fault_is_left_out_and_the_rest_kept() {
    let rest =
        |query| without_faults(query, |query| SearchParams::read(query, Reading::Lenient)).query_string();
    assert_eq!(rest("q=a&year=9999..0&limit=x&kind=work-report"), "q=a&kind=work-report");
    assert_eq!(rest("q=%ff&year=2021"), "year=2021");
    assert_eq!(rest("q=a"), "q=a");
}

#[test]
fn a_concordance_takes_an_order_and_a_context() {
    let read = |query| ConcordanceParams::read(query, Reading::Strict).map(|params| params.query_string());
    assert_eq!(
        read("q=a&sort=left&context=20&limit=1000").ok().as_deref(),
        Some("q=a&sort=left&context=20&limit=1000")
    );
    assert_eq!(read("q=a&sort=document").ok().as_deref(), Some("q=a"));
    assert_eq!(read("q=a&expand").ok().as_deref(), Some("q=a&expand=true"));
    assert!(read("q=a&sort=year").is_err());
    assert!(read("q=a&limit=1001").is_err());
    assert!(read("q=a&context=201").is_err());
}
