//! The engine: sources in; every listed page fetched, kept as evidence, read and stored; a report per source out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use corpus::store::Store;
use corpus::visit::Outcome;
use corpus::visit::Role;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::archive::Archive;
use crate::archive::ArchiveSettings;
use crate::claim;
use crate::claim::Begun;
use crate::claim::Claims;
use crate::config::Config;
use crate::desk::Clerk;
use crate::desk::Desk;
use crate::error::Error;
use crate::fetch::Fetcher;
use crate::fetch::Settings;
use crate::fetch::Surroundings;
use crate::files::Workshop;
use crate::follow;
use crate::hosts::Hosts;
use crate::source::Source;
use crate::warning::Warning;

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
    /// Which of the known pages are visited.
    pub visiting: Visiting,
    /// Tells whether the process with a stamp is still at work; what a dead one claimed is taken over.
    pub is_at_work: IsAtWork,
}

/// Tells whether the process with a stamp is still at work.
pub type IsAtWork = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Which of the known pages a crawl visits; lists and new pages are always visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visiting {
    /// Every page.
    All,
    /// Pages that are due by how often they changed; hosts that were given up are left alone while they rest.
    Due,
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
    /// How many of the new pages gave a document that was there already, so that they are another address of it.
    pub other_addresses: u64,
    /// How many list pages were read.
    pub lists: u64,
    /// Why the source failed, when it did.
    pub failure: Option<String>,
    /// What went well and wants to be looked at all the same.
    pub warnings: Vec<Warning>,
    /// Whether the crawl was stopped; the next one goes on where it was.
    pub is_interrupted: bool,
    /// Why the source was left to another time or process, when it was; that is no failure.
    pub skipped: Option<String>,
}

/// Shows events to whoever runs the crawl.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// What all sources of a crawl share.
#[derive(Clone)]
pub(crate) struct Crew {
    pub(crate) fetcher: Fetcher,
    pub(crate) clerk: Clerk,
    pub(crate) surroundings: Surroundings,
    pub(crate) workshop: Workshop,
    pub(crate) readers: Arc<Semaphore>,
    pub(crate) holder: String,
    pub(crate) began: Timestamp,
    pub(crate) is_at_work: IsAtWork,
    pub(crate) claims: Arc<Claims>,
    pub(crate) visiting: Visiting,
    pub(crate) daily_requests: u64,
    pub(crate) size_cap: u64,
    pub(crate) hosts: Arc<Hosts>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) tell: Tell,
}

/// Crawls every source once; `stop` ends it after the step at hand. Gives the store back with a report per source.
///
/// # Errors
/// `NoContact` and `ExampleContact` before anything is fetched; `Store` and `Archive` when something cannot be kept.
pub async fn run(
    crawl: Crawl,
    store: Store,
    stop: watch::Receiver<bool>,
    tell: Tell,
) -> Result<(Store, Vec<Report>), Error> {
    for source in &crawl.sources {
        crawl.config.refuse_without_contact(source)?;
    }
    let settings = ArchiveSettings {
        rotate_at: crawl.config.archive_file_mb.saturating_mul(1_000_000),
        software: concat!("gongbao/", env!("CARGO_PKG_VERSION")).to_owned(),
        operator: crawl.config.contact.clone(),
        stamp: crawl.stamp.clone(),
    };
    let claims = Claims::new(&store, &crawl.sources)?;
    let (archive, mended) = Archive::open(&crawl.archive, settings)?;
    for mended in mended {
        tell(Event::Mended { file: mended.file, cut: mended.cut });
    }
    let (clerk, thread) = Clerk::start(Desk::new(store, archive, &crawl.archive));
    let settings = fetch_settings(&crawl.config);
    let size_cap = settings.size_cap;
    let settings = Settings { laid_aside: Some(crawl.archive), ..settings };
    let fetcher = Fetcher::new(settings, crawl.surroundings.clone())?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let readers = Arc::new(Semaphore::new(cores));
    let began = (crawl.surroundings.now)();
    let crew = Crew {
        fetcher,
        clerk,
        surroundings: crawl.surroundings,
        workshop: crawl.workshop,
        readers,
        holder: crawl.stamp,
        began,
        is_at_work: crawl.is_at_work,
        claims: Arc::new(claims),
        visiting: crawl.visiting,
        daily_requests: crawl.config.daily_requests,
        size_cap,
        hosts: Arc::new(Hosts::default()),
        stop,
        tell,
    };
    let reports = tokio::select! {
        reports = crawl_all(&crew, crawl.sources, crawl.config.sources_at_once) => reports,
        Err(err) = claim::renew(crew.clone()) => Err(err),
    };
    drop(crew);
    let desk = tokio::task::spawn_blocking(move || thread.join()).await;
    let desk = desk.ok().and_then(Result::ok).ok_or(Error::DeskClosed)?;
    let store = desk.close()?;
    Ok((store, reports?))
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
    let (mut reports, mut lost) = (Vec::new(), None);
    while let Some(joined) = tasks.join_next().await {
        let (order, report) = joined.map_err(|_| Error::DeskClosed)?;
        match report {
            Ok(report) => reports.push((order, report)),
            // Whoever else was in the batch knows why.
            Err(err @ Error::BatchLost) => lost = Some(err),
            Err(err) => return Err(err),
        }
    }
    if let Some(lost) = lost {
        return Err(lost);
    }
    reports.sort_by_key(|(order, _)| *order);
    Ok(reports.into_iter().map(|(_, report)| report).collect())
}

async fn crawl_source(crew: &Crew, source: &Source) -> Result<Report, Error> {
    let mut report = Report {
        source: source.name.as_str().to_owned(),
        outcomes: BTreeMap::new(),
        other_addresses: 0,
        lists: 0,
        failure: None,
        warnings: Vec::new(),
        is_interrupted: false,
        skipped: None,
    };
    let run = match claim::begin(crew, source).await? {
        Begun::Run(run) => run,
        Begun::Skipped(why) => {
            report.skipped = Some(why);
            (crew.tell)(Event::Ended(report.clone()));
            return Ok(report);
        }
        Begun::Stopped => {
            report.is_interrupted = true;
            (crew.tell)(Event::Ended(report.clone()));
            return Ok(report);
        }
    };
    (crew.tell)(Event::Began { source: run.source.clone(), is_resumed: run.is_resumed });
    let report = follow::follow(crew, source, &run, report).await?;
    if !report.is_interrupted {
        let (failure, now) = (report.failure.clone(), (crew.surroundings.now)());
        crew.clerk.keep(move |desk| Ok(desk.store.finish_run(&run, now, failure.as_deref())?)).await?;
    }
    claim::end(crew, source).await?;
    (crew.tell)(Event::Ended(report.clone()));
    Ok(report)
}
