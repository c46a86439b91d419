//! What the change feed tells about pages that go, move and come back, and how it is read page by page.

use crate::store::ChangeEvent;
use crate::store::ChangeLine;
use crate::store::ChangesWanted;
use crate::store::Found;
use crate::store::From;
use crate::store::Step;
use crate::store::Store;
use crate::store::tests::TEXT;
use crate::store::tests::at;
use crate::store::tests::begin;
use crate::store::tests::crawl;
use crate::store::tests::holds;
use crate::store::tests::store;
use crate::store::tests::target;
use crate::store::tests::visit;
use crate::visit::Outcome;
use ChangeEvent::Added;
use ChangeEvent::Gone;
use ChangeEvent::Moved;
use ChangeEvent::Returned;
use ChangeEvent::SoftNotFound;

fn wanted() -> ChangesWanted {
    ChangesWanted { limit: 100, ..ChangesWanted::default() }
}

fn feed(store: &Store) -> Vec<ChangeLine> {
    let all = ChangesWanted { from: From::After(0), ..wanted() };
    store.changes(&all).expect("the feed can be read")
}

fn events(store: &Store) -> Vec<ChangeEvent> {
    feed(store).iter().map(|line| line.change.event).collect()
}

/// A crawl of one address that comes to an outcome without a document.
fn crawl_to(store: &mut Store, second: i64, url: &str, outcome: Outcome) {
    let target = target(url);
    let run = begin(store, second, std::slice::from_ref(&target));
    let visits = vec![visit(&target, second, 200, outcome)];
    let found = if outcome == Outcome::Unchanged { Found::Unmodified } else { Found::Nothing };
    store.record(&run, &Step { target: &target, visits, found }).expect("a step can be recorded");
    store.finish_run(&run, at(second + 1), None).expect("a run can be ended");
}

/// A crawl of one address that redirects to another one with a document.
fn crawl_moved(store: &mut Store, second: i64, from: &str, to: &str) {
    let (asked, landed) = (target(from), target(to));
    let run = begin(store, second, std::slice::from_ref(&asked));
    let visits = vec![visit(&asked, second, 301, Outcome::Moved), visit(&landed, second, 200, Outcome::New)];
    let found = match holds("标题", TEXT) {
        Found::Document { document, .. } => Found::Document { document, text_from: 1 },
        other => other,
    };
    store.record(&run, &Step { target: &asked, visits, found }).expect("a step can be recorded");
    store.finish_run(&run, at(second + 1), None).expect("a run can be ended");
}

#[test]
fn what_is_gone_tells_when_it_was_last_good() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    crawl_to(&mut store, 20, "a.gov.cn/1.html", Outcome::Unchanged);
    crawl(&mut store, 30, "a.gov.cn/1.html", 404, Found::Nothing);
    assert_eq!(events(&store), [Added], "one absence proves nothing");
    crawl(&mut store, 40, "a.gov.cn/1.html", 404, Found::Nothing);
    crawl(&mut store, 50, "a.gov.cn/1.html", 404, Found::Nothing);
    assert_eq!(events(&store), [Added, Gone], "it is told once");
    let gone = &feed(&store)[1];
    assert_eq!((gone.last_good, gone.title.as_str()), (Some(at(20)), "标题"));
    assert_eq!(gone.url.as_deref(), Some("http://a.gov.cn/1.html"));
    crawl(&mut store, 60, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    assert_eq!(events(&store), [Added, Gone, Returned]);
}

#[test]
fn a_page_that_redirects_has_moved_once() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    crawl_moved(&mut store, 20, "a.gov.cn/1.html", "a.gov.cn/new/1.html");
    crawl_moved(&mut store, 30, "a.gov.cn/1.html", "a.gov.cn/new/1.html");
    assert_eq!(events(&store), [Added, Moved]);
    let moved = &feed(&store)[1];
    assert_eq!(moved.url.as_deref(), Some("http://a.gov.cn/1.html"));
    assert_eq!(moved.moved_to.as_deref(), Some("http://a.gov.cn/new/1.html"));
    assert_eq!(moved.last_good, Some(at(10)));
}

#[test]
fn an_address_that_only_ever_redirected_has_not_moved() {
    let (_folder, mut store) = store();
    crawl_moved(&mut store, 10, "a.gov.cn/short", "a.gov.cn/1.html");
    crawl_moved(&mut store, 20, "a.gov.cn/short", "a.gov.cn/1.html");
    assert_eq!(events(&store), [Added]);
}

#[test]
fn a_text_that_was_published_elsewhere_before_its_page_went_has_moved() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    crawl(&mut store, 20, "b.gov.cn/1.html", 200, holds("标题", TEXT));
    for second in [30, 40, 50] {
        crawl(&mut store, second, "a.gov.cn/1.html", 404, Found::Nothing);
    }
    assert_eq!(events(&store), [Added, Moved]);
    assert_eq!(feed(&store)[1].moved_to.as_deref(), Some("http://b.gov.cn/1.html"));
}

#[test]
fn a_page_that_says_it_does_not_exist_is_told_once_and_again_when_it_is_back() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    crawl_to(&mut store, 20, "a.gov.cn/1.html", Outcome::SoftNotFound);
    crawl_to(&mut store, 30, "a.gov.cn/1.html", Outcome::SoftNotFound);
    assert_eq!(events(&store), [Added, SoftNotFound]);
    assert_eq!(feed(&store)[1].last_good, Some(at(10)));
    crawl_to(&mut store, 40, "a.gov.cn/1.html", Outcome::Unchanged);
    crawl_to(&mut store, 50, "a.gov.cn/1.html", Outcome::Unchanged);
    assert_eq!(events(&store), [Added, SoftNotFound, Returned]);
    crawl_to(&mut store, 60, "a.gov.cn/1.html", Outcome::SoftNotFound);
    crawl(&mut store, 70, "a.gov.cn/1.html", 200, holds("标题", TEXT));
    assert_eq!(events(&store), [Added, SoftNotFound, Returned, SoftNotFound, Returned]);
}

#[test]
fn the_feed_is_read_in_pages_from_either_end() {
    let (_folder, mut store) = store();
    for n in 1..=7 {
        let text = format!("{TEXT}另有第{n}项工作。");
        let url = format!("a.gov.cn/{n}.html");
        let Found::Document { mut document, text_from } = holds(&format!("标题{n}"), &text) else { return };
        document.report_year = Some(crate::year::ReportYear::single(2000 + n));
        crawl(&mut store, i64::from(n) * 10, &url, 200, Found::Document { document, text_from });
    }
    crawl_to(&mut store, 100, "a.gov.cn/3.html", Outcome::SoftNotFound);
    let numbers = |wanted: &ChangesWanted| -> Vec<u64> {
        store.changes(wanted).expect("the feed can be read").iter().map(|line| line.change.seq).collect()
    };
    let three = ChangesWanted { limit: 3, ..wanted() };
    assert_eq!(numbers(&three), [8, 7, 6]);
    assert_eq!(numbers(&ChangesWanted { from: From::Before(6), ..three.clone() }), [5, 4, 3]);
    assert_eq!(numbers(&ChangesWanted { from: From::After(6), ..three.clone() }), [7, 8]);
    let some = ChangesWanted { events: vec![SoftNotFound, Gone], ..three.clone() };
    assert_eq!((numbers(&some), store.count_changes(&some).ok()), (vec![8], Some(1)));
    let since = ChangesWanted { since: Some(at(60)), until: Some(at(100)), ..wanted() };
    assert_eq!((numbers(&since), store.count_changes(&since).ok()), (vec![7, 6], Some(2)));
    let of = |source: &str| ChangesWanted { source: Some(source.to_owned()), ..wanted() };
    assert_eq!((numbers(&of("site")).len(), numbers(&of("other")).len()), (8, 0));
}
