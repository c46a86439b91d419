//! The visits of a page with its files in; which files each page names, and with which bytes it was read, out.

use rusqlite::Connection;
use rusqlite::params;

use crate::visit::Outcome;
use crate::visit::Role;
use crate::visit::Visit;

/// A file that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// What the address is known by that the page names.
    pub key: String,
    /// That address.
    pub url: String,
    /// What the address is known by where the file was, when that is another one.
    pub landed: Option<String>,
    /// SHA-256 of the bytes that the page was read with; none when there were none.
    pub sha256: Option<String>,
}

/// The keys of the files of a document's pages, of where they are named and where they are; `?1` is the document.
pub(super) const KEYS_OF_DOCUMENT: &str = "
    SELECT f.file FROM page_files f JOIN addresses p ON p.key = f.page WHERE p.document = ?1
    UNION SELECT f.landed FROM page_files f JOIN addresses p ON p.key = f.page
    WHERE p.document = ?1 AND f.landed IS NOT NULL";

/// Returns the files that a page named when it was last read, in its order.
pub(super) fn of(connection: &Connection, page: &str) -> rusqlite::Result<Vec<PageFile>> {
    connection
        .prepare_cached("SELECT * FROM page_files WHERE page = ?1 ORDER BY place")?
        .query_map([page], |row| {
            Ok(PageFile {
                key: row.get("file")?,
                url: row.get("url")?,
                landed: row.get("landed")?,
                sha256: row.get("sha256")?,
            })
        })?
        .collect()
}

/// Notes that a page was read with the files of these visits, and with no others.
pub(super) fn keep(connection: &Connection, page: &str, visits: &[Visit]) -> rusqlite::Result<()> {
    let files = named(visits);
    if files.is_empty() || of(connection, page)? != files {
        connection.prepare_cached("DELETE FROM page_files WHERE page = ?1")?.execute([page])?;
    } else {
        return Ok(());
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO page_files (page, place, file, url, landed, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (place, file) in files.iter().enumerate() {
        statement.execute(params![page, place, file.key, file.url, file.landed, file.sha256])?;
    }
    Ok(())
}

/// A file that lives elsewhere has two visits: of the address that the page names, and of where it is.
fn named(visits: &[Visit]) -> Vec<PageFile> {
    let mut files = Vec::new();
    let mut moved: Option<&Visit> = None;
    for visit in visits.iter().filter(|visit| visit.role == Role::Attachment) {
        if visit.outcome == Outcome::Moved && moved.is_none() {
            moved = Some(visit);
            continue;
        }
        let (asked, landed) = match moved.take() {
            Some(asked) => (asked, Some(visit.key.clone())),
            None => (visit, None),
        };
        let is_there = matches!(visit.outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged);
        let sha256 = visit.evidence.as_ref().filter(|_| is_there).map(|evidence| evidence.sha256.clone());
        files.push(PageFile { key: asked.key.clone(), url: asked.url.clone(), landed, sha256 });
    }
    files
}
