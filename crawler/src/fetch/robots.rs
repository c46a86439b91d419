//! What a site's robots.txt comes to (RFC 9309): asked once, believed for a day at most, stood in for by its last copy.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use corpus::robots::LONGEST_FRESH;
use corpus::robots::RobotsCopy;
use corpus::visit::Validators;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use jiff::SignedDuration;
use jiff::Timestamp;
use reqwest::header;
use reqwest::header::HeaderMap;
use robotxt::Robots;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use crate::fetch::http::Answered;
use crate::fetch::http::Failure;
use crate::fetch::pace::lock;
use crate::fetch::robots_groups;
use crate::fetch::verdict;

/// As much of a robots.txt as is read; RFC 9309 asks for at least 500 KiB.
pub(crate) const ROBOTS_CAP: u64 = 512 * 1024;

/// How long a robots.txt that could not be had is not asked for again, and one that is to be asked for at once.
const ASK_AGAIN: Duration = Duration::from_secs(600);

/// What a site's robots.txt says to us.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// The rules for our name; empty when the site has no robots.txt.
    Rules(Robots),
    /// The server is there and cannot give its robots.txt: a full disallow.
    Denied(String),
    /// The server cannot be reached; nothing may be fetched, and nothing is said about the site.
    Unreachable(Failure),
}

/// What one request for a robots.txt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Rules, with what to ask with next time, believed for so long.
    Rules(Vec<u8>, Validators, SignedDuration),
    /// There is none.
    Nothing,
    /// It is as it was, and believed for so long.
    Unchanged(SignedDuration),
    /// The server is there and cannot give it.
    Denied(String),
    /// The server cannot be reached.
    Unreachable(Failure),
}

impl Said {
    /// Reads an answer; it can be confirmed next time if it came from the address that is asked first.
    pub(crate) fn read(answered: &Answered, can_be_confirmed: bool) -> Said {
        let (exchange, headers) = (&answered.exchange, &answered.headers);
        match exchange.status {
            // Rules that cannot be read are no permission.
            200..=299 if let Some(encoding) = verdict::undecoded(answered) => Said::Denied(format!(
                "its server answers in the encoding {encoding:?}, which was not asked for"
            )),
            200..=299 => {
                let validators =
                    if can_be_confirmed { verdict::validators(headers) } else { Validators::default() };
                Said::Rules(exchange.body.start().to_vec(), validators, lifetime(headers))
            }
            304 => Said::Unchanged(lifetime(headers)),
            // A server that asks us to slow down has not said that there are no rules.
            429 => Said::Denied("its server answers 429".to_owned()),
            // Redirects that lead nowhere count like 4xx: there is no robots.txt.
            300..=499 => Said::Nothing,
            status => Said::Denied(format!("its server answers {status}")),
        }
    }

    /// Tells whether the site answers at all.
    pub(crate) fn is_answer(&self) -> bool {
        !matches!(self, Said::Denied(_) | Said::Unreachable(_))
    }

    /// Adds it to what is known of the site.
    pub(crate) fn take_over(&self, copy: &mut RobotsCopy, now: Timestamp) {
        match self {
            Said::Rules(rules, validators, fresh) => {
                copy.answered(Some(rules.clone()), validators.clone(), now, *fresh);
            }
            Said::Unchanged(fresh) if copy.rules.is_some() => copy.confirm(now, *fresh),
            Said::Nothing | Said::Unchanged(_) => {
                copy.answered(None, Validators::default(), now, LONGEST_FRESH);
            }
            Said::Denied(why) => copy.lose(now, why),
            Said::Unreachable(failure) => copy.lose(now, failure.why()),
        }
    }
}

/// How long an answer is believed: as long as its `Cache-Control` says, or a day.
fn lifetime(headers: &HeaderMap) -> SignedDuration {
    let written = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut lifetime = LONGEST_FRESH;
    for directive in written.flat_map(|value| value.split(',')) {
        let directive = directive.trim().to_ascii_lowercase();
        if directive == "no-cache" || directive == "no-store" {
            return SignedDuration::ZERO;
        }
        let seconds = directive.strip_prefix("max-age=").map(|seconds| seconds.trim_matches('"').parse());
        if let Some(Ok(seconds)) = seconds {
            lifetime = lifetime.min(SignedDuration::from_secs(seconds));
        }
    }
    lifetime
}

/// One site's rules and how long they are gone by without a look at the clock.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) access: Access,
    until: Instant,
}

impl Known {
    /// Goes by what is known of a site, when that is still believed.
    pub(crate) fn fresh(copy: &RobotsCopy, now: Timestamp, name: &str) -> Option<Known> {
        copy.fresh_for(now).map(|_| Known::new(copy, now, name, None))
    }

    /// Goes by what was asked just now.
    pub(crate) fn asked(copy: &RobotsCopy, said: &Said, now: Timestamp, name: &str) -> Known {
        let failure = match said {
            Said::Unreachable(failure) => Some(failure.clone()),
            _ => None,
        };
        Known::new(copy, now, name, failure)
    }

    fn new(copy: &RobotsCopy, now: Timestamp, name: &str, failure: Option<Failure>) -> Known {
        let access = match (&copy.rules, copy.unreachable_since, failure) {
            (Some(rules), _, _) if copy.stands_in(now) => {
                Access::Rules(Robots::parse(&robots_groups::written_out(&in_utf_8(rules)), name))
            }
            (_, None, _) => Access::Rules(Robots::allow_all()),
            (_, Some(_), Some(failure)) => Access::Unreachable(failure),
            (_, Some(since), None) => {
                let why = copy.why.as_deref().unwrap_or_default();
                Access::Denied(format!("{why}, since {}", since.strftime("%Y-%m-%d %H:%M UTC")))
            }
        };
        let fresh = copy.fresh_for(now).and_then(|left| Duration::try_from(left).ok()).unwrap_or_default();
        Known { access, until: Instant::now() + fresh.max(ASK_AGAIN) }
    }
}

/// Rules that begin with a byte order mark, in UTF-8 and without it: some editors save a robots.txt as UTF-16.
fn in_utf_8(rules: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(rules) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            let (text, _) = encoding.decode_without_bom_handling(&rules[mark..]);
            Cow::Owned(text.into_owned().into_bytes())
        }
        Some((_, mark)) => Cow::Borrowed(&rules[mark..]),
        None => Cow::Borrowed(rules),
    }
}

/// All sites of a run. Each cell is filled by the first who needs it, while the others wait.
#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    sites: Mutex<HashMap<String, Arc<OnceCell<Known>>>>,
    copies: Mutex<HashMap<String, RobotsCopy>>,
    /// What was learned and is not kept yet, by site.
    learned: Mutex<BTreeMap<String, RobotsCopy>>,
}

impl RobotsCache {
    /// The cell of a site, new or fresh enough.
    pub(crate) fn cell(&self, site: &Url) -> Arc<OnceCell<Known>> {
        let origin = site.origin().ascii_serialization();
        let mut sites = lock(&self.sites);
        let stale =
            sites.get(&origin).and_then(|cell| cell.get()).is_some_and(|known| known.until <= Instant::now());
        if stale {
            sites.remove(&origin);
        }
        Arc::clone(sites.entry(origin).or_default())
    }

    /// Takes over what an earlier crawl learned of a site, unless this one knows better.
    pub(crate) fn remember(&self, copy: RobotsCopy) {
        lock(&self.copies).entry(copy.site.clone()).or_insert(copy);
    }

    /// Returns what is known of a site.
    pub(crate) fn copy(&self, site: &Url) -> RobotsCopy {
        let origin = site.origin().ascii_serialization();
        let known = lock(&self.copies).get(&origin).cloned();
        known.unwrap_or_else(|| RobotsCopy::unknown(&origin))
    }

    /// Notes what was learned of a site.
    pub(crate) fn learn(&self, copy: RobotsCopy) {
        lock(&self.copies).insert(copy.site.clone(), copy.clone());
        lock(&self.learned).insert(copy.site.clone(), copy);
    }

    /// Hands over what was learned since this was asked last.
    pub(crate) fn take_learned(&self) -> Vec<RobotsCopy> {
        std::mem::take(&mut *lock(&self.learned)).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::fetch::tests;

    use super::*;

    const SITE: &str = "http://a.gov.cn";

    fn said(status: u16, headers: &[(&'static str, &str)], body: &str) -> Said {
        Said::read(&tests::answered(SITE, status, headers, body), true)
    }

    /// Goes by an answer that was taken over on the given day, after an earlier copy or none.
    fn access(earlier: Option<&RobotsCopy>, said: &Said, day: i64) -> (RobotsCopy, Access) {
        let now = Timestamp::from_second(day * 86_400).expect("a small number of days is a time");
        let mut copy = earlier.cloned().unwrap_or_else(|| RobotsCopy::unknown(SITE));
        said.take_over(&mut copy, now);
        let known = Known::asked(&copy, said, now, "gongbao");
        (copy, known.access)
    }

    fn allows(access: &Access, path: &str) -> bool {
        matches!(access, Access::Rules(rules) if rules.is_allowed(path))
    }

    #[track_caller]
    fn check(status: u16, body: &str, path: &str, expected: bool) {
        let (_, access) = access(None, &said(status, &[], body), 0);
        assert_eq!(allows(&access, path), expected, "{status} {body:?} {path}");
    }

    #[test]
    fn the_rules_are_those_of_rfc_9309() {
        let rules =
            "User-agent: *\nDisallow: /\n\nUser-agent: GongBao\nDisallow: /admin/\nAllow: /admin/open/\n";
        check(200, rules, "/x.html", true);
        check(200, rules, "/admin/x.html", false);
        check(200, rules, "/admin/open/x.html", true);
        check(200, "User-agent: *\nDisallow: /*.jsp$\n", "/a/b.jsp", false);
        check(200, "User-agent: *\nDisallow: /*.jsp$\n", "/a/b.jsp?id=1", true);
        check(200, "<html>页面不存在</html>", "/x.html", true);
        let versioned = "User-agent: *\nDisallow: /a/\n\nUser-Agent: Gongbao/1.0\r\nDisallow: /b/\r\n";
        check(200, versioned, "/a/x.html", true);
        check(200, versioned, "/b/x.html", false);
        let grouped = "User-agent: *\nCrawl-delay: 0.3\nUser-agent: foo\nDisallow: /\n";
        check(200, grouped, "/x.html", false);
    }

    #[test]
    fn rules_in_an_encoding_that_was_not_asked_for_deny() {
        let packed = said(200, &[("content-encoding", "deflate")], "x");
        let (copy, access) = access(None, &packed, 0);
        assert!(matches!(access, Access::Denied(_)), "{access:?}");
        assert_eq!(copy.rules, None);
    }

    #[test]
    fn rules_may_begin_with_a_byte_order_mark() {
        let rules = "User-agent: Gongbao/1.0\r\nDisallow: /b/\r\n";
        let little = rules.encode_utf16().flat_map(u16::to_le_bytes);
        let big = rules.encode_utf16().flat_map(u16::to_be_bytes);
        for bytes in [
            [0xFF, 0xFE].into_iter().chain(little).collect::<Vec<u8>>(),
            [0xFE, 0xFF].into_iter().chain(big).collect(),
            format!("\u{FEFF}{rules}").into_bytes(),
        ] {
            let mut copy = RobotsCopy::unknown(SITE);
            let said = Said::Rules(bytes, Validators::default(), LONGEST_FRESH);
            said.take_over(&mut copy, Timestamp::UNIX_EPOCH);
            let access = Known::asked(&copy, &said, Timestamp::UNIX_EPOCH, "gongbao").access;
            assert_eq!((allows(&access, "/a/"), allows(&access, "/b/")), (true, false));
        }
    }

    #[test]
    fn no_robots_allows_and_a_broken_server_denies() {
        for status in [400, 401, 403, 404, 410, 301, 304] {
            check(status, "User-agent: *\nDisallow: /", "/", true);
        }
        for status in [500, 502, 503, 521, 429] {
            check(status, "", "/", false);
        }
    }

    #[test]
    fn a_broken_server_leaves_the_last_copy_in_force_for_thirty_days() {
        let (copy, _) = access(None, &said(200, &[("etag", "\"1\"")], "User-agent: *\nDisallow: /b"), 0);
        let gone = Said::Unreachable(Failure::Transient("cannot connect".to_owned()));
        for trouble in [said(503, &[], ""), gone] {
            let (since, first) = access(Some(&copy), &trouble, 1);
            assert_eq!((allows(&first, "/a"), allows(&first, "/b")), (true, false), "{trouble:?}");
            let (_, last) = access(Some(&since), &trouble, 31);
            assert!(allows(&last, "/a"));
            let (_, over) = access(Some(&since), &trouble, 32);
            assert!(!allows(&over, "/a"), "{trouble:?}");
            let (back, again) = access(Some(&since), &said(304, &[], ""), 33);
            assert_eq!((allows(&again, "/a"), allows(&again, "/b")), (true, false));
            assert_eq!(back.validators.etag.as_deref(), Some("\"1\""), "it is still what to ask with");
        }
    }

    #[test]
    fn a_cache_control_may_only_shorten_the_day() {
        for (written, seconds) in [
            ("max-age=60", 60),
            ("public, Max-Age=\"60\"", 60),
            ("max-age=999999", 86_400),
            ("max-age=soon", 86_400),
            ("s-maxage=5", 86_400),
            ("no-cache", 0),
            ("max-age=60, no-store", 0),
        ] {
            let Said::Rules(_, _, fresh) = said(200, &[("cache-control", written)], "") else {
                panic!("these are rules")
            };
            assert_eq!(fresh.as_secs(), seconds, "{written}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn rules_are_gone_by_for_a_day_and_failures_for_minutes() {
        let (cache, site) = (RobotsCache::default(), Url::parse("http://a.gov.cn/x").unwrap());
        let day = Duration::from_secs(86400);
        let set = |said: &Said| {
            let mut copy = cache.copy(&site);
            said.take_over(&mut copy, Timestamp::UNIX_EPOCH);
            cache.cell(&site).set(Known::asked(&copy, said, Timestamp::UNIX_EPOCH, "gongbao")).unwrap();
        };
        set(&said(200, &[], ""));
        tokio::time::advance(day / 2).await;
        assert!(cache.cell(&site).initialized());
        tokio::time::advance(day).await;
        assert!(!cache.cell(&site).initialized());
        for short in [said(503, &[], ""), said(200, &[("cache-control", "no-cache")], "")] {
            set(&short);
            tokio::time::advance(ASK_AGAIN / 2).await;
            assert!(cache.cell(&site).initialized());
            tokio::time::advance(ASK_AGAIN).await;
            assert!(!cache.cell(&site).initialized());
        }
    }

    #[test]
    fn what_this_crawl_learned_outranks_what_an_earlier_one_did() {
        let (cache, site) = (RobotsCache::default(), Url::parse(SITE).unwrap());
        let (old, _) = access(None, &said(200, &[], "old"), 0);
        let (new, _) = access(None, &said(200, &[], "new"), 1);
        cache.remember(old.clone());
        assert_eq!((cache.copy(&site), cache.take_learned()), (old.clone(), Vec::new()));
        cache.learn(new.clone());
        cache.remember(old);
        assert_eq!((cache.copy(&site), cache.take_learned()), (new.clone(), vec![new]));
        assert_eq!(cache.take_learned(), []);
    }
}
