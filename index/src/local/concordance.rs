//! A query in; every place at which it matches as one line out, page by page.

use corpus::text::folded;
use tantivy::DocAddress;
use tantivy::TERMINATED;

use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::schema::Fields;
use crate::local::stored;
use crate::search::ConcordancePage;
use crate::search::ConcordanceRequest;
use crate::search::Line;
use crate::search::LineOrder;
use crate::search::Total;

/// The most characters of context on one side.
const WIDEST: usize = 200;

/// A matching document and how many lines it gives.
struct Source {
    address: DocAddress,
    id: String,
    lines: usize,
}

/// Lists the lines of one page.
pub(crate) fn page(
    request: &ConcordanceRequest,
    view: &View,
    fields: &Fields,
) -> tantivy::Result<ConcordancePage> {
    let plan = compile(&request.query.root, &request.filter, request.matching);
    let (total, sources) = sources(&plan, view)?;
    let lister = Lister { plan: &plan, view, fields, context: request.context.min(WIDEST) };
    let lines = match request.order {
        LineOrder::Document => lister.in_document_order(&sources, request.offset, request.limit)?,
        LineOrder::Left | LineOrder::Right => {
            let mut lines = lister.in_document_order(&sources, 0, usize::MAX)?;
            sort(&mut lines, request.order);
            lines.into_iter().skip(request.offset).take(request.limit).collect()
        }
    };
    Ok(ConcordancePage { total, lines, generation: view.generation.clone() })
}

/// Orders lines by what stands beside the match; equal ones stay in the order of the documents. Contexts are compared as
/// they are searched, so that 发展 and 發展 stand together and a line break parts nothing.
fn sort(lines: &mut [Line], order: LineOrder) {
    match order {
        LineOrder::Document => {}
        LineOrder::Left => {
            lines.sort_by_cached_key(|line| folded(&line.left).chars().rev().collect::<String>());
        }
        LineOrder::Right => lines.sort_by_cached_key(|line| (folded(&line.right), folded(&line.matched))),
    }
}

/// Counts the lines of every matching document; in the order of the ids.
fn sources(plan: &Plan, view: &View) -> tantivy::Result<(Total, Vec<Source>)> {
    let mut total = Total::default();
    let mut sources = Vec::new();
    for segment in &view.segments {
        let ids = segment.ids()?;
        let mut evaluator = Evaluator::open(plan, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            let lines = evaluator.count(doc);
            total.documents += 1;
            total.occurrences += u64::from(lines);
            if lines > 0 {
                let id = ids.written(ids.number(doc)).to_owned();
                let address = DocAddress::new(segment.number, doc);
                sources.push(Source { address, id, lines: lines as usize });
            }
            doc = evaluator.next(doc + 1);
        }
    }
    sources.sort_by(|one, other| one.id.cmp(&other.id));
    Ok((total, sources))
}

struct Lister<'a> {
    plan: &'a Plan,
    view: &'a View,
    fields: &'a Fields,
    context: usize,
}

impl Lister<'_> {
    /// Reads the lines of a page in the order of the ids; documents before the page are passed over by their counts.
    fn in_document_order(
        &self,
        sources: &[Source],
        offset: usize,
        limit: usize,
    ) -> tantivy::Result<Vec<Line>> {
        let mut lines = Vec::new();
        let mut passed = 0;
        for source in sources {
            if lines.len() >= limit {
                break;
            }
            let skip = offset.saturating_sub(passed);
            passed += source.lines;
            if skip < source.lines {
                self.add_lines(source, skip, limit - lines.len(), &mut lines)?;
            }
        }
        Ok(lines)
    }

    fn add_lines(
        &self,
        source: &Source,
        skip: usize,
        limit: usize,
        lines: &mut Vec<Line>,
    ) -> tantivy::Result<()> {
        let segment = &self.view.segments[source.address.segment_ord as usize];
        let stored = stored::text(segment, source.address.doc_id, self.fields)?;
        let mut evaluator = Evaluator::open(self.plan, segment)?;
        let mut spans = Vec::new();
        evaluator.next(source.address.doc_id);
        evaluator.spans(source.address.doc_id, &mut spans);
        let spans = spans.get(skip..).unwrap_or_default();
        let spans = &spans[..spans.len().min(limit)];
        let matches = stored.originals(spans)?;
        let page = stored.page_around(&matches, self.context)?;
        let id = stored::id(&source.id)?;
        for found in matches {
            let line = page.in_context(&found, self.context);
            lines.push(Line {
                id: id.clone(),
                title: stored.title.clone(),
                section: page.section(found.start),
                left: line.left,
                matched: line.matched,
                right: line.right,
                offset: found.start,
            });
        }
        Ok(())
    }
}
