//! Random queries of strings, conditions and operators, each string asked for at several places, against brute force.

use std::collections::BTreeSet;

use corpus::document::Document;
use corpus::document::DocumentKind;
use proptest::prelude::*;

use crate::local::tests::Shelf;
use crate::local::tests::placed;

/// First and one past the last character of each match.
type Spans = BTreeSet<(usize, usize)>;

/// A query as it is written and as it is meant.
#[derive(Clone, Debug)]
enum Tree {
    String(&'static str),
    Near(&'static str, &'static str, usize),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Years(i16, i16),
    Region(&'static str),
}

/// A document as the queries see it.
struct Seen {
    text: Vec<char>,
    year: i16,
    region: &'static str,
}

impl Tree {
    fn written(&self) -> String {
        let joined = |trees: &[Tree], operator: &str| {
            let parts: Vec<String> = trees.iter().map(Tree::written).collect();
            format!("({})", parts.join(operator))
        };
        match self {
            Tree::String(string) => format!("\"{string}\""),
            Tree::Near(left, right, distance) => format!("(\"{left}\" NEAR/{distance} \"{right}\")"),
            Tree::All(trees) => joined(trees, " "),
            Tree::Any(trees) => joined(trees, " OR "),
            Tree::Not(tree) => format!("-{}", tree.written()),
            Tree::Years(first, last) => format!("年份:{first}..{last}"),
            Tree::Region(name) => format!("地区:{name}"),
        }
    }

    /// Returns the places through which a document matches; `None` when it does not.
    fn spans(&self, seen: &Seen) -> Option<Spans> {
        let text = &seen.text;
        match self {
            Tree::String(string) => Some(places(string, text)).filter(|spans| !spans.is_empty()),
            Tree::Near(left, right, distance) => {
                let (lefts, rights) = (places(left, text), places(right, text));
                let near = |one: &(usize, usize), other: &(usize, usize)| {
                    let gap = other.0.saturating_sub(one.1).max(one.0.saturating_sub(other.1));
                    one != other && gap <= *distance
                };
                let mut spans: Spans = lefts
                    .iter()
                    .filter(|left| rights.iter().any(|right| near(left, right)))
                    .copied()
                    .collect();
                spans.extend(rights.iter().filter(|right| lefts.iter().any(|left| near(left, right))));
                Some(spans).filter(|spans| !spans.is_empty())
            }
            Tree::All(trees) => {
                let found: Option<Vec<Spans>> = trees.iter().map(|tree| tree.spans(seen)).collect();
                found.map(|found| found.into_iter().flatten().collect())
            }
            Tree::Any(trees) => {
                let found: Vec<Spans> = trees.iter().filter_map(|tree| tree.spans(seen)).collect();
                (!found.is_empty()).then(|| found.into_iter().flatten().collect())
            }
            Tree::Not(tree) => tree.spans(seen).is_none().then(Spans::new),
            Tree::Years(first, last) => (*first..=*last).contains(&seen.year).then(Spans::new),
            Tree::Region(name) => (seen.region == *name).then(Spans::new),
        }
    }
}

fn places(string: &str, text: &[char]) -> Spans {
    let string: Vec<char> = string.chars().collect();
    let starts = text.windows(string.len()).enumerate().filter(|(_, window)| *window == string);
    starts.map(|(start, _)| (start, start + string.len())).collect()
}

const REGIONS: [&str; 3] = ["四川省", "湖南省", "江苏省"];

/// Strings that stand in nearly every text, in some and in few.
fn string() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["甲", "甲乙", "丙", "甲甲", "丁", "丁丙甲"])
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        4 => string().prop_map(Tree::String),
        1 => (string(), string(), 0..4_usize).prop_map(|(left, right, gap)| Tree::Near(left, right, gap)),
        1 => (2015..2020_i16, 0..3_i16).prop_map(|(first, more)| Tree::Years(first, first + more)),
        1 => prop::sample::select(&REGIONS[..]).prop_map(Tree::Region),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            2 => several.clone().prop_map(Tree::All),
            2 => several.prop_map(Tree::Any),
            1 => inner.prop_map(|tree| Tree::Not(Box::new(tree))),
        ]
    })
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![8 => Just("甲"), 4 => Just("乙"), 2 => Just("丙"), 1 => Just("丁")];
    let text = prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
    prop::collection::vec(text, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn operators_find_and_count_what_brute_force_does(
        texts in texts(),
        trees in prop::collection::vec(tree(), 1..20),
    ) {
        let seen = seen(&texts);
        let shelf = shelf(&texts, &seen);
        for tree in trees {
            let found: Vec<Spans> = seen.iter().filter_map(|seen| tree.spans(seen)).collect();
            let occurrences = found.iter().map(|spans| spans.len() as u64).sum::<u64>();
            let total = shelf.search(&tree.written()).total;
            prop_assert_eq!(
                (total.documents, total.occurrences),
                (found.len() as u64, occurrences),
                "{}",
                tree.written()
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn a_named_report_is_found_by_what_it_is_or_says(pieces in prop::collection::vec(
        prop::collection::vec(prop::sample::select(vec!["四川", "2016", "甲", "。"]), 0..6),
        1..60,
    )) {
        let texts: Vec<String> = pieces.iter().map(|pieces| pieces.join("，")).collect();
        let seen = seen(&texts);
        let shelf = shelf(&texts, &seen);
        let says = |at: usize, string| texts[at].contains(string);
        let is_named = |at: usize| seen[at].region == "四川省" && seen[at].year == 2016
            || says(at, "四川") && says(at, "2016");
        let count = |query: &str| {
            let page = shelf.search(query);
            if page.relaxed.is_some() { 0 } else { page.total.documents }
        };
        let expected = |fits: &dyn Fn(usize) -> bool| (0..texts.len()).filter(|&at| fits(at)).count() as u64;
        prop_assert_eq!(count("四川 2016"), expected(&is_named));
        prop_assert_eq!(count("四川 2016 -\"甲\""), expected(&|at| is_named(at) && !says(at, "甲")));
        prop_assert_eq!(count("四川 2016 年份:2015..2017"), expected(&|at| {
            is_named(at) && (2015..=2017).contains(&seen[at].year)
        }));
        prop_assert_eq!(count("四川 2016 \"甲\""), expected(&|at| is_named(at) && says(at, "甲")));
    }
}

/// Gives each text a year and a place.
fn seen(texts: &[String]) -> Vec<Seen> {
    let seen = |(at, text): (usize, &String)| Seen {
        text: text.chars().collect(),
        year: 2015 + (at * at % 7) as i16,
        region: REGIONS[at / 3 % 3],
    };
    texts.iter().enumerate().map(seen).collect()
}

fn shelf(texts: &[String], seen: &[Seen]) -> Shelf {
    let documents: Vec<(String, Document)> = texts
        .iter()
        .zip(seen)
        .enumerate()
        .map(|(at, (text, seen))| {
            (format!("d{at}"), placed("题", text, seen.year, &[seen.region], DocumentKind::Other))
        })
        .collect();
    let named: Vec<(&str, Document)> =
        documents.iter().map(|(id, document)| (id.as_str(), document.clone())).collect();
    Shelf::of(&named)
}
