//! A request in; every matching document out, row after row in one order, however many there are.
//!
//! What is kept of each matching document is 24 bytes, some 100 when the best come first; texts are read one by one, so that a
//! listing of a million rows needs hardly more memory than one of a thousand.

use std::ops::ControlFlow;

use tantivy::DocId;

use crate::listing::ListedDocument;
use crate::listing::Listing;
use crate::listing::Told;
use crate::local::asked::Asked;
use crate::local::collect::Counting;
use crate::local::collect::collect;
use crate::local::compile::Plan;
use crate::local::matches::Matches;
use crate::local::matches::Merged;
use crate::local::matches::Placed;
use crate::local::open::View;
use crate::local::order::Window;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::stored;
use crate::local::stored::StoredText;
use crate::search::SearchRequest;
use crate::search::Sort;
use crate::search::Total;

/// Lists every matching document.
pub(crate) fn documents(
    request: &SearchRequest,
    view: &View,
    fields: &Fields,
    see: &mut dyn FnMut(Told<ListedDocument>) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    let asked = Asked::by_search(request);
    let plan = asked.strict();
    let (mut total, mut rows) = rows(&plan, view, fields, request.sort)?;
    let mut note = None;
    let wider = asked.relaxed(&plan, total.documents, view)?;
    if let Some((wider, relaxed)) = wider.as_ref() {
        (total, rows) = self::rows(wider, view, fields, request.sort)?;
        note = Some(relaxed.clone());
    }
    let listing = Listing { total, relaxed: note, generation: view.generation.clone() };
    if see(Told::Listing(listing)).is_break() {
        return Ok(());
    }
    for row in rows {
        let Placed { address, occurrences } = row?;
        let segment = &view.segments[address.segment_ord as usize];
        let text = stored::text(segment, address.doc_id)?;
        if see(Told::Row(listed(segment, address.doc_id, occurrences, &text)?)).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

type Rows<'v> = Box<dyn Iterator<Item = tantivy::Result<Placed>> + 'v>;

/// Finds the matching documents in an order.
fn rows<'v>(plan: &Plan, view: &'v View, fields: &Fields, sort: Sort) -> tantivy::Result<(Total, Rows<'v>)> {
    if sort == Sort::Relevance {
        let all = Window { sort, offset: 0, limit: usize::MAX };
        let found = collect(plan, view, fields, all, Counting::Totals)?;
        let rows = found.page.into_iter().map(|best| {
            let occurrences = u32::try_from(best.occurrences).unwrap_or(u32::MAX);
            Ok(Placed { address: best.address, occurrences })
        });
        return Ok((found.total, Box::new(rows)));
    }
    let matches = Matches::of(plan, view, sort)?;
    let total = matches.total;
    Ok((total, Box::new(Merged::over(view, matches.segments)?)))
}

/// Reads what is listed of a document.
pub(crate) fn listed(
    segment: &Segment,
    doc: DocId,
    occurrences: u32,
    text: &StoredText,
) -> tantivy::Result<ListedDocument> {
    let card = stored::card(segment, doc)?;
    let ids = segment.ids()?;
    Ok(ListedDocument {
        id: stored::id(ids.written(ids.number(doc)))?,
        title: text.title.clone(),
        year: card.year,
        region: card.region,
        kind: card.kind,
        issuer: card.issuer,
        published: card.published,
        url: text.url.clone(),
        occurrences: u64::from(occurrences),
        characters: text.characters()? as u64,
    })
}
