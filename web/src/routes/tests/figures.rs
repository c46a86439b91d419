//! Amounts and personal numbers, as programs and readers get them.

use corpus::store::Store;
use serde_json::json;

use crate::routes;
use crate::routes::tests::app;
use crate::routes::tests::at;
use crate::routes::tests::get;
use crate::routes::tests::import;
use crate::routes::tests::report;

const TEXT: &str = "一、主要举措\n全年受理复议案件17件，同比下降0.2 %。联系人手机13900000000。";

fn served() -> (tempfile::TempDir, axum::Router) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut store = Store::open(folder.path(), at(0)).expect("a new store opens");
    let mut document = report(2021, "绵阳市", TEXT);
    document.title = "关于13900000000的答复".to_owned();
    store
        .import([import("a", document, "http://www.example.test/a.html")].into_iter(), at(1))
        .expect("saved");
    index::sync::catch_up(&store, &folder.path().join("index"), &mut |_| {}).expect("the index follows");
    let router = routes::router(app(folder.path()));
    (folder, router)
}

#[tokio::test]
async fn the_amounts_of_a_document_are_in_the_api() {
    let (_folder, router) = served();
    let answer = get(&router, "/api/v1/documents/a").await.json();
    assert_eq!(answer["language"], "zh");
    assert_eq!(
        answer["quantities"][0],
        json!({
            "value": 17, "unit": "件", "normalised": {"value": 17, "unit": "件"}, "context": "复议案件",
            "action": "受理", "start": 15, "end": 18, "approximate": false, "cumulative": false,
            "direction": null, "section": "1"
        })
    );
    let fall = &answer["quantities"][1];
    assert_eq!((&fall["value"], &fall["unit"], &fall["direction"]), (&json!(-0.2), &json!("%"), &json!("-")));
    assert_eq!(answer["quantities"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn the_page_shows_amounts_under_their_part() {
    let (_folder, router) = served();
    let page = get(&router, "/documents/a").await.body;
    assert!(page.contains("<td lang=\"zh-CN\">17件</td>"), "{page}");
    assert!(page.contains("<details><summary><span lang=\"zh-CN\">一、主要举措</span>"));
    assert!(page.contains("<a href=\"#s-1\">"));
}

#[tokio::test]
async fn personal_numbers_are_neither_shown_nor_found() {
    let (folder, router) = served();
    let addresses = [
        "/documents/a",
        "/documents/a/versions/1",
        "/api/v1/documents/a",
        "/api/v1/documents/a/versions",
        "/api/v1/documents/a/versions/1",
        "/api/v1/search?q=%E5%A4%8D%E8%AE%AE",
        "/search?q=%E5%A4%8D%E8%AE%AE",
        "/api/v1/concordance?q=%E6%89%8B%E6%9C%BA",
    ];
    for address in addresses {
        let body = get(&router, address).await.body;
        assert!(body.contains("139****0000") && !body.contains("13900000000"), "{address}: {body}");
    }
    let found = get(&router, "/api/v1/search?q=%2213900000000%22").await.json();
    assert_eq!(found["total"]["documents"], 0);
    let store = Store::open(folder.path(), at(2)).expect("the store opens");
    let id = corpus::document::DocumentId::parse("a").expect("a good id");
    let kept = store.document(&id).expect("the store is read").expect("it is there");
    assert_eq!(kept.document.text, TEXT, "the store keeps what the page said");
}
