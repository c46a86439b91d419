//! Pages that come with one text for articles of different titles: what stands in place of pages, in whatever words, and what offices
//! put up with the same words.

use std::path::Path;

use serde_json::json;

use crate::faults::asked_by;
use crate::program::run;
use crate::site::Site;

const NAMES: [&str; 6] = ["防汛", "供水", "绿化", "交通", "教育", "医疗"];

/// Lets a list name an article for each of so many names.
fn listed(site: &Site, count: usize) -> Vec<(String, String)> {
    let of = |n: usize| {
        let title = format!("某县{}工作第{n}号情况通报", NAMES[n % NAMES.len()]);
        (format!("/{n}.html"), title)
    };
    let articles: Vec<(String, String)> = (0..count).map(of).collect();
    let row = |(path, title): &(String, String)| {
        format!("<li><a href=\"{path}\">{title}</a><span>2023-01-02</span></li>")
    };
    let rows: String = articles.iter().map(row).collect();
    site.answer("/list.html", 200, &format!("<title>情况通报</title><ul>{rows}</ul>"));
    articles
}

fn put_up(site: &Site, (path, title): &(String, String), text: &str) {
    site.answer(path, 200, &format!("<title>{title}</title><h1>{title}</h1><div>发布日期：2023-01-02</div><div id=\"zoom\"><p>{text}</p></div>"));
}

/// How many documents hold these words.
fn holding(data: &Path, words: &str) -> u64 {
    let answer = run(data, &["search", &format!("\"{words}\""), "--json", "--limit", "0"]).json();
    answer["total"]["documents"].as_u64().expect("a count")
}

/// What no list of words knows.
fn casino(n: usize) -> String {
    let text = "<p>天天乐游艺欢迎光临，充值即送彩金，客服全天在线，信誉第一。</p>".repeat(4);
    format!("<title>天天乐游艺</title><h1>天天乐游艺</h1>{text}<p>编号：ab-{n}</p>")
}

#[test]
fn a_text_that_comes_for_many_articles_takes_no_text_away_and_its_host_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let articles = listed(&site, 40);
    for (n, article) in articles.iter().enumerate() {
        put_up(&site, article, &format!("会议通报了第{n}项工作的进展，要求各单位抓紧落实，按月报送。"));
    }
    assert_eq!(site.crawl(data), (0, json!({"new": 40})));
    for (n, (path, _)) in articles.iter().enumerate() {
        site.answer(path, 200, &casino(n));
    }
    let (crawled, asked) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert!(crawled.code == 3 && (12..=24).contains(&asked), "{asked} asked: {}", crawled.err);
    assert!(crawled.err.contains("blocked 10 addresses in a row (the same text"), "{}", crawled.err);
    assert!(crawled.err.contains("the text that came for"), "{}", crawled.err);
    assert_eq!((holding(data, "天天乐游艺"), holding(data, "会议通报了")), (1, 39));
    let status = run(data, &["status", "--json"]).json();
    assert_eq!(status["sources"][0]["health"], "failed", "{status}");
}

#[test]
fn a_text_that_comes_for_many_new_articles_is_one_document_at_most() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    for (n, (path, _)) in listed(&site, 6).iter().enumerate() {
        site.answer(path, 200, &casino(n));
    }
    assert_eq!(site.crawl(data), (0, json!({"new": 1, "blocked": 5})));
    assert_eq!(holding(data, "天天乐游艺"), 1);
    let built = tempfile::tempdir().expect("a temporary folder");
    std::fs::rename(data.join("warc"), built.path().join("warc")).expect("the evidence can be moved");
    std::fs::write(built.path().join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    assert_eq!(run(built.path(), &["reparse", "--rebuild"]).code, 0);
    assert_eq!(holding(built.path(), "天天乐游艺"), 1, "the evidence tells the same");
}

#[test]
fn offices_may_say_the_same_of_many_matters() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    for article in &listed(&site, 6) {
        put_up(&site, article, "有关情况正在汇总，汇总后即予公布。");
    }
    assert_eq!(site.crawl(data), (0, json!({"new": 6})));
    for (path, title) in &listed(&site, 6) {
        site.answer(path, 200, &format!("<title>某县人民政府</title><h3>{title}</h3><p>有关情况仍在汇总，年底以前另行公布，请关注。</p>"));
    }
    assert_eq!(site.crawl(data), (0, json!({"changed": 6})));
    assert_eq!(holding(data, "仍在汇总"), 6);
}
