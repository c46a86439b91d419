//! `gongbao suggest`: words, places and titles that a beginning, pinyin or a slip may mean.

use index::LocalIndex;
use web::api::SuggestResponse;

use crate::Ending;
use crate::arguments::SuggestArguments;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// An index that is missing or damaged.
pub(crate) fn run(given: &SuggestArguments, folder: &Folder) -> anyhow::Result<Ending> {
    folder.open_existing()?;
    let found = LocalIndex::open(&folder.index())?.suggest(&given.text, given.limit)?;
    let answer = SuggestResponse::new(&given.text, found);
    if given.json {
        print::json(&answer)?;
        return Ok(Ending::Fine);
    }
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["", "", "", "documents", "occurrences", "query"]);
    for one in &answer.suggestions {
        table.add_row([
            one.text.clone(),
            one.suggested.to_owned(),
            one.likeness.to_owned(),
            print::grouped(one.documents),
            print::grouped(one.occurrences),
            one.query.clone(),
        ]);
    }
    print::line(&table.to_string())?;
    Ok(Ending::Fine)
}
