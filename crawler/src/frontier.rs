//! A run in; its targets one after the other out, as they are listed, and then those that no list names any more.

use std::collections::VecDeque;

use corpus::store::Pending;
use corpus::store::Run;

use crate::crawl::Crew;
use crate::error::Error;

/// So many targets are taken from the frontier at a time.
const TAKEN: usize = 256;

/// Who names a target.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamedBy {
    List,
    /// No list does any more; it is known from earlier crawls.
    Nobody,
}

/// What a run still has to fetch, taken from the store some at a time.
pub(crate) struct Frontier<'a> {
    run: &'a Run,
    taken: VecDeque<Pending>,
    /// The place of the last target that was taken.
    behind: i64,
    /// Whether more may have been added since.
    pub(crate) may_grow: bool,
    known_are_listed: bool,
    /// The last place of what lists named, when the known pages stood behind it before the run was interrupted.
    listed_to: Option<i64>,
    /// How many articles lists named, once all were followed.
    pub(crate) named: Option<u64>,
}

impl Frontier<'_> {
    pub(crate) fn new(run: &Run) -> Frontier<'_> {
        let (known_are_listed, listed_to) = (run.listed_to.is_some(), run.listed_to);
        Frontier {
            run,
            taken: VecDeque::new(),
            behind: 0,
            may_grow: true,
            known_are_listed,
            listed_to,
            named: None,
        }
    }

    /// Returns the next target; none while nothing is left.
    pub(crate) async fn next(&mut self, crew: &Crew) -> Result<Option<Pending>, Error> {
        if self.taken.is_empty() && self.may_grow {
            let (run, behind) = (self.run.clone(), self.behind);
            let taken = crew.clerk.ask(move |desk| Ok(desk.store.pending(&run, behind, TAKEN)?)).await?;
            self.may_grow = taken.len() == TAKEN;
            self.behind = taken.last().map_or(self.behind, |last| last.place);
            self.taken = taken.into();
        }
        Ok(self.taken.pop_front())
    }

    /// Adds the pages that the source is known to have and that no list named; tells whether that was still to do.
    pub(crate) async fn add_known(&mut self, crew: &Crew) -> Result<bool, Error> {
        if self.known_are_listed {
            return Ok(false);
        }
        let run = self.run.clone();
        let named = crew.clerk.keep(move |desk| {
            let named = desk.store.harvest(&run)?.articles;
            desk.store.enqueue_known(&run)?;
            Ok(named)
        });
        self.named = Some(named.await?);
        self.known_are_listed = true;
        self.may_grow = true;
        Ok(true)
    }

    /// Tells who names a target that was taken. The pages that no list names come last.
    pub(crate) fn names(&self, taken: &Pending) -> NamedBy {
        let is_listed = self.listed_to.is_some_and(|last| taken.place <= last);
        if self.known_are_listed && !is_listed { NamedBy::Nobody } else { NamedBy::List }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.known_are_listed && self.taken.is_empty() && !self.may_grow
    }
}
