//! What is asked in; the plan that answers it out, relaxed where no document has all of it.

use tantivy::TERMINATED;

use crate::expand::with_forms;
use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::compile::relax;
use crate::local::count::count;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::relaxed;
use crate::query::Clause;
use crate::search::ConcordanceRequest;
use crate::search::Filter;
use crate::search::Matching;
use crate::search::Relaxed;
use crate::search::SearchRequest;

/// A query with everything that bears on which documents it finds.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'q> {
    pub(crate) root: &'q Clause,
    pub(crate) filter: &'q Filter,
    pub(crate) matching: Matching,
    /// Whether short forms stand for full ones and the reverse.
    pub(crate) expand: bool,
}

impl<'q> Asked<'q> {
    pub(crate) fn by_search(request: &'q SearchRequest) -> Asked<'q> {
        let SearchRequest { query, filter, matching, expand, .. } = request;
        Asked { root: &query.root, filter, matching: *matching, expand: *expand }
    }

    pub(crate) fn by_concordance(request: &'q ConcordanceRequest) -> Asked<'q> {
        let ConcordanceRequest { query, filter, matching, expand, .. } = request;
        Asked { root: &query.root, filter, matching: *matching, expand: *expand }
    }

    /// Returns the plan that asks for all of it.
    pub(crate) fn strict(&self) -> Plan {
        if self.expand {
            return compile(&with_forms(self.root), self.filter, self.matching);
        }
        compile(self.root, self.filter, self.matching)
    }

    /// Returns the plan of which any word suffices, and the words; `None` when there is no choice.
    pub(crate) fn relaxed(&self) -> Option<(Plan, Vec<String>)> {
        relax(self)
    }

    /// Returns the plan that answers, as a search would choose it, and what is said when it is the relaxed one.
    pub(crate) fn answering(&self, view: &View) -> tantivy::Result<(Plan, Option<Relaxed>)> {
        let strict = self.strict();
        let documents = if strict.is_question {
            count(&strict, view)?.documents
        } else {
            finds_any(&strict, view)?.into()
        };
        if !strict.finds_too_little(documents) {
            return Ok((strict, None));
        }
        match self.relaxed() {
            Some((wider, words)) if finds_any(&wider, view)? => Ok((wider, Some(relaxed(words)))),
            _ => Ok((strict, None)),
        }
    }
}

/// Tells whether a document matches.
fn finds_any(plan: &Plan, view: &View) -> tantivy::Result<bool> {
    for segment in &view.segments {
        if Evaluator::open(plan, segment)?.next(0) != TERMINATED {
            return Ok(true);
        }
    }
    Ok(false)
}
