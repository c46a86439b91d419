//! The two pages of words: a phrase or two slices in; the words beside it, or those that set them apart, as a table out.

mod table;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::App;
use crate::Error;
use crate::language::Language;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Link;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::form::Form;
use crate::pages::paging;
use crate::pages::respond;
use crate::pages::words::table::Found;
use crate::params::CollocatesParams;
use crate::params::KeynessParams;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::WordsPage;

/// How many words stand on a page.
const LINES: usize = 50;

/// How many words a window has when nothing is said.
const USUAL_WINDOW: &str = "5";

/// What the second query of each page is called.
const BASE: &str = "base";
const REFERENCE: &str = "reference";

#[derive(Template)]
#[template(path = "words.html")]
struct WordsTemplate {
    frame: Frame,
    form: Form,
    /// Both pages, one of them here.
    both: Vec<Link>,
    title: &'static str,
    is: &'static str,
    start: &'static str,
    query: Field,
    other: Field,
    /// How many words a window has on each side.
    window: Option<String>,
    choices: Vec<Select>,
    found: Option<Found>,
    pages: Vec<Link>,
}

/// A field that a query or a phrase is written into.
struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
    example: &'static str,
}

/// A field of which one value is chosen.
struct Select {
    name: &'static str,
    label: &'static str,
    options: Vec<Link>,
}

/// Answers `GET /collocates`.
pub(crate) async fn collocates(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let page = match WordsPage::read(&asker.query, BASE) {
            Ok(page) => page,
            Err(err) => {
                return refused(
                    &asker,
                    Shown::Collocates,
                    &WordsPage::without_faults(&asker.query, BASE),
                    err,
                );
            }
        };
        if page.search.query.is_empty() {
            return Page::render(StatusCode::OK, &template(&asker, Shown::Collocates, &page, None));
        }
        let mut request = match CollocatesParams::read(&asker.query, Reading::Lenient) {
            Ok(params) => params.into_request(),
            Err(err) => return refused(&asker, Shown::Collocates, &page, err),
        };
        request.limit = LINES;
        let found = reader.ask(|index| index.collocates(&request))?;
        let table = table::of_collocates(asker.language, &page, &found);
        let found = Some((table, found.total));
        Page::render(StatusCode::OK, &template(&asker, Shown::Collocates, &page, found))
    });
    respond(&visitor, result.await)
}

/// Answers `GET /keyness`.
pub(crate) async fn keyness(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let page = match WordsPage::read(&asker.query, REFERENCE) {
            Ok(page) => page,
            Err(err) => {
                return refused(
                    &asker,
                    Shown::Keyness,
                    &WordsPage::without_faults(&asker.query, REFERENCE),
                    err,
                );
            }
        };
        if page.search.query.is_empty() && page.other.is_empty() {
            return Page::render(StatusCode::OK, &template(&asker, Shown::Keyness, &page, None));
        }
        let mut request = match KeynessParams::read(&asker.query, Reading::Lenient) {
            Ok(params) => params.into_request(),
            Err(err) => return refused(&asker, Shown::Keyness, &page, err),
        };
        request.limit = LINES;
        let found = reader.ask(|index| index.keyness(&request))?;
        let table = table::of_key_words(asker.language, &page, &found);
        let found = Some((table, found.total));
        Page::render(StatusCode::OK, &template(&asker, Shown::Keyness, &page, found))
    });
    respond(&visitor, result.await)
}

fn refused(visitor: &Visitor, shown: Shown, page: &WordsPage, err: Error) -> Result<Page, Error> {
    let status = err.status();
    let mut template = template(visitor, shown, page, None);
    template.form = template.form.blame(visitor.language, err)?;
    Page::render(status, &template)
}

/// Which of the two pages is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Collocates,
    Keyness,
}

impl Shown {
    fn path(self) -> &'static str {
        match self {
            Shown::Collocates => "/collocates",
            Shown::Keyness => "/keyness",
        }
    }
}

fn template(visitor: &Visitor, shown: Shown, page: &WordsPage, found: Option<(Found, u64)>) -> WordsTemplate {
    let language = visitor.language;
    let t = language.phrases();
    let name = |shown| if shown == Shown::Collocates { t.collocates } else { t.keyness };
    let both = [Shown::Collocates, Shown::Keyness]
        .map(|other| Link { is_here: other == shown, ..Link::new(other.path(), name(other)) });
    let title = match page.search.query.as_str() {
        "" => name(shown).to_owned(),
        query => format!("{query} · {}", name(shown)),
    };
    let total = found.as_ref().map_or(0, |(_, total)| *total);
    let form = Form::new(language, shown.path(), &page.search, Vec::new());
    let narrowed = SearchParams { query: String::new(), ..page.search.clone() };
    let field = |name, label, value: &str, example| Field { name, label, value: value.to_owned(), example };
    let (is, start, query, other) = match shown {
        Shown::Collocates => (
            t.collocates_is,
            t.collocates_start,
            field("q", t.collocates_phrase, &page.search.query, "法治政府"),
            field(BASE, t.trend_base, &page.other, "文种:政府工作报告"),
        ),
        Shown::Keyness => (
            t.keyness_is,
            t.keyness_start,
            field("q", t.keyness_target, &page.search.query, "地区:四川"),
            field(REFERENCE, t.keyness_reference, &page.other, "地区:浙江"),
        ),
    };
    WordsTemplate {
        frame: Frame::new(visitor, Here::Words, &title),
        form: Form { is_open: narrowed.is_narrowed(), ..form },
        both: both.into(),
        title: name(shown),
        is,
        start,
        query,
        other,
        window: (shown == Shown::Collocates).then(|| page.chosen("window", USUAL_WINDOW).to_owned()),
        choices: choices(language, shown, page),
        pages: paging::links(t, total, LINES, page.offset, |offset| address(shown, &page.at(offset))),
        found: found.map(|(found, _)| found),
    }
}

fn address(shown: Shown, page: &WordsPage) -> String {
    format!("{}?{}", shown.path(), page.query_string())
}

fn choices(language: Language, shown: Shown, page: &WordsPage) -> Vec<Select> {
    let t = language.phrases();
    let select = |name, label, usual, options: &[(&'static str, &'static str)]| Select {
        name,
        label,
        options: options
            .iter()
            .map(|&(rel, label)| Link {
                rel,
                is_here: page.chosen(name, usual) == rel,
                ..Link::new("", label)
            })
            .collect(),
    };
    match shown {
        Shown::Collocates => {
            vec![select(
                "side",
                t.side,
                "both",
                &[("both", t.side_both), ("left", t.left), ("right", t.right)],
            )]
        }
        Shown::Keyness => vec![select(
            "direction",
            t.direction,
            "over",
            &[("over", t.direction_over), ("under", t.direction_under), ("both", t.direction_both)],
        )],
    }
}
