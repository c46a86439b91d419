//! A folder and how much of its disk must stay free in; a stop signal that also turns true when there is no more room out.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;

/// How often the disk is looked at. A crawl writes less in that time than must stay free.
const LOOK: Duration = Duration::from_secs(1);

/// What stands in the place of a number as long as there is room.
const ENOUGH: u64 = u64::MAX;

/// Watches the disk of a folder while something is written there.
pub(crate) struct Room {
    folder: PathBuf,
    keep_free_mb: u64,
    /// How many megabytes were left when there was no more room.
    left: Arc<AtomicU64>,
}

impl Room {
    /// Watches a folder's disk; 0 megabytes watch nothing.
    ///
    /// # Errors
    /// One sentence when there is no room to begin with.
    pub(crate) fn check(folder: &Path, keep_free_mb: u64) -> anyhow::Result<Room> {
        let room = Room { folder: folder.to_owned(), keep_free_mb, left: Arc::new(AtomicU64::new(ENOUGH)) };
        if let Some(left) = short(folder, keep_free_mb) {
            room.left.store(left, Ordering::Relaxed);
        }
        room.refuse()?;
        Ok(room)
    }

    /// Returns a signal that turns true with the given one, or when the disk runs short.
    pub(crate) fn guard(&self, mut stop: watch::Receiver<bool>) -> watch::Receiver<bool> {
        let (tell, told) = watch::channel(*stop.borrow());
        let (folder, keep_free_mb, left) = (self.folder.clone(), self.keep_free_mb, Arc::clone(&self.left));
        tokio::spawn(async move {
            // Whoever could have told us to stop may be gone; the disk is watched all the same.
            let mut is_heard = true;
            loop {
                let is_stopped = tokio::select! {
                    stopped = stop.wait_for(|stop| *stop), if is_heard => {
                        is_heard = stopped.is_ok();
                        is_heard
                    }
                    () = tokio::time::sleep(LOOK) => match short(&folder, keep_free_mb) {
                        Some(found) => {
                            left.store(found, Ordering::Relaxed);
                            true
                        }
                        None => false,
                    },
                    () = tell.closed() => return,
                };
                if is_stopped {
                    tell.send_replace(true);
                    return tell.closed().await;
                }
            }
        });
        told
    }

    /// Says that there was no more room, if it was so.
    ///
    /// # Errors
    /// One sentence that says what to do.
    pub(crate) fn refuse(&self) -> anyhow::Result<()> {
        match self.left.load(Ordering::Relaxed) {
            ENOUGH => Ok(()),
            left => anyhow::bail!(
                "only {left} MB are left on the disk of {}, and crawler.keep_free_mb asks for {}: make room; nothing was lost, \
                 and the next crawl goes on where this one stopped",
                self.folder.display(),
                self.keep_free_mb
            ),
        }
    }
}

/// Returns how many megabytes are left when they are fewer than must be. A disk that cannot be asked counts as wide enough.
fn short(folder: &Path, keep_free_mb: u64) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let left = disk.f_bavail.saturating_mul(disk.f_frsize) / 1_000_000;
    (left < keep_free_mb).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::Room;

    #[test]
    fn a_disk_without_room_is_said_in_one_sentence() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(Room::check(folder.path(), 0).is_ok());
        let refused = Room::check(folder.path(), u64::MAX / 2_000_000).err().expect("no disk is that large");
        let told = refused.to_string();
        assert!(told.contains("keep_free_mb") && !told.contains('\n'), "{told}");
    }
}
