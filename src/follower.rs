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
        let thread = thread::spawn(move || {
            let mut goes_on = || stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout);
            follow((&store, &dir), &mut goes_on, &halt, caught, followed)
        });
        Ok(Follower { stop, thread })
    }

    /// Ends the following once the commit at hand is done; returns what the index took over.
    pub(crate) fn stop(self) -> Caught {
        drop(self.stop);
        self.thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// Follows until stopped; `goes_on` waits until it is time for another look, and tells whether there is to be one. What
/// goes wrong ends it: whoever catches up after the crawl meets it again and says so.
fn follow(
    (store, dir): (&Store, &Path),
    goes_on: &mut dyn FnMut() -> bool,
    halt: &watch::Receiver<bool>,
    mut caught: Caught,
    mut followed: u64,
) -> Caught {
    while goes_on() {
        if *halt.borrow() {
            break;
        }
        let Ok(last) = store.last_change() else { break };
        if !is_much(last, followed) {
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

/// Tells whether so much is new that it is worth a commit.
fn is_much(last: u64, followed: u64) -> bool {
    last.saturating_sub(followed) >= MANY.max(last / SHARE)
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

#[cfg(test)]
mod tests {
    use std::fs::File;

    use corpus::document::Document;
    use corpus::document::DocumentId;
    use corpus::store::Import;
    use index::LocalIndex;
    use tempfile::TempDir;

    use super::*;

    /// A data folder whose collection grows, as it does while a crawl goes on.
    struct Growing {
        temporary: TempDir,
        folder: Folder,
        store: Store,
        documents: u64,
    }

    impl Growing {
        fn new() -> Growing {
            let temporary = tempfile::tempdir().expect("a temporary folder can be made");
            let folder = Folder::new(temporary.path().to_owned());
            let store = folder.open().expect("a new store opens");
            Growing { temporary, folder, store, documents: 0 }
        }

        fn grow(&mut self, by: u64) {
            let imports = (self.documents..self.documents + by).map(|number| Import {
                id: DocumentId::parse(&format!("d{number}")).expect("a letter and digits are an id"),
                document: Document::new(format!("第{number}号"), "依法行政"),
                url: None,
            });
            self.store.import(imports, crate::world::now()).expect("documents can be imported");
            self.documents += by;
        }

        fn follower(&self) -> Follower {
            let (_, halt) = watch::channel(false);
            Follower::start(&self.folder, halt).expect("it starts")
        }

        /// How many changes the index has followed; none without an index.
        fn followed(&self) -> u64 {
            LocalIndex::open(&self.folder.index()).map_or(0, |index| index.generation().followed)
        }

        /// Follows through so many looks, before each of which the collection grows.
        fn follow(&mut self, growth: &[u64], halt: bool) -> Caught {
            let (_hold, halt) = watch::channel(halt);
            let store = self.folder.open_existing().expect("the store opens once more");
            let (dir, mut growth) = (self.folder.index(), growth.iter());
            let mut goes_on = || growth.next().map(|by| self.grow(*by)).is_some();
            follow((&store, &dir), &mut goes_on, &halt, Caught::default(), 0)
        }
    }

    #[test]
    fn a_commit_is_worth_many_changes_and_a_share_of_a_large_collection() {
        for (last, followed, expected) in [
            (0, 0, false),
            (MANY - 1, 0, false),
            (MANY, 0, true),
            (MANY * SHARE, MANY * (SHARE - 1), true),
            (MANY * SHARE * 2, MANY * (SHARE * 2 - 1), false),
            (MANY * SHARE * 2, MANY * (SHARE * 2 - 2), true),
            (5, 10, false),
        ] {
            assert_eq!(is_much(last, followed), expected, "{last} changes, {followed} followed");
        }
    }

    #[test]
    fn what_was_there_is_found_at_once_and_what_comes_when_it_is_much() {
        let mut growing = Growing::new();
        growing.grow(3);
        let follower = growing.follower();
        assert_eq!(growing.followed(), 3, "before the crawl begins");
        growing.grow(MANY);
        while growing.followed() < MANY {
            assert!(!follower.thread.is_finished(), "it follows until it is stopped");
            thread::yield_now();
        }
        let caught = follower.stop();
        assert_eq!((caught.added, growing.followed()), (3 + MANY, 3 + MANY));
    }

    #[test]
    fn little_waits_for_more() {
        let mut growing = Growing::new();
        assert_eq!(growing.follow(&[1, MANY - 2], false), Caught::default());
        assert_eq!(growing.followed(), 0);
        assert_eq!(growing.follow(&[1, 5], false).added, MANY, "each look sees what has gathered");
        assert_eq!(growing.followed(), MANY, "the five after it are few again");
    }

    #[test]
    fn a_crawl_that_is_told_to_halt_is_followed_no_longer() {
        let mut growing = Growing::new();
        assert_eq!(growing.follow(&[MANY, MANY], true), Caught::default());
        assert_eq!((growing.documents, growing.followed()), (MANY, 0), "it ends at the first look");
    }

    #[test]
    fn an_index_that_another_process_writes_is_followed_when_more_is_new() {
        let mut growing = Growing::new();
        growing.grow(1);
        growing.follower().stop();
        let lock = File::create(growing.folder.index().join(".tantivy-writer.lock")).expect("it is writable");
        lock.lock().expect("nobody writes yet");
        assert_eq!(growing.follow(&[MANY, 1], false), Caught::default());
        assert_eq!((growing.documents, growing.followed()), (MANY + 2, 1), "it went on looking");
        drop(lock);
        assert_eq!(growing.follow(&[MANY], false).added, MANY * 2 + 1);
    }

    #[test]
    fn an_index_that_cannot_be_read_ends_the_following_and_not_the_crawl() {
        let mut growing = Growing::new();
        growing.grow(1);
        growing.follower().stop();
        let meta = growing.temporary.path().join("index").join("meta.json");
        std::fs::write(&meta, "{").expect("it can be damaged");
        assert_eq!(growing.follow(&[MANY, MANY], false), Caught::default());
        assert_eq!(growing.documents, MANY + 1, "it ends at the first look");
        growing.follower().stop();
        assert_eq!(growing.documents, MANY + 1, "a crawl begins all the same");
    }
}
