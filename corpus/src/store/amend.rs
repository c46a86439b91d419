//! Documents that were read anew from the same evidence in; their versions put right, with a line in the change feed.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::document::Document;
use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::changes;
use crate::store::changes::ChangeEvent;
use crate::store::rows;
use crate::store::versions;

/// What reading the evidence of one document anew came to. The number of versions stays: the site changed nothing.
#[derive(Clone, Debug, Default)]
pub struct Reread {
    /// Versions that read otherwise now, by number.
    pub versions: Vec<(u32, Document)>,
    /// What each address that holds the document gives now, by its key.
    pub addresses: Vec<(String, Given)>,
}

/// The title, text and date that a page gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// The date.
    pub published: Option<Date>,
}

impl Store {
    /// Puts the versions of documents right, all of them or none, and notes how far the rereading has come.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is kept then.
    pub fn amend(
        &mut self,
        reread: &[(DocumentId, Reread)],
        now: Timestamp,
        scope: &str,
    ) -> Result<(), Error> {
        self.transact("amending documents", |transaction| {
            for (id, reread) in reread {
                amend_one(transaction, id, reread, now)?;
            }
            if let Some((last, _)) = reread.last() {
                transaction.execute(
                    "INSERT INTO rereading (only, scope, after) VALUES (1, ?1, ?2)
                     ON CONFLICT (only) DO UPDATE SET scope = ?1, after = ?2",
                    params![scope, last.as_str()],
                )?;
            }
            Ok(())
        })
    }

    /// Returns the last document of an interrupted rereading of the same scope.
    ///
    /// # Errors
    /// `Statement`.
    pub fn reread_to(&self, scope: &str) -> Result<Option<DocumentId>, Error> {
        self.connection
            .query_row("SELECT after FROM rereading WHERE scope = ?1", [scope], |row| {
                rows::read_id(row, "after")
            })
            .optional()
            .map_err(|source| self.failed("reading how far the rereading came", source))
    }

    /// Forgets how far a rereading came: it is through, or begins anew.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn end_rereading(&mut self) -> Result<(), Error> {
        self.transact("ending a rereading", |transaction| {
            transaction.execute("DELETE FROM rereading", []).map(|_| ())
        })
    }
}

fn amend_one(
    connection: &Connection,
    id: &DocumentId,
    reread: &Reread,
    now: Timestamp,
) -> rusqlite::Result<()> {
    for (key, given) in &reread.addresses {
        connection
            .prepare_cached("UPDATE addresses SET text_hash = ?2, published = ?3 WHERE key = ?1")?
            .execute(params![
                key,
                versions::text_hash(&given.title, &given.text),
                given.published.map(|date| date.to_string())
            ])?;
    }
    let Some(current) = versions::stored(connection, id, None)? else { return Ok(()) };
    for (number, document) in &reread.versions {
        versions::replace_version(connection, id, *number, document)?;
    }
    if reread.versions.iter().any(|(number, _)| *number == current.version) {
        changes::add_change(connection, id, current.version, ChangeEvent::Reread, now)?;
    }
    Ok(())
}
