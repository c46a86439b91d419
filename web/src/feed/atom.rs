//! A feed in, Atom as RFC 4287 has it out. Whatever crawled pages say is escaped.

use jiff::Timestamp;
use quick_xml::escape::escape;

/// A feed.
pub(super) struct Feed {
    /// The name of the store, which makes the ids of its entries its own.
    pub(super) name: String,
    /// What the addresses begin with; empty when they are relative to that of the feed.
    pub(super) base: String,
    /// What was asked for, as it stands in an address.
    pub(super) asked: String,
    pub(super) title: String,
    /// What else should be known, such as that the query was relaxed.
    pub(super) subtitle: Option<String>,
    pub(super) updated: Timestamp,
    pub(super) entries: Vec<Entry>,
}

/// One entry: something that happened to a document.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) updated: Timestamp,
    pub(super) published: Timestamp,
    pub(super) document: String,
    pub(super) comparison: Option<String>,
    pub(super) original: Option<String>,
    pub(super) author: Option<String>,
    pub(super) event: &'static str,
    pub(super) kind: &'static str,
    pub(super) region: Option<String>,
    pub(super) summary: String,
}

/// Writes a feed.
pub(super) fn written(feed: &Feed) -> String {
    let base = feed.base.trim_end_matches('/');
    let joint = if feed.asked.is_empty() { "" } else { "?" };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    element(&mut out, "id", &format!("tag:gongbao.invalid,2025:{}/feed{joint}{}", feed.name, feed.asked));
    element(&mut out, "title", &feed.title);
    if let Some(subtitle) = &feed.subtitle {
        element(&mut out, "subtitle", subtitle);
    }
    element(&mut out, "updated", &time(feed.updated));
    out.push_str("<author><name>公报 Gongbao</name></author>\n");
    link(&mut out, "self", "application/atom+xml", &format!("{base}/feed{joint}{}", feed.asked));
    link(&mut out, "alternate", "text/html", &format!("{base}/search{joint}{}", feed.asked));
    out.push_str(&format!("<generator version=\"{}\">Gongbao</generator>\n", env!("CARGO_PKG_VERSION")));
    for entry in &feed.entries {
        write(&mut out, base, entry);
    }
    out.push_str("</feed>\n");
    out
}

fn write(out: &mut String, base: &str, entry: &Entry) {
    out.push_str("<entry>\n");
    element(out, "id", &entry.id);
    element(out, "title", &entry.title);
    element(out, "updated", &time(entry.updated));
    element(out, "published", &time(entry.published));
    if let Some(author) = entry.author.as_ref().filter(|author| !author.trim().is_empty()) {
        out.push_str(&format!("<author><name>{}</name></author>\n", text(author)));
    }
    link(out, "alternate", "text/html", &format!("{base}{}", entry.document));
    if let Some(comparison) = &entry.comparison {
        link(out, "related", "text/html", &format!("{base}{comparison}"));
    }
    if let Some(original) = entry.original.as_ref().filter(|url| is_web(url)) {
        link(out, "via", "text/html", original);
    }
    for term in [Some(entry.event), Some(entry.kind), entry.region.as_deref()].into_iter().flatten() {
        out.push_str(&format!("<category term=\"{}\"/>\n", text(term)));
    }
    element(out, "summary", &entry.summary);
    out.push_str("</entry>\n");
}

fn element(out: &mut String, name: &str, value: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", text(value)));
}

fn link(out: &mut String, rel: &str, media_type: &str, href: &str) {
    out.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>\n", text(href)));
}

/// Writes a time as RFC 3339 has it, in whole seconds.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Tells whether an address may stand in a link: an IRI of the web without blanks.
fn is_web(url: &str) -> bool {
    (url.starts_with("http://") || url.starts_with("https://"))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

/// Escapes a text; what XML cannot hold is left out.
fn text(value: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let kept: String = value.chars().filter(allowed).collect();
    escape(&kept).into_owned()
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    /// One element: its name, attributes, text and children.
    #[derive(Default)]
    struct Element {
        name: String,
        attributes: Vec<(String, String)>,
        text: String,
        children: Vec<Element>,
    }

    impl Element {
        fn all<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Element> {
            let name = name.to_owned();
            self.children.iter().filter(move |child| child.name == name)
        }

        fn attribute(&self, name: &str) -> &str {
            self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
        }

        /// Returns the text of the only child of a name.
        #[track_caller]
        fn only<'e>(&'e self, name: &str) -> &'e str {
            let found: Vec<&Element> = self.all(name).collect();
            assert_eq!(found.len(), 1, "{} has one {name}", self.name);
            &found[0].text
        }
    }

    #[track_caller]
    fn read(xml: &str) -> Element {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Element::default()];
        let start = |tag: &quick_xml::events::BytesStart<'_>| Element {
            name: tag.name().as_ref().to_owned(),
            attributes: tag
                .attributes()
                .map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                })
                .collect(),
            ..Element::default()
        };
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) => open.push(start(&tag)),
                Event::Empty(tag) => open.last_mut().expect("a parent").children.push(start(&tag)),
                Event::End(_) => {
                    let done = open.pop().expect("an element");
                    open.last_mut().expect("a parent").children.push(done);
                }
                Event::Text(text) => {
                    open.last_mut().expect("a parent").text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every element is closed");
        open.swap_remove(0).children.swap_remove(0)
    }

    /// What RFC 4287 asks of a feed and of an entry (sections 4.1.1 and 4.1.2).
    #[track_caller]
    fn check(xml: &str) -> Element {
        let feed = read(xml);
        assert_eq!((feed.name.as_str(), feed.attribute("xmlns")), ("feed", "http://www.w3.org/2005/Atom"));
        assert!(feed.all("author").all(|author| !author.only("name").is_empty()));
        assert!(feed.all("link").any(|link| link.attribute("rel") == "self"));
        let mut ids = Vec::new();
        for one in std::iter::once(&feed).chain(feed.all("entry")) {
            let id = one.only("id");
            assert!(id.starts_with("tag:") && !id.contains(char::is_whitespace), "{id} is an IRI");
            ids.push(id);
            assert!(!one.only("title").is_empty());
            assert!(one.only("updated").parse::<Timestamp>().is_ok());
            assert!(one.all("published").all(|at| at.text.parse::<Timestamp>().is_ok()));
            assert!(one.all("category").all(|category| !category.attribute("term").is_empty()));
            let alternates: Vec<&Element> =
                one.all("link").filter(|link| link.attribute("rel") == "alternate").collect();
            assert_eq!(alternates.len(), 1, "one page says the same");
            assert!(one.all("link").all(|link| !link.attribute("href").contains([' ', '<', '"'])));
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "no id stands twice");
        feed
    }

    fn entry(number: usize, title: &str) -> Entry {
        Entry {
            id: format!("tag:gongbao.invalid,2025:store/{number}"),
            title: title.to_owned(),
            updated: Timestamp::UNIX_EPOCH,
            published: Timestamp::UNIX_EPOCH,
            document: format!("/documents/{number}"),
            comparison: None,
            original: None,
            author: None,
            event: "changed",
            kind: "law",
            region: None,
            summary: String::new(),
        }
    }

    fn feed(entries: Vec<Entry>) -> Feed {
        Feed {
            name: "store".to_owned(),
            base: String::new(),
            asked: "q=%22%E6%B3%95%22&year=2021".to_owned(),
            title: "法".to_owned(),
            subtitle: Some("任一词 <即可>".to_owned()),
            updated: Timestamp::UNIX_EPOCH,
            entries,
        }
    }

    #[test]
    fn a_feed_is_what_the_standard_asks_for() {
        check(&written(&feed(Vec::new())));
        let full = Entry {
            comparison: Some("/compare?a=1&b=1@1".to_owned()),
            original: Some("https://www.example.gov.cn/a?b=1&c=2".to_owned()),
            author: Some("某市司法局".to_owned()),
            region: Some("某省/某市".to_owned()),
            ..entry(2, "甲")
        };
        let read = check(&written(&feed(vec![entry(1, "乙"), full])));
        assert_eq!(read.all("entry").count(), 2);
    }

    #[test]
    fn what_hostile_pages_say_stays_text() {
        let hostile = Entry {
            original: Some("javascript:alert(1)".to_owned()),
            author: Some(" ".to_owned()),
            summary: "]]>&amp;<b>\u{FFFF}".to_owned(),
            ..entry(1, "<script>\u{0}alert('1')</script>\u{B}")
        };
        let read = check(&written(&feed(vec![hostile])));
        let entry = read.all("entry").next().expect("an entry");
        assert!(entry.all("link").all(|link| link.attribute("rel") != "via"));
        assert_eq!((entry.all("author").count(), entry.all("script").count()), (0, 0));
    }
}
