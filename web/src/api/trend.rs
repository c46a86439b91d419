//! `GET /api/v1/trend`: phrases and what parts the counts in, the counts under each key with their base out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use index::query::unknown_regions;
use index::trend::Trend;
use index::trend::TrendPoint;
use index::trend::TrendRequest;
use index::trend::TrendSeries;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::json;
use crate::conditional;
use crate::params::TrendParams;

/// The answer to a trend.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrendResponse {
    /// What was counted in.
    pub base: TrendBaseResponse,
    /// One for each phrase, in the order asked.
    pub series: Vec<TrendSeriesResponse>,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// The documents in which was counted, whether or not a phrase stands in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrendBaseResponse {
    /// What parts the counts: `year`, `region`, `kind` or `section`.
    pub by: &'static str,
    /// The query that chose the documents; empty for all.
    pub query: String,
    /// First and last report year that they were narrowed to.
    pub years: Option<(i16, i16)>,
    /// The region that they were narrowed to.
    pub region: Option<String>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<String>,
    /// The kind that they were narrowed to.
    pub kind: Option<&'static str>,
    /// The kind of section that alone was counted in.
    pub section: Option<&'static str>,
    /// How phrases matched: `string` or `word`.
    pub matching: &'static str,
    /// All documents of the base.
    pub documents: u64,
    /// The characters of their texts after folding: without blanks.
    pub characters: u64,
    /// Documents of the base that stand under no key, such as those without a year.
    pub without_key: u64,
    /// The different places that have documents in the base.
    pub regions: u64,
}

/// The counts of one phrase.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrendSeriesResponse {
    /// The phrase as it was written.
    pub phrase: String,
    /// One for each key that any document of the base has, ascending.
    pub points: Vec<TrendPointResponse>,
}

/// The counts of one phrase under one key.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrendPointResponse {
    /// A year, a path, the key of a kind or of a kind of section.
    pub key: String,
    /// Places at which the phrase starts.
    pub occurrences: u64,
    /// Documents that hold it.
    pub documents: u64,
    /// Documents of the base under the key.
    pub base_documents: u64,
    /// The different places that these documents come from: how much of the map is behind the counts. Which reports of
    /// which place and year are missing is what `coverage` tells.
    pub base_regions: u64,
    /// Characters of the base under the key, after folding.
    pub characters: u64,
    /// Occurrences in a million of these characters.
    pub per_million: f64,
    /// The part of the base's documents that hold the phrase, 0 to 1.
    pub share: f64,
}

/// Answers `GET /api/v1/trend`.
pub(crate) async fn trend(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let request = TrendParams::read(raw.as_deref().unwrap_or_default())?.request()?;
    app.read(move |reader| {
        let tag = conditional::tag(&reader.index()?.generation());
        if conditional::is_known(&headers, &tag) {
            return Ok(conditional::not_modified(&tag));
        }
        let answer = reader.ask(|index| index.trend(&request))?;
        let tag = conditional::tag(&answer.generation);
        let mut response = json(&TrendResponse::new(&request, answer))?;
        conditional::set(response.headers_mut(), &tag);
        Ok(response)
    })
    .await
}

impl TrendResponse {
    /// Puts an answer of the index into the shape of the API.
    pub fn new(request: &TrendRequest, trend: Trend) -> TrendResponse {
        let filter = &request.filter;
        TrendResponse {
            base: TrendBaseResponse {
                by: request.by.key(),
                query: request.base.text.clone(),
                years: filter.years,
                region: filter.region.clone(),
                unknown_regions: unknown_regions(&request.base, filter.region.as_deref()),
                kind: filter.kind.map(corpus::document::DocumentKind::key),
                section: filter.section.map(corpus::document::SectionKind::key),
                matching: match request.matching {
                    index::search::Matching::String => "string",
                    index::search::Matching::WholeWord => "word",
                },
                documents: trend.base.documents,
                characters: trend.base.characters,
                without_key: trend.base.without_key,
                regions: trend.base.regions,
            },
            series: trend.series.into_iter().map(TrendSeriesResponse::from).collect(),
            generation: trend.generation.into(),
        }
    }
}

impl From<TrendSeries> for TrendSeriesResponse {
    fn from(series: TrendSeries) -> TrendSeriesResponse {
        TrendSeriesResponse {
            phrase: series.phrase,
            points: series.points.into_iter().map(TrendPointResponse::from).collect(),
        }
    }
}

impl From<TrendPoint> for TrendPointResponse {
    fn from(point: TrendPoint) -> TrendPointResponse {
        TrendPointResponse {
            per_million: point.per_million(),
            share: point.share(),
            key: point.key,
            occurrences: point.occurrences,
            documents: point.documents,
            base_documents: point.base_documents,
            base_regions: point.base_regions,
            characters: point.characters,
        }
    }
}
