//! Answers that are easily misread: in two encodings, packed under another name, with a program's words or a login in place of a
//! text. None of them takes the place of a text that we hold, and none becomes one.

use std::fmt::Write;
use std::path::Path;

use encoding_rs::GBK;
use serde_json::Value;
use serde_json::json;

use crate::faults::found;
use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::site::report;

fn gbk(text: &str) -> Vec<u8> {
    GBK.encode(text).0.into_owned()
}

/// Crawls, and tells what came of the articles, but for where they lead.
fn crawl(site: &Site, data: &Path) -> Value {
    let (code, mut outcomes) = site.crawl(data);
    assert_eq!(code, 0, "{outcomes}");
    outcomes.as_object_mut().expect("counts").remove("moved");
    outcomes
}

fn in_utf_8(body: Vec<u8>, more: &str) -> Act {
    Act::Say(200, body, format!("Content-Type: text/html; charset=utf-8\r\n{more}"))
}

#[test]
fn a_foot_or_a_head_in_gbk_leaves_the_text_in_utf_8() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    assert_eq!(crawl(&site, data), json!({"new": 2}));
    let foot = gbk("<div>主办：某县人民政府办公室</div>");
    site.act("/a.html", in_utf_8([report(2019).into_bytes(), foot].concat(), ""));
    let head = gbk("<div class=top>某县人民政府门户网站欢迎您</div>");
    site.act("/b.html", in_utf_8([head, report(2020).into_bytes()].concat(), ""));
    assert_eq!(crawl(&site, data), json!({"unchanged": 2}));
    assert_eq!(found(data), 2);
}

#[test]
fn addresses_are_asked_for_in_the_bytes_that_their_site_uses() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let rows: String = ["/show.asp?t=法治&n=1", "/二.html", "/c.html"]
        .map(|to| {
            format!("<li><a href=\"{to}\">某县年度法治政府建设工作报告{to}</a><span>2023-01-02</span></li>")
        })
        .concat();
    let list =
        format!("<html><meta charset=gb2312><title>年度报告</title><body><ul>{rows}</ul></body></html>");
    site.act("/list.html", Act::Say(200, gbk(&list), "Content-Type: text/html\r\n".into()));
    site.report("/show.asp?t=%B7%A8%D6%CE&n=1", 2019);
    site.report("/%E4%BA%8C.html", 2020);
    site.act("/c.html", Act::Leads(gbk("/y/法治.html")));
    site.report("/y/%B7%A8%D6%CE.html", 2021);
    assert_eq!(crawl(&site, data), json!({"new": 3}));
    assert_eq!(found(data), 3);
}

#[test]
fn a_list_is_asked_for_without_the_session_that_its_links_carry() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], Some("/list.jsp;jsessionid=7A?p=2"));
    site.list("/list.jsp?p=2", &["/b.html;jsessionid=7A"], None);
    site.report("/a.html", 2019);
    site.report("/b.html", 2020);
    assert_eq!(crawl(&site, data), json!({"new": 2}));
}

/// A report of which the frame is there and the text is another.
fn framed(text: &str) -> String {
    let title = "某县2019年度法治政府建设工作报告";
    format!(
        "<html><title>{title}</title><body><h1>{title}</h1><div>发布日期：2020-01-03 来源：某县司法局</div><div id=\"zoom\"><p>{text}</p></div></body></html>"
    )
}

#[test]
fn the_words_of_a_program_in_the_frame_of_a_report_leave_its_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    let says = [
        ("对不起，该信息已过期", "soft404"),
        ("該頁面不存在", "soft404"),
        ("404", "soft404"),
        ("The page cannot be found", "soft404"),
        ("您無權訪問該頁面", "blocked"),
        ("參數錯誤", "transient"),
        ("网站已关闭", "transient"),
        ("null", "transient"),
        ("Loading...", "transient"),
        ("Warning: mysql_connect(): Too many connections in /www/inc/db.php on line 12", "transient"),
        ("暂无数据", "transient"),
        (" ", "transient"),
    ];
    site.list("/list.html", &["/a.html"], None);
    site.report("/a.html", 2019);
    crawl(&site, data);
    for (text, outcome) in says {
        site.answer("/a.html", 200, &framed(text));
        assert_eq!(crawl(&site, data), json!({outcome: 1}), "{text}");
        assert_eq!(found(data), 1, "{text}");
    }
    site.answer("/a.html", 200, &framed("该文件已失效。"));
    assert_eq!(crawl(&site, data), json!({"changed": 1}), "an office says so");
    assert_eq!(found(data), 0);
}

#[test]
fn nothing_is_a_text_where_an_office_says_so_from_the_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.answer("/a.html", 200, &framed("暂无数据"));
    site.answer("/b.html", 200, &framed("null"));
    assert_eq!(crawl(&site, data), json!({"new": 1, "transient": 1}));
}

#[test]
fn a_login_is_never_a_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html", "/d.html"], None);
    let form = "<html><title>用户登录</title><form><h2>用户登录</h2>用户名<input name=u>密码<input type=password name=p></form></html>";
    site.answer("/login.jsp?back=/a.html", 200, form);
    site.answer("/door.jsp", 200, form);
    site.answer("/cas/login", 200, "<h1>统一身份认证平台</h1><p>请使用政务服务网账号扫码登录</p>");
    let lead = || {
        site.answer("/a.html", 302, "/login.jsp?back=/a.html");
        site.answer("/b.html", 302, "/cas/login");
        site.answer("/c.html", 302, "/door.jsp");
    };
    lead();
    site.answer("/d.html", 302, "/new/d.html");
    let box_around = "<form>用户名<input name=u>密码<input type=password name=p></form></body>";
    site.answer("/new/d.html", 200, &report(2022).replace("</body>", box_around));
    assert_eq!(crawl(&site, data), json!({"blocked": 3, "new": 1}));
    let documents = run(data, &["search", "*", "--json", "--limit", "0"]).json();
    assert_eq!(documents["total"]["documents"], 1);
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.report(path, year);
    }
    crawl(&site, data);
    assert_eq!(found(data), 4);
    lead();
    for _ in 0..3 {
        assert_eq!(crawl(&site, data)["blocked"], 3);
        assert_eq!(found(data), 4);
    }
}

#[test]
fn a_login_at_the_address_of_an_article_is_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html", "/d.html"], None);
    site.report("/d.html", 2022);
    let form = "<form>用户名<input name=u>密码<input type=password name=p></form>";
    let pages = [
        format!("<title>年度报告</title><h2>用户登录</h2>{form}"),
        format!("<title>某市统一身份认证平台</title><p>请先登录</p>{form}"),
        framed("会话已过期，请重新登录。"),
    ];
    let answer = || {
        for (path, page) in ["/a.html", "/b.html", "/c.html"].into_iter().zip(&pages) {
            site.answer(path, 200, page);
        }
    };
    answer();
    assert_eq!(crawl(&site, data), json!({"blocked": 3, "new": 1}));
    for (path, year) in [("/a.html", 2019), ("/b.html", 2020), ("/c.html", 2021)] {
        site.answer(path, 200, &report(year).replace("</body>", &format!("{form}</body>")));
    }
    assert_eq!(crawl(&site, data), json!({"new": 3, "unchanged": 1}));
    answer();
    assert_eq!(crawl(&site, data), json!({"blocked": 3, "unchanged": 1}));
    assert_eq!(found(data), 4);
}

#[test]
fn a_refresh_for_readers_without_scripts_leaves_the_text_of_a_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    let leads = "<title>某县</title><noscript><meta http-equiv=refresh content='0;url=/n.html'></noscript>";
    site.answer("/a.html", 200, &report(2019).replace("<title>", &format!("{leads}<title>")));
    site.answer(
        "/b.html",
        200,
        &framed("任命张三为某县司法局局长。").replace("<title>", &format!("{leads}<title>")),
    );
    site.answer("/c.html", 200, leads);
    site.answer("/n.html", 200, "<div>您的浏览器不支持JavaScript，请开启后访问。</div>");
    assert_eq!(crawl(&site, data), json!({"new": 2, "transient": 1}));
}

#[test]
fn packings_and_heads_that_others_read_are_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html", "/d.html", "/e.html"], None);
    let packed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, bytes).expect("memory can be written");
        encoder.finish().expect("memory can be written")
    };
    let once = |year| packed(report(year).as_bytes());
    site.act("/a.html", in_utf_8(once(2018), "Content-Encoding: GZIP\r\n"));
    site.act("/b.html", in_utf_8(once(2019), "Content-Encoding: x-gzip\r\n"));
    site.act("/c.html", in_utf_8(packed(&once(2020)), "Content-Encoding: gzip, gzip\r\n"));
    let many = (0..200).fold(String::new(), |mut heads, n| {
        write!(heads, "X-{n}: a\r\n").expect("a string can be written");
        heads
    });
    site.act("/d.html", in_utf_8(report(2021).into_bytes(), &many));
    site.act("/e.html", in_utf_8(report(2022).into_bytes(), "X Bad: y\r\nServer: 政府\r\n"));
    assert_eq!(crawl(&site, data), json!({"new": 5}));
    assert_eq!(found(data), 5);
}
