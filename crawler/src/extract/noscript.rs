//! A page in; the document it holds out, where the text stands only in what the page shows to readers without scripts too.

use crate::extract::Extracted;
use crate::extract::Page;
use crate::extract::Signals;
use crate::extract::page;

/// A page with fewer Chinese characters of text than this may have its text elsewhere.
const OWN_TEXT: usize = 20;

/// How many Chinese characters a text for readers without scripts has at least; a request to switch them on has fewer.
const LEAST: usize = 100;

/// Reads a page. What `noscript` holds is mostly a request or a counter; it is read as a part of the page only when it is a
/// text and the page has no other.
pub(crate) fn read(page: &Page<'_>) -> Extracted {
    let seen = page::read(page);
    if said(&seen.document.text) >= OWN_TEXT || !seen.attachments.is_empty() {
        return seen;
    }
    let Some(html) = shown(page.html) else { return seen };
    let whole = page::read(&Page { html: &html, ..*page });
    let is_text = said(&whole.document.text) >= LEAST;
    if !is_text {
        return seen;
    }
    // Menus beside a text are no column.
    let Signals { navigation_only, instead, challenge, login, shell, .. } = whole.signals;
    let signals = Signals { navigation_only, instead, challenge, login, shell, ..seen.signals };
    Extracted { signals, ..whole }
}

/// Returns a page whose parts for readers without scripts are parts like any other; none when they hold no text.
fn shown(html: &str) -> Option<String> {
    let (mut written, mut rest) = (String::new(), html);
    let mut is_text = false;
    while let Some(at) = find(rest, "<noscript") {
        let (before, part) = rest.split_at(at);
        let part = &part["<noscript".len()..];
        let end = find(part, "</noscript").unwrap_or(part.len());
        let (part, behind) = part.split_at(end);
        is_text |= is_of_document(part);
        written += before;
        written += "<div";
        written += part;
        rest = behind.get("</noscript".len()..).unwrap_or_default();
        written += if behind.is_empty() { "" } else { "</div" };
    }
    is_text.then(|| written + rest)
}

/// Tells whether markup holds a text and no request to switch scripts on.
fn is_of_document(markup: &str) -> bool {
    let asks = ["JavaScript", "Javascript", "javascript", "浏览器", "脚本", "Cookie", "cookie"];
    said(markup) >= LEAST && !asks.iter().any(|word| markup.contains(word))
}

/// Counts Chinese characters.
fn said(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count()
}

/// Finds a tag, upper or lower case.
fn find(html: &str, tag: &str) -> Option<usize> {
    let (html, tag) = (html.as_bytes(), tag.as_bytes());
    let begins = |at: &usize| html.get(*at..*at + tag.len()).is_some_and(|got| got.eq_ignore_ascii_case(tag));
    (0..html.len()).filter(|at| html[*at] == b'<').find(begins)
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    const TEXT: &str =
        "今年以来，某县各级各部门认真贯彻落实各项部署，扎实推进各项工作，取得了新的进展和成效。";

    fn text_of(html: &str) -> String {
        extract::html(&Page { url: "http://www.a.gov.cn/a/1.html", html, ..Page::default() }).document.text
    }

    #[test]
    fn a_text_for_readers_without_scripts_is_that_of_a_page_without_another() {
        let text = TEXT.repeat(4);
        let page = format!(
            "<title>某县工作情况</title><div id=app></div><NoScript><h1>某县工作情况</h1><p>{text}</p></NoScript>"
        );
        assert_eq!(text_of(&page), text);
        let cut = format!("<title>某县工作情况</title><noscript><p>{text}</p>");
        assert_eq!(text_of(&cut), text);
    }

    #[test]
    fn menus_beside_a_text_for_readers_without_scripts_make_no_column_of_it() {
        let menu: String = (0..8).map(|n| format!("<p><a href=/{n}/>第{n}栏目</a></p>")).collect();
        let text = TEXT.repeat(4);
        let page =
            |text: &str| format!("<title>某县工作情况</title>{menu}<noscript><p>{text}</p></noscript>");
        let read = |html: &str| {
            extract::html(&Page { url: "http://www.a.gov.cn/a/1.html", html, ..Page::default() }).signals
        };
        assert!(!read(&page(&text)).navigation_only);
        assert!(read(&page("请打开脚本。")).navigation_only);
    }

    #[test]
    fn what_stands_beside_a_text_or_asks_for_scripts_is_none() {
        let (text, other) = (TEXT.repeat(4), "另一段文字也说了许多，与上面那一段没有关系。".repeat(8));
        let both = format!(
            "<title>某县工作情况</title><div id=zoom><p>{text}</p></div><noscript><p>{other}</p></noscript>"
        );
        assert_eq!(text_of(&both), text);
        let asks = format!(
            "<title>某县</title><noscript><p>请开启浏览器的JavaScript后再访问。{other}</p></noscript>"
        );
        assert_eq!(text_of(&asks), "");
        assert_eq!(text_of("<title>某县</title><noscript><img src=count.gif></noscript>"), "");
    }
}
