//! The concordance page: what is asked in, every occurrence as one line out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use index::search::ConcordancePage;
use index::search::ConcordanceRequest;
use index::search::Line;
use index::search::LineOrder;

use crate::App;
use crate::Error;
use crate::export::What;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::form::Choice;
use crate::pages::form::Form;
use crate::pages::paging;
use crate::pages::relaxed::RelaxedNote;
use crate::pages::respond;
use crate::pages::search;
use crate::pages::search::Chip;
use crate::pages::text;
use crate::params::ConcordanceParams;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::export_address;
use crate::params::without_faults;

/// How many lines stand on a page when nothing is said.
const LINES: usize = 50;

/// Characters on each side of a line when nothing is said: what fits on one line of a screen.
const CONTEXT: usize = 24;

#[derive(Template)]
#[template(path = "concordance.html")]
struct ConcordanceTemplate {
    frame: Frame,
    form: Form,
    chips: Vec<Chip>,
    sorts: Vec<Link>,
    found: Option<Found>,
    lines: Vec<LineView>,
    pages: Vec<Link>,
}

struct Found {
    documents: String,
    occurrences: String,
    relaxed: Option<RelaxedNote>,
    /// The regions asked for that nobody knows.
    unknown: Option<String>,
    search: String,
    exports: Vec<Link>,
    json: String,
}

struct LineView {
    left: String,
    matched: String,
    right: String,
    href: String,
    title: String,
    section: String,
}

/// Answers `GET /concordance`.
pub(crate) async fn concordance(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let params = match ConcordanceParams::read(&asker.query, Reading::Lenient) {
            Ok(params) => params,
            Err(err) => {
                let rest =
                    without_faults(&asker.query, |query| ConcordanceParams::read(query, Reading::Lenient));
                return refused(&asker, &rest, err);
            }
        };
        if params.search.query.is_empty() {
            return Page::render(StatusCode::OK, &template(&asker, &params, None));
        }
        let request = match params.request(LINES) {
            Ok(request) => ConcordanceRequest { context: params.context.unwrap_or(CONTEXT), ..request },
            Err(err) => return refused(&asker, &params, err),
        };
        let page = reader.ask(|index| index.concordance(&request))?;
        Page::render(StatusCode::OK, &template(&asker, &params, Some(page)))
    });
    respond(&visitor, result.await)
}

fn refused(visitor: &Visitor, params: &ConcordanceParams, err: Error) -> Result<Page, Error> {
    let status = err.status();
    let mut template = template(visitor, params, None);
    template.form = template.form.blame(visitor.language, err)?;
    Page::render(status, &template)
}

fn template(
    visitor: &Visitor,
    params: &ConcordanceParams,
    page: Option<ConcordancePage>,
) -> ConcordanceTemplate {
    let language = visitor.language;
    let asked = |params: &ConcordanceParams| format!("/concordance?{}", params.query_string());
    let with = |search: &SearchParams| asked(&ConcordanceParams { search: search.clone(), ..params.clone() });
    let limit = params.search.limit.unwrap_or(LINES);
    let occurrences = page.as_ref().map_or(0, |page| page.total.occurrences);
    let title = match params.search.query.as_str() {
        "" => language.phrases().concordance.to_owned(),
        query => format!("{query} · {}", language.phrases().concordance),
    };
    ConcordanceTemplate {
        frame: Frame::new(visitor, Here::Concordance, &title),
        form: form(language, params),
        sorts: orders(language)
            .into_iter()
            .map(|(order, _, label)| Link {
                is_here: params.order == order,
                ..Link::new(asked(&first_page(params, order)), label)
            })
            .collect(),
        chips: search::chips(language, &params.search, with),
        pages: paging::links(language.phrases(), occurrences, limit, params.search.offset, |offset| {
            with(&SearchParams { offset, ..params.search.clone() })
        }),
        found: page.as_ref().map(|page| found(language, params, page)),
        lines: page.map(|page| views(&params.search.query, page.lines)).unwrap_or_default(),
    }
}

fn found(language: Language, params: &ConcordanceParams, page: &ConcordancePage) -> Found {
    let documents = SearchParams { limit: None, offset: 0, ..params.search.clone() };
    Found {
        documents: number(page.total.documents),
        occurrences: number(page.total.occurrences),
        relaxed: page.relaxed.as_ref().map(|relaxed| RelaxedNote::of(language, relaxed)),
        unknown: search::unknown_places(language, &page.unknown_regions),
        search: format!("/search?{}", documents.query_string()),
        exports: exports(params),
        json: format!("/api/v1/concordance?{}", params.query_string()),
    }
}

/// Returns the files that hold every line, in the order of the page.
fn exports(params: &ConcordanceParams) -> Vec<Link> {
    let search = SearchParams { limit: None, offset: 0, ..params.search.clone() };
    let all = ConcordanceParams { search, ..params.clone() };
    let asked = all.query_string();
    ["csv", "xlsx", "jsonl"]
        .map(|format| Link::new(export_address(What::Concordance, format, &asked), format.to_uppercase()))
        .into()
}

fn orders(language: Language) -> [(LineOrder, &'static str, &'static str); 3] {
    let t = language.phrases();
    [
        (LineOrder::Document, "document", t.by_document),
        (LineOrder::Left, "left", t.by_left),
        (LineOrder::Right, "right", t.by_right),
    ]
}

fn first_page(params: &ConcordanceParams, order: LineOrder) -> ConcordanceParams {
    let search = SearchParams { offset: 0, ..params.search.clone() };
    ConcordanceParams { search, order, context: params.context }
}

fn form(language: Language, params: &ConcordanceParams) -> Form {
    let sorts = orders(language).map(|(order, value, label)| Choice {
        value,
        label: label.to_owned(),
        is_chosen: params.order == order,
    });
    Form::new(language, "/concordance", &params.search, sorts.into())
}

fn views(query: &str, lines: Vec<Line>) -> Vec<LineView> {
    lines
        .into_iter()
        .map(|line| {
            let mut href = search::document_address(&line.id, query);
            if let Some(section) = &line.section {
                href.push('#');
                href.push_str(&text::anchor(&section.number));
            }
            LineView {
                left: line.left,
                matched: line.matched,
                right: line.right,
                href,
                title: line.title,
                section: line.section.map(|section| section.heading).unwrap_or_default(),
            }
        })
        .collect()
}
