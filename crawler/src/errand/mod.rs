//! One fetch on behalf of a source: asked with what is known, kept as evidence, and written down as visits.

mod down;
mod visits;

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Role;
use corpus::visit::Validators;
use corpus::visit::Visit;
use tokio::sync::Mutex;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use url::Url;
use url::form_urlencoded;

use crate::address;
use crate::archive::Purpose;
use crate::article;
use crate::body::Body;
use crate::desk::Clerk;
use crate::errand::visits::nowhere;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Page;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Surroundings;
use crate::fetch::charset;
use crate::fetch::host_key;
use crate::fetch::recorded_answer;
use crate::files::Workshop;
use crate::hosts::Hosts;
use crate::recorded::Recorded;
use crate::schedule;
use crate::source::Source;
use crate::source::is_public;
use crate::unpacked::unpacked;

/// How long a page may still be read once the crawl is to end.
const AT_LAST: Duration = Duration::from_secs(1);

/// Who answers.
#[derive(Clone, Copy)]
pub(crate) enum Asks<'a> {
    /// The sites themselves.
    Sites(&'a Fetcher),
    /// The evidence of what they answered.
    Record {
        /// All that they answered.
        recorded: &'a Recorded,
        /// The cap on a decoded answer, in bytes.
        size_cap: u64,
    },
}

/// What it takes to fetch for one source.
pub(crate) struct Errand<'a> {
    pub(crate) asks: Asks<'a>,
    /// The number of the crawl.
    pub(crate) run: i64,
    pub(crate) workshop: &'a Workshop,
    pub(crate) clerk: &'a Clerk,
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) source: &'a Source,
    pub(crate) permits: &'a Permits,
    /// What this crawl has asked for already.
    pub(crate) met: &'a Mutex<Met>,
    /// As many as pages may be read at once.
    pub(crate) readers: &'a Semaphore,
    /// How much was asked of which host.
    pub(crate) hosts: &'a Hosts,
    /// The most requests to a public host a day, unless the source says otherwise.
    pub(crate) daily_requests: u64,
    /// Turns true when the crawl is to end.
    pub(crate) stop: watch::Receiver<bool>,
}

/// What one source's crawl has met; whoever fetches holds it, so that one page is fetched at a time and none twice.
#[derive(Debug, Default)]
pub(crate) struct Met {
    /// The addresses that were asked for; files with their visit, for the next page that names them.
    asked: HashMap<String, Option<Visit>>,
    /// What stands in for missing pages, as the front page does, with what it came to: it is asked for once.
    stand_ins: HashMap<String, Answer>,
    failures_in_a_row: u32,
    /// Why nothing more is asked, when the site is down.
    pub(crate) down: Option<String>,
}

/// What asking for an address came to.
pub(crate) enum Came {
    /// It was fetched.
    Got(Got),
    /// It was asked for earlier in this crawl; for a file, with what came of it.
    Met(Option<Visit>),
}

/// A fetch that was kept.
pub(crate) struct Got {
    /// One visit for the asked address when it led elsewhere, then one for where the answer came from.
    pub(crate) visits: Vec<Visit>,
    /// The answer and the bytes.
    pub(crate) fetched: Fetched,
}

/// A payload with what says how to read it.
pub(crate) struct Payload {
    /// The bytes, decoded from transfer and content encodings.
    pub(crate) body: Body,
    /// The `Content-Type` as sent.
    pub(crate) content_type: Option<String>,
}

impl Payload {
    /// Returns the payload as text; a packed file, such as a sitemap may be, is unpacked.
    pub(crate) fn text(&self) -> Result<String, Error> {
        let bytes = unpacked(self.body.bytes().map_err(Error::LaidAside)?);
        Ok(charset::decode(&bytes, self.content_type.as_deref()).text)
    }

    /// Returns the media type without parameters, in lower case; empty when the server sent none.
    pub(crate) fn media_type(&self) -> String {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

impl Errand<'_> {
    /// Returns what earlier visits know of an address.
    pub(crate) async fn known(&self, key: &str) -> Result<Option<Known>, Error> {
        let key = key.to_owned();
        self.clerk.ask(move |desk| Ok(desk.store.known(&key)?)).await
    }

    /// Fetches a target, with the validators of the copy we hold unless that copy is gone. What this crawl has
    /// asked for already is not fetched again.
    ///
    /// # Errors
    /// `Stopped` when the crawl is to end before the answer is complete.
    pub(crate) async fn fetch(&self, target: &Target, known: Option<&Known>) -> Result<Came, Error> {
        let mut met = self.unless_stopped(self.met.lock()).await?;
        if let Some(earlier) = met.asked.get(&target.key) {
            return Ok(Came::Met(earlier.clone()));
        }
        if met.down.is_some() {
            return Err(Error::SiteDown);
        }
        let fetcher = match self.asks {
            Asks::Sites(fetcher) => fetcher,
            Asks::Record { recorded, size_cap } => {
                let mut got = self.recorded(&self.purpose(target), recorded, size_cap, &met);
                self.judge_file(target, &mut got).await?;
                self.note_stand_in(&mut met, &got.fetched);
                let file = got.visits.last().filter(|_| target.role == Role::Attachment).cloned();
                met.asked.insert(key_of(&got.fetched.url, target.form.as_deref()), None);
                met.asked.insert(target.key.clone(), file);
                return Ok(Came::Got(got));
            }
        };
        let (fetched, earlier) = self.ask(fetcher, target, known, &met).await?;
        self.note_stand_in(&mut met, &fetched);
        self.watch(&mut met, fetcher, &fetched).await?;
        met.asked.insert(target.key.clone(), None);
        met.asked.insert(key_of(&fetched.url, target.form.as_deref()), None);
        if target.role != Role::Attachment {
            // The next page may be fetched while this one is kept and read.
            drop(met);
            let got = self.keep(target, fetched, earlier).await?;
            self.keep_robots(fetcher).await?;
            return Ok(Came::Got(got));
        }
        let landed = key_of(&fetched.url, target.form.as_deref());
        let mut got = self.keep(target, fetched, earlier).await?;
        self.keep_robots(fetcher).await?;
        self.judge_file(target, &mut got).await?;
        let came = got.visits.last();
        met.asked.insert(landed, came.cloned());
        met.asked.insert(target.key.clone(), came.cloned());
        Ok(Came::Got(got))
    }

    /// Fetches a target once more, without validators, because the copy that we held cannot be read back.
    pub(crate) async fn fetch_anew(&self, target: &Target) -> Result<Got, Error> {
        let met = self.unless_stopped(self.met.lock()).await?;
        let Asks::Sites(fetcher) = self.asks else {
            return Ok(self.unanswered(target, "the archive holds no answer"));
        };
        let (fetched, earlier) = self.ask(fetcher, target, None, &met).await?;
        let got = self.keep(target, fetched, earlier).await?;
        self.keep_robots(fetcher).await?;
        Ok(got)
    }

    async fn ask(
        &self,
        fetcher: &Fetcher,
        target: &Target,
        known: Option<&Known>,
        met: &Met,
    ) -> Result<(Fetched, Option<Evidence>), Error> {
        let earlier = known.filter(|known| !known.is_gone).and_then(|known| known.evidence.clone());
        let validators = match (&earlier, known) {
            (Some(_), Some(known)) => known.validators.clone(),
            _ => Validators::default(),
        };
        let Ok(url) = Url::parse(&target.url) else {
            return Ok((nowhere("the address cannot be read"), None));
        };
        self.spend(&url)?;
        let form = target.form.as_deref().map(read_form);
        let request = Request { url, form, validators };
        let stand_in = |to: &Url| self.stand_in(met, target, to);
        let fetched = fetcher.fetch_short_of(&request, self.permits, &stand_in);
        let fetched = self.unless_stopped(fetched).await?;
        if let Answer::Unkept(kind, why) = fetched.answer {
            return Err(Error::LaidAside(io::Error::new(kind, why)));
        }
        Ok((fetched, earlier))
    }

    /// Notes what a page came to that articles may be led to when they are missing.
    fn note_stand_in(&self, met: &mut Met, fetched: &Fetched) {
        let answer = match &fetched.answer {
            Answer::Page(_) | Answer::NotModified(_) => Answer::Page(Page::default()),
            Answer::Missing => Answer::Missing,
            _ => return,
        };
        let (url, key) = (&fetched.url, address::identity(&fetched.url));
        let is_start = self.source.start.iter().any(|start| start.key() == key);
        if is_start || address::is_front_page(url) || address::is_error_page(url) {
            met.stand_ins.insert(key, answer);
        }
    }

    /// What stands where an article or a file leads, when that is neither and was asked for earlier in this crawl. No front page
    /// is asked for in place of a file, unless the site may be giving its cookies there.
    fn stand_in(&self, met: &Met, target: &Target, to: &Url) -> Option<Answer> {
        if target.role == Role::List || article::elsewhere(self.source, target, to).is_none() {
            return None;
        }
        if self.permits.cookies_of.is_some() && address::is_front_page(to) {
            return None;
        }
        match target.role {
            Role::Attachment if address::is_front_page(to) => Some(Answer::Page(Page::default())),
            _ => met.stand_ins.get(&address::identity(to)).cloned(),
        }
    }

    /// Keeps what was learned of robots.txt for the next crawl, once the answers themselves are kept.
    async fn keep_robots(&self, fetcher: &Fetcher) -> Result<(), Error> {
        let learned = fetcher.learned_robots();
        if learned.is_empty() {
            return Ok(());
        }
        let kept = self.clerk.keep(move |desk| {
            learned.iter().try_for_each(|copy| desk.store.keep_robots(copy))?;
            Ok(())
        });
        kept.await
    }

    /// Counts a request to a host, unless as much as it may be asked a day was asked.
    fn spend(&self, url: &Url) -> Result<(), Error> {
        let shared = if is_public(url) { self.daily_requests } else { 0 };
        let limit = self.source.daily_requests.unwrap_or(shared);
        let host = host_key(url);
        match self.hosts.spend(&host, schedule::day((self.surroundings.now)()), limit) {
            true => Ok(()),
            false => Err(Error::BudgetSpent { host, limit }),
        }
    }

    async fn keep(&self, target: &Target, fetched: Fetched, earlier: Option<Evidence>) -> Result<Got, Error> {
        if fetched.url.scheme() == "about" {
            return Ok(self.unanswered(target, "the address cannot be read"));
        }
        let (aside, exchanges) = (fetched.aside.clone(), fetched.exchanges.clone());
        let purpose = self.purpose(target);
        let kept = self
            .clerk
            .archive(move |desk| {
                desk.keep(&aside, None, None)?;
                Ok(desk.keep(&exchanges, earlier.as_ref(), Some(&purpose))?)
            })
            .await?;
        Ok(Got { visits: self.visits(target, &fetched, &kept), fetched })
    }

    /// Waits for something, unless the crawl is to end first.
    async fn unless_stopped<T>(&self, wanted: impl Future<Output = T>) -> Result<T, Error> {
        let mut stop = self.stop.clone();
        tokio::select! {
            biased;
            // When nobody can tell us to stop any more, we go on.
            Ok(_) = stop.wait_for(|stop| *stop) => Err(Error::Stopped),
            came = wanted => Ok(came),
        }
    }

    /// Does work that keeps a core busy, beside the fetching; as many at once as there are cores.
    ///
    /// # Errors
    /// `Stopped` when the crawl is to end and the work is not done soon; nobody hears then what it comes to.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let done = async {
            let _place = self.readers.acquire().await.map_err(|_| Error::DeskClosed)?;
            tokio::task::spawn_blocking(work).await.map_err(|_| Error::DeskClosed)
        };
        let mut done = std::pin::pin!(done);
        match self.unless_stopped(&mut done).await {
            // Most pages are read in a moment, and then they need not be fetched again.
            Err(Error::Stopped) => tokio::time::timeout(AT_LAST, done).await.unwrap_or(Err(Error::Stopped)),
            other => other?,
        }
    }

    /// Reads a payload back from the evidence; `None` when the archive no longer has it.
    pub(crate) async fn recall(&self, evidence: &Evidence) -> Result<Option<Payload>, Error> {
        let wanted = evidence.clone();
        let record = self.clerk.archive(move |desk| Ok(desk.read(&wanted).ok())).await?;
        Ok(record
            .map(|record| Payload { content_type: record.http_header("content-type"), body: record.body }))
    }

    fn purpose(&self, target: &Target) -> Purpose {
        Purpose {
            source: self.source.name.as_str().to_owned(),
            run: self.run,
            target: target.clone(),
            hop: 0,
        }
    }

    /// Recalls a fetch of an earlier crawl.
    fn recorded(&self, purpose: &Purpose, recorded: &Recorded, size_cap: u64, met: &Met) -> Got {
        let target = &purpose.target;
        let taken = recorded.take(purpose).and_then(|(exchanges, kept)| {
            recorded_answer(exchanges, self.permits, size_cap).map(|fetched| (fetched, kept))
        });
        match taken {
            Some((mut fetched, kept)) => {
                // The crawl went no further there either.
                if fetched.last().is_some_and(|last| last.url != fetched.url)
                    && let Some(answer) = self.stand_in(met, target, &fetched.url)
                {
                    fetched.answer = answer;
                }
                Got { visits: self.visits(target, &fetched, &kept), fetched }
            }
            None => self.unanswered(target, "the archive holds no answer"),
        }
    }
}

/// Returns what an address is known by; a posted form makes another address of it.
pub(crate) fn key_of(url: &Url, form: Option<&str>) -> String {
    let key = address::identity(url);
    form.map_or_else(|| key.clone(), |form| format!("{key}#{form}"))
}

/// Writes a form the way it is sent.
pub(crate) fn write_form(form: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

/// Reads a written form.
pub(crate) fn read_form(form: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}
