//! The visits of a step in; each written down once in a crawl, with the state of its address, out.

use rusqlite::Connection;
use rusqlite::params;

use crate::document::DocumentId;
use crate::store::addresses;
use crate::store::frontier::Run;
use crate::store::record::Step;
use crate::store::rows;
use crate::visit::Outcome;
use crate::visit::Role;
use crate::visit::Visit;

/// Returns the page of a step: the last visit with the target's role.
pub(super) fn page<'a>(step: &'a Step<'_>) -> Option<&'a Visit> {
    step.visits.iter().rev().find(|visit| visit.role == step.target.role)
}

/// Tells whether a visit is of an address that the page's led to and where nothing is.
pub(super) fn is_missing_landing(step: &Step<'_>, visit: &Visit) -> bool {
    visit.role == Role::Article
        && visit.outcome == Outcome::Missing
        && page(step).is_some_and(|page| page.role == Role::Article && page.key != visit.key)
}

/// Tells whether this crawl has written down the very visit of a page already, because another address led there.
pub(super) fn is_kept(connection: &Connection, run: &Run, visit: &Visit) -> rusqlite::Result<bool> {
    if visit.role != Role::Article {
        return Ok(false);
    }
    let evidence = visit.evidence.as_ref();
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM visits WHERE key = ?1 AND run = ?2 AND role = 'article' AND at = ?3
                 AND warc_file IS ?4 AND warc_offset IS ?5)",
        )?
        .query_row(
            params![
                visit.key,
                run.id,
                rows::time(visit.at),
                evidence.map(|evidence| &evidence.file),
                evidence.map(|evidence| evidence.offset)
            ],
            |row| row.get(0),
        )
}

/// Writes down the visits of a step with what came of its page; files only where the page itself is written down.
pub(super) fn keep(
    connection: &Connection,
    run: &Run,
    step: &Step<'_>,
    document: Option<&DocumentId>,
    page_outcome: Option<Outcome>,
) -> rusqlite::Result<()> {
    let page = page(step);
    let is_again = page.map(|page| is_kept(connection, run, page)).transpose()?.unwrap_or(false);
    for visit in step.visits.iter().filter(|visit| !is_missing_landing(step, visit)) {
        if is_again && visit.role == Role::Attachment || is_kept(connection, run, visit)? {
            continue;
        }
        let is_page = page.is_some_and(|page| page.key == visit.key);
        let outcome = if is_page { page_outcome.unwrap_or(visit.outcome) } else { visit.outcome };
        insert(connection, run, visit, outcome)?;
        addresses::keep_address(connection, run, visit, outcome)?;
        if visit.role == Role::Attachment {
            continue;
        }
        let owner = if visit.role == Role::List { None } else { document };
        // What an address held stays its own while it leads elsewhere: whether that is missed is decided apart.
        let keeps_its_own = visit.role == Role::Article && outcome == Outcome::Moved;
        connection
            .prepare_cached(
                "UPDATE addresses SET label = coalesce(label, ?3), listed = coalesce(?4, listed),
                     document = CASE WHEN ?5 THEN coalesce(document, ?2) ELSE coalesce(?2, document) END
                 WHERE key = ?1",
            )?
            .execute(params![
                visit.key,
                owner.map(DocumentId::as_str),
                step.target.label.as_deref().filter(|_| is_page),
                step.target.listed.filter(|_| is_page).map(|date| date.to_string()),
                keeps_its_own
            ])?;
    }
    Ok(())
}

fn insert(connection: &Connection, run: &Run, visit: &Visit, outcome: Outcome) -> rusqlite::Result<()> {
    let evidence = visit.evidence.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO visits (run, key, url, role, at, status, outcome, detail, warc_file, warc_offset, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            run.id,
            visit.key,
            visit.url,
            visit.role.key(),
            rows::time(visit.at),
            visit.status,
            outcome.key(),
            visit.detail,
            evidence.map(|evidence| &evidence.file),
            evidence.map(|evidence| evidence.offset),
            evidence.map(|evidence| &evidence.sha256)
        ])?;
    Ok(())
}
