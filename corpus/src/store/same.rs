//! Which known document a newly found page is: one text on many addresses is one document.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::fingerprint;
use crate::store::rows;

/// Texts below this length say too little to be told apart by their text alone.
const TELLING: usize = 30;

/// How alike two texts of one issuer, kind and year must be to be one document in two renditions.
const ONE_TEXT: f64 = 0.8;

/// Finds the known document that a text is a copy of: the same text of the same year, or another rendition
/// of the same yearly report of the same place.
pub(super) fn find(
    connection: &Connection,
    document: &Document,
    text_hash: &str,
) -> rusqlite::Result<Option<DocumentId>> {
    if document.text.chars().take(TELLING).count() < TELLING {
        return Ok(None);
    }
    if let Some(id) = same_text(connection, document, text_hash)? {
        return Ok(Some(id));
    }
    if !document.kind.is_yearly() {
        return Ok(None);
    }
    same_report(connection, document)
}

fn same_text(
    connection: &Connection,
    document: &Document,
    text_hash: &str,
) -> rusqlite::Result<Option<DocumentId>> {
    let year = document.report_year;
    connection
        .prepare_cached(
            "SELECT document FROM versions
             WHERE text_hash = ?1 AND year_start IS ?2 AND year_end IS ?3 ORDER BY rowid LIMIT 1",
        )?
        .query_row(params![text_hash, year.map(|year| year.start), year.map(|year| year.end)], |row| {
            rows::read_id(row, "document")
        })
        .optional()
}

fn same_report(connection: &Connection, document: &Document) -> rusqlite::Result<Option<DocumentId>> {
    let (Some(year), Some(place)) = (document.report_year, &document.place) else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT v.document, v.text FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.number
         WHERE v.kind = ?1 AND v.place_path = ?2 AND v.year_start = ?3 AND v.year_end = ?4 AND v.period = ?5
         ORDER BY v.rowid",
    )?;
    let mut rows = statement.query(params![
        document.kind.key(),
        place.written(),
        year.start,
        year.end,
        year.period.key()
    ])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get("text")?;
        if fingerprint::resemblance(&text, &document.text) >= ONE_TEXT {
            return Ok(Some(rows::read_id(row, "document")?));
        }
    }
    Ok(None)
}
