//! What every request shares: the stores, the index, and the one bridge from async to blocking work.

use std::cell::OnceCell;
use std::net::IpAddr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use corpus::copies;
use corpus::store::CopyBook;
use corpus::store::Store;
use index::LocalIndex;
use index::search::Generation;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::Config;
use crate::Error;
use crate::kept::Kept;
use crate::metrics::Requests;
use crate::pages::Holdings;
use crate::rate::Rate;
use crate::stream;
use crate::stream::Sink;
use crate::stream::Stream;
use crate::waiter::Waiter;

/// So many changes are followed while a reader waits.
const FEW_CHANGES: u64 = 300;

/// For so long work waits for a core of its own; then it shares one, so that long work holds up none that is short.
const TURN: Duration = Duration::from_millis(100);

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    data: PathBuf,
    index_folder: PathBuf,
    clock: Clock,
    patience: Duration,
    config: Config,
    rate: Mutex<Rate>,
    kept: Mutex<Kept>,
    /// Stores that no request uses at the moment; a store is not shared between threads.
    stores: Mutex<Vec<Store>>,
    index: Mutex<Option<Arc<LocalIndex>>>,
    holdings: Mutex<Option<Arc<Holdings>>>,
    readers: Arc<Semaphore>,
    /// One for each core and one to spare: work that is done in turn is done sooner than work that is all begun at once.
    cores: Arc<Semaphore>,
    requests: Requests,
    /// Whether a thread is bringing the book of copies up to date.
    is_following: AtomicBool,
    exports: Arc<Semaphore>,
}

impl App {
    /// Makes the app for a data folder and an index folder. Both may still be empty: they are picked up when they fill.
    ///
    /// # Errors
    /// `Store` when there is a store that this release cannot read.
    pub fn open(config: &Config, data: &Path, index_folder: &Path, clock: Clock) -> Result<App, Error> {
        let stores = Store::open_existing(data)?.into_iter().collect();
        let shared = Shared {
            data: data.to_owned(),
            index_folder: index_folder.to_owned(),
            clock,
            patience: Duration::from_secs(config.timeout_seconds.max(1)),
            config: config.clone(),
            rate: Mutex::new(Rate::new(config.requests_per_minute)),
            kept: Mutex::new(Kept::default()),
            stores: Mutex::new(stores),
            index: Mutex::new(None),
            holdings: Mutex::new(None),
            readers: Arc::new(Semaphore::new(config.readers.max(1))),
            cores: Arc::new(Semaphore::new(thread::available_parallelism().map_or(1, usize::from) + 1)),
            requests: Requests::default(),
            is_following: AtomicBool::new(false),
            exports: Arc::new(Semaphore::new(config.exports.max(1))),
        };
        let app = App { shared: Arc::new(shared) };
        // What cannot be opened now is told to whoever asks for it.
        let _ = Reader::new(app.clone()).index();
        Ok(app)
    }

    /// Returns what the operator has set.
    pub(crate) fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Counts a request of a client; when it asks too often, returns the seconds after which it may again.
    pub(crate) fn take_request(&self, client: IpAddr) -> Result<(), u64> {
        lock(&self.shared.rate).take(client, self.now())
    }

    /// Returns the answers that are kept.
    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.shared.kept)
    }

    /// Returns the state of the index when it is open.
    pub(crate) fn generation(&self) -> Option<Generation> {
        let index = lock(&self.shared.index).clone();
        index.map(|index| index.generation())
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        (self.shared.clock)()
    }

    /// Returns the counts of the requests so far.
    pub(crate) fn requests(&self) -> &Requests {
        &self.shared.requests
    }

    /// Runs work that blocks on a thread of its own. This is the only way from the handlers to store and index.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let patience = self.shared.patience;
        let permit = timeout(patience, Arc::clone(&self.shared.readers).acquire_owned())
            .await
            .map_err(|_| Error::Busy)?
            .expect("the semaphore is never closed");
        let core = timeout(TURN, Arc::clone(&self.shared.cores).acquire_owned()).await.ok();
        let app = self.clone();
        let waiter = Waiter::default();
        let interrupt = waiter.interrupt();
        let job = tokio::task::spawn_blocking(move || {
            // The permits end with the work, and the work soon after the patience of who waits for it.
            let _permits = (permit, core);
            let reader = Reader::new(app);
            let result = interrupt.run(|| work(&reader));
            reader.hand_back();
            result.unwrap_or(Err(Error::TooSlow { seconds: patience.as_secs() }))
        });
        match timeout(patience, job).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(Error::Defect(Box::new(panic))),
            Err(_) => Err(Error::TooSlow { seconds: patience.as_secs() }),
        }
    }
}

impl App {
    /// Runs blocking work that writes the body of an answer while it is sent; returns once it begins to write.
    ///
    /// Such work may take as long as its reader reads, so it has places of its own and takes none of the readers'.
    pub(crate) async fn stream(
        &self,
        work: impl FnOnce(&Reader, &mut Sink) -> Result<(), Error> + Send + 'static,
    ) -> Result<(Generation, Stream), Error> {
        let permit = Arc::clone(&self.shared.exports).try_acquire_owned().map_err(|_| Error::Busy)?;
        let (sink, waiting) = stream::pipe();
        let app = self.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let reader = Reader::new(app);
            sink.run(|sink| work(&reader, sink));
            reader.hand_back();
        });
        match timeout(self.shared.patience, waiting.opened()).await {
            Ok(opened) => opened,
            Err(_) => Err(Error::TooSlow { seconds: self.shared.patience.as_secs() }),
        }
    }
}

/// What one piece of blocking work reads from.
pub(crate) struct Reader {
    app: App,
    store: OnceCell<Option<Store>>,
}

impl Reader {
    fn new(app: App) -> Reader {
        let store = OnceCell::new();
        if let Some(idle) = lock(&app.shared.stores).pop() {
            let _ = store.set(Some(idle));
        }
        Reader { app, store }
    }

    fn hand_back(self) {
        if let Some(Some(store)) = self.store.into_inner() {
            lock(&self.app.shared.stores).push(store);
        }
    }

    /// Returns the store, or `None` when nothing was ever stored.
    pub(crate) fn store(&self) -> Result<Option<&Store>, Error> {
        if self.store.get().is_none() {
            let store = Store::open_existing(&self.app.shared.data)?;
            if store.is_none() {
                return Ok(None);
            }
            let _ = self.store.set(store);
        }
        Ok(self.store.get().and_then(Option::as_ref))
    }

    /// Returns the index; one that appears after the start is picked up here.
    ///
    /// # Errors
    /// `NothingIndexed` and `Index`.
    pub(crate) fn index(&self) -> Result<Arc<LocalIndex>, Error> {
        let mut kept = lock(&self.app.shared.index);
        if let Some(index) = kept.as_ref() {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(LocalIndex::open(&self.app.shared.index_folder)?);
        index.read_ahead()?;
        *kept = Some(Arc::clone(&index));
        Ok(index)
    }

    /// Asks the index; when its files do not answer any more it is opened anew and asked once more.
    ///
    /// # Errors
    /// `NothingIndexed` and `Index`.
    pub(crate) fn ask<T>(
        &self,
        question: impl Fn(&LocalIndex) -> Result<T, index::Error>,
    ) -> Result<T, Error> {
        if let Ok(answer) = question(&*self.index()?) {
            return Ok(answer);
        }
        // A rebuild replaces the folder under us; what was opened before is then of no use.
        *lock(&self.app.shared.index) = None;
        Ok(question(&*self.index()?)?)
    }

    /// Opens the book of copies and says how many changes of the store it has not followed. Few are followed at once;
    /// many on a thread of their own, while what is known already is shown.
    pub(crate) fn copy_book(&self, store: &Store) -> Result<(CopyBook, u64), Error> {
        let mut book = CopyBook::open(&self.app.shared.data)?;
        let waiting = waiting(store, &book)?;
        if waiting == 0 {
            return Ok((book, 0));
        }
        let is_following = &self.app.shared.is_following;
        if is_following.swap(true, Ordering::AcqRel) {
            return Ok((book, waiting));
        }
        if waiting <= FEW_CHANGES {
            let followed = copies::follow(store, &mut book, &mut |_| {});
            is_following.store(false, Ordering::Release);
            followed?;
            return Ok((book, 0));
        }
        let app = self.app.clone();
        thread::spawn(move || {
            if let Err(err) = follow(&app.shared.data) {
                tracing::error!("the book of copies cannot follow the store: {err}");
            }
            app.shared.is_following.store(false, Ordering::Release);
        });
        Ok((book, waiting))
    }

    /// Returns what the first page says about the collection, worked out once for each state of the index.
    pub(crate) fn holdings(&self) -> Result<Arc<Holdings>, Error> {
        let generation = self.index()?.generation();
        if let Some(holdings) = lock(&self.app.shared.holdings).as_ref()
            && holdings.generation == generation
        {
            return Ok(Arc::clone(holdings));
        }
        let holdings = Arc::new(self.ask(Holdings::read)?);
        *lock(&self.app.shared.holdings) = Some(Arc::clone(&holdings));
        Ok(holdings)
    }
}

/// Counts the changes that the book of copies has not followed, 1 at least when documents wait to be judged.
fn waiting(store: &Store, book: &CopyBook) -> Result<u64, Error> {
    let behind = match book.position()? {
        Some(position) if position.store == store.identity()? && position.cursor.is_none() => {
            store.last_change()?.abs_diff(position.seq)
        }
        _ => store.last_change()?,
    };
    Ok(behind.max(book.unjudged()? as u64))
}

fn follow(data: &Path) -> Result<(), Error> {
    if let Some(store) = Store::open_existing(data)? {
        copies::follow(&store, &mut CopyBook::open(data)?, &mut |_| {})?;
    }
    Ok(())
}

/// Takes a lock. What it guards is whole at any moment, so a thread that panicked leaves nothing half-done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
