//! A flat plan in one segment; its totals and its best documents out, some hundred documents at a time.
//!
//! Where any of several strings suffices, or where strings stand in much the same documents, going from one matching document to
//! the next costs more than what is found there. Here every string hands out its documents once, in a row.

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
    let deciding = match parts.flat.needed {
        Needed::Any => None,
        Needed::All => parts.rarest(),
    };
    let mut window = Window::new(segment, parts.leaves.len(), deciding);
    // Where any string suffices, most documents hold one only, and not in their titles: its count then tells enough.
    let is_told = deciding.is_none() && order.ranks_by_counts_alone();
    let sees_all =
        see.is_some() || deciding.is_some() || !parts.flat.tests.is_empty() || segment.reader.has_deletes();
    let mut total = Total::default();
    let mut from = 0;
    while let Some(begin) = parts.next(from) {
        let tests = is_told.then(|| order.count_tests(parts.leaves.len()));
        let occurrences = window.fill(begin, &mut parts, tests.as_deref(), order.ranks());
        from = window.end();
        if !sees_all {
            total.documents += window.count_matching();
            total.occurrences += occurrences;
        }
        window.each_match(sees_all, &mut |doc, found, is_hopeful| {
            let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
            if sees_all {
                let matches = (deciding.is_none() || parts.all_stand(found))
                    && segment.is_alive(doc)
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

    /// Returns the string that stands in the fewest documents.
    fn rarest(&self) -> Option<usize> {
        (0..self.leaves.len()).min_by_key(|&at| self.leaves[at].text.most_documents())
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

    /// Tells whether every string stands in a document of which the counts are given.
    fn all_stand(&self, found: &[Frequency]) -> bool {
        let stands = |(found, wanted): (&Frequency, &Wanted)| {
            found.in_text > 0 || wanted.in_title && found.in_title > 0
        };
        found.iter().zip(self.wanted).all(stands)
    }
}

/// The counts of some documents in a row.
struct Window<'s> {
    segment: &'s Segment,
    /// The string without which no document matches; `None` where any suffices.
    deciding: Option<usize>,
    begin: DocId,
    /// How many documents it has now, and has at most.
    width: usize,
    widest: usize,
    strings: usize,
    /// For each document the counts of every string.
    found: Vec<Frequency>,
    marks: Vec<Marks>,
}

/// Returns how many documents a window has at first and at most: the first ones tell what the others must reach.
fn widths(strings: usize, widest: usize) -> (usize, usize) {
    let widest = (HELD / strings.max(1)).clamp(NARROWEST, widest) / 64 * 64;
    ((widest / 8).next_multiple_of(64), widest)
}

/// One bit for each of 64 documents.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// Whether anything was found of it.
    touched: u64,
    /// Whether it may match.
    matching: u64,
    /// Whether it may be among the best.
    hopeful: u64,
}

/// What it means for a document that a string stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// That it may match.
    Decides,
    /// Nothing but its rank.
    Ranks,
    /// Nothing, unless the string that decides was found there.
    Joins,
}

impl<'s> Window<'s> {
    fn new(segment: &'s Segment, strings: usize, deciding: Option<usize>) -> Window<'s> {
        let (width, widest) = widths(strings, WIDEST);
        let found = Vec::with_capacity(widest * strings);
        Window { segment, deciding, begin: 0, width, widest, strings, found, marks: Vec::new() }
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
        self.found.resize(self.width * self.strings, Frequency::default());
        self.marks.resize(self.width / 64, Marks::default());
        let (end, segment, deciding) = (self.end(), self.segment, self.deciding);
        let mut occurrences = 0;
        let others = (0..self.strings).filter(|&string| Some(string) != deciding);
        for string in deciding.into_iter().chain(others) {
            let (leaf, wanted) = (&mut parts.leaves[string], &parts.wanted[string]);
            let (in_text, in_title) = self.roles(string, wanted);
            let test = tests.map_or_else(CountTest::default, |tests| tests[string]);
            leaf.text.each_before(begin, end, &mut |doc, count| {
                occurrences += u64::from(count);
                if let Some(found) = self.put(doc, string, in_text, test.passes(count, doc, segment)) {
                    found.in_text = count;
                }
            });
            if with_titles || wanted.in_title {
                leaf.title().each_before(begin, end, &mut |doc, count| {
                    if let Some(found) = self.put(doc, string, in_title, true) {
                        found.in_title = count;
                    }
                });
            }
        }
        occurrences
    }

    /// Returns what a string in the text and in the title means.
    fn roles(&self, string: usize, wanted: &Wanted) -> (Role, Role) {
        match self.deciding {
            Some(deciding) if deciding != string => (Role::Joins, Role::Joins),
            _ => (Role::Decides, if wanted.in_title { Role::Decides } else { Role::Ranks }),
        }
    }

    /// Returns the counts of a string in a document to be filled in; `None` for one that cannot match, and for one outside, as
    /// damaged bytes may give.
    #[inline]
    fn put(&mut self, doc: DocId, string: usize, role: Role, is_hopeful: bool) -> Option<&mut Frequency> {
        let at = doc.checked_sub(self.begin)? as usize;
        let (marks, bit) = (self.marks.get_mut(at / 64)?, at % 64);
        let is_touched = marks.touched >> bit & 1 == 1;
        if role == Role::Joins && !is_touched {
            return None;
        }
        // Where several things were found, they are looked at together.
        marks.hopeful |= u64::from(is_touched || is_hopeful) << bit;
        marks.touched |= 1 << bit;
        marks.matching |= u64::from(role == Role::Decides) << bit;
        self.found.get_mut(at * self.strings + string)
    }

    /// Counts the documents that may match.
    fn count_matching(&self) -> u64 {
        self.marks.iter().map(|marks| u64::from(marks.matching.count_ones())).sum()
    }

    /// Hands out the documents that may match, or only those of them that may be among the best, with the counts of every
    /// string and whether they may; empties the window.
    fn each_match(&mut self, all: bool, see: &mut impl FnMut(DocId, &[Frequency], bool)) {
        for (word, marks) in self.marks.drain(..).enumerate() {
            let mut rest = if all { marks.matching } else { marks.matching & marks.hopeful };
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let at = word * 64 + bit;
                let found = &self.found[at * self.strings..(at + 1) * self.strings];
                see(self.begin + at as DocId, found, marks.hopeful >> bit & 1 == 1);
            }
        }
        self.found.clear();
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
