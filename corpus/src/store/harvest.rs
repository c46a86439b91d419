//! A run in; what its lists name, what came of it and what its source has ever given out.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::error::Error;
use crate::store::Store;
use crate::store::frontier::Run;
use crate::store::rows;
use crate::visit::Outcome;

/// What a run brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Harvest {
    /// How many articles it knows of.
    pub articles: u64,
    /// How many of them it left out, because they are due later.
    pub left_out: u64,
    /// What came of the visits to the others.
    pub outcomes: BTreeMap<Outcome, u64>,
}

impl Store {
    /// Returns what a run has brought in so far; it must not have ended.
    ///
    /// # Errors
    /// `Statement`.
    pub fn harvest(&self, run: &Run) -> Result<Harvest, Error> {
        self.read_harvest(run).map_err(|source| self.failed("reading what a crawl brought in", source))
    }

    fn read_harvest(&self, run: &Run) -> rusqlite::Result<Harvest> {
        let outcomes = self
            .connection
            .prepare(
                "SELECT outcome, count(*) AS visits FROM visits WHERE run = ?1 AND role = 'article' GROUP BY outcome",
            )?
            .query_map([run.id], |row| {
                Ok((rows::read_keyed(row, "outcome", Outcome::parse)?, row.get("visits")?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let (articles, left_out) = self.connection.query_row(
            "SELECT count(*), coalesce(sum(done AND ?2 AND NOT EXISTS (
                 SELECT 1 FROM visits v WHERE v.run = ?1 AND v.key = f.key)), 0)
             FROM frontier f WHERE f.run = ?1 AND f.role = 'article' AND f.place > 0",
            params![run.id, run.due_by.is_some()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Harvest { articles, left_out, outcomes })
    }

    /// Tells whether an address was first visited for a source.
    ///
    /// # Errors
    /// `Statement`.
    pub fn was_visited_for(&self, source: &str, key: &str) -> Result<bool, Error> {
        self.connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM addresses WHERE key = ?1 AND source = ?2)",
                params![key, source],
                |row| row.get(0),
            )
            .map_err(|source| self.failed("looking up an address of a source", source))
    }

    /// Tells whether a source has ever given a document, present or gone.
    ///
    /// # Errors
    /// `Statement`.
    pub fn has_given(&self, source: &str) -> Result<bool, Error> {
        self.connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM addresses WHERE source = ?1 AND document IS NOT NULL)",
                [source],
                |row| row.get(0),
            )
            .map_err(|source| self.failed("looking for documents of a source", source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Found;
    use crate::store::Step;
    use crate::store::Target;
    use crate::store::tests::at;
    use crate::store::tests::store;
    use crate::visit::Role;
    use crate::visit::Validators;
    use crate::visit::Visit;

    fn target(key: &str, role: Role) -> Target {
        let (key, url) = (key.to_owned(), format!("http://{key}"));
        Target { key, url, form: None, role, list: None, label: None, listed: None }
    }

    fn visit(target: &Target, outcome: Outcome) -> Visit {
        Visit {
            key: target.key.clone(),
            url: target.url.clone(),
            role: target.role,
            at: at(1),
            status: Some(200),
            outcome,
            detail: None,
            evidence: None,
            validators: Validators::default(),
        }
    }

    #[test]
    fn what_a_run_knows_of_and_what_came_of_it_are_counted() {
        let (_folder, mut store) = store();
        let list = target("a.gov.cn/", Role::List);
        let run = store.begin_run("a", at(0), std::slice::from_ref(&list)).unwrap();
        let articles = ["a.gov.cn/1", "a.gov.cn/2"].map(|key| target(key, Role::Article));
        let visits = vec![visit(&list, Outcome::New)];
        store.record(&run, &Step { target: &list, visits, found: Found::Links(articles.to_vec()) }).unwrap();
        assert_eq!(store.harvest(&run).unwrap(), Harvest { articles: 2, ..Harvest::default() });
        let visits = vec![visit(&articles[0], Outcome::Missing)];
        store.record(&run, &Step { target: &articles[0], visits, found: Found::Nothing }).unwrap();
        let outcomes = BTreeMap::from([(Outcome::Missing, 1)]);
        assert_eq!(store.harvest(&run).unwrap(), Harvest { articles: 2, left_out: 0, outcomes });
        assert!(!store.has_given("a").unwrap());
        let was_visited = |source: &str, key: &str| store.was_visited_for(source, key).unwrap();
        assert!(
            was_visited("a", "a.gov.cn/1")
                && !was_visited("b", "a.gov.cn/1")
                && !was_visited("a", "a.gov.cn/2")
        );
    }
}
