//! The evidence of a crawl that was interrupted in; what it had fetched out, in the order in which it was kept.

use std::path::PathBuf;

use corpus::store::Target;
use corpus::visit::Evidence;

use crate::archive::Pair;
use crate::archive::Pairs;
use crate::archive::Purpose;
use crate::body::Body;
use crate::fetch::Exchange;
use crate::fetch::Fetched;
use crate::fetch::Permits;
use crate::fetch::recorded_answer;
use crate::recorded::exchange_of;

/// What it takes to read back what a crawl had fetched.
pub(crate) struct Interrupted {
    /// The folder of the evidence.
    pub(crate) folder: PathBuf,
    /// The files that the crawl may have written to, oldest first.
    pub(crate) files: Vec<String>,
    /// The source's name.
    pub(crate) source: String,
    /// The number of the crawl.
    pub(crate) run: i64,
    /// Where the source may go.
    pub(crate) permits: Permits,
    /// The cap on a decoded answer, in bytes.
    pub(crate) size_cap: u64,
}

/// A fetch of that crawl, without what was sent.
pub(crate) struct Before {
    /// What was asked for.
    pub(crate) target: Target,
    /// What came of it, as far as the evidence tells.
    pub(crate) fetched: Fetched,
    /// Where each exchange lies.
    pub(crate) kept: Vec<Evidence>,
}

impl Interrupted {
    /// Hands out every fetch of the crawl, until nobody takes them any more. What cannot be read is asked for again.
    pub(crate) fn read(&self, mut take: impl FnMut(Before) -> bool) {
        let mut open: Option<Open> = None;
        for file in &self.files {
            let pairs = match Pairs::open(&self.folder, file) {
                Ok(pairs) => pairs,
                Err(err) => {
                    tracing::warn!(%file, %err, "cannot read {file} back: {err}");
                    continue;
                }
            };
            for pair in pairs.map_while(Result::ok) {
                let Some((purpose, exchange, place)) = self.own(pair) else { continue };
                match &mut open {
                    Some(open) if open.goes_on(&purpose) => open.add(exchange, place),
                    _ => {
                        let ended = open.replace(Open::begin(purpose, exchange, place));
                        if ended.and_then(|ended| self.judge(ended)).is_some_and(|ended| !take(ended)) {
                            return;
                        }
                    }
                }
            }
        }
        if let Some(ended) = open.and_then(|open| self.judge(open)) {
            take(ended);
        }
    }

    /// Returns the exchange of a pair that belongs to the crawl, with what it was for and where it lies.
    fn own(&self, pair: Pair) -> Option<(Purpose, Option<Exchange>, Evidence)> {
        let Pair { evidence, answer, request, purpose, .. } = pair;
        let purpose = purpose.filter(|purpose| purpose.source == self.source && purpose.run == self.run)?;
        let exchange = exchange_of(&self.folder, &evidence, answer, request.http_head);
        Some((purpose, exchange, evidence))
    }

    fn judge(&self, open: Open) -> Option<Before> {
        let exchanges = open.exchanges.into_iter().collect::<Option<Vec<_>>>()?;
        let mut fetched = recorded_answer(exchanges, &self.permits, self.size_cap)?;
        for exchange in &mut fetched.exchanges {
            exchange.body = Body::default();
        }
        Some(Before { target: open.purpose.target, fetched, kept: open.kept })
    }
}

/// A fetch of which more exchanges may follow.
struct Open {
    purpose: Purpose,
    exchanges: Vec<Option<Exchange>>,
    kept: Vec<Evidence>,
}

impl Open {
    fn begin(purpose: Purpose, exchange: Option<Exchange>, place: Evidence) -> Open {
        Open { purpose, exchanges: vec![exchange], kept: vec![place] }
    }

    fn goes_on(&self, next: &Purpose) -> bool {
        next.hop > 0 && next.hop == self.kept.len() && next.target == self.purpose.target
    }

    fn add(&mut self, exchange: Option<Exchange>, place: Evidence) {
        self.exchanges.push(exchange);
        self.kept.push(place);
    }
}
