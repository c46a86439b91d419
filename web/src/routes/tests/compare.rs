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
    assert!(!page.body.contains("<script>") && page.body.contains("&#60;script"), "{}", page.body);
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
        json!({"year": 2021, "state": "present", "published": "2022-01-28", "lag_days": -63, "id": "mianyang-2021",
            "missing_sections": ["problems", "first_responsible", "next_plan"]})
    );
    let page = get(&router, "/coverage?lang=zh").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("/documents/mianyang-2021"), "{}", page.body);
}

#[tokio::test]
async fn a_grid_is_narrowed_to_a_place_and_to_years() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/coverage?kind=rule-of-law-report&year=2022&region=%E5%9B%9B%E5%B7%9D")
        .await
        .json();
    assert_eq!(answer["years"], json!([2022]));
    assert!(answer["due"].as_str().is_some_and(|rule| rule.contains("4月1日")), "{answer}");
    let answer = get(&router, "/api/v1/coverage?region=%E6%B5%99%E6%B1%9F").await.json();
    assert_eq!(answer["rows"], json!([]));
    assert_eq!(get(&router, "/api/v1/coverage?year=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn quantities_are_a_table_for_spreadsheets() {
    let (_folder, router) = corpus();
    let got = get(&router, "/api/v1/compare?a=mianyang-2021&b=deyang%2F2022&format=csv").await;
    assert!(got.header("content-type").starts_with("text/csv"), "{:?}", got.headers);
    assert!(got.body.starts_with("\u{FEFF}数量 context,"), "{}", got.body);
    assert!(!got.body.contains("\n="), "{}", got.body);
}

#[tokio::test]
async fn both_views_of_a_comparison_lead_to_each_other() {
    let (_folder, router) = corpus();
    let address = "/compare?a=deyang%2F2022%401&b=deyang%2F2022%402&lang=zh";
    let page = get(&router, address).await.body;
    assert!(page.contains("&#38;view=inline") && !page.contains("compare inline"), "{page}");
    let page = get(&router, &format!("{address}&view=inline")).await.body;
    assert!(page.contains("compare inline"), "{page}");
}

#[tokio::test]
async fn copies_are_a_list_with_pages() {
    let (_folder, router) = corpus();
    let got = get(&router, "/api/v1/copies").await;
    assert_eq!(
        (got.json(), got.header("x-total-count"), got.header("x-changes-waiting")),
        (json!([]), "0", "0")
    );
    for address in ["/api/v1/copies?relation=x", "/api/v1/copies?limit=101", "/api/v1/copies?moon=1"] {
        assert_eq!(get(&router, address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    assert_eq!(get(&router, "/api/v1/copies?id=nothing").await.status, StatusCode::NOT_FOUND);
    for address in [
        "/copies?lang=en",
        "/copies?id=hostile",
        "/copies?limit=x&foreign=maybe",
        "/copies/hostile/mianyang-2021",
    ] {
        let page = get(&router, address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(!page.body.contains("<script>"), "{}", page.body);
    }
    assert_eq!(get(&router, "/copies/hostile/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_timeline_has_a_year_for_each_report_and_a_page() {
    let (_folder, router) = corpus();
    let address = "timeline?region=%E5%9B%9B%E5%B7%9D%E7%9C%81%2F%E7%BB%B5%E9%98%B3%E5%B8%82";
    let answer = get(&router, &format!("/api/v1/{address}")).await.json();
    assert_eq!(answer["years"][0]["year"], 2021);
    assert_eq!(answer["years"][0]["sections"], json!(["measures"]));
    assert_eq!(get(&router, "/api/v1/timeline").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(get(&router, "/api/v1/timeline?region=moon").await.status, StatusCode::BAD_REQUEST);
    let page = get(&router, &format!("/{address}&lang=zh")).await;
    assert!(
        page.body.contains("<svg class=\"chart\"") && page.body.contains("/coverage?kind=rule-of-law-report"),
        "{}",
        page.body
    );
    assert!(!page.body.contains(" style="), "{}", page.body);
    for address in ["/timeline", "/timeline?region=moon&lang=en", "/timeline?kind=work-report"] {
        assert_eq!(get(&router, address).await.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn a_panel_shows_gaps_as_gaps() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/panel?kind=rule-of-law-report&year=2021&quantity=%E5%A4%8D%E8%AE%AE")
        .await
        .json();
    assert_eq!(answer["year"], 2021);
    assert_eq!(answer["rows"][0]["value"], json!(null));
    let answer = get(&router, "/api/v1/panel?year=2022&section=measures&sort=descending").await.json();
    assert_eq!(answer["rows"][0]["heading"], "一、主要举措");
    let csv = get(&router, "/api/v1/panel?year=2022&section=measures&format=csv").await;
    assert!(csv.body.starts_with("\u{FEFF}地区 region,"), "{}", csv.body);
    for address in ["/panel", "/panel?year=2022&section=measures&lang=en", "/panel?year=1999&quantity=x"] {
        let page = get(&router, address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
    }
    assert_eq!(get(&router, "/api/v1/panel?section=moon").await.status, StatusCode::BAD_REQUEST);
}
