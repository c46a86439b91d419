//! What a search or a concordance is asked with, and the address that asks for it again.

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use index::cursor::Cursor;
use index::cursor::NoCursor;
use index::query::Query;
use index::search::ConcordanceRequest;
use index::search::Filter;
use index::search::LineOrder;
use index::search::Matching;
use index::search::SearchRequest;
use index::search::Sort;

use crate::Error;
use crate::params::DEEPEST;
use crate::params::DEEPEST_LINE;
use crate::params::MOST_HITS;
use crate::params::MOST_LINES;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::Years;
use crate::params::encode;
use crate::params::pairs::fault;
use crate::params::query_of;

const SORTS: &[(&str, Sort)] =
    &[("relevance", Sort::Relevance), ("year", Sort::Year), ("published", Sort::Published)];

/// The orders of an export, the usual one first.
pub(crate) const EXPORT_SORTS: &[(&str, Sort)] =
    &[("id", Sort::Id), ("relevance", Sort::Relevance), ("year", Sort::Year), ("published", Sort::Published)];

pub(crate) const ORDERS: &[(&str, LineOrder)] =
    &[("document", LineOrder::Document), ("left", LineOrder::Left), ("right", LineOrder::Right)];

/// The characters of context on each side of a concordance line when nothing is said.
const CONTEXT: usize = 30;

/// What a search is asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchParams {
    /// The query as written; empty matches everything.
    pub query: String,
    /// Report years.
    pub years: Option<Years>,
    /// A division as the user writes it.
    pub region: Option<String>,
    /// The kind of document.
    pub kind: Option<DocumentKind>,
    /// The kind of section in which the matches must lie.
    pub section: Option<SectionKind>,
    /// How strings match.
    pub matching: Matching,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits; `None` takes the default of whoever answers.
    pub limit: Option<usize>,
    /// How many hits to pass over.
    pub offset: usize,
    /// Whether short forms stand for full ones and the reverse.
    pub expand: bool,
    /// Whether near-identical versions are put under the best one.
    pub collapse: bool,
    /// From where to go on, as the answer before said.
    pub cursor: Option<Cursor>,
}

impl Default for SearchParams {
    fn default() -> SearchParams {
        SearchParams {
            query: String::new(),
            years: None,
            region: None,
            kind: None,
            section: None,
            matching: Matching::String,
            sort: Sort::Relevance,
            limit: None,
            offset: 0,
            expand: false,
            collapse: false,
            cursor: None,
        }
    }
}

impl SearchParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub fn read(query: &str, reading: Reading) -> Result<SearchParams, Error> {
        let mut pairs = Pairs::decode(query, reading)?;
        let mut params = SearchParams::narrowing(&mut pairs)?;
        params.sort = pairs.take_choice("sort", SORTS)?.unwrap_or_default();
        params.limit = pairs.take_number("limit", 1..=MOST_HITS)?;
        params.offset = pairs.take_number("offset", 0..=DEEPEST)?.unwrap_or(0);
        params.expand = pairs.take_switch("expand")?;
        params.collapse = pairs.take_switch("collapse")?;
        let cursor = pairs.take("cursor")?.map(|text| text.parse());
        params.cursor = cursor.transpose().map_err(|err: NoCursor| fault("cursor", &err.to_string()))?;
        if params.cursor.is_some() && params.offset > 0 {
            return Err(fault("cursor", "takes the place of `offset`; give one of them"));
        }
        pairs.finish(&[
            "q", "year", "region", "kind", "section", "word", "sort", "expand", "collapse", "limit",
            "offset", "cursor",
        ])?;
        Ok(params)
    }

    /// Takes the query and the filters out.
    pub(crate) fn narrowing(pairs: &mut Pairs) -> Result<SearchParams, Error> {
        let years = match pairs.take("year")? {
            None => None,
            Some(text) => Some(text.parse().map_err(|err| fault("year", &format!("{err}")))?),
        };
        Ok(SearchParams {
            query: pairs.take_query(),
            years,
            region: pairs.take("region")?,
            kind: keyed(pairs, "kind", DocumentKind::parse, DocumentKind::ALL, DocumentKind::key)?,
            section: keyed(pairs, "section", SectionKind::parse, SectionKind::ALL, SectionKind::key)?,
            matching: if pairs.take_switch("word")? { Matching::WholeWord } else { Matching::String },
            ..SearchParams::default()
        })
    }

    /// Returns the request to the index.
    ///
    /// # Errors
    /// `Query` when the query cannot be read.
    pub fn request(&self, default_limit: usize) -> Result<SearchRequest, Error> {
        Ok(SearchRequest {
            filter: self.filter(),
            matching: self.matching,
            sort: self.sort,
            limit: self.limit.unwrap_or(default_limit),
            offset: self.offset,
            expand: self.expand,
            collapse: self.collapse,
            after: self.cursor.clone(),
            ..SearchRequest::new(self.parse()?)
        })
    }

    /// Returns the query string that asks for the same again: always in one order, without what goes without saying.
    pub fn query_string(&self) -> String {
        self.written(Sort::Relevance)
    }

    /// Returns the query string that asks for an export of all hits in the same order. Near-identical versions are rows like
    /// any other.
    pub(crate) fn export_string(&self) -> String {
        let all = SearchParams { limit: None, offset: 0, collapse: false, cursor: None, ..self.clone() };
        all.written(Sort::Id)
    }

    /// Writes the parameters; the usual order goes without saying.
    fn written(&self, usual: Sort) -> String {
        let mut parts = self.narrowing_parts();
        if self.sort != usual {
            parts.push(format!("sort={}", word_of(EXPORT_SORTS, &self.sort)));
        }
        if self.expand {
            parts.push("expand=true".to_owned());
        }
        if self.collapse {
            parts.push("collapse=true".to_owned());
        }
        if let Some(cursor) = &self.cursor {
            parts.push(format!("cursor={}", encode(&cursor.to_string())));
        }
        push_paging(&mut parts, self.limit, self.offset);
        parts.join("&")
    }

    /// Tells whether nothing at all is asked for.
    pub(crate) fn is_blank(&self) -> bool {
        self.query.is_empty() && !self.is_narrowed()
    }

    /// Tells whether any filter is set.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.filter() != Filter::default()
    }

    fn parse(&self) -> Result<Query, Error> {
        query_of("q", &self.query)
    }

    /// Returns what the hits are narrowed to.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            years: self.years.map(Years::bounds),
            region: self.region.clone(),
            kind: self.kind,
            section: self.section,
        }
    }

    fn narrowing_parts(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("q={}", encode(&self.query)));
        }
        if let Some(years) = self.years {
            parts.push(format!("year={years}"));
        }
        if let Some(region) = &self.region {
            parts.push(format!("region={}", encode(region)));
        }
        if let Some(kind) = self.kind {
            parts.push(format!("kind={}", kind.key()));
        }
        if let Some(section) = self.section {
            parts.push(format!("section={}", section.key()));
        }
        if self.matching == Matching::WholeWord {
            parts.push("word=true".to_owned());
        }
        parts
    }
}

/// What a concordance is asked with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConcordanceParams {
    /// The query, the filters and the paging; the order of hits plays no part.
    pub search: SearchParams,
    /// The order of the lines.
    pub order: LineOrder,
    /// Characters of context on each side; `None` takes thirty.
    pub context: Option<usize>,
}

impl ConcordanceParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub fn read(query: &str, reading: Reading) -> Result<ConcordanceParams, Error> {
        let mut pairs = Pairs::decode(query, reading)?;
        let mut search = SearchParams::narrowing(&mut pairs)?;
        search.expand = pairs.take_switch("expand")?;
        search.limit = pairs.take_number("limit", 1..=MOST_LINES)?;
        search.offset = pairs.take_number("offset", 0..=DEEPEST_LINE)?.unwrap_or(0);
        let order = pairs.take_choice("sort", ORDERS)?.unwrap_or_default();
        let context = pairs.take_number("context", 1..=200)?;
        pairs.finish(&[
            "q", "year", "region", "kind", "section", "word", "expand", "sort", "context", "limit", "offset",
        ])?;
        Ok(ConcordanceParams { search, order, context })
    }

    /// Returns the request to the index.
    ///
    /// # Errors
    /// `Query` when the query cannot be read.
    pub fn request(&self, default_limit: usize) -> Result<ConcordanceRequest, Error> {
        Ok(ConcordanceRequest {
            filter: self.search.filter(),
            matching: self.search.matching,
            order: self.order,
            context: self.context.unwrap_or(CONTEXT),
            expand: self.search.expand,
            limit: self.search.limit.unwrap_or(default_limit),
            offset: self.search.offset,
            ..ConcordanceRequest::new(self.search.parse()?)
        })
    }

    /// Returns the query string that asks for the same again.
    pub fn query_string(&self) -> String {
        let mut parts = self.search.narrowing_parts();
        if self.order != LineOrder::Document {
            parts.push(format!("sort={}", word_of(ORDERS, &self.order)));
        }
        if self.search.expand {
            parts.push("expand=true".to_owned());
        }
        if let Some(context) = self.context {
            parts.push(format!("context={context}"));
        }
        push_paging(&mut parts, self.search.limit, self.search.offset);
        parts.join("&")
    }
}

fn push_paging(parts: &mut Vec<String>, limit: Option<usize>, offset: usize) {
    if let Some(limit) = limit {
        parts.push(format!("limit={limit}"));
    }
    if offset > 0 {
        parts.push(format!("offset={offset}"));
    }
}

fn word_of<T: PartialEq>(choices: &[(&'static str, T)], value: &T) -> &'static str {
    choices.iter().find(|(_, choice)| choice == value).map_or("", |(word, _)| word)
}

fn keyed<T: Copy>(
    pairs: &mut Pairs,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    key: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Error> {
    let Some(value) = pairs.take(name)? else { return Ok(None) };
    if let Some(value) = parse(&value) {
        return Ok(Some(value));
    }
    let keys: Vec<&str> = all.iter().map(|&value| key(value)).collect();
    Err(fault(name, &format!("{value:?} is not one of {}", keys.join(", "))))
}

#[cfg(test)]
mod tests;
