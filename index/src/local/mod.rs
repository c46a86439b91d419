//! The index on one machine: Tantivy on disk or in memory.

mod among;
mod asides;
mod asked;
mod beside_title;
mod bits;
mod collapse;
mod collect;
mod collocates;
mod compile;
mod concordance;
mod condition;
mod count;
mod count_test;
mod did_you_mean;
mod evaluate;
mod exact;
mod explain;
mod facets;
mod flat;
mod frequency;
mod highlight;
mod holders;
mod joining;
mod kept_views;
mod kept_vocabulary;
mod keyness;
mod leaf;
mod listing;
mod marked;
mod matches;
mod meant;
mod naming;
mod near_title;
mod numbered;
mod open;
mod order;
mod outline;
mod paging;
mod pairing;
mod pairs;
mod period;
mod postings;
mod queue;
mod rank;
mod ranking;
mod reading;
mod recency;
mod region;
mod run;
mod schema;
mod searching;
mod segment;
mod set_phrases;
mod single;
mod spoken;
mod stored;
mod stretch;
mod suggest;
mod sweep;
mod tally;
mod telling;
mod texts;
mod titled;
mod tokenize;
mod trend;
mod trend_keys;
mod typed;
mod vocabulary;
mod word_counts;
mod word_listing;
mod word_lists;
mod worth;
mod writer;

use std::ops::ControlFlow;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::RwLock;

use corpus::document::DocumentId;
use corpus::text::origins;

use crate::Error;
use crate::collocates::Collocates;
use crate::collocates::CollocatesRequest;
use crate::keyness::Keyness;
use crate::keyness::KeynessRequest;
use crate::listing::ListedDocument;
use crate::listing::ListedLine;
use crate::listing::Told;
use crate::local::asked::Asked;
use crate::local::collect::Counting;
use crate::local::collect::Found;
use crate::local::collect::collect;
use crate::local::compile::Plan;
use crate::local::concordance::KeptOrders;
use crate::local::evaluate::Evaluator;
use crate::local::highlight::joined;
use crate::local::highlight::snippets;
use crate::local::kept_views::KeptViews;
use crate::local::kept_vocabulary::KeptVocabulary;
use crate::local::leaf::Span;
use crate::local::open::View;
use crate::local::open::failed;
use crate::local::order::Placed;
use crate::local::order::Window;
use crate::local::schema::Fields;
use crate::local::stored::StoredText;
use crate::query::Query;
use crate::search::Among;
use crate::search::ConcordancePage;
use crate::search::ConcordanceRequest;
use crate::search::Explanation;
use crate::search::Generation;
use crate::search::Hit;
use crate::search::Matching;
use crate::search::RankedHit;
use crate::search::RankedPage;
use crate::search::Relaxed;
use crate::search::SearchPage;
use crate::search::SearchRequest;
use crate::search::Versions;
use crate::trend::Trend;
use crate::trend::TrendRequest;

pub(crate) use crate::local::explain::explain;
pub(crate) use crate::local::open::Followed;
pub(crate) use crate::local::open::followed_by;
#[cfg(test)]
pub(crate) use crate::local::schema::FORMAT;
pub(crate) use crate::local::writer::Entry;
pub(crate) use crate::local::writer::Load;
pub(crate) use crate::local::writer::Writer;

/// How many places that name an article of a law are looked at for the one where it begins.
const MOST_ARTICLES: usize = 32;

/// The index of one folder, open for reading. Cheap to share between threads by reference.
pub struct LocalIndex {
    dir: PathBuf,
    reader: tantivy::IndexReader,
    fields: Fields,
    view: RwLock<Arc<View>>,
    vocabulary: KeptVocabulary,
    orders: KeptOrders,
    views: KeptViews,
}

impl LocalIndex {
    /// Opens the index of a folder for reading; reads no document and needs no lock.
    ///
    /// # Errors
    /// `Missing` when there is none, `Damaged`, or `Outdated` when another release wrote it.
    pub fn open(dir: &Path) -> Result<LocalIndex, Error> {
        open::open(dir)
    }

    /// Finds documents.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchPage, Error> {
        self.guarded(|newest| {
            // Whoever goes on behind a page goes on in the commit that it was read from.
            let kept = request.after.as_ref().and_then(|cursor| self.views.of(cursor.commit));
            let view = kept.as_ref().unwrap_or(newest);
            let page = self.search_view(request, view)?;
            if page.next.is_some() {
                self.views.keep(view);
            }
            Ok(page)
        })
    }

    /// Ranks and counts as `search` does, and says no more of the hits than their names: no facets, nothing stored is read.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn rank(&self, request: &SearchRequest) -> Result<RankedPage, Error> {
        self.guarded(|view| {
            let window = Window { sort: request.sort, offset: request.offset, limit: request.limit };
            let (_, found, relaxed) = self.found(request, view, window, Counting::Totals)?;
            let ranked = |placed| {
                let Placed { id, score, occurrences, .. } = placed;
                RankedHit { id, score, occurrences }
            };
            let hits = found.page.into_iter().map(ranked).collect();
            Ok(RankedPage { total: found.total, relaxed, hits, generation: view.generation.clone() })
        })
    }

    /// Lists every occurrence as one line.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordancePage, Error> {
        self.guarded(|view| concordance::page(request, view, &self.orders))
    }

    /// Hands out every matching document in the order of the request: first what comes, then one after the other, read from
    /// one commit; limit and offset play no part.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn each_document(
        &self,
        request: &SearchRequest,
        see: &mut dyn FnMut(Told<ListedDocument>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.guarded(|view| listing::documents(request, view, &self.fields, see))
    }

    /// Tells for each of some documents whether it is among those that a request finds, relaxed where a search would be; limit
    /// and order play no part.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn among(&self, request: &SearchRequest, ids: &[DocumentId]) -> Result<Among, Error> {
        self.guarded(|view| among::among(request, view, &self.fields, ids))
    }

    /// Hands out every occurrence as one line in the order of the request: first what comes, then line after line, read from
    /// one commit; limit and offset play no part.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn each_line(
        &self,
        request: &ConcordanceRequest,
        see: &mut dyn FnMut(Told<ListedLine>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.guarded(|view| concordance::each(request, view, see))
    }

    /// Counts phrases under each key of the documents.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn trend(&self, request: &TrendRequest) -> Result<Trend, Error> {
        self.guarded(|view| trend::trend(request, view))
    }

    /// Compares the words of two slices.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn keyness(&self, request: &KeynessRequest) -> Result<Keyness, Error> {
        self.guarded(|view| keyness::keyness(request, view, &self.fields))
    }

    /// Finds the words that stand beside a phrase.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn collocates(&self, request: &CollocatesRequest) -> Result<Collocates, Error> {
        self.guarded(|view| collocates::collocates(request, view, &self.fields))
    }

    /// Tells how a query is read and cut into words.
    pub fn explain(&self, query: &Query, matching: Matching) -> Explanation {
        explain(query, matching)
    }

    /// Returns the state of the index; it changes with each commit.
    pub fn generation(&self) -> Generation {
        // When it cannot be read, the next search will say what is wrong.
        self.guarded(|view| Ok(view.generation.clone())).unwrap_or_default()
    }

    /// Looks for a newer commit at once instead of within half a second.
    ///
    /// # Errors
    /// `Damaged` when the files do not hold together.
    pub fn refresh(&self) -> Result<(), Error> {
        self.reader.reload().map_err(|err| failed(&self.dir, "read", err))
    }

    /// Finds the documents; those with any of the words when none holds all of them.
    fn found(
        &self,
        request: &SearchRequest,
        view: &View,
        window: Window,
        counting: Counting,
    ) -> tantivy::Result<(Plan, Found, Option<Relaxed>)> {
        let asked = Asked::by_search(request);
        let plan = asked.strict();
        let found = collect(&plan, view, &self.fields, window, counting)?;
        if let Some((wider, relaxed)) = asked.relaxed(&plan, found.total.documents, view)? {
            let found = collect(&wider, view, &self.fields, window, counting)?;
            return Ok((wider, found, Some(relaxed)));
        }
        Ok((plan, found, None))
    }

    /// Reads what is shown of each document of a page.
    fn hits(&self, plan: &Plan, page: &[Placed], view: &View) -> tantivy::Result<Vec<Hit>> {
        let mut hits: Vec<(usize, Hit)> = Vec::with_capacity(page.len());
        // Matches are found again in the order of the postings, whatever the order of the page.
        let mut order: Vec<usize> = (0..page.len()).collect();
        order.sort_by_key(|&at| page[at].address);
        let mut evaluator: Option<(u32, Evaluator<'_>)> = None;
        for at in order {
            let address = page[at].address;
            let segment = &view.segments[address.segment_ord as usize];
            let evaluator = match &mut evaluator {
                Some((segment, open)) if *segment == address.segment_ord => open,
                other => {
                    let open = Evaluator::open(plan, segment)?;
                    &mut other.insert((address.segment_ord, open)).1
                }
            };
            hits.push((at, self.hit(evaluator, &page[at])?));
        }
        hits.sort_by_key(|&(at, _)| at);
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }

    fn hit(&self, evaluator: &mut Evaluator<'_>, placed: &Placed) -> tantivy::Result<Hit> {
        let doc = placed.address.doc_id;
        let stored = stored::text(evaluator.segment(), doc)?;
        let card = stored::card(evaluator.segment(), doc)?;
        let mut spans = Vec::new();
        evaluator.next(doc);
        evaluator.spans(doc, &mut spans);
        let heading = heading(&stored, &evaluator.article_spans(doc))?;
        let snippets = snippets(&stored, &spans, heading)?;
        let title_matches = originals(&stored.title, &evaluator.title_spans(doc));
        Ok(Hit {
            id: placed.id.clone(),
            title_marks: joined(&title_matches),
            title: stored.title,
            year: card.year,
            region: card.region,
            kind: card.kind,
            issuer: card.issuer,
            published: card.published,
            url: stored.url,
            score: placed.score,
            occurrences: placed.occurrences,
            versions: Versions::default(),
            snippets,
        })
    }
}

/// Returns the place at which an article of a law begins: what else names it refers to it from within a line.
fn heading(stored: &StoredText, articles: &[Span]) -> tantivy::Result<Option<Span>> {
    let articles = &articles[..articles.len().min(MOST_ARTICLES)];
    for (&article, original) in articles.iter().zip(stored.originals(articles)?) {
        let before = original.start.saturating_sub(1)..original.start;
        if stored.page(before.clone())?.text(before).trim().is_empty() {
            return Ok(Some(article));
        }
    }
    Ok(None)
}

/// Leads matches in a folded title back to the title itself.
fn originals(text: &str, spans: &[Span]) -> Vec<Range<usize>> {
    if spans.is_empty() {
        return Vec::new();
    }
    let origins = origins(text);
    spans.iter().map(|span| origins.original(span.start as usize..span.end as usize)).collect()
}

#[cfg(test)]
mod tests;
