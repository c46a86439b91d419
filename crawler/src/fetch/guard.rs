//! An address goes in; whether we may connect there comes out. Asked for literal addresses and after every DNS answer.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;
use url::Host;
use url::Url;

/// Whether an address belongs to the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // "this network", private, loopback, link-local, private again (RFC 1122, 1918, 3927)
        (0 | 10 | 127, _, _) | (169, 254, _) | (192, 168, _) => true,
        (172, b, _) => (16..32).contains(&b),
        // carrier-grade NAT (RFC 6598)
        (100, b, _) => (64..128).contains(&b),
        // protocol assignments, documentation, 6to4 relays, benchmarking
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => true,
        // multicast, reserved, broadcast
        (224.., _, _) => true,
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // unspecified, loopback, IPv4-compatible
        [0, 0, 0, 0, 0, 0, _, _] => false,
        // IPv4-mapped, and NAT64: what counts is the address inside
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // local NAT64, discard-only, Teredo and other protocol assignments, documentation
        [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0, ..] | [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] => false,
        // global unicast is 2000::/3; unique-local, link-local and multicast lie outside
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether an address that a URL spells out may be connected to; names are judged after DNS.
pub(crate) fn literal_is_open(url: &Url, listed: &BTreeSet<IpAddr>) -> bool {
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) => return true,
        None => return false,
    };
    is_public(address) || listed.contains(&address)
}

/// Resolves names through the system, and gives out only addresses that are public or listed.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    /// The private addresses that the source lists.
    pub(crate) listed: Arc<BTreeSet<IpAddr>>,
}

/// A name that resolves only to addresses we do not connect to.
#[derive(Debug)]
pub(crate) struct NotPublic(pub(crate) String);

impl fmt::Display for NotPublic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} has no public address", self.0)
    }
}

impl std::error::Error for NotPublic {}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let listed = Arc::clone(&self.listed);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let was_found = !found.is_empty();
            let open: Vec<SocketAddr> = found
                .into_iter()
                .filter(|found| is_public(found.ip()) || listed.contains(&found.ip()))
                .collect();
            if was_found && open.is_empty() {
                return Err(
                    Box::new(NotPublic(name.as_str().to_owned())) as Box<dyn std::error::Error + Send + Sync>
                );
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: bool) {
        assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
    }

    #[test]
    fn only_the_public_internet_is_public() {
        for public in
            ["1.1.1.1", "100.63.0.1", "172.32.0.1", "192.0.3.1", "223.5.5.5", "2400:3200::1", "2001:4860::8"]
        {
            check(public, true);
        }
        for special in [
            "0.0.0.0",
            "10.1.2.3",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
        ] {
            check(special, false);
        }
        for special in
            ["100.64.0.1", "100.127.255.255", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"]
        {
            check(special, false);
        }
        for special in
            ["::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2001::1", "100::1"]
        {
            check(special, false);
        }
    }

    #[test]
    fn an_address_inside_an_address_counts() {
        check("::ffff:127.0.0.1", false);
        check("::ffff:1.1.1.1", true);
        check("64:ff9b::10.0.0.1", false);
        check("2002:7f00:1::", false);
        check("2002:101:101::1", true);
    }

    #[test]
    fn a_private_literal_needs_to_be_listed() {
        let (listed, nothing) = (BTreeSet::from(["127.0.0.1".parse().unwrap()]), BTreeSet::new());
        let open = |address: &str, listed| literal_is_open(&Url::parse(address).unwrap(), listed);
        assert!(open("http://127.0.0.1:8701/", &listed));
        assert!(!open("http://127.0.0.1:8701/", &nothing));
        assert!(!open("http://2130706433/", &nothing), "127.0.0.1 as one number");
        assert!(!open("http://[::1]/", &listed));
        assert!(open("http://a.gov.cn/", &nothing), "names are judged after DNS");
    }
}
