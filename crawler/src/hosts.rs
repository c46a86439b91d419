//! What a crawl knows of the hosts that it asks: how much was asked of each today, and which were given up before.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use corpus::store::HostState;
use jiff::civil::Date;

/// The hosts of a crawl, shared by all its sources.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    known: Mutex<HashMap<String, Known>>,
    /// How many requests were answered of which the store does not know yet, by host and day.
    answered: Mutex<Answered>,
}

/// How many requests were answered, by host and day.
pub(crate) type Answered = BTreeMap<(String, Date), u64>;

#[derive(Debug, Default)]
struct Known {
    day: Date,
    requests: u64,
    was_given_up: bool,
}

impl Hosts {
    /// Takes over what the store knows of a host.
    pub(crate) fn learn(&self, state: &HostState) {
        let known = Known { day: state.day, requests: state.requests, was_given_up: state.failures > 0 };
        self.lock().insert(state.host.clone(), known);
    }

    /// Counts one request to a host; false when the day's `limit` is spent, and then nothing is counted.
    pub(crate) fn spend(&self, host: &str, day: Date, limit: u64) -> bool {
        let mut hosts = self.lock();
        let known = hosts.entry(host.to_owned()).or_default();
        if known.day != day {
            (known.day, known.requests) = (day, 0);
        }
        if limit > 0 && known.requests >= limit {
            return false;
        }
        known.requests += 1;
        true
    }

    /// Counts a request that a host answered; what a crawl tells again of an address is none.
    pub(crate) fn count_answer(&self, host: String, day: Date) {
        *self.answered().entry((host, day)).or_default() += 1;
    }

    /// Returns what was answered since it was last asked for, for the store.
    pub(crate) fn take_answered(&self) -> Answered {
        std::mem::take(&mut *self.answered())
    }

    fn answered(&self) -> MutexGuard<'_, Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether a host was given up last time: then the first failure already raises the question again.
    pub(crate) fn was_given_up(&self, host: &str) -> bool {
        self.lock().get(host).is_some_and(|known| known.was_given_up)
    }

    /// Notes that a host answers; true when it had been given up.
    pub(crate) fn answers(&self, host: &str) -> bool {
        self.lock().get_mut(host).is_some_and(|known| std::mem::take(&mut known.was_given_up))
    }

    /// What the lock guards is whole at every moment, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_host_is_asked_so_often_a_day_and_again_the_next() {
        let (hosts, today) = (Hosts::default(), date(2026, 1, 1));
        hosts.learn(&HostState {
            host: "a".into(),
            failures: 1,
            rest_until: None,
            why: None,
            day: today,
            requests: 1,
        });
        assert!(hosts.spend("a", today, 3) && hosts.spend("a", today, 3));
        assert!(!hosts.spend("a", today, 3), "three were asked");
        assert!(hosts.spend("b", today, 3) && hosts.spend("a", date(2026, 1, 2), 3));
        assert!(hosts.spend("a", date(2026, 1, 2), 0), "0 sets no limit");
        assert!(hosts.was_given_up("a") && hosts.answers("a") && !hosts.answers("a"));
    }
}
