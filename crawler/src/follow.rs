//! The frontier of one run, followed to its end: pages fetched one after the other, read beside, kept in their order.

use std::collections::HashMap;

use corpus::store::Found;
use corpus::store::Pending;
use corpus::store::Recorded;
use corpus::store::Run;
use corpus::store::Step;
use corpus::store::Target;
use corpus::visit::Role;
use corpus::visit::Visit;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::Mutex;

use crate::alike::Alike;
use crate::alike::Unpromised;
use crate::article;
use crate::crawl::Crew;
use crate::crawl::Event;
use crate::crawl::Report;
use crate::discover::Listing;
use crate::discover::Paging;
use crate::errand::Asks;
use crate::errand::Errand;
use crate::errand::Met;
use crate::error::Error;
use crate::fetch::Permits;
use crate::frontier::Frontier;
use crate::frontier::NamedBy;
use crate::harvest;
use crate::harvest::Named;
use crate::list;
use crate::source::Source;
use crate::warning::Warning;

/// So many targets of a source are under way at a time: one is being fetched while others are read.
const UNDER_WAY: usize = 8;

/// So many may wait to be kept; a batch of the desk holds more.
const UNKEPT: usize = 128;

/// What one target came to: every visit it took, and what was found.
pub(crate) struct Visited {
    /// The visits, in order.
    pub(crate) visits: Vec<Visit>,
    /// What was found; links of a list are told from its listing.
    pub(crate) found: Found,
    /// What a list page holds.
    pub(crate) listing: Option<Listing>,
    /// Why the whole source counts as failed, when this target decides it.
    pub(crate) failure: Option<String>,
    /// What wants to be looked at though it went well.
    pub(crate) warning: Option<Warning>,
    /// Its text, when the page shows nothing of what its list promised: it may come for other articles too.
    pub(crate) unpromised: Option<Unpromised>,
}

impl Visited {
    /// Visits that brought nothing to keep.
    pub(crate) fn nothing(visits: Vec<Visit>) -> Visited {
        Visited {
            visits,
            found: Found::Nothing,
            listing: None,
            failure: None,
            warning: None,
            unpromised: None,
        }
    }
}

/// Follows a run until nothing is left, the site is given up or the crawl is to end; the report grows with it.
pub(crate) async fn follow(crew: &Crew, source: &Source, run: &Run, report: Report) -> Result<Report, Error> {
    let (permits, met) = (source.permits(), Mutex::new(Met::default()));
    let errand = errand(crew, source, run, &permits, &met);
    errand.know_again(run, crew.size_cap).await?;
    let at = run.clone();
    let (done, known) = crew.clerk.ask(move |desk| Ok(desk.store.progress(&at)?)).await?;
    let mut tally = Tally { report, done, known, is_over: false };
    let mut frontier = Frontier::new(run);
    let (mut pagings, mut alike) = (HashMap::new(), Alike::default());
    let mut visiting = FuturesOrdered::new();
    let mut keeping = FuturesOrdered::new();
    loop {
        tally.is_over |= *crew.stop.borrow();
        if crew.claims.is_lost(&run.source) {
            tally.end_as_lost();
            visiting = FuturesOrdered::new();
        }
        while visiting.len() < UNDER_WAY && !tally.is_over {
            let Some(next) = frontier.next(crew).await? else { break };
            let named_by = frontier.names(&next);
            visiting.push_back(visit(&errand, next, named_by));
        }
        if visiting.is_empty() {
            crew.clerk.flush()?;
        }
        tokio::select! {
            Some(kept) = keeping.next(), if !keeping.is_empty() => tally.hear(crew, run, kept?),
            Some((target, came)) = visiting.next(), if !visiting.is_empty() && keeping.len() < UNKEPT => {
                match came {
                    Ok(Some(mut visited)) => {
                        alike.settle(&errand, &target, &mut visited)?;
                        let kept = hand_in(&errand, run, target, visited, &mut pagings)?;
                        frontier.may_grow |= kept.0;
                        keeping.push_back(kept.1);
                    }
                    Ok(None) => {}
                    Err(Error::Stopped) => tally.report.is_interrupted = true,
                    Err(Error::SiteDown) => tally.is_over = true,
                    Err(spent @ Error::BudgetSpent { .. }) => tally.end_for_today(&spent),
                    Err(err) => return Err(err),
                }
            }
            else => {
                if tally.is_over || !frontier.add_known(crew).await? {
                    tally.report.is_interrupted |= *crew.stop.borrow() && !frontier.is_done();
                    if let Some(down) = met.lock().await.down.take() {
                        tally.report.failure.get_or_insert(down);
                    }
                    return tally.conclude(crew, run, frontier.named).await;
                }
            }
        }
    }
}

fn errand<'a>(
    crew: &'a Crew,
    source: &'a Source,
    run: &Run,
    permits: &'a Permits,
    met: &'a Mutex<Met>,
) -> Errand<'a> {
    Errand {
        asks: Asks::Sites(&crew.fetcher),
        run: run.id,
        workshop: &crew.workshop,
        clerk: &crew.clerk,
        surroundings: &crew.surroundings,
        source,
        permits,
        met,
        readers: &crew.readers,
        hosts: &crew.hosts,
        daily_requests: crew.daily_requests,
        stop: crew.stop.clone(),
    }
}

async fn visit(
    errand: &Errand<'_>,
    next: Pending,
    named_by: NamedBy,
) -> (Target, Result<Option<Visited>, Error>) {
    let Pending { target, known, .. } = next;
    let is_told = |met: &Met| met.was_asked_for(&target.key) && !met.is_untold(&target.key);
    let came = match target.role {
        // What it came to was told where another address led there.
        _ if named_by == NamedBy::Nobody && is_told(&*errand.met.lock().await) => Ok(None),
        Role::List => list::visit(errand, &target, known).await,
        Role::Article | Role::Attachment => article::visit(errand, &target, known).await.map(Some),
    };
    (target, came)
}

/// What was kept of one target, for whoever watches.
struct Kept {
    target: Target,
    detail: Option<String>,
    failure: Option<String>,
    warning: Option<Warning>,
    recorded: Recorded,
}

/// Hands a visited target in to be kept. Tells whether the frontier may have grown, and gives what is to be waited for.
fn hand_in(
    errand: &Errand<'_>,
    run: &Run,
    target: Target,
    visited: Visited,
    pagings: &mut HashMap<String, Paging>,
) -> Result<(bool, impl Future<Output = Result<Kept, Error>> + use<>), Error> {
    let Visited { mut visits, mut found, listing, mut failure, mut warning, .. } = visited;
    if let Some(listing) = listing {
        let concluded = list::conclude(errand.source, errand.permits, &target, &listing, pagings);
        found = Found::Links(concluded.targets);
        failure = failure.or(concluded.failure);
        warning = warning.or(concluded.warning);
    }
    if let Some(warning) = &warning {
        warning.keep_with(&mut visits);
    }
    let may_grow = matches!(found, Found::Links(_));
    let detail = visits.last().and_then(|visit| visit.detail.clone());
    let (at, done, answered) = (run.clone(), target.clone(), errand.hosts.take_answered());
    let recorded = errand.clerk.hand_in(move |desk| {
        for ((host, day), requests) in answered {
            desk.store.count_requests(&host, day, requests)?;
        }
        Ok(desk.store.record(&at, &Step { target: &done, visits, found })?)
    })?;
    let kept = async move { Ok(Kept { target, detail, failure, warning, recorded: recorded.wait().await? }) };
    Ok((may_grow, kept))
}

/// What one source's crawl has come to so far.
struct Tally {
    report: Report,
    done: u64,
    known: u64,
    /// Nothing more is to be fetched, though something may be left.
    is_over: bool,
}

impl Tally {
    /// The day's requests are spent; the next crawl goes on here.
    fn end_for_today(&mut self, spent: &Error) {
        self.is_over = true;
        self.report.is_interrupted = true;
        self.report.skipped.get_or_insert_with(|| spent.to_string());
    }

    /// Another process took the source over and goes on with its run.
    fn end_as_lost(&mut self) {
        self.is_over = true;
        self.report.is_interrupted = true;
        self.report.failure.get_or_insert_with(|| "another process took the source over".to_owned());
    }

    /// Ends a run: one that followed all it knew and came to nothing has failed.
    async fn conclude(mut self, crew: &Crew, run: &Run, named: Option<u64>) -> Result<Report, Error> {
        if !self.is_over && !self.report.is_interrupted && self.report.failure.is_none() {
            let is_empty = |warning: &&Warning| matches!(warning, Warning::ListEmpty { .. });
            let empty_lists = self.report.warnings.iter().filter(is_empty).count() as u64;
            self.report.failure = harvest::failure(crew, run, Named { articles: named, empty_lists }).await?;
        }
        Ok(self.report)
    }

    /// Takes in what was kept of a target, and tells it.
    fn hear(&mut self, crew: &Crew, run: &Run, kept: Kept) {
        let Kept { target, detail, failure, warning, recorded } = kept;
        match target.role {
            Role::List => {
                self.report.lists += u64::from(failure.is_none());
            }
            Role::Article | Role::Attachment => {
                *self.report.outcomes.entry(recorded.outcome).or_default() += 1;
                self.report.other_addresses += u64::from(recorded.is_another_address);
            }
        }
        self.report.warnings.extend(warning);
        if let Some(failure) = failure {
            self.report.failure.get_or_insert(failure);
        }
        self.done += 1;
        self.known = self.known.max(self.done) + recorded.queued as u64;
        (crew.tell)(Event::Visited {
            source: run.source.clone(),
            url: target.url,
            role: target.role,
            outcome: recorded.outcome,
            detail,
            done: self.done,
            known: self.known,
        });
    }
}
