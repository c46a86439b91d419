//! A script in; the day that it writes into the page where it stands out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::date;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// Returns what a script writes when that is a day and nothing else: 发布时间：<script>document.write("2023-01-05")</script>.
/// What it reckons, such as today's date, and other words are none.
pub(crate) fn of<'a>(tree: &Tree<'a>, script: NodeId) -> Option<&'a str> {
    let said = tree.subtree(script).find_map(|id| match tree.node(id).data {
        Data::Text(text) => Some(text),
        _ => None,
    })?;
    let written = WRITES.captures(said)?.get(1)?.as_str();
    date::only(written).map(|_| written)
}

static WRITES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*(?:<!--\s*)?document\.write(?:ln)?\(\s*["']([^"'<>]{8,40})["']\s*\)\s*;?\s*(?://\s*)?(?:-->)?\s*$"#)
        .expect("a pattern written here is well formed")
});

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    #[track_caller]
    fn check(script: &str, expected: Option<&str>) {
        let html = format!(
            "<h1>甲县某局2022年工作报告</h1><div>发布时间：<script>{script}</script></div><div id=zoom><p>正文一段。</p></div>"
        );
        let page = Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html: &html, ..Page::default() };
        let read = extract::html(&page).document.published.map(|date| date.to_string());
        assert_eq!(read.as_deref(), expected, "{script}");
    }

    #[test]
    fn a_day_that_a_script_writes_is_read_and_what_it_reckons_is_not() {
        check("document.write(\"2023-01-05 10:20\");", Some("2023-01-05"));
        check(" document.write('2023年01月05日') ", Some("2023-01-05"));
        check("var d = new Date(); document.write('2023-01-05')", None);
        check("document.write('本站自2023-01-05起开通')", None);
        check("document.write(showDate('2023-01-05'))", None);
    }
}
