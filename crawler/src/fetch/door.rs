//! What must be true before one request goes out: listed, open, allowed by robots.txt, and our turn.

use std::time::Duration;

use corpus::visit::Validators;
use reqwest::header::HeaderValue;
use tokio::time::Instant;
use url::Host;
use url::Url;

use crate::fetch::answer::Answer;
use crate::fetch::answer::Block;
use crate::fetch::answer::Exchange;
use crate::fetch::answer::Refusal;
use crate::fetch::clients::Clients;
use crate::fetch::cookies::Cookies;
use crate::fetch::guard;
use crate::fetch::http;
use crate::fetch::http::Answered;
use crate::fetch::http::BeyondCap;
use crate::fetch::http::Failure;
use crate::fetch::http::Limits;
use crate::fetch::http::Manners;
use crate::fetch::pace::Pace;
use crate::fetch::robots::Access;
use crate::fetch::robots::Known;
use crate::fetch::robots::ROBOTS_CAP;
use crate::fetch::robots::RobotsCache;
use crate::fetch::robots::Said;
use crate::fetch::settings::Permits;
use crate::fetch::settings::Request;
use crate::fetch::settings::Settings;
use crate::fetch::settings::Surroundings;
use crate::fetch::settings::host_key;
use crate::fetch::verdict;

/// Everything the requests of a run share.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) settings: Settings,
    pub(crate) surroundings: Surroundings,
    pub(crate) agent: HeaderValue,
    pub(crate) clients: Clients,
    pub(crate) pace: Pace,
    pub(crate) robots: RobotsCache,
    pub(crate) cookies: Cookies,
}

/// What stands in place of a server's answer.
#[derive(Debug)]
pub(crate) struct Unanswered {
    pub(crate) answer: Answer,
    /// Whether the answer used up all the time that one exchange may take.
    pub(crate) is_too_slow: bool,
}

impl Door {
    /// Sends one request, unless something speaks against it. Asks for robots.txt first where it is not known;
    /// that exchange goes to `aside`.
    pub(crate) async fn ask(
        &self,
        request: &Request,
        permits: &Permits,
        aside: &mut Vec<Exchange>,
    ) -> Result<Answered, Unanswered> {
        let at_once = |answer| Unanswered { answer, is_too_slow: false };
        if let Some(refusal) = self.refusal(&request.url, permits) {
            return Err(at_once(Answer::Refused(refusal)));
        }
        let gap = permits.gap.max(self.admission(&request.url, permits, aside).await.map_err(at_once)?);
        self.send(request, permits, gap, BeyondCap::Drop).await.map_err(|failure| Unanswered {
            is_too_slow: matches!(failure, Failure::TooSlow(_)),
            answer: Answer::from(failure),
        })
    }

    /// The sitemaps that the robots.txt of a site names; none when it cannot be had.
    pub(crate) async fn sitemaps(&self, site: &Url, permits: &Permits) -> Vec<Url> {
        if self.refusal(site, permits).is_some() {
            return Vec::new();
        }
        let cell = self.robots.cell(site);
        let mut aside = Vec::new();
        match &cell.get_or_init(|| self.robots_of(site, permits, &mut aside)).await.access {
            Access::Rules(rules) => rules.sitemaps().to_vec(),
            Access::Denied(_) | Access::Unreachable(_) => Vec::new(),
        }
    }

    /// Tells whether a host answers at all: whatever it says about its robots.txt short of a server error.
    pub(crate) async fn is_alive(&self, host: &Url, permits: &Permits) -> (bool, Vec<Exchange>) {
        let mut aside = Vec::new();
        if self.refusal(host, permits).is_some() {
            return (false, aside);
        }
        let (said, _) = self.ask_robots(host, permits, &mut aside).await;
        (said.is_answer(), aside)
    }

    /// Asks the site's rules; returns the Crawl-delay to keep, or why the address is closed.
    async fn admission(
        &self,
        url: &Url,
        permits: &Permits,
        aside: &mut Vec<Exchange>,
    ) -> Result<Duration, Answer> {
        let cell = self.robots.cell(url);
        match &cell.get_or_init(|| self.robots_of(url, permits, aside)).await.access {
            Access::Rules(rules) if rules.is_url_allowed(url) => {
                Ok(rules.crawl_delay().unwrap_or_default().min(self.settings.longest_crawl_delay))
            }
            Access::Rules(_) => Err(Answer::Blocked(Block::Robots)),
            Access::Denied(why) => Err(Answer::Blocked(Block::RobotsUnreachable(why.clone()))),
            Access::Unreachable(failure) => Err(Answer::from(failure.clone())),
        }
    }

    /// Why an address is not asked at all, if so.
    fn refusal(&self, url: &Url, permits: &Permits) -> Option<Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Some(Refusal::Scheme(url.scheme().to_owned()));
        }
        if !permits.lists(url) {
            return Some(Refusal::Host(host_key(url)));
        }
        if !guard::literal_is_open(url, &permits.addresses()) {
            return Some(Refusal::Address(url.host_str().unwrap_or("").to_owned()));
        }
        (self.settings.contact.is_none() && is_public_host(url)).then_some(Refusal::NoContact)
    }

    /// Takes the host's turn and sends.
    async fn send(
        &self,
        request: &Request,
        permits: &Permits,
        gap: Duration,
        beyond_cap: BeyondCap,
    ) -> Result<Answered, Failure> {
        let size_cap = if beyond_cap == BeyondCap::Cut { ROBOTS_CAP } else { self.settings.size_cap };
        let limits = Limits { size_cap, whole: self.settings.whole_timeout, beyond_cap };
        let host = host_key(&request.url);
        let client = self.clients.get(permits, &host).map_err(|err| http::failure(&err))?;
        let _turn = self.pace.turn(&host, gap).await;
        let url = &request.url;
        let cookie = permits.cookies_of.as_deref().and_then(|source| self.cookies.header(source, url));
        let manners = Manners {
            agent: &self.agent,
            cookie: cookie.as_ref(),
            limits,
            folder: self.settings.laid_aside.as_deref(),
            surroundings: &self.surroundings,
        };
        let begun = Instant::now();
        let exchanged = http::exchange(&client, request, manners).await.map_err(|failure| match failure {
            Failure::Transient(why) if begun.elapsed() >= limits.whole => Failure::TooSlow(why),
            other => other,
        });
        if let Err(Failure::Transient(_) | Failure::TooSlow(_)) = &exchanged {
            self.clients.distrust(permits, &host);
        }
        let (answered, behind) = exchanged?;
        self.clients.learn(permits, &host, answered.exchange.body.len(), behind);
        if let Some(source) = &permits.cookies_of {
            self.cookies.keep(source, url, &answered.headers, answered.exchange.at);
        }
        Ok(answered)
    }

    /// A site's rules: as an earlier crawl learned them while they are believed, asked for otherwise.
    async fn robots_of(&self, site: &Url, permits: &Permits, aside: &mut Vec<Exchange>) -> Known {
        let now = (self.surroundings.now)();
        match Known::fresh(&self.robots.copy(site), now, self.name()) {
            Some(known) => known,
            None => self.ask_robots(site, permits, aside).await.1,
        }
    }

    /// Fetches a site's robots.txt, with the validators of the copy that is known. Redirects are followed across hosts, as
    /// RFC 9309 asks, but only to open addresses.
    async fn ask_robots(&self, site: &Url, permits: &Permits, aside: &mut Vec<Exchange>) -> (Said, Known) {
        let mut copy = self.robots.copy(site);
        let mut said = None;
        let mut next = site.join("/robots.txt").ok();
        for hop in 0..=self.settings.redirects {
            let Some(at) = next.take().filter(|at| guard::literal_is_open(at, &permits.addresses())) else {
                break;
            };
            // What another address answered says nothing about this one, so a copy from behind a redirect is fetched whole.
            let validators = if hop == 0 { copy.validators.clone() } else { Validators::default() };
            let request = Request { validators, ..Request::get(at) };
            match self.send(&request, permits, permits.gap, BeyondCap::Cut).await {
                Ok(answered) => {
                    next = verdict::redirect_target(&answered);
                    said = Some(Said::read(&answered, hop == 0));
                    aside.push(answered.exchange);
                }
                // A redirect that leads to a closed address is one that leads nowhere.
                Err(Failure::Refused(_)) if said.is_some() => break,
                Err(failure) => {
                    said = Some(Said::Unreachable(failure));
                    break;
                }
            }
        }
        let said = said.unwrap_or(Said::Nothing);
        let now = (self.surroundings.now)();
        said.take_over(&mut copy, now);
        let known = Known::asked(&copy, &said, now, self.name());
        self.robots.learn(copy);
        (said, known)
    }

    /// Our name in robots.txt.
    fn name(&self) -> &str {
        self.settings.product.split('/').next().unwrap_or_default()
    }
}

/// Whether a host needs to be told who asks: every name but `localhost`, and every public address.
fn is_public_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => guard::is_public(address.into()),
        Some(Host::Ipv6(address)) => guard::is_public(address.into()),
        None => false,
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Answer {
        match failure {
            Failure::Refused(refusal) => Answer::Refused(refusal),
            Failure::Transient(why) | Failure::TooSlow(why) => Answer::Transient { why, retry_after: None },
            Failure::TlsUnsupported(why) => Answer::TlsUnsupported(why),
            Failure::TlsCertificate(why) => Answer::TlsCertificate(why),
            Failure::Unkept(kind, why) => Answer::Unkept(kind, why),
        }
    }
}
