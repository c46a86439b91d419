//! A sitemap, in XML or as lines of addresses, or an index of sitemaps goes in; the articles or the further sitemaps come out.

use corpus::visit::Role;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::day;
use crate::discover::page::drop_repeated;

/// As many addresses as the protocol allows in one file.
const MOST_ADDRESSES: usize = 50_000;

/// So many lines of a text tell whether it consists of addresses.
const LINES: usize = 100;

/// Whether a text is a sitemap.
pub(crate) fn is_one(text: &str) -> bool {
    let head: String = text.chars().take(1000).collect();
    head.split('<').skip(1).any(|tag| {
        let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("");
        matches!(local_name(name).as_str(), "urlset" | "sitemapindex")
    })
}

/// Whether a text is a sitemap without markup: every line an address.
pub(crate) fn is_text(text: &str) -> bool {
    let mut lines = addresses(text).take(LINES).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            let scheme = line.get(..8).unwrap_or(line).to_ascii_lowercase();
            let is_web = scheme.starts_with("http://") || scheme == "https://";
            is_web && !line.contains(char::is_whitespace) && Url::parse(line).is_ok()
        })
}

fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Reads a sitemap without markup.
pub(crate) fn text(page: &ListPage<'_>) -> Listing {
    let mut listing = Listing { dialect: Dialect::Sitemap, ..Listing::default() };
    let mut lines = addresses(page.text.trim_start_matches('\u{FEFF}'));
    for line in lines.by_ref().take(MOST_ADDRESSES) {
        take(&mut listing, page.url, "url", line, "");
    }
    listing.left_out += lines.count();
    drop_repeated(&mut listing.links);
    listing
}

/// Reads a sitemap as far as it is well formed.
pub(crate) fn list(page: &ListPage<'_>) -> Listing {
    let mut listing = Listing { dialect: Dialect::Sitemap, ..Listing::default() };
    let mut reader = Reader::from_str(page.text);
    let mut within = String::new();
    let (mut place, mut changed) = (String::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => within = local_name(element.name().as_ref()),
            Ok(Event::End(element)) => {
                let name = local_name(element.name().as_ref());
                if name == "url" || name == "sitemap" {
                    take(&mut listing, page.url, &name, place.trim(), &changed);
                    place.clear();
                    changed.clear();
                }
                within.clear();
            }
            Ok(Event::Text(text)) => add(&within, &text, &mut place, &mut changed),
            Ok(Event::CData(text)) => add(&within, &text, &mut place, &mut changed),
            Ok(Event::GeneralRef(name)) if matches!(&*name, "amp" | "#38" | "#x26") => {
                add(&within, "&", &mut place, &mut changed);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    drop_repeated(&mut listing.links);
    listing
}

pub(crate) fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn add(within: &str, text: &str, place: &mut String, changed: &mut String) {
    match within {
        "loc" => place.push_str(text),
        "lastmod" => changed.push_str(text),
        _ => {}
    }
}

fn take(listing: &mut Listing, page: &Url, name: &str, place: &str, changed: &str) {
    let Some(url) = address::join(page, place) else {
        return;
    };
    if listing.links.len() + listing.next.len() >= MOST_ADDRESSES {
        listing.left_out += 1;
        return;
    }
    if name == "sitemap" {
        listing.next.push(ListRequest::get(url));
        return;
    }
    let facts = address::family(&url);
    // A sitemap names every page of a site; lists are found on their own.
    if facts.role != Role::List || !facts.is_sure {
        let date = day::in_text(changed.split('T').next().unwrap_or(changed));
        listing.links.push(Link { url, title: String::new(), date });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Listing {
        let url = Url::parse("http://a.gov.cn/sitemap.xml").unwrap();
        assert!(is_one(text));
        list(&ListPage { url: &url, form: None, text, media_type: "text/xml", permits: None })
    }

    #[test]
    fn a_sitemap_names_articles() {
        let listing = read(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            <url><loc> http://a.gov.cn/x.jsp?id=1&amp;b=2 </loc><lastmod>2022-01-06T10:00:00+08:00</lastmod></url>
            <url><loc>http://a.gov.cn/zwgk/</loc></url>
            <url><loc><![CDATA[http://a.gov.cn/info/1/23.htm]]></loc></url></urlset>",
        );
        let found: Vec<(&str, bool)> =
            listing.links.iter().map(|link| (link.url.as_str(), link.date.is_some())).collect();
        assert_eq!(
            found,
            [("http://a.gov.cn/x.jsp?id=1&b=2", true), ("http://a.gov.cn/info/1/23.htm", false)]
        );
    }

    #[test]
    fn what_is_left_of_a_long_sitemap_is_counted() {
        let named: String = (0..MOST_ADDRESSES + 3)
            .map(|n| format!("<url><loc>http://a.gov.cn/info/1/{n}.htm</loc></url>"))
            .collect();
        let listing = read(&format!("<urlset>{named}</urlset>"));
        assert_eq!((listing.links.len(), listing.left_out), (MOST_ADDRESSES, 3));
    }

    #[test]
    fn lines_of_addresses_are_a_sitemap() {
        let lines =
            "http://a.gov.cn/info/1/23.htm\r\n\r\nHTTPS://a.gov.cn/x.jsp?id=1\nhttp://a.gov.cn/zwgk/\n";
        assert!(is_text(lines));
        let url = Url::parse("http://a.gov.cn/sitemap.txt").unwrap();
        let text = format!("\u{FEFF}{lines}");
        let page = ListPage { url: &url, form: None, text: &text, media_type: "text/plain", permits: None };
        let found: Vec<String> = text_links(&page);
        assert_eq!(found, ["http://a.gov.cn/info/1/23.htm", "https://a.gov.cn/x.jsp?id=1"]);
        for other in [
            "",
            "正文 http://a.gov.cn/",
            "http://a.gov.cn/ 某县\nhttp://a.gov.cn/1",
            "<p>http://a.gov.cn/</p>",
            "http://",
        ] {
            assert!(!is_text(other), "{other:?}");
        }
    }

    fn text_links(page: &ListPage<'_>) -> Vec<String> {
        text(page).links.iter().map(|link| link.url.to_string()).collect()
    }

    #[test]
    fn an_index_names_sitemaps() {
        let listing = read(
            "<sitemapindex><sitemap><loc>http://a.gov.cn/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>",
        );
        let found: Vec<&str> = listing.next.iter().map(|next| next.url.as_str()).collect();
        assert_eq!(found, ["http://a.gov.cn/s1.xml", "http://a.gov.cn/s2.xml"]);
    }

    #[test]
    fn a_prefix_and_numbered_ampersands_make_no_difference() {
        let listing = read(
            "<?xml version='1.0'?><s:urlset xmlns:s='x'><s:url><s:loc>http://a.gov.cn/x.jsp?id=1&#38;b=2</s:loc></s:url></s:urlset>",
        );
        assert_eq!(listing.links[0].url.as_str(), "http://a.gov.cn/x.jsp?id=1&b=2");
        assert!(!is_one("<html><body>urlset</body></html>"));
    }

    #[test]
    fn a_broken_sitemap_is_read_as_far_as_it_goes() {
        let listing =
            read("<urlset><url><loc>http://a.gov.cn/info/1/2.htm</loc></url><url><loc>http://a.gov.cn/inf");
        assert_eq!(listing.links.len(), 1);
        assert_eq!(read("<urlset></url></loc>").links.len(), 0);
    }
}
