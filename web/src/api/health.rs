//! `GET /healthz` and `GET /readyz`: whether the process lives, and whether it can answer.

use axum::extract::State;
use axum::response::Response;
use corpus::store::Store;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::GenerationResponse;
use crate::api::json;

#[derive(Serialize)]
struct Alive {
    status: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Ready {
    status: &'static str,
    documents: u64,
    generation: GenerationResponse,
}

/// Answers as long as the process lives; touches neither store nor index.
pub(crate) async fn is_alive() -> Result<Response, Error> {
    json(&Alive { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Answers 200 once store and index are open, 503 before.
pub(crate) async fn is_ready(State(app): State<App>) -> Result<Response, Error> {
    app.read(|reader| {
        let documents = reader.store()?.map(Store::count).transpose()?.ok_or(Error::NothingIndexed)?;
        let generation = reader.index()?.generation().into();
        json(&Ready { status: "ready", documents, generation })
    })
    .await
}
