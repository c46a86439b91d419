//! The table of every URL, and the layers that every request passes.

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::Uri;
use axum::http::header;
use axum::middleware::from_fn;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use tower::util::option_layer;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::AllowOrigin;
use tower_http::cors::CorsLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::PropagateRequestIdLayer;
use tower_http::request_id::SetRequestIdLayer;
use tower_http::trace::TraceLayer;
use tracing::info_span;

use crate::App;
use crate::Error;
use crate::api;
use crate::assets;
use crate::conditional;
use crate::door;
use crate::feed;
use crate::headers;
use crate::kept;
use crate::metrics;
use crate::pages;
use crate::pages::Visitor;

/// The largest body in bytes; nothing that we answer needs one.
const LARGEST_BODY: usize = 64 * 1024;

/// Returns the service that answers every URL.
pub fn router(app: App) -> Router {
    let origins = app.config().cors_origins.clone();
    let kept = from_fn_with_state(app.clone(), kept::layer);
    let door = from_fn_with_state(app.clone(), door::layer);
    let number = headers::Numbered::from(app.now().as_second());
    Router::new()
        .route("/", get(pages::search))
        .route("/search", get(pages::search))
        .route("/concordance", get(pages::concordance))
        .route("/trend", get(pages::trend))
        .route("/collocates", get(pages::collocates))
        .route("/keyness", get(pages::keyness))
        .route("/compare", get(pages::compare))
        .route("/copies", get(pages::copies))
        .route("/copies/{a}/{b}", get(pages::copy))
        .route("/coverage", get(pages::coverage))
        .route("/timeline", get(pages::timeline))
        .route("/panel", get(pages::panel))
        .route("/documents/{id}", get(pages::document))
        .route("/documents/{id}/versions/{number}", get(pages::version))
        .route("/documents/{id}/cite/{format}", get(pages::cite))
        .route("/changes", get(pages::changes))
        .route("/feed", get(feed::feed))
        .route("/status", get(pages::status))
        .route("/help", get(pages::help))
        .route("/api", get(pages::api))
        .route("/assets/{name}", get(assets::serve))
        .merge(of_the_api())
        .route("/metrics", get(metrics::metrics))
        .route("/healthz", get(api::is_alive))
        .route("/readyz", get(api::is_ready))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), metrics::layer))
        .with_state(app)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(from_fn(conditional::layer))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(kept)
        .layer(door)
        .layer(option_layer(cors(&origins)))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(headers::layer))
        .layer(PropagateRequestIdLayer::new(headers::REQUEST_ID))
        // What fails is logged with its cause where it fails; a busy answer is none of the operator's troubles.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(SetRequestIdLayer::new(headers::REQUEST_ID, number))
}

/// Returns the addresses of the API; each has its entry in the table that describes it.
fn of_the_api() -> Router<App> {
    Router::new()
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/concordance", get(api::concordance))
        .route("/api/v1/trend", get(api::trend))
        .route("/api/v1/keyness", get(api::keyness))
        .route("/api/v1/collocates", get(api::collocates))
        .route("/api/v1/suggest", get(api::suggest))
        .route("/api/v1/explain", get(api::explain))
        .route("/api/v1/compare", get(api::compare))
        .route("/api/v1/copies", get(api::copies))
        .route("/api/v1/coverage", get(api::coverage))
        .route("/api/v1/timeline", get(api::timeline))
        .route("/api/v1/panel", get(api::panel))
        .route("/api/v1/documents/{id}", get(api::document))
        .route("/api/v1/documents/{id}/versions", get(api::versions))
        .route("/api/v1/documents/{id}/versions/{number}", get(api::version))
        .route("/api/v1/export", get(api::export))
        .route("/api/v1/changes", get(api::changes))
        .route("/api/v1/openapi.json", get(api::openapi::openapi))
        .route("/api/v1/sources", get(api::sources))
}

/// Lets pages of other origins read what everyone may read; none when the operator names no origin.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let named: Vec<HeaderValue> =
        origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    if named.is_empty() {
        return None;
    }
    let allowed = match origins.iter().any(|origin| origin == "*") {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(named),
    };
    let exposed =
        [header::ETAG, header::LINK, header::RETRY_AFTER, header::CONTENT_DISPOSITION, headers::REQUEST_ID];
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::HEAD])
            .expose_headers(exposed),
    )
}

async fn nothing_here(uri: Uri, visitor: Visitor) -> Response {
    refuse(&uri, &visitor, Error::NoPage { path: uri.path().to_owned() })
}

async fn wrong_method(uri: Uri, visitor: Visitor) -> Response {
    refuse(&uri, &visitor, Error::Method)
}

/// Answers a program with problem details and a reader with a page.
fn refuse(uri: &Uri, visitor: &Visitor, err: Error) -> Response {
    if uri.path().starts_with("/api/") { err.into_response() } else { pages::failure(visitor, &err) }
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let what = match panic.downcast::<String>() {
        Ok(what) => *what,
        Err(panic) => {
            panic.downcast::<&str>().map_or_else(|_| "unknown".to_owned(), |what| (*what).to_owned())
        }
    };
    Error::Defect(what.into()).into_response()
}

/// Names a request in the log. What people search for stays out of it.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(headers::REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    info_span!("request", method = %request.method(), path = %request.uri().path(), id)
}

#[cfg(test)]
mod tests;
