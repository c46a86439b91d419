//! Where a document came from: every visit of its addresses, and what each of them last gave.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::params;

use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::page_files::KEYS_OF_DOCUMENT;
use crate::store::rows;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;

/// One visit as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    /// When the answer was complete.
    pub at: Timestamp,
    /// The address as it was asked for.
    pub url: String,
    /// What the address is for.
    pub role: Role,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, when it needs saying.
    pub detail: Option<String>,
    /// Where the exchange lies.
    pub evidence: Option<Evidence>,
}

/// An address that holds a document, with the page that it last gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAt {
    /// What the address is known by.
    pub key: String,
    /// The source that it belongs to.
    pub source: String,
    /// The date that it last gave.
    pub published: Option<Date>,
    /// The page that it last gave.
    pub evidence: Option<Evidence>,
}

impl Store {
    /// Returns every visit of the addresses of a document and of the files of its pages, oldest first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn visits(&self, id: &DocumentId) -> Result<Vec<VisitLine>, Error> {
        let sql = format!(
            "SELECT * FROM visits WHERE key IN (SELECT key FROM addresses WHERE document = ?1)
                 OR (role = 'attachment' AND key IN ({KEYS_OF_DOCUMENT})) ORDER BY id"
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], visit_line)?.collect())
            .map_err(|source| self.failed("reading the visits", source))
    }

    /// Returns the pages that hold a document, first visited first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn held_at(&self, id: &DocumentId) -> Result<Vec<HeldAt>, Error> {
        let sql =
            "SELECT * FROM addresses WHERE document = ?1 AND role = 'article' ORDER BY first_visit, rowid";
        let held = |row: &Row<'_>| {
            Ok(HeldAt {
                key: row.get("key")?,
                source: row.get("source")?,
                published: rows::read_date(row, "published")?,
                evidence: rows::read_evidence(row)?,
            })
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], held)?.collect())
            .map_err(|source| self.failed("reading the addresses", source))
    }

    /// Returns up to `limit` present documents after `id` that were crawled, in order of id; only those of a source when
    /// one is named.
    ///
    /// # Errors
    /// `Statement`.
    pub fn crawled_after(
        &self,
        id: Option<&DocumentId>,
        source: Option<&str>,
        limit: usize,
    ) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT id FROM documents d WHERE state = 'present' AND id > ?1 AND EXISTS (
                       SELECT 1 FROM addresses a WHERE a.document = d.id AND a.role = 'article'
                         AND (?2 IS NULL OR a.source = ?2)) ORDER BY id LIMIT ?3";
        let after = id.map_or("", DocumentId::as_str);
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.query_map(params![after, source, limit], |row| rows::read_id(row, "id"))?.collect()
            })
            .map_err(|source| self.failed("listing the documents", source))
    }
}

pub(super) fn visit_line(row: &Row<'_>) -> rusqlite::Result<VisitLine> {
    Ok(VisitLine {
        at: rows::read_time(row, "at")?,
        url: row.get("url")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        status: row.get("status")?,
        outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
        detail: row.get("detail")?,
        evidence: rows::read_evidence(row)?,
    })
}
