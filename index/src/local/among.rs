//! A request and some documents in; which of them it finds out, without looking at any other.

use std::collections::BTreeMap;

use corpus::document::DocumentId;
use tantivy::DocId;
use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::schema::IndexRecordOption;

use crate::local::asked::Asked;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::schema::Fields;
use crate::search::Among;
use crate::search::SearchRequest;

/// Tells for each document whether the request finds it.
pub(crate) fn among(
    request: &SearchRequest,
    view: &View,
    fields: &Fields,
    ids: &[DocumentId],
) -> tantivy::Result<Among> {
    let (plan, relaxed) = Asked::by_search(request).answering(view)?;
    let mut found = vec![false; ids.len()];
    for segment in &view.segments {
        let reader = &segment.reader;
        let inverted = reader.inverted_index(fields.id)?;
        // One document may be asked for more than once: a change feed names it for each of its changes.
        let mut places: BTreeMap<DocId, Vec<usize>> = BTreeMap::new();
        for (at, id) in ids.iter().enumerate() {
            let postings = inverted.read_postings(&fields.id_term(id), IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    places.entry(postings.doc()).or_default().push(at);
                }
                postings.advance();
            }
        }
        if places.is_empty() {
            continue;
        }
        let mut evaluator = Evaluator::open(&plan, segment)?;
        for (doc, asked) in places {
            if evaluator.next(doc) == doc {
                for at in asked {
                    found[at] = true;
                }
            }
        }
    }
    Ok(Among { found, relaxed })
}
