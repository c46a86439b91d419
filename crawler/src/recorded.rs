//! The files of the evidence in; every fetch that they hold with what it was for out, in the order in which it was made.

use std::collections::HashMap;
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
use crate::archive::Purpose;
use crate::archive::Record;
use crate::archive::Records;
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

/// Reads one file: every answer is followed by its request, which says what it was for.
fn read_file(
    folder: &Path,
    file: &str,
    fetches: &mut Vec<RecordedFetch>,
    unplaced: &mut Unplaced,
) -> Result<(), ArchiveError> {
    let mut answer: Option<(Evidence, Timestamp)> = None;
    let mut open: HashMap<Asked, usize> = HashMap::new();
    for record in Records::open(folder, file)? {
        let (offset, record) = record?;
        match record.header("WARC-Type") {
            Some("response" | "revisit") => {
                unplaced.without_purpose += u64::from(answer.is_some());
                answer = place(file, offset, &record);
            }
            Some("request") => {
                let Some((evidence, at)) = answer.take() else { continue };
                let purpose = record.header(Purpose::HEADER).and_then(Purpose::read);
                let Some(purpose) = purpose else {
                    unplaced.without_purpose += 1;
                    continue;
                };
                let begun = open.get(&asked(&purpose)).copied().filter(|_| purpose.hop > 0);
                if let Some(begun) = begun {
                    fetches[begun].led_to.extend(record.header("WARC-Target-URI").and_then(key_of));
                    fetches[begun].places.push(evidence);
                    fetches[begun].requests.push(offset);
                    fetches[begun].until = at;
                } else {
                    open.insert(asked(&purpose), fetches.len());
                    fetches.push(RecordedFetch {
                        purpose,
                        at,
                        until: at,
                        places: vec![evidence],
                        requests: vec![offset],
                        led_to: Vec::new(),
                    });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn key_of(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|url| address::identity(&url))
}

fn place(file: &str, offset: u64, record: &Record) -> Option<(Evidence, Timestamp)> {
    let digest = record.header("WARC-Payload-Digest")?.strip_prefix("sha256:")?.to_owned();
    let at = record.header("WARC-Date")?.parse().ok()?;
    Some((Evidence { file: file.to_owned(), offset, sha256: digest }, at))
}

/// Reads an exchange back; a payload that was the same as before is that of its first copy.
fn exchange(folder: &Path, place: &Evidence, request: u64) -> Option<Exchange> {
    let own = archive::read_one(folder, &place.file, place.offset).ok()?;
    let status = own.status()?;
    let body = match own.points_elsewhere() && status != 304 {
        true => archive::read(folder, &place.file, place.offset).ok()?.body,
        false => own.body.clone(),
    };
    Some(Exchange {
        url: Url::parse(own.header("WARC-Target-URI")?).ok()?,
        at: own.header("WARC-Date")?.parse().ok()?,
        peer: own.header("WARC-IP-Address").and_then(|peer| peer.parse().ok()),
        // A 304 means something only where it was asked whether the page is as it was.
        request: match status {
            304 => archive::read_one(folder, &place.file, request).ok()?.http_head,
            _ => Vec::new(),
        },
        status,
        cut_after: own.header("WARC-Truncated").map(|_| body.len()),
        response_head: own.http_head,
        body,
    })
}
