//! Conditional GET: a tag for every answer, and 304 for who has it already.

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use index::search::Generation;

use crate::assets::fingerprint;

/// Returns the tag of whatever one state of the index answers to one address.
///
/// It is weak because the same answer travels compressed in several ways.
pub(crate) fn tag(generation: &Generation) -> String {
    let Generation { followed, store, commit } = generation;
    format!("W/\"{}-{store}-{followed}-{commit}\"", env!("CARGO_PKG_VERSION"))
}

/// Tells whether the asker has the tagged answer already.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let bare = tag.trim_start_matches("W/");
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == bare)
}

/// Returns the answer to who has it already.
pub(crate) fn not_modified(tag: &str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    set(response.headers_mut(), tag);
    response
}

/// Sets the tag of an answer.
pub(crate) fn set(headers: &mut HeaderMap, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, value);
    }
}

/// Tags every good answer that has no tag yet by its content, and answers 304 to who has it.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    // HEAD comes without the body that the tag is made of.
    let asks = request.method() == Method::GET;
    let known = request.headers().clone();
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Our bodies are whole in memory already, so this copies nothing and cannot fail half-way.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("W/\"{:016x}\"", fingerprint(&bytes));
    set(&mut parts.headers, &tag);
    if is_known(&known, &tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}
