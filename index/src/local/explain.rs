//! A query in; how it is read and cut into words out.

use corpus::text::fold;

use crate::articles::in_chinese;
use crate::local::compile::required;
use crate::local::compile::required_beside_names;
use crate::local::compile::strings_beside_places;
use crate::local::naming::Naming;
use crate::local::naming::conditions;
use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::ExplainedPart;
use crate::search::Explanation;
use crate::search::Matching;

/// Tells how a query is read.
pub(crate) fn explain(query: &Query, matching: Matching) -> Explanation {
    let mut parts = Vec::new();
    let naming = Naming::of(&query.root);
    visit(&query.root, matching, &naming, &mut parts);
    if naming.means_a_report() {
        parts.push(named(&naming, &words_beside(query, &naming)));
    }
    Explanation { reading: query.root.to_string(), parts }
}

/// Returns the words that must stand beside what is named.
fn words_beside(query: &Query, naming: &Naming) -> Vec<String> {
    let mut words = Vec::new();
    for condition in conditions(&query.root) {
        if let Clause::Bare { text, .. } = condition {
            let strings = strings_beside_places(&fold(text).into_text(), naming);
            words.extend(required_beside_names(&strings, naming).into_iter().cloned());
        }
    }
    words
}

/// Tells what documents are found by what they are, and whether they need say any of the other words.
fn named(naming: &Naming, others: &[String]) -> ExplainedPart {
    let mut words: Vec<String> = naming.places.iter().map(|(name, _)| name.clone()).collect();
    words.extend(naming.years.iter().map(|year| format!("{year}年")));
    words.extend(naming.kind.map(|kind| kind.chinese().to_owned()));
    let text = words.concat();
    let mut meaning = "文件本身属于所说的地区、年份、文种的，不必逐字写出".to_owned();
    if !others.is_empty() && naming.names_one_report(others) {
        meaning.push_str(&format!("；该报告也不必写出「{}」", others.join("」「")));
    }
    ExplainedPart { folded: fold(&text).into_text(), text, words, meaning }
}

/// Tells whether a string of a chunk must stand: beside a report that is named, one that only connects need not.
fn is_needed(string: &String, strings: &[String], naming: &Naming) -> bool {
    !naming.means_a_report() || naming.covers(string) || required(strings).contains(&string)
}

fn visit(clause: &Clause, matching: Matching, naming: &Naming, parts: &mut Vec<ExplainedPart>) {
    match clause {
        Clause::Bare { text, .. } => {
            let folded = fold(text).into_text();
            let strings = strings_beside_places(&folded, naming);
            let (mut words, left_out): (Vec<String>, Vec<String>) =
                strings.iter().cloned().partition(|string| is_needed(string, &strings, naming));
            words.retain(|word| naming.needs(word));
            let how = match matching {
                Matching::String => "正文或标题逐字包含",
                Matching::WholeWord => "正文或标题按整词包含",
            };
            let mut meaning = if words.len() > 1 { format!("{how}每个词") } else { how.to_owned() };
            if !left_out.is_empty() {
                meaning.push_str(&format!("；「{}」只起提问或连接作用，不要求出现", left_out.join("」「")));
            }
            for article in &words {
                if let Some(chinese) = in_chinese(article) {
                    meaning.push_str(&format!("；「{article}」也可写作「{chinese}」"));
                }
            }
            for word in words.iter().filter(|word| !naming.covers(word)) {
                if naming.asks_for_rules(word) {
                    meaning.push_str(&format!("；所说地区的法规规章不必写出「{word}」"));
                } else if naming.asks_for_office(word) {
                    meaning.push_str(&format!("；发文机关或来源是「{word}」的不必写出"));
                }
            }
            parts.push(ExplainedPart { text: text.clone(), folded, words, meaning });
        }
        Clause::Phrase { text, scope, .. } => {
            let meaning = match (scope, matching) {
                (Scope::Title, Matching::String) => "标题逐字包含",
                (Scope::TitleWords, _) | (Scope::Title, Matching::WholeWord) => "标题按整词包含",
                (Scope::Text, Matching::String) => "正文逐字包含",
                (Scope::Words, _) | (Scope::Text, Matching::WholeWord) => "正文按整词包含",
            };
            let folded = fold(text).into_text();
            let words = vec![folded.clone()];
            parts.push(ExplainedPart { text: text.clone(), folded, words, meaning: meaning.to_owned() });
        }
        Clause::Near { left, right, .. } => {
            visit(left, matching, naming, parts);
            visit(right, matching, naming, parts);
        }
        Clause::All(clauses) | Clause::Any(clauses) => {
            clauses.iter().for_each(|clause| visit(clause, matching, naming, parts));
        }
        Clause::Not(clause) => visit(clause, matching, naming, parts),
        Clause::Everything
        | Clause::Issuer(_)
        | Clause::Source(_)
        | Clause::Region(_)
        | Clause::Years(..)
        | Clause::Published(..)
        | Clause::Kind(_)
        | Clause::Section(_) => {}
    }
}
