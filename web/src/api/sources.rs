//! `GET /api/v1/sources`: how every crawled source and the robots.txt of its sites stand; `gongbao status --json` prints the same.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use corpus::robots::RobotsCopy;
use corpus::store::RunLine;
use corpus::store::SourceStatus;
use corpus::store::Store;
use corpus::store::Trouble;
use corpus::visit::Outcome;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::App;
use crate::Error;
use crate::api::json;

/// Every source that was ever crawled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesResponse {
    /// The sources, by name.
    pub sources: Vec<SourceLine>,
    /// What is known of the robots.txt of every site that was asked, by site.
    pub robots: Vec<RobotsLine>,
}

/// What is known of one site's robots.txt. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RobotsLine {
    /// Scheme, host and port.
    pub site: String,
    /// `fresh` while the site's last answer is believed, `stale` when it is asked for again first, `unreachable` when the
    /// site could not give it.
    pub state: &'static str,
    /// Whether the site has given rules.
    pub has_rules: bool,
    /// Whether nothing is fetched from the site, because its robots.txt cannot be had and no copy stands in for it.
    pub closes_site: bool,
    /// When the site last answered about it.
    pub confirmed: Option<String>,
    /// Until when that answer is believed.
    pub fresh_until: Option<String>,
    /// Since when it cannot be had.
    pub unreachable_since: Option<String>,
    /// Why it cannot be had.
    pub why: Option<String>,
}

/// How one source stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceLine {
    /// Its name.
    pub name: String,
    /// Its last run.
    pub last_run: Option<RunResponse>,
    /// How many present documents it has.
    pub documents: u64,
    /// How it fares: `ok`, `running`, `failed`, `interrupted` when the last run was stopped and the next goes on with it, or
    /// `degraded` when pages of the last run could not be had.
    pub health: &'static str,
    /// What came of the pages of the last run, by the key of the outcome; every outcome is there.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Visits of the last run that failed; twenty at most.
    pub troubles: Vec<TroubleLine>,
}

/// One run. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunResponse {
    /// When it began.
    pub started: String,
    /// When it ended; `null` when it was interrupted or still goes on, as `health` says.
    pub finished: Option<String>,
    /// Why it failed, when it did.
    pub failure: Option<String>,
}

/// A visit that an operator should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TroubleLine {
    /// The address.
    pub url: String,
    /// The key of what came of it.
    pub outcome: &'static str,
    /// Why.
    pub detail: Option<String>,
}

/// Answers `GET /api/v1/sources`.
pub(crate) async fn sources(State(app): State<App>) -> Result<Response, Error> {
    let now = app.now();
    app.read(move |reader| {
        let store = reader.store()?;
        let sources = store.map(Store::sources).transpose()?.unwrap_or_default();
        let robots = store.map(Store::all_robots).transpose()?.unwrap_or_default();
        json(&SourcesResponse::new(sources, &robots, now))
    })
    .await
}

impl SourcesResponse {
    /// Returns how the sources and the robots.txt of their sites stand at a time.
    pub fn new(sources: Vec<SourceStatus>, robots: &[RobotsCopy], now: Timestamp) -> SourcesResponse {
        SourcesResponse {
            sources: sources.into_iter().map(|source| SourceLine::new(source, now)).collect(),
            robots: robots.iter().map(|copy| RobotsLine::new(copy, now)).collect(),
        }
    }
}

impl RobotsLine {
    fn new(copy: &RobotsCopy, now: Timestamp) -> RobotsLine {
        RobotsLine {
            site: copy.site.clone(),
            state: copy.state(now).key(),
            has_rules: copy.rules.is_some(),
            closes_site: copy.closes_site(now),
            confirmed: copy.confirmed.map(|at| at.to_string()),
            fresh_until: copy.fresh_until.map(|at| at.to_string()),
            unreachable_since: copy.unreachable_since.map(|at| at.to_string()),
            why: copy.why.clone(),
        }
    }
}

impl SourceLine {
    fn new(source: SourceStatus, now: Timestamp) -> SourceLine {
        SourceLine {
            health: health(&source, now),
            name: source.name,
            last_run: source.last_run.map(RunResponse::from),
            documents: source.documents,
            outcomes: Outcome::ALL
                .iter()
                .map(|outcome| (outcome.key(), source.outcomes.get(outcome).copied().unwrap_or_default()))
                .collect(),
            troubles: source.troubles.into_iter().map(TroubleLine::from).collect(),
        }
    }
}

/// Tells how a source fares by its last run. A run that has not ended goes on while somebody claims the source.
pub fn health(source: &SourceStatus, now: Timestamp) -> &'static str {
    use Outcome::{Blocked, Refused, TlsCertificate, TlsUnsupported, TooLarge, Transient};
    let troubled = [Blocked, Refused, TlsCertificate, TlsUnsupported, TooLarge, Transient];
    match &source.last_run {
        Some(run) if run.failure.is_some() => "failed",
        Some(_) if source.is_crawled(now) => "running",
        Some(run) if run.finished.is_none() => "interrupted",
        _ if troubled.iter().any(|outcome| source.outcomes.contains_key(outcome)) => "degraded",
        _ => "ok",
    }
}

impl From<RunLine> for RunResponse {
    fn from(run: RunLine) -> RunResponse {
        RunResponse {
            started: run.started.to_string(),
            finished: run.finished.map(|at| at.to_string()),
            failure: run.failure,
        }
    }
}

impl From<Trouble> for TroubleLine {
    fn from(trouble: Trouble) -> TroubleLine {
        TroubleLine { url: trouble.url, outcome: trouble.outcome.key(), detail: trouble.detail }
    }
}
