//! What is asked in; the plan that answers it out, relaxed where no document has all of it.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::expand::law_in_full;
use crate::expand::with_forms;
use crate::local::asides::is_on_rule;
use crate::local::compile::FEW;
use crate::local::compile::Finding;
use crate::local::compile::Plan;
use crate::local::compile::Relaxation;
use crate::local::compile::compile;
use crate::local::compile::relaxations;
use crate::local::count::count;
use crate::local::evaluate::Evaluator;
use crate::local::exact::Places;
use crate::local::near_title::near_titles;
use crate::local::open::View;
use crate::local::segment::Segment;
use crate::local::titled::WrittenOut;
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
            let plan = compile(&with_forms(self.root), self.filter, self.matching);
            return Plan { written_out: self.written_out(), ..plan };
        }
        compile(self.root, self.filter, self.matching)
    }

    /// Returns all that the query writes out, with the short name of a law in full where it may stand for that.
    pub(crate) fn written_out(&self) -> Option<WrittenOut> {
        let written = WrittenOut::of(self.root)?;
        let in_full = law_in_full(&written.whole).filter(|_| self.expand);
        Some(in_full.map_or(written, |law| WrittenOut::text(&law)))
    }

    /// Returns the plan that asks for less and what is said of it, where one is called for and finds something: so many documents
    /// that have all of the query are too few, or are not the one whose title it writes out or nearly does.
    pub(crate) fn relaxed(
        &self,
        strict: &Plan,
        documents: u64,
        view: &View,
    ) -> tantivy::Result<Option<(Plan, Relaxed)>> {
        if let Some((plan, title)) = self.beside_title(strict, view)? {
            let relaxed = Relaxed { title: Some(title), documents, ..Relaxed::default() };
            return Ok(Some((plan, relaxed)));
        }
        let missed = match strict.finds(documents) {
            Finding::Enough => return Ok(None),
            Finding::TooLittle => None,
            Finding::Few => match missed_title(strict, view)? {
                None => return Ok(None),
                missed => missed,
            },
        };
        for relaxation in relaxations(self, &|string| stands(string, view)) {
            let is_found = match missed {
                Some((segment, doc)) => holds(&relaxation.plan, segment, doc)?,
                None => finds_any(&relaxation.plan, view)?,
            };
            if is_found {
                let Relaxation { plan, words, left_out, are_optional } = relaxation;
                let relaxed = Relaxed { words, left_out, are_optional, documents, title: None };
                return Ok(Some((plan, relaxed)));
            }
        }
        Ok(None)
    }

    /// Returns the plan that answers, as a search would choose it, and what is said when it is the relaxed one.
    pub(crate) fn answering(&self, view: &View) -> tantivy::Result<(Plan, Option<Relaxed>)> {
        let strict = self.strict();
        let few = count_few(&strict, view)?;
        Ok(match self.relaxed(&strict, few, view)? {
            Some((wider, mut relaxed)) => {
                if few == FEW {
                    relaxed.documents = count(&strict, view)?.documents;
                }
                (wider, Some(relaxed))
            }
            None => (strict, None),
        })
    }
}

/// Finds the document whose title is most nearly what the query writes out, when the plan does not find it; a title of another
/// place or year is not meant.
fn missed_title<'v>(plan: &Plan, view: &'v View) -> tantivy::Result<Option<(&'v Segment, DocId)>> {
    // Nothing of what stands in quotes is left out, so there is no looking for what it may mean.
    let may_give_way = plan.strings.iter().any(|wanted| wanted.is_bare && !wanted.is_unwanted);
    let written = plan.written_out.as_ref().filter(|_| may_give_way && !plan.naming.means_a_report());
    let written = written.map(|written| written.whole.as_str());
    let is_sought = |written: &&str| !is_on_rule(written) && !stands(written, view);
    let Some(written) = written.filter(is_sought) else { return Ok(None) };
    let mut nearest: Option<(f32, &Segment, DocId)> = None;
    for segment in &view.segments {
        let near = near_titles(segment, written);
        if near.is_empty() {
            continue;
        }
        let mut named =
            plan.naming.strings().map(|name| Places::find(segment.title(), &name)).collect::<Vec<_>>();
        for (doc, share) in near {
            let is_nearer = nearest.is_none_or(|(most, ..)| share > most);
            if is_nearer && named.iter_mut().all(|places| places.holds_at(doc)) {
                nearest = Some((share, segment, doc));
            }
        }
    }
    Ok(match nearest {
        Some((_, segment, doc)) if !holds(plan, segment, doc)? => Some((segment, doc)),
        _ => None,
    })
}

/// Tells whether a document matches.
fn holds(plan: &Plan, segment: &Segment, doc: DocId) -> tantivy::Result<bool> {
    Ok(Evaluator::open(plan, segment)?.next(doc) == doc)
}

/// Counts the documents that match, no further than tells whether they are few.
fn count_few(plan: &Plan, view: &View) -> tantivy::Result<u64> {
    let mut documents = 0;
    for segment in &view.segments {
        let mut evaluator = Evaluator::open(plan, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            documents += 1;
            if documents == FEW {
                return Ok(documents);
            }
            doc = evaluator.next(doc + 1);
        }
    }
    Ok(documents)
}

/// Tells whether a folded string stands in a text or a title.
fn stands(string: &str, view: &View) -> bool {
    view.segments.iter().any(|segment| {
        [segment.text(), segment.title()]
            .into_iter()
            .any(|pairs| Places::find(pairs, string).reach(0) != TERMINATED)
    })
}

/// Tells whether any document matches.
fn finds_any(plan: &Plan, view: &View) -> tantivy::Result<bool> {
    for segment in &view.segments {
        if Evaluator::open(plan, segment)?.next(0) != TERMINATED {
            return Ok(true);
        }
    }
    Ok(false)
}
