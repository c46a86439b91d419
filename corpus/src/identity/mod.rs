//! Two documents as they were read in; whether they may be one document at two addresses, or what speaks against it, out.

mod office;
#[cfg(test)]
mod tests;
mod title;
mod words;

use std::collections::BTreeSet;

use crate::document::Document;
use crate::document::DocumentKind;
use crate::fingerprint;
use crate::identity::title::TitleSays;
use crate::identity::words::Words;
use crate::text;

/// Texts below this length, in characters, may be what many pages say: that the accounts are still being approved, that the names are
/// in a file.
const SHORT: usize = 200;

/// How alike two texts must be to be one document in two renditions.
const ONE_TEXT: f64 = 0.8;

/// How many figures a correction changes at most, where only the sources tell that two texts are of one office.
const FEW: usize = 3;

/// Tells whether the same text under the same title is one document. What is told of a short text or a yearly report besides must
/// agree: two offices may fill in one form alike, and say the same few words year after year.
pub(crate) fn is_one_text(one: &Document, other: &Document) -> bool {
    let is_short = is_short(one);
    let is_form = is_short || one.kind.is_yearly() || other.kind.is_yearly();
    let dated = |document: &Document| document.signed.or(document.published).map(jiff::civil::Date::year);
    document_numbers_agree(one, other)
        && (!is_form || issuers_agree(one, other) && agree(&one.place, &other.place, PartialEq::eq))
        && !are_put_up_by_others(one, other, is_form)
        && (!is_short || agree(&dated(one), &dated(other), PartialEq::eq))
}

/// Tells whether a long text is put up again with other marks, under a title with its number, without its issuer or with its signature.
pub(crate) fn is_reprint(one: &Document, other: &Document) -> bool {
    let signature = |document: &Document| Words::of(&document.text).signature;
    let (signed, other_signed) = (signature(one), signature(other));
    title::is_one_title(&one.title, &other.title)
        && TitleSays::of(&one.title).agrees_with(&TitleSays::of(&other.title))
        && issuers_agree(one, other)
        && agree(&one.report_year, &other.report_year, PartialEq::eq)
        && (signed.is_empty() || other_signed.is_empty() || signed == other_signed)
        && is_one_text(one, other)
}

/// Tells whether a text is another rendition of a document, or a corrected one: most of it is the same, and neither the titles nor
/// anything else that is known of both speaks against it. Where nothing tells whose two filled in forms are, hardly anything is added
/// and nothing differs.
pub(crate) fn is_rendition(one: &Document, other: &Document) -> bool {
    if !agree_in_what_is_known(one, other) {
        return false;
    }
    let own = |document: &Document| Words::of(&document.text).own;
    let is_one_text = || fingerprint::resemblance(&one.text, &other.text) >= ONE_TEXT;
    match whose(one, other) {
        Whose::Others => false,
        Whose::One => is_one_text(),
        Whose::OneSource => {
            words::other_figures(&own(one), &own(other)) <= FEW
                && !name_others(&one.text, &other.text)
                && is_one_text()
        }
        Whose::Unknown if is_filled_in(one.kind) => words::is_hardly_more(&own(one), &own(other)),
        Whose::Unknown => !name_others(&one.text, &other.text) && is_one_text(),
    }
}

/// Tells whether the text that an address of a document gives now may be the document's own, edited.
pub(crate) fn is_edited(one: &Document, other: &Document) -> bool {
    let is_named = matches!(whose(one, other), Whose::One);
    agree_in_what_is_known(one, other)
        && (is_named || !name_others(&one.text, &other.text))
        && fingerprint::resemblance(&one.text, &other.text) >= ONE_TEXT
}

/// Tells whether a later rendition says something else than a document does, and is no mere part of it.
pub(crate) fn corrects(later: &Document, document: &Document) -> bool {
    let (own, before) = (Words::of(&later.text).own, Words::of(&document.text).own);
    own != before && own.len() * 10 >= before.len() * 9
}

/// Returns the words by which a text is known under other titles and with other marks; none of a text that is too short.
pub(crate) fn telling_words(document: &Document) -> Option<String> {
    Some(Words::of(&document.text).own).filter(|own| own.chars().nth(SHORT).is_some())
}

/// Tells whether the day on which a text was put up makes it another document: a notice is put up anew in the same words years later.
/// What has a number, a year or is law stays the same.
pub(crate) fn is_of_its_day(document: &Document) -> bool {
    document.document_number.is_none() && document.report_year.is_none() && !is_reprinted(document.kind)
}

fn is_short(document: &Document) -> bool {
    document.text.chars().nth(SHORT).is_none()
}

/// Tells whether every office of a place fills in such a report each year, in one form; others are its government's alone.
fn is_filled_in(kind: DocumentKind) -> bool {
    use DocumentKind as K;
    matches!(kind, K::RuleOfLawReport | K::DisclosureReport | K::EnforcementStatistics | K::WebsiteReport)
}

/// Every office puts up the laws that it goes by, and what the papers write of it.
fn is_reprinted(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Regulation | DocumentKind::Interpretation | DocumentKind::News)
}

/// Tells whether two offices put up the same words each for themselves; what an office above them issued, both reprint.
fn are_put_up_by_others(one: &Document, other: &Document, is_form: bool) -> bool {
    if is_form {
        return matches!(whose(one, other), Whose::Others);
    }
    let is_numbered = one.document_number.is_some() && other.document_number.is_some();
    if is_numbered || is_reprinted(one.kind) || is_reprinted(other.kind) {
        return false;
    }
    let office = |document: &Document| {
        let named = document.issuer.as_ref().or(document.source.as_ref())?;
        office::bureau(named).filter(|name| office::is_local(name))
    };
    matches!((office(one), office(other)), (Some(one), Some(other)) if !office::is_one_name(&one, &other))
}

/// Whose two documents are.
enum Whose {
    /// Titles or issuers name the same office.
    One,
    /// So do the sources, for want of those.
    OneSource,
    /// Each is of another office.
    Others,
    /// Of one at least it is not told.
    Unknown,
}

fn whose(one: &Document, other: &Document) -> Whose {
    let (named, other_named) = (named_in(one), named_in(other));
    let (by_source, by_other_source) = (offices(one, &named), offices(other, &other_named));
    let is_one =
        by_source.iter().any(|one| by_other_source.iter().any(|other| office::is_one_name(one, other)));
    let are_offices = by_source.iter().chain(&by_other_source).all(|name| !office::is_government(name));
    if by_source.is_empty() || by_other_source.is_empty() {
        Whose::Unknown
    } else if is_one && !named.is_empty() && !other_named.is_empty() {
        Whose::One
    } else if is_one {
        Whose::OneSource
    } else if are_offices {
        Whose::Others
    } else {
        // A bureau puts up the report of its government too.
        Whose::Unknown
    }
}

/// Returns the offices that issuer or title name.
fn named_in(document: &Document) -> Vec<String> {
    let mut named = document.issuer.as_deref().map(office::issuers).unwrap_or_default();
    if document.kind.is_yearly() {
        named.extend(Some(TitleSays::of(&document.title).name).filter(|name| !name.is_empty()));
    }
    named
}

/// Returns the offices that are named, or the one that the source names.
fn offices(document: &Document, named: &[String]) -> Vec<String> {
    if !named.is_empty() {
        return named.to_vec();
    }
    Vec::from_iter(document.source.as_deref().and_then(office::bureau))
}

/// What is known of both speaks against it where it differs.
fn agree_in_what_is_known(one: &Document, other: &Document) -> bool {
    TitleSays::of(&one.title).agrees_with(&TitleSays::of(&other.title))
        && issuers_agree(one, other)
        && document_numbers_agree(one, other)
        && agree(&one.report_year, &other.report_year, PartialEq::eq)
        && agree(&one.place, &other.place, PartialEq::eq)
}

/// What is not known of one of two speaks against nothing.
fn agree<T>(one: &Option<T>, other: &Option<T>, alike: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        _ => true,
    }
}

fn document_numbers_agree(one: &Document, other: &Document) -> bool {
    agree(&one.document_number, &other.document_number, |one, other| {
        title::numbers(one) == title::numbers(other)
    })
}

/// Of several organs that issued one document together, one suffices.
fn issuers_agree(one: &Document, other: &Document) -> bool {
    agree(&one.issuer, &other.issuer, |one, other| {
        let (ones, others) = (office::issuers(one), office::issuers(other));
        let is_nameless = ones.is_empty() || others.is_empty();
        is_nameless || ones.iter().any(|one| others.iter().any(|other| office::is_one_name(one, other)))
    })
}

/// Tells whether each of two texts names an office or a place that the other does not name.
fn name_others(one: &str, other: &str) -> bool {
    let (one, other) = (named(one), named(other));
    one.difference(&other).next().is_some() && other.difference(&one).next().is_some()
}

/// Returns the ends of the names in a text: 财政局, 某甲镇.
fn named(written: &str) -> BTreeSet<[char; 3]> {
    let characters: Vec<char> = text::folded(written).chars().collect();
    let is_name = |name: &&[char; 3]| {
        let [first, second, end] = **name;
        title::is_han(first)
            && title::is_han(second)
            && "局委厅镇乡县市区州盟旗".contains(end)
            && !"全本我各该".contains(second)
    };
    characters.array_windows::<3>().filter(is_name).copied().collect()
}
