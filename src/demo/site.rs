//! What one pretend site publishes: its articles in the order of its lists, and every page that it answers with.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::demo::data::DISTRICTS;
use crate::demo::data::SINGLES;
use crate::demo::frame::fill;
use crate::demo::frame::link;
use crate::demo::sheet::Paper;
use crate::demo::sheet::YEARS;
use crate::demo::sheet::report;
use crate::demo::sheet::single;

/// The column that the reports stand in.
pub(crate) const COLUMN: &str = "法治政府建设";

/// How a document is put on its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// An ordinary page.
    Page,
    /// A page in GBK that says it is in gb2312.
    Gbk,
    /// A page with nothing but a link to a Word file.
    Word,
    /// A page that the list still names and that is not there any more.
    Gone,
    /// The second of two addresses of one document.
    Again,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The path of the article.
    pub(crate) path: String,
    /// The number in the path.
    pub(crate) number: usize,
    /// How it is published.
    pub(crate) form: Form,
    /// What it says.
    pub(crate) paper: Paper,
}

impl Row {
    /// Returns the list line's link.
    pub(crate) fn link(&self) -> String {
        link(&self.path, &self.paper.title)
    }
}

/// One answer to a request.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The `Content-Type` as sent.
    pub(crate) content_type: &'static str,
    /// The body.
    pub(crate) bytes: Vec<u8>,
    /// The day it last changed.
    pub(crate) modified: Date,
}

/// One pretend site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The name for a configuration.
    pub(crate) name: &'static str,
    /// The name that its pages show.
    pub(crate) chinese: &'static str,
    /// The code of its division.
    pub(crate) code: &'static str,
    /// The path of its first list page.
    pub(crate) start: &'static str,
    /// Its articles, newest first.
    pub(crate) rows: Vec<Row>,
    /// Its pages by path.
    pub(crate) pages: BTreeMap<String, Page>,
    /// How many rows one answer of its list service holds; 0 without such a service.
    pub(crate) per_answer: usize,
}

impl Site {
    /// Returns a site with its front page and robots.txt; its rows are sorted and get the addresses that `path` says.
    pub(crate) fn new(
        [name, chinese, code, start]: [&'static str; 4],
        papers: Vec<(Paper, Form)>,
        path: impl Fn(&Paper, usize) -> String,
    ) -> Site {
        let row = |(index, (paper, form)): (usize, (Paper, Form))| {
            let number = 2300 + index * 17;
            Row { path: path(&paper, number), number, form, paper }
        };
        let mut rows: Vec<Row> = papers.into_iter().enumerate().map(row).collect();
        rows.sort_by(|a, b| b.paper.published.cmp(&a.paper.published).then(a.number.cmp(&b.number)));
        let mut site = Site { name, chinese, code, start, rows, pages: BTreeMap::new(), per_answer: 0 };
        let front = [("site", chinese), ("start", start), ("column", COLUMN)];
        let front = fill(include_str!("frames/front.html"), &front);
        site.add("/", UTF_8, front.clone());
        site.add("/index.htm", UTF_8, front);
        site.add("/robots.txt", "text/plain", "User-agent: *\nDisallow: /admin/\n");
        site
    }

    /// Adds a page that changed when the newest article went up.
    pub(crate) fn add(&mut self, path: &str, content_type: &'static str, body: impl Into<Vec<u8>>) {
        let modified = self.rows.first().map_or(Date::constant(2024, 1, 1), |row| row.paper.published);
        self.pages.insert(path.to_owned(), Page { content_type, bytes: body.into(), modified });
    }

    /// Adds the page of an article, or whatever belongs to it.
    pub(crate) fn add_of(&mut self, path: &str, content_type: &'static str, body: Vec<u8>, row: &Row) {
        let page = Page { content_type, bytes: body, modified: row.paper.published };
        self.pages.insert(path.to_owned(), page);
    }

    /// Returns the links to the row before and the row after, as article pages show them.
    pub(crate) fn neighbours(&self, index: usize) -> [String; 2] {
        let link = |row: Option<&Row>| row.map_or("没有了".to_owned(), Row::link);
        [link(index.checked_sub(1).and_then(|before| self.rows.get(before))), link(self.rows.get(index + 1))]
    }
}

/// The usual type of a page.
pub(crate) const UTF_8: &str = "text/html; charset=utf-8";

/// Returns what the named districts published, and the documents of other kinds that belong to them.
pub(crate) fn papers(districts: &[&str]) -> Vec<(Paper, Form)> {
    let mut papers = Vec::new();
    for (key, file) in DISTRICTS.iter().filter(|(key, _)| districts.contains(key)) {
        for year in YEARS {
            let Some(paper) = report(file, year) else { continue };
            if (*key, year) == ("guanghan", 2021) {
                papers.push((paper.clone(), Form::Again));
            }
            papers.push((paper, form(key, year)));
        }
    }
    let places: Vec<&str> = papers.iter().map(|(paper, _)| paper.place).collect();
    let others = SINGLES.iter().filter_map(|file| single(file)).filter(|paper| places.contains(&paper.place));
    papers.extend(others.map(|paper| (paper, Form::Page)));
    papers
}

fn form(district: &str, year: i16) -> Form {
    match (district, year) {
        ("langzhong", 2022) => Form::Word,
        ("shengzhou", 2021) => Form::Gbk,
        ("longyou", 2020) => Form::Gone,
        _ => Form::Page,
    }
}
