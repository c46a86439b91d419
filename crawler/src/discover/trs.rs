//! Pages of lists that TRS WCM or 开普 UCAP cut: `createPageHTML(…)` goes in, the names of the further pages come out.

use std::sync::LazyLock;

use regex::Regex;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;

/// More pages than this are not believed of one list.
const MOST_PAGES: u32 = 5_000;

/// The further pages of a list with a call of `createPageHTML`.
///
/// TRS: `createPageHTML(5, 0, 'index', 'html')`, pages counted from 0; `index_1` is the second page.
/// UCAP: `createPageHTML('box', 5, 1, 'list', 'shtml', 99)`, pages counted from 1; `list_2` is the second page.
pub(crate) fn pages(page: &ListPage<'_>) -> Option<Listing> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let text = r#"["']([^"'\s]{0,100})["']"#;
        Regex::new(&format!(
            r"(?i)\bcreatePage(?:HTML)?\s*\(\s*(?:{text}\s*,\s*)?(\d{{1,9}})\s*,\s*(\d{{1,9}})\s*,\s*{text}\s*,\s*{text}\s*(?:,\s*(\d{{1,9}})\s*)?"
        ))
        .expect("the pattern is a constant that the tests compile")
    });
    let mut listing = Listing { dialect: Dialect::Trs, ..Listing::default() };
    // The definition of the function may stand in the page too; its parameters are no numbers.
    let call = CALL.captures_iter(page.text).find(|call| !call[4].is_empty())?;
    let count: u32 = call[2].parse().ok()?;
    let (stem, ending) = (&call[4], &call[5]);
    let is_ucap = call.get(1).is_some();
    if is_ucap {
        listing.total = call.get(6).and_then(|total| total.as_str().parse().ok());
    }
    let suffixes = if is_ucap { 2..count.min(MOST_PAGES) + 1 } else { 1..count.min(MOST_PAGES) };
    for suffix in suffixes {
        listing
            .next
            .extend(address::join(page.url, &format!("{stem}_{suffix}.{ending}")).map(ListRequest::get));
    }
    Some(listing)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let page = ListPage { url: &url, form: None, text: script, media_type: "text/html" };
        let next = pages(&page).map(|listing| listing.next).unwrap_or_default();
        assert_eq!(next.iter().map(|next| next.url.path()).collect::<Vec<_>>(), expected, "{script}");
    }

    #[test]
    fn index_1_is_the_second_page_of_trs() {
        check(
            "createPageHTML(4, 0, 'index', 'html');",
            &["/x/index_1.html", "/x/index_2.html", "/x/index_3.html"],
        );
        check(r#"createPageHTML(2,1,"index","shtml")"#, &["/x/index_1.shtml"]);
        check("createPageHTML(1,0,'index','html')", &[]);
        check("createPageHTML(0,0,'index','html')", &[]);
    }

    #[test]
    fn list_2_is_the_second_page_of_ucap() {
        check(
            "createPageHTML('page_div',3, 1,'zcwj_list','shtml',43);",
            &["/x/zcwj_list_2.shtml", "/x/zcwj_list_3.shtml"],
        );
        check("createPageHTML('page_div',1, 1,'zcwj_list','shtml',3);", &[]);
    }

    #[test]
    fn a_definition_is_no_call() {
        check("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", &[]);
        check("function createPageHTML(a,b,c,d){} createPageHTML(2,0,'index','html')", &["/x/index_1.html"]);
    }

    #[test]
    fn absurd_counts_are_bounded() {
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let text = "createPageHTML(999999999,0,'index','html')";
        let listing = pages(&ListPage { url: &url, form: None, text, media_type: "" }).unwrap();
        assert_eq!(listing.next.len(), MOST_PAGES as usize - 1);
    }
}
