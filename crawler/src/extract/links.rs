//! A tree in; the files that it links to and where its meta refresh leads out.

use url::Url;

use crate::address;
use crate::extract::AttachmentLink;
use crate::extract::tag::Tag;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// The endings of files that may hold a text, those that are read first.
const ENDINGS: &[&str] =
    &["docx", "doc", "wps", "pdf", "ofd", "xlsx", "xls", "et", "rtf", "txt", "zip", "rar"];

/// The most files of one page.
const MOST: usize = 50;

/// Finds the files that a page links to, in page order, each once.
pub(crate) fn attachments(tree: &Tree<'_>, page: &str) -> Vec<AttachmentLink> {
    let base = Url::parse(page).ok();
    let mut found: Vec<AttachmentLink> = Vec::new();
    for id in tree.subtree(tree.root()) {
        if tree.tag(id) != Some(Tag::A) || found.len() >= MOST {
            continue;
        }
        let Some(href) = tree.attribute(id, "href") else {
            continue;
        };
        let name = tree.text(id);
        let printed_name =
            if name.is_empty() { tree.attribute(id, "title").unwrap_or_default().into_owned() } else { name };
        if !is_file(&href, &printed_name) {
            continue;
        }
        let Some(url) = absolute(base.as_ref(), href.trim()) else {
            continue;
        };
        if found.iter().all(|known| known.url != url) {
            found.push(AttachmentLink { url, name: printed_name });
        }
    }
    found
}

/// Tells whether a link leads to a file: by its path, its query or its printed name.
fn is_file(href: &str, name: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or("");
    let by_ending = |text: &str| {
        let ending = text.rsplit('.').next().unwrap_or("").trim_matches(|c: char| !c.is_ascii_alphanumeric());
        text.contains('.') && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
    };
    let downloads = ["download.jsp", "downloadattach", "/downfile", "wbfileid=", "downloadfile"];
    let lower = href.to_ascii_lowercase();
    !lower.starts_with("javascript:")
        && (by_ending(path) || by_ending(name) || downloads.iter().any(|part| lower.contains(part)))
}

/// Returns where a meta refresh leads.
pub(crate) fn refresh(tree: &Tree<'_>, page: &str) -> Option<String> {
    refreshes(tree).find(|id| !is_in_noscript(tree, *id)).and_then(|id| leads(tree, id, page))
}

/// Returns where a page sends those of its readers who have no scripts.
pub(crate) fn refresh_without_scripts(tree: &Tree<'_>, page: &str) -> Option<String> {
    refreshes(tree).find(|id| is_in_noscript(tree, *id)).and_then(|id| leads(tree, id, page))
}

fn refreshes(tree: &Tree<'_>) -> impl Iterator<Item = NodeId> {
    let is_one = |id: &NodeId| {
        let name = || tree.attribute(*id, "http-equiv");
        tree.tag(*id) == Some(Tag::Meta)
            && name().is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
    };
    tree.subtree(tree.root()).filter(is_one)
}

/// Whether an element stands in one that browsers do not show, as `noscript` is to those with scripts.
fn is_in_noscript(tree: &Tree<'_>, id: NodeId) -> bool {
    let mut above = std::iter::successors(Some(id), |id| (*id != tree.root()).then(|| tree.node(*id).parent));
    above.any(|id| tree.tag(id) == Some(Tag::Hidden))
}

/// Returns the absolute address to which one of them leads.
fn leads(tree: &Tree<'_>, id: NodeId, page: &str) -> Option<String> {
    let base = Url::parse(page).ok();
    let content = tree.attribute(id, "content")?;
    // `0; url=…`, and `0; …`, which browsers follow too.
    let (_, target) = content.split_once([';', ','])?;
    let target = target.trim();
    let is_named = target.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("url"));
    let named = is_named.then(|| target[3..].trim_start().strip_prefix('=')).flatten();
    let target = named.unwrap_or(target).trim().trim_matches(['"', '\'']);
    absolute(base.as_ref(), target)
}

/// Returns a link's address when it is one of the web's.
fn absolute(base: Option<&Url>, href: &str) -> Option<String> {
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| address::without_credentials(url).into())
}

#[cfg(test)]
mod tests {
    use crate::extract::links;
    use crate::extract::tree::Tree;

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let found = links::attachments(&Tree::parse(page), "http://a.gov.cn/info/1.htm");
        let urls: Vec<&str> = found.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, expected, "{page}");
    }

    #[test]
    fn files_are_found_by_path_or_printed_name() {
        check("<a href='./P1.docx'>附件</a><a href='/x.htm'>下一篇</a>", &["http://a.gov.cn/info/P1.docx"]);
        check("<a href='附件.TXT'>附件</a>", &["http://a.gov.cn/info/%E9%99%84%E4%BB%B6.TXT"]);
        check("<a href='/d?id=3'>年报.pdf</a>", &["http://a.gov.cn/d?id=3"]);
        check(
            "<a href='/system/_content/download.jsp?urltype=news&wbfileid=1'>附件</a>",
            &["http://a.gov.cn/system/_content/download.jsp?urltype=news&wbfileid=1"],
        );
        check("<a href='a.doc'>一</a><a href='a.doc'>二</a>", &["http://a.gov.cn/info/a.doc"]);
        check("<a href='javascript:x(\"a.doc\")'>一</a><a href='ftp://b/a.doc'>二</a>", &[]);
    }

    #[test]
    fn a_meta_refresh_is_made_absolute() {
        for content in ["0; URL=../new/index.html", "0;url = ../new/index.html", "0; ../new/index.html"] {
            let page = format!("<meta http-equiv='Refresh' content='{content}'>");
            let found = links::refresh(&Tree::parse(&page), "http://a.gov.cn/old/x.htm");
            assert_eq!(found.as_deref(), Some("http://a.gov.cn/new/index.html"), "{content}");
        }
    }

    #[test]
    fn a_refresh_for_readers_without_scripts_is_none_for_others() {
        let page =
            "<head><noscript><meta http-equiv=refresh content='0;url=/noscript.html'></noscript></head>";
        let tree = Tree::parse(page);
        assert_eq!(links::refresh(&tree, "http://a.gov.cn/x.htm"), None);
        let found = links::refresh_without_scripts(&tree, "http://a.gov.cn/x.htm");
        assert_eq!(found.as_deref(), Some("http://a.gov.cn/noscript.html"));
    }
}
