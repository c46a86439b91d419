//! The one bridge between the async crawl and what blocks: a thread that owns the store and the archive.
//!
//! What is to be kept is kept in batches: the evidence is synced first, then the store commits once for all of them, and
//! only then does anybody hear that it was kept.

use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use std::time::Instant;

use corpus::store::Store;
use corpus::visit::Evidence;
use tokio::sync::oneshot;

use crate::archive;
use crate::archive::Archive;
use crate::archive::ArchiveError;
use crate::archive::Purpose;
use crate::archive::Record;
use crate::error::Error;
use crate::fetch::Exchange;

/// The most pieces of work that are kept together.
const BATCH: usize = 64;

/// How often another process that writes to the store is waited for, each time as long as the store is patient.
const TRIES: u32 = 6;

/// How long a batch waits for more work: long enough to share a sync of the disk, short enough for other processes that
/// want to write the store.
const LINGER: Duration = Duration::from_millis(100);

/// What the thread owns: the store, and the evidence beside it.
pub(crate) struct Desk {
    /// Where visits and documents are kept.
    pub(crate) store: Store,
    archive: Archive,
    folder: PathBuf,
}

impl Desk {
    /// Returns a desk over an open store and an open archive in `folder`.
    pub(crate) fn new(store: Store, archive: Archive, folder: &Path) -> Desk {
        Desk { store, archive, folder: folder.to_owned() }
    }

    /// Writes exchanges and returns where each lies; they are on disk before the store commits what points to them.
    pub(crate) fn keep(
        &mut self,
        exchanges: &[Exchange],
        earlier: Option<&Evidence>,
        purpose: Option<&Purpose>,
    ) -> Result<Vec<Evidence>, ArchiveError> {
        exchanges
            .iter()
            .enumerate()
            .map(|(hop, exchange)| {
                let purpose = purpose.map(|purpose| Purpose { hop, ..purpose.clone() });
                self.archive.append(exchange, earlier, purpose.as_ref())
            })
            .collect()
    }

    /// The folder of the evidence.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a response back.
    pub(crate) fn read(&self, evidence: &Evidence) -> Result<Record, ArchiveError> {
        archive::read(&self.folder, &evidence.file, evidence.offset)
    }

    /// Closes the archive file and gives the store back.
    pub(crate) fn close(self) -> Result<Store, ArchiveError> {
        self.archive.close()?;
        Ok(self.store)
    }

    /// Gathers what follows a first piece of work within the linger, and keeps all of it together. The store is locked
    /// for others only while the work is done.
    fn batch(&mut self, first: Keeping, received: &mpsc::Receiver<Work>) {
        let (mut gathered, mut look) = (vec![first], None);
        let until = Instant::now() + LINGER;
        while gathered.len() < BATCH {
            match received.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Work::Archive(work)) => work(self),
                Ok(Work::Keep(keep)) => gathered.push(keep),
                Ok(Work::Look(wanted)) => {
                    // Whoever looks is to see what was handed in before.
                    look = Some(wanted);
                    break;
                }
                Ok(Work::Flush) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.keep_together(gathered);
        if let Some(look) = look {
            look(self);
        }
    }

    fn keep_together(&mut self, gathered: Vec<Keeping>) {
        let mut lost = self.begin().err();
        let mut done = Vec::with_capacity(gathered.len());
        for keep in gathered {
            // A full disk may have ended the transaction; what follows must not be kept by itself.
            let already = (!self.store.is_in_batch()).then_some(Error::BatchLost);
            done.push(keep(self, already));
        }
        if lost.is_none() && !self.store.is_in_batch() {
            // Whoever met the full disk tells of it.
            lost = Some(Error::BatchLost);
        }
        if lost.is_none() {
            let synced = self.archive.sync().map_err(Error::from);
            lost = synced.and_then(|()| Ok(self.store.commit_batch()?)).err();
        }
        self.store.abandon_batch();
        let was_lost = lost.is_some();
        for one in done {
            one.hear(if was_lost { Some(lost.take().unwrap_or(Error::BatchLost)) } else { None });
        }
    }

    /// Begins a batch; other processes that write to the store are waited for.
    fn begin(&mut self) -> Result<(), Error> {
        for _ in 1..TRIES {
            match self.store.begin_batch() {
                Err(corpus::Error::Locked { .. }) => {}
                other => return Ok(other?),
            }
        }
        Ok(self.store.begin_batch()?)
    }
}

/// Work that only looks, or that touches nothing but the evidence.
type Looking = Box<dyn FnOnce(&mut Desk) + Send>;

/// Work that writes to the store; not done when there is an error already.
type Keeping = Box<dyn FnOnce(&mut Desk, Option<Error>) -> Told + Send>;

enum Work {
    /// Reads the store; sees all that was handed in before.
    Look(Looking),
    /// Reads or writes evidence, and leaves the store alone.
    Archive(Looking),
    Keep(Keeping),
    /// Nobody has more to do for now: what is done is to be kept.
    Flush,
}

/// Work that was done, with whoever waits to hear whether it was kept.
struct Told(Box<dyn FnOnce(Option<Error>)>);

impl Told {
    fn hear(self, lost: Option<Error>) {
        (self.0)(lost);
    }
}

/// An answer that is still to come.
pub(crate) struct Answer<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Answer<T> {
    /// Waits for the answer.
    pub(crate) async fn wait(self) -> Result<T, Error> {
        self.0.await.map_err(|_| Error::DeskClosed)?
    }
}

/// Sends work to the thread. Clones share the thread.
#[derive(Clone)]
pub(crate) struct Clerk {
    work: mpsc::Sender<Work>,
}

impl Clerk {
    /// Starts the thread; the desk comes back through the handle when every clerk is gone.
    pub(crate) fn start(mut desk: Desk) -> (Clerk, std::thread::JoinHandle<Desk>) {
        let (work, received) = mpsc::channel::<Work>();
        let thread = std::thread::spawn(move || {
            while let Ok(work) = received.recv() {
                match work {
                    Work::Look(work) | Work::Archive(work) => work(&mut desk),
                    Work::Keep(keep) => desk.batch(keep, &received),
                    Work::Flush => {}
                }
            }
            desk
        });
        (Clerk { work }, thread)
    }

    /// Looks something up in the store and waits for what comes back.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.look(Work::Look, work).await
    }

    /// Reads or writes evidence, which nothing points to before it is handed in, and waits for what comes back.
    pub(crate) async fn archive<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.look(Work::Archive, work).await
    }

    async fn look<T: Send + 'static>(
        &self,
        kind: fn(Looking) -> Work,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let work: Looking = Box::new(move |desk| {
            // Whoever asked may have been stopped; the work is done all the same.
            let _ = answer.send(work(desk));
        });
        self.work.send(kind(work)).map_err(|_| Error::DeskClosed)?;
        Answer(answered).wait().await
    }

    /// Hands in work that writes to the store. It is done in the order it was handed in, and answered once it is kept.
    pub(crate) fn hand_in<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<Answer<T>, Error> {
        let (answer, answered) = oneshot::channel();
        let work: Keeping = Box::new(move |desk, already| {
            let came = match already {
                Some(err) => Err(err),
                None => work(desk),
            };
            Told(Box::new(move |lost| {
                let _ = answer.send(match (came, lost) {
                    (Ok(_) | Err(Error::BatchLost), Some(lost)) => Err(lost),
                    (came, _) => came,
                });
            }))
        });
        self.work.send(Work::Keep(work)).map_err(|_| Error::DeskClosed)?;
        Ok(Answer(answered))
    }

    /// Writes to the store and waits until it is kept.
    pub(crate) async fn keep<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let answer = self.hand_in(work)?;
        self.flush()?;
        answer.wait().await
    }

    /// Asks for what was handed in to be kept now, because somebody waits for it.
    pub(crate) fn flush(&self) -> Result<(), Error> {
        self.work.send(Work::Flush).map_err(|_| Error::DeskClosed)
    }
}
