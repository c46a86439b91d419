//! Our index of the same texts, built from a store as `gongbao reindex` does.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::store::Import;
use corpus::store::Store;
use corpus::year::ReportYear;
use index::LocalIndex;
use index::query::parse;
use index::search::Filter;
use index::search::Matching;
use index::search::SearchRequest;
use index::sync::rebuild;
use index::trend::Phrase;
use index::trend::TrendBy;
use index::trend::TrendRequest;
use jiff::Timestamp;

use crate::corpus_lines::Text;
use crate::queries::Asked;
use crate::table::Spent;

/// The index and how long it took, reading the store included.
pub(crate) struct Ours {
    pub(crate) folder: PathBuf,
    pub(crate) spent: Spent,
    index: LocalIndex,
}

impl Ours {
    /// Fills a store and builds the index from it; only the building is timed.
    pub(crate) fn build(texts: &[Text], data: &Path) -> anyhow::Result<Ours> {
        std::fs::create_dir_all(data)?;
        let mut store = Store::open(data, Timestamp::UNIX_EPOCH)?;
        let mut imports = Vec::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate() {
            let id = DocumentId::parse(&format!("d{number:07}")).context("a number is an id")?;
            let mut document = Document::new(&text.title, &text.text);
            document.report_year = Some(ReportYear::single(text.year));
            imports.push(Import { id, document, url: None });
        }
        store.import(imports.into_iter(), Timestamp::UNIX_EPOCH)?;
        let folder = data.join("index");
        let spent = Spent::by(|| Ok(rebuild(&store, &folder, &mut |_| {}).map(drop)?))?;
        let index = LocalIndex::open(&folder)?;
        Ok(Ours { folder, spent, index })
    }

    /// Returns how many documents match, having counted all occurrences and ranked the ten best.
    pub(crate) fn rank(&self, asked: &Asked) -> anyhow::Result<u64> {
        Ok(self.index.rank(&request(asked)?)?.total.documents)
    }

    /// Returns the same after counting every facet and cutting the snippets of ten hits.
    pub(crate) fn search(&self, asked: &Asked) -> anyhow::Result<u64> {
        Ok(self.index.search(&request(asked)?)?.total.documents)
    }

    /// Counts a phrase or a word in all documents by report year; returns how many hold it.
    pub(crate) fn trend(&self, asked: &Asked) -> anyhow::Result<u64> {
        let (Asked::Phrase(phrase) | Asked::WordIn(phrase, ..)) = asked else { return Ok(0) };
        let request = TrendRequest {
            phrases: Phrase::new(phrase).into_iter().collect(),
            by: TrendBy::Year,
            base: parse("")?,
            filter: Filter::default(),
            matching: Matching::String,
        };
        let trend = self.index.trend(&request)?;
        Ok(trend.series.iter().flat_map(|series| &series.points).map(|point| point.documents).sum())
    }
}

fn request(asked: &Asked) -> anyhow::Result<SearchRequest> {
    let quoted = |text: &String| format!("\"{text}\"");
    let (query, years) = match asked {
        Asked::Phrase(phrase) => (quoted(phrase), None),
        Asked::All(words) => (words.iter().map(quoted).collect::<Vec<_>>().join(" "), None),
        Asked::Any(words) => (words.iter().map(quoted).collect::<Vec<_>>().join(" OR "), None),
        Asked::WordIn(word, first, last) => (quoted(word), Some((*first, *last))),
    };
    let mut request = SearchRequest::new(parse(&query)?);
    request.filter.years = years;
    Ok(request)
}
