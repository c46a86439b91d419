//! `GET /feed`: a search, a district or a source in; an Atom feed (RFC 4287) of what happened to its documents out.

mod atom;
mod pick;

use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use corpus::compare;
use corpus::personal::masked;
use corpus::store::ChangeEvent;
use corpus::store::Store;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::App;
use crate::Error;
use crate::feed::atom::Entry;
use crate::feed::atom::Feed;
use crate::feed::pick::Picked;
use crate::news;
use crate::news::News;
use crate::params::FeedParams;
use crate::params::encode;

/// How many entries a feed has.
const ENTRIES: usize = 50;

/// How many characters of the text stand in an entry.
const OPENING: usize = 200;

/// Answers `GET /feed`.
pub(crate) async fn feed(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = FeedParams::read(raw.as_deref().unwrap_or_default())?;
    let base = app.config().public_url.clone().unwrap_or_default();
    app.read(move |reader| {
        let Picked { news, relaxed } = match reader.store()? {
            Some(store) => pick::newest(reader, store, &params, ENTRIES)?,
            None => Picked::default(),
        };
        let updated = news::last_time(&news);
        if is_unchanged(&headers, updated) {
            return Ok(StatusCode::NOT_MODIFIED.into_response());
        }
        let name = reader.store()?.map(Store::identity).transpose()?.unwrap_or_default();
        let entries =
            news.iter().map(|news| entry(reader.store()?, &name, news)).collect::<Result<_, Error>>()?;
        let feed = Feed {
            name,
            base,
            asked: params.query_string(),
            title: title(&params),
            subtitle: relaxed.map(|relaxed| relaxed.note()),
            updated,
            entries,
        };
        Ok(answer(&feed))
    })
    .await
}

fn answer(feed: &Feed) -> Response {
    let mut response = atom::written(feed).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/atom+xml; charset=utf-8"));
    let modified = feed.updated.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(modified) = HeaderValue::from_str(&modified) {
        headers.insert(header::LAST_MODIFIED, modified);
    }
    response
}

/// Tells whether nothing happened since the time that the asker names. A tag, where it is sent, decides instead.
fn is_unchanged(headers: &HeaderMap, updated: Timestamp) -> bool {
    if headers.contains_key(header::IF_NONE_MATCH) {
        return false;
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|since| DateTimeParser::new().parse_timestamp(since).ok());
    since.is_some_and(|since| updated.as_second() <= since.as_second())
}

fn title(params: &FeedParams) -> String {
    let search = &params.search;
    let parts = [
        search.query.clone(),
        search.region.clone().unwrap_or_default(),
        search.years.map(|years| years.to_string()).unwrap_or_default(),
        search.kind.map(|kind| kind.chinese().to_owned()).unwrap_or_default(),
        search.section.map(|section| section.chinese().to_owned()).unwrap_or_default(),
        params.source.clone().unwrap_or_default(),
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "公报 · 变更".to_owned() } else { format!("公报 · {}", said.join(" · ")) }
}

fn entry(store: Option<&Store>, name: &str, news: &News) -> Result<Entry, Error> {
    let id = news.change.document.as_str();
    let document = format!("/documents/{}", encode(id));
    let is_changed = news.change.event == ChangeEvent::Changed && news.change.version > 1;
    let before = news.change.version.saturating_sub(1);
    let comparison = is_changed.then(|| {
        let side = |number: u32| encode(&format!("{id}@{number}"));
        format!("/compare?a={}&b={}", side(before), side(news.change.version))
    });
    let summary = match (store, is_changed) {
        (Some(store), true) => carried_over(store, news, before)?,
        _ => opening(news),
    };
    Ok(Entry {
        id: format!("tag:gongbao.invalid,2025:{name}/{}", news.change.seq),
        title: format!("{}：{}", news.change.event.chinese(), news.title),
        updated: news.change.at,
        published: news.stored.first_seen,
        document,
        comparison,
        original: news.url.clone(),
        author: news.stored.document.issuer.clone(),
        event: news.change.event.key(),
        kind: news.kind.chinese(),
        region: news.region.clone(),
        summary,
    })
}

/// Says how much of the version before was carried over.
fn carried_over(store: &Store, news: &News, before: u32) -> Result<String, Error> {
    let Some(old) = store.version(&news.change.document, before)? else { return Ok(opening(news)) };
    let summary = compare::compare(&old.document, &news.stored.document).summary;
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    Ok(format!(
        "第{before}版 → 第{}版：照录 {}，改写 {}，新增 {}，删除 {}",
        news.change.version,
        percent(summary.verbatim),
        percent(summary.reworded),
        percent(summary.added),
        percent(summary.removed)
    ))
}

fn opening(news: &News) -> String {
    if news.stored.is_gone || news.change.event == ChangeEvent::Gone {
        return "全部原址均已失效；正文不再显示，记录和证据的哈希值保留。".to_owned();
    }
    let document = masked(news.stored.document.clone());
    let text: String = document.text.chars().take(OPENING).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
