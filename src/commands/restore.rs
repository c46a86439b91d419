//! `gongbao restore`: a backup checked and put into a data folder, and the index built anew from it.

use corpus::store::Store;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::RestoreArguments;
use crate::commands::print;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// Runs the command. Nothing is touched before the file has been found sound.
///
/// # Errors
/// A file that is no sound store, a folder that holds a store already, a crawl that goes on there.
pub(crate) fn run(given: &RestoreArguments, folder: &Folder) -> anyhow::Result<Ending> {
    if !given.file.is_file() {
        return Err(WrongUse(format!("there is no file {}", given.file.display())).into());
    }
    let documents = Store::check(&given.file)?;
    if folder.holds_store() && !given.replace {
        return Err(WrongUse(format!(
            "{} holds a store already; --replace lays it aside",
            folder.root().display()
        ))
        .into());
    }
    std::fs::create_dir_all(folder.root())?;
    let _lock = world::lock_crawl(folder.root())?;
    let aside = Store::lay_aside(folder.root(), &world::stamp())?;
    Store::restore(&given.file, folder.root())?;
    let store = folder.open()?;
    print::line(&format!(
        "{} restored into {}",
        print::counted(documents, "document"),
        folder.root().display()
    ))?;
    if let Some(aside) = aside {
        print::line(&format!("the store that was there lies in {}", aside.display()))?;
    }
    let missing = missing_evidence(&store, folder)?;
    if !missing.is_empty() {
        let are = if missing.len() == 1 { "is" } else { "are" };
        print::line(&format!(
            "{} of evidence {are} not in {}: {}",
            print::counted(missing.len() as u64, "file"),
            folder.archive().display(),
            missing.join(", ")
        ))?;
    }
    if let Some(caught) = ingest::catch_up(&store, folder)? {
        print::line(&format!("{} indexed", print::counted(caught.added + caught.updated, "document")))?;
    }
    Ok(if missing.is_empty() { Ending::Fine } else { Ending::SomeFailed })
}

/// Returns the files that versions point into and that are not there.
fn missing_evidence(store: &Store, folder: &Folder) -> anyhow::Result<Vec<String>> {
    let there = crawler::archive::files(&folder.archive())?;
    let mut missing: Vec<String> =
        store.evidence_in_use()?.into_iter().map(|evidence| evidence.file).collect();
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|file| !there.contains(file));
    Ok(missing)
}
