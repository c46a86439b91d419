//! What a browser gets.

use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use corpus::store::Store;
use serde_json::json;

use crate::routes;
use crate::routes::tests::QUOTED;
use crate::routes::tests::app;
use crate::routes::tests::at;
use crate::routes::tests::check_problem;
use crate::routes::tests::corpus;
use crate::routes::tests::crawl_until_gone;
use crate::routes::tests::get;
use crate::routes::tests::get_with;
use crate::routes::tests::import;
use crate::routes::tests::report;
use crate::routes::tests::send;

#[tokio::test]
async fn whatever_a_document_says_is_shown_as_text() {
    let (_folder, router) = corpus();
    let addresses =
        ["/search?q=%3Cscript%3Ealert&year=2022", "/search?year=2022", "/documents/hostile?q=script", "/"];
    for address in addresses {
        let got = get(&router, address).await;
        assert_eq!(got.status, StatusCode::OK, "{address}");
        for hostile in ["<script>", "<script src=x", "<img", "<b>举措", "href=\"javascript:"] {
            assert!(!got.body.contains(hostile), "{address} holds {hostile}");
        }
    }
    assert!(get(&router, "/documents/hostile").await.body.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_safe() {
    let (_folder, router) = corpus();
    for address in ["/", "/search?q=a", "/help", "/nothing", "/api/v1/search", "/api/v1/nothing", "/healthz"]
    {
        let got = get(&router, address).await;
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{address}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(got.header("referrer-policy"), "no-referrer", "{address}");
        assert_eq!(got.header("cache-control"), "no-cache", "{address}");
        assert!(!got.header("x-request-id").is_empty(), "{address}");
        // A style in the page would be blocked by the policy, so it must not be relied on.
        assert!(!got.body.contains(" style=") && !got.body.contains("<style"), "{address}");
    }
}

#[tokio::test]
async fn assets_stay_as_long_as_their_address() {
    let (_folder, router) = corpus();
    let page = get(&router, "/").await.body;
    let sheet =
        page.split("href=\"").find(|part| part.starts_with("/assets/gongbao-")).expect("a stylesheet");
    let got = get(&router, sheet.split('"').next().expect("an address")).await;
    assert_eq!(got.header("content-type"), "text/css; charset=utf-8");
    assert!(got.header("cache-control").contains("immutable"));
    assert_eq!(get(&router, "/assets/gongbao-0.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_search_page_says_what_it_counts_and_links_every_state() {
    let (_folder, router) = corpus();
    let body = get(&router, &format!("/search?q={QUOTED}&year=2021")).await.body;
    let expected = [
        "<html lang=\"zh-CN\">",
        "<b>1</b> 篇 · <b>2</b> 处",
        "<mark>生态环境</mark>",
        &format!("href=\"/documents/mianyang-2021?q={QUOTED}\""),
        &format!("href=\"/search?q={QUOTED}&#38;year=2021&#38;sort=year\""),
        &format!("href=\"/api/v1/search?q={QUOTED}&#38;year=2021\""),
        &format!("href=\"/concordance?q={QUOTED}&#38;year=2021\""),
        // The chip that takes the year away.
        &format!("<li><a href=\"/search?q={QUOTED}\"><span class=\"quiet\">报告年份</span>"),
    ];
    for part in expected {
        assert!(body.contains(part), "missing {part}");
    }
}

#[tokio::test]
async fn a_wrong_query_is_pointed_at_and_nothing_typed_is_lost() {
    let (_folder, router) = corpus();
    let got = get(&router, "/search?q=a+%22b&year=2021&kind=work-report").await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert!(got.body.contains("a <mark>&#34;</mark>b") && got.body.contains("第3个字"), "{}", got.body);
    let got = get(&router, "/search?q=abc&year=9999..0").await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert!(got.body.contains("value=\"abc\"") && got.body.contains("早的在前"), "{}", got.body);
    assert_eq!(get(&router, "/concordance?q=%22").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nothing_found_comes_with_advice() {
    let (_folder, router) = corpus();
    let body = get(&router, "/search?q=%22%E6%B2%A1%E6%9C%89%E8%BF%99%E5%8F%A5%22&year=2021").await.body;
    assert!(body.contains("没有找到") && body.contains("去掉引号") && body.contains("去掉全部限定"));
}

#[tokio::test]
async fn a_document_page_says_where_everything_comes_from() {
    let (_folder, router) = corpus();
    let body = get(&router, &format!("/documents/mianyang-2021?q={QUOTED}")).await.body;
    let expected = [
        "<h2 id=\"s-1\">一、主要举措</h2>",
        "href=\"#s-1\"",
        "<mark id=\"m1\">生态环境</mark>",
        "<mark id=\"m2\">生态环境</mark>",
        "<td>复议</td><td>17</td>",
        "未载明",
        "no date below the text",
        "href=\"http://www.example.test/a.html\" rel=\"noopener noreferrer nofollow external\"",
        "没有原始响应",
    ];
    for part in expected {
        assert!(body.contains(part), "missing {part}");
    }
}

#[tokio::test]
async fn the_pages_speak_english_when_asked() {
    let (_folder, router) = corpus();
    let got = get(&router, "/search?q=abc&lang=en").await;
    assert!(got.body.contains("<html lang=\"en\">") && got.body.contains("Nothing found"));
    assert_eq!(got.header("set-cookie"), "lang=en; Path=/; Max-Age=31536000; SameSite=Lax");
    assert_eq!(got.header("vary").to_lowercase().matches("cookie").count(), 1);
    assert!(got.body.contains("href=\"/search?q=abc&#38;lang=zh\""));
    let kept = get_with(&router, "/help", "cookie", "lang=en").await;
    assert!(kept.body.contains("The query language") && kept.header("set-cookie").is_empty());
}

#[tokio::test]
async fn an_empty_folder_tells_how_to_begin_and_is_picked_up_when_it_fills() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let router = routes::router(app(folder.path()));
    let home = get(&router, "/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.body.contains("还没有编入任何文件") && home.body.contains("gongbao import"));
    check_problem(
        &get(&router, "/api/v1/search").await,
        503,
        "nothing-indexed",
        "title",
        &json!("Nothing is indexed yet"),
    );
    assert_eq!(get(&router, "/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get(&router, "/healthz").await.status, StatusCode::OK);
    assert_eq!(get(&router, "/status").await.status, StatusCode::OK);
    assert_eq!(get(&router, "/documents/any").await.status, StatusCode::NOT_FOUND);

    let mut store = Store::open(folder.path(), at(0)).expect("a new store opens");
    let one = import("one", report(2021, "绵阳市", "一、举措\n正文。"), "http://www.example.test/");
    store.import([one].into_iter(), at(1)).expect("a document can be saved");
    let waiting = get(&router, "/").await;
    assert!(waiting.body.contains("gongbao reindex"), "{}", waiting.body);
    index::sync::catch_up(&store, &folder.path().join("index"), &mut |_| {}).expect("the index follows");
    assert_eq!(get(&router, "/api/v1/search").await.json()["total"]["documents"], 1);
    assert_eq!(get(&router, "/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_gone_document_is_a_tombstone_with_its_date() {
    let (folder, router) = corpus();
    let mut store = Store::open(folder.path(), at(5)).expect("the store opens");
    let id = crawl_until_gone(&mut store);
    let page = get(&router, &format!("/documents/{id}")).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(
        page.body.contains("原网站已撤下此文件") && page.body.contains("2023-11-15 06:13"),
        "{}",
        page.body
    );
    assert!(page.body.contains(&"ab".repeat(32)) && !page.body.contains("后来撤下的正文"));
    let answer = get(&router, &format!("/api/v1/documents/{id}")).await;
    assert_eq!(answer.status, StatusCode::GONE);
    let answer = answer.json();
    assert_eq!((&answer["state"], &answer["text"]), (&json!("gone"), &json!("")));
    assert_eq!(answer["gone_since"], "2023-11-14T22:13:50Z");
    assert_eq!(answer["addresses"][0]["outcome"], "gone");
}

#[tokio::test]
async fn the_status_shows_what_came_of_every_source() {
    let (folder, router) = corpus();
    let mut store = Store::open(folder.path(), at(5)).expect("the store opens");
    crawl_until_gone(&mut store);
    let sources = get(&router, "/api/v1/sources").await.json();
    assert_eq!(sources["sources"][0]["name"], "绵阳");
    let outcomes = &sources["sources"][0]["outcomes"];
    assert_eq!((&outcomes["gone"], &outcomes["blocked"]), (&json!(1), &json!(0)), "every outcome is there");
    assert_eq!(sources["sources"][0]["health"], "ok");
    assert_eq!(sources["sources"][0]["last_run"]["finished"], "2023-11-14T22:13:51Z");
    let page = get(&router, "/status").await.body;
    assert!(page.contains("绵阳") && page.contains("消失 1") && page.contains("尚未编入的变更"), "{page}");
}

#[tokio::test]
async fn a_body_is_not_taken_and_the_first_page_is_light() {
    let (_folder, router) = corpus();
    let large =
        Request::get("/").header("content-length", "999999999").body(Body::empty()).expect("a request");
    assert_eq!(send(&router, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = get_with(&router, "/", "accept-encoding", "br").await;
    assert_eq!(page.header("content-encoding"), "br");
    let sheet = include_str!("../../../assets/gongbao.css");
    assert!(page.body.len() + sheet.len() < 60_000);
}

#[tokio::test]
async fn a_broken_index_is_named_without_telling_where_it_lies() {
    let (folder, _) = corpus();
    let index = folder.path().join("index");
    for entry in std::fs::read_dir(&index).expect("the index folder can be read") {
        std::fs::write(entry.expect("an entry").path(), "broken").expect("a file can be written");
    }
    let router = routes::router(app(folder.path()));
    let got = get(&router, "/api/v1/search").await;
    check_problem(&got, 500, "failure", "hint", &json!("the operator runs `gongbao reindex`"));
    let place = folder.path().to_string_lossy().into_owned();
    for address in ["/api/v1/search", "/search?q=a", "/", "/status", "/readyz"] {
        assert!(!get(&router, address).await.body.contains(&place), "{address}");
    }
}

#[tokio::test]
async fn a_rebuild_goes_on_under_a_running_app() {
    let (folder, router) = corpus();
    assert_eq!(get(&router, "/api/v1/search").await.json()["total"]["documents"], 3);
    let store = Store::open(folder.path(), at(5)).expect("the store opens");
    index::sync::rebuild(&store, &folder.path().join("index"), &mut |_| {}).expect("the index is rebuilt");
    assert_eq!(get(&router, "/api/v1/search").await.json()["total"]["documents"], 3);
}
