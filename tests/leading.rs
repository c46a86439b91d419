//! Addresses that only lead elsewhere: what is gone with where they lead, what is rebuilt of them, and what stands in for a file.

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

/// Crawls the site, and tells what came of the articles, but for where they lead.
fn crawl(site: &Site, data: &Path) -> Value {
    site.forget();
    let (code, mut outcomes) = site.crawl(data);
    assert_eq!(code, 0, "{outcomes}");
    outcomes.as_object_mut().expect("counts").remove("moved");
    outcomes
}

#[test]
fn what_several_addresses_lead_to_is_gone_with_its_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for from in ["/a.html", "/b.html"] {
        site.answer(from, 302, "/new/a.html");
    }
    site.act("/new/a.html", Act::Tagged(report(2019).into_bytes()));
    site.act("/c.html", Act::Tagged(report(2020).into_bytes()));
    let found = || run(data, &["search", "*", "--json", "--limit", "0"]).json()["total"]["documents"].clone();
    crawl(&site, data);
    assert_eq!(found(), 2);
    site.answer("/new/a.html", 404, "");
    for _ in 0..2 {
        crawl(&site, data);
    }
    assert_eq!(found(), 1, "two crawls did not find it");
}

#[test]
fn a_store_built_again_from_redirects_and_304_is_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.answer("/a.html", 302, "/new/a.html");
    site.act("/new/a.html", Act::Tagged(report(2019).into_bytes()));
    for outcome in ["new", "unchanged", "unchanged"] {
        assert_eq!(crawl(&site, data), json!({outcome: 1}));
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
fn one_refresh_of_a_page_is_followed_wherever_it_stands() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let refresh =
        |seconds: u8, to: &str| format!("<meta http-equiv=\"refresh\" content=\"{seconds};url={to}\">");
    site.list("/list.html", &["/one.html", "/two.html", "/late.html", "/later.html"], None);
    site.answer("/one.html", 302, "/one2.html");
    site.answer("/one2.html", 200, &refresh(0, "/one3.html"));
    site.report("/one3.html", 2018);
    site.answer("/two.html", 302, "/two2.html");
    site.answer("/two2.html", 200, &refresh(0, "/two3.html"));
    site.answer("/two3.html", 200, &refresh(0, "/two4.html"));
    site.report("/two4.html", 2019);
    site.answer("/late.html", 200, &refresh(9, "/late2.html"));
    site.answer("/late2.html", 302, "/late3.html");
    site.report("/late3.html", 2020);
    site.answer("/later.html", 200, &refresh(9, "/later2.html"));
    site.answer("/later2.html", 200, &refresh(0, "/later3.html"));
    site.report("/later3.html", 2021);
    assert_eq!(crawl(&site, data), json!({"new": 2, "refused": 2}));
    assert!(!site.asked().contains(&"/two4.html".to_owned()));
    assert_eq!(run(data, &["search", "*", "--json", "--limit", "0"]).json()["total"]["documents"], 2);
}

#[test]
fn a_page_behind_a_refresh_that_says_nothing_of_its_own_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/fast.html", "/slow.html"], None);
    site.answer("/fast.html", 200, "<meta http-equiv=\"refresh\" content=\"0;url=/fast2.html\">");
    site.answer("/slow.html", 200, "<meta http-equiv=\"refresh\" content=\"9;url=/slow2.html\">");
    let well = || {
        site.report("/fast2.html", 2019);
        site.report("/slow2.html", 2020);
    };
    well();
    assert_eq!(crawl(&site, data), json!({"new": 2}));
    let kept = || {
        run(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json()["total"]["documents"].clone()
    };
    for words in [
        "<title>提示</title><p>系统繁忙，请稍后再试</p>",
        "<title>提示</title><p>程序异常</p>",
        "ORA-12541: TNS no listener",
        "<title>某县2020年度法治政府建设工作报告</title><div id=\"zoom\"></div>",
    ] {
        for path in ["/fast2.html", "/slow2.html"] {
            site.answer(path, 200, &format!("<html><body>{words}</body></html>"));
        }
        assert_eq!(crawl(&site, data), json!({"transient": 2}), "{words}");
        assert_eq!(kept(), 2, "{words}");
    }
    site.answer("/", 200, "<html><title>首页</title><body>欢迎</body></html>");
    for path in ["/fast2.html", "/slow2.html"] {
        site.answer(path, 302, "/");
    }
    assert_eq!(crawl(&site, data), json!({"soft404": 3}), "with one that was met on the way before");
    assert_eq!(kept(), 2);
    well();
    assert_eq!(crawl(&site, data), json!({"unchanged": 2}));
    site.report("/slow2.html", 2021);
    assert_eq!(crawl(&site, data), json!({"changed": 1, "unchanged": 1}), "a real change is taken");
}

#[test]
fn a_document_is_gone_whose_page_sends_its_readers_where_nothing_is() {
    for seconds in [0, 9] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &["/a.html", "/b.html"], None);
        site.report("/a.html", 2019);
        site.report("/b.html", 2020);
        assert_eq!(crawl(&site, data), json!({"new": 2}));
        let count =
            || run(data, &["search", "*", "--json", "--limit", "0"]).json()["total"]["documents"].clone();
        site.answer(
            "/a.html",
            200,
            &format!("<meta http-equiv=\"refresh\" content=\"{seconds};url=/x.html\">"),
        );
        site.answer("/x.html", 500, "");
        for _ in 0..2 {
            crawl(&site, data);
        }
        assert_eq!(count(), json!(2), "a failure says nothing");
        site.answer("/x.html", 404, "");
        assert_eq!(crawl(&site, data)["missing"], json!(1), "{seconds}");
        assert_eq!(count(), json!(2), "it was missed once");
        assert_eq!(crawl(&site, data)["gone"], json!(1), "{seconds}");
        assert_eq!(count(), json!(1));
        site.report("/a.html", 2019);
        crawl(&site, data);
        assert_eq!(count(), json!(2), "it is back");
    }
}

#[test]
fn a_short_notice_is_not_gone_because_the_page_that_it_sends_its_readers_to_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let notice = "<title>停水通知</title><h1>停水通知</h1><div id=\"zoom\"><p>明天城东停水一天。</p></div>";
    site.list("/list.html", &["/a.html"], None);
    site.answer("/a.html", 200, notice);
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    site.answer(
        "/a.html",
        200,
        &format!("<meta http-equiv=\"refresh\" content=\"300;url=/x.html\">{notice}"),
    );
    for _ in 0..3 {
        crawl(&site, data);
        let found = run(data, &["search", "\"城东停水\"", "--json", "--limit", "0"]).json();
        assert_eq!(found["total"]["documents"], 1);
    }
}

#[test]
fn a_page_behind_a_refresh_has_the_text_of_its_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.answer("/a.html", 200, "<meta http-equiv=\"refresh\" content=\"9;url=/b.html\">");
    site.answer("/b.html", 200, &page_with_file("/f/a.txt"));
    site.answer("/f/a.txt", 200, &"全年办理行政复议案件十七件，均已办结。".repeat(9));
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    let found = run(data, &["search", "\"行政复议案件十七件\"", "--json", "--limit", "0"]).json();
    assert_eq!(found["total"]["documents"], 1);
}

#[test]
fn a_file_that_leads_elsewhere_than_before_is_read_from_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let text = |says: &str| Act::Tagged(format!("{says}，各单位认真落实，按期办结。").repeat(9).into_bytes());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", Act::Tagged(page_with_file("/f/a.txt").into_bytes()));
    site.answer("/f/a.txt", 302, "/g/a.txt");
    site.act("/g/a.txt", text("新修公路三十公里"));
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    assert_eq!(crawl(&site, data), json!({"unchanged": 1}), "it is one file, whatever leads to it");
    site.answer("/f/a.txt", 302, "/h/a.txt");
    site.answer("/g/a.txt", 404, "");
    site.act("/h/a.txt", text("新修公路九十公里"));
    assert_eq!(crawl(&site, data), json!({"changed": 1}));
    let found = |says: &str| {
        run(data, &["search", &format!("\"{says}\""), "--json", "--limit", "0"]).json()["total"]["documents"]
            .clone()
    };
    assert_eq!((found("三十公里"), found("九十公里")), (json!(0), json!(1)));
    for _ in 0..2 {
        assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
    }
    assert!(!site.asked().contains(&"/g/a.txt".to_owned()), "it is no file of the page any more");
}

#[test]
fn a_file_that_a_page_names_by_two_addresses_is_read_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let page = page_with_file("/f/a.txt").replace("</div>", "<a href=\"/g/a.txt\">同一附件</a></div>");
    let text = |says: &str| Act::Tagged(format!("{says}，各单位认真落实，按期办结。").repeat(9).into_bytes());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", Act::Tagged(page.clone().into_bytes()));
    site.answer("/f/a.txt", 302, "/g/a.txt");
    site.act("/g/a.txt", text("新修公路三十公里"));
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
    site.act("/a.html", Act::Tagged(page.replace("同一", "另一").into_bytes()));
    assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
    site.act("/g/a.txt", text("新修公路九十公里"));
    assert_eq!(crawl(&site, data), json!({"changed": 1}));
    let id = run(data, &["search", "\"九十公里\"", "--json"]).json()["hits"][0]["id"].clone();
    let text = run(data, &["read", id.as_str().unwrap_or_default(), "--json"]).json()["text"].to_string();
    assert_eq!(text.matches("九十公里").count(), 9, "{text}");
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
    let crawl = |more: &str, code: i32| {
        std::fs::write(data.join("gongbao.toml"), site.recipe("site") + more)
            .expect("a recipe can be written");
        site.forget();
        assert_eq!(run(data, &["crawl"]).code, code);
        let mut outcomes = run(data, &["status", "--json"]).json()["sources"][0]["outcomes"].clone();
        outcomes.as_object_mut().expect("counts").retain(|_, count| *count != 0);
        outcomes
    };
    assert_eq!(crawl("", 3), json!({"soft404": 2}), "cookies are kept only for a source that asks for it");
    assert_eq!(crawl("cookies = true\n", 0), json!({"new": 2}));
    assert_eq!(crawl("cookies = true\n", 0), json!({"unchanged": 2}));
    assert_eq!((site.statuses("/a.html"), site.statuses("/b.html")), (vec![302, 304], vec![304]));
    site.answer("/a.html", 302, "/");
    assert_eq!(
        crawl("cookies = true\n", 0),
        json!({"unchanged": 1, "soft404": 1}),
        "what is not there stays away"
    );
    assert!(site.statuses("/a.html").len() <= 2, "it is asked once more at most");
}
