//! Pages of lists that VSB cuts: numbered backwards, so that of 11 pages `zbgg.htm` is followed by `zbgg/10.htm`.

use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::page::Anchors;
use crate::discover::plain;

/// More pages than this are not believed of one list.
const MOST_PAGES: u32 = 5_000;

/// The further pages of a list whose next page has the next lower number.
pub(crate) fn pages(page: &ListPage<'_>, anchors: &Anchors) -> Option<Listing> {
    let next = anchors.all.iter().find(|anchor| plain::says_next(anchor))?;
    let (folder, number) = numbered(&next.url)?;
    let is_first = page.url.path().rsplit_once('.').is_some_and(|(stem, _)| stem == folder);
    let is_later =
        numbered(page.url).is_some_and(|(own, own_number)| own == folder && own_number == number + 1);
    if number == 0 || number > MOST_PAGES || !(is_first || is_later) {
        return None;
    }
    let ending = next.url.path().rsplit_once('.').map_or("htm", |(_, ending)| ending);
    let mut listing = Listing { dialect: Dialect::Vsb, ..Listing::default() };
    for number in (1..=number).rev() {
        let url = address::join(&next.url, &format!("{number}.{ending}"));
        listing.next.extend(url.map(ListRequest::get));
    }
    Some(listing)
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
    fn pages_that_run_forwards_are_not_vsb() {
        check("http://a.gov.cn/zbgg/1.htm", "<a href='2.htm'>下页</a>", None);
        check("http://a.gov.cn/list.htm", "<a href='list_2.htm'>下页</a>", None);
        check("http://a.gov.cn/zbgg.htm", "<a href='zbgg/999999999.htm'>下页</a>", None);
    }
}
