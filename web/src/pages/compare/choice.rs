//! The page on which a reader chooses what to compare with: one document or none in; its versions and other years out.

use askama::Template;
use axum::http::StatusCode;
use corpus::coverage::themselves;
use corpus::store::Store;
use corpus::store::Stored;

use crate::Error;
use crate::language::Language;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::compare::address;
use crate::pages::compare::name;

/// How many other reports are offered to compare with.
const MOST_OTHERS: usize = 200;

#[derive(Template)]
#[template(path = "compare_with.html")]
struct Choice {
    frame: Frame,
    a: String,
    b: String,
    title: String,
    others: Vec<Other>,
}

struct Other {
    href: String,
    title: String,
    note: String,
}

/// Returns the page on which a reader chooses what to compare with.
pub(super) fn choice(
    visitor: &Visitor,
    store: Option<&Store>,
    a: Option<&Stored>,
    b: Option<&Stored>,
) -> Result<Page, Error> {
    let language = visitor.language;
    let t = language.phrases();
    let chosen = a.or(b);
    let others = match (store, chosen) {
        (Some(store), Some(chosen)) => others(language, store, chosen)?,
        _ => Vec::new(),
    };
    let template = Choice {
        frame: Frame::new(visitor, Here::Elsewhere, t.compare),
        title: chosen.map(|chosen| chosen.document.title.clone()).unwrap_or_default(),
        a: a.map(name).unwrap_or_default(),
        b: b.map(name).unwrap_or_default(),
        others,
    };
    Page::render(StatusCode::OK, &template)
}

/// Returns the other versions of a document and the reports of other years of the same place; the older is compared from.
fn others(language: Language, store: &Store, chosen: &Stored) -> Result<Vec<Other>, Error> {
    let t = language.phrases();
    let mut others = Vec::new();
    for line in store.versions(&chosen.id)?.into_iter().rev().filter(|line| line.number != chosen.version) {
        let other = format!("{}@{}", chosen.id.as_str(), line.number);
        let href = if line.number < chosen.version {
            address(&other, &name(chosen))
        } else {
            address(&name(chosen), &other)
        };
        let title = format!("{} · {}{}{}", line.title, t.version, line.number, t.version_after);
        others.push(Other { href, title, note: language.time(line.seen_at) });
    }
    let Some(place) = &chosen.document.place else { return Ok(others) };
    let kind = chosen.document.kind;
    let reports = themselves(kind, store.reports_of_place(kind, place)?);
    for report in reports.into_iter().filter(|report| report.id != chosen.id).take(MOST_OTHERS) {
        let year = report.year.map(|year| language.report_year(year)).unwrap_or_default();
        let is_older = report.year < chosen.document.report_year;
        let id = report.id.as_str();
        let href = if is_older { address(id, &name(chosen)) } else { address(&name(chosen), id) };
        others.push(Other { href, title: report.title, note: year });
    }
    Ok(others)
}
