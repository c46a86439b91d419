//! One request to one server: headers out, one whole answer (or why there is none) in.

use std::error::Error as StdError;
use std::io;
use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use reqwest::Response;
use reqwest::StatusCode;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use tokio::time::Instant;
use url::Position;
use url::Url;

use crate::body::Body;
use crate::body::Incoming;
use crate::fetch::answer::Exchange;
use crate::fetch::answer::Refusal;
use crate::fetch::codings;
use crate::fetch::guard::NotPublic;
use crate::fetch::settings::Request;
use crate::fetch::settings::Surroundings;

/// An answer with the headers that the next step reads.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) exchange: Exchange,
    pub(crate) headers: HeaderMap,
}

/// Why there is no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Refused(Refusal),
    Transient(String),
    /// The whole time that one exchange may take was used up.
    TooSlow(String),
    TlsUnsupported(String),
    TlsCertificate(String),
    /// A large answer could not be laid aside: the trouble is ours.
    Unkept(io::ErrorKind, String),
}

impl Failure {
    /// Says what failed.
    pub(crate) fn why(&self) -> &str {
        match self {
            Failure::Refused(_) => "it is not fetched from there",
            Failure::Transient(why)
            | Failure::TooSlow(why)
            | Failure::TlsUnsupported(why)
            | Failure::TlsCertificate(why)
            | Failure::Unkept(_, why) => why,
        }
    }
}

/// Limits of one exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The largest decoded body in bytes.
    pub(crate) size_cap: u64,
    /// The time for the whole exchange.
    pub(crate) whole: Duration,
    /// What to keep of a body that is larger.
    pub(crate) beyond_cap: BeyondCap,
}

/// How one exchange is held: who asks, within which limits, by which clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners<'a> {
    /// The User-Agent.
    pub(crate) agent: &'a HeaderValue,
    /// The cookies of the source, when it keeps any.
    pub(crate) cookie: Option<&'a HeaderValue>,
    /// Size and time.
    pub(crate) limits: Limits,
    /// Where large bodies are laid aside.
    pub(crate) folder: Option<&'a Path>,
    /// The clock for the evidence.
    pub(crate) surroundings: &'a Surroundings,
}

/// So much of a body that is too large for memory goes to the disk at a time, in bytes.
const AT_ONCE: u64 = 1 << 20;

/// What becomes of a body that is larger than the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BeyondCap {
    /// Nothing is kept.
    Drop,
    /// The first part is kept: half a robots.txt is still a robots.txt.
    Cut,
}

/// Sends one request and reads the whole answer; tells how long its body came after its head. Redirects are not followed.
pub(crate) async fn exchange(
    client: &Client,
    request: &Request,
    manners: Manners<'_>,
) -> Result<(Answered, Duration), Failure> {
    let limits = manners.limits;
    let mut headers = request_headers(request);
    headers.insert(header::USER_AGENT, manners.agent.clone());
    if let Some(cookie) = manners.cookie {
        headers.insert(header::COOKIE, cookie.clone());
    }
    let method = if request.form.is_some() { reqwest::Method::POST } else { reqwest::Method::GET };
    let body = request.form.as_deref().map(encode_form);
    let request_bytes = request_bytes(&method, &request.url, &headers, body.as_deref());
    let mut builder = client.request(method, request.url.clone()).headers(headers).timeout(limits.whole);
    if let Some(body) = body {
        builder = builder.body(body);
    }
    let mut response = builder.send().await.map_err(|err| failure(&err))?;
    let begun = Instant::now();
    let mut headers = response.headers().clone();
    let status = response.status();
    let peer = response.remote_addr().map(|peer| peer.ip());
    let (mut body, mut cut_after) = read_body(&mut response, limits, manners.folder).await?;
    if cut_after.is_none() {
        let folder = manners.folder.map(Path::to_owned);
        (body, cut_after) = codings::undone(&mut headers, body, limits, folder).await?;
    }
    let behind = begun.elapsed();
    let response_head = response_head(status, &headers, body.len());
    let exchange = Exchange {
        url: request.url.clone(),
        at: (manners.surroundings.now)(),
        peer,
        request: request_bytes,
        status: status.as_u16(),
        response_head,
        body,
        cut_after,
    };
    Ok((Answered { exchange, headers }, behind))
}

/// Reads the body part by part and stops at the cap, so that a bomb costs no more than the cap, and little of it in memory.
async fn read_body(
    response: &mut Response,
    limits: Limits,
    folder: Option<&Path>,
) -> Result<(Body, Option<u64>), Failure> {
    let mut body = Incoming::new(folder);
    // What is to go to the disk, and how much it is.
    let (mut aside, mut waiting) = (Vec::new(), 0);
    let declared = response.content_length().unwrap_or(0);
    if declared > limits.size_cap && limits.beyond_cap == BeyondCap::Drop {
        return Ok((Body::default(), Some(0)));
    }
    while let Some(part) = response.chunk().await.map_err(|err| failure(&err))? {
        let before = body.len() + waiting;
        let room = usize::try_from(limits.size_cap - before).unwrap_or(usize::MAX);
        if part.len() > room {
            let seen = before + part.len() as u64;
            if limits.beyond_cap == BeyondCap::Drop {
                return Ok((Body::default(), Some(seen)));
            }
            aside.push(part.slice(..room));
            return Ok((lay_aside(body, aside).await?.whole(), Some(seen)));
        }
        if aside.is_empty() && body.stays_in_memory(part.len()) {
            body.take(&part).map_err(|err| unkept(&err))?;
            continue;
        }
        waiting += part.len() as u64;
        aside.push(part);
        if waiting >= AT_ONCE {
            body = lay_aside(body, std::mem::take(&mut aside)).await?;
            waiting = 0;
        }
    }
    Ok((lay_aside(body, aside).await?.whole(), None))
}

/// Takes parts of a large body where waiting for the disk holds nobody up who waits for another host.
async fn lay_aside(
    mut body: Incoming,
    parts: Vec<impl AsRef<[u8]> + Send + 'static>,
) -> Result<Incoming, Failure> {
    if parts.is_empty() {
        return Ok(body);
    }
    let taken = tokio::task::spawn_blocking(move || {
        parts.iter().try_for_each(|part| body.take(part.as_ref()))?;
        Ok(body)
    });
    // It is broken off only when the whole program ends.
    taken.await.unwrap_or_else(|err| Err(io::Error::other(err))).map_err(|err| unkept(&err))
}

fn unkept(err: &io::Error) -> Failure {
    Failure::Unkept(err.kind(), err.to_string())
}

fn request_headers(request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::ACCEPT,
        HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    );
    headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN,zh;q=0.9"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd"));
    if let Some(form) = &request.form {
        let kind = match raw_json(form) {
            Some(_) => "application/json; charset=UTF-8",
            None => "application/x-www-form-urlencoded; charset=UTF-8",
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        return headers;
    }
    let mut validator = |name: HeaderName, value: Option<&String>| {
        // A validator that cannot be sent is no validator.
        if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            headers.insert(name, value);
        }
    };
    validator(header::IF_NONE_MATCH, request.validators.etag.as_ref());
    validator(header::IF_MODIFIED_SINCE, request.validators.last_modified.as_ref());
    headers
}

/// A single pair without a name is JSON that goes out as it stands.
fn raw_json(form: &[(String, String)]) -> Option<&str> {
    match form {
        [(name, json)] if name.is_empty() => Some(json),
        _ => None,
    }
}

fn encode_form(form: &[(String, String)]) -> String {
    if let Some(json) = raw_json(form) {
        return json.to_owned();
    }
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

fn request_bytes(method: &reqwest::Method, url: &Url, headers: &HeaderMap, body: Option<&str>) -> Vec<u8> {
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let mut out = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\n").into_bytes();
    write_headers(&mut out, headers, &[]);
    if let Some(body) = body {
        out.extend_from_slice(format!("content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    } else {
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Writes the response head out again. Encodings are undone, so the headers that speak of them go and the length is ours; only
/// what could not be undone is left.
fn response_head(status: StatusCode, headers: &HeaderMap, length: u64) -> Vec<u8> {
    let reason = status.canonical_reason().unwrap_or("");
    let mut out = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    let undone = [header::TRANSFER_ENCODING, header::CONTENT_LENGTH];
    write_headers(&mut out, headers, &undone);
    if !matches!(status.as_u16(), 204 | 304) {
        out.extend_from_slice(format!("content-length: {length}\r\n").as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out
}

fn write_headers(out: &mut Vec<u8>, headers: &HeaderMap, left_out: &[HeaderName]) {
    for (name, value) in headers {
        if !left_out.contains(name) {
            out.extend_from_slice(name.as_str().as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// Sorts an error of the HTTP client by its innermost cause.
pub(crate) fn failure(err: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(err);
    let mut innermost = String::new();
    while let Some(err) = cause {
        if let Some(failure) = known_cause(err) {
            return failure;
        }
        innermost = err.to_string();
        cause = err.source();
    }
    if err.is_builder() || err.is_request() && err.url().is_some_and(|url| !url.has_host()) {
        return Failure::Refused(Refusal::BadRedirect(innermost));
    }
    let what = match (err.is_timeout(), err.is_connect(), err.is_decode() || err.is_body()) {
        (true, true, _) => "timed out while connecting",
        (true, false, _) => "timed out",
        (false, true, _) => "cannot connect",
        (false, false, true) => "the answer broke off or cannot be decoded",
        (false, false, false) => "the exchange failed",
    };
    Failure::Transient(format!("{what}: {innermost}"))
}

fn known_cause(err: &(dyn StdError + 'static)) -> Option<Failure> {
    if let Some(NotPublic(host)) = err.downcast_ref() {
        return Some(Failure::Refused(Refusal::Address(host.clone())));
    }
    if let Some(err) = err.downcast_ref::<rustls::Error>() {
        return tls_failure(err);
    }
    // An io::Error hides the error that it carries from `source()`.
    let carried = err.downcast_ref::<io::Error>()?.get_ref()?;
    known_cause(carried)
}

fn tls_failure(err: &rustls::Error) -> Option<Failure> {
    use rustls::AlertDescription as Alert;
    let why = err.to_string();
    match err {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            Some(Failure::TlsCertificate(why))
        }
        rustls::Error::PeerIncompatible(_) | rustls::Error::InvalidMessage(_) => {
            Some(Failure::TlsUnsupported(why))
        }
        rustls::Error::AlertReceived(
            Alert::HandshakeFailure | Alert::ProtocolVersion | Alert::InsufficientSecurity,
        ) => Some(Failure::TlsUnsupported(why)),
        _ => None,
    }
}
