//! Following: a store and the book of copies in; the book brought to the state of the store out.

use std::collections::HashMap;
use std::collections::HashSet;
use std::panic::resume_unwind;
use std::thread;

use crate::copies::Relation;
use crate::copies::Verdict;
use crate::copies::foreign::foreign_names;
use crate::copies::judge::Prepared;
use crate::copies::judge::judge;
use crate::copies::postings::Boilerplate;
use crate::copies::postings::Counted;
use crate::copies::postings::Postings;
use crate::copies::sketch::Sketch;
use crate::copies::sketch::sketch;
use crate::document::DocumentId;
use crate::error::Error;
use crate::gazetteer;
use crate::store::CopyBook;
use crate::store::PairLine;
use crate::store::Shelved;
use crate::store::Sketched;
use crate::store::Store;
use crate::store::Stored;

/// How many documents are read at a time.
const BATCH: usize = 256;
/// When more than one document in so many is new, everything is judged anew: what is boilerplate may have changed.
const MOST_NEW: usize = 5;

/// What came of following.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Documents that were sketched.
    pub sketched: usize,
    /// Pairs that were found among them and the others.
    pub pairs: usize,
}

/// How far sketching has come, in documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Documents done.
    pub done: usize,
    /// Documents there are to do, as far as is known.
    pub total: usize,
}

/// Brings the book to the state of the store. What was done before it is cut short is kept.
///
/// # Errors
/// `Statement` and `Locked`.
pub fn follow(
    store: &Store,
    book: &mut CopyBook,
    progress: &mut dyn FnMut(Progress),
) -> Result<Followed, Error> {
    let identity = store.identity()?;
    let last = store.last_change()?;
    let position = book.position()?;
    if position.is_none_or(|position| position.store != identity || position.seq > last) {
        book.begin(&identity, last)?;
    }
    let sketched = first_pass(store, book, progress)? + changes(store, book, progress)?;
    let pairs = if book.unjudged()? == 0 { 0 } else { judge_all(book)? };
    Ok(Followed { sketched, pairs })
}

/// Sketches every document, from where a pass that was cut short ended.
fn first_pass(
    store: &Store,
    book: &mut CopyBook,
    progress: &mut dyn FnMut(Progress),
) -> Result<usize, Error> {
    let mut done = 0;
    let total = usize::try_from(store.count()?).unwrap_or(usize::MAX);
    while let Some(position) = book.position()?
        && let Some(cursor) = position.cursor
    {
        let ids = store.present_after(DocumentId::parse(&cursor).as_ref(), BATCH)?;
        let sketches = sketches(&read(store, &ids)?.0);
        book.put(&sketches, &[], position.seq, ids.last().map(DocumentId::as_str))?;
        done += ids.len();
        progress(Progress { done, total: total.max(done) });
    }
    Ok(done)
}

fn changes(store: &Store, book: &mut CopyBook, progress: &mut dyn FnMut(Progress)) -> Result<usize, Error> {
    let mut done = 0;
    while let Some(position) = book.position()? {
        let changes = store.changes_after(position.seq, BATCH)?;
        let Some(last) = changes.last() else { break };
        let mut seen = HashSet::new();
        let ids: Vec<DocumentId> =
            changes.iter().map(|change| &change.document).filter(|id| seen.insert(*id)).cloned().collect();
        let (present, gone) = read(store, &ids)?;
        book.put(&sketches(&present), &gone, last.seq, None)?;
        done += ids.len();
        progress(Progress { done, total: done });
    }
    Ok(done)
}

fn read(store: &Store, ids: &[DocumentId]) -> Result<(Vec<Stored>, Vec<DocumentId>), Error> {
    let (mut present, mut gone) = (Vec::new(), Vec::new());
    for id in ids {
        match store.document(id)?.filter(|stored| !stored.is_gone) {
            Some(stored) => present.push(stored),
            None => gone.push(id.clone()),
        }
    }
    Ok((present, gone))
}

/// Shares work among the cores: each gets one stretch.
fn on_every_core<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let size = items.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let running: Vec<_> = items.chunks(size).map(|chunk| scope.spawn(|| work(chunk))).collect();
        let done = running.into_iter().map(|job| job.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}

fn sketches(documents: &[Stored]) -> Vec<(Sketched, Sketch)> {
    on_every_core(documents, |chunk| {
        chunk.iter().map(|stored| (about(stored), sketch(&stored.document))).collect()
    })
}

fn about(stored: &Stored) -> Sketched {
    let document = &stored.document;
    Sketched {
        id: stored.id.clone(),
        title: document.title.clone(),
        kind: document.kind,
        issuer: document.issuer.clone(),
        place: document.place.clone(),
        year: document.report_year,
        published: document.published,
    }
}

/// Holds what is new against everything, or everything against everything when much is new.
fn judge_all(book: &mut CopyBook) -> Result<usize, Error> {
    let shelf = book.shelf()?;
    let judged = book.position()?.map_or(0, |position| position.judged);
    let new: Vec<bool> = shelf.iter().map(|shelved| !shelved.is_judged).collect();
    let grown = shelf.len().saturating_sub(judged).max(new.iter().filter(|&&is_new| is_new).count());
    let is_whole = grown * MOST_NEW > shelf.len();
    let known = if is_whole { Boilerplate::default() } else { book.boilerplate()? };
    let counted = counted(&shelf, if is_whole { None } else { Some((&new, &known)) });
    let postings = Postings::new(&counted);
    let mut boilerplate = postings.boilerplate(&counted);
    if !is_whole {
        boilerplate = Boilerplate::new([boilerplate.clauses(), known.clauses()].concat());
    }
    let mut candidates = postings.candidates(&counted, &boilerplate);
    drop((postings, counted));
    candidates.retain(|&(one, other)| is_whole || new[one] || new[other]);
    let verdicts = verdicts(&shelf, &candidates, &boilerplate);
    let mut lines = Vec::with_capacity(verdicts.len());
    for (one, other, verdict) in verdicts {
        lines.push(line(book, &shelf[one], &shelf[other], &verdict, &boilerplate)?);
    }
    book.judged(&lines, &boilerplate, is_whole.then_some(shelf.len()))?;
    Ok(lines.len())
}

/// Lists the clauses of every document; of those that are not new only what the new ones hold too.
fn counted(shelf: &[Shelved], only: Option<(&[bool], &Boilerplate)>) -> Vec<Counted> {
    let mut issuers: HashMap<String, u32> = HashMap::new();
    let distinct =
        |shelved: &Shelved| Sketch { clauses: shelved.clauses.clone(), names: Vec::new() }.distinct();
    let wanted: Option<HashSet<u32>> = only.map(|(new, known)| {
        let news = shelf.iter().zip(new).filter(|(_, is_new)| **is_new);
        news.flat_map(|(shelved, _)| distinct(shelved)).filter(|&clause| !known.holds(clause)).collect()
    });
    let count = |shelved: &Shelved| {
        let next = issuers.len() as u32;
        let issuer = *issuers.entry(issuer(&shelved.about)).or_insert(next);
        let mut clauses = distinct(shelved);
        if let Some(wanted) = &wanted {
            clauses.retain(|clause| wanted.contains(clause));
        }
        Counted { issuer, clauses }
    };
    shelf.iter().map(count).collect()
}

/// Returns what tells issuers apart: the place; for the central government, whose ministries have no place, the issuer.
fn issuer(about: &Sketched) -> String {
    let is_central = about.place.as_ref().is_some_and(|place| place.code.as_deref() == Some("000000"));
    let place = about.place.as_ref().filter(|_| !is_central || about.issuer.is_none());
    let place = place.map(|place| match &place.code {
        Some(code) => format!("{code} {}", place.zone.as_deref().unwrap_or_default()),
        None => place.written(),
    });
    place.or_else(|| about.issuer.clone()).unwrap_or_else(|| about.id.as_str().to_owned())
}

/// Judges candidates on every core; answers later document, earlier document and verdict.
fn verdicts(
    shelf: &[Shelved],
    candidates: &[(usize, usize)],
    boilerplate: &Boilerplate,
) -> Vec<(usize, usize, Verdict)> {
    on_every_core(candidates, |chunk| {
        let mut found = Vec::new();
        for of_one in chunk.chunk_by(|one, next| one.0 == next.0) {
            let one = prepared(&shelf[of_one[0].0], boilerplate);
            for &(first, second) in of_one {
                let other = prepared(&shelf[second], boilerplate);
                let is_first_later = age(&shelf[first].about) > age(&shelf[second].about);
                let (later, earlier) = if is_first_later { (first, second) } else { (second, first) };
                let verdict = if is_first_later { judge(&one, &other) } else { judge(&other, &one) };
                found.extend(verdict.map(|verdict| (later, earlier, verdict)));
            }
        }
        found
    })
}

fn prepared(shelved: &Shelved, boilerplate: &Boilerplate) -> Prepared {
    Prepared::new(&Sketch { clauses: shelved.clauses.clone(), names: Vec::new() }, boilerplate)
}

/// What orders documents by time: the year they speak about, the day they went up, their name.
fn age(about: &Sketched) -> (Option<i16>, Option<jiff::civil::Date>, &DocumentId) {
    (about.year.map(|year| year.end), about.published, &about.id)
}

/// Writes down a pair; of one year, the document with foreign names in it is taken for the copy.
fn line(
    book: &CopyBook,
    later: &Shelved,
    earlier: &Shelved,
    verdict: &Verdict,
    boilerplate: &Boilerplate,
) -> Result<PairLine, Error> {
    let relation = relation(&later.about, &earlier.about);
    let mut pair = PairLine {
        a: later.number,
        b: earlier.number,
        similarity: verdict.similarity,
        shared_sentences: verdict.shared_sentences,
        relation,
        foreign_names: Vec::new(),
    };
    if relation == Relation::OwnYear {
        return Ok(pair);
    }
    let (one, other) = (prepared(later, boilerplate), prepared(earlier, boilerplate));
    let (names, other_names) = (book.names(later.number)?, book.names(earlier.number)?);
    let one = (&one, names.as_slice(), later.about.place.as_ref());
    let other = (&other, other_names.as_slice(), earlier.about.place.as_ref());
    pair.foreign_names = foreign_names(one, other);
    let is_one_year = later.about.year.map(|year| year.end) == earlier.about.year.map(|year| year.end);
    if pair.foreign_names.is_empty() && is_one_year {
        pair.foreign_names = foreign_names(other, one);
        if !pair.foreign_names.is_empty() {
            (pair.a, pair.b) = (pair.b, pair.a);
        }
    }
    Ok(pair)
}

/// Tells whether two documents belong to one district.
fn relation(one: &Sketched, other: &Sketched) -> Relation {
    let is_own = match (&one.place, &other.place) {
        (Some(place), Some(other)) => {
            let is_one_code = match (&place.code, &other.code) {
                (Some(code), Some(other)) => gazetteer::same_entity(code, other),
                _ => place.path == other.path,
            };
            is_one_code && place.zone == other.zone
        }
        _ => one.issuer.is_some() && one.issuer == other.issuer,
    };
    if is_own { Relation::OwnYear } else { Relation::OtherDistrict }
}
