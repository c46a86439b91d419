//! What came of one target: visits, addresses, document, change and frontier, kept in one transaction.

use crate::document::Document;
use crate::document::DocumentId;
use crate::error::Error;
use crate::hex::hex;
use crate::store::Store;
use crate::store::absence;
use crate::store::addresses;
use crate::store::addresses::AddressText;
use crate::store::changes::ChangeEvent;
use crate::store::earliest;
use crate::store::frontier;
use crate::store::frontier::Run;
use crate::store::frontier::Target;
use crate::store::page_files;
use crate::store::parting;
use crate::store::renewal::Given;
use crate::store::same;
use crate::store::same::Newcomer;
use crate::store::versions;
use crate::store::versions::Seen;
use crate::store::versions::Version;
use crate::store::visits;
use crate::store::visits::is_missing_landing;
use crate::store::visits::page;
use crate::visit::Outcome;
use crate::visit::Visit;
use rusqlite::Connection;
use rusqlite::params;
use sha2::Digest;
use sha2::Sha256;

/// What a page turned out to hold.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nothing to keep; the outcomes of the visits stand as given.
    Nothing,
    /// The page and its files are as they were.
    Unmodified,
    /// The page could be had, but not all of what is to be read with it: the next crawl asks for it as if it were not held.
    Incomplete,
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
    /// Whether a new address turned out to give a document that was there already.
    pub is_another_address: bool,
}

impl Store {
    /// Keeps what came of one target: visits, addresses, document, change and frontier, in one transaction.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`; nothing is kept then and the target stays in the frontier.
    pub fn record(&mut self, run: &Run, step: &Step<'_>) -> Result<Recorded, Error> {
        self.transact("recording a visit", |transaction| {
            let recorded = match &step.found {
                _ if is_met_again(transaction, run, step)? => record_again(transaction, run, step)?,
                Found::Document { document, text_from } => {
                    record_document(transaction, run, step, document, *text_from)?
                }
                Found::Links(links) => {
                    visits::keep(transaction, run, step, None, None)?;
                    let queued = frontier::enqueue(transaction, run, links)?;
                    Recorded {
                        outcome: last_outcome(step),
                        document: None,
                        queued,
                        is_another_address: false,
                    }
                }
                Found::Unmodified | Found::Incomplete | Found::Nothing => {
                    record_plain(transaction, run, step)?
                }
            };
            frontier::tick_off(transaction, run.id, step)?;
            Ok(recorded)
        })
    }
}

fn last_outcome(step: &Step<'_>) -> Outcome {
    page(step).map_or(Outcome::Transient, |visit| visit.outcome)
}

/// Tells whether another address led this crawl to the page of a step before.
fn is_met_again(connection: &Connection, run: &Run, step: &Step<'_>) -> rusqlite::Result<bool> {
    page(step).map_or(Ok(false), |page| visits::is_kept(connection, run, page))
}

/// Of a page that this crawl has kept, nothing is new but that the asked address leads there too.
fn record_again(connection: &Connection, run: &Run, step: &Step<'_>) -> rusqlite::Result<Recorded> {
    let Some(page) = page(step) else { return record_plain(connection, run, step) };
    let (held, is_well) = addresses::held_well(connection, &page.key)?;
    let before = addresses::address_text(connection, &step.target.key)?.and_then(|(id, _)| id);
    visits::keep(connection, run, step, held.as_ref(), None)?;
    let asked = step.visits.iter().find(|visit| visit.key == step.target.key && visit.key != page.key);
    let again = |outcome| Recorded { outcome, document: held.clone(), queued: 0, is_another_address: false };
    let Some(asked) = asked else { return Ok(again(Outcome::Unchanged)) };
    if let (Some(id), true) = (&held, is_well) {
        absence::lead_to(connection, run, (asked, before), (page, id))?;
    }
    Ok(again(asked.outcome))
}

fn record_plain(connection: &Connection, run: &Run, step: &Step<'_>) -> rusqlite::Result<Recorded> {
    let page_key = page(step).map_or(step.target.key.as_str(), |visit| visit.key.as_str());
    let known = addresses::known(connection, page_key)?;
    let was_gone = known.as_ref().is_some_and(|known| known.is_gone);
    let document = known.and_then(|known| known.document);
    let mut outcome = match step.found {
        Found::Unmodified => Outcome::Unchanged,
        _ => last_outcome(step),
    };
    if outcome == Outcome::Missing && addresses::is_second_miss(connection, run, page_key)? {
        outcome = Outcome::Gone;
    }
    let owner = document.as_ref();
    let before = addresses::address_text(connection, &step.target.key)?.and_then(|(id, _)| id);
    visits::keep(connection, run, step, owner, Some(outcome))?;
    if let (Found::Unmodified, Some(id), Some(page)) = (&step.found, owner, page(step))
        && let Some(asked) = step.visits.iter().find(|visit| visit.key == step.target.key)
        && asked.key != page.key
    {
        // A page behind a slow refresh is asked for with the validators of its own copy.
        absence::lead_to(connection, run, (asked, before), (page, id))?;
    }
    if matches!(step.found, Found::Incomplete) {
        addresses::forget_validators(connection, page_key)?;
    }
    for landing in step.visits.iter().filter(|visit| is_missing_landing(step, visit)) {
        let Some(known) = addresses::known(connection, &landing.key)?.filter(|known| !known.is_gone) else {
            continue;
        };
        match known.document {
            // The asked address tells of its own document below.
            Some(id) if Some(&id) == owner => {
                absence::count_miss(connection, run, &id, landing)?;
            }
            Some(id) => absence::miss(connection, run, &id, landing)?,
            None => {}
        }
    }
    if let (Some(id), Some(page)) = (&document, page(step)) {
        match outcome {
            Outcome::Gone if !was_gone => absence::lose(connection, id, page)?,
            Outcome::SoftNotFound => absence::said_not_to_exist(connection, id, page)?,
            Outcome::Unchanged => absence::said_to_exist_again(connection, id, page)?,
            _ => {}
        }
    }
    Ok(Recorded { outcome, document, queued: 0, is_another_address: false })
}

fn record_document(
    connection: &Connection,
    run: &Run,
    step: &Step<'_>,
    document: &Document,
    text_from: usize,
) -> rusqlite::Result<Recorded> {
    let Some(page) = page(step) else { return record_plain(connection, run, step) };
    let hash = versions::text_hash(&document.title, &document.text);
    let before = before(connection, step, page, (document, &hash))?;
    let stays = before.known.is_some() && before.parted.is_none();
    let found = match before.known.clone().filter(|_| stays) {
        Some(id) => Some(id),
        None => same::find(connection, &Newcomer { run, key: &page.key, document, text_hash: &hash })?,
    };
    let seen = Seen {
        url: Some(&page.url),
        evidence: step.visits.get(text_from).and_then(|visit| visit.evidence.as_ref()),
        at: page.at,
    };
    let (id, change) = match found {
        None => (new_id(connection, &page.key)?, Some(ChangeEvent::Added)),
        Some(id) => {
            let given = Given { document, hash: &hash, own: before.own.as_deref(), is_known_address: stays };
            let change = given.change_of(connection, &id)?;
            (id, change)
        }
    };
    if let Some(event) = change {
        let published = earliest::date(connection, &id, document.published)?;
        let version = Version { document, published, text_hash: &hash };
        versions::add_version(connection, &id, &version, &seen, event)?;
    } else {
        earliest::keep_date(connection, &id, document, page.at)?;
    }
    let outcome = match before.parted {
        Some(_) => Outcome::Changed,
        None => outcome_of(before.known.is_some(), change),
    };
    visits::keep(connection, run, step, Some(&id), Some(outcome))?;
    connection
        .prepare_cached("UPDATE addresses SET text_hash = ?2, published = ?3 WHERE key = ?1")?
        .execute(params![page.key, hash, document.published.map(|date| date.to_string())])?;
    page_files::keep(connection, &page.key, &step.visits)?;
    if let Some(parted) = &before.parted {
        parting::lead_away(connection, parted, &step.visits, page.at)?;
    }
    tell_of_asked(connection, run, step, before.left.as_ref(), (page, &id))?;
    if change != Some(ChangeEvent::Returned) {
        absence::said_to_exist_again(connection, &id, page)?;
    }
    let is_added = matches!(change, Some(ChangeEvent::Added | ChangeEvent::Returned));
    let is_another_address = outcome == Outcome::New && !is_added;
    Ok(Recorded { outcome, document: Some(id), queued: 0, is_another_address })
}

/// What was known of the addresses of a step before its page was read.
struct Before {
    /// The document that the page gave, or else the asked address.
    known: Option<DocumentId>,
    /// The same, when the page gives another one now.
    parted: Option<DocumentId>,
    /// The hash of the text that the page last gave.
    own: Option<String>,
    /// The document that the asked address gave, when it leads away from it.
    left: Option<DocumentId>,
}

fn before(
    connection: &Connection,
    step: &Step<'_>,
    page: &Visit,
    (document, hash): (&Document, &str),
) -> rusqlite::Result<Before> {
    let landed = addresses::address_text(connection, &page.key)?;
    let asked = addresses::address_text(connection, &step.target.key)?;
    let left = left_behind(&landed, &asked);
    let known = landed.iter().chain(&asked).find_map(|(id, _)| id.clone());
    let own = landed.and_then(|(_, hash)| hash);
    let is_another = own.as_deref() != Some(hash);
    let parted = match &known {
        Some(id) if is_another && parting::parts(connection, id, &step.visits, (document, hash))? => {
            known.clone()
        }
        _ => None,
    };
    // An address that leads to a page which parted from their document no longer gives that document either.
    let left = left.or_else(|| parted.clone().filter(|_| asked_visit(step, page).key != page.key));
    Ok(Before { known, parted, own, left })
}

fn asked_visit<'a>(step: &'a Step<'_>, page: &'a Visit) -> &'a Visit {
    step.visits.iter().find(|visit| visit.key == step.target.key).unwrap_or(page)
}

/// Tells what came of the asked address: it leads away from the document that it gave, or to where that is.
fn tell_of_asked(
    connection: &Connection,
    run: &Run,
    step: &Step<'_>,
    left: Option<&DocumentId>,
    (page, id): (&Visit, &DocumentId),
) -> rusqlite::Result<()> {
    let asked = asked_visit(step, page);
    if let Some(left) = left {
        return absence::miss(connection, run, left, asked);
    }
    addresses::forget_misses(connection, &step.target.key)?;
    if asked.key == page.key {
        return Ok(());
    }
    absence::moved(connection, id, asked, page)
}

/// Returns the document that an address held before it began to lead to another document's page.
fn left_behind(before: &Option<AddressText>, asked: &Option<AddressText>) -> Option<DocumentId> {
    let document = |known: &Option<AddressText>| known.as_ref().and_then(|(id, _)| id.clone());
    document(asked).filter(|asked| document(before).is_some_and(|landed| landed != *asked))
}

fn outcome_of(is_known_address: bool, change: Option<ChangeEvent>) -> Outcome {
    match (is_known_address, change) {
        (false, _) => Outcome::New,
        (true, Some(_)) => Outcome::Changed,
        (true, None) => Outcome::Unchanged,
    }
}

/// Names a new document after the address it was first seen at, so that a store rebuilt from the evidence
/// gives the same names.
fn new_id(connection: &Connection, key: &str) -> rusqlite::Result<DocumentId> {
    let hex = hex(Sha256::digest(key));
    let mut length = 12;
    loop {
        let id = DocumentId::parse(&hex[..length]).expect("hex digits are a valid id");
        let is_taken = versions::stored(connection, &id, None)?.is_some();
        if !is_taken || length == hex.len() {
            return Ok(id);
        }
        length += 4;
    }
}
