//! Some documents in a row and several strings in; how often each string stands in each of them, and which may match, out.

use std::cell::Cell;

use tantivy::DocId;

use crate::local::compile::Wanted;
use crate::local::count_test::CountTest;
use crate::local::evaluate::FlatParts;
use crate::local::flat::Needed;
use crate::local::frequency::Frequency;
use crate::local::leaf::Leaf;
use crate::local::marked::Marked;
use crate::local::segment::Segment;

/// For how many strings of how many documents counts are held at most; about 16 kB, so that they stay near the processor.
const HELD: usize = 4096;
/// How many documents are looked at together: at most, and at least. Always a multiple of 64.
const WIDEST: usize = if cfg!(test) { 128 } else { 1024 };
const NARROWEST: usize = 64;
/// How many times 64 documents these are at most.
const WORDS: usize = WIDEST / 64;

/// The counts of every string in some documents in a row.
pub(super) struct Window<'s> {
    segment: &'s Segment,
    needed: Needed,
    begin: DocId,
    /// How many documents it has now, and has at most.
    width: usize,
    widest: usize,
    /// One for each string.
    columns: Vec<Column>,
    /// The strings, those that stand in the fewest documents first.
    rarest_first: Vec<usize>,
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

    /// Takes up the texts of some documents; returns how often the string stands there.
    fn take_up(&mut self, leaf: &mut Leaf<'_>, begin: DocId, end: DocId) -> u64 {
        let mut occurrences = 0;
        leaf.text.each_row_before(begin, end, &mut |docs, counts| {
            for (&doc, &count) in docs.iter().zip(counts) {
                occurrences += u64::from(count);
                self.put(doc.wrapping_sub(begin) as usize, count);
            }
        });
        occurrences
    }

    /// Takes up those of them that are marked.
    fn take_up_marked(&mut self, marked: Marked<'_>, leaf: &mut Leaf<'_>) {
        leaf.text
            .each_marked(marked, &mut |doc, count| self.put(doc.wrapping_sub(marked.begin) as usize, count));
    }

    /// Takes up the titles of some documents.
    fn take_up_titles(&mut self, leaf: &mut Leaf<'_>, begin: DocId, end: DocId) {
        let widest = self.in_text.len();
        leaf.title().each_before(begin, end, &mut |doc, count| {
            let at = doc.wrapping_sub(begin) as usize;
            if at < widest {
                self.in_title.push((at as DocId, count));
                self.titles[at / 64] |= 1 << (at % 64);
            }
        });
    }

    /// Returns the documents that hold the string where that counts.
    fn holding(&self, in_title: bool) -> [u64; WORDS] {
        if !in_title {
            return self.texts;
        }
        std::array::from_fn(|word| self.texts[word] | self.titles[word])
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
    /// Holds nothing yet.
    pub(super) fn new(segment: &'s Segment, parts: &FlatParts<'_, '_>) -> Window<'s> {
        let strings = parts.leaves.len();
        let (width, widest) = widths(strings, WIDEST);
        let mut room = ROOM.take();
        let columns = (0..strings).map(|_| Column::new(room.pop().unwrap_or_default(), widest)).collect();
        ROOM.set(room);
        let mut rarest_first: Vec<usize> = (0..strings).collect();
        rarest_first.sort_by_key(|&at| parts.leaves[at].text.most_documents());
        Window {
            segment,
            needed: parts.flat.needed,
            begin: 0,
            width,
            widest,
            columns,
            rarest_first,
            hopeful: [0; WORDS],
        }
    }

    /// Returns the string that stands in the fewest documents.
    pub(super) fn rarest(&self) -> usize {
        self.rarest_first.first().copied().unwrap_or(0)
    }

    /// Takes more documents next time.
    pub(super) fn widen(&mut self) {
        self.width = (2 * self.width).min(self.widest);
    }

    /// Returns the first document behind it.
    pub(super) fn end(&self) -> DocId {
        self.begin.saturating_add(self.width as DocId)
    }

    /// Takes up what every string has from a document on, and returns how often they stand in texts, where any suffices. Where
    /// there are tests, a document with one string in its text must pass that of the string to be among the best.
    pub(super) fn fill(
        &mut self,
        begin: DocId,
        parts: &mut FlatParts<'_, '_>,
        tests: Option<&[CountTest]>,
        with_titles: bool,
    ) -> u64 {
        self.begin = begin;
        self.hopeful = [0; WORDS];
        let end = self.end();
        let mut occurrences = 0;
        // Of strings that must all stand, the others need no more than the documents of those before.
        let mut narrowed: Option<[u64; WORDS]> = None;
        for turn in 0..self.rarest_first.len() {
            let string = self.rarest_first[turn];
            let (leaf, wanted) = (&mut parts.leaves[string], &parts.wanted[string]);
            let column = &mut self.columns[string];
            column.clear();
            match (tests, &narrowed) {
                (Some(tests), _) => occurrences += self.take_up_tested(string, leaf, tests[string]),
                (None, None) => occurrences += column.take_up(leaf, begin, end),
                (None, Some(narrowed)) => {
                    column.take_up_marked(Marked { begin, words: &narrowed[..self.width / 64] }, leaf);
                }
            }
            let column = &mut self.columns[string];
            if with_titles || wanted.in_title {
                column.take_up_titles(leaf, begin, end);
            }
            if self.needed == Needed::All {
                let holding = column.holding(wanted.in_title);
                let so_far = narrowed.unwrap_or([u64::MAX; WORDS]);
                narrowed = Some(std::array::from_fn(|word| so_far[word] & holding[word]));
            }
        }
        occurrences
    }

    /// Takes up what a string has, and which of these documents pass its test; returns how often it stands in texts.
    fn take_up_tested(&mut self, string: usize, leaf: &mut Leaf<'_>, test: CountTest) -> u64 {
        let (begin, end, segment) = (self.begin, self.end(), self.segment);
        let (column, mut occurrences) = (&mut self.columns[string], 0);
        leaf.text.each_row_before(begin, end, &mut |docs, counts| {
            for (&doc, &count) in docs.iter().zip(counts) {
                let at = doc.wrapping_sub(begin) as usize;
                occurrences += u64::from(count);
                column.put(at, count);
                if let Some(word) = self.hopeful.get_mut(at / 64) {
                    *word |= u64::from(test.passes(count, doc, segment)) << (at % 64);
                }
            }
        });
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
    pub(super) fn count_matching(&self, wanted: &[Wanted]) -> u64 {
        (0..self.width / 64).map(|word| u64::from(self.marks(word, wanted, false).0.count_ones())).sum()
    }

    /// Hands out the documents that may match, or only those of them that may be among the best, with the counts of every
    /// string and whether they may.
    pub(super) fn each_match(
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
