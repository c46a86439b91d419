//! The change feed: what happened to which document, in order; the index follows it.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::params;

use crate::document::DocumentId;
use crate::document::keyed;
use crate::error::Error;
use crate::store::Store;
use crate::store::rows;

keyed! {
    /// What happened to a document.
    ChangeEvent {
        /// Seen for the first time.
        Added = "added", "新增";
        /// A new version of the text.
        Changed = "changed", "变更";
        /// Gone from every address it had.
        Gone = "gone", "消失";
        /// Back after it was gone.
        Returned = "returned", "恢复";
        /// Read anew from the same evidence; the site changed nothing.
        Reread = "reread", "重读";
    }
}

/// One line of the change feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Grows with every change, never used twice.
    pub seq: u64,
    /// Which document.
    pub document: DocumentId,
    /// The version that is current after the change.
    pub version: u32,
    /// What happened.
    pub event: ChangeEvent,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// Returns up to `limit` changes after `seq`, oldest first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn changes_after(&self, seq: u64, limit: usize) -> Result<Vec<Change>, Error> {
        let sql = "SELECT * FROM changes WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params![seq, limit], change)?.collect())
            .map_err(|source| self.failed("reading the change feed", source))
    }

    /// Returns the number of the last change; 0 when there was none.
    ///
    /// # Errors
    /// `Statement`.
    pub fn last_change(&self) -> Result<u64, Error> {
        self.connection
            .query_row("SELECT coalesce(max(seq), 0) FROM changes", [], |row| row.get(0))
            .map_err(|source| self.failed("reading the change feed", source))
    }
}

/// Writes one line of the change feed.
pub(super) fn add_change(
    connection: &Connection,
    id: &DocumentId,
    version: u32,
    event: ChangeEvent,
    at: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO changes (document, version, event, at) VALUES (?1, ?2, ?3, ?4)",
        params![id.as_str(), version, event.key(), rows::time(at)],
    )?;
    Ok(())
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        seq: row.get("seq")?,
        document: rows::read_id(row, "document")?,
        version: row.get("version")?,
        event: rows::read_keyed(row, "event", ChangeEvent::parse)?,
        at: rows::read_time(row, "at")?,
    })
}
