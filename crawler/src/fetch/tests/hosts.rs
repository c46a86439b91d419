//! Which hosts are asked, and how many requests at a time.

use std::net::Ipv4Addr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use url::Url;

use crate::fetch::Answer;
use crate::fetch::Permits;
use crate::fetch::Refusal;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::tests::Reply;
use crate::fetch::tests::Server;
use crate::fetch::tests::fetcher;
use crate::fetch::tests::html;
use crate::fetch::tests::not_found;
use crate::fetch::tests::settings;

#[tokio::test]
async fn one_request_is_in_flight_on_a_host_and_hosts_run_side_by_side() {
    let server = Server::saying(html("x")).await;
    let (fetcher, permits) = (fetcher(settings()), server.permits());
    let all = (0..8).map(|n| {
        let (fetcher, permits, url) = (fetcher.clone(), permits.clone(), server.at(&format!("/{n}")));
        tokio::spawn(async move { fetcher.fetch(&Request::get(url), &permits).await.status() })
    });
    for task in all.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), Some(200));
    }
    assert_eq!(server.most_at_once.load(Ordering::SeqCst), 1);
    // The first host never answers, and the second does not wait for it.
    let silent =
        Server::start(
            |path, _| if path == "/robots.txt" { Reply::Bytes(not_found()) } else { Reply::Silence },
        )
        .await;
    let (other, url, permits) = (fetcher.clone(), silent.at("/a"), silent.permits());
    let waiting = tokio::spawn(async move { other.fetch(&Request::get(url), &permits).await });
    assert_eq!(fetcher.fetch(&Request::get(server.at("/z")), &server.permits()).await.status(), Some(200));
    waiting.abort();
}

#[tokio::test]
async fn unlisted_and_private_hosts_are_never_asked() {
    let server = Server::saying(html("x")).await;
    let port = server.url.port().unwrap();
    let refusal = |host: &'static str, address: String| async move {
        let permits =
            Permits { gap: Duration::ZERO, ..Permits::new(vec![host.replace("PORT", &port.to_string())]) };
        match fetcher(settings()).fetch(&Request::get(Url::parse(&address).unwrap()), &permits).await.answer {
            Answer::Refused(refusal) => Some(refusal),
            _ => None,
        }
    };
    let literal = server.at("/a").to_string();
    assert_eq!(refusal("127.0.0.1:PORT", literal.clone()).await, None, "a source may list it");
    assert!(matches!(refusal("a.gov.cn", literal.clone()).await, Some(Refusal::Host(_))));
    let named = format!("http://localhost:{port}/a");
    assert_eq!(refusal("localhost:PORT", named.clone()).await, None);
    // A name that a source lists in general, and that resolves to loopback.
    let by_name = refusal("*.localhost:PORT", named).await;
    assert_eq!(by_name, Some(Refusal::Address("localhost".to_owned())));
    assert_eq!(server.paths().len(), 2);
}

#[tokio::test]
async fn a_public_host_is_not_asked_without_a_contact() {
    let nameless = fetcher(Settings { contact: None, ..settings() });
    let permits = Permits::new(vec!["a.gov.cn".to_owned()]);
    let fetched = nameless.fetch(&Request::get(Url::parse("http://a.gov.cn/").unwrap()), &permits).await;
    assert_eq!((fetched.answer, fetched.exchanges.len()), (Answer::Refused(Refusal::NoContact), 0));
}

#[tokio::test]
async fn a_server_without_tls_cannot_be_asked_over_it() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let url = Url::parse(&format!("https://{host}/a")).unwrap();
    let permits = Permits { gap: Duration::ZERO, ..Permits::new(vec![host]) };
    let fetched = fetcher(settings()).fetch(&Request::get(url), &permits).await;
    assert!(matches!(fetched.answer, Answer::TlsUnsupported(_)), "{:?}", fetched.answer);
}

/// Asks a server outside this test, given by its address, and prints what it comes to.
#[tokio::test]
async fn an_outside_server_can_be_asked() {
    let Ok(address) = std::env::var("GONGBAO_FETCH") else {
        println!("left out: GONGBAO_FETCH is not set");
        return;
    };
    let url = Url::parse(&address).unwrap();
    for bad_certificates in [false, true] {
        let host = format!("{}:{}", url.host_str().unwrap(), url.port_or_known_default().unwrap());
        let permits = Permits { bad_certificates, gap: Duration::ZERO, ..Permits::new(vec![host]) };
        println!("{:?}", fetcher(settings()).fetch(&Request::get(url.clone()), &permits).await.answer);
    }
}
