//! How the sources stand: their last runs, their documents and what came of every visit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::OptionalExtension;
use rusqlite::Row;

use crate::error::Error;
use crate::store::Store;
use crate::store::rows;
use crate::visit::Outcome;

/// One run of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLine {
    /// Its number in the store.
    pub id: i64,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` when it was interrupted or still goes on.
    pub finished: Option<Timestamp>,
    /// Why it failed, when it did.
    pub failure: Option<String>,
}

/// A visit that an operator should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The address.
    pub url: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why.
    pub detail: Option<String>,
}

/// Who crawls a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The name of the process.
    pub name: String,
    /// Until when its claim holds unless it is renewed.
    pub until: Timestamp,
}

/// How one source stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceStatus {
    /// Its name.
    pub name: String,
    /// Its last run.
    pub last_run: Option<RunLine>,
    /// Who claims it, though that process may have died since.
    pub held_by: Option<Holder>,
    /// How many present documents it has.
    pub documents: u64,
    /// What came of the article pages of the last run, and of lists that failed.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Up to twenty visits of the last run that failed, and lists of it that were not read whole.
    pub troubles: Vec<Trouble>,
}

impl SourceStatus {
    /// Tells whether its last run goes on: whoever crawls it has claimed it for longer than `now`.
    pub fn is_crawled(&self, now: Timestamp) -> bool {
        let is_open = self.last_run.as_ref().is_some_and(|run| run.finished.is_none());
        is_open && self.held_by.as_ref().is_some_and(|holder| holder.until > now)
    }
}

/// Outcomes of a list that went well; they are not counted among the pages.
const WELL: &str = "('new', 'changed', 'unchanged', 'moved')";

impl Store {
    /// Returns every source that was ever crawled, by name.
    ///
    /// # Errors
    /// `Statement`.
    pub fn sources(&self) -> Result<Vec<SourceStatus>, Error> {
        self.read_sources().map_err(|source| self.failed("reading the sources", source))
    }

    fn read_sources(&self) -> rusqlite::Result<Vec<SourceStatus>> {
        let mut statement = self.connection.prepare("SELECT DISTINCT source FROM runs ORDER BY source")?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        names.into_iter().map(|name| self.read_source(name)).collect()
    }

    fn read_source(&self, name: String) -> rusqlite::Result<SourceStatus> {
        let last_run = self
            .connection
            .query_row("SELECT * FROM runs WHERE source = ?1 ORDER BY id DESC LIMIT 1", [&name], run_line)
            .optional()?;
        let documents = self.connection.query_row(
            "SELECT count(DISTINCT a.document) FROM addresses a JOIN documents d ON d.id = a.document
             WHERE a.source = ?1 AND d.state = 'present'",
            [&name],
            |row| row.get(0),
        )?;
        let run = last_run.as_ref().map_or(0, |run| run.id);
        Ok(SourceStatus {
            held_by: self.read_holder(&name)?,
            name,
            last_run,
            documents,
            outcomes: self.read_outcomes(run)?,
            troubles: self.read_troubles(run)?,
        })
    }

    fn read_holder(&self, source: &str) -> rusqlite::Result<Option<Holder>> {
        self.connection
            .query_row(
                "SELECT holder, until FROM leases WHERE source = ?1 ORDER BY until DESC LIMIT 1",
                [source],
                |row| Ok(Holder { name: row.get("holder")?, until: rows::read_time(row, "until")? }),
            )
            .optional()
    }

    fn read_outcomes(&self, run: i64) -> rusqlite::Result<BTreeMap<Outcome, u64>> {
        let sql = format!(
            "SELECT outcome, count(*) AS visits FROM visits
             WHERE run = ?1 AND (role = 'article' OR (role = 'list' AND outcome NOT IN {WELL})) GROUP BY outcome"
        );
        self.connection
            .prepare(&sql)?
            .query_map([run], |row| {
                Ok((rows::read_keyed(row, "outcome", Outcome::parse)?, row.get("visits")?))
            })?
            .collect()
    }

    fn read_troubles(&self, run: i64) -> rusqlite::Result<Vec<Trouble>> {
        let sql = format!(
            "SELECT * FROM visits
             WHERE run = ?1 AND (outcome NOT IN {WELL} OR (role = 'list' AND outcome <> 'moved' AND detail IS NOT NULL))
             ORDER BY id LIMIT 20"
        );
        self.connection
            .prepare(&sql)?
            .query_map([run], |row| {
                Ok(Trouble {
                    url: row.get("url")?,
                    outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
                    detail: row.get("detail")?,
                })
            })?
            .collect()
    }
}

pub(super) fn run_line(row: &Row<'_>) -> rusqlite::Result<RunLine> {
    let finished: Option<String> = row.get("finished")?;
    Ok(RunLine {
        id: row.get("id")?,
        started: rows::read_time(row, "started")?,
        finished: finished.and_then(|text| text.parse().ok()),
        failure: row.get("failure")?,
    })
}
