//! Addresses that only lead elsewhere: what a second crawl asks for, and what stands in for a file.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;

/// A page whose text lies in a file.
fn page_with_file(file: &str) -> String {
    let title = "某县2020年度法治政府建设工作报告";
    format!(
        "<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\"><a href=\"{file}\">附件</a></div></body></html>"
    )
}

fn text(says: &str) -> Act {
    Act::Tagged(
        format!("某县2020年度法治政府建设工作报告\n{}", format!("全年{says}，按期办结。\n").repeat(9))
            .into_bytes(),
    )
}

/// Crawls the site, and tells what came of the articles, but for where they lead, and what a path was answered with.
fn crawl(site: &Site, data: &Path, path: &str) -> (Value, Vec<u16>) {
    site.forget();
    let (code, mut outcomes) = site.crawl(data);
    assert_eq!(code, 0, "{outcomes}");
    outcomes.as_object_mut().expect("counts").remove("moved");
    (outcomes, site.statuses(path))
}

#[test]
fn what_an_address_always_leads_to_is_sent_whole_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let row = |path: &str, year: u16| {
        format!(
            "<li><a href=\"{path}\">某县{year}年度法治政府建设工作报告</a><span>{}-01-02</span></li>",
            year + 1
        )
    };
    let list = format!("<title>年度报告</title><ul>{}{}</ul>", row("/a.html", 2019), row("/b.html", 2020));
    for (from, to, act) in [
        ("/list.html", "/fzzf/list.html", Act::Tagged(list.into_bytes())),
        ("/a.html", "/new/a.html", Act::Tagged(report(2019).into_bytes())),
        ("/b.html", "/new/b.html", Act::Tagged(page_with_file("/f/b.txt").into_bytes())),
        ("/f/b.txt", "/store/b.txt", text("办理行政复议案件")),
    ] {
        site.answer(from, 302, to);
        site.act(to, act);
    }
    assert_eq!(crawl(&site, data, "/new/a.html"), (json!({"new": 2}), vec![200]));
    for path in ["/fzzf/list.html", "/new/a.html", "/new/b.html", "/store/b.txt"] {
        assert_eq!(crawl(&site, data, path), (json!({"unchanged": 2}), vec![304]), "{path}");
    }
    site.act("/store/b.txt", text("办理行政应诉案件"));
    assert_eq!(crawl(&site, data, "/store/b.txt"), (json!({"unchanged": 1, "changed": 1}), vec![200]));
    let found = run(data, &["search", "\"行政应诉\"", "--json", "--limit", "0"]).json();
    assert_eq!(found["total"]["documents"], 1);
    site.act("/newer/a.html", Act::Tagged(report(2019).into_bytes()));
    site.answer("/a.html", 302, "/newer/a.html");
    assert_eq!(
        crawl(&site, data, "/newer/a.html"),
        (json!({"unchanged": 3}), vec![200]),
        "it leads elsewhere"
    );
    assert_eq!(crawl(&site, data, "/newer/a.html").1, [304]);
}

#[test]
fn a_document_that_is_not_where_its_address_always_leads_is_gone_after_two_crawls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.answer("/a.html", 302, "/new/a.html");
    site.report("/new/a.html", 2019);
    site.report("/b.html", 2020);
    let found = || {
        run(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json()["total"]["documents"].clone()
    };
    crawl(&site, data, "/");
    site.answer("/new/a.html", 404, "");
    crawl(&site, data, "/");
    assert_eq!(found(), 2, "one crawl proves nothing");
    crawl(&site, data, "/");
    assert_eq!(found(), 1);
    site.report("/new/a.html", 2019);
    crawl(&site, data, "/");
    assert_eq!(found(), 2, "what comes back is found again");
}

#[test]
fn a_store_built_again_from_redirects_and_304_is_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.answer("/a.html", 302, "/new/a.html");
    site.act("/new/a.html", Act::Tagged(report(2019).into_bytes()));
    for outcome in ["new", "unchanged", "unchanged"] {
        assert_eq!(crawl(&site, data, "/").0, json!({outcome: 1}));
    }
    let built = tempfile::tempdir().expect("a temporary folder");
    std::fs::rename(data.join("warc"), built.path().join("warc")).expect("the evidence can be moved");
    std::fs::write(built.path().join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    let rebuilt = run(built.path(), &["reparse", "--rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    let [before, after] = [data, built.path()].map(|data| run(data, &["status", "--json"]).json());
    assert_eq!(before["sources"][0]["outcomes"], after["sources"][0]["outcomes"]);
}

#[test]
fn a_file_that_leads_to_the_front_page_is_none_and_the_front_page_is_not_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.act("/a.html", Act::Tagged(page_with_file("/f/a.pdf").into_bytes()));
    site.act("/b.html", Act::Tagged(page_with_file("/f/a.pdf").into_bytes()));
    site.answer("/f/a.pdf", 302, "/");
    site.answer("/", 200, "<html><title>首页</title><body>欢迎</body></html>");
    site.crawl(data);
    for _ in 0..2 {
        site.forget();
        assert_eq!(site.crawl(data), (0, json!({"unchanged": 2})));
        assert_eq!((site.statuses("/f/a.pdf"), site.statuses("/")), (vec![302], vec![]));
    }
}

#[test]
fn a_site_that_gives_its_cookie_at_the_front_page_is_asked_once_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020)] {
        let inside = Act::Tagged(report(year).into_bytes());
        site.act(path, Act::ToWhoHas("sid=1", Box::new(inside), "/".to_owned()));
    }
    site.act(
        "/",
        Act::Say(
            200,
            b"<title>\xe9\xa6\x96\xe9\xa1\xb5</title>".to_vec(),
            "Set-Cookie: sid=1; Path=/\r\n".to_owned(),
        ),
    );
    let crawl = |more: &str| {
        std::fs::write(data.join("gongbao.toml"), site.recipe("site") + more)
            .expect("a recipe can be written");
        site.forget();
        assert_eq!(run(data, &["crawl"]).code, 0);
        let mut outcomes = run(data, &["status", "--json"]).json()["sources"][0]["outcomes"].clone();
        outcomes.as_object_mut().expect("counts").retain(|_, count| *count != 0);
        outcomes
    };
    assert_eq!(crawl(""), json!({"soft404": 2}), "cookies are kept only for a source that asks for it");
    assert_eq!(crawl("cookies = true\n"), json!({"new": 2}));
    assert_eq!(crawl("cookies = true\n"), json!({"unchanged": 2}));
    assert_eq!((site.statuses("/a.html"), site.statuses("/b.html")), (vec![302, 304], vec![304]));
    site.answer("/a.html", 302, "/");
    assert_eq!(
        crawl("cookies = true\n"),
        json!({"unchanged": 1, "soft404": 1}),
        "what is not there stays away"
    );
    assert!(site.statuses("/a.html").len() <= 2, "it is asked once more at most");
}
