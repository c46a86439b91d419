//! A request in; everything that matches out, row after row in one order, however much there is.
//!
//! What is kept of each matching document is 24 bytes; texts are read in small batches, so that a listing of a million
//! rows needs no more memory than one of a thousand.

use std::cmp::Ordering;
use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::DocId;
use tantivy::TERMINATED;

use crate::listing::ListedDocument;
use crate::listing::ListedLine;
use crate::listing::Listing;
use crate::listing::Told;
use crate::local::compile::Plan;
use crate::local::compile::compile;
use crate::local::compile::relax;
use crate::local::evaluate::Evaluator;
use crate::local::open::View;
use crate::local::relaxed;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::stored;
use crate::local::stored::StoredText;
use crate::search::ConcordanceRequest;
use crate::search::Line;
use crate::search::SearchRequest;
use crate::search::Sort;
use crate::search::Total;

/// Documents whose texts are held at the same time.
const BATCH: usize = 128;

/// The most characters of context on one side.
const WIDEST: usize = 200;

/// Lists every matching document.
pub(crate) fn documents(
    request: &SearchRequest,
    view: &View,
    fields: &Fields,
    see: &mut dyn FnMut(Told<ListedDocument>) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    let root = &request.query.root;
    let mut matches = Matches::of(&compile(root, &request.filter, request.matching), view, request.sort)?;
    let mut note = None;
    if matches.total.documents == 0
        && let Some((wider, words)) = relax(root, &request.filter, request.matching)
    {
        matches = Matches::of(&wider, view, request.sort)?;
        note = (matches.total.documents > 0).then(|| relaxed(words));
    }
    let listing = Listing { total: matches.total, relaxed: note, generation: view.generation.clone() };
    if see(Told::Listing(listing)).is_break() {
        return Ok(());
    }
    for place in Merged::over(view, matches.segments)? {
        let place = place?;
        let segment = &view.segments[place.address.segment_ord as usize];
        let text = stored::text(segment, place.address.doc_id, fields)?;
        if see(Told::Row(listed(view, &place, &text)?)).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// Lists every occurrence, by document id and place in the text; the order and the limits of the request play no part.
pub(crate) fn lines(
    request: &ConcordanceRequest,
    view: &View,
    fields: &Fields,
    see: &mut dyn FnMut(Told<ListedLine>) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    let plan = compile(&request.query.root, &request.filter, request.matching);
    let matches = Matches::of(&plan, view, Sort::Relevance)?;
    let listing = Listing { total: matches.total, relaxed: None, generation: view.generation.clone() };
    if see(Told::Listing(listing)).is_break() {
        return Ok(());
    }
    let context = request.context.min(WIDEST);
    let lister = Lister { plan: &plan, view, fields, context };
    let mut merged = Merged::over(view, matches.segments)?;
    loop {
        let batch: Vec<Placed> = merged.by_ref().take(BATCH).collect::<tantivy::Result<_>>()?;
        if batch.is_empty() {
            return Ok(());
        }
        for line in lister.batch(&batch)? {
            if see(Told::Row(line)).is_break() {
                return Ok(());
            }
        }
    }
}

/// A matching document of one segment.
#[derive(Clone, Copy)]
struct Place {
    key: Reverse<i64>,
    /// The number of its id; numbers of a segment are ordered like the ids.
    id: u32,
    doc: DocId,
    occurrences: u32,
}

/// A matching document in the order of all segments.
struct Placed {
    address: DocAddress,
    id: String,
    occurrences: u32,
}

/// All matching documents, each segment in order.
struct Matches {
    total: Total,
    segments: Vec<Vec<Place>>,
}

impl Matches {
    fn of(plan: &Plan, view: &View, sort: Sort) -> tantivy::Result<Matches> {
        let mut matches = Matches { total: Total::default(), segments: Vec::new() };
        for segment in &view.segments {
            let places = matches.of_segment(plan, segment, sort)?;
            matches.segments.push(places);
        }
        Ok(matches)
    }

    fn of_segment(&mut self, plan: &Plan, segment: &Segment, sort: Sort) -> tantivy::Result<Vec<Place>> {
        let mut places = Vec::new();
        let ids = segment.ids()?;
        let mut evaluator = Evaluator::open(plan, segment)?;
        let mut doc = evaluator.next(0);
        while doc != TERMINATED {
            let occurrences = evaluator.count(doc);
            self.total.documents += 1;
            self.total.occurrences += u64::from(occurrences);
            // What stands for a missing year or day is the smallest number, so it comes last.
            let key = match sort {
                Sort::Relevance => 0,
                Sort::Year => i64::from(segment.years()?.end[doc as usize]),
                Sort::Published => i64::from(segment.published()?[doc as usize]),
            };
            let id = ids.number(doc);
            places.push(Place { key: Reverse(key), id, doc, occurrences });
            doc = evaluator.next(doc + 1);
        }
        places.sort_unstable_by_key(|place| (place.key, place.id));
        Ok(places)
    }
}

/// Leads through the places of all segments in one order.
struct Merged<'a> {
    segments: Vec<Ordered<'a>>,
}

/// The places of one segment, and the next of them with its id.
struct Ordered<'a> {
    segment: &'a Segment,
    places: std::vec::IntoIter<Place>,
    head: Option<(Place, String)>,
}

impl<'a> Merged<'a> {
    fn over(view: &'a View, places: Vec<Vec<Place>>) -> tantivy::Result<Merged<'a>> {
        let mut merged = Merged { segments: Vec::new() };
        for (segment, places) in view.segments.iter().zip(places) {
            let mut ordered = Ordered { segment, places: places.into_iter(), head: None };
            ordered.advance()?;
            merged.segments.push(ordered);
        }
        Ok(merged)
    }
}

impl Ordered<'_> {
    fn advance(&mut self) -> tantivy::Result<Option<(Place, String)>> {
        let next = match self.places.next() {
            Some(place) => {
                let id = self.segment.ids()?.written(place.id).to_owned();
                Some((place, id))
            }
            None => None,
        };
        Ok(std::mem::replace(&mut self.head, next))
    }
}

impl Iterator for Merged<'_> {
    type Item = tantivy::Result<Placed>;

    fn next(&mut self) -> Option<tantivy::Result<Placed>> {
        let first = self.segments.iter_mut().filter(|segment| segment.head.is_some()).min_by(
            |one, other| match (&one.head, &other.head) {
                (Some((one, id)), Some((other, other_id))) => (one.key, id).cmp(&(other.key, other_id)),
                _ => Ordering::Equal,
            },
        )?;
        match first.advance() {
            Ok(Some((place, id))) => {
                let address = DocAddress::new(first.segment.number, place.doc);
                Some(Ok(Placed { address, id, occurrences: place.occurrences }))
            }
            Ok(None) => None,
            Err(err) => Some(Err(err)),
        }
    }
}

fn listed(view: &View, placed: &Placed, text: &StoredText) -> tantivy::Result<ListedDocument> {
    let segment = &view.segments[placed.address.segment_ord as usize];
    let card = stored::card(segment, placed.address.doc_id)?;
    Ok(ListedDocument {
        id: stored::id(&placed.id)?,
        title: text.title.clone(),
        year: card.year,
        region: card.region,
        kind: card.kind,
        issuer: card.issuer,
        published: card.published,
        url: text.url.clone(),
        occurrences: u64::from(placed.occurrences),
        characters: text.text()?.chars().count() as u64,
    })
}

struct Lister<'a> {
    plan: &'a Plan,
    view: &'a View,
    fields: &'a Fields,
    context: usize,
}

impl Lister<'_> {
    /// Reads the lines of some documents. Matches are found again in the order of the postings, whatever the order of
    /// the batch.
    fn batch(&self, batch: &[Placed]) -> tantivy::Result<Vec<ListedLine>> {
        let mut order: Vec<usize> = (0..batch.len()).filter(|&at| batch[at].occurrences > 0).collect();
        order.sort_by_key(|&at| batch[at].address);
        let mut found: Vec<(usize, Vec<ListedLine>)> = Vec::with_capacity(order.len());
        let mut evaluator: Option<(u32, Evaluator<'_>)> = None;
        for at in order {
            let segment = batch[at].address.segment_ord;
            let evaluator = match &mut evaluator {
                Some((open, evaluator)) if *open == segment => evaluator,
                other => {
                    let open = Evaluator::open(self.plan, &self.view.segments[segment as usize])?;
                    &mut other.insert((segment, open)).1
                }
            };
            found.push((at, self.lines(evaluator, &batch[at])?));
        }
        found.sort_by_key(|(at, _)| *at);
        Ok(found.into_iter().flat_map(|(_, lines)| lines).collect())
    }

    fn lines(&self, evaluator: &mut Evaluator<'_>, placed: &Placed) -> tantivy::Result<Vec<ListedLine>> {
        let stored = stored::text(evaluator.segment(), placed.address.doc_id, self.fields)?;
        let document = Arc::new(listed(self.view, placed, &stored)?);
        let mut spans = Vec::new();
        evaluator.next(placed.address.doc_id);
        evaluator.spans(placed.address.doc_id, &mut spans);
        let matches = stored.originals(&spans)?;
        let page = stored.page_around(&matches, self.context)?;
        let lines = matches.into_iter().map(|found| {
            let line = page.in_context(&found, self.context);
            let line = Line {
                id: document.id.clone(),
                title: document.title.clone(),
                section: page.section(found.start),
                left: line.left,
                matched: line.matched,
                right: line.right,
                offset: found.start,
            };
            ListedLine { document: Arc::clone(&document), line }
        });
        Ok(lines.collect())
    }
}
