//! Sources of which nothing can be had, whose lists lead elsewhere or that block us: what whoever crawls by a clock hears.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::faults::asked_by;
use crate::faults::found;
use crate::program::run;
use crate::site::Site;

/// The paths of so many articles, which the list of a site names.
fn listed(site: &Site, count: usize) -> Vec<String> {
    let paths: Vec<String> = (0..count).map(|n| format!("/{n}.html")).collect();
    site.list("/list.html", &paths.iter().map(String::as_str).collect::<Vec<_>>(), None);
    paths
}

/// How the first source stands: its health and why its last run failed.
fn stands(data: &Path) -> (String, String) {
    let source = run(data, &["status", "--json"]).json()["sources"][0].clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&source["health"]), text(&source["last_run"]["failure"]))
}

/// Lets the front page lead to columns with news of their own.
fn front(site: &Site) {
    site.answer("/", 200, "<title>某县人民政府</title><div><a href=\"/news/\">要闻</a></div>");
    let row = "<li><a href=\"/news/1.html\">某县召开2023年工作会议</a><span>2023-01-02</span></li>";
    site.answer("/news/", 200, &format!("<title>要闻</title><ul>{row}</ul>"));
    site.report("/news/1.html", 2001);
}

#[test]
fn a_list_that_leads_to_the_front_page_fails_and_brings_in_nothing_of_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    for (n, path) in listed(&site, 2).iter().enumerate() {
        site.report(path, 2019 + n as i16);
    }
    front(&site);
    assert_eq!(site.crawl(data).0, 0);
    let refresh = "<meta http-equiv=\"refresh\" content=\"0;url=/\">";
    for (status, leads) in [(302, "/"), (200, refresh)] {
        site.answer("/list.html", status, leads);
        site.forget();
        let (code, outcomes) = site.crawl(data);
        assert_eq!((code, outcomes), (3, serde_json::json!({"unchanged": 2, "soft404": 1})));
        let (health, why) = stands(data);
        assert!(
            health == "failed" && why.contains("no list any more: it is redirected to the front page"),
            "{why}"
        );
        assert!(!site.asked().iter().any(|path| path.starts_with("/news")), "{:?}", site.asked());
    }
    assert_eq!(found(data), 2);
    let recipe = site.recipe("site").replace("/list.html", "/");
    assert_eq!(asked_by(&site, data, &recipe, &["crawl"]).0.code, 0, "a recipe may begin at the front page");
    assert_eq!(found(data), 3);
}

#[test]
fn a_source_of_which_no_article_can_be_had_fails() {
    for (status, body) in
        [(404, ""), (200, "<html><title>提示</title><body>您访问的页面不存在</body></html>")]
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        for path in listed(&site, 6) {
            site.answer(&path, status, body);
        }
        assert_eq!(site.crawl(data).0, 3);
        let (health, why) = stands(data);
        assert!(health == "failed" && why.starts_with("none of its 6 articles could be had: 6 "), "{why}");
        for (n, path) in listed(&site, 6).iter().enumerate() {
            site.report(path, 2015 + n as i16);
        }
        assert_eq!(site.crawl(data).0, 0);
        assert_eq!(site.crawl(data), (0, serde_json::json!({"unchanged": 6})), "a quiet day is fine");
        assert_eq!(stands(data), ("ok".to_owned(), String::new()));
    }
}

#[test]
fn lists_that_name_no_article_fail_their_source() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.answer(
        "/list.html",
        200,
        "<dl><dt><a href=\"/d?k=1\">甲</a></dt><dt><a href=\"/d?k=2\">乙</a></dt></dl>",
    );
    site.report("/d?k=1", 2019);
    site.report("/d?k=2", 2020);
    let recipe = site.recipe("site") + "selectors = { item = \"li.none\" }\n";
    assert_eq!(asked_by(&site, data, &recipe, &["crawl"]).0.code, 3);
    assert!(stands(data).1.contains("none of its lists names an article"), "{}", stands(data).1);
    let recipe = site.recipe("site") + "selectors = { item = \"dt\" }\n";
    assert_eq!(asked_by(&site, data, &recipe, &["crawl"]).0.code, 0);
    assert_eq!(found(data), 2);
}

#[test]
fn a_new_column_may_say_that_it_is_empty_and_one_that_named_articles_may_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let empty = "<title>年度报告</title><p>暂无相关信息</p>";
    site.answer("/list.html", 200, empty);
    for time in ["一", "二"] {
        site.answer("/list.html", 200, &format!("{empty}<i>{time}</i>"));
        assert_eq!(site.crawl(data).0, 0);
        assert!(run(data, &["status"]).out.contains("the list says that it is empty"));
    }
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    assert_eq!(site.crawl(data).0, 0);
    for _ in 0..2 {
        site.answer("/list.html", 200, empty);
        assert_eq!(site.crawl(data).0, 3);
        assert!(stands(data).1.contains("says that it is empty, and named articles before"));
    }
    assert_eq!(found(data), 1);
}

#[test]
fn columns_of_columns_are_looked_into_where_they_lie_deeper() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let leading =
        |to: &[&str]| to.iter().map(|to| format!("<a href=\"{to}\">年度栏目</a>")).collect::<String>();
    site.answer("/n/", 200, &leading(&["/n/2021/", "/n/2022/"]));
    site.answer("/n/2021/", 200, &leading(&["/n/2021/a/", "/n/2022/", "/n/other/", "/"]));
    site.list("/n/2021/a/", &["/1.html"], None);
    site.list("/n/2022/", &["/2.html"], None);
    site.list("/n/other/", &["/3.html"], None);
    for (path, year) in [("/1.html", 2019), ("/2.html", 2020), ("/3.html", 2021)] {
        site.report(path, year);
    }
    let recipe = site.recipe("site").replace("/list.html", "/n/");
    let (crawled, _) = asked_by(&site, data, &recipe, &["crawl"]);
    assert_eq!(crawled.code, 0, "{}", crawled.err);
    assert_eq!(found(data), 2, "what stands beside a column is not below it");
    assert!(run(data, &["source", "test", "site"]).out.contains("1 article on http"));
}

#[test]
fn a_host_that_blocks_many_addresses_in_a_row_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    for path in listed(&site, 30) {
        site.answer(&path, 403, "");
    }
    site.list("/other.html", &["/free.html"], None);
    site.report("/free.html", 2019);
    let other = site.recipe("other").replace("/list.html", "/other.html");
    let recipes = format!("[crawler]\nsources_at_once = 1\n{}{other}", site.recipe("site"));
    let (crawled, asked) = asked_by(&site, data, &recipes, &["crawl"]);
    // The other source may have come first, with a list and a page of its own.
    let came_first = asked == 13;
    assert!(crawled.code == 3 && (asked == 11 || came_first), "{asked} asked: {}", crawled.err);
    assert!(crawled.err.contains("blocked 10 addresses in a row (access is forbidden)"), "{}", crawled.err);
    let status = run(data, &["status"]).out;
    let left = if came_first { 1 } else { 2 };
    assert_eq!(
        status.matches("it is left alone").count(),
        left,
        "its other source hears of it too: {status}"
    );
}

#[test]
fn a_host_that_answers_with_logins_or_refusals_is_left_alone_too() {
    let form = "<title>用户登录</title><form>用户名<input name=u>密码<input type=password name=p></form>";
    let denied = "<div id=zoom>您无权访问该页面</div>";
    let ways = [
        (302, "/login.jsp", "redirected to a login"),
        (302, "/door.jsp", "a login instead"),
        (200, form, "a login instead"),
        (200, denied, "may not be seen"),
    ];
    for (status, answer, why) in ways {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.answer("/login.jsp", 200, form);
        site.answer("/door.jsp", 200, form);
        for path in listed(&site, 40) {
            site.answer(&path, status, answer);
        }
        let (crawled, asked) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
        assert_eq!(crawled.code, 3, "{}", crawled.err);
        // Some more may be under way while the tenth is read.
        assert!((11..=22).contains(&asked), "{answer}: {asked} asked");
        assert!(crawled.err.contains("blocked 10 addresses in a row"), "{}", crawled.err);
        assert!(crawled.err.contains(why), "{}", crawled.err);
    }
}

#[test]
fn a_few_closed_pages_do_not_close_a_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    for (n, path) in listed(&site, 20).iter().enumerate() {
        site.answer(path, 403, "");
        if n == 9 || n == 15 {
            site.report(path, 2000 + n as i16);
        }
    }
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 2, "blocked": 18})));
}

#[test]
fn a_start_page_without_a_list_leads_to_the_sitemaps_of_robots_txt() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let at = |path: &str| format!("http://{}{path}", site.address);
    let robots =
        format!("User-agent: *\nDisallow:\nSitemap: {}\nSitemap: {}\n", at("/x/sm.xml"), at("/all.xml"));
    site.answer("/robots.txt", 200, &robots);
    let map = |path: &str| format!("<urlset><url><loc>{}</loc></url></urlset>", at(path));
    site.answer("/x/", 200, "<h1>某县司法局</h1>");
    site.answer("/x/sm.xml", 200, &map("/x/info/1/2019.htm"));
    site.answer("/all.xml", 200, &map("/info/1/2020.htm"));
    site.report("/x/info/1/2019.htm", 2019);
    site.report("/info/1/2020.htm", 2020);
    let from = |start: &str| site.recipe("site").replace("/list.html", start);
    for _ in 0..2 {
        assert_eq!(asked_by(&site, data, &from("/x/"), &["crawl"]).0.code, 0);
        assert_eq!(found(data), 1, "what lies above the start page was not asked for");
    }
    site.list("/list.html", &["/o.html"], None);
    site.report("/o.html", 2010);
    let other = from("/list.html").replace("\"site\"", "\"other\"");
    assert_eq!(asked_by(&site, data, &other, &["crawl"]).0.code, 0);
    site.answer("/list.html", 200, "<h1>维护</h1>");
    assert_eq!(asked_by(&site, data, &other, &["crawl"]).0.code, 3);
    assert_eq!(found(data), 2, "a list that is gone for once brings in no whole site");
    assert_eq!(asked_by(&site, data, &from("/robots.txt"), &["crawl"]).0.code, 0);
    assert_eq!(found(data), 3, "a recipe may begin at robots.txt");
}

#[test]
fn a_draft_for_an_article_says_that_it_is_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.report("/a.html", 2019);
    site.list("/list.html", &["/a.html"], None);
    std::fs::write(data.join("gongbao.toml"), "").expect("a configuration can be written");
    let drafted = |path: &str| run(data, &["source", "new", &format!("http://{}{path}", site.address)]).out;
    assert!(drafted("/a.html").contains("reads as one article"), "{}", drafted("/a.html"));
    assert!(!drafted("/list.html").contains("reads as one article"), "{}", drafted("/list.html"));
}

#[test]
fn a_site_that_answers_404_to_everything_loses_no_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    assert_eq!(site.crawl(data).0, 0);
    for path in ["/list.html", "/a.html", "/b.html"] {
        site.answer(path, 404, "");
    }
    for _ in 0..3 {
        assert_eq!(site.crawl(data).0, 3);
        assert_eq!(found(data), 2, "no list confirms that anything is gone");
    }
    site.list("/list.html", &["/b.html"], None);
    site.report("/b.html", 2020);
    assert_eq!(site.crawl(data), (0, json!({"missing": 1, "unchanged": 1})));
    assert_eq!(found(data), 2);
    assert_eq!(site.crawl(data), (0, json!({"gone": 1, "unchanged": 1})));
    assert_eq!(found(data), 1);
}
