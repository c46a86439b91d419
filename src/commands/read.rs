//! `gongbao read`: everything that was read from one page, with its origin and the gaps.

use std::path::Path;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::indicators;
use corpus::indicators::Quantity;
use corpus::personal::masked;
use web::api::DocumentResponse;
use web::api::Reading;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ReadArguments;
use crate::commands::import;
use crate::commands::print;
use crate::folder::Folder;

/// Runs the command.
///
/// # Errors
/// When there is neither a file nor a document of that name.
pub(crate) fn run(given: &ReadArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let path = Path::new(&given.what);
    if path.is_file() {
        let document = import::read_page(path, given.url.as_deref(), None)?.document;
        if given.json {
            print::json(&Reading::new(document, None))?;
        } else {
            show(&masked(document))?;
        }
        return Ok(Ending::Fine);
    }
    let unknown = || WrongUse(format!("{:?} is neither a file nor the id of a document", given.what));
    let id = DocumentId::parse(&given.what).ok_or_else(unknown)?;
    let store = folder.open_existing().map_err(|_| unknown())?;
    let stored = store.document(&id)?.ok_or_else(unknown)?;
    if given.json {
        print::json(&DocumentResponse::new(stored, store.addresses(&id)?))?;
    } else {
        show(&masked(stored.document))?;
    }
    Ok(Ending::Fine)
}

fn show(document: &Document) -> anyhow::Result<()> {
    show_fields(document)?;
    for section in &document.sections {
        let indent = "  ".repeat(usize::from(section.level));
        let year = section.year.map(|year| format!(" {year}")).unwrap_or_default();
        print::line(&format!(
            "{indent}{} {} [{}{year}]",
            section.number,
            section.heading,
            section.kind.key()
        ))?;
    }
    show_quantities(document)
}

/// Prints what the text counts: section, amount as printed, what it is of.
fn show_quantities(document: &Document) -> anyhow::Result<()> {
    let read = indicators::read(&document.text, &document.sections);
    if read.quantities.is_empty() {
        return Ok(());
    }
    print::line(&format!("\n{} quantities", read.quantities.len()))?;
    let text: Vec<char> = document.text.chars().collect();
    for quantity in &read.quantities {
        let section = quantity.section.as_deref().unwrap_or("—");
        let printed: String = text[quantity.start..quantity.end].iter().collect();
        print::line(&format!("{section:<8} {}  {printed}{}", quantity.context, remarks(quantity)))?;
    }
    for agreement in read.agreements.iter().filter(|agreement| !agreement.holds) {
        let end = agreement.share.unwrap_or(agreement.part);
        let passage: String = text[agreement.whole..end].iter().collect();
        print::line(&format!("does not agree: {passage}…"))?;
    }
    Ok(())
}

fn remarks(quantity: &Quantity) -> String {
    let normalised = &quantity.normalised;
    let mut remarks = Vec::new();
    if normalised.unit != quantity.unit || normalised.value != quantity.value {
        remarks.push(format!("= {} {}", normalised.value, normalised.unit));
    }
    remarks.extend(quantity.direction.map(|direction| direction.key().to_owned()));
    remarks.extend(quantity.approximate.then(|| "about".to_owned()));
    remarks.extend(quantity.cumulative.then(|| "cumulative".to_owned()));
    if remarks.is_empty() { String::new() } else { format!("  ({})", remarks.join(", ")) }
}

/// Prints every field with its origin or its gap, one a line.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn show_fields(document: &Document) -> anyhow::Result<()> {
    for field in Field::ALL {
        let value = value(document, *field);
        let origin = document.origins.get(field);
        let because = origin.map(|origin| format!("  ({}, {})", origin.because, origin.confidence.key()));
        let gap = document.gaps.iter().find(|gap| gap.field == *field);
        let shown = match (value, gap) {
            (Some(value), _) => format!("{value}{}", because.unwrap_or_default()),
            (None, Some(gap)) => format!("— {}", gap.because),
            (None, None) => "—".to_owned(),
        };
        print::line(&format!("{:<16} {shown}", field.key()))?;
    }
    Ok(())
}

fn value(document: &Document, field: Field) -> Option<String> {
    match field {
        Field::Title => Some(document.title.clone()).filter(|title| !title.is_empty()),
        Field::Text => {
            let length = document.text.chars().count();
            (length > 0).then(|| format!("{length} characters"))
        }
        Field::Published => document.published.map(|date| date.to_string()),
        Field::Signed => document.signed.map(|date| date.to_string()),
        Field::Source => document.source.clone(),
        Field::Issuer => document.issuer.clone(),
        Field::DocumentNumber => document.document_number.clone(),
        Field::IndexNumber => document.index_number.clone(),
        Field::ReportYear => document.report_year.map(|year| year.to_string()),
        Field::Kind => Some(format!("{} {}", document.kind.key(), document.kind.chinese())),
        Field::Place => document.place.as_ref().map(corpus::district::Place::written),
        Field::Sections => {
            (!document.sections.is_empty()).then(|| format!("{} sections", document.sections.len()))
        }
    }
}
