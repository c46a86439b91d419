//! One article: its page and the files that hold its text, fetched or recalled, and read into a document.

use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::store::Found;
use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::alike;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::elsewhere;
use crate::error::Error;
use crate::extract::Extracted;
use crate::fetch::Answer;
use crate::follow::Visited;
use crate::held;
use crate::notice::LOGIN;
use crate::notice::is_login;
use crate::notice::no_article;
use crate::page_files::fetch_files;
use crate::page_files::file_targets;
use crate::page_files::is_changed;
use crate::page_files::known_target;
use crate::page_files::named_files;
use crate::payload::Payload;
use crate::reading;
use crate::reading::File;
use crate::reading::Reading;

/// Why a page behind another refresh is left.
const SECOND_REFRESH: &str = "a second refresh is not followed";

/// Visits an article.
pub(crate) async fn visit(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
) -> Result<Visited, Error> {
    let got = errand.fetch(target, known.as_ref()).await?;
    if got.fetched.was_refreshed_twice() {
        // What was met before led on by a refresh itself.
        return Ok(ended(got.visits.into_iter().take(1).collect(), Outcome::Refused, SECOND_REFRESH));
    }
    let held = known.as_ref().and_then(|known| known.document.clone());
    answered(errand, target, (held, known), Vec::new(), got).await
}

/// Reads an answer, behind the visits that led to it, for an address with what we hold and know of it.
async fn answered(
    errand: &Errand<'_>,
    target: &Target,
    (held, known): (Option<DocumentId>, Option<Known>),
    mut visits: Vec<Visit>,
    got: Got,
) -> Result<Visited, Error> {
    let was_refreshed = !visits.is_empty() || got.fetched.was_refreshed();
    visits.extend(got.visits.iter().cloned());
    let (answer, url) = (&got.fetched.answer, got.fetched.url.clone());
    if !matches!(answer, Answer::Page(_) | Answer::NotModified(_)) {
        return Ok(Visited::nothing(visits));
    }
    if let Some((outcome, detail)) = elsewhere(errand.source, target, &url) {
        errand.judge(target, block_of(Some((outcome, detail)))).await?;
        return Ok(led_to_nothing(target, visits, outcome, detail));
    }
    let mut there = None;
    if matches!(answer, Answer::NotModified(_)) {
        there = errand.known_there(target, known, &got).await?;
        // A file that a list names now holds nothing yet.
        if let Some(known) = there.take_if(|known| known.document.is_some()) {
            return unmodified(errand, target, known, (visits, url)).await;
        }
    }
    let Some(payload) = errand.payload(&got, there.as_ref()).await? else {
        return Ok(ended(visits, Outcome::Transient, "its evidence cannot be read back"));
    };
    read(errand, target, held, Arrived { visits, url, payload, was_refreshed }).await
}

/// How a page keeps us out, when it does.
fn block_of(came: Option<(Outcome, &'static str)>) -> Option<&'static str> {
    came.filter(|(outcome, _)| *outcome == Outcome::Blocked).map(|(_, detail)| detail)
}

/// It is the asked address that says nothing; where it leads is no article.
fn led_to_nothing(target: &Target, mut visits: Vec<Visit>, outcome: Outcome, detail: &str) -> Visited {
    if let Some(visit) = visits.last_mut() {
        visit.key.clone_from(&target.key);
        visit.url.clone_from(&target.url);
    }
    let asked = visits.split_off(visits.len() - 1);
    ended(asked, outcome, detail)
}

/// The page is as it was; its text may still have changed when it lies in a file beside it.
async fn unmodified(
    errand: &Errand<'_>,
    target: &Target,
    known: Known,
    (mut visits, url): (Vec<Visit>, Url),
) -> Result<Visited, Error> {
    let page_visits = visits.len();
    let targets: Vec<Target> = known.attachments.iter().map(known_target).collect();
    let files = fetch_files(errand, &targets, &mut visits).await?;
    if !files.iter().any(|file| is_changed(file, &known.attachments)) {
        return Ok(Visited { found: Found::Unmodified, ..Visited::nothing(visits) });
    }
    let recalled = match &known.evidence {
        Some(evidence) => errand.recall(evidence).await?,
        None => None,
    };
    let Some(payload) = recalled else {
        return Ok(Visited { found: Found::Incomplete, ..Visited::nothing(visits) });
    };
    let reading = reading_of(errand, target, &url);
    let (mut extracted, reading) =
        errand.reading(move || Ok::<_, Error>((reading.read(&payload)?, reading))).await??;
    let has_files = !reading::has_own_text(&extracted) && !extracted.attachments.is_empty();
    if !has_files && extracted.signals.broken.is_none() {
        // They were its files before it had its present text.
        return Ok(Visited { found: Found::Unmodified, ..Visited::nothing(visits) });
    }
    let (targets, elsewhere) = file_targets(errand.permits, &extracted.attachments);
    extracted.document.gaps.extend(elsewhere);
    visits.truncate(page_visits);
    let files = named_files(errand, &targets, &mut visits, files).await?;
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
    let reading = reading_of(errand, target, &url);
    let is_led = address::identity(&url) != target.key;
    let listed = target.label.clone();
    let (extracted, reading, is_login) = errand
        .reading(move || {
            let extracted = reading.read(&payload)?;
            let is_login = is_led && is_login(&payload, &extracted, listed.as_deref())?;
            Ok::<_, Error>((extracted, reading, is_login))
        })
        .await??;
    if is_login {
        errand.judge(target, Some(LOGIN)).await?;
        return Ok(led_to_nothing(target, visits, Outcome::Blocked, LOGIN));
    }
    if extracted.signals.broken.is_some() {
        let page_visit = visits.len() - 1;
        return Ok(document(visits, extracted, page_visit));
    }
    let came = no_article(&extracted);
    let unpromised = match came {
        None => alike::unpromised(errand, target, held.as_ref(), &extracted).await?,
        Some(_) => None,
    };
    if unpromised.is_none() {
        errand.judge(target, block_of(came)).await?;
    }
    if let Some((outcome, detail)) = came {
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
        if let Some((outcome, detail)) = held::says_too_little(errand, held.as_ref(), &extracted).await? {
            errand.judge(target, None).await?;
            return Ok(ended(visits, outcome, detail));
        }
    }
    if has_own_text || extracted.attachments.is_empty() {
        let page_visit = visits.len() - 1;
        return Ok(Visited { unpromised, ..document(visits, extracted, page_visit) });
    }
    let (targets, elsewhere) = file_targets(errand.permits, &extracted.attachments);
    let mut extracted = extracted;
    extracted.document.gaps.extend(elsewhere);
    let files = named_files(errand, &targets, &mut visits, Vec::new()).await?;
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
    let is_held = held::holds_another_text(errand, held.as_ref(), &extracted).await?;
    if let (true, Some(file)) = (is_held, files.iter().find(|file| file.body.is_none())) {
        let detail = format!("the page is there, but not its file {}: {}", file.name, file.trouble);
        return Ok(incomplete(target, visits, detail));
    }
    let page_visit = page_visit(target, &visits);
    let (extracted, text_from) = errand.reading(move || reading.take_texts(extracted, &files)).await?;
    if is_held && text_from.is_none() && !held::may_be_pictures(&extracted) {
        let because = extracted.document.gaps.iter().rev().find(|gap| gap.field == Field::Text);
        let because = because.map_or("", |gap| gap.because.as_str());
        let detail = format!("the page is there, but no text of its files: {because}");
        return Ok(incomplete(target, visits, detail));
    }
    Ok(document(visits, extracted, text_from.unwrap_or(page_visit)))
}

fn page_visit(target: &Target, visits: &[Visit]) -> usize {
    visits.iter().rposition(|visit| visit.role == target.role).unwrap_or_default()
}

/// Files that changed meanwhile are held from now on and answer 304; that the page was not read with them is known of it.
fn incomplete(target: &Target, mut visits: Vec<Visit>, detail: String) -> Visited {
    let page = page_visit(target, &visits);
    if let Some(page) = visits.get_mut(page) {
        page.outcome = Outcome::Transient;
        page.detail = Some(detail);
    }
    Visited::nothing(visits)
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
    if let Some((outcome, detail)) = elsewhere(errand.source, target, &url) {
        return Ok(ended(visits, outcome, detail));
    }
    let next = Target { key: address::identity(&url), url: url.to_string(), ..target.clone() };
    if visits.iter().any(|visit| visit.key == next.key) {
        return Ok(ended(visits, Outcome::SoftNotFound, "the page refreshes itself without end"));
    }
    if let Some(visit) = visits.last_mut() {
        visit.outcome = Outcome::Moved;
        visit.detail = Some(format!("to {url} by a meta refresh"));
    }
    let known = errand.known(&next.key).await?;
    let got = errand.fetch(&next, known.as_ref()).await?;
    // A short notice may send its readers on too; while it says what it said it is not missing.
    if got.fetched.answer == Answer::Missing
        && held::holds_another_text(errand, held.as_ref(), extracted).await?
    {
        return Ok(Visited::nothing(missing_behind(visits, got.visits, &url)));
    }
    if got.fetched.was_refreshed() {
        // What stands there may be an article all the same when it is asked for itself.
        return Ok(ended(visits, Outcome::Refused, SECOND_REFRESH));
    }
    Box::pin(answered(errand, target, (held, None), visits, got)).await
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
