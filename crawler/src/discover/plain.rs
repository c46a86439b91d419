//! A page of a list without known machinery goes in; the pages that its next link and page numbers name come out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use scraper::Html;
use scraper::Selector;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::calls::Functions;
use crate::discover::laypage;
use crate::discover::page::Anchor;
use crate::discover::page::Anchors;
use crate::discover::page::LINKS;
use crate::discover::page::base;
use crate::discover::page::selector;
use crate::discover::scripted;

/// More page numbers than this are not followed from one page.
const MOST_NUMBERS: usize = 50;

/// The pages that a page names: by a next link, and by links that are numbers.
pub(crate) fn pages(page: &ListPage<'_>, document: &Html, anchors: &Anchors) -> Listing {
    static NEXT: LazyLock<Selector> = LazyLock::new(|| selector("link[rel~=next][href]"));
    let mut next = BTreeSet::new();
    let mut asked = Vec::new();
    let named = laypage::pages(page).into_iter();
    let declared = document.select(&NEXT).filter_map(|link| link.value().attr("href"));
    let declared = declared.filter_map(|href| address::join(page.url, href));
    let leads_on =
        |anchor: &&Anchor| says_next(anchor) || says_more(anchor) && is_one_further(page.url, &anchor.url);
    let linked = anchors.all.iter().filter(leads_on).map(|anchor| anchor.url.clone());
    for url in declared.chain(linked).chain(named) {
        if page.leads_to(&url) && is_other(page, &url) && next.insert(url.to_string()) {
            asked.push(ListRequest::get(url));
        }
    }
    let mut first_page = None;
    for (text, request) in sent(page, document) {
        if !page.leads_to(&request.url) || asked.contains(&request) || asked.len() >= MOST_NUMBERS {
            continue;
        }
        if shown(&text) == "1" {
            first_page = Some(request.clone());
        }
        asked.push(request);
    }
    let linked = anchors.all.iter().map(|anchor| (anchor.text.clone(), anchor.url.clone()));
    for (text, url) in linked.chain(chosen(page, document)).filter(|(text, _)| is_number(text)) {
        let is_page = page.leads_to(&url) && is_other(page, &url) && same_family(page, &text, &url);
        if is_page && asked.len() < MOST_NUMBERS && next.insert(url.to_string()) {
            let request = ListRequest::get(url);
            if shown(&text) == "1" {
                first_page = Some(request.clone());
            }
            asked.push(request);
        }
    }
    Listing { next: asked, first_page, dialect: Dialect::Plain, ..Listing::default() }
}

/// The pages that the next link and page numbers ask for by sending a form.
fn sent(page: &ListPage<'_>, document: &Html) -> Vec<(String, ListRequest)> {
    let (base, functions) = (base(document, page.url), Functions::of(document));
    let links = document.select(&LINKS).filter(|link| scripted::target(*link).is_none());
    let sent = links.filter_map(|link| {
        let text: String = link.text().collect();
        (is_number(text.trim()) || is_next(&text)).then_some(())?;
        Some((text, functions.sent(link, document, &base)?))
    });
    let is_here = |request: &ListRequest| request.url == *page.url && request.form.as_deref() == page.form;
    sent.filter(|(_, request)| !is_here(request)).take(MOST_NUMBERS).collect()
}

/// The pages that a reader may choose from a drop-down: their numbers and addresses.
fn chosen(page: &ListPage<'_>, document: &Html) -> Vec<(String, Url)> {
    static CHOICES: LazyLock<Selector> = LazyLock::new(|| selector("select option[value]"));
    let base = base(document, page.url);
    let choices = document.select(&CHOICES).filter_map(|choice| {
        // A bare number is for a script to make an address of.
        let value = choice.value().attr("value").filter(|value| value.contains(['.', '/', '?']))?;
        let text = choice.text().collect::<String>();
        let number = text.trim().trim_start_matches('第').trim_end_matches('页').trim().to_owned();
        Some((number, address::join(&base, value)?))
    });
    choices.collect()
}

/// Whether a link says that it leads to the next page.
pub(crate) fn says_next(anchor: &Anchor) -> bool {
    anchor.is_rel_next || is_next(&anchor.text)
}

/// Whether a text says that what is behind it is the next page.
fn is_next(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // 下一页(共4页), 下一页（2/4）
    let bare =
        bare.split(['(', '（', '[']).next().unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_word = matches!(
        bare,
        "下一页"
            | "下页"
            | "后页"
            | "后一页"
            | "下一頁"
            | "下頁"
            | "后翻"
            | "下翻"
            | "向后"
            | "next"
            | "nextpage"
    );
    is_word || matches!(text.as_str(), ">" | "›" | "»" | ">>" | "→")
}

/// Whether a link says that there is more; to the next page when its address has the next number, else to a column.
fn says_more(anchor: &Anchor) -> bool {
    let bare = anchor.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        bare.as_str(),
        "更多" | "加载更多" | "查看更多" | "点击加载更多" | "加载下一页" | "more" | "load more"
    )
}

/// Whether an address is that of a list with a page number one higher; a page without a number is the first.
fn is_one_further(page: &Url, url: &Url) -> bool {
    const NAMES: [&str; 9] =
        ["page", "p", "pageno", "pagenum", "pageindex", "currentpage", "curpage", "cpage", "pn"];
    let split = |url: &Url| {
        let mut number = None;
        let mut rest: Vec<(String, String)> = Vec::new();
        for (name, value) in url.query_pairs() {
            match value.parse::<u32>() {
                Ok(n) if number.is_none() && NAMES.contains(&name.to_ascii_lowercase().as_str()) => {
                    number = Some(n);
                }
                _ => rest.push((name.into_owned(), value.into_owned())),
            }
        }
        rest.sort();
        (number, rest)
    };
    let ((own, own_rest), (other, other_rest)) = (split(page), split(url));
    let next = own.unwrap_or(1).checked_add(1);
    url.path() == page.path() && own_rest == other_rest && next.is_some() && other == next
}

/// A link that is a number, without what stands around it.
fn shown(text: &str) -> &str {
    text.trim_matches(['[', ']', '(', ')', ' '])
}

fn is_number(text: &str) -> bool {
    let bare = shown(text);
    !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_other(page: &ListPage<'_>, url: &Url) -> bool {
    address::identity(url) != address::identity(page.url)
}

/// Whether a link that is a number leads to a page of this list: its address differs only in numbers, or carries the
/// number that it shows.
fn same_family(page: &ListPage<'_>, text: &str, url: &Url) -> bool {
    let folder = |url: &Url| url.path().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let number = shown(text);
    let shows = |part: &str| {
        part.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.trim_start_matches('0') == number)
    };
    let stem = page.url.path().rsplit_once('.').map_or(page.url.path(), |(stem, _)| stem);
    let is_near = folder(page.url) == folder(url) || url.path().starts_with(stem);
    let name = url.path().rsplit('/').next().unwrap_or("");
    let one_less = number.parse::<u32>().ok().and_then(|n| n.checked_sub(1)).map(|n| n.to_string());
    let counts_from_0 = one_less.is_some_and(|n| name.contains(&format!("_{n}.")));
    is_near && (shows(name) || url.query().is_some_and(shows) || counts_from_0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, html: &str, expected: &[&str]) {
        let url = Url::parse(address).unwrap();
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let document = Html::parse_document(html);
        let found = pages(&page, &document, &Anchors::of(&document, &url));
        let found: Vec<String> = found.next.iter().map(|next| next.url.to_string()).collect();
        let expected: Vec<String> = expected.iter().map(|path| format!("http://a.gov.cn{path}")).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn functions_of_the_page_lead_to_its_pages() {
        let goes = "<script>function goPage(n){location.href='list.jsp?page='+n}</script>";
        let links = "<a href='javascript:goPage(2)'>2</a><a href='javascript:goPage(3)'>3</a><a onclick='goPage(2)'>下一页</a>";
        check(
            "http://a.gov.cn/x/list.jsp",
            &format!("{goes}{links}"),
            &["/x/list.jsp?page=2", "/x/list.jsp?page=3"],
        );
        let sends = "<script>function goPage(n){document.f.page.value=n;document.f.submit()}</script>\
                     <form name=f><input type=hidden name=page value=1></form>";
        check(
            "http://a.gov.cn/x/list.jsp",
            &format!("{sends}{links}"),
            &["/x/list.jsp?page=2", "/x/list.jsp?page=3"],
        );
    }

    #[test]
    fn a_next_link_names_the_next_page() {
        for link in [
            "<a href='?page=2'>下一页 &gt;</a>",
            "<a href='?page=2'>[下页]</a>",
            "<a rel=next href='?page=2'>x</a>",
            "<a href='?page=2'>下一页(共4页)</a>",
            "<a href='?page=2'>后页</a>",
            "<a href='?page=2' title='下一页'><i></i></a>",
            "<a href='?page=2' aria-label='Next'><i></i></a>",
            "<a href='?page=2' class='btn next'>&#xe600;</a>",
            "<a href='#' onclick=\"location.href='?page=2'\">下一页</a>",
            "<a class='next' href='javascript:;'></a><a href='?page=2'>&gt;</a>",
        ] {
            check("http://a.gov.cn/list", link, &["/list?page=2"]);
        }
        check("http://a.gov.cn/list", "<link rel='next' href='/list?page=2'>", &["/list?page=2"]);
        check("http://a.gov.cn/list", "<a href='?page=2'>»</a>", &["/list?page=2"]);
    }

    #[test]
    fn more_of_the_same_list_is_its_next_page() {
        check("http://a.gov.cn/list?c=7", "<a href='?c=7&page=2'>加载更多</a>", &["/list?c=7&page=2"]);
        check("http://a.gov.cn/list?page=2", "<a href='?page=3'>更多&gt;&gt;</a>", &["/list?page=3"]);
        for column in ["?c=8&page=2", "/other?c=7&page=2", "?c=7", "?c=7&page=9", "/x/"] {
            check("http://a.gov.cn/list?c=7", &format!("<a href='{column}'>更多</a>"), &[]);
        }
    }

    #[test]
    fn numbers_name_pages_of_the_same_list() {
        let html = "<a href='list_2.html'>2</a><a href='list_3.html'>3</a><a href='/other/3.html'>4</a><a href='list.html'>1</a>";
        check("http://a.gov.cn/x/list.html", html, &["/x/list_2.html", "/x/list_3.html"]);
        check("http://a.gov.cn/x/", "<a href='index_1.html'>2</a>", &["/x/index_1.html"]);
    }

    #[test]
    fn a_page_says_which_one_it_calls_the_first() {
        let url = Url::parse("http://a.gov.cn/x/list_2.html").unwrap();
        for (html, expected) in [
            ("<a href='list_1.html'>[1]</a><a href='list_3.html'>3</a>", Some("/x/list_1.html")),
            ("<a href='list_3.html'>3</a><a href='list_1.html'>下一页</a>", None),
        ] {
            let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
            let document = Html::parse_document(html);
            let found = pages(&page, &document, &Anchors::of(&document, &url));
            assert_eq!(found.first_page.as_ref().map(|first| first.url.path()), expected, "{html}");
        }
    }

    #[test]
    fn a_drop_down_names_pages_by_their_addresses() {
        let html = "<select><option value='list.html'>1</option><option value='list_2.html'>第2页</option><option value='3'>3</option></select>
            <select><option value='http://b.gov.cn/'>4</option><option value='/y/z.html'>某局</option></select>";
        check("http://a.gov.cn/x/list.html", html, &["/x/list_2.html"]);
    }

    #[test]
    fn a_page_does_not_follow_itself_or_foreign_sites() {
        check("http://a.gov.cn/x/", "<a href='index.html'>下一页</a><a href='#'>下一页</a>", &[]);
        check(
            "http://a.gov.cn/x/",
            "<a href='http://b.gov.cn/x/2'>下一页</a><a href='javascript:next()'>下一页</a>",
            &[],
        );
    }
}
