//! What a site's robots.txt lets through, against servers on loopback.

use std::time::Duration;

use corpus::robots::LONGEST_FRESH;
use corpus::robots::RobotsCopy;
use corpus::visit::Validators;
use jiff::Timestamp;

use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::pace::lock;
use crate::fetch::tests::Reply;
use crate::fetch::tests::Server;
use crate::fetch::tests::answer;
use crate::fetch::tests::fetcher;
use crate::fetch::tests::get;
use crate::fetch::tests::html;
use crate::fetch::tests::redirect;
use crate::fetch::tests::settings;

#[tokio::test]
async fn robots_are_obeyed_and_asked_for_once() {
    let server = Server::start(|path, _| {
        Reply::Bytes(if path == "/robots.txt" {
            html("User-agent: *\nDisallow: /admin/\nSitemap: http://a.gov.cn/s.xml")
        } else {
            html("x")
        })
    })
    .await;
    let fetcher = fetcher(settings());
    for (path, expected) in [("/a", None), ("/admin/b", Some(Block::Robots)), ("/c", None)] {
        let fetched = fetcher.fetch(&Request::get(server.at(path)), &server.permits()).await;
        let blocked = match fetched.answer {
            Answer::Blocked(block) => Some(block),
            _ => None,
        };
        assert_eq!(blocked, expected, "{path}");
    }
    assert_eq!(server.paths(), ["/a", "/c"]);
    assert_eq!(lock(&server.asked).len(), 3);
    assert_eq!(fetcher.sitemaps(&server.url, &server.permits()).await.len(), 1);
}

#[tokio::test]
async fn a_broken_robots_closes_the_site() {
    let server = Server::start(|_, _| Reply::Bytes(answer(503, "", b""))).await;
    let fetched = get(&server, "/a").await;
    assert!(matches!(fetched.answer, Answer::Blocked(Block::RobotsUnreachable(_))), "{:?}", fetched.answer);
    assert_eq!(server.paths(), [""; 0]);
    let silent = Server::start(|_, _| Reply::Hangup).await;
    assert!(matches!(get(&silent, "/a").await.answer, Answer::Transient { .. }));
}

#[tokio::test]
async fn robots_may_redirect() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Reply::Bytes(redirect("/r/robots.txt")),
        "/r/robots.txt" => Reply::Bytes(html("User-agent: gongbao\nDisallow: /")),
        _ => Reply::Bytes(html("x")),
    })
    .await;
    assert_eq!(get(&server, "/a").await.answer, Answer::Blocked(Block::Robots));
}

#[tokio::test]
async fn what_an_earlier_crawl_learned_is_asked_for_again_with_its_validators() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" if head.contains("if-none-match: \"r\"\r\n") => {
            Reply::Bytes(b"HTTP/1.1 304 X\r\nconnection: close\r\n\r\n".to_vec())
        }
        "/robots.txt" => {
            let headers = "etag: \"r\"\r\ncache-control: max-age=0\r\n";
            Reply::Bytes(answer(200, headers, b"User-agent: *\nDisallow: /b"))
        }
        _ => Reply::Bytes(html("x")),
    })
    .await;
    let first = fetcher(settings());
    let mut known = Vec::new();
    for fetcher in [first, fetcher(settings()), fetcher(settings())] {
        known.drain(..).for_each(|copy| fetcher.remember_robots(copy));
        for (path, is_open) in [("/a", true), ("/b", false)] {
            let fetched = fetcher.fetch(&Request::get(server.at(path)), &server.permits()).await;
            assert_eq!(fetched.answer == Answer::Blocked(Block::Robots), !is_open, "{path}");
        }
        known.extend(fetcher.learned_robots());
        assert_eq!(known.len(), usize::from(lock(&server.asked).len() <= 4), "{known:?}");
    }
    // The 304 said nothing of an age, so the third crawl believes it for a day.
    let heads = lock(&server.asked);
    let robots: Vec<&String> = heads.iter().filter(|head| head.starts_with("GET /robots.txt")).collect();
    assert_eq!(robots.len(), 2);
    assert!(robots[1].contains("if-none-match"), "{robots:?}");
}

#[tokio::test]
async fn a_site_that_was_never_asked_has_not_said_that_it_has_no_robots() {
    let server = Server::start(|_, _| Reply::Bytes(html("x"))).await;
    let port = server.url.port().expect("a port");
    // A name that a source lists in general, and that resolves to loopback for now.
    let permits = Permits { gap: Duration::ZERO, ..Permits::new(vec![format!("*.localhost:{port}")]) };
    let site = format!("http://localhost:{port}");
    let mut copy = RobotsCopy::unknown(&site);
    copy.answered(Some(b"User-agent: *\nDisallow: /".to_vec()), Validators::default(), at(0), LONGEST_FRESH);
    let fetcher = fetcher(settings());
    fetcher.remember_robots(copy.clone());
    let url = format!("{site}/a").parse().expect("an address");
    let fetched = fetcher.fetch(&Request::get(url), &permits).await;
    assert!(
        matches!(fetched.answer, Answer::Blocked(Block::Robots) | Answer::Refused(_)),
        "{:?}",
        fetched.answer
    );
    let learned = fetcher.learned_robots();
    assert!(learned.iter().all(|learned| learned.rules == copy.rules), "{learned:?}");
    assert_eq!(server.paths(), [""; 0]);
}

#[tokio::test]
async fn what_stands_behind_a_redirect_is_fetched_whole() {
    let server = Server::start(|path, head| match path {
        "/robots.txt" => Reply::Bytes(redirect("/r/robots.txt")),
        "/r/robots.txt" if head.contains("if-none-match") => Reply::Bytes(answer(304, "", b"")),
        "/r/robots.txt" => {
            let headers = "etag: \"r\"\r\ncache-control: max-age=0\r\n";
            Reply::Bytes(answer(200, headers, b"User-agent: *\nDisallow: /"))
        }
        _ => Reply::Bytes(html("x")),
    })
    .await;
    let mut known = Vec::new();
    for fetcher in [fetcher(settings()), fetcher(settings())] {
        known.drain(..).for_each(|copy| fetcher.remember_robots(copy));
        let fetched = fetcher.fetch(&Request::get(server.at("/a")), &server.permits()).await;
        assert_eq!(fetched.answer, Answer::Blocked(Block::Robots));
        known.extend(fetcher.learned_robots());
    }
    assert!(lock(&server.asked).iter().all(|head| !head.contains("if-none-match")));
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}
