//! `GET /api/v1/collocates`: a phrase and a window in, the words that stand beside it out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use index::collocates::Collocate;
use index::collocates::Collocates;
use index::collocates::CollocatesRequest;
use index::collocates::Unit;
use index::query::unknown_regions;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::answer;
use crate::params::CollocatesParams;
use crate::params::Reading;

/// The answer to a request for collocates.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CollocatesResponse {
    /// What was counted in.
    pub base: CollocatesBase,
    /// The phrase.
    pub node: NodeResponse,
    /// How many words meet the request; `collocates` is a part of them.
    pub total: u64,
    /// Words that stand beside the phrase more often than expected.
    pub collocates: Vec<CollocateResponse>,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// What collocates were counted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CollocatesBase {
    /// The query that chose the documents; empty for all.
    pub query: String,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<String>,
    /// Its documents.
    pub documents: u64,
    /// Its words (jieba, without overlaps; marks are none).
    pub words: u64,
}

/// The phrase and its windows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NodeResponse {
    /// The phrase as it was written.
    pub phrase: String,
    /// Its places in the base.
    pub occurrences: u64,
    /// Documents of the base that hold it.
    pub documents: u64,
    /// How far the window reaches before it.
    pub left: u32,
    /// How far the window reaches behind it.
    pub right: u32,
    /// What both are counted in: `words` or `characters`.
    pub unit: &'static str,
    /// The words in all windows; one in two windows counts once.
    pub window_words: u64,
}

/// A word beside the phrase.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CollocateResponse {
    /// The word, folded.
    pub word: String,
    /// Places in the windows.
    pub observed: u64,
    /// Places before the phrase; a word between two occurrences counts before and behind.
    pub left: u64,
    /// Places behind the phrase.
    pub right: u64,
    /// Documents in which it stands in a window.
    pub documents: u64,
    /// Places in the base.
    pub frequency: u64,
    /// Places in the windows by chance: words of the windows × frequency / words of the base.
    pub expected: f64,
    /// Log-likelihood G² = 2 · Σ O · ln(O / E) over word/other × window/elsewhere; above 15.13: p < 0.0001.
    pub g2: f64,
    /// Mutual information: log2(observed / expected).
    pub mi: f64,
    /// logDice: 14 + log2(2 · observed / (occurrences of the phrase + frequency)).
    pub log_dice: f64,
}

/// Answers `GET /api/v1/collocates`.
pub(crate) async fn collocates(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let request = CollocatesParams::read(raw.as_deref().unwrap_or_default(), Reading::Strict)?.into_request();
    answer(app, headers, move |index| {
        let found = index.collocates(&request)?;
        Ok((found.generation.clone(), CollocatesResponse::new(&request, found)))
    })
    .await
}

impl CollocatesResponse {
    /// Puts an answer of the index into the shape of the API.
    pub fn new(request: &CollocatesRequest, found: Collocates) -> CollocatesResponse {
        let base = CollocatesBase {
            query: request.base.text.clone(),
            unknown_regions: unknown_regions(&request.base, request.filter.region.as_deref()),
            documents: found.documents,
            words: found.words,
        };
        let node = NodeResponse {
            phrase: request.phrase.text().to_owned(),
            occurrences: found.occurrences,
            documents: found.holding,
            left: request.left,
            right: request.right,
            unit: match request.unit {
                Unit::Words => "words",
                Unit::Characters => "characters",
            },
            window_words: found.window_words,
        };
        CollocatesResponse {
            base,
            node,
            total: found.total,
            collocates: found.collocates.into_iter().map(CollocateResponse::from).collect(),
            generation: found.generation.into(),
        }
    }
}

impl From<Collocate> for CollocateResponse {
    fn from(found: Collocate) -> CollocateResponse {
        CollocateResponse {
            word: found.word,
            observed: found.observed,
            left: found.left,
            right: found.right,
            documents: found.documents,
            frequency: found.frequency,
            expected: found.expected,
            g2: found.log_likelihood,
            mi: found.mutual_information,
            log_dice: found.log_dice,
        }
    }
}
