//! The stylesheet, the script and the icon, compiled in, each under an address that changes with its content.

use std::hash::Hash;
use std::hash::Hasher;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::Error;

/// One file that pages refer to.
pub(crate) struct Asset {
    /// The address.
    pub(crate) href: String,
    name: String,
    kind: &'static str,
    body: &'static str,
}

/// The stylesheet of every page.
pub(crate) static STYLESHEET: LazyLock<Asset> = LazyLock::new(|| {
    asset("gongbao", "css", "text/css; charset=utf-8", include_str!("../assets/gongbao.css"))
});

/// The script of every page.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    asset("gongbao", "js", "text/javascript; charset=utf-8", include_str!("../assets/gongbao.js"))
});

/// The icon of every page.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| asset("icon", "svg", "image/svg+xml", include_str!("../assets/icon.svg")));

fn asset(stem: &str, ending: &str, kind: &'static str, body: &'static str) -> Asset {
    let name = format!("{stem}-{:016x}.{ending}", fingerprint(body.as_bytes()));
    Asset { href: format!("/assets/{name}"), name, kind, body }
}

/// Returns a number that changes with the content, the same in every process of one build.
pub(crate) fn fingerprint(content: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

/// Answers `GET /assets/{name}`.
pub(crate) async fn serve(Path(name): Path<String>) -> Result<Response, Error> {
    let asset = [&*STYLESHEET, &*SCRIPT, &*ICON].into_iter().find(|asset| asset.name == name);
    let Some(asset) = asset else { return Err(Error::NoPage { path: format!("/assets/{name}") }) };
    let headers =
        [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.body).into_response())
}
