//! The evidence of an answer in; the page that it was fetched for, with the files that were fetched beside it, out.

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::page_files;
use crate::store::page_files::PageFile;
use crate::store::provenance::HeldAt;
use crate::store::provenance::visit_line;
use crate::store::rows;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;

/// The most files of a page that a visit fetched, with room to spare.
const MOST_FILES: usize = 100;

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

impl Store {
    /// Returns the page, with its files, whose visit left this evidence: the evidence of the page or of one of its files. Where
    /// several pages name the file, it is the one that holds the document; `None` when none of them does.
    ///
    /// # Errors
    /// `Statement`.
    pub fn page_of(&self, evidence: &Evidence, id: &DocumentId) -> Result<Option<PageVisit>, Error> {
        page_of(&self.connection, evidence, id).map_err(|source| self.failed("looking up a visit", source))
    }

    /// Returns the page that an address last gave, with the files that it was last read with: a page that is as it was may have been
    /// read again with other files than those that were fetched beside it. `None` also when it is not known any more where they lie.
    ///
    /// # Errors
    /// `Statement`.
    pub fn page_last_read(&self, held: &HeldAt, id: &DocumentId) -> Result<Option<PageVisit>, Error> {
        let Some(evidence) = &held.evidence else { return Ok(None) };
        let Some(mut page) = self.page_of(evidence, id)? else { return Ok(None) };
        let files = files_last_read(&self.connection, &held.key, &page.files)
            .map_err(|source| self.failed("looking up the files of a page", source))?;
        Ok(files.map(|files| {
            page.files = files;
            page
        }))
    }

    /// Returns the pages that an address ever gave a document with, one of each content, the first first.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pages_at(&self, key: &str) -> Result<Vec<PageVisit>, Error> {
        pages_at(&self.connection, key).map_err(|source| self.failed("looking up visits", source))
    }

    /// Returns every page, with its files, whose visit left this evidence.
    ///
    /// # Errors
    /// `Statement`.
    pub fn pages_of(&self, evidence: &Evidence) -> Result<Vec<PageVisit>, Error> {
        pages_of(&self.connection, evidence).map_err(|source| self.failed("looking up a visit", source))
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

fn pages_at(connection: &Connection, key: &str) -> rusqlite::Result<Vec<PageVisit>> {
    let visits: Vec<Found> = connection
        .prepare_cached(
            "SELECT *, min(id) FROM visits WHERE key = ?1 AND role = 'article' AND warc_file IS NOT NULL
             AND outcome IN ('new', 'changed', 'unchanged') GROUP BY sha256 ORDER BY id",
        )?
        .query_map([key], found)?
        .collect::<rusqlite::Result<_>>()?;
    let pages = visits.iter().map(|visit| with_files(connection, visit));
    Ok(pages.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
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

/// Returns the files that a page was last read with; `beside` are those that came with it.
fn files_last_read(
    connection: &Connection,
    page: &str,
    beside: &[FileVisit],
) -> rusqlite::Result<Option<Vec<FileVisit>>> {
    let mut files = Vec::new();
    for file in page_files::of(connection, page)? {
        let came_beside = beside.iter().find(|beside| beside.key == file.key);
        let is_same = |came: &&FileVisit| match &came.came {
            Ok(evidence) => file.sha256.as_ref() == Some(&evidence.sha256),
            Err(_) => file.sha256.is_none(),
        };
        let came = match (came_beside.filter(is_same), &file.sha256) {
            (Some(same), _) => same.came.clone(),
            (None, None) => Err(Outcome::Missing.key().to_owned()),
            (None, Some(sha256)) => match fetched_later(connection, &file, sha256)? {
                Some(evidence) => Ok(evidence),
                None => return Ok(None),
            },
        };
        files.push(FileVisit { key: file.key, came });
    }
    Ok(Some(files))
}

/// Returns where the bytes of a file lie that its page was read with.
fn fetched_later(
    connection: &Connection,
    file: &PageFile,
    sha256: &str,
) -> rusqlite::Result<Option<Evidence>> {
    let evidence = connection
        .prepare_cached(
            "SELECT warc_file, warc_offset, sha256 FROM visits
             WHERE key = ?1 AND sha256 = ?2 AND warc_file IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![file.landed.as_ref().unwrap_or(&file.key), sha256], rows::read_evidence)
        .optional()?;
    Ok(evidence.flatten())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rusqlite::Connection;

    use crate::document::DocumentId;
    use crate::store::MIGRATIONS;
    use crate::store::PageFile;
    use crate::store::Store;
    use crate::visit::Evidence;
    use crate::visit::Role;

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

    /// A store of the fourth format: two pages with a file in common, which is followed for the last one, and a page whose visits
    /// are forgotten.
    const FOURTH_FORMAT: &str = "
        INSERT INTO identity VALUES (1, 'abc', '2023-01-01T00:00:00Z');
        INSERT INTO runs (id, source, started) VALUES (1, 's', '2023-01-01T00:00:00Z'), (2, 's', '2023-01-02T00:00:00Z');
        INSERT INTO documents VALUES ('d', 1, 'present', '2023-01-01T00:00:00Z', NULL), ('e', 1, 'present', '2023-01-01T00:00:00Z', NULL);
        INSERT INTO addresses (key, url, source, role, parent, document, first_visit, last_visit, outcome) VALUES
            ('p', 'http://p', 's', 'article', NULL, 'd', '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged'),
            ('g', 'http://g', 's', 'attachment', 'p', 'd', '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged'),
            ('f', 'http://f', 's', 'attachment', 'q', 'd', '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged'),
            ('q', 'http://q', 's', 'article', NULL, 'e', '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged'),
            ('r', 'http://r', 's', 'article', NULL, NULL, '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged'),
            ('h', 'http://h', 's', 'attachment', 'r', NULL, '2023-01-01T00:00:00Z', '2023-01-02T00:00:00Z', 'unchanged');
        INSERT INTO visits (run, key, url, role, at, status, outcome, warc_file, warc_offset, sha256) VALUES
            (1, 'p', 'http://p', 'article', '2023-01-01T00:00:00Z', 200, 'new', 'w', 10, 'a'),
            (1, 'f', 'http://f', 'attachment', '2023-01-01T00:00:00Z', 200, 'new', 'w', 20, '1'),
            (1, 'g', 'http://g', 'attachment', '2023-01-01T00:00:00Z', 200, 'new', 'w', 30, '2'),
            (1, 'q', 'http://q', 'article', '2023-01-01T00:00:00Z', 200, 'new', 'w', 40, 'b'),
            (1, 'f', 'http://f', 'attachment', '2023-01-01T00:00:00Z', 200, 'new', 'w', 20, '1'),
            (2, 'p', 'http://p', 'article', '2023-01-02T00:00:00Z', 304, 'unchanged', 'w', 50, 'a'),
            (2, 'g', 'http://g', 'attachment', '2023-01-02T00:00:00Z', 304, 'unchanged', 'w', 60, '2');
        PRAGMA user_version = 4;";

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
        let known = store.known("p").expect("the store answers").expect("the page is known");
        let file = |key: &str, landed: Option<&str>, sha256: Option<&str>| PageFile {
            key: key.into(),
            url: format!("http://{key}"),
            landed: landed.map(str::to_owned),
            sha256: sha256.map(str::to_owned),
        };
        assert_eq!(known.attachments, [file("f", Some("g"), Some("c")), file("x", None, None)]);
    }

    #[test]
    fn a_store_of_the_fourth_format_keeps_the_files_of_every_page() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let old = Connection::open(folder.path().join(Store::FILE)).expect("a file can be made");
        for step in MIGRATIONS.iter().take(4) {
            old.execute_batch(step).expect("the fourth format is made");
        }
        old.execute_batch(FOURTH_FORMAT).expect("it is filled");
        drop(old);
        let store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).expect("it is read on");
        let files = |page: &str| {
            let known = store.known(page).expect("the store answers").expect("the page is known");
            known.attachments.into_iter().map(|file| (file.key, file.sha256)).collect::<Vec<_>>()
        };
        let (f, g) = (("f".to_owned(), Some("1".to_owned())), ("g".to_owned(), Some("2".to_owned())));
        assert_eq!(files("p"), [f.clone(), g], "as it was when the page came whole, in its order");
        assert_eq!(files("q"), [f], "the file is that of both");
        assert_eq!(
            files("r"),
            [("h".to_owned(), None)],
            "its visits are forgotten, what was followed is not"
        );
        let of = |id: &str| {
            let id = DocumentId::parse(id).expect("a letter is an id");
            let addresses = store.addresses(&id).expect("the store answers").into_iter();
            addresses.map(|address| (address.url, address.role)).collect::<Vec<_>>()
        };
        let there = |key: &str, role| (format!("http://{key}"), role);
        assert_eq!(of("e"), [there("f", Role::Attachment), there("q", Role::Article)]);
        assert_eq!(of("d").len(), 3);
    }
}
