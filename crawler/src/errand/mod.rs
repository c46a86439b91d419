//! One fetch on behalf of a source: asked with what is known, kept as evidence, and written down as visits.

mod budget;
mod down;
mod elsewhere;
mod met;
mod played;
mod resumed;
mod visits;

use std::io;
use std::sync::Arc;
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
use crate::desk::Clerk;
use crate::errand::met::Again;
use crate::errand::met::Earlier;
use crate::errand::met::OnTheWay;
use crate::errand::visits::nowhere;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Exchange;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::Page;
use crate::fetch::Permits;
use crate::fetch::Request;
use crate::fetch::Surroundings;
use crate::fetch::host_key;
use crate::files::Workshop;
use crate::hosts::Hosts;
use crate::payload::Payload;
use crate::recorded::Recorded;
use crate::source::Source;

pub(crate) use elsewhere::elsewhere;
pub(crate) use met::Met;

/// How long a page may still be read once the crawl is to end.
const AT_LAST: Duration = Duration::from_secs(1);

/// How long an answer is waited for that is on its way when the crawl is to end.
const ON_ITS_WAY: Duration = Duration::from_secs(3);

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

/// A fetch that was kept.
pub(crate) struct Got {
    /// One visit for the asked address when it led elsewhere, then one for where the answer came from.
    pub(crate) visits: Vec<Visit>,
    /// The answer; with the bytes, unless this crawl had it before.
    pub(crate) fetched: Fetched,
    /// What this crawl had the answer for before, when it did.
    pub(crate) again: Option<Role>,
    /// Whether that was before the crawl was interrupted, and the store has not heard of it yet.
    pub(crate) is_untold: bool,
}

impl Errand<'_> {
    /// Returns what earlier visits know of an address.
    pub(crate) async fn known(&self, key: &str) -> Result<Option<Known>, Error> {
        let key = key.to_owned();
        self.clerk.ask(move |desk| Ok(desk.store.known(&key)?)).await
    }

    /// Fetches a target, with the validators of the copy we hold unless that copy is gone. What this crawl has asked for
    /// already, or was led to, is not fetched again.
    ///
    /// # Errors
    /// `Stopped` when the crawl is to end before the answer is complete, or soon after.
    pub(crate) async fn fetch(&self, target: &Target, known: Option<&Known>) -> Result<Got, Error> {
        let mut met = self.unless_stopped(self.met.lock()).await?;
        if let Some(again) = met.again(&target.key) {
            drop(met);
            return self.answered_again(target, again).await;
        }
        if met.down.is_none() && matches!(self.asks, Asks::Sites(_)) {
            met.down = Url::parse(&target.url).ok().and_then(|url| self.hosts.why_left(&host_key(&url)));
        }
        if met.down.is_some() {
            return Err(Error::SiteDown);
        }
        let (mut got, earlier) = match self.asks {
            Asks::Sites(fetcher) => {
                let (fetched, held) = self.ask(fetcher, target, known, &met).await?;
                self.watch((&mut met, target), fetcher, &fetched).await?;
                let own = fetched.exchanges.clone();
                let (fetched, again) = self.led_on(&met, target, fetched);
                let earlier = met.note(target, &fetched, self.on_the_way());
                // The next page may be fetched while this one is kept and read.
                drop(met);
                let got = self.keep(target, fetched, (own, held), (Some(earlier.clone()), again)).await?;
                self.keep_robots(fetcher).await?;
                (got, earlier)
            }
            Asks::Record { recorded, size_cap } => self.played(target, (recorded, size_cap), &mut met),
        };
        self.judge_file(target, &mut got, &earlier).await?;
        Ok(got)
    }

    /// Tells once more what this crawl has heard of an address.
    async fn answered_again(&self, target: &Target, again: Again) -> Result<Got, Error> {
        let (fetched, asked) = (again.fetched(), again.clone());
        // Whoever asked first has handed the evidence in before.
        let kept = self.clerk.archive(move |_| Ok(asked.kept())).await?;
        let visits = self.visits(target, &fetched, &kept);
        let is_untold = again.take_untold();
        let mut got = Got { visits, fetched, again: Some(again.earlier.role), is_untold };
        self.judge_file(target, &mut got, &again.earlier).await?;
        Ok(got)
    }

    /// Returns the bytes of an answer: as they were sent, or out of the evidence when this crawl had them before or they are as
    /// they were, as is `known` of their address; none when the archive no longer has them.
    pub(crate) async fn payload(&self, got: &Got, known: Option<&Known>) -> Result<Option<Payload>, Error> {
        let Some(visit) = got.visits.last() else { return Ok(None) };
        let held = match &got.fetched.answer {
            Answer::Page(page) if got.again.is_none() => {
                let content_type = page.content_type.clone();
                return Ok(Some(Payload { body: got.fetched.body(), content_type }));
            }
            Answer::Page(_) => visit.evidence.clone(),
            Answer::NotModified(_) => known.and_then(|known| known.evidence.clone()),
            _ => None,
        };
        match held {
            Some(held) => self.recall(&held).await,
            None => Ok(None),
        }
    }

    /// Fetches a target once more, without validators, because the copy that we held cannot be read back.
    pub(crate) async fn fetch_anew(&self, target: &Target) -> Result<Got, Error> {
        let met = self.unless_stopped(self.met.lock()).await?;
        let Asks::Sites(fetcher) = self.asks else {
            return Ok(self.unanswered(target, "the archive holds no answer"));
        };
        let (fetched, held) = self.ask(fetcher, target, None, &met).await?;
        let own = fetched.exchanges.clone();
        let got = self.keep(target, fetched, (own, held), (None, None)).await?;
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
        // A file that a list names now is still to be read as a page.
        let is_held =
            |known: &&Known| !known.is_gone && (target.role != Role::Article || known.document.is_some());
        let earlier = known.filter(is_held).and_then(|known| known.evidence.clone());
        let validators = match (&earlier, known) {
            (Some(_), Some(known)) => known.validators.clone(),
            _ => Validators::default(),
        };
        let Ok(url) = Url::parse(&target.url) else {
            return Ok((nowhere("the address cannot be read"), None));
        };
        self.spend(&url)?;
        let asked = host_key(&url);
        let form = target.form.as_deref().map(read_form);
        let request = Request { url, form, validators };
        let is_known = |to: &Url| self.is_known(met, target, to);
        let fetched = fetcher.fetch_short_of(&request, self.permits, &is_known);
        let fetched = self.unless_stopped_before(fetched, || fetcher.is_asking(&asked)).await?;
        self.spend_rest(&asked, &fetched);
        if let Answer::Unkept(kind, why) = fetched.answer {
            return Err(Error::LaidAside(io::Error::new(kind, why)));
        }
        Ok((fetched, earlier))
    }

    /// Whether what stands where a target leads need not be asked for: this crawl has heard of it, or it is a front page in place
    /// of a list or a file. The front page of a site that may be giving its cookies there is asked for all the same.
    fn is_known(&self, met: &Met, target: &Target, to: &Url) -> bool {
        if self.permits.cookies_of.is_some() && address::is_front_page(to) {
            return false;
        }
        let is_heard_of = || target.role != Role::List && met.knows(&key_of(to, target.form.as_deref()));
        is_front_page_instead(self.source, target, to) || is_heard_of()
    }

    /// Goes on from where a fetch was led to with what this crawl knows of that address.
    fn led_on(&self, met: &Met, target: &Target, mut fetched: Fetched) -> (Fetched, Option<Again>) {
        let to = fetched.url.clone();
        if fetched.last().is_none_or(|last| last.url == to) || !self.is_known(met, target, &to) {
            return (fetched, None);
        }
        if is_front_page_instead(self.source, target, &to) {
            fetched.answer = Answer::Page(Page::default());
            return (fetched, None);
        }
        match met.again(&key_of(&to, target.form.as_deref())) {
            Some(again) => (again.behind(fetched), Some(again)),
            None => (fetched, None),
        }
    }

    fn on_the_way(&self) -> OnTheWay {
        if self.permits.cookies_of.is_some() { OnTheWay::MayDiffer } else { OnTheWay::Same }
    }

    /// Returns what is known of where a fetch ended, given what is known of where it began.
    pub(crate) async fn known_there(
        &self,
        target: &Target,
        known: Option<Known>,
        got: &Got,
    ) -> Result<Option<Known>, Error> {
        match got.visits.last() {
            Some(landed) if landed.key != target.key => self.known(&landed.key).await,
            _ => Ok(known),
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

    /// Keeps the exchanges of a fetch as evidence; those behind an address that this crawl had heard of lie there already.
    async fn keep(
        &self,
        target: &Target,
        fetched: Fetched,
        (own, held): (Vec<Exchange>, Option<Evidence>),
        (earlier, again): (Option<Arc<Earlier>>, Option<Again>),
    ) -> Result<Got, Error> {
        if fetched.url.scheme() == "about" {
            return Ok(self.unanswered(target, "the address cannot be read"));
        }
        self.count(&own);
        self.count(&fetched.aside);
        let (aside, purpose) = (fetched.aside.clone(), self.purpose(target));
        let had_before = again.as_ref().map(|again| again.earlier.role);
        let kept = self
            .clerk
            .archive(move |desk| {
                desk.keep(&aside, None, None)?;
                let mut kept = desk.keep(&own, held.as_ref(), Some(&purpose))?;
                kept.extend(again.iter().flat_map(Again::kept));
                if let Some(earlier) = earlier {
                    earlier.kept.get_or_init(|| kept.clone());
                }
                Ok(kept)
            })
            .await?;
        let visits = self.visits(target, &fetched, &kept);
        Ok(Got { visits, fetched, again: had_before, is_untold: false })
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

    /// Waits for an answer, unless the crawl is to end before it is asked for. One that is on its way is given a moment, so that it
    /// need not be asked for again.
    async fn unless_stopped_before<T>(
        &self,
        answer: impl Future<Output = T>,
        is_asked: impl Fn() -> bool,
    ) -> Result<T, Error> {
        let mut answer = std::pin::pin!(answer);
        match self.unless_stopped(&mut answer).await {
            Err(Error::Stopped) if is_asked() => {
                tokio::time::timeout(ON_ITS_WAY, answer).await.map_err(|_| Error::Stopped)
            }
            other => other,
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
}

/// No front page is asked for in place of a list or a file.
fn is_front_page_instead(source: &Source, target: &Target, to: &Url) -> bool {
    target.role != Role::Article && address::is_front_page(to) && elsewhere(source, target, to).is_some()
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
