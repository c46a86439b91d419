//! The page that explains why there is no other.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::Error;
use crate::error;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::respond;

#[derive(Template)]
#[template(path = "failure.html")]
struct Failure {
    frame: Frame,
    status: u16,
    heading: &'static str,
    detail: String,
    advices: Vec<&'static str>,
}

/// Answers an error with a page.
pub(crate) fn failure(visitor: &Visitor, err: &Error) -> Response {
    error::log(err);
    let t = visitor.language.phrases();
    let (heading, advices) = match err {
        Error::NoPage { .. } => (t.not_found, vec![t.failure_check, t.failure_search]),
        Error::NoDocument { .. } | Error::NoVersion { .. } => {
            (t.no_document, vec![t.failure_check, t.failure_search])
        }
        Error::Parameter { .. } | Error::Query { .. } | Error::TooLarge => {
            (t.bad_request, vec![t.failure_search])
        }
        Error::Method => (t.wrong_method, vec![t.failure_search]),
        Error::NothingIndexed => (t.empty_title, vec![t.empty_crawl, t.empty_import]),
        Error::Busy | Error::TooMany { .. } | Error::TooSlow { .. } => (t.busy, vec![t.failure_wait]),
        Error::Index(_) => (t.broken, vec![t.failure_index, t.failure_log]),
        Error::Store(_) | Error::Output(_) | Error::Defect(_) => (t.broken, vec![t.failure_log]),
    };
    let template = Failure {
        frame: Frame::new(visitor, Here::Elsewhere, heading),
        status: err.status().as_u16(),
        heading,
        detail: err.to_string(),
        advices,
    };
    let page = match Page::render(err.status(), &template) {
        Ok(page) => page,
        Err(second) => return second.into_response(),
    };
    let mut response = respond(visitor, Ok(page));
    if let Some(seconds) = err.wait() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
