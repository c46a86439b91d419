//! The one bridge between the async crawl and what blocks: a thread that owns the store and the archive.

use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;

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

    /// Keeps exchanges and returns where each lies; the bytes are on disk when this returns.
    pub(crate) fn keep(
        &mut self,
        exchanges: &[Exchange],
        earlier: Option<&Evidence>,
        purpose: Option<&Purpose>,
    ) -> Result<Vec<Evidence>, ArchiveError> {
        if exchanges.is_empty() {
            return Ok(Vec::new());
        }
        let kept = exchanges
            .iter()
            .enumerate()
            .map(|(hop, exchange)| {
                let purpose = purpose.map(|purpose| Purpose { hop, ..purpose.clone() });
                self.archive.append(exchange, earlier, purpose.as_ref())
            })
            .collect::<Result<_, _>>()?;
        self.archive.sync()?;
        Ok(kept)
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
}

type Work = Box<dyn FnOnce(&mut Desk) + Send>;

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
            for work in received {
                work(&mut desk);
            }
            desk
        });
        (Clerk { work }, thread)
    }

    /// Runs one piece of work on the thread and waits for what it returns.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |desk| {
            // Whoever asked may have been stopped; the work is done all the same.
            let _ = answer.send(work(desk));
        });
        self.work.send(work).map_err(|_| Error::DeskClosed)?;
        answered.await.map_err(|_| Error::DeskClosed)?
    }
}
