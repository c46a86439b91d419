//! A page goes in; the addresses of its frames come out, where the list of a page without one may stand.

use std::sync::LazyLock;

use scraper::Html;
use scraper::Selector;
use url::Url;

use crate::address;
use crate::discover::ListPage;
use crate::discover::page::base;
use crate::discover::page::selector;

/// More frames than this are not looked into on behalf of one page.
const MOST_FRAMES: usize = 8;

/// The frames of a page that lie on its own site or where its source goes.
pub(crate) fn framed(page: &ListPage<'_>, document: &Html) -> Vec<Url> {
    let mut framed: Vec<Url> = Vec::new();
    for url in sources(page, document).into_iter().filter(|url| page.leads_to(url) && url != page.url) {
        if framed.len() < MOST_FRAMES && !framed.contains(&url) {
            framed.push(url);
        }
    }
    framed
}

/// What the frames of a page show, wherever it lies.
pub(crate) fn sources(page: &ListPage<'_>, document: &Html) -> Vec<Url> {
    static FRAMES: LazyLock<Selector> = LazyLock::new(|| selector("iframe[src], frame[src]"));
    let base = base(document, page.url);
    let sources = document.select(&FRAMES).filter_map(|frame| frame.value().attr("src"));
    sources.filter_map(|source| address::join(&base, source)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let found = framed(&page, &Html::parse_document(html));
        assert_eq!(found.iter().map(Url::as_str).collect::<Vec<_>>(), expected, "{html}");
    }

    #[test]
    fn frames_of_the_same_site_may_hold_the_list() {
        check(
            "<iframe src='list.html'></iframe><iframe src='about:blank'></iframe>",
            &["http://a.gov.cn/x/list.html"],
        );
        check(
            "<base href='/y/'><frameset><frame src='//b.gov.cn/'><frame src=l.jsp?id=1></frameset>",
            &["http://a.gov.cn/y/l.jsp?id=1"],
        );
    }
}
