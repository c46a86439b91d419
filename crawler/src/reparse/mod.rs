//! Stored documents in; read anew from their evidence by today's extraction, and put right where they read otherwise.

mod anew;
mod case;

use crate::error::Error;
use crate::files::Workshop;
use crate::reparse::anew::Unread;
use crate::reparse::anew::read_all;
use crate::reparse::case::Case;
use crate::reparse::case::gather;
use crate::reparse::case::last_gone;
use crate::source::Source;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Field;
use corpus::store::Reread;
use corpus::store::Store;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;

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
