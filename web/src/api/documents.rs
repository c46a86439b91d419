//! `GET /api/v1/documents/{id}` and its versions: an id in, the stored document out.

use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use corpus::document::DocumentId;
use corpus::gazetteer::Placement;
use corpus::personal::mask;
use corpus::personal::masked;
use corpus::store::Address;
use corpus::store::Store;
use corpus::store::Stored;
use corpus::store::VersionLine;
use corpus::visit::Evidence;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::Reading;
use crate::api::json;

/// A stored document with everything known about it. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentResponse {
    /// Its id.
    pub id: String,
    /// The number of this version, from 1.
    pub version: u32,
    /// `present` or `gone`; the text of a gone document is empty.
    pub state: &'static str,
    /// When the last of its addresses was found gone.
    pub gone_since: Option<String>,
    /// When the document was first seen.
    pub first_seen: String,
    /// When this version was seen.
    pub seen_at: String,
    /// The address that gave this version.
    pub url: Option<String>,
    /// Every address it was found at.
    pub addresses: Vec<AddressLine>,
    /// The bytes that this version was read from.
    pub evidence: Option<EvidenceAt>,
    /// What was read.
    #[serde(flatten)]
    pub reading: Reading,
}

/// One address of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AddressLine {
    /// The address.
    pub url: String,
    /// The source it belongs to.
    pub source: String,
    /// `article` or `attachment`.
    pub role: &'static str,
    /// The key of what the last visit came to.
    pub outcome: &'static str,
    /// When it was first visited.
    pub first_visit: String,
    /// When it was last visited.
    pub last_visit: String,
}

/// Where the bytes lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EvidenceAt {
    /// SHA-256 of the payload.
    pub sha256: String,
    /// The WARC file.
    pub file: String,
    /// Where the record starts in it, in bytes.
    pub offset: u64,
}

/// The history of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionsResponse {
    /// The document.
    pub id: String,
    /// Its versions, oldest first.
    pub versions: Vec<VersionsLine>,
}

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionsLine {
    /// The number, from 1.
    pub number: u32,
    /// The title it had.
    pub title: String,
    /// When it was seen.
    pub seen_at: String,
    /// The address that gave it.
    pub url: Option<String>,
    /// Length of the text in characters.
    pub characters: u64,
    /// SHA-256 of the bytes that it was read from.
    pub sha256: Option<String>,
}

/// Answers `GET /api/v1/documents/{id}`; 410 with the record when the document is gone.
pub(crate) async fn document(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Error> {
    app.read(move |reader| {
        let (store, stored) = find(reader.store()?, &id)?;
        answer(store, stored)
    })
    .await
}

/// Answers `GET /api/v1/documents/{id}/versions/{number}`.
pub(crate) async fn version(
    State(app): State<App>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Error> {
    app.read(move |reader| {
        let (store, stored) = find_version(reader.store()?, &id, &number)?;
        answer(store, stored)
    })
    .await
}

/// Answers `GET /api/v1/documents/{id}/versions`.
pub(crate) async fn versions(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Error> {
    app.read(move |reader| {
        let (store, stored) = find(reader.store()?, &id)?;
        let versions = store.versions(&stored.id)?.into_iter().map(VersionsLine::from).collect();
        json(&VersionsResponse { id, versions })
    })
    .await
}

fn answer(store: &Store, stored: Stored) -> Result<Response, Error> {
    let addresses = store.addresses(&stored.id)?;
    let status = if stored.is_gone { StatusCode::GONE } else { StatusCode::OK };
    Ok((status, json(&DocumentResponse::new(stored, addresses))?).into_response())
}

/// Finds a document by what stands in the address.
pub(crate) fn find<'a>(store: Option<&'a Store>, id: &str) -> Result<(&'a Store, Stored), Error> {
    let unknown = || Error::NoDocument { id: id.to_owned() };
    let known = DocumentId::parse(id).ok_or_else(unknown)?;
    let store = store.ok_or_else(unknown)?;
    let stored = store.document(&known)?.ok_or_else(unknown)?;
    Ok((store, without_personal_data(stored)))
}

/// Finds one version of a document by what stands in the address.
pub(crate) fn find_version<'a>(
    store: Option<&'a Store>,
    id: &str,
    number: &str,
) -> Result<(&'a Store, Stored), Error> {
    let (store, current) = find(store, id)?;
    let unknown = || Error::NoVersion { id: id.to_owned(), number: number.to_owned() };
    let number = number.parse().map_err(|_| unknown())?;
    let stored = store.version(&current.id, number)?.ok_or_else(unknown)?;
    Ok((store, without_personal_data(stored)))
}

/// The store keeps what the page said; what is shown of it has no personal numbers.
fn without_personal_data(stored: Stored) -> Stored {
    Stored { document: masked(stored.document), ..stored }
}

impl DocumentResponse {
    /// Adds what is known of the place while it is read: the place of the host, the candidates.
    pub fn place(&mut self, placement: Placement) {
        self.reading.place.decided_by(placement);
    }

    /// Puts a stored document and its addresses into the shape of the API.
    pub fn new(stored: Stored, addresses: Vec<Address>) -> DocumentResponse {
        DocumentResponse {
            id: stored.id.as_str().to_owned(),
            version: stored.version,
            state: if stored.is_gone { "gone" } else { "present" },
            gone_since: stored.gone_since.map(|at| at.to_string()),
            first_seen: stored.first_seen.to_string(),
            seen_at: stored.seen_at.to_string(),
            url: stored.url,
            addresses: addresses.into_iter().map(AddressLine::from).collect(),
            evidence: stored.evidence.map(EvidenceAt::from),
            reading: Reading::new(stored.document, None),
        }
    }
}

impl From<Address> for AddressLine {
    fn from(address: Address) -> AddressLine {
        AddressLine {
            url: address.url,
            source: address.source,
            role: address.role.key(),
            outcome: address.outcome.key(),
            first_visit: address.first_visit.to_string(),
            last_visit: address.last_visit.to_string(),
        }
    }
}

impl From<Evidence> for EvidenceAt {
    fn from(evidence: Evidence) -> EvidenceAt {
        EvidenceAt { sha256: evidence.sha256, file: evidence.file, offset: evidence.offset }
    }
}

impl From<VersionLine> for VersionsLine {
    fn from(line: VersionLine) -> VersionsLine {
        VersionsLine {
            number: line.number,
            title: mask(&line.title).into_owned(),
            seen_at: line.seen_at.to_string(),
            url: line.url,
            characters: line.characters,
            sha256: line.evidence.map(|evidence| evidence.sha256),
        }
    }
}
