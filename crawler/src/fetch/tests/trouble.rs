//! Servers that fail, keep silent or keep us out.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Fetched;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::tests::Reply;
use crate::fetch::tests::Server;
use crate::fetch::tests::answer;
use crate::fetch::tests::fetcher;
use crate::fetch::tests::get;
use crate::fetch::tests::html;
use crate::fetch::tests::not_found;
use crate::fetch::tests::settings;

/// Checks that an answer is transient and was tried three times in all.
#[track_caller]
fn check_transient(server: &Server, fetched: &Fetched) {
    assert!(matches!(fetched.answer, Answer::Transient { .. }), "{:?}", fetched.answer);
    assert_eq!(server.paths().len(), 3, "{:?}", fetched.answer);
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for fault in [
        answer(500, "", b""),
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort".to_vec(),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab".to_vec(),
        b"nonsense\r\n\r\n".to_vec(),
        answer(200, "content-encoding: gzip\r\n", b"no gzip at all"),
    ] {
        let server = Server::saying(fault).await;
        let fetched = get(&server, "/a").await;
        check_transient(&server, &fetched);
    }
    let server = Server::start(
        |path, _| if path == "/robots.txt" { Reply::Bytes(not_found()) } else { Reply::Hangup },
    )
    .await;
    let fetched = get(&server, "/a").await;
    check_transient(&server, &fetched);
}

#[tokio::test]
async fn a_server_that_recovers_is_read() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |path, _| match path {
        "/robots.txt" => Reply::Bytes(not_found()),
        _ if count.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reply::Bytes(answer(503, "retry-after: 0\r\n", b"busy"))
        }
        _ => Reply::Bytes(html("back")),
    })
    .await;
    let fetched = get(&server, "/a").await;
    assert_eq!((fetched.body().start(), fetched.exchanges.len(), fetched.aside.len()), (&b"back"[..], 1, 2));
}

#[tokio::test]
async fn a_long_retry_after_is_left_to_the_next_run() {
    let server = Server::saying(answer(429, "retry-after: 3600\r\n", b"")).await;
    let fetched = get(&server, "/a").await;
    let retry_after = Some(Duration::from_secs(3600));
    assert_eq!(fetched.answer, Answer::Transient { why: "status 429".to_owned(), retry_after });
    assert_eq!(server.paths().len(), 1);
}

#[tokio::test]
async fn silence_ends_in_time() {
    let server =
        Server::start(
            |path, _| if path == "/robots.txt" { Reply::Bytes(not_found()) } else { Reply::Silence },
        )
        .await;
    let impatient = Settings { idle_timeout: Duration::from_millis(100), retries: 0, ..settings() };
    let fetched = fetcher(impatient).fetch(&Request::get(server.at("/a")), &server.permits()).await;
    let Answer::Transient { why, .. } = fetched.answer else { panic!("{:?}", fetched.answer) };
    assert!(why.starts_with("timed out"), "{why}");
}

#[tokio::test]
async fn what_used_up_its_time_is_left_to_the_next_run() {
    let server =
        Server::start(
            |path, _| if path == "/robots.txt" { Reply::Bytes(not_found()) } else { Reply::Silence },
        )
        .await;
    let impatient = Settings { whole_timeout: Duration::from_millis(200), ..settings() };
    let fetched = fetcher(impatient).fetch(&Request::get(server.at("/a")), &server.permits()).await;
    assert!(matches!(fetched.answer, Answer::Transient { .. }), "{:?}", fetched.answer);
    assert_eq!(server.paths(), ["/a"]);
}

#[tokio::test]
async fn waiting_for_a_turn_uses_up_no_time() {
    let busy = answer(503, "", b"");
    let server = Server::start(move |path, _| {
        Reply::Bytes(if path == "/robots.txt" { not_found() } else { busy.clone() })
    })
    .await;
    let impatient = Settings { whole_timeout: Duration::from_millis(600), retries: 1, ..settings() };
    let unhurried = Permits { gap: Duration::from_millis(700), ..server.permits() };
    fetcher(impatient).fetch(&Request::get(server.at("/a")), &unhurried).await;
    assert_eq!(server.paths(), ["/a", "/a"]);
}

#[tokio::test]
async fn blocks_are_reported_and_never_tried_again() {
    for (bytes, expected) in [
        (answer(403, "", b"no"), Block::Forbidden),
        (answer(412, "content-type: text/html\r\n", b"<script>x</script>"), Block::Challenge412),
        (answer(521, "content-type: text/html\r\n", b"<script>document.cookie=x</script>"), Block::Jsl521),
        (answer(405, "", b""), Block::Shield405),
        (html("<script>var arg1='1';function setCookie(){} setCookie('acw_sc__v2')</script>"), Block::AcwSc),
    ] {
        let server = Server::saying(bytes).await;
        let fetched = get(&server, "/a").await;
        assert_eq!(fetched.answer, Answer::Blocked(expected));
        assert_eq!((server.paths().len(), fetched.exchanges.len()), (1, 1));
    }
}
