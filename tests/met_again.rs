//! Paths that several addresses lead to: each asked for once in a crawl, and right for all of them.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;
use crate::state::rebuilt;
use crate::state::state;

/// How an address leads to another one.
#[derive(Clone, Copy, Debug)]
enum Leads {
    Redirect,
    Refresh(u16),
}

const WAYS: [Leads; 3] = [Leads::Redirect, Leads::Refresh(0), Leads::Refresh(9)];

fn lead(site: &Site, from: &str, to: &str, how: Leads) {
    match how {
        Leads::Redirect => site.answer(from, 302, to),
        Leads::Refresh(seconds) => {
            let page = format!("<meta http-equiv=\"refresh\" content=\"{seconds};url={to}\">");
            site.act(from, Act::Tagged(page.into_bytes()));
        }
    }
}

fn found(data: &Path) -> Value {
    run(data, &["search", "*", "--json", "--limit", "0"]).json()["total"]["documents"].clone()
}

/// Returns the paths at which the only document stands.
fn paths(data: &Path) -> Vec<String> {
    let hits = run(data, &["search", "*", "--json"]).json()["hits"].clone();
    let id = hits[0]["id"].as_str().expect("there is a document").to_owned();
    let document = run(data, &["read", &id, "--json"]).json();
    let addresses = document["addresses"].as_array().expect("it has addresses").clone();
    let path = |url: &Value| {
        url["url"].as_str().and_then(|url| url.rsplit('/').next()).unwrap_or_default().to_owned()
    };
    let mut paths: Vec<String> = addresses.iter().map(path).collect();
    paths.sort();
    paths
}

#[test]
fn an_article_that_leads_to_another_one_of_the_list_is_one_document_with_it() {
    for how in WAYS {
        for order in [["/a.html", "/b.html"], ["/b.html", "/a.html"]] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let (site, data) = (Site::start(), folder.path());
            site.list("/list.html", &order, None);
            lead(&site, "/a.html", "/b.html", how);
            site.act("/b.html", Act::Tagged(report(2019).into_bytes()));
            assert_eq!(site.crawl_asking_once(data), json!({"new": 1, "moved": 1}), "{how:?} {order:?}");
            assert_eq!(paths(data), ["a.html", "b.html"], "{how:?} {order:?}");
            let before = state(data).len();
            for _ in 0..2 {
                assert_eq!(
                    site.crawl_asking_once(data),
                    json!({"unchanged": 1, "moved": 1}),
                    "{how:?} {order:?}"
                );
                assert_eq!(state(data).len(), before, "nothing is told: {how:?} {order:?}");
            }
            if order[0] == "/b.html" {
                assert_eq!(site.statuses("/b.html"), [304], "{how:?}");
            }
            site.act("/b.html", Act::Tagged(report(2020).into_bytes()));
            assert_eq!(site.crawl_asking_once(data), json!({"changed": 1, "moved": 1}), "{how:?} {order:?}");
            site.answer("/b.html", 500, "");
            site.crawl(data);
            assert_eq!((found(data), paths(data).len()), (json!(1), 2), "{how:?} {order:?}");
            site.answer("/b.html", 404, "");
            site.crawl_asking_once(data);
            assert_eq!(found(data), json!(1), "it was missed once: {how:?} {order:?}");
            site.crawl_asking_once(data);
            assert_eq!(found(data), json!(0), "{how:?} {order:?}");
            site.act("/b.html", Act::Tagged(report(2020).into_bytes()));
            site.crawl_asking_once(data);
            assert_eq!((found(data), paths(data).len()), (json!(1), 2), "{how:?} {order:?}");
            assert_eq!(state(data), rebuilt(&site, data), "{how:?} {order:?}");
        }
    }
}

#[test]
fn both_of_two_addresses_are_missing_where_the_one_leads_to_the_other_and_nothing_is() {
    for order in [["/a.html", "/b.html"], ["/b.html", "/a.html"]] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &[order[0], order[1], "/c.html"], None);
        site.act("/c.html", Act::Tagged(report(2019).into_bytes()));
        lead(&site, "/a.html", "/b.html", Leads::Redirect);
        site.answer("/b.html", 404, "");
        assert_eq!(site.crawl_asking_once(data), json!({"missing": 2, "new": 1}), "{order:?}");
        assert_eq!(site.crawl_asking_once(data), json!({"gone": 2, "unchanged": 1}), "{order:?}");
        assert_eq!(state(data), rebuilt(&site, data), "{order:?}");
    }
}

#[test]
fn what_lies_on_the_way_from_one_article_to_another_is_right_when_it_is_listed_too() {
    for order in [
        ["/a.html", "/b.html", "/c.html"],
        ["/c.html", "/b.html", "/a.html"],
        ["/b.html", "/a.html", "/c.html"],
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &order, None);
        lead(&site, "/a.html", "/b.html", Leads::Redirect);
        lead(&site, "/b.html", "/c.html", Leads::Redirect);
        site.act("/c.html", Act::Tagged(report(2019).into_bytes()));
        assert_eq!(site.crawl_asking_once(data), json!({"new": 1, "moved": 2}), "{order:?}");
        assert_eq!(paths(data), ["a.html", "b.html", "c.html"], "{order:?}");
        site.crawl_asking_once(data);
        assert_eq!(state(data), rebuilt(&site, data), "{order:?}");
    }
}

#[test]
fn an_address_that_is_led_too_far_says_nothing_of_those_on_the_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/0.html", "/4.html"], None);
    for at in 0..7 {
        lead(&site, &format!("/{at}.html"), &format!("/{}.html", at + 1), Leads::Redirect);
    }
    site.report("/7.html", 2019);
    site.forget();
    assert_eq!(site.crawl(data).1, json!({"refused": 1, "moved": 2, "new": 1}));
}

#[test]
fn a_page_that_moved_to_another_listed_one_leaves_its_own_document() {
    for order in [["/a.html", "/b.html"], ["/b.html", "/a.html"]] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &order, None);
        site.act("/a.html", Act::Tagged(report(2019).into_bytes()));
        site.act("/b.html", Act::Tagged(report(2020).into_bytes()));
        assert_eq!(site.crawl_asking_once(data), json!({"new": 2}));
        lead(&site, "/a.html", "/b.html", Leads::Redirect);
        site.crawl_asking_once(data);
        assert_eq!(found(data), json!(2), "it was missed once: {order:?}");
        site.crawl_asking_once(data);
        assert_eq!(found(data), json!(1), "{order:?}");
        assert_eq!(state(data), rebuilt(&site, data), "{order:?}");
    }
}

#[test]
fn a_page_that_moved_to_one_that_no_list_names_any_more_leaves_its_own_document() {
    for how in WAYS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &["/a.html", "/b.html"], None);
        site.act("/a.html", Act::Tagged(report(2019).into_bytes()));
        site.act("/b.html", Act::Tagged(report(2020).into_bytes()));
        assert_eq!(site.crawl_asking_once(data), json!({"new": 2}));
        site.list("/list.html", &["/a.html"], None);
        lead(&site, "/a.html", "/b.html", how);
        site.crawl_asking_once(data);
        assert_eq!(found(data), json!(2), "it was missed once: {how:?}");
        site.crawl_asking_once(data);
        assert_eq!(found(data), json!(1), "{how:?}");
        let told = state(data).len();
        site.crawl_asking_once(data);
        assert_eq!(state(data).len(), told, "nothing more is told: {how:?}");
        site.act("/a.html", Act::Tagged(report(2019).into_bytes()));
        site.crawl_asking_once(data);
        assert_eq!(found(data), json!(2), "it is back: {how:?}");
        assert_eq!(state(data), rebuilt(&site, data), "{how:?}");
    }
}

#[test]
fn a_file_and_an_article_that_lead_to_a_file_that_was_fetched_before_have_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    let says = "第1项：新修公路三十公里，各单位认真落实，按期办结，群众满意度不断提高。\n".repeat(9);
    for (path, year) in [("/a", 2019), ("/b", 2020)] {
        let title = format!("某县{year}年度法治政府建设工作报告");
        let text = format!("<h1>{title}</h1><div id=zoom><a href=\"{path}.txt\">附件</a></div>");
        let page = format!("<html><title>{title}</title><body>{text}</body></html>");
        site.act(&format!("{path}.html"), Act::Tagged(page.into_bytes()));
        lead(&site, &format!("{path}.txt"), "/there.txt", Leads::Redirect);
    }
    lead(&site, "/c.html", "/there.txt", Leads::Redirect);
    site.act("/there.txt", Act::Tagged(says.into_bytes()));
    for _ in 0..2 {
        site.crawl_asking_once(data);
        let hits = run(data, &["search", "\"三十公里\"", "--json", "--limit", "0"]).json();
        assert_eq!(hits["total"]["documents"], 3);
        assert_eq!(state(data), rebuilt(&site, data));
    }
}

#[test]
fn what_is_told_again_of_a_path_is_no_request_of_the_day() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html", "/d.html"], None);
    for from in ["/a.html", "/b.html", "/c.html"] {
        lead(&site, from, "/d.html", Leads::Redirect);
    }
    site.act("/d.html", Act::Tagged(report(2019).into_bytes()));
    let recipe = format!("{}daily_requests = 11\n", site.recipe("site"));
    std::fs::write(data.join("gongbao.toml"), recipe).expect("a recipe can be written");
    for _ in 0..2 {
        site.forget();
        assert_eq!(run(data, &["crawl"]).code, 0);
        let mut asked = site.asked();
        asked.retain(|path| path != "/robots.txt");
        assert_eq!(asked, ["/list.html", "/a.html", "/d.html", "/b.html", "/c.html"]);
    }
}

#[test]
fn a_list_page_that_an_article_led_to_is_read_as_a_list_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], Some("/list_2.html"));
    site.list("/list_2.html", &["/b.html"], None);
    lead(&site, "/a.html", "/list_2.html", Leads::Redirect);
    site.report("/b.html", 2019);
    site.crawl_asking_once(data);
    let reports = run(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json();
    assert_eq!(reports["total"]["documents"], 1);
}
