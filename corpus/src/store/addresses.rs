//! Addresses: what is known of each from earlier visits.

use crate::document::DocumentId;
use crate::error::Error;
use crate::revisit;
use crate::store::Store;
use crate::store::frontier::Run;
use crate::store::page_files;
use crate::store::page_files::PageFile;
use crate::store::rows;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;
use crate::visit::Validators;
use crate::visit::Visit;
use jiff::SignedDuration;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

/// What is known of an address from earlier visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The document that lives there.
    pub document: Option<DocumentId>,
    /// Whether it was confirmed gone.
    pub is_gone: bool,
    /// What to ask with.
    pub validators: Validators,
    /// The bytes of the last good answer.
    pub evidence: Option<Evidence>,
    /// The files that the page named when it was last read, in its order.
    pub attachments: Vec<PageFile>,
}

impl Store {
    /// Returns what is known of an address, or `None` when it was never visited.
    ///
    /// # Errors
    /// `Statement`.
    pub fn known(&self, key: &str) -> Result<Option<Known>, Error> {
        known(&self.connection, key).map_err(|source| self.failed("looking up an address", source))
    }
}

pub(super) fn known(connection: &Connection, key: &str) -> rusqlite::Result<Option<Known>> {
    let known = connection
        .prepare_cached("SELECT * FROM addresses WHERE key = ?1")?
        .query_row([key], |row| {
            let document: Option<String> = row.get("document")?;
            Ok(Known {
                document: document.as_deref().and_then(DocumentId::parse),
                is_gone: row.get("gone")?,
                validators: Validators { etag: row.get("etag")?, last_modified: row.get("last_modified")? },
                evidence: rows::read_evidence(row)?,
                attachments: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut known) = known else { return Ok(None) };
    known.attachments = page_files::of(connection, key)?;
    Ok(Some(known))
}

/// Returns what the document is known by and the hash of the text that an address last gave.
pub(super) type AddressText = (Option<DocumentId>, Option<String>);

pub(super) fn address_text(connection: &Connection, key: &str) -> rusqlite::Result<Option<AddressText>> {
    connection
        .prepare_cached("SELECT document, text_hash FROM addresses WHERE key = ?1")?
        .query_row([key], |row| {
            let document: Option<String> = row.get("document")?;
            Ok((document.as_deref().and_then(DocumentId::parse), row.get("text_hash")?))
        })
        .optional()
}

/// Returns the document that an address holds, and whether its last answer was a good one.
pub(super) fn held_well(connection: &Connection, key: &str) -> rusqlite::Result<(Option<DocumentId>, bool)> {
    let held = connection
        .prepare_cached(
            "SELECT document, outcome IN ('new', 'changed', 'unchanged') AS is_well FROM addresses WHERE key = ?1",
        )?
        .query_row([key], |row| {
            let document: Option<String> = row.get("document")?;
            Ok((document.as_deref().and_then(DocumentId::parse), row.get("is_well")?))
        })
        .optional()?;
    Ok(held.unwrap_or_default())
}

/// Tells whether what a run misses counts: whether it could have one of its source's lists. A site that answers 404 to everything
/// says nothing of its pages.
pub(super) fn counts_misses(connection: &Connection, run: &Run) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM visits
                 WHERE run = ?1 AND role = 'list' AND outcome IN ('new', 'changed', 'unchanged'))",
        )?
        .query_row([run.id], |row| row.get(0))
}

/// Tells whether a miss confirms an earlier one: of another run of the same source, or of one that had ended before
/// the crawl of this run began. Two sources that name one page are not two crawls.
pub(super) fn is_second_miss(connection: &Connection, run: &Run, key: &str) -> rusqlite::Result<bool> {
    if !counts_misses(connection, run)? {
        return Ok(false);
    }
    connection
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM addresses a JOIN runs earlier ON earlier.id = a.missed_in JOIN runs this ON this.id = ?2
                 WHERE a.key = ?1 AND a.misses >= 1 AND earlier.id <> this.id
                   AND (earlier.source = this.source OR earlier.finished < ?3))",
        )?
        .query_row(params![key, run.id, rows::time(run.crawl_began)], |row| row.get(0))
}

/// Notes that an address answers well.
pub(super) fn forget_misses(connection: &Connection, key: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE addresses SET misses = 0, gone = 0, missed_in = NULL WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

/// Has the next crawl ask for an address as if no copy were held.
pub(super) fn forget_validators(connection: &Connection, key: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE addresses SET etag = NULL, last_modified = NULL WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

/// Keeps the state of an address. Only a good answer replaces validators and evidence; only a miss counts as one. What a list
/// names is followed as a page, and keeps the state of one while other pages name it as their file.
pub(super) fn keep_address(
    connection: &Connection,
    run: &Run,
    visit: &Visit,
    outcome: Outcome,
) -> rusqlite::Result<()> {
    use Outcome::{Changed, Gone, Missing, New, Unchanged};
    let kept = connection
        .prepare_cached(
            "INSERT INTO addresses (key, url, source, role, first_visit, last_visit, outcome)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
             ON CONFLICT (key) DO UPDATE SET url = ?2, last_visit = ?5, outcome = ?6,
                 role = CASE WHEN role = 'attachment' THEN ?4 ELSE role END
             WHERE ?4 <> 'attachment' OR role = 'attachment'",
        )?
        .execute(params![
            visit.key,
            visit.url,
            run.source,
            visit.role.key(),
            rows::time(visit.at),
            outcome.key()
        ])?;
    if kept == 0 {
        return Ok(());
    }
    match outcome {
        Missing | Gone if counts_misses(connection, run)? => {
            connection
                .prepare_cached(
                    "UPDATE addresses SET misses = misses + 1, gone = ?2, missed_in = coalesce(missed_in, ?3)
                     WHERE key = ?1",
                )?
                .execute(params![visit.key, outcome == Gone, run.id])?;
        }
        New | Changed | Unchanged => {
            connection
                .prepare_cached(
                    "UPDATE addresses SET misses = 0, gone = 0, missed_in = NULL, last_good = ?2 WHERE key = ?1",
                )?
                .execute(params![visit.key, rows::time(visit.at)])?;
        }
        _ => {}
    }
    if visit.role == Role::Article {
        keep_interval(connection, visit, outcome)?;
    }
    let is_answer = matches!(outcome, New | Changed | Unchanged) && visit.status == Some(200);
    let Some(evidence) = visit.evidence.as_ref().filter(|_| is_answer) else { return Ok(()) };
    connection
        .prepare_cached(
            "UPDATE addresses SET etag = ?2, last_modified = ?3, warc_file = ?4, warc_offset = ?5, sha256 = ?6
             WHERE key = ?1",
        )?
        .execute(params![
            visit.key,
            visit.validators.etag,
            visit.validators.last_modified,
            evidence.file,
            evidence.offset,
            evidence.sha256
        ])?;
    Ok(())
}

/// Keeps from when on a scheduled crawl asks for a page again.
fn keep_interval(connection: &Connection, visit: &Visit, outcome: Outcome) -> rusqlite::Result<()> {
    let before: Option<u32> = connection
        .prepare_cached("SELECT interval_hours FROM addresses WHERE key = ?1")?
        .query_row([&visit.key], |row| row.get(0))?;
    let hours = revisit::interval(before, outcome);
    let next = visit.at + SignedDuration::from_hours(hours.into());
    connection
        .prepare_cached("UPDATE addresses SET interval_hours = ?2, next_visit = ?3 WHERE key = ?1")?
        .execute(params![visit.key, hours, rows::time(next)])?;
    Ok(())
}
