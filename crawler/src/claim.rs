//! One crawl of a source at a time, on hosts that nobody else asks: claimed in the store before a run begins.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use corpus::store::Claim;
use corpus::store::Claimed;
use corpus::store::Run;
use corpus::store::RunLine;
use corpus::store::Store;
use corpus::store::Target;
use jiff::SignedDuration;
use jiff::Timestamp;
use url::Url;

use crate::crawl::Crew;
use crate::crawl::Visiting;
use crate::error::Error;
use crate::fetch::Permits;
use crate::list;
use crate::source::Source;

/// How long a claim holds unless it is renewed: what a machine that sleeps or hangs may keep others waiting.
const HOLDS: SignedDuration = SignedDuration::from_secs(120);

/// How often claims are renewed.
const RENEWED: Duration = Duration::from_secs(20);

/// How long to wait before asking again for a host that another process crawls for another source.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// How a source's crawl began, or why it did not.
pub(crate) enum Begun {
    /// The hosts are ours.
    Run(Run),
    /// There is nothing for us to do.
    Skipped(String),
    /// The crawl is to end.
    Stopped,
}

/// What this process knows of its claims.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// The last run of each source when the crawl began.
    before: BTreeMap<String, Option<RunLine>>,
    /// The sources whose claim another process has taken over.
    lost: Mutex<BTreeSet<String>>,
    held: Mutex<BTreeSet<String>>,
}

impl Claims {
    /// Notes how the sources stand before the crawl.
    pub(crate) fn new(store: &Store, sources: &[Source]) -> Result<Claims, corpus::Error> {
        let mut before = BTreeMap::new();
        for source in sources {
            before.insert(source.name.as_str().to_owned(), store.last_run(source.name.as_str())?);
        }
        Ok(Claims { before, ..Claims::default() })
    }

    /// Tells whether another process took a source over, because ours slept or hung.
    pub(crate) fn is_lost(&self, source: &str) -> bool {
        lock(&self.lost).contains(source)
    }

    fn hold(&self, source: &str) {
        lock(&self.held).insert(source.to_owned());
    }

    fn let_go(&self, source: &str) {
        lock(&self.held).remove(source);
    }

    /// Tells whether a run of the source has ended since the crawl began.
    fn was_crawled_meanwhile(&self, source: &str, now: Option<&RunLine>) -> bool {
        let ended = |run: Option<&RunLine>| run.filter(|run| run.finished.is_some()).map(|run| run.id);
        let before = self.before.get(source).and_then(Option::as_ref);
        ended(now).is_some_and(|id| ended(before) != Some(id))
    }
}

/// Claims the hosts of a source and begins its run. Waits while another process asks one of the hosts for another
/// source; skips what another process crawls or has crawled meanwhile, and in scheduled crawls what rests.
pub(crate) async fn begin(crew: &Crew, source: &Source) -> Result<Begun, Error> {
    let name = source.name.as_str();
    loop {
        if *crew.stop.borrow() {
            return Ok(Begun::Stopped);
        }
        let claimed = claim(crew, source).await?;
        match claimed {
            Claimed::Granted => break,
            Claimed::SameSource => return Ok(Begun::Skipped("another process crawls it".to_owned())),
            Claimed::HostOf { host, source } => {
                tracing::info!(%host, %source, "waiting for {host}, which another process crawls for {source}");
                let mut stop = crew.stop.clone();
                let _ = tokio::time::timeout(ASK_AGAIN, stop.wait_for(|stop| *stop)).await;
            }
        }
    }
    crew.claims.hold(name);
    let asked = name.to_owned();
    let last = crew.clerk.ask(move |desk| Ok(desk.store.last_run(&asked)?)).await?;
    let rests = learn_hosts(crew, source).await?;
    learn_robots(crew, source).await?;
    let skipped = match crew.claims.was_crawled_meanwhile(name, last.as_ref()) {
        true => Some("another process crawled it meanwhile".to_owned()),
        false => rests.filter(|_| crew.visiting == Visiting::Due),
    };
    if let Some(why) = skipped {
        end(crew, source).await?;
        return Ok(Begun::Skipped(why));
    }
    let seeds: Vec<Target> = source.start.iter().map(|start| list::seed(start.url(), start.key())).collect();
    let (name, now, visiting) = (name.to_owned(), (crew.surroundings.now)(), crew.visiting);
    let run = crew
        .clerk
        .keep(move |desk| {
            Ok(match visiting {
                Visiting::All => desk.store.begin_run(&name, now, &seeds)?,
                Visiting::Due => desk.store.begin_due_run(&name, now, &seeds)?,
            })
        })
        .await?;
    let crawl_began = crew.began.min(run.crawl_began);
    Ok(Begun::Run(Run { crawl_began, ..run }))
}

/// Gives the hosts of a source back.
pub(crate) async fn end(crew: &Crew, source: &Source) -> Result<(), Error> {
    let (holder, name) = (crew.holder.clone(), source.name.as_str().to_owned());
    crew.claims.let_go(&name);
    crew.clerk.keep(move |desk| Ok(desk.store.give_back(&holder, &name)?)).await
}

/// Renews the claims until dropped.
pub(crate) async fn renew(crew: Crew) -> Result<(), Error> {
    loop {
        tokio::time::sleep(RENEWED).await;
        let (holder, until) = (crew.holder.clone(), holds_until((crew.surroundings.now)()));
        let held = lock(&crew.claims.held).clone();
        let ours = crew.clerk.keep(move |desk| Ok(desk.store.renew_claims(&holder, until)?)).await?;
        // A source may have been given back meanwhile; then nobody asks for it any more.
        lock(&crew.claims.lost).extend(held.into_iter().filter(|source| !ours.contains(source)));
    }
}

async fn claim(crew: &Crew, source: &Source) -> Result<Claimed, Error> {
    let now = (crew.surroundings.now)();
    let claim = Claim {
        source: source.name.as_str().to_owned(),
        hosts: claimed_hosts(&source.permits()),
        holder: crew.holder.clone(),
        until: holds_until(now),
    };
    let is_at_work = crew.is_at_work.clone();
    crew.clerk.keep(move |desk| Ok(desk.store.claim(&claim, now, &*is_at_work)?)).await
}

/// Writes hosts the way that they are compared.
fn claimed_hosts(permits: &Permits) -> Vec<String> {
    permits.hosts.iter().map(|host| Permits::plain_host(host)).collect()
}

fn holds_until(now: Timestamp) -> Timestamp {
    now.checked_add(HOLDS).unwrap_or(now)
}

/// Learns how the hosts of a source stand; tells why a scheduled crawl leaves the source alone: one of its hosts was
/// given up and rests.
async fn learn_hosts(crew: &Crew, source: &Source) -> Result<Option<String>, Error> {
    let now = (crew.surroundings.now)();
    let (hosts, learned) = (claimed_hosts(&source.permits()), crew.hosts.clone());
    crew.clerk
        .ask(move |desk| {
            let mut why = None;
            for host in hosts {
                let Some(state) = desk.store.host(&host)? else { continue };
                learned.learn(&state);
                if let Some(until) = state.rest_until.filter(|until| *until > now) {
                    let reason = state.why.unwrap_or_default();
                    why = why.or(Some(format!("{host} is left alone until {until}: {reason}")));
                }
            }
            Ok(why)
        })
        .await
}

/// Lets the fetching know what earlier crawls learned of the robots.txt of every site that the source lists.
async fn learn_robots(crew: &Crew, source: &Source) -> Result<(), Error> {
    let (permits, fetcher) = (source.permits(), crew.fetcher.clone());
    crew.clerk
        .ask(move |desk| {
            for site in desk.store.robots_sites()? {
                let is_listed = Url::parse(&site).is_ok_and(|url| permits.lists(&url));
                if let Some(copy) = if is_listed { desk.store.robots(&site)? } else { None } {
                    fetcher.remember_robots(copy);
                }
            }
            Ok(())
        })
        .await
}

/// What these locks guard is whole at every moment, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
