//! The index page of a gkmlpt platform goes in, whose script asks for its rows; the first requests for them come out.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;

/// The category that holds all others.
const ALL: &str = "0";

/// The index page: `/gkmlpt/index#153` shows category 153, and without a number everything that the office published.
pub(crate) fn first_page(page: &ListPage<'_>) -> Option<Listing> {
    static SITE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\bSID["']?\s*[:=]\s*["']?(\d{1,12})\b"#)
            .expect("the pattern is a constant that the tests compile")
    });
    let (office, rest) = page.url.path().split_once("/gkmlpt/")?;
    if !matches!(rest.trim_end_matches('/'), "" | "index" | "mindex") {
        return None;
    }
    let site = &SITE.captures(page.text)?[1];
    let request = |category: &str| {
        let at = format!("{office}/gkmlpt/api/all/{category}?page=1&sid={site}");
        address::join(page.url, &at).map(ListRequest::get)
    };
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // Only the recipe names them, so they are as many as the operator wrote.
    let named = page.url.fragment().into_iter().flat_map(|fragment| fragment.split(',')).filter(is_number);
    let mut requests: Vec<ListRequest> = named.filter_map(request).collect();
    if requests.is_empty() {
        requests.extend(request(ALL));
    }
    let listing = Listing { dialect: Dialect::Gkmlpt, ..Listing::default() };
    // Each category is a list of its own, with a total of its own.
    Some(match requests.len() {
        1 => Listing { next: requests, ..listing },
        _ => Listing { columns: requests.into_iter().map(|request| request.url).collect(), ..listing },
    })
}

/// Writes the categories that several addresses of one index page name behind its `#`, which no server hears of.
pub(crate) fn with_categories<'u>(mut page: Url, addresses: impl Iterator<Item = &'u Url>) -> Url {
    let named = addresses.filter(|url| address::identity(url) == address::identity(&page));
    let categories: Vec<&str> = named.filter_map(Url::fragment).collect();
    if page.path().contains("/gkmlpt/") && !categories.is_empty() {
        page.set_fragment(Some(&categories.join(",")));
    }
    page
}

#[cfg(test)]
mod tests {
    use crate::discover;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[track_caller]
    fn check(address: &str, html: &str, next: &[&str], columns: &[&str]) {
        let url = url(address);
        let listing = discover::list(
            &ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None },
            None,
        );
        let found: Vec<&str> = listing.next.iter().map(|next| next.url.as_str()).collect();
        assert_eq!(found, next, "{address}");
        assert_eq!(listing.columns.iter().map(Url::as_str).collect::<Vec<_>>(), columns, "{address}");
    }

    #[test]
    fn an_index_page_leads_to_the_rows_that_its_script_asks_for() {
        let html = "<title>信息公开</title><div id=app></div><script>window._CONFIG = { SID: '755031', DEBUG: false }</script>";
        let all = ["http://a.gov.cn/x/gkmlpt/api/all/0?page=1&sid=755031"];
        check("http://a.gov.cn/x/gkmlpt/index", html, &all, &[]);
        check("http://a.gov.cn/x/gkmlpt/index/", html, &all, &[]);
        check("http://a.gov.cn/x/gkmlpt/index#a", html, &all, &[]);
        check(
            "http://a.gov.cn/gkmlpt/index#153",
            html,
            &["http://a.gov.cn/gkmlpt/api/all/153?page=1&sid=755031"],
            &[],
        );
        let both = ["1", "2"].map(|n| format!("http://a.gov.cn/gkmlpt/api/all/{n}?page=1&sid=755031"));
        check("http://a.gov.cn/gkmlpt/index#1,2", html, &[], &both.each_ref().map(String::as_str));
        check("http://a.gov.cn/gkmlpt/index", "<div id=app></div>", &[], &[]);
        let url = url(&format!(
            "http://a.gov.cn/gkmlpt/index#{}",
            (1..=70).map(|n| n.to_string()).collect::<Vec<_>>().join(",")
        ));
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        assert_eq!(
            discover::list(&page, None).columns.len(),
            70,
            "each category that a recipe names is asked for"
        );
        check("http://a.gov.cn/gkmlpt/content/1/2/post_3.html", html, &[], &[]);
    }

    #[test]
    fn the_categories_of_all_start_pages_are_asked_for() {
        let starts =
            ["http://a.gov.cn/gkmlpt/index#1", "http://a.gov.cn/gkmlpt/index#2", "http://a.gov.cn/y#3"]
                .map(url);
        let page = with_categories(url("http://a.gov.cn/gkmlpt/index"), starts.iter());
        assert_eq!(page.fragment(), Some("1,2"));
        assert_eq!(with_categories(url("http://a.gov.cn/y"), starts.iter()).fragment(), None);
    }
}
