//! A list page goes in; the hosts come out that its rows lead to and its source does not list.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use scraper::Html;
use url::Url;

use crate::discover::ListPage;
use crate::discover::Selectors;
use crate::discover::frames;
use crate::discover::list;
use crate::discover::page;
use crate::discover::page::Anchors;
use crate::discover::rows;
use crate::fetch::Permits;
use crate::source::host_and_port;

/// A host that rows of a list lead to though its source does not list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The host, as recipes list it.
    pub host: String,
    /// How many rows lead there, or frames where the page has no rows of its own.
    pub rows: usize,
    /// Whether it lies below the same registered name as the page, or at the same number.
    pub is_akin: bool,
}

/// Returns where the rows of a page lead besides, most rows first.
pub(crate) fn elsewhere(page: &ListPage<'_>, selectors: Option<&Selectors>) -> Vec<Elsewhere> {
    if page::is_too_deep(page.text) {
        return Vec::new();
    }
    let document = Html::parse_document(page.text);
    let linked = Anchors::of(&document, page.url).all.into_iter().map(|anchor| anchor.url);
    let urls: Vec<Url> = linked.chain(frames::sources(page, &document)).filter(Url::has_host).collect();
    let hosts: BTreeSet<String> = urls.iter().map(host_and_port).collect();
    let everywhere = Permits::new(hosts.into_iter().collect());
    let listing = list(&ListPage { permits: Some(&everywhere), ..*page }, selectors);
    let mut rows: Vec<Url> = listing.links.into_iter().map(|link| link.url).collect();
    if rows.is_empty() {
        rows = listing.columns;
    }
    let mut counted: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for url in rows.iter().filter(|url| !page.permits.is_some_and(|permits| permits.lists(url))) {
        let (count, is_akin) = counted.entry(host_and_port(url)).or_default();
        *count += 1;
        *is_akin = rows::is_akin(page.url, url);
    }
    let mut elsewhere: Vec<Elsewhere> =
        counted.into_iter().map(|(host, (rows, is_akin))| Elsewhere { host, rows, is_akin }).collect();
    elsewhere.sort_by_key(|elsewhere| std::cmp::Reverse(elsewhere.rows));
    elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, usize, bool)]) {
        let url = Url::parse("http://www.a.gov.cn/x/").unwrap();
        let permits = Permits::new(vec!["www.a.gov.cn".to_owned()]);
        let media_type = "text/html";
        let page = ListPage { url: &url, form: None, text: html, media_type, permits: Some(&permits) };
        let found = elsewhere(&page, None);
        let found: Vec<_> =
            found.iter().map(|found| (found.host.as_str(), found.rows, found.is_akin)).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn rows_tell_which_hosts_a_recipe_leaves_out() {
        let rows = |host: &str, rows: u32| -> String {
            let row = |n| {
                format!(
                    "<li><a href='http://{host}/y/{n}.html'>某某县法治政府建设年度报告之{n}</a><i>2021-01-06</i></li>"
                )
            };
            (0..rows).map(row).collect()
        };
        let both = rows("www.a.gov.cn:8080", 4) + &rows("a.gov.cn", 2) + &rows("www.b.gov.cn", 3);
        check(&both, &[("www.a.gov.cn:8080", 4, true), ("www.b.gov.cn", 3, false)]);
        check(&rows("www.a.gov.cn", 3), &[]);
        check("<iframe src='http://list.a.gov.cn/l.html'></iframe>", &[("list.a.gov.cn", 1, true)]);
        check("<a href='http://www.b.gov.cn/'>某某县人民政府</a>", &[]);
    }
}
