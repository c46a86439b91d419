//! Sources in: crawled, kept, and followed by the index; what came of it out.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use corpus::store::Store;
use crawler::Crawl;
use crawler::Event;
use crawler::Report;
use crawler::Source;
use index::sync::Caught;
use tokio::sync::watch;

use crate::folder::Folder;
use crate::room::Room;
use crate::world;

/// How often and how long we wait for another process that writes the index: ten seconds in all.
const TURNS: usize = 40;
const TURN: Duration = Duration::from_millis(250);

/// What one round came to.
pub(crate) struct Round {
    /// A report per source.
    pub(crate) reports: Vec<Report>,
    /// What the index took over; `None` when another process was writing it.
    pub(crate) caught: Option<Caught>,
}

/// Crawls sources once and lets the index catch up, also after a stop: what was fetched can be searched.
///
/// # Errors
/// When another crawl holds the folder, or something cannot be kept.
pub(crate) async fn once(
    sources: Vec<Source>,
    config: crawler::Config,
    folder: &Folder,
    stop: watch::Receiver<bool>,
    tell: impl Fn(Event) + Send + Sync + 'static,
) -> anyhow::Result<Round> {
    let store = folder.open()?;
    let _lock = world::lock_crawl(folder.root())?;
    let room = Room::check(folder.root(), config.keep_free_mb)?;
    let stop = room.guard(stop);
    let workshop = world::workshop(&config);
    let crawl = Crawl {
        sources,
        config,
        archive: folder.archive(),
        stamp: world::stamp(),
        surroundings: world::surroundings(),
        workshop,
    };
    let (store, reports) = crawler::run(crawl, store, stop, Arc::new(tell)).await?;
    // Indexing takes room too; what was kept is indexed when there is some.
    room.refuse()?;
    let caught = catch_up(&store, folder)?;
    Ok(Round { reports, caught })
}

/// Lets the index follow the store's change feed to its end. `None` when another process writes the index all the
/// while: what was kept is safe, and whoever catches up next takes it over.
///
/// # Errors
/// When the index is damaged or cannot be written.
pub(crate) fn catch_up(store: &Store, folder: &Folder) -> anyhow::Result<Option<Caught>> {
    for _ in 0..TURNS {
        match index::sync::catch_up(store, &folder.index(), &mut |_| {}) {
            Err(index::Error::Busy { .. }) => std::thread::sleep(TURN),
            caught => return caught.map(Some).context("the index cannot follow the store"),
        }
    }
    tracing::warn!(
        "another process is writing the index; what was kept is indexed with the next import or crawl"
    );
    Ok(None)
}
