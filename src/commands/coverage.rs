//! `gongbao coverage`: which district has which year of a kind of report.

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use corpus::coverage;
use corpus::coverage::Cell;
use corpus::coverage::Doubt;
use corpus::coverage::State;
use corpus::document::DocumentKind;
use corpus::due;
use corpus::due::Rule;
use web::api::CoverageResponse;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CoverageArguments;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// `WrongUse` for a kind that does not exist; a store that is missing or cannot be read.
pub(crate) fn run(given: &CoverageArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let kind = kind(&given.kind)?;
    let years = given.year.map_or((i16::MIN, i16::MAX), web::params::Years::bounds);
    let coverage = coverage::coverage(kind, &folder.open_existing()?.reports(kind)?);
    let coverage = coverage.narrowed(given.region.as_deref(), years);
    if given.json {
        print::json(&CoverageResponse::new(kind, coverage))?;
        return Ok(Ending::Fine);
    }
    let mut table = Table::new();
    let head = std::iter::once("region".to_owned()).chain(coverage.years.iter().map(ToString::to_string));
    table.load_style(UTF8_FULL_CONDENSED).set_header(head);
    for district in &coverage.districts {
        table.add_row(std::iter::once(district.place.written()).chain(district.cells.iter().map(shown)));
    }
    if !coverage.districts.is_empty() {
        print::line(&table.to_string())?;
    }
    let districts = print::counted(coverage.districts.len() as u64, "district");
    let unplaced = print::counted(coverage.unplaced as u64, "document");
    print::line(&format!("{districts}; {unplaced} without a place or a year"))?;
    let rules: Vec<String> = due::rules(kind, &coverage.years).iter().map(Rule::written).collect();
    print::line(&format!(
        "due: {}",
        if rules.is_empty() { "no date known".to_owned() } else { rules.join("; ") }
    ))?;
    Ok(Ending::Fine)
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
