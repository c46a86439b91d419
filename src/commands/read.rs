//! `gongbao read`: everything that was read from one page, with its origin and the gaps.

use std::path::Path;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::indicators;
use corpus::indicators::Quantity;
use corpus::personal::masked;
use crawler::Source;
use crawler::address;
use crawler::extract;
use crawler::extract::Extracted;
use crawler::files::Scans;
use crawler::trial;
use web::api::DocumentResponse;
use web::api::Reading;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ReadArguments;
use crate::commands::crawl::contact_from_environment;
use crate::commands::import;
use crate::commands::import::SavedPage;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::world;

/// Runs the command.
///
/// # Errors
/// When there is neither a file nor a document of that name, or the page of an address cannot be had.
pub(crate) async fn run(given: &ReadArguments, folder: &Folder, config: &Config) -> anyhow::Result<Ending> {
    let path = Path::new(&given.what);
    if path.is_file() {
        let saved = SavedPage {
            url: given.url.as_deref(),
            place: given.place.as_deref(),
            scans: if given.ocr { Scans::Read } else { Scans::Left },
            workshop: world::workshop(&config.crawler),
        };
        return tell(import::read_page(path, &saved)?, given.json);
    }
    if given.what.starts_with("http://") || given.what.starts_with("https://") {
        let source = source_of(&given.what, given.ocr)?;
        return match known_at(&source, folder)? {
            Some(id) => stored(&id, given, folder),
            None => tell(*fetched(&source, config).await?, given.json),
        };
    }
    stored(&DocumentId::parse(&given.what).ok_or_else(|| unknown(given))?, given, folder)
}

fn unknown(given: &ReadArguments) -> WrongUse {
    WrongUse(format!("{:?} is neither a file nor an address nor the id of a document", given.what))
}

/// Makes a source of one address, so that it is fetched by the rules of a crawl.
fn source_of(url: &str, ocr: bool) -> anyhow::Result<Source> {
    let recipe = format!("name = \"read\"\nstart = [{url:?}]\nocr = {ocr}\n");
    let source = toml::from_str(&recipe);
    source.map_err(|err| WrongUse(format!("{url} cannot be fetched: {}", err.message().trim())).into())
}

/// Returns the document that an address is known to hold.
fn known_at(source: &Source, folder: &Folder) -> anyhow::Result<Option<DocumentId>> {
    let Ok(store) = folder.open_existing() else { return Ok(None) };
    let Some(start) = source.start.first() else { return Ok(None) };
    Ok(store.known(&address::identity(start.url()))?.and_then(|known| known.document))
}

/// Fetches a page that is not stored; nothing is kept.
async fn fetched(source: &Source, config: &Config) -> anyhow::Result<Box<Extracted>> {
    let crawler = contact_from_environment(config.crawler.clone())?;
    let workshop = world::workshop(&crawler);
    let came = trial::article(source, &crawler, world::surroundings(), &workshop).await?;
    came.map_err(|why| anyhow::anyhow!("the page cannot be read: {why}"))
}

fn tell(extracted: Extracted, as_json: bool) -> anyhow::Result<Ending> {
    if as_json {
        let placement = extracted.placement();
        print::json(&Reading::new(extracted.document, Some(placement)))?;
    } else {
        show(&masked(extracted.document))?;
    }
    Ok(Ending::Fine)
}

fn stored(id: &DocumentId, given: &ReadArguments, folder: &Folder) -> anyhow::Result<Ending> {
    let store = folder.open_existing().map_err(|_| unknown(given))?;
    let stored = store.document(id)?.ok_or_else(|| unknown(given))?;
    if given.json {
        let placement = extract::placement(&stored.document, stored.url.as_deref());
        let mut response = DocumentResponse::new(stored, store.addresses(id)?);
        response.place(placement);
        print::json(&response)?;
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
