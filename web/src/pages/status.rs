//! The status page: how the store, the index and every source stand.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::store::RunLine;
use corpus::store::SourceStatus;
use corpus::store::Store;
use corpus::visit::Outcome;
use jiff::Timestamp;

use crate::App;
use crate::Error;
use crate::app::Reader;
use crate::error;
use crate::language::Language;
use crate::language::number;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::record::Fact;
use crate::pages::respond;

#[derive(Template)]
#[template(path = "status.html")]
struct Status {
    frame: Frame,
    facts: Vec<Fact>,
    sources: Vec<SourceView>,
}

struct SourceView {
    name: String,
    last_run: String,
    failure: String,
    documents: String,
    outcomes: Vec<OutcomeView>,
    troubles: Vec<TroubleView>,
}

struct OutcomeView {
    label: String,
    count: String,
    is_bad: bool,
}

struct TroubleView {
    outcome: String,
    url: String,
    detail: String,
}

/// Answers `GET /status`.
pub(crate) async fn status(State(app): State<App>, visitor: Visitor) -> Response {
    let (asker, now) = (visitor.clone(), app.now());
    let result = app.read(move |reader| {
        let language = asker.language;
        let sources = reader.store()?.map(Store::sources).transpose()?.unwrap_or_default();
        let template = Status {
            frame: Frame::new(&asker, Here::Status, language.phrases().status),
            facts: facts(language, reader)?,
            sources: sources.into_iter().map(|source| view(language, source, now)).collect(),
        };
        Page::render(StatusCode::OK, &template)
    });
    respond(&visitor, result.await)
}

fn facts(language: Language, reader: &Reader) -> Result<Vec<Fact>, Error> {
    let t = language.phrases();
    let store = reader.store()?;
    let stored = store.map(Store::count).transpose()?.unwrap_or(0);
    let last_change = store.map(Store::last_change).transpose()?.unwrap_or(0);
    let index = match reader.index() {
        Ok(index) => {
            let followed = index.generation().followed;
            match last_change.saturating_sub(followed) {
                0 => t.index_current.to_owned(),
                behind => format!("{}{}", t.index_behind, number(behind)),
            }
        }
        Err(Error::NothingIndexed) => t.empty_title.to_owned(),
        Err(err) => {
            error::log(&err);
            t.failure_index.to_owned()
        }
    };
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value, ..Fact::default() };
    Ok(vec![fact(t.stored_documents, number(stored)), fact(t.index_state, index)])
}

fn view(language: Language, source: SourceStatus, now: Timestamp) -> SourceView {
    let (t, is_crawled) = (language.phrases(), source.is_crawled(now));
    let failure = source.last_run.as_ref().and_then(|run| run.failure.clone()).unwrap_or_default();
    let outcomes = source.outcomes.into_iter().map(|(outcome, count)| OutcomeView {
        label: language.outcome(outcome),
        count: number(count),
        is_bad: is_bad(outcome),
    });
    let troubles = source.troubles.into_iter().map(|trouble| TroubleView {
        outcome: language.outcome(trouble.outcome),
        url: trouble.url,
        detail: trouble.detail.unwrap_or_default(),
    });
    SourceView {
        name: source.name,
        last_run: source
            .last_run
            .map_or_else(|| t.never.to_owned(), |run| run_time(language, &run, is_crawled)),
        failure,
        documents: number(source.documents),
        outcomes: outcomes.collect(),
        troubles: troubles.collect(),
    }
}

fn run_time(language: Language, run: &RunLine, is_crawled: bool) -> String {
    match run.finished {
        Some(finished) => language.time(finished),
        None => {
            let t = language.phrases();
            let state = if is_crawled { t.going_on } else { t.interrupted };
            format!("{} · {state}", language.time(run.started))
        }
    }
}

fn is_bad(outcome: Outcome) -> bool {
    !matches!(outcome, Outcome::New | Outcome::Changed | Outcome::Unchanged | Outcome::Moved)
}
