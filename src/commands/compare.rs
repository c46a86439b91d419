//! `gongbao compare`: what changed from one document or version to another.

use corpus::compare;
use corpus::compare::Comparison;
use corpus::compare::Op;
use corpus::compare::Row;
use corpus::store::Store;
use corpus::store::Stored;
use web::api::CompareResponse;
use web::api::quantities_csv;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CompareArguments;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// When there is no such document or version.
pub(crate) fn run(given: &CompareArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing()?;
    let (old, new) = (named(&store, &given.old)?, named(&store, &given.new)?);
    if given.csv {
        let rows = compare::quantities(&old.document, &new.document);
        print::line(quantities_csv(&old, &new, &rows).trim_end())?;
        return Ok(Ending::Fine);
    }
    let comparison = compare::compare(&old.document, &new.document);
    if given.json {
        print::json(&CompareResponse::new(&old, &new, comparison))?;
    } else {
        show(&old, &new, &comparison)?;
    }
    Ok(Ending::Fine)
}

fn named(store: &Store, name: &str) -> anyhow::Result<Stored> {
    let unknown = || WrongUse(format!("{name:?} is not the id of a document, nor id@N for its version N"));
    Ok(store.named(name)?.ok_or_else(unknown)?)
}

fn show(old: &Stored, new: &Stored, comparison: &Comparison) -> anyhow::Result<()> {
    print::line(&format!("- {} ({}@{})", old.document.title, old.id, old.version))?;
    print::line(&format!("+ {} ({}@{})", new.document.title, new.id, new.version))?;
    let summary = comparison.summary;
    print::line(&format!(
        "照录 {:.1}%, 改写 {:.1}%, 新增 {:.1}% (of the new text); 删除 {:.1}% (of the old text)\n",
        summary.verbatim * 100.0,
        summary.reworded * 100.0,
        summary.added * 100.0,
        summary.removed * 100.0
    ))?;
    for part in &comparison.parts {
        let changes: Vec<&Row> = part.rows.iter().filter(|row| row.op != Op::Same).collect();
        if changes.is_empty() {
            continue;
        }
        let name = part.new.as_ref().or(part.old.as_ref());
        let heading = name.and_then(|name| name.heading.as_deref()).unwrap_or("—");
        print::line(&format!("{heading} ({} of {} changed)", changes.len(), part.rows.len()))?;
        for row in changes {
            show_row(row)?;
        }
    }
    Ok(())
}

fn show_row(row: &Row) -> anyhow::Result<()> {
    let moved = row.moved_from.as_deref().map(|from| format!(" (from {from})")).unwrap_or_default();
    print::line(&format!("  [{}]{moved}", row.op.key()))?;
    let old = row.old.as_ref().filter(|_| row.op != Op::Moved);
    for (mark, text) in [("-", old), ("+", row.new.as_ref())] {
        if let Some(text) = text {
            print::line(&format!("  {mark} {}", text.replace(['\n', '\r'], " ")))?;
        }
    }
    Ok(())
}
