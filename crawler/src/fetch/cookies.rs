//! Cookies of a source that asks for them: what hosts set goes in, what is sent back comes out. Kept for one crawl.
//!
//! Written by hand so that the request in the evidence shows what was sent. Every cookie counts as one of its host's
//! session; one that is set with an empty value, or with an age of nothing, is forgotten.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Mutex;

use reqwest::header::HeaderMap;
use reqwest::header::HeaderValue;
use reqwest::header::SET_COOKIE;

use crate::fetch::pace::lock;

/// The most cookies that a host may set.
const MOST: usize = 50;

/// The cookies of all sources of a crawl that ask for them.
#[derive(Debug, Default)]
pub(crate) struct Cookies {
    kept: Mutex<HashMap<(String, String), BTreeMap<String, String>>>,
}

impl Cookies {
    /// Returns what to send to a host on behalf of a source.
    pub(crate) fn header(&self, source: &str, host: &str) -> Option<HeaderValue> {
        let kept = lock(&self.kept);
        let cookies =
            kept.get(&(source.to_owned(), host.to_owned())).filter(|cookies| !cookies.is_empty())?;
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        HeaderValue::from_str(&pairs.join("; ")).ok()
    }

    /// Keeps what a host set.
    pub(crate) fn keep(&self, source: &str, host: &str, headers: &HeaderMap) {
        let mut kept = lock(&self.kept);
        for set in headers.get_all(SET_COOKIE).iter().filter_map(|set| set.to_str().ok()) {
            let mut parts = set.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            let is_over = parts.any(|part| {
                let age = part
                    .trim()
                    .to_ascii_lowercase()
                    .strip_prefix("max-age=")
                    .and_then(|age| age.parse().ok());
                age.is_some_and(|age: i64| age <= 0)
            });
            let cookies = kept.entry((source.to_owned(), host.to_owned())).or_default();
            if is_over || value.is_empty() {
                cookies.remove(&name);
            } else if cookies.len() < MOST || cookies.contains_key(&name) {
                cookies.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_gets_back_what_it_set_for_the_same_source() {
        let cookies = Cookies::default();
        let set = |lines: &[&str]| {
            let lines = lines.iter().map(|line| (SET_COOKIE, HeaderValue::from_str(line).unwrap()));
            lines.fold(HeaderMap::new(), |mut headers, (name, value)| {
                headers.append(name, value);
                headers
            })
        };
        let sent = |source: &str, host: &str| {
            cookies.header(source, host).map(|header| header.to_str().unwrap().to_owned())
        };
        cookies.keep("s", "a", &set(&["id=1; Path=/; HttpOnly", "lang = zh ", "broken"]));
        assert_eq!(sent("s", "a").as_deref(), Some("id=1; lang=zh"));
        assert_eq!((sent("s", "b"), sent("t", "a")), (None, None));
        cookies.keep("s", "a", &set(&["id=2", "lang=x; Max-Age=0"]));
        assert_eq!(sent("s", "a").as_deref(), Some("id=2"));
    }
}
