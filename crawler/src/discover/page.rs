//! A parsed page goes in; its links come out with their titles and with what stands beside each.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::LazyLock;

use jiff::civil::Date;
use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;
use url::Url;

use crate::address;
use crate::discover::Link;
use crate::discover::beside::date_beside;
use crate::discover::calls::Functions;
use crate::discover::scripted;
use crate::discover::title;

/// More links than this are not read from one page.
const MOST_ANCHORS: usize = 20_000;
/// Broken templates leave an element open in every row, and lists have some hundreds of rows.
const DEEPEST: usize = 3_000;
/// How far a row may reach above its link.
pub(crate) const ROW_DEPTH: usize = 5;

/// A link of a page.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    pub(crate) url: Url,
    /// What the reader sees, blanks folded.
    pub(crate) text: String,
    /// The title: the text, or the `title` attribute where the text is cut short.
    pub(crate) title: String,
    /// The date in its row.
    pub(crate) date: Option<Date>,
    /// Equal for links that stand in the same kind of place.
    pub(crate) shape: u64,
    /// Whether it stands in a menu, a breadcrumb or a footer.
    pub(crate) is_furniture: bool,
    /// Whether it says that it leads to the next page.
    pub(crate) is_rel_next: bool,
}

/// The links of a page in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    pub(crate) all: Vec<Anchor>,
    /// How many more there are, which were not read.
    pub(crate) left_out: usize,
}

/// Elements that end by themselves, or that the next of their kind ends.
const UNNESTED: [&[u8]; 22] = [
    b"br", b"img", b"input", b"meta", b"link", b"hr", b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th",
    b"option", b"tbody", b"thead", b"area", b"base", b"col", b"embed", b"param", b"source",
];

/// Whether elements are nested deeper than any page that people made. The parser takes quadratic time over such pages.
pub(crate) fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut rest) = (0_usize, text.as_bytes());
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let is_end = rest.first() == Some(&b'/');
        let name = if is_end { &rest[1..] } else { rest };
        let length = name.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &name[..length];
        if length == 0 || UNNESTED.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Compiles a selector that is a constant.
pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("the selector is a constant that the tests compile")
}

pub(crate) static LINKS: LazyLock<Selector> = LazyLock::new(|| selector("a[href], [onclick]"));

/// Whether an element is what its readers click on to go somewhere: a link, or a row with a script and nothing inside that goes
/// anywhere itself. Many such rows hold their title in an `<a href="javascript:;">`.
fn is_link(element: ElementRef<'_>, functions: &Functions) -> bool {
    let leads_on = |element| target(element, functions).is_some();
    matches!(element.value().name(), "a" | "button")
        || leads_on(element) && !element.select(&LINKS).any(leads_on)
}

/// The address that a link leads to, by itself or by a function of the page.
fn target(element: ElementRef<'_>, functions: &Functions) -> Option<String> {
    scripted::target(element).or_else(|| functions.address(element))
}

impl Anchors {
    /// Reads the links of a page or of a fragment of one.
    pub(crate) fn of(document: &Html, page: &Url) -> Anchors {
        let (base, functions) = (base(document, page), Functions::of(document));
        let mut elements = Vec::new();
        let mut links = document.select(&LINKS).filter(|element| is_link(*element, &functions));
        for element in links.by_ref().take(MOST_ANCHORS) {
            let url = target(element, &functions).and_then(|href| address::join(&base, &href));
            elements.extend(url.map(|url| (element, url)));
        }
        // How many different pages each element around a link leads to; a row leads to one.
        let mut counts = HashMap::new();
        for (n, (element, url)) in elements.iter().enumerate() {
            for above in element.ancestors().take(ROW_DEPTH + 1) {
                let (count, last) = counts.entry(above.id()).or_insert((0_usize, n));
                if *count == 0 || elements[*last].1 != *url {
                    (*count, *last) = (*count + 1, n);
                }
            }
        }
        let mut furniture = HashMap::new();
        let all = elements.iter().map(|(element, url)| {
            let count = |node: &ElementRef<'_>| counts.get(&node.id()).map_or(0, |(count, _)| *count);
            let mut passed = Vec::new();
            let mut is_furniture = false;
            for above in element.ancestors().filter_map(ElementRef::wrap) {
                if let Some(known) = furniture.get(&above.id()) {
                    is_furniture = *known;
                    break;
                }
                passed.push(above.id());
                if names_furniture(&above) {
                    is_furniture = true;
                    break;
                }
            }
            furniture.extend(passed.into_iter().map(|id| (id, is_furniture)));
            anchor(*element, url, is_furniture, count)
        });
        Anchors { all: all.collect(), left_out: links.count() }
    }
}

/// What relative links are relative to.
pub(crate) fn base(document: &Html, page: &Url) -> Url {
    static BASE: LazyLock<Selector> = LazyLock::new(|| selector("base[href]"));
    let href = document.select(&BASE).next().and_then(|element| element.value().attr("href"));
    href.and_then(|href| address::join(page, href)).unwrap_or_else(|| page.clone())
}

fn anchor(
    element: ElementRef<'_>,
    url: &Url,
    is_furniture: bool,
    count: impl Fn(&ElementRef<'_>) -> usize,
) -> Anchor {
    let named = title::holder(element);
    let (text, inner_date) = title::text_of(named);
    let title = title::title(named, &text);
    let inner_date = inner_date.or_else(|| title::date_of(element, named));
    let date = inner_date.or_else(|| date_beside(element, count));
    let is_rel_next = is_marked_next(element, &text);
    Anchor { url: url.clone(), text, title, date, shape: shape(element), is_furniture, is_rel_next }
}

/// Whether the markup of a link says that it leads to the next page: its `rel`, or its class or label where it shows an icon alone.
fn is_marked_next(element: ElementRef<'_>, text: &str) -> bool {
    let has_word = |name: &str, words: &[&str]| {
        let value = element.value().attr(name).unwrap_or("").to_lowercase();
        value.split_whitespace().any(|word| words.contains(&word))
    };
    let is_icon = !text.chars().any(char::is_alphanumeric);
    has_word("rel", &["next"])
        || is_icon
            && (has_word("class", &["next", "nextpage", "next-page", "page-next"])
                || has_word("aria-label", &["next", "下一页", "下页"])
                || has_word("title", &["next", "下一页", "下页"]))
}

/// Equal for links whose surroundings have the same tags and classes; numbers in classes make no difference.
fn shape(element: ElementRef<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for above in element.ancestors().filter_map(ElementRef::wrap).take(4) {
        above.value().name().hash(&mut hasher);
        // The row itself may alternate (odd, even, first); what holds the rows is told by its class.
        if !matches!(above.value().name(), "li" | "tr" | "td" | "dd" | "dt" | "p" | "span") {
            let class = above.value().attr("class").unwrap_or("");
            class.chars().filter(|c| !c.is_ascii_digit()).for_each(|c| c.hash(&mut hasher));
        }
    }
    hasher.finish()
}

/// Whether an element is part of the frame of a page: by its name, or by a word of its class or id.
fn names_furniture(element: &ElementRef<'_>) -> bool {
    const WORDS: [&str; 34] = [
        "nav",
        "navbar",
        "navi",
        "navigation",
        "menu",
        "submenu",
        "topmenu",
        "header",
        "footer",
        "foot",
        "bread",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "position",
        "weizhi",
        "dqwz",
        "location",
        "pagination",
        "pager",
        "paging",
        "share",
        "bdsharebuttonbox",
        "related",
        "friendlink",
        "friendlinks",
        "yqlj",
        "login",
        "copyright",
        "toolbar",
        "sitemap",
        "banner",
        "mbx",
    ];
    let value = element.value();
    if matches!(value.name(), "nav" | "header" | "footer") {
        return true;
    }
    let names = value.attr("class").into_iter().chain(value.attr("id"));
    let mut words =
        names.flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic())).filter(|word| !word.is_empty());
    words.any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Folds blanks and line ends.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')) {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// Keeps one link to each page: the first, with the longest title and the first date that any of them has.
pub(crate) fn drop_repeated(links: &mut Vec<Link>) {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Link> = Vec::with_capacity(links.len());
    for link in links.drain(..) {
        match places.entry(address::identity(&link.url)) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(link);
            }
            Entry::Occupied(place) => {
                let first = &mut kept[*place.get()];
                first.date = first.date.or(link.date);
                if link.title.len() > first.title.len() {
                    first.title = link.title;
                }
            }
        }
    }
    *links = kept;
}

/// Checks the first link of a page: `title|date`.
#[cfg(test)]
#[track_caller]
pub(crate) fn check_first_link(html: &str, expected: &str) {
    let page = Url::parse("http://a.gov.cn/x/").expect("an address");
    let anchors = Anchors::of(&Html::parse_document(html), &page);
    let first = anchors.all.first().expect("a link");
    let date = first.date.map_or_else(String::new, |date| date.to_string());
    assert_eq!(format!("{}|{date}", first.title), expected, "{html}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_follow_the_base() {
        let page = Url::parse("http://a.gov.cn/x/").unwrap();
        let html = Html::parse_document(
            r#"<base href="/y/"><a href="1.html">一</a><a href="javascript:go()">二</a>"#,
        );
        let anchors = Anchors::of(&html, &page);
        assert_eq!(
            anchors.all.iter().map(|anchor| anchor.url.as_str()).collect::<Vec<_>>(),
            ["http://a.gov.cn/y/1.html"]
        );
    }

    #[test]
    fn links_beyond_the_most_are_counted() {
        let url = Url::parse("http://a.gov.cn/").unwrap();
        let rows = "<a href=1.html>x</a>".repeat(MOST_ANCHORS + 3);
        let anchors = Anchors::of(&Html::parse_document(&rows), &url);
        assert_eq!((anchors.all.len(), anchors.left_out), (MOST_ANCHORS, 3));
    }

    #[test]
    fn many_links_take_linear_time() {
        let url = Url::parse("http://a.gov.cn/").unwrap();
        let rows = "<p><a href=1.html>x".repeat(5_000);
        assert_eq!(Anchors::of(&Html::parse_document(&rows), &url).all.len(), 5_000);
    }

    #[test]
    fn links_in_each_other_and_links_to_one_page_are_not_read_again_and_again() {
        let url = Url::parse("http://a.gov.cn/").unwrap();
        let long = "报告".repeat(100_000);
        let nested = format!("{}{long}", "<a href=1.html><marquee>".repeat(300));
        let to_one = format!("<div>{long}{}</div>", "<a href=1.html>x</a>".repeat(300));
        for html in [nested, to_one] {
            let anchors = Anchors::of(&Html::parse_document(&html), &url);
            assert_eq!(anchors.all.len(), 300);
            assert!(anchors.all.iter().all(|anchor| anchor.title.len() < 10_000));
        }
    }

    #[test]
    fn a_page_may_nest_only_so_deep() {
        assert!(!is_too_deep(&"<div><p>一<br><li>二</div>".repeat(10_000)));
        assert!(is_too_deep(&"<div><p>".repeat(10_000)));
        assert!(!is_too_deep("<<</</div></div><d"));
    }
}
