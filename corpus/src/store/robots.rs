//! What each site's robots.txt said, kept from one crawl to the next.

use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use crate::error::Error;
use crate::robots::RobotsCopy;
use crate::store::Store;
use crate::store::rows;
use crate::visit::Validators;

impl Store {
    /// Returns the sites whose robots.txt was ever asked for, by name.
    ///
    /// # Errors
    /// `Statement`.
    pub fn robots_sites(&self) -> Result<Vec<String>, Error> {
        self.connection
            .prepare_cached("SELECT site FROM robots ORDER BY site")
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .map_err(|source| self.failed("reading the sites with a robots.txt", source))
    }

    /// Returns what is known of every robots.txt, by site.
    ///
    /// # Errors
    /// `Statement`.
    pub fn all_robots(&self) -> Result<Vec<RobotsCopy>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM robots ORDER BY site")
            .and_then(|mut statement| statement.query_map([], robots_copy)?.collect())
            .map_err(|source| self.failed("reading every robots.txt", source))
    }

    /// Returns what is known of a site's robots.txt, or `None` when it was never asked for.
    ///
    /// # Errors
    /// `Statement`.
    pub fn robots(&self, site: &str) -> Result<Option<RobotsCopy>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM robots WHERE site = ?1")
            .and_then(|mut statement| statement.query_row([site], robots_copy).optional())
            .map_err(|source| self.failed("reading a robots.txt", source))
    }

    /// Keeps what is known of a site's robots.txt in place of what was known before.
    ///
    /// # Errors
    /// `Locked`, `DiskFull` and `Statement`.
    pub fn keep_robots(&mut self, copy: &RobotsCopy) -> Result<(), Error> {
        self.transact("keeping a robots.txt", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO robots
                         (site, rules, etag, last_modified, confirmed, fresh_until, unreachable_since, why)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    copy.site,
                    copy.rules,
                    copy.validators.etag,
                    copy.validators.last_modified,
                    copy.confirmed.map(rows::time),
                    copy.fresh_until.map(rows::time),
                    copy.unreachable_since.map(rows::time),
                    copy.why
                ])?;
            Ok(())
        })
    }
}

fn robots_copy(row: &Row<'_>) -> rusqlite::Result<RobotsCopy> {
    Ok(RobotsCopy {
        site: row.get("site")?,
        rules: row.get("rules")?,
        validators: Validators { etag: row.get("etag")?, last_modified: row.get("last_modified")? },
        confirmed: rows::read_time_or_none(row, "confirmed")?,
        fresh_until: rows::read_time_or_none(row, "fresh_until")?,
        unreachable_since: rows::read_time_or_none(row, "unreachable_since")?,
        why: row.get("why")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::robots::LONGEST_FRESH;
    use crate::robots::RobotsCopy;
    use crate::store::Store;
    use crate::store::tests::at;
    use crate::store::tests::store;
    use crate::visit::Validators;

    fn copy() -> RobotsCopy {
        let mut copy = RobotsCopy::unknown("http://a.gov.cn");
        let validators = Validators { etag: Some("\"1\"".into()), last_modified: Some("then".into()) };
        copy.answered(Some(b"\xff Disallow: /".to_vec()), validators, at(0), LONGEST_FRESH);
        copy
    }

    #[test]
    fn what_is_known_of_a_robots_comes_back_whole() {
        let (_folder, mut store) = store();
        assert_eq!(store.robots("http://a.gov.cn").expect("the store answers"), None);
        let mut copy = copy();
        for second in [10, 20] {
            store.keep_robots(&copy).expect("it is kept");
            assert_eq!(store.robots("http://a.gov.cn").expect("the store answers"), Some(copy.clone()));
            copy.lose(at(second), "status 503");
        }
        store.keep_robots(&RobotsCopy::unknown("http://0.gov.cn")).expect("it is kept");
        let sites = store.robots_sites().expect("the store answers");
        assert_eq!(sites, ["http://0.gov.cn", "http://a.gov.cn"]);
        let all = store.all_robots().expect("the store answers");
        assert_eq!(all.iter().map(|copy| &copy.site).collect::<Vec<_>>(), sites.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_store_of_the_third_format_is_carried_over_with_what_it_holds() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let raw = rusqlite::Connection::open(folder.path().join(Store::FILE)).expect("a file can be made");
        for step in
            [include_str!("schema.sql"), include_str!("provenance.sql"), include_str!("operating.sql")]
        {
            raw.execute_batch(step).expect("an earlier format can be made");
        }
        raw.execute_batch(
            "INSERT INTO identity VALUES (1, 'old', '2026-01-01T00:00:00Z');
             INSERT INTO hosts (host, day, requests) VALUES ('a.gov.cn', '2026-01-01', 7);
             PRAGMA user_version = 3",
        )
        .expect("it can be filled");
        drop(raw);
        let mut store = Store::open(folder.path(), at(0)).expect("it is carried over");
        assert_eq!(store.identity().expect("it has a name"), "old");
        assert_eq!(store.host("a.gov.cn").expect("it answers").map(|host| host.requests), Some(7));
        assert_eq!(store.robots_sites().expect("it answers"), [""; 0]);
        store.keep_robots(&copy()).expect("it is kept");
        drop(store);
        let store = Store::open_existing(folder.path()).expect("it opens").expect("it is there");
        assert_eq!(store.robots("http://a.gov.cn").expect("it answers"), Some(copy()));
    }
}
