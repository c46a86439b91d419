//! A query in whose words a title stands in; the plan that lists the document of that title beside those that match, out.

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::expand::with_forms;
use crate::local::asked::Asked;
use crate::local::compile::Plan;
use crate::local::compile::compile_either;
use crate::local::evaluate::Evaluator;
use crate::local::exact::Places;
use crate::local::naming::conditions;
use crate::local::open::View;
use crate::local::segment::Segment;
use crate::local::titled::Titled;
use crate::local::titled::WrittenOut;
use crate::query::Clause;
use crate::query::Scope;

/// So many documents of one title are looked at in each segment.
const MOST: usize = 64;

impl Asked<'_> {
    /// Returns the plan, and the title, where a plan misses a document of the longest title that the query writes out beside words
    /// that only ask, dates and articles, or with quotes in it. Every condition but what it writes out holds for it too.
    pub(crate) fn beside_title(&self, strict: &Plan, view: &View) -> tantivy::Result<Option<(Plan, String)>> {
        if strict.naming.means_a_kind() {
            return Ok(None);
        }
        for title in strict.written_out.iter().flat_map(WrittenOut::listed) {
            let documents: Vec<Vec<DocId>> =
                view.segments.iter().map(|segment| titled(segment, title)).collect();
            if documents.iter().all(Vec::is_empty) {
                continue;
            }
            let wider = self.or_titled(strict, title);
            for (segment, documents) in view.segments.iter().zip(documents) {
                if misses(strict, &wider, segment, &documents)? {
                    return Ok(Some((wider, title.to_owned())));
                }
            }
            return Ok(None);
        }
        Ok(None)
    }

    fn or_titled(&self, strict: &Plan, title: &str) -> Plan {
        let root = if self.expand { with_forms(self.root) } else { self.root.clone() };
        let is_written_out = |clause: &&Clause| {
            matches!(clause, Clause::Bare { .. } | Clause::Phrase { scope: Scope::Text, .. })
        };
        let others = conditions(self.root).into_iter().filter(|clause| !is_written_out(clause));
        let titled = Clause::Phrase { text: title.to_owned(), scope: Scope::Title, at: 0..0 };
        let either: Vec<Clause> =
            std::iter::once(titled).chain(others.map(with_forms_of(self.expand))).collect();
        let plan = compile_either(&root, &either, self.filter, self.matching);
        Plan { written_out: strict.written_out.clone(), ..plan }
    }
}

fn with_forms_of(expand: bool) -> impl Fn(&Clause) -> Clause {
    move |clause| if expand { with_forms(clause) } else { clause.clone() }
}

/// Returns the first documents of a segment with a title.
fn titled(segment: &Segment, title: &str) -> Vec<DocId> {
    let (mut found, mut holders) = (Vec::new(), Places::find(segment.title(), title));
    let mut called = Titled::only(segment, title);
    let mut doc = holders.reach(0);
    while doc != TERMINATED && found.len() < MOST {
        if segment.is_alive(doc) && called.share(doc).is_some() {
            found.push(doc);
        }
        doc = holders.reach(doc + 1);
    }
    found
}

/// Tells whether one of some ascending documents is found by the wider of two plans only.
fn misses(strict: &Plan, wider: &Plan, segment: &Segment, documents: &[DocId]) -> tantivy::Result<bool> {
    let (mut strict, mut wider) = (Evaluator::open(strict, segment)?, Evaluator::open(wider, segment)?);
    let (mut by_strict, mut by_wider) = (None, None);
    for &doc in documents {
        for (evaluator, reached) in [(&mut strict, &mut by_strict), (&mut wider, &mut by_wider)] {
            if reached.is_none_or(|reached| reached < doc) {
                *reached = Some(evaluator.next(doc));
            }
        }
        if by_wider == Some(doc) && by_strict != Some(doc) {
            return Ok(true);
        }
    }
    Ok(false)
}
