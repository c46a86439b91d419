//! A flat plan in one segment; its matching documents with all counts of its strings out, some hundred documents at a time.
//!
//! Where any of several strings suffices, or where strings stand in much the same documents, going from one matching document to
//! the next costs more than what is found there. Here every string hands out its documents once, in a row.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::collect::Order;
use crate::local::compile::Wanted;
use crate::local::evaluate::FlatParts;
use crate::local::flat::Needed;
use crate::local::leaf::Leaf;
use crate::local::rank::CountTest;
use crate::local::rank::Frequency;
use crate::local::segment::Segment;
use crate::search::Total;

/// For how many strings of how many documents counts are held at most; about 32 kB, so that they stay near the processor.
const HELD: usize = if cfg!(test) { 64 } else { 4096 };
/// How many documents are looked at together: at most, and at least.
const WIDEST: usize = 1024;
const NARROWEST: usize = 64;

/// Strings that must all stand are swept when they stand in so many times the documents of the rarest one at most.
const DENSE: u64 = 4;

/// Adds every matching document to an order, hands it out, and returns the totals.
pub(crate) fn sweep(
    segment: &Segment,
    mut parts: FlatParts<'_, '_>,
    order: &mut Order<'_>,
    see: &mut impl FnMut(DocId),
) -> Total {
    let mut window = Window::new(parts.leaves.len());
    let deciding = match parts.flat.needed {
        Needed::Any => None,
        Needed::All => parts.rarest(),
    };
    let mut hopes = Hopes::of(segment, &mut parts, order);
    let mut total = Total::default();
    let mut from = 0;
    while let Some(begin) = parts.next(from) {
        window.fill(begin, &mut parts, deciding, order.ranks());
        window.each_match(&mut |doc, found| {
            let matches = (deciding.is_none() || parts.all_stand(found))
                && segment.is_alive(doc)
                && parts.tests_hold(doc);
            if !matches {
                return;
            }
            let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
            total.documents += 1;
            total.occurrences += occurrences;
            see(doc);
            if hopes.are_justified(doc, found, segment) {
                order.add_counted(doc, occurrences, found);
                hopes.sink(order);
            }
        });
        from = begin.saturating_add(window.width() as DocId);
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

/// Which documents may still be among the best, told before they are ranked.
///
/// Where any string suffices, most documents hold one only, and not in their titles. Those of which a title holds one mostly
/// fit better: they are ranked first, and few of the others are then ranked at all.
struct Hopes {
    /// For each string what its count alone must be; empty where every document is ranked.
    tests: Vec<CountTest>,
}

impl Hopes {
    fn of(segment: &Segment, parts: &mut FlatParts<'_, '_>, order: &mut Order<'_>) -> Hopes {
        let mut hopes = Hopes { tests: Vec::new() };
        let is_any = parts.flat.needed == Needed::Any && parts.needs_no_joining();
        if !is_any || !order.ranks_by_counts_alone() {
            return hopes;
        }
        let mut found = Vec::with_capacity(parts.leaves.len());
        for doc in parts.titled() {
            if !segment.is_alive(doc) || !parts.tests_hold(doc) {
                continue;
            }
            found.clear();
            found.extend(parts.leaves.iter_mut().map(|leaf| leaf.frequency(doc)));
            if parts.any_stands(&found) {
                let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
                order.add_counted(doc, occurrences, &found);
            }
        }
        parts.leaves.iter_mut().for_each(Leaf::begin_again);
        order.begin_again();
        hopes.tests = vec![CountTest::default(); parts.leaves.len()];
        hopes.sink(order);
        hopes
    }

    /// Tells whether a document must be ranked.
    #[inline]
    fn are_justified(&self, doc: DocId, found: &[Frequency], segment: &Segment) -> bool {
        let mut may_be_best = false;
        let mut strings = 0;
        for (found, test) in found.iter().zip(&self.tests) {
            if found.in_title > 0 {
                return false;
            }
            if found.in_text > 0 {
                strings += 1;
                may_be_best = strings > 1 || test.passes(found.in_text, doc, segment);
            }
        }
        may_be_best || self.tests.is_empty()
    }

    /// Takes over what the best documents reach now.
    fn sink(&mut self, order: &Order<'_>) {
        for (at, test) in self.tests.iter_mut().enumerate() {
            *test = order.count_test(at);
        }
    }
}

impl FlatParts<'_, '_> {
    /// Returns the documents of which the title holds a string, ascending.
    fn titled(&mut self) -> Vec<DocId> {
        let mut docs = Vec::new();
        for leaf in &mut *self.leaves {
            leaf.title().each_before(0, TERMINATED, &mut |doc, _| docs.push(doc));
            leaf.begin_again();
        }
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    fn tests_hold(&self, doc: DocId) -> bool {
        self.flat.tests.iter().all(|&test| self.tests[test].holds(doc))
    }

    /// Tells whether a string stands in a document of which the counts are given, wherever that counts.
    fn any_stands(&self, found: &[Frequency]) -> bool {
        found.iter().zip(self.wanted).any(stands)
    }

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
        found.iter().zip(self.wanted).all(stands)
    }
}

/// Tells whether a string stands in a document, wherever that counts.
fn stands((found, wanted): (&Frequency, &Wanted)) -> bool {
    found.in_text > 0 || wanted.in_title && found.in_title > 0
}

/// The counts of some documents in a row.
struct Window {
    begin: DocId,
    strings: usize,
    /// For each document the counts of every string.
    found: Vec<Frequency>,
    /// One bit for each document: whether it may match, and whether anything was found of it.
    matching: Vec<u64>,
    touched: Vec<u64>,
}

impl Window {
    fn new(strings: usize) -> Window {
        let width = (HELD / strings.max(1)).clamp(NARROWEST, WIDEST) / 64 * 64;
        Window {
            begin: 0,
            strings,
            found: vec![Frequency::default(); width * strings],
            matching: vec![0; width / 64],
            touched: vec![0; width / 64],
        }
    }

    fn width(&self) -> usize {
        self.matching.len() * 64
    }

    /// Takes up what every string has from a document on. Where one string decides, none matches without it.
    fn fill(
        &mut self,
        begin: DocId,
        parts: &mut FlatParts<'_, '_>,
        deciding: Option<usize>,
        with_titles: bool,
    ) {
        self.begin = begin;
        let end = begin.saturating_add(self.width() as DocId);
        for (string, (leaf, wanted)) in parts.leaves.iter_mut().zip(parts.wanted).enumerate() {
            let decides = deciding.is_none_or(|deciding| deciding == string);
            leaf.text.each_before(begin, end, &mut |doc, count| {
                if let Some(found) = self.put(doc, string, decides) {
                    found.in_text = count;
                }
            });
            if with_titles || wanted.in_title {
                self.fill_titles(leaf, string, decides && wanted.in_title, begin..end);
            }
        }
    }

    fn fill_titles(
        &mut self,
        leaf: &mut Leaf<'_>,
        string: usize,
        decides: bool,
        docs: std::ops::Range<DocId>,
    ) {
        leaf.title().each_before(docs.start, docs.end, &mut |doc, count| {
            if let Some(found) = self.put(doc, string, decides) {
                found.in_title = count;
            }
        });
    }

    /// Returns the counts of a string in a document to be filled in; `None` for one outside, as damaged bytes may give.
    #[inline]
    fn put(&mut self, doc: DocId, string: usize, matches: bool) -> Option<&mut Frequency> {
        let at = doc.checked_sub(self.begin)? as usize;
        *self.touched.get_mut(at / 64)? |= 1 << (at % 64);
        self.matching[at / 64] |= u64::from(matches) << (at % 64);
        self.found.get_mut(at * self.strings + string)
    }

    /// Hands out the documents that may match, with the counts of every string, and empties the window.
    fn each_match(&mut self, see: &mut impl FnMut(DocId, &[Frequency])) {
        for word in 0..self.touched.len() {
            let matching = std::mem::take(&mut self.matching[word]);
            let mut rest = std::mem::take(&mut self.touched[word]);
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let at = word * 64 + bit;
                let found = &mut self.found[at * self.strings..(at + 1) * self.strings];
                if matching >> bit & 1 == 1 {
                    see(self.begin + at as DocId, found);
                }
                found.fill(Frequency::default());
            }
        }
    }
}
