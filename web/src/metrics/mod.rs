//! `GET /metrics`: how the server and the crawls fare, in the text format that Prometheus reads.

mod exposition;
mod requests;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use corpus::store::SourceStatus;
use corpus::store::Store;
use index::search::Generation;
use jiff::Timestamp;

use crate::App;
use crate::Error;
use crate::app::Reader;
use crate::metrics::exposition::Exposition;

pub(crate) use requests::Requests;
pub(crate) use requests::layer;

/// The media type of the text format.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Answers `GET /metrics`. What cannot be read is left out and said by `gongbao_up`: a scrape must not fail when the
/// store does, because then it is looked at most.
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Error> {
    let now = app.now();
    let requests = app.requests().written();
    let holdings = app.read(move |reader| Ok(holdings(reader, now))).await.unwrap_or_default();
    let text = format!("{requests}{holdings}");
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

fn holdings(reader: &Reader, now: Timestamp) -> String {
    let store = reader.store().ok().flatten();
    let generation = reader.index().ok().map(|index| index.generation());
    let mut text = Exposition::default();
    text.gauge(
        "gongbao_build_info",
        "The release, as a label.",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1.0,
    );
    text.gauge("gongbao_store_up", "Whether the store can be read.", &[], f64::from(store.is_some()));
    text.gauge("gongbao_index_up", "Whether the index can be read.", &[], f64::from(generation.is_some()));
    if let Some(generation) = &generation {
        index(&mut text, store, generation);
    }
    if let Some(store) = store {
        if let Ok(count) = store.count() {
            text.gauge("gongbao_documents", "Documents that are present in the store.", &[], count as f64);
        }
        for source in store.sources().unwrap_or_default() {
            crawled(&mut text, &source, now);
        }
    }
    text.finish()
}

fn index(text: &mut Exposition, store: Option<&Store>, generation: &Generation) {
    text.gauge(
        "gongbao_index_generation",
        "The last entry of the change feed that the index holds.",
        &[],
        generation.followed as f64,
    );
    if let Some(last) = store.and_then(|store| store.last_change().ok()) {
        let lag = last.saturating_sub(generation.followed);
        text.gauge("gongbao_index_lag_changes", "Changes that the index has yet to follow.", &[], lag as f64);
    }
}

fn crawled(text: &mut Exposition, source: &SourceStatus, now: Timestamp) {
    let name = ("source", source.name.as_str());
    text.gauge("gongbao_source_documents", "Documents of a source.", &[name], source.documents as f64);
    for (outcome, count) in &source.outcomes {
        text.gauge(
            "gongbao_crawl_outcomes",
            "What came of the pages of a source's last crawl.",
            &[name, ("outcome", outcome.key())],
            *count as f64,
        );
    }
    let Some(run) = &source.last_run else { return };
    let (started, failed) = (run.started.as_second(), run.failure.is_some());
    text.gauge("gongbao_crawl_started_seconds", "When the last crawl began.", &[name], started as f64);
    let running = f64::from(source.is_crawled(now));
    text.gauge("gongbao_crawl_running", "Whether a crawl is going on.", &[name], running);
    text.gauge("gongbao_crawl_failed", "Whether the last crawl failed.", &[name], f64::from(failed));
    if let Some(finished) = run.finished {
        let age = now.as_second().saturating_sub(finished.as_second());
        text.gauge("gongbao_crawl_finished_seconds", "When it ended.", &[name], finished.as_second() as f64);
        text.gauge("gongbao_crawl_age_seconds", "How long ago it ended.", &[name], age as f64);
    }
}
