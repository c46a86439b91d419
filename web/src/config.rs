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
    /// How many exports are written at the same time; the others are told to come back.
    pub exports: usize,
    /// How many connections are held at the same time; the others wait for one to end.
    pub connections: usize,
    /// Seconds that a connection may take to ask, or to take a part of its answer, before it is closed.
    pub idle_seconds: u64,
    /// Requests of one client in a minute; half as many may come at once. 0 sets no limit. Who asks from this machine
    /// itself is not counted.
    pub requests_per_minute: u32,
    /// The header in which a proxy before the program names the client, such as `x-forwarded-for`; its last address
    /// counts. To be set only when every request comes through that proxy.
    pub client_header: Option<String>,
    /// The address under which readers find the pages, such as `https://gongbao.example.org`: feeds then name whole
    /// addresses.
    pub public_url: Option<String>,
    /// The origins whose pages may read the API, such as `https://example.org`; `*` for all.
    pub cors_origins: Vec<String>,
    /// The token (`Authorization: Bearer …`) by which an operator may see from elsewhere what is for operators only.
    pub operator_token: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            timeout_seconds: 10,
            readers: 8,
            exports: 4,
            connections: 16_384,
            idle_seconds: 30,
            requests_per_minute: 1200,
            client_header: None,
            public_url: None,
            cors_origins: Vec::new(),
            operator_token: None,
        }
    }
}
