//! Cookies of a source that asks for them: what hosts set goes in, what is sent back comes out. Kept for one crawl.
//!
//! Written by hand so that the request in the evidence shows what was sent. A cookie goes back as RFC 6265 has it: to the host that
//! set it, or below the domain that it was set for; below its path; and only over TLS where it says so.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderValue;
use reqwest::header::SET_COOKIE;
use url::Url;

use crate::address;
use crate::fetch::cookie_date;
use crate::fetch::pace::lock;
use crate::source::host_and_port;

/// The most cookies that a host may set.
const MOST: usize = 50;

/// The cookies of all sources of a crawl that ask for them.
#[derive(Debug, Default)]
pub(crate) struct Cookies {
    kept: Mutex<HashMap<String, Vec<Cookie>>>,
}

/// A cookie that a host has set.
#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    /// The host that set it.
    host: String,
    /// The domain that it was set for, when it was set for more than its host.
    domain: Option<String>,
    path: String,
    is_secure: bool,
}

impl Cookie {
    fn goes_to(&self, url: &Url) -> bool {
        let is_there = match &self.domain {
            Some(domain) => is_in_domain(url, domain),
            None => self.host == host_and_port(url),
        };
        is_there && (!self.is_secure || url.scheme() == "https") && is_below(url.path(), &self.path)
    }

    /// Whether another one takes its place.
    fn is_of_one_place_with(&self, other: &Cookie) -> bool {
        let place = |cookie: &Cookie| cookie.domain.clone().unwrap_or_else(|| cookie.host.clone());
        self.name == other.name && self.path == other.path && place(self) == place(other)
    }
}

impl Cookies {
    /// Returns what to send to an address on behalf of a source: cookies of longer paths first, as they were set among equals.
    pub(crate) fn header(&self, source: &str, url: &Url) -> Option<HeaderValue> {
        let kept = lock(&self.kept);
        let mut cookies: Vec<&Cookie> =
            kept.get(source)?.iter().filter(|cookie| cookie.goes_to(url)).collect();
        if cookies.is_empty() {
            return None;
        }
        cookies.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> =
            cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        HeaderValue::from_str(&pairs.join("; ")).ok()
    }

    /// Keeps what an answer from an address set.
    pub(crate) fn keep(&self, source: &str, url: &Url, headers: &HeaderMap, now: Timestamp) {
        let mut kept = lock(&self.kept);
        let cookies = kept.entry(source.to_owned()).or_default();
        for line in headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let Some((cookie, is_over)) = read(line, url, now) else { continue };
            let at = cookies.iter().position(|old| old.is_of_one_place_with(&cookie));
            let has_room = || cookies.iter().filter(|old| old.host == cookie.host).count() < MOST;
            match at {
                Some(at) if is_over => drop(cookies.remove(at)),
                Some(at) => cookies[at] = cookie,
                None if !is_over && has_room() => cookies.push(cookie),
                None => {}
            }
        }
    }
}

/// Reads one line, and tells whether it only has a cookie forgotten; none where a host may not set it. An attribute that is given
/// twice counts as it is given last, and `Max-Age` before `Expires`.
fn read(line: &str, url: &Url, now: Timestamp) -> Option<(Cookie, bool)> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
    let (mut path, mut domain, mut is_secure) = (None, None, false);
    let (mut is_aged, mut is_expired) = (None, false);
    for part in parts {
        let (attribute, given) = part.split_once('=').unwrap_or((part, ""));
        let given = given.trim();
        match attribute.trim().to_ascii_lowercase().as_str() {
            "path" => path = Some(given).filter(|given| given.starts_with('/')).map(str::to_owned),
            "domain" => domain = Some(given.trim_start_matches('.').to_ascii_lowercase()),
            "secure" => is_secure = true,
            "max-age" => is_aged = given.parse().ok().map(|age: i64| age <= 0).or(is_aged),
            "expires" => is_expired = cookie_date::parse(given).is_some_and(|expires| expires <= now),
            _ => {}
        }
    }
    let domain = domain.filter(|domain| !domain.is_empty() && url.host_str() != Some(domain.as_str()));
    let may_set = domain.as_ref().is_none_or(|domain| is_in_domain(url, domain) && !is_shared(domain, url));
    if name.is_empty() || !may_set || is_secure && url.scheme() != "https" {
        return None;
    }
    let is_over = is_aged.unwrap_or(is_expired) || value.is_empty();
    let path = path.unwrap_or_else(|| default_path(url).to_owned());
    Some((Cookie { name, value, host: host_and_port(url), domain, path, is_secure }, is_over))
}

/// The folder of an address, for which a cookie without a path is set.
fn default_path(url: &Url) -> &str {
    match url.path().rfind('/') {
        None | Some(0) => "/",
        Some(end) => &url.path()[..end],
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    let behind = path.strip_prefix(folder);
    behind.is_some_and(|rest| rest.is_empty() || folder.ends_with('/') || rest.starts_with('/'))
}

/// Whether a host bears the name of a domain or lies below it; a number lies below none.
fn is_in_domain(url: &Url, domain: &str) -> bool {
    let Some(host) = url.domain() else { return false };
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a domain is above what was registered, so that others than the host's own site lie below it.
fn is_shared(domain: &str, url: &Url) -> bool {
    let registered = url.domain().map_or("", address::registered);
    !(domain == registered || domain.ends_with(&format!(".{registered}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().unwrap()
    }

    fn set(cookies: &Cookies, source: &str, from: &str, lines: &[&str]) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(SET_COOKIE, HeaderValue::from_str(line).unwrap());
        }
        cookies.keep(source, &Url::parse(from).unwrap(), &headers, now());
    }

    fn sent(cookies: &Cookies, source: &str, to: &str) -> String {
        let header = cookies.header(source, &Url::parse(to).unwrap());
        header.map(|header| header.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// What one line, set at an address, sends to another.
    #[track_caller]
    fn check(line: &str, from: &str, to: &str, expected: &str) {
        let cookies = Cookies::default();
        set(&cookies, "s", from, &[line]);
        assert_eq!(sent(&cookies, "s", to), expected, "{line} from {from} to {to}");
    }

    #[test]
    fn a_host_gets_back_what_it_set_for_the_same_source() {
        let cookies = Cookies::default();
        set(&cookies, "s", "http://a/x/", &["id=1; Path=/; HttpOnly", "lang = zh ; path=/", "broken", "=x"]);
        assert_eq!(sent(&cookies, "s", "http://a/"), "id=1; lang=zh");
        assert_eq!((sent(&cookies, "s", "http://b/"), sent(&cookies, "t", "http://a/")), <_>::default());
        set(&cookies, "s", "http://a/y", &["id=2", "lang=x; Path=/; Max-Age=0"]);
        assert_eq!(sent(&cookies, "s", "http://a/y"), "id=2", "one of the same name, path and host is one");
    }

    #[test]
    fn a_cookie_goes_back_where_it_was_set_for_and_nowhere_else() {
        let (page, other) = ("http://a.gov.cn/c/1.html", "http://a.gov.cn/other/2.html");
        for (line, to, expected) in [
            ("a=1; Path=/other", page, ""),
            ("a=1; Path=/other", other, "a=1"),
            ("a=1; Path=/oth", other, ""),
            ("a=1", page, "a=1"),
            ("a=1", other, ""),
            ("a=1; Path=/", other, "a=1"),
            ("a=1; Path=", page, "a=1"),
            ("a=1; Path=/; Secure", other, ""),
            ("a=1; Path=/", "http://www.a.gov.cn/", ""),
            ("a=1; Path=/", "http://a.gov.cn:8080/", ""),
            ("a=1; Path=/; Domain=a.gov.cn", "http://b.a.gov.cn/", ""),
            ("a=1; Path=/; Domain=.example.com", page, ""),
            ("a=1; Path=/; Domain=gov.cn", page, ""),
        ] {
            check(line, page, to, expected);
        }
        let deep = "https://www.a.gov.cn/";
        for (line, to, expected) in [
            ("a=1; Secure", "https://www.a.gov.cn/x", "a=1"),
            ("a=1; Secure", "http://www.a.gov.cn/x", ""),
            ("a=1; Domain=.a.gov.cn", "http://b.a.gov.cn/", "a=1"),
            ("a=1; Domain=A.gov.cn", "http://a.gov.cn/", "a=1"),
            ("a=1; Domain=a.gov.cn", "http://ba.gov.cn/", ""),
            ("a=1; Domain=b.a.gov.cn", "http://b.a.gov.cn/", ""),
            ("a=1; Domain=gov.cn", "http://b.gov.cn/", ""),
            ("a=1; Domain=cn", "http://b.cn/", ""),
        ] {
            check(line, deep, to, expected);
        }
        check("a=1; Domain=.0.0.1", "http://127.0.0.1/", "http://127.0.0.1/", "");
        check("a=1; Domain=127.0.0.1", "http://127.0.0.1/", "http://127.0.0.1/", "a=1");
    }

    #[test]
    fn a_cookie_that_is_over_is_forgotten() {
        for (line, expected) in [
            ("a=2; Max-Age=0", ""),
            ("a=2; Max-Age=-1", ""),
            ("a=2; Max-Age=60", "a=2"),
            ("a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ""),
            ("a=2; expires=Thursday, 01-Jan-70 00:00:00 GMT", ""),
            ("a=2; Expires=Fri, 01 Jan 2027 00:00:00 GMT", "a=2"),
            ("a=2; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=2"),
            ("a=2; Expires=Thu, 01-Jan-1970 00:00:01 GMT", ""),
            ("a=2; Expires=soon", "a=2"),
            ("a=", ""),
            ("a=2; Max-Age=0; Path=/x", "a=1"),
        ] {
            let cookies = Cookies::default();
            set(&cookies, "s", "http://a/", &["a=1", line]);
            assert_eq!(sent(&cookies, "s", "http://a/"), expected, "{line}");
        }
    }
}
