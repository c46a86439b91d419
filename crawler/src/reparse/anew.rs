//! What a document was read from in; what today's extraction reads there, or why it stays as it is, out.

use crate::archive;
use crate::notice;
use crate::page_files;
use crate::payload::Payload;
use crate::reading;
use crate::reading::File;
use crate::reading::Reading;
use crate::reparse::Reparse;
use crate::reparse::case::Case;
use corpus::document::Document;
use corpus::store::Given;
use corpus::store::PageVisit;
use corpus::store::Reread;
use corpus::visit::Evidence;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use url::Url;

/// Why a document stays as it is.
pub(super) enum Unread {
    /// There is nothing to read, or nothing that today's recipes read.
    Nothing(String),
    /// Its evidence cannot be read.
    Lost(String),
}

impl From<String> for Unread {
    fn from(because: String) -> Unread {
        Unread::Nothing(because)
    }
}

/// Reads the cases on every core.
pub(super) fn read_all(reparse: &Reparse<'_>, cases: &[Case]) -> Vec<Result<Reread, Unread>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = cases.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = cases
            .chunks(share)
            .map(|chunk| scope.spawn(|| chunk.iter().map(|case| reread(reparse, case)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("reading a page does not panic")).collect()
    })
}

fn reread(reparse: &Reparse<'_>, case: &Case) -> Result<Reread, Unread> {
    if case.current.is_gone {
        return Err("it is gone from its site, and its text with it".to_owned().into());
    }
    if case.versions.is_empty() {
        return Err("it was imported; there is no evidence to read".to_owned().into());
    }
    let mut read: BTreeMap<Place, Document> = BTreeMap::new();
    let pages = case.versions.iter().map(|(_, page)| page).chain(case.addresses.iter().map(|(_, page)| page));
    for page in pages {
        if let Entry::Vacant(unread) = read.entry(place(page)) {
            unread.insert(read_page(reparse, page)?);
        }
    }
    let of = |page: &PageVisit| &read[&place(page)];
    let mut dates = case.other_dates.clone();
    dates.extend(read.values().filter_map(|document| document.published));
    let earliest = with_passed_dates(reparse, case, dates.into_iter().min(), &read);
    let addresses = case.addresses.iter().map(|(key, page)| {
        let document = of(page);
        let (title, text) = (document.title.clone(), document.text.clone());
        (key.clone(), Given { title, text, published: document.published })
    });
    let versions = case.versions.iter().filter_map(|(version, page)| {
        let mut document = of(page).clone();
        // The earliest date of all addresses is the document's, as when it was crawled.
        let other =
            if version.version == case.current.version { earliest } else { version.document.published };
        document.published = document.published.into_iter().chain(other).min();
        (document != version.document).then_some((version.version, document))
    });
    Ok(Reread { addresses: addresses.collect(), versions: versions.collect() })
}

/// Where a page lies, and each of its files: the same page read with other files is another text.
type Place = (String, u64, Vec<(String, String)>);

fn place(page: &PageVisit) -> Place {
    let files = page.files.iter().map(|file| {
        let lies = match &file.came {
            Ok(evidence) => format!("{} {}", evidence.file, evidence.offset),
            Err(why) => why.clone(),
        };
        (file.key.clone(), lies)
    });
    (page.evidence.file.clone(), page.evidence.offset, files.collect())
}

/// Returns the earliest date that the addresses of a document ever gave. Pages that gave no version are read only where the
/// stored date is earlier than what the others say; it stays where one of them cannot be read.
fn with_passed_dates(
    reparse: &Reparse<'_>,
    case: &Case,
    mut earliest: Option<Date>,
    read: &BTreeMap<Place, Document>,
) -> Option<Date> {
    let stored = case.current.document.published;
    for page in &case.visited {
        let is_explained = stored.is_none_or(|stored| earliest.is_some_and(|earliest| earliest <= stored));
        if is_explained {
            break;
        }
        if !read.contains_key(&place(page)) {
            let given = read_page(reparse, page).map_or(stored, |document| document.published);
            earliest = earliest.into_iter().chain(given).min();
        }
    }
    earliest
}

/// Reads one page from the evidence.
fn read_page(reparse: &Reparse<'_>, page: &PageVisit) -> Result<Document, Unread> {
    let source = reparse.sources.iter().find(|source| source.name.as_str() == page.source);
    let source = source.ok_or_else(|| format!("the source {} has no recipe any more", page.source))?;
    let url = Url::parse(&page.url).map_err(|err| format!("its address cannot be read: {err}"))?;
    let reading = Reading::new(source, reparse.workshop, &url, page.label.as_deref(), page.listed);
    let payload = recall(reparse.archive, &page.evidence)?;
    let extracted = reading.read(&payload).map_err(|err| err.to_string())?;
    if let Some(said) = &extracted.signals.broken {
        return Err(format!("reading the page broke off: {said}").into());
    }
    if let Some((_, detail)) = notice::no_article(&extracted) {
        return Err(format!("today its page would not be taken for an article: {detail}").into());
    }
    if reading::has_own_text(&extracted) || page.files.is_empty() {
        return Ok(extracted.document);
    }
    let (targets, elsewhere) = page_files::file_targets(&source.permits(), &extracted.attachments);
    let mut extracted = extracted;
    extracted.document.gaps.extend(elsewhere);
    let mut files = Vec::new();
    for target in targets {
        let Some(file) = page.files.iter().find(|file| file.key == target.key) else { continue };
        let (body, trouble) = match &file.came {
            Ok(evidence) => (Some(recall(reparse.archive, evidence)?.body), String::new()),
            Err(why) => (None, why.clone()),
        };
        let name = target.label.unwrap_or(target.url);
        files.push(File {
            key: target.key,
            name,
            visit: 0,
            body,
            held: None,
            sha256: None,
            is_repeated: false,
            trouble,
        });
    }
    Ok(reading.take_texts(extracted, &files).0.document)
}

fn recall(folder: &Path, evidence: &Evidence) -> Result<Payload, Unread> {
    let record = archive::read(folder, &evidence.file, evidence.offset)
        .map_err(|err| Unread::Lost(format!("its evidence cannot be read: {err}")))?;
    Ok(Payload { content_type: record.http_header("content-type"), body: record.body })
}
