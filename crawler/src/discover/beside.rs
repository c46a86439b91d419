//! A link goes in; the date that stands in its row comes out.

use std::collections::HashSet;

use jiff::civil::Date;
use scraper::ElementRef;

use crate::discover::day;
use crate::discover::page::ROW_DEPTH;

/// How many pieces of text of one row are read.
pub(crate) const ROW_PIECES: usize = 60;
/// How many nodes of one row or link are looked at. Links may lie in each other (`<a><marquee><a>`), and thousands of them may lead
/// from one row to one page, so that without a limit all of a large page would be read and kept for every link.
const MOST_NODES: usize = 2_000;
/// How many characters of one piece are read.
const MOST_CHARACTERS: usize = 2_000;

/// The date in the row of a link: in the largest element around it that leads nowhere else, or right behind that.
pub(crate) fn date_beside(element: ElementRef<'_>, count: impl Fn(&ElementRef<'_>) -> usize) -> Option<Date> {
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

/// The texts in an element, as far as a row or a link is read.
pub(crate) fn pieces(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    element.descendants().take(MOST_NODES).filter_map(|node| node.value().as_text()).map(|text| start(text))
}

/// As much of a piece of text as is read.
pub(crate) fn start(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS).map_or(text, |(at, _)| &text[..at])
}

/// The text of a row without its link.
fn text_around(row: ElementRef<'_>, link: ElementRef<'_>) -> String {
    let inside: HashSet<_> = link.descendants().take(MOST_NODES).map(|node| node.id()).collect();
    let mut text = String::new();
    let nodes = row.descendants().filter(|node| !inside.contains(&node.id())).take(MOST_NODES);
    for piece in nodes.filter_map(|node| node.value().as_text()).take(ROW_PIECES) {
        text.push_str(start(piece));
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
            Some(element) => text.extend(pieces(element).take(ROW_PIECES)),
            None => text.push_str(sibling.value().as_text().map_or("", |text| start(text))),
        }
        text.push(' ');
    }
    text
}

/// The text right before a row.
fn text_before(row: ElementRef<'_>, ends_row: impl Fn(&ElementRef<'_>) -> bool) -> String {
    let mut found = Vec::new();
    for sibling in row.prev_siblings().take(2) {
        match ElementRef::wrap(sibling) {
            Some(element) if ends_row(&element) => break,
            Some(element) => found.push(pieces(element).take(ROW_PIECES).collect::<String>()),
            None => found.push(sibling.value().as_text().map_or("", |text| start(text)).to_owned()),
        }
    }
    found.reverse();
    found.join(" ")
}

#[cfg(test)]
mod tests {
    use crate::discover::page::check_first_link as check;

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
}
