//! Why a request has no answer, and the problem details (RFC 9457) that say so.

use std::io::ErrorKind;

use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use index::query::QueryError;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A parameter is unknown, given twice or has a value that it cannot have.
    #[error("parameter {name}: {detail}")]
    Parameter {
        /// The parameter as it was written.
        name: String,
        /// What is wrong and what it may be.
        detail: String,
    },
    /// The query could not be read.
    #[error("cannot read the query {query:?} of {parameter}")]
    Query {
        /// The parameter that holds it.
        parameter: &'static str,
        /// The query as it was written.
        query: String,
        /// What is wrong and where.
        source: QueryError,
    },
    /// There is no such document.
    #[error("there is no document {id:?}")]
    NoDocument {
        /// What was asked for.
        id: String,
    },
    /// The document has no such version.
    #[error("the document {id:?} has no version {number}")]
    NoVersion {
        /// The document.
        id: String,
        /// The version as it was asked for.
        number: String,
    },
    /// There is no page or resource of that address.
    #[error("there is nothing at {path}")]
    NoPage {
        /// What was asked for.
        path: String,
    },
    /// The address answers GET and HEAD only.
    #[error("this address answers GET and HEAD only")]
    Method,
    /// The request carries a body that is too large.
    #[error("the request is too large")]
    TooLarge,
    /// The client asks more often than the operator allows.
    #[error("too many requests; ask again in {seconds} s")]
    TooMany {
        /// When to ask again.
        seconds: u64,
    },
    /// Nothing is indexed yet.
    #[error("nothing is indexed yet; `gongbao crawl` or `gongbao import` brings documents in")]
    NothingIndexed,
    /// All readers were busy for as long as a request may take.
    #[error("too many requests are waiting; try again in a moment")]
    Busy,
    /// The answer took too long.
    #[error("the answer took longer than {seconds} s; narrow the query")]
    TooSlow {
        /// How long was waited.
        seconds: u64,
    },
    /// The index failed. Why stands in the log: it names folders, which are none of the asker's business.
    #[error("the index cannot answer")]
    Index(#[source] index::Error),
    /// The store failed.
    #[error("the store cannot answer")]
    Store(#[from] corpus::Error),
    /// A file could not be written to its end, mostly because whoever asked for it has gone.
    #[error("the export cannot be written")]
    Output(#[source] std::io::Error),
    /// A defect of ours.
    #[error("the answer could not be made")]
    Defect(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<index::Error> for Error {
    fn from(err: index::Error) -> Error {
        match err {
            index::Error::Missing { .. } => Error::NothingIndexed,
            other => Error::Index(other),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(err: askama::Error) -> Error {
        Error::Defect(Box::new(err))
    }
}

impl Error {
    /// Returns the HTTP status that says it.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::Parameter { .. } | Error::Query { .. } => StatusCode::BAD_REQUEST,
            Error::NoDocument { .. } | Error::NoVersion { .. } | Error::NoPage { .. } => {
                StatusCode::NOT_FOUND
            }
            Error::Method => StatusCode::METHOD_NOT_ALLOWED,
            Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::NothingIndexed | Error::Busy | Error::TooSlow { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Error::Index(_) | Error::Store(_) | Error::Output(_) | Error::Defect(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// Returns the seconds after which it is worth asking again.
    pub(crate) fn wait(&self) -> Option<u64> {
        match self {
            Error::TooMany { seconds } => Some(*seconds),
            Error::NothingIndexed | Error::Busy | Error::TooSlow { .. } => Some(2),
            _ => None,
        }
    }

    /// Returns a short name of the sort of error; the anchor on the help page that explains it.
    fn key(&self) -> &'static str {
        match self {
            Error::Parameter { .. } => "parameter",
            Error::Query { .. } => "query",
            Error::NoDocument { .. } | Error::NoVersion { .. } | Error::NoPage { .. } => "not-found",
            Error::Method => "method",
            Error::TooLarge => "too-large",
            Error::TooMany { .. } => "too-many",
            Error::NothingIndexed => "nothing-indexed",
            Error::Busy | Error::TooSlow { .. } => "busy",
            Error::Index(_) | Error::Store(_) | Error::Output(_) | Error::Defect(_) => "failure",
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Error::Parameter { .. } => "A parameter cannot be used",
            Error::Query { .. } => "The query cannot be read",
            Error::NoDocument { .. } => "No such document",
            Error::NoVersion { .. } => "No such version",
            Error::NoPage { .. } => "Nothing at this address",
            Error::Method => "Method not allowed",
            Error::TooLarge => "Request too large",
            Error::TooMany { .. } => "Too many requests",
            Error::NothingIndexed => "Nothing is indexed yet",
            Error::Busy => "Busy",
            Error::TooSlow { .. } => "The answer took too long",
            Error::Index(_) => "The index failed",
            Error::Store(_) => "The store failed",
            Error::Output(_) => "The export failed",
            Error::Defect(_) => "Internal failure",
        }
    }
}

/// The body of an error answer, as RFC 9457 describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Where this sort of problem is explained: an address relative to this server.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sort of problem, always the same words for one `type`.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What is wrong with this request.
    pub detail: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The character of the query at which reading stopped, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Seconds after which to ask again.
    #[serde(skip)]
    pub wait: Option<u64>,
}

impl From<&Error> for Problem {
    fn from(err: &Error) -> Problem {
        let mut problem = Problem {
            kind: format!("/help#problem-{}", err.key()),
            title: err.title().to_owned(),
            status: err.status().as_u16(),
            detail: err.to_string(),
            parameter: None,
            position: None,
            hint: None,
            wait: err.wait(),
        };
        match err {
            Error::Parameter { name, detail } => {
                problem.parameter = Some(name.clone());
                problem.detail = detail.clone();
            }
            Error::Query { parameter, source, .. } => {
                problem.parameter = Some((*parameter).to_owned());
                problem.position = Some(source.position);
                let said = source.in_english();
                problem.detail = said.message;
                problem.hint = Some(said.hint);
            }
            Error::Index(_) => problem.hint = Some("the operator runs `gongbao reindex`".to_owned()),
            _ => {}
        }
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = self.wait;
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Error {
    /// Answers with problem details; the pages turn an error into a page before it comes to this.
    fn into_response(self) -> Response {
        log(&self);
        Problem::from(&self).into_response()
    }
}

/// Writes an error that an operator must look at to the log, with its causes.
pub(crate) fn log(err: &Error) {
    // Whoever breaks a download off is none of the operator's troubles.
    let is_ours = match err {
        Error::Output(cause) => !matches!(cause.kind(), ErrorKind::BrokenPipe | ErrorKind::TimedOut),
        _ => true,
    };
    if is_ours && err.status() == StatusCode::INTERNAL_SERVER_ERROR {
        let mut causes = String::new();
        let mut cause = std::error::Error::source(err);
        while let Some(inner) = cause {
            causes.push_str(": ");
            causes.push_str(&inner.to_string());
            cause = inner.source();
        }
        tracing::error!("{err}{causes}");
    }
}
