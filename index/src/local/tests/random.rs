//! Random collections, changed at random: counts of strings and of whole words against brute force.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::text::fold;
use jieba_rs::Jieba;
use proptest::prelude::*;

use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::Filter;
use crate::search::Matching;
use crate::search::SearchRequest;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// One step in the life of a collection.
#[derive(Clone, Debug)]
enum Step {
    Put(usize, Box<Document>),
    Remove(usize),
    Commit,
}

/// Pieces that meet, overlap and repeat: words inside words, marks, digits, characters beyond the first plane, capitals,
/// traditional forms, blanks and line breaks.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "法治",
        "依法治国",
        "政府",
        "法",
        "治",
        "的",
        "，",
        "。",
        "“",
        "—",
        "1",
        "17",
        "2021年",
        "件",
        "aA",
        "Ｂ",
        "𠮷",
        "😀",
        "發展",
        "发展",
        "　",
        " ",
        "\n",
        "\t",
        "……",
        "％",
        "(",
        "公",
        "公公",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn document() -> impl Strategy<Value = Document> {
    (text(), 2018..2022_i16, 0..3_usize, 0..2_usize).prop_map(|(text, year, place, kind)| {
        const PLACES: &[&[&str]] = &[&["四川省"], &["四川省", "绵阳市"], &["山东省", "青岛市"]];
        placed("题", &text, year, PLACES[place], DocumentKind::ALL[kind])
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..14_usize, document()).prop_map(|(name, document)| Step::Put(name, Box::new(document))),
        2 => (0..14_usize).prop_map(Step::Remove),
        2 => Just(Step::Commit),
    ]
}

/// A string of 1 to 64 characters out of some text, or of any characters.
#[derive(Clone, Debug)]
enum Asked {
    Part { document: prop::sample::Index, start: prop::sample::Index, length: usize },
    Any(String),
}

fn asked() -> impl Strategy<Value = Asked> {
    let length = prop_oneof![3 => 1..5_usize, 1 => 1..65_usize];
    prop_oneof![
        5 => (any::<prop::sample::Index>(), any::<prop::sample::Index>(), length)
            .prop_map(|(document, start, length)| Asked::Part { document, start, length }),
        1 => "[法治公a1，\u{1F600}𠮷 ]{1,6}".prop_map(Asked::Any),
    ]
}

/// The index and what should be in it.
struct Lived {
    shelf: Shelf,
    truth: BTreeMap<usize, Document>,
}

fn live(steps: Vec<Step>) -> Lived {
    let mut lived = Lived { shelf: Shelf::empty(), truth: BTreeMap::new() };
    for step in steps.into_iter().chain([Step::Commit]) {
        match step {
            Step::Put(name, document) => {
                lived.shelf.put(&format!("d{name}"), &document);
                lived.truth.insert(name, *document);
            }
            Step::Remove(name) => {
                lived.shelf.writer.remove(&id(&format!("d{name}")));
                lived.truth.remove(&name);
            }
            Step::Commit => lived.shelf.commit(),
        }
    }
    lived
}

impl Lived {
    fn string(&self, asked: &Asked) -> String {
        match asked {
            Asked::Any(string) => string.clone(),
            Asked::Part { document, start, length } => {
                let texts: Vec<String> =
                    self.truth.values().map(|document| fold(&document.text).into_text()).collect();
                let Some(text) = texts.get(document.index(texts.len().max(1))) else { return String::new() };
                let characters: Vec<char> = text.chars().collect();
                let start = start.index(characters.len().max(1));
                characters.iter().skip(start).take(*length).collect()
            }
        }
    }

    /// Checks a string under a filter: `count` tells how often it stands in a document.
    fn check(&self, string: &str, matching: Matching, count: impl Fn(&Document) -> u64) {
        for (number, filter) in filters().into_iter().enumerate() {
            let passes = |document: &&Document| match number {
                1 => document.report_year.is_some_and(|year| (2019..=2020).contains(&year.start)),
                2 => document.place.as_ref().is_some_and(|place| place.path[0] == "四川省"),
                3 => document.kind == DocumentKind::ALL[1],
                _ => true,
            };
            let counts: Vec<u64> =
                self.truth.values().filter(passes).map(&count).filter(|&count| count > 0).collect();
            let root = Clause::Phrase { text: string.to_owned(), scope: Scope::Text, at: 0..0 };
            let query = Query { text: string.to_owned(), root };
            let request = SearchRequest { filter, matching, limit: 3, ..SearchRequest::new(query) };
            let total = self.shelf.index.search(&request).unwrap().total;
            let expected = (counts.len() as u64, counts.iter().sum::<u64>());
            assert_eq!((total.documents, total.occurrences), expected, "{string:?} {matching:?} {number}");
        }
    }
}

fn filters() -> [Filter; 4] {
    [
        Filter::default(),
        Filter { years: Some((2019, 2020)), ..Filter::default() },
        Filter { region: Some("四川".to_owned()), ..Filter::default() },
        Filter { kind: Some(DocumentKind::ALL[1]), ..Filter::default() },
    ]
}

fn starts(text: &[char], string: &[char]) -> Vec<usize> {
    (0..text.len()).filter(|&at| text[at..].starts_with(string)).collect()
}

/// The places of a folded text at which words begin, and its end.
fn edges(text: &str) -> Vec<usize> {
    let mut edges = Vec::new();
    let mut start = 0;
    for line in text.split(['\n', '\t']) {
        let folded = fold(line).into_text();
        for token in JIEBA.cut(&folded, false) {
            edges.push(start);
            start += token.word.chars().count();
        }
    }
    edges.push(start);
    edges
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn strings_and_whole_words_are_counted_exactly(
        steps in prop::collection::vec(step(), 1..60),
        asked in prop::collection::vec(asked(), 12),
    ) {
        let lived = live(steps);
        for asked in &asked {
            let string: Vec<char> = fold(&lived.string(asked)).text().chars().collect();
            if string.is_empty() {
                continue;
            }
            let written: String = string.iter().collect();
            let of = |document: &Document| fold(&document.text).text().chars().collect::<Vec<char>>();
            lived.check(&written, Matching::String, |document| starts(&of(document), &string).len() as u64);
            lived.check(&written, Matching::WholeWord, |document| {
                let edges = edges(&document.text);
                let is_whole = |at: &usize| edges.contains(at) && edges.contains(&(at + string.len()));
                starts(&of(document), &string).iter().filter(|&at| is_whole(at)).count() as u64
            });
        }
    }

    #[test]
    fn titles_hold_strings_and_whole_words_exactly(
        titles in prop::collection::vec(text(), 1..12),
        asked in prop::collection::vec(asked(), 8),
    ) {
        let mut lived = Lived { shelf: Shelf::empty(), truth: BTreeMap::new() };
        for (number, title) in titles.iter().enumerate() {
            let document = report(title, title);
            lived.shelf.put(&format!("d{number}"), &document);
            lived.truth.insert(number, document);
        }
        lived.shelf.commit();
        for text in asked.iter().map(|asked| lived.string(asked)).filter(|text| !fold(text).is_empty()) {
            let string: Vec<char> = fold(&text).text().chars().collect();
            let holds = |title: &str, matching| {
                let edges = edges(title);
                let is_whole = |at: &usize| edges.contains(at) && edges.contains(&(at + string.len()));
                let folded: Vec<char> = fold(title).text().chars().collect();
                starts(&folded, &string).iter().any(|at| matching == Matching::String || is_whole(at))
            };
            for matching in [Matching::String, Matching::WholeWord] {
                let root = Clause::Phrase { text: text.clone(), scope: Scope::Title, at: 0..0 };
                let query = Query { text: String::new(), root };
                let request = SearchRequest { matching, ..SearchRequest::new(query) };
                let found = lived.shelf.index.search(&request).unwrap().total.documents;
                let expected = titles.iter().filter(|title| holds(title, matching)).count() as u64;
                prop_assert_eq!(found, expected, "{:?} {:?}", text, matching);
            }
        }
    }

    /// Strings are found in a text that was cut by a dictionary of nothing: every character is a word of its own.
    #[test]
    fn strings_do_not_depend_on_the_dictionary(texts in prop::collection::vec(text(), 1..8), asked in asked()) {
        let (mut with, mut without) = (Shelf::empty(), Shelf::empty());
        let empty = Jieba::empty();
        let mut truth = BTreeMap::new();
        for (number, text) in texts.iter().enumerate() {
            let (name, document) = (format!("d{number}"), report("题", text));
            with.put(&name, &document);
            without.writer.add_cut_by(&id(&name), &document, &empty).unwrap();
            truth.insert(number, document);
        }
        with.commit();
        without.commit();
        let one = Lived { shelf: with, truth };
        let string = one.string(&asked);
        if !fold(&string).is_empty() {
            let root = Clause::Phrase { text: string, scope: Scope::Text, at: 0..0 };
            let request = SearchRequest::new(Query { text: String::new(), root });
            let total = |shelf: &Shelf| shelf.index.search(&request).unwrap().total;
            prop_assert_eq!(total(&one.shelf), total(&without));
        }
    }
}
