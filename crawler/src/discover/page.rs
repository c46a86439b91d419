//! A parsed page goes in; its links come out with their titles and with what stands beside each.

use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::hash_map::Entry;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;
use url::Url;

use crate::address;
use crate::discover::Link;
use crate::discover::day;

/// More links than this are not read from one page.
const MOST_ANCHORS: usize = 20_000;
/// Broken templates leave an element open in every row, and lists have some hundreds of rows.
const DEEPEST: usize = 3_000;
/// How far a row may reach above its link.
const ROW_DEPTH: usize = 5;
/// How many pieces of text of one row are read.
const ROW_PIECES: usize = 60;

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

impl Anchors {
    /// Reads the links of a page or of a fragment of one.
    pub(crate) fn of(document: &Html, page: &Url) -> Anchors {
        static LINKS: LazyLock<Selector> = LazyLock::new(|| selector("a[href]"));
        let base = base(document, page);
        let mut elements = Vec::new();
        for element in document.select(&LINKS).take(MOST_ANCHORS) {
            let url = element.value().attr("href").and_then(|href| address::join(&base, href));
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
        Anchors { all: all.collect() }
    }
}

/// What relative links are relative to.
fn base(document: &Html, page: &Url) -> Url {
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
    let (text, inner_date) = text_of(element);
    let title = title(element, &text);
    let date = inner_date.or_else(|| date_beside(element, count));
    let is_rel_next = element.value().attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next"));
    Anchor { url: url.clone(), text, title, date, shape: shape(element), is_furniture, is_rel_next }
}

/// The text of a link without a date that stands in an element of its own or at its edge, and that date.
fn text_of(element: ElementRef<'_>) -> (String, Option<Date>) {
    let mut date = None;
    let mut pieces = String::new();
    for child in element.children() {
        let piece = match ElementRef::wrap(child) {
            Some(element) if matches!(element.value().name(), "script" | "style") => continue,
            Some(element) => element.text().collect::<String>(),
            None => child.value().as_text().map(|text| text.to_string()).unwrap_or_default(),
        };
        if date.is_none() && day::is_date(&piece) {
            date = day::in_text(&piece);
            continue;
        }
        pieces.push_str(&piece);
    }
    let text = one_line(&pieces);
    if text.is_empty() {
        let image =
            element.descendants().filter_map(ElementRef::wrap).find(|inner| inner.value().name() == "img");
        let alt = image.and_then(|image| image.value().attr("alt")).unwrap_or("");
        return (one_line(alt), date);
    }
    match without_edge_date(&text) {
        Some((rest, edge)) if date.is_none() => (rest, Some(edge)),
        _ => (text, date),
    }
}

/// Cuts `[2022-01-06] 标题` and `标题 2022-01-06` apart. Dates with 年 are part of a title.
fn without_edge_date(text: &str) -> Option<(String, Date)> {
    static EDGE: LazyLock<Regex> = LazyLock::new(|| {
        let date = r"[\[(（【]?\s*((?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）】]?";
        Regex::new(&format!(r"^(?:{date}\s*(.+)|(.+?)\s*{date})$")).expect("the pattern is a constant")
    });
    let found = EDGE.captures(text)?;
    let part = |a: usize, b: usize| found.get(a).or_else(|| found.get(b)).map(|part| part.as_str());
    let date = day::in_text(part(1, 4)?)?;
    Some((part(2, 3)?.trim().to_owned(), date))
}

/// The best title: the `title` attribute where the text is cut short or empty.
fn title(element: ElementRef<'_>, text: &str) -> String {
    let attribute = one_line(element.value().attr("title").unwrap_or(""));
    let attribute = match attribute.strip_prefix("标题：").or_else(|| attribute.strip_prefix("标题:")) {
        Some(rest) => rest.split([' ', '　']).next().unwrap_or(rest).to_owned(),
        None => attribute,
    };
    let cut = text.trim_end_matches(['.', '…', '。', ' ']);
    let is_cut = cut.len() < text.len() && !text.ends_with('。');
    let is_better = text.is_empty() || says_nothing(text) || is_cut || attribute.starts_with(cut);
    if !attribute.is_empty() && is_better && attribute.len() >= cut.len() {
        return attribute;
    }
    if says_nothing(text) {
        String::new()
    } else {
        text.trim_start_matches(['·', '•', '▪', '■', '>', ' ']).to_owned()
    }
}

/// Texts that lead to an article without naming it.
fn says_nothing(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "详细"
            | "详情"
            | "查看"
            | "查看详情"
            | "查看全文"
            | "阅读全文"
            | "全文"
            | "下载"
            | "点击查看"
            | "点击下载"
            | "链接"
    )
}

/// The date in the row of a link: in the largest element around it that leads nowhere else, or right behind that.
fn date_beside(element: ElementRef<'_>, count: impl Fn(&ElementRef<'_>) -> usize) -> Option<Date> {
    let mut row = element;
    for above in element.ancestors().filter_map(ElementRef::wrap).take(ROW_DEPTH) {
        let leads_to = count(&above);
        let is_row = matches!(above.value().name(), "li" | "tr") && leads_to <= 3;
        if matches!(above.value().name(), "body" | "html") || (leads_to > 1 && !is_row) {
            break;
        }
        row = above;
        if is_row {
            break;
        }
    }
    let inside = if row == element { None } else { day::in_text(&text_around(row, element)) };
    let ends_row = |node: &ElementRef<'_>| matches!(node.value().name(), "br" | "a") || count(node) > 0;
    inside
        .or_else(|| day::in_text(&text_behind(row, ends_row)))
        .or_else(|| day::in_text(&text_before(row, ends_row)))
}

/// The text of a row without its link.
fn text_around(row: ElementRef<'_>, link: ElementRef<'_>) -> String {
    let inside: HashSet<_> = link.descendants().map(|node| node.id()).collect();
    let mut text = String::new();
    let pieces = row.descendants().filter(|node| !inside.contains(&node.id()));
    for piece in
        pieces.filter_map(|node| node.value().as_text().map(|text| text.to_string())).take(ROW_PIECES)
    {
        text.push_str(&piece);
        text.push(' ');
    }
    text
}

/// The text that follows a row up to the next one.
fn text_behind(row: ElementRef<'_>, ends_row: impl Fn(&ElementRef<'_>) -> bool) -> String {
    let mut text = String::new();
    for sibling in row.next_siblings().take(4) {
        match ElementRef::wrap(sibling) {
            Some(element) if ends_row(&element) => break,
            Some(element) => text.extend(element.text().take(ROW_PIECES)),
            None => text.push_str(sibling.value().as_text().map_or("", |text| text)),
        }
        text.push(' ');
    }
    text
}

/// The text right before a row.
fn text_before(row: ElementRef<'_>, ends_row: impl Fn(&ElementRef<'_>) -> bool) -> String {
    let mut pieces = Vec::new();
    for sibling in row.prev_siblings().take(2) {
        match ElementRef::wrap(sibling) {
            Some(element) if ends_row(&element) => break,
            Some(element) => pieces.push(element.text().take(ROW_PIECES).collect::<String>()),
            None => pieces.push(sibling.value().as_text().map_or(String::new(), |text| text.to_string())),
        }
    }
    pieces.reverse();
    pieces.join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the first link of a page: `title|date`.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        let page = Url::parse("http://a.gov.cn/x/").unwrap();
        let anchors = Anchors::of(&Html::parse_document(html), &page);
        let first = anchors.all.first().expect("a link");
        let date = first.date.map_or_else(String::new, |date| date.to_string());
        assert_eq!(format!("{}|{date}", first.title), expected, "{html}");
    }

    #[test]
    fn the_date_of_a_row_stands_around_its_link() {
        let next = r#"<li><a href="2.html">另一个标题</a><span>2022-02-02</span></li>"#;
        check(
            &format!(r#"<ul><li><a href="1.html">标题</a><span>2022-01-06</span></li>{next}</ul>"#),
            "标题|2022-01-06",
        );
        check(
            &format!(r#"<ul><li><b>[2022-01-06]</b><a href="1.html">标题</a></li>{next}</ul>"#),
            "标题|2022-01-06",
        );
        check(
            r#"<table><tr><td>1</td><td><a href="1.html">标题</a></td><td>2022/1/6</td></tr><tr><td>2</td><td><a href=2.html>二</a></td></tr></table>"#,
            "标题|2022-01-06",
        );
        check(
            r#"<a href="1.html">标题</a> 2022-01-06<br><a href="2.html">二</a> 2022-02-02"#,
            "标题|2022-01-06",
        );
        check(
            r#"<dl><dt><a href="1.html">标题</a></dt><dd>2022年1月6日</dd><dt><a href="2.html">二</a></dt><dd>2021年1月6日</dd></dl>"#,
            "标题|2022-01-06",
        );
        check(&format!(r#"<ul><li><a href="1.html">标题</a></li>{next}</ul>"#), "标题|");
        check(r#"<li><div><b>06</b><i>2022-01</i></div><a href="1.html">标题</a></li>"#, "标题|2022-01-06");
    }

    #[test]
    fn a_date_inside_a_link_is_no_part_of_the_title() {
        check(r#"<a href="1.html"><p>标题</p><span>2022-01-06</span></a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">[2022-01-06] 标题</a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">标题 2022-01-06</a>"#, "标题|2022-01-06");
        check(r#"<a href="1.html">2022年1月6日会议纪要</a>"#, "2022年1月6日会议纪要|");
    }

    #[test]
    fn a_title_that_is_cut_short_is_completed() {
        check(
            r#"<a href="1.html" title="某县2021年法治政府建设年度报告">某县2021年法治政府…</a>"#,
            "某县2021年法治政府建设年度报告|",
        );
        check(
            r#"<a href="1.html" title="某县2021年法治政府建设年度报告">某县2021年法...</a>"#,
            "某县2021年法治政府建设年度报告|",
        );
        check(r#"<a href="1.html" title="点击进入">某县年度报告</a>"#, "某县年度报告|");
        check(r#"<a href="1.html" title="某县年度报告">详情&gt;&gt;</a>"#, "某县年度报告|");
        check(r#"<a href="1.html">· 某县 年度报告</a>"#, "某县 年度报告|");
        check(r#"<a href="1.html"><img alt="某县年度报告"></a>"#, "某县年度报告|");
    }

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
    fn many_links_take_linear_time() {
        let url = Url::parse("http://a.gov.cn/").unwrap();
        let rows = "<p><a href=1.html>x".repeat(5_000);
        assert_eq!(Anchors::of(&Html::parse_document(&rows), &url).all.len(), 5_000);
    }

    #[test]
    fn a_page_may_nest_only_so_deep() {
        assert!(!is_too_deep(&"<div><p>一<br><li>二</div>".repeat(10_000)));
        assert!(is_too_deep(&"<div><p>".repeat(10_000)));
        assert!(!is_too_deep("<<</</div></div><d"));
    }
}
