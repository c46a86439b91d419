//! A tree in; the files that it links to and where its meta refresh leads out.

use url::Url;

use crate::address;
use crate::extract::AttachmentLink;
use crate::extract::embedded;
use crate::extract::embedded::has_ending;
use crate::extract::tag::Tag;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// The most files of one page.
const MOST: usize = 50;

/// Finds the files that a page links to, in page order, each once.
pub(crate) fn attachments(tree: &Tree<'_>, page: &str) -> Vec<AttachmentLink> {
    let base = Url::parse(page).ok();
    let mut found: Vec<AttachmentLink> = Vec::new();
    for id in tree.subtree(tree.root()) {
        let named = match tree.tag(id) {
            _ if found.len() >= MOST => break,
            Some(Tag::A) => linked(tree, id).into_iter().collect(),
            _ => embedded::files(tree, id),
        };
        for (href, name) in named {
            let Some(url) = absolute(base.as_ref(), href.trim()) else { continue };
            if found.iter().all(|known| known.url != url) {
                found.push(AttachmentLink { url, name });
            }
        }
    }
    found
}

/// Returns where a link leads to a file, and what it is called.
fn linked(tree: &Tree<'_>, id: NodeId) -> Option<(String, String)> {
    let printed = tree.text(id);
    let name = match printed.is_empty() {
        true => tree.attribute(id, "title").unwrap_or_default().into_owned(),
        false => printed,
    };
    let href = tree.attribute(id, "href").unwrap_or_default();
    if let Some(shown) = embedded::shown_by_viewer(&href) {
        return Some((shown, name));
    }
    let is_address = !href.trim().is_empty() && !href.trim().starts_with('#') && !is_script(&href);
    if is_address && is_file(&href, &name) {
        return Some((href.into_owned(), name));
    }
    if is_address && let Some(saved_as) = tree.attribute(id, "download") {
        let is_named = has_ending(&saved_as) && !has_ending(&name);
        return Some((href.into_owned(), if is_named { saved_as.into_owned() } else { name }));
    }
    if is_address && embedded::is_annex(tree, id, &href, &name) {
        return Some((href.into_owned(), name));
    }
    let clicked = tree.attribute(id, "onclick").unwrap_or_default();
    let by_script = || embedded::called_with(&href).filter(|_| is_script(&href));
    embedded::called_with(&clicked).or_else(by_script).map(|file| (file, name))
}

fn is_script(href: &str) -> bool {
    href.trim_start().get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
}

/// Tells whether a link leads to a file: by its path, its query or its printed name.
fn is_file(href: &str, name: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or("");
    let downloads = ["download.jsp", "downloadattach", "/downfile", "wbfileid=", "downloadfile"];
    let lower = href.to_ascii_lowercase();
    has_ending(path) || has_ending(name) || downloads.iter().any(|part| lower.contains(part))
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
    fn files_that_a_page_shows_are_its_files() {
        let shown = &["http://a.gov.cn/f/x.pdf"];
        for page in [
            "<iframe src=/f/x.pdf width=100%></iframe>",
            "<iframe src='/pdfjs/web/viewer.html?file=/f/x.pdf#page=1'></iframe>",
            "<iframe src='/pdfjs/web/viewer.html?file=%2Ff%2Fx.pdf'></iframe>",
            "<a href='/pdfjs/web/viewer.html?file=/f/x.pdf'>年报.pdf</a>",
            "<embed src='/f/x.pdf' type=application/pdf>",
            "<object data='/f/x.pdf' type=application/pdf><p>请下载</p></object>",
            "<object><param name=src value=/f/x.pdf></object>",
            "<div id=p></div><script>PDFObject.embed('/f/x.pdf', '#p');</script>",
            "<script>showVsbpdfIframe(\"/f/x.pdf\",\"100%\",\"600\",\"0\",\"\",\"vsbpdf\")</script>",
            "<script>pdfjsLib.getDocument({url: '/f/x.pdf'}).promise.then(show)</script>",
            "<a href='javascript:void(0)' onclick=\"downloadFile('/f/x.pdf')\">下载</a>",
            "<a href=\"javascript:openFile('/f/x.pdf','年报')\">年报</a>",
            "<a href=# onclick=\"openFile('/f/x.pdf')\">年报.pdf</a>",
        ] {
            check(page, shown);
        }
        let without_ending = &["http://a.gov.cn/f/1"];
        check("<a download='年报.pdf' href='/f/1'>下载</a>", without_ending);
        check("<p>附件：<a href='/f/1'>年度报告</a></p>", without_ending);
        check("<p><a href='/f/1'>附件2：年度报告</a></p>", without_ending);
        check("<p>附件【<a href='/f/1'>年度报告</a>】已下载3次</p>", without_ending);
    }

    #[test]
    fn what_else_a_page_shows_is_no_file_of_it() {
        for page in [
            "<iframe src=/a/weather.html></iframe>",
            "<iframe src='/share/?url=http://a.gov.cn/x.htm'></iframe>",
            "<object data=/a/banner.swf></object>",
            "<input name=file value='/f/x.pdf'>",
            "<script>var help = '/f/help.pdf'; load('/f/help.pdf');</script>",
            "<p>附件：<a href='/x/1.html'>另一篇</a></p>",
            "<p>附件见下页。</p><p><a href='/about'>关于我们</a></p>",
            "<a href='/zc/annex'>附件下载专区</a>",
            "<a href=# onclick=\"go('/x/1.html')\">下一篇</a>",
            "<a download href='javascript:void(0)'>下载</a>",
            "<a name=x.pdf>年报.pdf</a>",
        ] {
            check(page, &[]);
        }
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
