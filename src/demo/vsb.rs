//! The pretend site of 阆中市 in the dialect of VSB: `/info/` paths, lists that count backwards, a Word attachment.

use crate::demo::docx::docx;
use crate::demo::frame::escape;
use crate::demo::frame::fill;
use crate::demo::site::COLUMN;
use crate::demo::site::Form;
use crate::demo::site::Row;
use crate::demo::site::Site;
use crate::demo::site::UTF_8;
use crate::demo::site::papers;

const PER_PAGE: usize = 2;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Returns the site with all its pages.
pub(crate) fn site() -> Site {
    let names = ["demo-langzhong", "阆中市法治政府建设公开平台（演示）", "511381", "/fzzf.htm"];
    let mut site = Site::new(names, papers(&["langzhong"]), |_, number| format!("/info/1042/{number}.htm"));
    for (index, row) in site.rows.clone().iter().enumerate().filter(|(_, row)| row.form != Form::Gone) {
        if row.form == Form::Word {
            site.add_of(&file_path(row), WORD, docx(&row.paper.title, &row.paper.paragraphs), row);
        }
        let page = article(&site, index, row);
        site.add_of(&row.path, UTF_8, page.into_bytes(), row);
    }
    let pages = site.rows.len().div_ceil(PER_PAGE);
    for page in 0..pages {
        let list = list(&site, page, pages);
        site.add(&list_path(page, pages), UTF_8, list);
    }
    site
}

/// Returns the path of a list page: the newest is `fzzf.htm`, and the oldest is number 1.
fn list_path(page: usize, pages: usize) -> String {
    if page == 0 { "/fzzf.htm".to_owned() } else { format!("/fzzf/{}.htm", pages - page) }
}

fn file_path(row: &Row) -> String {
    format!("/__local/6/2A/5D/0A94C1E7F20B4D63A1F5B1C0D8E{}_fzzf.docx", row.number)
}

fn article(site: &Site, index: usize, row: &Row) -> String {
    let title = escape(&row.paper.title);
    let paragraph = |text: &String| format!(r#"<p class="vsbcontent_start">{}</p>"#, escape(text));
    let (body, attachment) = if row.form == Form::Word {
        let path = file_path(row);
        let link = format!(r#"<a href="{path}" target="_blank">{title}.docx</a>"#);
        let number = row.number;
        (
            String::new(),
            format!(r#"<ul><li>附件【{link}】已下载<span id="nattach{number}"></span>次</li></ul>"#),
        )
    } else {
        (row.paper.paragraphs.iter().map(paragraph).collect(), String::new())
    };
    let [previous, following] = site.neighbours(index);
    let values = [
        ("title", &*title),
        ("column", COLUMN),
        ("site", site.chinese),
        ("date", &row.paper.published.to_string()),
        ("source", row.paper.source),
        ("id", &row.number.to_string()),
        ("body", &body),
        ("attachment", &attachment),
        ("previous", &previous),
        ("following", &following),
    ];
    fill(include_str!("frames/vsb-article.html"), &values)
}

fn list(site: &Site, page: usize, pages: usize) -> String {
    let row = |row: &Row| {
        let (number, link, day) = (row.number, row.link(), row.paper.published);
        format!(r#"<li id="line_u9_{number}">{link}<span>{day}</span></li>"#)
    };
    let rows: Vec<String> = site.rows.iter().skip(page * PER_PAGE).take(PER_PAGE).map(row).collect();
    let step = |to: usize, word: &str| format!(r#"<a href="{}">{word}</a>"#, list_path(to, pages));
    let mut links = String::new();
    if page > 0 {
        links += &step(page - 1, "上页");
    }
    if page + 1 < pages {
        links += &step(page + 1, "下页");
        links += &step(pages - 1, "尾页");
    }
    let values = [
        ("site", site.chinese),
        ("column", COLUMN),
        ("rows", &*rows.join("\n")),
        ("total", &site.rows.len().to_string()),
        ("page", &(page + 1).to_string()),
        ("pages", &pages.to_string()),
        ("links", &links),
    ];
    fill(include_str!("frames/vsb-list.html"), &values)
}
