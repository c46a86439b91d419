//! `GET /documents/{id}/cite/{format}`: an id in; its reference for LaTeX or a reference manager out.

use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::App;
use crate::Error;
use crate::api;
use crate::citation;
use crate::citation::Cited;
use crate::export::Format;
use crate::pages::Visitor;
use crate::pages::failure;

/// Answers with the file.
pub(crate) async fn cite(
    State(app): State<App>,
    Path((id, format)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let result = app.read(move |reader| {
        let unknown = || Error::NoPage { path: format!("/documents/{id}/cite/{format}") };
        let known = Format::find(&format).filter(|format| matches!(format, Format::Ris | Format::Bibtex));
        let known = known.ok_or_else(unknown)?;
        let (_, stored) = api::find(reader.store()?, &id)?;
        let cited = Cited::from(&stored);
        let text = match known {
            Format::Ris => citation::ris(&cited, "Gongbao"),
            _ => citation::bibtex(&cited),
        };
        let mut response = text.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(known.media_type()));
        let name = format!("attachment; filename=\"gongbao.{}\"", known.ending());
        if let Ok(value) = HeaderValue::from_str(&name) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    });
    result.await.unwrap_or_else(|err| failure(&visitor, &err))
}
