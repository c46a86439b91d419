//! Which known document a newly found page is: one text on many addresses is one document.

use rusqlite::Connection;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::identity;
use crate::store::documents::Stored;
use crate::store::versions;

/// Texts below this length say too little to be told apart by their text alone.
const TELLING: usize = 30;

/// What a version of a document is read from; with `AND d.version = v.number` the current one.
const VERSIONS: &str = "SELECT v.*, d.state, d.first_seen, d.gone_since FROM versions v
                        JOIN documents d ON d.id = v.document";

/// A page that gives no known document, or another one than before.
pub(super) struct Newcomer<'a> {
    pub(super) document: &'a Document,
    pub(super) text_hash: &'a str,
}

/// Finds the known document that a text is a copy of: the same text of the same year, a long one under another title of the same
/// matter, or another rendition of the same yearly report of the same place. Nothing that is known of both may speak against it.
pub(super) fn find(connection: &Connection, newcomer: &Newcomer<'_>) -> rusqlite::Result<Option<DocumentId>> {
    let document = newcomer.document;
    if document.text.chars().take(TELLING).count() < TELLING {
        return Ok(None);
    }
    if let Some(id) = same_text(connection, newcomer)? {
        return Ok(Some(id));
    }
    if let Some(id) = same_words(connection, newcomer)? {
        return Ok(Some(id));
    }
    if !document.kind.is_yearly() {
        return Ok(None);
    }
    same_report(connection, document)
}

fn same_text(connection: &Connection, newcomer: &Newcomer<'_>) -> rusqlite::Result<Option<DocumentId>> {
    let year = newcomer.document.report_year;
    let known: Vec<Stored> = connection
        .prepare_cached(&format!(
            "{VERSIONS} WHERE v.text_hash = ?1 AND v.year_start IS ?2 AND v.year_end IS ?3 ORDER BY v.rowid"
        ))?
        .query_map(
            params![newcomer.text_hash, year.map(|year| year.start), year.map(|year| year.end)],
            versions::read_stored,
        )?
        .collect::<rusqlite::Result<_>>()?;
    first_given(connection, known, newcomer, identity::is_one_text)
}

fn same_words(connection: &Connection, newcomer: &Newcomer<'_>) -> rusqlite::Result<Option<DocumentId>> {
    let Some(hash) = versions::words_hash(newcomer.document) else { return Ok(None) };
    let known: Vec<Stored> = connection
        .prepare_cached(&format!("{VERSIONS} WHERE v.words_hash = ?1 ORDER BY v.rowid"))?
        .query_map([hash], versions::read_stored)?
        .collect::<rusqlite::Result<_>>()?;
    first_given(connection, known, newcomer, identity::is_reprint)
}

/// Returns the first of some documents that a page gives, or none.
fn first_given(
    connection: &Connection,
    known: Vec<Stored>,
    newcomer: &Newcomer<'_>,
    is_one: impl Fn(&Document, &Document) -> bool,
) -> rusqlite::Result<Option<DocumentId>> {
    for known in known {
        if is_one(&known.document, newcomer.document)
            && still_says(connection, &known, newcomer.document)?
        {
            return Ok(Some(known.id));
        }
    }
    Ok(None)
}

/// Tells whether a document still says what a version of it said: a page may have got another text since.
fn still_says(connection: &Connection, known: &Stored, document: &Document) -> rusqlite::Result<bool> {
    let now = versions::stored(connection, &known.id, None)?;
    Ok(now.is_none_or(|now| {
        now.is_gone || now.version == known.version || identity::is_edited(&now.document, document)
    }))
}

fn same_report(connection: &Connection, document: &Document) -> rusqlite::Result<Option<DocumentId>> {
    let (Some(year), Some(place)) = (document.report_year, &document.place) else { return Ok(None) };
    let mut statement = connection.prepare_cached(&format!(
        "{VERSIONS} AND d.version = v.number
         WHERE v.kind = ?1 AND v.place_path = ?2 AND v.year_start = ?3 AND v.year_end = ?4 AND v.period = ?5
         ORDER BY v.rowid"
    ))?;
    let mut rows = statement.query(params![
        document.kind.key(),
        place.written(),
        year.start,
        year.end,
        year.period.key()
    ])?;
    while let Some(row) = rows.next()? {
        let known = versions::read_stored(row)?;
        if identity::is_rendition(&known.document, document) {
            return Ok(Some(known.id));
        }
    }
    Ok(None)
}
