//! What only the outermost layer touches: the clock, the dice, the signal to stop, and locks between processes.

use std::fs::File;
use std::fs::TryLockError;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use crawler::fetch::Surroundings;
use crawler::files::Workshop;
use jiff::Timestamp;
use rustix::process::Resource;
use rustix::process::getrlimit;
use tokio::sync::watch;

/// Returns the present time.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Returns the clock and the dice for fetching.
pub(crate) fn surroundings() -> Surroundings {
    Surroundings { now: Arc::new(now), random: Arc::new(random) }
}

/// Returns a number from 0 (included) to 1 (excluded).
fn random() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

/// Returns a name that no other process of this machine makes at any other time.
pub(crate) fn stamp() -> String {
    format!("{}-{}", now().strftime("%Y%m%dT%H%M%SZ"), std::process::id())
}

/// Returns where attached files are read: in processes of this very program, with the limits of the configuration.
pub(crate) fn workshop(config: &crawler::Config) -> Workshop {
    // The link leads to the running program even when an update has replaced its file.
    let running = Path::new("/proc/self/exe");
    let program = if running.exists() { Ok(running.to_owned()) } else { std::env::current_exe() };
    match program {
        Ok(program) => Workshop::new(program, config.file_seconds, config.file_memory_mb),
        Err(err) => {
            tracing::warn!(%err, "this program cannot find itself; files are read without limits");
            Workshop::here()
        }
    }
}

/// Returns a receiver that turns true at Ctrl-C or SIGTERM.
///
/// # Errors
/// When the signals cannot be listened to.
pub(crate) fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen to Ctrl-C")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen to SIGTERM")?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        stop.send_replace(true);
        // The sender lives on, so that whoever waits on it later still hears of it.
        stop.closed().await;
    });
    Ok(stopped)
}

/// Has a file that may grow no further (`ulimit -f`) met as an error of whoever writes it, like a full disk, and not as the end
/// of the process.
///
/// # Errors
/// When the signal cannot be listened to.
pub(crate) fn outlive_file_limit() -> anyhow::Result<()> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    /// SIGXFSZ, which the standard library leaves as it is.
    const FILE_TOO_LARGE: i32 = 25;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let _within = runtime.enter();
    // Once it is listened to, it ends no process any more; nobody need hear of it.
    signal(SignalKind::from_raw(FILE_TOO_LARGE)).map(drop).context("cannot listen to SIGXFSZ")
}

/// Tells whether the size of files is limited for this process.
pub(crate) fn files_are_limited() -> bool {
    getrlimit(Resource::Fsize).current.is_some()
}

/// Holds the data folder for its crawls, or for work that no crawl may meet; given back when dropped.
pub(crate) struct CrawlLock(#[expect(dead_code, reason = "held for its lock")] File);

/// Takes the lock of a data folder for work that no crawl may meet.
///
/// # Errors
/// When a crawl or such work is under way in the same folder, or the folder cannot be written.
pub(crate) fn lock_crawl(data: &Path) -> anyhow::Result<CrawlLock> {
    held(data, File::try_lock, "another crawl is writing to")
}

/// Takes the lock of a data folder for a crawl; crawls share it, and part the hosts among them by leases.
///
/// # Errors
/// When work that no crawl may meet is under way in the folder, or the folder cannot be written.
pub(crate) fn share_crawl(data: &Path) -> anyhow::Result<CrawlLock> {
    held(data, File::try_lock_shared, "another process is rewriting")
}

fn held(data: &Path, lock: fn(&File) -> Result<(), TryLockError>, who: &str) -> anyhow::Result<CrawlLock> {
    let path = data.join("crawl.lock");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    match lock(&file) {
        Ok(()) => Ok(CrawlLock(file)),
        Err(TryLockError::WouldBlock) => {
            anyhow::bail!("{who} {}; wait for it or choose another --data", data.display())
        }
        Err(TryLockError::Error(err)) => Err(err).with_context(|| format!("cannot lock {}", path.display())),
    }
}

/// Shows other processes that this one is at work, by a locked file that the system lets go of when the process dies.
pub(crate) struct Presence {
    path: PathBuf,
    #[expect(dead_code, reason = "held for its lock")]
    file: File,
}

impl Drop for Presence {
    fn drop(&mut self) {
        // Left behind, it says nothing: nobody holds its lock.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Shows that the crawl with a stamp is at work.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn announce(data: &Path, stamp: &str) -> anyhow::Result<Presence> {
    let path = presence(data, stamp);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(Presence { path, file })
}

/// Tells whether the crawl with a stamp is still at work; what a dead one left is cleared away.
pub(crate) fn is_at_work(data: &Path, stamp: &str) -> bool {
    let path = presence(data, stamp);
    let Ok(file) = File::open(&path) else { return false };
    match file.try_lock() {
        Ok(()) => {
            let _ = std::fs::remove_file(&path);
            false
        }
        // When it cannot be told, the lease runs out by itself.
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
    }
}

fn presence(data: &Path, stamp: &str) -> PathBuf {
    data.join(format!("crawl-{stamp}.lock"))
}
