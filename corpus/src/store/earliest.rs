//! The dates that the addresses of a document gave in; the earliest of them, which is the document's, out.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::store::changes;
use crate::store::changes::ChangeEvent;
use crate::store::documents::Stored;
use crate::store::rows;
use crate::store::versions;

/// Returns the earliest date that any address of a document gave, or the one at hand.
pub(super) fn date(
    connection: &Connection,
    id: &DocumentId,
    at_hand: Option<Date>,
) -> rusqlite::Result<Option<Date>> {
    let earliest = connection
        .prepare_cached("SELECT min(published) AS published FROM addresses WHERE document = ?1")?
        .query_row([id.as_str()], |row| rows::read_date(row, "published"))?;
    Ok(earliest.into_iter().chain(at_hand).min())
}

/// A page that moved to another address often carries the date of the move; the earliest date is the document's.
pub(super) fn keep_date(
    connection: &Connection,
    id: &DocumentId,
    document: &Document,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let Some(stored): Option<Stored> = versions::stored(connection, id, None)? else { return Ok(()) };
    let is_earlier = match (document.published, stored.document.published) {
        (Some(new), Some(old)) => new < old,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !is_earlier {
        return Ok(());
    }
    connection.execute(
        "UPDATE versions SET published = ?3 WHERE document = ?1 AND number = ?2",
        params![id.as_str(), stored.version, document.published.map(|date| date.to_string())],
    )?;
    changes::add_change(connection, id, stored.version, ChangeEvent::Changed, at)
}
