//! The document page: an id and a query in; the record, the contents and the marked text out.

use askama::Template;
use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::coverage::themselves;
use corpus::document::DocumentKind;
use corpus::store::Address;
use corpus::store::Store;
use corpus::store::Stored;
use index::query;
use index::search::Matching;

use crate::App;
use crate::Error;
use crate::api;
use crate::app::Reader;
use crate::citation;
use crate::citation::Cited;
use crate::language::Language;
use crate::language::number;
use crate::marked;
use crate::marked::Piece;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::quantities;
use crate::pages::quantities::Figures;
use crate::pages::record;
use crate::pages::record::Fact;
use crate::pages::respond;
use crate::pages::text;
use crate::pages::text::Block;
use crate::pages::text::ContentsLine;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::encode;

/// How many other years are named.
const MOST_YEARS: usize = 40;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentTemplate {
    frame: Frame,
    id: String,
    title: Vec<Piece>,
    back: Option<String>,
    banner: Option<Banner>,
    query: String,
    /// How many matches are marked.
    marks: Option<String>,
    unmarked: String,
    facts: Vec<Fact>,
    addresses: Vec<AddressView>,
    sha256: String,
    fetched: String,
    first_seen: String,
    json: String,
    cited: String,
    references: Vec<Link>,
    years: Vec<Link>,
    within: String,
    versions: Vec<VersionView>,
    is_gone: bool,
    compare: String,
    copies: String,
    /// The years of its place; empty for what is not published year by year.
    timeline: String,
    contents: Vec<ContentsLine>,
    figures: Figures,
    blocks: Vec<Block>,
}

struct Banner {
    text: String,
    href: String,
    label: &'static str,
}

struct AddressView {
    url: String,
    is_link: bool,
    note: String,
}

struct VersionView {
    href: String,
    label: String,
    note: String,
    is_here: bool,
    /// What changed since the version before.
    compare: Option<String>,
}

/// Answers `GET /documents/{id}`; 410 when the document is gone.
pub(crate) async fn document(State(app): State<App>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let (store, stored) = api::find(reader.store()?, &id)?;
        let current = stored.version;
        page(reader, store, &asker, &stored, current)
    });
    respond(&visitor, result.await)
}

/// Answers `GET /documents/{id}/versions/{number}`.
pub(crate) async fn version(
    State(app): State<App>,
    Path((id, number)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let (store, current) = api::find(reader.store()?, &id)?;
        let (store, stored) = api::find_version(Some(store), &id, &number)?;
        page(reader, store, &asker, &stored, current.version)
    });
    respond(&visitor, result.await)
}

/// Returns the address of the timeline that a yearly report belongs to.
fn timeline(document: &corpus::document::Document) -> String {
    let place = document.place.as_ref().filter(|_| document.kind.is_yearly());
    let address = |place: &corpus::district::Place| {
        format!("/timeline?kind={}&region={}", document.kind.key(), encode(&place.written()))
    };
    place.map(address).unwrap_or_default()
}

fn page(
    reader: &Reader,
    store: &Store,
    visitor: &Visitor,
    stored: &Stored,
    current: u32,
) -> Result<Page, Error> {
    let language = visitor.language;
    let query = Pairs::decode(&visitor.query, Reading::Lenient)
        .ok()
        .map(|mut pairs| pairs.take_query())
        .unwrap_or_default();
    let strings = strings(reader, &query);
    let marks = marked::matches(&stored.document.text, &strings);
    let addresses = store.addresses(&stored.id)?;
    let id = stored.id.as_str();
    let here = format!("/documents/{}", encode(id));
    let back = SearchParams { query: query.clone(), ..SearchParams::default() };
    let status = if stored.is_gone { StatusCode::GONE } else { StatusCode::OK };
    let template = DocumentTemplate {
        frame: Frame::new(visitor, Here::Elsewhere, &stored.document.title),
        id: id.to_owned(),
        title: marked::pieces(&stored.document.title, &marked::matches(&stored.document.title, &strings)),
        back: (!query.is_empty()).then(|| format!("/search?{}", back.query_string())),
        banner: banner(language, stored, current),
        marks: (!marks.is_empty()).then(|| number(marks.len() as u64)),
        unmarked: here.clone(),
        query,
        facts: record::facts(language, &stored.document),
        sha256: stored.evidence.as_ref().map(|evidence| evidence.sha256.clone()).unwrap_or_default(),
        fetched: language.time(stored.seen_at),
        first_seen: language.time(stored.first_seen),
        json: format!("/api/v1{here}"),
        cited: citation::national(&Cited::from(stored)),
        references: [("bibtex", "BibTeX"), ("ris", "RIS")]
            .map(|(format, name)| Link::new(format!("{here}/cite/{format}"), name))
            .into(),
        years: years(language, store, stored)?,
        within: visitor.path().to_owned(),
        versions: versions(language, store, stored, current)?,
        addresses: origin(language, stored, addresses),
        is_gone: stored.is_gone,
        compare: format!("/compare?a={}", encode(&format!("{id}@{}", stored.version))),
        copies: format!("/copies?id={}", encode(id)),
        timeline: timeline(&stored.document),
        contents: text::contents(language, &stored.document),
        figures: quantities::figures(language, &stored.document),
        blocks: text::blocks(&stored.document, &marks),
    };
    Page::render(status, &template)
}

/// Returns what to mark. A query that cannot be read marks nothing; a missing index leaves chunks whole.
fn strings(reader: &Reader, query: &str) -> Vec<String> {
    if query.is_empty() {
        return Vec::new();
    }
    let Ok(query) = query::parse(query) else { return Vec::new() };
    let explanation = match reader.index() {
        Ok(index) => index.explain(&query, Matching::String),
        Err(_) => index::search::Explanation { reading: String::new(), parts: Vec::new() },
    };
    marked::strings(&query, &explanation)
}

fn banner(language: Language, stored: &Stored, current: u32) -> Option<Banner> {
    let t = language.phrases();
    if stored.is_gone {
        let since = stored.gone_since.map(|at| language.time(at));
        let since = since.map(|at| format!("{}{}{at}", t.gone_at, t.colon)).unwrap_or_default();
        let text = format!("{}{}{since} {}", t.gone_title, t.colon, t.gone_note);
        return Some(Banner { text, href: String::new(), label: "" });
    }
    (stored.version != current).then(|| Banner {
        text: format!("{} {}", t.old_version, version_name(language, stored.version)),
        href: format!("/documents/{}", encode(stored.id.as_str())),
        label: t.current_version,
    })
}

/// Returns every address the document was found at; the one that gave this version when no visit is known.
fn origin(language: Language, stored: &Stored, addresses: Vec<Address>) -> Vec<AddressView> {
    let mut views: Vec<AddressView> = addresses
        .into_iter()
        .map(|address| AddressView {
            is_link: is_web(&address.url),
            note: format!(
                "{} · {} · {}",
                address.source,
                language.outcome(address.outcome),
                language.time(address.last_visit)
            ),
            url: address.url,
        })
        .collect();
    if let Some(url) = stored.url.clone().filter(|url| !views.iter().any(|view| view.url == *url)) {
        views.push(AddressView { is_link: is_web(&url), url, note: String::new() });
    }
    views
}

/// Tells whether an address may become a link: what a crawled or imported document says may be `javascript:`.
fn is_web(url: &str) -> bool {
    let start: String = url.chars().take(8).flat_map(char::to_lowercase).collect();
    start.starts_with("http://") || start.starts_with("https://")
}

fn versions(
    language: Language,
    store: &Store,
    stored: &Stored,
    current: u32,
) -> Result<Vec<VersionView>, Error> {
    let t = language.phrases();
    let id = encode(stored.id.as_str());
    let side = |number: u32| format!("{}@{number}", stored.id.as_str());
    let lines = store.versions(&stored.id)?.into_iter().rev().map(|line| VersionView {
        href: match line.number == current {
            true => format!("/documents/{id}"),
            false => format!("/documents/{id}/versions/{}", line.number),
        },
        label: version_name(language, line.number),
        note: format!(
            "{} · {} {}",
            language.time(line.seen_at),
            number(line.characters),
            t.beside(line.characters, t.characters)
        ),
        is_here: line.number == stored.version,
        compare: (line.number > 1).then(|| {
            format!("/compare?a={}&b={}", encode(&side(line.number - 1)), encode(&side(line.number)))
        }),
    });
    Ok(lines.collect())
}

/// Returns the same report of the same place in other years.
fn years(language: Language, store: &Store, stored: &Stored) -> Result<Vec<Link>, Error> {
    let document = &stored.document;
    let Some(place) = &document.place else { return Ok(Vec::new()) };
    if document.kind == DocumentKind::Other {
        return Ok(Vec::new());
    }
    let reports = themselves(document.kind, store.reports_of_place(document.kind, place)?);
    let links = reports.into_iter().take(MOST_YEARS).filter_map(|report| {
        let is_here = report.id == stored.id;
        let href = format!("/documents/{}", encode(report.id.as_str()));
        Some(Link { is_here, ..Link::new(href, language.report_year(report.year?)) })
    });
    let links: Vec<Link> = links.collect();
    Ok(if links.iter().any(|link| !link.is_here) { links } else { Vec::new() })
}

fn version_name(language: Language, number: u32) -> String {
    let t = language.phrases();
    format!("{}{number}{}", t.version, t.version_after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for (url, expected) in [
            ("http://www.example.test/a", true),
            ("HTTPS://www.example.test/a", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//www.example.test", false),
            ("", false),
        ] {
            assert_eq!(is_web(url), expected, "{url}");
        }
    }
}
