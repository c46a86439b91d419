//! `GET /api/v1/concordance`: parameters in, every occurrence as one line out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use index::search::ConcordancePage;
use index::search::Line;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::RelaxedResponse;
use crate::api::SectionResponse;
use crate::api::TotalResponse;
use crate::api::json;
use crate::conditional;
use crate::params::ConcordanceParams;
use crate::params::Reading;

/// How many lines when nothing is said.
const LINES: usize = 100;

/// The answer to a concordance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConcordanceResponse {
    /// The query as it was written.
    pub query: String,
    /// Counts over all matches; `occurrences` is the number of lines there are.
    pub total: TotalResponse,
    /// Present when nothing matched all words and any word was accepted.
    pub relaxed: Option<RelaxedResponse>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<String>,
    /// The lines asked for.
    pub lines: Vec<ConcordanceLine>,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// One occurrence in its context; the command line prints one as a line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConcordanceLine {
    /// The document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The section in which the match begins.
    pub section: Option<SectionResponse>,
    /// The text before the match.
    pub left: String,
    /// The match as the original text has it.
    #[serde(rename = "match")]
    pub matched: String,
    /// The text after the match.
    pub right: String,
    /// The match's first character in the document's text, from 0.
    pub offset: usize,
}

/// Answers `GET /api/v1/concordance`.
pub(crate) async fn concordance(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = ConcordanceParams::read(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let request = params.request(LINES)?;
    app.read(move |reader| {
        let tag = conditional::tag(&reader.index()?.generation());
        if conditional::is_known(&headers, &tag) {
            return Ok(conditional::not_modified(&tag));
        }
        let page = reader.ask(|index| index.concordance(&request))?;
        let tag = conditional::tag(&page.generation);
        let mut response = json(&ConcordanceResponse::new(&params.search.query, page))?;
        conditional::set(response.headers_mut(), &tag);
        Ok(response)
    })
    .await
}

impl ConcordanceResponse {
    /// Puts an answer of the index into the shape of the API; `query` is the text that was asked.
    pub fn new(query: &str, page: ConcordancePage) -> ConcordanceResponse {
        ConcordanceResponse {
            query: query.to_owned(),
            total: page.total.into(),
            relaxed: page.relaxed.map(RelaxedResponse::from),
            unknown_regions: page.unknown_regions,
            lines: page.lines.into_iter().map(ConcordanceLine::from).collect(),
            generation: page.generation.into(),
        }
    }
}

impl From<Line> for ConcordanceLine {
    fn from(line: Line) -> ConcordanceLine {
        ConcordanceLine {
            id: line.id.as_str().to_owned(),
            title: line.title,
            section: line.section.map(SectionResponse::from),
            left: line.left,
            matched: line.matched,
            right: line.right,
            offset: line.offset,
        }
    }
}
