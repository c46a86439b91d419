//! The pretend site of 四川 in the dialect of TRS: dated paths, `createPageHTML` lists, `.TRS_Editor`.

use crate::demo::frame::escape;
use crate::demo::frame::fill;
use crate::demo::site::COLUMN;
use crate::demo::site::Form;
use crate::demo::site::Row;
use crate::demo::site::Site;
use crate::demo::site::UTF_8;
use crate::demo::site::papers;

const PER_PAGE: usize = 8;
const RELATED: usize = 3;

/// Returns the site with all its pages.
pub(crate) fn site() -> Site {
    let names = ["demo-sichuan", "四川法治政府建设公开平台（演示）", "510000", "/zwgk/fzzf/index.html"];
    let papers = papers(&["guanghan", "shifang", "fucheng", "mianyang-gaoxin"]);
    let mut site = Site::new(names, papers, |paper, number| {
        let day = paper.published;
        format!("/zwgk/fzzf/{}/t{}_{number}.html", day.strftime("%Y%m"), day.strftime("%Y%m%d"))
    });
    for (index, row) in site.rows.clone().iter().enumerate().filter(|(_, row)| row.form != Form::Gone) {
        let page = article(&site, index, row);
        site.add_of(&row.path, UTF_8, page.into_bytes(), row);
    }
    let pages = site.rows.len().div_ceil(PER_PAGE);
    for page in 0..pages {
        let list = list(&site, page, pages);
        if page == 0 {
            site.add("/zwgk/fzzf/", UTF_8, list.clone());
            site.add("/zwgk/", UTF_8, list.clone());
            site.add(site.start, UTF_8, list);
        } else {
            site.add(&format!("/zwgk/fzzf/index_{page}.html"), UTF_8, list);
        }
    }
    site
}

fn article(site: &Site, index: usize, row: &Row) -> String {
    let paragraph = |text: &String| format!("<p>\u{3000}\u{3000}{}</p>\n", escape(text));
    let body: String = row.paper.paragraphs.iter().map(paragraph).collect();
    let related =
        site.rows.iter().filter(|other| other.paper.place == row.paper.place && other.path != row.path);
    let related: String = related.take(RELATED).map(|other| format!("<li>{}</li>", other.link())).collect();
    let [previous, following] = site.neighbours(index);
    let values = [
        ("title", &*escape(&row.paper.title)),
        ("column", COLUMN),
        ("site", site.chinese),
        ("date", &row.paper.published.to_string()),
        ("source", row.paper.source),
        ("previous", &previous),
        ("following", &following),
        ("related", &related),
        ("body", body.trim_end()),
    ];
    fill(include_str!("frames/trs-article.html"), &values)
}

fn list(site: &Site, page: usize, pages: usize) -> String {
    let row = |row: &Row| format!("<li>{}<span>{}</span></li>\n", row.link(), row.paper.published);
    let rows: String = site.rows.iter().skip(page * PER_PAGE).take(PER_PAGE).map(row).collect();
    let values = [
        ("site", site.chinese),
        ("column", COLUMN),
        ("pages", &*pages.to_string()),
        ("page", &page.to_string()),
        ("rows", rows.trim_end()),
    ];
    fill(include_str!("frames/trs-list.html"), &values)
}
