//! A site that loses, moves and refuses pages: what each crawl makes of it.

use std::path::Path;

use crate::program::Printed;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;

/// Counts the documents of which the text speaks of reconsideration.
pub(crate) fn found(data: &Path) -> u64 {
    let answer = run(data, &["search", "\"行政复议\"", "--json", "--limit", "0"]).json();
    answer["total"]["documents"].as_u64().expect("a count")
}

#[test]
fn removed_pages_that_lead_to_one_error_page_are_each_gone_after_two_crawls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 3})));
    site.answer("/a.html", 302, "/404.html");
    site.answer("/b.html", 302, "/404.html");
    assert_eq!(site.crawl(data), (0, serde_json::json!({"missing": 2, "unchanged": 1})));
    assert_eq!(found(data), 3, "one crawl proves nothing");
    assert_eq!(site.crawl(data), (0, serde_json::json!({"gone": 2, "unchanged": 1})));
    assert_eq!(found(data), 1);
    site.report("/a.html", 2019);
    assert_eq!(site.crawl(data).0, 0);
    assert_eq!(found(data), 2, "what comes back is found again");
}

#[test]
fn a_page_that_says_it_is_gone_or_blocks_us_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    site.crawl(data);
    site.answer("/a.html", 200, "<html><title>提示</title><body>您访问的页面不存在</body></html>");
    site.answer("/b.html", 302, "/");
    site.answer("/", 200, "<html><title>首页</title><body>欢迎</body></html>");
    site.answer("/c.html", 412, "<html><script>challenge()</script></html>");
    for _ in 0..3 {
        assert_eq!(site.crawl(data), (0, serde_json::json!({"soft404": 2, "blocked": 1})));
    }
    assert_eq!(found(data), 3);
}

#[test]
fn a_page_that_answers_in_a_few_other_words_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    site.crawl(data);
    for words in ["ORA-12541: TNS no listener", "<title>提示</title>参数有误", "数据库连接失败"]
    {
        site.answer("/a.html", 200, &format!("<html><body>{words}</body></html>"));
        assert_eq!(site.crawl(data), (0, serde_json::json!({"unchanged": 1, "transient": 1})), "{words}");
        assert_eq!(found(data), 2, "{words}");
    }
    let title = "某县2020年度法治政府建设工作报告";
    site.answer(
        "/b.html",
        200,
        &format!("<title>{title}</title><h1>{title}</h1><div id=zoom><p>本报告已经撤回重拟。</p></div>"),
    );
    assert_eq!(site.crawl(data).1["changed"], 1, "the page itself may become short");
}

#[test]
fn one_refresh_is_followed_and_no_second_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let refresh = |to: &str| format!("<meta http-equiv=\"refresh\" content=\"0;url={to}\">");
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.answer("/a.html", 200, &refresh("/a2.html"));
    site.report("/a2.html", 2019);
    site.answer("/b.html", 200, &refresh("/b2.html"));
    site.answer("/b2.html", 200, &refresh("/b3.html"));
    site.report("/b3.html", 2020);
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 1, "moved": 2, "refused": 1})));
    assert!(!site.asked().contains(&"/b3.html".to_owned()));
}

#[test]
fn a_moved_page_stays_one_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    site.crawl(data);
    site.answer("/a.html", 301, "/new/a.html");
    site.report("/new/a.html", 2019);
    for _ in 0..2 {
        let (code, _) = site.crawl(data);
        assert_eq!(code, 0);
        assert_eq!(found(data), 1);
    }
}

/// A site with one sound page and one that misbehaves; what the crawl makes of the latter, and its evidence.
#[track_caller]
fn misbehaving(act: Act, outcome: &str, word: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/bad.html", "/good.html"], None);
    site.report("/good.html", 2020);
    site.act("/bad.html", act);
    let (code, outcomes) = site.crawl(data);
    assert_eq!(outcomes, serde_json::json!({"new": 1, outcome: 1}));
    assert_eq!(code, 0, "one broken page fails no source");
    let status = run(data, &["status"]).out;
    assert!(status.contains(word), "{status}");
    site.report("/bad.html", 2019);
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 1, "unchanged": 1})));
    assert_eq!(found(data), 2, "once it is mended it is read like any other");
}

#[test]
fn a_page_that_breaks_off_is_tried_again_another_time() {
    misbehaving(Act::Reset, "transient", "/bad.html");
    misbehaving(Act::FallShort(report(2019).into_bytes(), 5000), "transient", "/bad.html");
    misbehaving(Act::Say(503, Vec::new(), String::new()), "transient", "503");
}

#[test]
fn a_page_that_unpacks_without_end_is_cut_off() {
    misbehaving(Act::Bomb(200), "too_large", "20000000 bytes");
}

#[test]
fn a_shield_is_said_to_be_one_and_nothing_else() {
    let challenge = |status: u16, body: &str| Act::Say(status, body.as_bytes().to_vec(), String::new());
    misbehaving(challenge(412, "<script src='/x.js'></script>"), "blocked", "412");
    misbehaving(challenge(521, "<script>document.cookie='__jsl_clearance=1'</script>"), "blocked", "521");
    misbehaving(challenge(403, "forbidden"), "blocked", "forbidden");
    misbehaving(challenge(200, "<html><title>提示</title>页面不存在</html>"), "soft404", "/bad.html");
}

#[test]
fn redirects_in_a_circle_end() {
    let to = |path: &str| Act::Say(302, Vec::new(), format!("Location: {path}\r\n"));
    misbehaving(to("/bad.html"), "refused", "5 redirects");
}

#[test]
fn a_page_that_changes_its_charset_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    site.crawl(data);
    let page = report(2019);
    let (bytes, _, _) = encoding_rs::GB18030.encode(&page);
    let in_gbk = Act::Say(200, bytes.to_vec(), "Content-Type: text/html; charset=utf-8\r\n".into());
    site.act("/a.html", in_gbk);
    assert_eq!(site.crawl(data), (0, serde_json::json!({"unchanged": 1})), "it is the same text");
    assert_eq!(found(data), 1);
}

#[test]
fn pages_that_are_broken_one_by_one_do_not_end_the_crawl() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let paths: Vec<String> = (0..8).map(|n| format!("/{n}.html")).collect();
    site.list("/list.html", &paths.iter().map(String::as_str).collect::<Vec<_>>(), None);
    for path in &paths {
        site.act(path, Act::Reset);
    }
    site.report("/7.html", 2020);
    assert_eq!(site.crawl(data).1, serde_json::json!({"new": 1, "transient": 7}));
}

/// Runs a command over recipes; returns what it printed and how often the site was asked.
#[track_caller]
pub(crate) fn asked_by(site: &Site, data: &Path, recipes: &str, arguments: &[&str]) -> (Printed, usize) {
    std::fs::write(data.join("gongbao.toml"), recipes).expect("a recipe can be written");
    site.forget();
    let printed = run(data, arguments);
    (printed, site.asked().iter().filter(|path| *path != "/robots.txt").count())
}

#[test]
fn a_site_that_is_down_is_given_up_and_rests_until_it_answers_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let paths: Vec<String> = (0..8).map(|n| format!("/{n}.html")).collect();
    let listed: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mend = || {
        site.answer("/robots.txt", 200, "");
        site.list("/list.html", &listed, None);
        listed.iter().enumerate().for_each(|(n, path)| site.report(path, 2010 + n as i16));
    };
    mend();
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 8})));
    listed.iter().chain(&["/robots.txt", "/list.html"]).for_each(|path| site.act(path, Act::Reset));
    let (crawled, _) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!(crawled.code, 3, "{}", crawled.err);
    assert!(!site.asked().contains(&"/7.html".to_owned()), "after five failures the rest is left");
    let two = site.recipe("site") + &site.recipe("other");
    let scheduled = || asked_by(&site, data, &two, &["ingest", "--once", "--source", "other"]);
    let by_hand = || asked_by(&site, data, &two, &["crawl", "--source", "site"]).0;
    let (left_alone, asked) = scheduled();
    assert!(left_alone.err.contains("is left alone until"), "{}", left_alone.err);
    assert!(left_alone.err.contains("5 addresses in a row could not be fetched"), "{}", left_alone.err);
    assert_eq!(asked, 0, "a scheduled crawl leaves the host alone, whatever the source");
    assert_eq!(by_hand().code, 3);
    assert!(!site.asked().contains(&"/0.html".to_owned()), "one failure is enough this time");
    assert!(scheduled().0.err.contains("still cannot be reached"));
    mend();
    assert_eq!(by_hand().code, 0);
    let (answered, asked) = scheduled();
    assert_eq!((answered.code, asked > 0), (0, true), "it answers again: {}", answered.err);
}

#[test]
fn a_site_that_asks_for_hours_is_left_alone_for_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.report("/b.html", 2020);
    let busy = |wait: &str| Act::Say(503, Vec::new(), format!("Retry-After: {wait}\r\n"));
    site.act("/a.html", busy("7200"));
    let (crawled, asked) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!((crawled.code, asked), (3, 2), "{}", crawled.err);
    assert!(crawled.err.contains("asks to be left alone for 120 minutes"), "{}", crawled.err);
    let scheduled = asked_by(&site, data, &site.recipe("site"), &["ingest", "--once"]);
    assert_eq!(scheduled.1, 0, "{}", scheduled.0.err);
    site.act("/a.html", busy("99999999999"));
    let (crawled, asked) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!((crawled.code, asked), (3, 2), "{}", crawled.err);
    assert!(crawled.err.contains("for 1440 minutes"), "longer than a day is a day: {}", crawled.err);
    site.report("/a.html", 2019);
    let (crawled, _) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!(crawled.code, 0, "{}", crawled.err);
    assert!(site.asked().contains(&"/b.html".to_owned()));
}

#[test]
fn a_page_that_shows_nothing_for_a_while_keeps_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    for body in [
        "",
        "<html><title>某县2019年度法治政府建设工作报告</title><div id=\"zoom\"></div></html>",
        "<html><title>提示</title><p>系统维护中，请稍后访问</p></html>",
    ] {
        site.report("/a.html", 2019);
        site.crawl(data);
        site.answer("/a.html", 200, body);
        assert_eq!(site.crawl(data), (0, serde_json::json!({"transient": 1})), "{body}");
        assert_eq!(found(data), 1, "{body}");
    }
}

#[test]
fn what_is_removed_leads_to_no_document_of_the_page_it_leads_to() {
    misbehaving(
        Act::Say(302, Vec::new(), "Location: /list.html\r\n".into()),
        "soft404",
        "redirected to a list",
    );
}

#[test]
fn a_day_has_so_many_requests_and_the_next_crawl_goes_on_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    let limited = |requests: u32| format!("{}daily_requests = {requests}\n", site.recipe("site"));
    let (first, asked) = asked_by(&site, data, &limited(3), &["crawl"]);
    assert_eq!((first.code, asked, site.asked().len()), (0, 2, 3), "{}", first.err);
    assert!(first.err.contains("the next crawl goes on here"), "{}", first.err);
    assert_eq!(found(data), 1, "what was fetched is found");
    assert_eq!(asked_by(&site, data, &limited(3), &["crawl"]).1, 0, "the day is spent");
    let stands = run(data, &["status", "--json"]).json();
    assert_eq!(stands["sources"][0]["health"], "interrupted", "nobody crawls it now");
    let (rest, asked) = asked_by(&site, data, &limited(9), &["crawl"]);
    assert_eq!((rest.code, asked), (0, 2), "{}", rest.err);
    assert_eq!(found(data), 3);
}

#[test]
fn nothing_is_asked_that_robots_txt_forbids_and_never_two_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.answer("/robots.txt", 200, "User-agent: *\nDisallow: /secret/\n");
    let paths: Vec<String> = (0..30).map(|n| format!("/{n}.html")).chain(["/secret/a.html".into()]).collect();
    site.list("/list.html", &paths.iter().map(String::as_str).collect::<Vec<_>>(), None);
    for (n, path) in paths.iter().enumerate() {
        site.report(path, 1990 + n as i16);
    }
    assert_eq!(site.crawl(data), (0, serde_json::json!({"new": 30, "blocked": 1})));
    assert_eq!(site.most_in_flight(), 1);
    let asked = site.asked();
    assert!(asked.iter().all(|path| !path.starts_with("/secret")));
    let mut once: Vec<&str> = asked.iter().map(String::as_str).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), asked.len(), "no path is asked twice");
}
