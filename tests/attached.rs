//! Pages whose text lies in files: what becomes of it when a file changes, fails, or answers in words of the site.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;

/// A page of a year whose text lies in files.
fn html(year: u16, files: &[&str]) -> String {
    let title = format!("某县{year}年度法治政府建设工作报告");
    let links: String =
        files.iter().enumerate().map(|(n, file)| format!("<a href=\"{file}\">附件{n}</a>")).collect();
    format!("<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{links}</div></body></html>")
}

/// The same, as it is sent.
fn page(year: u16, files: &[&str]) -> Act {
    Act::Tagged(html(year, files).into_bytes())
}

/// A file that says one thing at some length.
fn file(says: &str) -> Act {
    let text: String = (1..9).map(|n| format!("第{n}项：{says}，各单位认真落实，按期办结。\n")).collect();
    Act::Tagged(text.into_bytes())
}

fn crawl(site: &Site, data: &Path) -> Value {
    site.forget();
    let (code, outcomes) = site.crawl(data);
    assert_eq!(code, 0, "{outcomes}");
    outcomes
}

fn found(data: &Path, phrase: &str) -> Value {
    run(data, &["search", &format!("\"{phrase}\""), "--json", "--limit", "0"]).json()["total"]["documents"]
        .clone()
}

/// What sites answer with status 200 in place of a file.
fn notices() -> [String; 5] {
    let frames: String =
        (1..30).map(|n| format!("\tat cn.example.web.Down.load{n}(Down.java:{n})\n")).collect();
    [
        "<html><title>提示</title><body><p>系统繁忙，请稍后再试</p></body></html>".to_owned(),
        "系统异常".to_owned(),
        "<html><body>您访问的页面不存在</body></html>".to_owned(),
        format!("java.lang.NullPointerException\n{frames}"),
        "<html><body>500 Internal Server Error</body></html>".to_owned(),
    ]
}

#[test]
fn what_a_site_says_in_place_of_a_file_never_takes_the_place_of_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    site.act("/a.html", page(2019, &["/f/one.doc"]));
    site.act("/b.html", page(2020, &["/f/one.doc", "/f/two.doc"]));
    site.act("/c.html", Act::Say(200, html(2021, &["/f/two.doc"]).into_bytes(), String::new()));
    site.act("/f/one.doc", file("新修公路三十公里"));
    site.act("/f/two.doc", file("改造小区十二个"));
    assert_eq!(crawl(&site, data), json!({"new": 3}));
    for notice in notices() {
        site.act("/f/one.doc", Act::Tagged(notice.clone().into_bytes()));
        site.act("/f/two.doc", Act::Tagged(notice.clone().into_bytes()));
        for _ in 0..2 {
            assert_eq!(crawl(&site, data), json!({"unchanged": 2, "transient": 1}), "{notice}");
            assert_eq!((found(data, "三十公里"), found(data, "十二个")), (json!(2), json!(2)), "{notice}");
        }
        site.act("/f/one.doc", file("新修公路三十公里"));
        site.act("/f/two.doc", file("改造小区十二个"));
        assert_eq!(crawl(&site, data)["changed"], Value::Null, "{notice}");
    }
    site.answer("/f/one.doc", 302, "/");
    site.answer("/f/two.doc", 302, "/");
    assert_eq!(crawl(&site, data), json!({"unchanged": 2, "transient": 1}), "a front page is no file either");
    assert_eq!((found(data, "三十公里"), found(data, "十二个")), (json!(2), json!(2)));
    site.act("/f/one.doc", file("新修公路九十公里"));
    site.act("/f/two.doc", file("改造小区十二个"));
    crawl(&site, data);
    assert_ne!(found(data, "九十公里"), json!(0), "what is a file is taken again");
}

#[test]
fn a_file_that_is_none_at_first_is_read_once_it_is_one() {
    for notice in notices() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &["/a.html"], None);
        site.act("/a.html", page(2019, &["/f/one.doc"]));
        site.act("/f/one.doc", Act::Tagged(notice.clone().into_bytes()));
        assert_eq!(crawl(&site, data), json!({"new": 1}));
        assert_eq!(found(data, "系统"), json!(0), "{notice}");
        assert_eq!(crawl(&site, data), json!({"unchanged": 1}), "{notice}");
        site.act("/f/one.doc", file("新修公路三十公里"));
        assert_eq!(crawl(&site, data), json!({"changed": 1}), "{notice}");
        assert_eq!(found(data, "三十公里"), json!(1), "{notice}");
    }
}

#[test]
fn a_file_that_is_a_page_or_speaks_of_failures_is_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    let saved = "<p>全年处置系统异常三十起，服务器错误十二起，均已修复。</p>".repeat(12);
    let saved = format!("<html><head><title>处置情况</title></head><body>{saved}</body></html>");
    site.act("/a.html", page(2019, &["/f/saved.doc"]));
    site.act("/f/saved.doc", Act::Tagged(saved.into_bytes()));
    site.act("/b.html", page(2020, &["/f/plain.txt"]));
    site.act("/f/plain.txt", file("页面不存在的三十处已经整改"));
    site.act("/c.html", page(2021, &["/f/short.txt"]));
    site.answer("/f/short.txt", 200, "本年度收到申请三件，均已答复。");
    assert_eq!(crawl(&site, data), json!({"new": 3}));
    for phrase in ["系统异常三十起", "页面不存在的三十处", "收到申请三件"] {
        assert_eq!(found(data, phrase), json!(1), "{phrase}");
    }
}
