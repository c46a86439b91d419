//! Hosts: how often each was given up, until when it rests, and how much was asked of it today.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::error::Error;
use crate::store::Store;
use crate::store::rows;

/// How long a host rests after it was given up once; doubled with every further time in a row.
const FIRST_REST: SignedDuration = SignedDuration::from_mins(10);

/// The longest rest.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(24);

/// How one host behaved and what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostState {
    /// The host, with its port when that is unusual.
    pub host: String,
    /// How often in a row it was given up.
    pub failures: u32,
    /// Until when scheduled crawls leave it alone.
    pub rest_until: Option<Timestamp>,
    /// Why it was given up last.
    pub why: Option<String>,
    /// The day that the requests were counted on, at +08:00.
    pub day: Date,
    /// Requests on that day.
    pub requests: u64,
}

/// A host given up.
#[derive(Clone, Copy, Debug)]
pub struct GivingUp<'a> {
    /// When.
    pub now: Timestamp,
    /// The same day at +08:00.
    pub day: Date,
    /// Why.
    pub why: &'a str,
    /// For how long it asked to be left alone; zero when it did not ask.
    pub asked: SignedDuration,
}

impl Store {
    /// Returns every host that was ever asked, by name.
    ///
    /// # Errors
    /// `Statement`.
    pub fn hosts(&self) -> Result<Vec<HostState>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM hosts ORDER BY host")
            .and_then(|mut statement| statement.query_map([], host_state)?.collect())
            .map_err(|source| self.failed("reading the hosts", source))
    }

    /// Returns how one host stands, or `None` when it was never asked.
    ///
    /// # Errors
    /// `Statement`.
    pub fn host(&self, host: &str) -> Result<Option<HostState>, Error> {
        read(&self.connection, host).map_err(|source| self.failed("reading a host", source))
    }

    /// Counts requests to a host on a day.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn count_requests(&mut self, host: &str, day: Date, requests: u64) -> Result<(), Error> {
        self.transact("counting requests", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO hosts (host, day, requests) VALUES (?1, ?2, ?3)
                     ON CONFLICT (host) DO UPDATE SET day = ?2,
                         requests = CASE WHEN day = ?2 THEN requests + ?3 ELSE ?3 END",
                )?
                .execute(params![host, day.to_string(), requests])?;
            Ok(())
        })
    }

    /// Notes that a host was given up; returns until when it rests: ten minutes, and twice as long each time in a
    /// row, up to a day; longer when it asked for that, up to a day too.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn give_up_host(&mut self, host: &str, giving_up: GivingUp<'_>) -> Result<Timestamp, Error> {
        let GivingUp { now, day, why, asked } = giving_up;
        self.transact("giving a host up", |transaction| {
            let before = read(transaction, host)?.map_or(0, |state| state.failures);
            let until = now + rest(before).max(asked).min(LONGEST_REST);
            transaction.execute(
                "INSERT INTO hosts (host, day, failures, rest_until, why) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (host) DO UPDATE SET failures = ?3, rest_until = ?4, why = ?5",
                params![host, day.to_string(), before + 1, rows::time(until), why],
            )?;
            Ok(until)
        })
    }

    /// Notes that a host answers again.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn take_up_host(&mut self, host: &str) -> Result<(), Error> {
        self.transact("taking a host up again", |transaction| {
            transaction.execute(
                "UPDATE hosts SET failures = 0, rest_until = NULL, why = NULL WHERE host = ?1",
                [host],
            )?;
            Ok(())
        })
    }
}

/// Returns how long a host rests that was given up `before` times in a row already.
fn rest(before: u32) -> SignedDuration {
    let times = 2_i32.saturating_pow(before.min(10));
    FIRST_REST.checked_mul(times).unwrap_or(LONGEST_REST).min(LONGEST_REST)
}

fn read(connection: &Connection, host: &str) -> rusqlite::Result<Option<HostState>> {
    connection.prepare_cached("SELECT * FROM hosts WHERE host = ?1")?.query_row([host], host_state).optional()
}

fn host_state(row: &Row<'_>) -> rusqlite::Result<HostState> {
    Ok(HostState {
        host: row.get("host")?,
        failures: row.get("failures")?,
        rest_until: rows::read_time_or_none(row, "rest_until")?,
        why: row.get("why")?,
        day: rows::read_keyed(row, "day", |day| day.parse().ok())?,
        requests: row.get("requests")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::store::tests::at;
    use crate::store::tests::store;
    use jiff::SignedDuration;
    use jiff::civil::date;

    use crate::store::GivingUp;

    #[test]
    fn requests_are_counted_by_the_day() {
        let (_folder, mut store) = store();
        let mut count = |day| {
            store.count_requests("a", day, 2).expect("the store answers");
            store.host("a").expect("the store answers").map(|host| host.requests)
        };
        assert_eq!(count(date(2026, 1, 1)), Some(2));
        assert_eq!(count(date(2026, 1, 1)), Some(4));
        assert_eq!(count(date(2026, 1, 2)), Some(2));
    }

    #[test]
    fn a_host_rests_longer_each_time_it_is_given_up_and_not_for_ever() {
        let (_folder, mut store) = store();
        let mut give_up_asked = |second: i64, hours: i64| {
            let (now, day, asked) = (at(second), date(2026, 1, 1), SignedDuration::from_hours(hours));
            let giving_up = GivingUp { now, day, why: "down", asked };
            let until = store.give_up_host("a", giving_up).expect("it answers");
            until.duration_since(now).as_mins()
        };
        assert_eq!((give_up_asked(0, 2), give_up_asked(0, 99)), (2 * 60, 24 * 60), "it asked for that");
        store.take_up_host("a").expect("the store answers");
        let mut give_up = |second: i64| {
            let (now, day, asked) = (at(second), date(2026, 1, 1), SignedDuration::ZERO);
            let giving_up = GivingUp { now, day, why: "down", asked };
            store.give_up_host("a", giving_up).expect("it answers").duration_since(now).as_mins()
        };
        assert_eq!((give_up(0), give_up(1), give_up(2)), (10, 20, 40));
        let longest = (3..20).map(give_up).max();
        assert_eq!(longest, Some(24 * 60));
        store.take_up_host("a").expect("the store answers");
        let host = store.host("a").expect("the store answers").expect("it is known");
        assert_eq!((host.failures, host.rest_until, host.why), (0, None, None));
    }
}
