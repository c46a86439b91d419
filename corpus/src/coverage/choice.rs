//! The documents of one year of one district in; the one that is the report, and how it stands, out.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::coverage::Cell;
use crate::coverage::Doubt;
use crate::coverage::State;
use crate::coverage::form::Form;
use crate::coverage::form::form;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::due;
use crate::store::Report;

/// So many days after the year (or the due date) a publish date more likely belongs to a site that was rebuilt.
const REPOST_DAYS: i32 = 365;

/// A text that is shorter than the usual one by this factor is a cover, a resolution or a broken copy, whatever its title.
const MUCH_SHORTER: u64 = 8;

/// A length is usual when it is the middle one of at least so many years.
const FEWEST_YEARS: usize = 3;

/// How long the reports of a series are; of all districts where one has too few years to tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct UsualLength(Option<u64>);

impl UsualLength {
    /// Reckons the middle length of the longest report of each year.
    pub(super) fn of(kind: DocumentKind, years: &BTreeMap<i16, Vec<&Report>>) -> UsualLength {
        UsualLength::middle(years.values().filter_map(|found| longest(kind, found)).collect())
    }

    /// Reckons the middle length of many series.
    pub(super) fn of_all<'a, 'b: 'a>(
        kind: DocumentKind,
        districts: impl Iterator<Item = &'a BTreeMap<i16, Vec<&'b Report>>>,
    ) -> UsualLength {
        let years = districts.flat_map(BTreeMap::values);
        UsualLength::middle(years.filter_map(|found| longest(kind, found)).collect())
    }

    /// Takes another length where this one is not known.
    pub(super) fn or(self, other: UsualLength) -> UsualLength {
        UsualLength(self.0.or(other.0))
    }

    fn middle(mut lengths: Vec<u64>) -> UsualLength {
        lengths.sort_unstable();
        UsualLength((lengths.len() >= FEWEST_YEARS).then(|| lengths[lengths.len() / 2]))
    }

    fn is_far_above(self, report: &Report) -> bool {
        self.0.is_some_and(|usual| is_much_shorter(report, usual))
    }
}

fn is_much_shorter(report: &Report, usual: u64) -> bool {
    !report.is_gone && report.bytes.saturating_mul(MUCH_SHORTER) < usual
}

fn longest(kind: DocumentKind, found: &[&Report]) -> Option<u64> {
    let whole = found.iter().filter(|report| !report.is_gone && form_of(kind, report) == Form::Itself);
    whole.map(|report| report.bytes).max()
}

/// Tells what a document is to the report of its year. Only of kinds with one report a year others can speak about it.
fn form_of(kind: DocumentKind, report: &Report) -> Form {
    if kind.is_yearly() { form(&report.title) } else { Form::Itself }
}

/// Keeps what a reader means by the reports of a place: not the papers about them, and of an issuer's documents about one
/// year not an abridged or far shorter one beside the whole.
pub fn themselves(kind: DocumentKind, reports: Vec<Report>) -> Vec<Report> {
    let mut kept: Vec<Report> =
        reports.into_iter().filter(|report| form_of(kind, report) != Form::About).collect();
    if kind.is_yearly() {
        let all = kept.clone();
        kept.retain(|report| !all.iter().any(|other| stands_for(kind, other, report)));
    }
    kept
}

/// Tells whether one document gives all of what another gives a part of.
fn stands_for(kind: DocumentKind, whole: &Report, part: &Report) -> bool {
    let is_same_year = whole.year.is_some() && whole.year == part.year && whole.issuer == part.issuer;
    is_same_year
        && form_of(kind, whole) == Form::Itself
        && (form_of(kind, part) == Form::Abridged || is_much_shorter(part, whole.bytes))
}

/// Lays out one year: the report itself if there is one, else a gap that says what there is about it.
pub(super) fn cell(
    kind: DocumentKind,
    year: i16,
    found: &[&Report],
    usual: UsualLength,
    own: Option<(i16, i16)>,
) -> Cell {
    let is_about = |report: &&&Report| form_of(kind, report) == Form::About;
    // A whole report stands before its abridgement and before what is far too short, then the government's own before a
    // department's, then the one that went up first.
    let rank = |report: &&&Report| {
        let is_governments = report.issuer.as_deref().is_some_and(|issuer| issuer.ends_with("政府"));
        (
            report.is_gone,
            usual.is_far_above(report),
            form_of(kind, report),
            !is_governments,
            (report.published.is_none(), report.published),
            report.id.clone(),
        )
    };
    let about: Vec<DocumentId> = found
        .iter()
        .filter(|report| is_about(report) && !report.is_gone)
        .map(|report| report.id.clone())
        .collect();
    let Some(report) = found.iter().filter(|report| !is_about(report)).min_by_key(rank) else {
        return missing(year, about, own);
    };
    let due = due::due(kind, year, report.issuer.as_deref()).map(|due| due.day);
    let lag_days = report.published.zip(due).map(|(published, due)| days(due, published));
    let state = match lag_days {
        _ if report.is_gone => State::Gone,
        Some(lag) if lag > 0 => State::Late,
        _ => State::Present,
    };
    let is_short = usual.is_far_above(report);
    Cell {
        year,
        state,
        published: report.published,
        lag_days,
        doubt: doubt(year, due, report).or(is_short.then_some(Doubt::MuchShorter)),
        missing_sections: report.missing.clone(),
        id: Some(report.id.clone()),
        about,
        documents: found.len(),
    }
}

fn missing(year: i16, about: Vec<DocumentId>, own: Option<(i16, i16)>) -> Cell {
    let is_outside = own.is_none_or(|(first, last)| year < first || year > last);
    let doubt = match about.is_empty() {
        false => Some(Doubt::OnlyAbout),
        true => is_outside.then_some(Doubt::OutsideOwnYears),
    };
    Cell {
        year,
        state: State::Missing,
        published: None,
        lag_days: None,
        doubt,
        missing_sections: Vec::new(),
        id: None,
        documents: about.len(),
        about,
    }
}

fn doubt(year: i16, due: Option<Date>, report: &Report) -> Option<Doubt> {
    let published = report.published?;
    // A report that spans years is over when its last year is.
    let last = report.year.map_or(year, |span| span.end);
    let over = Date::new(last, 12, 31).ok()?;
    let was_signed_in_time = || {
        let (due, signed) = due.zip(report.signed)?;
        Some(signed <= due && published > due)
    };
    let is_much_later = days(due.unwrap_or(over), published) > REPOST_DAYS;
    if is_much_later || was_signed_in_time() == Some(true) {
        return Some(Doubt::MayBeRepost);
    }
    // A report to a congress is given while its year is young; only a report about a finished year has a due date.
    (due.is_some() && published <= over).then_some(Doubt::BeforeYearEnd)
}

/// Returns the days from one date to another, negative when the other is earlier.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
