//! A segment's file of pairs in; where each two neighbouring characters stand out.
//!
//! All texts of a segment stand one behind the other, each closed by `CLOSE`; a place is a character's number in that row.
//! The file holds, one after the other: the places of each pair, in the order of the pairs; a line for each pair; the groups
//! that the lines form; where each document starts; and at the very end how long these parts are, and how many places of a
//! pair are a run at most. A run of several places begins with how many there are. More places are postings. A group is up
//! to 32 pairs with the same first character, so that a pair is found by halving the groups and reading one of them. A line
//! is how much higher the second character is than the one before, and twice how many bytes the places take, one more when
//! it is only one. Numbers are little-endian.

mod characters;
mod layout;
mod tables;
mod walk;

use std::ops::Range;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::Segment;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::TantivyError;
use tantivy::directory::OwnedBytes;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;

use crate::local::bits::read_number;
use crate::local::pairs::layout::GROUP;
use crate::local::pairs::layout::Line;
use crate::local::pairs::layout::Lines;
use crate::local::pairs::layout::number;
use crate::local::pairs::tables::Tables;
use crate::local::postings;
use crate::local::postings::Postings;
use crate::local::postings::Starts;
use crate::local::run;
use crate::local::word_lists::WordLists;

pub(crate) use crate::local::pairs::layout::Group;
pub(crate) use crate::local::pairs::layout::Tail;
pub(crate) use crate::local::pairs::walk::Walk;

/// The most pairs of a group.
pub(crate) const MOST_PAIRS: usize = 32;
/// Bytes of a document's start.
const START: usize = 4;

/// The pairs of one field of one segment. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pairs {
    runs: OwnedBytes,
    lines: OwnedBytes,
    groups: OwnedBytes,
    starts: OwnedBytes,
    /// The most places of a run.
    longest_run: u32,
    tables: Arc<Tables>,
    /// The documents of its words, where they are kept.
    words: Option<WordLists>,
}

/// A pair that stands somewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    line: Line,
    /// How many places it has.
    pub(crate) places: u64,
    /// In how many documents these lie at most.
    pub(crate) documents: u64,
}

/// Where a pair stands.
pub(crate) enum Stands<'a> {
    /// A few places of the row of all texts, ascending.
    Few(Vec<u32>),
    Many(Box<Postings<'a>>),
}

impl Pairs {
    /// Opens the file with an ending; reads nothing but how long its parts are.
    pub(crate) fn open(reader: &SegmentReader, ending: &str) -> tantivy::Result<Pairs> {
        let file = reader.open_read(SegmentComponent::Custom(ending.to_owned()))?;
        let pairs = Pairs::over(&file.read_bytes()?);
        pairs.filter(|pairs| pairs.documents() == reader.max_doc()).ok_or_else(|| broken(ending))
    }

    /// Opens a file together with that of the documents of its words.
    pub(crate) fn open_with_words(
        reader: &SegmentReader,
        (ending, words): (&str, &str),
    ) -> tantivy::Result<Pairs> {
        let words = Some(WordLists::open(reader, words)?);
        Ok(Pairs { words, ..Pairs::open(reader, ending)? })
    }

    /// Opens the file of a segment that is being written.
    pub(crate) fn of_new(segment: &Segment, ending: &str) -> tantivy::Result<Pairs> {
        let file = segment.open_read(SegmentComponent::Custom(ending.to_owned()))?;
        Pairs::over(&file.read_bytes()?).ok_or_else(|| broken(ending))
    }

    /// Returns the documents that hold a string when they are kept, as they are for words.
    pub(crate) fn kept(&self, folded: &str) -> Option<Postings<'_>> {
        self.words.as_ref()?.find(folded)
    }

    fn over(bytes: &OwnedBytes) -> Option<Pairs> {
        let (tail, end) = Tail::read(bytes)?;
        let runs = usize::try_from(tail.runs).ok()?;
        let lines = usize::try_from(tail.lines).ok()?.checked_add(runs)?;
        let groups = lines.checked_add(tail.groups as usize * GROUP)?;
        let starts = groups.checked_add((tail.documents as usize + 1) * START)?;
        (starts == end && tail.longest_run <= run::MOST_OF_TEXTS).then(|| Pairs {
            runs: bytes.slice(0..runs),
            lines: bytes.slice(runs..lines),
            groups: bytes.slice(lines..groups),
            starts: bytes.slice(groups..starts),
            longest_run: tail.longest_run,
            tables: Arc::default(),
            words: None,
        })
    }

    /// Returns how many characters all texts have together, closing marks and deleted documents included.
    pub(crate) fn characters(&self) -> u64 {
        u64::from(self.start(self.documents()))
    }

    /// Finds a pair; `None` when it stands nowhere.
    pub(crate) fn find(&self, first: char, second: char) -> Option<Found> {
        let (first, second) = (u32::from(first), u32::from(second));
        let groups = self.groups_of(first);
        let behind = self.groups_before(groups.clone(), |group| group.second <= second);
        let at = behind.checked_sub(1).filter(|at| groups.contains(at))?;
        let line =
            self.lines_of(at).find(|line| line.second >= second).filter(|line| line.second == second)?;
        let (places, documents) = self.counts(line);
        Some(Found { line, places, documents })
    }

    /// Counts the documents in which a pair stands, deleted ones included.
    pub(crate) fn documents_with(&self, first: char, second: char) -> u64 {
        let Some(found) = self.find(first, second) else { return 0 };
        let Stands::Few(places) = self.look_up(found) else { return found.documents };
        let (mut documents, mut doc, mut end) = (0, 0, 0);
        for place in places {
            if place >= end {
                doc = self.document_of(place, doc);
                end = self.start(doc + 1);
                documents += 1;
            }
        }
        documents
    }

    /// Looks up where a pair that was found stands.
    pub(crate) fn look_up(&self, found: Found) -> Stands<'_> {
        self.stands(found.line)
    }

    fn stands(&self, line: Line) -> Stands<'_> {
        let (places, _) = self.counts(line);
        if line.is_single {
            let end = line.start.saturating_add(line.length).min(self.runs.len());
            return Stands::Few(vec![run::read_single(self.runs.get(line.start..end).unwrap_or_default())]);
        }
        if places > u64::from(self.longest_run) {
            return Stands::Many(Box::new(Postings::open(&self.runs, line.start)));
        }
        let mut few = vec![0; places as usize];
        run::read(&self.runs, read_number(&self.runs, line.start).1, &mut few);
        Stands::Few(few)
    }

    /// Returns how many places a pair has, and in how many documents at most.
    fn counts(&self, line: Line) -> (u64, u64) {
        if line.is_single {
            return (1, 1);
        }
        let (places, documents) = postings::counts_at(&self.runs, line.start);
        if places > u64::from(self.longest_run) {
            return (places, documents);
        }
        (places, places.min(u64::from(self.documents())))
    }

    /// Hands out the places of a pair.
    fn read(&self, line: Line, see: &mut impl FnMut(u32)) {
        match self.stands(line) {
            Stands::Few(places) => places.into_iter().for_each(see),
            Stands::Many(mut postings) => {
                let mut doc = postings.seek(0);
                while doc != TERMINATED {
                    let start = self.start(doc);
                    postings.found().iter().for_each(|place| see(start.saturating_add(*place)));
                    doc = postings.seek(doc + 1);
                }
            }
        }
    }

    /// Returns the pairs that begin with a character.
    fn beginning_with(&self, first: char) -> impl Iterator<Item = Line> {
        self.groups_of(u32::from(first)).flat_map(|at| self.lines_of(at))
    }

    fn count_groups(&self) -> usize {
        self.groups.len() / GROUP
    }

    /// Finds a boundary among groups: the first that does not come before it.
    fn groups_before(&self, among: Range<usize>, is_before: impl Fn(&Group) -> bool) -> usize {
        let (mut low, mut high) = (among.start, among.end);
        while low < high {
            let middle = low.midpoint(high);
            if is_before(&self.group(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn group(&self, at: usize) -> Group {
        Group::read(&self.groups, at)
    }

    /// Reads the lines of a group.
    fn lines_of(&self, at: usize) -> Lines<'_> {
        let group = self.group(at);
        let end =
            if at + 1 < self.count_groups() { self.group(at + 1).lines as usize } else { self.lines.len() };
        let lines = self.lines.get(group.lines as usize..end).unwrap_or_default();
        Lines::of(group, lines)
    }
}

impl Starts for Pairs {
    fn documents(&self) -> DocId {
        (self.starts.len() / START - 1) as DocId
    }

    #[inline]
    fn start(&self, doc: DocId) -> u32 {
        number(&self.starts, doc.min(self.documents()) as usize * START)
    }

    #[inline]
    fn document_of(&self, place: u32, from: DocId) -> DocId {
        if place < self.start(from + 1) {
            return from;
        }
        self.entrances().document_of(self, place, from)
    }

    #[inline]
    fn length(&self, doc: DocId) -> u32 {
        let at = doc as usize * START;
        let Some(eight) = self.starts.get(at..at + 2 * START) else { return 0 };
        number(eight, START).saturating_sub(number(eight, 0)).saturating_sub(1)
    }
}

fn broken(ending: &str) -> TantivyError {
    DataCorruption::comment_only(format!("the parts of a file of pairs ({ending}) do not fit")).into()
}
