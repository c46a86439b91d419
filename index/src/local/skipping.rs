//! One string in one segment in; its totals and its best documents out, looking only at documents that can be among these.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::collect::Order;
use crate::local::evaluate::Evaluator;
use crate::search::Total;

/// Adds the best documents to an order and returns the totals; `None` when all documents must be looked at.
pub(crate) fn add_best(evaluator: &mut Evaluator<'_>, order: &mut Order<'_>) -> Option<Total> {
    let segment = evaluator.segment();
    if segment.reader.has_deletes() || !order.ranks_by_counts_alone() {
        return None;
    }
    let (leaf, wanted) = evaluator.only_string()?;
    let (documents, occurrences) = leaf.text.exact_totals()?;
    let mut total = Total { documents, occurrences };
    let mut promising: Vec<(DocId, u32)> = Vec::new();
    let (mut target, mut last, mut may_keep) = (0, None, true);
    loop {
        let (leaf, _) = evaluator.only_string()?;
        if last.is_none_or(|last| last < target) {
            let (best, until) = leaf.text.best_from(target);
            may_keep = order.may_keep(best);
            last = Some(until);
        }
        let until = last.unwrap_or(TERMINATED);
        // A title adds to what the text is worth, so its documents are always looked at.
        let titled = leaf.title().reach(target);
        if titled > until || titled == TERMINATED {
            if may_keep {
                let test = order.count_test();
                leaf.text.each_from(target, &mut |doc, count| {
                    if test.passes(count, doc, segment) {
                        promising.push((doc, count));
                    }
                });
                for (doc, count) in promising.drain(..) {
                    // Those added before may have raised what is asked for.
                    if order.count_test().passes(count, doc, segment) {
                        order.add(doc, u64::from(count), evaluator);
                    }
                }
            }
            if until == TERMINATED {
                return Some(total);
            }
            target = until + 1;
            continue;
        }
        let doc = if may_keep { titled.min(leaf.text.reach(target)) } else { titled };
        let occurrences = leaf.count_here(doc);
        total.documents += u64::from(occurrences == 0 && wanted.in_title);
        if occurrences > 0 || wanted.in_title {
            order.add(doc, u64::from(occurrences), evaluator);
        }
        target = doc + 1;
    }
}
