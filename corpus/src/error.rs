//! What can go wrong while keeping documents.

use std::path::PathBuf;

use rusqlite::ffi;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be opened as a database.
    #[error("cannot open the store {}", path.display())]
    Open {
        /// The database file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file is there, but is no sound store.
    #[error("{} cannot be restored: {why}", path.display())]
    Unsound {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A copy was to be written where a file is.
    #[error("{} is there already; a backup never writes over a file", path.display())]
    Occupied {
        /// The file.
        path: PathBuf,
    },
    /// The folder could not be made or read.
    #[error("cannot use the folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A later release wrote the file.
    #[error("the store {} was written by a later release (format {found}, this one knows {known})", path.display())]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The format it has.
        found: i64,
        /// The format we know.
        known: i64,
    },
    /// Another process holds the write lock for longer than we wait.
    #[error("the store {} is locked by another process", path.display())]
    Locked {
        /// The database file.
        path: PathBuf,
    },
    /// The disk is full; nothing of the transaction was kept.
    #[error("the disk is full while {doing}; nothing was half-written")]
    DiskFull {
        /// What was attempted.
        doing: &'static str,
    },
    /// A statement failed.
    #[error("the store failed while {doing}")]
    Statement {
        /// What was attempted.
        doing: &'static str,
        /// Why.
        source: rusqlite::Error,
    },
    /// A stored value is not one that this release writes.
    #[error("the store holds {value:?} as {what}, which this release does not know")]
    Unknown {
        /// Which column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}

impl Error {
    /// Whether a file of the store could not be written, for another reason than a full disk: broken hardware, or a limit on
    /// the size of files.
    pub fn is_of_writing(&self) -> bool {
        let (Error::Open { source, .. } | Error::Statement { source, .. }) = self else { return false };
        let writing = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_TRUNCATE, ffi::SQLITE_IOERR_SHMSIZE];
        source.sqlite_error().is_some_and(|err| writing.contains(&err.extended_code))
    }
}
