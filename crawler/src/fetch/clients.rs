//! HTTP clients, one for each set of private addresses that a source lists; almost all sources share the first.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::Client;
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use tracing::warn;

use crate::fetch::guard::GuardedResolver;
use crate::fetch::pace::lock;
use crate::fetch::settings::Permits;
use crate::fetch::settings::Settings;

/// The clients of a run.
#[derive(Debug)]
pub(crate) struct Clients {
    settings: Settings,
    built: Mutex<HashMap<Key, Client>>,
    /// How many answers of a private host stalled one after the other.
    stalls: Mutex<HashMap<String, u32>>,
}

/// So long does nothing but a delayed ACK keep a small body behind its head on a private network. Systems delay one for 40 ms.
const STALL: Duration = Duration::from_millis(30);

/// Bytes of a body that is small: a longer one may take its time for other reasons.
const SMALL: u64 = 64 << 10;

/// The most headers of an answer; servers behind several shields send more than the hundred that the client takes by itself.
const MOST_HEADERS: usize = 500;

/// So many stalls in a row are no chance: from then on a host is asked over a fresh connection each time.
const STALLS: u32 = 3;

/// What makes two sources need two clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Key {
    listed: BTreeSet<IpAddr>,
    bad_certificates: bool,
    /// No connection is asked over twice.
    is_fresh: bool,
}

impl Clients {
    /// Builds the client that most sources share, so that a broken set-up shows before the first request.
    pub(crate) fn new(settings: &Settings) -> Result<Self, reqwest::Error> {
        // Fails when a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let first = build(settings, &Key::default())?;
        let built = Mutex::new(HashMap::from([(Key::default(), first)]));
        Ok(Clients { settings: settings.clone(), built, stalls: Mutex::default() })
    }

    /// The client for a host of a source.
    pub(crate) fn get(&self, permits: &Permits, host: &str) -> Result<Client, reqwest::Error> {
        let is_fresh = lock(&self.stalls).get(host).is_some_and(|stalls| *stalls >= STALLS);
        let key = Key { listed: permits.addresses(), bad_certificates: permits.bad_certificates, is_fresh };
        let mut built = lock(&self.built);
        if let Some(client) = built.get(&key) {
            return Ok(client.clone());
        }
        let client = build(&self.settings, &key)?;
        built.insert(key, client.clone());
        Ok(client)
    }

    /// Learns how long an answer's body came after its head. On a private host there is no pause between requests, and a
    /// server that sends head and body apart would stall each for 40 ms: its Nagle waits for our delayed ACK, which a fresh
    /// connection does not delay.
    pub(crate) fn learn(&self, permits: &Permits, host: &str, size: u64, behind: Duration) {
        if permits.addresses().is_empty() || size > SMALL {
            return;
        }
        let mut stalls = lock(&self.stalls);
        let stalls = stalls.entry(host.to_owned()).or_default();
        if *stalls < STALLS {
            *stalls = if behind >= STALL { *stalls + 1 } else { 0 };
        }
    }

    /// Asks a private host over fresh connections from now on: an exchange with it broke off, perhaps because it closes
    /// connections without saying so.
    pub(crate) fn distrust(&self, permits: &Permits, host: &str) {
        if !permits.addresses().is_empty() {
            lock(&self.stalls).insert(host.to_owned(), STALLS);
        }
    }
}

fn build(settings: &Settings, key: &Key) -> Result<Client, reqwest::Error> {
    let builder = || {
        let resolver = GuardedResolver { listed: Arc::new(key.listed.clone()) };
        Client::builder()
            .redirect(Policy::none())
            .referer(false)
            // A proxy would connect for us, past the address guard.
            .no_proxy()
            .dns_resolver(resolver)
            .connect_timeout(settings.connect_timeout)
            .read_timeout(settings.idle_timeout)
            .pool_max_idle_per_host(if key.is_fresh { 0 } else { 1 })
            .pool_idle_timeout(Duration::from_secs(60))
            // A page is worth more than the headers that some proxy on its way wrote badly or too many of.
            .http1_max_headers(MOST_HEADERS)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .tls_danger_accept_invalid_certs(key.bad_certificates)
    };
    builder().build().or_else(|err| without_roots(builder(), &err))
}

/// A machine without any root certificate can still crawl what is not encrypted; https fails as a bad certificate.
fn without_roots(builder: ClientBuilder, err: &reqwest::Error) -> Result<Client, reqwest::Error> {
    warn!(%err, "no root certificates: every https site will fail");
    builder.tls_certs_only([]).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells whether a host is asked over a fresh connection after bodies that came so long behind their heads.
    #[track_caller]
    fn check(host: &str, behind: &[Duration], expected: bool) {
        let clients = Clients::new(&Settings::default()).expect("clients can be built");
        let permits = Permits::new(vec![host.to_owned()]);
        behind.iter().for_each(|behind| clients.learn(&permits, host, SMALL, *behind));
        assert_eq!(is_fresh(&clients, &permits, host), expected, "{host} {behind:?}");
    }

    fn is_fresh(clients: &Clients, permits: &Permits, host: &str) -> bool {
        clients.get(permits, host).expect("a client can be built");
        lock(&clients.built).keys().any(|key| key.is_fresh)
    }

    #[test]
    fn a_private_host_that_stalls_again_and_again_is_asked_over_fresh_connections() {
        let quick = Duration::from_millis(1);
        check("127.0.0.1", &[STALL, STALL, STALL], true);
        check("127.0.0.1", &[STALL, STALL, STALL, quick], true);
        check("127.0.0.1", &[STALL, STALL, quick, STALL], false);
        check("www.example.org", &[STALL; 9], false);
    }

    #[test]
    fn a_private_host_that_breaks_off_is_asked_over_fresh_connections_and_large_bodies_tell_nothing() {
        for (host, expected) in [("127.0.0.1", true), ("www.example.org", false)] {
            let clients = Clients::new(&Settings::default()).expect("clients can be built");
            let permits = Permits::new(vec![host.to_owned()]);
            (0..9).for_each(|_| clients.learn(&permits, host, SMALL + 1, STALL));
            assert!(!is_fresh(&clients, &permits, host));
            clients.distrust(&permits, host);
            assert_eq!(is_fresh(&clients, &permits, host), expected, "{host}");
        }
    }
}
