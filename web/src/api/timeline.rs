//! `GET /api/v1/timeline`: a district and a kind of report in; its years, recurring problems, promises and quantities out.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::coverage::District;
use corpus::coverage::Doubt;
use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::passages::Passage;
use corpus::personal::masked;
use corpus::quantity_series::QuantitySeries;
use corpus::store::Store;
use corpus::timeline;
use corpus::timeline::Promise;
use corpus::timeline::Recurring;
use corpus::timeline::Said;
use corpus::timeline::Timeline;
use corpus::timeline::Year;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::App;
use crate::Error;
use crate::api::coverage_kind;
use crate::api::json;
use crate::api::quantities::number;
use crate::api::read_coverage;
use crate::params::Pairs;
use crate::params::Reading;

/// The reports of one district, year by year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimelineResponse {
    /// The written path of the district.
    pub region: String,
    /// The key of the kind of report.
    pub kind: &'static str,
    /// Every year from the first report to the last, gaps too.
    pub years: Vec<TimelineYear>,
    /// Problems that were named in several years, those of most years first.
    pub problems: Vec<RecurringProblem>,
    /// Plans for the next year, with the measures of the next report that are most alike.
    pub promises: Vec<PromiseRead>,
    /// Quantities of at least two years.
    pub quantities: Vec<SeriesRead>,
}

/// One year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TimelineYear {
    /// The year that the report speaks about.
    pub year: i16,
    /// `present`, `late`, `missing` or `gone`.
    pub state: &'static str,
    /// The report.
    pub id: Option<String>,
    /// Its title; empty where there is no report.
    pub title: String,
    /// The visible publish date.
    pub published: Option<String>,
    /// Publish date minus due date in days.
    pub lag_days: Option<i32>,
    /// Characters of its text.
    pub characters: usize,
    /// What its parts are about.
    pub sections: Vec<&'static str>,
    /// The parts that the rules ask for and it does not have.
    pub missing_sections: Vec<&'static str>,
    /// Why to read the year with care, such as `only a resolution or a note about it`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    /// Documents that are not the report but speak about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Where the report tells what was done, what is wrong and what is planned.
    pub passages: Vec<PassageRead>,
}

/// A stretch of a report that is about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PassageRead {
    /// `measures`, `problems` or `next_plan`.
    pub kind: &'static str,
    /// `heading` when a heading says so, `running-text` when only the sentences do.
    pub origin: &'static str,
    /// First character of the passage.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A problem that came back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RecurringProblem {
    /// The years that name it.
    pub years: Vec<i16>,
    /// How each year put it.
    pub wordings: Vec<SaidRead>,
}

/// A sentence of one year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SaidRead {
    /// The year.
    pub year: i16,
    /// The sentence.
    pub text: String,
    /// `heading` when a heading says what it is, `running-text` when only the text does.
    pub origin: &'static str,
    /// First character in the report.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// How alike it is to what it stands beside, 0 to 1.
    pub likeness: f64,
}

/// A plan for the next year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PromiseRead {
    /// The year of the report that made it.
    pub year: i16,
    /// The sentence.
    pub text: String,
    /// `heading` when a heading says that it is a plan, `running-text` when only the text does.
    pub origin: &'static str,
    /// First character in the report.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The year of the report that tells what became of it; none when that is missing.
    pub told_in: Option<i16>,
    /// Measures of that report that are alike.
    pub measures: Vec<SaidRead>,
}

/// One quantity over the years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeriesRead {
    /// What is counted.
    pub context: String,
    /// The unit of every value.
    pub unit: String,
    /// One for each year; none where the report does not state it.
    pub values: Vec<Option<Number>>,
}

/// Answers `GET /api/v1/timeline?region=&kind=`.
pub(crate) async fn timeline(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let mut pairs = Pairs::decode(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let kind = coverage_kind(&mut pairs)?;
    let region =
        pairs.take("region")?.ok_or_else(|| no_region("is missing; it is a place such as 四川省/绵阳市"))?;
    pairs.finish(&["region", "kind"])?;
    app.read(move |reader| {
        let laid_out = read(reader.store()?, kind, &region)?;
        let (district, timeline) =
            laid_out.ok_or_else(|| no_region(&format!("{region:?} has no report of this kind here")))?;
        json(&TimelineResponse::new(kind, &district, timeline))
    })
    .await
}

fn no_region(detail: &str) -> Error {
    Error::Parameter { name: "region".to_owned(), detail: format!("`region` {detail}") }
}

/// Reads the reports of a district and lays them out; none when there is none of the kind.
pub fn read(
    store: Option<&Store>,
    kind: DocumentKind,
    region: &str,
) -> Result<Option<(District, Timeline)>, Error> {
    let Some(store) = store else { return Ok(None) };
    let Some(mut district) = read_coverage(Some(store), kind)?.district(region).cloned() else {
        return Ok(None);
    };
    let has_report = |cell: &corpus::coverage::Cell| cell.id.is_some();
    let first = district.cells.iter().position(has_report).unwrap_or(0);
    let last = district.cells.iter().rposition(has_report).map_or(0, |last| last + 1);
    district.cells = district.cells[first..last.max(first)].to_vec();
    let mut documents: BTreeMap<i16, Document> = BTreeMap::new();
    for cell in &district.cells {
        let Some(id) = &cell.id else { continue };
        let stored = store.document(id)?.filter(|stored| !stored.is_gone);
        documents.extend(stored.map(|stored| (cell.year, masked(stored.document))));
    }
    let timeline = timeline::timeline(&district.cells, &documents);
    Ok(Some((district, timeline)))
}

impl TimelineResponse {
    /// Puts a timeline into the shape of the API.
    pub fn new(kind: DocumentKind, district: &District, timeline: Timeline) -> TimelineResponse {
        TimelineResponse {
            region: district.place.written(),
            kind: kind.key(),
            years: timeline.years.into_iter().map(TimelineYear::from).collect(),
            problems: timeline.problems.into_iter().map(RecurringProblem::from).collect(),
            promises: timeline.promises.into_iter().map(PromiseRead::from).collect(),
            quantities: timeline.quantities.into_iter().map(SeriesRead::from).collect(),
        }
    }
}

impl From<Year> for TimelineYear {
    fn from(year: Year) -> TimelineYear {
        let cell = year.cell;
        TimelineYear {
            year: cell.year,
            state: cell.state.key(),
            id: cell.id.map(|id| id.as_str().to_owned()),
            title: year.title,
            published: cell.published.map(|date| date.to_string()),
            lag_days: cell.lag_days,
            characters: year.characters,
            sections: year.sections.into_iter().map(SectionKind::key).collect(),
            missing_sections: year.missing.into_iter().map(SectionKind::key).collect(),
            note: cell.doubt.map(Doubt::key),
            about: cell.about.iter().map(ToString::to_string).collect(),
            passages: year.passages.into_iter().map(PassageRead::from).collect(),
        }
    }
}

impl From<Passage> for PassageRead {
    fn from(passage: Passage) -> PassageRead {
        PassageRead {
            kind: passage.kind.key(),
            origin: passage.told.key(),
            start: passage.start,
            end: passage.end,
        }
    }
}

impl From<Recurring> for RecurringProblem {
    fn from(problem: Recurring) -> RecurringProblem {
        let mut years: Vec<i16> = problem.wordings.iter().map(|said| said.year).collect();
        years.dedup();
        RecurringProblem { years, wordings: problem.wordings.into_iter().map(SaidRead::from).collect() }
    }
}

impl From<Said> for SaidRead {
    fn from(said: Said) -> SaidRead {
        SaidRead {
            year: said.year,
            text: said.text,
            origin: said.told.key(),
            start: said.start,
            end: said.end,
            likeness: (said.likeness * 1000.0).round() / 1000.0,
        }
    }
}

impl From<Promise> for PromiseRead {
    fn from(promise: Promise) -> PromiseRead {
        PromiseRead {
            year: promise.made.year,
            text: promise.made.text,
            origin: promise.made.told.key(),
            start: promise.made.start,
            end: promise.made.end,
            told_in: promise.told_in,
            measures: promise.measures.into_iter().map(SaidRead::from).collect(),
        }
    }
}

impl From<QuantitySeries> for SeriesRead {
    fn from(series: QuantitySeries) -> SeriesRead {
        SeriesRead {
            context: series.context,
            unit: series.unit,
            values: series.values.into_iter().map(|value| value.map(number)).collect(),
        }
    }
}
