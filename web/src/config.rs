//! What an operator may set about serving.

use std::net::Ipv4Addr;
use std::net::SocketAddr;

use serde::Deserialize;
use serde::Serialize;

/// How the pages and the API are served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The address and port to listen on; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Seconds after which a request is answered with 503 instead of its result.
    pub timeout_seconds: u64,
    /// How many requests read the store and the index at the same time; the others wait.
    pub readers: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config { addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)), timeout_seconds: 10, readers: 8 }
    }
}
