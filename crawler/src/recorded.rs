//! The files of the evidence in; every fetch that they hold with what it was for out, in the order in which it was made.

use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::VecDeque;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use corpus::visit::Evidence;
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::archive;
use crate::archive::ArchiveError;
use crate::archive::Pair;
use crate::archive::Pairs;
use crate::archive::Purpose;
use crate::archive::Record;
use crate::fetch::Exchange;

/// One fetch: what it was for, and where its exchanges lie, redirects first.
#[derive(Clone, Debug)]
pub(crate) struct RecordedFetch {
    pub(crate) purpose: Purpose,
    /// When its first answer was complete.
    pub(crate) at: Timestamp,
    /// When its last one was.
    pub(crate) until: Timestamp,
    places: Vec<Evidence>,
    /// Where the request of each exchange lies, in the same file.
    requests: Vec<u64>,
    /// The addresses that it was led to.
    led_to: Vec<String>,
    /// Whether its last answer sends elsewhere.
    leads_on: bool,
}

/// All fetches of an archive. Each is handed out once.
pub(crate) struct Recorded {
    folder: PathBuf,
    fetches: Vec<RecordedFetch>,
    waiting: Mutex<HashMap<Asked, VecDeque<usize>>>,
    /// The fetches that were led through an address, or to it, from another.
    through: HashMap<Asked, Vec<usize>>,
}

/// The exchanges of a fetch, and where each lies.
pub(crate) type Taken = (Vec<Exchange>, Vec<Evidence>);

/// Which crawl asked for what.
type Asked = (String, i64, String);

/// What reading an archive could not place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unplaced {
    /// Answers that do not say what they were for: robots.txt, tries that failed, and archives of other programs.
    pub without_purpose: u64,
    /// Files that cannot be read to their end, with why.
    pub damaged: Vec<String>,
}

fn asked(purpose: &Purpose) -> Asked {
    (purpose.source.clone(), purpose.run, purpose.target.key.clone())
}

impl Recorded {
    /// Reads what every file of an archive holds.
    pub(crate) fn read(folder: &Path) -> Result<(Recorded, Unplaced), ArchiveError> {
        let (mut fetches, mut unplaced) = (Vec::new(), Unplaced::default());
        for file in archive::files(folder)? {
            if let Err(err) = read_file(folder, &file, &mut fetches, &mut unplaced) {
                unplaced.damaged.push(format!("{file}: {err}"));
            }
        }
        fetches.sort_by_key(|fetch| fetch.at);
        leave_out_torn(&mut fetches);
        let mut waiting: HashMap<Asked, VecDeque<usize>> = HashMap::new();
        let mut through: HashMap<Asked, Vec<usize>> = HashMap::new();
        for (at, fetch) in fetches.iter().enumerate() {
            waiting.entry(asked(&fetch.purpose)).or_default().push_back(at);
            for key in &fetch.led_to {
                let Purpose { source, run, .. } = &fetch.purpose;
                through.entry((source.clone(), *run, key.clone())).or_default().push(at);
            }
        }
        Ok((Recorded { folder: folder.to_owned(), fetches, waiting: Mutex::new(waiting), through }, unplaced))
    }

    /// The fetches in the order in which they were made.
    pub(crate) fn fetches(&self) -> &[RecordedFetch] {
        &self.fetches
    }

    /// Whether a fetch has not been handed out yet.
    pub(crate) fn is_waiting(&self, at: usize) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.get(&asked(&self.fetches[at].purpose)).is_some_and(|queue| queue.contains(&at))
    }

    /// Hands out the next fetch for a purpose.
    pub(crate) fn take(&self, purpose: &Purpose) -> Option<Taken> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let at = waiting.get_mut(&asked(purpose))?.pop_front()?;
        drop(waiting);
        self.exchanges(at)
    }

    /// Hands out a fetch that met the address of a purpose in the same crawl, and what that one was for: the next for this address
    /// itself, or else the first that was led there from another.
    pub(crate) fn take_meeting(&self, purpose: &Purpose) -> Option<(&Purpose, Taken)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let own = waiting.get(&asked(purpose)).and_then(|queue| queue.front().copied());
        let at = own.or_else(|| {
            let through = self.through.get(&asked(purpose))?.iter().copied();
            let is_waiting = |&at: &usize| {
                waiting.get(&asked(&self.fetches[at].purpose)).is_some_and(|queue| queue.contains(&at))
            };
            through.filter(is_waiting).min()
        })?;
        let other = &self.fetches[at].purpose;
        waiting.get_mut(&asked(other))?.retain(|&waiting| waiting != at);
        drop(waiting);
        Some((other, self.exchanges(at)?))
    }

    fn exchanges(&self, at: usize) -> Option<Taken> {
        let RecordedFetch { places, requests, .. } = &self.fetches[at];
        let exchanges = places.iter().zip(requests);
        let exchanges = exchanges.map(|(place, request)| exchange(&self.folder, place, *request));
        let exchanges = exchanges.collect::<Option<Vec<_>>>()?;
        Some((exchanges, places.clone()))
    }
}

/// Leaves out what a crawl asked for again because it was killed before it had followed where that led.
fn leave_out_torn(fetches: &mut Vec<RecordedFetch>) {
    let mut asked_later = HashSet::new();
    let mut is_whole: Vec<bool> = Vec::with_capacity(fetches.len());
    for fetch in fetches.iter().rev() {
        let is_last = asked_later.insert(asked(&fetch.purpose));
        is_whole.push(is_last || !fetch.leads_on);
    }
    fetches.retain(|_| is_whole.pop().unwrap_or(true));
}

/// Reads one file; a fetch whose first exchanges ended another file goes on in this one.
fn read_file(
    folder: &Path,
    file: &str,
    fetches: &mut Vec<RecordedFetch>,
    unplaced: &mut Unplaced,
) -> Result<(), ArchiveError> {
    let mut pairs = Pairs::open(folder, file)?;
    let mut came = Ok(());
    for pair in &mut pairs {
        match pair {
            Ok(pair) => unplaced.without_purpose += u64::from(!take_in(pair, fetches)),
            Err(err) => came = Err(err),
        }
    }
    unplaced.without_purpose += pairs.without_request;
    came
}

/// Adds an exchange to its fetch; tells whether it says what it was for. The exchanges of a fetch are kept together.
fn take_in(pair: Pair, fetches: &mut Vec<RecordedFetch>) -> bool {
    let Pair { evidence, at, answer, request_at, request, purpose } = pair;
    let leads_on = answer.status().is_some_and(|status| matches!(status, 300..=399) && status != 304);
    let Some(purpose) = purpose else { return false };
    let goes_on = |last: &&mut RecordedFetch| {
        purpose.hop > 0 && last.places.len() == purpose.hop && asked(&last.purpose) == asked(&purpose)
    };
    match fetches.last_mut().filter(goes_on) {
        Some(begun) => {
            begun.led_to.extend(request.header("WARC-Target-URI").and_then(key_of));
            begun.places.push(evidence);
            begun.requests.push(request_at);
            begun.until = at;
            begun.leads_on = leads_on;
        }
        None => fetches.push(RecordedFetch {
            purpose,
            at,
            until: at,
            places: vec![evidence],
            requests: vec![request_at],
            led_to: Vec::new(),
            leads_on,
        }),
    }
    true
}

fn key_of(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|url| address::identity(&url))
}

/// Reads an exchange back; a 304 means something only where it was asked whether the page is as it was.
fn exchange(folder: &Path, place: &Evidence, request: u64) -> Option<Exchange> {
    let own = archive::read_one(folder, &place.file, place.offset).ok()?;
    let request = match own.status()? {
        304 => archive::read_one(folder, &place.file, request).ok()?.http_head,
        _ => Vec::new(),
    };
    exchange_of(folder, place, own, request)
}

/// Returns the exchange that an answer belongs to; a payload that was the same as before is that of its first copy.
pub(crate) fn exchange_of(
    folder: &Path,
    place: &Evidence,
    own: Record,
    request: Vec<u8>,
) -> Option<Exchange> {
    let status = own.status()?;
    let body = match own.points_elsewhere() && status != 304 {
        true => archive::read(folder, &place.file, place.offset).ok()?.body,
        false => own.body.clone(),
    };
    Some(Exchange {
        url: Url::parse(own.header("WARC-Target-URI")?).ok()?,
        at: own.header("WARC-Date")?.parse().ok()?,
        peer: own.header("WARC-IP-Address").and_then(|peer| peer.parse().ok()),
        request,
        status,
        cut_after: own.header("WARC-Truncated").map(|_| body.len()),
        response_head: own.http_head,
        body,
    })
}
