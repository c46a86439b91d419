//! What an operator need not keep for ever: visits that found nothing new, and files of evidence that nothing points to.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::error::Error;
use crate::store::Store;
use crate::store::rows;
use crate::visit::Evidence;

/// Visits that brought nothing and that no version, address or count needs: up to a time, of an ended run that is
/// not its source's last.
const IDLE: &str = "
    at <= ?1 AND outcome IN ('unchanged', 'transient', 'blocked', 'soft404', 'refused', 'too_large', 'tls_unsupported', 'tls_cert')
    AND run NOT IN (SELECT max(id) FROM runs GROUP BY source)
    AND run IN (SELECT id FROM runs WHERE finished IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.warc_file = visits.warc_file AND v.warc_offset = visits.warc_offset)
    AND NOT EXISTS (SELECT 1 FROM addresses a WHERE a.key = visits.key
                    AND a.warc_file = visits.warc_file AND a.warc_offset = visits.warc_offset)";

/// Runs that nothing speaks of any more.
const EMPTY_RUNS: &str = "
    finished <= ?1 AND id NOT IN (SELECT max(id) FROM runs GROUP BY source)
    AND NOT EXISTS (SELECT 1 FROM visits WHERE visits.run = runs.id)
    AND NOT EXISTS (SELECT 1 FROM addresses WHERE addresses.missed_in = runs.id)";

impl Store {
    /// Returns how many visits up to a time brought nothing and are needed for nothing.
    ///
    /// # Errors
    /// `Statement`.
    pub fn idle_visits(&self, before: Timestamp) -> Result<u64, Error> {
        self.connection
            .query_row(&format!("SELECT count(*) FROM visits WHERE {IDLE}"), [rows::time(before)], |row| {
                row.get(0)
            })
            .map_err(|source| self.failed("counting the visits", source))
    }

    /// Forgets those visits, and runs of which nothing is left. Returns how many visits and runs.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is forgotten then.
    pub fn forget_idle_visits(&mut self, before: Timestamp) -> Result<(u64, u64), Error> {
        self.transact("forgetting old visits", |transaction| {
            let before = rows::time(before);
            let visits = transaction.execute(&format!("DELETE FROM visits WHERE {IDLE}"), [&before])?;
            let runs = transaction.execute(&format!("DELETE FROM runs WHERE {EMPTY_RUNS}"), [&before])?;
            Ok((visits as u64, runs as u64))
        })
    }

    /// Returns every record that a version or an address stands on: its own, its page's and its files'.
    ///
    /// # Errors
    /// `Statement`.
    pub fn evidence_in_use(&self) -> Result<Vec<Evidence>, Error> {
        let own = records(
            &self.connection,
            "SELECT warc_file, warc_offset, sha256 FROM versions WHERE warc_file IS NOT NULL
             UNION SELECT warc_file, warc_offset, sha256 FROM addresses WHERE warc_file IS NOT NULL",
        )
        .map_err(|source| self.failed("reading the evidence", source))?;
        let mut seen: BTreeSet<(String, u64)> = BTreeSet::new();
        let mut used = Vec::new();
        for evidence in own {
            for page in self.pages_of(&evidence)? {
                used.extend(page.files.into_iter().filter_map(|file| file.came.ok()));
                used.push(page.evidence);
            }
            used.push(evidence);
        }
        used.retain(|evidence| seen.insert((evidence.file.clone(), evidence.offset)));
        Ok(used)
    }

    /// Returns when the last exchange of a file of evidence was made; `None` when no visit points into it.
    ///
    /// # Errors
    /// `Statement`.
    pub fn last_visit_in(&self, file: &str) -> Result<Option<Timestamp>, Error> {
        self.connection
            .query_row("SELECT max(at) AS at FROM visits WHERE warc_file = ?1", [file], |row| {
                rows::read_time_or_none(row, "at")
            })
            .optional()
            .map(Option::flatten)
            .map_err(|source| self.failed("reading the visits", source))
    }

    /// Notes that a file of evidence is no longer kept: its visits stay, with the hash of what they got.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn forget_file(&mut self, file: &str) -> Result<(), Error> {
        self.transact("forgetting a file of evidence", |transaction| {
            let sql = "UPDATE visits SET warc_file = NULL, warc_offset = NULL WHERE warc_file = ?1";
            transaction.execute(sql, params![file]).map(|_| ())
        })
    }
}

fn records(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<Evidence>> {
    let read = |row: &Row<'_>| rows::read_evidence(row);
    connection.prepare(sql)?.query_map([], read)?.filter_map(Result::transpose).collect()
}
