//! The first page: the form, what the collection holds and searches to try; or how to begin when it is empty.

use askama::Template;
use axum::http::StatusCode;
use corpus::district::Place;
use corpus::document::DocumentKind;
use corpus::store::Store;
use index::LocalIndex;
use index::query;
use index::search::Facets;
use index::search::Filter;
use index::search::Generation;
use index::search::SearchRequest;

use crate::Error;
use crate::app::Reader;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::facets;
use crate::pages::facets::Group;
use crate::pages::form::Form;
use crate::pages::search;
use crate::params::SearchParams;
use crate::params::Years;

/// Phrases that such documents often hold; the first page offers those that are really there.
const PHRASES: &[&str] = &["生态环境", "营商环境", "依法行政", "乡村振兴", "行政复议", "科技创新"];

/// How many phrases are offered.
const MOST_PHRASES: usize = 3;

/// What the collection holds.
pub(crate) struct Holdings {
    pub(crate) generation: Generation,
    documents: u64,
    districts: usize,
    span: Option<(i16, i16)>,
    facets: Facets,
    examples: Vec<(SearchParams, u64)>,
}

struct Example {
    href: String,
    label: String,
    count: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    form: Form,
    holdings: Option<Figures>,
    examples: Vec<Example>,
    groups: Vec<Group>,
    /// Documents in the store, when none of them is indexed.
    stored: Option<String>,
}

/// How much the collection holds, written out.
struct Figures {
    documents: String,
    districts: String,
    years: String,
}

/// Returns the first page.
pub(crate) fn page(reader: &Reader, visitor: &Visitor) -> Result<Page, Error> {
    let holdings = match reader.holdings() {
        Ok(holdings) => Some(holdings).filter(|holdings| holdings.documents > 0),
        Err(Error::NothingIndexed) => None,
        Err(err) => return Err(err),
    };
    let stored = match &holdings {
        Some(_) => 0,
        None => reader.store()?.map(Store::count).transpose()?.unwrap_or(0),
    };
    let language = visitor.language;
    let blank = SearchParams::default();
    let groups = holdings.as_ref().map(|holdings| {
        let mut groups = facets::groups(language, &blank, &holdings.facets);
        groups.truncate(3);
        groups
    });
    let examples = holdings.iter().flat_map(|holdings| &holdings.examples);
    let home = Home {
        frame: Frame::new(visitor, Here::Search, ""),
        form: search::form(language, &blank),
        examples: examples.map(|(params, count)| example(language, params, *count)).collect(),
        groups: groups.unwrap_or_default(),
        holdings: holdings.as_deref().map(Figures::of),
        stored: (stored > 0).then(|| number(stored)),
    };
    Page::render(StatusCode::OK, &home)
}

impl Figures {
    fn of(holdings: &Holdings) -> Figures {
        let years = match holdings.span {
            Some((first, last)) if first != last => format!("{first}–{last}"),
            Some((year, _)) => year.to_string(),
            None => String::new(),
        };
        Figures { documents: number(holdings.documents), districts: number(holdings.districts as u64), years }
    }
}

fn example(language: Language, params: &SearchParams, count: u64) -> Example {
    let parts = [
        params.query.clone(),
        params.region.clone().unwrap_or_default().replace('/', ""),
        params.years.map(|years| years.to_string()).unwrap_or_default(),
        params.kind.map(|kind| language.kind(kind)).unwrap_or_default(),
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Example {
        href: format!("/search?{}", params.query_string()),
        label: said.join(" "),
        count: format!(
            "{} {}",
            number(count),
            language.phrases().beside(count, language.phrases().documents)
        ),
    }
}

impl Holdings {
    /// Asks the index what it holds and which of the examples find something.
    pub(crate) fn read(index: &LocalIndex) -> Result<Holdings, index::Error> {
        let all = index.search(&counting("", Filter::default()))?;
        let mut examples = Vec::new();
        for phrase in PHRASES {
            let query = format!("\"{phrase}\"");
            let found = index.search(&counting(&query, Filter::default()))?.total.documents;
            if found > 0 && examples.len() < MOST_PHRASES {
                examples.push((SearchParams { query, ..SearchParams::default() }, found));
            }
        }
        for params in narrowed(&all.facets) {
            let filter = Filter {
                years: params.years.map(Years::bounds),
                region: params.region.clone(),
                kind: params.kind,
                section: None,
            };
            let found = index.search(&counting(&params.query, filter))?.total.documents;
            if found > 0 {
                examples.push((params, found));
            }
        }
        Ok(Holdings {
            generation: all.generation,
            documents: all.total.documents,
            districts: places(&all.facets).count(),
            span: span(&all.facets),
            facets: all.facets,
            examples,
        })
    }
}

/// Returns a search that counts and shows no hit.
fn counting(text: &str, filter: Filter) -> SearchRequest {
    let query = query::parse(text).expect("an example is a good query");
    SearchRequest { filter, limit: 0, ..SearchRequest::new(query) }
}

/// Returns searches without a query that most of the collection answers: the most frequent kind with its latest year,
/// and with the place that has most.
fn narrowed(facets: &Facets) -> Vec<SearchParams> {
    let kind = facets.kind.iter().find_map(|facet| DocumentKind::parse(&facet.value));
    let year = facets.year.iter().max_by_key(|facet| facet.count);
    let years = year.and_then(|facet| facet.value.parse::<Years>().ok());
    let region = facets.region.iter().max_by_key(|facet| facet.count).map(|facet| facet.value.clone());
    let mut searches = Vec::new();
    if years.is_some() && kind.is_some() {
        searches.push(SearchParams { years, kind, ..SearchParams::default() });
    }
    if region.is_some() && kind.is_some() {
        searches.push(SearchParams { region, kind, ..SearchParams::default() });
    }
    searches
}

/// Returns the places at the ends of the tree.
fn places(facets: &Facets) -> impl Iterator<Item = &str> {
    let below = facets.region.iter().skip(1).map(|facet| facet.value.as_str()).chain([""]);
    facets.region.iter().zip(below).filter_map(|(facet, next)| {
        let has_more =
            next.strip_prefix(&*facet.value).is_some_and(|rest| rest.starts_with(Place::SEPARATOR));
        (!has_more).then_some(facet.value.as_str())
    })
}

fn span(facets: &Facets) -> Option<(i16, i16)> {
    let years = || facets.year.iter().filter_map(|facet| facet.value.parse::<i16>().ok());
    Some((years().min()?, years().max()?))
}
