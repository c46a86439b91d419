//! The pretend site of 浙江 in the dialect of Hanweb jcms: `/art/` paths, lists from `dataproxy.jsp`, `#zoom`.

use encoding_rs::GBK;

use crate::demo::frame::escape;
use crate::demo::frame::fill;
use crate::demo::site::COLUMN;
use crate::demo::site::Form;
use crate::demo::site::Page;
use crate::demo::site::Row;
use crate::demo::site::Site;
use crate::demo::site::UTF_8;
use crate::demo::site::papers;

/// Where the list service answers.
pub(crate) const PROXY: &str = "/module/web/jpage/dataproxy.jsp";

const COLUMN_NUMBER: &str = "1229400317";
const UNIT: &str = "6521094";
const PER_PAGE: usize = 5;
const START: &str = "/col/col1229400317/index.html";

/// Returns the site with all its pages.
pub(crate) fn site() -> Site {
    let names = ["demo-zhejiang", "浙江法治政府建设公开平台（演示）", "330000", START];
    let papers = papers(&["anji", "shengzhou", "longyou", "yuhuan", "liandu"]);
    let mut site = Site::new(names, papers, |paper, number| {
        let day = paper.published;
        format!("/art/{}/{}/{}/art_{COLUMN_NUMBER}_{number}.html", day.year(), day.month(), day.day())
    });
    // The page brings three pages of rows with it and asks the service for the rest.
    site.per_answer = PER_PAGE * 3;
    for row in &site.rows.clone() {
        match row.form {
            Form::Gone => {}
            // The header names no charset, as on the old servers that still send GBK; only the page's meta does.
            Form::Gbk => {
                let page = article(&site, row, "gb2312");
                site.add_of(&row.path, "text/html", GBK.encode(&page).0.into_owned(), row);
            }
            Form::Page | Form::Word | Form::Again => {
                let page = article(&site, row, "utf-8");
                site.add_of(&row.path, UTF_8, page.into_bytes(), row);
            }
        }
    }
    let values = [
        ("site", site.chinese),
        ("column", COLUMN),
        ("id", COLUMN_NUMBER),
        ("unit", UNIT),
        ("total", &*site.rows.len().to_string()),
        ("per_page", &PER_PAGE.to_string()),
        ("records", &records(&site, 0, site.per_answer)),
    ];
    site.add(START, UTF_8, fill(include_str!("frames/hanweb-list.html"), &values));
    site
}

/// Returns the list service's answer: rows `startrecord` to `endrecord`, or one page of rows when only `page` is given.
/// No answer holds more rows than three pages.
pub(crate) fn proxy(site: &Site, parameters: &str) -> Page {
    let number = |key: &str| {
        let found =
            parameters.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key);
        found.and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let per_page = number("perpage").unwrap_or(PER_PAGE).clamp(1, PER_PAGE);
    let (start, count) = match number("startrecord") {
        Some(first) => {
            let start = first.saturating_sub(1);
            (start, number("endrecord").map_or(per_page, |last| last.saturating_sub(start)))
        }
        None => (number("page").unwrap_or(1).saturating_sub(1).saturating_mul(per_page), per_page),
    };
    let total = site.rows.len();
    let records = records(site, start, count.min(site.per_answer));
    let body =
        format!("<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>");
    let modified = site.rows[0].paper.published;
    Page { content_type: "text/xml; charset=utf-8", bytes: body.into_bytes(), modified }
}

fn records(site: &Site, start: usize, count: usize) -> String {
    let record = |row: &Row| {
        let (link, day) = (row.link(), row.paper.published);
        format!("<record><![CDATA[<li>{link}<b>[{day}]</b></li>]]></record>\n")
    };
    site.rows.iter().skip(start).take(count).map(record).collect()
}

fn article(site: &Site, row: &Row, charset: &str) -> String {
    let paragraph = |text: &String| {
        let text = escape(text);
        format!(r#"<p style="text-indent:2em"><span style="font-size:16pt">{text}</span></p>"#)
    };
    let body: String = row.paper.paragraphs.iter().map(paragraph).collect();
    let values = [
        ("charset", charset),
        ("title", &*escape(&row.paper.title)),
        ("column", COLUMN),
        ("site", site.chinese),
        ("list", START),
        ("date", &row.paper.published.to_string()),
        ("chinese_date", &row.paper.published.strftime("%Y年%-m月%-d日").to_string()),
        ("source", row.paper.source),
        ("id", &row.number.to_string()),
        ("body", &body),
    ];
    fill(include_str!("frames/hanweb-article.html"), &values)
}
