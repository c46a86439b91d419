//! Leases: which process crawls which host on behalf of which source, so that two never ask one host at a time.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::Error;
use crate::store::Store;
use crate::store::rows;

/// What a process wants to crawl.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The source.
    pub source: String,
    /// Its hosts, as the source lists them: `host`, `host:port` or `*.suffix`.
    pub hosts: Vec<String>,
    /// The name of the process, its own among all that share the store.
    pub holder: String,
    /// Until when the claim holds unless it is renewed.
    pub until: Timestamp,
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// All hosts of the source are ours.
    Granted,
    /// Another process crawls the same source.
    SameSource,
    /// Another process crawls one of the hosts for another source.
    HostOf {
        /// The host.
        host: String,
        /// The source that it is crawled for.
        source: String,
    },
}

impl Store {
    /// Claims all hosts of a source, or none. What a holder left behind that died or overran its time is taken over.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn claim(
        &mut self,
        claim: &Claim,
        now: Timestamp,
        is_at_work: &dyn Fn(&str) -> bool,
    ) -> Result<Claimed, Error> {
        self.transact("claiming the hosts of a source", |transaction| {
            let others = transaction
                .prepare_cached("SELECT host, source, holder FROM leases WHERE holder <> ?1 AND until > ?2")?
                .query_map(params![claim.holder, rows::time(now)], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
            let mut in_the_way = others.into_iter().filter(|(host, source, _)| {
                *source == claim.source || claim.hosts.iter().any(|wanted| is_one_host(wanted, host))
            });
            if let Some((host, source, _)) = in_the_way.find(|(_, _, holder)| is_at_work(holder)) {
                return Ok(match source == claim.source {
                    true => Claimed::SameSource,
                    false => Claimed::HostOf { host, source },
                });
            }
            let mut statement = transaction.prepare_cached(
                "INSERT OR REPLACE INTO leases (host, source, holder, until) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for host in &claim.hosts {
                statement.execute(params![host, claim.source, claim.holder, rows::time(claim.until)])?;
            }
            Ok(Claimed::Granted)
        })
    }

    /// Renews what a holder has claimed; returns the sources that are still its own.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn renew_claims(&mut self, holder: &str, until: Timestamp) -> Result<Vec<String>, Error> {
        self.transact("renewing claims", |transaction| {
            transaction
                .prepare_cached("UPDATE leases SET until = ?2 WHERE holder = ?1")?
                .execute(params![holder, rows::time(until)])?;
            transaction
                .prepare_cached("SELECT DISTINCT source FROM leases WHERE holder = ?1")?
                .query_map([holder], |row| row.get(0))?
                .collect()
        })
    }

    /// Gives back the hosts of a source.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn give_back(&mut self, holder: &str, source: &str) -> Result<(), Error> {
        self.transact("giving hosts back", |transaction| {
            transaction
                .execute("DELETE FROM leases WHERE holder = ?1 AND source = ?2", params![holder, source])?;
            Ok(())
        })
    }
}

/// Tells whether two listed hosts may name one host.
fn is_one_host(a: &str, b: &str) -> bool {
    match (a.strip_prefix("*."), b.strip_prefix("*.")) {
        (None, None) => a == b,
        (Some(suffix), None) => is_below(b, suffix),
        (None, Some(suffix)) => is_below(a, suffix),
        (Some(a), Some(b)) => is_below(a, b) || is_below(b, a),
    }
}

fn is_below(host: &str, suffix: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::at;
    use crate::store::tests::store;

    fn claim(holder: &str, source: &str, hosts: &[&str], second: i64) -> Claim {
        let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        Claim { source: source.to_owned(), hosts, holder: holder.to_owned(), until: at(second) }
    }

    #[test]
    fn one_process_crawls_a_host_at_a_time() {
        let (_folder, mut store) = store();
        let mut ask = |claim: &Claim, second: i64, is_at_work: bool| {
            store.claim(claim, at(second), &|_| is_at_work).expect("the store answers")
        };
        let first = claim("one", "a", &["a.gov.cn"], 100);
        assert_eq!(ask(&first, 0, true), Claimed::Granted);
        assert_eq!(ask(&first, 1, true), Claimed::Granted, "whoever holds it may claim it again");
        assert_eq!(ask(&claim("two", "a", &["a.gov.cn"], 100), 1, true), Claimed::SameSource);
        let other = claim("two", "b", &["b.gov.cn", "*.gov.cn"], 100);
        let held = Claimed::HostOf { host: "a.gov.cn".into(), source: "a".into() };
        assert_eq!(ask(&other, 1, true), held);
        assert_eq!(ask(&claim("two", "b", &["b.gov.cn"], 100), 1, true), Claimed::Granted);
    }

    #[test]
    fn what_the_dead_and_the_late_hold_is_taken_over() {
        let (_folder, mut store) = store();
        let mine = |holder| claim(holder, "a", &["a.gov.cn"], 100);
        assert_eq!(store.claim(&mine("one"), at(0), &|_| true).ok(), Some(Claimed::Granted));
        assert_eq!(store.claim(&mine("two"), at(1), &|_| false).ok(), Some(Claimed::Granted), "one died");
        assert_eq!(store.renew_claims("one", at(200)).ok(), Some(vec![]), "one hears of it");
        assert_eq!(store.renew_claims("two", at(200)).ok(), Some(vec!["a".to_owned()]));
        assert_eq!(store.claim(&mine("three"), at(150), &|_| true).ok(), Some(Claimed::SameSource));
        let late = Claim { until: at(400), ..mine("three") };
        assert_eq!(
            store.claim(&late, at(201), &|_| true).ok(),
            Some(Claimed::Granted),
            "two overran its time"
        );
        store.give_back("three", "a").expect("the store answers");
        assert_eq!(store.claim(&mine("two"), at(1), &|_| true).ok(), Some(Claimed::Granted));
    }

    #[test]
    fn a_star_names_every_host_below() {
        for (a, b, expected) in [
            ("a.gov.cn", "a.gov.cn", true),
            ("*.gov.cn", "a.gov.cn", true),
            ("agov.cn", "*.gov.cn", false),
            ("*.a.gov.cn", "*.gov.cn", true),
            ("*.a.gov.cn", "*.b.gov.cn", false),
        ] {
            assert_eq!((is_one_host(a, b), is_one_host(b, a)), (expected, expected), "{a} {b}");
        }
    }
}
