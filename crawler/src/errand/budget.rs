//! Requests in; whether a host may be asked once more today, and what the store is to know of it, out.

use url::Url;

use crate::errand::Errand;
use crate::error::Error;
use crate::fetch::Exchange;
use crate::fetch::Fetched;
use crate::fetch::host_key;
use crate::schedule;
use crate::source::is_public;

impl Errand<'_> {
    /// Counts a request to a host, unless as much as it may be asked a day was asked.
    pub(super) fn spend(&self, url: &Url) -> Result<(), Error> {
        let shared = if is_public(url) { self.daily_requests } else { 0 };
        let limit = self.source.daily_requests.unwrap_or(shared);
        let host = host_key(url);
        match self.hosts.spend(&host, schedule::day((self.surroundings.now)()), limit) {
            true => Ok(()),
            false => Err(Error::BudgetSpent { host, limit }),
        }
    }

    /// Counts what a fetch asked for beyond the request that was counted for it: robots.txt, redirects and further tries.
    pub(super) fn spend_rest(&self, asked: &str, fetched: &Fetched) {
        let mut counted = false;
        for exchange in fetched.aside.iter().chain(&fetched.exchanges) {
            let host = host_key(&exchange.url);
            if !counted && host == asked {
                counted = true;
                continue;
            }
            self.hosts.spend_more(&host, schedule::day(exchange.at), 1);
        }
    }

    /// Counts requests that were answered, for the store.
    pub(super) fn count(&self, exchanges: &[Exchange]) {
        for exchange in exchanges {
            self.hosts.count_answer(host_key(&exchange.url), schedule::day(exchange.at));
        }
    }

    /// Counts requests that no target was asked for.
    pub(super) fn count_beside(&self, exchanges: &[Exchange]) {
        self.count(exchanges);
        for exchange in exchanges {
            self.hosts.spend_more(&host_key(&exchange.url), schedule::day(exchange.at), 1);
        }
    }
}
