//! A small corpus in a temporary folder, and requests to the app that serves it.

mod api;
mod compare;
mod export;
mod figures;
mod pages;
mod relaxed;
mod safety;
mod words;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::http::HeaderMap;
use axum::http::Request;
use axum::http::StatusCode;
use corpus::district::Place;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::store::Found;
use corpus::store::Import;
use corpus::store::Step;
use corpus::store::Store;
use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Validators;
use corpus::visit::Visit;
use corpus::year::ReportYear;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::App;
use crate::Config;
use crate::router;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a small number of seconds is a time")
}

fn app(folder: &Path) -> App {
    let clock = Arc::new(|| at(0));
    App::open(&Config::default(), folder, &folder.join("index"), clock).expect("the folder can be served")
}

/// What one request got.
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }
}

async fn send(router: &Router, request: Request<Body>) -> Got {
    let response = router.clone().oneshot(request).await.expect("the router always answers");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the body is whole");
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Got { status: parts.status, headers: parts.headers, body }
}

async fn get(router: &Router, address: &str) -> Got {
    send(router, Request::get(address).body(Body::empty()).expect("a request")).await
}

async fn get_with(router: &Router, address: &str, name: &str, value: &str) -> Got {
    send(router, Request::get(address).header(name, value).body(Body::empty()).expect("a request")).await
}

fn report(year: i16, city: &str, text: &str) -> Document {
    let mut document = Document::new(format!("{city}{year}年法治政府建设年度报告"), text);
    document.kind = DocumentKind::RuleOfLawReport;
    document.report_year = Some(ReportYear::single(year));
    let path = vec!["四川省".to_owned(), city.to_owned()];
    document.place = Some(Place { path, code: Some("510700".to_owned()), zone: None });
    document.issuer = Some(format!("{city}人民政府"));
    document.published = "2022-01-28".parse().ok();
    document.gaps.push(Gap { field: Field::Signed, because: "no date below the text".to_owned() });
    let heading = text.lines().next().unwrap_or_default().to_owned();
    let (end, kind) = (text.chars().count(), SectionKind::Measures);
    document.sections.push(Section {
        number: "1".into(),
        heading,
        kind,
        year: None,
        level: 1,
        start: 0,
        end,
    });
    document
}

fn import(id: &str, document: Document, url: &str) -> Import {
    let id = DocumentId::parse(id).expect("a good id");
    Import { id, document, url: Some(url.to_owned()) }
}

/// Three reports, one of them hostile, one with two versions; all indexed.
fn corpus() -> (TempDir, Router) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut store = Store::open(folder.path(), at(0)).expect("a new store opens");
    let first =
        report(2021, "绵阳市", "一、主要举措\n持续改善生态环境，生态环境执法更严。\n项目\t件数\n复议\t17");
    let second = report(2022, "德阳市", "一、主要举措\n推进依法行政。");
    let mut hostile = report(2022, "德阳市", "一、<b>举措</b>\n<script>alert(1)</script> 依法行政");
    hostile.title = "<script>alert('标题')</script>".to_owned();
    hostile.issuer = Some("\"><img src=x onerror=alert(1)>".to_owned());
    let imports = vec![
        import("mianyang-2021", first, "http://www.example.test/a.html"),
        import("deyang/2022", second.clone(), "http://www.example.test/b.html"),
        import("hostile", hostile, "javascript:alert(1)"),
    ];
    store.import(imports.into_iter(), at(1)).expect("documents can be saved");
    let longer = Document { text: format!("{}加强政府信息公开。", second.text), ..second };
    let changed = import("deyang/2022", longer, "http://www.example.test/b.html");
    store.import([changed].into_iter(), at(2)).expect("a version can be saved");
    index::sync::catch_up(&store, &folder.path().join("index"), &mut |_| {}).expect("the index follows");
    let router = router(app(folder.path()));
    (folder, router)
}

const QUOTED: &str = "%22%E7%94%9F%E6%80%81%E7%8E%AF%E5%A2%83%22";

#[track_caller]
fn check_problem(got: &Got, status: u16, kind: &str, key: &str, value: &Value) {
    assert_eq!(got.header("content-type"), "application/problem+json", "{}", got.body);
    let problem = got.json();
    assert_eq!((got.status.as_u16(), &problem["status"]), (status, &json!(status)), "{problem}");
    assert_eq!(problem["type"], format!("/help#problem-{kind}"));
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    assert_eq!(&problem[key], value, "{problem}");
}

/// Crawls one address twice: first it holds a report, then it is missing so often that it counts as gone.
fn crawl_until_gone(store: &mut Store) -> DocumentId {
    let target = Target {
        key: "www.example.test/gone.html".into(),
        url: "http://www.example.test/gone.html".into(),
        form: None,
        role: Role::Article,
        list: None,
        label: None,
        listed: None,
    };
    let mut id = None;
    for (second, status) in [(10, 200), (20, 404), (30, 404)] {
        let run = store.begin_run("绵阳", at(second), std::slice::from_ref(&target)).expect("a run begins");
        let visit = Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: Role::Article,
            at: at(second),
            status: Some(status),
            outcome: if status == 200 { Outcome::New } else { Outcome::Missing },
            detail: None,
            evidence: Some(Evidence { file: "a.warc.gz".into(), offset: 0, sha256: "ab".repeat(32) }),
            validators: Validators::default(),
        };
        let found = match status {
            200 => Found::Document {
                document: Box::new(report(
                    2020,
                    "绵阳市",
                    "一、举措\n后来撤下的正文，写得足够长，好让它与别的文件区分开来。",
                )),
                text_from: 0,
            },
            _ => Found::Nothing,
        };
        // What a crawl misses that could have no list counts for nothing.
        let list = Target {
            key: "www.example.test/".into(),
            url: "http://www.example.test/".into(),
            role: Role::List,
            ..target.clone()
        };
        let of_list = Visit {
            key: list.key.clone(),
            url: list.url.clone(),
            role: Role::List,
            status: Some(304),
            outcome: Outcome::Unchanged,
            evidence: None,
            ..visit.clone()
        };
        let read = Step { target: &list, visits: vec![of_list], found: Found::Links(Vec::new()) };
        store.record(&run, &read).expect("a list is recorded");
        let step = Step { target: &target, visits: vec![visit], found };
        id = store.record(&run, &step).expect("a step is recorded").document.or(id);
        store.finish_run(&run, at(second + 1), None).expect("a run ends");
    }
    id.expect("the document was found")
}
