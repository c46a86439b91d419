//! Lists of Hanweb jpage: rows in a record set inside the page, and further rows from `dataproxy.jsp`.

use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::literal;
use crate::discover::page::Anchors;
use crate::discover::rows;

/// Rows on one page of the list where the page does not say.
const PER_PAGE: u32 = 15;
/// jpage asks for three pages of rows at a time.
const PAGES_PER_GROUP: u32 = 3;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// The first page: the rows inside it, and the request for the next ones.
pub(crate) fn first_page(page: &ListPage<'_>) -> Option<Listing> {
    // A list of one page may do without the address of further rows.
    let holds_rows = page.text.contains("<recordset>") && page.text.contains("<record>");
    if !page.text.contains("dataproxy.jsp") && !holds_rows {
        return None;
    }
    let options = options(page.text).unwrap_or_default();
    if options.is_empty() && !page.text.contains("<nextgroup>") && !page.text.contains("<record>") {
        return None;
    }
    let options = options.to_owned();
    let (links, left_out) = records(page);
    let total = number(&options, "totalRecord").or_else(|| tagged(page.text, "totalrecord"));
    let per_page = number(&options, "perPage").filter(|rows| *rows > 0).unwrap_or(PER_PAGE);
    // More rows than there are said to be show only that the number is wrong.
    let is_whole = total.is_some_and(|total| links.len() == total as usize);
    let next = if is_whole {
        None
    } else {
        next_group(page, links.len()).or_else(|| ranges(page, &options, per_page, links.len()))
    };
    Some(Listing {
        links,
        next: next.into_iter().collect(),
        total,
        dialect: Dialect::Jpage,
        left_out,
        ..Listing::default()
    })
}

/// What `jpage` is called with: the options themselves, or a variable that holds them.
fn options(text: &str) -> Option<&str> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)\.jpage\s*\(\s*\{(.{0,4000}?)\}\s*\)"));
    static NAMED: LazyLock<Regex> = LazyLock::new(|| regex(r"\.jpage\s*\(\s*([A-Za-z_$][\w$]{0,60})\s*\)"));
    if let Some(call) = CALL.captures(text).and_then(|call| call.get(1)) {
        return Some(call.as_str());
    }
    let name = NAMED.captures(text)?.get(1)?.as_str();
    let given = regex(&format!(r"(?:^|[^\w$.]){}\s*=\s*\{{", regex::escape(name)));
    literal::object(&text[given.find(text)?.end() - 1..])
}

/// Whether a page is an answer of `dataproxy.jsp`.
pub(crate) fn is_answer(page: &ListPage<'_>) -> bool {
    page.url.path().ends_with("/dataproxy.jsp") || page.text.trim_start().starts_with("<datastore")
}

/// An answer of `dataproxy.jsp`: its rows, and the request for those behind them.
pub(crate) fn answer(page: &ListPage<'_>) -> Listing {
    let (links, left_out) = records(page);
    let total = tagged(page.text, "totalrecord");
    let next = if links.is_empty() { None } else { behind(page, total) };
    let (next, dialect) = (next.into_iter().collect(), Dialect::Jpage);
    Listing { links, next, total, dialect, left_out, ..Listing::default() }
}

/// The articles in all `<record><![CDATA[…]]></record>` of a text, and how many links were not read.
fn records(page: &ListPage<'_>) -> (Vec<Link>, usize) {
    let mut rows = String::from("<ul>");
    let mut rest = page.text;
    while let Some(at) = rest.find("<record>") {
        rest = &rest[at + "<record>".len()..];
        let end = rest.find("</record>").unwrap_or(rest.len());
        let record = rest[..end].trim();
        let record = record.strip_prefix("<![CDATA[").unwrap_or(record);
        rows.push_str("<div>");
        rows.push_str(record.strip_suffix("]]>").unwrap_or(record));
        rows.push_str("</div>");
        rest = &rest[end..];
    }
    let document = Html::parse_fragment(&rows);
    let anchors = Anchors::of(&document, page.url);
    (rows::all_articles(&anchors, page.url), anchors.left_out)
}

/// The request that `<nextgroup>` names: a GET with `page=`, counted from 1.
///
/// Some sites give one page of rows for a number and some a group of three, so the second is asked for whatever the
/// first page held; rows that come twice cost one request and lose nothing.
fn next_group(page: &ListPage<'_>, rows: usize) -> Option<ListRequest> {
    static HREF: LazyLock<Regex> = LazyLock::new(|| regex(r#"href\s*=\s*["']([^"']{1,1000})["']"#));
    // A group may be there and be empty; what stands behind it are rows.
    let (_, group) = page.text.split_once("<nextgroup>")?;
    let group = group.split_once("</nextgroup>").map_or("", |(group, _)| group);
    let href = HREF.captures(group)?[1].replace("&amp;", "&");
    let url = address::join(page.url, &href)?;
    let number = if rows == 0 { 1 } else { 2 };
    with_query(&url, "page", number).map(ListRequest::get)
}

/// The request for the rows behind the first ones, by their numbers, posted as jpage does.
fn ranges(page: &ListPage<'_>, options: &str, per_page: u32, rows: usize) -> Option<ListRequest> {
    static PROXY: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"["']([^"'\s]{0,200}dataproxy\.jsp[^"'\s]{0,500})["']"#));
    static OPTION: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"(\w{1,40})["']?\s*[:=]\s*["']?([^"',{}&\s]{0,200})"#));
    let proxy = PROXY.captures(options).or_else(|| PROXY.captures(page.text))?;
    let mut url = address::join(page.url, &proxy[1].replace("&amp;", "&"))?;
    const DEFAULTS: [(&str, &str); 10] = [
        ("col", "1"),
        ("appid", "1"),
        ("webid", "1"),
        ("path", "/"),
        ("columnid", ""),
        ("sourceContentType", "1"),
        ("unitid", ""),
        ("webname", ""),
        ("permissiontype", "0"),
        ("jslib", ""),
    ];
    let given: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let mut form = Vec::new();
    for (key, default) in DEFAULTS {
        let in_query = given.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let in_options =
            OPTION.captures_iter(options).find(|option| &option[1] == key).map(|option| option[2].to_owned());
        let value = in_query.or(in_options).unwrap_or_else(|| default.to_owned());
        if !value.is_empty() {
            form.push((key.to_owned(), value));
        }
    }
    let first = u32::try_from(rows).ok()?.checked_add(1)?;
    let last = rows_to(first, per_page * PAGES_PER_GROUP);
    url.set_query(Some(&format!("startrecord={first}&endrecord={last}&perpage={per_page}")));
    Some(ListRequest { url, form: Some(form) })
}

/// The request that follows an answer: the next number, or the rows behind the ones that were asked for.
fn behind(page: &ListPage<'_>, total: Option<u32>) -> Option<ListRequest> {
    let form = page.form.map(<[(String, String)]>::to_vec);
    let asked = |key: &str| {
        let in_form = form.iter().flatten().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let value = in_form.or_else(|| {
            page.url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
        });
        value.and_then(|value| value.parse::<u32>().ok())
    };
    if let (Some(first), Some(last)) = (asked("startrecord"), asked("endrecord")) {
        let per_group = last.checked_sub(first)?.checked_add(1)?;
        // Rows behind the last one show that the number is wrong.
        let goes_on = |next: u32| total.is_none_or(|total| next <= total || first > total);
        let next = last.checked_add(1).filter(|next| goes_on(*next))?;
        let url = with_query(page.url, "startrecord", next)?;
        let url = with_query(&url, "endrecord", rows_to(next, per_group))?;
        return Some(ListRequest { url, form });
    }
    let number = asked("page").unwrap_or(1).checked_add(1)?;
    Some(ListRequest { url: with_query(page.url, "page", number)?, form })
}

fn rows_to(first: u32, count: u32) -> u32 {
    first.saturating_add(count.max(1) - 1)
}

/// The address with one number of its query changed or added. Everything else stays letter by letter.
pub(crate) fn with_query(url: &Url, key: &str, number: u32) -> Option<Url> {
    let mut found = false;
    let mut pairs: Vec<String> = Vec::new();
    for pair in url.query().unwrap_or("").split('&').filter(|pair| !pair.is_empty()) {
        if pair.split('=').next() == Some(key) {
            found = true;
            pairs.push(format!("{key}={number}"));
        } else {
            pairs.push(pair.to_owned());
        }
    }
    if !found {
        pairs.push(format!("{key}={number}"));
    }
    let mut url = url.clone();
    url.set_query(Some(&pairs.join("&")));
    Some(url)
}

/// `key: 75` of an option list.
fn number(options: &str, key: &str) -> Option<u32> {
    let rest = &options[options.find(key)? + key.len()..];
    let rest = rest.trim_start_matches(['"', '\'', ' ', ':', '=']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `<totalrecord>75</totalrecord>`.
fn tagged(text: &str, tag: &str) -> Option<u32> {
    let open = format!("<{tag}>");
    let rest = &text[text.find(&open)? + open.len()..];
    rest[..rest.find('<')?].trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(n: u32) -> String {
        format!(
            "<record><![CDATA[<li><a href=\"/art/2024/1/{n}/art_7_{n}.html\" title=\"甲县报告{n}\">甲县…</a><b>[2024-01-0{n}]</b></li>]]></record>"
        )
    }

    fn read(address: &str, form: Option<&[(String, String)]>, text: &str) -> Listing {
        let url = Url::parse(address).unwrap();
        let page = ListPage { url: &url, form, text, media_type: "", permits: None };
        if is_answer(&page) { answer(&page) } else { first_page(&page).unwrap_or_default() }
    }

    #[track_caller]
    fn check(listing: &Listing, rows: usize, total: Option<u32>, next: Option<&str>) {
        let found = listing
            .next
            .first()
            .map(|next| next.url.as_str().trim_start_matches("http://a.gov.cn").to_owned());
        assert_eq!((listing.links.len(), listing.total, found.as_deref()), (rows, total, next));
    }

    #[test]
    fn the_first_page_holds_rows_and_names_the_next_group() {
        let group =
            "<nextgroup><![CDATA[<a href=\"/m/dataproxy.jsp?page=1&amp;columnid=7\"></a>]]></nextgroup>";
        let text = format!(
            "<script type=text/xml><datastore>{group}<recordset>{}{}</recordset></datastore></script><script>$('#7').jpage({{totalRecord:5,perPage:1,proxyUrl:'/m/dataproxy.jsp'}});</script>",
            record(1),
            record(2)
        );
        let listing = read("http://a.gov.cn/col/col7/index.html", None, &text);
        check(&listing, 2, Some(5), Some("/m/dataproxy.jsp?page=2&columnid=7"));
        assert_eq!((listing.links[0].title.as_str(), listing.links[0].date.is_some()), ("甲县报告1", true));
        assert_eq!(listing.next[0].form, None);
        let whole = text.replace("totalRecord:5", "totalRecord:2");
        check(&read("http://a.gov.cn/col/col7/index.html", None, &whole), 2, Some(2), None);
    }

    #[test]
    fn an_empty_group_names_nothing_and_a_wrong_total_ends_nothing() {
        let text = format!(
            "<script type=text/xml><datastore><nextgroup></nextgroup><recordset>{}{}</recordset></datastore></script><script>$('#7').jpage({{totalRecord:5,perPage:1,proxyUrl:'/m/dataproxy.jsp'}});</script>",
            record(1),
            record(2)
        );
        let next = Some("/m/dataproxy.jsp?startrecord=3&endrecord=5&perpage=1");
        check(&read("http://a.gov.cn/col/col7/index.html", None, &text), 2, Some(5), next);
        let wrong = text.replace("totalRecord:5", "totalRecord:0");
        check(&read("http://a.gov.cn/col/col7/index.html", None, &wrong), 2, Some(0), next);
        let answer = format!("<datastore><totalrecord>1</totalrecord>{}</datastore>", record(3));
        let next = Some("/m/dataproxy.jsp?startrecord=6&endrecord=8&perpage=1");
        let address = "http://a.gov.cn/m/dataproxy.jsp?startrecord=3&endrecord=5&perpage=1";
        check(&read(address, None, &answer), 1, Some(1), next);
    }

    #[test]
    fn without_a_group_rows_are_asked_for_by_number() {
        let text = format!(
            "<recordset>{}</recordset><script>$('#7').jpage({{totalRecord:'31',perPage:15,columnid:7,'unitid':'4',proxyUrl:'/m/dataproxy.jsp'}});</script>",
            record(1)
        );
        let listing = read("http://a.gov.cn/col/col7/index.html", None, &text);
        check(&listing, 1, Some(31), Some("/m/dataproxy.jsp?startrecord=2&endrecord=46&perpage=15"));
        let form = listing.next[0].form.clone().unwrap();
        for (key, value) in [("columnid", "7"), ("unitid", "4"), ("col", "1"), ("path", "/")] {
            assert!(form.contains(&(key.to_owned(), value.to_owned())), "{key}");
        }
    }

    #[test]
    fn options_may_stand_in_a_variable_or_one_in_another() {
        let rows = format!("<recordset>{}</recordset>", record(1));
        let next = Some("/m/dataproxy.jsp?startrecord=2&endrecord=10&perpage=3");
        for script in [
            "var setting = {totalRecord:20,perPage:3,proxyUrl:'/m/dataproxy.jsp',columnid:77,unitid:9}; $('#7').jpage(setting);",
            "var x = {totalRecord:9}; let setting={totalRecord:20,perPage:3,p:{columnid:77,unitid:9},u:'/m/dataproxy.jsp'};$('#7').jpage( setting );",
            "$('#7').jpage({totalRecord:20,perPage:3,ajaxParam:{columnid:77,unitid:9},dataUrl:'/m/dataproxy.jsp'});",
        ] {
            let listing = read(
                "http://a.gov.cn/col/col7/index.html",
                None,
                &format!("{rows}<script>{script}</script>"),
            );
            check(&listing, 1, Some(20), next);
            let form = listing.next[0].form.clone().unwrap();
            for (key, value) in [("columnid", "77"), ("unitid", "9")] {
                assert!(form.contains(&(key.to_owned(), value.to_owned())), "{key} {script}");
            }
        }
        let unknown = "<div id=7></div><script>$('#7').jpage(setting); var u = '/m/dataproxy.jsp';</script>";
        check(&read("http://a.gov.cn/col/col7/index.html", None, unknown), 0, None, None);
    }

    #[test]
    fn a_list_of_one_page_needs_no_address_of_further_rows() {
        let text = format!(
            "<div id=7><script type='text/xml'><datastore><totalrecord>1</totalrecord><recordset>{}</recordset></datastore></script></div>",
            record(1)
        );
        check(&read("http://a.gov.cn/col/col7/index.html", None, &text), 1, Some(1), None);
    }

    #[test]
    fn an_answer_leads_on_until_the_total() {
        let text = format!(
            "<datastore><totalrecord>91</totalrecord><recordset>{}</recordset></datastore>",
            record(1)
        );
        let form = [("columnid".to_owned(), "7".to_owned())];
        let address = "http://a.gov.cn/m/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15";
        let listing = read(address, Some(&form), &text);
        check(&listing, 1, Some(91), Some("/m/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15"));
        assert_eq!(listing.next[0].form.as_deref(), Some(&form[..]));
        check(
            &read("http://a.gov.cn/m/dataproxy.jsp?startrecord=46&endrecord=91", None, &text),
            1,
            Some(91),
            None,
        );
        check(
            &read("http://a.gov.cn/m/dataproxy.jsp?columnid=7&page=3", None, &text),
            1,
            Some(91),
            Some("/m/dataproxy.jsp?columnid=7&page=4"),
        );
        check(
            &read("http://a.gov.cn/m/dataproxy.jsp?page=9", None, "<datastore></datastore>"),
            0,
            None,
            None,
        );
    }

    #[test]
    fn broken_record_sets_are_read_as_far_as_they_go() {
        for text in [
            "<datastore><record>",
            "<datastore><record><![CDATA[<a href=/art/2024/1/1/art_7_1.html>甲县报告",
            "<datastore><record></record>",
        ] {
            let _ = read("http://a.gov.cn/m/dataproxy.jsp", None, text);
        }
    }
}
