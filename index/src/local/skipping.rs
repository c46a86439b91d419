//! One string in one segment in; its totals and its best documents out, looking only at documents that can be among these.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::collect::Order;
use crate::local::evaluate::FlatParts;
use crate::local::rank::Frequency;
use crate::local::segment::Segment;
use crate::search::Total;

/// Adds the best documents to an order and returns the totals; `None` when all documents must be looked at.
pub(crate) fn add_best(
    segment: &Segment,
    parts: &mut FlatParts<'_, '_>,
    order: &mut Order<'_>,
) -> Option<Total> {
    let ([leaf], [wanted]) = (&mut *parts.leaves, parts.wanted) else { return None };
    let may_skip = parts.flat.tests.is_empty() && !segment.reader.has_deletes();
    let (documents, occurrences) = leaf.text.exact_totals().filter(|_| may_skip)?;
    if !order.ranks_by_counts_alone() {
        return None;
    }
    let mut total = Total { documents, occurrences };
    // A title adds to what the text is worth, so its documents are always looked at.
    let mut titles = Vec::new();
    leaf.title().each_before(0, TERMINATED, &mut |doc, in_title| titles.push((doc, in_title)));
    let mut titles = titles.into_iter().peekable();
    let mut target = 0;
    loop {
        let (best, until) = leaf.text.best_from(target);
        let mut add = |doc: DocId, in_text: u32, in_title: u32, order: &mut Order<'_>| {
            total.documents += u64::from(in_text == 0 && wanted.in_title);
            if in_text > 0 || wanted.in_title {
                order.add_counted(doc, in_text.into(), &[Frequency { in_text, in_title }]);
            }
        };
        if order.may_keep(best) {
            let mut test = order.count_test();
            leaf.text.each_before(target, until.saturating_add(1), &mut |doc, in_text| {
                while let Some((titled, in_title)) = titles.next_if(|&(titled, _)| titled < doc) {
                    add(titled, 0, in_title, order);
                }
                let in_title =
                    titles.next_if(|&(titled, _)| titled == doc).map_or(0, |(_, in_title)| in_title);
                if in_title > 0 || test.passes(in_text, doc, segment) {
                    add(doc, in_text, in_title, order);
                    test = order.count_test();
                }
            });
        }
        while let Some((titled, in_title)) = titles.next_if(|&(titled, _)| titled <= until) {
            add(titled, leaf.count_here(titled), in_title, order);
        }
        if until == TERMINATED {
            return Some(total);
        }
        target = until + 1;
    }
}
