//! A flat plan in one segment; its totals and its best documents out, some hundred documents at a time.
//!
//! Where any of several strings suffices, or where strings stand in much the same documents, going from one matching document to
//! the next costs more than what is found there. Here every string hands out its documents once, in a row.

use std::cell::Cell;

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Wanted;
use crate::local::evaluate::FlatParts;
use crate::local::flat::Needed;
use crate::local::leaf::Leaf;
use crate::local::order::Order;
use crate::local::rank::CountTest;
use crate::local::rank::Frequency;
use crate::local::segment::Segment;
use crate::search::Total;

/// For how many strings of how many documents counts are held at most; about 32 kB, so that they stay near the processor.
const HELD: usize = 4096;
/// How many documents are looked at together: at most, and at least. Always a multiple of 64.
const WIDEST: usize = if cfg!(test) { 128 } else { 1024 };
const NARROWEST: usize = 64;
/// How many times 64 documents these are at most.
const WORDS: usize = WIDEST / 64;

/// Strings that must all stand are swept when they stand in so many times the documents of the rarest one at most.
const DENSE: u64 = 4;

/// Adds the best documents of a plan to an order and returns the totals. Where every matching document is to be seen, hands out
/// each, in ascending order.
pub(crate) fn sweep(
    segment: &Segment,
    mut parts: FlatParts<'_, '_>,
    order: &mut Order<'_>,
    mut see: Option<&mut dyn FnMut(DocId)>,
) -> Total {
    let wanted = parts.wanted;
    let mut window = Window::new(segment, &parts);
    let mut found = vec![Frequency::default(); wanted.len()];
    let is_any = parts.flat.needed == Needed::Any;
    // Where any string suffices, most documents hold one only, and not in their titles: its count then tells enough.
    let is_told = is_any && order.ranks_by_counts_alone();
    let sees_all = see.is_some() || !is_any || !parts.flat.tests.is_empty() || segment.reader.has_deletes();
    let mut total = Total::default();
    let mut from = 0;
    while let Some(begin) = parts.next(from) {
        let tests = is_told.then(|| order.count_tests(wanted.len()));
        let occurrences = window.fill(begin, &mut parts, tests.as_deref(), order.ranks());
        from = window.end();
        if !sees_all {
            total.documents += window.count_matching(wanted);
            total.occurrences += occurrences;
        }
        window.each_match(wanted, (sees_all, is_told), &mut found, &mut |doc, found, is_hopeful| {
            let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
            if sees_all {
                let matches = segment.is_alive(doc)
                    && parts.flat.tests.iter().all(|&test| parts.tests[test].holds(doc));
                if !matches {
                    return;
                }
                total.documents += 1;
                total.occurrences += occurrences;
                if let Some(see) = &mut see {
                    see(doc);
                }
            }
            if is_hopeful {
                order.add_counted(doc, occurrences, found);
            }
        });
        window.widen();
    }
    total
}

/// Tells whether a sweep is faster than going from document to document. Where pairs must be joined, looking at places last
/// mostly saves more.
pub(crate) fn suits(parts: &FlatParts<'_, '_>) -> bool {
    let is_ready = parts.needs_no_joining();
    if parts.flat.needed == Needed::Any {
        return is_ready || parts.flat.tests.is_empty();
    }
    if !is_ready {
        return false;
    }
    let most = |leaf: &Leaf<'_>| leaf.text.most_documents();
    let rarest = parts.leaves.iter().map(most).min().unwrap_or(0);
    parts.leaves.iter().map(most).sum::<u64>() <= DENSE * rarest
}

impl FlatParts<'_, '_> {
    /// Tells whether the counts of every string are found without joining pairs.
    pub(crate) fn needs_no_joining(&self) -> bool {
        self.leaves.iter().all(|leaf| leaf.text.can_begin_again())
    }

    /// Returns the first document from a target on that may match.
    fn next(&mut self, target: DocId) -> Option<DocId> {
        let reached =
            self.leaves.iter_mut().zip(self.wanted).map(|(leaf, wanted)| leaf.reach(target, wanted));
        let first = match self.flat.needed {
            Needed::Any => reached.min(),
            Needed::All => reached.max(),
        };
        first.filter(|&doc| doc != TERMINATED)
    }
}

/// The counts of some documents in a row.
struct Window<'s> {
    segment: &'s Segment,
    needed: Needed,
    begin: DocId,
    /// How many documents it has now, and has at most.
    width: usize,
    widest: usize,
    /// One for each string.
    columns: Vec<Column>,
    /// The documents that may be among the best, one bit for each.
    hopeful: [u64; WORDS],
}

/// Returns how many documents a window has at first and at most: the first ones tell what the others must reach.
fn widths(strings: usize, widest: usize) -> (usize, usize) {
    let widest = (HELD / strings.max(1)).clamp(NARROWEST, widest) / 64 * 64;
    ((widest / 8).next_multiple_of(64), widest)
}

/// How often a string stands in the texts of some documents in a row, and in their titles.
struct Column {
    /// What it says of documents that do not hold the string means nothing.
    in_text: Vec<u32>,
    /// Those of which the title holds it, in ascending order.
    in_title: Vec<(DocId, u32)>,
    /// The documents that hold it, one bit for each.
    texts: [u64; WORDS],
    titles: [u64; WORDS],
}

/// Tells whether a bit is set.
#[inline]
fn has(bits: &[u64; WORDS], at: usize) -> bool {
    bits[at / 64] >> (at % 64) & 1 == 1
}

thread_local! {
    /// Room for counts that a thread keeps for its next question: to ask the allocator for so much takes as long as many a search.
    static ROOM: Cell<Vec<Vec<u32>>> = const { Cell::new(Vec::new()) };
}

impl Column {
    fn new(mut in_text: Vec<u32>, widest: usize) -> Column {
        in_text.resize(widest, 0);
        Column { in_text, in_title: Vec::new(), texts: [0; WORDS], titles: [0; WORDS] }
    }

    fn clear(&mut self) {
        self.in_title.clear();
        (self.texts, self.titles) = ([0; WORDS], [0; WORDS]);
    }

    /// Puts in how often the string stands in a text; nothing for one outside, as damaged bytes may give.
    #[inline]
    fn put(&mut self, at: usize, count: u32) {
        if let Some(here) = self.in_text.get_mut(at) {
            *here = count;
            self.texts[at / 64] |= 1 << (at % 64);
        }
    }

    fn put_title(&mut self, at: usize, count: u32) {
        if at < self.in_text.len() {
            self.in_title.push((at as DocId, count));
            self.titles[at / 64] |= 1 << (at % 64);
        }
    }

    /// Returns how often the string stands in a document.
    #[inline]
    fn of(&self, at: usize) -> Frequency {
        let in_title = if has(&self.titles, at) { self.count_in_title(at) } else { 0 };
        Frequency { in_text: if has(&self.texts, at) { self.in_text[at] } else { 0 }, in_title }
    }

    fn count_in_title(&self, at: usize) -> u32 {
        let found = self.in_title.binary_search_by_key(&(at as DocId), |&(titled, _)| titled);
        found.map_or(0, |place| self.in_title[place].1)
    }
}

impl<'s> Window<'s> {
    fn new(segment: &'s Segment, parts: &FlatParts<'_, '_>) -> Window<'s> {
        let strings = parts.leaves.len();
        let (width, widest) = widths(strings, WIDEST);
        let mut room = ROOM.take();
        let columns = (0..strings).map(|_| Column::new(room.pop().unwrap_or_default(), widest)).collect();
        ROOM.set(room);
        Window { segment, needed: parts.flat.needed, begin: 0, width, widest, columns, hopeful: [0; WORDS] }
    }

    /// Takes more documents next time.
    fn widen(&mut self) {
        self.width = (2 * self.width).min(self.widest);
    }

    fn end(&self) -> DocId {
        self.begin.saturating_add(self.width as DocId)
    }

    /// Takes up what every string has from a document on, and returns how often they stand in texts. Where there are tests, a
    /// document with one string in its text must pass that of the string to be among the best.
    fn fill(
        &mut self,
        begin: DocId,
        parts: &mut FlatParts<'_, '_>,
        tests: Option<&[CountTest]>,
        with_titles: bool,
    ) -> u64 {
        self.begin = begin;
        let (end, segment) = (self.end(), self.segment);
        let mut occurrences = 0;
        self.hopeful = [0; WORDS];
        for (string, column) in self.columns.iter_mut().enumerate() {
            column.clear();
            let leaf = &mut parts.leaves[string];
            match tests.map(|tests| tests[string]) {
                None => leaf.text.each_before(begin, end, &mut |doc, count| {
                    occurrences += u64::from(count);
                    column.put(doc.wrapping_sub(begin) as usize, count);
                }),
                Some(test) => leaf.text.each_before(begin, end, &mut |doc, count| {
                    occurrences += u64::from(count);
                    let at = doc.wrapping_sub(begin) as usize;
                    column.put(at, count);
                    if let Some(word) = self.hopeful.get_mut(at / 64) {
                        *word |= u64::from(test.passes(count, doc, segment)) << (at % 64);
                    }
                }),
            }
            if with_titles || parts.wanted[string].in_title {
                leaf.title().each_before(begin, end, &mut |doc, count| {
                    column.put_title(doc.wrapping_sub(begin) as usize, count);
                });
            }
        }
        occurrences
    }

    /// Returns which of 64 documents may match, and which of them may be among the best.
    fn marks(&self, word: usize, wanted: &[Wanted], is_tested: bool) -> (u64, u64) {
        let (mut all, mut any, mut several) = (u64::MAX, 0, 0);
        let mut hopeful = if is_tested { self.hopeful[word] } else { u64::MAX };
        for (column, wanted) in self.columns.iter().zip(wanted) {
            let (in_text, in_title) = (column.texts[word], column.titles[word]);
            let holding = if wanted.in_title { in_text | in_title } else { in_text };
            all &= holding;
            several |= any & in_text;
            any |= holding;
            hopeful |= in_title;
        }
        match self.needed {
            Needed::All => (all, all),
            // Where several things were found, they are looked at together.
            Needed::Any => (any, any & (hopeful | several)),
        }
    }

    /// Counts the documents that may match.
    fn count_matching(&self, wanted: &[Wanted]) -> u64 {
        (0..self.width / 64).map(|word| u64::from(self.marks(word, wanted, false).0.count_ones())).sum()
    }

    /// Hands out the documents that may match, or only those of them that may be among the best, with the counts of every
    /// string and whether they may.
    fn each_match(
        &self,
        wanted: &[Wanted],
        (all, is_tested): (bool, bool),
        found: &mut [Frequency],
        see: &mut impl FnMut(DocId, &[Frequency], bool),
    ) {
        for word in 0..self.width / 64 {
            let (matching, hopeful) = self.marks(word, wanted, is_tested);
            let mut rest = if all { matching } else { hopeful };
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let at = word * 64 + bit;
                for (column, found) in self.columns.iter().zip(found.iter_mut()) {
                    *found = column.of(at);
                }
                see(self.begin + at as DocId, found, hopeful >> bit & 1 == 1);
            }
        }
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let mut room = ROOM.take();
        let free = (HELD / WIDEST).saturating_sub(room.len());
        room.extend(self.columns.drain(..).map(|column| column.in_text).take(free));
        ROOM.set(room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_whole_marks_however_many_strings_there_are() {
        for strings in 1..=200 {
            let (mut width, widest) = widths(strings, 1024);
            while width < widest {
                assert_eq!(width % 64, 0, "{strings} strings");
                width = (2 * width).min(widest);
            }
            assert_eq!((width, widest % 64), (widest, 0), "{strings} strings");
        }
    }
}
