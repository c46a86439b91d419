//! Stored documents in; read anew from their evidence by today's extraction, and put right where they read otherwise.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::store::ChangeEvent;
use corpus::store::ChangesWanted;
use corpus::store::Given;
use corpus::store::PageVisit;
use corpus::store::Reread;
use corpus::store::Store;
use corpus::store::Stored;
use corpus::visit::Evidence;
use jiff::Timestamp;
use jiff::civil::Date;
use url::Url;

use crate::archive;
use crate::error::Error;
use crate::files::Workshop;
use crate::notice;
use crate::page_files;
use crate::payload::Payload;
use crate::reading;
use crate::reading::File;
use crate::reading::Reading;
use crate::source::Source;

/// Documents that are read at a time, shared by the cores, and kept together.
const BATCH: usize = 64;

/// Which documents are read anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that were crawled.
    All,
    /// Those of one source.
    Source(String),
    /// One.
    Document(DocumentId),
}

impl Scope {
    /// Names the scope, so that an interrupted rereading goes on only with the same one.
    fn key(&self) -> String {
        match self {
            Scope::All => "all".to_owned(),
            Scope::Source(name) => format!("source {name}"),
            Scope::Document(id) => format!("document {id}"),
        }
    }
}

/// Whether what reads otherwise is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// It is, and the change feed says so.
    Amend,
    /// Nothing is written.
    Nothing,
}

/// What rereading needs besides the store.
pub struct Reparse<'a> {
    /// The folder of the WARC files.
    pub archive: &'a Path,
    /// The recipes of today.
    pub sources: &'a [Source],
    /// Where files are read.
    pub workshop: &'a Workshop,
    /// Which documents.
    pub scope: Scope,
    /// Whether anything is written.
    pub write: Write,
    /// The time for the change feed.
    pub now: Timestamp,
}

/// What the caller may want to show meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// An interrupted rereading goes on behind this document.
    Resumed(DocumentId),
    /// A document reads otherwise in these fields.
    Otherwise {
        /// The document.
        id: DocumentId,
        /// Its title, as it reads now.
        title: String,
        /// What differs.
        fields: Vec<&'static str>,
    },
    /// A document could not be read anew, and stays as it is.
    Left {
        /// The document.
        id: DocumentId,
        /// Why.
        because: String,
    },
    /// So many documents are done.
    Done(u64),
}

/// What rereading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were looked at.
    pub documents: u64,
    /// Documents that read as they did.
    pub unchanged: u64,
    /// Documents that read otherwise.
    pub changed: u64,
    /// Documents that could not be read anew.
    pub left: u64,
    /// Those of them whose evidence cannot be read.
    pub lost: u64,
    /// How many documents read otherwise in each field.
    pub fields: BTreeMap<&'static str, u64>,
    /// Whether it was stopped; the next one of the same scope goes on there.
    pub is_interrupted: bool,
}

/// Reads documents anew; `stop` ends it between two batches.
///
/// # Errors
/// `Store` when the store cannot be read or written. A document whose evidence is missing is told and left.
pub fn run(
    reparse: &Reparse<'_>,
    store: &mut Store,
    stop: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(Told),
) -> Result<Summary, Error> {
    let (scope, gone) = (reparse.scope.key(), last_gone(store)?);
    let mut summary = Summary::default();
    let mut after = match reparse.write {
        Write::Amend => store.reread_to(&scope)?,
        Write::Nothing => None,
    };
    if let Some(after) = &after {
        tell(Told::Resumed(after.clone()));
    }
    loop {
        if stop() {
            summary.is_interrupted = true;
            return Ok(summary);
        }
        let ids = next(store, &reparse.scope, after.as_ref())?;
        let Some(last) = ids.last().cloned() else { break };
        let gathered = ids.iter().map(|id| gather(store, id, &gone)).collect::<Result<Vec<_>, _>>()?;
        let mut kept = Vec::new();
        for (case, came) in gathered.iter().zip(read_all(reparse, &gathered)) {
            summary.documents += 1;
            if let Some(reread) = count(case, came, &mut summary, tell) {
                kept.push((case.current.id.clone(), reread));
            }
        }
        if reparse.write == Write::Amend {
            if kept.last().is_none_or(|(id, _)| *id != last) {
                kept.push((last.clone(), Reread::default()));
            }
            store.amend(&kept, reparse.now, &scope)?;
        }
        tell(Told::Done(summary.documents));
        after = Some(last);
    }
    if reparse.write == Write::Amend {
        store.end_rereading()?;
    }
    Ok(summary)
}

fn next(store: &Store, scope: &Scope, after: Option<&DocumentId>) -> Result<Vec<DocumentId>, Error> {
    let source = match scope {
        Scope::All => None,
        Scope::Source(name) => Some(name.as_str()),
        Scope::Document(id) if after.is_none() => return Ok(vec![id.clone()]),
        Scope::Document(_) => return Ok(Vec::new()),
    };
    Ok(store.crawled_after(after, source, BATCH)?)
}

/// The newest version of each document that was gone once. What a site took back is not read again, even when another text has
/// taken its place: it may have been taken back for what it said of people.
fn last_gone(store: &Store) -> Result<HashMap<String, u32>, Error> {
    let wanted = ChangesWanted {
        events: vec![ChangeEvent::Gone],
        limit: u32::MAX as usize,
        ..ChangesWanted::default()
    };
    let mut gone: HashMap<String, u32> = HashMap::new();
    for line in store.changes(&wanted)? {
        let newest = gone.entry(line.change.document.as_str().to_owned()).or_default();
        *newest = line.change.version.max(*newest);
    }
    Ok(gone)
}

/// A document with everything it was read from.
struct Case {
    current: Stored,
    /// Its versions with the page that gave each.
    versions: Vec<(Stored, PageVisit)>,
    /// The addresses that hold it, with the page that each last gave, and the dates of those whose page is not there.
    addresses: Vec<(String, PageVisit)>,
    other_dates: Vec<Date>,
    /// What these addresses ever gave, one page of each content.
    visited: Vec<PageVisit>,
}

/// Why a document stays as it is.
enum Unread {
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

fn gather(store: &Store, id: &DocumentId, gone: &HashMap<String, u32>) -> Result<Case, Error> {
    let unknown = || Error::NoDocument { id: id.as_str().to_owned() };
    let current = store.document(id)?.ok_or_else(unknown)?;
    let mut versions = Vec::new();
    let emptied = gone.get(id.as_str()).copied().unwrap_or_default();
    for line in store.versions(id)?.into_iter().filter(|line| line.number > emptied) {
        let Some(evidence) = &line.evidence else { continue };
        if let (Some(version), Some(page)) = (store.version(id, line.number)?, store.page_of(evidence, id)?) {
            versions.push((version, page));
        }
    }
    let (mut addresses, mut other_dates, mut visited) = (Vec::new(), Vec::new(), Vec::new());
    for held in store.held_at(id)? {
        visited.extend(store.pages_at(&held.key)?);
        let page = held.evidence.as_ref().map(|evidence| store.page_of(evidence, id)).transpose()?.flatten();
        match page {
            Some(page) => addresses.push((held.key, page)),
            None => other_dates.extend(held.published),
        }
    }
    Ok(Case { current, versions, addresses, other_dates, visited })
}

/// Reads the cases on every core.
fn read_all(reparse: &Reparse<'_>, cases: &[Case]) -> Vec<Result<Reread, Unread>> {
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
    let mut read: BTreeMap<(String, u64), Document> = BTreeMap::new();
    let pages = case.versions.iter().map(|(_, page)| page).chain(case.addresses.iter().map(|(_, page)| page));
    for page in pages {
        let place = (page.evidence.file.clone(), page.evidence.offset);
        if let Entry::Vacant(unread) = read.entry(place) {
            unread.insert(read_page(reparse, page)?);
        }
    }
    let of = |page: &PageVisit| &read[&(page.evidence.file.clone(), page.evidence.offset)];
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

/// Returns the earliest date that the addresses of a document ever gave. Pages that gave no version are read only where the
/// stored date is earlier than what the others say; it stays where one of them cannot be read.
fn with_passed_dates(
    reparse: &Reparse<'_>,
    case: &Case,
    mut earliest: Option<Date>,
    read: &BTreeMap<(String, u64), Document>,
) -> Option<Date> {
    let stored = case.current.document.published;
    for page in &case.visited {
        let is_explained = stored.is_none_or(|stored| earliest.is_some_and(|earliest| earliest <= stored));
        if is_explained {
            break;
        }
        if !read.contains_key(&(page.evidence.file.clone(), page.evidence.offset)) {
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

/// Counts what one document came to; returns what is to be kept of it.
fn count(
    case: &Case,
    came: Result<Reread, Unread>,
    summary: &mut Summary,
    tell: &mut dyn FnMut(Told),
) -> Option<Reread> {
    let id = case.current.id.clone();
    let reread = match came {
        Ok(reread) => reread,
        Err(unread) => {
            summary.left += 1;
            summary.lost += u64::from(matches!(unread, Unread::Lost(_)));
            let (Unread::Nothing(because) | Unread::Lost(because)) = unread;
            tell(Told::Left { id, because });
            return None;
        }
    };
    if reread.versions.is_empty() {
        summary.unchanged += 1;
        return Some(reread);
    }
    let mut fields: Vec<&'static str> = Vec::new();
    for (number, document) in &reread.versions {
        let before = case.versions.iter().find(|(version, _)| version.version == *number);
        fields.extend(before.map(|(before, _)| differing(&before.document, document)).unwrap_or_default());
    }
    fields.sort_unstable();
    fields.dedup();
    summary.changed += 1;
    for field in &fields {
        *summary.fields.entry(field).or_default() += 1;
    }
    let title = reread.versions.last().map(|(_, document)| document.title.clone()).unwrap_or_default();
    tell(Told::Otherwise { id, title, fields });
    Some(reread)
}

/// Names the fields in which two readings differ; `origins` and `gaps` when nothing but the reasons does.
fn differing(before: &Document, now: &Document) -> Vec<&'static str> {
    let same = |field: Field| match field {
        Field::Title => before.title == now.title,
        Field::Text => before.text == now.text,
        Field::Published => before.published == now.published,
        Field::Signed => before.signed == now.signed,
        Field::Source => before.source == now.source,
        Field::Issuer => before.issuer == now.issuer,
        Field::DocumentNumber => before.document_number == now.document_number,
        Field::IndexNumber => before.index_number == now.index_number,
        Field::ReportYear => before.report_year == now.report_year,
        Field::Kind => before.kind == now.kind,
        Field::Place => before.place == now.place,
        Field::Sections => before.sections == now.sections,
    };
    let mut fields: Vec<&'static str> =
        Field::ALL.iter().filter(|field| !same(**field)).map(|field| field.key()).collect();
    if fields.is_empty() {
        fields.extend((before.origins != now.origins).then_some("origins"));
        fields.extend((before.gaps != now.gaps).then_some("gaps"));
    }
    fields
}
