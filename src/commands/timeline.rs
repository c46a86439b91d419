//! `gongbao timeline`: the reports of one district, year by year.

use corpus::timeline::Timeline;
use web::api::TimelineResponse;
use web::api::read_timeline;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::TimelineArguments;
use crate::commands::coverage::kind;
use crate::commands::print;
use crate::folder::Folder;

/// How many problems, promises and quantities a reader is shown; the JSON has all of them.
const SHOWN: usize = 12;

/// Runs the command.
///
/// # Errors
/// A kind or district that is not there; a store that is missing or cannot be read.
pub(crate) fn run(given: &TimelineArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let kind = kind(&given.kind)?;
    let store = folder.open_existing()?;
    let unknown =
        || WrongUse(format!("{:?} has no {} here; see `gongbao coverage`", given.region, kind.key()));
    let (district, timeline) = read_timeline(Some(&store), kind, &given.region)?.ok_or_else(unknown)?;
    if given.json {
        print::json(&TimelineResponse::new(kind, &district, timeline))?;
    } else {
        print::line(&format!("{} · {}", district.place, kind.chinese()))?;
        show(&timeline)?;
    }
    Ok(Ending::Fine)
}

fn show(timeline: &Timeline) -> anyhow::Result<()> {
    for year in &timeline.years {
        let parts: Vec<&str> = year.sections.iter().map(|part| part.chinese()).collect();
        let state = year.cell.state.chinese();
        let characters = print::grouped(year.characters as u64);
        let note = year.cell.doubt.map(|doubt| format!("  ({})", doubt.chinese())).unwrap_or_default();
        let parts = parts.join("、");
        print::line(&format!("{}  {state}  {characters} 字  {parts}{note}", year.cell.year))?;
    }
    for problem in timeline.problems.iter().take(SHOWN) {
        let years: Vec<String> = problem.wordings.iter().map(|said| said.year.to_string()).collect();
        let latest = problem.wordings.last().map(|said| said.text.as_str()).unwrap_or_default();
        print::line(&format!("[problem {}] {latest}", years.join(" ")))?;
    }
    for promise in timeline.promises.iter().filter(|promise| !promise.measures.is_empty()).take(SHOWN) {
        print::line(&format!("[promised {}] {}", promise.made.year, promise.made.text))?;
        for measure in &promise.measures {
            print::line(&format!("  [told {}] {}", measure.year, measure.text))?;
        }
    }
    for series in timeline.quantities.iter().take(SHOWN) {
        let value = |value: &Option<corpus::indicators::Decimal>| {
            value.map_or_else(|| "–".to_owned(), |value| value.to_string())
        };
        let values: Vec<String> = series.values.iter().map(value).collect();
        print::line(&format!("{} ({}): {}", series.context, series.unit, values.join(" ")))?;
    }
    Ok(())
}
