//! A list page goes in; the articles it lists and the pages of the list still to ask for come out.

mod beside;
mod calls;
mod day;
mod elsewhere;
mod empty;
mod epoint;
mod feed;
mod frames;
mod gkmlpt;
mod jpaas;
mod jpage;
mod json;
mod laypage;
mod literal;
mod page;
mod paging;
mod plain;
mod points;
mod robots;
mod rows;
mod scripted;
mod selectors;
mod sitemap;
#[cfg(test)]
mod tests;
mod title;
mod trs;
mod vsb;

use jiff::civil::Date;
use scraper::Html;
use url::Url;

use crate::discover::page::Anchors;
use crate::fetch::Permits;

pub use crate::discover::elsewhere::Elsewhere;
pub(crate) use crate::discover::elsewhere::elsewhere;
pub(crate) use crate::discover::gkmlpt::with_categories;
pub use crate::discover::paging::End;
pub use crate::discover::paging::Paging;
pub use crate::discover::paging::Step;
pub(crate) use crate::discover::rows::is_in_folder_of;
pub use crate::discover::selectors::Selectors;

/// How a list is built; recognised from the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Rows of links, next links where there are any.
    #[default]
    Plain,
    /// The recipe's selectors.
    Selectors,
    /// TRS `createPageHTML`, and the like-named call of 开普 UCAP.
    Trs,
    /// VSB, whose pages are numbered backwards.
    Vsb,
    /// Hanweb jpage with `dataproxy.jsp`.
    Jpage,
    /// Hanweb jpaas with `queryData`.
    Jpaas,
    /// The gkmlpt JSON interface.
    Gkmlpt,
    /// Epoint `getFullTextDataNew`.
    Epoint,
    /// Any other JSON list.
    Json,
    /// A sitemap or a sitemap index.
    Sitemap,
    /// RSS or Atom.
    Feed,
}

/// A page of a list, already decoded.
#[derive(Clone, Copy, Debug)]
pub struct ListPage<'a> {
    /// Its address, after redirects.
    pub url: &'a Url,
    /// The form that was posted for it, if any.
    pub form: Option<&'a [(String, String)]>,
    /// The decoded text.
    pub text: &'a str,
    /// The media type without parameters.
    pub media_type: &'a str,
    /// The hosts that its source lists; a page leads to its own site alone without.
    pub permits: Option<&'a Permits>,
}

impl ListPage<'_> {
    /// Whether the page may lead to an address as to one of its own: on its own site, or on a host that the source lists.
    pub(crate) fn leads_to(&self, url: &Url) -> bool {
        rows::same_site(self.url, url) || self.permits.is_some_and(|permits| permits.lists(url))
    }
}

/// One listed article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it is, as the site gave it.
    pub url: Url,
    /// Its title as listed; empty for a sitemap.
    pub title: String,
    /// The date beside it.
    pub date: Option<Date>,
}

/// A further page of a list to ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListRequest {
    /// The address.
    pub url: Url,
    /// The form to post; a GET without one. A single pair with an empty name is posted as the JSON that its value is.
    pub form: Option<Vec<(String, String)>>,
}

impl ListRequest {
    /// A plain GET.
    pub fn get(url: Url) -> Self {
        ListRequest { url, form: None }
    }
}

/// What one page of a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The articles, in the order of the page.
    pub links: Vec<Link>,
    /// Further pages that this page names or implies.
    pub next: Vec<ListRequest>,
    /// The one of them that this page calls page 1.
    pub first_page: Option<ListRequest>,
    /// How many articles the whole list has, when its machinery says so.
    pub total: Option<u32>,
    /// How the list is built.
    pub dialect: Dialect,
    /// Lists below this page or in its frames, where it lists no article itself: it only leads on to columns.
    pub columns: Vec<Url>,
    /// How many links of the page were not read, because there are more than are read from one page.
    pub left_out: usize,
    /// Whether the page lists nothing and says so.
    pub says_empty: bool,
    /// Of a page that a crawl reads and that leads nowhere else: the hosts that its rows lead to and its source does not list.
    pub elsewhere: Vec<Elsewhere>,
}

/// Reads one page of a list. The dialect is recognised; selectors take precedence where they find rows.
pub fn list(page: &ListPage<'_>, selectors: Option<&Selectors>) -> Listing {
    let start = page.text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    if let Some(value) = json::value(start) {
        return json::list(page, &value);
    }
    if robots::is_one(page.url) {
        return robots::list(page);
    }
    if sitemap::is_one(start) {
        return sitemap::list(page);
    }
    if sitemap::is_text(start) {
        return sitemap::text(page);
    }
    if feed::is_one(start) {
        return feed::list(page);
    }
    if jpage::is_answer(page) {
        return jpage::answer(page);
    }
    html(page, selectors)
}

fn html(page: &ListPage<'_>, selectors: Option<&Selectors>) -> Listing {
    if page::is_too_deep(page.text) {
        return Listing::default();
    }
    let document = Html::parse_document(page.text);
    let anchors = Anchors::of(&document, page.url);
    let mut listing = pages(page, &document, &anchors);
    let selected = selectors.map(|selectors| selectors.list(page, &document)).unwrap_or_default();
    if selected.links.is_empty() {
        listing.links.extend(rows::articles(&anchors, page));
        page::drop_repeated(&mut listing.links);
        listing.left_out += anchors.left_out;
    } else {
        listing.links = selected.links;
        listing.dialect = Dialect::Selectors;
    }
    if !selected.next.is_empty() {
        listing.next = selected.next;
    }
    if listing.links.is_empty() {
        let written = Html::parse_fragment(&scripted::written(page.text));
        listing.links = rows::articles(&Anchors::of(&written, page.url), page);
    }
    listing.says_empty = listing.links.is_empty() && empty::says_so(&document);
    if listing.links.is_empty() && listing.next.is_empty() && listing.columns.is_empty() {
        listing.columns = frames::framed(page, &document);
        listing.columns.extend(feed::declared(page, &document));
        listing.columns.extend(rows::columns(&anchors, page));
    }
    listing
}

/// The further pages, by the first dialect that recognises the page.
fn pages(page: &ListPage<'_>, document: &Html, anchors: &Anchors) -> Listing {
    let known = gkmlpt::first_page(page)
        .or_else(|| epoint::first_page(page))
        .or_else(|| jpage::first_page(page))
        .or_else(|| jpaas::first_page(page, document))
        .or_else(|| trs::pages(page))
        .or_else(|| vsb::pages(page, anchors));
    known.unwrap_or_else(|| plain::pages(page, document, anchors))
}
