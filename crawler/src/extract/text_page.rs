//! A page that is sent as text or as Markdown in; the same page as markup out, so that it can be read like any other.

use std::sync::LazyLock;

use regex::Regex;

/// Returns the page as markup; none for what is markup already, whatever its server calls it.
pub(crate) fn as_page(text: &str, media_type: &str) -> Option<String> {
    let (markup, line): (&Regex, fn(&str) -> String) = match media_type {
        "text/markdown" | "text/x-markdown" => (&PAGE, of_markdown),
        "text/plain" => (&TAG, of_text),
        _ => return None,
    };
    (!markup.is_match(text)).then(|| text.lines().map(line).collect())
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Any tag: `<br>`, `</font>`, `<a href="1.html">`.
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!|<\?xml"));
/// The tags of a page. Markdown may hold others, such as `<br>`.
static PAGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)<(?:!doctype|html|head|body|div|table|script|meta|p)[\s>]"));
/// A heading: `## 一、主要举措 ##`.
static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}\s+(.*?)\s*#*$"));
/// A rule under a heading, between paragraphs or under the head of a table: `----`, `|:---|---:|`.
static RULE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[-=*_]\s*){3,}$|^\|?(?:\s*:?-{2,}:?\s*\|?)+$"));
/// The mark of a list or of a quotation. The number of a list stays: texts count with it.
static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[-*+]\s+|(?:>\s?)+)"));
/// `![picture](address)`, of which nothing can be read.
static PICTURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!\[[^\]]*\]\([^)]*\)"));
/// A line end inside a cell.
static BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<br\s*/?>"));
/// `[words](address)`.
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]]+)\]\(\s*([^)\s]+)[^)]*\)"));
/// Stress: `**words**`, `__words__`, `` `words` ``.
static STRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\*\*(\S.*?)\*\*|__(\S.*?)__|`([^`]+)`"));

fn of_text(line: &str) -> String {
    match line.trim().contains('\t') {
        true => row(line.trim_end().split('\t').map(escaped)),
        false => format!("<p>{}</p>\n", escaped(line)),
    }
}

fn of_markdown(line: &str) -> String {
    let line = line.trim();
    if RULE.is_match(line) {
        return String::new();
    }
    if let Some(heading) = HEADING.captures(line) {
        return format!("<h2>{}</h2>\n", words(&heading[1]));
    }
    if let Some(cells) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) {
        return row(cells.split('|').map(|cell| words(cell.trim())));
    }
    format!("<p>{}</p>\n", words(&MARK.replace(line, "")))
}

/// Writes a row. Rows of one table may each be a table of their own: what is read of them is the same.
fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!("<td>{cell}</td>")).collect();
    format!("<table><tr>{cells}</tr></table>\n")
}

/// Writes the words of a line without the marks inside it.
fn words(line: &str) -> String {
    let line = PICTURE.replace_all(line, "");
    let line = BREAK.replace_all(&line, " ");
    let line = STRESS.replace_all(&line, "$1$2$3");
    let line = escaped(&line);
    LINK.replace_all(&line, "<a href=\"$2\">$1</a>").into_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;
    use crate::extract::text_page::as_page;

    #[test]
    fn a_page_of_text_keeps_its_lines() {
        let text = "某县司法局关于做好普法工作的通知\n发布时间：2022-03-04 来源：某县司法局\n各单位：\n请认真做好普法工作，结合实际抓好落实，并于年底前报送工作总结，不得有误。\n一、加强领导。各单位要 < 重视 > 普法 & 宣传工作，落实责任。\n甲镇\t5件\n";
        let html = as_page(text, "text/plain").expect("it is no markup");
        let document =
            extract::html(&Page { url: "http://www.a.gov.cn/1.txt", html: &html, ..Page::default() })
                .document;
        assert_eq!(document.title, "某县司法局关于做好普法工作的通知");
        assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some("2022-03-04"));
        assert_eq!(
            document.text,
            "各单位：\n请认真做好普法工作，结合实际抓好落实，并于年底前报送工作总结，不得有误。\n一、加强领导。各单位要 < 重视 > 普法 & 宣传工作，落实责任。\n甲镇\t5件"
        );
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(as_page(line, "text/markdown").as_deref(), Some(expected), "{line}");
    }

    #[test]
    fn markdown_loses_its_marks() {
        check("## 一、主要举措 ##", "<h2>一、主要举措</h2>\n");
        check("- **加强**领导，见[附件](/a.pdf)", "<p>加强领导，见<a href=\"/a.pdf\">附件</a></p>\n");
        check("1. 2 * 3 = 6", "<p>1. 2 * 3 = 6</p>\n");
        check(
            "|单位|件数|\n|:---|---:|\n|甲局|5|",
            "<table><tr><td>单位</td><td>件数</td></tr></table>\n<table><tr><td>甲局</td><td>5</td></tr></table>\n",
        );
        check("----\n> 引文 ![图](a.png)", "<p>引文 </p>\n");
        check("#话题 与 a < b", "<p>#话题 与 a &lt; b</p>\n");
        check("甲<br/>乙", "<p>甲 乙</p>\n");
    }

    #[test]
    fn markup_is_left_as_it_is_whatever_it_is_called() {
        for (text, media) in [
            ("<html><p>正文</p></html>", "text/plain"),
            ("前言\n<div id=zoom>正文</div>", "text/markdown"),
            ("正文<br>另一行", "text/plain"),
            ("<font color=red>正文</font>", "text/plain"),
            ("<?xml version=\"1.0\"?><rss/>", "text/plain"),
            ("正文", "text/html"),
            ("{}", "application/json"),
        ] {
            assert_eq!(as_page(text, media), None, "{text}");
        }
    }
}
