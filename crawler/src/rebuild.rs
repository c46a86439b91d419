//! The evidence of past crawls and the recipes in; the store that those crawls had made out, read by today's extraction.
//!
//! Every fetch is played back through the code that a crawl runs, in the order in which it was made: names of documents,
//! versions, dates and tombstones come out as they were. What was imported and what left no exchange (a timeout, a host
//! without an address) is not in the evidence.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use corpus::store::Found;
use corpus::store::Run;
use corpus::store::Step;
use corpus::store::Store;
use corpus::visit::Role;
use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::sync::Semaphore;
use tokio::sync::watch;

use crate::archive::Archive;
use crate::archive::ArchiveSettings;
use crate::article;
use crate::desk::Clerk;
use crate::desk::Desk;
use crate::discover::Paging;
use crate::errand::Asks;
use crate::errand::Errand;
use crate::errand::Met;
use crate::error::Error;
use crate::fetch::Surroundings;
use crate::files::Workshop;
use crate::follow::Visited;
use crate::hosts::Hosts;
use crate::list;
use crate::recorded::Recorded;
use crate::recorded::RecordedFetch;
use crate::recorded::Unplaced;
use crate::source::Source;

/// What rebuilding needs besides the store.
pub struct Rebuild<'a> {
    /// The folder of the WARC files.
    pub archive: &'a Path,
    /// The recipes of today.
    pub sources: &'a [Source],
    /// Where files are read.
    pub workshop: &'a Workshop,
    /// The cap on a decoded answer, in bytes, as the crawls had it.
    pub size_cap: u64,
}

/// What rebuilding came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Crawls of a source.
    pub crawls: u64,
    /// Pages that were played back.
    pub pages: u64,
    /// Files beside pages that no page asks for today.
    pub unused_files: u64,
    /// Pages of sources without a recipe, by source.
    pub without_recipe: BTreeMap<String, u64>,
    /// What the archive does not say.
    pub unplaced: Unplaced,
}

/// A crawl that is being played back.
struct Playing {
    recorded_run: i64,
    run: Run,
    until: Timestamp,
    pagings: HashMap<String, Paging>,
    met: Mutex<Met>,
}

/// Plays all crawls back into an empty store; `tell` hears how many of how many fetches are done.
///
/// # Errors
/// `Store` and `Archive` when the one cannot be written or the other not be read.
pub async fn run(
    rebuild: &Rebuild<'_>,
    store: Store,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<(Store, Rebuilt), Error> {
    let (recorded, unplaced) = Recorded::read(rebuild.archive)?;
    let mut rebuilt = Rebuilt { unplaced, ..Rebuilt::default() };
    let settings = ArchiveSettings {
        rotate_at: ArchiveSettings::ROTATE_AT,
        software: String::new(),
        operator: None,
        stamp: "rebuild".to_owned(),
    };
    // Nothing is appended; an archive that writes nothing makes no file.
    let (archive, _) = Archive::open(rebuild.archive, settings)?;
    let (clerk, thread) = Clerk::start(Desk::new(store, archive, rebuild.archive));
    let played = play_all(rebuild, &clerk, &recorded, &mut rebuilt, tell).await;
    drop(clerk);
    let desk = tokio::task::spawn_blocking(move || thread.join()).await;
    let desk = desk.ok().and_then(Result::ok).ok_or(Error::DeskClosed)?;
    let store = desk.close()?;
    played?;
    Ok((store, rebuilt))
}

async fn play_all(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    rebuilt: &mut Rebuilt,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<(), Error> {
    let total = recorded.fetches().len() as u64;
    let mut playing: HashMap<String, Playing> = HashMap::new();
    for (at, fetch) in recorded.fetches().iter().enumerate() {
        tell(at as u64, total);
        if !recorded.is_waiting(at) {
            continue;
        }
        if fetch.purpose.target.role == Role::Attachment {
            rebuilt.unused_files += 1;
            continue;
        }
        let name = &fetch.purpose.source;
        let Some(source) = rebuild.sources.iter().find(|source| source.name.as_str() == name) else {
            *rebuilt.without_recipe.entry(name.clone()).or_default() += 1;
            continue;
        };
        if playing.get(name).is_none_or(|playing| playing.recorded_run != fetch.purpose.run) {
            if let Some(ended) = playing.remove(name) {
                end(clerk, ended).await?;
            }
            playing.insert(name.clone(), begin(clerk, fetch).await?);
            rebuilt.crawls += 1;
        }
        let Some(playing) = playing.get_mut(name) else { continue };
        playing.until = playing.until.max(fetch.until);
        play(rebuild, clerk, recorded, (source, fetch), playing).await?;
        rebuilt.pages += 1;
    }
    tell(total, total);
    for (_, ended) in playing.drain() {
        end(clerk, ended).await?;
    }
    Ok(())
}

async fn begin(clerk: &Clerk, fetch: &RecordedFetch) -> Result<Playing, Error> {
    let (name, at) = (fetch.purpose.source.clone(), fetch.at);
    let run = clerk.ask(move |desk| Ok(desk.store.begin_run(&name, at, &[])?)).await?;
    Ok(Playing {
        recorded_run: fetch.purpose.run,
        run,
        until: at,
        pagings: HashMap::new(),
        met: Mutex::default(),
    })
}

async fn end(clerk: &Clerk, playing: Playing) -> Result<(), Error> {
    clerk.ask(move |desk| Ok(desk.store.finish_run(&playing.run, playing.until, None)?)).await
}

/// Plays one page back, with the files that it asks for.
async fn play(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    (source, fetch): (&Source, &RecordedFetch),
    playing: &mut Playing,
) -> Result<(), Error> {
    let until = fetch.until;
    let surroundings = Surroundings { now: Arc::new(move || until), random: Arc::new(|| 0.5) };
    let permits = source.permits();
    let (readers, hosts, (_tell, stop)) = (Semaphore::new(1), Hosts::default(), watch::channel(false));
    let errand = Errand {
        asks: Asks::Record { recorded, size_cap: rebuild.size_cap },
        clerk,
        surroundings: &surroundings,
        source,
        permits: &permits,
        run: fetch.purpose.run,
        workshop: rebuild.workshop,
        met: &playing.met,
        readers: &readers,
        hosts: &hosts,
        daily_requests: 0,
        stop,
    };
    let target = fetch.purpose.target.clone();
    let known = errand.known(&target.key).await?;
    let visited = match target.role {
        Role::List => list::visit(&errand, &target, known).await?,
        Role::Article | Role::Attachment => article::visit(&errand, &target, known).await?,
    };
    let Some(Visited { mut visits, mut found, listing, mut warning, .. }) = visited else { return Ok(()) };
    if let Some(listing) = listing {
        let concluded = list::conclude(source, &permits, &target, &listing, &mut playing.pagings);
        found = Found::Links(concluded.targets);
        warning = warning.or(concluded.warning);
    }
    if let Some(warning) = &warning {
        warning.keep_with(&mut visits);
    }
    let run = playing.run.clone();
    clerk.ask(move |desk| Ok(desk.store.record(&run, &Step { target: &target, visits, found })?)).await?;
    Ok(())
}
