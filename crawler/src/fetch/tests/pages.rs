//! What a whole answer comes to: the page with its evidence, its encodings, its size and its sameness.

use std::net::Ipv4Addr;

use corpus::visit::Validators;

use crate::body::Body;
use crate::fetch::Answer;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::pace::lock;
use crate::fetch::tests::Reply;
use crate::fetch::tests::Server;
use crate::fetch::tests::answer;
use crate::fetch::tests::fetcher;
use crate::fetch::tests::get;
use crate::fetch::tests::gzip;
use crate::fetch::tests::html;
use crate::fetch::tests::not_found;
use crate::fetch::tests::settings;

#[tokio::test]
async fn a_page_comes_with_its_evidence() {
    let answer = answer(
        200,
        "content-type: Text/HTML; charset=gbk\r\netag: \"1\"\r\nlast-modified: L\r\n",
        b"<p>x</p>",
    );
    let server = Server::saying(answer).await;
    let fetched = get(&server, "/a.html?b=1#c").await;
    let Answer::Page(page) = &fetched.answer else { panic!("{:?}", fetched.answer) };
    assert_eq!(
        (page.media_type.as_str(), fetched.body().start(), fetched.status()),
        ("text/html", &b"<p>x</p>"[..], Some(200))
    );
    assert_eq!(
        page.validators,
        Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("L".to_owned()) }
    );
    let exchange = fetched.last().unwrap();
    let request = String::from_utf8(exchange.request.clone()).unwrap();
    assert!(
        request.starts_with(&format!("GET /a.html?b=1 HTTP/1.1\r\nhost: {}\r\n", server.host())),
        "{request}"
    );
    assert!(
        request.contains("user-agent: gongbao/0.1.0 (+mail@example.org)\r\n")
            && request.ends_with("\r\n\r\n")
    );
    let head = String::from_utf8(exchange.response_head.clone()).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("content-length: 8\r\n\r\n"), "{head}");
    assert_eq!(exchange.peer, Some(Ipv4Addr::LOCALHOST.into()));
    let sent = lock(&server.asked)[1].clone();
    assert!(sent.contains("user-agent: gongbao/0.1.0 (+mail@example.org)\r\n"), "{sent}");
    assert_eq!(fetched.aside.len(), 1, "robots.txt is evidence too");
}

#[tokio::test]
async fn encodings_are_undone() {
    // "hello" in brotli, and in a zstd frame with one raw block.
    let brotli = b"\x0b\x02\x80hello\x03".to_vec();
    let zstd = b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello".to_vec();
    for (encoding, bytes) in [("gzip", gzip(b"hello")), ("br", brotli), ("zstd", zstd)] {
        let server = Server::saying(answer(200, &format!("content-encoding: {encoding}\r\n"), &bytes)).await;
        let fetched = get(&server, "/a").await;
        assert_eq!(fetched.body().start(), b"hello", "{encoding} {:?}", fetched.answer);
        let head = String::from_utf8(fetched.last().unwrap().response_head.clone()).unwrap();
        assert!(!head.contains("encoding") && head.contains("content-length: 5\r\n"), "{head}");
    }
}

#[tokio::test]
async fn a_bomb_stops_at_the_cap() {
    let small = || Settings { size_cap: 100_000, ..settings() };
    let bomb = answer(200, "content-encoding: gzip\r\n", &gzip(&vec![0; 50_000_000]));
    let plain = answer(200, "", &vec![b'x'; 100_001]);
    let chunked = [
        &b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n30d40\r\n"[..],
        &vec![b'x'; 200_000],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    for attack in [bomb, plain, chunked] {
        let server = Server::saying(attack).await;
        let fetched = fetcher(small()).fetch(&Request::get(server.at("/a")), &server.permits()).await;
        assert_eq!(fetched.answer, Answer::TooLarge(100_000));
        assert!(fetched.body().is_empty() && fetched.last().unwrap().cut_after.is_some());
    }
    let fits = Server::saying(answer(200, "", &vec![b'x'; 100_000])).await;
    let fetched = fetcher(small()).fetch(&Request::get(fits.at("/a")), &fits.permits()).await;
    assert_eq!(fetched.body().len(), 100_000);
}

#[tokio::test]
async fn a_body_too_large_for_memory_comes_whole_and_in_its_order() {
    for length in [2_000_000, 2_200_000, 7_654_321_u32] {
        let sent: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let server = Server::saying(answer(200, "content-type: application/pdf\r\n", &sent)).await;
        let fetched = get(&server, "/a").await;
        assert!(fetched.body() == Body::from(sent), "{length} bytes came otherwise: {:?}", fetched.body());
    }
}

#[tokio::test]
async fn validators_are_sent_and_304_is_an_answer() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => Reply::Bytes(not_found()),
        _ if head.contains("if-none-match: \"7\"\r\n") && head.contains("if-modified-since: L\r\n") => {
            Reply::Bytes(b"HTTP/1.1 304 X\r\netag: \"7\"\r\nconnection: close\r\n\r\n".to_vec())
        }
        _ => Reply::Bytes(html("x")),
    })
    .await;
    let validators = Validators { etag: Some("\"7\"".to_owned()), last_modified: Some("L".to_owned()) };
    let request = Request { validators, ..Request::get(server.at("/a")) };
    let fetched = fetcher(settings()).fetch(&request, &server.permits()).await;
    assert!(matches!(fetched.answer, Answer::NotModified(_)), "{:?}", fetched.answer);
}
