//! The files that a page names in; each fetched, left where it lies unchanged, or with what stood in its way, out.

use std::collections::HashSet;

use corpus::document::Field;
use corpus::document::Gap;
use corpus::store::PageFile;
use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use corpus::visit::Visit;
use url::Url;

use crate::address;
use crate::errand::Errand;
use crate::error::Error;
use crate::extract::AttachmentLink;
use crate::fetch::Answer;
use crate::fetch::Permits;
use crate::reading::File;

/// The most files of one page that are fetched.
const MOST_FILES: usize = 20;

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

/// Returns the target of a file that a page named when it was last read.
pub(crate) fn known_target(file: &PageFile) -> Target {
    Target {
        key: file.key.clone(),
        url: file.url.clone(),
        form: None,
        role: Role::Attachment,
        list: None,
        label: None,
        listed: None,
    }
}

/// Fetches files with the validators of the copies that we hold; one that is unchanged or was met before is left where it lies.
/// Of addresses that lead to one file each is told, and the file is read for the first.
pub(crate) async fn fetch_files(
    errand: &Errand<'_>,
    targets: &[Target],
    visits: &mut Vec<Visit>,
) -> Result<Vec<File>, Error> {
    let (mut files, mut taken) = (Vec::new(), HashSet::new());
    for target in targets {
        let known = errand.known(&target.key).await?;
        let got = errand.fetch(target, known.as_ref()).await?;
        let Some(came) = got.visits.last().cloned() else { continue };
        visits.extend(got.visits.iter().cloned());
        let is_there = matches!(came.outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged);
        let (body, held) = match &got.fetched.answer {
            _ if !is_there => (None, None),
            Answer::Page(_) if got.again.is_none() => (Some(got.fetched.body()), None),
            Answer::Page(_) => (None, came.evidence.clone()),
            _ => (None, errand.known_there(target, known, &got).await?.and_then(|known| known.evidence)),
        };
        files.push(File {
            key: target.key.clone(),
            name: target.label.clone().unwrap_or_else(|| target.url.clone()),
            visit: visits.len() - 1,
            body,
            held,
            sha256: came.evidence.as_ref().filter(|_| is_there).map(|evidence| evidence.sha256.clone()),
            is_repeated: !taken.insert(came.key.clone()),
            trouble: trouble_with(&came),
        });
    }
    Ok(files)
}

/// Whether a file has other bytes than those that its page was last read with.
pub(crate) fn is_changed(file: &File, known: &[PageFile]) -> bool {
    let before = known.iter().find(|known| known.key == file.key).and_then(|known| known.sha256.as_ref());
    file.sha256.is_some() && file.sha256.as_ref() != before
}

/// Fetches the files that a page names, now that it is read; of those that were fetched just now the bytes are at hand.
pub(crate) async fn named_files(
    errand: &Errand<'_>,
    targets: &[Target],
    visits: &mut Vec<Visit>,
    at_hand: Vec<File>,
) -> Result<Vec<File>, Error> {
    let mut files = fetch_files(errand, targets, visits).await?;
    files.retain(|file| !file.is_repeated);
    for had in at_hand.into_iter().filter(|had| had.body.is_some()) {
        if let Some(file) = files.iter_mut().find(|file| file.key == had.key) {
            file.body = had.body;
        }
    }
    recall_files(errand, &mut files).await?;
    Ok(files)
}

/// Recalls from the evidence what was not sent again, now that it is to be read.
async fn recall_files(errand: &Errand<'_>, files: &mut [File]) -> Result<(), Error> {
    for file in files.iter_mut().filter(|file| file.body.is_none()) {
        if let Some(held) = &file.held {
            file.body = errand.recall(held).await?.map(|payload| payload.body);
            if file.body.is_none() {
                "its evidence cannot be read back".clone_into(&mut file.trouble);
            }
        }
    }
    Ok(())
}

/// Says what stood in the way of a file, should it turn out that there is none.
fn trouble_with(visit: &Visit) -> String {
    visit.detail.clone().unwrap_or_else(|| visit.outcome.key().to_owned())
}
