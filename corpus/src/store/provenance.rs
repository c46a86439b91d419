//! Where a document came from: every visit of its addresses, and the page with its files that gave one text.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::rows;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;

/// The most files of a page that a visit fetched, with room to spare.
const MOST_FILES: usize = 100;

/// One visit as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    /// When the answer was complete.
    pub at: Timestamp,
    /// The address as it was asked for.
    pub url: String,
    /// What the address is for.
    pub role: Role,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, when it needs saying.
    pub detail: Option<String>,
    /// Where the exchange lies.
    pub evidence: Option<Evidence>,
}

/// A page that was fetched, with the files that were fetched for it: what one text was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageVisit {
    /// What the address is known by.
    pub key: String,
    /// The address that answered.
    pub url: String,
    /// The source that it belongs to.
    pub source: String,
    /// The text of the link that led there.
    pub label: Option<String>,
    /// The date beside that link.
    pub listed: Option<Date>,
    /// Where the page lies.
    pub evidence: Evidence,
    /// The files, in the order in which they were fetched.
    pub files: Vec<FileVisit>,
}

/// A file that was fetched for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVisit {
    /// What the address is known by that the page names.
    pub key: String,
    /// Where the file lies, or why it could not be had.
    pub came: Result<Evidence, String>,
}

/// An address that holds a document, with the page that it last gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAt {
    /// What the address is known by.
    pub key: String,
    /// The source that it belongs to.
    pub source: String,
    /// The date that it last gave.
    pub published: Option<Date>,
    /// The page that it last gave.
    pub evidence: Option<Evidence>,
}

impl Store {
    /// Returns every visit of the addresses of a document, oldest first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn visits(&self, id: &DocumentId) -> Result<Vec<VisitLine>, Error> {
        let sql =
            "SELECT v.* FROM visits v JOIN addresses a ON a.key = v.key WHERE a.document = ?1 ORDER BY v.id";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], visit_line)?.collect())
            .map_err(|source| self.failed("reading the visits", source))
    }

    /// Returns the page, with its files, whose visit left this evidence: the evidence of the page or of one of its files. Where
    /// several pages name the file, it is the one that holds the document; `None` when none of them does.
    ///
    /// # Errors
    /// `Statement`.
    pub fn page_of(&self, evidence: &Evidence, id: &DocumentId) -> Result<Option<PageVisit>, Error> {
        page_of(&self.connection, evidence, id).map_err(|source| self.failed("looking up a visit", source))
    }

    /// Returns every page, with its files, whose visit left this evidence.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pages_of(&self, evidence: &Evidence) -> Result<Vec<PageVisit>, Error> {
        pages_of(&self.connection, evidence).map_err(|source| self.failed("looking up a visit", source))
    }

    /// Returns the pages that hold a document, first visited first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn held_at(&self, id: &DocumentId) -> Result<Vec<HeldAt>, Error> {
        let sql =
            "SELECT * FROM addresses WHERE document = ?1 AND role = 'article' ORDER BY first_visit, rowid";
        let held = |row: &Row<'_>| {
            Ok(HeldAt {
                key: row.get("key")?,
                source: row.get("source")?,
                published: rows::read_date(row, "published")?,
                evidence: rows::read_evidence(row)?,
            })
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([id.as_str()], held)?.collect())
            .map_err(|source| self.failed("reading the addresses", source))
    }

    /// Returns up to `limit` present documents after `id` that were crawled, in order of id; only those of a source when
    /// one is named.
    ///
    /// # Errors
    /// `Statement`.
    pub fn crawled_after(
        &self,
        id: Option<&DocumentId>,
        source: Option<&str>,
        limit: usize,
    ) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT id FROM documents d WHERE state = 'present' AND id > ?1 AND EXISTS (
                       SELECT 1 FROM addresses a WHERE a.document = d.id AND a.role = 'article'
                         AND (?2 IS NULL OR a.source = ?2)) ORDER BY id LIMIT ?3";
        let after = id.map_or("", DocumentId::as_str);
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.query_map(params![after, source, limit], |row| rows::read_id(row, "id"))?.collect()
            })
            .map_err(|source| self.failed("listing the documents", source))
    }
}

/// A visit with what it takes to find its neighbours.
struct Found {
    id: i64,
    run: i64,
    key: String,
    url: String,
    role: Role,
    evidence: Option<Evidence>,
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        id: row.get("id")?,
        run: row.get("run")?,
        key: row.get("key")?,
        url: row.get("url")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        evidence: rows::read_evidence(row)?,
    })
}

fn page_of(
    connection: &Connection,
    evidence: &Evidence,
    id: &DocumentId,
) -> rusqlite::Result<Option<PageVisit>> {
    let mut pages = pages_of(connection, evidence)?;
    if pages.len() < 2 {
        return Ok(pages.pop());
    }
    for page in pages {
        let holds_it: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM addresses WHERE key = ?1 AND document = ?2)")?
            .query_row(params![page.key, id.as_str()], |row| row.get(0))?;
        if holds_it {
            return Ok(Some(page));
        }
    }
    Ok(None)
}

/// A file of several pages is written down with each of them.
fn pages_of(connection: &Connection, evidence: &Evidence) -> rusqlite::Result<Vec<PageVisit>> {
    let visits: Vec<Found> = connection
        .prepare_cached("SELECT * FROM visits WHERE warc_file = ?1 AND warc_offset = ?2 ORDER BY id")?
        .query_map(params![evidence.file, evidence.offset], found)?
        .collect::<rusqlite::Result<_>>()?;
    let mut pages = Vec::new();
    for visit in visits {
        let page = match visit.role {
            Role::Attachment => page_before(connection, &visit)?,
            _ => Some(visit),
        };
        if let Some(page) = page {
            pages.extend(with_files(connection, &page)?);
        }
    }
    Ok(pages)
}

fn with_files(connection: &Connection, page: &Found) -> rusqlite::Result<Option<PageVisit>> {
    let Some(evidence) = page.evidence.clone() else { return Ok(None) };
    let files = files_behind(connection, page)?;
    connection
        .prepare_cached("SELECT source, label, listed FROM addresses WHERE key = ?1")?
        .query_row([&page.key], |row| {
            Ok(PageVisit {
                key: page.key.clone(),
                url: page.url.clone(),
                source: row.get("source")?,
                label: row.get("label")?,
                listed: rows::read_date(row, "listed")?,
                evidence: evidence.clone(),
                files: files.clone(),
            })
        })
        .optional()
}

/// One target's visits are written together: the page, then its files.
fn page_before(connection: &Connection, file: &Found) -> rusqlite::Result<Option<Found>> {
    connection
        .prepare_cached(
            "SELECT * FROM visits WHERE id < ?1 AND run = ?2 AND role = 'article' ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![file.id, file.run], found)
        .optional()
}

fn files_behind(connection: &Connection, page: &Found) -> rusqlite::Result<Vec<FileVisit>> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM visits WHERE id > ?1 AND run = ?2 ORDER BY id LIMIT ?3")?;
    let mut rows = statement.query(params![page.id, page.run, MOST_FILES])?;
    let mut files = Vec::new();
    let mut moved: Option<String> = None;
    while let Some(row) = rows.next()? {
        let visit = visit_line(row)?;
        if visit.role != Role::Attachment {
            break;
        }
        // A file that lives elsewhere is the one that the page names all the same.
        let key = moved.take().map_or_else(|| row.get("key"), Ok)?;
        if visit.outcome == Outcome::Moved {
            moved = Some(key);
            continue;
        }
        let is_there = matches!(visit.outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged);
        let came = visit.evidence.filter(|_| is_there);
        let came = came.ok_or_else(|| visit.detail.unwrap_or_else(|| visit.outcome.key().to_owned()));
        files.push(FileVisit { key, came });
    }
    Ok(files)
}

fn visit_line(row: &Row<'_>) -> rusqlite::Result<VisitLine> {
    Ok(VisitLine {
        at: rows::read_time(row, "at")?,
        url: row.get("url")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        status: row.get("status")?,
        outcome: rows::read_keyed(row, "outcome", Outcome::parse)?,
        detail: row.get("detail")?,
        evidence: rows::read_evidence(row)?,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rusqlite::Connection;

    use crate::document::DocumentId;
    use crate::store::Store;
    use crate::visit::Evidence;

    /// A store of the first format with a page that has its text in a moved file, and its date from the list.
    const FIRST_FORMAT: &str = "
        INSERT INTO identity VALUES (1, 'abc', '2023-01-01T00:00:00Z');
        INSERT INTO runs (id, source, started) VALUES (1, 's', '2023-01-01T00:00:00Z');
        INSERT INTO documents VALUES ('d', 1, 'present', '2023-01-01T00:00:00Z', NULL);
        INSERT INTO versions (document, number, title, text, text_hash, kind, seen_at, published, warc_file, warc_offset, sha256)
            VALUES ('d', 1, '题', '文', 'h', 'other', '2023-01-01T00:00:00Z', '2022-12-31', 'w', 30, 'c');
        INSERT INTO readings VALUES ('d', 1, 0, 'published', 'date in the list', 'inferred');
        INSERT INTO addresses (key, url, source, role, label, document, published, first_visit, last_visit, outcome)
            VALUES ('p', 'http://p', 's', 'article', '链', 'd', '2022-12-31', '2023-01-01T00:00:00Z', '2023-01-01T00:00:00Z', 'new');
        INSERT INTO visits (run, key, url, role, at, status, outcome, warc_file, warc_offset, sha256) VALUES
            (1, 'l', 'http://l', 'list', '2023-01-01T00:00:00Z', 200, 'new', 'w', 0, 'a'),
            (1, 'p', 'http://p', 'article', '2023-01-01T00:00:00Z', 200, 'new', 'w', 10, 'b'),
            (1, 'f', 'http://f', 'attachment', '2023-01-01T00:00:00Z', 301, 'moved', 'w', 20, 'e'),
            (1, 'g', 'http://g', 'attachment', '2023-01-01T00:00:00Z', 200, 'new', 'w', 30, 'c'),
            (1, 'x', 'http://x', 'attachment', '2023-01-01T00:00:00Z', 404, 'missing', 'w', 40, 'd'),
            (1, 'q', 'http://q', 'article', '2023-01-01T00:00:00Z', 200, 'new', 'w', 50, 'f');
        PRAGMA user_version = 1;";

    #[test]
    fn a_store_of_the_first_format_tells_which_page_gave_a_text() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = Connection::open(folder.path().join(Store::FILE)).expect("a file can be made");
        first.execute_batch(include_str!("schema.sql")).expect("the first format is made");
        first.execute_batch(FIRST_FORMAT).expect("it is filled");
        drop(first);
        let store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).expect("it is read on");
        let at = |offset, sha256: &str| Evidence { file: "w".into(), offset, sha256: sha256.into() };
        let id = DocumentId::parse("d").expect("a letter is an id");
        for evidence in [at(30, "c"), at(10, "b")] {
            let page = store.page_of(&evidence, &id).expect("the store answers").expect("the page is known");
            assert_eq!((page.key.as_str(), page.label.as_deref()), ("p", Some("链")));
            assert_eq!(page.listed, Some(jiff::civil::date(2022, 12, 31)));
            assert_eq!(page.evidence, at(10, "b"));
            let files: Vec<_> = page.files.into_iter().map(|file| (file.key, file.came)).collect();
            assert_eq!(files, [("f".into(), Ok(at(30, "c"))), ("x".into(), Err("missing".into()))]);
        }
        assert_eq!(store.page_of(&at(99, "z"), &id).expect("the store answers"), None);
    }
}
