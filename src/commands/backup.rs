//! `gongbao backup`: one sound copy of the store, taken while others may write.

use anyhow::Context;
use corpus::store::Store;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::BackupArguments;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// When there is no store, the file is there already, or it cannot be written.
pub(crate) fn run(given: &BackupArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    if given.file.exists() {
        return Err(WrongUse(format!(
            "{} is there already; a backup never writes over a file",
            given.file.display()
        ))
        .into());
    }
    store.copy_to(&given.file).with_context(|| format!("cannot write {}", given.file.display()))?;
    // The store may have grown while it was copied.
    let documents = Store::check(&given.file).context("the copy is not what was written")?;
    print::line(&format!(
        "{} in {}\nTo restore: `gongbao --data DIR restore {}`, with the files of {} in DIR/warc",
        print::counted(documents, "document"),
        given.file.display(),
        given.file.display(),
        folder.archive().display()
    ))?;
    Ok(Ending::Fine)
}
