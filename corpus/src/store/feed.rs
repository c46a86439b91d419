//! The change feed as people read it: which events are wanted goes in, lines with titles and addresses come out.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::ToSql;

use crate::document::DocumentKind;
use crate::error::Error;
use crate::store::Change;
use crate::store::ChangeEvent;
use crate::store::Store;
use crate::store::changes;
use crate::store::rows;

/// Where a page of the feed begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The newest change; older ones follow.
    #[default]
    Newest,
    /// The newest change before this number; older ones follow.
    Before(u64),
    /// The oldest change after this number; newer ones follow.
    After(u64),
}

/// Which changes are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesWanted {
    /// Where the page begins, and which way it goes.
    pub from: From,
    /// Only changes at or after this time.
    pub since: Option<Timestamp>,
    /// Only changes before this time.
    pub until: Option<Timestamp>,
    /// Only these events; every event when empty.
    pub events: Vec<ChangeEvent>,
    /// Only documents that this source has addresses of.
    pub source: Option<String>,
    /// The most lines to return.
    pub limit: usize,
}

/// One change with what a reader wants to know beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// The change itself.
    pub change: Change,
    /// The title of the version that is current after the change.
    pub title: String,
    /// The kind of that version.
    pub kind: DocumentKind,
    /// The address that the event is about, or that the version was read from.
    pub url: Option<String>,
    /// Where a moved page lives now.
    pub moved_to: Option<String>,
    /// When the text was last seen in its place: for what is gone, moved, or said not to exist.
    pub last_good: Option<Timestamp>,
}

impl Store {
    /// Returns the wanted changes: newest first, or oldest first when they are asked for after a number.
    ///
    /// # Errors
    /// `Statement`.
    pub fn changes(&self, wanted: &ChangesWanted) -> Result<Vec<ChangeLine>, Error> {
        let (conditions, mut values) = conditions(wanted);
        let (edge, order) = match wanted.from {
            From::Newest => (None, "DESC"),
            From::Before(seq) => (Some(("<", seq)), "DESC"),
            From::After(seq) => (Some((">", seq)), "ASC"),
        };
        let edge = edge.map_or_else(String::new, |(side, seq)| {
            values.push(Box::new(seq));
            format!(" AND c.seq {side} ?{}", values.len())
        });
        values.push(Box::new(wanted.limit));
        let sql = format!(
            "SELECT c.*, v.title, v.kind, v.url AS read_from FROM changes c
             JOIN versions v ON v.document = c.document AND v.number = c.version
             WHERE {conditions}{edge} ORDER BY c.seq {order} LIMIT ?{}",
            values.len()
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
                statement.query_map(values.as_slice(), line)?.collect()
            })
            .map_err(|source| self.failed("reading the change feed", source))
    }

    /// Returns how many changes are wanted in all, wherever the page begins.
    ///
    /// # Errors
    /// `Statement`.
    pub fn count_changes(&self, wanted: &ChangesWanted) -> Result<u64, Error> {
        let (conditions, values) = conditions(wanted);
        let sql = format!("SELECT count(*) FROM changes c WHERE {conditions}");
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
                statement.query_row(values.as_slice(), |row| row.get(0))
            })
            .map_err(|source| self.failed("counting the changes", source))
    }
}

/// Writes what is wanted as a condition with its values.
fn conditions(wanted: &ChangesWanted) -> (String, Vec<Box<dyn ToSql>>) {
    let (mut conditions, mut values) = (vec!["1".to_owned()], Vec::<Box<dyn ToSql>>::new());
    for (side, time) in [(">=", wanted.since), ("<", wanted.until)] {
        if let Some(time) = time {
            values.push(Box::new(rows::time(time)));
            conditions.push(format!("c.at {side} ?{}", values.len()));
        }
    }
    if !wanted.events.is_empty() {
        // The keys are ours and hold no quotation mark.
        let keys: Vec<String> = wanted.events.iter().map(|event| format!("'{}'", event.key())).collect();
        conditions.push(format!("c.event IN ({})", keys.join(", ")));
    }
    if let Some(source) = &wanted.source {
        values.push(Box::new(source.clone()));
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM addresses a WHERE a.document = c.document AND a.source = ?{})",
            values.len()
        ));
    }
    (conditions.join(" AND "), values)
}

fn line(row: &Row<'_>) -> rusqlite::Result<ChangeLine> {
    let url: Option<String> = row.get("url")?;
    Ok(ChangeLine {
        change: changes::change(row)?,
        title: row.get("title")?,
        kind: rows::read_keyed(row, "kind", DocumentKind::parse)?,
        url: url.or(row.get("read_from")?),
        moved_to: row.get("moved_to")?,
        last_good: rows::read_time_or_none(row, "last_good")?,
    })
}
