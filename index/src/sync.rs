//! Catches the index up with the store, or rebuilds it from nothing.
//!
//! How far the index has followed the store's change feed is part of each commit. A process that dies half-way leaves the
//! last commit, and the next one goes on from there.

use std::collections::HashSet;
use std::fs;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;
use std::thread::ScopedJoinHandle;

use corpus::document::DocumentId;
use corpus::personal::masked;
use corpus::store::Change;
use corpus::store::ChangeEvent;
use corpus::store::Store;

use crate::Error;
use crate::local::Entry;
use crate::local::Followed;
use crate::local::Load;
use crate::local::Writer;
use crate::local::followed_by;

/// How many changes are read from the store at a time.
const BATCH: usize = 200;
/// How many changes are indexed before they become visible, so that a long catching up is not lost when it is cut short.
const CHANGES_PER_COMMIT: usize = 20_000;
/// From how many changes on every core is used.
const HEAVY: u64 = 500;

/// What came of catching up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// Documents that the index did not hold before.
    pub added: u64,
    /// Documents whose text or title changed.
    pub updated: u64,
    /// Documents that are gone from the index.
    pub removed: u64,
    /// Whether anything was written.
    pub wrote: bool,
}

/// How far catching up has come, in changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Changes done.
    pub done: u64,
    /// Changes there are to do; may grow when the store is written meanwhile.
    pub total: u64,
}

/// Brings the index to the state of the store; makes it when there is none and rebuilds it when it followed another
/// store. Writes nothing when there is nothing to do.
///
/// # Errors
/// `Busy` when another process writes the index, `Damaged` and `Outdated` when it must be rebuilt, `Store` when the store
/// cannot be read.
pub fn catch_up(store: &Store, dir: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Caught, Error> {
    let identity = store.identity()?;
    let last = store.last_change()?;
    let followed = match followed_by(dir) {
        Err(Error::Missing { .. }) => None,
        other => Some(other?),
    };
    match followed {
        Some(followed) if followed.store == identity && followed.seq == last => Ok(Caught::default()),
        Some(followed) if followed.store == identity && followed.seq < last => {
            follow(store, dir, followed, last, progress)
        }
        _ => rebuild(store, dir, progress),
    }
}

/// Builds the index anew from every document that is present in the store. Readers see the old state until the new one
/// is complete, unless the old one cannot be opened.
///
/// # Errors
/// `Busy` when another process writes the index, `Store` when the store cannot be read.
pub fn rebuild(store: &Store, dir: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Caught, Error> {
    let mut writer = match Writer::open(dir, Load::Heavy) {
        Err(Error::Damaged { .. } | Error::Outdated { .. }) => {
            wipe(dir)?;
            Writer::open(dir, Load::Heavy)?
        }
        other => other?,
    };
    writer.clear()?;
    // Changes that come while documents are read are followed next time; reading them twice does no harm.
    let followed = Followed { store: store.identity()?, seq: store.last_change()? };
    let total = store.count()?;
    let mut caught = Caught { wrote: true, ..Caught::default() };
    let mut after: Option<DocumentId> = None;
    // The next documents are read while the last ones are cut into words.
    thread::scope(|scope| -> Result<(), Error> {
        let mut adding: Option<ScopedJoinHandle<'_, Result<(), Error>>> = None;
        loop {
            let ids = store.present_after(after.as_ref(), BATCH)?;
            let mut entries = Vec::with_capacity(ids.len());
            for id in &ids {
                entries.extend(entry(store, id)?);
            }
            if let Some(adding) = adding.take() {
                adding.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            }
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after = Some(last.clone());
            caught.added += entries.len() as u64;
            let writer = &writer;
            adding = Some(scope.spawn(move || writer.add(&entries)));
            progress(Progress { done: caught.added, total: total.max(caught.added) });
        }
    })?;
    writer.commit(&followed)?;
    writer.finish()?;
    Ok(caught)
}

/// Follows the change feed from where the index stands.
fn follow(
    store: &Store,
    dir: &Path,
    mut followed: Followed,
    last: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<Caught, Error> {
    let start = followed.seq;
    let load = if last - start < HEAVY { Load::Light } else { Load::Heavy };
    let mut writer = Writer::open(dir, load)?;
    let mut caught = Caught::default();
    let mut uncommitted = 0;
    loop {
        let changes = store.changes_after(followed.seq, BATCH)?;
        let Some(newest) = changes.last() else {
            break;
        };
        apply(store, &writer, &changes, &mut caught)?;
        followed.seq = newest.seq;
        uncommitted += changes.len();
        if uncommitted >= CHANGES_PER_COMMIT {
            writer.commit(&followed)?;
            uncommitted = 0;
        }
        progress(Progress { done: followed.seq - start, total: last.max(followed.seq) - start });
    }
    caught.wrote = true;
    writer.commit(&followed)?;
    writer.finish()?;
    Ok(caught)
}

/// Brings documents to their present state, whatever the changes were: later ones may already have overtaken them.
fn apply(store: &Store, writer: &Writer, changes: &[Change], caught: &mut Caught) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(changes.len());
    let mut seen = HashSet::new();
    for change in changes {
        match change.event {
            ChangeEvent::Added | ChangeEvent::Returned => caught.added += 1,
            ChangeEvent::Changed | ChangeEvent::Reread => caught.updated += 1,
            ChangeEvent::Gone => caught.removed += 1,
            // Its text stays; the address that it is shown with may be another one.
            ChangeEvent::Moved => {}
            ChangeEvent::SoftNotFound => continue,
        }
        if seen.insert(&change.document) {
            match entry(store, &change.document)? {
                Some(entry) => entries.push(entry),
                None => writer.remove(&change.document),
            }
        }
    }
    writer.put(&entries)
}

/// Reads what is to be indexed of a document; `None` when it is gone.
fn entry(store: &Store, id: &DocumentId) -> Result<Option<Entry>, Error> {
    let stored = store.document(id)?.filter(|stored| !stored.is_gone);
    // The index holds no personal number, so none can be searched for.
    Ok(stored.map(|stored| Entry { id: stored.id, url: stored.url, document: masked(stored.document) }))
}

/// Takes away an index that cannot be opened.
fn wipe(dir: &Path) -> Result<(), Error> {
    let failed =
        |source: std::io::Error| Error::Folder { doing: "clear", dir: dir.to_owned(), source: source.into() };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            fs::remove_file(path).map_err(failed)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
