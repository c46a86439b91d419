//! What a crawl was answered in; the same answer, without asking again, for whatever else leads there, out.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use corpus::store::Target;
use corpus::visit::Evidence;
use corpus::visit::Outcome;
use corpus::visit::Role;
use jiff::Timestamp;
use url::Url;

use crate::body::Body;
use crate::errand::key_of;
use crate::fetch::Answer;
use crate::fetch::Exchange;
use crate::fetch::Fetched;
use crate::fetch::Refusal;

/// What one source's crawl has met; whoever fetches holds it, so that one page is fetched at a time and none twice.
#[derive(Debug, Default)]
pub(crate) struct Met {
    /// What came of each address, and with which of the exchanges.
    answers: HashMap<String, (Arc<Earlier>, usize)>,
    pub(super) failures_in_a_row: u32,
    /// Why nothing more is asked, when the site is down.
    pub(crate) down: Option<String>,
}

/// An answer that this crawl had before.
#[derive(Debug)]
pub(super) struct Earlier {
    /// What the address was asked for.
    pub(super) role: Role,
    answer: Answer,
    hops: Box<[Hop]>,
    /// Where it came from in the end.
    url: Box<str>,
    /// Where each exchange lies, once it is kept.
    pub(super) kept: OnceLock<Vec<Evidence>>,
    /// What stands there in place of a file, once it was asked for as one.
    pub(super) no_file: OnceLock<Option<(Outcome, &'static str)>>,
    /// Whether the crawl was interrupted before the store heard of it.
    pub(super) is_untold: AtomicBool,
}

/// What is remembered of an exchange; what was sent lies in the evidence. A crawl has as many as addresses, so they are kept small.
#[derive(Debug)]
struct Hop {
    url: Box<str>,
    at: Timestamp,
    status: u16,
    cut_after: Option<u64>,
}

/// Whether what an address on the way leads to is the same for whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnTheWay {
    Same,
    /// It gives out a cookie, and sends back to where one came from.
    MayDiffer,
}

/// An earlier answer, from the exchange on that an address stands for.
#[derive(Clone, Debug)]
pub(super) struct Again {
    pub(super) earlier: Arc<Earlier>,
    from: usize,
}

impl Met {
    /// Returns what an address came to in this crawl.
    pub(super) fn again(&self, key: &str) -> Option<Again> {
        self.answers.get(key).map(|(earlier, from)| Again { earlier: earlier.clone(), from: *from })
    }

    /// Tells whether this crawl knows what an address came to.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.answers.contains_key(key)
    }

    /// Tells whether a page was asked for by itself, or is where another one led in the end. What was fetched as the file of a
    /// page says nothing yet of the document that it may be by itself.
    pub(crate) fn was_asked_for(&self, key: &str) -> bool {
        self.answers.get(key).is_some_and(|(earlier, from)| {
            earlier.role != Role::Attachment && (*from == 0 || from + 1 >= earlier.hops.len())
        })
    }

    /// Tells whether an address was asked for before the crawl was interrupted, and the store has not heard of it yet.
    pub(crate) fn is_untold(&self, key: &str) -> bool {
        let untold =
            |(earlier, from): &(Arc<Earlier>, usize)| *from == 0 && earlier.is_untold.load(Ordering::Relaxed);
        self.answers.get(key).is_some_and(untold)
    }

    /// Notes what a target came to, and so did every address on the way unless that depends on cookies; the first answer of
    /// each stands.
    pub(super) fn note(&mut self, target: &Target, fetched: &Fetched, on_the_way: OnTheWay) -> Arc<Earlier> {
        let form = target.form.as_deref();
        let exchanges = &fetched.exchanges;
        let mut keys: Vec<(String, usize)> = vec![(target.key.clone(), 0)];
        // Whoever begins further on is not yet led too far.
        let is_too_far = matches!(fetched.answer, Answer::Refused(Refusal::Redirects(_)));
        let landed = key_of(&fetched.url, form);
        for (at, exchange) in exchanges.iter().enumerate().filter(|_| !is_too_far) {
            let key = key_of(&exchange.url, form);
            if on_the_way == OnTheWay::Same || key == landed {
                keys.push((key, at));
            }
        }
        let is_sent = matches!(fetched.answer, Answer::Page(_) | Answer::NotModified(_));
        if !is_sent && !is_too_far {
            keys.push((landed, exchanges.len()));
        }
        let earlier = Arc::new(Earlier {
            role: target.role,
            answer: fetched.answer.clone(),
            hops: exchanges.iter().map(Hop::of).collect(),
            url: fetched.url.as_str().into(),
            kept: OnceLock::new(),
            no_file: OnceLock::new(),
            is_untold: AtomicBool::new(false),
        });
        for (key, at) in keys {
            self.answers.entry(key).or_insert_with(|| (earlier.clone(), at));
        }
        earlier
    }
}

impl Again {
    /// Goes on from a fetch that led to an address with what that address came to.
    pub(super) fn behind(&self, mut fetched: Fetched) -> Fetched {
        fetched.answer = self.earlier.answer.clone();
        fetched.url = read(&self.earlier.url);
        fetched.exchanges.extend(self.exchanges());
        fetched
    }

    /// Returns what the address came to, without what was sent.
    pub(super) fn fetched(&self) -> Fetched {
        Fetched {
            answer: self.earlier.answer.clone(),
            exchanges: self.exchanges().collect(),
            aside: Vec::new(),
            url: read(&self.earlier.url),
        }
    }

    /// Whether the store has not heard of it yet, though it lies in the evidence; says so once.
    pub(super) fn take_untold(&self) -> bool {
        self.from == 0 && self.earlier.is_untold.swap(false, Ordering::Relaxed)
    }

    /// Returns where its exchanges lie; none before they are kept.
    pub(super) fn kept(&self) -> Vec<Evidence> {
        let kept = self.earlier.kept.get();
        kept.and_then(|kept| kept.get(self.from..)).map(<[Evidence]>::to_vec).unwrap_or_default()
    }

    fn exchanges(&self) -> impl Iterator<Item = Exchange> {
        self.earlier.hops.iter().skip(self.from).map(Hop::exchange)
    }
}

static NOTHING: LazyLock<Body> = LazyLock::new(Body::default);

impl Hop {
    fn of(exchange: &Exchange) -> Hop {
        let Exchange { url, at, status, cut_after, .. } = exchange;
        Hop { url: url.as_str().into(), at: *at, status: *status, cut_after: *cut_after }
    }

    fn exchange(&self) -> Exchange {
        Exchange {
            url: read(&self.url),
            at: self.at,
            peer: None,
            request: Vec::new(),
            status: self.status,
            response_head: Vec::new(),
            body: NOTHING.clone(),
            cut_after: self.cut_after,
        }
    }
}

fn read(url: &str) -> Url {
    Url::parse(url).expect("an address that was written is one")
}
