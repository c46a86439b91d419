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
    /// What it came to since it last showed one that was asked for, in the order in which they were asked for.
    answers: Vec<Answer>,
    /// Why it is left alone for the rest of the crawl.
    left: Option<String>,
}

impl Hosts {
    /// Takes over what the store knows of a host.
    pub(crate) fn learn(&self, state: &HostState) {
        let mut hosts = self.lock();
        let known = hosts.entry(state.host.clone()).or_default();
        // What this crawl asked for lately the store may not know yet.
        let asked = if known.day == state.day { known.requests } else { 0 };
        (known.day, known.requests) = (state.day, state.requests.max(asked));
        known.was_given_up = state.failures > 0;
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

    /// Counts requests that a fetch took beyond the one that was counted before it: for robots.txt, redirects and further tries.
    pub(crate) fn spend_more(&self, host: &str, day: Date, requests: u64) {
        let mut hosts = self.lock();
        let known = hosts.entry(host.to_owned()).or_default();
        if known.day != day {
            (known.day, known.requests) = (day, 0);
        }
        known.requests += requests;
    }

    /// Counts an address that a host refused to show; returns how many these are in a row.
    pub(crate) fn blocks(&self, host: &str) -> usize {
        let mut hosts = self.lock();
        let answers = &mut hosts.entry(host.to_owned()).or_default().answers;
        answers.push(Answer::Block);
        in_a_row(answers, answers.len() - 1)
    }

    /// Notes that a host shows what it is asked for, or that it is missing.
    pub(crate) fn shows(&self, host: &str) {
        if let Some(known) = self.lock().get_mut(host) {
            known.answers.clear();
        }
    }

    /// Notes that a host answered with the page of an address, of which it is not known yet what it shows.
    pub(crate) fn answers_unread(&self, host: &str, key: &str) {
        let mut hosts = self.lock();
        hosts.entry(host.to_owned()).or_default().answers.push(Answer::Unread(key.to_owned()));
    }

    /// Notes that a page that was read keeps us out; returns how many addresses in a row do.
    pub(crate) fn blocks_by_page(&self, host: &str, key: &str) -> usize {
        let mut hosts = self.lock();
        let answers = &mut hosts.entry(host.to_owned()).or_default().answers;
        let Some(at) = position(answers, key) else { return 0 };
        answers[at] = Answer::Block;
        in_a_row(answers, at)
    }

    /// Notes that a page that was read does not keep us out; nothing before it counts any more.
    pub(crate) fn shows_page(&self, host: &str, key: &str) {
        if let Some(known) = self.lock().get_mut(host)
            && let Some(at) = position(&known.answers, key)
        {
            known.answers.drain(..=at);
        }
    }

    /// Has a host left alone for the rest of the crawl, by all its sources.
    pub(crate) fn leave(&self, host: &str, why: &str) {
        self.lock().entry(host.to_owned()).or_default().left = Some(why.to_owned());
    }

    /// Tells why a host is left alone, if it is.
    pub(crate) fn why_left(&self, host: &str) -> Option<String> {
        self.lock().get(host)?.left.clone()
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

/// What came of an address, when it was not shown or not read yet.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Block,
    /// The page with this key.
    Unread(String),
}

fn position(answers: &[Answer], key: &str) -> Option<usize> {
    answers.iter().position(|answer| matches!(answer, Answer::Unread(unread) if unread == key))
}

/// Counts the blocks around one, itself included.
fn in_a_row(answers: &[Answer], at: usize) -> usize {
    let is_block = |answer: &&Answer| **answer == Answer::Block;
    let before = answers[..at].iter().rev().take_while(is_block).count();
    before + answers[at..].iter().take_while(is_block).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn blocks_are_counted_in_a_row_and_a_host_that_is_left_stays_so() {
        let hosts = Hosts::default();
        assert_eq!((hosts.blocks("a"), hosts.blocks("a"), hosts.blocks("b")), (1, 2, 1));
        hosts.shows("a");
        assert_eq!(hosts.blocks("a"), 1);
        hosts.shows("a");
        for key in ["p", "q", "r"] {
            hosts.answers_unread("a", key);
        }
        assert_eq!(hosts.blocks("a"), 1, "those before it are not read yet");
        assert_eq!((hosts.blocks_by_page("a", "r"), hosts.blocks_by_page("a", "p")), (2, 1));
        assert_eq!(hosts.blocks_by_page("a", "q"), 4);
        hosts.answers_unread("a", "s");
        hosts.shows_page("a", "s");
        assert_eq!((hosts.blocks_by_page("a", "s"), hosts.blocks("a")), (0, 1));
        hosts.leave("a", "it wants us out");
        let rested = HostState {
            host: "a".into(),
            failures: 1,
            rest_until: None,
            why: None,
            day: date(2026, 1, 1),
            requests: 1,
        };
        hosts.learn(&rested);
        assert_eq!((hosts.why_left("a").as_deref(), hosts.why_left("b")), (Some("it wants us out"), None));
    }

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
