//! What a data folder holds, so that two of them can be compared: a crawl with what is built again from its evidence.

use std::path::Path;

use corpus::store::ChangesWanted;
use corpus::store::Store;

use crate::program::run;
use crate::site::Site;

fn store(data: &Path) -> Store {
    Store::open_existing(data).expect("the store opens").expect("there is a store")
}

/// Returns what was ever told of documents, with every version and address of each and what came of the last crawl.
pub(crate) fn state(data: &Path) -> Vec<String> {
    let store = store(data);
    let mut lines = Vec::new();
    let wanted = ChangesWanted { limit: 10_000, ..ChangesWanted::default() };
    let mut ids = Vec::new();
    for line in store.changes(&wanted).expect("the feed can be read") {
        let change = line.change;
        let told = format!("{} {} {:?}", change.document, change.version, change.event);
        lines.push(format!("{told} {:?} {:?}", line.url, line.moved_to));
        ids.push(change.document);
    }
    ids.sort();
    ids.dedup();
    for id in ids {
        let current = store.document(&id).expect("a document can be read").expect("it is there");
        for line in store.versions(&id).expect("versions can be read") {
            let version = store.version(&id, line.number).expect("it can be read").expect("it is there");
            let document = version.document;
            lines.push(format!("{id} {} {} {}", line.number, document.title, document.text));
        }
        for address in store.addresses(&id).expect("addresses can be read") {
            lines.push(format!("{id} {} {:?} {:?}", address.url, address.role, address.outcome));
        }
        lines.push(format!("{id} is gone: {}", current.is_gone));
    }
    for source in store.sources().expect("the sources can be read") {
        lines.push(format!("{:?} {}", source.outcomes, source.documents));
    }
    lines
}

/// Returns the titles and texts that are there now.
pub(crate) fn present(data: &Path) -> Vec<(String, String)> {
    let store = store(data);
    let ids = store.present_after(None, 10_000).expect("ids can be listed");
    let read = ids.iter().map(|id| {
        let stored = store.document(id).expect("a document can be read").expect("it is there");
        (stored.document.title, stored.document.text)
    });
    let mut present: Vec<_> = read.collect();
    present.sort();
    present
}

/// Returns the number of the last change.
pub(crate) fn last_change(data: &Path) -> u64 {
    store(data).last_change().expect("the feed can be read")
}

/// Builds the store again from the evidence, and returns what it holds.
#[track_caller]
pub(crate) fn rebuilt(site: &Site, data: &Path) -> Vec<String> {
    let built = tempfile::tempdir().expect("a temporary folder");
    let warc = built.path().join("warc");
    std::fs::create_dir(&warc).expect("a folder can be made");
    for entry in std::fs::read_dir(data.join("warc")).expect("there is evidence") {
        let entry = entry.expect("the folder can be read");
        std::fs::copy(entry.path(), warc.join(entry.file_name())).expect("a file can be copied");
    }
    std::fs::write(built.path().join("gongbao.toml"), site.recipe("site")).expect("a recipe can be written");
    let rebuilt = run(built.path(), &["reparse", "--rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    state(built.path())
}
