//! A plan and every segment in; totals, facets and the documents of one page out.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::evaluate::Evaluator;
use crate::local::evaluate::FlatParts;
use crate::local::facets::Counts;
use crate::local::facets::SegmentFacets;
use crate::local::flat::Needed;
use crate::local::open::View;
use crate::local::order;
use crate::local::order::First;
use crate::local::order::Order;
use crate::local::order::Placed;
use crate::local::order::Window;
use crate::local::ranking::Ranking;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::single::add_single;
use crate::local::sweep::suits;
use crate::local::sweep::sweep;
use crate::search::Facets;
use crate::search::Sort;
use crate::search::Total;

/// Everything that one pass over the matches gives.
pub(crate) struct Found {
    pub(crate) total: Total,
    pub(crate) page: Vec<Placed>,
    pub(crate) facets: Facets,
}

/// What is counted over all matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// Documents and occurrences.
    Totals,
    /// These, and documents by value.
    Facets,
}

/// Visits every match once.
pub(crate) fn collect(
    plan: &Plan,
    view: &View,
    fields: &Fields,
    window: Window,
    counting: Counting,
) -> tantivy::Result<Found> {
    let mut evaluators = Vec::with_capacity(view.segments.len());
    for segment in &view.segments {
        evaluators.push(Evaluator::open(plan, segment)?);
    }
    let ranking = match window.sort {
        Sort::Relevance if window.limit > 0 => Some(Ranking::new(plan, view, fields, &mut evaluators)?),
        _ => None,
    };
    let mut total = Total::default();
    let mut first: Vec<First<'_>> = Vec::new();
    let mut counts = Counts::default();
    // What so many documents reach in one segment, a document of another must reach too.
    let mut floor = f64::NEG_INFINITY;
    for (segment, mut evaluator) in view.segments.iter().zip(evaluators) {
        if evaluator.finds_nothing() {
            continue;
        }
        let mut order = Order::open(window, ranking.as_ref(), plan, segment, fields)?;
        order.demand(floor);
        let found = match counting {
            Counting::Facets => {
                let mut facets = SegmentFacets::open(segment)?;
                let found = add_with_facets(plan, segment, &mut evaluator, &mut order, &mut facets)?;
                facets.add_to(&mut counts);
                found
            }
            Counting::Totals => add_all(plan, segment, &mut evaluator, &mut order),
        };
        total.documents += found.documents;
        total.occurrences += found.occurrences;
        floor = order.add_to(&mut first, segment.number);
    }
    order::sort(&mut first);
    let page = first.iter().skip(window.offset).take(window.limit).map(First::placed);
    let page = page.collect::<tantivy::Result<_>>()?;
    Ok(Found { total, page, facets: counts.into_facets() })
}

/// Adds the matching documents of a segment to an order and returns the totals.
fn add_all(plan: &Plan, segment: &Segment, evaluator: &mut Evaluator<'_>, order: &mut Order<'_>) -> Total {
    match evaluator.flat_parts().map(|parts| (Way::of(&parts), parts)) {
        Some((Way::Single, parts)) => add_single(segment, parts, order, None),
        Some((Way::Sweep, parts)) => sweep(segment, parts, order, None),
        Some((Way::Each, _)) | None => add_each(plan, evaluator, order, |_, _| {}),
    }
}

/// Does the same and counts the documents by value.
fn add_with_facets<'v>(
    plan: &Plan,
    segment: &'v Segment,
    evaluator: &mut Evaluator<'_>,
    order: &mut Order<'_>,
    facets: &mut SegmentFacets<'v>,
) -> tantivy::Result<Total> {
    // A second evaluator would join the same pairs again.
    let parts = evaluator.flat_parts().filter(FlatParts::needs_no_joining);
    let way = parts.as_ref().map_or(Way::Each, Way::of);
    let Some(parts) = parts.filter(|_| way != Way::Each) else {
        return Ok(add_each(plan, evaluator, order, |doc, evaluator| facets.count(doc, evaluator)));
    };
    // `parts` have gone ahead of the document that is seen, so its sections are asked of a second evaluator.
    let mut at_hand = Evaluator::open(plan, segment)?;
    let mut see = |doc| facets.count(doc, &mut at_hand);
    Ok(match way {
        Way::Single => add_single(segment, parts, order, Some(&mut see)),
        _ => sweep(segment, parts, order, Some(&mut see)),
    })
}

/// How the documents of a flat plan are gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A single string hands out its documents.
    Single,
    /// Several strings do so side by side.
    Sweep,
    /// From one matching document to the next.
    Each,
}

impl Way {
    /// Chooses the fastest.
    fn of(parts: &FlatParts<'_, '_>) -> Way {
        if parts.leaves.len() == 1 {
            Way::Single
        } else if suits(parts) {
            Way::Sweep
        } else {
            Way::Each
        }
    }
}

/// Goes from one matching document to the next.
fn add_each(
    plan: &Plan,
    evaluator: &mut Evaluator<'_>,
    order: &mut Order<'_>,
    mut see: impl FnMut(DocId, &mut Evaluator<'_>),
) -> Total {
    let mut total = Total::default();
    if let Some(flat) = plan.flat.as_ref().filter(|flat| flat.needed == Needed::All) {
        let mut found = Vec::with_capacity(plan.strings.len());
        let mut doc = evaluator.next_counted(flat, 0, &mut found, order.ranks());
        while doc != TERMINATED {
            let occurrences = found.iter().map(|found| u64::from(found.in_text)).sum();
            total.documents += 1;
            total.occurrences += occurrences;
            see(doc, evaluator);
            order.add_counted(doc, occurrences, &found);
            doc = evaluator.next_counted(flat, doc + 1, &mut found, order.ranks());
        }
        return total;
    }
    let mut doc = evaluator.next(0);
    while doc != TERMINATED {
        let occurrences = u64::from(evaluator.count(doc));
        total.documents += 1;
        total.occurrences += occurrences;
        see(doc, evaluator);
        order.add(doc, occurrences, evaluator);
        doc = evaluator.next(doc + 1);
    }
    total
}
