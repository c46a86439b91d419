//! Pages of lists that VSB cuts: numbered backwards, so that of 11 pages `zbgg.htm` is followed by `zbgg/10.htm`.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::page::Anchor;
use crate::discover::page::Anchors;
use crate::discover::plain;

/// More pages than this are not believed of one list.
const MOST_PAGES: u32 = 5_000;

/// How many fractions of one page are looked at.
const MOST_SHARES: usize = 200;

/// The further pages of a list whose next page has the next lower number.
pub(crate) fn pages(page: &ListPage<'_>, anchors: &Anchors) -> Option<Listing> {
    let own = Own::of(page.url);
    let (below, ending) = by_next(&own, anchors)
        .or_else(|| by_numbers(&own, anchors))
        .or_else(|| by_last(&own, page.text, anchors))?;
    let mut listing = Listing { dialect: Dialect::Vsb, ..Listing::default() };
    for number in (1..=below.min(MOST_PAGES)).rev() {
        let url = address::join(page.url, &format!("{}/{number}.{ending}", own.folder));
        listing.next.extend(url.map(ListRequest::get));
    }
    Some(listing)
}

/// The page of a list that is at hand.
struct Own<'a> {
    /// Where the numbered pages lie: `/zbgg` for `/zbgg.htm` and for `/zbgg/10.htm`.
    folder: &'a str,
    /// Its number; none for the first page.
    number: Option<u32>,
}

impl<'a> Own<'a> {
    fn of(url: &'a Url) -> Own<'a> {
        match numbered(url) {
            Some((folder, number)) => Own { folder, number: Some(number) },
            None => Own { folder: url.path().rsplit_once('.').map_or("", |(stem, _)| stem), number: None },
        }
    }

    /// The number and the ending of a page of this list that stands behind this one.
    fn behind<'u>(&self, url: &'u Url) -> Option<(u32, &'u str)> {
        let (folder, number) = numbered(url)?;
        let is_behind = number > 0 && number <= MOST_PAGES && self.number.is_none_or(|own| number < own);
        let ending = url.path().rsplit_once('.').map_or("htm", |(_, ending)| ending);
        (!self.folder.is_empty() && folder == self.folder && is_behind).then_some((number, ending))
    }
}

/// The next page, by its link.
fn by_next<'u>(own: &Own<'_>, anchors: &'u Anchors) -> Option<(u32, &'u str)> {
    let next = anchors.all.iter().find(|anchor| plain::says_next(anchor))?;
    own.behind(&next.url).filter(|(number, _)| own.number.is_none_or(|own| own == number + 1))
}

/// The next page, by page numbers, of which each goes up by one where the address goes down by one.
fn by_numbers<'u>(own: &Own<'_>, anchors: &'u Anchors) -> Option<(u32, &'u str)> {
    let (mut count, mut has_last) = (None, false);
    let mut ending = "htm";
    for anchor in &anchors.all {
        let Ok(shown) = anchor.text.trim().parse::<u32>() else { continue };
        let Some((number, its_ending)) = own.behind(&anchor.url) else { continue };
        let is_possible = (2..=MOST_PAGES).contains(&shown);
        if !is_possible || count.is_some_and(|count| count != shown + number - 1) {
            return None;
        }
        (count, ending) = (Some(shown + number - 1), its_ending);
        has_last |= number == 1;
    }
    // Page numbers end with the last page; a row may be called 2023 and lie at 2023.htm.
    if !has_last {
        return None;
    }
    let next = own.number.map_or(count?, |own| own) - 1;
    (next > 0).then_some((next, ending))
}

/// The next page, by the link to the last one beside `1/10`.
fn by_last<'u>(own: &Own<'_>, text: &str, anchors: &'u Anchors) -> Option<(u32, &'u str)> {
    static SHARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[^\d/](\d{1,4})\s*/\s*(\d{1,4})[^\d/]").expect("the pattern is a constant")
    });
    let says_last = |anchor: &&Anchor| {
        let bare = anchor.text.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(bare, "尾页" | "末页" | "最后一页" | "尾頁" | "末頁")
    };
    let last = anchors.all.iter().find(says_last)?;
    let (number, ending) = own.behind(&last.url)?;
    let shares = SHARE
        .captures_iter(text)
        .filter_map(|share| Some((share[1].parse::<u32>().ok()?, share[2].parse::<u32>().ok()?)));
    let here = |&(at, count): &(u32, u32)| {
        1 <= at
            && at < count
            && count <= MOST_PAGES
            && own.number.map_or(at == 1, |own| own == count + 1 - at)
    };
    let (at, count) = shares.take(MOST_SHARES).find(here)?;
    (number == 1).then_some((count - at, ending))
}

/// `/zbgg` and 10 of `/zbgg/10.htm`.
fn numbered(url: &Url) -> Option<(&str, u32)> {
    let (folder, name) = url.path().rsplit_once('/')?;
    let (stem, _) = name.split_once('.')?;
    Some((folder, stem.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[track_caller]
    fn check(address: &str, html: &str, expected: Option<(usize, &str)>) {
        let url = Url::parse(address).unwrap();
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let found = pages(&page, &Anchors::of(&Html::parse_document(html), &url));
        let found = found.map(|listing| (listing.next.len(), listing.next[0].url.path().to_owned()));
        assert_eq!(found, expected.map(|(count, first)| (count, first.to_owned())), "{address} {html}");
    }

    #[test]
    fn pages_run_backwards_to_the_first() {
        check("http://a.gov.cn/zbgg.htm", "<a href='zbgg/10.htm'>下页</a>", Some((10, "/zbgg/10.htm")));
        check(
            "http://a.gov.cn/x/jwtz.htm",
            "<a href='jwtz/139.htm'>下页</a><a href='jwtz/1.htm'>尾页</a>",
            Some((139, "/x/jwtz/139.htm")),
        );
        check("http://a.gov.cn/zbgg/3.htm", "<a href='2.htm' class=Next>下页</a>", Some((2, "/zbgg/2.htm")));
        check("http://a.gov.cn/zbgg/1.htm", "<a>下页</a>", None);
    }

    #[test]
    fn page_numbers_and_the_last_page_say_how_many_there_are() {
        let numbers =
            "<span>1</span><a href='zbgg/3.htm'>2</a><a href='zbgg/2.htm'>3</a><a href='zbgg/1.htm'>4</a>";
        check("http://a.gov.cn/x/zbgg.htm", numbers, Some((3, "/x/zbgg/3.htm")));
        let cut = "<a href='zbgg/11.htm'>2</a><a href='zbgg/10.htm'>3</a>…<a href='zbgg/1.htm'>12</a>";
        check("http://a.gov.cn/zbgg.htm", cut, Some((11, "/zbgg/11.htm")));
        let later = "<a href='../zbgg.htm'>1</a><span>2</span><a href='2.htm'>3</a><a href='1.htm'>4</a>";
        check("http://a.gov.cn/zbgg/3.htm", later, Some((2, "/zbgg/2.htm")));
        check("http://a.gov.cn/zbgg.htm", "<a href='zbgg/1.htm'>2</a>", Some((1, "/zbgg/1.htm")));
        let last = "<td>共16条 1/4 </td><a href='zbgg/1.htm'>尾页</a>";
        check("http://a.gov.cn/zbgg.htm", last, Some((3, "/zbgg/3.htm")));
        let last = "<td>共16条&nbsp;2/4&nbsp;</td><a href='1.htm'>尾页</a>";
        check("http://a.gov.cn/zbgg/3.htm", last, Some((2, "/zbgg/2.htm")));
        check("http://a.gov.cn/zbgg.htm", "<i>2024/12/31</i><a href='zbgg/1.htm'>尾页</a>", None);
    }

    #[test]
    fn pages_that_run_forwards_are_not_vsb() {
        let numbers = "<a href='zbgg/2.htm'>2</a><a href='zbgg/3.htm'>3</a><a href='zbgg/4.htm'>4</a>";
        check("http://a.gov.cn/zbgg.htm", numbers, None);
        check("http://a.gov.cn/zbgg.htm", "<i>1/4</i><a href='zbgg/4.htm'>尾页</a>", None);
        check("http://a.gov.cn/zbgg.htm", "<a href='zbgg/2023.htm'>2023</a>", None);
        check("http://a.gov.cn/zbgg/1.htm", "<a href='2.htm'>下页</a>", None);
        check("http://a.gov.cn/list.htm", "<a href='list_2.htm'>下页</a>", None);
        check("http://a.gov.cn/zbgg.htm", "<a href='zbgg/999999999.htm'>下页</a>", None);
    }
}
