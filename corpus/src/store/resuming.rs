//! A run that was interrupted in; what the store knows of it from before, out.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::error::Error;
use crate::store::Store;
use crate::store::frontier::Run;
use crate::store::rows;
use crate::visit::Outcome;
use crate::visit::Role;

/// An address that a run asked for and that no server answered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// What the address is known by.
    pub key: String,
    /// The address.
    pub url: String,
    /// What it was asked for.
    pub role: Role,
    /// What came of it.
    pub outcome: Outcome,
    /// Why.
    pub detail: Option<String>,
}

impl Store {
    /// Returns the files of the evidence that the visits of a run point into.
    ///
    /// # Errors
    /// `Statement`.
    pub fn files_of(&self, run: &Run) -> Result<BTreeSet<String>, Error> {
        self.connection
            .prepare("SELECT DISTINCT warc_file FROM visits WHERE run = ?1 AND warc_file IS NOT NULL")
            .and_then(|mut statement| statement.query_map([run.id], |row| row.get(0))?.collect())
            .map_err(|source| self.failed("reading the visits of a crawl", source))
    }

    /// Returns what a run asked for in vain: a server was sought and did not answer.
    ///
    /// # Errors
    /// `Statement`.
    pub fn unanswered(&self, run: &Run) -> Result<Vec<Unanswered>, Error> {
        self.connection
            .prepare(
                "SELECT * FROM visits WHERE run = ?1 AND warc_file IS NULL
                     AND outcome IN ('transient', 'tls_unsupported', 'tls_certificate') ORDER BY id",
            )
            .and_then(|mut statement| {
                let read = statement.query_map([run.id], |row| {
                    Ok(Unanswered {
                        key: row.get("key")?,
                        url: row.get("url")?,
                        role: rows::read_keyed(row, "role", Role::parse)?,
                        outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
                        detail: row.get("detail")?,
                    })
                })?;
                read.collect()
            })
            .map_err(|source| self.failed("reading the visits of a crawl", source))
    }

    /// Returns what an address last came to in a run, and why; `None` when the run has no visit of it.
    ///
    /// # Errors
    /// `Statement`.
    pub fn came_to(&self, run: &Run, key: &str) -> Result<Option<(Outcome, Option<String>)>, Error> {
        self.connection
            .prepare_cached(
                "SELECT outcome, detail FROM visits WHERE key = ?2 AND run = ?1 ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                let read = statement.query_row(params![run.id, key], |row| {
                    Ok((rows::read_keyed(row, "outcome", Outcome::parse)?, row.get("detail")?))
                });
                read.optional()
            })
            .map_err(|source| self.failed("reading a visit of a crawl", source))
    }

    /// Tells whether a run still has to come to an address.
    ///
    /// # Errors
    /// `Statement`.
    pub fn is_pending(&self, run: &Run, key: &str) -> Result<bool, Error> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM frontier WHERE run = ?1 AND key = ?2 AND done = 0)")
            .and_then(|mut statement| statement.query_row(params![run.id, key], |row| row.get(0)))
            .map_err(|source| self.failed("reading the frontier", source))
    }
}

/// Returns the run of a source that was interrupted.
pub(super) fn interrupted(connection: &Connection, source: &str) -> rusqlite::Result<Option<Run>> {
    connection
        .query_row(
            "SELECT * FROM runs WHERE source = ?1 AND finished IS NULL ORDER BY id DESC LIMIT 1",
            [source],
            |row| {
                Ok(Run {
                    id: row.get("id")?,
                    source: source.to_owned(),
                    is_resumed: true,
                    started: rows::read_time(row, "started")?,
                    crawl_began: rows::read_time(row, "started")?,
                    listed_to: row.get("listed_to")?,
                    due_by: rows::read_time_or_none(row, "due_by")?,
                })
            },
        )
        .optional()
}
