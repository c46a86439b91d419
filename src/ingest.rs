//! Sources in: crawled, kept, and followed by the index; what came of it out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use corpus::store::Store;
use crawler::Crawl;
use crawler::Report;
use crawler::Source;
use crawler::Tell;
use crawler::Visiting;
use index::sync::Caught;
use jiff::SignedDuration;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::folder::Folder;
use crate::follower::Follower;
use crate::follower::sum;
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
/// When something cannot be kept.
pub(crate) async fn once(
    sources: Vec<Source>,
    config: crawler::Config,
    visiting: Visiting,
    folder: &Folder,
    stop: watch::Receiver<bool>,
    tell: Tell,
) -> anyhow::Result<Round> {
    let store = folder.open()?;
    let _lock = world::share_crawl(folder.root())?;
    let stamp = world::stamp();
    let _presence = world::announce(folder.root(), &stamp)?;
    let data = folder.root().to_owned();
    let room = Room::check(folder.root(), config.keep_free_mb)?;
    let stop = room.guard(stop);
    let workshop = world::workshop(&config);
    let crawl = Crawl {
        sources,
        config,
        archive: folder.archive(),
        stamp,
        surroundings: world::surroundings(),
        workshop,
        visiting,
        is_at_work: Arc::new(move |stamp| world::is_at_work(&data, stamp)),
    };
    let follower = Follower::start(folder, stop.clone())?;
    let crawled = crawler::run(crawl, store, stop, tell).await;
    let followed = follower.stop();
    let (store, reports) = crawled?;
    // Indexing takes room too; what was kept is indexed when there is some.
    room.refuse()?;
    let caught = catch_up(&store, folder)?.map(|rest| sum(followed, rest));
    Ok(Round { reports, caught })
}

/// Crawls each source when it is due, until told to stop; with [`Rounds::Once`] only what is due now. What came due
/// while nobody ran is crawled at once. `done` hears of each round. Returns what comes next when nothing was due.
///
/// # Errors
/// When something cannot be kept.
pub(crate) async fn on_schedule(
    sources: &[Source],
    config: &crawler::Config,
    rounds: Rounds,
    folder: &Folder,
    mut stop: watch::Receiver<bool>,
    (tell, done): (Tell, &(dyn Fn(&Round) + Send + Sync)),
) -> anyhow::Result<Option<Next>> {
    let mut tried: BTreeMap<String, Timestamp> = BTreeMap::new();
    while !*stop.borrow() {
        let now = world::now();
        let due = due(sources, config, &folder.open()?, &tried)?;
        let (ready, later): (Vec<_>, Vec<_>) = due.into_iter().partition(|(_, due)| *due <= now);
        if !ready.is_empty() {
            let ready: Vec<Source> = ready.into_iter().map(|(source, _)| source.clone()).collect();
            tried.extend(ready.iter().map(|source| (source.name.as_str().to_owned(), now)));
            let round = once(ready, config.clone(), Visiting::Due, folder, stop.clone(), Arc::clone(&tell));
            done(&round.await?);
        } else if rounds == Rounds::Once {
            let next = later.iter().min_by_key(|(_, due)| *due);
            return Ok(next.map(|(source, at)| Next { source: source.name.as_str().to_owned(), at: *at }));
        } else {
            let next = later.iter().map(|(_, due)| *due).min().unwrap_or(Timestamp::MAX);
            let wait = Duration::try_from(next.duration_since(now)).unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN);
            // An error means that nobody can tell us to stop any more; then we go on.
            let _ = tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await;
        }
        if rounds == Rounds::Once {
            break;
        }
    }
    Ok(None)
}

/// The source that is due next.
pub(crate) struct Next {
    /// Its name.
    pub(crate) source: String,
    /// When it is due.
    pub(crate) at: Timestamp,
}

/// How long the schedule is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounds {
    /// What is due now, once.
    Once,
    /// Until the program is told to stop.
    UntilStopped,
}

/// How often the schedule is looked at, at least: another process may have crawled meanwhile.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// How long a source that was tried and could not be finished is left before it is tried again.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// How long a source is left at least that was crawled, whatever its expression says: as long as the shortest interval.
const LEAST: SignedDuration = SignedDuration::from_mins(10);

/// Tells when each source is due. A run that was interrupted is due at once.
fn due<'a>(
    sources: &'a [Source],
    config: &crawler::Config,
    store: &Store,
    tried: &BTreeMap<String, Timestamp>,
) -> anyhow::Result<Vec<(&'a Source, Timestamp)>> {
    let mut due = Vec::new();
    for source in sources {
        let name = source.name.as_str();
        let last = store.last_run(name)?;
        let by_table = match &last {
            Some(run) if run.finished.is_none() => Timestamp::UNIX_EPOCH,
            last => source.timetable(config).due(name, last.as_ref().map(|run| run.started)),
        };
        let again = tried.get(name).map_or(Timestamp::UNIX_EPOCH, |tried| {
            let is_done = last.as_ref().is_some_and(|run| run.started >= *tried && run.finished.is_some());
            *tried + if is_done { LEAST } else { TRY_AGAIN }
        });
        due.push((source, by_table.max(again)));
    }
    Ok(due)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_was_crawled_is_due_by_its_schedule_and_one_that_was_not_finished_later() {
        let folder = tempfile::tempdir().unwrap();
        let start: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let mut store = Store::open(folder.path(), start).unwrap();
        let recipe = |schedule: &str| -> Source {
            let text = "name = \"a\"\nstart = [\"http://a.gov.cn/\"]\nschedule = ";
            toml::from_str(&format!("{text}\"{schedule}\"\n")).unwrap()
        };
        let config = crawler::Config { jitter_minutes: 0, ..crawler::Config::default() };
        let tried = BTreeMap::from([("a".to_owned(), start)]);
        let minutes = |store: &Store, schedule: &str| {
            let sources = [recipe(schedule)];
            let due = due(&sources, &config, store, &tried).unwrap();
            due[0].1.duration_since(start).as_mins()
        };
        assert_eq!(minutes(&store, "every 10m"), 15, "it was tried and did not begin");
        let run = store.begin_run("a", start, &[]).unwrap();
        assert_eq!(minutes(&store, "every 10m"), 15, "it was not finished");
        store.finish_run(&run, start, None).unwrap();
        assert_eq!(minutes(&store, "every 10m"), 10);
        assert_eq!(minutes(&store, "every 12m"), 12);
        assert_eq!(minutes(&store, "5 * * * *"), 10, "no expression harries a site");
    }
}
