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

const TITLES: [&str; 8] =
    ["title", "customtitle", "infotitle", "name", "docTitle", "headTitle", "articleTitle", "subject"];
const ADDRESSES: [&str; 8] =
    ["url", "linkurl", "link", "href", "docPubUrl", "post_url", "visitUrl", "infourl"];
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
    "totalCount",
    "totalRecord",
    "totalRecords",
    "total_count",
    "totalElements",
    "totalNum",
    "recordCount",
];
/// What may be the rows of the list or those of this page.
const COUNTS: [&str; 1] = ["count"];

/// The JSON of an answer, also where it is handed to a function (`callback({…});`) or given to a variable (`var list = […];`).
/// What begins as JSON does and breaks off is null.
pub(crate) fn value(text: &str) -> Option<Value> {
    static WRAPPED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)^(?:/\*.{0,80}?\*/\s*)?(?:(?:(?:var|let|const)\s+)?[\w$.]{1,80}\s*(?:=|&&)\s*|;?[\w$.]{1,80}\s*\(\s*)+([\[{].*[\]}])\s*\)?\s*;?\s*\)?\s*;?\s*$")
            .expect("the pattern is a constant")
    });
    if text.starts_with(['{', '[']) {
        return Some(serde_json::from_str(text).unwrap_or_default());
    }
    let wrapped = text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '/' | ';'));
    WRAPPED.captures(text).filter(|_| wrapped).and_then(|found| serde_json::from_str(&found[1]).ok())
}

/// Reads a JSON list: gkmlpt, Epoint, jpaas, or any whose rows carry a title and an address.
pub(crate) fn list(page: &ListPage<'_>, value: &Value) -> Listing {
    if let Some(html) = jpaas::html_of(value) {
        return jpaas::answer(page, html);
    }
    let unpacked = if rows(value).is_none() { packed(value) } else { None };
    let value = unpacked.as_ref().unwrap_or(value);
    let rows = rows(value).map(Vec::as_slice).unwrap_or_default();
    let mut links: Vec<Link> = rows.iter().filter_map(|row| link(page.url, row.as_object()?)).collect();
    drop_repeated(&mut links);
    let total = total(value, rows.len() as u64);
    let dialect = dialect(page);
    let next = if rows.is_empty() { None } else { next(page, dialect, rows.len() as u64, total) };
    let total = total.and_then(|total| u32::try_from(total).ok());
    let says_empty = rows.is_empty() && total == Some(0);
    Listing { links, next: next.into_iter().collect(), total, dialect, says_empty, ..Listing::default() }
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

/// JSON that another one holds as a text, when it has rows.
fn packed(value: &Value) -> Option<Value> {
    let fields = value.as_object()?.values().filter_map(Value::as_str);
    let packed = fields.filter(|text| text.starts_with(['{', '['])).map(serde_json::from_str::<Value>);
    packed.filter_map(Result::ok).find(|value| rows(value).is_some())
}

fn is_row(value: &Value) -> bool {
    value.as_object().is_some_and(|row| title(row).is_some() && address(row).is_some())
}

/// The title of a row: a field of a usual name, else one whose name ends as those do (`zcTitle`, `doc_title`).
fn title(row: &Map<String, Value>) -> Option<&str> {
    text(row, &TITLES).or_else(|| named_like(row, &["title"], &["sub", "short", "site", "channel", "column"]))
}

/// The address of a row, likewise (`pubUrl`, `staticLink`); those of pictures, sites and columns are others.
fn address(row: &Map<String, Value>) -> Option<&str> {
    const OTHERS: [&str; 12] = [
        "img", "image", "pic", "photo", "thumb", "logo", "icon", "cover", "video", "site", "channel",
        "column",
    ];
    let found = text(row, &ADDRESSES).or_else(|| named_like(row, &["url", "link", "href"], &OTHERS));
    found.filter(|found| found.contains(['/', '.', '?']))
}

/// The text of the first field whose name ends in one of some words and holds none of others.
fn named_like<'a>(row: &'a Map<String, Value>, ends: &[&str], others: &[&str]) -> Option<&'a str> {
    let fields = row.iter().filter(|(key, _)| {
        let key = key.to_ascii_lowercase();
        ends.iter().any(|end| key.ends_with(end)) && !others.iter().any(|other| key.contains(other))
    });
    fields.filter_map(|(_, value)| value.as_str()).find(|text| !text.trim().is_empty())
}

fn text<'a>(row: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| field(row, name)?.as_str()).filter(|text| !text.trim().is_empty())
}

/// The field of a name; what writes them in capitals differs by the site.
fn field<'a>(row: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    row.get(name)
        .or_else(|| row.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn link(page: &Url, row: &Map<String, Value>) -> Option<Link> {
    let url = address::join(page, address(row)?)?;
    let date = DATES.iter().find_map(|name| match field(row, name)? {
        Value::Number(number) => day::of_epoch(number.as_i64()?),
        Value::String(written) => match written.trim().parse::<i64>() {
            Ok(number) if written.trim().len() >= 9 => day::of_epoch(number),
            _ => day::in_text(written),
        },
        _ => None,
    });
    Some(Link { url, title: without_tags(title(row)?), date })
}

/// Search interfaces mark what was searched for in their titles, and feeds write titles as HTML.
pub(crate) fn without_tags(title: &str) -> String {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>]{0,200}>").expect("the pattern is a constant"));
    one_line(&TAG.replace_all(title, ""))
}

/// How many rows the list has in all: a number under one of the usual names, at the top or one or two below. A bare count that
/// is the number of `rows` here may be no more than that.
fn total(value: &Value, rows: u64) -> Option<u64> {
    number(value, &TOTALS).or_else(|| number(value, &COUNTS).filter(|count| *count != rows || rows == 0))
}

fn number(value: &Value, names: &[&str]) -> Option<u64> {
    let mut level = vec![value];
    for _ in 0..3 {
        let mut below = Vec::new();
        for fields in level.into_iter().filter_map(Value::as_object) {
            let found = names.iter().find_map(|name| match field(fields, name)? {
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
        let page = ListPage { url: &url, form, text, media_type: "application/json", permits: None };
        list(&page, &value(text).unwrap_or_default())
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
    fn what_counts_the_rows_of_a_page_does_not_end_the_list() {
        let row = |n: u32| format!(r#"{{"title":"甲{n}","url":"/info/1/{n}.htm"}}"#);
        let rows: Vec<String> = (0..3).map(row).collect();
        let rows = rows.join(",");
        let (first, second) = ("http://a.gov.cn/l?page=1&size=3", "http://a.gov.cn/l?page=2&size=3");
        check(first, &format!(r#"{{"count":3,"data":{{"totalCount":8,"list":[{rows}]}}}}"#), 3, Some(second));
        check(first, &format!(r#"{{"count":3,"list":[{rows}]}}"#), 3, Some(second));
        check(first, &format!(r#"{{"count":8,"list":[{rows}]}}"#), 3, Some(second));
        check(first, &format!(r#"{{"total":3,"list":[{rows}]}}"#), 3, None);
        check("http://a.gov.cn/l?page=3&size=3", &format!(r#"{{"count":8,"list":[{rows}]}}"#), 3, None);
    }

    #[test]
    fn rows_may_be_handed_to_a_function_and_stand_under_names_in_capitals() {
        let rows =
            r#"{"Data":{"Rows":[{"Title":"甲","Url":"/info/1/2.htm","PubDate":"2023-01-02"}],"Total":1}}"#;
        for text in [
            rows.to_owned(),
            format!("callback({rows});"),
            format!("/**/jQuery1_2({rows})"),
            format!("cb && cb({rows});"),
            format!("var list = {rows};"),
            format!(r#"{{"custom":{}}}"#, Value::from(rows)),
        ] {
            let listing = read("http://a.gov.cn/l", None, &text);
            let found: Vec<_> =
                listing.links.iter().map(|link| (link.title.as_str(), link.date.is_some())).collect();
            assert_eq!((found, listing.total), (vec![("甲", true)], Some(1)), "{text}");
        }
        for text in
            ["<p>callback({})</p>", "callback(1)", "var a = {b: 1};", "正文 ({})", "callback({\"a\":1})()"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_of_no_rows_says_that_it_is_empty() {
        let says_empty = |text: &str| read("http://a.gov.cn/l?page=1", None, text).says_empty;
        assert!(says_empty(r#"{"total":0,"rows":[]}"#) && says_empty(r#"{"count":"0","rows":[]}"#));
        assert!(
            !says_empty(r#"{"code":500}"#) && !says_empty(r#"{"total":8,"rows":[]}"#) && !says_empty("{")
        );
    }

    #[test]
    fn an_empty_or_broken_answer_ends_the_list() {
        for text in [r#"{"articles":[],"total":200}"#, "{", "[]", "[1,2]", r#"{"data":{"html":""}}"#] {
            check("http://a.gov.cn/gkmlpt/api/all/12?page=9", text, 0, None);
        }
    }
}
