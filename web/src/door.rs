//! The door of the app: who asks too often, or for what is the operator's alone, is turned away.

use axum::extract::Request;
use axum::extract::State;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::App;
use crate::Error;
use crate::client::Client;

/// What only the operator may see.
const FOR_OPERATORS: &[&str] = &["/metrics"];

/// What costs next to nothing and is asked for by every page or by machines that watch.
const UNCOUNTED: &[&str] = &["/assets/", "/healthz", "/readyz"];

/// Lets a request in, or answers it.
pub(crate) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let config = app.config();
    let client = Client::of(&request, config);
    let path = request.uri().path();
    if FOR_OPERATORS.contains(&path) && !client.is_operator(&request, config) {
        // That there is such an address is nobody else's business.
        return Error::NoPage { path: path.to_owned() }.into_response();
    }
    if let Client::Remote(address) = client
        && !UNCOUNTED.iter().any(|start| path.starts_with(start))
        && let Err(seconds) = app.take_request(address)
    {
        return Error::TooMany { seconds }.into_response();
    }
    next.run(request).await
}
