//! A pretend site whose answers a test may change between crawls, and which can misbehave in every known way.

use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::Barrier;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::time::Duration;

use serde_json::Value;

use crate::program::run;

/// What the site does with a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Answers with a status, a body and further header lines.
    Say(u16, Vec<u8>, String),
    /// Answers with a body and its `ETag`, and with 304 to whoever sends that.
    Tagged(Vec<u8>),
    /// Lets in whoever sends a cookie, and sends the others elsewhere.
    ToWhoHas(&'static str, Box<Act>, String),
    /// Leads elsewhere, to an address in whatever bytes.
    Leads(Vec<u8>),
    /// Answers once somebody else waits at the barrier too.
    Held(Arc<Barrier>, Box<Act>),
    /// Closes the connection without a word.
    Reset,
    /// Promises so many bytes more than it sends.
    FallShort(Vec<u8>, usize),
    /// Sends so many megabytes of zeros, gzipped.
    Bomb(usize),
}

#[derive(Default)]
struct State {
    acts: BTreeMap<String, Act>,
    asked: Vec<String>,
    /// Path and head of every request, the head in lower case.
    heads: Vec<(String, String)>,
    /// Path and status of every answer.
    statuses: Vec<(String, u16)>,
    in_flight: usize,
    most_in_flight: usize,
}

/// A site on a free port of this machine.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

impl Site {
    pub(crate) fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        let site = Site { address, state: Arc::default() };
        let served = site.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let served = served.clone();
                std::thread::spawn(move || served.serve(stream));
            }
        });
        site
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics here")
    }

    fn serve(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream);
        let (mut asked, mut head) = (String::new(), String::new());
        let _ = reader.read_line(&mut asked);
        while reader.read_line(&mut head).is_ok_and(|count| count > 2) {}
        let path = asked.split(' ').nth(1).unwrap_or("/").to_owned();
        let act = {
            let mut state = self.state();
            state.asked.push(path.clone());
            state.heads.push((path.clone(), head.to_ascii_lowercase()));
            state.in_flight += 1;
            state.most_in_flight = state.most_in_flight.max(state.in_flight);
            state.acts.get(&path).cloned().map(|act| by_head(act, &head))
        };
        if let Some(Act::Say(status, ..)) = &act {
            self.state().statuses.push((path, *status));
        }
        let missing = Act::Say(404, b"<html><title>404</title></html>".to_vec(), String::new());
        // It is no longer in flight once the last byte is handed over, whenever the other side reads it.
        answer(reader, &act.unwrap_or(missing), || self.state().in_flight -= 1);
    }

    /// Sets what the site does at a path.
    pub(crate) fn act(&self, path: &str, act: Act) {
        self.state().acts.insert(path.into(), act);
    }

    /// Sets what a path answers; for a redirect the body is where it leads.
    pub(crate) fn answer(&self, path: &str, status: u16, body: &str) {
        let act = match status {
            301 | 302 => Act::Say(status, Vec::new(), format!("Location: {body}\r\n")),
            _ => Act::Say(status, body.as_bytes().to_vec(), String::new()),
        };
        self.act(path, act);
    }

    /// Returns the path of every request so far, oldest first.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// Returns the heads of the requests for a path so far, in lower case.
    pub(crate) fn heads(&self, path: &str) -> Vec<String> {
        let state = self.state();
        state.heads.iter().filter(|(asked, _)| asked == path).map(|(_, head)| head.clone()).collect()
    }

    /// Returns the statuses that a path was answered with so far.
    pub(crate) fn statuses(&self, path: &str) -> Vec<u16> {
        let state = self.state();
        state.statuses.iter().filter(|(asked, _)| asked == path).map(|(_, status)| *status).collect()
    }

    /// Forgets the requests so far.
    pub(crate) fn forget(&self) {
        let mut state = self.state();
        state.asked.clear();
        state.heads.clear();
        state.statuses.clear();
    }

    /// Returns how many requests were ever in flight at once.
    pub(crate) fn most_in_flight(&self) -> usize {
        self.state().most_in_flight
    }

    pub(crate) fn report(&self, path: &str, year: i16) {
        self.answer(path, 200, &report(year));
    }

    pub(crate) fn list(&self, path: &str, articles: &[&str], next: Option<&str>) {
        let rows: String = articles
            .iter()
            .map(|article| format!("<li><a href=\"{article}\">某县年度法治政府建设工作报告{article}</a><span>2023-01-02</span></li>"))
            .collect();
        let next = next.map(|next| format!("<a href=\"{next}\">下一页</a>")).unwrap_or_default();
        self.answer(
            path,
            200,
            &format!("<html><title>年度报告</title><body><ul>{rows}</ul><div>{next}</div></body></html>"),
        );
    }

    /// Writes a recipe for the list of this site.
    pub(crate) fn recipe(&self, name: &str) -> String {
        format!(
            "[[source]]\nname = \"{name}\"\nstart = [\"http://{}/list.html\"]\npace_seconds = 0.0\n",
            self.address
        )
    }

    /// Crawls once and returns the exit code and what came of the articles.
    pub(crate) fn crawl(&self, data: &Path) -> (i32, Value) {
        std::fs::write(data.join("gongbao.toml"), self.recipe("site")).expect("a recipe can be written");
        let crawled = run(data, &["crawl"]);
        let status = run(data, &["status", "--json"]).json();
        let mut outcomes = status["sources"][0]["outcomes"].clone();
        if let Some(outcomes) = outcomes.as_object_mut() {
            outcomes.retain(|_, count| *count != 0);
        }
        (crawled.code, outcomes)
    }

    /// Crawls without a failure, asking for nothing twice; returns what came of the articles.
    #[track_caller]
    pub(crate) fn crawl_asking_once(&self, data: &Path) -> Value {
        self.forget();
        let (code, outcomes) = self.crawl(data);
        assert_eq!(code, 0, "{outcomes}");
        let mut asked = self.asked();
        asked.sort();
        let all = asked.len();
        asked.dedup();
        assert_eq!(asked.len(), all, "a path was asked for twice: {:?}", self.asked());
        outcomes
    }
}

/// Returns the page of a report of a year.
pub(crate) fn report(year: i16) -> String {
    let text: String = (0..8)
        .map(|part| {
            format!(
                "<p>{year}年第{part}项工作：全年办理行政复议案件{}件，按期办结。</p>",
                i32::from(year) - 1990 + part
            )
        })
        .collect();
    let title = format!("某县{year}年度法治政府建设工作报告");
    format!("<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{text}</div></body></html>")
}

/// Answers as the tag and the cookie in a request's head ask.
fn by_head(act: Act, head: &str) -> Act {
    let body = match act {
        Act::Tagged(body) => body,
        Act::ToWhoHas(cookie, act, _) if head.contains(cookie) => return by_head(*act, head),
        Act::ToWhoHas(_, _, elsewhere) => {
            return Act::Say(302, Vec::new(), format!("Location: {elsewhere}\r\n"));
        }
        Act::Held(barrier, act) => return Act::Held(barrier, Box::new(by_head(*act, head))),
        other => return other,
    };
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = format!("\"{:x}\"", hasher.finish());
    let more = format!("ETag: {tag}\r\n");
    match head.contains(&tag) {
        true => Act::Say(304, Vec::new(), more),
        false => Act::Say(200, body, more),
    }
}

fn answer(mut stream: BufReader<TcpStream>, act: &Act, is_sent: impl FnOnce()) {
    if let Act::Held(barrier, act) = act {
        barrier.wait();
        return answer(stream, act, is_sent);
    }
    let head = |status: u16, length: usize, more: &str| {
        let kind = if more.to_ascii_lowercase().contains("content-type") {
            ""
        } else {
            "Content-Type: text/html; charset=utf-8\r\n"
        };
        format!("HTTP/1.1 {status} X\r\n{kind}{more}Content-Length: {length}\r\nConnection: close\r\n\r\n")
            .into_bytes()
    };
    let bytes = match act {
        Act::Say(status, body, more) => [head(*status, body.len(), more), body.clone()].concat(),
        Act::Leads(to) => {
            [b"HTTP/1.1 302 X\r\nLocation: ", &to[..], b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"]
                .concat()
        }
        Act::FallShort(body, by) => [head(200, body.len() + by, ""), body.clone()].concat(),
        Act::Bomb(megabytes) => {
            let body = bomb(*megabytes);
            [head(200, body.len(), "Content-Encoding: gzip\r\n"), body].concat()
        }
        // What a head decides was decided before.
        Act::Reset | Act::Tagged(_) | Act::ToWhoHas(..) | Act::Held(..) => Vec::new(),
    };
    is_sent();
    let _ = stream.get_mut().set_write_timeout(Some(Duration::from_secs(20)));
    let _ = stream.get_mut().write_all(&bytes);
}

/// Zeros, gzipped: a thousandth of what they become.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1_000_000];
    for _ in 0..megabytes {
        encoder.write_all(&zeros).expect("memory can be written");
    }
    encoder.finish().expect("memory can be written")
}
