//! What the index counted of words in; a table with its base and its orders out.

use corpus::gazetteer;
use index::collocates::Collocates;
use index::keyness::Keyness;
use index::keyness::Slice;

use crate::export::What;
use crate::language::Language;
use crate::language::number;
use crate::pages::Link;
use crate::pages::words::Shown;
use crate::pages::words::address;
use crate::params::SearchParams;
use crate::params::WordsPage;
use crate::params::export_address;

/// How far from a phrase a concordance looks for a collocate, in characters: a window of five words has about as many.
const NEAR: usize = 12;

/// What was found, as a table.
pub(super) struct Found {
    /// What was counted in, a sentence each.
    pub(super) base: Vec<String>,
    pub(super) sorts: Vec<Link>,
    pub(super) exports: Vec<Link>,
    pub(super) json: String,
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<Row>,
    /// What is said when there are no rows.
    pub(super) nothing: String,
}

/// A word and what was counted of it.
pub(super) struct Row {
    pub(super) word: String,
    pub(super) href: String,
    pub(super) cells: Vec<String>,
}

/// Returns links to the same words in other orders.
fn sorts(shown: Shown, page: &WordsPage, orders: &[(&'static str, &'static str)]) -> Vec<Link> {
    let usual = orders[0].0;
    let link = |&(order, label): &(&'static str, &'static str)| {
        let sorted = page.sorted((order != usual).then_some(order));
        Link { is_here: page.chosen("sort", usual) == order, ..Link::new(address(shown, &sorted), label) }
    };
    orders.iter().map(link).collect()
}

/// Returns the files that hold every word, in the order of the page.
fn exports(what: What, page: &WordsPage) -> Vec<Link> {
    let asked = page.at(0).query_string();
    ["csv", "xlsx", "jsonl"]
        .map(|format| Link::new(export_address(what, format, &asked), format.to_uppercase()))
        .into()
}

/// Lays out the words beside a phrase.
pub(super) fn of_collocates(language: Language, page: &WordsPage, found: &Collocates) -> Found {
    let t = language.phrases();
    let phrase = page.search.query.replace('"', "");
    let rows = found.collocates.iter().map(|word| {
        let near = format!("\"{phrase}\" NEAR/{NEAR} \"{}\"", word.word.replace('"', ""));
        let query = match page.other.as_str() {
            "" => near,
            base => format!("{near} ({base})"),
        };
        let asked = SearchParams { query, ..page.search.clone() };
        Row {
            href: format!("/concordance?{}", asked.query_string()),
            word: word.word.clone(),
            cells: vec![
                number(word.observed),
                number(word.left),
                number(word.right),
                number(word.documents),
                number(word.frequency),
                format!("{:.1}", word.expected),
                format!("{:.1}", word.log_likelihood),
                format!("{:.2}", word.mutual_information),
                format!("{:.2}", word.log_dice),
            ],
        }
    });
    Found {
        base: vec![
            format!(
                "{} {} · {} {}",
                number(found.occurrences),
                t.beside(found.occurrences, t.occurrences),
                number(found.holding),
                t.beside(found.holding, t.documents)
            ),
            format!("{}{}{}", t.window_words, t.colon, number(found.window_words)),
            format!(
                "{}{}{} {} · {} {}",
                t.trend_counted_in,
                t.colon,
                number(found.documents),
                t.beside(found.documents, t.documents),
                number(found.words),
                t.beside(found.words, t.words_counted)
            ),
        ],
        sorts: sorts(
            Shown::Collocates,
            page,
            &[("g2", "G²"), ("mi", "MI"), ("log_dice", "logDice"), ("observed", t.observed)],
        ),
        exports: exports(What::Collocates, page),
        json: format!("/api/v1/collocates?{}", page.query_string()),
        head: vec![t.observed, t.left, t.right, t.documents, t.frequency, t.expected, "G²", "MI", "logDice"],
        rows: rows.collect(),
        nothing: nothing(language, page, found.total, (found.occurrences == 0).then_some(t.nothing_found)),
    }
}

/// Lays out the words that set two slices apart.
pub(super) fn of_key_words(language: Language, page: &WordsPage, found: &Keyness) -> Found {
    let t = language.phrases();
    let per_million = |count: u64, words: u64| {
        if words == 0 { "–".to_owned() } else { format!("{:.1}", count as f64 * 1e6 / words as f64) }
    };
    let rows = found.words.iter().map(|word| {
        let written = format!("word:\"{}\"", word.word.replace('"', ""));
        let query = match page.search.query.as_str() {
            "" => written,
            target => format!("{written} ({target})"),
        };
        let asked = SearchParams { query, ..page.search.clone() };
        Row {
            href: format!("/search?{}", asked.query_string()),
            word: word.word.clone(),
            cells: vec![
                number(word.target.occurrences),
                per_million(word.target.occurrences, found.target.words),
                number(word.target.documents),
                number(word.reference.occurrences),
                per_million(word.reference.occurrences, found.reference.words),
                number(word.reference.documents),
                format!("{:.1}", word.log_likelihood),
                format!("{:+.2}", word.log_ratio),
            ],
        }
    });
    let size = |name: &str, slice: Slice| {
        let (documents, words) = (number(slice.documents), number(slice.words));
        let (of_documents, of_words) = (t.beside(&documents, t.documents), t.beside(&words, t.words_counted));
        format!("{name}{}{documents} {of_documents} · {words} {of_words}", t.colon)
    };
    let mut base = vec![size(t.target, found.target), size(t.reference, found.reference)];
    if found.common_documents > 0 {
        base.push(format!("{}{}{}", t.keyness_common, t.colon, number(found.common_documents)));
    }
    let is_empty = found.target.documents == 0 || found.reference.documents == 0;
    Found {
        base,
        sorts: sorts(Shown::Keyness, page, &[("g2", "G²"), ("log_ratio", t.log_ratio)]),
        exports: exports(What::Keyness, page),
        json: format!("/api/v1/keyness?{}", page.query_string()),
        head: vec![
            t.in_target,
            t.per_million_words,
            t.documents,
            t.in_reference,
            t.per_million_words,
            t.documents,
            "G²",
            t.log_ratio,
        ],
        rows: rows.collect(),
        nothing: nothing(language, page, found.total, is_empty.then_some(t.words_empty_slice)),
    }
}

/// Says why a page has no words: an unknown place, an end that was passed, another cause, or the thresholds.
fn nothing(language: Language, page: &WordsPage, total: u64, cause: Option<&'static str>) -> String {
    let t = language.phrases();
    let region = page.search.region.as_deref();
    if let Some(region) = region.filter(|region| !gazetteer::knows(region)) {
        return format!("{}{region}", t.advice_unknown_place);
    }
    let said = if total > 0 { t.past_end } else { cause.unwrap_or(t.words_none) };
    said.to_owned()
}
