//! Requests as they end in; how many there were, with which status and how long they took, out.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use axum::extract::MatchedPath;
use axum::extract::Request;
use axum::extract::State;
use axum::middleware::Next;
use axum::response::Response;

use crate::App;
use crate::metrics::exposition::Exposition;

/// The upper ends of the buckets, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

const DURATION: (&str, &str) =
    ("gongbao_http_request_duration_seconds", "How long requests took until their answer began, by route.");

/// All requests of a process since it began.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    routes: Mutex<BTreeMap<String, Route>>,
}

#[derive(Debug, Default)]
struct Route {
    statuses: BTreeMap<u16, u64>,
    buckets: [u64; BUCKETS.len()],
    seconds: f64,
    count: u64,
}

impl Requests {
    fn count(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let route = match routes.get_mut(route) {
            Some(known) => known,
            None => routes.entry(route.to_owned()).or_default(),
        };
        *route.statuses.entry(status).or_default() += 1;
        route.seconds += seconds;
        route.count += 1;
        for (bucket, end) in route.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= end);
        }
    }

    /// Returns the counts in the text format.
    pub(crate) fn written(&self) -> String {
        let mut text = Exposition::default();
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, route) in routes.iter() {
            for (status, count) in &route.statuses {
                let status = status.to_string();
                let labels = [("route", name.as_str()), ("status", status.as_str())];
                text.counter(
                    "gongbao_http_requests_total",
                    "Requests by route and status.",
                    &labels,
                    *count as f64,
                );
            }
            for (bucket, end) in route.buckets.iter().zip(BUCKETS) {
                let end = end.to_string();
                let labels = [("route", name.as_str()), ("le", end.as_str())];
                text.histogram(DURATION, "_bucket", &labels, *bucket as f64);
            }
            let all = route.count as f64;
            text.histogram(DURATION, "_bucket", &[("route", name), ("le", "+Inf")], all);
            text.histogram(DURATION, "_sum", &[("route", name)], route.seconds);
            text.histogram(DURATION, "_count", &[("route", name)], all);
        }
        text.finish()
    }
}

/// Counts every request under the route that answered it, so that no address a visitor makes up becomes a label.
pub(crate) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    app.requests().count(route, response.status().as_u16(), began.elapsed());
    response
}
