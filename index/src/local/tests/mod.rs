//! The index against brute force, and what each kind of request answers.

mod concordance;
mod exactness;
mod kept;
mod listing;
mod named;
mod pages;
mod random;
mod ranks;
mod relaxed;
mod requests;
mod shared;
mod suggestions;
mod titles;
mod trees;
mod trends;
mod ways;
mod whole_words;
mod words;

use std::path::Path;

use corpus::district::Place;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::year::ReportYear;
use tantivy::Index;

use crate::local::Entry;
use crate::local::Followed;
use crate::local::Load;
use crate::local::LocalIndex;
use crate::local::Writer;
use crate::local::open::over;
use crate::local::writer::in_memory;
use crate::query::parse;
use crate::search::SearchPage;
use crate::search::SearchRequest;

/// An index in memory that is written and read.
struct Shelf {
    writer: Writer,
    index: LocalIndex,
    followed: u64,
}

impl Shelf {
    fn empty() -> Shelf {
        let engine: Index = in_memory();
        let dir = Path::new("memory");
        let writer = Writer::over(&engine, dir, Load::Light).unwrap();
        Shelf { writer, index: over(&engine, dir).unwrap(), followed: 0 }
    }

    fn of(documents: &[(&str, Document)]) -> Shelf {
        let mut shelf = Shelf::empty();
        for (id, document) in documents {
            shelf.put(id, document);
        }
        shelf.commit();
        shelf
    }

    fn put(&self, name: &str, document: &Document) {
        let url = Some("http://a.test/".to_owned());
        self.writer.put(&[Entry { id: id(name), url, document: document.clone() }]).unwrap();
    }

    fn commit(&mut self) {
        self.followed += 1;
        self.writer.commit(&Followed { store: "test".to_owned(), seq: self.followed }).unwrap();
        self.index.refresh().unwrap();
    }

    #[track_caller]
    fn search(&self, query: &str) -> SearchPage {
        self.index.search(&SearchRequest::new(parse(query).unwrap())).unwrap()
    }

    /// Checks which documents a query finds, in the order of their ids, and how many places.
    #[track_caller]
    fn check(&self, query: &str, ids: &[&str], occurrences: u64) {
        let page = self.search(query);
        let mut found: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
        found.sort_unstable();
        assert_eq!((found, page.total.occurrences), (ids.to_vec(), occurrences), "{query}");
        assert_eq!(page.total.documents, ids.len() as u64, "{query}");
    }
}

fn id(name: &str) -> DocumentId {
    DocumentId::parse(name).unwrap()
}

fn report(title: &str, text: &str) -> Document {
    Document::new(title, text)
}

/// A report with a year, a place and a kind.
fn placed(title: &str, text: &str, year: i16, path: &[&str], kind: DocumentKind) -> Document {
    let path = path.iter().map(|&name| name.to_owned()).collect();
    Document {
        report_year: Some(ReportYear::single(year)),
        place: Some(Place { path, code: None, zone: None }),
        kind,
        ..Document::new(title, text)
    }
}

fn section(number: &str, kind: SectionKind, start: usize, end: usize) -> Section {
    Section {
        number: number.to_owned(), heading: "标题".to_owned(), kind, year: None, level: 1, start, end
    }
}
