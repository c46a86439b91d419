//! A question to the index in; the answer as JSON with its ETag, or 304 when the asker has it already, out.

use axum::http::HeaderMap;
use axum::response::Response;
use index::LocalIndex;
use index::search::Generation;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::conditional;

/// Asks the index and answers.
pub(crate) async fn answer<T: Serialize>(
    app: App,
    headers: HeaderMap,
    question: impl Fn(&LocalIndex) -> Result<(Generation, T), index::Error> + Send + 'static,
) -> Result<Response, Error> {
    app.read(move |reader| {
        let tag = conditional::tag(&reader.index()?.generation());
        if conditional::is_known(&headers, &tag) {
            return Ok(conditional::not_modified(&tag));
        }
        let (generation, value) = reader.ask(&question)?;
        let mut response = json(&value)?;
        conditional::set(response.headers_mut(), &conditional::tag(&generation));
        Ok(response)
    })
    .await
}
