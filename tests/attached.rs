//! Pages whose text lies in files: what becomes of it when a file changes, fails, or answers in words of the site.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;

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

#[test]
fn a_file_that_changed_while_another_could_not_be_had_is_read_in_the_next_crawl() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", page(2019, &["/f/one.txt", "/f/two.txt"]));
    site.act("/f/one.txt", file("新修公路三十公里"));
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    site.answer("/f/two.txt", 500, "");
    for _ in 0..2 {
        assert_eq!(crawl(&site, data), json!({"transient": 1}));
        assert_eq!((found(data, "三十公里"), found(data, "改造小区十二个")), (json!(1), json!(1)));
    }
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(crawl(&site, data), json!({"changed": 1}));
    assert_eq!((found(data, "九十公里"), found(data, "改造小区十二个")), (json!(1), json!(1)));
    assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
    let asked = ["/a.html", "/f/one.txt", "/f/two.txt"].map(|path| site.statuses(path));
    assert_eq!(asked, [[304], [304], [304]], "once it is read it is asked for as before");
}

#[test]
fn a_changed_file_of_two_pages_reaches_both_of_them() {
    for order in [["/a.html", "/b.html"], ["/b.html", "/a.html"]] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &order, None);
        site.act("/a.html", page(2019, &["/f/one.txt", "/f/two.txt"]));
        site.act("/b.html", page(2020, &["/f/one.txt"]));
        site.act("/f/one.txt", file("新修公路三十公里"));
        site.act("/f/two.txt", file("改造小区十二个"));
        assert_eq!(crawl(&site, data), json!({"new": 2}));
        // Both pages say something new, so that both look at the file.
        for (path, year, files) in
            [("/a.html", 2019, &["/f/one.txt", "/f/two.txt"][..]), ("/b.html", 2020, &["/f/one.txt"])]
        {
            let mended = html(year, files) + "<!-- mended -->";
            site.act(path, Act::Tagged(mended.into_bytes()));
        }
        site.act("/f/one.txt", file("新修公路九十公里"));
        site.answer("/f/two.txt", 500, "");
        assert_eq!(crawl(&site, data), json!({"changed": 1, "transient": 1}), "{order:?}");
        assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(1), json!(1)), "{order:?}");
        site.act("/f/two.txt", file("改造小区十二个"));
        assert_eq!(crawl(&site, data), json!({"changed": 1, "unchanged": 1}), "{order:?}");
        assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(2), json!(0)), "{order:?}");
    }
}

/// A site of two pages that both name the first of two files; the first page names the second one too.
fn two_pages_with_a_file_in_common() -> Site {
    let site = Site::start();
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.act("/a.html", page(2019, &["/f/one.txt", "/f/two.txt"]));
    site.act("/b.html", page(2020, &["/f/one.txt"]));
    site.act("/f/one.txt", file("新修公路三十公里"));
    site.act("/f/two.txt", file("改造小区十二个"));
    site
}

#[test]
fn a_page_keeps_the_text_of_a_file_that_another_page_names_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path();
    let site = two_pages_with_a_file_in_common();
    assert_eq!(crawl(&site, data), json!({"new": 2}));
    site.act("/f/two.txt", file("改造小区九十个"));
    assert_eq!(crawl(&site, data), json!({"changed": 1, "unchanged": 1}));
    assert_eq!((found(data, "小区九十个"), found(data, "三十公里")), (json!(1), json!(2)));
    let id = run(data, &["search", "\"小区九十个\"", "--json"]).json()["hits"][0]["id"].clone();
    let text = run(data, &["read", id.as_str().unwrap_or_default(), "--json"]).json()["text"].to_string();
    assert!(text.find("三十公里") < text.find("九十个"), "in the order in which the page names them: {text}");
    site.act("/f/one.txt", file("新修公路九十公里"));
    site.answer("/f/two.txt", 404, "");
    crawl(&site, data);
    assert_eq!(found(data, "小区九十个"), json!(1));
}

#[test]
fn a_file_of_two_pages_is_read_anew_for_each_of_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path();
    let site = two_pages_with_a_file_in_common();
    assert_eq!(crawl(&site, data), json!({"new": 2}));
    let reread = run(data, &["reparse"]);
    assert_eq!(reread.code, 0, "{}", reread.err);
    assert!(reread.out.contains("2 read as before"), "{}", reread.out);
    assert_eq!((found(data, "三十公里"), found(data, "十二个")), (json!(2), json!(1)));
}

#[test]
fn a_text_that_we_hold_stays_while_no_file_can_be_read() {
    let unreadable: [&[u8]; 5] = [
        b"%PDF-1.4 and no more",
        b"PK\x03\x04\0\0broken",
        &[0; 400],
        b" \n ",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    ];
    for short in ["", "本年度收到申请三件，均已答复。"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &["/a.html"], None);
        site.act("/a.html", page(2019, &["/f/one.doc"]));
        let (good, says) = match short {
            "" => (file("新修公路三十公里"), "三十公里"),
            _ => (Act::Tagged(short.as_bytes().to_vec()), "申请三件"),
        };
        site.act("/f/one.doc", good.clone());
        assert_eq!(crawl(&site, data), json!({"new": 1}));
        for bytes in unreadable {
            site.act("/f/one.doc", Act::Tagged(bytes.to_vec()));
            for _ in 0..2 {
                assert_eq!(crawl(&site, data), json!({"transient": 1}), "{bytes:?}");
                assert_eq!(found(data, says), json!(1), "{bytes:?}");
            }
        }
        site.act("/a.html", page(2019, &["http://files.example.com/one.doc"]));
        assert_eq!(crawl(&site, data), json!({"transient": 1}), "the source does not list that host");
        assert_eq!(found(data, says), json!(1));
        site.act("/a.html", page(2019, &["/f/one.doc"]));
        site.act("/f/one.doc", good);
        assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
        assert_eq!(crawl(&site, data), json!({"unchanged": 1}));
        assert_eq!((site.statuses("/a.html"), site.statuses("/f/one.doc")), (vec![304], vec![304]));
        site.act("/f/one.doc", file("新修公路九十公里"));
        assert_eq!(crawl(&site, data), json!({"changed": 1}), "what can be read is taken");
    }
}

#[test]
fn a_page_whose_file_was_never_there_is_left_alone_once_it_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", page(2019, &["/f/one.doc"]));
    assert_eq!(crawl(&site, data), json!({"new": 1}));
    site.act("/a.html", Act::Tagged((html(2019, &["/f/one.doc"]) + "<!-- mended -->").into_bytes()));
    for status in [200, 304] {
        assert_eq!(crawl(&site, data), json!({"unchanged": 1}), "there is no text to be lost");
        assert_eq!(site.statuses("/a.html"), [status]);
    }
    site.act("/f/one.doc", file("新修公路三十公里"));
    assert_eq!(crawl(&site, data), json!({"changed": 1}));
}

#[test]
fn a_page_that_has_a_text_of_its_own_now_keeps_it_when_its_old_file_changes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    for (path, year, old) in [("/a.html", 2019, "/f/one.txt"), ("/b.html", 2020, "/f/two.txt")] {
        site.act(path, page(year, &[old]));
    }
    site.act("/f/one.txt", file("新修公路三十公里"));
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(crawl(&site, data), json!({"new": 2}));
    site.act("/a.html", Act::Tagged(report(2019).into_bytes()));
    site.act("/b.html", page(2020, &["/f/three.txt"]));
    site.act("/f/three.txt", file("新修公园三座"));
    assert_eq!(crawl(&site, data), json!({"changed": 2}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    site.act("/f/two.txt", file("改造小区九十个"));
    site.act("/f/three.txt", file("新修公园九座"));
    assert_eq!(crawl(&site, data), json!({"changed": 1, "unchanged": 1}));
    assert_eq!((found(data, "行政复议"), found(data, "公园九座")), (json!(1), json!(1)));
    assert_eq!((found(data, "公路"), found(data, "小区")), (json!(0), json!(0)));
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
    let again = found(data, "九十公里").as_u64();
    assert!(again.is_some_and(|found| found > 0), "what is a file is taken again");
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

#[test]
fn a_store_built_again_from_files_that_failed_or_were_none_is_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    site.act("/a.html", page(2019, &["/f/one.doc", "/f/two.doc"]));
    site.act("/b.html", page(2020, &["/f/three.doc"]));
    site.answer("/c.html", 200, "<meta http-equiv=\"refresh\" content=\"9;url=/c2.html\">");
    site.report("/c2.html", 2021);
    let well = || {
        site.act("/f/two.doc", file("改造小区十二个"));
        site.act("/f/three.doc", file("新修公园三座"));
        site.report("/c2.html", 2021);
    };
    well();
    site.act("/f/one.doc", file("新修公路三十公里"));
    crawl(&site, data);
    site.act("/f/one.doc", file("新修公路九十公里"));
    for path in ["/f/two.doc", "/f/three.doc", "/c2.html"] {
        site.act(path, Act::Tagged(notices()[0].clone().into_bytes()));
    }
    crawl(&site, data);
    well();
    crawl(&site, data);
    let built = tempfile::tempdir().expect("a temporary folder");
    std::fs::rename(data.join("warc"), built.path().join("warc")).expect("the evidence can be moved");
    std::fs::write(built.path().join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    let rebuilt = run(built.path(), &["reparse", "--rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    let [before, after] = [data, built.path()].map(|data| {
        let outcomes = run(data, &["status", "--json"]).json()["sources"][0]["outcomes"].clone();
        (outcomes, found(data, "九十公里"), found(data, "三十公里"), found(data, "公园三座"))
    });
    assert_eq!(before, after);
    assert_eq!((&before.1, &before.2, &before.3), (&json!(1), &json!(0), &json!(1)));
}
