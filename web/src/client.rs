//! Who asks: a request in, the address that it came from and whether it is the operator out.

use std::net::IpAddr;
use std::net::Ipv4Addr;

use axum::extract::Request;
use axum::http::header;

use crate::Config;

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// Somebody on this machine, with no proxy between.
    Local,
    /// Somebody elsewhere.
    Remote(IpAddr),
}

impl Client {
    /// Tells who asks. What a header says is believed only when the operator has named the header.
    pub(crate) fn of(request: &Request, config: &Config) -> Client {
        let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
        let peer = peer.to_canonical();
        if let Some(name) = &config.client_header {
            let values = request.headers().get_all(name.as_str());
            // The proxy adds the address that it saw itself at the end; what stands before it anyone may have sent.
            let last = values.iter().next_back().and_then(|value| value.to_str().ok());
            let last = last.and_then(|value| value.rsplit(',').next()).map(str::trim);
            return match last.and_then(|address| address.parse().ok()) {
                Some(address) => Client::Remote(address),
                None => Client::Remote(peer),
            };
        }
        if peer.is_loopback() { Client::Local } else { Client::Remote(peer) }
    }

    /// Tells whether this is the operator: somebody on this machine, or who knows the token.
    pub(crate) fn is_operator(self, request: &Request, config: &Config) -> bool {
        let said = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let said = said.and_then(|value| value.strip_prefix("Bearer "));
        match (&config.operator_token, said) {
            (Some(token), Some(said)) => is_same(token.as_bytes(), said.as_bytes()),
            _ => self == Client::Local,
        }
    }
}

/// Compares every byte, so that the time it takes tells nothing of the token.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(peer: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(Peer(peer.parse().expect("an address")));
        request
    }

    #[track_caller]
    fn check(header: Option<&str>, peer: &str, sent: &[(&str, &str)], expected: &str) {
        let config = Config { client_header: header.map(str::to_owned), ..Config::default() };
        let expected = match expected {
            "local" => Client::Local,
            address => Client::Remote(address.parse().expect("an address")),
        };
        assert_eq!(Client::of(&request(peer, sent), &config), expected, "{header:?} {peer} {sent:?}");
    }

    #[test]
    fn a_header_counts_only_when_the_operator_named_it() {
        let forged = [("x-forwarded-for", "127.0.0.1, 198.51.100.7")];
        check(None, "203.0.113.9", &forged, "203.0.113.9");
        check(None, "127.0.0.1", &forged, "local");
        check(None, "::ffff:127.0.0.1", &[], "local");
        check(Some("x-forwarded-for"), "127.0.0.1", &forged, "198.51.100.7");
        check(Some("x-forwarded-for"), "127.0.0.1", &[], "127.0.0.1");
        check(Some("x-forwarded-for"), "127.0.0.1", &[("x-forwarded-for", "nobody")], "127.0.0.1");
    }

    #[test]
    fn the_operator_is_here_or_knows_the_token() {
        let config = Config { operator_token: Some("secret".to_owned()), ..Config::default() };
        for (peer, sent, expected) in [
            ("127.0.0.1", None, true),
            ("203.0.113.9", None, false),
            ("203.0.113.9", Some("Bearer secret"), true),
            ("203.0.113.9", Some("Bearer secreT"), false),
            ("127.0.0.1", Some("Bearer wrong"), false),
        ] {
            let headers: Vec<(&str, &str)> = sent.into_iter().map(|sent| ("authorization", sent)).collect();
            let request = request(peer, &headers);
            let client = Client::of(&request, &config);
            assert_eq!(client.is_operator(&request, &config), expected, "{peer} {sent:?}");
        }
        let proxied = Config { client_header: Some("x-real-ip".to_owned()), ..Config::default() };
        let request = request("127.0.0.1", &[]);
        let client = Client::of(&request, &proxied);
        assert!(!client.is_operator(&request, &proxied), "behind a proxy nobody is local");
    }
}
