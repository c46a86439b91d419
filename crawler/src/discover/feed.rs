//! A feed (RSS or Atom) goes in; the articles that it announces come out, and the feed behind it where it is cut into pages.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use scraper::Html;
use scraper::Selector;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::day;
use crate::discover::json::without_tags;
use crate::discover::page::base;
use crate::discover::page::drop_repeated;
use crate::discover::page::selector;
use crate::discover::rows;
use crate::discover::sitemap::local_name;

/// More articles than this are not read from one feed.
const MOST_ARTICLES: usize = 20_000;

/// More feeds than this are not looked into on behalf of one page.
const MOST_FEEDS: usize = 4;

/// Whether a text is a feed: RSS of any version, or Atom.
pub(crate) fn is_one(text: &str) -> bool {
    let head: String = without_comments(text).chars().take(1000).collect();
    let mut tags = head.split('<').skip(1).filter(|tag| !tag.starts_with(['?', '!']));
    let root = tags.next().unwrap_or("");
    let name = root.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("");
    matches!(local_name(name).as_str(), "rss" | "RDF") || local_name(name) == "feed" && root.contains("xmlns")
}

/// What stands behind the comments and instructions at the head of a text: a comment may speak of any tag.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = match rest.get(..2) {
            Some("<!") if rest.starts_with("<!--") => "-->",
            Some("<?") => "?>",
            _ => return rest,
        };
        let Some((_, behind)) = rest.split_once(end) else { return "" };
        rest = behind.trim_start();
    }
}

/// The feeds that a page declares, of those that lie below it.
pub(crate) fn declared(page: &ListPage<'_>, document: &Html) -> Vec<Url> {
    static FEEDS: LazyLock<Selector> = LazyLock::new(|| {
        selector("link[rel~=alternate][type*='rss+xml'][href], link[rel~=alternate][type*='atom+xml'][href]")
    });
    let base = base(document, page.url);
    let hrefs = document.select(&FEEDS).filter_map(|link| link.value().attr("href"));
    let feeds = hrefs.filter_map(|href| address::join(&base, href));
    feeds.filter(|url| page.leads_to(url) && rows::is_in_folder_of(page.url, url)).take(MOST_FEEDS).collect()
}

/// One article as far as it was read.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    /// A `guid` or an `id`, which is the address where no link says it.
    id: String,
    dates: Vec<String>,
    /// What its address is relative to.
    base: Option<Url>,
}

impl Entry {
    /// Whether a part is known already: a second one is that of a picture (`media:title`) or says the same again.
    fn has(&self, part: &str) -> bool {
        let known = match part {
            "title" => &self.title,
            "link" => &self.link,
            "guid" | "id" => &self.id,
            _ => return false,
        };
        !known.trim().is_empty()
    }
}

/// Reads a feed as far as it is well formed.
pub(crate) fn list(page: &ListPage<'_>) -> Listing {
    let mut listing = Listing { dialect: Dialect::Feed, ..Listing::default() };
    let mut reader = Reader::from_str(page.text);
    let mut entry: Option<Entry> = None;
    // What addresses are relative to: an element may say so for all within it.
    let mut feed_base = page.url.clone();
    // The part of an article that is being read, and how deep below the article the reader is: what lies deeper belongs to the
    // part, as the markup of a title does, and the title of a picture or of another feed is not the article's.
    let (mut within, mut depth) = (String::new(), 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let name = local_name(element.name().as_ref());
                if name == "link" && depth == 0 {
                    link(&element, &feed_base, entry.as_mut(), &mut listing);
                }
                match &entry {
                    Some(entry) => {
                        if depth == 0 && !entry.has(&name) {
                            within = name;
                        }
                        depth += 1;
                    }
                    None if matches!(name.as_str(), "item" | "entry") => {
                        let base = based(&element, &feed_base);
                        entry = Some(Entry { base: Some(base), ..Entry::default() });
                    }
                    None if matches!(name.as_str(), "feed" | "rss" | "RDF" | "channel") => {
                        feed_base = based(&element, &feed_base);
                    }
                    None => {}
                }
            }
            Ok(Event::Empty(element)) if depth == 0 && local_name(element.name().as_ref()) == "link" => {
                link(&element, &feed_base, entry.as_mut(), &mut listing);
            }
            Ok(Event::End(_)) if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    within.clear();
                }
            }
            Ok(Event::End(_)) => {
                let article = entry.take().and_then(|entry| article(page.url, &entry));
                if listing.links.len() < MOST_ARTICLES {
                    listing.links.extend(article);
                } else {
                    listing.left_out += usize::from(article.is_some());
                }
            }
            Ok(Event::Text(text)) => add(&within, &text, entry.as_mut()),
            Ok(Event::CData(text)) => add(&within, &text, entry.as_mut()),
            Ok(Event::GeneralRef(name)) => {
                let written = escape::unescape(&format!("&{};", &*name)).map(String::from);
                add(&within, &written.unwrap_or_default(), entry.as_mut());
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    drop_repeated(&mut listing.links);
    listing
}

/// What addresses within an element are relative to: its `xml:base`, or what those around it are.
fn based(element: &BytesStart<'_>, around: &Url) -> Url {
    let written =
        element.attributes().filter_map(Result::ok).find(|attribute| attribute.key.as_ref() == "xml:base");
    let written =
        written.and_then(|base| base.normalized_value(XmlVersion::Implicit1_0).map(String::from).ok());
    written.and_then(|base| address::join(around, &base)).unwrap_or_else(|| around.clone())
}

/// Takes an Atom link, which is an attribute: of an article its page, of the feed the page of it that is next.
fn link(element: &BytesStart<'_>, page: &Url, entry: Option<&mut Entry>, listing: &mut Listing) {
    let (mut href, mut rel) = (None, None);
    for attribute in element.attributes().filter_map(Result::ok) {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(String::from).ok();
        match attribute.key.as_ref() {
            "href" => href = value,
            "rel" => rel = value,
            _ => {}
        }
    }
    let Some(href) = href else { return };
    match (entry, rel.as_deref()) {
        (Some(entry), None | Some("alternate")) if entry.link.is_empty() => {
            entry.base = entry.base.as_ref().map(|base| based(element, base));
            entry.link = href;
        }
        (None, Some("next")) => listing.next.extend(address::join(page, &href).map(ListRequest::get)),
        _ => {}
    }
}

fn add(within: &str, text: &str, entry: Option<&mut Entry>) {
    let Some(entry) = entry else { return };
    match within {
        "title" => entry.title.push_str(text),
        "link" => entry.link.push_str(text),
        "guid" | "id" => entry.id.push_str(text),
        "pubDate" | "published" | "updated" | "date" | "issued" if !text.trim().is_empty() => {
            entry.dates.push(text.trim().to_owned());
        }
        _ => {}
    }
}

fn article(page: &Url, entry: &Entry) -> Option<Link> {
    let id = Some(entry.id.trim()).filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    let written = Some(entry.link.trim()).filter(|link| !link.is_empty()).or(id)?;
    let url = address::join(entry.base.as_ref().unwrap_or(page), written)
        .filter(|url| address::identity(url) != address::identity(page))?;
    let date = entry.dates.iter().filter_map(|written| date(written)).min();
    Some(Link { url, title: without_tags(&entry.title), date })
}

/// `Thu, 06 Jan 2022 10:00:00 +0800` or `2022-01-06T10:00:00+08:00`, as the day it was in China.
fn date(written: &str) -> Option<Date> {
    // To RFC 2822 CST is a time of America; who writes it here means that of China.
    let of_china = written.strip_suffix("CST").map(|rest| format!("{rest}+0800"));
    let moment = written
        .parse::<Timestamp>()
        .or_else(|_| rfc2822::parse(of_china.as_deref().unwrap_or(written)).map(|zoned| zoned.timestamp()))
        .ok();
    moment.map_or_else(|| day::in_text(written), |moment| day::of_epoch(moment.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Listing {
        let url = Url::parse("http://a.gov.cn/xxgk/rss.xml").unwrap();
        assert!(is_one(text), "{text}");
        list(&ListPage { url: &url, form: None, text, media_type: "text/xml", permits: None })
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = read(text)
            .links
            .iter()
            .map(|link| {
                let date = link.date.map(|date| date.to_string()).unwrap_or_default();
                format!("{} {} {date}", link.url.path(), link.title)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rss_names_articles() {
        check(
            "<?xml version='1.0'?><!-- x --><rss version='2.0'><channel><title>某县</title><link>http://a.gov.cn/</link>
            <item><title><![CDATA[某县<b>年度</b>报告]]></title><link>http://a.gov.cn/info/1/23.htm</link>
            <pubDate>Wed, 05 Jan 2022 17:00:00 GMT</pubDate><description>正文</description></item>
            <item><title>甲&amp;乙</title><guid>http://a.gov.cn/info/1/24.htm</guid><pubDate>2022-01-07 08:00</pubDate></item>
            <item><title>无址</title></item></channel></rss>",
            &["/info/1/23.htm 某县年度报告 2022-01-06", "/info/1/24.htm 甲&乙 2022-01-07"],
        );
        check(
            "<rdf:RDF xmlns:rdf='x' xmlns='y'><item><title>甲</title><link>/1.html</link><dc:date>2022-01-06T01:00:00+08:00</dc:date></item></rdf:RDF>",
            &["/1.html 甲 2022-01-06"],
        );
    }

    #[test]
    fn an_article_has_the_title_and_the_address_that_stand_right_below_it() {
        check(
            "<rss><item><atom:link href='/1.html'/><title>某县报告</title><media:title>图</media:title><link>/1.html</link>
            <media:content><media:title>图</media:title></media:content><image><link>/2.png</link></image></item></rss>",
            &["/1.html 某县报告 "],
        );
        check(
            "<feed xmlns='x'><entry><source><title>别处</title><link href='/y'/><updated>2001-01-01T00:00:00Z</updated></source>
            <title type='xhtml'><div>某<b>县</b>报告</div></title><link href='/1.html'/></entry></feed>",
            &["/1.html 某县报告 "],
        );
    }

    #[test]
    fn the_time_of_china_is_meant_by_its_letters() {
        check(
            "<rss><item><link>/1.html</link><pubDate>Wed, 05 Jan 2022 17:00:00 CST</pubDate></item></rss>",
            &["/1.html  2022-01-05"],
        );
    }

    #[test]
    fn atom_names_articles_and_its_next_page() {
        let text = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='rss.xml'/><link rel='next' href='rss.xml?page=2'/>
            <entry><title type='html'>甲&lt;b&gt;县&lt;/b&gt;</title><link rel='edit' href='/e'/><link href='/1.html?a=1&amp;b=2'/>
            <updated>2023-03-01T00:00:00Z</updated><published>2022-01-06T00:00:00Z</published></entry></feed>";
        check(text, &["/1.html 甲县 2022-01-06"]);
        let listing = read(text);
        assert_eq!(listing.links[0].url.query(), Some("a=1&b=2"));
        assert_eq!(listing.next[0].url.as_str(), "http://a.gov.cn/xxgk/rss.xml?page=2");
    }

    #[test]
    fn addresses_are_relative_to_what_the_feed_says() {
        check(
            "<feed xmlns='x' xml:base='/x/'><title xml:base='/t/'>某县</title><entry><link href='1.html'/></entry>
            <entry xml:base='y/'><link href='2.html'/></entry><entry><link xml:base='/z/' href='3.html'/></entry>
            <entry><link href='/4.html'/></entry></feed>",
            &["/x/1.html  ", "/x/y/2.html  ", "/z/3.html  ", "/4.html  "],
        );
    }

    #[test]
    fn a_page_declares_the_feeds_below_it() {
        let url = Url::parse("http://a.gov.cn/xxgk/index.html").unwrap();
        let html = "<link rel=alternate type='application/rss+xml' href=rss.xml><link rel=alternate type=text/html href=en/>
            <link rel='alternate' type='application/atom+xml' href='/atom.xml'>";
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let found = declared(&page, &Html::parse_document(html));
        assert_eq!(found.iter().map(Url::as_str).collect::<Vec<_>>(), ["http://a.gov.cn/xxgk/rss.xml"]);
    }

    #[test]
    fn what_is_left_of_a_long_feed_is_counted() {
        let items: String = (0..MOST_ARTICLES + 3)
            .map(|n| format!("<item><title>{n}</title><link>http://a.gov.cn/{n}.html</link></item>"))
            .collect();
        let listing = read(&format!("<rss><channel>{items}</channel></rss>"));
        assert_eq!((listing.links.len(), listing.left_out), (MOST_ARTICLES, 3));
    }

    #[test]
    fn what_is_no_feed_is_left() {
        assert!(!is_one("<html><body><rss></body></html>"));
        assert!(!is_one("<feed>一</feed>"));
        assert!(!is_one("<!-- instead of <rss> --><html><body>一</body></html>"));
        assert!(is_one("<?xml version='1.0'?>\n<!-- <b>by</b> us --><!DOCTYPE rss><rss></rss>"));
        check(
            "<rss><channel><item><link>http://a.gov.cn/1.html</link></item><item><link>http",
            &["/1.html  "],
        );
        check("<rss></item></channel><item><title>&#x0;&nbsp;</title></item></rss>", &[]);
    }
}
