//! The engine: sources in; every listed page fetched, kept as evidence, read and stored; a report per source out.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use corpus::store::Found;
use corpus::store::Run;
use corpus::store::Step;
use corpus::store::Store;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Visit;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::archive::Archive;
use crate::archive::ArchiveSettings;
use crate::article;
use crate::config::Config;
use crate::desk::Clerk;
use crate::desk::Desk;
use crate::discover::Paging;
use crate::errand::Asks;
use crate::errand::Errand;
use crate::error::Error;
use crate::fetch::Fetcher;
use crate::fetch::Settings;
use crate::fetch::Surroundings;
use crate::files::Workshop;
use crate::list;
use crate::source::Source;

/// So many pages in a row that cannot be had mean that the site is down: asking on would only add to its load.
const GIVE_UP_AFTER: usize = 5;

/// What a crawl needs besides the store.
pub struct Crawl {
    /// The sources to crawl.
    pub sources: Vec<Source>,
    /// The settings that all sources share.
    pub config: Config,
    /// The folder of the WARC files.
    pub archive: PathBuf,
    /// Makes the names of this crawl's WARC files its own, such as a time and a process number.
    pub stamp: String,
    /// The clock and the dice.
    pub surroundings: Surroundings,
    /// Where files are read.
    pub workshop: Workshop,
}

/// What the caller may want to show while a crawl goes on.
#[derive(Clone, Debug)]
pub enum Event {
    /// A WARC file that a crash had left torn was mended.
    Mended {
        /// The file.
        file: String,
        /// Bytes cut off its end.
        cut: u64,
    },
    /// A source's crawl began.
    Began {
        /// The source.
        source: String,
        /// Whether an interrupted crawl goes on.
        is_resumed: bool,
    },
    /// One target was done.
    Visited {
        /// The source.
        source: String,
        /// The address.
        url: String,
        /// What the address is for.
        role: Role,
        /// What came of it.
        outcome: Outcome,
        /// Why, when it needs saying.
        detail: Option<String>,
        /// Targets done so far in this run.
        done: u64,
        /// Targets known so far in this run.
        known: u64,
    },
    /// A source's crawl ended.
    Ended(Report),
}

/// What came of crawling one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The source.
    pub source: String,
    /// What came of the articles.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// How many list pages were read.
    pub lists: u64,
    /// Why the source failed, when it did.
    pub failure: Option<String>,
    /// Whether the crawl was stopped; the next one goes on where it was.
    pub is_interrupted: bool,
}

/// Shows events to whoever runs the crawl.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// What all sources of a crawl share.
#[derive(Clone)]
struct Crew {
    fetcher: Fetcher,
    clerk: Clerk,
    surroundings: Surroundings,
    workshop: Workshop,
    stop: watch::Receiver<bool>,
    tell: Tell,
}

/// Crawls every source once; `stop` ends it after the step at hand. Gives the store back with a report per source.
///
/// # Errors
/// `NoContact` before anything is fetched; `Store` and `Archive` when something cannot be kept.
pub async fn run(
    crawl: Crawl,
    store: Store,
    stop: watch::Receiver<bool>,
    tell: Tell,
) -> Result<(Store, Vec<Report>), Error> {
    refuse_without_contact(&crawl)?;
    let settings = ArchiveSettings {
        rotate_at: crawl.config.archive_file_mb.saturating_mul(1_000_000),
        software: concat!("gongbao/", env!("CARGO_PKG_VERSION")).to_owned(),
        operator: crawl.config.contact.clone(),
        stamp: crawl.stamp.clone(),
    };
    let (archive, mended) = Archive::open(&crawl.archive, settings)?;
    for mended in mended {
        tell(Event::Mended { file: mended.file, cut: mended.cut });
    }
    let (clerk, thread) = Clerk::start(Desk::new(store, archive, &crawl.archive));
    let fetcher = Fetcher::new(fetch_settings(&crawl.config), crawl.surroundings.clone())?;
    let (surroundings, workshop) = (crawl.surroundings, crawl.workshop);
    let crew = Crew { fetcher, clerk, surroundings, workshop, stop, tell };
    let reports = crawl_all(&crew, crawl.sources, crawl.config.sources_at_once).await;
    drop(crew);
    let desk = tokio::task::spawn_blocking(move || thread.join()).await;
    let desk = desk.ok().and_then(Result::ok).ok_or(Error::DeskClosed)?;
    let store = desk.close()?;
    Ok((store, reports?))
}

fn refuse_without_contact(crawl: &Crawl) -> Result<(), Error> {
    if crawl.config.contact.is_some() {
        return Ok(());
    }
    for source in &crawl.sources {
        if let Some(host) = source.public_host() {
            let source_name = source.name.as_str().to_owned();
            return Err(Error::NoContact { source_name, host: host.to_owned() });
        }
    }
    Ok(())
}

/// Returns how we fetch, from the settings that all sources share.
pub(crate) fn fetch_settings(config: &Config) -> Settings {
    Settings {
        contact: config.contact.clone(),
        size_cap: config.largest_response_mb.saturating_mul(1_000_000),
        ..Settings::default()
    }
}

async fn crawl_all(crew: &Crew, sources: Vec<Source>, at_once: usize) -> Result<Vec<Report>, Error> {
    let places = Arc::new(Semaphore::new(at_once.clamp(1, 64)));
    let mut tasks = JoinSet::new();
    for (order, source) in sources.into_iter().enumerate() {
        let crew = crew.clone();
        let places = Arc::clone(&places);
        tasks.spawn(async move {
            let _place = places.acquire_owned().await;
            (order, crawl_source(&crew, &source).await)
        });
    }
    let mut reports = Vec::new();
    while let Some(joined) = tasks.join_next().await {
        let (order, report) = joined.map_err(|_| Error::DeskClosed)?;
        reports.push((order, report?));
    }
    reports.sort_by_key(|(order, _)| *order);
    Ok(reports.into_iter().map(|(_, report)| report).collect())
}

/// What one source's crawl has come to so far.
struct Tally {
    report: Report,
    pagings: HashMap<String, Paging>,
    failures_in_a_row: usize,
}

async fn crawl_source(crew: &Crew, source: &Source) -> Result<Report, Error> {
    let seeds: Vec<Target> = source.start.iter().map(|start| list::seed(start.url(), start.key())).collect();
    let (name, now) = (source.name.as_str().to_owned(), (crew.surroundings.now)());
    let run = crew.clerk.ask(move |desk| Ok(desk.store.begin_run(&name, now, &seeds)?)).await?;
    (crew.tell)(Event::Began { source: run.source.clone(), is_resumed: run.is_resumed });
    let mut tally = Tally {
        report: Report {
            source: run.source.clone(),
            outcomes: BTreeMap::new(),
            lists: 0,
            failure: None,
            is_interrupted: false,
        },
        pagings: HashMap::new(),
        failures_in_a_row: 0,
    };
    follow_frontier(crew, source, &run, &mut tally).await?;
    let report = tally.report;
    if !report.is_interrupted {
        let (failure, now) = (report.failure.clone(), (crew.surroundings.now)());
        let ended = run.clone();
        crew.clerk.ask(move |desk| Ok(desk.store.finish_run(&ended, now, failure.as_deref())?)).await?;
    }
    (crew.tell)(Event::Ended(report.clone()));
    Ok(report)
}

async fn follow_frontier(crew: &Crew, source: &Source, run: &Run, tally: &mut Tally) -> Result<(), Error> {
    let mut stop = crew.stop.clone();
    let permits = source.permits();
    let errand = Errand {
        asks: Asks::Sites(&crew.fetcher),
        clerk: &crew.clerk,
        surroundings: &crew.surroundings,
        source,
        permits: &permits,
        run: run.id,
        workshop: &crew.workshop,
    };
    let mut known_are_listed = false;
    loop {
        let at = run.clone();
        let Some(target) = crew.clerk.ask(move |desk| Ok(desk.store.next_target(&at)?)).await? else {
            if known_are_listed {
                return Ok(());
            }
            let at = run.clone();
            crew.clerk.ask(move |desk| Ok(desk.store.enqueue_known(&at)?)).await?;
            known_are_listed = true;
            continue;
        };
        let visited = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => {
                tally.report.is_interrupted = true;
                return Ok(());
            }
            visited = visit(&errand, &target, tally) => visited?,
        };
        record(crew, run, target, visited, tally).await?;
        if tally.failures_in_a_row >= GIVE_UP_AFTER {
            let failure =
                format!("{GIVE_UP_AFTER} addresses in a row could not be fetched; the rest was left");
            tally.report.failure.get_or_insert(failure);
            return Ok(());
        }
    }
}

/// What one target came to: every visit it took, and what was found.
pub(crate) struct Visited {
    /// The visits, in order.
    pub(crate) visits: Vec<Visit>,
    /// What was found.
    pub(crate) found: Found,
    /// Why the whole source counts as failed, when this target decides it.
    pub(crate) failure: Option<String>,
}

async fn visit(errand: &Errand<'_>, target: &Target, tally: &mut Tally) -> Result<Visited, Error> {
    match target.role {
        Role::List => list::visit(errand, target, &mut tally.pagings).await,
        Role::Article | Role::Attachment => article::visit(errand, target).await,
    }
}

async fn record(
    crew: &Crew,
    run: &Run,
    target: Target,
    visited: Visited,
    tally: &mut Tally,
) -> Result<(), Error> {
    let Visited { visits, found, failure } = visited;
    let detail = visits.last().and_then(|visit| visit.detail.clone());
    let (at, done) = (run.clone(), target.clone());
    let (recorded, progress) = crew
        .clerk
        .ask(move |desk| {
            let recorded = desk.store.record(&at, &Step { target: &done, visits, found })?;
            Ok((recorded, desk.store.progress(&at)?))
        })
        .await?;
    match target.role {
        Role::List => tally.report.lists += u64::from(failure.is_none()),
        Role::Article | Role::Attachment => {
            *tally.report.outcomes.entry(recorded.outcome).or_default() += 1;
        }
    }
    if let Some(failure) = failure {
        tally.report.failure.get_or_insert(failure);
    }
    match recorded.outcome {
        Outcome::Transient => tally.failures_in_a_row += 1,
        _ => tally.failures_in_a_row = 0,
    }
    (crew.tell)(Event::Visited {
        source: run.source.clone(),
        url: target.url,
        role: target.role,
        outcome: recorded.outcome,
        detail,
        done: progress.0,
        known: progress.1,
    });
    Ok(())
}
