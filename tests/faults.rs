//! A site that loses, moves and refuses pages: what each crawl makes of it.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;

use crate::program::run;

/// A site whose answers a test may change between crawls.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) address: String,
    answers: Arc<Mutex<BTreeMap<String, (u16, String)>>>,
}

impl Site {
    pub(crate) fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        let site = Site { address, answers: Arc::default() };
        let served = site.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut reader = BufReader::new(stream);
                let mut asked = String::new();
                let _ = reader.read_line(&mut asked);
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
                    line.clear();
                }
                let path = asked.split(' ').nth(1).unwrap_or("/").to_owned();
                let known = served.answers.lock().expect("nobody panics here").get(&path).cloned();
                let (status, body) = known.unwrap_or((404, "<html><title>404</title></html>".into()));
                let head = match status {
                    301 | 302 => format!("Location: {body}\r\n"),
                    _ => "Content-Type: text/html; charset=utf-8\r\n".into(),
                };
                let body = if head.starts_with("Location") { String::new() } else { body };
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status} X\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                );
                let _ = reader.get_mut().write_all(answer.as_bytes());
            }
        });
        site
    }

    pub(crate) fn answer(&self, path: &str, status: u16, body: &str) {
        self.answers.lock().expect("nobody panics here").insert(path.into(), (status, body.into()));
    }

    pub(crate) fn report(&self, path: &str, year: i16) {
        let text: String = (0..8)
            .map(|part| {
                format!(
                    "<p>{year}年第{part}项工作：全年办理行政复议案件{}件，按期办结。</p>",
                    year - 1990 + part
                )
            })
            .collect();
        let title = format!("某县{year}年度法治政府建设工作报告");
        let page = format!(
            "<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{text}</div></body></html>"
        );
        self.answer(path, 200, &page);
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

    /// Crawls once and returns the exit code and what came of the articles.
    fn crawl(&self, data: &Path) -> (i32, Value) {
        let recipe = format!(
            "[[source]]\nname = \"site\"\nstart = [\"http://{}/list.html\"]\npace_seconds = 0.0\n",
            self.address
        );
        std::fs::write(data.join("gongbao.toml"), recipe).expect("a recipe can be written");
        let crawled = run(data, &["crawl"]);
        let status = run(data, &["status", "--json"]).json();
        let mut outcomes = status["sources"][0]["outcomes"].clone();
        if let Some(outcomes) = outcomes.as_object_mut() {
            outcomes.retain(|_, count| *count != 0);
        }
        (crawled.code, outcomes)
    }
}

fn found(data: &Path) -> u64 {
    let answer = run(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json();
    answer["total"]["documents"].as_u64().expect("a count")
}

#[test]
fn removed_pages_that_lead_to_one_error_page_are_each_gone_after_two_crawls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 3})));
    site.answer("/a.html", 302, "/404.html");
    site.answer("/b.html", 302, "/404.html");
    assert_eq!(site.crawl(data), (0, serde_json::json!({"missing": 2, "unchanged": 1})));
    assert_eq!(found(data), 3, "one crawl proves nothing");
    assert_eq!(site.crawl(data), (0, serde_json::json!({"gone": 2, "unchanged": 1})));
    assert_eq!(found(data), 1);
    site.report("/a.html", 2019);
    assert_eq!(site.crawl(data).0, 0);
    assert_eq!(found(data), 2, "what comes back is found again");
}

#[test]
fn a_page_that_says_it_is_gone_or_blocks_us_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    site.crawl(data);
    site.answer("/a.html", 200, "<html><title>提示</title><body>您访问的页面不存在</body></html>");
    site.answer("/b.html", 302, "/");
    site.answer("/", 200, "<html><title>首页</title><body>欢迎</body></html>");
    site.answer("/c.html", 412, "<html><script>challenge()</script></html>");
    for _ in 0..3 {
        assert_eq!(site.crawl(data), (0, serde_json::json!({"soft404": 2, "blocked": 1})));
    }
    assert_eq!(found(data), 3);
}

#[test]
fn a_later_list_page_that_cannot_be_had_fails_the_source() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], Some("/list_2.html"));
    site.report("/a.html", 2019);
    assert_eq!(site.crawl(data).0, 3, "articles may be missing from what was crawled");
    site.list("/list_2.html", &["/b.html"], None);
    site.report("/b.html", 2020);
    assert_eq!(site.crawl(data).0, 0);
    assert_eq!(found(data), 2);
}

#[test]
fn a_moved_page_stays_one_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    site.crawl(data);
    site.answer("/a.html", 301, "/new/a.html");
    site.report("/new/a.html", 2019);
    for _ in 0..2 {
        let (code, _) = site.crawl(data);
        assert_eq!(code, 0);
        assert_eq!(found(data), 1);
    }
}
