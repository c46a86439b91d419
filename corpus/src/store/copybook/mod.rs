//! The book of copies: sketches of documents and the pairs that share text, in an SQLite file of its own; derived and disposable.

mod line;
mod look;
mod write;

use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::error::Error;
use crate::store::PATIENCE;
use crate::store::failure;

pub use line::BookPosition;
pub use line::CopyLine;
pub use line::CopyQuestion;
pub use line::PairLine;
pub use line::Shelved;
pub use line::Sketched;

/// The format of the file; another one is emptied and made anew.
const FORMAT: i64 = 1;

const SCHEMA: &str = include_str!("schema.sql");

/// An open book.
pub struct CopyBook {
    connection: Connection,
    path: PathBuf,
}

impl CopyBook {
    /// The file name of the book inside a data folder.
    pub const FILE: &'static str = "copies.sqlite";

    /// Opens the book in a data folder, and makes it when it is not there or of another format.
    ///
    /// # Errors
    /// `Open` and `Locked`.
    pub fn open(folder: &Path) -> Result<CopyBook, Error> {
        let path = folder.join(CopyBook::FILE);
        let failed = |source| failure(&path, "opening the book of copies", source);
        let connection = Connection::open(&path).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        // What is lost in a power cut is worked out again.
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            )
            .map_err(failed)?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
        if found != FORMAT {
            connection
                .execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"))
                .map_err(failed)?;
        }
        Ok(CopyBook { connection, path })
    }

    /// Returns how far the book has come; none when it is empty.
    ///
    /// # Errors
    /// `Statement`.
    pub fn position(&self) -> Result<Option<BookPosition>, Error> {
        let read = |row: &Row<'_>| {
            Ok(BookPosition {
                store: row.get("store")?,
                seq: row.get("seq")?,
                cursor: row.get("cursor")?,
                judged: row.get("judged")?,
            })
        };
        self.connection
            .query_row("SELECT * FROM position", [], read)
            .optional()
            .map_err(|source| self.failed("reading its position", source))
    }

    /// Empties the book and begins to follow a store.
    ///
    /// # Errors
    /// `Statement` and `Locked`.
    pub fn begin(&mut self, store: &str, seq: u64) -> Result<(), Error> {
        self.transact("beginning the book of copies", |transaction| {
            transaction.execute_batch("DELETE FROM pairs; DELETE FROM sketches; DELETE FROM position;")?;
            transaction
                .execute("INSERT INTO position VALUES (1, ?1, ?2, '', 0, x'')", params![store, seq])?;
            Ok(())
        })
    }

    fn transact<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = self.path.clone();
        crate::store::transacted(&mut self.connection, work).map_err(|source| failure(&path, doing, source))
    }

    fn failed(&self, doing: &'static str, source: rusqlite::Error) -> Error {
        failure(&self.path, doing, source)
    }
}
