//! `gongbao panel`: the same quantity or the same part of one year's reports in every district.

use corpus::document::SectionKind;
use corpus::panel::Entry;
use corpus::panel::Subject;
use corpus::quantity_series::Measure;
use web::api::Panel;
use web::api::PanelQuestion;
use web::api::PanelResponse;
use web::api::PanelSort;
use web::api::panel_csv;
use web::api::read_panel;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::PanelArguments;
use crate::arguments::PanelMeasure;
use crate::arguments::PanelOrder;
use crate::commands::coverage::kind;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// A kind or part that does not exist; a store that is missing or cannot be read.
pub(crate) fn run(given: &PanelArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let question = question(given)?;
    let panel = read_panel(Some(&folder.open_existing()?), &question)?;
    if given.json {
        print::json(&PanelResponse::new(&question, panel))?;
    } else if given.csv {
        print::line(panel_csv(&question, &panel).trim_end())?;
    } else {
        show(&question, &panel)?;
    }
    Ok(Ending::Fine)
}

fn question(given: &PanelArguments) -> anyhow::Result<PanelQuestion> {
    let section = given
        .section
        .as_deref()
        .map(|name| SectionKind::parse(name).ok_or_else(|| WrongUse(format!("{name:?} is no kind of part"))));
    let quantity = given.quantity.clone();
    let subject = match (quantity, section.transpose()?) {
        (Some(context), _) => {
            let measure = given.measure.map(|measure| match measure {
                PanelMeasure::Level => Measure::Level,
                PanelMeasure::Change => Measure::Change,
            });
            Some(Subject::Quantity { context, unit: given.unit.clone(), measure })
        }
        (None, section) => section.map(Subject::Section),
    };
    let sort = match given.sort {
        PanelOrder::Place => PanelSort::Place,
        PanelOrder::Descending => PanelSort::Descending,
        PanelOrder::Ascending => PanelSort::Ascending,
    };
    Ok(PanelQuestion {
        kind: kind(&given.kind)?,
        year: given.year,
        region: given.region.clone(),
        subject,
        sort,
    })
}

fn show(question: &PanelQuestion, panel: &Panel) -> anyhow::Result<()> {
    if panel.rows.is_empty() && panel.common.is_empty() {
        let year = question.year.map_or_else(String::new, |year| format!(" of {year}"));
        let kind = question.kind.chinese();
        return print::line(&format!(
            "no {kind}{year} has anything to compare; --kind asks for another kind of report"
        ));
    }
    if question.subject.is_none() {
        for common in &panel.common {
            print::line(&format!(
                "{} {} ({})",
                common.context,
                common.unit,
                print::counted(common.documents as u64, "report")
            ))?;
        }
        return print::line("choose one with --quantity, or a part with --section");
    }
    for choice in &panel.dimensions {
        let is_shown = panel.dimension.as_ref() == Some(choice);
        let (dimension, mark) = (&choice.dimension, if is_shown { "shown" } else { "also" });
        let (unit, measure) = (&dimension.unit, dimension.measure.chinese());
        print::line(&format!(
            "[{mark}] {unit} {measure} ({})",
            print::counted(choice.documents as u64, "report")
        ))?;
    }
    for row in &panel.rows {
        let what = match &row.entry {
            Entry::Silent => "–".to_owned(),
            Entry::Quantity { context, value, unit, .. } => format!("{value}{unit}  {context}"),
            Entry::Section { heading, characters, .. } if heading.is_empty() => {
                format!("{characters} 字  (据行文)")
            }
            Entry::Section { heading, characters, .. } => format!("{characters} 字  {heading}"),
        };
        print::line(&format!("{}  {what}", row.district.place))?;
    }
    Ok(())
}
