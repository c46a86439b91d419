//! `GET /api/v1/coverage`: a kind of report in, which district has which year out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage;
use corpus::coverage::Cell;
use corpus::coverage::Coverage;
use corpus::coverage::District;
use corpus::document::DocumentKind;
use corpus::due;
use corpus::due::Rule;
use corpus::store::Store;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::Years;
use crate::params::fault;

/// The grid of districts and years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageResponse {
    /// The key of the kind of report.
    pub kind: &'static str,
    /// Every year from the first to the last of the collection.
    pub years: Vec<i16>,
    /// One row for each district, by code.
    pub rows: Vec<CoverageRow>,
    /// The rule that says when a report of the last year is due, with its regulation and article; none where no rule is
    /// known, and then nothing is late.
    pub due: Option<String>,
    /// Every rule for the years of the grid, governments' and departments'.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub due_rules: Vec<String>,
    /// Documents of the kind without a place or a year; they stand nowhere in the grid.
    pub unplaced: usize,
    /// Documents of the kind about a part of a year or about many years; they have no cell in the grid either.
    pub of_other_periods: usize,
}

/// One district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
    /// The required parts that the report does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_sections: Vec<&'static str>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Documents that are not the report but speak about it, such as a resolution about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
}

/// Answers `GET /api/v1/coverage?kind=`, narrowed by `region` and `year`.
pub(crate) async fn coverage(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let mut pairs = Pairs::decode(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let kind = kind(&mut pairs)?;
    let (region, years) = narrowing(&mut pairs)?;
    pairs.finish(&["kind", "region", "year"])?;
    app.read(move |reader| {
        let coverage = read(reader.store()?, kind)?.narrowed(region.as_deref(), years);
        json(&CoverageResponse::new(kind, coverage))
    })
    .await
}

/// Takes the place and the years out to which a grid is narrowed: every chart links to its base with them.
pub(crate) fn narrowing(pairs: &mut Pairs) -> Result<(Option<String>, (i16, i16)), Error> {
    let region = pairs.take("region")?;
    let years = pairs.take("year")?.map(|years| years.parse::<Years>()).transpose();
    let years = years.map_err(|err| fault("year", &err.to_string()))?;
    Ok((region, years.map_or((i16::MIN, i16::MAX), Years::bounds)))
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
            due: coverage
                .years
                .last()
                .and_then(|&year| due::rule(kind, year, None))
                .map(|rule| rule.written()),
            due_rules: due::rules(kind, &coverage.years).iter().map(Rule::written).collect(),
            years: coverage.years,
            rows: coverage.districts.into_iter().map(CoverageRow::from).collect(),
            unplaced: coverage.unplaced,
            of_other_periods: coverage.of_other_periods,
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
            missing_sections: cell.missing_sections.iter().map(|part| part.key()).collect(),
            note: cell.doubt.map(coverage::Doubt::key),
            id: cell.id.map(|id| id.as_str().to_owned()),
            about: cell.about.iter().map(ToString::to_string).collect(),
        }
    }
}
