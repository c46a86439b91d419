//! Lists that fail, that are cut or that lead on, and trials of them.

use crate::faults::asked_by;
use crate::faults::found;
use crate::program::run;
use crate::site::Site;

#[test]
fn a_later_list_page_that_cannot_be_had_fails_the_source() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], Some("/list_2.html"));
    site.report("/a.html", 2019);
    assert_eq!(site.crawl(data).0, 3, "articles may be missing from what was crawled");
    site.list("/list_2.html", &["/b.html"], None);
    site.report("/b.html", 2020);
    assert_eq!(site.crawl(data).0, 0);
    assert_eq!(found(data), 2);
}

#[test]
fn a_list_that_is_too_long_to_be_read_whole_is_said_to_be() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let rows = "<li><a href=\"/a.html\">某县2019年度法治政府建设工作报告</a></li>".repeat(20_004);
    site.answer(
        "/list.html",
        200,
        &format!("<html><title>年度报告</title><body><ul>{rows}</ul></body></html>"),
    );
    site.report("/a.html", 2019);
    let (crawled, _) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!(crawled.code, 0, "{}", crawled.err);
    let said = "/list.html: 4 more links of the page were not read";
    assert!(crawled.err.contains(said), "{}", crawled.err);
    assert!(run(data, &["status"]).out.contains(said), "it is kept");
    let tried = run(data, &["source", "test", "site"]);
    assert!(tried.out.contains("4 more links of the page"), "{}", tried.out);
}

#[test]
fn a_list_with_more_pages_than_may_be_asked_for_is_said_to_be_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], Some("/list_2.html"));
    site.list("/list_2.html", &["/b.html"], Some("/list_3.html"));
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    let recipe = site.recipe("site") + "list_pages = 2\n";
    let (crawled, _) = asked_by(&site, data, &recipe, &["crawl"]);
    assert_eq!(crawled.code, 0, "{}", crawled.err);
    let said = "/list_2.html: the list has more pages than the 2 that `list_pages` allows";
    assert!(crawled.err.contains(said), "{}", crawled.err);
    assert!(run(data, &["status"]).out.contains(said), "it is kept");
}

#[test]
fn a_list_whose_first_page_has_another_name_on_the_second_is_not_said_to_be_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let page = |article: &str, pages: &str| {
        let row = format!(
            "<li><a href=\"{article}\">某县年度法治政府建设工作报告{article}</a><span>2023-01-02</span></li>"
        );
        format!("<html><title>年度报告</title><body><ul>{row}</ul><div>{pages}</div></body></html>")
    };
    site.answer("/list.html", 200, &page("/a.html", "1 <a href=\"/list_2.html\">2</a>"));
    site.answer("/list_2.html", 200, &page("/b.html", "<a href=\"/list_1.html\">1</a> 2"));
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    let recipe = site.recipe("site") + "list_pages = 2\n";
    let (crawled, asked) = asked_by(&site, data, &recipe, &["crawl"]);
    assert_eq!((crawled.code, asked), (0, 4), "{}", crawled.err);
    assert!(!crawled.err.contains("list_pages"), "{}", crawled.err);
    site.answer(
        "/list_2.html",
        200,
        &page("/b.html", "<a href=\"/list_1.html\">1</a> 2 <a href=\"/list_3.html\">3</a>"),
    );
    let (crawled, _) = asked_by(&site, data, &recipe, &["crawl"]);
    assert!(crawled.err.contains("/list_2.html: the list has more pages than the 2"), "{}", crawled.err);
}

#[test]
fn a_trial_tells_which_articles_are_of_another_kind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    for (kinds, is_told) in [("regulation", true), ("regulation\", \"rule-of-law-report", false)] {
        let recipe = format!("{}kinds = [\"{kinds}\"]\n", site.recipe("site"));
        std::fs::write(data.join("gongbao.toml"), recipe).expect("a recipe can be written");
        let tried = run(data, &["source", "test", "site"]);
        assert_eq!(tried.code, 0, "{}", tried.err);
        assert_eq!(tried.out.contains("another kind"), is_told, "{}", tried.out);
    }
}

#[test]
fn a_trial_of_a_list_that_only_leads_on_reads_articles_from_where_it_leads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let to = |path: &str| format!("<loc>http://{}{path}</loc>", site.address);
    site.answer(
        "/list.html",
        200,
        &format!("<sitemapindex><sitemap>{}</sitemap></sitemapindex>", to("/s.xml")),
    );
    site.answer("/s.xml", 200, &format!("<urlset><url>{}</url></urlset>", to("/info/1/2019.htm")));
    site.report("/info/1/2019.htm", 2019);
    std::fs::write(data.join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    let tried = run(data, &["source", "test", "site"]);
    assert_eq!(tried.code, 0, "{}", tried.err);
    assert!(tried.out.contains("1 article on http"), "{}", tried.out);
    assert!(tried.out.contains("某县2019年度法治政府建设工作报告"), "{}", tried.out);
    let drafted = run(data, &["source", "new", &format!("http://{}/list.html", site.address)]).out;
    assert!(drafted.contains("name = \"127.0.0.1\""), "data has no title: {drafted}");
}

#[test]
fn a_list_may_name_articles_on_every_host_of_its_recipe() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, other, data) = (Site::start(), Site::start(), folder.path());
    let there = |path: &str| format!("http://{}{path}", other.address);
    let hosts = format!("hosts = [\"{}\", \"{}\"]\n", site.address, other.address);
    let articles = ["/a.html", "/b.html", "/c.html"].map(there);
    for (path, year) in ["/a.html", "/b.html", "/c.html"].iter().zip(2019..) {
        other.report(path, year);
    }
    let rows: Vec<&str> = articles.iter().map(String::as_str).collect();
    site.list("/list.html", &rows, None);
    let (crawled, _) = asked_by(&site, data, &site.recipe("site"), &["crawl"]);
    assert_eq!((crawled.code, found(data), other.asked().len()), (3, 0, 0), "{}", crawled.err);
    let said = format!("its rows lead to {}, which `hosts` does not list", other.address);
    assert!(crawled.err.contains(&said), "{}", crawled.err);
    let tried = run(data, &["source", "test", "site"]).out;
    assert!(
        tried.contains(&format!("3 rows that the recipe leaves out: add \"{}\"", other.address)),
        "{tried}"
    );
    let (crawled, _) = asked_by(&site, data, &(site.recipe("site") + &hosts), &["crawl"]);
    assert_eq!((crawled.code, found(data)), (0, 3), "{}", crawled.err);
    site.report("/own.html", 2022);
    site.list("/list.html", &["/own.html", rows[0]], Some(&there("/list_2.html")));
    other.list("/list_2.html", &["/d.html"], None);
    other.report("/d.html", 2023);
    assert_eq!(asked_by(&site, data, &(site.recipe("site") + &hosts), &["crawl"]).0.code, 0);
    assert_eq!(found(data), 5);
    let folder = tempfile::tempdir().expect("a temporary folder");
    site.answer("/list.html", 200, &format!("<iframe src=\"{}\"></iframe>", there("/list_2.html")));
    assert_eq!(asked_by(&site, folder.path(), &(site.recipe("site") + &hosts), &["crawl"]).0.code, 0);
    assert_eq!(found(folder.path()), 1);
}

#[test]
fn a_draft_proposes_the_hosts_that_the_rows_lead_to() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, other, data) = (Site::start(), Site::start(), folder.path());
    std::fs::write(data.join("gongbao.toml"), "").expect("a configuration can be written");
    let drafted = || run(data, &["source", "new", &format!("http://{}/list.html", site.address)]).out;
    let rows = ["/a.html", "/b.html"].map(|path| format!("http://{}{path}", other.address));
    let (near, far) = (rows[0].as_str(), "http://www.example.org/d.html");
    site.list("/list.html", &[near, &rows[1], far], None);
    let draft = drafted();
    let (own, other) = (&site.address, &other.address);
    let hosts = format!(
        "hosts = [\n    \"{own}\",\n    \"{other}\",  # 2 rows\n    # \"www.example.org\",  # 1 row; "
    );
    assert!(
        draft.contains("LOOK: rows of the list lead to other hosts") && draft.contains(&hosts),
        "{draft}"
    );
    assert!(toml::from_str::<toml::Table>(&draft).is_ok(), "{draft}");
    site.list("/list.html", &["/a.html"], None);
    assert!(!drafted().contains("LOOK") && !drafted().contains("hosts"), "{}", drafted());
    site.answer(
        "/list.html",
        200,
        "<title>年\u{200b}度\"报告\"\\</title><li><a href=/a.html>某县年度报告</a>2023-01-02</li>",
    );
    assert!(toml::from_str::<toml::Table>(&drafted()).is_ok(), "{}", drafted());
    site.answer("/list.html", 200, "<p>栏目正在建设中，请关注其他栏目。</p>");
    assert!(drafted().contains("LOOK: no article was found from this page"), "{}", drafted());
}
