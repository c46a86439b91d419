//! The evidence page: two documents in; the sentences that stand in both, side by side, out.

use askama::Template;
use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::copies::Boilerplate;
use corpus::copies::shared_sentences;
use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::personal::masked;
use corpus::store::CopyLine;
use corpus::store::Sketched;
use corpus::store::Store;
use corpus::store::Stored;

use crate::App;
use crate::Error;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::copies::DocumentView;
use crate::pages::copies::document;
use crate::pages::copies::relation_name;
use crate::pages::respond;
use crate::pages::text::anchor;
use crate::params::encode;

/// The most sentences that one page shows; the JSON has all of them.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "copy.html")]
struct Evidence {
    frame: Frame,
    later: DocumentView,
    earlier: DocumentView,
    measure: String,
    relation: &'static str,
    foreign: String,
    count: String,
    rows: Vec<Sentence>,
    left_out: Option<String>,
    compare: String,
    json: String,
}

/// A sentence of the later document beside that of the earlier one.
struct Sentence {
    anchor: String,
    label: &'static str,
    later: Vec<Stretch>,
    earlier: String,
    later_href: String,
    earlier_href: String,
}

/// A stretch of a sentence; the name of another place is marked.
struct Stretch {
    text: String,
    is_foreign: bool,
}

/// Answers `GET /copies/{a}/{b}`.
pub(crate) async fn copy(
    State(app): State<App>,
    Path((a, b)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let store = reader.store()?.ok_or_else(|| Error::NoDocument { id: a.clone() })?;
        let (one, other) = (find(store, &a)?, find(store, &b)?);
        let (book, _) = reader.copy_book(store)?;
        let line = book.pair(&one.id, &other.id)?;
        let is_turned = line.as_ref().is_some_and(|line| line.a.id == other.id);
        let (later, earlier) = if is_turned { (other, one) } else { (one, other) };
        let template = evidence(&asker, later, earlier, line.as_ref(), &book.boilerplate()?);
        Page::render(StatusCode::OK, &template)
    });
    respond(&visitor, result.await)
}

fn find(store: &Store, id: &str) -> Result<Stored, Error> {
    let unknown = || Error::NoDocument { id: id.to_owned() };
    store.document(&DocumentId::parse(id).ok_or_else(unknown)?)?.ok_or_else(unknown)
}

fn evidence(
    visitor: &Visitor,
    later: Stored,
    earlier: Stored,
    line: Option<&CopyLine>,
    boilerplate: &Boilerplate,
) -> Evidence {
    let language = visitor.language;
    let t = language.phrases();
    let (a, b) = (encode(later.id.as_str()), encode(earlier.id.as_str()));
    let views = (document(language, &about(&later)), document(language, &about(&earlier)));
    let (later, earlier) = (masked(later.document), masked(earlier.document));
    let shared = shared_sentences(&later, &earlier, boilerplate);
    let foreign = line.map(|line| line.pair.foreign_names.clone()).unwrap_or_default();
    let texts = (later.text.chars().collect::<Vec<char>>(), earlier.text.chars().collect::<Vec<char>>());
    let rows = shared.iter().take(MOST).enumerate().map(|(at, sentence)| Sentence {
        anchor: format!("s-{}", at + 1),
        label: if sentence.is_verbatim { t.word_for_word } else { t.alike },
        later: stretches(&texts.0[sentence.a.clone()].iter().collect::<String>(), &foreign),
        earlier: texts.1[sentence.b.clone()].iter().collect(),
        later_href: section_address(&a, &later, sentence.a.start),
        earlier_href: section_address(&b, &earlier, sentence.b.start),
    });
    let measure = line.map(|line| format!("{:.0}%", line.pair.similarity * 100.0)).unwrap_or_default();
    Evidence {
        frame: Frame::new(visitor, Here::Copies, &format!("{}{}{}", t.copies, t.colon, later.title)),
        later: views.0,
        earlier: views.1,
        measure,
        relation: line.map_or("", |line| relation_name(t, line.pair.relation)),
        foreign: foreign.join("、"),
        count: number(shared.len() as u64),
        rows: rows.collect(),
        left_out: (shared.len() > MOST).then(|| number((shared.len() - MOST) as u64)),
        compare: format!("/compare?a={b}&b={a}"),
        json: format!("/api/v1/copies?id={a}"),
    }
}

fn about(stored: &Stored) -> Sketched {
    let document = &stored.document;
    Sketched {
        id: stored.id.clone(),
        title: document.title.clone(),
        kind: document.kind,
        issuer: document.issuer.clone(),
        place: document.place.clone(),
        year: document.report_year,
        published: document.published,
    }
}

/// Returns the address of the section that a character stands in.
fn section_address(id: &str, document: &Document, at: usize) -> String {
    let holds = document.sections.iter().rev().find(|section| section.start <= at && at < section.end);
    match holds {
        Some(section) => format!("/documents/{id}#{}", anchor(&section.number)),
        None => format!("/documents/{id}"),
    }
}

fn stretches(text: &str, foreign: &[String]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next =
            foreign.iter().filter_map(|name| rest.find(name.as_str()).map(|at| (at, name.len()))).min();
        let (at, length) = next.unwrap_or((rest.len(), 0));
        if at > 0 {
            stretches.push(Stretch { text: rest[..at].to_owned(), is_foreign: false });
        }
        if length > 0 {
            stretches.push(Stretch { text: rest[at..at + length].to_owned(), is_foreign: true });
        }
        rest = &rest[at + length..];
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::stretches;

    #[test]
    fn foreign_names_are_marked_where_they_stand() {
        let names = ["绵阳市".to_owned(), "涪城区".to_owned()];
        let found: Vec<String> = stretches("推动绵阳市涪城区工作", &names)
            .into_iter()
            .map(|stretch| if stretch.is_foreign { format!("[{}]", stretch.text) } else { stretch.text })
            .collect();
        assert_eq!(found, ["推动", "[绵阳市]", "[涪城区]", "工作"]);
        assert!(stretches("", &names).is_empty());
    }
}
