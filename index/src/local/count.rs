//! A plan in; how many documents match and at how many places, out. Nothing is ranked.

use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::query::Clause;
use crate::search::Filter;
use crate::search::Matching;
use crate::search::Total;

/// Counts what a plan finds.
pub(crate) fn count(plan: &Plan, view: &View) -> tantivy::Result<Total> {
    let mut total = Total::default();
    for segment in &view.segments {
        let mut evaluator = Evaluator::open(plan, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            total.documents += 1;
            total.occurrences += u64::from(evaluator.count(doc));
            doc = evaluator.next(doc + 1);
        }
    }
    Ok(total)
}

/// Counts what a condition finds in the whole index.
pub(crate) fn count_everywhere(condition: &Clause, view: &View) -> tantivy::Result<Total> {
    count(&compile(condition, &Filter::default(), Matching::String), view)
}
