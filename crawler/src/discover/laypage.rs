//! A page in whose list laypage makes the page numbers goes in; the addresses of the further pages come out.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::address;
use crate::discover::ListPage;

/// More pages than this are not believed of one list.
const MOST_PAGES: u32 = 5_000;

/// Of how many rows a page is where nothing else is said.
const ROWS: u32 = 10;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// The pages behind the first: `laypage({pages: 9, …})` or `laypage.render({count: 83, limit: 10, …})` says how many there are, and
/// what it does with a number, such as `location.href = 'index_' + obj.curr + '.html'`, where they are.
pub(crate) fn pages(page: &ListPage<'_>) -> Vec<Url> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| regex(r"\blaypage(?:\.render|\.dir)?\s*\(\s*\{"));
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        regex(r#"["']([^"'\s]{0,200})["']\s*\+\s*\w{1,20}\.curr\b(?:\s*\+\s*["']([^"'\s]{0,200})["'])?"#)
    });
    let Some(call) = CALL.find(page.text) else { return Vec::new() };
    let given = options(&page.text[call.end()..]);
    let count = match (number(given, "pages"), number(given, "count")) {
        (Some(pages), _) => pages,
        (None, Some(rows)) => rows.div_ceil(number(given, "limit").filter(|rows| *rows > 0).unwrap_or(ROWS)),
        (None, None) => return Vec::new(),
    };
    let Some(name) = NAME.captures(given) else { return Vec::new() };
    let behind = name.get(2).map_or("", |behind| behind.as_str());
    let addresses = (2..=count.min(MOST_PAGES)).map(|number| format!("{}{number}{behind}", &name[1]));
    addresses.filter_map(|address| address::join(page.url, &address)).collect()
}

/// Returns what stands before the brace that closes the open one.
fn options(text: &str) -> &str {
    let mut open = 1;
    let closes = |(_, character): &(usize, char)| {
        open += match character {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        open == 0
    };
    text.char_indices().find(closes).map_or(text, |(at, _)| &text[..at])
}

/// What an option says, when that is a number.
fn number(given: &str, option: &str) -> Option<u32> {
    static OPTION: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"["']?\b(pages|count|limit)["']?\s*:\s*["']?(\d{1,9})\b"#));
    OPTION.captures_iter(given).find(|found| &found[1] == option)?[2].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let url = Url::parse("http://a.gov.cn/x/list.jsp?c=7").unwrap();
        let page = ListPage { url: &url, form: None, text: script, media_type: "text/html", permits: None };
        let found = pages(&page);
        let found: Vec<&str> = found.iter().map(|url| &url.as_str()["http://a.gov.cn".len()..]).collect();
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn a_count_and_what_is_done_with_a_number_name_the_pages() {
        check(
            "laypage({cont:'pg',pages:3,curr:1,jump:function(o,first){if(!first)location.href='index_'+o.curr+'.html'}})",
            &["/x/index_2.html", "/x/index_3.html"],
        );
        check(
            r#"laypage.render({ elem: "pg", count: "25", limit: 10, jump: function (obj, first) {
                if (!first) { window.location.href = "?c=7&page=" + obj.curr; } } });"#,
            &["/x/list.jsp?c=7&page=2", "/x/list.jsp?c=7&page=3"],
        );
    }

    #[test]
    fn what_asks_for_rows_in_another_way_names_no_pages() {
        check("laypage.render({elem:'pg',count:25,jump:function(obj){load(obj.curr)}})", &[]);
        check("laypage({pages: total, jump:function(o){location.href='index_'+o.curr+'.html'}})", &[]);
        check(
            "laypage({pages:total,jump:function(o){location.href='index_'+o.curr+'.html'}}); var chart={pages:30};",
            &[],
        );
        check("var pages = 3; location.href='index_'+o.curr+'.html'", &[]);
    }
}
