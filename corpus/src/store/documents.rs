//! Documents, their versions and the feed of their changes.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::named_params;
use rusqlite::params;
use sha2::Digest;
use sha2::Sha256;

use crate::document::Confidence;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::Field;
use crate::document::Gap;
use crate::document::Origin;
use crate::document::Section;
use crate::document::SectionKind;
use crate::document::keyed;
use crate::error::Error;
use crate::store::Store;
use crate::store::rows;
use crate::text;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;

keyed! {
    /// What happened to a document.
    ChangeEvent {
        /// Seen for the first time.
        Added = "added", "新增";
        /// A new version of the text.
        Changed = "changed", "变更";
        /// Gone from every address it had.
        Gone = "gone", "消失";
        /// Back after it was gone.
        Returned = "returned", "恢复";
    }
}

/// One line of the change feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Grows with every change, never used twice.
    pub seq: u64,
    /// Which document.
    pub document: DocumentId,
    /// The version that is current after the change.
    pub version: u32,
    /// What happened.
    pub event: ChangeEvent,
    /// When.
    pub at: Timestamp,
}

/// A document that someone else collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub id: DocumentId,
    /// The document.
    pub document: Document,
    /// Where it was found.
    pub url: Option<String>,
}

/// What saving a document came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The document was not known.
    Added,
    /// A new version of a known document.
    Changed,
    /// Nothing new; nothing written.
    Unchanged,
}

/// One version of a document as it is kept.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its name.
    pub id: DocumentId,
    /// The number of this version, from 1.
    pub version: u32,
    /// Whether the document has gone from every address; its text is then empty.
    pub is_gone: bool,
    /// When the document was first seen.
    pub first_seen: Timestamp,
    /// When this version was seen.
    pub seen_at: Timestamp,
    /// The address that gave this version.
    pub url: Option<String>,
    /// The bytes that this version was read from.
    pub evidence: Option<Evidence>,
    /// The document itself.
    pub document: Document,
}

/// One line of a document's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// The number, from 1.
    pub number: u32,
    /// The title it had.
    pub title: String,
    /// When it was seen.
    pub seen_at: Timestamp,
    /// The address that gave it.
    pub url: Option<String>,
    /// Length of the text in characters.
    pub characters: u64,
    /// The bytes that it was read from.
    pub evidence: Option<Evidence>,
}

/// One address that a document was found at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub url: String,
    /// The source it belongs to.
    pub source: String,
    /// A page or a file.
    pub role: Role,
    /// What the last visit came to.
    pub outcome: Outcome,
    /// When it was first visited.
    pub first_visit: Timestamp,
    /// When it was last visited.
    pub last_visit: Timestamp,
}

impl Store {
    /// Saves documents that someone else collected, all of them or none; a known id becomes a new version when
    /// anything differs. Returns what each came to, in the order given.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is kept then.
    pub fn import(
        &mut self,
        documents: impl Iterator<Item = Import>,
        now: Timestamp,
    ) -> Result<Vec<Saved>, Error> {
        self.transact("importing documents", |transaction| {
            documents.map(|import| import_one(transaction, &import, now)).collect()
        })
    }

    /// Returns the current version of a document, or `None` when the id is not known.
    ///
    /// # Errors
    /// `Statement`.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Stored>, Error> {
        stored(&self.connection, id, None).map_err(|source| self.failed("reading a document", source))
    }

    /// Returns one version of a document, or `None` when there is no such version.
    ///
    /// # Errors
    /// `Statement`.
    pub fn version(&self, id: &DocumentId, number: u32) -> Result<Option<Stored>, Error> {
        stored(&self.connection, id, Some(number)).map_err(|source| self.failed("reading a version", source))
    }

    /// Returns the history of a document, oldest first; empty when the id is not known.
    ///
    /// # Errors
    /// `Statement`.
    pub fn versions(&self, id: &DocumentId) -> Result<Vec<VersionLine>, Error> {
        let sql = "SELECT *, length(text) AS characters FROM versions WHERE document = ?1 ORDER BY number";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], version_line)?.collect())
            .map_err(|source| self.failed("reading the versions", source))
    }

    /// Returns the addresses that a document was found at, first found first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn addresses(&self, id: &DocumentId) -> Result<Vec<Address>, Error> {
        let sql = "SELECT * FROM addresses WHERE document = ?1 ORDER BY first_visit, rowid";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], address)?.collect())
            .map_err(|source| self.failed("reading the addresses", source))
    }

    /// Returns up to `limit` changes after `seq`, oldest first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn changes_after(&self, seq: u64, limit: usize) -> Result<Vec<Change>, Error> {
        let sql = "SELECT * FROM changes WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params![seq, limit], change)?.collect())
            .map_err(|source| self.failed("reading the change feed", source))
    }

    /// Returns the number of the last change; 0 when there was none.
    ///
    /// # Errors
    /// `Statement`.
    pub fn last_change(&self) -> Result<u64, Error> {
        self.connection
            .query_row("SELECT coalesce(max(seq), 0) FROM changes", [], |row| row.get(0))
            .map_err(|source| self.failed("reading the change feed", source))
    }

    /// Returns up to `limit` ids of present documents after `id`, in order of id: for a rebuild of the index.
    ///
    /// # Errors
    /// `Statement`.
    pub fn present_after(&self, id: Option<&DocumentId>, limit: usize) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT id FROM documents WHERE state = 'present' AND id > ?1 ORDER BY id LIMIT ?2";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let after = id.map_or("", DocumentId::as_str);
                statement.query_map(params![after, limit], |row| read_id(row, "id"))?.collect()
            })
            .map_err(|source| self.failed("listing the documents", source))
    }

    /// Returns how many documents are present.
    ///
    /// # Errors
    /// `Statement`.
    pub fn count(&self) -> Result<u64, Error> {
        self.connection
            .query_row("SELECT count(*) FROM documents WHERE state = 'present'", [], |row| row.get(0))
            .map_err(|source| self.failed("counting the documents", source))
    }
}

fn import_one(connection: &Connection, import: &Import, now: Timestamp) -> rusqlite::Result<Saved> {
    let known = stored(connection, &import.id, None)?;
    let is_same = |known: &Stored| {
        known.document == import.document && known.url == import.url && !known.is_gone
    };
    if known.as_ref().is_some_and(is_same) {
        return Ok(Saved::Unchanged);
    }
    let event = match &known {
        None => ChangeEvent::Added,
        Some(known) if known.is_gone => ChangeEvent::Returned,
        Some(_) => ChangeEvent::Changed,
    };
    let seen = Seen { url: import.url.as_deref(), evidence: None, at: now };
    add_version(connection, &import.id, &import.document, &seen, event)?;
    Ok(if known.is_some() { Saved::Changed } else { Saved::Added })
}

/// Where and when a version was seen.
pub(super) struct Seen<'a> {
    pub(super) url: Option<&'a str>,
    pub(super) evidence: Option<&'a Evidence>,
    pub(super) at: Timestamp,
}

/// Returns the hash that tells whether a text changed: of the folded title and text.
pub(super) fn text_hash(title: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(text::fold(title).text());
    hash.update("\n");
    hash.update(text::fold(text).text());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Adds a version, makes it the current one and writes the change.
pub(super) fn add_version(
    connection: &Connection,
    id: &DocumentId,
    document: &Document,
    seen: &Seen<'_>,
    event: ChangeEvent,
) -> rusqlite::Result<u32> {
    let last: Option<u32> = connection.query_row(
        "SELECT max(number) FROM versions WHERE document = ?1",
        [id.as_str()],
        |row| row.get(0),
    )?;
    let number = last.unwrap_or(0) + 1;
    connection.execute(
        "INSERT INTO documents (id, version, state, first_seen) VALUES (?1, ?2, 'present', ?3)
         ON CONFLICT (id) DO UPDATE SET version = ?2, state = 'present', gone_since = NULL",
        params![id.as_str(), number, rows::time(seen.at)],
    )?;
    insert_version(connection, id, number, document, seen)?;
    insert_sections(connection, id, number, &document.sections)?;
    insert_readings(connection, id, number, document)?;
    add_change(connection, id, number, event, seen.at)?;
    Ok(number)
}

/// Writes one line of the change feed.
pub(super) fn add_change(
    connection: &Connection,
    id: &DocumentId,
    version: u32,
    event: ChangeEvent,
    at: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO changes (document, version, event, at) VALUES (?1, ?2, ?3, ?4)",
        params![id.as_str(), version, event.key(), rows::time(at)],
    )?;
    Ok(())
}

fn insert_version(
    connection: &Connection,
    id: &DocumentId,
    number: u32,
    document: &Document,
    seen: &Seen<'_>,
) -> rusqlite::Result<()> {
    let year = document.report_year;
    let place = document.place.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO versions (document, number, title, text, text_hash, published, signed, source, issuer,
                 document_number, index_number, year_start, year_end, period, kind, place_path, place_code, zone,
                 url, seen_at, warc_file, warc_offset, sha256)
             VALUES (:document, :number, :title, :text, :text_hash, :published, :signed, :source, :issuer,
                 :document_number, :index_number, :year_start, :year_end, :period, :kind, :place_path, :place_code,
                 :zone, :url, :seen_at, :warc_file, :warc_offset, :sha256)",
        )?
        .execute(named_params! {
            ":document": id.as_str(),
            ":number": number,
            ":title": document.title,
            ":text": document.text,
            ":text_hash": text_hash(&document.title, &document.text),
            ":published": document.published.map(|date| date.to_string()),
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
            "SELECT v.*, d.state, d.first_seen FROM documents d
             JOIN versions v ON v.document = d.id AND v.number = coalesce(?2, d.version) WHERE d.id = ?1",
        )?
        .query_row(params![id.as_str(), version], read_stored)
        .optional()?;
    let Some(mut stored) = stored else { return Ok(None) };
    stored.document.sections = read_sections(connection, id, stored.version)?;
    read_readings(connection, &mut stored)?;
    Ok(Some(stored))
}

fn read_stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
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
        id: read_id(row, "document")?,
        version: row.get("number")?,
        is_gone: state == "gone",
        first_seen: rows::read_time(row, "first_seen")?,
        seen_at: rows::read_time(row, "seen_at")?,
        url: row.get("url")?,
        evidence: rows::read_evidence(row)?,
        document,
    })
}

fn read_sections(connection: &Connection, id: &DocumentId, version: u32) -> rusqlite::Result<Vec<Section>> {
    connection
        .prepare_cached("SELECT * FROM sections WHERE document = ?1 AND version = ?2 ORDER BY ordinal")?
        .query_map(params![id.as_str(), version], |row| {
            Ok(Section {
                number: row.get("number")?,
                heading: row.get("heading")?,
                kind: rows::read_keyed(row, "kind", SectionKind::parse)?,
                year: row.get("year")?,
                level: row.get("level")?,
                start: row.get("starts")?,
                end: row.get("ends")?,
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

fn version_line(row: &Row<'_>) -> rusqlite::Result<VersionLine> {
    Ok(VersionLine {
        number: row.get("number")?,
        title: row.get("title")?,
        seen_at: rows::read_time(row, "seen_at")?,
        url: row.get("url")?,
        characters: row.get("characters")?,
        evidence: rows::read_evidence(row)?,
    })
}

fn address(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        url: row.get("url")?,
        source: row.get("source")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
        first_visit: rows::read_time(row, "first_visit")?,
        last_visit: rows::read_time(row, "last_visit")?,
    })
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        seq: row.get("seq")?,
        document: read_id(row, "document")?,
        version: row.get("version")?,
        event: rows::read_keyed(row, "event", ChangeEvent::parse)?,
        at: rows::read_time(row, "at")?,
    })
}

/// Reads a document's id.
pub(super) fn read_id(row: &Row<'_>, column: &str) -> rusqlite::Result<DocumentId> {
    rows::read_keyed(row, column, DocumentId::parse)
}
