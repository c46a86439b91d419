//! What is wanted and an index in; the whole file out, written as the rows are found.

use std::io;
use std::io::Write;
use std::ops::ControlFlow;

use corpus::store::Store;
use index::LocalIndex;
use index::collocates::Collocates;
use index::collocates::CollocatesRequest;
use index::keyness::Keyness;
use index::keyness::KeynessRequest;
use index::listing::Listing;
use index::listing::Told;
use index::query::unknown_regions;
use index::search::ConcordanceRequest;
use index::search::Generation;
use index::search::Relaxed;
use index::search::SearchRequest;
use index::search::Total;
use index::trend::TrendRequest;

use crate::Error;
use crate::api::CollocatesResponse;
use crate::api::KeynessResponse;
use crate::export::Corpus;
use crate::export::File;
use crate::export::Format;
use crate::export::Head;
use crate::export::Row;
use crate::export::What;

/// What is asked of the index.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Every matching document.
    Documents(SearchRequest),
    /// Every occurrence.
    Concordance(ConcordanceRequest),
    /// The counts of phrases.
    Trend(TrendRequest),
    /// The words that set two slices apart.
    Keyness(KeynessRequest),
    /// The words that stand beside a phrase.
    Collocates(CollocatesRequest),
}

impl Wanted {
    /// Returns what the rows will be.
    pub fn what(&self) -> What {
        match self {
            Wanted::Documents(_) => What::Documents,
            Wanted::Concordance(_) => What::Concordance,
            Wanted::Trend(_) => What::Trend,
            Wanted::Keyness(_) => What::Keyness,
            Wanted::Collocates(_) => What::Collocates,
        }
    }

    /// Returns the regions asked for that the gazetteer does not know.
    fn unknown_regions(&self) -> Vec<String> {
        let (query, filter) = match self {
            Wanted::Documents(request) => (&request.query, &request.filter),
            Wanted::Concordance(request) => (&request.query, &request.filter),
            Wanted::Trend(request) => (&request.base, &request.filter),
            Wanted::Keyness(request) => (&request.target, &request.filter),
            Wanted::Collocates(request) => (&request.base, &request.filter),
        };
        unknown_regions(query, filter.region.as_deref())
    }
}

/// Writes everything that matches. `opened` is told the state of the index before the first byte is written.
///
/// # Errors
/// `Index` and `Store`; `Output` when the file cannot be written.
pub fn export<W: Write + Send>(
    (index, store): (&LocalIndex, Option<&Store>),
    wanted: &Wanted,
    (format, query, asked): (Format, &str, &str),
    out: W,
    opened: impl FnOnce(&Generation),
) -> Result<(), Error> {
    let unknown = wanted.unknown_regions();
    let plan = Plan { store, what: wanted.what(), unknown, format, query, asked };
    let mut writing = Writing { plan, out: Some((out, opened)), file: None, failure: None };
    match wanted {
        Wanted::Documents(request) => index.each_document(request, &mut |told| match told {
            Told::Listing(listing) => writing.begin(&listing, listing.total.documents, Vec::new()),
            Told::Row(document) => writing.row(&Row::Document(Box::new(document))),
        })?,
        Wanted::Concordance(request) => index.each_line(request, &mut |told| match told {
            Told::Listing(listing) => writing.begin(&listing, listing.total.occurrences, Vec::new()),
            Told::Row(line) => writing.row(&Row::Line(Box::new(line))),
        })?,
        Wanted::Trend(request) => {
            let trend = index.trend(request)?;
            let rows = trend.series.iter().map(|series| series.points.len() as u64).sum();
            let total = Total { documents: trend.base.documents, occurrences: 0 };
            let listing = Listing { total, relaxed: None, generation: trend.generation };
            let _ = writing.begin(&listing, rows, Vec::new());
            for series in trend.series {
                for point in series.points {
                    let _ = writing.row(&Row::Point { phrase: series.phrase.clone(), point });
                }
            }
        }
        Wanted::Keyness(request) => writing.key_words(request, index.keyness(request)?),
        Wanted::Collocates(request) => writing.collocates(request, index.collocates(request)?),
    }
    writing.finish()
}

struct Plan<'a> {
    store: Option<&'a Store>,
    what: What,
    unknown: Vec<String>,
    format: Format,
    query: &'a str,
    asked: &'a str,
}

struct Writing<'a, 'w, W, F> {
    plan: Plan<'a>,
    out: Option<(W, F)>,
    file: Option<Box<dyn File + 'w>>,
    failure: Option<Error>,
}

impl<'w, W: Write + Send + 'w, F: FnOnce(&Generation)> Writing<'_, 'w, W, F> {
    /// Writes words that set two slices apart.
    fn key_words(&mut self, request: &KeynessRequest, found: Keyness) {
        let total = Total { documents: found.target.documents, occurrences: 0 };
        let listing = Listing { total, relaxed: None, generation: found.generation.clone() };
        let sizes = vec![
            ("target_words", found.target.words),
            ("reference_documents", found.reference.documents),
            ("reference_words", found.reference.words),
            ("common_documents", found.common_documents),
        ];
        let _ = self.begin(&listing, found.words.len() as u64, sizes);
        for word in KeynessResponse::new(request, found).words {
            let _ = self.row(&Row::KeyWord(Box::new(word)));
        }
    }

    /// Writes words that stand beside a phrase.
    fn collocates(&mut self, request: &CollocatesRequest, found: Collocates) {
        let total = Total { documents: found.holding, occurrences: found.occurrences };
        let listing = Listing { total, relaxed: None, generation: found.generation.clone() };
        let sizes = vec![
            ("window_words", found.window_words),
            ("base_documents", found.documents),
            ("base_words", found.words),
        ];
        let _ = self.begin(&listing, found.collocates.len() as u64, sizes);
        for word in CollocatesResponse::new(request, found).collocates {
            let _ = self.row(&Row::Collocate(Box::new(word)));
        }
    }

    /// Says that any word sufficed, or which regions nobody knows.
    fn note(&self, listing: &Listing) -> Option<String> {
        let relaxed = listing.relaxed.as_ref().map(Relaxed::note);
        let unknown = &self.plan.unknown;
        let places = (!unknown.is_empty()).then(|| format!("地名录中没有这些地区：{}", unknown.join("、")));
        let notes: Vec<String> = relaxed.into_iter().chain(places).collect();
        (!notes.is_empty()).then(|| notes.join("；"))
    }

    fn begin(&mut self, listing: &Listing, rows: u64, sizes: Vec<(&'static str, u64)>) -> ControlFlow<()> {
        let Some((out, opened)) = self.out.take() else { return ControlFlow::Break(()) };
        let begun = Corpus::of(self.plan.store, &listing.generation).and_then(|corpus| {
            opened(&listing.generation);
            let head = Head {
                what: self.plan.what,
                query: self.plan.query.to_owned(),
                asked: self.plan.asked.to_owned(),
                note: self.note(listing),
                documents: listing.total.documents,
                occurrences: listing.total.occurrences,
                rows,
                sizes,
                corpus,
            };
            self.plan.format.begin(out, &head).map_err(Error::Output)
        });
        match begun {
            Ok(file) => {
                self.file = Some(file);
                ControlFlow::Continue(())
            }
            Err(err) => self.stop(err),
        }
    }

    fn row(&mut self, row: &Row) -> ControlFlow<()> {
        let written = self.file.as_mut().map_or(Ok(()), |file| file.row(row));
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(err) => self.stop(Error::Output(err)),
        }
    }

    fn stop(&mut self, err: Error) -> ControlFlow<()> {
        self.failure = Some(err);
        ControlFlow::Break(())
    }

    fn finish(self) -> Result<(), Error> {
        match (self.failure, self.file) {
            (Some(err), _) => Err(err),
            (None, Some(file)) => file.finish().map_err(Error::Output),
            (None, None) => Err(Error::Output(io::Error::other("nothing was begun"))),
        }
    }
}
