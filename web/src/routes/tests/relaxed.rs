//! What a search page leads to when it was relaxed or widened: lines, feeds and files show what the page showed.

use axum::http::StatusCode;
use serde_json::json;

use crate::params::encode;
use crate::routes::tests::corpus;
use crate::routes::tests::get;

/// Returns the addresses on a page that begin so.
fn links(body: &str, beginning: &str) -> Vec<String> {
    let hrefs = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with(beginning)).map(|href| href.replace("&#38;", "&")).collect()
}

#[tokio::test]
async fn the_links_of_a_relaxed_page_lead_to_what_it_showed() {
    let (_folder, router) = corpus();
    let query = encode("生态环境 教育龘饕");
    let page = get(&router, &format!("/search?q={query}&word=true&collapse=true")).await;
    // No document says 教育 either.
    let note = "<strong lang=\"zh-CN\">生态环境</strong>；未计入：<span lang=\"zh-CN\">教育龘饕</span>";
    assert!(page.body.contains(note), "{}", page.body);
    let lines = &links(&page.body, "/concordance?")[0];
    let shown = get(&router, lines).await;
    assert!(shown.body.contains(note) && shown.body.contains("<mark>生态环境</mark>"), "{}", shown.body);
    let feed = get(&router, &links(&page.body, "/feed?")[0]).await;
    assert_eq!(feed.status, StatusCode::OK, "{}", feed.body);
    assert!(feed.body.contains("<subtitle>没有文档同时包含所有词"), "{}", feed.body);
    assert_eq!(feed.body.matches("<entry>").count(), 1, "{}", feed.body);
    let answer = get(&router, &format!("/api/v1/concordance?q={query}")).await.json();
    assert_eq!(answer["relaxed"]["words"], json!(["生态环境"]));
    assert_eq!(answer["relaxed"]["left_out"], json!(["教育龘饕"]));
    assert_eq!(answer["relaxed"]["documents"], json!(0));
    assert_eq!(answer["lines"].as_array().map(Vec::len), Some(2));
    for of in ["documents", "concordance"] {
        let file = get(&router, &format!("/api/v1/export?of={of}&q={query}")).await;
        assert!(file.body.contains("没有文档同时包含所有词"), "{of}: {}", file.body);
    }
    let strict = get(&router, &format!("/api/v1/concordance?q={}", encode("生态环境"))).await.json();
    assert_eq!(strict["relaxed"], json!(null));
}

#[tokio::test]
async fn the_links_of_a_page_with_other_forms_take_them_in() {
    let (_folder, router) = corpus();
    let page = get(&router, &format!("/search?q={}&expand=true", encode("生态环境"))).await;
    for beginning in ["/concordance?", "/feed?", "/api/v1/export?", "/api/v1/search?"] {
        let links = links(&page.body, beginning);
        assert!(!links.is_empty(), "{beginning}");
        for link in links {
            assert!(link.contains("expand=true"), "{link}");
            assert_eq!(get(&router, &link).await.status, StatusCode::OK, "{link}");
        }
    }
}

#[tokio::test]
async fn a_page_takes_a_long_query_and_stays_of_bounded_size() {
    let (_folder, router) = corpus();
    let long = get(&router, &format!("/search?q={}", encode(&"生态环境".repeat(1_700)))).await;
    assert_eq!(long.status, StatusCode::OK);
    assert!(long.body.contains("mianyang-2021") && long.body.len() < 3_000_000, "{} bytes", long.body.len());
    let longer = get(&router, &format!("/search?q={}", "a".repeat(10_001))).await;
    assert!(longer.status == StatusCode::BAD_REQUEST && longer.body.contains("10000"), "{}", longer.body);
}
