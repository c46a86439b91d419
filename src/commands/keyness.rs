//! `gongbao keyness`: the words that set one slice of the collection apart from another.

use index::LocalIndex;
use index::keyness::Keyness;
use index::keyness::KeynessRequest;
use web::api::KeynessResponse;

use crate::Ending;
use crate::arguments::KeynessArguments;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A query that cannot be read, with the place; an index that is missing or damaged.
pub(crate) fn run(given: &KeynessArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let (filter, matching) = filter(&given.filter)?;
    let request = KeynessRequest {
        target: query::read(&given.target)?,
        reference: given.reference.as_deref().map(query::read).transpose()?,
        filter,
        matching,
        direction: given.direction.into(),
        order: given.sort.into(),
        least: given.min,
        least_documents: given.min_documents,
        limit: given.limit,
        offset: given.offset,
    };
    folder.open_existing()?;
    let found = LocalIndex::open(&folder.index())?.keyness(&request)?;
    if given.json {
        print::json(&KeynessResponse::new(&request, found))?;
    } else {
        show(given, &found)?;
    }
    Ok(Ending::Fine)
}

fn show(given: &KeynessArguments, found: &Keyness) -> anyhow::Result<()> {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["", "target", "documents", "reference", "documents", "expected", "G²", "log ratio"]);
    for word in &found.words {
        table.add_row([
            word.word.clone(),
            print::grouped(word.target.occurrences),
            print::grouped(word.target.documents),
            print::grouped(word.reference.occurrences),
            print::grouped(word.reference.documents),
            format!("{:.1}", word.expected),
            format!("{:.2}", word.log_likelihood),
            format!("{:+.2}", word.log_ratio),
        ]);
    }
    print::line(&format!("{table}\n"))?;
    for (name, slice) in [("target", found.target), ("reference", found.reference)] {
        print::line(&format!(
            "{name}: {}, {}, {} different ones",
            print::counted(slice.documents, "document"),
            print::counted(slice.words, "word"),
            print::grouped(slice.types)
        ))?;
    }
    if found.common_documents > 0 {
        let common = print::counted(found.common_documents, "document");
        print::line(&format!("in both slices, which weakens every difference: {common}"))?;
    }
    let shown = given.offset + found.words.len();
    let threshold = if found.words.is_empty() { "" } else { print::SIGNIFICANCE };
    print::line(&format!("{shown} of {}{threshold}", print::counted(found.total, "word")))
}
