//! Pages that are not where they were: missed, gone, moved, or said not to exist; each an event of the change feed.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::document::DocumentId;
use crate::store::addresses;
use crate::store::changes::ChangeEvent;
use crate::store::changes::Circumstances;
use crate::store::changes::tell_change;
use crate::store::frontier::Run;
use crate::store::renewal;
use crate::store::rows;
use crate::store::versions;
use crate::visit::Visit;

/// Makes a tombstone of a document that has no address left: its texts go, its record stays. What someone imported
/// does not depend on a page being there. A document that lives on elsewhere has moved.
pub(super) fn lose(connection: &Connection, id: &DocumentId, lost: &Visit) -> rusqlite::Result<()> {
    let imported: i64 = connection.query_row(
        "SELECT count(*) FROM versions WHERE document = ?1 AND warc_file IS NULL",
        [id.as_str()],
        |row| row.get(0),
    )?;
    let Some((version, _)) = present(connection, id)? else { return Ok(()) };
    let last_good = last_good(connection, id, &lost.key)?;
    if let Some(elsewhere) = living_address(connection, id)? {
        renewal::read_anew(connection, id)?;
        let told = Circumstances { url: Some(&lost.url), moved_to: Some(&elsewhere), last_good };
        return tell_change(connection, (id, version), ChangeEvent::Moved, lost.at, &told);
    }
    if imported > 0 {
        return Ok(());
    }
    connection.execute(
        "UPDATE documents SET state = 'gone', gone_since = ?2 WHERE id = ?1",
        params![id.as_str(), rows::time(lost.at)],
    )?;
    connection.execute("UPDATE versions SET text = '' WHERE document = ?1", [id.as_str()])?;
    connection.execute("DELETE FROM sections WHERE document = ?1", [id.as_str()])?;
    let told = Circumstances { url: Some(&lost.url), moved_to: None, last_good };
    tell_change(connection, (id, version), ChangeEvent::Gone, lost.at, &told)
}

/// Counts a miss of a document whose address now leads to another one; two crawls in a row lose it there, once.
pub(super) fn miss(
    connection: &Connection,
    run: &Run,
    id: &DocumentId,
    missed: &Visit,
) -> rusqlite::Result<()> {
    let was_gone = addresses::known(connection, &missed.key)?.is_some_and(|known| known.is_gone);
    let is_gone = count_miss(connection, run, id, missed)?;
    if is_gone && !was_gone { lose(connection, id, missed) } else { Ok(()) }
}

/// Counts a miss of a document at an address; tells whether it is gone there.
pub(super) fn count_miss(
    connection: &Connection,
    run: &Run,
    id: &DocumentId,
    missed: &Visit,
) -> rusqlite::Result<bool> {
    if !addresses::counts_misses(connection, run)? {
        return Ok(addresses::known(connection, &missed.key)?.is_some_and(|known| known.is_gone));
    }
    let is_gone = addresses::is_second_miss(connection, run, &missed.key)?;
    connection.execute(
        "UPDATE addresses SET document = ?2, misses = misses + 1, gone = ?3, missed_in = coalesce(missed_in, ?4)
         WHERE key = ?1",
        params![missed.key, id.as_str(), is_gone, run.id],
    )?;
    Ok(is_gone)
}

/// Keeps that an address, with the document that it held before, leads to the page of one that is as it was.
pub(super) fn lead_to(
    connection: &Connection,
    run: &Run,
    (asked, before): (&Visit, Option<DocumentId>),
    (page, id): (&Visit, &DocumentId),
) -> rusqlite::Result<()> {
    match before.filter(|before| before != id) {
        Some(left) => miss(connection, run, &left, asked),
        None => {
            addresses::forget_misses(connection, &asked.key)?;
            moved(connection, id, asked, page)
        }
    }
}

/// Tells once that an address which held a document now redirects to another one that holds it.
pub(super) fn moved(
    connection: &Connection,
    id: &DocumentId,
    from: &Visit,
    to: &Visit,
) -> rusqlite::Result<()> {
    let was_there: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM addresses WHERE key = ?1 AND document = ?2 AND last_good IS NOT NULL)",
        )?
        .query_row(params![from.key, id.as_str()], |row| row.get(0))?;
    let Some((version, _)) = present(connection, id)?.filter(|_| was_there) else { return Ok(()) };
    let last_good = last_good(connection, id, &from.key)?;
    // An address that leads elsewhere no longer holds the text; the next crawl does not tell it again.
    connection.execute("UPDATE addresses SET last_good = NULL WHERE key = ?1", [&from.key])?;
    renewal::read_anew(connection, id)?;
    let told = Circumstances { url: Some(&from.url), moved_to: Some(&to.url), last_good };
    tell_change(connection, (id, version), ChangeEvent::Moved, to.at, &told)
}

/// Tells once that the address of a document says that the page does not exist.
pub(super) fn said_not_to_exist(
    connection: &Connection,
    id: &DocumentId,
    page: &Visit,
) -> rusqlite::Result<()> {
    let is_told = is_soft(connection, &page.key)?;
    connection.execute(
        "UPDATE addresses SET soft_since = coalesce(soft_since, ?2) WHERE key = ?1",
        params![page.key, rows::time(page.at)],
    )?;
    let Some((version, _)) = present(connection, id)?.filter(|_| !is_told) else { return Ok(()) };
    let last_good = last_good(connection, id, &page.key)?;
    let told = Circumstances { url: Some(&page.url), moved_to: None, last_good };
    tell_change(connection, (id, version), ChangeEvent::SoftNotFound, page.at, &told)
}

/// Tells that a page whose address had said that it does not exist is back with its text.
pub(super) fn said_to_exist_again(
    connection: &Connection,
    id: &DocumentId,
    page: &Visit,
) -> rusqlite::Result<()> {
    if !is_soft(connection, &page.key)? {
        return Ok(());
    }
    connection.execute("UPDATE addresses SET soft_since = NULL WHERE key = ?1", [&page.key])?;
    let Some((version, _)) = present(connection, id)? else { return Ok(()) };
    let told = Circumstances { url: Some(&page.url), ..Circumstances::default() };
    tell_change(connection, (id, version), ChangeEvent::Returned, page.at, &told)
}

/// Tells whether an address last said that its page does not exist.
fn is_soft(connection: &Connection, key: &str) -> rusqlite::Result<bool> {
    let found: Option<bool> = connection
        .prepare_cached("SELECT soft_since IS NOT NULL FROM addresses WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}

/// Returns the current version of a document that is present, and when it was first seen.
fn present(connection: &Connection, id: &DocumentId) -> rusqlite::Result<Option<(u32, Timestamp)>> {
    let stored = versions::stored(connection, id, None)?;
    Ok(stored.filter(|stored| !stored.is_gone).map(|stored| (stored.version, stored.first_seen)))
}

/// Returns an address where a document still is; one that only leads elsewhere is none.
fn living_address(connection: &Connection, id: &DocumentId) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT url FROM addresses WHERE document = ?1 AND role = 'article' AND gone = 0 AND outcome <> 'moved'
             ORDER BY last_good IS NULL, last_good DESC, rowid LIMIT 1",
        )?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()
}

/// Returns when the text was last seen at an address, or at any address of its document.
fn last_good(connection: &Connection, id: &DocumentId, key: &str) -> rusqlite::Result<Option<Timestamp>> {
    connection
        .prepare_cached(
            "SELECT coalesce((SELECT last_good FROM addresses WHERE key = ?2),
                 (SELECT max(last_good) FROM addresses WHERE document = ?1)) AS last_good",
        )?
        .query_row(params![id.as_str(), key], |row| rows::read_time_or_none(row, "last_good"))
}
