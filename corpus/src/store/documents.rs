//! Documents: imported, counted, and read with their histories and addresses.

use crate::document::Document;
use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::changes::ChangeEvent;
use crate::store::page_files::KEYS_OF_DOCUMENT;
use crate::store::rows;
use crate::store::versions;
use crate::store::versions::Seen;
use crate::store::versions::Version;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::params;

/// A document that someone else collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub id: DocumentId,
    /// The document.
    pub document: Document,
    /// Where it was found.
    pub url: Option<String>,
}

/// What saving a document came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The document was not known.
    Added,
    /// A new version of a known document.
    Changed,
    /// Nothing new; nothing written.
    Unchanged,
}

/// One version of a document as it is kept.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its name.
    pub id: DocumentId,
    /// The number of this version, from 1.
    pub version: u32,
    /// Whether the document has gone from every address; its text is then empty.
    pub is_gone: bool,
    /// When it was found gone from its last address.
    pub gone_since: Option<Timestamp>,
    /// When the document was first seen.
    pub first_seen: Timestamp,
    /// When this version was seen.
    pub seen_at: Timestamp,
    /// The address that gave this version.
    pub url: Option<String>,
    /// The bytes that this version was read from.
    pub evidence: Option<Evidence>,
    /// The document itself.
    pub document: Document,
}

/// One line of a document's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// The number, from 1.
    pub number: u32,
    /// The title it had.
    pub title: String,
    /// When it was seen.
    pub seen_at: Timestamp,
    /// The address that gave it.
    pub url: Option<String>,
    /// Length of the text in characters.
    pub characters: u64,
    /// The bytes that it was read from.
    pub evidence: Option<Evidence>,
}

/// One address that a document was found at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub url: String,
    /// The source it belongs to.
    pub source: String,
    /// A page or a file.
    pub role: Role,
    /// What the last visit came to.
    pub outcome: Outcome,
    /// When it was first visited.
    pub first_visit: Timestamp,
    /// When it was last visited.
    pub last_visit: Timestamp,
}

impl Store {
    /// Saves documents that someone else collected, all of them or none; a known id becomes a new version when
    /// anything differs. Returns what each came to, in the order given.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is kept then.
    pub fn import(
        &mut self,
        documents: impl Iterator<Item = Import>,
        now: Timestamp,
    ) -> Result<Vec<Saved>, Error> {
        self.transact("importing documents", |transaction| {
            documents.map(|import| import_one(transaction, &import, now)).collect()
        })
    }

    /// Returns the current version of a document, or `None` when the id is not known.
    ///
    /// # Errors
    /// `Statement`.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Stored>, Error> {
        versions::stored(&self.connection, id, None)
            .map_err(|source| self.failed("reading a document", source))
    }

    /// Returns one version of a document, or `None` when there is no such version.
    ///
    /// # Errors
    /// `Statement`.
    pub fn version(&self, id: &DocumentId, number: u32) -> Result<Option<Stored>, Error> {
        versions::stored(&self.connection, id, Some(number))
            .map_err(|source| self.failed("reading a version", source))
    }

    /// Returns the history of a document, oldest first; empty when the id is not known.
    ///
    /// # Errors
    /// `Statement`.
    pub fn versions(&self, id: &DocumentId) -> Result<Vec<VersionLine>, Error> {
        let sql = "SELECT *, length(text) AS characters FROM versions WHERE document = ?1 ORDER BY number";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], version_line)?.collect())
            .map_err(|source| self.failed("reading the versions", source))
    }

    /// Returns the addresses that a document was found at, with those of the files of its pages, first found first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn addresses(&self, id: &DocumentId) -> Result<Vec<Address>, Error> {
        let sql = format!(
            "SELECT url, source, outcome, first_visit, last_visit,
                 CASE WHEN document IS ?1 THEN role ELSE 'attachment' END AS role
             FROM addresses WHERE document = ?1 OR key IN ({KEYS_OF_DOCUMENT}) ORDER BY first_visit, rowid"
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], address)?.collect())
            .map_err(|source| self.failed("reading the addresses", source))
    }

    /// Returns up to `limit` ids of present documents after `id`, in order of id: for a rebuild of the index.
    ///
    /// # Errors
    /// `Statement`.
    pub fn present_after(&self, id: Option<&DocumentId>, limit: usize) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT id FROM documents WHERE state = 'present' AND id > ?1 ORDER BY id LIMIT ?2";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let after = id.map_or("", DocumentId::as_str);
                statement.query_map(params![after, limit], |row| rows::read_id(row, "id"))?.collect()
            })
            .map_err(|source| self.failed("listing the documents", source))
    }

    /// Returns how many documents are present.
    ///
    /// # Errors
    /// `Statement`.
    pub fn count(&self) -> Result<u64, Error> {
        self.connection
            .query_row("SELECT count(*) FROM documents WHERE state = 'present'", [], |row| row.get(0))
            .map_err(|source| self.failed("counting the documents", source))
    }
}

fn import_one(connection: &Connection, import: &Import, now: Timestamp) -> rusqlite::Result<Saved> {
    let known = versions::stored(connection, &import.id, None)?;
    let is_same =
        |known: &Stored| known.document == import.document && known.url == import.url && !known.is_gone;
    if known.as_ref().is_some_and(is_same) {
        return Ok(Saved::Unchanged);
    }
    let event = match &known {
        None => ChangeEvent::Added,
        Some(known) if known.is_gone => ChangeEvent::Returned,
        Some(_) => ChangeEvent::Changed,
    };
    let seen = Seen { url: import.url.as_deref(), evidence: None, at: now };
    let document = &import.document;
    let text_hash = versions::text_hash(&document.title, &document.text);
    let version = Version { document, published: document.published, text_hash: &text_hash };
    versions::add_version(connection, &import.id, &version, &seen, event)?;
    Ok(if known.is_some() { Saved::Changed } else { Saved::Added })
}

fn version_line(row: &Row<'_>) -> rusqlite::Result<VersionLine> {
    Ok(VersionLine {
        number: row.get("number")?,
        title: row.get("title")?,
        seen_at: rows::read_time(row, "seen_at")?,
        url: row.get("url")?,
        characters: row.get("characters")?,
        evidence: rows::read_evidence(row)?,
    })
}

fn address(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        url: row.get("url")?,
        source: row.get("source")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
        first_visit: rows::read_time(row, "first_visit")?,
        last_visit: rows::read_time(row, "last_visit")?,
    })
}
