//! One page of a list: fetched or recalled, and turned into the articles and further pages it names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::attempt::attempt;
use crate::discover;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::Paging;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::key_of;
use crate::errand::read_form;
use crate::errand::write_form;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Permits;
use crate::follow::Visited;
use crate::notice;
use crate::payload::Payload;
use crate::sitemaps;
use crate::source::Source;
use crate::source::StartUrl;
use crate::warning::Warning;

/// So many folders below a start page columns of columns are looked into.
const MOST_LEVELS: usize = 3;

/// Returns the target for an address where a crawl begins.
pub(crate) fn seed(url: &Url, key: String) -> Target {
    Target { key, url: url.to_string(), form: None, role: Role::List, list: None, label: None, listed: None }
}

/// Visits one page of a list and reads it; `None` when this crawl has met it already.
pub(crate) async fn visit(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<Known>,
) -> Result<Option<Visited>, Error> {
    let Some((mut got, payload)) = payload(errand, target, known.as_ref()).await? else { return Ok(None) };
    let Some(payload) = payload else {
        let failure = got.visits.last().map(|visit| why_not_had(target, visit));
        return Ok(Some(Visited { failure, ..Visited::nothing(got.visits) }));
    };
    let listing = read(errand, target, &got.fetched.url, payload).await?;
    judge(&mut got, known.as_ref());
    let mut listing = match listing {
        Ok(Came::List(listing)) => *listing,
        Ok(Came::Login) => {
            if let Some(visit) = got.visits.last_mut() {
                visit.outcome = Outcome::Blocked;
                visit.detail = Some("a login instead of the list".to_owned());
            }
            let failure = got.visits.last().map(|visit| why_not_had(target, visit));
            return Ok(Some(Visited { failure, ..Visited::nothing(got.visits) }));
        }
        Err(said) => {
            let failure = format!("reading the list page {} broke off: {said}", target.url);
            if let Some(visit) = got.visits.last_mut() {
                visit.outcome = Outcome::Transient;
                visit.detail = Some(failure.clone());
            }
            return Ok(Some(Visited { failure: Some(failure), ..Visited::nothing(got.visits) }));
        }
    };
    if target.list.is_none() {
        listing.columns.extend(sitemaps::of(errand, target, &got.fetched.url, &listing).await?);
        if names_nothing(&listing)
            && listing.says_empty
            && named_before(errand, target, known.as_ref()).await?
        {
            let failure =
                format!("the start page {} says that it is empty, and named articles before", target.url);
            if let Some(visit) = got.visits.last_mut() {
                visit.outcome = Outcome::Transient;
                visit.detail = Some(failure.clone());
            }
            return Ok(Some(Visited { failure: Some(failure), ..Visited::nothing(got.visits) }));
        }
    }
    let warning = (listing.left_out > 0)
        .then(|| Warning::ListNotReadWhole { url: target.url.clone(), left_out: listing.left_out });
    Ok(Some(Visited { listing: Some(listing), warning, ..Visited::nothing(got.visits) }))
}

/// Says why a list page could not be had.
fn why_not_had(target: &Target, visit: &Visit) -> String {
    let what = if target.list.is_none() { "start page" } else { "list page" };
    if visit.outcome == Outcome::SoftNotFound {
        let detail = visit.detail.as_deref().unwrap_or_default();
        let advice = match target.list {
            None => "; write into `start` where the list is now",
            Some(_) => "",
        };
        return format!("the {what} {} is no list any more: it is {detail}{advice}", visit.url);
    }
    let detail = visit.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    format!("the {what} {} came to {}{detail}", visit.url, visit.outcome.key())
}

/// What came as the page of a list.
enum Came {
    /// A list, which may be empty.
    List(Box<Listing>),
    /// A page that asks to log in.
    Login,
}

/// Reads what came as the page of a list.
async fn read(
    errand: &Errand<'_>,
    target: &Target,
    url: &Url,
    payload: Payload,
) -> Result<Result<Came, String>, Error> {
    let form = target.form.as_deref().map(read_form);
    let starts = errand.source.start.iter().map(StartUrl::url);
    let url = discover::with_categories(url.clone(), starts);
    let (selectors, permits) = (errand.source.selectors.clone(), errand.permits.clone());
    errand
        .reading(move || {
            let (text, media_type) = (payload.text()?, payload.media_type());
            let read = |text| {
                let (url, form, media_type) = (&url, form.as_deref(), media_type.as_str());
                let page = ListPage { url, form, text, media_type, permits: Some(&permits) };
                let mut listing = discover::list(&page, selectors.as_ref());
                if names_nothing(&listing) {
                    if !listing.says_empty && notice::is_login_for_list(url, text) {
                        return Came::Login;
                    }
                    listing.elsewhere = discover::elsewhere(&page, selectors.as_ref());
                }
                Came::List(Box::new(listing))
            };
            Ok::<_, Error>(attempt(&url, &text, read))
        })
        .await?
}

/// Whether the page named anything when it was last read well: then it does not hold its first articles yet to come.
async fn named_before(errand: &Errand<'_>, target: &Target, known: Option<&Known>) -> Result<bool, Error> {
    let Some(evidence) = known.and_then(|known| known.evidence.as_ref()) else { return Ok(false) };
    let (Some(payload), Ok(url)) = (errand.recall(evidence).await?, Url::parse(&target.url)) else {
        return Ok(false);
    };
    let before = read(errand, target, &url, payload).await?;
    Ok(matches!(before, Ok(Came::List(before)) if !names_nothing(&before)))
}

fn names_nothing(listing: &Listing) -> bool {
    listing.links.is_empty() && listing.next.is_empty() && listing.columns.is_empty()
}

/// Turns what a list page names into targets. Pages of one list are concluded in their order, for paging ends by what
/// earlier pages held.
pub(crate) fn conclude(
    source: &Source,
    permits: &Permits,
    target: &Target,
    listing: &Listing,
    pagings: &mut HashMap<String, Paging>,
) -> Concluded {
    let (targets, is_cut) = targets(source, permits, target, listing, pagings);
    let is_bare = target.list.is_none() && targets.is_empty() && listing.links.is_empty();
    let failure = (is_bare && !listing.says_empty).then(|| {
        let selectors = match source.selectors {
            Some(_) => ", and no row of it is what `selectors.item` says",
            None => "",
        };
        let rows = listing.elsewhere.first().map_or_else(String::new, |elsewhere| {
            format!("; its rows lead to {}, which `hosts` does not list", elsewhere.host)
        });
        format!("the start page {} names no article{selectors}{rows}", target.url)
    });
    let url = target.url.clone();
    let warning = match () {
        () if is_cut => Some(Warning::ListCut { url, most: source.list_pages }),
        () if listing.says_empty && listing.links.is_empty() => Some(Warning::ListEmpty { url }),
        () => None,
    };
    Concluded { targets, failure, warning }
}

/// What a page of a list leads to.
pub(crate) struct Concluded {
    /// The articles and pages that it names.
    pub(crate) targets: Vec<Target>,
    /// Why the whole source counts as failed, when it does.
    pub(crate) failure: Option<String>,
    /// What wants to be looked at.
    pub(crate) warning: Option<Warning>,
}

/// Fetches the page, or recalls it when it is unchanged; without a payload when it could not be had.
async fn payload(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<&Known>,
) -> Result<Option<(Got, Option<Payload>)>, Error> {
    let got = errand.fetch(target, known).await?;
    if got.again == Some(Role::List) && !got.is_untold {
        return Ok(None);
    }
    if got.visits.last().is_some_and(|visit| visit.outcome == Outcome::SoftNotFound) {
        return Ok(Some((got, None)));
    }
    let payload = errand.payload(&got, known).await?;
    if payload.is_none() && matches!(got.fetched.answer, Answer::NotModified(_)) {
        // The archive was moved away: ask again without validators.
        let got = errand.fetch_anew(target).await?;
        let payload = errand.payload(&got, None).await?;
        return Ok(Some((got, payload)));
    }
    Ok(Some((got, payload)))
}

/// A list is new, changed or unchanged by its bytes.
fn judge(got: &mut Got, known: Option<&Known>) {
    let Some(visit) = got.visits.last_mut() else { return };
    let before = known.and_then(|known| known.evidence.as_ref());
    visit.outcome = match (before, &visit.evidence) {
        (None, _) => Outcome::New,
        (Some(before), Some(now)) if before.sha256 != now.sha256 => Outcome::Changed,
        _ => Outcome::Unchanged,
    };
}

fn targets(
    source: &Source,
    permits: &Permits,
    target: &Target,
    listing: &Listing,
    pagings: &mut HashMap<String, Paging>,
) -> (Vec<Target>, bool) {
    let root = target.list.clone().unwrap_or_else(|| target.key.clone());
    let paging = match pagings.entry(root.clone()) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => {
            let Ok(url) = Url::parse(&target.url) else { return (Vec::new(), false) };
            let first = ListRequest { url, form: target.form.as_deref().map(read_form) };
            entry.insert(Paging::new(&first, source.list_pages))
        }
    };
    let step = paging.follow(listing);
    let mut targets: Vec<Target> = Vec::new();
    targets.extend(step.ask.iter().map(|request| page_of(&root, request)));
    targets.extend(step.fresh.iter().map(article));
    targets.extend(columns(source, target, listing).map(|column| Target {
        list: Some(address::identity(column)),
        ..seed(&address::sessionless(column), address::identity(column))
    }));
    targets.retain(|target| Url::parse(&target.url).is_ok_and(|url| permits.lists(&url)));
    (targets, step.is_cut)
}

/// The lists that a page of navigation leads to: those of a start page, and of a column those that lie deeper than it.
fn columns<'l>(source: &Source, target: &Target, listing: &'l Listing) -> impl Iterator<Item = &'l Url> {
    let is_start = target.list.is_none();
    let is_column = target.list.as_deref() == Some(&target.key);
    let names_more = listing.dialect == Dialect::Sitemap || listing.links.is_empty();
    let page = Url::parse(&target.url).ok();
    let starts: Vec<Url> = source.start.iter().map(|start| start.url().clone()).collect();
    listing.columns.iter().filter(move |column| {
        let leads_down = || page.as_ref().is_some_and(|page| is_deeper(page, column, &starts));
        names_more && (is_start || is_column && leads_down())
    })
}

/// Whether a column lies in a folder below that of the column that leads to it, and not too far below a start page. Where no
/// address leads down, columns that name each other would bring in the whole site.
fn is_deeper(page: &Url, column: &Url, starts: &[Url]) -> bool {
    let (page, to) = (folder(page), folder(column));
    let levels = |start: &Url| Some(to.strip_prefix(folder(start))?.matches('/').count());
    to.len() > page.len()
        && to.starts_with(page)
        && starts.iter().filter_map(levels).any(|levels| levels <= MOST_LEVELS)
}

fn folder(url: &Url) -> &str {
    url.path().rfind('/').map_or("/", |end| &url.path()[..=end])
}

fn page_of(root: &str, request: &ListRequest) -> Target {
    let form = request.form.as_deref().map(write_form);
    Target {
        key: key_of(&request.url, form.as_deref()),
        url: address::sessionless(&request.url).to_string(),
        form,
        role: Role::List,
        list: Some(root.to_owned()),
        label: None,
        listed: None,
    }
}

fn article(link: &Link) -> Target {
    Target {
        key: address::identity(&link.url),
        url: address::canonical(&link.url).to_string(),
        form: None,
        role: Role::Article,
        list: None,
        label: Some(link.title.clone()).filter(|title| !title.is_empty()),
        listed: link.date,
    }
}
