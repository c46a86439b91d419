//! Which pages give one document, and which of their texts is the current one.

use jiff::civil::Date;
use jiff::civil::date;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::store::ChangeEvent;
use crate::store::Found;
use crate::store::Step;
use crate::store::Store;
use crate::store::tests::TEXT;
use crate::store::tests::at;
use crate::store::tests::begin;
use crate::store::tests::crawl;
use crate::store::tests::events;
use crate::store::tests::has_a_list;
use crate::store::tests::only_document;
use crate::store::tests::report;
use crate::store::tests::store;
use crate::store::tests::target;
use crate::store::tests::visit;
use crate::visit::Outcome;

fn found(document: Document) -> Found {
    Found::Document { document: Box::new(document), text_from: 0 }
}

/// A notice that says enough to be told by its words.
fn notice(title: &str, put_up: Date) -> Document {
    let words = "当前已进入森林防火期，各单位要落实责任，加强巡查，严控火源，备足物资，做好值守。".repeat(8);
    let mut document = Document::new(title, words);
    document.kind = DocumentKind::Notice;
    document.published = Some(put_up);
    document
}

/// Crawls a site whose list names some articles.
fn crawl_all(store: &mut Store, second: i64, articles: &[(&str, Document)]) {
    let targets: Vec<_> = articles.iter().map(|(key, _)| target(key)).collect();
    let run = begin(store, second, &targets);
    has_a_list(store, &run, second);
    for (target, (_, document)) in targets.iter().zip(articles) {
        let visits = vec![visit(target, second, 200, Outcome::New)];
        let step = Step { target, visits, found: found(document.clone()) };
        store.record(&run, &step).expect("a step can be recorded");
    }
    store.finish_run(&run, at(second + 1), None).expect("a run can be ended");
}

const TITLE: &str = "某县林业局关于做好森林防火工作的通知";

#[test]
fn a_long_text_under_a_reprints_title_is_the_same_document() {
    let (_folder, mut store) = store();
    let day = date(2022, 1, 5);
    let mut numbered = notice("关于做好森林防火工作的通知（某林发〔2022〕3号）", day);
    numbered.text =
        format!("某林发〔2022〕3号\n{}\n某县林业局\n2022年1月5日", numbered.text.replace('，', ","));
    let other = notice("关于做好草原防火工作的通知", day);
    crawl_all(
        &mut store,
        10,
        &[
            ("a/1", notice(TITLE, day)),
            ("b/1", numbered),
            ("b/2", notice("【转载】某县林业局关于做好森林防火工作的通知", day)),
            ("b/3", other),
        ],
    );
    assert_eq!(store.count().expect("the store answers"), 2);
}

#[test]
fn a_notice_in_the_words_of_an_earlier_year_is_another_one_where_both_are_named() {
    let (_folder, mut store) = store();
    let (earlier, later) = (notice(TITLE, date(2021, 10, 8)), notice(TITLE, date(2023, 10, 9)));
    crawl_all(&mut store, 10, &[("a/2021", earlier.clone())]);
    crawl_all(&mut store, 20, &[("a/2023", later.clone()), ("a/2021", earlier.clone())]);
    assert_eq!(store.count().expect("the store answers"), 2);
    crawl_all(&mut store, 30, &[("a/2022", notice(TITLE, date(2022, 1, 20))), ("a/2021", earlier)]);
    assert_eq!(store.count().expect("the store answers"), 2, "it was put up twice in one winter");
}

#[test]
fn a_notice_that_moved_and_carries_the_date_of_the_move_is_the_same() {
    let (_folder, mut store) = store();
    crawl_all(&mut store, 10, &[("a/old", notice(TITLE, date(2021, 10, 8)))]);
    crawl_all(&mut store, 20, &[("a/new", notice(TITLE, date(2023, 10, 9)))]);
    let id = only_document(&store);
    let stored = store.document(&id).expect("the store answers").expect("it is kept");
    assert_eq!(stored.document.published, Some(date(2021, 10, 8)));
}

/// A yearly report that names its office.
fn of_bureau(text: &str, put_up: Date) -> Found {
    let mut document = report("某县财政局2021年法治政府建设报告", text);
    document.published = Some(put_up);
    found(document)
}

fn text_now(store: &Store) -> (u32, String) {
    let stored = store.document(&only_document(store)).expect("the store answers").expect("it is kept");
    (stored.version, stored.document.text)
}

#[test]
fn a_corrected_report_at_a_new_address_is_a_version_once() {
    let (_folder, mut store) = store();
    let corrected = TEXT.replace("九件", "十件");
    let (first, second) = (date(2022, 2, 1), date(2022, 3, 1));
    crawl(&mut store, 10, "a", 200, of_bureau(TEXT, first));
    crawl(&mut store, 20, "b", 200, of_bureau(&corrected, second));
    for again in [30, 40] {
        crawl(&mut store, again, "a", 200, of_bureau(TEXT, first));
        crawl(&mut store, again + 5, "b", 200, of_bureau(&corrected, second));
    }
    assert_eq!(text_now(&store), (2, corrected.clone()));
    crawl(&mut store, 50, "c", 200, of_bureau(&TEXT.replace("九件", "八件"), date(2022, 2, 15)));
    crawl(&mut store, 60, "d", 200, of_bureau(TEXT, date(2022, 4, 1)));
    assert_eq!(
        text_now(&store),
        (2, corrected),
        "what was put up before it, or was the text before, is none"
    );
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Changed]);
}

#[test]
fn when_the_current_text_goes_what_is_left_becomes_it() {
    let (_folder, mut store) = store();
    let other = TEXT.replace("九件", "十件");
    let day = date(2022, 2, 1);
    crawl(&mut store, 10, "a", 200, of_bureau(TEXT, day));
    crawl(&mut store, 20, "b", 200, of_bureau(&other, day));
    crawl(&mut store, 30, "a", 404, Found::Nothing);
    crawl(&mut store, 35, "b", 304, Found::Unmodified);
    assert_eq!(text_now(&store), (1, TEXT.to_owned()), "it may come back");
    crawl(&mut store, 40, "a", 404, Found::Nothing);
    let known = store.known("b").expect("the store answers").expect("the address is known");
    assert_eq!(known.validators.etag, None, "its text is to be read");
    crawl(&mut store, 50, "b", 200, of_bureau(&other, day));
    crawl(&mut store, 60, "b", 200, of_bureau(&other, day));
    assert_eq!(text_now(&store), (2, other));
    assert_eq!(events(&store), [ChangeEvent::Added, ChangeEvent::Moved, ChangeEvent::Changed]);
}
