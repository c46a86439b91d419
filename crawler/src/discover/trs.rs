//! Pages of lists that TRS WCM or 开普 UCAP cut: `createPageHTML(…)` goes in, the names of the further pages come out.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;
use url::Url;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;

/// More pages than this are not believed of one list.
const MOST_PAGES: u32 = 5_000;

/// How many calls of one page are looked at.
const MOST_CALLS: usize = 20;

/// The further pages of a list with a call of `createPageHTML`, or with the variables that TRS writes in place of one.
///
/// TRS: `createPageHTML(5, 0, 'index', 'html')`, pages counted from 0; `index_1` is the second page.
/// UCAP: `createPageHTML('box', 5, 1, 'list', 'shtml', 99)`, pages counted from 1; `list_2` is the second page.
pub(crate) fn pages(page: &ListPage<'_>) -> Option<Listing> {
    let cut = called(page.text).or_else(|| spelled_out(page.text)).or_else(|| counted(page))?;
    let mut listing = Listing { dialect: Dialect::Trs, total: cut.total, ..Listing::default() };
    let (stem, count) = (&cut.stem, cut.count.min(MOST_PAGES));
    let suffixes = match (cut.counts_from_1, is_later(page.url, stem)) {
        (true, false) => 2..count + 1,
        // A later page of a list that counts from 0 looks the same; the first page named the last one.
        (true, true) => 2..count,
        (false, _) => 1..count,
    };
    for suffix in suffixes {
        let name = format!("{stem}_{suffix}.{}", cut.ending);
        listing.next.extend(address::join(page.url, &name).map(ListRequest::get));
    }
    Some(listing)
}

/// How a list is cut into pages.
struct Cut {
    count: u32,
    counts_from_1: bool,
    stem: String,
    ending: String,
    total: Option<u32>,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// What the first call says that is not commented out.
fn called(text: &str) -> Option<Cut> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let quote = r#"(?:["']|&quot;|&#3[49];)"#;
        let word = format!(r#"{quote}([^"'\s&]{{0,100}}){quote}"#);
        let number = format!(r"{quote}?(\d{{1,9}}|[A-Za-z_$][\w$]{{0,40}}){quote}?");
        regex(&format!(
            r"(?i)\bcreate_?Page\w{{0,20}}\s*\(\s*(?:{word}\s*,\s*)??{number}\s*,\s*{number}\s*,\s*{word}\s*,\s*{word}\s*(?:,\s*(\d{{1,9}})\s*)?"
        ))
    });
    // The definition of the function may stand in the page too; its parameters are no numbers.
    let calls = CALL
        .captures_iter(text)
        .take(MOST_CALLS)
        .filter(|call| !call[4].is_empty() && !is_comment(text, call));
    let mut cuts = calls.filter_map(|call| {
        let (count, current) = (number(text, &call[2])?, number(text, &call[3])?);
        let in_box = call.get(1).is_some();
        Some(Cut {
            count,
            counts_from_1: in_box && current > 0,
            stem: call[4].to_owned(),
            ending: call[5].trim_start_matches('.').to_owned(),
            total: call.get(6).filter(|_| in_box).and_then(|total| total.as_str().parse().ok()),
        })
    });
    cuts.next()
}

/// What `var countPage = 5` and `"index" + "_" + nextPage + "." + "html"` say.
fn spelled_out(text: &str) -> Option<Cut> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        let glue = r#"(?:["']\s*\+\s*["'])?"#;
        regex(&format!(
            r#"["']([\w./-]{{1,100}}?){glue}_["']\s*\+\s*\(?\s*(?:nextPage|currentPage\s*\+\s*1)\s*\)?\s*\+\s*["']\.{glue}(\w{{2,6}})\b"#
        ))
    });
    let count = number(text, "countPage")?;
    let name = NAME.captures(text)?;
    let (stem, ending) = (name[1].to_owned(), name[2].to_owned());
    Some(Cut { count, counts_from_1: false, stem, ending, total: None })
}

/// What `var countPage = 5` and `var currentPage = 0` say, where a script elsewhere makes the names: those of TRS then, after the
/// name of the page itself.
fn counted(page: &ListPage<'_>) -> Option<Cut> {
    let (count, current) = (number(page.text, "countPage")?, number(page.text, "currentPage")?);
    let name = page.url.path().rsplit('/').next().unwrap_or_default();
    let (stem, ending) = if name.is_empty() { ("index", "html") } else { name.rsplit_once('.')? };
    let stem = match current {
        0 => stem,
        _ => stem.strip_suffix(&format!("_{current}"))?,
    };
    Some(Cut { count, counts_from_1: false, stem: stem.to_owned(), ending: ending.to_owned(), total: None })
}

/// A written number, or the number that a variable is set to.
fn number(text: &str, written: &str) -> Option<u32> {
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        return written.parse().ok();
    }
    let set = regex(&format!(r#"\b{}\s*=\s*["']?(\d{{1,9}})\b"#, regex::escape(written)));
    set.captures(text)?[1].parse().ok()
}

/// Whether a call stands behind `//` in its line, or in markup that is commented out. Scripts may stand in `<!-- -->` and run.
fn is_comment(text: &str, call: &Captures<'_>) -> bool {
    let before = &text[..call.get(0).map_or(0, |call| call.start())];
    let line = before.rsplit('\n').next().unwrap_or("");
    if line.match_indices("//").any(|(at, _)| !line[..at].ends_with([':', '"', '\''])) {
        return !line.contains("-->");
    }
    let open = before.rfind("<!--").filter(|at| !before[*at..].contains("-->"));
    open.is_some_and(|at| before[at..].to_ascii_lowercase().contains("<script"))
}

/// Whether the address is that of a further page.
fn is_later(url: &Url, stem: &str) -> bool {
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let name = url.path().rsplit('/').next().unwrap_or("");
    name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let page = ListPage { url: &url, form: None, text: script, media_type: "text/html", permits: None };
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
    fn a_page_full_of_calls_is_read_in_a_moment() {
        let calls: String =
            (0..20_000).map(|n| format!("createPageHTML(v{n},w{n},'index','html');")).collect();
        check(&format!("<!-- <script>{calls}"), &[]);
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
    fn calls_are_spelled_in_many_ways() {
        for script in [
            "createPageHTML1(2, 0, 'index', 'html')",
            "create_page_html(2, 0, 'index', 'html')",
            "createPageHTMLNew(\"2\",\"0\",\n\"index\",\"html\",20);",
            "createPageHTML(2,0,&quot;index&quot;,&quot;html&quot;)",
            "createPageHTML(2,0,'./index','.html')",
            "createPageHTML('pages',2,0,'index','html',20)",
            "var countPage = 2; var currentPage=0; createPageHTML(countPage, currentPage, 'index', 'html')",
            "var countPage = 2//all\nif(countPage>1)document.write(\"<a href=\\\"index\"+\"_\" + nextPage + \".\"+\"html\\\">\")",
            "//createPageHTML(9,0,'old','html')\ncreatePageHTML(2,0,'index','html')",
            "<!-- <script>createPageHTML(9,0,'old','html')</script> --><script><!--\ncreatePageHTML(2,0,'index','html')\n//--></script>",
        ] {
            check(script, &["/x/index_1.html"]);
        }
    }

    #[test]
    fn a_count_alone_names_pages_after_the_page_itself() {
        let counted = "<script>var currentPage = 0; var prevPage = currentPage-1; var countPage = 3;</script><script src=p.js></script>";
        check(counted, &["/x/index_1.html", "/x/index_2.html"]);
        let named = |path: &str, text: &str| {
            let url = Url::parse("http://a.gov.cn").unwrap().join(path).unwrap();
            let page = ListPage { url: &url, form: None, text, media_type: "text/html", permits: None };
            let next = pages(&page).map(|listing| listing.next).unwrap_or_default();
            next.iter().map(|next| next.url.path().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(named("/x/zbgg.shtml", counted), ["/x/zbgg_1.shtml", "/x/zbgg_2.shtml"]);
        let later = counted.replace("currentPage = 0", "currentPage = 1");
        assert_eq!(named("/x/index_1.html", &later), ["/x/index_1.html", "/x/index_2.html"]);
        assert_eq!(named("/x/list.html", &later), [""; 0], "it is called otherwise");
        check("var countPage = 3;", &[]);
    }

    #[test]
    fn a_later_page_names_no_page_behind_the_last() {
        let url = Url::parse("http://a.gov.cn/x/index_2.html").unwrap();
        let text = "createPageHTML('pages',4,2,'index','html',20)";
        let listing =
            pages(&ListPage { url: &url, form: None, text, media_type: "", permits: None }).unwrap();
        assert_eq!(listing.next.last().map(|next| next.url.path()), Some("/x/index_3.html"));
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
        let listing =
            pages(&ListPage { url: &url, form: None, text, media_type: "", permits: None }).unwrap();
        assert_eq!(listing.next.len(), MOST_PAGES as usize - 1);
    }
}
