//! What an address gives of a document that is known, in; whether that is a new version of it out.

use rusqlite::Connection;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::identity;
use crate::store::changes::ChangeEvent;
use crate::store::documents::Stored;
use crate::store::rows;
use crate::store::versions;

/// What an address gives.
pub(super) struct Given<'a> {
    pub(super) document: &'a Document,
    pub(super) hash: &'a str,
    /// The hash of the text that the address last gave.
    pub(super) own: Option<&'a str>,
    /// Whether the address gave the document before.
    pub(super) is_known_address: bool,
}

impl Given<'_> {
    /// Decides whether a known document has a new version. Two renditions on two addresses do not take turns: an address gives
    /// one when its text is another than it last gave, when it is new and corrects what was put up before it, and when no
    /// address is left that gives the current text.
    pub(super) fn change_of(
        &self,
        connection: &Connection,
        id: &DocumentId,
    ) -> rusqlite::Result<Option<ChangeEvent>> {
        let Some(stored) = versions::stored(connection, id, None)? else {
            return Ok(Some(ChangeEvent::Added));
        };
        if stored.is_gone {
            return Ok(Some(ChangeEvent::Returned));
        }
        if is_version(connection, &stored, self.hash)? {
            return Ok(None);
        }
        let is_changed = if self.is_known_address {
            self.own != Some(self.hash) || stored.evidence.is_some() && !is_given(connection, id)?
        } else {
            self.corrects(connection, &stored)?
        };
        Ok(is_changed.then_some(ChangeEvent::Changed))
    }

    /// Tells whether a rendition at a new address was put up after the current text, and says something that no version said.
    fn corrects(&self, connection: &Connection, stored: &Stored) -> rusqlite::Result<bool> {
        let (is_known, put_up) = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM versions WHERE document = ?1 AND text_hash = ?3) AS is_known,
                     (SELECT max(a.published) FROM addresses a JOIN versions v
                          ON v.document = a.document AND v.text_hash = a.text_hash
                      WHERE v.document = ?1 AND v.number = ?2) AS published",
            )?
            .query_row(params![stored.id.as_str(), stored.version, self.hash], |row| {
                Ok((row.get::<_, bool>("is_known")?, rows::read_date(row, "published")?))
            })?;
        let put_up = put_up.or(stored.document.published);
        let is_later =
            matches!((self.document.published, put_up), (Some(later), Some(earlier)) if later > earlier);
        Ok(!is_known && is_later && identity::corrects(self.document, &stored.document))
    }
}

/// Tells whether a text is that of the current version.
fn is_version(connection: &Connection, stored: &Stored, hash: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM versions WHERE document = ?1 AND number = ?2 AND text_hash = ?3)",
        )?
        .query_row(params![stored.id.as_str(), stored.version, hash], |row| row.get(0))
}

/// Tells whether an address still gives the current text of a document.
fn is_given(connection: &Connection, id: &DocumentId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM addresses a JOIN documents d ON d.id = a.document
                 JOIN versions v ON v.document = d.id AND v.number = d.version AND v.text_hash = a.text_hash
                 WHERE d.id = ?1 AND a.role = 'article' AND a.gone = 0 AND a.outcome <> 'moved')",
        )?
        .query_row([id.as_str()], |row| row.get(0))
}

/// Has the next crawl ask for the addresses of a document as if no copy were held, when none of them gives its current text.
pub(super) fn read_anew(connection: &Connection, id: &DocumentId) -> rusqlite::Result<()> {
    if is_given(connection, id)? {
        return Ok(());
    }
    connection
        .prepare_cached(
            "UPDATE addresses SET etag = NULL, last_modified = NULL
             WHERE document = ?1 AND role = 'article' AND gone = 0 AND outcome <> 'moved'",
        )?
        .execute([id.as_str()])?;
    Ok(())
}
