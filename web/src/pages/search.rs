//! The search page: what is asked in, hits with facets, chips and paging out; without a question, the first page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::document::DocumentId;
use index::expand::Expansion;
use index::search::Hit;
use index::search::Matching;
use index::search::NamedReport;
use index::search::SearchPage;
use index::search::Sort;

use crate::App;
use crate::Error;
use crate::export::Format;
use crate::export::What;
use crate::language::Language;
use crate::language::number;
use crate::marked;
use crate::marked::Piece;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::facets;
use crate::pages::facets::Group;
use crate::pages::form::Choice;
use crate::pages::form::Form;
use crate::pages::home;
use crate::pages::paging;
use crate::pages::relaxed::RelaxedNote;
use crate::pages::respond;
use crate::pages::years;
use crate::pages::years::Bar;
use crate::params::ConcordanceParams;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::encode;
use crate::params::export_address;
use crate::params::without_faults;

/// The longest query that a page repeats in every link, in characters; a longer one stands only where it must.
const LONGEST_REPEATED: usize = 1000;

/// How many hits stand on a page when nothing is said.
const HITS: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchTemplate {
    frame: Frame,
    form: Form,
    chips: Vec<Chip>,
    sorts: Vec<Link>,
    found: Option<Found>,
    hits: Vec<HitView>,
    years: Vec<Bar>,
    groups: Vec<Group>,
    pages: Vec<Link>,
    advices: Vec<Link>,
}

/// One filter that is set, and the address without it.
pub(crate) struct Chip {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) href: String,
}

struct Found {
    documents: String,
    occurrences: String,
    /// Whether there is a string that could be counted.
    counts_occurrences: bool,
    relaxed: Option<RelaxedNote>,
    /// The ways in which what is looked for is also written: 第33条、第三十三条.
    forms: Vec<String>,
    /// What the words name, when documents are found by it.
    named: Option<String>,
    /// The regions asked for that nobody knows.
    unknown: Option<String>,
    /// Another spelling that finds something.
    meant: Option<Link>,
    first: usize,
    is_past_end: bool,
    concordance: Option<String>,
    trend: Option<String>,
    feed: String,
    exports: Vec<Link>,
    json: String,
}

struct HitView {
    href: String,
    title: Vec<Piece>,
    year: String,
    region: String,
    kind: String,
    issuer: String,
    published: String,
    /// Empty when there is none.
    occurrences: String,
    snippets: Vec<SnippetView>,
}

struct SnippetView {
    section: String,
    pieces: Vec<Piece>,
}

/// Answers `GET /` and `GET /search`.
pub(crate) async fn search(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let params = match SearchParams::read(&asker.query, Reading::Lenient) {
            Ok(params) => params,
            Err(err) => {
                let rest = without_faults(&asker.query, |query| SearchParams::read(query, Reading::Lenient));
                return refused(&asker, &rest, err);
            }
        };
        if params.is_blank() {
            return home::page(reader, &asker);
        }
        let request = match params.request(HITS) {
            Ok(request) => request,
            Err(err) => return refused(&asker, &params, err),
        };
        match reader.ask(|index| index.search(&request)) {
            Ok(found) => Page::render(StatusCode::OK, &template(&asker, &params, found)),
            // There is nothing to find yet; the first page tells how to begin.
            Err(Error::NothingIndexed) => home::page(reader, &asker),
            Err(err) => Err(err),
        }
    });
    respond(&visitor, result.await)
}

/// Returns the form of the search page.
pub(crate) fn form(language: Language, params: &SearchParams) -> Form {
    let sorts = sorts(language)
        .into_iter()
        .map(|(sort, value, label)| Choice { value, label: label.to_owned(), is_chosen: params.sort == sort })
        .collect();
    Form::new(language, "/search", params, sorts)
}

fn sorts(language: Language) -> [(Sort, &'static str, &'static str); 3] {
    let t = language.phrases();
    [
        (Sort::Relevance, "relevance", t.by_relevance),
        (Sort::Year, "year", t.by_year),
        (Sort::Published, "published", t.by_published),
    ]
}

/// Shows the form with what is wrong; 400 when it is the asker's fault.
fn refused(visitor: &Visitor, params: &SearchParams, err: Error) -> Result<Page, Error> {
    let status = err.status();
    let template = SearchTemplate {
        frame: Frame::new(visitor, Here::Search, visitor.language.phrases().search),
        form: form(visitor.language, params).blame(visitor.language, err)?,
        chips: chips(visitor.language, params, |params| format!("/search?{}", params.query_string())),
        sorts: Vec::new(),
        found: None,
        hits: Vec::new(),
        years: Vec::new(),
        groups: Vec::new(),
        pages: Vec::new(),
        advices: Vec::new(),
    };
    Page::render(status, &template)
}

/// Fills the page in.
pub(crate) fn template(visitor: &Visitor, params: &SearchParams, page: SearchPage) -> SearchTemplate {
    let language = visitor.language;
    let t = language.phrases();
    let limit = params.limit.unwrap_or(HITS);
    let is_long = is_long(&params.query);
    let title = if params.query.is_empty() { t.search } else { &params.query };
    let asked = |params: SearchParams| format!("/search?{}", params.query_string());
    let total = page.total;
    let lines = ConcordanceParams {
        search: SearchParams { limit: None, offset: 0, ..params.clone() },
        ..ConcordanceParams::default()
    };
    SearchTemplate {
        frame: Frame::new(visitor, Here::Search, title).with_feed(feed_address(params)),
        form: form(language, params),
        chips: chips(language, params, |params| asked(params.clone())),
        sorts: sorts(language)
            .into_iter()
            .map(|(sort, _, label)| Link {
                is_here: params.sort == sort,
                ..Link::new(asked(SearchParams { sort, offset: 0, ..params.clone() }), label)
            })
            .collect(),
        found: Some(Found {
            documents: number(total.documents),
            occurrences: number(total.occurrences),
            counts_occurrences: !params.query.is_empty(),
            named: page.named.map(|named| named_report(language, &named)),
            unknown: unknown_places(language, &page.unknown_regions),
            forms: page.expansions.iter().map(forms).collect(),
            relaxed: page.relaxed.as_ref().map(|relaxed| RelaxedNote::of(language, relaxed)),
            meant: page.did_you_mean.map(|meant| {
                let label = format!(
                    "{} ({} {})",
                    meant.query,
                    number(meant.documents),
                    t.beside(meant.documents, t.documents)
                );
                Link::new(asked(SearchParams { query: meant.query, offset: 0, ..params.clone() }), label)
            }),
            first: params.offset + 1,
            is_past_end: total.documents > 0,
            concordance: (total.occurrences > 0).then(|| format!("/concordance?{}", lines.query_string())),
            // The phrase of a relaxed page stands nowhere.
            trend: if page.relaxed.is_none() { trend_address(params) } else { None },
            feed: feed_address(params),
            exports: exports(params),
            json: format!("/api/v1/search?{}", params.query_string()),
        }),
        hits: page.hits.into_iter().map(|hit| view(language, &params.query, hit)).collect(),
        years: if is_long { Vec::new() } else { years::bars(params, &page.facets.year) },
        groups: if is_long { Vec::new() } else { facets::groups(language, params, &page.facets) },
        pages: paging::links(t, total.documents, limit, params.offset, |offset| {
            asked(SearchParams { offset, ..params.clone() })
        }),
        advices: advices(language, params, total.documents),
    }
}

/// Says which of the regions asked for the gazetteer does not know.
pub(crate) fn unknown_places(language: Language, regions: &[String]) -> Option<String> {
    let said = || format!("{}{}", language.phrases().advice_unknown_place, regions.join(" · "));
    (!regions.is_empty()).then(said)
}

/// Names every way of writing a string.
fn forms(expansion: &Expansion) -> String {
    let forms: Vec<&str> = expansion.forms.iter().map(|form| form.text.as_str()).collect();
    forms.join(" · ")
}

/// Writes what the words of a query name.
fn named_report(language: Language, named: &NamedReport) -> String {
    let mut names = named.places.clone();
    names.extend(named.years.iter().map(ToString::to_string));
    names.extend(named.kind.map(|kind| language.kind(kind)));
    names.join(" · ")
}

/// Returns the feed of what happens to the documents that are found.
fn feed_address(params: &SearchParams) -> String {
    let all = SearchParams {
        sort: Sort::Relevance,
        limit: None,
        offset: 0,
        collapse: false,
        cursor: None,
        ..params.clone()
    };
    format!("/feed?{}", all.query_string())
}

/// Returns the files that hold every hit, in the order of the page.
fn exports(params: &SearchParams) -> Vec<Link> {
    let asked = params.export_string();
    Format::ALL
        .iter()
        .map(|(name, _)| Link::new(export_address(What::Documents, name, &asked), name.to_uppercase()))
        .collect()
}

/// Returns the trend of a query that is one phrase or one string of words.
fn trend_address(params: &SearchParams) -> Option<String> {
    let phrase = params.query.trim().trim_matches(['"', '“', '”', '「', '」']);
    if phrase.is_empty() || phrase.contains(['"', ':', '：', '(', ')', '-', '|', ' ', '\u{3000}']) {
        return None;
    }
    let narrowed = SearchParams {
        query: String::new(),
        sort: Sort::Relevance,
        limit: None,
        offset: 0,
        ..params.clone()
    };
    let rest = narrowed.query_string();
    let joint = if rest.is_empty() { "" } else { "&" };
    Some(format!("/trend?q={}{joint}{rest}", encode(phrase)))
}

/// Tells whether a query is too long to be repeated wherever a page could.
fn is_long(query: &str) -> bool {
    query.chars().nth(LONGEST_REPEATED).is_some()
}

/// Returns the address of a document in which a query is marked.
pub(crate) fn document_address(id: &DocumentId, query: &str) -> String {
    let id = encode(id.as_str());
    if query.is_empty() || is_long(query) {
        format!("/documents/{id}")
    } else {
        format!("/documents/{id}?q={}", encode(query))
    }
}

fn view(language: Language, query: &str, hit: Hit) -> HitView {
    HitView {
        href: document_address(&hit.id, query),
        title: marked::pieces(&hit.title, &hit.title_marks),
        year: hit.year.map(|year| language.report_year(year)).unwrap_or_default(),
        region: hit.region.unwrap_or_default().replace('/', " / "),
        kind: language.kind(hit.kind),
        issuer: hit.issuer.unwrap_or_default(),
        published: hit.published.map(|date| date.to_string()).unwrap_or_default(),
        occurrences: Some(hit.occurrences).filter(|&count| count > 0).map(number).unwrap_or_default(),
        snippets: hit
            .snippets
            .into_iter()
            .map(|snippet| SnippetView {
                section: snippet
                    .section
                    .map(|section| section.heading)
                    // A cutting that begins with the heading need not name it twice.
                    .filter(|heading| !snippet.text.trim_start().starts_with(heading.as_str()))
                    .unwrap_or_default(),
                pieces: marked::pieces(&snippet.text, &snippet.marks),
            })
            .collect(),
    }
}

/// Returns a chip for every filter that is set.
pub(crate) fn chips(
    language: Language,
    params: &SearchParams,
    address: impl Fn(&SearchParams) -> String,
) -> Vec<Chip> {
    let t = language.phrases();
    let params = SearchParams { offset: 0, ..params.clone() };
    let mut chips = Vec::new();
    let mut chip = |name, value: Option<String>, without: SearchParams| {
        if let Some(value) = value {
            chips.push(Chip { name, value, href: address(&without) });
        }
    };
    let years = params.years.map(|years| years.to_string());
    chip(t.report_year, years, SearchParams { years: None, ..params.clone() });
    chip(t.region, params.region.clone(), SearchParams { region: None, ..params.clone() });
    let kind = params.kind.map(|kind| language.kind(kind));
    chip(t.kind, kind, SearchParams { kind: None, ..params.clone() });
    let section = params.section.map(|section| language.section(section));
    chip(t.section, section, SearchParams { section: None, ..params.clone() });
    let whole_word = (params.matching == Matching::WholeWord).then(|| t.whole_word.to_owned());
    chip("", whole_word, SearchParams { matching: Matching::String, ..params.clone() });
    chips
}

/// Returns what else to try when a page shows no hit; only what would change something.
fn advices(language: Language, params: &SearchParams, documents: u64) -> Vec<Link> {
    let t = language.phrases();
    let asked = |params: SearchParams| format!("/search?{}", params.query_string());
    if documents > 0 {
        return vec![Link::new(asked(SearchParams { offset: 0, ..params.clone() }), t.advice_first_page)];
    }
    let mut advices = Vec::new();
    if params.is_narrowed() && !params.query.is_empty() {
        let only_query = SearchParams { query: params.query.clone(), ..SearchParams::default() };
        advices.push(Link::new(asked(only_query), t.advice_no_filters));
    }
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '＂' | '「' | '」' | '『' | '』');
    if params.query.contains(is_quote) {
        let query = params.query.replace(is_quote, " ").trim().to_owned();
        advices.push(Link::new(asked(SearchParams { query, ..params.clone() }), t.advice_no_quotes));
    }
    if params.matching == Matching::WholeWord {
        let strings = SearchParams { matching: Matching::String, ..params.clone() };
        advices.push(Link::new(asked(strings), t.advice_no_word));
    }
    advices.push(Link::new("", t.advice_shorter));
    advices.push(Link::new("/help", t.advice_help));
    advices
}
