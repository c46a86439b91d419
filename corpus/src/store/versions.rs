//! Versions of documents: written with their sections and readings, and read back.

use crate::document::Confidence;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::Field;
use crate::document::Gap;
use crate::document::Origin;
use crate::document::Section;
use crate::document::SectionKind;
use crate::hex::hex;
use crate::identity;
use crate::store::changes;
use crate::store::changes::ChangeEvent;
use crate::store::documents::Stored;
use crate::store::rows;
use crate::text;
use crate::visit::Evidence;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::named_params;
use rusqlite::params;
use sha2::Digest;
use sha2::Sha256;

/// Where and when a version was seen.
pub(super) struct Seen<'a> {
    pub(super) url: Option<&'a str>,
    pub(super) evidence: Option<&'a Evidence>,
    pub(super) at: Timestamp,
}

/// What a version holds.
pub(super) struct Version<'a> {
    pub(super) document: &'a Document,
    /// The publish date, which may be an earlier one than the document's own.
    pub(super) published: Option<Date>,
    pub(super) text_hash: &'a str,
}

/// Returns the hash that tells whether a text changed: of the folded title and text.
pub(super) fn text_hash(title: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(text::folded(title));
    hash.update("\n");
    hash.update(text::folded(text));
    hex(hash.finalize())
}

/// Returns the hash by which a long text is found again under other titles and with other marks.
pub(super) fn words_hash(document: &Document) -> Option<String> {
    identity::telling_words(document).map(|words| hex(Sha256::digest(words)))
}

/// Adds a version, makes it the current one and writes the change.
pub(super) fn add_version(
    connection: &Connection,
    id: &DocumentId,
    version: &Version<'_>,
    seen: &Seen<'_>,
    event: ChangeEvent,
) -> rusqlite::Result<u32> {
    let last: Option<u32> = connection
        .prepare_cached("SELECT max(number) FROM versions WHERE document = ?1")?
        .query_row([id.as_str()], |row| row.get(0))?;
    let number = last.unwrap_or(0) + 1;
    connection
        .prepare_cached(
            "INSERT INTO documents (id, version, state, first_seen) VALUES (?1, ?2, 'present', ?3)
             ON CONFLICT (id) DO UPDATE SET version = ?2, state = 'present', gone_since = NULL",
        )?
        .execute(params![id.as_str(), number, rows::time(seen.at)])?;
    insert_version(connection, id, number, version, seen)?;
    insert_sections(connection, id, number, &version.document.sections)?;
    insert_readings(connection, id, number, version.document)?;
    changes::add_change(connection, id, number, event, seen.at)?;
    Ok(number)
}

/// Puts a version right that was read anew from the same evidence; when and where it was seen stays.
pub(super) fn replace_version(
    connection: &Connection,
    id: &DocumentId,
    number: u32,
    document: &Document,
) -> rusqlite::Result<()> {
    let Some(before) = stored(connection, id, Some(number))? else { return Ok(()) };
    // What hangs on the version goes with it. Its row keeps its place: the first of two equal texts is the document.
    let place: i64 = connection
        .prepare_cached("DELETE FROM versions WHERE document = ?1 AND number = ?2 RETURNING rowid")?
        .query_row(params![id.as_str(), number], |row| row.get(0))?;
    let seen = Seen { url: before.url.as_deref(), evidence: before.evidence.as_ref(), at: before.seen_at };
    let text_hash = text_hash(&document.title, &document.text);
    let version = Version { document, published: document.published, text_hash: &text_hash };
    insert_version(connection, id, number, &version, &seen)?;
    connection
        .prepare_cached("UPDATE versions SET rowid = ?3 WHERE document = ?1 AND number = ?2")?
        .execute(params![id.as_str(), number, place])?;
    insert_sections(connection, id, number, &document.sections)?;
    insert_readings(connection, id, number, document)
}

fn insert_version(
    connection: &Connection,
    id: &DocumentId,
    number: u32,
    version: &Version<'_>,
    seen: &Seen<'_>,
) -> rusqlite::Result<()> {
    let document = version.document;
    let year = document.report_year;
    let place = document.place.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO versions (document, number, title, text, text_hash, words_hash, published, signed, source, issuer,
                 document_number, index_number, year_start, year_end, period, kind, place_path, place_code, zone,
                 url, seen_at, warc_file, warc_offset, sha256)
             VALUES (:document, :number, :title, :text, :text_hash, :words_hash, :published, :signed, :source, :issuer,
                 :document_number, :index_number, :year_start, :year_end, :period, :kind, :place_path, :place_code,
                 :zone, :url, :seen_at, :warc_file, :warc_offset, :sha256)",
        )?
        .execute(named_params! {
            ":document": id.as_str(),
            ":number": number,
            ":title": document.title,
            ":text": document.text,
            ":text_hash": version.text_hash,
            ":words_hash": words_hash(document),
            ":published": version.published.map(|date| date.to_string()),
            ":signed": document.signed.map(|date| date.to_string()),
            ":source": document.source,
            ":issuer": document.issuer,
            ":document_number": document.document_number,
            ":index_number": document.index_number,
            ":year_start": year.map(|year| year.start),
            ":year_end": year.map(|year| year.end),
            ":period": year.map(|year| year.period.key()),
            ":kind": document.kind.key(),
            ":place_path": place.map(crate::district::Place::written),
            ":place_code": place.and_then(|place| place.code.as_deref()),
            ":zone": place.and_then(|place| place.zone.as_deref()),
            ":url": seen.url,
            ":seen_at": rows::time(seen.at),
            ":warc_file": seen.evidence.map(|evidence| &evidence.file),
            ":warc_offset": seen.evidence.map(|evidence| evidence.offset),
            ":sha256": seen.evidence.map(|evidence| &evidence.sha256),
        })?;
    Ok(())
}

fn insert_sections(
    connection: &Connection,
    id: &DocumentId,
    version: u32,
    sections: &[Section],
) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("INSERT INTO sections VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for (ordinal, section) in sections.iter().enumerate() {
        statement.execute(params![
            id.as_str(),
            version,
            ordinal,
            section.number,
            section.heading,
            section.kind.key(),
            section.year,
            section.level,
            section.start,
            section.end
        ])?;
    }
    Ok(())
}

fn insert_readings(
    connection: &Connection,
    id: &DocumentId,
    version: u32,
    document: &Document,
) -> rusqlite::Result<()> {
    let origins = document
        .origins
        .iter()
        .map(|(field, origin)| (field.key(), origin.because.as_str(), Some(origin.confidence.key())));
    let gaps = document.gaps.iter().map(|gap| (gap.field.key(), gap.because.as_str(), None));
    let mut statement = connection.prepare_cached("INSERT INTO readings VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (ordinal, (field, because, confidence)) in origins.chain(gaps).enumerate() {
        statement.execute(params![id.as_str(), version, ordinal, field, because, confidence])?;
    }
    Ok(())
}

/// Reads one version, or the current one.
pub(super) fn stored(
    connection: &Connection,
    id: &DocumentId,
    version: Option<u32>,
) -> rusqlite::Result<Option<Stored>> {
    let stored = connection
        .prepare_cached(
            "SELECT v.*, d.state, d.first_seen, d.gone_since FROM documents d
             JOIN versions v ON v.document = d.id AND v.number = coalesce(?2, d.version) WHERE d.id = ?1",
        )?
        .query_row(params![id.as_str(), version], read_stored)
        .optional()?;
    let Some(mut stored) = stored else { return Ok(None) };
    stored.document.sections = read_sections(connection, id, stored.version)?;
    read_readings(connection, &mut stored)?;
    Ok(Some(stored))
}

/// Reads one version without its sections and how its fields were found.
pub(super) fn read_stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let state: String = row.get("state")?;
    let mut document = Document::new(row.get::<_, String>("title")?, row.get::<_, String>("text")?);
    document.published = rows::read_date(row, "published")?;
    document.signed = rows::read_date(row, "signed")?;
    document.source = row.get("source")?;
    document.issuer = row.get("issuer")?;
    document.document_number = row.get("document_number")?;
    document.index_number = row.get("index_number")?;
    document.report_year = rows::read_year(row)?;
    document.kind = rows::read_keyed(row, "kind", DocumentKind::parse)?;
    document.place = rows::read_place(row)?;
    Ok(Stored {
        id: rows::read_id(row, "document")?,
        version: row.get("number")?,
        is_gone: state == "gone",
        gone_since: rows::read_time_or_none(row, "gone_since")?,
        first_seen: rows::read_time(row, "first_seen")?,
        seen_at: rows::read_time(row, "seen_at")?,
        url: row.get("url")?,
        evidence: rows::read_evidence(row)?,
        document,
    })
}

fn read_sections(connection: &Connection, id: &DocumentId, version: u32) -> rusqlite::Result<Vec<Section>> {
    connection
        .prepare_cached(
            "SELECT number, heading, kind, year, level, starts, ends FROM sections
             WHERE document = ?1 AND version = ?2 ORDER BY ordinal",
        )?
        .query_map(params![id.as_str(), version], |row| {
            Ok(Section {
                number: row.get(0)?,
                heading: row.get(1)?,
                kind: rows::read_keyed(row, "kind", SectionKind::parse)?,
                year: row.get(3)?,
                level: row.get(4)?,
                start: row.get(5)?,
                end: row.get(6)?,
            })
        })?
        .collect()
}

fn read_readings(connection: &Connection, stored: &mut Stored) -> rusqlite::Result<()> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM readings WHERE document = ?1 AND version = ?2 ORDER BY ordinal")?;
    let mut rows = statement.query(params![stored.id.as_str(), stored.version])?;
    while let Some(row) = rows.next()? {
        let field = rows::read_keyed(row, "field", Field::parse)?;
        let because: String = row.get("because")?;
        let confidence: Option<String> = row.get("confidence")?;
        match confidence.as_deref().and_then(Confidence::parse) {
            Some(confidence) => {
                stored.document.origins.insert(field, Origin { because, confidence });
            }
            None => stored.document.gaps.push(Gap { field, because }),
        }
    }
    Ok(())
}
