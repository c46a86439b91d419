//! A page that shows next to no text in; the page out with the text in place that a script would have put there: one kept in
//! a `textarea`, a hidden field, or a string of a script.

use std::borrow::Cow;

use crate::extract::date;
use crate::extract::entity;
use crate::extract::literals;
use crate::extract::literals::Literal;
use crate::extract::markup::Token;
use crate::extract::markup::attribute;
use crate::extract::markup::tokens;

/// A page that shows more than so many characters shows its text.
pub(crate) const NEXT_TO_NONE: usize = 60;

/// A kept text has more Chinese characters than this and than thrice what the page shows: a blurb is none.
const FEWEST: usize = 40;

/// The keys of a script under which the day stands that a page went up.
const DAYS: &[&str] = &[
    "publishTime",
    "publishDate",
    "publish_time",
    "publishedTime",
    "publishedTimeStr",
    "display_publish_time",
    "first_publish_time",
    "pubDate",
    "pubdate",
    "pubTime",
    "docRelTime",
    "docreltime",
    "releaseTime",
    "releaseDate",
    "infodate",
    "showDate",
    "datePublished",
];

/// The keys under which stands where a text was taken from.
const SOURCES: &[&str] = &["source", "docSource", "docsource", "contentSource", "infoSource", "sourceName"];

/// A text that a page keeps without showing it.
struct Kept<'a> {
    /// Where it is to be put: byte of the page.
    at: usize,
    /// Its markup.
    text: String,
    /// Its Chinese characters.
    chinese: usize,
    /// The script that it stands in.
    script: Option<&'a str>,
}

/// Puts the longest text that a page keeps without showing it where it is kept, and then, should that be a place that nobody
/// sees, behind the page. `shown` is how many characters the page shows; none when no kept text says much more.
pub(crate) fn revealed(html: &str, shown: usize) -> Option<[String; 2]> {
    let kept = longest(html).filter(|kept| kept.chinese > FEWEST + 3 * shown)?;
    let facts = kept.script.map(facts).unwrap_or_default();
    let put = |at: usize| {
        let (before, after) = html.split_at(at);
        format!("{before}{facts}<div id=\"zoom\">{}</div>{after}", kept.text)
    };
    Some([put(kept.at), put(html.len())])
}

fn longest(html: &str) -> Option<Kept<'_>> {
    let mut longest: Option<Kept<'_>> = None;
    // Where the last tag opens, its attributes, and whether the page itself has begun.
    let (mut opened, mut its, mut is_page) = (0, "", false);
    for token in tokens(html) {
        let (texts, script) = match token {
            Token::Open { name, attributes } => {
                opened = offset(html, name).saturating_sub(1);
                its = attributes;
                is_page |= name.eq_ignore_ascii_case("body");
                let is_hidden = name.eq_ignore_ascii_case("input")
                    && attribute(attributes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
                let Some(value) = attribute(attributes, "value").filter(|_| is_hidden) else { continue };
                (said(&entity::decode(value), &named(attributes)), None)
            }
            Token::Raw { name, text }
                if name.eq_ignore_ascii_case("textarea") || name.eq_ignore_ascii_case("xmp") =>
            {
                (said(&entity::decode(text), &named(its)), None)
            }
            Token::Raw { name, text } if name.eq_ignore_ascii_case("script") => {
                let is_markup = attribute(its, "type").is_some_and(|kind| {
                    ["text/html", "text/plain", "text/template"]
                        .iter()
                        .any(|is| kind.eq_ignore_ascii_case(is))
                });
                let texts = if is_markup {
                    said(text, &named(its))
                } else {
                    literals::find(text).iter().flat_map(of_literal).collect()
                };
                (texts, Some(text))
            }
            _ => continue,
        };
        for text in texts {
            let chinese = text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
            if longest.as_ref().is_none_or(|kept| chinese > kept.chinese) {
                let at = if is_page { opened } else { html.len() };
                longest = Some(Kept { at, text, chinese, script });
            }
        }
    }
    longest
}

/// Returns where a slice of the page begins.
fn offset(html: &str, slice: &str) -> usize {
    slice.as_ptr() as usize - html.as_ptr() as usize
}

/// Returns what an element is called: its id, name and class.
fn named(attributes: &str) -> String {
    ["id", "name", "class"]
        .iter()
        .filter_map(|name| attribute(attributes, name))
        .collect::<Vec<_>>()
        .join(" ")
}

fn of_literal(literal: &Literal) -> Vec<String> {
    said(&literal.text, literal.key.as_deref().unwrap_or_default())
}

/// Returns what a kept string says as markup, when it holds sentences: itself, or the strings of the JSON that it is.
fn said(kept: &str, name: &str) -> Vec<String> {
    if !kept.contains('。') && !kept.contains("\\u3002") {
        return Vec::new();
    }
    let kept = kept.trim();
    if kept.starts_with(['{', '[']) {
        return literals::find(kept)
            .into_iter()
            .filter(|inner| is_text(&inner.text, inner.key.as_deref().unwrap_or_default()))
            .map(|inner| markup(&inner.text))
            .collect();
    }
    if is_text(kept, name) { vec![markup(kept)] } else { Vec::new() }
}

/// What the names of strings that hold a text say.
const CONTENT: [&str; 7] = ["content", "text", "article", "detail", "body", "zhengwen", "neirong"];

/// What the rules of a site say to those who write comments, and its tips to readers; no document says two of these.
const RULES: [&str; 9] = ["网友", "网民", "留言", "评论", "本站", "用户", "免责", "隐私", "文明上网"];

/// Tells whether a string is a text: paragraphs, or several sentences under a name that says so.
fn is_text(kept: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_named = CONTENT.iter().any(|word| name.contains(word));
    let is_tagged = ["<p", "<P", "<br", "<BR", "<div", "<DIV", "<span", "<SPAN", "&lt;p", "&lt;P", "&lt;br"]
        .iter()
        .any(|tag| kept.contains(tag));
    let is_said = is_tagged || is_named && kept.matches('。').count() >= 2;
    let are_rules = || RULES.iter().filter(|word| kept.contains(*word)).count() >= 2;
    kept.contains('。') && is_said && !kept.contains("function") && !are_rules()
}

/// Returns a text as markup: tags that were written as entities are tags, plain lines are lines.
fn markup(kept: &str) -> String {
    let tagged: Cow<'_, str> =
        if !kept.contains('<') && kept.contains("&lt;") { entity::decode(kept) } else { kept.into() };
    if tagged.contains('<') { tagged.into_owned() } else { tagged.replace('\n', "<br>") }
}

/// Returns the line of facts that a script says beside its text: when it went up, and where it was taken from.
fn facts(script: &str) -> String {
    let literals = literals::find(script);
    let value = |names: &[&str]| {
        let named = |literal: &&Literal| literal.key.as_deref().is_some_and(|key| names.contains(&key));
        literals.iter().find(named).map(|literal| literal.text.trim()).filter(|value| !value.is_empty())
    };
    let day = value(DAYS).filter(|value| date::value(value).is_some());
    let source = value(SOURCES).filter(|value| value.chars().count() <= 40 && !value.contains(['<', '/']));
    let mut line = String::new();
    for (label, value) in [("发布时间", day), ("来源", source)] {
        if let Some(value) = value {
            line += &format!("<p>{label}：{value}</p>");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    const SENTENCE: &str =
        "全县各部门认真落实各项工作任务，规范执法行为，强化执法监督，及时化解矛盾纠纷，取得了积极的成效。";

    #[track_caller]
    fn check(page: &str, published: Option<&str>) {
        let page = page.replace("TEXT", SENTENCE);
        let html = format!(
            "<title>某县2021年法治政府建设工作报告</title><body><h1>某县2021年法治政府建设工作报告</h1>{page}"
        );
        let read =
            extract::html(&Page { url: "http://a.gov.cn/info/1025/6.htm", html: &html, ..Page::default() });
        assert_eq!(read.document.text, format!("{SENTENCE}\n{SENTENCE}"), "{page}");
        assert_eq!(read.document.published.map(|date| date.to_string()).as_deref(), published, "{page}");
        assert_eq!(read.document.title, "某县2021年法治政府建设工作报告");
    }

    #[test]
    fn a_text_that_only_a_script_would_show_is_read() {
        let of = Some("2022-01-09");
        check(
            "<p>发布时间：2022-01-09</p><textarea id=c style='display:none'>&lt;p&gt;TEXT&lt;/p&gt;&lt;p&gt;TEXT&lt;/p&gt;</textarea>",
            of,
        );
        check(
            "<p>发布时间：2022-01-09</p><textarea><p>TEXT</p><p>TEXT</p></textarea><div id=content></div>",
            of,
        );
        check("<input type=\"hidden\" value=\"<p>TEXT</p><p>TEXT</p>\"><div id=content></div>", None);
        check(
            "<script>var it={\"publishTime\":\"2022-01-09 10:00:00\",\"content\":\"<p>TEXT<\\/p>\\n<p>TEXT</p>\"};</script>",
            of,
        );
        check(
            "<p>发布时间：2022-01-09</p><div style='display:none'><textarea><p>TEXT</p><p>TEXT</p></textarea></div>",
            of,
        );
        check("<script type='text/html' id=c><p>TEXT</p><p>TEXT</p></script>", None);
        check("<script>// it's\nshow('<p>TEXT</p><p>TEXT</p>')</script>", None);
        check(
            r#"<script>x=JSON.parse("{\"pubDate\":1641693600000,\"text\":\"<p>TEXT</p><p>TEXT</p>\"}")</script>"#,
            None,
        );
    }

    #[test]
    fn the_rules_of_a_site_and_its_tips_are_no_text() {
        let rules = "<p>网友应当遵守法律法规，尊重网上道德，承担一切法律责任。</p><p>管理人员有权删除留言中的任意内容。请文明上网，理性发言。</p>";
        for kept in [
            format!("<textarea>{rules}</textarea>"),
            format!("<script>tip = '{SENTENCE}{SENTENCE}'</script>"),
        ] {
            let html = format!("<title>某县情况</title><div id=zoom><p>详见附件。</p></div>{kept}");
            let read = extract::html(&Page { url: "http://a.gov.cn/1.htm", html: &html, ..Page::default() });
            assert_eq!(read.document.text, "详见附件。", "{kept}");
        }
    }

    #[test]
    fn strings_of_a_script_are_no_text_of_a_page_that_shows_one() {
        let html = format!(
            "<title>某县情况</title><div id=zoom><p>{SENTENCE}</p><p>{SENTENCE}</p></div><script>x='<p>{}</p>'</script>",
            SENTENCE.repeat(9)
        );
        let read =
            extract::html(&Page { url: "http://a.gov.cn/info/1025/6.htm", html: &html, ..Page::default() });
        assert_eq!(read.document.text, format!("{SENTENCE}\n{SENTENCE}"));
    }
}
