//! What the app turns away, and what it gives to nobody but the operator.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use serde_json::json;

use crate::App;
use crate::Config;
use crate::client::Peer;
use crate::routes;
use crate::routes::tests::Got;
use crate::routes::tests::check_problem;
use crate::routes::tests::corpus;
use crate::routes::tests::get_with;
use crate::routes::tests::send;

fn served(folder: &std::path::Path, config: &Config) -> Router {
    let clock = std::sync::Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    routes::router(App::open(config, folder, &folder.join("index"), clock).expect("the app opens"))
}

async fn from(router: &Router, peer: &str, address: &str) -> Got {
    let mut request = Request::get(address).body(Body::empty()).expect("a request");
    request.extensions_mut().insert(Peer(peer.parse().expect("an address")));
    send(router, request).await
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let (folder, _) = corpus();
    let router = served(folder.path(), &Config { requests_per_minute: 4, ..Config::default() });
    for _ in 0..2 {
        assert_eq!(from(&router, "198.51.100.7", "/api/v1/changes").await.status, StatusCode::OK);
    }
    let refused = from(&router, "198.51.100.7", "/api/v1/changes").await;
    check_problem(&refused, 429, "too-many", "title", &json!("Too many requests"));
    assert_eq!(refused.header("retry-after"), "15");
    assert_eq!(from(&router, "198.51.100.7", "/healthz").await.status, StatusCode::OK);
    assert_eq!(from(&router, "198.51.100.8", "/api/v1/changes").await.status, StatusCode::OK);
    for _ in 0..9 {
        assert_eq!(from(&router, "127.0.0.1", "/api/v1/changes").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_is_for_operators_looks_like_nothing_to_others() {
    let (folder, _) = corpus();
    let router = served(folder.path(), &Config::default());
    assert_eq!(from(&router, "198.51.100.7", "/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_origins_read_the_api_only_when_the_operator_lets_them() {
    let (folder, router) = corpus();
    let closed = get_with(&router, "/api/v1/sources", "origin", "https://a.example").await;
    assert_eq!(closed.header("access-control-allow-origin"), "");
    let config = Config { cors_origins: vec!["https://a.example".to_owned()], ..Config::default() };
    let router = served(folder.path(), &config);
    let open = get_with(&router, "/api/v1/sources", "origin", "https://a.example").await;
    assert_eq!(open.header("access-control-allow-origin"), "https://a.example");
    let other = get_with(&router, "/api/v1/sources", "origin", "https://b.example").await;
    assert_eq!(other.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn no_path_leads_out_of_the_app() {
    let (_folder, router) = corpus();
    for address in [
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/documents/..%2F..%2Fgongbao.sqlite",
        "/documents/x'%20OR%201=1--",
        "/warc/a.warc.gz",
        "/gongbao.sqlite",
    ] {
        let got = super::get(&router, address).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{address}");
    }
    let got = super::get(&router, "/api/v1/search?q=x'%3B%20DROP%20TABLE%20documents%3B--").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(super::get(&router, "/api/v1/documents/mianyang-2021").await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_stay_light_and_say_what_they_are() {
    let (_folder, router) = corpus();
    assert!(include_str!("../../../assets/gongbao.js").len() <= 15_000);
    for address in [
        "/",
        "/search?q=a",
        "/concordance",
        "/trend",
        "/collocates",
        "/keyness",
        "/changes",
        "/status",
        "/help",
        "/api",
        "/compare",
        "/coverage",
    ] {
        let body = super::get(&router, address).await.body;
        assert_eq!(body.matches("rel=\"stylesheet\"").count(), 1, "{address}");
        assert_eq!(body.matches("<script").count(), 1, "{address}");
        assert_eq!(body.matches("<h1").count(), 1, "{address}");
        assert!(body.contains("<meta name=\"description\"") && body.contains("<title>"), "{address}");
        assert!(!body.contains(" onclick=") && !body.contains("http://fonts"), "{address}");
        assert!(body.len() < 60_000, "{address} has {} bytes", body.len());
        for field in body.split("<input id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(body.contains(&format!("for=\"{field}\"")), "{address}: {field} has no label");
        }
    }
}
