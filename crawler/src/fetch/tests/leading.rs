//! Where answers lead: redirects, refreshes, circles, and forms that are posted.

use corpus::visit::Validators;

use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Refusal;
use crate::fetch::Request;
use crate::fetch::tests::Reply;
use crate::fetch::tests::Server;
use crate::fetch::tests::answer;
use crate::fetch::tests::fetcher;
use crate::fetch::tests::get;
use crate::fetch::tests::html;
use crate::fetch::tests::not_found;
use crate::fetch::tests::redirect;
use crate::fetch::tests::settings;

#[tokio::test]
async fn redirects_are_followed_and_circles_are_not() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Reply::Bytes(answer(200, "", b"User-agent: *\nDisallow: /closed")),
        "/a" => Reply::Bytes(redirect("/b")),
        "/b" => Reply::Bytes(redirect("c")),
        "/c" => Reply::Bytes(html("there")),
        "/to-closed" => Reply::Bytes(redirect("/closed")),
        "/away" => Reply::Bytes(redirect("http://127.0.0.1:9/x")),
        _ => Reply::Bytes(redirect("/circle")),
    })
    .await;
    let fetched = get(&server, "/a").await;
    assert_eq!(
        (fetched.body().start(), fetched.url.path(), fetched.exchanges.len()),
        (&b"there"[..], "/c", 3)
    );
    let circle = get(&server, "/circle").await;
    assert_eq!((circle.answer, circle.exchanges.len()), (Answer::Refused(Refusal::Redirects(5)), 6));
    assert_eq!(get(&server, "/to-closed").await.answer, Answer::Blocked(Block::Robots));
    let away = get(&server, "/away").await;
    assert_eq!(away.answer, Answer::Refused(Refusal::Host("127.0.0.1:9".to_owned())));
}

#[tokio::test]
async fn validators_are_not_taken_along_to_another_page() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => Reply::Bytes(not_found()),
        "/a" => Reply::Bytes(redirect("/")),
        _ if head.contains("if-modified-since") => {
            Reply::Bytes(b"HTTP/1.1 304 X\r\nconnection: close\r\n\r\n".to_vec())
        }
        _ => Reply::Bytes(html("the front page")),
    })
    .await;
    let validators = Validators { etag: None, last_modified: Some("L".to_owned()) };
    let request = Request { validators, ..Request::get(server.at("/a")) };
    let fetched = fetcher(settings()).fetch(&request, &server.permits()).await;
    assert!(matches!(fetched.answer, Answer::Page(_)), "{:?}", fetched.answer);
}

#[tokio::test]
async fn a_meta_refresh_is_followed_once() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Reply::Bytes(not_found()),
        "/a" => Reply::Bytes(html("<meta http-equiv=refresh content='0;url=/b'>")),
        _ => Reply::Bytes(html("<meta http-equiv=refresh content='0;url=/a'>")),
    })
    .await;
    let fetched = get(&server, "/a").await;
    assert!(matches!(fetched.answer, Answer::Page(_)));
    assert_eq!((fetched.url.path(), server.paths().len()), ("/b", 2));
}

#[tokio::test]
async fn forms_are_posted_and_redirected_to_a_get() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => Reply::Bytes(not_found()),
        "/a" if head.starts_with("POST") => Reply::Bytes(redirect("/b")),
        _ => Reply::Bytes(html(head.split(' ').next().unwrap_or(""))),
    })
    .await;
    for form in [("政".to_owned(), "a b".to_owned()), (String::new(), r#"{"pn":0}"#.to_owned())] {
        let request = Request { form: Some(vec![form]), ..Request::get(server.at("/a")) };
        let fetched = fetcher(settings()).fetch(&request, &server.permits()).await;
        assert_eq!(fetched.body().start(), b"GET");
        let posted = String::from_utf8(fetched.exchanges[0].request.clone()).unwrap();
        let is_right = posted.ends_with("%E6%94%BF=a+b")
            || (posted.contains("application/json") && posted.ends_with(r#"{"pn":0}"#));
        assert!(is_right, "{posted}");
    }
}
