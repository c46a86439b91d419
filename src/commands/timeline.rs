//! `gongbao timeline`: the reports of one district, year by year.

use corpus::coverage::coverage;
use corpus::document::DocumentKind;
use corpus::store::Store;
use corpus::timeline::Timeline;
use web::api::TimelineResponse;
use web::api::read_timeline;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::TimelineArguments;
use crate::commands::coverage::kind;
use crate::commands::filter::note_unknown;
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
    note_unknown(Some(&given.region));
    let store = folder.open_existing()?;
    let Some((district, timeline)) = read_timeline(Some(&store), kind, &given.region)? else {
        return Err(WrongUse(without_reports(given, kind, &store)?).into());
    };
    if given.json {
        print::json(&TimelineResponse::new(kind, &district, timeline))?;
    } else {
        print::line(&format!("{} · {}", district.place, kind.chinese()))?;
        show(&timeline)?;
    }
    Ok(Ending::Fine)
}

/// Says that a district has no report of a kind, and of which kinds it has some.
fn without_reports(given: &TimelineArguments, kind: DocumentKind, store: &Store) -> anyhow::Result<String> {
    let mut others = Vec::new();
    for &other in DocumentKind::ALL.iter().filter(|other| other.is_yearly() && **other != kind) {
        if coverage(other, &store.reports(other)?).district(&given.region).is_some() {
            others.push(format!("--kind {}", other.key()));
        }
    }
    let nothing = format!("{:?} has no {} here", given.region, kind.key());
    Ok(if others.is_empty() {
        format!("{nothing}; see `gongbao coverage`")
    } else {
        format!("{nothing}; there is something with {}", others.join(", "))
    })
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
