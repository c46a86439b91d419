//! A robots.txt that a recipe begins at goes in; the sitemaps that it names come out.

use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;

/// Whether an address is that of a site's robots.txt.
pub(crate) fn is_one(url: &Url) -> bool {
    url.path() == "/robots.txt"
}

/// Reads a robots.txt as an index of sitemaps.
pub(crate) fn list(page: &ListPage<'_>) -> Listing {
    let named = page.text.lines().filter_map(|line| {
        let (key, value) = line.trim_start_matches('\u{FEFF}').split_once(':')?;
        key.trim().eq_ignore_ascii_case("sitemap").then(|| value.trim())
    });
    let next = named.filter_map(|at| address::join(page.url, at)).map(ListRequest::get);
    Listing { next: next.collect(), dialect: Dialect::Sitemap, ..Listing::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sitemaps_are_named_line_by_line() {
        let url = Url::parse("http://a.gov.cn/robots.txt").unwrap();
        let text = "User-agent: *\r\nDisallow: /x\r\nSitemap: http://a.gov.cn/1.xml\r\nSITEMAP : /2.xml\r\n# Sitemap: /3.xml";
        let listing =
            list(&ListPage { url: &url, form: None, text, media_type: "text/plain", permits: None });
        let found: Vec<&str> = listing.next.iter().map(|next| next.url.as_str()).collect();
        assert_eq!(found, ["http://a.gov.cn/1.xml", "http://a.gov.cn/2.xml"]);
        assert!(is_one(&url) && !is_one(&url.join("/x/robots.txt").unwrap()));
    }
}
