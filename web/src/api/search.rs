//! `GET /api/v1/search`: parameters in, hits with their counts and facets out.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use corpus::document::DocumentKind;
use index::expand::Expansion;
use index::search::FacetCount;
use index::search::Facets;
use index::search::Generation;
use index::search::Hit;
use index::search::NamedReport;
use index::search::Relaxed;
use index::search::SearchPage;
use index::search::SectionName;
use index::search::Snippet;
use index::search::Total;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::ReportYears;
use crate::api::json;
use crate::conditional;
use crate::params::Reading;
use crate::params::SearchParams;

/// How many hits when nothing is said.
const HITS: usize = 10;

/// The answer to a search.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SearchResponse {
    /// The query as it was written.
    pub query: String,
    /// Counts over all hits.
    pub total: TotalResponse,
    /// Present when nothing matched all words and any word was accepted.
    pub relaxed: Option<RelaxedResponse>,
    /// Present when the words of the query name two of place, year and kind: documents that are of all that is named are found
    /// too, whatever their texts say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedReportResponse>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<String>,
    /// The strings for which other forms were looked for too: with `expand` all that have any, without it articles of laws with an
    /// Arabic number (第33条).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expansions: Vec<ExpansionResponse>,
    /// Present when nothing matched all of the query and one that is written almost alike finds something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<DidYouMeanResponse>,
    /// The hits asked for.
    pub hits: Vec<HitResponse>,
    /// With `collapse`: how many hits are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapsed: Option<CollapsedResponse>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Counts by value over all hits.
    pub facets: FacetsResponse,
    /// The state of the index that was read.
    pub generation: GenerationResponse,
}

/// What the words of a query name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedReportResponse {
    /// The places as they were written.
    pub places: Vec<String>,
    /// The report years.
    pub years: Vec<i16>,
    /// The key of the kind.
    pub kind: Option<&'static str>,
}

/// How much was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TotalResponse {
    /// Documents that match.
    pub documents: u64,
    /// Places in their texts, titles excluded, at which a string of the query stands.
    pub occurrences: u64,
}

/// What was asked for instead of all the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RelaxedResponse {
    /// The unquoted words of which any suffices.
    pub words: Vec<String>,
    /// What the query says beside them that is not looked for.
    pub left_out: Vec<String>,
    /// Whether none of the words is needed beside the quoted strings, fields and alternatives that must match.
    pub are_optional: bool,
    /// How many documents match all of the query.
    pub documents: u64,
    /// The title that the query writes out beside words that only ask, dates and articles. Documents with it are then listed beside
    /// those that match all of the query, and nothing else is asked for less.
    pub title: Option<String>,
    /// A sentence for the reader.
    pub note: String,
}

/// How many hits are left when near-identical ones are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CollapsedResponse {
    /// Documents that were looked at, the best ones first; ten thousand at most.
    pub looked_at: u64,
    /// Hits that these became.
    pub groups: u64,
}

/// The near-identical documents that a hit stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionsOfHit {
    /// How many there are beside the hit.
    pub count: u64,
    /// Their ids, a hundred at most; each is at `/api/v1/documents/{id}`.
    pub ids: Vec<String>,
}

/// A string of the query with the forms that were looked for in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpansionResponse {
    /// The string as it was written.
    pub text: String,
    /// Every form, the one written among them; `total` of the answer counts them together.
    pub forms: Vec<ExpandedFormResponse>,
}

/// One form of a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpandedFormResponse {
    /// The form.
    pub text: String,
    /// What the query finds with this form alone in the place of the string.
    pub total: TotalResponse,
}

/// Another query that finds something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DidYouMeanResponse {
    /// The query.
    pub query: String,
    /// Documents that it finds under the same filter.
    pub documents: u64,
}

/// One document that matches.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HitResponse {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The matches in the title: first and one past the last character.
    pub title_marks: Vec<(usize, usize)>,
    /// The year it speaks about; the last one of a span.
    pub year: Option<i16>,
    /// The year or span it speaks about, in full.
    pub report_year: Option<ReportYears>,
    /// Its place as a path, such as `四川省/绵阳市`.
    pub region: Option<String>,
    /// The key of its kind.
    pub kind: &'static str,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The day it went up, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// How well it fits; comparable within one answer only.
    pub score: f32,
    /// Places in its text at which a string of the query stands.
    pub occurrences: u64,
    /// With `collapse`: the near-identical documents that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<VersionsOfHit>,
    /// Cuttings of the text with the matches marked.
    pub snippets: Vec<SnippetResponse>,
}

/// A cutting of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SnippetResponse {
    /// The cutting.
    pub text: String,
    /// The matches in it: first and one past the last character.
    pub marks: Vec<(usize, usize)>,
    /// The section it was cut from.
    pub section: Option<SectionResponse>,
}

/// What a section is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SectionResponse {
    /// Its place in the tree, such as `2.1`.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// The key of what it is about.
    pub kind: &'static str,
}

/// How many of the hits have a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetLine {
    /// The value.
    pub value: String,
    /// How many documents.
    pub count: u64,
}

/// Counts over all hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetsResponse {
    /// By report year, latest first.
    pub year: Vec<FacetLine>,
    /// By place on every level of the path.
    pub region: Vec<FacetLine>,
    /// By the key of the kind.
    pub kind: Vec<FacetLine>,
    /// By issuer; the 200 most frequent.
    pub issuer: Vec<FacetLine>,
    /// By the key of the section kind in which the query matches.
    pub section: Vec<FacetLine>,
}

/// The state of the index that an answer was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GenerationResponse {
    /// The store that the index follows.
    pub store: String,
    /// The last change of the store that the index holds.
    pub followed: u64,
    /// The engine's own number of the commit.
    pub commit: u64,
}

/// Answers `GET /api/v1/search`.
pub(crate) async fn search(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = SearchParams::read(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    let request = params.request(HITS)?;
    app.read(move |reader| {
        let tag = conditional::tag(&reader.index()?.generation());
        if conditional::is_known(&headers, &tag) {
            return Ok(conditional::not_modified(&tag));
        }
        let page = reader.ask(|index| index.search(&request))?;
        let tag = conditional::tag(&page.generation);
        let mut response = json(&SearchResponse::new(&params.query, page))?;
        conditional::set(response.headers_mut(), &tag);
        Ok(response)
    })
    .await
}

impl SearchResponse {
    /// Puts an answer of the index into the shape of the API; `query` is the text that was asked.
    pub fn new(query: &str, page: SearchPage) -> SearchResponse {
        SearchResponse {
            query: query.to_owned(),
            total: page.total.into(),
            relaxed: page.relaxed.map(RelaxedResponse::from),
            named: page.named.map(NamedReportResponse::from),
            unknown_regions: page.unknown_regions,
            expansions: page.expansions.into_iter().map(ExpansionResponse::from).collect(),
            did_you_mean: page
                .did_you_mean
                .map(|other| DidYouMeanResponse { query: other.query, documents: other.documents }),
            hits: page.hits.into_iter().map(HitResponse::from).collect(),
            collapsed: page.collapsed.map(|collapsed| CollapsedResponse {
                looked_at: collapsed.looked_at,
                groups: collapsed.groups,
            }),
            next: page.next.map(|next| next.to_string()),
            facets: page.facets.into(),
            generation: page.generation.into(),
        }
    }
}

impl From<Total> for TotalResponse {
    fn from(total: Total) -> TotalResponse {
        TotalResponse { documents: total.documents, occurrences: total.occurrences }
    }
}

impl From<Relaxed> for RelaxedResponse {
    fn from(relaxed: Relaxed) -> RelaxedResponse {
        let note = relaxed.note();
        let Relaxed { words, left_out, are_optional, documents, title } = relaxed;
        RelaxedResponse { words, left_out, are_optional, documents, title, note }
    }
}

impl From<NamedReport> for NamedReportResponse {
    fn from(named: NamedReport) -> NamedReportResponse {
        let NamedReport { places, years, kind } = named;
        NamedReportResponse { places, years, kind: kind.map(DocumentKind::key) }
    }
}

impl From<Expansion> for ExpansionResponse {
    fn from(expansion: Expansion) -> ExpansionResponse {
        let forms = expansion.forms.into_iter();
        let forms = forms.map(|form| ExpandedFormResponse { text: form.text, total: form.total.into() });
        ExpansionResponse { text: expansion.text, forms: forms.collect() }
    }
}

impl From<Hit> for HitResponse {
    fn from(hit: Hit) -> HitResponse {
        HitResponse {
            id: hit.id.as_str().to_owned(),
            title: hit.title,
            title_marks: hit.title_marks,
            year: hit.year.map(|year| year.end),
            report_year: hit.year.map(ReportYears::from),
            region: hit.region,
            kind: hit.kind.key(),
            issuer: hit.issuer,
            published: hit.published.map(|date| date.to_string()),
            url: hit.url,
            score: hit.score,
            occurrences: hit.occurrences,
            versions: Some(hit.versions).filter(|versions| versions.count > 0).map(|versions| {
                VersionsOfHit {
                    count: versions.count,
                    ids: versions.ids.iter().map(|id| id.as_str().to_owned()).collect(),
                }
            }),
            snippets: hit.snippets.into_iter().map(SnippetResponse::from).collect(),
        }
    }
}

impl From<Snippet> for SnippetResponse {
    fn from(snippet: Snippet) -> SnippetResponse {
        SnippetResponse {
            text: snippet.text,
            marks: snippet.marks,
            section: snippet.section.map(SectionResponse::from),
        }
    }
}

impl From<SectionName> for SectionResponse {
    fn from(section: SectionName) -> SectionResponse {
        SectionResponse { number: section.number, heading: section.heading, kind: section.kind.key() }
    }
}

impl From<Facets> for FacetsResponse {
    fn from(facets: Facets) -> FacetsResponse {
        FacetsResponse {
            year: lines(facets.year),
            region: lines(facets.region),
            kind: lines(facets.kind),
            issuer: lines(facets.issuer),
            section: lines(facets.section),
        }
    }
}

fn lines(counts: Vec<FacetCount>) -> Vec<FacetLine> {
    counts.into_iter().map(|facet| FacetLine { value: facet.value, count: facet.count }).collect()
}

impl From<Generation> for GenerationResponse {
    fn from(generation: Generation) -> GenerationResponse {
        GenerationResponse {
            store: generation.store,
            followed: generation.followed,
            commit: generation.commit,
        }
    }
}
