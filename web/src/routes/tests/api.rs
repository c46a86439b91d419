//! What a program gets.

use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use corpus::store::Store;
use serde_json::Value;
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
async fn a_search_has_the_shape_of_the_contract() {
    let (_folder, router) = corpus();
    let got = get(&router, &format!("/api/v1/search?q={QUOTED}")).await;
    assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, "application/json"));
    let mut answer = got.json();
    assert!(answer["hits"][0]["score"].is_number());
    assert!(answer["generation"]["followed"].is_number());
    answer["hits"][0]["score"] = json!(1);
    answer["hits"][0]["snippets"] = json!([]);
    answer.as_object_mut().expect("an object").remove("generation");
    let one = |value: &str| json!([{"value": value, "count": 1}]);
    let expected = json!({
        "query": "\"生态环境\"",
        "total": {"documents": 1, "occurrences": 2},
        "relaxed": null,
        "hits": [{
            "id": "mianyang-2021", "title": "绵阳市2021年法治政府建设年度报告", "title_marks": [],
            "year": 2021, "report_year": {"start": 2021, "end": 2021, "period": "year"},
            "region": "四川省/绵阳市", "kind": "rule-of-law-report", "issuer": "绵阳市人民政府",
            "published": "2022-01-28", "url": "http://www.example.test/a.html", "score": 1, "occurrences": 2,
            "snippets": []
        }],
        "facets": {
            "year": one("2021"),
            "region": [{"value": "四川省", "count": 1}, {"value": "四川省/绵阳市", "count": 1}],
            "kind": one("rule-of-law-report"), "issuer": one("绵阳市人民政府"), "section": one("measures")
        }
    });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn snippets_carry_their_marks_and_section() {
    let (_folder, router) = corpus();
    let answer = get(&router, &format!("/api/v1/search?q={QUOTED}")).await.json();
    let snippet = &answer["hits"][0]["snippets"][0];
    let text: Vec<char> = snippet["text"].as_str().expect("a text").chars().collect();
    for mark in snippet["marks"].as_array().expect("marks") {
        let place = |at: usize| mark[at].as_u64().expect("a place") as usize;
        assert_eq!(text[place(0)..place(1)].iter().collect::<String>(), "生态环境");
    }
    assert_eq!(snippet["section"], json!({"number": "1", "heading": "一、主要举措", "kind": "measures"}));
}

#[tokio::test]
async fn a_concordance_has_one_line_for_each_occurrence() {
    let (_folder, router) = corpus();
    let answer = get(&router, &format!("/api/v1/concordance?q={QUOTED}&context=4")).await.json();
    assert_eq!(answer["total"], json!({"documents": 1, "occurrences": 2}));
    let read: Vec<[&str; 3]> = answer["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| ["left", "match", "right"].map(|key| line[key].as_str().expect("a text")))
        .collect();
    assert_eq!(read, [["持续改善", "生态环境", "，生态环"], ["态环境，", "生态环境", "执法更严"]]);
    assert_eq!((&answer["lines"][0]["offset"], &answer["lines"][1]["offset"]), (&json!(11), &json!(16)));
}

#[tokio::test]
async fn a_document_has_the_shape_of_the_contract() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/documents/mianyang-2021").await.json();
    let fields = [
        ("id", json!("mianyang-2021")),
        ("version", json!(1)),
        ("state", json!("present")),
        ("published", json!("2022-01-28")),
        ("signed", json!(null)),
        ("report_year", json!({"start": 2021, "end": 2021, "period": "year"})),
        ("place", json!({"path": ["四川省", "绵阳市"], "code": "510700", "zone": null})),
        ("gaps", json!(["signed"])),
        ("gap_reasons", json!({"signed": "no date below the text"})),
        ("seen_at", json!("2023-11-14T22:13:21Z")),
    ];
    for (field, expected) in fields {
        assert_eq!(answer[field], expected, "{field}");
    }
    assert_eq!(answer["sections"][0]["heading"], "一、主要举措");
}

#[tokio::test]
async fn an_id_with_a_slash_is_one_segment_and_versions_are_listed() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/documents/deyang%2F2022/versions").await.json();
    let numbers: Vec<&Value> =
        answer["versions"].as_array().expect("versions").iter().map(|line| &line["number"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(2)]);
    let old = get(&router, "/documents/deyang%2F2022/versions/1").await;
    assert_eq!(old.status, StatusCode::OK);
    assert!(old.body.contains("这是旧版本") && old.body.contains("href=\"/documents/deyang%2F2022\""));
    assert_eq!(get(&router, "/documents/deyang%2F2022/versions/3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/documents/deyang%2F2022/versions/x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn errors_of_the_api_are_problem_details() {
    let (_folder, router) = corpus();
    let cases = [
        ("/api/v1/search?q=a%20%22b", 400, "query", "position", json!(2)),
        ("/api/v1/search?limit=1000", 400, "parameter", "parameter", json!("limit")),
        ("/api/v1/search?year=9999..0", 400, "parameter", "parameter", json!("year")),
        ("/api/v1/search?colour=red", 400, "parameter", "parameter", json!("colour")),
        ("/api/v1/documents/none", 404, "not-found", "detail", json!("there is no document \"none\"")),
        ("/api/v1/documents/%00", 404, "not-found", "title", json!("No such document")),
        ("/api/v1/nothing", 404, "not-found", "title", json!("Nothing at this address")),
    ];
    for (address, status, kind, key, value) in cases {
        check_problem(&get(&router, address).await, status, kind, key, &value);
    }
    let posted = Request::post("/api/v1/search").body(Body::empty()).expect("a request");
    check_problem(&send(&router, posted).await, 405, "method", "title", &json!("Method not allowed"));
}

#[tokio::test]
async fn who_has_an_answer_already_gets_304() {
    let (folder, router) = corpus();
    for address in ["/api/v1/search?q=a", "/api/v1/documents/mianyang-2021", "/search?q=a", "/help"] {
        let first = get(&router, address).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{address}");
        let again = get_with(&router, address, "if-none-match", &tag).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{address}");
        assert_eq!(again.header("etag"), tag, "{address}");
        let other = get_with(&router, address, "if-none-match", "W/\"other\"").await;
        assert_eq!(other.status, StatusCode::OK, "{address}");
    }
    let before = get(&router, "/api/v1/search").await.header("etag").to_owned();
    let mut store = Store::open(folder.path(), at(3)).expect("the store opens");
    let new = import("new", report(2023, "绵阳市", "一、新\n新的报告。"), "http://www.example.test/n.html");
    store.import([new].into_iter(), at(3)).expect("a document can be saved");
    index::sync::catch_up(&store, &folder.path().join("index"), &mut |_| {}).expect("the index follows");
    let served = routes::router(app(folder.path()));
    let after = get_with(&served, "/api/v1/search", "if-none-match", &before).await;
    assert_eq!((after.status, &after.json()["total"]["documents"]), (StatusCode::OK, &json!(4)));
}

#[tokio::test]
async fn the_metrics_tell_requests_index_and_crawls_apart() {
    let (folder, router) = corpus();
    let mut store = Store::open(folder.path(), at(5)).expect("the store opens");
    crawl_until_gone(&mut store);
    get(&router, "/api/v1/search?q=a").await;
    get(&router, "/api/v1/documents/nobody").await;
    get(&router, "/made/up/by/a/visitor").await;
    let got = get(&router, "/metrics").await;
    assert_eq!(got.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for line in [
        "gongbao_http_requests_total{route=\"/api/v1/search\",status=\"200\"} 1",
        "gongbao_http_requests_total{route=\"/api/v1/documents/{id}\",status=\"404\"} 1",
        "gongbao_http_request_duration_seconds_bucket{route=\"/api/v1/search\",le=\"+Inf\"} 1",
        "gongbao_http_request_duration_seconds_count{route=\"/api/v1/search\"} 1",
        "gongbao_documents 3",
        "gongbao_store_up 1",
        "gongbao_index_up 1",
        "gongbao_crawl_outcomes{source=\"绵阳\",outcome=\"gone\"} 1",
        "gongbao_crawl_failed{source=\"绵阳\"} 0",
    ] {
        assert!(got.body.lines().any(|found| found == line), "{line} is missing: {}", got.body);
    }
    let lag = got.body.lines().find_map(|line| line.strip_prefix("gongbao_index_lag_changes "));
    assert!(lag.and_then(|lag| lag.parse::<u32>().ok()).is_some_and(|lag| lag > 0), "{}", got.body);
    assert!(!got.body.contains("made/up"), "an address that a visitor makes up is no label");
}

#[tokio::test]
async fn a_region_that_nobody_knows_is_said() {
    let (_folder, router) = corpus();
    let mars = "%E7%81%AB%E6%98%9F";
    let written = format!("%E5%9C%B0%E5%8C%BA%3A{mars}");
    for address in ["search", "concordance"] {
        for asked in [format!("q={QUOTED}&region={mars}"), format!("q={QUOTED}%20{written}")] {
            let answer = get(&router, &format!("/api/v1/{address}?{asked}")).await.json();
            assert_eq!(answer["unknown_regions"], json!(["火星"]), "{address}?{asked}");
            let page = get(&router, &format!("/{address}?{asked}")).await;
            assert!(page.body.contains("地名录中没有这个地区，请核对写法：火星"), "{address}?{asked}");
        }
        let known = get(&router, &format!("/api/v1/{address}?q={QUOTED}&region=510000")).await.json();
        assert_eq!(known.get("unknown_regions"), None);
    }
    let trend = format!("/api/v1/trend?q={QUOTED}&base={written}&by=year");
    let trend = get(&router, &trend).await.json();
    assert_eq!(trend["base"]["unknown_regions"], json!(["火星"]), "{trend}");
}
