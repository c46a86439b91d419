//! One string in one segment in; its totals and its best documents out.
//!
//! A title that holds the string mostly weighs more than any text. Those documents are ranked first, so that of the others
//! only the few are looked at closer that can still be among the best.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Wanted;
use crate::local::evaluate::FlatParts;
use crate::local::frequency::Frequency;
use crate::local::leaf::Leaf;
use crate::local::order::Order;
use crate::local::segment::Segment;
use crate::search::Total;

/// Adds the best documents of a plan of one string to an order, and returns the totals. Where every matching document is to be
/// seen, hands out each, in ascending order.
pub(crate) fn add_single(
    segment: &Segment,
    parts: FlatParts<'_, '_>,
    order: &mut Order<'_>,
    see: Option<&mut dyn FnMut(DocId)>,
) -> Total {
    let ([leaf], [wanted]) = (parts.leaves, parts.wanted) else { return Total::default() };
    let matches =
        |doc| segment.is_alive(doc) && parts.flat.tests.iter().all(|&test| parts.tests[test].holds(doc));
    let mut titles = Vec::new();
    if order.ranks() || wanted.in_title {
        leaf.title().each_before(0, TERMINATED, &mut |doc, in_title| titles.push((doc, in_title)));
    }
    let by_counts = order.ranks_by_counts_alone();
    // Where pairs must be joined, they are joined once.
    let titles_first = by_counts && leaf.text.can_begin_again();
    let mut in_titles_only = 0;
    if titles_first && !titles.is_empty() {
        for &(doc, in_title) in &titles {
            let in_text = leaf.count_here(doc);
            if (in_text > 0 || wanted.in_title) && matches(doc) {
                in_titles_only += u64::from(in_text == 0);
                order.add_counted(doc, in_text.into(), &[Frequency { in_text, in_title }]);
            }
        }
        leaf.text.begin_again();
        order.begin_again();
    }
    let titles = Titles { titles: titles.into_iter().peekable(), are_ranked: titles_first };
    let sees_all = see.is_some() || !parts.flat.tests.is_empty() || segment.reader.has_deletes();
    if let Some((documents, occurrences)) = leaf.text.exact_totals().filter(|_| titles_first && !sees_all) {
        add_best(segment, leaf, titles, order);
        return Total { documents: documents + in_titles_only, occurrences };
    }
    add_every(segment, (leaf, wanted), titles, order, &mut |doc| matches(doc), see)
}

/// The documents of which the title holds the string, and how often.
struct Titles {
    titles: std::iter::Peekable<std::vec::IntoIter<(DocId, u32)>>,
    /// Whether the order already has them.
    are_ranked: bool,
}

impl Titles {
    /// Returns how often the string stands in the title of a document. Documents are asked for in ascending order.
    #[inline]
    fn count(&mut self, doc: DocId) -> u32 {
        while self.titles.next_if(|&(titled, _)| titled < doc).is_some() {}
        self.titles.next_if(|&(titled, _)| titled == doc).map_or(0, |(_, in_title)| in_title)
    }
}

/// Adds documents by their texts alone, leaving out blocks without any that can be among the best.
fn add_best(segment: &Segment, leaf: &mut Leaf<'_>, mut titles: Titles, order: &mut Order<'_>) {
    let mut target = 0;
    loop {
        let (best, until) = leaf.text.best_from(target);
        if order.may_keep(best) {
            let mut test = order.count_test(0);
            leaf.text.each_before(target, until.saturating_add(1), &mut |doc, in_text| {
                if test.passes(in_text, doc, segment) && titles.count(doc) == 0 {
                    order.add_counted(doc, in_text.into(), &[Frequency { in_text, in_title: 0 }]);
                    test = order.count_test(0);
                }
            });
        }
        if until == TERMINATED {
            return;
        }
        target = until + 1;
    }
}

/// Looks at every document.
fn add_every(
    segment: &Segment,
    (leaf, wanted): (&mut Leaf<'_>, &Wanted),
    mut titles: Titles,
    order: &mut Order<'_>,
    matches: &mut dyn FnMut(DocId) -> bool,
    mut see: Option<&mut dyn FnMut(DocId)>,
) -> Total {
    let mut total = Total::default();
    let mut test = order.count_test(0);
    let are_ranked = titles.are_ranked;
    let mut add = |doc: DocId, in_text: u32, in_title: u32| {
        if in_text == 0 && !wanted.in_title || !matches(doc) {
            return;
        }
        total.documents += 1;
        total.occurrences += u64::from(in_text);
        if let Some(see) = &mut see {
            see(doc);
        }
        let may_be_best = if in_title > 0 { !are_ranked } else { test.passes(in_text, doc, segment) };
        if may_be_best {
            order.add_counted(doc, in_text.into(), &[Frequency { in_text, in_title }]);
            test = order.count_test(0);
        }
    };
    leaf.text.each_before(0, TERMINATED, &mut |doc, in_text| {
        while let Some((titled, in_title)) = titles.titles.next_if(|&(titled, _)| titled < doc) {
            add(titled, 0, in_title);
        }
        add(doc, in_text, titles.count(doc));
    });
    for (titled, in_title) in titles.titles {
        add(titled, 0, in_title);
    }
    total
}
