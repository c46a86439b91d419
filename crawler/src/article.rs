//! One article: its page and the files that hold its text, fetched or recalled, and read into a document.

use std::collections::HashSet;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::reason::Reason;
use corpus::store::Found;
use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::errand::Came;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::Payload;
use crate::error::Error;
use crate::extract::Extracted;
use crate::fetch::Answer;
use crate::follow::Visited;
use crate::page_files::complete_files;
use crate::page_files::fetch_files;
use crate::page_files::file_targets;
use crate::page_files::recall_files;
use crate::reading;
use crate::reading::File;
use crate::reading::Reading;
use crate::source::Source;

/// Why a page behind another refresh is left.
const SECOND_REFRESH: &str = "a second refresh is not followed";

/// Visits an article; `None` when this crawl has met it already.
pub(crate) async fn visit(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
) -> Result<Option<Visited>, Error> {
    match errand.fetch(target, known.as_ref()).await? {
        Came::Got(got) => answered(errand, target, known, got).await.map(Some),
        Came::Met(_) => Ok(None),
    }
}

async fn answered(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
    got: Got,
) -> Result<Visited, Error> {
    match &got.fetched.answer {
        Answer::NotModified(_) => unmodified(errand, target, known, got).await,
        Answer::Page(page) => {
            let payload = Payload { body: got.fetched.body(), content_type: page.content_type.clone() };
            let was_refreshed = got.fetched.was_refreshed();
            let page = Arrived { visits: got.visits, url: got.fetched.url, payload, was_refreshed };
            read(errand, target, known.and_then(|known| known.document), page).await
        }
        _ => Ok(Visited::nothing(got.visits)),
    }
}

/// The page is as it was; its text may still have changed when it lies in a file beside it.
async fn unmodified(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
    got: Got,
) -> Result<Visited, Error> {
    let Some(known) = known else { return Ok(Visited::nothing(got.visits)) };
    let mut visits = got.visits;
    let mut taken = HashSet::new();
    let files = fetch_files(errand, &known.attachments, &mut visits, &mut taken).await?;
    if files.iter().all(|file| !file.is_new) {
        return Ok(Visited { found: Found::Unmodified, ..Visited::nothing(visits) });
    }
    let recalled = match &known.evidence {
        Some(evidence) => errand.recall(evidence).await?,
        None => None,
    };
    let Some(payload) = recalled else {
        return Ok(Visited { found: Found::Incomplete, ..Visited::nothing(visits) });
    };
    let reading = reading_of(errand, target, &got.fetched.url);
    let read = errand.reading(move || Ok::<_, Error>((reading.read(&payload)?, reading))).await??;
    let has_files = !reading::has_own_text(&read.0) && !read.0.attachments.is_empty();
    if !has_files && read.0.signals.broken.is_none() {
        // They were its files before it had its present text.
        return Ok(Visited { found: Found::Unmodified, ..Visited::nothing(visits) });
    }
    let (mut extracted, reading) = read;
    let (targets, elsewhere) = file_targets(errand.permits, &extracted.attachments);
    extracted.document.gaps.extend(elsewhere);
    let mut files = complete_files(errand, &targets, files, &mut visits, &mut taken).await?;
    recall_files(errand, &mut files).await?;
    with_files(errand, (target, known.document), visits, (extracted, reading), files).await
}

/// A page that came, with the visits that led to it.
struct Arrived {
    visits: Vec<Visit>,
    url: Url,
    payload: Payload,
    /// Whether a meta refresh led there; no second one is followed.
    was_refreshed: bool,
}

/// Reads a page that has been fetched, wherever it came from.
async fn read(
    errand: &Errand<'_>,
    target: &Target,
    held: Option<DocumentId>,
    page: Arrived,
) -> Result<Visited, Error> {
    let Arrived { mut visits, url, payload, was_refreshed } = page;
    if let Some(detail) = elsewhere(errand.source, target, &url) {
        // It is the asked address that says nothing; where it leads is no article.
        if let Some(visit) = visits.last_mut() {
            visit.key.clone_from(&target.key);
            visit.url.clone_from(&target.url);
        }
        let asked = visits.split_off(visits.len() - 1);
        return Ok(ended(asked, Outcome::SoftNotFound, detail));
    }
    let reading = reading_of(errand, target, &url);
    let (extracted, reading) =
        errand.reading(move || Ok::<_, Error>((reading.read(&payload)?, reading))).await??;
    if extracted.signals.broken.is_some() {
        let page_visit = visits.len() - 1;
        return Ok(document(visits, extracted, page_visit));
    }
    if let Some((outcome, detail)) = no_article(&extracted) {
        return Ok(ended(visits, outcome, detail));
    }
    let has_own_text = reading::has_own_text(&extracted);
    if !has_own_text && extracted.attachments.is_empty() {
        if extracted.signals.refresh.is_some() {
            if was_refreshed {
                return Ok(ended(visits, Outcome::Refused, SECOND_REFRESH));
            }
            return follow_refresh(errand, target, held, visits, &extracted).await;
        }
        if let Some((outcome, detail)) = says_too_little(errand, held.as_ref(), &extracted).await? {
            return Ok(ended(visits, outcome, detail));
        }
    }
    if has_own_text || extracted.attachments.is_empty() {
        let page_visit = visits.len() - 1;
        return Ok(document(visits, extracted, page_visit));
    }
    let (targets, elsewhere) = file_targets(errand.permits, &extracted.attachments);
    let mut extracted = extracted;
    extracted.document.gaps.extend(elsewhere);
    let mut files = fetch_files(errand, &targets, &mut visits, &mut HashSet::new()).await?;
    recall_files(errand, &mut files).await?;
    with_files(errand, (target, held), visits, (extracted, reading), files).await
}

/// Gives a page the text of its files. A file that cannot be had or read for now never empties a text that we hold, unless it may
/// be a scan.
async fn with_files(
    errand: &Errand<'_>,
    (target, held): (&Target, Option<DocumentId>),
    visits: Vec<Visit>,
    (extracted, reading): (Extracted, Reading),
    files: Vec<File>,
) -> Result<Visited, Error> {
    let is_held = holds_another_text(errand, held, &extracted).await?;
    if let (true, Some(file)) = (is_held, files.iter().find(|file| file.body.is_none())) {
        let detail = format!("the page is there, but not its file {}: {}", file.name, file.trouble);
        return Ok(incomplete(target, visits, detail));
    }
    let page_visit = page_visit(target, &visits);
    let (extracted, text_from) = errand.reading(move || reading.take_texts(extracted, &files)).await?;
    if is_held && text_from.is_none() && !may_be_pictures(&extracted) {
        let because = extracted.document.gaps.iter().rev().find(|gap| gap.field == Field::Text);
        let because = because.map_or("", |gap| gap.because.as_str());
        let detail = format!("the page is there, but no text of its files: {because}");
        return Ok(incomplete(target, visits, detail));
    }
    Ok(document(visits, extracted, text_from.unwrap_or(page_visit)))
}

/// Whether the text that we hold of a page is not empty and another one than the page shows without its files.
async fn holds_another_text(
    errand: &Errand<'_>,
    held: Option<DocumentId>,
    extracted: &Extracted,
) -> Result<bool, Error> {
    let Some(held) = held else { return Ok(false) };
    let held = errand.clerk.ask(move |desk| Ok(desk.store.document(&held)?)).await?;
    let text = held.filter(|held| !held.is_gone).map(|held| held.document.text);
    Ok(text.is_some_and(|text| !text.trim().is_empty() && text != extracted.document.text))
}

fn page_visit(target: &Target, visits: &[Visit]) -> usize {
    visits.iter().rposition(|visit| visit.role == target.role).unwrap_or_default()
}

/// Files that changed meanwhile are held from now on and answer 304; the page itself has to say that it is to be read.
fn incomplete(target: &Target, mut visits: Vec<Visit>, detail: String) -> Visited {
    let page = page_visit(target, &visits);
    if let Some(page) = visits.get_mut(page) {
        page.outcome = Outcome::Transient;
        page.detail = Some(detail);
    }
    Visited { found: Found::Incomplete, ..Visited::nothing(visits) }
}

/// Follows one meta refresh; the page it leads to holds the document.
async fn follow_refresh(
    errand: &Errand<'_>,
    target: &Target,
    held: Option<DocumentId>,
    mut visits: Vec<Visit>,
    extracted: &Extracted,
) -> Result<Visited, Error> {
    let refresh = extracted.signals.refresh.as_deref().and_then(|refresh| Url::parse(refresh).ok());
    let Some(url) = refresh.filter(|url| errand.permits.lists(url)) else {
        return Ok(ended(
            visits,
            Outcome::Refused,
            "a refresh leads to a host that the source does not list",
        ));
    };
    if let Some(detail) = elsewhere(errand.source, target, &url) {
        return Ok(ended(visits, Outcome::SoftNotFound, detail));
    }
    let next = Target { key: address::identity(&url), url: url.to_string(), ..target.clone() };
    if visits.iter().any(|visit| visit.key == next.key) {
        return Ok(ended(visits, Outcome::SoftNotFound, "the page refreshes itself without end"));
    }
    if let Some(visit) = visits.last_mut() {
        visit.outcome = Outcome::Moved;
        visit.detail = Some(format!("to {url} by a meta refresh"));
    }
    let Came::Got(got) = errand.fetch(&next, None).await? else { return Ok(Visited::nothing(visits)) };
    // A short notice may send its readers on too; while it says what it said it is not missing.
    if got.fetched.answer == Answer::Missing && holds_another_text(errand, held.clone(), extracted).await? {
        return Ok(Visited::nothing(missing_behind(visits, got.visits, &url)));
    }
    visits.extend(got.visits);
    let Answer::Page(page) = &got.fetched.answer else { return Ok(Visited::nothing(visits)) };
    if got.fetched.was_refreshed() {
        return Ok(ended(visits, Outcome::Refused, SECOND_REFRESH));
    }
    let payload = Payload { body: got.fetched.body(), content_type: page.content_type.clone() };
    let page = Arrived { visits, url: got.fetched.url, payload, was_refreshed: true };
    Box::pin(read(errand, target, held, page)).await
}

/// Where a refresh leads nothing is: as behind a redirect, it is the asked address that is missing. Its visit comes last, as that
/// of the page.
fn missing_behind(mut visits: Vec<Visit>, there: Vec<Visit>, url: &Url) -> Vec<Visit> {
    let mut asked = visits.remove(0);
    asked.outcome = Outcome::Missing;
    asked.detail = Some(format!("it leads to {url}, which is not there"));
    visits.splice(0..0, there);
    visits.push(asked);
    visits
}

/// What a page came to that stands in place of an article.
pub(crate) fn no_article(extracted: &Extracted) -> Option<(Outcome, &'static str)> {
    let signals = &extracted.signals;
    if signals.soft_not_found {
        return Some((Outcome::SoftNotFound, "the page says that it does not exist"));
    }
    if signals.challenge {
        return Some((Outcome::Blocked, "a script challenge or captcha instead of the page"));
    }
    signals
        .out_of_order
        .then_some((Outcome::Transient, "the page says that its site is being worked on or out of order"))
}

/// What a page came to that has neither a text of its own nor a file beside it, when that is no document.
async fn says_too_little(
    errand: &Errand<'_>,
    held: Option<&DocumentId>,
    extracted: &Extracted,
) -> Result<Option<(Outcome, &'static str)>, Error> {
    if extracted.signals.navigation_only {
        return Ok(Some((Outcome::Refused, "a navigation page without a text of its own")));
    }
    let Some(held) = held else { return Ok(None) };
    if shows_nothing(extracted) {
        return Ok(Some((Outcome::Transient, "the page shows no text now; what we hold stays")));
    }
    let detail = "the page shows another title and hardly a text now; what we hold stays";
    Ok(says_something_else(errand, held.clone(), extracted).await?.then_some((Outcome::Transient, detail)))
}

/// Whether a page has neither text nor pictures that may hold one.
fn shows_nothing(extracted: &Extracted) -> bool {
    extracted.document.text.trim().is_empty() && !may_be_pictures(extracted)
}

/// Whether what stands there may be pictures of a text.
fn may_be_pictures(extracted: &Extracted) -> bool {
    let is_picture = |gap: &Gap| gap.field == Field::Text && gap.because.contains("needs_ocr");
    extracted.document.gaps.iter().any(is_picture)
}

/// Whether a page with hardly a text is another one than the document that we hold: sites answer in a few words, whatever is
/// asked, when something behind them is broken.
async fn says_something_else(
    errand: &Errand<'_>,
    held: DocumentId,
    extracted: &Extracted,
) -> Result<bool, Error> {
    let held = errand.clerk.ask(move |desk| Ok(desk.store.document(&held)?)).await?;
    let Some(held) = held.filter(|held| !held.is_gone && reading::is_long_enough(&held.document.text)) else {
        return Ok(false);
    };
    let Document { title, origins, .. } = &extracted.document;
    // What the list calls the page says nothing about what stands there now.
    let is_own = origins.get(&Field::Title).is_some_and(|origin| origin.because != Reason::LinkText.key());
    Ok(!is_own || held.document.title != *title)
}

/// What stands where a redirect led, when that is no page in place of the asked one.
pub(crate) fn elsewhere(source: &Source, target: &Target, url: &Url) -> Option<&'static str> {
    let key = address::identity(url);
    if key == target.key {
        return None;
    }
    let was_asked_for = |leads: fn(&Url) -> bool| Url::parse(&target.url).is_ok_and(|asked| leads(&asked));
    if address::is_front_page(url) && !was_asked_for(address::is_front_page) {
        return Some("redirected to the front page");
    }
    if address::is_error_page(url) && !was_asked_for(address::is_error_page) {
        return Some("redirected to an error page");
    }
    source.start.iter().any(|start| start.key() == key).then_some("redirected to a list")
}

fn ended(mut visits: Vec<Visit>, outcome: Outcome, detail: &str) -> Visited {
    if let Some(visit) = visits.last_mut() {
        visit.outcome = outcome;
        visit.detail = Some(detail.to_owned());
    }
    Visited::nothing(visits)
}

/// Gives out what was read. Of a page on which the reading broke off nothing is known, so whatever is held of it stays.
fn document(visits: Vec<Visit>, extracted: Extracted, text_from: usize) -> Visited {
    if let Some(said) = &extracted.signals.broken {
        return ended(visits, Outcome::Transient, &format!("reading the page broke off: {said}"));
    }
    let document = Box::new(extracted.document);
    Visited { found: Found::Document { document, text_from }, ..Visited::nothing(visits) }
}

fn reading_of(errand: &Errand<'_>, target: &Target, url: &Url) -> Reading {
    Reading::new(errand.source, errand.workshop, url, target.label.as_deref(), target.listed)
}
