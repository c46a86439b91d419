//! `gongbao trend`: how often phrases stand in each year, place, kind or part, with what they were counted in.

use index::LocalIndex;
use index::trend::Phrase;
use index::trend::Trend;
use index::trend::TrendBy;
use index::trend::TrendRequest;
use web::api::TrendResponse;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::TrendArguments;
use crate::arguments::TrendByArgument;
use crate::commands::filter::filter;
use crate::commands::print;
use crate::commands::query;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A phrase of blanks, a base that cannot be read, an index that is missing or damaged.
pub(crate) fn run(given: &TrendArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let phrases: Option<Vec<Phrase>> = given.phrases.iter().map(|text| Phrase::new(text)).collect();
    let phrases = phrases.ok_or_else(|| WrongUse("a phrase must hold at least one character".to_owned()))?;
    let base = query::read(&given.base)?;
    let (filter, matching) = filter(&given.filter)?;
    let by = match given.by {
        TrendByArgument::Year => TrendBy::Year,
        TrendByArgument::Region => TrendBy::Region,
        TrendByArgument::Kind => TrendBy::Kind,
        TrendByArgument::Section => TrendBy::Section,
    };
    phrases.iter().for_each(query::note_quotes);
    let request = TrendRequest { phrases, by, base, filter, matching };
    folder.open_existing()?;
    let trend = LocalIndex::open(&folder.index())?.trend(&request)?;
    if given.json {
        print::json(&TrendResponse::new(&request, trend))?;
    } else {
        show(&request, &trend)?;
    }
    Ok(Ending::Fine)
}

fn show(request: &TrendRequest, trend: &Trend) -> anyhow::Result<()> {
    for series in &trend.series {
        print::line(&format!("“{}” by {}", series.phrase, request.by.key()))?;
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_header([
            "",
            "occurrences",
            "documents",
            "of",
            "places",
            "characters",
            "per million",
            "share",
        ]);
        for point in &series.points {
            table.add_row([
                point.key.clone(),
                print::grouped(point.occurrences),
                print::grouped(point.documents),
                print::grouped(point.base_documents),
                print::grouped(point.base_regions),
                print::grouped(point.characters),
                format!("{:.2}", point.per_million()),
                format!("{:.1} %", point.share() * 100.0),
            ]);
        }
        print::line(&format!("{table}\n"))?;
    }
    let base = trend.base;
    print::line(&format!(
        "counted in {} of {}, {}; under no {} stand {} of them",
        print::counted(base.documents, "document"),
        print::counted(base.regions, "place"),
        print::counted(base.characters, "character"),
        request.by.key(),
        print::grouped(base.without_key)
    ))
}
