//! The files that a page names in; each fetched, left where it lies unchanged, or with what stood in its way, out.

use std::collections::HashSet;

use corpus::document::Field;
use corpus::document::Gap;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::article;
use crate::attempt::attempt;
use crate::errand::Came;
use crate::errand::Errand;
use crate::errand::Payload;
use crate::error::Error;
use crate::extract;
use crate::extract::AttachmentLink;
use crate::fetch::Answer;
use crate::fetch::Permits;
use crate::reading;
use crate::reading::File;

/// The most files of one page that are fetched.
const MOST_FILES: usize = 20;

/// The largest page, in bytes, that is taken for a notice in place of a file; it may have all menus of its site around it.
const LARGEST_NOTICE: u64 = 1 << 18;

/// Returns the targets of a page's files, and a gap for each that lies where the source does not go.
pub(crate) fn file_targets(permits: &Permits, links: &[AttachmentLink]) -> (Vec<Target>, Vec<Gap>) {
    let (mut targets, mut gaps) = (Vec::new(), Vec::new());
    for link in links.iter().take(MOST_FILES) {
        let Some(url) = Url::parse(&link.url).ok().filter(|url| permits.lists(url)) else {
            let because =
                format!("the attachment {} lies on a host that the source does not list", link.name);
            gaps.push(Gap { field: Field::Text, because });
            continue;
        };
        targets.push(Target {
            key: address::identity(&url),
            url: url.to_string(),
            form: None,
            role: Role::Attachment,
            list: None,
            label: Some(link.name.clone()),
            listed: None,
        });
    }
    (targets, gaps)
}

/// Fetches files with the validators of the copies that we hold; an unchanged one is left where it lies. What is `taken` for the
/// page already, whatever led to it, is not taken again.
pub(crate) async fn fetch_files(
    errand: &Errand<'_>,
    targets: &[Target],
    visits: &mut Vec<Visit>,
    taken: &mut HashSet<String>,
) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for target in targets {
        let known = errand.known(&target.key).await?;
        let name = target.label.clone().unwrap_or_else(|| target.url.clone());
        let got = match errand.fetch(target, known.as_ref()).await? {
            Came::Got(got) => got,
            Came::Met(Some(earlier)) if taken.contains(&earlier.key) => continue,
            Came::Met(earlier) => {
                taken.extend(earlier.iter().map(|visit| visit.key.clone()));
                files.push(met_file((&target.key, name), earlier, visits));
                continue;
            }
        };
        // One file that a page names twice, by its address and by one that leads there, is read once.
        let is_taken = got.visits.last().is_some_and(|visit| !taken.insert(visit.key.clone()));
        let came = got.visits.last();
        let is_file = came.is_some_and(|visit| visit.outcome == Outcome::New);
        let (body, held) = match &got.fetched.answer {
            Answer::Page(_) if is_file => (Some(got.fetched.body()), None),
            Answer::NotModified(_) => (None, known.and_then(|known| known.evidence)),
            _ => (None, None),
        };
        let trouble = came.map_or_else(String::new, trouble_with);
        visits.extend(got.visits);
        if is_taken {
            continue;
        }
        let is_new = body.is_some();
        let key = target.key.clone();
        files.push(File { key, name, visit: visits.len() - 1, body, held, is_new, trouble });
    }
    Ok(files)
}

/// Puts the files of a page that is as it was into the order in which it names them, with those of them that are followed for
/// another page, and without what it no longer names.
pub(crate) async fn complete_files(
    errand: &Errand<'_>,
    named: &[Target],
    mut files: Vec<File>,
    visits: &mut Vec<Visit>,
    taken: &mut HashSet<String>,
) -> Result<Vec<File>, Error> {
    let is_had = |files: &[File], target: &Target| files.iter().any(|file| file.key == target.key);
    let others: Vec<Target> = named.iter().filter(|target| !is_had(&files, target)).cloned().collect();
    files.extend(fetch_files(errand, &others, visits, taken).await?);
    let place = |file: &File| named.iter().position(|target| target.key == file.key);
    // What is named and still not there lies behind another address, which may be one that is no longer named.
    if named.iter().all(|target| is_had(&files, target)) {
        files.retain(|file| place(file).is_some());
    }
    files.sort_by_key(|file| place(file).unwrap_or(usize::MAX));
    Ok(files)
}

/// Recalls from the evidence what was not sent again, now that it is to be read.
pub(crate) async fn recall_files(errand: &Errand<'_>, files: &mut [File]) -> Result<(), Error> {
    for file in files.iter_mut().filter(|file| file.body.is_none()) {
        if let Some(held) = &file.held {
            file.body = errand.recall(held).await?.map(|payload| payload.body);
            if file.body.is_none() {
                file.is_new = false;
                "its evidence cannot be read back".clone_into(&mut file.trouble);
            }
        }
    }
    Ok(())
}

/// Takes a file that another page of this crawl named too: it is not fetched again.
fn met_file((key, name): (&str, String), earlier: Option<Visit>, visits: &mut Vec<Visit>) -> File {
    let went_well =
        |visit: &&Visit| matches!(visit.outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged);
    let held = earlier.as_ref().filter(went_well).and_then(|visit| visit.evidence.clone());
    let is_new = held.is_some() && earlier.as_ref().is_some_and(|visit| visit.status != Some(304));
    let trouble = earlier.as_ref().map_or_else(String::new, trouble_with);
    visits.extend(earlier);
    File { key: key.to_owned(), name, visit: visits.len() - 1, body: None, held, is_new, trouble }
}

/// Says what stood in the way of a file, should it turn out that there is none.
fn trouble_with(visit: &Visit) -> String {
    visit.detail.clone().unwrap_or_else(|| visit.outcome.key().to_owned())
}

/// What an answer came to that stands in place of a file: sites say there too, with status 200, that they are busy or that
/// nothing is there.
pub(crate) fn no_file(url: &Url, payload: &Payload) -> Result<Option<(Outcome, &'static str)>, Error> {
    if payload.body.len() > LARGEST_NOTICE || !reading::is_text(payload) {
        return Ok(None);
    }
    let text = payload.text()?;
    let page = |html| extract::Page { url: url.as_str(), html, ..extract::Page::default() };
    let read = attempt(url, &text, |html| extract::html(&page(html)));
    Ok(read.ok().and_then(|extracted| article::no_article(&extracted)))
}
