//! A site in, the same site behind a free loopback port out, with validators as a real server sends them.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::demo::checksum::crc32;
use crate::demo::hanweb;
use crate::demo::site::Page;
use crate::demo::site::Site;
use crate::demo::site::UTF_8;

/// The longest list request in bytes.
const LONGEST_FORM: usize = 4096;
const NOT_FOUND: &str =
    "<!DOCTYPE html><html><head><title>404</title></head><body>您访问的页面不存在或已删除</body></html>";

/// A site that answers.
#[derive(Debug)]
pub(crate) struct Running {
    /// What it publishes.
    pub(crate) site: Arc<Site>,
    /// Where it answers, such as `http://127.0.0.1:40213`.
    pub(crate) base: String,
    server: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Waits until the last request is answered; to be called when the `stop` given to `serve` has become true.
    pub(crate) async fn finish(self) -> io::Result<()> {
        self.server.await.map_err(io::Error::other)?
    }
}

/// Starts to answer on a free loopback port, until `stop` becomes true or its sender is dropped.
pub(crate) async fn serve(site: Site, mut stop: watch::Receiver<bool>) -> io::Result<Running> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let site = Arc::new(site);
    let router = Router::new().fallback(answer).with_state(Arc::clone(&site));
    let stopped = async move {
        // An error means that the sender is gone, which ends the demonstration as well.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let server = tokio::spawn(axum::serve(listener, router).with_graceful_shutdown(stopped).into_future());
    Ok(Running { site, base, server })
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    if path == hanweb::PROXY && site.per_answer > 0 {
        let Ok(form) = to_bytes(body, LONGEST_FORM).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let parameters =
            format!("{}&{}", head.uri.query().unwrap_or_default(), String::from_utf8_lossy(&form));
        return found(&hanweb::proxy(&site, &parameters), &head.headers);
    }
    if head.method != Method::GET && head.method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match site.pages.get(path) {
        Some(page) => found(page, &head.headers),
        None => (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, UTF_8)], NOT_FOUND).into_response(),
    }
}

/// Answers with the page, or with 304 when the asker's copy is the same.
fn found(page: &Page, asked: &HeaderMap) -> Response {
    let etag = format!("\"{:08x}-{:x}\"", crc32(&page.bytes), page.bytes.len());
    // The articles of a morning: 09:30 in China.
    let modified = page.modified.strftime("%a, %d %b %Y 01:30:00 GMT").to_string();
    let sent = |name| asked.get(name).and_then(|value| value.to_str().ok());
    // RFC 9110 §13.1.3: If-Modified-Since counts only when there is no If-None-Match.
    let same = match sent(header::IF_NONE_MATCH) {
        Some(known) => known.split(',').any(|known| known.trim().trim_start_matches("W/") == etag),
        None => sent(header::IF_MODIFIED_SINCE) == Some(&*modified),
    };
    let validators = [(header::ETAG, etag), (header::LAST_MODIFIED, modified)];
    if same {
        return (StatusCode::NOT_MODIFIED, validators).into_response();
    }
    let kind = [(header::CONTENT_TYPE, page.content_type)];
    (validators, kind, Body::from(page.bytes.clone())).into_response()
}
