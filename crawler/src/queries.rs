//! A decoded page and its encoding in; the page out with the queries of its links as they are asked for.
//!
//! The URL standard has the path of a link in UTF-8 and its query in the encoding of the page it stands in; sites whose pages are
//! in GBK look for GBK there. In pages in UTF-8 nothing changes.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use regex::Captures;
use regex::Regex;

/// Writes the queries in all `href` of a page in its encoding.
pub(crate) fn of_links<'a>(page: &'a str, encoding: &'static Encoding) -> Cow<'a, str> {
    static HREF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(\bhref\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)"#)
            .expect("the pattern is a constant that the tests compile")
    });
    if encoding == UTF_8 || page.is_ascii() {
        return Cow::Borrowed(page);
    }
    HREF.replace_all(page, |found: &Captures<'_>| format!("{}{}", &found[1], of_address(&found[2], encoding)))
}

/// Writes the query of an address in the encoding of the page that names it; what that does not hold becomes a character
/// reference, as the standard says.
pub(crate) fn of_address<'a>(written: &'a str, encoding: &'static Encoding) -> Cow<'a, str> {
    let begins = written.trim_start_matches(['"', '\'']).trim_start();
    let is_script = begins.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
    let Some(from) = written.find('?').filter(|_| encoding != UTF_8 && !is_script && !written.is_ascii())
    else {
        return Cow::Borrowed(written);
    };
    let query = &written[from..];
    // In `&#27861;` it is no fragment that begins.
    let ends = query.match_indices('#').map(|(at, _)| at).find(|at| !query[..*at].ends_with('&'));
    let (query, fragment) = query.split_at(ends.unwrap_or(query.len()));
    let mut out = written[..from].to_owned();
    for character in query.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        let (mut one, mut code) = ([0; 4], String::new());
        let (bytes, _, is_missing) = encoding.encode(character.encode_utf8(&mut one));
        for byte in bytes.iter() {
            // Writing to a string cannot fail.
            let _ = if byte.is_ascii() {
                code.write_char(char::from(*byte))
            } else {
                write!(code, "%{byte:02X}")
            };
        }
        if is_missing {
            code = format!("%26%23{}%3B", u32::from(character));
        }
        out.push_str(&code);
    }
    out.push_str(fragment);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;
    use encoding_rs::GBK;

    use super::*;

    #[track_caller]
    fn check(page: &str, encoding: &'static Encoding, expected: &str) {
        assert_eq!(of_links(page, encoding), expected);
    }

    #[test]
    fn the_query_of_a_link_is_in_the_encoding_of_its_page() {
        let link = "<a href=\"/法/show.asp?t=法治&amp;n=1#治\">法?治</a>";
        check(link, GBK, "<a href=\"/法/show.asp?t=%B7%A8%D6%CE&amp;n=1#治\">法?治</a>");
        check(link, UTF_8, link);
        check("<A HREF = '?t=法'>", GBK, "<A HREF = '?t=%B7%A8'>");
        check("<a href=?t=法 class=法>法", GBK, "<a href=?t=%B7%A8 class=法>法");
        check("<a href='?t=丂'>", GBK, "<a href='?t=%81@'>");
        check("<a href='?t=&#27861;法'>", GBK, "<a href='?t=&#27861;%B7%A8'>");
    }

    #[test]
    fn what_the_encoding_does_not_hold_becomes_a_reference() {
        check("<a href='?t=㐀法'>", GBK, "<a href='?t=%26%2313312%3B%B7%A8'>");
        check("<a href='?t=㐀'>", GB18030, "<a href='?t=%819%EE9'>");
    }

    #[test]
    fn other_parts_of_a_page_stay() {
        for page in [
            "<a href='/法治.html'>有?无</a>",
            "<a href=\"javascript:go('?t=法')\">法</a>",
            "<a title='?法' href='/a?b=c'>法</a>",
            "<form action='?t=法'>",
        ] {
            check(page, GBK, page);
        }
    }
}
