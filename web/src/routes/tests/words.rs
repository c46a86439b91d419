//! Suggestions, explanations, key words, collocates and what is added to a search, as programs get them.

use axum::http::StatusCode;
use serde_json::json;

use crate::routes::tests::check_problem;
use crate::routes::tests::corpus;
use crate::routes::tests::get;

/// `依法行政`.
const LAWFUL: &str = "%E4%BE%9D%E6%B3%95%E8%A1%8C%E6%94%BF";

#[tokio::test]
async fn key_words_name_both_slices_and_their_sizes() {
    let (_folder, router) = corpus();
    // region:绵阳市 against all others.
    let answer = get(&router, "/api/v1/keyness?q=region:%E7%BB%B5%E9%98%B3%E5%B8%82&min=1&direction=both")
        .await
        .json();
    assert_eq!((&answer["target"]["documents"], &answer["reference"]["documents"]), (&json!(1), &json!(2)));
    assert_eq!((&answer["reference"]["query"], &answer["common_documents"]), (&json!(null), &json!(0)));
    let words = answer["words"].as_array().expect("words");
    assert_eq!(words.len() as u64, answer["total"].as_u64().expect("a number"));
    let first = words.iter().find(|word| word["word"] == "生态环境").expect("the first report speaks of it");
    assert_eq!(
        (&first["target"], &first["reference"], &first["target_documents"]),
        (&json!(2), &json!(0), &json!(1))
    );
    for key in ["expected", "g2", "log_ratio", "bic", "target_per_million", "reference_per_million"] {
        assert!(first[key].is_number(), "{key}");
    }
    let page = get(&router, "/api/v1/keyness?q=year:2021&min=1&direction=both&limit=1&offset=1").await.json();
    assert_eq!(page["words"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn collocates_name_their_base_and_window() {
    let (_folder, router) = corpus();
    let address = format!("/api/v1/collocates?q={LAWFUL}&window=2&unit=words&side=left&min=1");
    let answer = get(&router, &address).await.json();
    assert_eq!(answer["base"]["documents"], json!(3));
    assert_eq!(answer["node"]["occurrences"], json!(2));
    assert_eq!((&answer["node"]["left"], &answer["node"]["right"]), (&json!(2), &json!(0)));
    let first = answer["collocates"].as_array().and_then(|all| all.iter().find(|one| one["word"] == "推进"));
    let first = first.expect("推进依法行政 stands in a report");
    assert_eq!((&first["observed"], &first["left"], &first["right"]), (&json!(1), &json!(1), &json!(0)));
    assert!(first["mi"].is_number() && first["g2"].is_number() && first["log_dice"].is_number());
}

#[tokio::test]
async fn the_pages_of_words_show_what_the_api_says() {
    let (_folder, router) = corpus();
    let asked = format!("q={LAWFUL}&window=2&min=1");
    let body = get(&router, &format!("/collocates?{asked}&sort=mi&base=")).await.body;
    for part in [
        "<th scope=\"row\" lang=\"zh-CN\"><a href=\"/concordance?q=",
        "min=\"1\" max=\"100\" value=\"2\"",
        "<b aria-current=\"true\">MI</b>",
        &format!("href=\"/api/v1/collocates?q={LAWFUL}&#38;sort=mi&#38;window=2&#38;min=1\""),
        &format!("href=\"/collocates?q={LAWFUL}&#38;window=2&#38;min=1\">G²</a>"),
        "2 处 · 2 篇",
    ] {
        assert!(body.contains(part), "missing {part}: {body}");
    }
    let body = get(&router, "/keyness?q=region:%E7%BB%B5%E9%98%B3%E5%B8%82&min=1&lang=en").await.body;
    for part in ["word%3A%22", "Target: 1 document ·", "href=\"/api/v1/keyness?q=region%3A", ">+"] {
        assert!(body.contains(part), "missing {part}: {body}");
    }
    let body = get(&router, "/keyness?reference=year:2021&min=1").await.body;
    assert!(body.contains("value=\"year:2021\""), "{body}");
    for (address, said) in [
        ("/collocates?q=zzz", "没有找到"),
        ("/keyness?q=year:1900", "目标或参照中没有文件"),
        ("/keyness?q=year:2021&min=1&offset=5000", "超出结果末尾"),
        ("/collocates?q=a&region=Mars", "地名录中没有这个地区"),
    ] {
        let body = get(&router, address).await.body;
        assert!(body.contains(said), "{address} does not say {said}: {body}");
    }
    let body = get(&router, &format!("/collocates?q={LAWFUL}&base=year:2021..&min=1")).await.body;
    assert!(body.contains("%28year%3A2021..%29"), "a word leads to what was counted: {body}");
    for address in [
        "/collocates?q=a&base=%22",
        "/keyness?q=%28",
        "/keyness?q=a&direction=up",
        "/collocates?q=a&window=0",
    ] {
        let got = get(&router, address).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(got.body.contains("role=\"alert\""), "{address}");
    }
}

#[tokio::test]
async fn suggestions_and_explanations_have_their_shapes() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/suggest?q=shengtaihuanjing&limit=3").await.json();
    let first = &answer["suggestions"][0];
    assert_eq!(
        first,
        &json!({"text": "生态环境", "suggested": "words", "likeness": "pinyin", "query": "\"生态环境\"",
            "documents": 1, "occurrences": 2})
    );
    let answer = get(&router, "/api/v1/explain?q=%E6%B3%95%E6%B2%BB%E6%94%BF%E5%BA%9C").await.json();
    assert_eq!(answer["reading"], "法治政府");
    assert_eq!(answer["parts"][0]["words"], json!(["法治", "政府"]));
    // 低保, expanded.
    let answer = get(&router, "/api/v1/explain?q=%E4%BD%8E%E4%BF%9D&expand=true").await.json();
    assert!(answer["reading"].as_str().is_some_and(|reading| reading.contains("最低生活保障")));
}

#[tokio::test]
async fn a_search_says_what_it_was_widened_to_and_what_may_be_meant() {
    let (_folder, router) = corpus();
    // "国办" with expansion: nothing stands there, but every form is counted.
    let answer = get(&router, "/api/v1/search?q=%22%E5%9B%BD%E5%8A%9E%22&expand=1").await.json();
    assert_eq!(answer["expansions"][0]["forms"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["expansions"][0]["forms"][0]["total"], json!({"documents": 0, "occurrences": 0}));
    // "生态环竟" sounds like 生态环境.
    let answer = get(&router, "/api/v1/search?q=%22%E7%94%9F%E6%80%81%E7%8E%AF%E7%AB%9F%22").await.json();
    assert_eq!(answer["did_you_mean"], json!({"query": "\"生态环境\"", "documents": 1}));
    let page = get(&router, "/search?lang=en&q=%22%E7%94%9F%E6%80%81%E7%8E%AF%E7%AB%9F%22").await.body;
    assert!(
        page.contains("Did you mean: <a href=\"/search?q=%22%E7%94%9F%E6%80%81%E7%8E%AF%E5%A2%83%22"),
        "{page}"
    );
    let plain = get(&router, "/api/v1/search?q=a").await.json();
    assert!(plain.get("expansions").is_none());
}

#[tokio::test]
async fn pages_follow_each_other_by_cursor() {
    let (_folder, router) = corpus();
    let mut seen = Vec::new();
    let mut address = "/api/v1/search?limit=1&sort=year".to_owned();
    loop {
        let answer = get(&router, &address).await.json();
        seen.push(answer["hits"][0]["id"].as_str().expect("a hit").to_owned());
        let Some(next) = answer["next"].as_str() else { break };
        address = format!("/api/v1/search?limit=1&sort=year&cursor={}", next.replace('/', "%2F"));
    }
    assert_eq!(seen, ["deyang/2022", "hostile", "mianyang-2021"]);
}

#[tokio::test]
async fn near_identical_versions_are_put_together_on_request() {
    let (_folder, router) = corpus();
    let answer = get(&router, "/api/v1/search?collapse=true").await.json();
    assert_eq!(answer["total"]["documents"], json!(3));
    assert_eq!(answer["collapsed"]["looked_at"], json!(3));
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_the_parameter() {
    let (_folder, router) = corpus();
    for (address, parameter) in [
        ("/api/v1/keyness", "q"),
        ("/api/v1/keyness?q=a&reference=%22b", "reference"),
        ("/api/v1/keyness?q=a&min=0", "min"),
        ("/api/v1/keyness?q=a&direction=up", "direction"),
        ("/api/v1/keyness?q=a&limit=1001", "limit"),
        ("/api/v1/collocates", "q"),
        ("/api/v1/collocates?q=a&window=0", "window"),
        ("/api/v1/collocates?q=a&window=101", "window"),
        ("/api/v1/collocates?q=a&base=(", "base"),
        ("/api/v1/collocates?q=a&colour=red", "colour"),
        ("/api/v1/suggest?q=a&limit=51", "limit"),
        ("/api/v1/search?cursor=x", "cursor"),
        ("/api/v1/search?cursor=1.1.a&offset=2", "cursor"),
        ("/api/v1/trend?q=a&base=(", "base"),
    ] {
        let got = get(&router, address).await;
        let kind = if got.body.contains("problem-query") { "query" } else { "parameter" };
        check_problem(&got, 400, kind, "parameter", &json!(parameter));
    }
    assert_eq!(get(&router, "/api/v1/suggest").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_example_of_the_help_page_runs() {
    let (_folder, router) = corpus();
    let help = get(&router, "/help").await.body;
    let examples: Vec<&str> =
        help.split("href=\"/search?").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(examples.len() > 20, "{examples:?}");
    for example in examples {
        let query = example.replace("&amp;", "&").replace("&#38;", "&");
        let page = get(&router, &format!("/search?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_eq!(get(&router, &format!("/api/v1/search?{query}")).await.status, StatusCode::OK, "{query}");
    }
}
