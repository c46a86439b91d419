//! A stored document in; everything that it was read from out.

use crate::error::Error;
use corpus::document::DocumentId;
use corpus::store::ChangeEvent;
use corpus::store::ChangesWanted;
use corpus::store::PageVisit;
use corpus::store::Store;
use corpus::store::Stored;
use jiff::civil::Date;
use std::collections::HashMap;

/// The newest version of each document that was gone once. What a site took back is not read again, even when another text has
/// taken its place: it may have been taken back for what it said of people.
pub(super) fn last_gone(store: &Store) -> Result<HashMap<String, u32>, Error> {
    let wanted = ChangesWanted {
        events: vec![ChangeEvent::Gone],
        limit: u32::MAX as usize,
        ..ChangesWanted::default()
    };
    let mut gone: HashMap<String, u32> = HashMap::new();
    for line in store.changes(&wanted)? {
        let newest = gone.entry(line.change.document.as_str().to_owned()).or_default();
        *newest = line.change.version.max(*newest);
    }
    Ok(gone)
}

/// A document with everything it was read from.
pub(super) struct Case {
    pub(super) current: Stored,
    /// Its versions with the page that gave each.
    pub(super) versions: Vec<(Stored, PageVisit)>,
    /// The addresses that hold it, with the page that each last gave, and the dates of those whose page is not there.
    pub(super) addresses: Vec<(String, PageVisit)>,
    pub(super) other_dates: Vec<Date>,
    /// What these addresses ever gave, one page of each content.
    pub(super) visited: Vec<PageVisit>,
}

pub(super) fn gather(store: &Store, id: &DocumentId, gone: &HashMap<String, u32>) -> Result<Case, Error> {
    let unknown = || Error::NoDocument { id: id.as_str().to_owned() };
    let current = store.document(id)?.ok_or_else(unknown)?;
    let mut versions = Vec::new();
    let emptied = gone.get(id.as_str()).copied().unwrap_or_default();
    for line in store.versions(id)?.into_iter().filter(|line| line.number > emptied) {
        let Some(evidence) = &line.evidence else { continue };
        if let (Some(version), Some(page)) = (store.version(id, line.number)?, store.page_of(evidence, id)?) {
            versions.push((version, page));
        }
    }
    let (mut addresses, mut other_dates, mut visited) = (Vec::new(), Vec::new(), Vec::new());
    for held in store.held_at(id)? {
        visited.extend(store.pages_at(&held.key)?);
        match store.page_last_read(&held, id)? {
            Some(page) => addresses.push((held.key, page)),
            None => other_dates.extend(held.published),
        }
    }
    Ok(Case { current, versions, addresses, other_dates, visited })
}
