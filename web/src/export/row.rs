//! One row of an export and its cells; names of columns are those of the API.

use index::listing::ListedDocument;
use index::listing::ListedLine;
use index::trend::TrendPoint;

use crate::api::CollocateResponse;
use crate::api::KeyWordResponse;
use crate::export::What;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A document.
    Document(Box<ListedDocument>),
    /// An occurrence.
    Line(Box<ListedLine>),
    /// The counts of one phrase under one key.
    Point {
        /// The phrase.
        phrase: String,
        /// The counts.
        point: TrendPoint,
    },
    /// A word of which two slices make different use.
    KeyWord(Box<KeyWordResponse>),
    /// A word beside a phrase.
    Collocate(Box<CollocateResponse>),
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A number with decimals.
    Real(f64),
}

/// Returns the names of the columns.
pub(super) fn columns(what: What) -> &'static [&'static str] {
    match what {
        What::Documents => DOCUMENT_COLUMNS,
        What::Concordance => LINE_COLUMNS,
        What::Trend => POINT_COLUMNS,
        What::Keyness => KEY_WORD_COLUMNS,
        What::Collocates => COLLOCATE_COLUMNS,
    }
}

const DOCUMENT_COLUMNS: &[&str] = &[
    "id",
    "title",
    "year",
    "report_year",
    "region",
    "kind",
    "kind_name",
    "issuer",
    "published",
    "occurrences",
    "characters",
    "url",
];
const LINE_COLUMNS: &[&str] = &[
    "id",
    "title",
    "year",
    "region",
    "kind",
    "published",
    "section",
    "section_kind",
    "left",
    "match",
    "right",
    "offset",
    "url",
];
const POINT_COLUMNS: &[&str] =
    &["phrase", "key", "occurrences", "documents", "base_documents", "characters", "per_million", "share"];
const KEY_WORD_COLUMNS: &[&str] = &[
    "word",
    "target",
    "target_documents",
    "target_per_million",
    "reference",
    "reference_documents",
    "reference_per_million",
    "expected",
    "g2",
    "log_ratio",
    "bic",
];
const COLLOCATE_COLUMNS: &[&str] =
    &["word", "observed", "left", "right", "documents", "frequency", "expected", "g2", "mi", "log_dice"];

impl Row {
    /// Returns the cells in the order of the columns.
    pub(super) fn cells(&self) -> Vec<Cell> {
        match self {
            Row::Document(document) => document_cells(document),
            Row::Line(line) => line_cells(line),
            Row::Point { phrase, point } => vec![
                text(phrase),
                text(&point.key),
                Cell::Whole(point.occurrences),
                Cell::Whole(point.documents),
                Cell::Whole(point.base_documents),
                Cell::Whole(point.characters),
                Cell::Real(point.per_million()),
                Cell::Real(point.share()),
            ],
            Row::KeyWord(word) => vec![
                text(&word.word),
                Cell::Whole(word.target),
                Cell::Whole(word.target_documents),
                Cell::Real(word.target_per_million),
                Cell::Whole(word.reference),
                Cell::Whole(word.reference_documents),
                Cell::Real(word.reference_per_million),
                Cell::Real(word.expected),
                Cell::Real(word.g2),
                Cell::Real(word.log_ratio),
                Cell::Real(word.bic),
            ],
            Row::Collocate(word) => vec![
                text(&word.word),
                Cell::Whole(word.observed),
                Cell::Whole(word.left),
                Cell::Whole(word.right),
                Cell::Whole(word.documents),
                Cell::Whole(word.frequency),
                Cell::Real(word.expected),
                Cell::Real(word.g2),
                Cell::Real(word.mi),
                Cell::Real(word.log_dice),
            ],
        }
    }
}

fn document_cells(document: &ListedDocument) -> Vec<Cell> {
    vec![
        text(document.id.as_str()),
        text(&document.title),
        year(document),
        document.year.map_or(Cell::Empty, |year| Cell::Text(year.to_string())),
        known(document.region.as_deref()),
        text(document.kind.key()),
        text(document.kind.chinese()),
        known(document.issuer.as_deref()),
        published(document),
        Cell::Whole(document.occurrences),
        Cell::Whole(document.characters),
        known(document.url.as_deref()),
    ]
}

fn line_cells(row: &ListedLine) -> Vec<Cell> {
    let (document, line) = (&row.document, &row.line);
    vec![
        text(document.id.as_str()),
        text(&document.title),
        year(document),
        known(document.region.as_deref()),
        text(document.kind.key()),
        published(document),
        known(line.section.as_ref().map(|section| section.heading.as_str())),
        known(line.section.as_ref().map(|section| section.kind.key())),
        text(&line.left),
        text(&line.matched),
        text(&line.right),
        Cell::Whole(line.offset as u64),
        known(document.url.as_deref()),
    ]
}

fn text(value: &str) -> Cell {
    Cell::Text(value.to_owned())
}

fn known(value: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, text)
}

/// As in the API, the last year of a span; a year before our era does not occur.
fn year(document: &ListedDocument) -> Cell {
    document.year.and_then(|year| u64::try_from(year.end).ok()).map_or(Cell::Empty, Cell::Whole)
}

fn published(document: &ListedDocument) -> Cell {
    document.published.map_or(Cell::Empty, |date| Cell::Text(date.to_string()))
}
