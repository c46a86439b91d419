//! The page of copies: a document, a relation or a kind in; the pairs of documents that share text out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::copies::Relation;
use corpus::document::DocumentKind;
use corpus::store::CopyLine;
use corpus::store::CopyQuestion;
use corpus::store::Sketched;
use corpus::store::Store;

use crate::App;
use crate::Error;
use crate::api;
use crate::language::Language;
use crate::language::Phrases;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::paging;
use crate::pages::respond;
use crate::params::Reading;
use crate::params::encode;
use crate::params::without_faults;

#[derive(Template)]
#[template(path = "copies.html")]
struct Copies {
    frame: Frame,
    id: String,
    title: String,
    href: String,
    relations: Vec<Choice>,
    kinds: Vec<Choice>,
    only_foreign: bool,
    count: String,
    waiting: Option<String>,
    json: String,
    rows: Vec<PairView>,
    pages: Vec<Link>,
}

/// A choice of the form.
struct Choice {
    key: &'static str,
    label: String,
    is_here: bool,
}

struct PairView {
    percent: String,
    /// For the width of a bar, 0 to 100.
    width: f64,
    sentences: String,
    relation: &'static str,
    later: DocumentView,
    earlier: DocumentView,
    foreign: String,
    href: String,
}

/// A document in one line.
pub(super) struct DocumentView {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) facts: String,
    pub(super) others: String,
}

/// Answers `GET /copies`.
pub(crate) async fn copies(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let question = question(&asker.query)?;
        let Some(store) = reader.store()? else {
            return Page::render(StatusCode::OK, &page(&asker, &question, None, (&[], 0), 0));
        };
        let title = title(store, &question)?;
        let (book, waiting) = reader.copy_book(store)?;
        let (lines, all) = book.copies(&question)?;
        Page::render(StatusCode::OK, &page(&asker, &question, title, (&lines, all), waiting))
    });
    respond(&visitor, result.await)
}

/// Reads which pairs are asked for; a document that does not exist is an error, any other fault is passed over.
fn question(query: &str) -> Result<CopyQuestion, Error> {
    match api::copies_question(query, Reading::Lenient) {
        Err(Error::Parameter { .. }) => {
            let read = |query: &str| api::copies_question(query, Reading::Lenient);
            let found = without_faults(query, read);
            if found.limit > 0 { Ok(found) } else { api::copies_question("", Reading::Lenient) }
        }
        other => other,
    }
}

fn title(store: &Store, question: &CopyQuestion) -> Result<Option<String>, Error> {
    let Some(id) = &question.id else { return Ok(None) };
    let stored = store.document(id)?.ok_or_else(|| Error::NoDocument { id: id.as_str().to_owned() })?;
    Ok(Some(corpus::personal::mask(&stored.document.title).into_owned()))
}

fn page(
    visitor: &Visitor,
    question: &CopyQuestion,
    title: Option<String>,
    (lines, all): (&[CopyLine], usize),
    waiting: u64,
) -> Copies {
    let language = visitor.language;
    let t = language.phrases();
    let id = question.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
    let kinds = DocumentKind::ALL.iter().map(|&kind| Choice {
        key: kind.key(),
        label: language.kind(kind),
        is_here: question.kind == Some(kind),
    });
    let relations = Relation::ALL.iter().map(|&relation| Choice {
        key: relation.key(),
        label: relation_name(t, relation).to_owned(),
        is_here: question.relation == Some(relation),
    });
    Copies {
        frame: Frame::new(visitor, Here::Copies, t.copies),
        href: format!("/documents/{}", encode(&id)),
        id,
        title: title.unwrap_or_default(),
        relations: relations.collect(),
        kinds: kinds.collect(),
        only_foreign: question.with_foreign_names,
        count: number(all as u64),
        waiting: (waiting > 0).then(|| number(waiting)),
        json: api::copies_address("/api/v1/copies", question, question.offset),
        rows: lines.iter().map(|line| pair(language, line)).collect(),
        pages: paging::links(t, all as u64, question.limit, question.offset, |offset| {
            api::copies_address("/copies", question, offset)
        }),
    }
}

/// Returns what a relation is called.
pub(super) fn relation_name(t: &'static Phrases, relation: Relation) -> &'static str {
    match relation {
        Relation::OwnYear => t.own_year,
        Relation::OtherDistrict => t.other_district,
    }
}

fn pair(language: Language, line: &CopyLine) -> PairView {
    let t = language.phrases();
    let percent = line.pair.similarity * 100.0;
    PairView {
        percent: format!("{percent:.0}%"),
        width: percent,
        sentences: number(line.pair.shared_sentences as u64),
        relation: relation_name(t, line.pair.relation),
        later: document(language, &line.a),
        earlier: document(language, &line.b),
        foreign: line.pair.foreign_names.join("、"),
        href: format!("/copies/{}/{}", encode(line.a.id.as_str()), encode(line.b.id.as_str())),
    }
}

/// Returns a document in one line.
pub(super) fn document(language: Language, about: &Sketched) -> DocumentView {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(about.place.as_ref().map(corpus::district::Place::written));
    facts.extend(about.year.map(|year| language.report_year(year)));
    facts.extend(about.published.map(|date| format!("{} {date}", language.phrases().published)));
    let id = encode(about.id.as_str());
    DocumentView {
        href: format!("/documents/{id}"),
        title: corpus::personal::mask(&about.title).into_owned(),
        facts: facts.join(" · "),
        others: format!("/copies?id={id}"),
    }
}
