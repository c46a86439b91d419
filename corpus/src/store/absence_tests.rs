//! What becomes of documents whose pages go, move or come back.

use crate::document::DocumentId;
use crate::store::ChangeEvent;
use crate::store::Found;
use crate::store::Import;
use crate::store::Run;
use crate::store::Step;
use crate::store::Store;
use crate::store::tests::TEXT;
use crate::store::tests::at;
use crate::store::tests::begin;
use crate::store::tests::crawl;
use crate::store::tests::events;
use crate::store::tests::has_a_list;
use crate::store::tests::holds;
use crate::store::tests::only_document;
use crate::store::tests::report;
use crate::store::tests::store;
use crate::store::tests::target;
use crate::store::tests::visit;
use crate::visit::Outcome;

/// A text that has nothing to do with `TEXT`.
const OTHER: &str = "另一份报告，与前一份毫无关系：全年新建农村公路三十公里，改造老旧小区十二个，惠及居民四千余户，群众满意度不断提高。";

#[test]
fn a_page_is_gone_after_two_crawls_and_its_text_with_it() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = store.present_after(None, 9).expect("the store answers").remove(0);
    assert_eq!(crawl(&mut store, 20, "a", 404, Found::Nothing), Outcome::Missing);
    assert!(!store.document(&id).expect("the store answers").expect("it is kept").is_gone);
    assert_eq!(crawl(&mut store, 30, "a", 404, Found::Nothing), Outcome::Gone);
    let stored = store.document(&id).expect("the store answers").expect("the record is kept");
    assert!(stored.is_gone && stored.document.text.is_empty());
    assert_eq!(store.count().expect("the store answers"), 0);
    assert_eq!(crawl(&mut store, 40, "a", 200, holds("报告", TEXT)), Outcome::Changed);
    let stored = store.document(&id).expect("the store answers").expect("it is back");
    assert_eq!((stored.is_gone, stored.document.text.as_str()), (false, TEXT));
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Gone, ChangeEvent::Returned]);
}

#[test]
fn a_crawl_without_any_list_confirms_no_absence() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    let target = target("a");
    let without_list = |store: &mut Store, second: i64| {
        let run =
            store.begin_run("site", at(second), std::slice::from_ref(&target)).expect("a run can begin");
        let visits = vec![visit(&target, second, 404, Outcome::Missing)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        let outcome = store.record(&run, &step).expect("it is recorded").outcome;
        store.finish_run(&run, at(second), None).expect("the run ends");
        outcome
    };
    for second in [20, 30, 40] {
        assert_eq!(without_list(&mut store, second), Outcome::Missing);
    }
    assert_eq!(crawl(&mut store, 50, "a", 404, Found::Nothing), Outcome::Missing, "the first that counts");
    assert_eq!(without_list(&mut store, 60), Outcome::Missing);
    assert!(!store.document(&id).expect("it answers").expect("it is kept").is_gone);
    assert_eq!(crawl(&mut store, 70, "a", 404, Found::Nothing), Outcome::Gone);
    assert!(store.document(&id).expect("it answers").expect("it is kept").is_gone);
}

#[test]
fn a_page_that_is_gone_is_asked_for_again_ever_more_seldom() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    crawl(&mut store, 20, "a", 404, Found::Nothing);
    crawl(&mut store, 30, "a", 404, Found::Nothing);
    let mut asked = Vec::new();
    for hour in (0..24 * 400).step_by(12) {
        let run = begin(&mut store, 60 + hour * 3600, &[]);
        has_a_list(&mut store, &run, 60 + hour * 3600);
        if store.enqueue_known(&run).expect("known pages are listed") > 0 {
            asked.push(hour / 24);
            let target = target("a");
            let visits = vec![visit(&target, 60 + hour * 3600, 404, Outcome::Missing)];
            let step = Step { target: &target, visits, found: Found::Nothing };
            assert_eq!(store.record(&run, &step).expect("it is recorded").outcome, Outcome::Gone);
        }
        store.finish_run(&run, at(61 + hour * 3600), None).expect("the run ends");
    }
    assert_eq!(asked, [1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]);
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Gone], "it is told once");
    let hour = 24 * 430;
    let run = begin(&mut store, hour * 3600, &[]);
    assert_eq!(store.enqueue_known(&run).expect("known pages are listed"), 1);
    store.finish_run(&run, at(hour * 3600), None).expect("the run ends");
    crawl(&mut store, hour * 3600 + 10, "a", 200, holds("报告", TEXT));
    assert_eq!(events(&store).last(), Some(&ChangeEvent::Returned));
}

#[test]
fn a_failure_that_passes_leaves_the_document_alone() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    for second in [20, 30, 40] {
        let target = target("a");
        let run = begin(&mut store, second, std::slice::from_ref(&target));
        let visits = vec![visit(&target, second, 503, Outcome::Transient)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        assert_eq!(store.record(&run, &step).expect("it is recorded").outcome, Outcome::Transient);
        store.finish_run(&run, at(second), None).expect("the run ends");
    }
    assert_eq!(events(&store), [ChangeEvent::Added]);
    let known = store.known("a").expect("the store answers").expect("the address is known");
    assert_eq!(known.validators.etag.as_deref(), Some("\"1\""), "a failure does not forget the validators");
}

/// Crawls an address of a source that leads to another one, and returns what came of it.
fn redirect(store: &mut Store, second: i64, from: &str, to: &str, found: Found) -> Outcome {
    redirect_beside(store, second, (from, to), found, 0)
}

/// The same, where so many other pages are known.
fn redirect_beside(
    store: &mut Store,
    second: i64,
    (from, to): (&str, &str),
    found: Found,
    others: usize,
) -> Outcome {
    let (asked, landed) = (target(from), target(to));
    let run = begin(store, second, std::slice::from_ref(&asked));
    has_a_list(store, &run, second);
    let mut visits =
        vec![visit(&asked, second, 301, Outcome::Moved), visit(&landed, second, 200, Outcome::New)];
    visits[0].evidence = None;
    let found = match found {
        Found::Document { document, .. } => Found::Document { document, text_from: 1 },
        other => other,
    };
    let recorded = store.record(&run, &Step { target: &asked, visits, found }).expect("it is recorded");
    assert_eq!(store.enqueue_known(&run).expect("known pages are listed"), others, "{to} was met on the way");
    store.finish_run(&run, at(second + 1), None).expect("the run ends");
    recorded.outcome
}

#[test]
fn a_moved_page_keeps_its_history() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    assert_eq!(redirect(&mut store, 20, "a", "b", holds("报告", TEXT)), Outcome::Unchanged);
    let id = only_document(&store);
    assert_eq!(store.addresses(&id).expect("the store answers").len(), 2);
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Moved]);
}

#[test]
fn a_page_that_now_leads_to_another_document_is_gone_after_two_crawls() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    crawl(&mut store, 20, "b", 200, holds("另一份报告", OTHER));
    redirect(&mut store, 30, "a", "b", holds("另一份报告", OTHER));
    assert!(!store.document(&id).expect("the store answers").expect("it is kept").is_gone);
    redirect(&mut store, 40, "a", "b", holds("另一份报告", OTHER));
    assert!(store.document(&id).expect("the store answers").expect("the record is kept").is_gone);
    assert_ne!(only_document(&store), id, "the other one stays");
}

#[test]
fn a_document_is_still_missed_after_the_page_that_its_address_leads_to_failed_once() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    crawl(&mut store, 20, "b", 200, holds("另一份报告", OTHER));
    let is_gone =
        |store: &Store| store.document(&id).expect("the store answers").expect("it is kept").is_gone;
    for second in [30, 40, 50] {
        fails_behind(&mut store, second, "a", "b");
    }
    assert!(!is_gone(&store), "failures say nothing of it");
    redirect(&mut store, 60, "a", "b", holds("另一份报告", OTHER));
    fails_behind(&mut store, 70, "a", "b");
    assert!(!is_gone(&store), "it was missed once");
    redirect(&mut store, 80, "a", "b", holds("另一份报告", OTHER));
    assert!(is_gone(&store));
    assert_ne!(only_document(&store), id, "the other one stays");
}

#[test]
fn a_document_that_is_back_after_where_its_address_led_failed_was_never_gone() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let id = only_document(&store);
    crawl(&mut store, 20, "b", 200, holds("另一份报告", OTHER));
    redirect(&mut store, 30, "a", "b", holds("另一份报告", OTHER));
    fails_behind(&mut store, 40, "a", "b");
    assert_eq!(crawl(&mut store, 50, "a", 200, holds("报告", TEXT)), Outcome::Unchanged);
    redirect(&mut store, 60, "a", "b", holds("另一份报告", OTHER));
    assert!(!store.document(&id).expect("the store answers").expect("it is kept").is_gone);
    assert_eq!(store.present_after(None, 9).expect("the store answers").len(), 2);
}

#[test]
fn an_address_that_goes_on_leading_to_another_document_is_told_of_once() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "old", 200, holds("报告", TEXT));
    crawl(&mut store, 11, "new", 200, holds("报告", TEXT));
    crawl(&mut store, 12, "c", 200, holds("另一份报告", OTHER));
    for second in [20, 30] {
        redirect_beside(&mut store, second, ("old", "c"), holds("另一份报告", OTHER), 1);
    }
    let told = events(&store);
    assert_eq!(told.last(), Some(&ChangeEvent::Moved), "the report lives on at its new address");
    for second in [40, 50] {
        redirect_beside(&mut store, second, ("old", "c"), holds("另一份报告", OTHER), 1);
    }
    assert_eq!(events(&store), told);
    for second in [60, 70] {
        crawl(&mut store, second, "new", 404, Found::Nothing);
    }
    assert_eq!(events(&store).last(), Some(&ChangeEvent::Gone), "no address is left");
}

/// Crawls an address that leads to another one, where nothing can be had for now.
fn fails_behind(store: &mut Store, second: i64, from: &str, to: &str) {
    let (asked, landed) = (target(from), target(to));
    let run = begin(store, second, std::slice::from_ref(&asked));
    has_a_list(store, &run, second);
    let visits =
        vec![visit(&asked, second, 301, Outcome::Moved), visit(&landed, second, 503, Outcome::Transient)];
    let step = Step { target: &asked, visits, found: Found::Nothing };
    assert_eq!(store.record(&run, &step).expect("it is recorded").outcome, Outcome::Transient);
    store.finish_run(&run, at(second + 1), None).expect("the run ends");
}

#[test]
fn two_sources_that_miss_one_page_in_one_crawl_are_not_two_crawls() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let target = target("a");
    let runs = ["one", "two"].map(|source| {
        store.begin_run(source, at(20), std::slice::from_ref(&target)).expect("a run can begin")
    });
    for run in &runs {
        has_a_list(&mut store, run, 20);
        let visits = vec![visit(&target, 21, 404, Outcome::Missing)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        assert_eq!(store.record(run, &step).expect("it is recorded").outcome, Outcome::Missing);
        store.finish_run(run, at(22), None).expect("the run ends");
    }
    assert!(!store.document(&only_document(&store)).expect("it answers").expect("it is kept").is_gone);
}

#[test]
fn a_crawl_that_takes_its_sources_one_after_the_other_is_one_crawl() {
    let (_folder, mut store) = store();
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    let target = target("a");
    let mut misses = |source: &str, second: i64, began: i64| {
        let run =
            store.begin_run(source, at(second), std::slice::from_ref(&target)).expect("a run can begin");
        let run = Run { crawl_began: at(began), ..run };
        has_a_list(&mut store, &run, second);
        let visits = vec![visit(&target, second, 404, Outcome::Missing)];
        let step = Step { target: &target, visits, found: Found::Nothing };
        let outcome = store.record(&run, &step).expect("it is recorded").outcome;
        store.finish_run(&run, at(second + 1), None).expect("the run ends");
        outcome
    };
    assert_eq!(misses("one", 20, 20), Outcome::Missing);
    assert_eq!(misses("two", 5_000, 20), Outcome::Missing, "it began with the first");
    assert_eq!(misses("two", 9_000, 8_000), Outcome::Gone);
}

#[test]
fn what_was_imported_is_not_emptied_when_a_page_goes() {
    let (_folder, mut store) = store();
    let id = DocumentId::parse("mine").expect("mine is an id");
    let import = Import { id: id.clone(), document: report("报告", TEXT), url: None };
    store.import(std::iter::once(import), at(1)).expect("an import works");
    crawl(&mut store, 10, "a", 200, holds("报告", TEXT));
    crawl(&mut store, 20, "a", 404, Found::Nothing);
    crawl(&mut store, 30, "a", 404, Found::Nothing);
    let stored = store.document(&id).expect("the store answers").expect("it is there");
    assert_eq!((stored.is_gone, stored.document.text.as_str()), (false, TEXT));
}
