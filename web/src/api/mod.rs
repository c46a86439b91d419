//! The JSON API: its handlers and the response types, which the command line prints too.

mod compare;
mod concordance;
mod coverage;
mod documents;
mod health;
mod quantities;
mod reading;
mod search;
mod sources;
mod trend;
mod written;

pub use compare::BiggestChange;
pub use compare::ChangeCompared;
pub use compare::CompareResponse;
pub use compare::ComparedDocument;
pub use compare::PieceCompared;
pub use compare::QuantityCompared;
pub use compare::SectionCompared;
pub use compare::SummaryResponse;
pub use concordance::ConcordanceLine;
pub use concordance::ConcordanceResponse;
pub use coverage::CoverageCell;
pub use coverage::CoverageResponse;
pub use coverage::CoverageRow;
pub use documents::AddressLine;
pub use documents::DocumentResponse;
pub use documents::EvidenceAt;
pub use documents::VersionsLine;
pub use documents::VersionsResponse;
pub use quantities::AgreementRead;
pub use quantities::NormalisedRead;
pub use quantities::QuantityRead;
pub use reading::PlaceRead;
pub use reading::Reading;
pub use reading::ReportYears;
pub use reading::SectionRead;
pub use search::FacetLine;
pub use search::FacetsResponse;
pub use search::GenerationResponse;
pub use search::HitResponse;
pub use search::RelaxedResponse;
pub use search::SearchResponse;
pub use search::SectionResponse;
pub use search::SnippetResponse;
pub use search::TotalResponse;
pub use sources::RunResponse;
pub use sources::SourceLine;
pub use sources::SourcesResponse;
pub use sources::TroubleLine;
pub use sources::health;
pub use trend::TrendBaseResponse;
pub use trend::TrendPointResponse;
pub use trend::TrendResponse;
pub use trend::TrendSeriesResponse;

pub(crate) use compare::compare;
pub(crate) use compare::named;
pub(crate) use concordance::concordance;
pub(crate) use coverage::coverage;
pub(crate) use coverage::kind as coverage_kind;
pub(crate) use coverage::read as read_coverage;
pub(crate) use documents::document;
pub(crate) use documents::find;
pub(crate) use documents::find_version;
pub(crate) use documents::version;
pub(crate) use documents::versions;
pub(crate) use health::is_alive;
pub(crate) use health::is_ready;
pub(crate) use search::search;
pub(crate) use sources::sources;
pub(crate) use trend::trend;

/// Turns an answer into JSON. Numbers that JSON cannot hold do not occur in our answers.
fn json<T: serde::Serialize>(value: &T) -> Result<axum::response::Response, crate::Error> {
    let body = serde_json::to_string(value).map_err(|err| crate::Error::Defect(Box::new(err)))?;
    let headers = [(axum::http::header::CONTENT_TYPE, "application/json")];
    Ok(axum::response::IntoResponse::into_response((headers, body)))
}
