//! A query in; every place at which it matches as one line out, in the order asked for, page by page or one after the other.

mod kept;
mod order;
mod reader;

use std::ops::ControlFlow;

use tantivy::DocAddress;

use crate::listing::ListedLine;
use crate::listing::Listing;
use crate::listing::Told;
use crate::local::asked::Asked;
use crate::local::concordance::order::Ordered;
use crate::local::concordance::reader::Reader;
use crate::local::matches::Matches;
use crate::local::matches::Merged;
use crate::local::open::View;
use crate::query::unknown_regions;
use crate::search::ConcordancePage;
use crate::search::ConcordanceRequest;
use crate::search::LineOrder;
use crate::search::Sort;
use crate::search::Total;

pub(crate) use crate::local::concordance::kept::KeptOrders;

/// The most characters of context on one side.
const WIDEST: usize = 200;

/// How many lines are read together when all are listed.
const BATCH: usize = 4096;

/// A matching document and how many lines it gives.
#[derive(Clone, Copy)]
struct Source {
    address: DocAddress,
    lines: u32,
}

/// Where a line comes from: the place of its document among the sources, which are in the order of the ids, and which of the
/// document's matches it shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    source: u32,
    number: u32,
}

/// Lists the lines of one page.
pub(crate) fn page(
    request: &ConcordanceRequest,
    view: &View,
    kept: &KeptOrders,
) -> tantivy::Result<ConcordancePage> {
    let (plan, relaxed) = Asked::by_concordance(request).answering(view)?;
    let reader = Reader { plan: &plan, view, context: request.context.min(WIDEST) };
    let (total, lines) = if request.order == LineOrder::Document {
        let (total, sources) = sources(&reader)?;
        (total, reader.lines(&sources, &in_document_order(&sources, request.offset, request.limit))?)
    } else {
        let ordered = kept.get(request, view, || Ordered::of(&reader, request.order))?;
        let window = request.offset..request.offset.saturating_add(request.limit);
        let places = ordered.window(&reader, window)?;
        (ordered.total, reader.lines(&ordered.sources, &places)?)
    };
    let unknown_regions = unknown_regions(&request.query, request.filter.region.as_deref());
    Ok(ConcordancePage { total, relaxed, lines, unknown_regions, generation: view.generation.clone() })
}

/// Hands out every line; the limits of the request play no part. What is kept of each line is 16 bytes.
pub(crate) fn each(
    request: &ConcordanceRequest,
    view: &View,
    see: &mut dyn FnMut(Told<ListedLine>) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    let (plan, relaxed) = Asked::by_concordance(request).answering(view)?;
    let reader = Reader { plan: &plan, view, context: request.context.min(WIDEST) };
    let begin = |total| Told::Listing(Listing { total, relaxed, generation: view.generation.clone() });
    if request.order == LineOrder::Document {
        let (total, sources) = sources(&reader)?;
        if see(begin(total)).is_break() {
            return Ok(());
        }
        return hand_out(&reader, &sources, places(&sources), see);
    }
    let ordered = Ordered::of(&reader, request.order)?;
    if see(begin(ordered.total)).is_break() {
        return Ok(());
    }
    let places = ordered.window(&reader, 0..usize::MAX)?;
    hand_out(&reader, &ordered.sources, places.into_iter(), see)
}

fn hand_out(
    reader: &Reader<'_>,
    sources: &[Source],
    mut places: impl Iterator<Item = Place>,
    see: &mut dyn FnMut(Told<ListedLine>) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    loop {
        let batch: Vec<Place> = places.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        for line in reader.listed_lines(sources, &batch)? {
            if see(Told::Row(line)).is_break() {
                return Ok(());
            }
        }
    }
}

/// Finds the documents that give lines, in the order of their ids, and counts all that match.
fn sources(reader: &Reader<'_>) -> tantivy::Result<(Total, Vec<Source>)> {
    let matches = Matches::of(reader.plan, reader.view, Sort::Id)?;
    let total = matches.total;
    let mut sources = Vec::new();
    for placed in Merged::over(reader.view, matches.segments)? {
        let placed = placed?;
        if placed.occurrences > 0 {
            sources.push(Source { address: placed.address, lines: placed.occurrences });
        }
    }
    Ok((total, sources))
}

fn places(sources: &[Source]) -> impl Iterator<Item = Place> + '_ {
    let numbered = (0..).zip(sources);
    numbered.flat_map(|(source, of)| (0..of.lines).map(move |number| Place { source, number }))
}

/// Returns the places of some lines in the order of the ids; documents before them are passed over by their counts.
fn in_document_order(sources: &[Source], offset: usize, limit: usize) -> Vec<Place> {
    let mut passed = 0;
    let first = sources.iter().position(|source| {
        passed += source.lines as usize;
        passed > offset
    });
    let Some(first) = first else { return Vec::new() };
    let before = passed - sources[first].lines as usize;
    let first_source = first as u32;
    let rest = places(&sources[first..]).skip(offset - before).take(limit);
    rest.map(|place| Place { source: first_source + place.source, ..place }).collect()
}
