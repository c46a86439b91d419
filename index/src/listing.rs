//! What a listing of everything that matches tells: first how much there is, then row after row. Plain data.

use std::sync::Arc;

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::year::ReportYear;
use jiff::civil::Date;

use crate::search::Generation;
use crate::search::Line;
use crate::search::Relaxed;
use crate::search::Total;

/// What all rows have in common; told before the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Counts over all matches.
    pub total: Total,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub relaxed: Option<Relaxed>,
    /// The commit that every row is read from, whatever is written meanwhile.
    pub generation: Generation,
}

/// What a listing tells: the listing itself once, then its rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Told<Row> {
    /// What comes.
    Listing(Listing),
    /// One row.
    Row(Row),
}

/// One document that matches, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDocument {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// The years it speaks about.
    pub year: Option<ReportYear>,
    /// Its place as a written path, such as `四川省/绵阳市`.
    pub region: Option<String>,
    /// Its kind.
    pub kind: DocumentKind,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The day it went up.
    pub published: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// Places in its text at which a string of the query stands.
    pub occurrences: u64,
    /// Characters of its text.
    pub characters: u64,
}

/// One occurrence and the document that it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedLine {
    /// The document.
    pub document: Arc<ListedDocument>,
    /// The occurrence in its context.
    pub line: Line,
}
