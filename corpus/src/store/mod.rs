//! The store: documents, versions, visits and the change feed in one SQLite file; the only door to SQL.

mod absence;
#[cfg(test)]
mod absence_tests;
mod addresses;
mod amend;
mod backup;
mod changes;
mod copybook;
mod documents;
mod earliest;
mod feed;
#[cfg(test)]
mod feed_tests;
mod frontier;
mod harvest;
mod hosts;
mod leases;
#[cfg(test)]
mod opening_tests;
mod overview;
mod page_files;
mod pages;
mod parting;
#[cfg(test)]
mod parting_tests;
mod provenance;
mod record;
mod renewal;
mod resuming;
mod retention;
mod robots;
mod rows;
mod same;
#[cfg(test)]
mod same_tests;
mod status;
#[cfg(test)]
mod tests;
mod versions;
mod visits;

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use rusqlite::TransactionBehavior;
use rusqlite::config::DbConfig;

use crate::error::Error;

pub use addresses::Known;
pub use amend::Given;
pub use amend::Reread;
pub use changes::Change;
pub use changes::ChangeEvent;
pub use copybook::BookPosition;
pub use copybook::CopyBook;
pub use copybook::CopyLine;
pub use copybook::CopyQuestion;
pub use copybook::PairLine;
pub use copybook::Shelved;
pub use copybook::Sketched;
pub use documents::Address;
pub use documents::Import;
pub use documents::Saved;
pub use documents::Stored;
pub use documents::VersionLine;
pub use feed::ChangeLine;
pub use feed::ChangesWanted;
pub use feed::From;
pub use frontier::Pending;
pub use frontier::Run;
pub use frontier::Target;
pub use harvest::Harvest;
pub use hosts::GivingUp;
pub use hosts::HostState;
pub use leases::Claim;
pub use leases::Claimed;
pub use overview::Report;
pub use page_files::PageFile;
pub use pages::FileVisit;
pub use pages::PageVisit;
pub use provenance::HeldAt;
pub use provenance::VisitLine;
pub use record::Found;
pub use record::Recorded;
pub use record::Step;
pub use resuming::Unanswered;
pub use status::Holder;
pub use status::RunLine;
pub use status::SourceStatus;
pub use status::Trouble;

/// What leads from each format of the file to the next, oldest first. A released step is never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("provenance.sql"),
    include_str!("operating.sql"),
    include_str!("robots.sql"),
    include_str!("pages.sql"),
    include_str!("listed_files.sql"),
    include_str!("resuming.sql"),
    include_str!("reprints.sql"),
];

/// The format of the file that this release reads and writes.
const FORMAT: i64 = MIGRATIONS.len() as i64;

/// How long a writer waits for another process before it says that the store is locked.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many statements are kept ready: keeping one page takes more than SQLite's binding keeps by itself.
const STATEMENTS: usize = 64;

/// What suits a connection that keeps many pages together. What takes back one of them by itself lies in memory: SQLite would
/// write it to a file as soon as it is 64 KiB, and a page changes more. 16 MiB of the file are held, more than a batch changes,
/// so that nothing is written before its time and then again. The log is carried over into the file every 16 MiB, so that a page
/// of an index that every batch changes is carried over once for many.
const FOR_BATCHES: &str =
    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096;";

/// An open store. One per thread: SQLite lets many read while one writes.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// The file name of the store inside a data folder.
    pub const FILE: &'static str = "gongbao.sqlite";

    /// Opens the store in a data folder for reading and writing, and makes it when it is not there.
    ///
    /// # Errors
    /// `Folder`, `Open`, `Newer` and `Locked`; nothing is changed in a file that is refused.
    pub fn open(folder: &Path, now: Timestamp) -> Result<Store, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let path = folder.join(Store::FILE);
        let connection =
            Connection::open(&path).map_err(|source| Error::Open { path: path.clone(), source })?;
        let mut store = Store { connection, path };
        store.prepare(now)?;
        Ok(store)
    }

    /// Opens a store that is already there, for reading only; `None` when the folder holds none.
    ///
    /// # Errors
    /// `Open` and `Newer`.
    pub fn open_existing(folder: &Path) -> Result<Option<Store>, Error> {
        let path = folder.join(Store::FILE);
        if !path.is_file() {
            return Ok(None);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(|source| Error::Open { path: path.clone(), source })?;
        let mut store = Store { connection, path };
        store.connection.busy_timeout(PATIENCE).map_err(|source| store.opening(source))?;
        if store.format()? == 0 {
            return Ok(None);
        }
        // A store of an earlier release is carried over; its name stays, so the time plays no part.
        store.prepare(Timestamp::UNIX_EPOCH)?;
        Ok(Some(store))
    }

    /// Returns the random name of this store, which tells it from every other.
    ///
    /// # Errors
    /// `Statement`.
    pub fn identity(&self) -> Result<String, Error> {
        self.connection
            .query_row("SELECT name FROM identity", [], |row| row.get(0))
            .map_err(|source| self.failed("reading the store's name", source))
    }

    /// Begins a batch: whatever is written until [`Store::commit_batch`] is kept together, with one sync of the disk.
    ///
    /// # Errors
    /// `Locked` and `Statement`.
    pub fn begin_batch(&mut self) -> Result<(), Error> {
        self.connection
            .execute_batch(FOR_BATCHES)
            .and_then(|()| self.connection.execute_batch("BEGIN IMMEDIATE"))
            .map_err(|source| self.failed("beginning a batch", source))
    }

    /// Keeps a batch: all that was written since it began, or nothing.
    ///
    /// # Errors
    /// `DiskFull` and `Statement`; nothing of the batch is kept then.
    pub fn commit_batch(&mut self) -> Result<(), Error> {
        let kept = self.connection.execute_batch("COMMIT");
        if kept.is_err() {
            self.abandon_batch();
        }
        kept.map_err(|source| self.failed("keeping a batch", source))
    }

    /// Tells whether a batch is open. A full disk may end one at any statement.
    pub fn is_in_batch(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Takes back all that was written since the batch began.
    pub fn abandon_batch(&mut self) {
        if !self.connection.is_autocommit() {
            // A full disk may have ended the transaction already; there is nothing left to take back then.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    /// Returns the file that the store is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn prepare(&mut self, now: Timestamp) -> Result<(), Error> {
        self.connection.busy_timeout(PATIENCE).map_err(|source| self.opening(source))?;
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let found = self.format()?;
        self.pragmas()?;
        if found == FORMAT {
            return Ok(());
        }
        let path = self.path.clone();
        self.transact("making the store", |transaction| {
            // Another process may have made it while we waited for the lock.
            let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or_default()) {
                transaction.execute_batch(step)?;
            }
            if found == 0 {
                transaction.execute(
                    "INSERT INTO identity (only, name, created) VALUES (1, lower(hex(randomblob(8))), ?1)",
                    [rows::time(now)],
                )?;
            }
            transaction.pragma_update(None, "user_version", FORMAT)?;
            Ok(())
        })
        .map_err(|err| match err {
            Error::Statement { source, .. } => Error::Open { path, source },
            other => other,
        })
    }

    fn format(&self) -> Result<i64, Error> {
        let found = self
            .connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(|source| self.opening(source))?;
        if found > FORMAT {
            return Err(Error::Newer { path: self.path.clone(), found, known: FORMAT });
        }
        Ok(found)
    }

    fn pragmas(&self) -> Result<(), Error> {
        // Statements are planned once. Planned anew for every value, as SQLite does by itself where a value might make
        // another plan better, looking up a document takes half as long again.
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|source| self.opening(source))?;
        // FULL: the store is the truth, and a power cut must not take back a visit whose evidence is on disk.
        self.connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
            .map_err(|source| self.opening(source))
    }

    /// Runs one transaction: all of it is kept, or nothing. Inside a batch it is a part of it that can fail by itself.
    fn transact<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = self.path.clone();
        let result = if self.connection.is_autocommit() {
            transacted(&mut self.connection, |transaction| work(transaction))
        } else {
            self.connection.savepoint().and_then(|savepoint| {
                let value = work(&savepoint)?;
                savepoint.commit()?;
                Ok(value)
            })
        };
        result.map_err(|source| failure(&path, doing, source))
    }

    fn failed(&self, doing: &'static str, source: rusqlite::Error) -> Error {
        failure(&self.path, doing, source)
    }

    fn opening(&self, source: rusqlite::Error) -> Error {
        match failure(&self.path, "opening", source) {
            Error::Statement { source, .. } => Error::Open { path: self.path.clone(), source },
            other => other,
        }
    }
}

/// Runs one transaction: all of it is kept, or nothing.
fn transacted<T>(
    connection: &mut Connection,
    work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

fn failure(path: &Path, doing: &'static str, source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Locked { path: path.to_owned() },
        Some(ErrorCode::DiskFull) => Error::DiskFull { doing },
        _ => Error::Statement { doing, source },
    }
}
