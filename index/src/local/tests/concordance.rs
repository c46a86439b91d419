//! Lines in the order asked for, on pages and all at once, over several segments.

use std::ops::ControlFlow;

use corpus::text::folded;
use proptest::prelude::*;

use crate::listing::Told;
use crate::local::tests::Shelf;
use crate::local::tests::report;
use crate::query::parse;
use crate::search::ConcordancePage;
use crate::search::ConcordanceRequest;
use crate::search::Line;
use crate::search::LineOrder;
use crate::search::Total;

const ORDERS: [LineOrder; 3] = [LineOrder::Document, LineOrder::Left, LineOrder::Right];

/// Texts in segments of three; the ids are not in the order of writing.
fn shelf(texts: &[String]) -> Shelf {
    let mut shelf = Shelf::empty();
    for (at, text) in texts.iter().enumerate() {
        shelf.put(&format!("report-{:03}", at * 7 % 100), &report("题", text));
        if at % 3 == 2 {
            shelf.commit();
        }
    }
    shelf.commit();
    shelf
}

fn request(query: &str, order: LineOrder) -> ConcordanceRequest {
    ConcordanceRequest { order, limit: 10_000, ..ConcordanceRequest::new(parse(query).unwrap()) }
}

fn page(shelf: &Shelf, request: &ConcordanceRequest) -> ConcordancePage {
    shelf.index.concordance(request).unwrap()
}

/// Returns what all lines have in common, and the lines one after the other.
fn listed(shelf: &Shelf, request: &ConcordanceRequest) -> (Total, Vec<Line>) {
    let (mut total, mut lines) = (Total::default(), Vec::new());
    shelf
        .index
        .each_line(request, &mut |told| {
            match told {
                Told::Listing(listing) => total = listing.total,
                Told::Row(row) => lines.push(row.line),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    (total, lines)
}

/// Orders lines that show all of their texts as whoever has them in hand would: by so many folded characters.
fn sorted(mut lines: Vec<Line>, order: LineOrder, context: usize) -> Vec<(String, usize)> {
    let near = |text: String| text.chars().take(context).collect::<String>();
    lines.sort_by_key(|line| {
        let by_id = (line.id.as_str().to_owned(), line.offset);
        match order {
            LineOrder::Document => (String::new(), String::new(), by_id),
            LineOrder::Left => {
                let backwards: String = folded(&line.left).chars().rev().collect();
                (near(backwards), String::new(), by_id)
            }
            LineOrder::Right => (near(folded(&line.right)), folded(&line.matched), by_id),
        }
    });
    places(&lines)
}

fn places(lines: &[Line]) -> Vec<(String, usize)> {
    lines.iter().map(|line| (line.id.as_str().to_owned(), line.offset)).collect()
}

#[test]
fn lines_are_ordered_by_their_context() {
    let shelf = Shelf::of(&[("a", report("题", "乙法治丙。甲法治丁。")), ("b", report("题", "丙法治甲"))]);
    let lines = |order: LineOrder| -> Vec<String> {
        let request = ConcordanceRequest { context: 1, ..request("\"法治\"", order) };
        let shown = |line: &Line| format!("{}|{}|{}", line.left, line.matched, line.right);
        page(&shelf, &request).lines.iter().map(shown).collect()
    };
    assert_eq!(lines(LineOrder::Document), ["乙|法治|丙", "甲|法治|丁", "丙|法治|甲"]);
    assert_eq!(lines(LineOrder::Left), ["丙|法治|甲", "乙|法治|丙", "甲|法治|丁"]);
    assert_eq!(lines(LineOrder::Right), ["甲|法治|丁", "乙|法治|丙", "丙|法治|甲"]);
}

#[test]
fn lines_are_ordered_as_they_are_searched() {
    let shelf = Shelf::of(&[("a", report("题", "法治發展乙。法治\n发展甲。法治發展丙"))]);
    let request = ConcordanceRequest { context: 4, ..request("\"法治\"", LineOrder::Right) };
    let lines = page(&shelf, &request).lines;
    let third: Vec<char> =
        lines.iter().filter_map(|line| line.right.chars().find(|c| "甲乙丙".contains(*c))).collect();
    assert_eq!(third, ['丙', '乙', '甲']);
}

#[test]
fn a_document_that_comes_later_finds_its_place() {
    let mut shelf = shelf(&["乙法治乙".to_owned()]);
    for order in ORDERS {
        assert_eq!(page(&shelf, &request("\"法治\"", order)).lines.len(), 1);
    }
    shelf.put("a", &report("题", "甲法治甲"));
    shelf.commit();
    for order in [LineOrder::Left, LineOrder::Right] {
        let lines = page(&shelf, &request("\"法治\"", order)).lines;
        let rights: Vec<&str> = lines.iter().map(|line| line.right.as_str()).collect();
        assert_eq!(rights, ["乙", "甲"], "by code point, {order:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Long stretches that are alike, line breaks, characters beyond the basic plane, letters that fold, several strings.
    #[test]
    fn pages_and_listings_hold_the_same_lines_in_the_same_order(
        texts in prop::collection::vec("[甲乙𠮷AaＡ \n]{0,60}", 1..8),
        query in prop::sample::select(vec!["\"甲\"", "\"a\"", "\"乙甲\" OR \"甲乙\"", "\"甲\" OR \"a\"", "\"𠮷\" -\"aaaa\""]),
        context in 1..12_usize,
        step in 1..9_usize,
    ) {
        let shelf = shelf(&texts);
        for order in ORDERS {
            let all = ConcordanceRequest { context, ..request(query, order) };
            let whole = page(&shelf, &all);
            let shown = page(&shelf, &ConcordanceRequest { context: 200, ..all.clone() });
            prop_assert_eq!(sorted(shown.lines, order, context), places(&whole.lines));
            prop_assert_eq!(whole.lines.len() as u64, whole.total.occurrences);
            let (total, lines) = listed(&shelf, &all);
            prop_assert_eq!(total, whole.total);
            prop_assert_eq!(&lines, &whole.lines);
            let mut paged = Vec::new();
            for offset in (0..whole.lines.len()).step_by(step) {
                let part = ConcordanceRequest { limit: step, offset, ..all.clone() };
                paged.extend(page(&shelf, &part).lines);
            }
            prop_assert_eq!(&paged, &whole.lines);
            let past = ConcordanceRequest { offset: whole.lines.len(), ..all };
            prop_assert!(page(&shelf, &past).lines.is_empty());
        }
    }
}

#[test]
fn queries_that_find_nothing_are_not_kept_without_end() {
    let shelf = shelf(&["甲乙".to_owned()]);
    for number in 0..200 {
        page(&shelf, &request(&format!("\"丙{number}\""), LineOrder::Left));
    }
    assert!(shelf.index.orders.count() < 100);
}
