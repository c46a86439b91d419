//! One page of a list: fetched or recalled, and turned into the articles and further pages it names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use corpus::store::Found;
use corpus::store::Known;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use url::Url;

use crate::address;
use crate::crawl::Visited;
use crate::discover;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::Paging;
use crate::errand::Errand;
use crate::errand::Got;
use crate::errand::Payload;
use crate::errand::key_of;
use crate::errand::read_form;
use crate::errand::write_form;
use crate::error::Error;
use crate::fetch::Answer;

/// Returns the target for an address where a crawl begins.
pub(crate) fn seed(url: &Url, key: String) -> Target {
    Target { key, url: url.to_string(), form: None, role: Role::List, list: None, label: None, listed: None }
}

/// Visits one page of a list.
pub(crate) async fn visit(
    errand: &Errand<'_>,
    target: &Target,
    pagings: &mut HashMap<String, Paging>,
) -> Result<Visited, Error> {
    let known = errand.known(&target.key).await?;
    let (mut got, payload) = payload(errand, target, known.as_ref()).await?;
    let is_seed = target.list.is_none();
    let Some(payload) = payload else {
        let failure = got.visits.last().map(|visit| {
            let what = if is_seed { "start page" } else { "list page" };
            let detail = visit.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("the {what} {} came to {}{detail}", visit.url, visit.outcome.key())
        });
        return Ok(Visited { visits: got.visits, found: Found::Nothing, failure });
    };
    let form = target.form.as_deref().map(read_form);
    let text = payload.text();
    let page = ListPage {
        url: &got.fetched.url,
        form: form.as_deref(),
        text: &text,
        media_type: &payload.media_type(),
    };
    let listing = discover::list(&page, errand.source.selectors.as_ref());
    let targets = targets(errand, target, &listing, pagings);
    let failure = (is_seed && targets.is_empty() && listing.links.is_empty())
        .then(|| format!("the start page {} names no article", target.url));
    judge(&mut got, known.as_ref());
    Ok(Visited { visits: got.visits, found: Found::Links(targets), failure })
}

/// Fetches the page, or recalls it when it is unchanged; without a payload when it could not be had.
async fn payload(
    errand: &Errand<'_>,
    target: &Target,
    known: Option<&Known>,
) -> Result<(Got, Option<Payload>), Error> {
    let got = errand.fetch(target, known).await?;
    match &got.fetched.answer {
        Answer::Page(page) => {
            let payload =
                Payload { bytes: got.fetched.body().to_vec(), content_type: page.content_type.clone() };
            Ok((got, Some(payload)))
        }
        Answer::NotModified(_) => {
            let evidence = known.and_then(|known| known.evidence.as_ref());
            let recalled = match evidence {
                Some(evidence) => errand.recall(evidence).await?,
                None => None,
            };
            match recalled {
                Some(payload) => Ok((got, Some(payload))),
                // The archive was moved away: ask again without validators.
                None => Box::pin(payload_anew(errand, target)).await,
            }
        }
        _ => Ok((got, None)),
    }
}

async fn payload_anew(errand: &Errand<'_>, target: &Target) -> Result<(Got, Option<Payload>), Error> {
    let got = errand.fetch(target, None).await?;
    let payload = match &got.fetched.answer {
        Answer::Page(page) => {
            Some(Payload { bytes: got.fetched.body().to_vec(), content_type: page.content_type.clone() })
        }
        _ => None,
    };
    Ok((got, payload))
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
    errand: &Errand<'_>,
    target: &Target,
    listing: &Listing,
    pagings: &mut HashMap<String, Paging>,
) -> Vec<Target> {
    let root = target.list.clone().unwrap_or_else(|| target.key.clone());
    let paging = match pagings.entry(root.clone()) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => {
            let Ok(url) = Url::parse(&target.url) else { return Vec::new() };
            let first = ListRequest { url, form: target.form.as_deref().map(read_form) };
            entry.insert(Paging::new(&first, errand.source.list_pages))
        }
    };
    let step = paging.follow(listing);
    let mut targets: Vec<Target> = Vec::new();
    targets.extend(step.ask.iter().map(|request| page_of(&root, request)));
    targets.extend(step.fresh.iter().map(article));
    if target.list.is_none() && listing.links.is_empty() {
        targets.extend(listing.columns.iter().map(|column| Target {
            list: Some(address::identity(column)),
            ..seed(column, address::identity(column))
        }));
    }
    targets.retain(|target| Url::parse(&target.url).is_ok_and(|url| errand.permits.lists(&url)));
    targets
}

fn page_of(root: &str, request: &ListRequest) -> Target {
    let form = request.form.as_deref().map(write_form);
    Target {
        key: key_of(&request.url, form.as_deref()),
        url: request.url.to_string(),
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
