//! What scripts say of links goes in; the addresses that they lead to and the markup that they write come out.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

/// The address in a link's `href`, or the one that its script goes to where the `href` leads nowhere.
pub(crate) fn target(element: ElementRef<'_>) -> Option<String> {
    let href = element.value().attr("href").unwrap_or("").trim();
    let is_script = href.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
    if !is_script && !href.is_empty() && !href.starts_with('#') {
        return Some(href.to_owned());
    }
    let script = element.value().attr("onclick").unwrap_or("");
    gone_to(href).or_else(|| gone_to(script))
}

/// The constant address that a script goes to: `location.href='list_2.html'`, `window.open('/a.html')`.
fn gone_to(script: &str) -> Option<String> {
    static GOES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?:\blocation(?:\.href)?\s*=\s*|\blocation\.(?:assign|replace)\s*\(\s*|\bwindow\.open\s*\(\s*)["']([^"'\s]{1,1000})["']\s*(.?)"#,
        )
        .expect("the pattern is a constant that the tests compile")
    });
    // What a variable is added to is no whole address.
    GOES.captures(script).filter(|found| &found[2] != "+").map(|found| found[1].to_owned())
}

/// The markup of links that scripts write into a page letter by letter, as old lists do row by row.
pub(crate) fn written(text: &str) -> String {
    static WRITES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"document\.write(?:ln)?\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)"#)
            .expect("the pattern is a constant that the tests compile")
    });
    let mut markup = String::new();
    for call in WRITES.captures_iter(text) {
        let literal = call.get(1).or_else(|| call.get(2)).map_or("", |literal| literal.as_str());
        markup.push_str(&literal.replace("\\\"", "\"").replace("\\'", "'").replace("\\/", "/"));
    }
    if markup.contains("href") { markup } else { String::new() }
}

#[cfg(test)]
mod tests {
    use crate::discover::page::check_first_link as check;
    use crate::discover::scripted::written;

    #[test]
    fn a_script_that_goes_to_a_constant_address_is_a_link() {
        for link in [
            r#"<a href="2.html" onclick="location.href='3.html'">标题</a>"#,
            r##"<a href="#" onclick="window.location='2.html';return false">标题</a>"##,
            r#"<a href="javascript:void(0)" onclick="location.href = '2.html'">标题</a>"#,
            r#"<a href="javascript:location.replace('2.html')">标题</a>"#,
            r#"<a onclick="window.open('2.html','_blank')">标题</a>"#,
            r#"<a href="javascript:go(1)" onclick="location.href='1.html?page='+n">一</a><button onclick="location.href='2.html'">标题</button>"#,
        ] {
            check(link, "标题|");
        }
    }

    #[test]
    fn rows_that_a_script_writes_are_markup() {
        let script = r#"document.write('<li><a href="1.html">'+title+'</a>');document.writeln("<li><a href=\"2.html\">标题<\/a></li>");"#;
        assert_eq!(written(script), r#"<li><a href="2.html">标题</a></li>"#);
        assert_eq!(written("document.write('<b>今天</b>')"), "");
    }
}
