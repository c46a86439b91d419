//! `GET /api/v1/copies`: which documents took sentences from which, with the names of other places that were left in.

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::Response;
use corpus::copies::Boilerplate;
use corpus::copies::Relation;
use corpus::copies::SharedSentence;
use corpus::copies::shared_sentences;
use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::personal::masked;
use corpus::store::CopyLine;
use corpus::store::CopyQuestion;
use corpus::store::Sketched;
use corpus::store::Store;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;
use crate::params::DEEPEST;
use crate::params::MOST_HITS;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::encode;

/// How many pairs when nothing is said.
const PAIRS: usize = 20;

/// The parameters.
const KNOWN: &[&str] = &["id", "relation", "kind", "foreign", "limit", "offset"];

/// How many pairs there are in all.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");
/// How many changes of the collection were not looked at yet.
const BEHIND: HeaderName = HeaderName::from_static("x-changes-waiting");

/// Two documents that share text.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CopyRead {
    /// The id of the later document: the copy, as far as dates tell.
    pub a: String,
    /// The id of the earlier document.
    pub b: String,
    /// The share of the shorter text's own clauses that stand in the other, 0 to 1; boilerplate is left out.
    pub similarity: f64,
    /// How many sentences of `a` stand in `b`, places and numbers put aside.
    pub shared_sentences: usize,
    /// `own-year` or `other-district`.
    pub relation: &'static str,
    /// Names of other places that were left in `a`.
    pub foreign_names: Vec<String>,
    /// What is known of `a`.
    pub a_document: CopyDocument,
    /// What is known of `b`.
    pub b_document: CopyDocument,
    /// The sentences, when the pairs of one document are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<SentenceRead>>,
}

/// One of two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CopyDocument {
    /// Its title.
    pub title: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// The years it speaks about, as written.
    pub year: Option<String>,
    /// The written path of its place.
    pub region: Option<String>,
    /// The day its page went up.
    pub published: Option<String>,
}

/// A sentence that stands in both; offsets count characters of the documents' `text`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SentenceRead {
    /// First character in `a` and one past the last.
    pub a: (usize, usize),
    /// First character in `b` and one past the last.
    pub b: (usize, usize),
    /// How alike the two are, 0 to 1, places and numbers put aside.
    pub similarity: f64,
    /// Whether it is the same word for word but for places and numbers.
    pub verbatim: bool,
}

/// Answers `GET /api/v1/copies`. The body is a list; how long the whole list is and where the next part is stand in the
/// headers `X-Total-Count` and `Link`.
pub(crate) async fn copies(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response, Error> {
    let question = question(raw.as_deref().unwrap_or_default(), Reading::Strict)?;
    app.read(move |reader| {
        let Some(store) = reader.store()? else { return answer(&question, &[], 0, 0) };
        if let Some(id) = question.id.as_ref().filter(|_| question.id.is_some())
            && store.document(id)?.is_none()
        {
            return Err(Error::NoDocument { id: id.as_str().to_owned() });
        }
        let (book, behind) = reader.copy_book(store)?;
        let (lines, all) = book.copies(&question)?;
        let boilerplate = book.boilerplate()?;
        let mut pairs = Vec::with_capacity(lines.len());
        for line in &lines {
            pairs.push(CopyRead::new(line, question.id.is_some().then_some((store, &boilerplate)))?);
        }
        answer(&question, &pairs, all, behind)
    })
    .await
}

/// Reads which pairs are asked for.
pub(crate) fn question(query: &str, reading: Reading) -> Result<CopyQuestion, Error> {
    let mut pairs = Pairs::decode(query, reading)?;
    let id = pairs.take("id")?;
    let unknown = |id: &str| Error::NoDocument { id: id.to_owned() };
    let question = CopyQuestion {
        id: id.map(|id| DocumentId::parse(id.trim()).ok_or_else(|| unknown(&id))).transpose()?,
        relation: pairs
            .take_choice("relation", &Relation::ALL.iter().map(|r| (r.key(), *r)).collect::<Vec<_>>())?,
        kind: pairs.take_choice(
            "kind",
            &DocumentKind::ALL.iter().map(|kind| (kind.key(), *kind)).collect::<Vec<_>>(),
        )?,
        with_foreign_names: pairs.take_switch("foreign")?,
        limit: pairs.take_number("limit", 0..=MOST_HITS)?.unwrap_or(PAIRS),
        offset: pairs.take_number("offset", 0..=DEEPEST)?.unwrap_or(0),
    };
    pairs.finish(KNOWN)?;
    Ok(question)
}

/// Writes the address of the part of the list that passes over so many pairs.
pub(crate) fn address(path: &str, question: &CopyQuestion, offset: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(question.id.as_ref().map(|id| format!("id={}", encode(id.as_str()))));
    parts.extend(question.relation.map(|relation| format!("relation={}", relation.key())));
    parts.extend(question.kind.map(|kind| format!("kind={}", kind.key())));
    parts.extend(question.with_foreign_names.then(|| "foreign=true".to_owned()));
    parts.extend((question.limit != PAIRS).then(|| format!("limit={}", question.limit)));
    parts.extend((offset > 0).then(|| format!("offset={offset}")));
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

fn answer(question: &CopyQuestion, pairs: &[CopyRead], all: usize, behind: u64) -> Result<Response, Error> {
    let mut response = json(&pairs)?;
    let headers = response.headers_mut();
    headers.insert(TOTAL, HeaderValue::from(all as u64));
    headers.insert(BEHIND, HeaderValue::from(behind));
    let next = question.offset + question.limit;
    if question.limit > 0 && next < all {
        let link = format!("<{}>; rel=\"next\"", address("/api/v1/copies", question, next));
        headers.extend(HeaderValue::from_str(&link).map(|link| (header::LINK, link)));
    }
    Ok(response)
}

impl CopyRead {
    /// Puts a pair into the shape of the API, with its sentences when the store to read them from is given.
    ///
    /// # Errors
    /// `Store`.
    pub fn new(line: &CopyLine, evidence: Option<(&Store, &Boilerplate)>) -> Result<CopyRead, Error> {
        let sentences = match evidence {
            Some((store, boilerplate)) => Some(sentences(store, line, boilerplate)?),
            None => None,
        };
        Ok(CopyRead {
            a: line.a.id.as_str().to_owned(),
            b: line.b.id.as_str().to_owned(),
            similarity: (line.pair.similarity * 10_000.0).round() / 10_000.0,
            shared_sentences: line.pair.shared_sentences,
            relation: line.pair.relation.key(),
            foreign_names: line.pair.foreign_names.clone(),
            a_document: CopyDocument::from(&line.a),
            b_document: CopyDocument::from(&line.b),
            sentences: sentences.map(|sentences| sentences.iter().map(SentenceRead::from).collect()),
        })
    }
}

fn sentences(
    store: &Store,
    line: &CopyLine,
    boilerplate: &Boilerplate,
) -> Result<Vec<SharedSentence>, Error> {
    let (Some(a), Some(b)) = (store.document(&line.a.id)?, store.document(&line.b.id)?) else {
        return Ok(Vec::new());
    };
    Ok(shared_sentences(&masked(a.document), &masked(b.document), boilerplate))
}

impl From<&Sketched> for CopyDocument {
    fn from(about: &Sketched) -> CopyDocument {
        CopyDocument {
            title: corpus::personal::mask(&about.title).into_owned(),
            kind: about.kind.key(),
            year: about.year.map(|year| year.to_string()),
            region: about.place.as_ref().map(corpus::district::Place::written),
            published: about.published.map(|date| date.to_string()),
        }
    }
}

impl From<&SharedSentence> for SentenceRead {
    fn from(sentence: &SharedSentence) -> SentenceRead {
        SentenceRead {
            a: (sentence.a.start, sentence.a.end),
            b: (sentence.b.start, sentence.b.end),
            similarity: (sentence.similarity * 10_000.0).round() / 10_000.0,
            verbatim: sentence.is_verbatim,
        }
    }
}
