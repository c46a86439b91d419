//! The pages: a visitor's request in, HTML out.

mod api;
mod changes;
mod cite;
mod compare;
mod concordance;
mod copies;
mod copy;
mod coverage;
mod document;
mod facets;
mod failure;
mod form;
mod help;
mod home;
mod measure;
mod paging;
mod panel;
mod quantities;
mod record;
mod relaxed;
mod search;
mod status;
mod text;
mod timeline;
mod trend;
mod trend_table;
mod visitor;
mod words;
mod years;

pub(crate) use api::api;
pub(crate) use changes::changes;
pub(crate) use cite::cite;
pub(crate) use compare::compare;
pub(crate) use concordance::concordance;
pub(crate) use copies::copies;
pub(crate) use copy::copy;
pub(crate) use coverage::coverage;
pub(crate) use document::document;
pub(crate) use document::version;
pub(crate) use failure::failure;
pub(crate) use help::help;
pub(crate) use home::Holdings;
pub(crate) use measure::Measure;
pub(crate) use panel::panel;
pub(crate) use search::search;
pub(crate) use status::status;
pub(crate) use timeline::timeline;
pub(crate) use trend::trend;
pub(crate) use visitor::Visitor;
pub(crate) use words::collocates;
pub(crate) use words::keyness;

use askama::Template;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::Error;
use crate::assets;
use crate::language::Language;
use crate::language::Phrases;

/// How many characters of a page's own title stand in the title bar.
const LONGEST_TITLE: usize = 80;

/// What every page shows around its content.
pub(crate) struct Frame {
    language: Language,
    t: &'static Phrases,
    title: String,
    here: Here,
    switch: String,
    stylesheet: &'static str,
    script: &'static str,
    /// The feed that follows what the page shows.
    feed: Option<String>,
    icon: &'static str,
}

/// Which entry of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Here {
    Search,
    Concordance,
    Trend,
    Words,
    Coverage,
    Copies,
    Panel,
    Changes,
    Status,
    Help,
    Api,
    Elsewhere,
}

/// A link, or the place where the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Link {
    href: String,
    label: String,
    rel: &'static str,
    is_here: bool,
}

impl Link {
    fn new(href: impl Into<String>, label: impl Into<String>) -> Link {
        Link { href: href.into(), label: label.into(), ..Link::default() }
    }
}

impl Frame {
    fn new(visitor: &Visitor, here: Here, title: &str) -> Frame {
        let t = visitor.language.phrases();
        Frame {
            language: visitor.language,
            t,
            title: if title.is_empty() {
                t.site.to_owned()
            } else {
                format!("{} · {}", short(title), t.site)
            },
            here,
            switch: visitor.in_the_other_language(),
            stylesheet: &assets::STYLESHEET.href,
            script: &assets::SCRIPT.href,
            feed: None,
            icon: &assets::ICON.href,
        }
    }

    /// Names the feed that follows what the page shows.
    fn with_feed(self, feed: String) -> Frame {
        Frame { feed: Some(feed), ..self }
    }

    fn links(&self) -> Vec<Link> {
        let link = |href: &str, label: &str, place: Here| Link {
            is_here: self.here == place,
            ..Link::new(href, label)
        };
        vec![
            link("/search", self.t.search, Here::Search),
            link("/concordance", self.t.concordance, Here::Concordance),
            link("/trend", self.t.trend, Here::Trend),
            link("/collocates", self.t.words, Here::Words),
            link("/coverage", self.t.coverage, Here::Coverage),
            link("/copies", self.t.copies, Here::Copies),
            link("/panel", self.t.panel, Here::Panel),
            link("/changes", self.t.changed_lately, Here::Changes),
            link("/status", self.t.status, Here::Status),
            link("/help", self.t.help, Here::Help),
            link("/api", self.t.api, Here::Api),
        ]
    }
}

/// Cuts what stands in the title bar: a query may be ten thousand characters long.
fn short(title: &str) -> String {
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}

/// A page that is ready to be sent.
struct Page {
    status: StatusCode,
    html: String,
}

impl Page {
    fn render(status: StatusCode, template: &impl Template) -> Result<Page, Error> {
        Ok(Page { status, html: template.render()? })
    }
}

/// Sends a page, or the page that explains why there is none.
fn respond(visitor: &Visitor, result: Result<Page, Error>) -> Response {
    let page = match result {
        Ok(page) => page,
        Err(err) => return failure(visitor, &err),
    };
    let mut response = (page.status, page.html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(visitor.language.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    if let Some(cookie) = visitor.cookie() {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}
