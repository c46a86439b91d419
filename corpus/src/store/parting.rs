//! An address of a document that others hold too, with the text that it gives now, in; whether it parts from the document out.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::identity;
use crate::store::changes::ChangeEvent;
use crate::store::changes::Circumstances;
use crate::store::changes::tell_change;
use crate::store::versions;
use crate::visit::Visit;

/// Tells whether addresses that gave a document give another one now: a text that the document never had and that is no edited one.
/// The document keeps what its other addresses give. The last address of a document never parts from it: its text was edited.
pub(super) fn parts(
    connection: &Connection,
    id: &DocumentId,
    visits: &[Visit],
    (document, hash): (&Document, &str),
) -> rusqlite::Result<bool> {
    let had_it: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM versions WHERE document = ?1 AND text_hash = ?2)")?
        .query_row(params![id.as_str(), hash], |row| row.get(0))?;
    if had_it || other_address(connection, id, visits)?.is_none() {
        return Ok(false);
    }
    let Some(stored) = versions::stored(connection, id, None)?.filter(|stored| !stored.is_gone) else {
        return Ok(false);
    };
    Ok(!identity::is_edited(&stored.document, document))
}

/// Has a document that an address parted from be found at another one, when its text was read there.
pub(super) fn lead_away(
    connection: &Connection,
    id: &DocumentId,
    visits: &[Visit],
    at: Timestamp,
) -> rusqlite::Result<()> {
    let Some(stored) = versions::stored(connection, id, None)? else { return Ok(()) };
    let Some(left) = visits.iter().find(|visit| stored.url.as_ref() == Some(&visit.url)) else {
        return Ok(());
    };
    let Some(other) = other_address(connection, id, visits)? else { return Ok(()) };
    connection
        .prepare_cached("UPDATE versions SET url = ?3 WHERE document = ?1 AND number = ?2")?
        .execute(params![id.as_str(), stored.version, other])?;
    let told = Circumstances { url: Some(&left.url), moved_to: Some(&other), last_good: None };
    tell_change(connection, (id, stored.version), ChangeEvent::Moved, at, &told)
}

/// Returns an address besides those of some visits that still gives a document, first the text of its current version.
fn other_address(
    connection: &Connection,
    id: &DocumentId,
    visits: &[Visit],
) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.key, a.url FROM addresses a JOIN documents d ON d.id = a.document
         JOIN versions v ON v.document = d.id AND v.number = d.version
         WHERE a.document = ?1 AND a.role = 'article' AND a.text_hash IS NOT NULL
           AND a.gone = 0 AND a.misses = 0 AND a.soft_since IS NULL AND a.outcome <> 'moved'
         ORDER BY a.text_hash <> v.text_hash, a.rowid",
    )?;
    let mut rows = statement.query([id.as_str()])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get("key")?;
        if visits.iter().all(|visit| visit.key != key) {
            return row.get("url").map(Some);
        }
    }
    Ok(None)
}
