//! A page of a WeChat account, or a copy of one, in; the day that it was published and the name of the account out.

use crate::extract::date;
use crate::extract::meta_line::MetaLine;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// Reads what the elements say that the pages of all accounts have over their texts.
pub(crate) fn read(tree: &Tree<'_>) -> MetaLine {
    let named = |name: &str| -> Option<String> {
        let is_it = |id: &NodeId| tree.attribute(*id, "id").is_some_and(|id| id == name);
        let text = tree.text(tree.subtree(tree.root()).find(is_it)?);
        let text = text.trim();
        (!text.is_empty() && text.chars().count() <= 40).then(|| text.to_owned())
    };
    let Some(day) = named("publish_time") else { return MetaLine::default() };
    MetaLine {
        published: date::first(&day).filter(|found| found.start == 0).map(|found| found.date),
        source: named("js_name"),
        ..MetaLine::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;
    use crate::extract::Page;

    #[test]
    fn a_copy_of_an_account_tells_its_day_and_name() {
        let text = "各项工作有序推进，取得了新的成效，得到了群众的好评。".repeat(5);
        let read = |over: &str| {
            let html = format!(
                "<title>某县治水</title><h1>某县治水</h1><div>{over}</div><div id=js_content><p>{text}</p><p>{text}</p></div>"
            );
            let page = Page { url: "http://a.cn/1.html", html: &html, ..Page::default() };
            let document = extract::html(&page).document;
            (document.published.map(|day| day.to_string()), document.source, document.text)
        };
        let whole = format!("{text}\n{text}");
        let over = "<a id=js_name>某县普法</a> <em id=publish_time>2024年01月20日 10:12</em> <em>某省</em>";
        assert_eq!(read(over), (Some("2024-01-20".to_owned()), Some("某县普法".to_owned()), whole.clone()));
        let empty = "<a id=js_name>某县普法</a> <em id=publish_time></em>";
        assert_eq!(read(empty), (None, None, whole));
    }
}
