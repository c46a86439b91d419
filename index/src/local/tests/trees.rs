//! Random queries of strings and operators, each string asked for at several places, against brute force.

use std::collections::BTreeSet;

use corpus::document::Document;
use proptest::prelude::*;

use crate::local::tests::Shelf;
use crate::local::tests::report;

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
        }
    }

    /// Returns the places through which a text matches; `None` when it does not.
    fn spans(&self, text: &[char]) -> Option<Spans> {
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
                let found: Option<Vec<Spans>> = trees.iter().map(|tree| tree.spans(text)).collect();
                found.map(|found| found.into_iter().flatten().collect())
            }
            Tree::Any(trees) => {
                let found: Vec<Spans> = trees.iter().filter_map(|tree| tree.spans(text)).collect();
                (!found.is_empty()).then(|| found.into_iter().flatten().collect())
            }
            Tree::Not(tree) => tree.spans(text).is_none().then(Spans::new),
        }
    }
}

fn places(string: &str, text: &[char]) -> Spans {
    let string: Vec<char> = string.chars().collect();
    let starts = text.windows(string.len()).enumerate().filter(|(_, window)| *window == string);
    starts.map(|(start, _)| (start, start + string.len())).collect()
}

/// Strings that stand in nearly every text, in some and in few.
fn string() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["甲", "甲乙", "丙", "甲甲", "丁", "丁丙甲"])
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        4 => string().prop_map(Tree::String),
        1 => (string(), string(), 0..4_usize).prop_map(|(left, right, gap)| Tree::Near(left, right, gap)),
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
        let documents: Vec<(String, Document)> =
            texts.iter().enumerate().map(|(at, text)| (format!("d{at}"), report("题", text))).collect();
        let named: Vec<(&str, Document)> =
            documents.iter().map(|(id, document)| (id.as_str(), document.clone())).collect();
        let shelf = Shelf::of(&named);
        for tree in trees {
            let (mut holding, mut occurrences) = (0, 0);
            for text in &texts {
                let text: Vec<char> = text.chars().collect();
                if let Some(spans) = tree.spans(&text) {
                    holding += 1;
                    occurrences += spans.len() as u64;
                }
            }
            let total = shelf.search(&tree.written()).total;
            prop_assert_eq!((total.documents, total.occurrences), (holding, occurrences), "{}", tree.written());
        }
    }
}
