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
