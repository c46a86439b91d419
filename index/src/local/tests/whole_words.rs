//! Whole words of titles and texts: a word is no part of another one, wherever it stands.

use crate::local::tests::Shelf;
use crate::local::tests::report;
use crate::query::parse;
use crate::search::Matching;
use crate::search::SearchRequest;
use crate::search::Sort;

fn shelf() -> Shelf {
    Shelf::of(&[
        ("inside", report("依法治国大会", "空气，好")),
        ("word", report("法治建设", "空气，好")),
        ("both", report("依法治国与法治", "依法治国")),
        ("text", report("题", "法治。依法治国。")),
        ("text-inside", report("题", "全面依法治国")),
    ])
}

#[track_caller]
fn check(query: &str, matching: Matching, ids: &[&str], occurrences: u64) {
    let shelf = shelf();
    for sort in [Sort::Relevance, Sort::Id] {
        let request = SearchRequest { matching, sort, ..SearchRequest::new(parse(query).unwrap()) };
        let page = shelf.index.search(&request).unwrap();
        let mut found: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{query} {matching:?}");
        let total = (page.total.documents, page.total.occurrences);
        assert_eq!(total, (ids.len() as u64, occurrences), "{query} {matching:?}");
    }
}

#[test]
fn a_whole_word_stands_in_a_title_as_in_a_text() {
    let (string, word) = (Matching::String, Matching::WholeWord);
    check("title:法治", string, &["both", "inside", "word"], 0);
    check("title:法治", word, &["both", "word"], 0);
    check("title:word:法治", string, &["both", "word"], 0);
    check("法治", string, &["both", "inside", "text", "text-inside", "word"], 4);
    check("法治", word, &["both", "text", "word"], 1);
    check("-法治", word, &["inside", "text-inside"], 0);
    check("空气 法治", word, &["word"], 1);
    check("空气 OR title:法治", word, &["both", "inside", "word"], 2);
    check("标题:(词:法治 OR 大会)", string, &["both", "inside", "word"], 0);
    check("word:法治", string, &["text"], 1);
}

#[test]
fn only_whole_words_of_a_title_are_marked() {
    let shelf = shelf();
    let marks = |query: &str, matching| {
        let request = SearchRequest { matching, ..SearchRequest::new(parse(query).unwrap()) };
        let hits = shelf.index.search(&request).unwrap().hits;
        hits.into_iter().find(|hit| hit.id.as_str() == "both").map(|hit| hit.title_marks)
    };
    assert_eq!(marks("title:法治", Matching::String), Some(vec![(1, 3), (5, 7)]));
    assert_eq!(marks("title:法治", Matching::WholeWord), Some(vec![(5, 7)]));
    assert_eq!(marks("title:word:法治", Matching::String), Some(vec![(5, 7)]));
}

#[test]
fn an_explanation_says_that_titles_hold_whole_words_too() {
    let meanings = |query: &str, matching| -> Vec<String> {
        let explained = shelf().index.explain(&parse(query).unwrap(), matching);
        explained.parts.into_iter().map(|part| part.meaning).collect()
    };
    assert_eq!(meanings("法治 title:政府", Matching::WholeWord), ["正文或标题按整词包含", "标题按整词包含"]);
    assert_eq!(meanings("法治 title:政府", Matching::String), ["正文或标题逐字包含", "标题逐字包含"]);
    assert_eq!(meanings("title:word:政府", Matching::String), ["标题按整词包含"]);
}
