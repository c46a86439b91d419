//! Lists of Hanweb jpaas: `queryData` in the page, rows as HTML inside JSON.

use std::sync::LazyLock;

use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use regex::Regex;
use scraper::Html;
use scraper::Selector;
use serde_json::Value;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::page::Anchors;
use crate::discover::page::selector;
use crate::discover::rows;

/// Where jpaas answers.
const UNIT: &str = "/api-gateway/jpaas-publish-server/front/page/build/unit";
/// More units than this are not asked for on behalf of one page.
const MOST_UNITS: usize = 8;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// The first page: it holds no rows itself, but says where to ask for them.
pub(crate) fn first_page(page: &ListPage<'_>, document: &Html) -> Option<Listing> {
    static QUERY_DATA: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?i)\bqueryData\s*[=:]\s*(\{[^{}]{1,2000}\})"));
    static UNITS: LazyLock<Selector> = LazyLock::new(|| selector("[querydata]"));
    let mut next = Vec::new();
    for unit in document.select(&UNITS).take(MOST_UNITS) {
        let written = unit.value().attr("querydata").unwrap_or("");
        let at = unit.value().attr("url").filter(|url| url.contains("/build/unit")).unwrap_or(UNIT);
        next.extend(request(page.url, at, written));
    }
    if next.is_empty() && page.text.contains(UNIT) {
        let written = QUERY_DATA.captures_iter(page.text).take(MOST_UNITS);
        next.extend(written.filter_map(|written| request(page.url, UNIT, &written[1])));
    }
    // Units that name a list come before menus and banners; where one does, the others are left out.
    let lists: Vec<ListRequest> = next.iter().filter(|request| names_list(request)).cloned().collect();
    let next = if lists.is_empty() { next } else { lists };
    (!next.is_empty()).then(|| Listing { next, dialect: Dialect::Jpaas, ..Listing::default() })
}

fn names_list(request: &ListRequest) -> bool {
    let tag = request.url.query_pairs().find(|(key, _)| key == "tagId").map(|(_, value)| value.into_owned());
    tag.is_some_and(|tag| tag.contains("list") || tag.contains("列表"))
}

/// The first request of a unit: its query data, and the first page of rows.
fn request(page: &Url, at: &str, written: &str) -> Option<ListRequest> {
    static PAIR: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"["'](\w{1,40})["']\s*:\s*["']([^"']{0,300})["']"#));
    let mut url = address::join(page, at)?;
    let mut query = String::new();
    for pair in PAIR.captures_iter(written) {
        query.push_str(&format!("{}={}&", &pair[1], utf8_percent_encode(&pair[2], NON_ALPHANUMERIC)));
    }
    if query.is_empty() {
        return None;
    }
    query.push_str(&page_number(1, 15));
    url.set_query(Some(&query));
    Some(ListRequest::get(url))
}

fn page_number(number: u32, size: u32) -> String {
    let json = format!(r#"{{"pageNo":{number},"pageSize":{size}}}"#);
    format!("paramJson={}", utf8_percent_encode(&json, NON_ALPHANUMERIC))
}

/// An answer: rows in `data.html`, with the pagination that says how many there are.
pub(crate) fn answer(page: &ListPage<'_>, html: &str) -> Listing {
    static PAGINATION: LazyLock<Selector> = LazyLock::new(|| selector(".pagination[count], [rows][count]"));
    let document = Html::parse_fragment(html);
    let anchors = Anchors::of(&document, page.url);
    let links = rows::all_articles(&anchors, page.url);
    let pagination = document.select(&PAGINATION).next();
    let number = |name: &str| {
        pagination.and_then(|element| element.value().attr(name)).and_then(|value| value.trim().parse().ok())
    };
    let total: Option<u32> = number("count");
    let size = number("rows").filter(|rows| *rows > 0).unwrap_or(15);
    let asked = asked_page(page.url);
    // A page that begins behind the last row, and one with more rows than there are, show that the number is wrong.
    let is_last = total.is_some_and(|total| {
        let before = u64::from(asked.saturating_sub(1)) * u64::from(size);
        let (total, rows) = (u64::from(total), links.len() as u64);
        before + u64::from(size) >= total && before < total && rows <= total
    });
    let next =
        if links.is_empty() || is_last { None } else { with_page(page.url, asked.saturating_add(1), size) };
    Listing {
        links,
        next: next.into_iter().map(ListRequest::get).collect(),
        total,
        dialect: Dialect::Jpaas,
        left_out: anchors.left_out,
        ..Listing::default()
    }
}

/// Whether JSON is such an answer; returns its HTML.
pub(crate) fn html_of(value: &Value) -> Option<&str> {
    value.get("data")?.get("html")?.as_str()
}

fn asked_page(url: &Url) -> u32 {
    let written = url.query_pairs().find(|(key, _)| key == "paramJson").map(|(_, value)| value.into_owned());
    let json: Option<Value> = written.and_then(|written| serde_json::from_str(&written).ok());
    let number = json.as_ref().and_then(|json| json.get("pageNo")).and_then(|number| match number {
        Value::String(digits) => digits.parse().ok(),
        number => number.as_u64(),
    });
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
}

fn with_page(url: &Url, number: u32, size: u32) -> Option<Url> {
    let kept = url.query()?.split('&').filter(|pair| !pair.starts_with("paramJson="));
    let query: Vec<String> = kept.map(str::to_owned).chain([page_number(number, size)]).collect();
    let mut next = url.clone();
    next.set_query(Some(&query.join("&")));
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(request: &ListRequest) -> Vec<(String, String)> {
        request.url.query_pairs().into_owned().collect()
    }

    #[test]
    fn query_data_becomes_the_first_request() {
        let html = r#"<div id="p"><script querydata="{'webId':'w','pageId':'p','tagId':'当前栏目list','parseType':'x'}" url="/api-gateway/jpaas-publish-server/front/page/build/unit"></script>
            <script querydata="{'webId':'w','tagId':'导航'}"></script></div>"#;
        let url = Url::parse("http://a.gov.cn/col/").unwrap();
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let listing = first_page(&page, &Html::parse_document(html)).unwrap();
        assert_eq!(listing.next.len(), 1, "the menu is left out");
        assert_eq!(listing.next[0].url.path(), UNIT);
        let pairs = asked(&listing.next[0]);
        assert!(pairs.contains(&("tagId".to_owned(), "当前栏目list".to_owned())));
        assert!(pairs.contains(&("paramJson".to_owned(), r#"{"pageNo":1,"pageSize":15}"#.to_owned())));
    }

    #[test]
    fn query_data_may_stand_in_a_script() {
        let url = Url::parse("http://a.gov.cn/col/").unwrap();
        let check = |script: &str, expected: bool| {
            let html = format!("<script>{script}</script>");
            let page =
                ListPage { url: &url, form: None, text: &html, media_type: "text/html", permits: None };
            let listing = first_page(&page, &Html::parse_document(&html));
            let tag = ("tagId".to_owned(), "当前栏目list".to_owned());
            let found = listing.is_some_and(|listing| asked(&listing.next[0]).contains(&tag));
            assert_eq!(found, expected, "{script}");
        };
        let sent = "{'webId':'w','tagId':'当前栏目list'}";
        check(&format!("var queryData = {sent}; $.get('{UNIT}', queryData)"), true);
        check(&format!("$.get('{UNIT}', queryData)"), false);
        check(&format!("var queryData = {sent}; $.get('/other', queryData)"), false);
    }

    /// Checks how many requests follow the first answer when each answer says `count` rows in all.
    #[track_caller]
    fn check(count: u32, pages: u32) {
        let html = format!(
            r#"<li><a href="/art/2025/art_4ac8ce0009be4a7a991a7121d36457ca.html">甲县年度报告</a><span>2025-01-06</span></li><div class="pagination" rows="15" count="{count}"></div>"#
        );
        let mut url = Url::parse(&format!("http://a.gov.cn{UNIT}?webId=w&{}", page_number(1, 15))).unwrap();
        let mut seen = 1;
        loop {
            let page =
                ListPage { url: &url, form: None, text: "", media_type: "application/json", permits: None };
            let listing = answer(&page, &html);
            assert_eq!((listing.links.len(), listing.total), (1, Some(count)));
            let Some(next) = listing.next.first() else { break };
            url = next.url.clone();
            seen += 1;
        }
        assert_eq!(seen, pages, "{count} rows");
    }

    #[test]
    fn thirty_one_rows_at_fifteen_are_three_pages() {
        check(31, 3);
        check(30, 2);
        check(1, 1);
    }

    #[test]
    fn more_rows_than_there_are_said_to_be_lead_on() {
        let html = r#"<li><a href="/art/2025/art_4ac8ce0009be4a7a991a7121d36457ca.html">甲县年度报告</a></li><div class="pagination" rows="15" count="0"></div>"#;
        let url = Url::parse(&format!("http://a.gov.cn{UNIT}?webId=w&{}", page_number(1, 15))).unwrap();
        let page =
            ListPage { url: &url, form: None, text: "", media_type: "application/json", permits: None };
        assert_eq!(answer(&page, html).next.len(), 1);
    }
}
