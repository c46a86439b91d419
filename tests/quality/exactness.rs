//! Every count of a large real collection beside a search through its folded texts: where documents are many, places are
//! reached in other ways than in the small collections that the tests of the index draw.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use corpus::personal::masked;
use corpus::store::Store;
use corpus::text::folded;
use index::LocalIndex;
use index::query::parse;
use index::search::ConcordanceRequest;
use index::search::SearchRequest;
use jieba_rs::Jieba;
use jiff::Timestamp;

use crate::program::run;
use crate::quality::planted::Draw;
use crate::shared;

/// How many pieces of texts and of titles are asked for, and how many words: these are found in most ways.
const PIECES: usize = 40;
const WORDS: usize = 160;
/// The most lines of a concordance that are counted.
const MOST_LINES: usize = 2_000;

/// A folded document.
struct Folded {
    id: String,
    title: String,
    text: String,
}

/// Draws a piece of a text that can stand between quotes.
fn piece(draw: &mut Draw, text: &str, length: usize) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let from = draw.below(characters.len());
    let piece: String = characters[from..].iter().take(length).collect();
    let is_plain = |c: char| c != '"' && c != '\\';
    (piece.chars().count() == length && piece.chars().all(is_plain)).then_some(piece)
}

#[test]
fn strings_of_a_large_collection_are_found_where_a_search_through_its_texts_finds_them() {
    let Some(shared) = shared::folder() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = shared.join("data/corpus");
    let files: Vec<PathBuf> = ["news_xwlb_items", "policy_docs"]
        .iter()
        .map(|name| corpus.join(name).with_extension("jsonl"))
        .collect();
    for file in files {
        let imported = run(folder.path(), &["import", &file.to_string_lossy()]);
        assert_eq!(imported.code, 0, "{}", imported.err);
    }
    let index = LocalIndex::open(&folder.path().join("index")).expect("the index opens");
    let documents = every_document(folder.path());
    assert!(documents.len() > 20_000);
    let (mut draw, mut wrong) = (Draw::new(7), Vec::new());
    for (sort, drawn) in [
        ("pieces of texts", pieces(&documents, &mut draw, |document| &document.text)),
        ("pieces of titles", pieces(&documents, &mut draw, |document| &document.title)),
        ("words", words(&documents, &mut draw)),
    ] {
        let before = wrong.len();
        for (string, beside) in &drawn {
            check(&index, &documents, string, beside, &mut wrong);
        }
        println!("{sort}: {} strings, {} wrong answers", drawn.len(), wrong.len() - before);
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Reads every document of a store as it is indexed.
fn every_document(data: &Path) -> Vec<Folded> {
    let store = Store::open(data, Timestamp::now()).expect("the store opens");
    let ids = store.present_after(None, usize::MAX >> 1).expect("the store answers");
    let mut documents = Vec::new();
    for id in ids {
        let stored = store.document(&id).expect("the store answers").expect("the document is there");
        let shown = masked(stored.document);
        let (title, text) = (folded(&shown.title), folded(&shown.text));
        documents.push(Folded { id: id.as_str().to_owned(), title, text });
    }
    documents
}

/// Draws pieces of three to eight characters, each with another one of the same text.
fn pieces(documents: &[Folded], draw: &mut Draw, of: impl Fn(&Folded) -> &String) -> Vec<(String, String)> {
    let mut drawn = Vec::new();
    while drawn.len() < PIECES {
        let document = &documents[draw.below(documents.len())];
        let length = 3 + draw.below(6);
        let (drawn_piece, beside) = (piece(draw, of(document), length), piece(draw, &document.text, 2));
        drawn.extend(drawn_piece.zip(beside));
    }
    drawn
}

/// Draws words of three characters and more, whose documents are kept; each with a piece of the same text.
fn words(documents: &[Folded], draw: &mut Draw) -> Vec<(String, String)> {
    let jieba = Jieba::new();
    let mut drawn = Vec::new();
    while drawn.len() < WORDS {
        let document = &documents[draw.below(documents.len())];
        let Some(stretch) = piece(draw, &document.text, 60) else { continue };
        let is_long = |word: &&str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
        let word = jieba.cut(&stretch, false).into_iter().map(|token| token.word).find(is_long);
        let beside = piece(draw, &document.text, 3);
        drawn.extend(word.map(str::to_owned).zip(beside));
    }
    drawn
}

/// Asks for a string in several ways, and says which answers are not what the texts hold.
fn check(index: &LocalIndex, documents: &[Folded], string: &str, beside: &str, wrong: &mut Vec<String>) {
    let holding = |string: &str| -> Vec<&Folded> {
        documents.iter().filter(|document| document.text.contains(string)).collect()
    };
    let ids = |documents: &[&Folded]| -> BTreeSet<String> {
        documents.iter().map(|document| document.id.clone()).collect()
    };
    let (with_string, with_beside) = (holding(string), holding(beside));
    let with_title: Vec<&Folded> =
        documents.iter().filter(|document| document.title.contains(string)).collect();
    let (first, second) = (ids(&with_string), ids(&with_beside));
    for (query, truth) in [
        (format!("title:\"{string}\""), ids(&with_title)),
        (format!("\"{string}\" \"{beside}\""), first.intersection(&second).cloned().collect()),
        (format!("\"{beside}\" -\"{string}\""), second.difference(&first).cloned().collect()),
        (format!("\"{string}\""), first),
    ] {
        let mut request = SearchRequest::new(parse(&query).expect("it is a query"));
        request.limit = documents.len();
        let found = index.rank(&request).expect("it answers");
        let found_all = found.total.documents == truth.len() as u64;
        let is_relaxed = found.relaxed.is_some() && truth.is_empty();
        let hits: BTreeSet<String> = found.hits.iter().map(|hit| hit.id.as_str().to_owned()).collect();
        if !is_relaxed && (!found_all || hits != truth) {
            wrong.push(format!("{query}: {} and {} of {}", found.total.documents, hits.len(), truth.len()));
        }
    }
    let places = with_string.iter().map(|document| count(&document.text, string)).sum::<usize>();
    let mut request = ConcordanceRequest::new(parse(&format!("\"{string}\"")).expect("it is a query"));
    request.limit = MOST_LINES;
    let page = index.concordance(&request).expect("it answers");
    if page.total.occurrences != places as u64 || page.lines.len() != places.min(MOST_LINES) {
        wrong.push(format!("lines of {string}: {} of {places}", page.lines.len()));
    }
}

/// Counts every place at which a string begins.
fn count(text: &str, string: &str) -> usize {
    let first = string.chars().next().map_or(1, char::len_utf8);
    let (mut from, mut count) = (0, 0);
    while let Some(at) = text[from..].find(string) {
        count += 1;
        from += at + first;
    }
    count
}
