//! What a crawl keeps: runs, the frontier of addresses still to fetch, and what came of every visit.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;
use sha2::Digest;
use sha2::Sha256;

use crate::document::Document;
use crate::document::DocumentId;
use crate::error::Error;
use crate::store::Store;
use crate::store::documents;
use crate::store::documents::ChangeEvent;
use crate::store::documents::Seen;
use crate::store::documents::Stored;
use crate::store::rows;
use crate::store::same;
use crate::visit::Evidence;
use crate::visit::Outcome;
use crate::visit::Role;
use crate::visit::Validators;
use crate::visit::Visit;

/// One crawl of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number in the store.
    pub id: i64,
    /// The source's name.
    pub source: String,
    /// Whether an interrupted run goes on.
    pub is_resumed: bool,
}

/// An address that a run still has to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the address is known by.
    pub key: String,
    /// The address to fetch.
    pub url: String,
    /// The form to send with POST; `None` asks with GET.
    pub form: Option<String>,
    /// What the address is for.
    pub role: Role,
    /// The key of the list's first page, when this is a later page of a list.
    pub list: Option<String>,
    /// The text of the link that led here.
    pub label: Option<String>,
    /// The date that stood beside the link.
    pub listed: Option<Date>,
}

/// What is known of an address from earlier visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The document that lives there.
    pub document: Option<DocumentId>,
    /// Whether it was confirmed gone.
    pub is_gone: bool,
    /// What to ask with.
    pub validators: Validators,
    /// The bytes of the last good answer.
    pub evidence: Option<Evidence>,
    /// The files that belong to the page.
    pub attachments: Vec<Target>,
}

/// What a page turned out to hold.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nothing to keep; the outcomes of the visits stand as given.
    Nothing,
    /// The page and its files are as they were.
    Unmodified,
    /// A list with links to articles and further lists.
    Links(Vec<Target>),
    /// A document, and which of the visits gave the bytes of its text.
    Document {
        /// What was read.
        document: Box<Document>,
        /// Index into the visits.
        text_from: usize,
    },
}

/// One unit of work of a crawl: a target with every visit that it took, redirects and attachments included.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What was to be fetched.
    pub target: &'a Target,
    /// Every visit; the page that holds the document is the last one with the target's role.
    pub visits: Vec<Visit>,
    /// What was found.
    pub found: Found,
}

/// What recording a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What came of the target.
    pub outcome: Outcome,
    /// The document that lives there.
    pub document: Option<DocumentId>,
    /// How many addresses were new to the frontier.
    pub queued: usize,
}

impl Store {
    /// Begins a run of a source, or goes on with the one that was interrupted.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn begin_run(&mut self, source: &str, now: Timestamp, seeds: &[Target]) -> Result<Run, Error> {
        self.transact("beginning a crawl", |transaction| {
            let open: Option<i64> = transaction
                .query_row(
                    "SELECT id FROM runs WHERE source = ?1 AND finished IS NULL ORDER BY id DESC LIMIT 1",
                    [source],
                    |row| row.get(0),
                )
                .optional()?;
            let id = match open {
                Some(id) => id,
                None => transaction.query_row(
                    "INSERT INTO runs (source, started) VALUES (?1, ?2) RETURNING id",
                    params![source, rows::time(now)],
                    |row| row.get(0),
                )?,
            };
            enqueue(transaction, id, seeds)?;
            Ok(Run { id, source: source.to_owned(), is_resumed: open.is_some() })
        })
    }

    /// Adds every article that the source is known to have and that the run has not met: pages that lists no
    /// longer name must still be asked whether they are there. Returns how many.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn enqueue_known(&mut self, run: &Run) -> Result<usize, Error> {
        self.transact("listing the known pages", |transaction| {
            let mut statement = transaction.prepare(
                "SELECT * FROM addresses WHERE source = ?1 AND role = 'article' AND gone = 0 ORDER BY rowid",
            )?;
            let targets = statement
                .query_map([&run.source], |row| {
                    Ok(Target {
                        key: row.get("key")?,
                        url: row.get("url")?,
                        form: None,
                        role: Role::Article,
                        list: None,
                        label: row.get("label")?,
                        listed: None,
                    })
                })?
                .collect::<rusqlite::Result<Vec<Target>>>()?;
            enqueue(transaction, run.id, &targets)
        })
    }

    /// Returns the next target of a run, or `None` when all is fetched.
    ///
    /// # Errors
    /// `Statement`.
    pub fn next_target(&self, run: &Run) -> Result<Option<Target>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM frontier WHERE run = ?1 AND done = 0 ORDER BY place LIMIT 1")
            .and_then(|mut statement| statement.query_row([run.id], target).optional())
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// Returns how many targets a run has fetched and how many it knows.
    ///
    /// # Errors
    /// `Statement`.
    pub fn progress(&self, run: &Run) -> Result<(u64, u64), Error> {
        self.connection
            .query_row(
                "SELECT coalesce(sum(done), 0), count(*) FROM frontier WHERE run = ?1",
                [run.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(|source| self.failed("reading the frontier", source))
    }

    /// Returns what is known of an address, or `None` when it was never visited.
    ///
    /// # Errors
    /// `Statement`.
    pub fn known(&self, key: &str) -> Result<Option<Known>, Error> {
        known(&self.connection, key).map_err(|source| self.failed("looking up an address", source))
    }

    /// Keeps what came of one target: visits, addresses, document, change and frontier, in one transaction.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is kept then and the target stays in the frontier.
    pub fn record(&mut self, run: &Run, step: &Step<'_>) -> Result<Recorded, Error> {
        self.transact("recording a visit", |transaction| {
            let recorded = match &step.found {
                Found::Document { document, text_from } => {
                    record_document(transaction, run, step, document, *text_from)?
                }
                Found::Links(links) => {
                    record_visits(transaction, run, step, None, None)?;
                    let queued = enqueue(transaction, run.id, links)?;
                    Recorded { outcome: last_outcome(step), document: None, queued }
                }
                Found::Unmodified | Found::Nothing => record_plain(transaction, run, step)?,
            };
            transaction.execute(
                "UPDATE frontier SET done = 1 WHERE run = ?1 AND key = ?2",
                params![run.id, step.target.key],
            )?;
            Ok(recorded)
        })
    }

    /// Ends a run; its frontier is no longer needed.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn finish_run(&mut self, run: &Run, now: Timestamp, failure: Option<&str>) -> Result<(), Error> {
        self.transact("ending a crawl", |transaction| {
            transaction.execute(
                "UPDATE runs SET finished = ?2, failure = ?3 WHERE id = ?1",
                params![run.id, rows::time(now), failure],
            )?;
            transaction.execute("DELETE FROM frontier WHERE run = ?1", [run.id])?;
            Ok(())
        })
    }
}

fn enqueue(connection: &Connection, run: i64, targets: &[Target]) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO frontier (run, place, key, url, form, role, list, label, listed)
         VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM frontier WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (run, key) DO NOTHING",
    )?;
    let mut added = 0;
    for target in targets {
        added += statement.execute(params![
            run,
            target.key,
            target.url,
            target.form,
            target.role.key(),
            target.list,
            target.label,
            target.listed.map(|date| date.to_string())
        ])?;
    }
    Ok(added)
}

fn target(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        key: row.get("key")?,
        url: row.get("url")?,
        form: row.get("form")?,
        role: rows::read_keyed(row, "role", Role::parse)?,
        list: row.get("list")?,
        label: row.get("label")?,
        listed: rows::read_date(row, "listed")?,
    })
}

fn known(connection: &Connection, key: &str) -> rusqlite::Result<Option<Known>> {
    let known = connection
        .prepare_cached("SELECT * FROM addresses WHERE key = ?1")?
        .query_row([key], |row| {
            let document: Option<String> = row.get("document")?;
            Ok(Known {
                document: document.as_deref().and_then(DocumentId::parse),
                is_gone: row.get("gone")?,
                validators: Validators { etag: row.get("etag")?, last_modified: row.get("last_modified")? },
                evidence: rows::read_evidence(row)?,
                attachments: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut known) = known else { return Ok(None) };
    known.attachments = connection
        .prepare_cached("SELECT * FROM addresses WHERE parent = ?1 AND role = 'attachment' ORDER BY rowid")?
        .query_map([key], |row| {
            Ok(Target {
                key: row.get("key")?,
                url: row.get("url")?,
                form: None,
                role: Role::Attachment,
                list: None,
                label: row.get("label")?,
                listed: None,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(known))
}

/// Returns the page of a step: the last visit with the target's role.
fn page<'a>(step: &'a Step<'_>) -> Option<&'a Visit> {
    step.visits.iter().rev().find(|visit| visit.role == step.target.role)
}

fn last_outcome(step: &Step<'_>) -> Outcome {
    page(step).map_or(Outcome::Transient, |visit| visit.outcome)
}

fn record_plain(connection: &Connection, run: &Run, step: &Step<'_>) -> rusqlite::Result<Recorded> {
    let page_key = page(step).map_or(step.target.key.as_str(), |visit| visit.key.as_str());
    let document = known(connection, page_key)?.and_then(|known| known.document);
    let mut outcome = match step.found {
        Found::Unmodified => Outcome::Unchanged,
        _ => last_outcome(step),
    };
    if outcome == Outcome::Missing && is_second_miss(connection, page_key)? {
        outcome = Outcome::Gone;
    }
    record_visits(connection, run, step, document.as_ref(), Some(outcome))?;
    if let (Outcome::Gone, Some(id), Some(page)) = (outcome, &document, page(step)) {
        bury(connection, id, page.at)?;
    }
    Ok(Recorded { outcome, document, queued: 0 })
}

fn is_second_miss(connection: &Connection, key: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT misses >= 1 FROM addresses WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
        .map(|seen| seen.unwrap_or(false))
}

/// Makes a tombstone of a document that has no address left: its texts go, its record stays.
fn bury(connection: &Connection, id: &DocumentId, at: Timestamp) -> rusqlite::Result<()> {
    let left: i64 = connection.query_row(
        "SELECT count(*) FROM addresses WHERE document = ?1 AND role = 'article' AND gone = 0",
        [id.as_str()],
        |row| row.get(0),
    )?;
    let stored = documents::stored(connection, id, None)?;
    let Some(stored) = stored.filter(|stored| left == 0 && !stored.is_gone) else { return Ok(()) };
    connection.execute(
        "UPDATE documents SET state = 'gone', gone_since = ?2 WHERE id = ?1",
        params![id.as_str(), rows::time(at)],
    )?;
    connection.execute("UPDATE versions SET text = '' WHERE document = ?1", [id.as_str()])?;
    connection.execute("DELETE FROM sections WHERE document = ?1", [id.as_str()])?;
    documents::add_change(connection, id, stored.version, ChangeEvent::Gone, at)
}

fn record_document(
    connection: &Connection,
    run: &Run,
    step: &Step<'_>,
    document: &Document,
    text_from: usize,
) -> rusqlite::Result<Recorded> {
    let Some(page) = page(step) else { return record_plain(connection, run, step) };
    let hash = documents::text_hash(&document.title, &document.text);
    let before = address_text(connection, &page.key)?;
    let asked = address_text(connection, &step.target.key)?;
    let known = before.iter().chain(&asked).find_map(|(id, _)| id.clone());
    let found = match &known {
        Some(id) => Some(id.clone()),
        None => same::find(connection, document, &hash)?,
    };
    let seen = Seen {
        url: Some(&page.url),
        evidence: step.visits.get(text_from).and_then(|visit| visit.evidence.as_ref()),
        at: page.at,
    };
    let (id, change) = match found {
        None => (new_id(connection, &page.key)?, Some(ChangeEvent::Added)),
        Some(id) => {
            let own = before.and_then(|(_, hash)| hash);
            let change = change_of(connection, &id, known.is_some(), own.as_deref(), &hash)?;
            (id, change)
        }
    };
    if let Some(event) = change {
        documents::add_version(connection, &id, document, &seen, event)?;
    } else {
        keep_earliest_date(connection, &id, document, page.at)?;
    }
    let outcome = outcome_of(known.is_some(), change);
    record_visits(connection, run, step, Some(&id), Some(outcome))?;
    connection.execute(
        "UPDATE addresses SET text_hash = ?2, published = ?3 WHERE key = ?1",
        params![page.key, hash, document.published.map(|date| date.to_string())],
    )?;
    Ok(Recorded { outcome, document: Some(id), queued: 0 })
}

/// Returns what the document is known by and the hash of the text that an address last gave.
type AddressText = (Option<DocumentId>, Option<String>);

fn address_text(connection: &Connection, key: &str) -> rusqlite::Result<Option<AddressText>> {
    connection
        .prepare_cached("SELECT document, text_hash FROM addresses WHERE key = ?1")?
        .query_row([key], |row| {
            let document: Option<String> = row.get("document")?;
            Ok((document.as_deref().and_then(DocumentId::parse), row.get("text_hash")?))
        })
        .optional()
}

/// Decides whether a known document has a new version: only when an address gives another text than it last
/// gave, so that two renditions on two addresses do not take turns.
fn change_of(
    connection: &Connection,
    id: &DocumentId,
    is_known_address: bool,
    own: Option<&str>,
    hash: &str,
) -> rusqlite::Result<Option<ChangeEvent>> {
    let Some(stored) = documents::stored(connection, id, None)? else { return Ok(Some(ChangeEvent::Added)) };
    if stored.is_gone {
        return Ok(Some(ChangeEvent::Returned));
    }
    let is_version: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM versions WHERE document = ?1 AND number = ?2 AND text_hash = ?3)",
        params![id.as_str(), stored.version, hash],
        |row| row.get(0),
    )?;
    let is_same = is_version || own == Some(hash) || !is_known_address;
    Ok((!is_same).then_some(ChangeEvent::Changed))
}

fn outcome_of(is_known_address: bool, change: Option<ChangeEvent>) -> Outcome {
    match (is_known_address, change) {
        (false, _) => Outcome::New,
        (true, Some(_)) => Outcome::Changed,
        (true, None) => Outcome::Unchanged,
    }
}

/// A page that moved to another address often carries the date of the move; the earliest date is the document's.
fn keep_earliest_date(
    connection: &Connection,
    id: &DocumentId,
    document: &Document,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let Some(stored): Option<Stored> = documents::stored(connection, id, None)? else { return Ok(()) };
    let is_earlier = match (document.published, stored.document.published) {
        (Some(new), Some(old)) => new < old,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !is_earlier {
        return Ok(());
    }
    connection.execute(
        "UPDATE versions SET published = ?3 WHERE document = ?1 AND number = ?2",
        params![id.as_str(), stored.version, document.published.map(|date| date.to_string())],
    )?;
    documents::add_change(connection, id, stored.version, ChangeEvent::Changed, at)
}

/// Names a new document after the address it was first seen at, so that a store rebuilt from the evidence
/// gives the same names.
fn new_id(connection: &Connection, key: &str) -> rusqlite::Result<DocumentId> {
    let digest = Sha256::digest(key);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut length = 12;
    loop {
        let id = DocumentId::parse(&hex[..length]).expect("hex digits are a valid id");
        let is_taken = documents::stored(connection, &id, None)?.is_some();
        if !is_taken || length == hex.len() {
            return Ok(id);
        }
        length += 4;
    }
}

fn record_visits(
    connection: &Connection,
    run: &Run,
    step: &Step<'_>,
    document: Option<&DocumentId>,
    page_outcome: Option<Outcome>,
) -> rusqlite::Result<()> {
    let page_key = page(step).map(|visit| visit.key.as_str());
    for visit in &step.visits {
        let is_page = Some(visit.key.as_str()) == page_key;
        let outcome = if is_page { page_outcome.unwrap_or(visit.outcome) } else { visit.outcome };
        let parent = if visit.role == Role::Attachment { page_key } else { None };
        insert_visit(connection, run, visit, outcome)?;
        let owner = if visit.role == Role::List { None } else { document };
        keep_address(connection, &run.source, visit, outcome, parent)?;
        connection.execute(
            "UPDATE addresses SET document = coalesce(?2, document), label = coalesce(label, ?3) WHERE key = ?1",
            params![visit.key, owner.map(DocumentId::as_str), step.target.label.as_deref().filter(|_| is_page)],
        )?;
    }
    Ok(())
}

fn insert_visit(connection: &Connection, run: &Run, visit: &Visit, outcome: Outcome) -> rusqlite::Result<()> {
    let evidence = visit.evidence.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO visits (run, key, url, role, at, status, outcome, detail, warc_file, warc_offset, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            run.id,
            visit.key,
            visit.url,
            visit.role.key(),
            rows::time(visit.at),
            visit.status,
            outcome.key(),
            visit.detail,
            evidence.map(|evidence| &evidence.file),
            evidence.map(|evidence| evidence.offset),
            evidence.map(|evidence| &evidence.sha256)
        ])?;
    Ok(())
}

/// Keeps the state of an address. Only a good answer replaces validators and evidence; only a miss counts as one.
fn keep_address(
    connection: &Connection,
    source: &str,
    visit: &Visit,
    outcome: Outcome,
    parent: Option<&str>,
) -> rusqlite::Result<()> {
    use Outcome::{Changed, Gone, Missing, Moved, New, Unchanged};
    connection
        .prepare_cached(
            "INSERT INTO addresses (key, url, source, role, parent, first_visit, last_visit, outcome)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
             ON CONFLICT (key) DO UPDATE SET url = ?2, last_visit = ?6, outcome = ?7,
                 parent = coalesce(?5, parent)",
        )?
        .execute(params![
            visit.key,
            visit.url,
            source,
            visit.role.key(),
            parent,
            rows::time(visit.at),
            outcome.key()
        ])?;
    match outcome {
        Missing | Gone => {
            connection.execute(
                "UPDATE addresses SET misses = misses + 1, gone = ?2 WHERE key = ?1",
                params![visit.key, outcome == Gone],
            )?;
        }
        New | Changed | Unchanged | Moved => {
            connection.execute("UPDATE addresses SET misses = 0, gone = 0 WHERE key = ?1", [&visit.key])?;
        }
        _ => {}
    }
    let is_answer = matches!(outcome, New | Changed | Unchanged) && visit.status == Some(200);
    let Some(evidence) = visit.evidence.as_ref().filter(|_| is_answer) else { return Ok(()) };
    connection.execute(
        "UPDATE addresses SET etag = ?2, last_modified = ?3, warc_file = ?4, warc_offset = ?5, sha256 = ?6
         WHERE key = ?1",
        params![
            visit.key,
            visit.validators.etag,
            visit.validators.last_modified,
            evidence.file,
            evidence.offset,
            evidence.sha256
        ],
    )?;
    Ok(())
}
