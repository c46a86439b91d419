//! A flat plan in one segment; its totals and its best documents out, some hundred documents at a time.
//!
//! Where any of several strings suffices, or where strings stand in much the same documents, going from one matching document to
//! the next costs more than what is found there. Here every string hands out its documents once, in a row.

mod window;

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::interrupt::Interrupt;
use crate::local::evaluate::FlatParts;
use crate::local::flat::Needed;
use crate::local::frequency::Frequency;
use crate::local::leaf::Leaf;
use crate::local::order::Order;
use crate::local::segment::Segment;
use crate::local::sweep::window::Window;
use crate::search::Total;

/// Strings that must all stand are swept when they stand in so many times the documents of the rarest one at most.
const DENSE: u64 = 16;
/// They are not when fewer than one document in so many holds the rarest: most windows would then hold one document or none.
const SPARSE: u64 = 256;

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
    let interrupt = Interrupt::at_hand();
    while let Some(begin) = parts.next(from, window.rarest()) {
        interrupt.look();
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
    let documents = parts.leaves.first().map_or(0, |leaf| u64::from(leaf.text.documents()));
    parts.leaves.iter().map(most).sum::<u64>() <= DENSE * rarest && documents <= SPARSE * rarest
}

impl FlatParts<'_, '_> {
    /// Tells whether the counts of every string are found without joining pairs.
    pub(crate) fn needs_no_joining(&self) -> bool {
        self.leaves.iter().all(|leaf| leaf.text.can_begin_again())
    }

    /// Returns the first document from a target on that may match, as far as can be told without looking at more of the strings
    /// than the rarest where all must stand.
    fn next(&mut self, target: DocId, rarest: usize) -> Option<DocId> {
        let mut reach = |at: usize| self.leaves[at].reach(target, &self.wanted[at]);
        let first = match self.flat.needed {
            Needed::Any => (0..self.wanted.len()).map(reach).min(),
            Needed::All => Some(reach(rarest)),
        };
        first.filter(|&doc| doc != TERMINATED)
    }
}
