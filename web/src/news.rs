//! The change feed of the store in; its latest changes with what is known of each document out, newest first.

use corpus::document::DocumentKind;
use corpus::personal::mask;
use corpus::store::Change;
use corpus::store::Store;
use corpus::store::Stored;
use jiff::Timestamp;

use crate::Error;

/// One change and the document that it happened to.
pub(crate) struct News {
    pub(crate) change: Change,
    /// The version that the change left; personal numbers are starred out.
    pub(crate) title: String,
    pub(crate) kind: DocumentKind,
    pub(crate) region: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) stored: Stored,
}

/// One page of changes.
pub(crate) struct Newest {
    pub(crate) changes: Vec<Change>,
    /// Changes before this number have not been told; none when all have.
    pub(crate) next: Option<u64>,
}

/// Returns up to `limit` changes before a number, or the latest ones.
pub(crate) fn newest(store: &Store, before: Option<u64>, limit: usize) -> Result<Newest, Error> {
    let last = match before {
        Some(before) => before.saturating_sub(1).min(store.last_change()?),
        None => store.last_change()?,
    };
    // Numbers follow each other without gaps, so a window of numbers is a window of changes.
    let first = last.saturating_sub(limit as u64);
    let mut changes = store.changes_after(first, limit)?;
    changes.retain(|change| change.seq <= last);
    changes.reverse();
    Ok(Newest { changes, next: (first > 0).then_some(first + 1) })
}

/// Reads what is known of the document of a change; none when the store does not know it any more.
pub(crate) fn told(store: &Store, change: Change) -> Result<Option<News>, Error> {
    let stored = match store.version(&change.document, change.version)? {
        Some(stored) => stored,
        None => match store.document(&change.document)? {
            Some(stored) => stored,
            None => return Ok(None),
        },
    };
    Ok(Some(News {
        title: mask(&stored.document.title).into_owned(),
        kind: stored.document.kind,
        region: stored.document.place.as_ref().map(corpus::district::Place::written),
        url: stored.url.clone(),
        change,
        stored,
    }))
}

/// Returns when something last happened.
pub(crate) fn last_time(news: &[News]) -> Timestamp {
    news.iter().map(|news| news.change.at).max().unwrap_or(Timestamp::UNIX_EPOCH)
}
