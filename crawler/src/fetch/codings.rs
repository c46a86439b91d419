//! A body and the codings that its head names in; the body without them out, where the HTTP client left it as it came.
//!
//! The client undoes what it asked for where one word in small letters names it. RFC 9110 §8.4 has names in any letters, `x-gzip`
//! for `gzip`, and several codings in the order in which they were applied.

use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use flate2::read::MultiGzDecoder;
use reqwest::header;
use reqwest::header::HeaderMap;

use crate::body::Body;
use crate::body::Incoming;
use crate::fetch::http::BeyondCap;
use crate::fetch::http::Failure;
use crate::fetch::http::Limits;

/// More codings in a row than this are no packing but an attack.
const MOST: usize = 4;

/// Returns the names of the codings of a body in the order in which they were applied, in lower case.
pub(crate) fn named(headers: &HeaderMap) -> Vec<String> {
    let written = headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let names = written.flat_map(|value| value.split(',')).map(|name| name.trim().to_ascii_lowercase());
    names.filter(|name| !matches!(name.as_str(), "" | "identity" | "none")).collect()
}

/// Undoes the codings of a body when all of them are gzip; tells how much there was when it is larger than the cap. What cannot
/// be undone stays with its header.
pub(crate) async fn undone(
    headers: &mut HeaderMap,
    body: Body,
    limits: Limits,
    folder: Option<PathBuf>,
) -> Result<(Body, Option<u64>), Failure> {
    let names = named(headers);
    let is_ours = names.iter().all(|name| matches!(name.as_str(), "gzip" | "x-gzip"));
    if body.is_empty() || !is_ours || !(1..=MOST).contains(&names.len()) {
        return Ok((body, None));
    }
    headers.remove(header::CONTENT_ENCODING);
    let unpacking =
        tokio::task::spawn_blocking(move || unpacked(&body, names.len(), limits, folder.as_deref()));
    unpacking.await.unwrap_or_else(|err| Err(Failure::Transient(format!("cannot be decoded: {err}"))))
}

/// Takes so many layers of gzip off, none of them larger than the cap.
fn unpacked(
    body: &Body,
    layers: usize,
    limits: Limits,
    folder: Option<&Path>,
) -> Result<(Body, Option<u64>), Failure> {
    let mut reader: Box<dyn Read> = Box::new(body.reader());
    for _ in 0..layers {
        reader = Box::new(MultiGzDecoder::new(reader).take(limits.size_cap.saturating_add(1)));
    }
    let mut whole = Incoming::new(folder);
    let mut part = vec![0; 1 << 16];
    loop {
        let read = reader
            .read(&mut part)
            .map_err(|err| Failure::Transient(format!("the answer broke off or cannot be decoded: {err}")))?;
        if read == 0 {
            return Ok((whole.whole(), None));
        }
        let room = usize::try_from(limits.size_cap - whole.len()).unwrap_or(usize::MAX);
        let seen = whole.len() + read as u64;
        let keep = whole.take(&part[..read.min(room)]);
        keep.map_err(|err| Failure::Unkept(err.kind(), err.to_string()))?;
        if read > room {
            let kept = if limits.beyond_cap == BeyondCap::Cut { whole.whole() } else { Body::default() };
            return Ok((kept, Some(seen)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::fetch::tests::gzip;

    use super::*;

    async fn undo(name: &str, bytes: Vec<u8>) -> Result<(Body, Option<u64>), Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_ENCODING, name.parse().expect("a header"));
        let whole = Duration::from_secs(1);
        let limits = Limits { size_cap: 1000, whole, beyond_cap: BeyondCap::Drop };
        let undone = undone(&mut headers, Body::from(bytes), limits, None).await;
        let is_packed = matches!(&undone, Ok((body, None)) if body.start() != b"hello");
        assert_eq!(headers.contains_key(header::CONTENT_ENCODING), is_packed, "{name}");
        undone
    }

    #[tokio::test]
    async fn gzip_is_undone_by_any_of_its_names_and_as_often_as_it_was_done() {
        let (once, twice) = (gzip(b"hello"), gzip(&gzip(b"hello")));
        for (name, bytes) in
            [("GZIP", &once), ("x-gzip", &once), ("X-GZip, identity", &once), ("gzip,x-gzip", &twice)]
        {
            let (body, cut) = undo(name, bytes.clone()).await.expect("it can be undone");
            assert_eq!((body.start(), cut), (&b"hello"[..], None), "{name}");
        }
        for name in ["gzip, br", "deflate", "exi"] {
            assert_eq!(undo(name, once.clone()).await, Ok((Body::from(once.clone()), None)), "{name}");
        }
    }

    #[tokio::test]
    async fn what_is_broken_or_too_large_is_no_body() {
        assert!(matches!(undo("GZIP", b"no gzip".to_vec()).await, Err(Failure::Transient(_))));
        assert!(matches!(undo("GZIP", gzip(b"hello")[..9].to_vec()).await, Err(Failure::Transient(_))));
        let bomb = gzip(&vec![0; 1001]);
        assert!(matches!(undo("GZIP", bomb.clone()).await, Ok((_, Some(1001)))));
        assert!(undo("gzip, GZIP", gzip(&bomb)).await.is_ok_and(|(_, cut)| cut.is_some()));
    }
}
