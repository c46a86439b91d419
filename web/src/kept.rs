//! Answers that were given, kept as long as the index stands still: the same question in, the same bytes out.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::Body;
use axum::body::Bytes;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use index::search::Generation;

use crate::App;
use crate::conditional;
use crate::pages::Visitor;

/// The bytes that are kept in all; a page is about 15 kB when it is compressed.
const ROOM: usize = 32 * 1024 * 1024;

/// A larger answer is not kept.
const LARGEST: usize = 512 * 1024;

/// What answers from the index alone, so that it stays right as long as the index does.
const KEPT: &[&str] =
    &["/search", "/concordance", "/trend", "/api/v1/search", "/api/v1/concordance", "/api/v1/trend"];

/// The answers of one state of the index.
#[derive(Default)]
pub(crate) struct Kept {
    generation: Generation,
    answers: HashMap<String, Arc<Answer>>,
    /// The questions in the order in which they were first asked.
    order: VecDeque<String>,
    bytes: usize,
}

/// One answer.
pub(crate) struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    /// Returns the answer to a question in a state of the index.
    fn find(&self, generation: &Generation, question: &str) -> Option<Arc<Answer>> {
        if self.generation == *generation { self.answers.get(question).cloned() } else { None }
    }

    /// Keeps an answer; the oldest ones go when there is no more room, all of them when the index has changed.
    fn keep(&mut self, generation: Generation, question: String, answer: Answer) {
        if self.generation != generation {
            *self = Kept { generation, ..Kept::default() };
        }
        let bytes = answer.body.len() + question.len();
        if self.answers.contains_key(&question) || bytes > LARGEST {
            return;
        }
        self.bytes += bytes;
        self.order.push_back(question.clone());
        self.answers.insert(question, Arc::new(answer));
        while self.bytes > ROOM
            && let Some(oldest) = self.order.pop_front()
            && let Some(gone) = self.answers.remove(&oldest)
        {
            self.bytes -= gone.body.len() + oldest.len();
        }
    }
}

/// Answers from what is kept, and keeps what is answered.
pub(crate) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(question) = question(&request) else { return next.run(request).await };
    let Some(generation) = app.generation() else { return next.run(request).await };
    let kept = app.kept().find(&generation, &question);
    if let Some(answer) = kept {
        return answered(&answer, request.headers());
    }
    let response = next.run(request).await;
    let is_good = response.status() == StatusCode::OK && !response.headers().contains_key(header::SET_COOKIE);
    // What was answered after a commit belongs to the next state.
    if !is_good || app.generation().as_ref() != Some(&generation) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut headers = parts.headers.clone();
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRANSFER_ENCODING);
    app.kept().keep(generation, question, Answer { headers, body: body.clone() });
    Response::from_parts(parts, Body::from(body))
}

fn answered(answer: &Answer, asked: &HeaderMap) -> Response {
    let tag = answer.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    if let Some(tag) = tag.filter(|tag| conditional::is_known(asked, tag)) {
        let mut response = conditional::not_modified(tag);
        if let Some(vary) = answer.headers.get(header::VARY) {
            response.headers_mut().insert(header::VARY, vary.clone());
        }
        return response;
    }
    let mut response = Body::from(answer.body.clone()).into_response();
    *response.headers_mut() = answer.headers.clone();
    response
}

/// Returns everything that an answer depends on, beside the index; none when it is not to be kept.
fn question(request: &Request) -> Option<String> {
    let path = request.uri().path();
    if request.method() != Method::GET || !KEPT.contains(&path) {
        return None;
    }
    let coding =
        request.headers().get(header::ACCEPT_ENCODING).map_or("", |value| value.to_str().unwrap_or(""));
    let language = Visitor::language_of(request.headers(), request.uri());
    Some(format!("{} {coding} {path}?{}", language.key(), request.uri().query().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(bytes: usize) -> Answer {
        Answer { headers: HeaderMap::new(), body: vec![0; bytes].into() }
    }

    #[test]
    fn nothing_outlives_the_state_of_the_index() {
        let first = Generation { followed: 1, ..Generation::default() };
        let second = Generation { followed: 2, ..Generation::default() };
        let mut kept = Kept::default();
        kept.keep(first.clone(), "a".to_owned(), answer(1));
        assert!(kept.find(&first, "a").is_some() && kept.find(&second, "a").is_none());
        kept.keep(second.clone(), "b".to_owned(), answer(1));
        assert!(kept.find(&second, "a").is_none() && kept.find(&second, "b").is_some());
    }

    #[test]
    fn the_oldest_answers_make_room() {
        let mut kept = Kept::default();
        for number in 0..200 {
            kept.keep(Generation::default(), number.to_string(), answer(LARGEST - 10));
        }
        assert!(kept.bytes <= ROOM);
        assert!(kept.find(&Generation::default(), "0").is_none());
        assert!(kept.find(&Generation::default(), "199").is_some());
        kept.keep(Generation::default(), "large".to_owned(), answer(LARGEST + 1));
        assert!(kept.find(&Generation::default(), "large").is_none());
    }
}
