//! Which known document a newly found page is: one text on many addresses is one document.

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::identity;
use crate::store::documents::Stored;
use crate::store::frontier::Run;
use crate::store::rows;
use crate::store::versions;

/// Texts below this length say too little to be told apart by their text alone.
const TELLING: usize = 30;

/// What a version of a document is read from; with `AND d.version = v.number` the current one.
const VERSIONS: &str = "SELECT v.*, d.state, d.first_seen, d.gone_since FROM versions v
                        JOIN documents d ON d.id = v.document";

/// A page that gives no known document, or another one than before.
pub(super) struct Newcomer<'a> {
    pub(super) run: &'a Run,
    /// The key of its address.
    pub(super) key: &'a str,
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
            && !is_put_up_anew(connection, &known, newcomer)?
        {
            return Ok(Some(known.id));
        }
    }
    Ok(None)
}

/// How many days apart a site puts up a notice in the words of another one, and not the same one twice.
const YEARS_APART: i32 = 366;

/// Tells whether a site shows a text a second time, of another year, beside the one that is known: both are named by this crawl.
/// One that is no longer named may have moved, and then often carries the date of the move.
fn is_put_up_anew(
    connection: &Connection,
    known: &Stored,
    newcomer: &Newcomer<'_>,
) -> rusqlite::Result<bool> {
    let document = newcomer.document;
    let Some(published) = document.published else { return Ok(false) };
    if !identity::is_of_its_day(document) || !identity::is_of_its_day(&known.document) {
        return Ok(false);
    }
    let host = |key: &str| key.split('/').next().map(str::to_owned);
    let beside: Vec<Date> = connection
        .prepare_cached(
            "SELECT a.key, a.published FROM addresses a JOIN frontier f ON f.run = ?2 AND f.key = a.key
             WHERE a.document = ?1 AND a.role = 'article' AND a.published IS NOT NULL
               AND a.gone = 0 AND a.misses = 0 AND a.soft_since IS NULL AND a.outcome <> 'moved'",
        )?
        .query_map(params![known.id.as_str(), newcomer.run.id], |row| {
            let key: String = row.get("key")?;
            Ok(rows::read_date(row, "published")?.filter(|_| host(&key) == host(newcomer.key)))
        })?
        .filter_map(Result::transpose)
        .collect::<rusqlite::Result<_>>()?;
    let is_far = |date: &Date| (published - *date).get_days().abs() > YEARS_APART;
    Ok(!beside.is_empty() && beside.iter().all(is_far))
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
