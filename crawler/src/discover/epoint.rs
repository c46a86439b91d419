//! A page of an Epoint site goes in, whose script posts JSON for its rows; the first request for them comes out.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::address;
use crate::discover::Dialect;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::literal;

/// How far behind the address of a call what it sends may stand, in bytes.
const REACH: usize = 4_000;

/// The first page: it holds no rows itself, but the address that it asks, and the literal that it sends.
pub(crate) fn first_page(page: &ListPage<'_>) -> Option<Listing> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"["'`]([^"'`\s]{0,300}/getFullTextDataNew)["'`]"#)
            .expect("the pattern is a constant that the tests compile")
    });
    for call in CALL.captures_iter(page.text) {
        let (Some(whole), Some(url)) = (call.get(0), address::join(page.url, &call[1])) else { continue };
        // A literal may be put into a variable ahead of the call.
        let from = floor(page.text, whole.start().saturating_sub(REACH));
        let to = floor(page.text, (whole.end() + REACH).min(page.text.len()));
        if let Some(sent) =
            sent(&page.text[whole.end()..to]).or_else(|| sent(&page.text[from..whole.start()]))
        {
            let next = vec![ListRequest { url, form: Some(vec![(String::new(), sent.to_string())]) }];
            return Some(Listing { next, dialect: Dialect::Epoint, ..Listing::default() });
        }
    }
    None
}

/// The first literal that says from which row on rows are wanted, counted from the first.
fn sent(script: &str) -> Option<Value> {
    let braces = script.match_indices('{').map(|(at, _)| &script[at..]);
    let mut literals = braces.filter_map(literal::object).filter(|inside| inside.contains("pn"));
    literals.find_map(|inside| {
        let mut value = literal::json(inside)?;
        let from = value.as_object_mut()?.get_mut("pn")?;
        let is_number = from.is_u64() || from.as_str().is_some_and(|from| from.parse::<u64>().is_ok());
        *from = 0.into();
        is_number.then_some(value)
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[track_caller]
    fn check(html: &str, expected: Option<&str>) {
        let url = Url::parse("http://a.gov.cn/zfxxgk/list.html").unwrap();
        let page = ListPage { url: &url, form: None, text: html, media_type: "text/html", permits: None };
        let found = first_page(&page).map(|listing| {
            let next = &listing.next[0];
            format!("{} {}", next.url, next.form.as_ref().map_or("", |form| form[0].1.as_str()))
        });
        assert_eq!(found.as_deref(), expected, "{html}");
    }

    #[test]
    fn a_page_posts_what_its_script_says() {
        let at = "http://a.gov.cn/s/rest/getFullTextDataNew";
        let expected = format!(r#"{at} {{"cnum":"001","pn":0,"rn":4}}"#);
        for script in [
            r#"$.ajax({url:'/s/rest/getFullTextDataNew',type:'post',data:JSON.stringify({"pn":0,"rn":4,"cnum":"001"}),success:function(r){}});"#,
            "var d = {pn: 0, rn: 4, cnum: '001'}; post(\"/s/rest/getFullTextDataNew\", JSON.stringify(d));",
        ] {
            check(&format!("<ul></ul><script>{script}</script>"), Some(&expected));
        }
        check("<script>$.ajax({url:'/s/rest/getFullTextDataNew',data:{pn:n*rn,rn:rn}});</script>", None);
        check("<script>$.ajax({url:'/s/rest/other',data:{pn:0,rn:4}});</script>", None);
        check("正文说到 getFullTextDataNew {\"pn\":0}", None);
    }
}
