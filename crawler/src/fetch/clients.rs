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
}

/// What makes two sources need two clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Key {
    listed: BTreeSet<IpAddr>,
    bad_certificates: bool,
}

impl Clients {
    /// Builds the client that most sources share, so that a broken set-up shows before the first request.
    pub(crate) fn new(settings: &Settings) -> Result<Self, reqwest::Error> {
        // Fails when a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let first = build(settings, &Key::default())?;
        let built = Mutex::new(HashMap::from([(Key::default(), first)]));
        Ok(Clients { settings: settings.clone(), built })
    }

    /// The client for a source.
    pub(crate) fn get(&self, permits: &Permits) -> Result<Client, reqwest::Error> {
        let key = Key { listed: permits.addresses(), bad_certificates: permits.bad_certificates };
        let mut built = lock(&self.built);
        if let Some(client) = built.get(&key) {
            return Ok(client.clone());
        }
        let client = build(&self.settings, &key)?;
        built.insert(key, client.clone());
        Ok(client)
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
            .pool_max_idle_per_host(kept_connections(key))
            .pool_idle_timeout(Duration::from_secs(60))
            .tls_danger_accept_invalid_certs(key.bad_certificates)
    };
    builder().build().or_else(|err| without_roots(builder(), &err))
}

/// A public host is asked again over the connection that stands. On a private one there is no pause between requests,
/// and a server that sends head and body apart would stall each for 40 ms: its Nagle waits for our delayed ACK, which a
/// fresh connection does not delay.
fn kept_connections(key: &Key) -> usize {
    if key.listed.is_empty() { 1 } else { 0 }
}

/// A machine without any root certificate can still crawl what is not encrypted; https fails as a bad certificate.
fn without_roots(builder: ClientBuilder, err: &reqwest::Error) -> Result<Client, reqwest::Error> {
    warn!(%err, "no root certificates: every https site will fail");
    builder.tls_certs_only([]).build()
}
