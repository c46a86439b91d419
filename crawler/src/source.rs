//! Source: where a crawl begins, which hosts it may ask, how fast, and which division the pages belong to.

use std::net::IpAddr;
use std::time::Duration;

use corpus::document::DocumentKind;
use jiff::SignedDuration;
use serde::Deserialize;
use url::Host;
use url::Url;

use crate::address;
use crate::config::Config;
use crate::discover::Selectors;
use crate::fetch::Permits;
use crate::files::Scans;
use crate::schedule::Schedule;
use crate::schedule::Season;
use crate::schedule::Timetable;

/// The recipe of one site. In TOML it is a `[[source]]` table or a file of its own in the recipes folder.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name in the store, on the command line and on the status page; 1–80 characters without blanks.
    pub name: Name,
    /// The six-digit code of the division that the pages belong to; `000000` is the central government.
    #[serde(default)]
    pub place: Option<PlaceCode>,
    /// List pages, navigation pages, sitemaps or feeds where a crawl begins; at least one.
    pub start: Vec<StartUrl>,
    /// Hosts that may be asked: `host`, `host:port`, or `*.suffix`; the hosts of `start` when empty. A private or
    /// loopback address is only asked when it stands here or in `start`.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Seconds between two requests to one host, 0–3600; a longer Crawl-delay of robots.txt wins.
    #[serde(default = "default_pace")]
    pub pace_seconds: Seconds,
    /// The most pages of one list that are followed.
    #[serde(default = "default_list_pages")]
    pub list_pages: usize,
    /// CSS selectors for a list that no built-in dialect reads.
    #[serde(default)]
    pub selectors: Option<Selectors>,
    /// Takes certificates that are expired or for another name.
    #[serde(default)]
    pub bad_certificates: bool,
    /// Asks over plain http where a site's TLS is too old to be spoken.
    #[serde(default)]
    pub plain_http: bool,
    /// Keeps cookies between the requests of one crawl, for a site that answers nobody without them.
    #[serde(default)]
    pub cookies: bool,
    /// When the source is crawled by `gongbao ingest`; the schedule that all sources share when absent.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Months with a schedule of their own.
    #[serde(default)]
    pub season: Option<Season>,
    /// The most requests to one host a day, private ones included; 0 sets no limit.
    #[serde(default)]
    pub daily_requests: Option<u64>,
    /// The kinds of documents that are expected; a trial tells which articles are of another kind.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Has scanned files read by eye with Debian's tesseract (`tesseract-ocr-chi-sim`, `poppler-utils`) when it is
    /// installed. Such a text is marked: it may hold misread characters.
    #[serde(default)]
    pub ocr: bool,
}

impl Source {
    /// Returns the hosts that the source lists, ports included where they are not the default.
    pub fn listed_hosts(&self) -> Vec<String> {
        if !self.hosts.is_empty() {
            return self.hosts.clone();
        }
        let mut hosts: Vec<String> = self.start.iter().map(|start| host_and_port(&start.0)).collect();
        hosts.sort();
        hosts.dedup();
        hosts
    }

    /// Returns what fetching may do for this source.
    pub fn permits(&self) -> Permits {
        let mut permits = Permits::new(self.listed_hosts());
        permits.gap = Duration::from_secs_f64(self.pace_seconds.0);
        permits.bad_certificates = self.bad_certificates;
        permits.plain_http = self.plain_http;
        permits.cookies_of = self.cookies.then(|| self.name.as_str().to_owned());
        permits
    }

    /// Returns when the source is crawled, with what all sources share in place of what its recipe leaves open.
    pub fn timetable<'a>(&'a self, shared: &'a Config) -> Timetable<'a> {
        // A recipe with a schedule of its own and no season means it for the whole year.
        let season = if self.schedule.is_some() { None } else { shared.season.as_ref() };
        Timetable {
            usual: self.schedule.as_ref().unwrap_or(&shared.schedule),
            season: self.season.as_ref().or(season),
            jitter: SignedDuration::from_mins(shared.jitter_minutes.into()),
        }
    }

    /// Returns what becomes of scanned files.
    pub fn scans(&self) -> Scans {
        if self.ocr { Scans::Read } else { Scans::Left }
    }

    /// Returns a public host that the source begins at, if there is one.
    pub fn public_host(&self) -> Option<&str> {
        self.start.iter().map(|start| &start.0).find(|url| is_public(url)).and_then(Url::host_str)
    }
}

fn default_pace() -> Seconds {
    Seconds(2.0)
}

fn default_list_pages() -> usize {
    500
}

/// Returns a host as recipes list it, with its port where that is unusual.
pub fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Tells whether an address names a public host; names other than `localhost` count as public.
pub(crate) fn is_public(url: &Url) -> bool {
    let private = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    };
    match url.host() {
        Some(Host::Ipv4(ip)) => !private(ip.into()),
        Some(Host::Ipv6(ip)) => !private(ip.into()),
        Some(Host::Domain(name)) => name != "localhost",
        None => false,
    }
}

/// A source's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Name(String);

impl Name {
    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Name, String> {
        let fits = (1..=80).contains(&name.chars().count());
        match fits && !name.chars().any(|c| c.is_whitespace() || c.is_control()) {
            true => Ok(Name(name)),
            false => Err(format!("{name:?} is no source name: 1 to 80 characters without blanks")),
        }
    }
}

/// A division's code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PlaceCode(String);

impl PlaceCode {
    /// Returns the six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PlaceCode {
    type Error = String;

    fn try_from(code: String) -> Result<PlaceCode, String> {
        match code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(PlaceCode(code)),
            false => Err(format!("{code:?} is no division code: six digits, such as \"510700\"")),
        }
    }
}

/// A kind of document, by its key or its Chinese name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Kind(pub DocumentKind);

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(name: String) -> Result<Kind, String> {
        DocumentKind::parse(&name).map(Kind).ok_or_else(|| {
            let known: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.key()).collect();
            format!("{name:?} is no kind of document; there are: {}", known.join(", "))
        })
    }
}

/// Where a crawl begins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct StartUrl(Url);

impl StartUrl {
    /// Returns the address.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Returns what the address is known by.
    pub fn key(&self) -> String {
        address::identity(&self.0)
    }
}

impl TryFrom<String> for StartUrl {
    type Error = String;

    fn try_from(text: String) -> Result<StartUrl, String> {
        let url = Url::parse(&text).map_err(|err| match err {
            url::ParseError::RelativeUrlWithoutBase => not_crawled(&text),
            err => format!("{text:?} is no address: {err}"),
        })?;
        match url.scheme() {
            "http" | "https" if !url.username().is_empty() || url.password().is_some() => Err(format!(
                "an address in `start` carries a name or a password, which no crawl sends: write it as {:?}",
                address::without_credentials(url).as_str()
            )),
            "http" | "https" if url.has_host() => Ok(StartUrl(url)),
            _ => Err(not_crawled(&text)),
        }
    }
}

fn not_crawled(text: &str) -> String {
    format!("{text:?} is no address that can be crawled: it must begin with http:// or https://")
}

/// A length of time in seconds, 0–3600.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Seconds(f64);

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Seconds, String> {
        match (0.0..=3600.0).contains(&seconds) {
            true => Ok(Seconds(seconds)),
            false => Err(format!("{seconds} seconds is no pace: 0 to 3600")),
        }
    }
}
