//! `gongbao coverage`: which district has which year of a kind of report.

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use corpus::coverage;
use corpus::coverage::Cell;
use corpus::coverage::Coverage;
use corpus::coverage::Doubt;
use corpus::coverage::State;
use corpus::document::DocumentKind;
use corpus::due;
use corpus::due::Rule;
use web::api::CoverageResponse;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CoverageArguments;
use crate::commands::filter::note_unknown;
use crate::commands::print;
use crate::folder::Folder;

/// How many years a table shows at most unless it is asked for others; the JSON has all of them.
const SHOWN_YEARS: usize = 12;

/// Runs the command.
///
/// # Errors
/// `WrongUse` for a kind that does not exist; a store that is missing or cannot be read.
pub(crate) fn run(given: &CoverageArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let kind = kind(&given.kind)?;
    note_unknown(given.region.as_deref());
    let years = given.year.map_or((i16::MIN, i16::MAX), web::params::Years::bounds);
    let coverage = coverage::coverage(kind, &folder.open_existing()?.reports(kind)?);
    let mut coverage = coverage.narrowed(given.region.as_deref(), years);
    if given.json {
        print::json(&CoverageResponse::new(kind, coverage))?;
        return Ok(Ending::Fine);
    }
    let counts: Vec<String> =
        State::ALL.iter().map(|&state| format!("{} {}", state.chinese(), coverage.count(state))).collect();
    let left_out = if given.year.is_none() { leave_early_years_out(&mut coverage) } else { None };
    let mut table = Table::new();
    let head = std::iter::once("region".to_owned()).chain(coverage.years.iter().map(ToString::to_string));
    table.load_style(UTF8_FULL_CONDENSED).set_header(head);
    for district in &coverage.districts {
        table.add_row(std::iter::once(district.place.written()).chain(district.cells.iter().map(shown)));
    }
    if !coverage.districts.is_empty() {
        print::line(&table.to_string())?;
    }
    print::line(&format!("{}; a blank lies outside the years known of a district", counts.join(", ")))?;
    if let Some((first, last)) = left_out.filter(|_| !coverage.districts.is_empty()) {
        print::line(&format!("{first}–{last} are counted but not shown; --year {first}.. shows them too"))?;
    }
    let districts = print::counted(coverage.districts.len() as u64, "district");
    let unplaced = print::counted(coverage.unplaced as u64, "document");
    let others = print::counted(coverage.of_other_periods as u64, "document");
    let others = Some(others).filter(|_| coverage.of_other_periods > 0);
    let others = others.map(|others| format!("; {others} about a part of a year or many years"));
    print::line(&format!("{districts}; {unplaced} without a place or a year{}", others.unwrap_or_default()))?;
    let rules: Vec<String> = due::rules(kind, &coverage.years).iter().map(Rule::written).collect();
    print::line(&format!(
        "due: {}",
        if rules.is_empty() { "no date known".to_owned() } else { rules.join("; ") }
    ))?;
    Ok(Ending::Fine)
}

/// Leaves out the years for which a terminal has no room; returns the first and the last of them.
fn leave_early_years_out(coverage: &mut Coverage) -> Option<(i16, i16)> {
    let left_out = coverage.years.len().checked_sub(SHOWN_YEARS).filter(|&count| count > 0)?;
    let (first, last) = (coverage.years[0], coverage.years[left_out - 1]);
    coverage.years.drain(..left_out);
    for district in &mut coverage.districts {
        district.cells.drain(..left_out);
    }
    Some((first, last))
}

/// Reads a kind of document.
pub(crate) fn kind(name: &str) -> Result<DocumentKind, WrongUse> {
    DocumentKind::parse(name).ok_or_else(|| {
        let known: Vec<String> =
            DocumentKind::ALL.iter().map(|kind| format!("{} {}", kind.key(), kind.chinese())).collect();
        WrongUse(format!("{name:?} is no kind; there are: {}", known.join(", ")))
    })
}

fn shown(cell: &Cell) -> String {
    if cell.is_outside() {
        return String::new();
    }
    let doubt = match cell.doubt {
        Some(Doubt::OnlyAbout) => "※",
        Some(_) if cell.state != State::Missing => "?",
        _ => "",
    };
    match cell.lag_days.filter(|_| cell.state == State::Late) {
        Some(days) => format!("{} +{days} 天{doubt}", cell.state.chinese()),
        None => format!("{}{doubt}", cell.state.chinese()),
    }
}
