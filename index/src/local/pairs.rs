//! A segment's file of pairs in; where each two neighbouring characters stand out.
//!
//! All texts of a segment stand one behind the other, each closed by `CLOSE`; a place is a character's number in that row.
//! The file holds, one after the other: a run of places for each pair; for each pair its second character and where its run
//! begins; for each first character which of those are its own; where each document starts; and at the very end how many
//! there are of each. Numbers are little-endian.

use std::cmp::Ordering;
use std::ops::Range;

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;

use crate::local::run;
use crate::local::run::Run;

/// Bytes of the end of the file: the length of the runs (8), and the number of pairs, first characters and documents.
pub(crate) const TAIL: usize = 20;
/// Bits of a pair's line that say where its run begins; the second character stands above.
pub(crate) const RUN_BITS: u32 = 43;
/// Bytes of a pair's line.
pub(crate) const PAIR: usize = 8;
/// Bytes of a first character's line: the character and the number of its first pair.
pub(crate) const FIRST: usize = 8;
/// Bytes of a document's start.
pub(crate) const START: usize = 4;

/// The pairs of one field of one segment. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pairs {
    runs: OwnedBytes,
    pairs: OwnedBytes,
    firsts: OwnedBytes,
    starts: OwnedBytes,
}

impl Pairs {
    /// Opens the file with an ending; reads nothing but how long its parts are.
    pub(crate) fn open(reader: &SegmentReader, ending: &str) -> tantivy::Result<Pairs> {
        let file = reader.open_read(SegmentComponent::Custom(ending.to_owned()))?;
        let pairs = Pairs::over(file.read_bytes()?);
        pairs.filter(|pairs| pairs.documents() == reader.max_doc()).ok_or_else(|| {
            DataCorruption::comment_only(format!("the parts of a file of pairs ({ending}) do not fit")).into()
        })
    }

    fn over(bytes: OwnedBytes) -> Option<Pairs> {
        let body = bytes.len().checked_sub(TAIL)?;
        let tail = &bytes[body..];
        let runs = usize::try_from(u64::from_le_bytes(tail[..8].try_into().ok()?)).ok()?;
        let pairs = number(tail, 8) as usize * PAIR;
        let firsts = number(tail, 12) as usize * FIRST;
        let starts = (number(tail, 16) as usize + 1) * START;
        let fits = runs.checked_add(pairs + firsts + starts)? == body;
        fits.then(|| Pairs {
            runs: bytes.slice(0..runs),
            pairs: bytes.slice(runs..runs + pairs),
            firsts: bytes.slice(runs + pairs..runs + pairs + firsts),
            starts: bytes.slice(runs + pairs + firsts..body),
        })
    }

    /// Returns how many documents there are, deleted ones included.
    pub(crate) fn documents(&self) -> DocId {
        (self.starts.len() / START - 1) as DocId
    }

    /// Returns how many characters all texts have together, closing marks and deleted documents included.
    pub(crate) fn characters(&self) -> u64 {
        u64::from(self.start(self.documents()))
    }

    /// Returns the first place of a document; for one behind the last the end of all texts.
    pub(crate) fn start(&self, doc: DocId) -> u32 {
        number(&self.starts, doc.min(self.documents()) as usize * START)
    }

    /// Returns the document in which a place lies, which is not before `from`.
    pub(crate) fn document_of(&self, place: u32, from: DocId) -> DocId {
        // Mostly it is near: doubling steps find it quickly.
        let mut step = 1;
        while from + step < self.documents() && self.start(from + step) <= place {
            step *= 2;
        }
        let (mut low, mut high) = (from + step / 2, (from + step).min(self.documents()));
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.start(middle) <= place {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Finds where a pair stands; `None` when nowhere.
    pub(crate) fn run(&self, first: char, second: char) -> Option<Run> {
        let at = self.find(first, second)?;
        Some(self.run_at(at))
    }

    /// Returns how often a pair stands.
    pub(crate) fn count(&self, first: char, second: char) -> u64 {
        self.find(first, second).map_or(0, |at| self.count_at(at))
    }

    /// Returns how often a character stands.
    pub(crate) fn count_of(&self, first: char) -> u64 {
        self.beginning_with(first).map(|at| self.count_at(at)).sum()
    }

    /// Reads where a character stands, ascending: the places of every pair that begins with it.
    pub(crate) fn places_of(&self, first: char) -> Vec<u32> {
        let mut places = Vec::new();
        for at in self.beginning_with(first) {
            self.read(at, &mut places);
        }
        places.sort_unstable();
        places
    }

    fn count_at(&self, at: usize) -> u64 {
        run::count_at(&self.runs, self.run_start(at))
    }

    fn run_at(&self, at: usize) -> Run {
        Run::open(self.runs.clone(), self.run_start(at))
    }

    /// Adds the places of a pair, given by its number.
    fn read(&self, at: usize, places: &mut Vec<u32>) {
        let mut run = self.run_at(at);
        while run.place() != run::END {
            places.push(run.place());
            run.step();
        }
    }

    fn find(&self, first: char, second: char) -> Option<usize> {
        let of_first = self.beginning_with(first);
        let second = u64::from(u32::from(second));
        let found = search(of_first, |at| (line(&self.pairs, at) >> RUN_BITS).cmp(&second));
        found.ok()
    }

    /// Returns the numbers of the pairs that begin with a character.
    fn beginning_with(&self, first: char) -> Range<usize> {
        let firsts = self.firsts.len() / FIRST;
        let first = u32::from(first);
        match search(0..firsts, |at| number(&self.firsts, at * FIRST).cmp(&first)) {
            Ok(at) => self.own(at),
            Err(_) => 0..0,
        }
    }

    /// Returns the numbers of the pairs that belong to the first character with a number.
    fn own(&self, at: usize) -> Range<usize> {
        let all = self.pairs.len() / PAIR;
        let from = number(&self.firsts, at * FIRST + 4) as usize;
        let next = (at + 1) * FIRST;
        let to = if next < self.firsts.len() { number(&self.firsts, next + 4) as usize } else { all };
        from.min(all)..to.min(all)
    }

    fn run_start(&self, at: usize) -> usize {
        (line(&self.pairs, at) & ((1 << RUN_BITS) - 1)) as usize
    }
}

/// Goes through all pairs of a file in their order.
pub(crate) struct Walk {
    pairs: Pairs,
    first: usize,
    own: Range<usize>,
}

impl Walk {
    /// Stands at the first pair.
    pub(crate) fn new(pairs: Pairs) -> Walk {
        let own = if pairs.firsts.is_empty() { 0..0 } else { pairs.own(0) };
        Walk { pairs, first: 0, own }
    }

    /// Returns the pair reached; `None` after the last.
    pub(crate) fn pair(&self) -> Option<(u32, u32)> {
        let second = self.own.clone().next().map(|at| (line(&self.pairs.pairs, at) >> RUN_BITS) as u32)?;
        Some((number(&self.pairs.firsts, self.first * FIRST), second))
    }

    /// Adds the places of the pair reached.
    pub(crate) fn read(&self, places: &mut Vec<u32>) {
        if let Some(at) = self.own.clone().next() {
            self.pairs.read(at, places);
        }
    }

    /// Goes on to the next pair.
    pub(crate) fn step(&mut self) {
        self.own.next();
        while self.own.is_empty() && (self.first + 1) * FIRST < self.pairs.firsts.len() {
            self.first += 1;
            self.own = self.pairs.own(self.first);
        }
    }
}

/// Searches ascending things by their numbers.
fn search(range: Range<usize>, compare: impl Fn(usize) -> Ordering) -> Result<usize, usize> {
    let Range { start: mut low, end: mut high } = range;
    while low < high {
        let middle = low.midpoint(high);
        match compare(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Ok(middle),
        }
    }
    Err(low)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes were cut out"))
}

fn line(bytes: &[u8], at: usize) -> u64 {
    let at = at * PAIR;
    u64::from_le_bytes(bytes[at..at + PAIR].try_into().expect("eight bytes were cut out"))
}
