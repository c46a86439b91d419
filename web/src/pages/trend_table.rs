//! A trend in; the rows of the table that stands beside its drawing out.

use corpus::district::Place;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use index::trend::Trend;
use index::trend::TrendBy;
use index::trend::TrendPoint;

use crate::language::Language;
use crate::language::number;
use crate::params::SearchParams;
use crate::params::TrendPage;
use crate::params::Years;

/// Rows of one table; all of them are in the export.
const MOST_ROWS: usize = 60;

/// The table.
pub(crate) struct Table {
    pub(crate) phrases: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Rows that are not shown.
    pub(crate) left_out: usize,
}

/// One key.
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) base_documents: String,
    pub(crate) base_characters: String,
    /// One for each phrase; none where the base holds nothing.
    pub(crate) values: Vec<Option<f64>>,
    pub(crate) cells: Vec<Cell>,
}

/// One phrase under one key.
pub(crate) struct Cell {
    pub(crate) written: String,
    pub(crate) occurrences: String,
    pub(crate) documents: String,
    pub(crate) href: String,
}

/// Lays a trend out: one row for each key, one column for each phrase.
pub(crate) fn table(language: Language, page: &TrendPage, trend: &Trend) -> Table {
    let first: &[TrendPoint] = trend.series.first().map_or(&[], |series| &series.points);
    let shown: Vec<usize> = (0..first.len()).filter(|&at| is_shown(page, first, &first[at].key)).collect();
    let rows = shown.iter().take(MOST_ROWS).map(|&at| row(language, page, trend, at)).collect();
    Table {
        phrases: trend.series.iter().map(|series| series.phrase.clone()).collect(),
        rows,
        left_out: shown.len().saturating_sub(MOST_ROWS),
    }
}

/// Places come on every level; shown are the topmost ones, or what lies directly below the only one at the top.
fn is_shown(page: &TrendPage, points: &[TrendPoint], key: &str) -> bool {
    if page.by != TrendBy::Region {
        return true;
    }
    let depth = |key: &str| key.split(Place::SEPARATOR).count();
    let mut level = 1;
    while points.iter().filter(|point| depth(&point.key) == level).count() == 1
        && points.iter().any(|point| depth(&point.key) == level + 1)
    {
        level += 1;
    }
    depth(key) == level
}

fn row(language: Language, page: &TrendPage, trend: &Trend, at: usize) -> Row {
    let points: Vec<&TrendPoint> = trend.series.iter().filter_map(|series| series.points.get(at)).collect();
    let base = points.first();
    let key = base.map(|point| point.key.clone()).unwrap_or_default();
    let cells = trend.series.iter().zip(&points).map(|(series, point)| Cell {
        written: page.measure.written(page.measure.of(point)),
        occurrences: number(point.occurrences),
        documents: number(point.documents),
        href: format!("/search?{}", search(page, &series.phrase, &key).query_string()),
    });
    Row {
        label: label(language, page.by, &key),
        base_documents: number(base.map_or(0, |point| point.base_documents)),
        base_characters: number(base.map_or(0, |point| point.characters)),
        values: points
            .iter()
            .map(|point| (point.base_documents > 0).then(|| page.measure.of(point)))
            .collect(),
        cells: cells.collect(),
    }
}

fn label(language: Language, by: TrendBy, key: &str) -> String {
    match by {
        TrendBy::Year => key.to_owned(),
        TrendBy::Region => key.rsplit(Place::SEPARATOR).next().unwrap_or(key).to_owned(),
        TrendBy::Kind => DocumentKind::parse(key).map_or_else(|| key.to_owned(), |kind| language.kind(kind)),
        TrendBy::Section => {
            SectionKind::parse(key).map_or_else(|| key.to_owned(), |kind| language.section(kind))
        }
    }
}

/// Returns the search that lists the documents of a cell.
fn search(page: &TrendPage, phrase: &str, key: &str) -> SearchParams {
    let quoted = format!("\"{}\"", phrase.replace('"', ""));
    let query = if page.base.is_empty() { quoted } else { format!("{quoted} ({})", page.base) };
    let narrowed = SearchParams { query, ..page.narrowed.clone() };
    match page.by {
        TrendBy::Year => SearchParams { years: key.parse::<Years>().ok().or(narrowed.years), ..narrowed },
        TrendBy::Region => SearchParams { region: Some(key.to_owned()), ..narrowed },
        TrendBy::Kind => SearchParams { kind: DocumentKind::parse(key).or(narrowed.kind), ..narrowed },
        TrendBy::Section => {
            SearchParams { section: SectionKind::parse(key).or(narrowed.section), ..narrowed }
        }
    }
}
