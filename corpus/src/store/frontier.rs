//! Runs and their frontier: the addresses that a crawl still has to fetch.

use std::ops::Range;

use crate::error::Error;
use crate::store::Store;
use crate::store::addresses;
use crate::store::addresses::Known;
use crate::store::record::Step;
use crate::store::resuming;
use crate::store::rows;
use crate::store::status;
use crate::store::status::RunLine;
use crate::store::visits::is_missing_landing;
use crate::visit::Role;
use crate::visit::Visit;
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
    /// When it began.
    pub started: Timestamp,
    /// When the crawl began that it is part of: it may have crawled other sources before.
    pub crawl_began: Timestamp,
    /// The last place of what lists named, once the pages that none named stand behind it.
    pub listed_to: Option<i64>,
    /// For a scheduled run: known pages that are due later are left out, unless a list dates them after their last
    /// visit.
    pub due_by: Option<Timestamp>,
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

/// A target that is next, with what earlier visits know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its place in the order of the run.
    pub place: i64,
    /// The target.
    pub target: Target,
    /// What is known of its address.
    pub known: Option<Known>,
}

impl Store {
    /// Begins a run of a source, or goes on with the one that was interrupted. Every known page is visited.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn begin_run(&mut self, source: &str, now: Timestamp, seeds: &[Target]) -> Result<Run, Error> {
        self.begin(source, now, seeds, None)
    }

    /// Begins a scheduled run of a source, or goes on with the one that was interrupted. Known pages that are due
    /// later are left out.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn begin_due_run(&mut self, source: &str, now: Timestamp, seeds: &[Target]) -> Result<Run, Error> {
        self.begin(source, now, seeds, Some(now))
    }

    fn begin(
        &mut self,
        source: &str,
        now: Timestamp,
        seeds: &[Target],
        due_by: Option<Timestamp>,
    ) -> Result<Run, Error> {
        self.transact("beginning a crawl", |transaction| {
            let run = match resuming::interrupted(transaction, source)? {
                Some(run) => run,
                None => started(transaction, source, now, due_by)?,
            };
            enqueue(transaction, &run, seeds)?;
            Ok(run)
        })
    }

    /// Returns the last run of a source, or `None` when it was never crawled.
    ///
    /// # Errors
    /// `Statement`.
    pub fn last_run(&self, source: &str) -> Result<Option<RunLine>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM runs WHERE source = ?1 ORDER BY id DESC LIMIT 1")
            .and_then(|mut statement| statement.query_row([source], status::run_line).optional())
            .map_err(|source| self.failed("reading the last run", source))
    }

    /// Adds every article that the source is known to have and that the run has not met: pages that lists no
    /// longer name must still be asked whether they are there, and pages that are gone now and then whether they are back. Returns
    /// how many.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn enqueue_known(&mut self, run: &Run) -> Result<usize, Error> {
        self.transact("listing the known pages", |transaction| {
            let mut statement = transaction.prepare(
                "SELECT * FROM addresses WHERE source = ?1 AND role = 'article' AND (gone = 0 OR next_visit <= ?2)
                 ORDER BY rowid",
            )?;
            let targets = statement
                .query_map(params![run.source, rows::time(run.started)], |row| {
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
            let listed_to = last_place(transaction, run.id)?;
            transaction.execute(
                "UPDATE runs SET listed_to = coalesce(listed_to, ?2) WHERE id = ?1",
                params![run.id, listed_to],
            )?;
            enqueue(transaction, run, &targets)
        })
    }

    /// Returns up to `limit` targets that a run still has to fetch, in order, with what is known of each; only those
    /// behind the place of the last one that was taken, 0 for the first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pending(&self, run: &Run, behind: i64, limit: usize) -> Result<Vec<Pending>, Error> {
        self.read_pending(run, behind..i64::MAX, limit)
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// The place before the range is behind; that at its end is no longer meant.
    fn read_pending(&self, run: &Run, range: Range<i64>, limit: usize) -> rusqlite::Result<Vec<Pending>> {
        let targets = self
            .connection
            .prepare_cached(
                "SELECT * FROM frontier WHERE run = ?1 AND done = 0 AND place > ?2 AND place < ?3
                 ORDER BY place LIMIT ?4",
            )?
            .query_map(params![run.id, range.start, range.end, limit], |row| {
                Ok((row.get("place")?, target(row)?))
            })?
            .collect::<rusqlite::Result<Vec<(i64, Target)>>>()?;
        let with_known = targets.into_iter().map(|(place, target)| {
            let known = addresses::known(&self.connection, &target.key)?;
            Ok(Pending { place, target, known })
        });
        with_known.collect()
    }

    /// Returns the place of an address in the order of a run: 0 when it was met on the way, none when the run does not know it.
    ///
    /// # Errors
    /// `Statement`.
    pub fn place(&self, run: &Run, key: &str) -> Result<Option<i64>, Error> {
        self.connection
            .prepare_cached("SELECT place FROM frontier WHERE run = ?1 AND key = ?2")
            .and_then(|mut statement| statement.query_row(params![run.id, key], |row| row.get(0)).optional())
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// Returns the targets that a run still has to fetch behind the first of two places and before the second, in order.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pending_between(&self, run: &Run, places: Range<i64>) -> Result<Vec<Pending>, Error> {
        self.read_pending(run, places, usize::MAX >> 1)
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

fn started(
    connection: &Connection,
    source: &str,
    now: Timestamp,
    due_by: Option<Timestamp>,
) -> rusqlite::Result<Run> {
    let id = connection.query_row(
        "INSERT INTO runs (source, started, due_by) VALUES (?1, ?2, ?3) RETURNING id",
        params![source, rows::time(now), due_by.map(rows::time)],
        |row| row.get(0),
    )?;
    Ok(Run {
        id,
        source: source.to_owned(),
        is_resumed: false,
        started: now,
        crawl_began: now,
        listed_to: None,
        due_by,
    })
}

/// Adds targets that the run has not met yet; returns how many.
pub(super) fn enqueue(connection: &Connection, run: &Run, targets: &[Target]) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO frontier (run, place, key, url, form, role, list, label, listed, done)
         VALUES (?1, ?9, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
             ?10 IS NOT NULL AND EXISTS (
                 SELECT 1 FROM addresses a WHERE a.key = ?2 AND a.role = 'article' AND a.next_visit > ?10
                     AND coalesce(?8 <= substr(a.last_visit, 1, 10), 1)))
         ON CONFLICT (run, key) DO NOTHING",
    )?;
    let (mut added, mut place) = (0, last_place(connection, run.id)?);
    let due_by = run.due_by.map(rows::time);
    for target in targets {
        place += 1;
        added += statement.execute(params![
            run.id,
            target.key,
            target.url,
            target.form,
            target.role.key(),
            target.list,
            target.label,
            target.listed.map(|date| date.to_string()),
            place,
            due_by
        ])?;
    }
    Ok(added)
}

/// Returns the last place that a run has given out. Asked for done and undone apart, each is one look at an index.
fn last_place(connection: &Connection, run: i64) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "SELECT max(coalesce((SELECT max(place) FROM frontier WHERE run = ?1 AND done = 0), 0),
                        coalesce((SELECT max(place) FROM frontier WHERE run = ?1 AND done = 1), 0))",
        )?
        .query_row([run], |row| row.get(0))
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

/// Marks as fetched what a step was for and every page that it met on the way, so that none is asked twice in a run. Where
/// nothing is, and what was fetched as a file, is told of by itself when a list names it.
pub(super) fn tick_off(connection: &Connection, run: i64, step: &Step<'_>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO frontier (run, place, key, url, role, done) VALUES (?1, 0, ?2, ?3, ?4, 1)
         ON CONFLICT (run, key) DO UPDATE SET done = 1 WHERE role = ?4",
    )?;
    let target = step.target;
    statement.execute(params![run, target.key, target.url, target.role.key()])?;
    let met = |visit: &&Visit| visit.role == target.role && !is_missing_landing(step, visit);
    for visit in step.visits.iter().filter(met) {
        statement.execute(params![run, visit.key, visit.url, visit.role.key()])?;
    }
    Ok(())
}
