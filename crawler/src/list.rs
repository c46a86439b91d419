//! One page of a list: fetched or recalled, and turned into the articles and further pages it names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use url::Url;

use crate::address;
use crate::attempt::attempt;
use crate::discover;
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
use crate::payload::Payload;
use crate::source::Source;
use crate::source::StartUrl;
use crate::warning::Warning;

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
        let what = if target.list.is_none() { "start page" } else { "list page" };
        let failure = got.visits.last().map(|visit| {
            let detail = visit.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("the {what} {} came to {}{detail}", visit.url, visit.outcome.key())
        });
        return Ok(Some(Visited { failure, ..Visited::nothing(got.visits) }));
    };
    let form = target.form.as_deref().map(read_form);
    let starts = errand.source.start.iter().map(StartUrl::url);
    let url = discover::with_categories(got.fetched.url.clone(), starts);
    let selectors = errand.source.selectors.clone();
    let listing = errand
        .reading(move || {
            let (text, media_type) = (payload.text()?, payload.media_type());
            let read = |text| {
                let page = ListPage { url: &url, form: form.as_deref(), text, media_type: &media_type };
                discover::list(&page, selectors.as_ref())
            };
            Ok::<_, Error>(attempt(&url, &text, read))
        })
        .await??;
    judge(&mut got, known.as_ref());
    let listing = match listing {
        Ok(listing) => listing,
        Err(said) => {
            let failure = format!("reading the list page {} broke off: {said}", target.url);
            if let Some(visit) = got.visits.last_mut() {
                visit.outcome = Outcome::Transient;
                visit.detail = Some(failure.clone());
            }
            return Ok(Some(Visited { failure: Some(failure), ..Visited::nothing(got.visits) }));
        }
    };
    let warning = (listing.left_out > 0)
        .then(|| Warning::ListNotReadWhole { url: target.url.clone(), left_out: listing.left_out });
    Ok(Some(Visited { listing: Some(listing), warning, ..Visited::nothing(got.visits) }))
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
    let is_seed = target.list.is_none();
    let failure = (is_seed && targets.is_empty() && listing.links.is_empty())
        .then(|| format!("the start page {} names no article", target.url));
    let warning = is_cut.then(|| Warning::ListCut { url: target.url.clone(), most: source.list_pages });
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
    if target.list.is_none() && listing.links.is_empty() {
        targets.extend(listing.columns.iter().map(|column| Target {
            list: Some(address::identity(column)),
            ..seed(&address::sessionless(column), address::identity(column))
        }));
    }
    targets.retain(|target| Url::parse(&target.url).is_ok_and(|url| permits.lists(&url)));
    (targets, step.is_cut)
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
