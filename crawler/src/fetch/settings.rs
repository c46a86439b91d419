//! How we fetch: who we say we are, limits and patience for the whole run, and what one source allows.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use corpus::visit::Validators;
use jiff::Timestamp;
use url::Host;
use url::Url;

/// Limits and manners of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The product in the User-Agent, like `gongbao/0.1.0`; the part before the slash is our name in robots.txt.
    pub product: String,
    /// A mail address or URL of the operator for the User-Agent; without it no public host is asked.
    pub contact: Option<String>,
    /// The largest decoded answer, in bytes.
    pub size_cap: u64,
    /// The folder where large answers are laid aside while they are worked on; the system's own without.
    pub laid_aside: Option<PathBuf>,
    /// Time for DNS, TCP and TLS together.
    pub connect_timeout: Duration,
    /// Time without a byte: for the response head, and between two parts of the body.
    pub idle_timeout: Duration,
    /// Time for one whole exchange.
    pub whole_timeout: Duration,
    /// Redirects followed for one fetch.
    pub redirects: usize,
    /// Further tries after a transient failure.
    pub retries: u32,
    /// The wait before the first further try; doubled each time, with jitter.
    pub first_backoff: Duration,
    /// The longest `Retry-After` that is waited for inside one fetch; a longer one ends the fetch.
    pub longest_retry_after: Duration,
    /// The longest Crawl-delay that is honoured as it stands; a longer one counts as this.
    pub longest_crawl_delay: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            product: concat!("gongbao/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: None,
            size_cap: 20_000_000,
            laid_aside: None,
            connect_timeout: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(30),
            whole_timeout: Duration::from_secs(180),
            redirects: 5,
            retries: 2,
            first_backoff: Duration::from_secs(2),
            longest_retry_after: Duration::from_secs(60),
            longest_crawl_delay: Duration::from_secs(60),
        }
    }
}

/// The clock and the dice, passed in by the caller.
#[derive(Clone)]
pub struct Surroundings {
    /// Returns the present time, for the evidence.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Returns a number from 0 (included) to 1 (excluded), for jitter.
    pub random: Arc<dyn Fn() -> f64 + Send + Sync>,
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Surroundings")
    }
}

/// What one source allows; shared by all its requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permits {
    /// The hosts that the source lists: `host`, `host:port`, `[v6]:port`, or `*.suffix` for every host below it.
    pub hosts: Vec<String>,
    /// The least time between the end of one exchange with a host and the start of the next.
    pub gap: Duration,
    /// Takes certificates that are expired or for another name.
    pub bad_certificates: bool,
    /// Asks over plain http where TLS is too old to be spoken.
    pub plain_http: bool,
    /// Keeps the cookies of this source from one request to the next; no cookies without.
    pub cookies_of: Option<String>,
}

impl Permits {
    /// Permits the given hosts with the default gap of two seconds.
    pub fn new(hosts: Vec<String>) -> Self {
        Permits {
            hosts,
            gap: Duration::from_secs(2),
            bad_certificates: false,
            plain_http: false,
            cookies_of: None,
        }
    }

    /// Whether the source lists the host and port of an address. `www.` before a host makes no difference.
    pub fn lists(&self, url: &Url) -> bool {
        let asked = host_key(url);
        self.hosts.iter().any(|listed| {
            let listed = listed.trim().to_ascii_lowercase();
            match listed.strip_prefix("*.") {
                Some(suffix) => {
                    asked == suffix || asked.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'))
                }
                None => !asked.is_empty() && asked == plain_key(&listed),
            }
        })
    }

    /// A listed host in the spelling that hosts are compared in: lower case, without `www.` and the usual ports.
    pub fn plain_host(listed: &str) -> String {
        plain_key(&listed.trim().to_ascii_lowercase()).to_owned()
    }

    /// The addresses that the source lists by number, and those of `localhost` where it lists that; they may be private.
    pub fn addresses(&self) -> BTreeSet<IpAddr> {
        let mut addresses = BTreeSet::new();
        for listed in &self.hosts {
            let host = without_port(listed.trim());
            if host.eq_ignore_ascii_case("localhost") {
                addresses.insert(IpAddr::V4(Ipv4Addr::LOCALHOST));
                addresses.insert(IpAddr::V6(Ipv6Addr::LOCALHOST));
            }
            let host = host.trim_start_matches('[').trim_end_matches(']');
            addresses.extend(host.parse::<IpAddr>().ok());
        }
        addresses
    }
}

/// The host of `host:port` or `[v6]:port`.
fn without_port(listed: &str) -> &str {
    match listed.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { listed }
        }
        _ => listed,
    }
}

/// A listed host in the spelling of [`host_key`].
fn plain_key(listed: &str) -> &str {
    let listed = listed.strip_prefix("www.").unwrap_or(listed);
    listed.strip_suffix(":80").or_else(|| listed.strip_suffix(":443")).unwrap_or(listed)
}

/// One thing to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address, as the site gave it.
    pub url: Url,
    /// The form to post; a GET without one. A single pair with an empty name is posted as the JSON that its value is.
    pub form: Option<Vec<(String, String)>>,
    /// What the last good answer gave us to ask with.
    pub validators: Validators,
}

impl Request {
    /// A plain GET without validators.
    pub fn get(url: Url) -> Self {
        Request { url, form: None, validators: Validators::default() }
    }
}

/// The port and host that share one queue: `host`, or `host:port` when the port is unusual.
pub(crate) fn host_key(url: &Url) -> String {
    let host = url.host().map_or_else(String::new, |host: Host<&str>| host.to_string());
    let host = host.strip_prefix("www.").unwrap_or(&host);
    match url.port() {
        None | Some(80 | 443) => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(listed: &str, address: &str, expected: bool) {
        let permits = Permits::new(vec![listed.to_owned()]);
        assert_eq!(permits.lists(&Url::parse(address).unwrap()), expected, "{listed} lists {address}");
    }

    #[test]
    fn a_source_lists_hosts_with_their_ports() {
        check("a.gov.cn", "https://www.a.gov.cn/x", true);
        check("www.A.gov.cn", "http://a.gov.cn:443/", true);
        check("a.gov.cn", "http://a.gov.cn:8080/", false);
        check("a.gov.cn:8080", "http://a.gov.cn:8080/", true);
        check("a.gov.cn", "http://ba.gov.cn/", false);
        check("127.0.0.1:8701", "http://127.0.0.1:8702/", false);
        check("[::1]:8701", "http://[::1]:8701/", true);
        check("", "data:text/plain,x", false);
    }

    #[test]
    fn a_star_lists_every_host_below() {
        check("*.a.gov.cn", "http://b.a.gov.cn/", true);
        check("*.a.gov.cn", "http://www.a.gov.cn/", true);
        check("*.a.gov.cn", "http://ba.gov.cn/", false);
        check("*.a.gov.cn", "http://a.gov.cn.evil.cn/", false);
    }

    #[test]
    fn only_addresses_given_by_number_may_be_private() {
        let listed = ["127.0.0.1:8701", "[::1]:80", "10.0.0.1", "a.gov.cn", "::2"].map(str::to_owned);
        let expected = ["127.0.0.1", "::1", "10.0.0.1", "::2"].map(|address| address.parse().unwrap());
        assert_eq!(Permits::new(listed.to_vec()).addresses(), BTreeSet::from(expected));
        assert_eq!(Permits::new(vec!["localhost:8701".to_owned()]).addresses().len(), 2);
    }
}
