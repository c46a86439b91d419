//! The filter flags in; what the index is asked out.

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::gazetteer;
use index::search::Filter;
use index::search::Matching;

use crate::WrongUse;
use crate::arguments::FilterArguments;

/// Reads the filter flags; notes a region that the gazetteer does not know.
///
/// # Errors
/// `WrongUse` for a kind or section kind that does not exist, naming those that do.
pub(crate) fn filter(given: &FilterArguments) -> Result<(Filter, Matching), WrongUse> {
    let kind = given.kind.as_deref().map(|name| {
        let known = DocumentKind::ALL.iter().map(|kind| (kind.key(), kind.chinese()));
        DocumentKind::parse(name).ok_or_else(|| unknown("kind", name, known))
    });
    let section = given.section.as_deref().map(|name| {
        let known = SectionKind::ALL.iter().map(|kind| (kind.key(), kind.chinese()));
        SectionKind::parse(name).ok_or_else(|| unknown("section kind", name, known))
    });
    note_unknown(given.region.as_deref());
    let filter = Filter {
        years: given.year.map(web::params::Years::bounds),
        region: given.region.clone(),
        kind: kind.transpose()?,
        section: section.transpose()?,
    };
    Ok((filter, if given.word { Matching::WholeWord } else { Matching::String }))
}

/// Says on standard error when a region is none of the gazetteer's: a slip would otherwise look like a place without documents.
pub(crate) fn note_unknown(region: Option<&str>) {
    if let Some(region) = region.filter(|region| !gazetteer::knows(region)) {
        eprintln!(
            "note: the gazetteer knows no place {region:?}; only documents whose place is written so are found"
        );
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> WrongUse {
    let known: Vec<String> = known.map(|(key, chinese)| format!("{key} {chinese}")).collect();
    WrongUse(format!("{name:?} is no {what}; there are: {}", known.join(", ")))
}
