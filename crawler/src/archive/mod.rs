//! Exchanges in, WARC 1.1 records out, and back: the evidence of everything that was fetched.
//!
//! A file is `.warc.gz` with one gzip member per record, starting with a `warcinfo` record. While it is written its name
//! ends in `.open`, as with Heritrix; [`read()`] finds it under either name. Bodies are stored decoded: the HTTP client
//! undoes transfer and content encodings, so `Transfer-Encoding` and `Content-Encoding` are left out of the stored head and
//! `Content-Length` is that of the stored body, as wget and browser-based crawlers store them. What a fetch was for
//! stands in a header of its own beside the request ([`Purpose`]).

mod member;
mod mend;
mod pairs;
mod purpose;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use corpus::visit::Evidence;
use jiff::SignedDuration;
use jiff::Timestamp;

pub use crate::archive::mend::Mended;
pub(crate) use crate::archive::pairs::Pair;
pub(crate) use crate::archive::pairs::Pairs;
pub use crate::archive::purpose::Purpose;
pub use crate::archive::read::Record;
pub use crate::archive::read::Records;
pub use crate::archive::read::read;
pub(crate) use crate::archive::read::read_one;
pub use crate::archive::write::Archive;
pub use crate::archive::write::ArchiveSettings;

/// What can go wrong with the evidence.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The folder or a file in it cannot be used.
    #[error("cannot {attempt} {path}")]
    File {
        /// What was attempted, as a verb.
        attempt: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// There is no readable record there.
    #[error("no readable record in {path} at byte {offset}: {why}")]
    Record {
        /// The file.
        path: PathBuf,
        /// Where the record should start.
        offset: u64,
        /// What is wrong with it.
        why: String,
    },
}

/// Returns the names of the files in a folder, oldest first; a file that is being written has its final name here too.
///
/// # Errors
/// `File` when the folder cannot be listed; one that is not there holds none.
pub fn files(folder: &Path) -> Result<Vec<String>, ArchiveError> {
    let entries = match std::fs::read_dir(folder) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed("list", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed("list", folder))?.file_name();
        let name = name.to_string_lossy();
        let name = name.strip_suffix(OPEN).unwrap_or(&name);
        names.extend(name.ends_with(".warc.gz").then(|| name.to_owned()));
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Returns the names of the files in a folder that something may have been written to since a time, oldest first.
///
/// # Errors
/// `File` when the folder cannot be listed.
pub(crate) fn files_since(folder: &Path, since: Timestamp) -> Result<Vec<String>, ArchiveError> {
    let since = since.checked_sub(CLOCKS_DIFFER).unwrap_or(Timestamp::MIN);
    let mut names = files(folder)?;
    names.retain(|name| written(&folder.join(name)).is_none_or(|at| at >= since));
    Ok(names)
}

/// The clock that stamps files may be behind ours.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);

fn written(path: &Path) -> Option<Timestamp> {
    let found = std::fs::metadata(path).or_else(|_| std::fs::metadata(open_name(path))).ok()?;
    Timestamp::try_from(found.modified().ok()?).ok()
}

/// Returns the files that records lie in, and those that hold the payloads of revisit records among them.
pub fn files_behind(folder: &Path, records: &[Evidence]) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for evidence in records {
        files.insert(evidence.file.clone());
        let (mut file, mut offset) = (evidence.file.clone(), evidence.offset);
        // A record points straight to its payload; a few steps more do no harm.
        for _ in 0..16 {
            let Ok(record) = read_one(folder, &file, offset) else { break };
            let Some((next, at)) = record.refers_to() else { break };
            (file, offset) = (next.to_owned(), at);
            files.insert(file.clone());
        }
    }
    files
}

/// What a file's name ends in while it is written.
const OPEN: &str = ".open";

/// Wraps an I/O error with what was attempted on which file.
fn failed(attempt: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ArchiveError {
    let path = path.to_owned();
    move |source| ArchiveError::File { attempt, path, source }
}

/// The name under which a file is written before it is closed.
fn open_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(OPEN);
    PathBuf::from(name)
}

/// Makes renames and new files in a folder survive a crash.
fn sync_folder(folder: &Path) -> Result<(), ArchiveError> {
    let handle = std::fs::File::open(folder).map_err(failed("open", folder))?;
    handle.sync_all().map_err(failed("sync", folder))
}
