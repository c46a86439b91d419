//! A JSON answer of a list goes in; its articles and the request for the next ones come out.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Map;
use serde_json::Value;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::day;
use crate::discover::jpaas;
use crate::discover::jpage::with_query;
use crate::discover::page::drop_repeated;
use crate::discover::page::one_line;

/// The gkmlpt interface gives a hundred rows a page.
const GKMLPT_ROWS: u64 = 100;

const TITLES: [&str; 9] = [
    "title",
    "customtitle",
    "infotitle",
    "name",
    "docTitle",
    "doctitle",
    "headTitle",
    "articleTitle",
    "subject",
];
const ADDRESSES: [&str; 9] =
    ["url", "linkurl", "link", "href", "docpuburl", "docPubUrl", "post_url", "visitUrl", "infourl"];
const DATES: [&str; 12] = [
    "date",
    "display_publish_time",
    "infodate",
    "webdate",
    "publishTime",
    "publishedTimeStr",
    "pubDate",
    "docRelTime",
    "first_publish_time",
    "showDate",
    "publish_time",
    "time",
];
const TOTALS: [&str; 8] = [
    "total",
    "totalcount",
    "totalCount",
    "totalRecord",
    "totalRecords",
    "total_count",
    "count",
    "recordCount",
];

/// Reads a JSON list: gkmlpt, Epoint, jpaas, or any whose rows carry a title and an address.
pub(crate) fn list(page: &ListPage<'_>) -> Listing {
    let Ok(value) = serde_json::from_str::<Value>(page.text) else {
        return Listing { dialect: Dialect::Json, ..Listing::default() };
    };
    if let Some(html) = jpaas::html_of(&value) {
        return jpaas::answer(page, html);
    }
    let rows = rows(&value).map(Vec::as_slice).unwrap_or_default();
    let mut links: Vec<Link> = rows.iter().filter_map(|row| link(page.url, row.as_object()?)).collect();
    drop_repeated(&mut links);
    let total = total(&value);
    let dialect = dialect(page);
    let next = if rows.is_empty() { None } else { next(page, dialect, rows.len() as u64, total) };
    let total = total.and_then(|total| u32::try_from(total).ok());
    Listing { links, next: next.into_iter().collect(), total, dialect, ..Listing::default() }
}

fn dialect(page: &ListPage<'_>) -> Dialect {
    let path = page.url.path();
    if path.contains("/gkmlpt/") {
        Dialect::Gkmlpt
    } else if path.contains("getFullTextDataNew") || parameter(page, "pn").is_some() {
        Dialect::Epoint
    } else {
        Dialect::Json
    }
}

/// The first array whose rows carry a title and an address, looked for from the top down.
fn rows(value: &Value) -> Option<&Vec<Value>> {
    let mut level = vec![value];
    // serde_json reads no deeper than 128; a list lies near the top.
    for _ in 0..6 {
        let mut below = Vec::new();
        for value in level {
            match value {
                Value::Array(rows) if rows.iter().any(is_row) => return Some(rows),
                Value::Array(rows) => below.extend(rows),
                Value::Object(fields) => below.extend(fields.values()),
                _ => {}
            }
        }
        level = below;
    }
    None
}

fn is_row(value: &Value) -> bool {
    value.as_object().is_some_and(|row| text(row, &TITLES).is_some() && text(row, &ADDRESSES).is_some())
}

fn text<'a>(row: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| row.get(*name)?.as_str()).filter(|text| !text.trim().is_empty())
}

fn link(page: &Url, row: &Map<String, Value>) -> Option<Link> {
    let url = address::join(page, text(row, &ADDRESSES)?)?;
    let date = DATES.iter().find_map(|name| match row.get(*name)? {
        Value::Number(number) => day::of_epoch(number.as_i64()?),
        Value::String(written) => match written.trim().parse::<i64>() {
            Ok(number) if written.trim().len() >= 9 => day::of_epoch(number),
            _ => day::in_text(written),
        },
        _ => None,
    });
    Some(Link { url, title: without_tags(text(row, &TITLES)?), date })
}

/// Search interfaces mark what was searched for in their titles, and feeds write titles as HTML.
pub(crate) fn without_tags(title: &str) -> String {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>]{0,200}>").expect("the pattern is a constant"));
    one_line(&TAG.replace_all(title, ""))
}

/// How many rows the list has in all: a number under one of the usual names, at the top or one or two below.
fn total(value: &Value) -> Option<u64> {
    let mut level = vec![value];
    for _ in 0..3 {
        let mut below = Vec::new();
        for fields in level.into_iter().filter_map(Value::as_object) {
            let found = TOTALS.iter().find_map(|name| match fields.get(*name)? {
                Value::String(digits) => digits.parse().ok(),
                number => number.as_u64(),
            });
            if found.is_some() {
                return found;
            }
            below.extend(fields.values());
        }
        level = below;
    }
    None
}

/// The request behind this one, unless the total is reached.
fn next(page: &ListPage<'_>, dialect: Dialect, rows: u64, total: Option<u64>) -> Option<ListRequest> {
    // More rows than there are said to be show only that the number is wrong.
    let total = total.filter(|total| rows <= *total);
    let is_reached = |seen: u64| total.is_some_and(|total| seen >= total);
    if dialect == Dialect::Epoint {
        // Advanced by the rows that came, not by those that were asked for.
        let seen = parameter(page, "pn").unwrap_or(0).checked_add(rows)?;
        return if is_reached(seen) { None } else { with_parameter(page, "pn", seen) };
    }
    let names = ["page", "pageNo", "pageNum", "pageIndex", "currentPage", "p"];
    let name = names.into_iter().find(|name| parameter(page, name).is_some());
    let name = name.or((dialect == Dialect::Gkmlpt).then_some("page"))?;
    let number = parameter(page, name).unwrap_or(1);
    let sizes = ["pageSize", "pagesize", "size", "rows", "limit", "per_page"];
    let size = sizes.into_iter().find_map(|name| parameter(page, name));
    // The last page is mostly not full. Some sites cut smaller pages, so a page that is not full need not be the last.
    let before = number.saturating_sub(1).saturating_mul(GKMLPT_ROWS);
    let is_rest = dialect == Dialect::Gkmlpt && total == before.checked_add(rows);
    if is_rest || is_reached(number.saturating_mul(size.unwrap_or(rows))) {
        None
    } else {
        with_parameter(page, name, number.checked_add(1)?)
    }
}

fn parameter(page: &ListPage<'_>, name: &str) -> Option<u64> {
    let in_form =
        page.form.into_iter().flatten().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let written = in_form
        .or_else(|| page.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()));
    if let Some(number) = written.and_then(|written| written.parse().ok()) {
        return Some(number);
    }
    raw_json(page)?.get(name)?.as_u64()
}

fn with_parameter(page: &ListPage<'_>, name: &str, number: u64) -> Option<ListRequest> {
    let mut form = page.form.map(<[(String, String)]>::to_vec);
    if let Some(Value::Object(mut fields)) = raw_json(page) {
        fields.insert(name.to_owned(), number.into());
        let form = Some(vec![(String::new(), Value::Object(fields).to_string())]);
        return Some(ListRequest { url: page.url.clone(), form });
    }
    if let Some((_, value)) = form.iter_mut().flatten().find(|(key, _)| key == name) {
        *value = number.to_string();
        return Some(ListRequest { url: page.url.clone(), form });
    }
    Some(ListRequest { url: with_query(page.url, name, u32::try_from(number).ok()?)?, form })
}

/// The JSON that was posted, where that was the whole form.
fn raw_json(page: &ListPage<'_>) -> Option<Value> {
    match page.form? {
        [(name, json)] if name.is_empty() => serde_json::from_str(json).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str, form: Option<&[(String, String)]>, text: &str) -> Listing {
        let url = Url::parse(address).unwrap();
        list(&ListPage { url: &url, form, text, media_type: "application/json" })
    }

    #[track_caller]
    fn check(address: &str, text: &str, rows: usize, next: Option<&str>) {
        let listing = read(address, None, text);
        let found = listing.next.first().map(|next| next.url.to_string());
        assert_eq!((listing.links.len(), found.as_deref()), (rows, next), "{address}");
    }

    #[test]
    fn two_hundred_rows_of_gkmlpt_are_two_pages() {
        let row = |n: u32| {
            format!(
                r#"{{"title":"甲{n}","url":"http://a.gov.cn/gkmlpt/content/1/2/post_{n}.html","date":1641398400}}"#
            )
        };
        let rows: Vec<String> = (0..100).map(row).collect();
        let text = format!(r#"{{"articles":[{}],"total":200}}"#, rows.join(","));
        let address = "http://a.gov.cn/gkmlpt/api/all/12?page=1&sid=7";
        check(address, &text, 100, Some("http://a.gov.cn/gkmlpt/api/all/12?page=2&sid=7"));
        check("http://a.gov.cn/gkmlpt/api/all/12?page=2&sid=7", &text, 100, None);
        check(
            "http://a.gov.cn/gkmlpt/api/all/12?sid=7",
            &text,
            100,
            Some("http://a.gov.cn/gkmlpt/api/all/12?sid=7&page=2"),
        );
        let listing = read(address, None, &text);
        assert_eq!(listing.links[0].date.map(|date| date.to_string()).as_deref(), Some("2022-01-06"));
        assert_eq!((listing.dialect, listing.total), (Dialect::Gkmlpt, Some(200)));
    }

    #[test]
    fn pages_smaller_than_usual_and_wrong_totals_lead_on() {
        let row = |n: u32| format!(r#"{{"title":"甲{n}","url":"http://a.gov.cn/post_{n}.html"}}"#);
        let address = "http://a.gov.cn/gkmlpt/api/all/12?page=";
        let answer = |rows: u32, total: u32| {
            let rows: Vec<String> = (0..rows).map(row).collect();
            format!(r#"{{"articles":[{}],"total":{total}}}"#, rows.join(","))
        };
        check(&format!("{address}1"), &answer(20, 50), 20, Some(&format!("{address}2")));
        check(&format!("{address}2"), &answer(20, 50), 20, Some(&format!("{address}3")));
        check(&format!("{address}1"), &answer(100, 0), 100, Some(&format!("{address}2")));
        check(&format!("{address}3"), &answer(30, 230), 30, None);
    }

    #[test]
    fn epoint_advances_by_the_rows_that_came() {
        let text = r#"{"result":{"totalcount":9,"records":[
            {"title":"甲<em>县</em>报告","linkurl":"/a/20220106/x.html","infodate":"2022-01-06 10:00:00"},
            {"title":"乙","linkurl":"/b.html","infodate":"0"}]}}"#;
        let address = "http://a.gov.cn/rest/getFullTextDataNew";
        check(&format!("{address}?pn=0&rn=12"), text, 2, Some(&format!("{address}?pn=2&rn=12")));
        check(&format!("{address}?pn=7&rn=12"), text, 2, None);
        let posted = [(String::new(), r#"{"pn":2,"rn":12}"#.to_owned())];
        let listing = read(address, Some(&posted), text);
        assert_eq!(listing.next[0].form, Some(vec![(String::new(), r#"{"pn":4,"rn":12}"#.to_owned())]));
        assert_eq!((listing.links[0].title.as_str(), listing.links[1].date), ("甲县报告", None));
    }

    #[test]
    fn an_empty_or_broken_answer_ends_the_list() {
        for text in [r#"{"articles":[],"total":200}"#, "{", "[]", "[1,2]", r#"{"data":{"html":""}}"#] {
            check("http://a.gov.cn/gkmlpt/api/all/12?page=9", text, 0, None);
        }
    }
}
