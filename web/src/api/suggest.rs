//! `GET /api/v1/suggest` and `GET /api/v1/explain`: what a text may mean, and how a query is read.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use index::search::Explanation;
use index::suggest::Likeness;
use index::suggest::Suggested;
use index::suggest::Suggestion;
use index::suggest::Suggestions;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::answer;
use crate::api::json;
use crate::params::ExplainParams;
use crate::params::SuggestParams;

/// The suggestions for what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuggestResponse {
    /// What was typed.
    pub query: String,
    /// The suggestions, the closest first, then those with most documents.
    pub suggestions: Vec<SuggestionResponse>,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuggestionResponse {
    /// What to show.
    pub text: String,
    /// What it is: `words`, `region` or `title`.
    pub suggested: &'static str,
    /// How it answers to what was typed: `prefix`, `pinyin`, `initials`, `sound`, `spelling` or `contains`.
    pub likeness: &'static str,
    /// The query that finds it.
    pub query: String,
    /// Documents that this query finds.
    pub documents: u64,
    /// Places in their texts; 0 for regions and titles.
    pub occurrences: u64,
}

/// How a query is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainResponse {
    /// The query as it was written.
    pub query: String,
    /// The query in full, every operator and bracket written out.
    pub reading: String,
    /// Its strings, in the order of the query.
    pub parts: Vec<ExplainedPartResponse>,
}

/// One string of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplainedPartResponse {
    /// As it was written.
    pub text: String,
    /// As it is looked for after folding.
    pub folded: String,
    /// The strings that must stand: the words of an unquoted chunk, or the phrase itself.
    pub words: Vec<String>,
    /// What must hold, a short phrase in Chinese.
    pub meaning: String,
}

/// Answers `GET /api/v1/suggest`.
pub(crate) async fn suggest(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = SuggestParams::read(raw.as_deref().unwrap_or_default())?;
    answer(app, headers, move |index| {
        let found = index.suggest(&params.typed, params.limit)?;
        Ok((found.generation.clone(), SuggestResponse::new(&params.typed, found)))
    })
    .await
}

/// Answers `GET /api/v1/explain`; needs no collection.
pub(crate) async fn explain(RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let params = ExplainParams::read(raw.as_deref().unwrap_or_default())?;
    let explanation = index::explain(&params.query, params.matching);
    json(&ExplainResponse::new(&params.text, explanation))
}

impl SuggestResponse {
    /// Puts an answer of the index into the shape of the API; `typed` is what was asked.
    pub fn new(typed: &str, found: Suggestions) -> SuggestResponse {
        SuggestResponse {
            query: typed.to_owned(),
            suggestions: found.suggestions.into_iter().map(SuggestionResponse::from).collect(),
            generation: found.generation.into(),
        }
    }
}

impl From<Suggestion> for SuggestionResponse {
    fn from(one: Suggestion) -> SuggestionResponse {
        SuggestionResponse {
            text: one.text,
            suggested: match one.suggested {
                Suggested::Words => "words",
                Suggested::Region => "region",
                Suggested::Title => "title",
            },
            likeness: match one.likeness {
                Likeness::Prefix => "prefix",
                Likeness::Pinyin => "pinyin",
                Likeness::Initials => "initials",
                Likeness::Sound => "sound",
                Likeness::Spelling => "spelling",
                Likeness::Contains => "contains",
            },
            query: one.query,
            documents: one.documents,
            occurrences: one.occurrences,
        }
    }
}

impl ExplainResponse {
    /// Puts an explanation into the shape of the API; `query` is the text that was asked.
    pub fn new(query: &str, explanation: Explanation) -> ExplainResponse {
        let parts = explanation.parts.into_iter().map(|part| ExplainedPartResponse {
            text: part.text,
            folded: part.folded,
            words: part.words,
            meaning: part.meaning,
        });
        ExplainResponse { query: query.to_owned(), reading: explanation.reading, parts: parts.collect() }
    }
}
