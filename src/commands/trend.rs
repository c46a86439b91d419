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
    for bare in phrases.iter().filter_map(|phrase| in_quotes(phrase.text())) {
        eprintln!(
            "gongbao: the quotes around {bare} are counted as a part of it; leave them out to count {bare}"
        );
    }
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

/// Returns what stands in quotes when a phrase is nothing else: queries are written so, phrases are taken as they are.
fn in_quotes(phrase: &str) -> Option<&str> {
    let fold = |c: char| if matches!(c, '“' | '”' | '「' | '」') { '"' } else { c };
    let mut characters = phrase.chars();
    let is_quoted = characters.next().map(fold) == Some('"') && characters.next_back().map(fold) == Some('"');
    Some(characters.as_str()).filter(|bare| is_quoted && !bare.is_empty())
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

#[cfg(test)]
mod tests {
    use super::in_quotes;

    #[test]
    fn only_a_whole_phrase_in_quotes_is_in_quotes() {
        assert_eq!(in_quotes("\"法治\""), Some("法治"));
        assert_eq!(in_quotes("“法治”"), Some("法治"));
        for other in ["", "\"", "\"\"", "法治", "\"三线一单\"管控", "“十四五”和“十五五”规划"]
        {
            assert_eq!(in_quotes(other), None, "{other}");
        }
    }
}
