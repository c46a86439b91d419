//! What a fetch comes to against servers that behave, misbehave and attack, all on loopback.

use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use corpus::visit::Validators;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use url::Url;

use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Permits;
use crate::fetch::Refusal;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::Surroundings;
use crate::fetch::pace::lock;

/// What the server does with a request.
enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Says nothing, for ever.
    Silence,
    /// Closes without a word.
    Hangup,
}

/// A server on a free port of loopback that remembers what it was asked.
struct Server {
    url: Url,
    asked: Arc<Mutex<Vec<String>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Server {
    async fn start(reply: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let (asked, most_at_once) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (log, most, reply) = (Arc::clone(&asked), Arc::clone(&most_at_once), Arc::new(reply));
        let now = Arc::new(AtomicUsize::new(0));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, most, now, reply) =
                    (Arc::clone(&log), Arc::clone(&most), Arc::clone(&now), Arc::clone(&reply));
                tokio::spawn(async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(stream, &log, reply.as_ref()).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Server { url, asked, most_at_once }
    }

    /// A server without robots.txt that gives one answer to everything.
    async fn saying(answer: Vec<u8>) -> Server {
        Server::start(move |path, _| {
            Reply::Bytes(if path == "/robots.txt" { not_found() } else { answer.clone() })
        })
        .await
    }

    fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.url.port().unwrap())
    }

    fn permits(&self) -> Permits {
        Permits { gap: Duration::ZERO, ..Permits::new(vec![self.host()]) }
    }

    /// The paths that were asked for, without robots.txt.
    fn paths(&self) -> Vec<String> {
        let heads = lock(&self.asked);
        let paths = heads.iter().map(|head| head.split(' ').nth(1).unwrap_or("").to_owned());
        paths.filter(|path| path != "/robots.txt").collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<String>>,
    reply: &(impl Fn(&str, &str) -> Reply + Sync),
) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or("").to_owned();
    lock(log).push(head.clone());
    match reply(&path, &head) {
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Silence => std::future::pending().await,
        Reply::Hangup => {}
    }
}

fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn html(body: &str) -> Vec<u8> {
    answer(200, "content-type: text/html\r\n", body.as_bytes())
}

fn not_found() -> Vec<u8> {
    answer(404, "", b"")
}

fn redirect(to: &str) -> Vec<u8> {
    answer(302, &format!("location: {to}\r\n"), b"")
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn settings() -> Settings {
    Settings {
        first_backoff: Duration::ZERO,
        contact: Some("mail@example.org".to_owned()),
        ..Settings::default()
    }
}

fn fetcher(settings: Settings) -> Fetcher {
    let surroundings = Surroundings { now: Arc::new(|| Timestamp::UNIX_EPOCH), random: Arc::new(|| 0.5) };
    Fetcher::new(settings, surroundings).unwrap()
}

async fn get(server: &Server, path: &str) -> Fetched {
    fetcher(settings()).fetch(&Request::get(server.at(path)), &server.permits()).await
}

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
        (page.media_type.as_str(), fetched.body(), fetched.status()),
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
    assert_eq!((fetched.body(), fetched.url.path(), fetched.exchanges.len()), (&b"there"[..], "/c", 3));
    let circle = get(&server, "/circle").await;
    assert_eq!((circle.answer, circle.exchanges.len()), (Answer::Refused(Refusal::Redirects(5)), 6));
    assert_eq!(get(&server, "/to-closed").await.answer, Answer::Blocked(Block::Robots));
    let away = get(&server, "/away").await;
    assert_eq!(away.answer, Answer::Refused(Refusal::Host("127.0.0.1:9".to_owned())));
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
async fn encodings_are_undone() {
    // "hello" in brotli, and in a zstd frame with one raw block.
    let brotli = b"\x0b\x02\x80hello\x03".to_vec();
    let zstd = b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello".to_vec();
    for (encoding, bytes) in [("gzip", gzip(b"hello")), ("br", brotli), ("zstd", zstd)] {
        let server = Server::saying(answer(200, &format!("content-encoding: {encoding}\r\n"), &bytes)).await;
        let fetched = get(&server, "/a").await;
        assert_eq!(fetched.body(), b"hello", "{encoding} {:?}", fetched.answer);
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
    assert_eq!((fetched.body(), fetched.exchanges.len(), fetched.aside.len()), (&b"back"[..], 1, 2));
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
        assert_eq!(fetched.body(), b"GET");
        let posted = String::from_utf8(fetched.exchanges[0].request.clone()).unwrap();
        let is_right = posted.ends_with("%E6%94%BF=a+b")
            || (posted.contains("application/json") && posted.ends_with(r#"{"pn":0}"#));
        assert!(is_right, "{posted}");
    }
}

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
