//! What a fetch comes to against servers that behave, misbehave and attack, all on loopback.

mod hosts;
mod leading;
mod pages;
mod robots;
mod trouble;

use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderValue;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use url::Url;

use crate::fetch::Exchange;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Settings;
use crate::fetch::Surroundings;
use crate::fetch::http::Answered;
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

/// An answer as it is after it came in.
pub(crate) fn answered(url: &str, status: u16, headers: &[(&'static str, &str)], body: &str) -> Answered {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let exchange = Exchange {
        url: Url::parse(url).unwrap(),
        at: "2026-11-23T00:00:00Z".parse().unwrap(),
        peer: None,
        request: Vec::new(),
        status,
        response_head: Vec::new(),
        body: body.as_bytes().to_vec().into(),
        cut_after: None,
    };
    Answered { exchange, headers: map }
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

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
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
