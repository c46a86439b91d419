//! `GET /api/v1/export`: what is asked for and a format in, a file with every row of it out, sent while it is written.

use axum::body::Body;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use index::search::Generation;

use crate::App;
use crate::Error;
use crate::conditional;
use crate::export;
use crate::params::ExportParams;

/// Answers `GET /api/v1/export`.
pub(crate) async fn export(
    State(app): State<App>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let params = ExportParams::read(raw.as_deref().unwrap_or_default())?;
    let wanted = params.wanted()?;
    let generation = app.read(|reader| Ok(reader.index()?.generation())).await?;
    let tag = conditional::tag(&generation);
    if conditional::is_known(&headers, &tag) {
        return Ok(conditional::not_modified(&tag));
    }
    let (query, asked, format, name) =
        (params.query().to_owned(), params.asked(), params.format(), params.file_name());
    let (generation, stream) = app
        .stream(move |reader, sink| {
            let opened = sink.opener();
            let index = reader.index()?;
            export::export((&index, reader.store()?), &wanted, (format, &query, &asked), sink, opened)
        })
        .await?;
    let mut response = Body::new(stream).into_response();
    set(response.headers_mut(), format.media_type(), &name, &generation);
    Ok(response)
}

fn set(headers: &mut HeaderMap, media_type: &'static str, name: &str, generation: &Generation) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    conditional::set(headers, &conditional::tag(generation));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}
