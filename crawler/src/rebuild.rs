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
use corpus::store::Target;
use corpus::visit::Role;
use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio::sync::Semaphore;
use tokio::sync::watch;

use crate::alike::Alike;
use crate::archive::Archive;
use crate::archive::ArchiveSettings;
use crate::archive::Purpose;
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
    /// The place in the frontier up to which all that was met before is played.
    behind: i64,
    /// The last place of what lists named, once the pages that none named stand behind it.
    listed_to: Option<i64>,
    pagings: HashMap<String, Paging>,
    alike: Alike,
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
        let Purpose { source: name, run, target, .. } = &fetch.purpose;
        let Some(source) = rebuild.sources.iter().find(|source| source.name.as_str() == name) else {
            *rebuilt.without_recipe.entry(name.clone()).or_default() += 1;
            continue;
        };
        if playing.get(name).is_none_or(|playing| playing.recorded_run != *run) {
            if let Some(ended) = playing.remove(name) {
                end(rebuild, clerk, recorded, (source, ended)).await?;
            }
            playing.insert(name.clone(), begin(clerk, fetch).await?);
            rebuilt.crawls += 1;
        }
        let Some(playing) = playing.get_mut(name) else { continue };
        if target.role == Role::Article {
            play_met(rebuild, clerk, recorded, (source, Some(&target.key)), playing).await?;
        }
        playing.until = playing.until.max(fetch.until);
        play(rebuild, clerk, recorded, (source, target), playing).await?;
        rebuilt.pages += 1;
    }
    tell(total, total);
    for source in rebuild.sources {
        if let Some(ended) = playing.remove(source.name.as_str()) {
            end(rebuild, clerk, recorded, (source, ended)).await?;
        }
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
        behind: 0,
        listed_to: None,
        pagings: HashMap::new(),
        alike: Alike::default(),
        met: Mutex::default(),
    })
}

async fn end(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    (source, mut playing): (&Source, Playing),
) -> Result<(), Error> {
    play_met(rebuild, clerk, recorded, (source, None), &mut playing).await?;
    clerk.ask(move |desk| Ok(desk.store.finish_run(&playing.run, playing.until, None)?)).await
}

/// Plays one page back, with the files that it asks for.
async fn play(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    (source, target): (&Source, &Target),
    playing: &mut Playing,
) -> Result<(), Error> {
    let until = playing.until;
    let surroundings = Surroundings { now: Arc::new(move || until), random: Arc::new(|| 0.5) };
    let permits = source.permits();
    let (readers, hosts, (_tell, stop)) = (Semaphore::new(1), Hosts::default(), watch::channel(false));
    let errand = Errand {
        asks: Asks::Record { recorded, size_cap: rebuild.size_cap },
        clerk,
        surroundings: &surroundings,
        source,
        permits: &permits,
        run: playing.recorded_run,
        workshop: rebuild.workshop,
        met: &playing.met,
        readers: &readers,
        hosts: &hosts,
        daily_requests: 0,
        stop,
    };
    let known = errand.known(&target.key).await?;
    let mut visited = match target.role {
        Role::List => list::visit(&errand, target, known).await?,
        Role::Article | Role::Attachment => Some(article::visit(&errand, target, known).await?),
    };
    if let Some(visited) = &mut visited {
        playing.alike.settle(&errand, target, visited)?;
    }
    let Some(Visited { mut visits, mut found, listing, mut warning, .. }) = visited else { return Ok(()) };
    if let Some(listing) = listing {
        let concluded = list::conclude(source, &permits, target, &listing, &mut playing.pagings);
        found = Found::Links(concluded.targets);
        warning = warning.or(concluded.warning);
    }
    if let Some(warning) = &warning {
        warning.keep_with(&mut visits);
    }
    let (run, target) = (playing.run.clone(), target.clone());
    clerk.ask(move |desk| Ok(desk.store.record(&run, &Step { target: &target, visits, found })?)).await?;
    Ok(())
}

/// Plays what the crawl came to, before it asked for an address or at its end, without fetching it, since other addresses had led
/// there. The pages that no list named came last.
async fn play_met(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    (source, before): (&Source, Option<&str>),
    playing: &mut Playing,
) -> Result<(), Error> {
    let (run, key) = (playing.run.clone(), before.map(str::to_owned));
    let place = clerk.ask(move |desk| match key {
        Some(key) => Ok(desk.store.place(&run, &key)?),
        None => Ok(None),
    });
    let place = place.await?;
    play_up_to(rebuild, clerk, recorded, (source, place.unwrap_or(i64::MAX)), playing).await?;
    if place.is_some() || playing.listed_to.is_some() {
        return Ok(());
    }
    playing.listed_to = Some(playing.behind);
    let (run, key) = (playing.run.clone(), before.map(str::to_owned));
    let place = clerk.ask(move |desk| {
        desk.store.enqueue_known(&run)?;
        match key {
            Some(key) => Ok(desk.store.place(&run, &key)?),
            None => Ok(None),
        }
    });
    let place = place.await?.unwrap_or(i64::MAX);
    play_up_to(rebuild, clerk, recorded, (source, place), playing).await
}

async fn play_up_to(
    rebuild: &Rebuild<'_>,
    clerk: &Clerk,
    recorded: &Recorded,
    (source, place): (&Source, i64),
    playing: &mut Playing,
) -> Result<(), Error> {
    let (run, places) = (playing.run.clone(), playing.behind..place);
    let pending = clerk.ask(move |desk| Ok(desk.store.pending_between(&run, places)?)).await?;
    for next in pending {
        playing.behind = next.place;
        let is_listed = playing.listed_to.is_none_or(|last| next.place <= last);
        let is_to_be_told = {
            let (met, key) = (playing.met.lock().await, &next.target.key);
            met.knows(key) && (is_listed || !met.was_asked_for(key))
        };
        if is_to_be_told {
            play(rebuild, clerk, recorded, (source, &next.target), playing).await?;
        }
    }
    Ok(())
}
