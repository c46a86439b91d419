//! A request goes in; its answer with all evidence comes out, after the redirects and tries that it took.

use std::sync::Arc;
use std::time::Duration;

use corpus::robots::RobotsCopy;
use corpus::visit::Validators;
use reqwest::header::HeaderValue;
use url::Url;

use crate::address;
use crate::fetch::answer::Answer;
use crate::fetch::answer::Exchange;
use crate::fetch::answer::Fetched;
use crate::fetch::answer::Page;
use crate::fetch::answer::Refusal;
use crate::fetch::clients::Clients;
use crate::fetch::cookies::Cookies;
use crate::fetch::door::Door;
use crate::fetch::door::Unanswered;
use crate::fetch::pace::Pace;
use crate::fetch::robots::RobotsCache;
use crate::fetch::settings::Permits;
use crate::fetch::settings::Request;
use crate::fetch::settings::Settings;
use crate::fetch::settings::Surroundings;
use crate::fetch::settings::host_key;
use crate::fetch::verdict;
use crate::fetch::verdict::Verdict;

/// The least wait before a further try, for sources without a pause between requests.
const LEAST_BACKOFF: Duration = Duration::from_millis(200);

/// Why no fetching is possible at all.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The HTTP client cannot be built.
    #[error("cannot set up the HTTP client")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The product or contact cannot stand in a header.
    #[error("the User-Agent {0:?} holds characters that no header may hold")]
    Agent(String),
}

/// Fetches politely; cheap to clone, shared by all tasks of a run so that they share pace and robots.txt.
#[derive(Clone, Debug)]
pub struct Fetcher {
    door: Arc<Door>,
}

/// One try: what came of it and what went over the wire.
struct Try {
    answer: Answer,
    exchanges: Vec<Exchange>,
    url: Url,
    /// Whether it ended because the time for one exchange was used up.
    is_too_slow: bool,
}

/// Whether another page was asked for and the front page came.
fn is_at_the_front(request: &Request, tried: &Try) -> bool {
    matches!(tried.answer, Answer::Page(_))
        && address::is_front_page(&tried.url)
        && !address::is_front_page(&request.url)
}

/// The same address over plain http.
fn without_tls(url: &Url) -> Option<Url> {
    let mut plain = url.clone();
    plain.set_scheme("http").ok()?;
    Some(plain)
}

impl Fetcher {
    /// Sets up fetching for one run. Fails when the TLS configuration cannot be built or the User-Agent cannot be sent.
    pub fn new(settings: Settings, surroundings: Surroundings) -> Result<Self, FetchError> {
        let agent = match &settings.contact {
            Some(contact) => format!("{} (+{contact})", settings.product),
            None => settings.product.clone(),
        };
        let agent = HeaderValue::from_str(&agent).map_err(|_| FetchError::Agent(agent))?;
        let clients = Clients::new(&settings).map_err(|err| FetchError::Client(err.into()))?;
        let (pace, robots) = (Pace::default(), RobotsCache::default());
        let cookies = Cookies::default();
        Ok(Fetcher { door: Arc::new(Door { settings, surroundings, agent, clients, pace, robots, cookies }) })
    }

    /// Fetches one address: robots.txt, pace, redirects, retries and limits included.
    ///
    /// Requests to one host wait for each other; to fetch from many hosts at once, call this from many tasks.
    pub async fn fetch(&self, request: &Request, permits: &Permits) -> Fetched {
        self.fetch_short_of(request, permits, &|_| false).await
    }

    /// Fetches one address like [`Fetcher::fetch`], but goes no further where it leads to one whose answer is known:
    /// its caller has to say what that is.
    pub(crate) async fn fetch_short_of(
        &self,
        request: &Request,
        permits: &Permits,
        is_known: &(dyn Fn(&Url) -> bool + Sync),
    ) -> Fetched {
        let mut aside = Vec::new();
        let mut tries = 0;
        let mut request = request.clone();
        let (mut was_plain, mut was_let_in) = (false, false);
        loop {
            let cookie = self.cookie(&request.url, permits);
            let tried = self.try_once(&request, permits, is_known, &mut aside).await;
            if !was_let_in
                && is_at_the_front(&request, &tried)
                && cookie != self.cookie(&request.url, permits)
            {
                // Whoever comes without a cookie is sent to the front page to get one.
                aside.extend(tried.exchanges);
                was_let_in = true;
                continue;
            }
            if matches!(tried.answer, Answer::TlsUnsupported(_))
                && permits.plain_http
                && !was_plain
                && let Some(plain) = without_tls(&tried.url)
            {
                aside.extend(tried.exchanges);
                request.url = plain;
                was_plain = true;
                continue;
            }
            // A page that drips in takes just as long the next time, and all others of its host wait for it.
            let wait = self.wait_before_retry(&tried, tries, permits).filter(|_| !tried.is_too_slow);
            let Some(wait) = wait else {
                return Fetched { answer: tried.answer, exchanges: tried.exchanges, aside, url: tried.url };
            };
            aside.extend(tried.exchanges);
            tokio::time::sleep(wait).await;
            tries += 1;
        }
    }

    /// The cookies that a host gets back, where the source keeps any.
    fn cookie(&self, url: &Url, permits: &Permits) -> Option<HeaderValue> {
        let source = permits.cookies_of.as_deref()?;
        self.door.cookies.header(source, url)
    }

    /// Tells whether a host still answers, by asking for its robots.txt once more; the exchanges are evidence like others.
    pub async fn is_alive(&self, host: &Url, permits: &Permits) -> (bool, Vec<Exchange>) {
        self.door.is_alive(host, permits).await
    }

    /// Tells whether a request to a host is out, rather than waited for.
    pub(crate) fn is_asking(&self, host: &str) -> bool {
        self.door.pace.is_asked(host)
    }

    /// Tells whether a `Retry-After` is short enough to be waited for while a crawl goes on.
    pub(crate) fn waits_for(&self, retry_after: Duration) -> bool {
        retry_after <= self.door.settings.longest_retry_after
    }

    /// Takes over what an earlier crawl learned of a site's robots.txt.
    pub fn remember_robots(&self, copy: RobotsCopy) {
        self.door.robots.remember(copy);
    }

    /// Hands over what was learned of robots.txt since this was asked last, for the next crawl.
    pub fn learned_robots(&self) -> Vec<RobotsCopy> {
        self.door.robots.take_learned()
    }

    /// The sitemaps that the robots.txt of a site names; none when it cannot be had.
    pub async fn sitemaps(&self, site: &Url, permits: &Permits) -> Vec<Url> {
        self.door.sitemaps(site, permits).await
    }

    /// How long to wait before trying again, or nothing when the answer stands.
    fn wait_before_retry(&self, tried: &Try, tries: u32, permits: &Permits) -> Option<Duration> {
        let Answer::Transient { retry_after, .. } = &tried.answer else {
            return None;
        };
        let settings = &self.door.settings;
        if let Some(wait) = retry_after.filter(|wait| self.waits_for(*wait)) {
            // The whole host is left alone, so the wait is spent in its queue, also by whoever asks for another page.
            self.door.pace.hold(&host_key(&tried.url), wait);
        }
        if tries >= settings.retries {
            return None;
        }
        match retry_after {
            Some(wait) if !self.waits_for(*wait) => None,
            Some(_) => Some(Duration::ZERO),
            None => {
                let jitter = 0.5 + (self.door.surroundings.random)().clamp(0.0, 1.0);
                // A host of our own that is asked without a pause need not be waited for as long as one of others.
                let first = settings.first_backoff.min(permits.gap.max(LEAST_BACKOFF));
                Some(first.mul_f64(jitter * f64::from(2_u32.saturating_pow(tries.min(16)))))
            }
        }
    }

    /// Asks once and follows redirects; every hop is checked like the first.
    async fn try_once(
        &self,
        request: &Request,
        permits: &Permits,
        is_known: &(dyn Fn(&Url) -> bool + Sync),
        aside: &mut Vec<Exchange>,
    ) -> Try {
        let limit = self.door.settings.redirects;
        let mut asked = request.clone();
        asked.url.set_fragment(None);
        let mut exchanges = Vec::new();
        let (mut was_refreshed, mut too_slow) = (false, false);
        let answer = loop {
            let answered = match self.door.ask(&asked, permits, aside).await {
                Ok(answered) => answered,
                Err(Unanswered { answer, is_too_slow }) => {
                    too_slow = is_too_slow;
                    break answer;
                }
            };
            let verdict = verdict::judge(&answered, self.door.settings.size_cap);
            exchanges.push(answered.exchange);
            let to = match verdict {
                Verdict::Final(answer) => break answer,
                Verdict::Refresh { page, .. } if was_refreshed => break Answer::Page(page),
                Verdict::Refresh { to, .. } => {
                    was_refreshed = true;
                    asked.form = None;
                    to
                }
                Verdict::Redirect { to, keeps_form } => {
                    asked.form = asked.form.filter(|_| keeps_form);
                    to
                }
            };
            if is_known(&to) {
                asked.url = to;
                break Answer::Page(Page::default());
            }
            if exchanges.len() > limit {
                break Answer::Refused(Refusal::Redirects(limit));
            }
            if address::identity(&to) != address::identity(&asked.url) {
                // That another page is no newer than the copy that we hold of this one says nothing about either.
                asked.validators = Validators::default();
            }
            asked.url = to;
        };
        Try { answer, exchanges, url: asked.url, is_too_slow: too_slow }
    }
}
