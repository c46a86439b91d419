//! Places of lines in; the lines, or the documents with the matches that they show, out.

use std::sync::Arc;

use crate::listing::ListedLine;
use crate::local::compile::Plan;
use crate::local::concordance::Place;
use crate::local::concordance::Source;
use crate::local::evaluate::Evaluator;
use crate::local::leaf::Span;
use crate::local::listing::listed;
use crate::local::open::View;
use crate::local::stored;
use crate::local::stored::StoredText;
use crate::search::Line;

/// Reads the lines of a query.
pub(super) struct Reader<'a> {
    pub(super) plan: &'a Plan,
    pub(super) view: &'a View,
    /// Characters on each side.
    pub(super) context: usize,
}

/// A document with those of its matches that are asked for.
pub(super) struct Found<'r> {
    pub(super) stored: &'r StoredText,
    /// The matches, ascending, in the folded text.
    pub(super) spans: &'r [Span],
    /// Which of the places asked for each match is.
    pub(super) at: &'r [usize],
    source: Source,
}

impl Reader<'_> {
    /// Reads lines, in the order of their places.
    pub(super) fn lines(&self, sources: &[Source], places: &[Place]) -> tantivy::Result<Vec<Line>> {
        let mut lines: Vec<(usize, Line)> = Vec::with_capacity(places.len());
        self.visit(sources, places, &mut |found| {
            lines.extend(found.at.iter().copied().zip(self.lines_of(found)?));
            Ok(())
        })?;
        lines.sort_unstable_by_key(|(at, _)| *at);
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// Reads lines together with their documents, in the order of their places.
    pub(super) fn listed_lines(
        &self,
        sources: &[Source],
        places: &[Place],
    ) -> tantivy::Result<Vec<ListedLine>> {
        let mut lines: Vec<(usize, ListedLine)> = Vec::with_capacity(places.len());
        self.visit(sources, places, &mut |found| {
            let address = found.source.address;
            let segment = &self.view.segments[address.segment_ord as usize];
            let document = Arc::new(listed(segment, address.doc_id, found.source.lines, found.stored)?);
            let listed = |line| ListedLine { document: Arc::clone(&document), line };
            lines.extend(found.at.iter().copied().zip(self.lines_of(found)?.into_iter().map(listed)));
            Ok(())
        })?;
        lines.sort_unstable_by_key(|(at, _)| *at);
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// Finds the matches of some lines again, in the order of the postings, whatever the order of the places. Each document is
    /// read once.
    pub(super) fn visit(
        &self,
        sources: &[Source],
        places: &[Place],
        see: &mut dyn FnMut(&Found<'_>) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let source = |at: usize| sources[places[at].source as usize];
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_unstable_by_key(|&at| (source(at).address, places[at].number));
        let mut evaluator: Option<(u32, Evaluator<'_>)> = None;
        let (mut spans, mut wanted) = (Vec::new(), Vec::<Span>::new());
        for of_document in order.chunk_by(|&one, &other| places[one].source == places[other].source) {
            let source = source(of_document[0]);
            let address = source.address;
            let evaluator = match &mut evaluator {
                Some((open, evaluator)) if *open == address.segment_ord => evaluator,
                other => {
                    let open = Evaluator::open(self.plan, &self.view.segments[address.segment_ord as usize])?;
                    &mut other.insert((address.segment_ord, open)).1
                }
            };
            let stored = stored::text(evaluator.segment(), address.doc_id)?;
            evaluator.next(address.doc_id);
            evaluator.spans(address.doc_id, &mut spans);
            wanted.clear();
            wanted.extend(of_document.iter().filter_map(|&at| spans.get(places[at].number as usize)));
            see(&Found { stored: &stored, spans: &wanted, at: of_document, source })?;
        }
        Ok(())
    }

    fn lines_of(&self, found: &Found<'_>) -> tantivy::Result<Vec<Line>> {
        let address = found.source.address;
        let ids = self.view.segments[address.segment_ord as usize].ids()?;
        let id = stored::id(ids.written(ids.number(address.doc_id)))?;
        let matches = found.stored.originals(found.spans)?;
        let page = found.stored.page_around(&matches, self.context)?;
        let lines = matches.into_iter().map(|range| {
            let line = page.in_context(&range, self.context);
            Ok(Line {
                id: id.clone(),
                title: found.stored.title.clone(),
                section: page.section(range.start)?,
                left: line.left,
                matched: line.matched,
                right: line.right,
                offset: range.start,
            })
        });
        lines.collect()
    }
}
