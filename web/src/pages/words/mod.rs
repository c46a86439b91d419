//! The two pages of words: a phrase or two slices in; the words beside it, or those that set them apart, as a table out.

mod table;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use index::collocates::CollocatesRequest;
use index::keyness::KeynessRequest;

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
    answer(app, visitor, Shown::Collocates).await
}

/// Answers `GET /keyness`.
pub(crate) async fn keyness(State(app): State<App>, visitor: Visitor) -> Response {
    answer(app, visitor, Shown::Keyness).await
}

async fn answer(app: App, visitor: Visitor, shown: Shown) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let page = match WordsPage::read(&asker.query, shown.other()) {
            Ok(page) => page,
            Err(err) => {
                let rest = WordsPage::without_faults(&asker.query, shown.other());
                return refused(&asker, shown, &rest, err);
            }
        };
        // Key words can be asked for with a reference alone: the target is then the whole collection.
        let asks_nothing =
            page.search.query.is_empty() && (shown == Shown::Collocates || page.other.is_empty());
        if asks_nothing {
            return Page::render(StatusCode::OK, &template(&asker, shown, &page, None));
        }
        let question = match Question::read(shown, &asker.query) {
            Ok(question) => question,
            Err(err) => return refused(&asker, shown, &page, err),
        };
        let found = match question {
            Question::Collocates(request) => {
                let found = reader.ask(|index| index.collocates(&request))?;
                (table::of_collocates(asker.language, &page, &found), found.total)
            }
            Question::Keyness(request) => {
                let found = reader.ask(|index| index.keyness(&request))?;
                (table::of_key_words(asker.language, &page, &found), found.total)
            }
        };
        Page::render(StatusCode::OK, &template(&asker, shown, &page, Some(found)))
    });
    respond(&visitor, result.await)
}

/// What is asked of the index.
enum Question {
    Collocates(CollocatesRequest),
    Keyness(KeynessRequest),
}

impl Question {
    fn read(shown: Shown, query: &str) -> Result<Question, Error> {
        Ok(match shown {
            Shown::Collocates => {
                let request = CollocatesParams::read(query, Reading::Lenient)?.into_request();
                Question::Collocates(CollocatesRequest { limit: LINES, ..request })
            }
            Shown::Keyness => {
                let request = KeynessParams::read(query, Reading::Lenient)?.into_request();
                Question::Keyness(KeynessRequest { limit: LINES, ..request })
            }
        })
    }
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

    /// Returns what its second query is called.
    fn other(self) -> &'static str {
        match self {
            Shown::Collocates => "base",
            Shown::Keyness => "reference",
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
            field(shown.other(), t.trend_base, &page.other, "文种:政府工作报告"),
        ),
        Shown::Keyness => (
            t.keyness_is,
            t.keyness_start,
            field("q", t.keyness_target, &page.search.query, "地区:四川"),
            field(shown.other(), t.keyness_reference, &page.other, "地区:浙江"),
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
