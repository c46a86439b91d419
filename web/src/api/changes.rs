//! `GET /api/v1/changes`: the documents that are new, changed, gone or back, newest first.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::response::Response;
use corpus::store::Store;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::news;
use crate::news::News;
use crate::params::ChangesParams;
use crate::params::Reading;

/// One page of the changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangesResponse {
    /// The changes, newest first.
    pub changes: Vec<ChangeLine>,
    /// The `before` of the next page; none on the last.
    pub next: Option<u64>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeLine {
    /// Its number; numbers grow and are never used twice.
    pub seq: u64,
    /// When it happened, RFC 3339 in UTC.
    pub at: String,
    /// `added`, `changed`, `gone`, `returned`, or what else happens to documents.
    pub event: &'static str,
    /// The document.
    pub id: String,
    /// The version that is current after the change.
    pub version: u32,
    /// The title of that version.
    pub title: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// Its place as a path.
    pub region: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Answers `GET /api/v1/changes`.
pub(crate) async fn changes(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let params = ChangesParams::read(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    app.read(move |reader| match reader.store()? {
        Some(store) => json(&ChangesResponse::read(store, &params)?),
        None => json(&ChangesResponse { changes: Vec::new(), next: None }),
    })
    .await
}

impl ChangesResponse {
    fn read(store: &Store, params: &ChangesParams) -> Result<ChangesResponse, Error> {
        let newest = news::newest(store, params.before, params.limit)?;
        let mut changes = Vec::with_capacity(newest.changes.len());
        for change in newest.changes {
            changes.extend(news::told(store, change)?.map(ChangeLine::from));
        }
        Ok(ChangesResponse { changes, next: newest.next })
    }
}

impl From<News> for ChangeLine {
    fn from(news: News) -> ChangeLine {
        ChangeLine {
            seq: news.change.seq,
            at: news.change.at.to_string(),
            event: news.change.event.key(),
            id: news.change.document.as_str().to_owned(),
            version: news.change.version,
            title: news.title,
            kind: news.kind.key(),
            region: news.region,
            url: news.url,
        }
    }
}
