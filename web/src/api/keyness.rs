//! `GET /api/v1/keyness`: two slices in, the words that set them apart out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use index::keyness::KeyWord;
use index::keyness::Keyness;
use index::keyness::KeynessRequest;
use index::keyness::Slice;
use index::query::Query;
use index::query::unknown_regions;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::answer;
use crate::params::KeynessParams;
use crate::params::Reading;

/// The answer to a comparison of two slices.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KeynessResponse {
    /// The slice of interest.
    pub target: SliceResponse,
    /// The slice that it is compared with.
    pub reference: SliceResponse,
    /// Documents that are in both: they weaken every difference.
    pub common_documents: u64,
    /// How many words meet the request; `words` is a part of them.
    pub total: u64,
    /// The words asked for.
    pub words: Vec<KeyWordResponse>,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// What a slice is and how large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SliceResponse {
    /// The query that chose it; `null` for all documents that are not in the target.
    pub query: Option<String>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<String>,
    /// Its documents.
    pub documents: u64,
    /// Its words (jieba, without overlaps; marks are none), each counted as often as it stands.
    pub words: u64,
    /// Its different words.
    pub types: u64,
}

/// A word and how the slices differ in it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KeyWordResponse {
    /// The word, folded.
    pub word: String,
    /// Places in the target.
    pub target: u64,
    /// Documents of the target that hold it.
    pub target_documents: u64,
    /// Places in a million words of the target.
    pub target_per_million: f64,
    /// Places in the reference.
    pub reference: u64,
    /// Documents of the reference that hold it.
    pub reference_documents: u64,
    /// Places in a million words of the reference.
    pub reference_per_million: f64,
    /// Places in the target if both slices used it alike.
    pub expected: f64,
    /// Log-likelihood G² = 2 · Σ O · ln(O / E) over the two slices; above 15.13: p < 0.0001.
    pub g2: f64,
    /// Binary logarithm of the ratio of relative frequencies; a missing word counts half an occurrence.
    pub log_ratio: f64,
    /// G² − ln N, the Bayes factor on the scale of BIC; above 10 is very strong evidence.
    pub bic: f64,
}

/// Answers `GET /api/v1/keyness`.
pub(crate) async fn keyness(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let request = KeynessParams::read(raw.as_deref().unwrap_or_default(), Reading::Strict)?.into_request();
    answer(app, headers, move |index| {
        let found = index.keyness(&request)?;
        Ok((found.generation.clone(), KeynessResponse::new(&request, found)))
    })
    .await
}

impl KeynessResponse {
    /// Puts an answer of the index into the shape of the API.
    pub fn new(request: &KeynessRequest, found: Keyness) -> KeynessResponse {
        let narrowed = request.filter.region.as_deref();
        let unknown = |query: &Query| unknown_regions(query, narrowed);
        let reference = request.reference.as_ref();
        let of_reference = (reference.map(|query| query.text.clone()), reference.map(unknown));
        let of_target = (Some(request.target.text.clone()), Some(unknown(&request.target)));
        let sizes = (found.target.words, found.reference.words);
        KeynessResponse {
            target: slice(of_target, found.target),
            reference: slice(of_reference, found.reference),
            common_documents: found.common_documents,
            total: found.total,
            words: found.words.into_iter().map(|word| KeyWordResponse::new(word, sizes)).collect(),
            generation: found.generation.into(),
        }
    }
}

fn slice((query, unknown): (Option<String>, Option<Vec<String>>), size: Slice) -> SliceResponse {
    SliceResponse {
        query,
        unknown_regions: unknown.unwrap_or_default(),
        documents: size.documents,
        words: size.words,
        types: size.types,
    }
}

impl KeyWordResponse {
    fn new(word: KeyWord, sizes: (u64, u64)) -> KeyWordResponse {
        let per_million =
            |count: u64, size: u64| if size == 0 { 0.0 } else { count as f64 * 1e6 / size as f64 };
        KeyWordResponse {
            target: word.target.occurrences,
            target_documents: word.target.documents,
            target_per_million: per_million(word.target.occurrences, sizes.0),
            reference: word.reference.occurrences,
            reference_documents: word.reference.documents,
            reference_per_million: per_million(word.reference.occurrences, sizes.1),
            expected: word.expected,
            g2: word.log_likelihood,
            log_ratio: word.log_ratio,
            bic: word.bayes_factor,
            word: word.word,
        }
    }
}
