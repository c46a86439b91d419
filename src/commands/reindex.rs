//! `gongbao reindex`: the index anew from the store.

use anyhow::Context;

use crate::Ending;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// When there is no store, or the index cannot be written.
pub(crate) fn run(folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    let caught = index::sync::rebuild(&store, &folder.index(), &mut |_| {})
        .context("the index cannot be built anew")?;
    print::line(&format!(
        "{} indexed anew in {}",
        print::counted(caught.added, "document"),
        folder.index().display()
    ))?;
    Ok(Ending::Fine)
}
