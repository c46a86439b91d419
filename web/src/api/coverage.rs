//! `GET /api/v1/coverage`: a kind of report in, which district has which year out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage;
use corpus::coverage::Cell;
use corpus::coverage::Coverage;
use corpus::coverage::District;
use corpus::document::DocumentKind;
use corpus::store::Store;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::params::Pairs;
use crate::params::Reading;

/// The grid of districts and years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageResponse {
    /// The key of the kind of report.
    pub kind: &'static str,
    /// Every year from the first to the last of the collection.
    pub years: Vec<i16>,
    /// One row for each district, by code.
    pub rows: Vec<CoverageRow>,
    /// Documents of the kind without a place or a year; they stand nowhere in the grid.
    pub unplaced: usize,
}

/// One district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// Its written path as its latest report has it.
    pub region: String,
    /// Its six-digit code.
    pub code: Option<String>,
    /// The names it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
    /// One cell for each of `years`.
    pub cells: Vec<CoverageCell>,
}

/// One year of one district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageCell {
    /// The year that the report speaks about.
    pub year: i16,
    /// `present`, `late`, `missing` or `gone`.
    pub state: &'static str,
    /// The visible publish date.
    pub published: Option<String>,
    /// Publish date minus due date in days; none where there is no due date.
    pub lag_days: Option<i32>,
    /// Why to read the cell with care, such as `may be a re-post`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Answers `GET /api/v1/coverage?kind=`.
pub(crate) async fn coverage(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let mut pairs = Pairs::decode(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let kind = kind(&mut pairs)?;
    pairs.finish(&["kind"])?;
    app.read(move |reader| json(&CoverageResponse::new(kind, read(reader.store()?, kind)?))).await
}

/// Takes the kind of report out; the yearly report on building a rule-of-law government when none is given.
pub(crate) fn kind(pairs: &mut Pairs) -> Result<DocumentKind, Error> {
    let Some(name) = pairs.take("kind")? else { return Ok(DocumentKind::RuleOfLawReport) };
    DocumentKind::parse(&name).ok_or_else(|| {
        let known: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.key()).collect();
        Error::Parameter {
            name: "kind".to_owned(),
            detail: format!("`kind` {name:?} is not one of {}", known.join(", ")),
        }
    })
}

/// Reads the grid; empty when nothing was ever stored.
pub(crate) fn read(store: Option<&Store>, kind: DocumentKind) -> Result<Coverage, Error> {
    let reports = store.map(|store| store.reports(kind)).transpose()?.unwrap_or_default();
    Ok(coverage::coverage(kind, &reports))
}

impl CoverageResponse {
    /// Puts a grid into the shape of the API.
    pub fn new(kind: DocumentKind, coverage: Coverage) -> CoverageResponse {
        CoverageResponse {
            kind: kind.key(),
            years: coverage.years,
            rows: coverage.districts.into_iter().map(CoverageRow::from).collect(),
            unplaced: coverage.unplaced,
        }
    }
}

impl From<District> for CoverageRow {
    fn from(district: District) -> CoverageRow {
        CoverageRow {
            region: district.place.written(),
            code: district.place.code,
            former: district.former,
            cells: district.cells.into_iter().map(CoverageCell::from).collect(),
        }
    }
}

impl From<Cell> for CoverageCell {
    fn from(cell: Cell) -> CoverageCell {
        CoverageCell {
            year: cell.year,
            state: cell.state.key(),
            published: cell.published.map(|date| date.to_string()),
            lag_days: cell.lag_days,
            note: cell.doubt.map(coverage::Doubt::key),
            id: cell.id.map(|id| id.as_str().to_owned()),
        }
    }
}
