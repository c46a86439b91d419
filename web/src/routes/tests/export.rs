//! Files, feeds, citations and the description of the API.

use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use serde_json::json;

use crate::routes::tests::QUOTED;
use crate::routes::tests::check_problem;
use crate::routes::tests::corpus;
use crate::routes::tests::crawl_until_gone;
use crate::routes::tests::get;
use crate::routes::tests::get_with;
use corpus::store::Store;

#[tokio::test]
async fn an_export_has_as_many_rows_as_the_page_counts_and_is_the_same_twice() {
    let (_folder, router) = corpus();
    for (asked, rows) in [
        (format!("q={QUOTED}"), 1),
        (String::from("year=2022"), 2),
        (String::new(), 3),
        (format!("q={QUOTED}&of=concordance"), 2),
    ] {
        let address = format!("/api/v1/export?format=jsonl&{asked}");
        let got = get(&router, address.trim_end_matches('&')).await;
        assert_eq!(got.status, StatusCode::OK, "{address}: {}", got.body);
        let lines: Vec<Value> =
            got.body.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!((lines.len() - 1, &lines[0]["rows"]), (rows, &json!(rows)), "{address}");
        assert_eq!(got.body, get(&router, address.trim_end_matches('&')).await.body, "{address}");
        assert!(lines[0]["corpus_time"].as_str().is_some_and(|time| time.starts_with("2023-11-14T22:13:2")));
    }
}

#[tokio::test]
async fn an_export_of_words_holds_what_the_answers_hold() {
    let (_folder, router) = corpus();
    for (of, asked, words, size) in [
        ("keyness", "q=%E5%B9%B4%E4%BB%BD:2022&min=1", "words", "reference_words"),
        ("collocates", "q=%E4%BE%9D%E6%B3%95&min=1&window=3", "collocates", "base_words"),
    ] {
        let answer: Value =
            serde_json::from_str(&get(&router, &format!("/api/v1/{of}?{asked}&limit=1000")).await.body)
                .expect("an answer");
        let words = answer[words].as_array().expect("words");
        let got = get(&router, &format!("/api/v1/export?format=jsonl&of={of}&{asked}")).await;
        let mut rows = got.body.lines().map(|line| serde_json::from_str::<Value>(line).expect("an object"));
        let head = rows.next().expect("a head");
        assert_eq!((&head["rows"], head[size].is_u64()), (&json!(words.len()), true), "{head}");
        assert_eq!(&rows.collect::<Vec<_>>(), words, "{of}");
        assert!(!words.is_empty(), "{of}");
        let page = get(&router, &format!("/{of}?{asked}")).await.body;
        let link = page.split("/api/v1/export?format=csv").nth(1).and_then(|rest| rest.split('"').next());
        let link = link.expect("the page links to the file").replace("&amp;", "&").replace("&#38;", "&");
        let file = get(&router, &format!("/api/v1/export?format=csv{link}")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    }
}

#[tokio::test]
async fn every_format_comes_as_a_file_and_its_tag_answers_304() {
    let (_folder, router) = corpus();
    for (format, begins) in [
        ("csv", "\u{FEFF}# export: Gongbao"),
        ("jsonl", "{\"corpus\""),
        ("ris", "TY  - GOVDOC"),
        ("bibtex", "% export: Gongbao"),
    ] {
        let address = format!("/api/v1/export?format={format}");
        let got = get(&router, &address).await;
        assert!(got.body.starts_with(begins), "{format}: {}", got.body);
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"gongbao-documents."));
        let again = get_with(&router, &address, "if-none-match", got.header("etag")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{format}");
        assert!(!got.body.contains("<script>alert('") || format != "csv" || got.body.contains("'标题'"));
    }
    let trend =
        get(&router, "/api/v1/export?format=csv&of=trend&q=%E4%BE%9D%E6%B3%95%7C%E6%94%BF%E5%BA%9C").await;
    assert!(trend.body.contains("\r\n依法,2022,"), "{}", trend.body);
    let refused = get(&router, "/api/v1/export?format=parquet").await;
    check_problem(&refused, 400, "parameter", "parameter", &json!("format"));
    let refused = get(&router, "/api/v1/export?q=%22").await;
    check_problem(&refused, 400, "query", "position", &json!(0));
}

#[tokio::test]
async fn a_citation_is_a_file_of_its_own() {
    let (_folder, router) = corpus();
    let page = get(&router, "/documents/mianyang-2021").await.body;
    assert!(page.contains("[EB/OL]. (2022-01-28)[2023-11-15]. http://www.example.test/a.html."), "{page}");
    let ris = get(&router, "/documents/mianyang-2021/cite/ris").await;
    assert!(ris.body.starts_with("TY  - GOVDOC\r\n"), "{}", ris.body);
    let bibtex = get(&router, "/documents/deyang%2F2022/cite/bibtex").await;
    assert!(bibtex.body.starts_with("@misc{gongbao:deyang_2f_2022,"), "{}", bibtex.body);
    assert_eq!(get(&router, "/documents/deyang%2F2022/cite/word").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/documents/none/cite/ris").await.status, StatusCode::NOT_FOUND);
}

/// Reads a feed as XML and holds it to what RFC 4287 demands; returns the titles of its entries.
#[track_caller]
fn check_feed(body: &str) -> Vec<String> {
    let mut reader = Reader::from_str(body);
    let (mut path, mut seen, mut titles, mut ids) =
        (Vec::<String>::new(), Vec::new(), Vec::new(), Vec::new());
    let mut text = String::new();
    loop {
        match reader.read_event().expect("the feed is well-formed") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                text.clear();
                if path.join("/") == "feed/entry" {
                    seen.clear();
                }
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                if name == "link" {
                    seen.push("link".to_owned());
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(part) => text.push_str(&format!("&{};", &*part)),
            Event::End(_) => {
                let name = path.pop().expect("an element ends that began");
                let within = path.join("/");
                if within == "feed/entry" || within == "feed" {
                    seen.push(name.clone());
                }
                match (within.as_str(), name.as_str()) {
                    ("feed/entry", "title") => titles.push(text.clone()),
                    ("feed/entry" | "feed", "id") => ids.push(text.clone()),
                    ("feed/entry" | "feed", "updated") => {
                        assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text}");
                    }
                    ("", "feed") | ("feed", "entry") => {
                        for needed in ["id", "title", "updated", "link"] {
                            assert!(seen.iter().any(|name| name == needed), "{name} has no {needed}: {body}");
                        }
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "ids are told apart: {body}");
    titles
}

#[tokio::test]
async fn a_feed_tells_what_happened_to_the_documents_of_a_search() {
    let (folder, router) = corpus();
    let all = get(&router, "/feed").await;
    assert_eq!(all.header("content-type"), "application/atom+xml; charset=utf-8");
    let titles = check_feed(&all.body);
    assert_eq!((titles.len(), &*titles[0]), (4, "变更：德阳市2022年法治政府建设年度报告"));
    assert!(all.body.contains("&lt;script&gt;") && !all.body.contains("<script"), "{}", all.body);
    assert!(all.body.contains("第1版 → 第2版：照录"), "{}", all.body);
    assert!(!all.body.contains("javascript:"), "{}", all.body);
    let some = get(&router, &format!("/feed?q={QUOTED}")).await;
    assert_eq!(check_feed(&some.body), ["新增：绵阳市2021年法治政府建设年度报告"]);
    let district = get(&router, "/feed?region=%E5%BE%B7%E9%98%B3").await;
    assert_eq!(check_feed(&district.body).len(), 3);
    check_problem(&get(&router, "/feed?q=%22").await, 400, "query", "position", &json!(0));

    let mut store = Store::open(folder.path(), super::at(5)).expect("the store opens");
    crawl_until_gone(&mut store);
    let source = get(&router, "/feed?source=%E7%BB%B5%E9%98%B3").await;
    let titles = check_feed(&source.body);
    assert!(titles.iter().any(|title| title.starts_with("消失：")), "{titles:?}");
    assert!(!source.body.contains("后来撤下的正文"), "{}", source.body);
    let district = get(&router, "/feed?region=%E7%BB%B5%E9%98%B3").await;
    assert!(check_feed(&district.body).iter().any(|title| title.starts_with("消失：")), "{}", district.body);
}

#[tokio::test]
async fn a_feed_is_sent_again_only_when_something_happened() {
    let (_folder, router) = corpus();
    let first = get(&router, "/feed").await;
    for (name, value) in
        [("if-none-match", first.header("etag")), ("if-modified-since", first.header("last-modified"))]
    {
        assert!(!value.is_empty(), "{name}");
        assert_eq!(get_with(&router, "/feed", name, value).await.status, StatusCode::NOT_MODIFIED, "{name}");
    }
    let old = get_with(&router, "/feed", "if-modified-since", "Tue, 14 Nov 2023 22:13:20 GMT").await;
    assert_eq!(old.status, StatusCode::OK);
}

#[tokio::test]
async fn changes_are_paged_by_their_numbers() {
    let (_folder, router) = corpus();
    let first = get(&router, "/api/v1/changes?limit=3").await.json();
    let events: Vec<&Value> =
        first["changes"].as_array().expect("changes").iter().map(|change| &change["event"]).collect();
    assert_eq!(
        (events, &first["next"]),
        (vec![&json!("changed"), &json!("added"), &json!("added")], &json!(2))
    );
    let second = get(&router, "/api/v1/changes?limit=3&before=2").await.json();
    assert_eq!((second["changes"].as_array().map(Vec::len), &second["next"]), (Some(1), &json!(null)));
    let page = get(&router, "/changes").await.body;
    assert!(page.contains("/compare?a=deyang%2F2022%401&#38;b=deyang%2F2022%402"), "{page}");
}

#[tokio::test]
async fn the_api_describes_itself() {
    let (_folder, router) = corpus();
    let document = get(&router, "/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let page = get(&router, "/api").await;
    for path in document["paths"].as_object().expect("paths").keys() {
        assert!(page.body.contains(&format!("GET {path}<")), "{path}");
    }
    let hit = &document["components"]["schemas"]["HitResponse"];
    assert_eq!(
        hit["properties"]["occurrences"]["description"],
        "Places in its text at which a string of the query stands."
    );
}

#[tokio::test]
async fn a_trend_is_drawn_with_a_table_beside_it() {
    let (_folder, router) = corpus();
    let page = get(&router, "/trend?q=%E4%BE%9D%E6%B3%95%0A%E7%94%9F%E6%80%81&by=region").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for part in ["<svg class=\"chart\"", "class=\"tiles\"", "<table class=\"counted\">", "href=\"/coverage\""]
    {
        assert!(page.body.contains(part), "missing {part}");
    }
    assert!(get(&router, "/trend").await.status == StatusCode::OK);
    let wrong = get(&router, "/trend?q=a&base=%22").await;
    assert!(wrong.status == StatusCode::BAD_REQUEST && wrong.body.contains("role=\"alert\""));
}
