//! `gongbao collocates`: the words that stand beside a phrase more often than chance would have it.

use index::LocalIndex;
use index::collocates::Collocates;
use index::collocates::CollocatesRequest;
use index::trend::Phrase;
use web::api::CollocatesResponse;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CollocatesArguments;
use crate::arguments::Side;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A phrase of blanks, a base that cannot be read, an index that is missing or damaged.
pub(crate) fn run(given: &CollocatesArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let phrase = Phrase::new(&given.phrase)
        .ok_or_else(|| WrongUse("the phrase must hold at least one character".to_owned()))?;
    query::note_quotes(&phrase);
    if !(1..=100).contains(&given.window) {
        return Err(WrongUse(format!("--window must be 1 to 100, not {}", given.window)).into());
    }
    let (filter, matching) = filter(&given.filter)?;
    let request = CollocatesRequest {
        phrase,
        matching,
        base: query::read(&given.base)?,
        filter,
        left: if given.side == Side::Right { 0 } else { given.window },
        right: if given.side == Side::Left { 0 } else { given.window },
        unit: given.unit.into(),
        least: given.min,
        order: given.sort.into(),
        limit: given.limit,
        offset: given.offset,
    };
    folder.open_existing()?;
    let found = LocalIndex::open(&folder.index())?.collocates(&request)?;
    if given.json {
        print::json(&CollocatesResponse::new(&request, found))?;
    } else {
        show(given, &found)?;
    }
    Ok(Ending::Fine)
}

fn show(given: &CollocatesArguments, found: &Collocates) -> anyhow::Result<()> {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["", "beside", "left", "right", "expected", "in all", "G²", "MI", "logDice"]);
    for word in &found.collocates {
        table.add_row([
            word.word.clone(),
            print::grouped(word.observed),
            print::grouped(word.left),
            print::grouped(word.right),
            format!("{:.2}", word.expected),
            print::grouped(word.frequency),
            format!("{:.2}", word.log_likelihood),
            format!("{:.2}", word.mutual_information),
            format!("{:.2}", word.log_dice),
        ]);
    }
    print::line(&format!("{table}\n"))?;
    print::line(&format!(
        "“{}” stands {} in {}; {} of {} lie in its windows",
        given.phrase,
        print::counted(found.occurrences, "time"),
        print::counted(found.holding, "document"),
        print::grouped(found.window_words),
        print::counted(found.words, "word")
    ))?;
    let shown = given.offset + found.collocates.len();
    let threshold = if found.collocates.is_empty() { "" } else { print::SIGNIFICANCE };
    print::line(&format!("{shown} of {}{threshold}", print::counted(found.total, "word")))
}
