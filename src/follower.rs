//! Lets the index follow the store while a crawl goes on: what was fetched is found before the crawl has ended.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use corpus::store::Store;
use index::sync::Caught;
use tokio::sync::watch;

use crate::folder::Folder;

/// How often the change feed is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// So many changes are worth a commit of their own.
const MANY: u64 = 800;

/// A large collection waits for a share of itself, one part in so many: every commit makes segments, which are merged later.
const SHARE: u64 = 8;

/// A thread that follows until it is told to stop.
pub(crate) struct Follower {
    stop: mpsc::Sender<()>,
    thread: JoinHandle<Caught>,
}

impl Follower {
    /// Catches up with the store of a folder, which must be there, and starts to follow it. A crawl that is told to halt is
    /// followed no longer: the disk may be full, and indexing takes room too.
    ///
    /// # Errors
    /// When the store cannot be opened once more or read.
    pub(crate) fn start(folder: &Folder, halt: watch::Receiver<bool>) -> anyhow::Result<Follower> {
        let (store, dir) = (folder.open_existing()?, folder.index());
        // An index that has to be made is made while nothing changes, so that nothing is counted twice.
        let caught = index::sync::catch_up(&store, &dir, &mut |_| {}).unwrap_or_else(|err| {
            // Whoever catches up after the crawl meets it again and says so.
            tracing::debug!("the index cannot be caught up before the crawl: {err}");
            Caught::default()
        });
        let followed = store.last_change()?;
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || follow((&store, &dir), &stopped, &halt, caught, followed));
        Ok(Follower { stop, thread })
    }

    /// Ends the following once the commit at hand is done; returns what the index took over.
    pub(crate) fn stop(self) -> Caught {
        drop(self.stop);
        self.thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// Follows until stopped. What goes wrong ends it: whoever catches up after the crawl meets it again and says so.
fn follow(
    (store, dir): (&Store, &Path),
    stopped: &mpsc::Receiver<()>,
    halt: &watch::Receiver<bool>,
    mut caught: Caught,
    mut followed: u64,
) -> Caught {
    while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        if *halt.borrow() {
            break;
        }
        let Ok(last) = store.last_change() else { break };
        if last - followed < MANY.max(last / SHARE) {
            continue;
        }
        match index::sync::catch_up(store, dir, &mut |_| {}) {
            Ok(more) => caught = sum(caught, more),
            // Another process writes the index; it may take these changes over.
            Err(index::Error::Busy { .. }) => {}
            Err(err) => {
                tracing::warn!("the index does not follow while the crawl goes on: {err}");
                break;
            }
        }
        followed = last;
    }
    caught
}

/// Adds up what the index took over in two goes.
pub(crate) fn sum(one: Caught, other: Caught) -> Caught {
    Caught {
        added: one.added + other.added,
        updated: one.updated + other.updated,
        removed: one.removed + other.removed,
        wrote: one.wrote || other.wrote,
    }
}
