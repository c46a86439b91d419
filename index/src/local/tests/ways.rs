//! However a plan is followed through a segment, the same documents come in the same order.

use corpus::document::DocumentKind;

use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::query::parse;
use crate::search::Filter;
use crate::search::RankedPage;
use crate::search::SearchRequest;

/// More documents than are looked at together, of different lengths; words in texts, in titles and in both.
fn shelf() -> Shelf {
    const PIECES: [&str; 12] = [
        "生态环境",
        "环境",
        "依法治国",
        "法治",
        "有关部门",
        "部门",
        "的",
        "的规定",
        "，",
        "关部",
        "2021年",
        "公共安全",
    ];
    let mut state: u64 = 77;
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut shelf = Shelf::empty();
    for number in 0..400 {
        let text: String = (0..below(40)).map(|_| PIECES[below(1 + number % 12)]).collect();
        let title = if below(4) == 0 { PIECES[below(12)] } else { "题" };
        let year = 2018 + below(4) as i16;
        shelf.put(&format!("d{number:03}"), &placed(title, &text, year, &["四川省"], DocumentKind::ALL[0]));
        if number % 150 == 149 {
            shelf.commit();
        }
    }
    shelf.commit();
    shelf
}

/// Takes some documents of every segment out.
fn thin(shelf: &mut Shelf) {
    for number in (0..400).step_by(17) {
        shelf.writer.remove(&id(&format!("d{number:03}")));
    }
    shelf.commit();
}

/// Returns totals and the first documents with their scores.
fn ranked(shelf: &Shelf, query: &str, years: Option<(i16, i16)>, limit: usize) -> RankedPage {
    let filter = Filter { years, ..Filter::default() };
    let request = SearchRequest { filter, limit, ..SearchRequest::new(parse(query).unwrap()) };
    let ranked = shelf.index.rank(&request).unwrap();
    let page = shelf.index.search(&request).unwrap();
    assert_eq!(page.total, ranked.total, "{query}");
    let of_page: Vec<_> = page.hits.iter().map(|hit| (&hit.id, hit.score, hit.occurrences)).collect();
    let of_rank: Vec<_> = ranked.hits.iter().map(|hit| (&hit.id, hit.score, hit.occurrences)).collect();
    assert_eq!(of_page, of_rank, "{query}");
    ranked
}

#[test]
fn a_plan_with_depth_ranks_as_one_without() {
    let mut shelf = shelf();
    check_all(&shelf);
    thin(&mut shelf);
    check_all(&shelf);
}

#[track_caller]
fn check_all(shelf: &Shelf) {
    let queries = [
        "\"生态环境\"",
        "生态环境",
        "\"有关部门\"",
        "\"关部\"",
        "\"的\"",
        "\"，的规\"",
        "环境",
        "\"环境\" OR \"公共安全\"",
        "环境 OR 有关部门 OR 依法治国",
        "\"环境\" OR \"部门\" OR \"法治\" OR \"2021\" OR \"公共\"",
        "\"环境\" OR \"部门\" OR \"法治\" OR \"2021\" OR \"公共\" OR \"的规\" OR \"，\"",
        "\"法治\" OR \"没有的话\"",
        "\"环境\" \"部门\"",
        "环境 部门",
        "2021",
    ];
    for query in queries {
        for years in [None, Some((2019, 2020))] {
            for limit in [1, 10, 60] {
                let flat = ranked(shelf, query, years, limit);
                // Only documents without what stands nowhere are wanted: the same, but no longer side by side.
                let deep = ranked(shelf, &format!("({query}) -\"哪里都没有\""), years, limit);
                assert_eq!(flat.total, deep.total, "{query}");
                assert!(flat.total.documents > 0, "{query}");
                assert_eq!(flat.hits, deep.hits, "{query} {years:?} {limit}");
            }
        }
    }
}

#[test]
fn the_best_are_the_same_however_many_are_asked_for() {
    let shelf = shelf();
    // No document holds all the words of these, so any of them suffices.
    let loose = [
        "环境部门有没有依法公开公共安全的规定",
        "法治部门的环境规定从天而降吗 2021年",
        "有关部门应当怎样治山治水啊 依法治国",
    ];
    for query in loose.iter().copied().chain(["环境 部门", "2021 环境", "四川 2021"]) {
        let all = ranked(&shelf, query, None, 400);
        assert_eq!(all.relaxed.is_some(), loose.contains(&query), "{query}");
        assert!(all.hits.len() > 40, "{query}");
        for limit in [1, 7, 40] {
            let first = ranked(&shelf, query, None, limit);
            assert_eq!((first.total, first.hits.as_slice()), (all.total, &all.hits[..limit]), "{query}");
        }
    }
}
