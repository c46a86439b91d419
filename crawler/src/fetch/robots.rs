//! The robots.txt of each site of a run (RFC 9309): asked once, believed for a day.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use robotxt::Robots;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use crate::fetch::http::Failure;
use crate::fetch::pace::lock;

/// As much of a robots.txt as is read; RFC 9309 asks for at least 500 KiB.
pub(crate) const ROBOTS_CAP: u64 = 512 * 1024;

/// How long a robots.txt that could not be had keeps its site closed before it is asked for again.
const RETRY_AFTER: Duration = Duration::from_secs(600);

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

/// One site's answer and how long it is believed.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) access: Access,
    until: Instant,
}

impl Known {
    /// Keeps what was found for `lifetime`, and for less where it was a failure.
    pub(crate) fn new(access: Access, lifetime: Duration) -> Self {
        let lifetime = match access {
            Access::Rules(_) => lifetime,
            Access::Denied(_) | Access::Unreachable(_) => lifetime.min(RETRY_AFTER),
        };
        Known { access, until: Instant::now() + lifetime }
    }
}

/// All sites of a run. Each cell is filled by the first who needs it, while the others wait.
#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    sites: Mutex<HashMap<String, Arc<OnceCell<Known>>>>,
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
}

/// Reads the answer to a request for robots.txt.
pub(crate) fn read(status: u16, body: &[u8], name: &str) -> Access {
    match status {
        200..=299 => Access::Rules(Robots::parse(body, name)),
        // A server that asks us to slow down has not said that there are no rules.
        429 => Access::Denied("its server answers 429".to_owned()),
        // Redirects that lead nowhere count like 4xx: there is no robots.txt.
        300..=499 => Access::Rules(Robots::allow_all()),
        _ => Access::Denied(format!("its server answers {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, path: &str, expected: bool) {
        let allowed = match read(status, body.as_bytes(), "gongbao") {
            Access::Rules(rules) => rules.is_allowed(path),
            Access::Denied(_) | Access::Unreachable(_) => false,
        };
        assert_eq!(allowed, expected, "{status} {body:?} {path}");
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
    }

    #[test]
    fn no_robots_allows_and_a_broken_server_denies() {
        for status in [400, 401, 403, 404, 410, 301] {
            check(status, "User-agent: *\nDisallow: /", "/", true);
        }
        for status in [500, 502, 503, 521, 429] {
            check(status, "", "/", false);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn rules_are_believed_for_a_day_and_failures_for_minutes() {
        let (cache, site) = (RobotsCache::default(), Url::parse("http://a.gov.cn/x").unwrap());
        let day = Duration::from_secs(86400);
        let set = |access| cache.cell(&site).set(Known::new(access, day)).unwrap();
        set(Access::Rules(Robots::allow_all()));
        tokio::time::advance(day / 2).await;
        assert!(cache.cell(&site).initialized());
        tokio::time::advance(day).await;
        assert!(!cache.cell(&site).initialized());
        set(Access::Denied(String::new()));
        tokio::time::advance(RETRY_AFTER * 2).await;
        assert!(!cache.cell(&site).initialized());
    }
}
