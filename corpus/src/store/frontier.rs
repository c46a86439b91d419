//! Runs and their frontier: the addresses that a crawl still has to fetch.

use crate::error::Error;
use crate::store::Store;
use crate::store::record::Step;
use crate::store::rows;
use crate::visit::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

/// One crawl of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number in the store.
    pub id: i64,
    /// The source's name.
    pub source: String,
    /// Whether an interrupted run goes on.
    pub is_resumed: bool,
}

/// An address that a run still has to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the address is known by.
    pub key: String,
    /// The address to fetch.
    pub url: String,
    /// The form to send with POST; `None` asks with GET.
    pub form: Option<String>,
    /// What the address is for.
    pub role: Role,
    /// The key of the list's first page, when this is a later page of a list.
    pub list: Option<String>,
    /// The text of the link that led here.
    pub label: Option<String>,
    /// The date that stood beside the link.
    pub listed: Option<Date>,
}

impl Store {
    /// Begins a run of a source, or goes on with the one that was interrupted.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn begin_run(&mut self, source: &str, now: Timestamp, seeds: &[Target]) -> Result<Run, Error> {
        self.transact("beginning a crawl", |transaction| {
            let open: Option<i64> = transaction
                .query_row(
                    "SELECT id FROM runs WHERE source = ?1 AND finished IS NULL ORDER BY id DESC LIMIT 1",
                    [source],
                    |row| row.get(0),
                )
                .optional()?;
            let id = match open {
                Some(id) => id,
                None => transaction.query_row(
                    "INSERT INTO runs (source, started) VALUES (?1, ?2) RETURNING id",
                    params![source, rows::time(now)],
                    |row| row.get(0),
                )?,
            };
            enqueue(transaction, id, seeds)?;
            Ok(Run { id, source: source.to_owned(), is_resumed: open.is_some() })
        })
    }

    /// Adds every article that the source is known to have and that the run has not met: pages that lists no
    /// longer name must still be asked whether they are there. Returns how many.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn enqueue_known(&mut self, run: &Run) -> Result<usize, Error> {
        self.transact("listing the known pages", |transaction| {
            let mut statement = transaction.prepare(
                "SELECT * FROM addresses WHERE source = ?1 AND role = 'article' AND gone = 0 ORDER BY rowid",
            )?;
            let targets = statement
                .query_map([&run.source], |row| {
                    Ok(Target {
                        key: row.get("key")?,
                        url: row.get("url")?,
                        form: None,
                        role: Role::Article,
                        list: None,
                        label: row.get("label")?,
                        listed: None,
                    })
                })?
                .collect::<rusqlite::Result<Vec<Target>>>()?;
            enqueue(transaction, run.id, &targets)
        })
    }

    /// Returns the next target of a run, or `None` when all is fetched.
    ///
    /// # Errors
    /// `Statement`.
    pub fn next_target(&self, run: &Run) -> Result<Option<Target>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM frontier WHERE run = ?1 AND done = 0 ORDER BY place LIMIT 1")
            .and_then(|mut statement| statement.query_row([run.id], target).optional())
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// Returns how many targets a run has fetched and how many it knows.
    ///
    /// # Errors
    /// `Statement`.
    pub fn progress(&self, run: &Run) -> Result<(u64, u64), Error> {
        self.connection
            .query_row(
                "SELECT coalesce(sum(done), 0), count(*) FROM frontier WHERE run = ?1",
                [run.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// Ends a run; its frontier is no longer needed.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn finish_run(&mut self, run: &Run, now: Timestamp, failure: Option<&str>) -> Result<(), Error> {
        self.transact("ending a crawl", |transaction| {
            transaction.execute(
                "UPDATE runs SET finished = ?2, failure = ?3 WHERE id = ?1",
                params![run.id, rows::time(now), failure],
            )?;
            transaction.execute("DELETE FROM frontier WHERE run = ?1", [run.id])?;
            Ok(())
        })
    }
}

/// Adds targets that the run has not met yet; returns how many.
pub(super) fn enqueue(connection: &Connection, run: i64, targets: &[Target]) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO frontier (run, place, key, url, form, role, list, label, listed)
         VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM frontier WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (run, key) DO NOTHING",
    )?;
    let mut added = 0;
    for target in targets {
        added += statement.execute(params![
            run,
            target.key,
            target.url,
            target.form,
            target.role.key(),
            target.list,
            target.label,
            target.listed.map(|date| date.to_string())
        ])?;
    }
    Ok(added)
}

fn target(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        key: row.get("key")?,
        url: row.get("url")?,
        form: row.get("form")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        list: row.get("list")?,
        label: row.get("label")?,
        listed: rows::read_date(row, "listed")?,
    })
}

/// Marks as fetched what a step was for and every address that it met on the way, so that none is asked twice in a run.
pub(super) fn tick_off(connection: &Connection, run: i64, step: &Step<'_>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO frontier (run, place, key, url, role, done) VALUES (?1, 0, ?2, ?3, ?4, 1)
         ON CONFLICT (run, key) DO UPDATE SET done = 1",
    )?;
    let target = step.target;
    statement.execute(params![run, target.key, target.url, target.role.key()])?;
    for visit in &step.visits {
        statement.execute(params![run, visit.key, visit.url, visit.role.key()])?;
    }
    Ok(())
}
