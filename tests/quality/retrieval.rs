//! Judged queries asked of the running program: mean reciprocal rank and precision at the first place.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use crate::program::Running;
use crate::program::address_in;
use crate::program::escaped;
use crate::program::get;
use crate::program::gongbao;
use crate::program::run;
use crate::shared;

/// The least that known items reach; plain BM25 over jieba words reaches 0.74.
const KNOWN_ITEM_MRR: f64 = 0.99;
/// The least share of known items that come first.
const KNOWN_ITEM_FIRST: f64 = 0.985;
/// The least that lay questions over statute articles reach; plain BM25 over jieba words reaches 0.38.
const STARD_MRR: f64 = 0.421;

/// The collections that the known items were drawn from.
const KNOWN_ITEM_CORPUS: &[&str] = &[
    "gwr_province_2025",
    "gwr_city_2024",
    "gwr_state_council_1954_2025",
    "laws_local",
    "policy_docs",
    "laws_national",
    "laws_misc",
];

/// A query with the documents that answer it.
struct Judged {
    /// What sort of query it is.
    group: String,
    query: String,
    relevant: HashSet<String>,
}

/// Sums over the queries of a group.
#[derive(Clone, Copy, Default)]
struct Score {
    queries: u32,
    reciprocal: f64,
    first: u32,
}

impl Score {
    fn mrr(self) -> f64 {
        self.reciprocal / f64::from(self.queries.max(1))
    }

    fn share_first(self) -> f64 {
        f64::from(self.first) / f64::from(self.queries.max(1))
    }
}

#[test]
fn known_items_come_first() {
    let Some(shared) = shared::folder() else { return };
    let corpus = shared.join("data/corpus");
    let files: Vec<PathBuf> =
        KNOWN_ITEM_CORPUS.iter().map(|name| corpus.join(name).with_extension("jsonl")).collect();
    let score = measure("known_item", &files, &judged(&shared.join("data/retrieval/known_item")));
    assert!(score.mrr() >= KNOWN_ITEM_MRR, "MRR@10 fell to {:.4}", score.mrr());
    assert!(score.share_first() >= KNOWN_ITEM_FIRST, "P@1 fell to {:.4}", score.share_first());
}

#[test]
fn lay_questions_find_their_statute_articles() {
    let Some(shared) = shared::folder() else { return };
    let stard = shared.join("data/retrieval/stard");
    let score = measure("stard", &[stard.join("corpus.jsonl")], &judged(&stard));
    assert!(score.mrr() >= STARD_MRR, "MRR@10 fell to {:.4}", score.mrr());
}

/// Reads queries and judgements.
fn judged(folder: &Path) -> Vec<Judged> {
    let mut relevant: HashMap<String, HashSet<String>> = HashMap::new();
    let judgements = std::fs::read_to_string(folder.join("qrels.tsv")).expect("the judgements can be read");
    for line in judgements.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells[3] != "0" {
            relevant.entry(cells[0].to_owned()).or_default().insert(cells[2].to_owned());
        }
    }
    let text = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    shared::lines(&folder.join("queries.jsonl"))
        .iter()
        .map(|line| Judged {
            group: text(line, "type"),
            query: text(line, "query"),
            relevant: relevant.remove(&text(line, "id")).unwrap_or_default(),
        })
        .collect()
}

/// Imports the files, serves them, asks every query and prints a table; returns the score over all queries.
fn measure(name: &str, files: &[PathBuf], queries: &[Judged]) -> Score {
    assert!(queries.len() > 100 && queries.iter().all(|judged| !judged.relevant.is_empty()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let begun = Instant::now();
    for file in files {
        let imported = run(folder.path(), &["import", &file.to_string_lossy()]);
        assert_eq!(imported.code, 0, "{}", imported.err);
    }
    let imported = begun.elapsed();
    let mut server = Running::start(gongbao(folder.path()).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    let begun = Instant::now();
    let mut groups: BTreeMap<&str, Score> = BTreeMap::new();
    let mut all = Score::default();
    for judged in queries {
        let answer = get(&address, &format!("/api/v1/search?limit=10&q={}", escaped(&judged.query)));
        assert_eq!(answer.status, 200, "{}: {}", judged.query, answer.body);
        let answer = answer.json();
        let hits = answer["hits"].as_array().expect("an answer has hits");
        let is_relevant =
            |hit: &serde_json::Value| hit["id"].as_str().is_some_and(|id| judged.relevant.contains(id));
        let rank = hits.iter().position(is_relevant);
        for score in [&mut all, groups.entry(&judged.group).or_default()] {
            score.queries += 1;
            score.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
            score.first += u32::from(rank == Some(0));
        }
    }
    print(name, &groups, all);
    println!("{name}: imported in {imported:.1?}, asked in {:.1?}", begun.elapsed());
    all
}

fn print(name: &str, groups: &BTreeMap<&str, Score>, all: Score) {
    println!("{name:<12} {:<28} {:>7} {:>7} {:>7}", "group", "queries", "MRR@10", "P@1");
    let named = groups.iter().filter(|(group, _)| !group.is_empty()).map(|(&group, &score)| (group, score));
    for (group, score) in named.chain([("all", all)]) {
        let (mrr, first) = (score.mrr(), score.share_first());
        println!("{:<12} {group:<28} {:>7} {mrr:>7.4} {first:>7.4}", "", score.queries);
    }
}
