//! Addresses: one canonical spelling for each, one key for comparing, and what the address alone tells about the page.

mod family;
mod registered;
mod role;
#[cfg(test)]
mod shared_cases;
mod standing;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

pub use crate::address::family::Address;
pub use crate::address::family::Cms;
pub use crate::address::family::family;
pub(crate) use crate::address::registered::registered;
pub(crate) use crate::address::standing::is_error_page;
pub(crate) use crate::address::standing::is_front_page;
pub(crate) use crate::address::standing::is_login;

/// Reads an address as a page writes it, against the page's own address and without a name and password; none for scripts, mail
/// and nonsense.
pub fn join(base: &Url, written: &str) -> Option<Url> {
    let written = written.trim();
    if written.is_empty() || written.starts_with('#') {
        return None;
    }
    let url = base.join(written).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| without_credentials(url))
}

/// The canonical spelling of an address, under which it is stored.
///
/// Out go fragments, credentials, default ports, session ids, trackers and cache busters, and everything that says only
/// how the reader came there. `/gate/big5/HOST/` gateways give way to the host behind them. Percent-encoding is written
/// one way. Scheme and `www.` stay as the site gave them, since not every host answers to both.
pub fn canonical(url: &Url) -> Url {
    let mut url = behind_gateway(url);
    url.set_fragment(None);
    url = without_credentials(url);
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_owned) {
        let _ = url.set_host(Some(&host));
    }
    let path = without_session(url.path());
    let path = one_encoding(&path).into_owned();
    url.set_path(&path);
    let query = url.query().map(|query| kept_query(&url, query));
    url.set_query(query.as_deref().filter(|query| !query.is_empty()));
    url
}

/// The key under which the addresses of one page are equal: the canonical address without scheme, `www.`, the ports 80
/// and 443, doubled slashes, `index.html`, and the order of the query.
pub fn identity(url: &Url) -> String {
    let url = canonical(url);
    let host = url.host_str().unwrap_or("");
    let mut key = host.strip_prefix("www.").unwrap_or(host).to_owned();
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        key.push_str(&format!(":{port}"));
    }
    let segments = url.path().split('/').filter(|segment| !segment.is_empty());
    for segment in segments {
        key.push('/');
        key.push_str(segment);
    }
    let last = key.rfind('/').unwrap_or(key.len());
    if matches!(&key[last..], "/index.html" | "/index.htm" | "/index.shtml" | "/index.jhtml") {
        key.truncate(last);
    }
    if let Some(query) = url.query() {
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.sort_unstable();
        key.push('?');
        key.push_str(&pairs.join("&"));
    }
    key
}

/// An address without a name and password: nobody who links to a page has us sign in there.
pub(crate) fn without_credentials(mut url: Url) -> Url {
    // Both fail only on addresses without a host, which carry neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// An address without the session that a server wrote into it, as it is asked for otherwise.
pub(crate) fn sessionless(url: &Url) -> Url {
    let mut url = without_credentials(url.clone());
    let path = without_session(url.path());
    if path != url.path() {
        url.set_path(&path);
    }
    let is_session = |pair: &str| is_session_key(pair.split('=').next().unwrap_or(pair));
    if let Some(query) = url.query().filter(|query| query.split('&').any(is_session)) {
        let kept = query.split('&').filter(|pair| !is_session(pair)).collect::<Vec<_>>().join("&");
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
    url
}

/// Follows `/gate/big5/HOST/PATH` to `HOST/PATH`, at most three deep.
fn behind_gateway(url: &Url) -> Url {
    let mut url = url.clone();
    for _ in 0..3 {
        let Some(behind) =
            url.path().strip_prefix("/gate/big5/").or_else(|| url.path().strip_prefix("/gate/gb/"))
        else {
            break;
        };
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        match Url::parse(&format!("{}://{behind}{query}", url.scheme())) {
            Ok(target) if target.host_str().is_some_and(|host| host.contains('.')) => url = target,
            _ => break,
        }
    }
    url
}

/// Drops `;jsessionid=…` and its like from every segment.
fn without_session(path: &str) -> String {
    let mut kept = String::with_capacity(path.len());
    for (n, segment) in path.split('/').enumerate() {
        if n > 0 {
            kept.push('/');
        }
        for (k, part) in segment.split(';').enumerate() {
            let is_session = k > 0 && is_session_key(part.split('=').next().unwrap_or(""));
            if is_session {
                continue;
            }
            if k > 0 {
                kept.push(';');
            }
            kept.push_str(part);
        }
    }
    kept
}

fn is_session_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    matches!(
        key.as_str(),
        "jsessionid" | "phpsessid" | "sessionid" | "asp.net_sessionid" | "cfid" | "cftoken"
    ) || key.starts_with("aspsessionid")
}

/// Writes percent-encoding one way: upper-case digits, and unreserved characters as themselves.
fn one_encoding(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 3).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(digits) = digits else {
            out.push_str("%25");
            rest = &rest[at + 1..];
            continue;
        };
        match u8::from_str_radix(digits, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push_str(&digits.to_ascii_uppercase());
            }
        }
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The part of a query that says which page is meant.
fn kept_query(url: &Url, query: &str) -> String {
    let names_itself = family::names_itself(url);
    let kept = query.split('&').filter(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = percent_decode_str(key).decode_utf8_lossy().to_ascii_lowercase();
        if key.is_empty() || is_noise(&key, value) {
            return false;
        }
        // `/show/616527.html?type=1` is the same article as without the query: the path names it already.
        !names_itself || family::is_key_of_page(&key)
    });
    kept.map(one_encoding).collect::<Vec<_>>().join("&")
}

/// Whether a pair of a query only tracks the reader or defeats caches.
fn is_noise(key: &str, value: &str) -> bool {
    const TRACKERS: [&str; 20] = [
        "spm",
        "scm",
        "timestamp",
        "_timestamp",
        "_t",
        "_",
        "_dc",
        "rnd",
        "rand",
        "random",
        "nocache",
        "isappinstalled",
        "nsukey",
        "bd_vid",
        "gclid",
        "fbclid",
        "clicktime",
        "enterid",
        "share_token",
        "wxshare_count",
    ];
    if TRACKERS.contains(&key) || key.starts_with("utm_") || is_session_key(key) {
        return true;
    }
    match key {
        "t" | "r" | "v" | "ts" | "time" | "date" | "stamp" => is_buster(value),
        "from" => matches!(value, "timeline" | "singlemessage" | "groupmessage"),
        _ => false,
    }
}

/// Whether a value looks like the time in (milli)seconds or a random fraction.
fn is_buster(value: &str) -> bool {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number && (value.starts_with("0.") || value.len() >= 10 && !is_calendar_hour(value))
}

/// Whether a number begins with a day as calendars have it: 2022010112. The seconds of these years begin with 1.
fn is_calendar_hour(value: &str) -> bool {
    let within = |from: usize, to: usize, bounds: std::ops::RangeInclusive<u32>| {
        value.get(from..to).and_then(|part| part.parse().ok()).is_some_and(|part: u32| bounds.contains(&part))
    };
    within(0, 4, 1900..=2099) && within(4, 6, 1..=12) && within(6, 8, 1..=31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let url = Url::parse(written).unwrap();
        assert_eq!(canonical(&url).as_str(), expected);
        assert_eq!(canonical(&canonical(&url)), canonical(&url), "the canonical spelling is a fixed point");
    }

    #[track_caller]
    fn check_same(one: &str, other: &str) {
        assert_eq!(identity(&Url::parse(one).unwrap()), identity(&Url::parse(other).unwrap()));
    }

    #[test]
    fn noise_goes_and_meaning_stays() {
        check(
            "http://a.gov.cn/x.html;jsessionid=1A2B?spm=1&timestamp=1700000000#top",
            "http://a.gov.cn/x.html",
        );
        check("http://a.gov.cn/x.jsp;JSESSIONID=1?id=5&_t=3", "http://a.gov.cn/x.jsp?id=5");
        check("http://a.gov.cn/view?time=2022010112", "http://a.gov.cn/view?time=2022010112");
        check(
            "http://a.gov.cn/list.do?t=1700000000000&utm_source=w&column=7",
            "http://a.gov.cn/list.do?column=7",
        );
        check("http://a.gov.cn/list.do?t=2", "http://a.gov.cn/list.do?t=2");
        check("http://a.gov.cn/list.do?r=0.8123", "http://a.gov.cn/list.do");
        check("http://a.gov.cn/sites/b/zwinfo.jsp?id=15652", "http://a.gov.cn/sites/b/zwinfo.jsp?id=15652");
    }

    #[test]
    fn a_session_goes_and_nothing_else() {
        for (written, expected) in [
            ("http://a.gov.cn/l.jsp;jsessionid=1?p=2", "http://a.gov.cn/l.jsp?p=2"),
            ("http://a.gov.cn/l;v=1?b=2&PHPSESSID=3&a=%e6", "http://a.gov.cn/l;v=1?b=2&a=%e6"),
            ("http://a.gov.cn/l?sessionid=3", "http://a.gov.cn/l"),
            ("http://a.gov.cn/%7el?t=1700000000000&spm=1", "http://a.gov.cn/%7el?t=1700000000000&spm=1"),
        ] {
            assert_eq!(sessionless(&Url::parse(written).unwrap()).as_str(), expected);
        }
    }

    #[test]
    fn nobody_signs_in_where_a_link_says_so() {
        let base = Url::parse("http://a.gov.cn/").unwrap();
        for written in ["http://u:p@a.gov.cn/x", "//u@a.gov.cn/x", "http://:p@a.gov.cn/x"] {
            let joined = join(&base, written).unwrap();
            assert_eq!(joined.as_str(), "http://a.gov.cn/x", "{written}");
            assert_eq!(sessionless(&base.join(written).unwrap()), joined, "{written}");
        }
        assert_eq!(join(&base, "/x@y").unwrap().as_str(), "http://a.gov.cn/x@y");
    }

    #[test]
    fn a_path_that_names_its_article_needs_no_query() {
        check("https://a.gov.cn/Xx/show/616527.html?type=1", "https://a.gov.cn/Xx/show/616527.html");
        check("https://a.gov.cn/Xx/show/616527.html?page=2", "https://a.gov.cn/Xx/show/616527.html?page=2");
        check(
            "https://a.gov.cn/public/content/381944?from=app&x=1",
            "https://a.gov.cn/public/content/381944",
        );
        check(
            "https://a.gov.cn/article.html?infoid=6d9be085",
            "https://a.gov.cn/article.html?infoid=6d9be085",
        );
    }

    #[test]
    fn one_spelling_of_the_host_and_of_percents() {
        check("HTTP://u:p@A.gov.cn:80/%7ex/%e6%94%bf.html", "http://a.gov.cn/~x/%E6%94%BF.html");
        check("http://a.gov.cn./x/../y/?", "http://a.gov.cn/y/");
        check("http://a.gov.cn/100%.html", "http://a.gov.cn/100%25.html");
        check("http://a.gov.cn:8080/y", "http://a.gov.cn:8080/y");
    }

    #[test]
    fn a_gateway_gives_way_to_the_host_behind_it() {
        check("http://big5.a.gov.cn/gate/big5/www.b.gov.cn/c/d.html", "http://www.b.gov.cn/c/d.html");
        check("http://a.gov.cn/gate/big5/www.b.gov.cn/c?id=1", "http://www.b.gov.cn/c?id=1");
        check("http://a.gov.cn/gate/big5/", "http://a.gov.cn/gate/big5/");
    }

    #[test]
    fn one_page_has_one_identity() {
        check_same("http://www.a.gov.cn/x/", "https://a.gov.cn/x/index.html");
        check_same("http://a.gov.cn/x?b=1&a=2", "http://a.gov.cn//x?a=2&b=1");
        check_same("http://a.gov.cn:443/x", "https://a.gov.cn:443/x");
        check_same("https://a.gov.cn/gate/big5/www.a.gov.cn/x.html", "http://a.gov.cn/x.html");
        let (one, other) = ("http://a.gov.cn:8080/x", "http://a.gov.cn/x");
        assert_ne!(identity(&Url::parse(one).unwrap()), identity(&Url::parse(other).unwrap()));
    }

    #[test]
    fn scripts_and_mail_are_no_addresses() {
        let base = Url::parse("http://a.gov.cn/b/").unwrap();
        for written in ["javascript:void(0)", "mailto:a@b.cn", "#", "", "  ", "http://", "tel:12345"] {
            assert_eq!(join(&base, written), None, "{written:?}");
        }
        assert_eq!(join(&base, " ./c.html\n").unwrap().as_str(), "http://a.gov.cn/b/c.html");
    }
}
