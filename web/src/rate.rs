//! How fast one client may ask: who asks and when in, whether it may out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::net::Ipv6Addr;

use jiff::Timestamp;

/// Clients that are remembered; beyond it those who have not asked for a while are forgotten.
const MOST_CLIENTS: usize = 50_000;

/// What every client may still ask.
pub(crate) struct Rate {
    per_minute: f64,
    buckets: HashMap<IpAddr, Bucket>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    /// Milliseconds since the epoch.
    at: i64,
}

impl Rate {
    /// Allows so many requests in a minute, half of them at once; 0 allows any number.
    pub(crate) fn new(per_minute: u32) -> Rate {
        Rate { per_minute: f64::from(per_minute), buckets: HashMap::new() }
    }

    /// Takes one request of a client; when it has none left, returns the seconds until it has.
    pub(crate) fn take(&mut self, client: IpAddr, now: Timestamp) -> Result<(), u64> {
        if self.per_minute == 0.0 {
            return Ok(());
        }
        let most = (self.per_minute / 2.0).max(1.0);
        let per_millisecond = self.per_minute / 60_000.0;
        let now = now.as_millisecond();
        if self.buckets.len() >= MOST_CLIENTS {
            self.forget(now, most / per_millisecond);
        }
        let bucket = self.buckets.entry(network(client)).or_insert(Bucket { left: most, at: now });
        let passed = now.saturating_sub(bucket.at).max(0) as f64;
        bucket.left = (bucket.left + passed * per_millisecond).min(most);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err((((1.0 - bucket.left) / per_millisecond / 1000.0).ceil() as u64).max(1))
    }

    /// Forgets who would have all of its requests again; when nobody has, everyone.
    fn forget(&mut self, now: i64, whole: f64) {
        self.buckets.retain(|_, bucket| (now.saturating_sub(bucket.at) as f64) < whole);
        if self.buckets.len() >= MOST_CLIENTS {
            self.buckets.clear();
        }
    }
}

/// One client has a whole /64 of IPv6 to itself.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millisecond: i64) -> Timestamp {
        Timestamp::from_millisecond(millisecond).expect("a time")
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn half_a_minutes_requests_may_come_at_once_and_then_one_after_the_other() {
        let mut rate = Rate::new(60);
        for _ in 0..30 {
            assert_eq!(rate.take(ip("198.51.100.7"), at(0)), Ok(()));
        }
        assert_eq!(rate.take(ip("198.51.100.7"), at(0)), Err(1));
        assert_eq!(rate.take(ip("198.51.100.8"), at(0)), Ok(()), "another client is not held up");
        assert_eq!(rate.take(ip("198.51.100.7"), at(1000)), Ok(()));
        assert_eq!(rate.take(ip("198.51.100.7"), at(1000)), Err(1));
        assert_eq!(rate.take(ip("198.51.100.7"), at(500)), Err(1), "a clock that is set back gives nothing");
    }

    #[test]
    fn one_network_of_ipv6_is_one_client() {
        let mut rate = Rate::new(2);
        assert_eq!(rate.take(ip("2001:db8:0:1::1"), at(0)), Ok(()));
        assert_eq!(rate.take(ip("2001:db8:0:1::2"), at(0)), Err(30));
        assert_eq!(rate.take(ip("2001:db8:0:2::1"), at(0)), Ok(()));
    }

    #[test]
    fn memory_does_not_grow_with_the_clients() {
        let mut rate = Rate::new(60);
        for number in 0..120_000_u32 {
            let _ = rate.take(IpAddr::V4(number.into()), at(0));
        }
        assert!(rate.buckets.len() <= MOST_CLIENTS);
        assert_eq!(Rate::new(0).take(ip("198.51.100.7"), at(0)), Ok(()));
    }
}
