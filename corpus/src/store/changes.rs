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
        /// Back after it was gone, or after its address had said that it does not exist.
        Returned = "returned", "恢复";
        /// It now lives at another address.
        Moved = "moved", "迁移";
        /// Its address answers with status 200 that the page does not exist; the text is kept.
        SoftNotFound = "soft404", "软404";
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

/// What is told beside an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Circumstances<'a> {
    /// The address that the event is about.
    pub(super) url: Option<&'a str>,
    /// Where a moved page lives now.
    pub(super) moved_to: Option<&'a str>,
    /// When the text was last seen in its place.
    pub(super) last_good: Option<Timestamp>,
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
    tell_change(connection, (id, version), event, at, &Circumstances::default())
}

/// Writes one line of the change feed with what is to be told beside it.
pub(super) fn tell_change(
    connection: &Connection,
    (id, version): (&DocumentId, u32),
    event: ChangeEvent,
    at: Timestamp,
    told: &Circumstances<'_>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO changes (document, version, event, at, url, moved_to, last_good)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            id.as_str(),
            version,
            event.key(),
            rows::time(at),
            told.url,
            told.moved_to,
            told.last_good.map(rows::time)
        ])?;
    Ok(())
}

pub(super) fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        seq: row.get("seq")?,
        document: rows::read_id(row, "document")?,
        version: row.get("version")?,
        event: rows::read_keyed(row, "event", ChangeEvent::parse)?,
        at: rows::read_time(row, "at")?,
    })
}
