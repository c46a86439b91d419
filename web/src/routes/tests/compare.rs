//! Comparison and coverage: what a program and a reader get.

use axum::http::StatusCode;
use serde_json::json;

use crate::routes::tests::check_problem;
use crate::routes::tests::corpus;
use crate::routes::tests::get;

#[tokio::test]
async fn a_comparison_has_the_shape_of_the_contract() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/compare?a=deyang%2F2022%401&b=deyang%2F2022").await.json();
    assert_eq!(answer["summary"]["removed"], 0.0);
    assert_eq!((&answer["old"]["version"], &answer["new"]["version"]), (&json!(1), &json!(2)));
    let section = json!({
        "old": "一、主要举措", "new": "一、主要举措", "kind": "measures",
        "changes": [{"op": "added", "old": null, "new": "加强政府信息公开。", "moved": false}]
    });
    assert_eq!(answer["sections"], json!([section]));
    assert_eq!(answer["quantities"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_compared_is_a_problem() {
    let (_folder, router) = corpus();
    let got = get(&router, "/api/v1/compare?a=mianyang-2021").await;
    check_problem(&got, 400, "parameter", "parameter", &json!("b"));
    for address in
        ["/api/v1/compare?a=mianyang-2021&b=nothing", "/api/v1/compare?a=mianyang-2021%409&b=hostile"]
    {
        assert_eq!(get(&router, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(get(&router, "/compare?a=nothing&b=hostile").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/api/v1/coverage?kind=nothing").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_comparison_page_shows_both_wordings_and_nothing_runs() {
    let (_folder, router) = corpus();
    let page = get(&router, "/compare?a=deyang%2F2022%401&b=hostile&lang=zh").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("<script") && page.body.contains("&#60;script"), "{}", page.body);
    let page = get(&router, "/compare?a=deyang%2F2022%401&b=deyang%2F2022&lang=zh").await.body;
    assert!(page.contains("<ins>加强政府信息公开。</ins>") && page.contains("句未变"), "{page}");
    let page = get(&router, "/compare?a=deyang%2F2022&lang=zh").await.body;
    assert!(page.contains("/compare?a=deyang%2F2022%401&#38;b=deyang%2F2022%402"), "{page}");
    assert_eq!(get(&router, "/compare").await.status, StatusCode::OK);
}

#[tokio::test]
async fn coverage_is_a_grid_of_districts_and_years() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/coverage?kind=rule-of-law-report").await.json();
    assert_eq!(answer["years"], json!([2021, 2022]));
    let cell = &answer["rows"][0]["cells"][0];
    assert_eq!(
        *cell,
        json!({"year": 2021, "state": "present", "published": "2022-01-28", "lag_days": -63, "id": "mianyang-2021"})
    );
    let page = get(&router, "/coverage?lang=zh").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("/documents/mianyang-2021"), "{}", page.body);
}
