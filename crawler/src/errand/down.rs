//! What an address came to in; whether its site is down, after several that could not be had, out.

use std::time::Duration;

use corpus::store::GivingUp;
use corpus::store::Target;
use corpus::visit::Role;
use jiff::SignedDuration;
use url::Url;

use crate::errand::Asks;
use crate::errand::Errand;
use crate::errand::Met;
use crate::error::Error;
use crate::fetch::Answer;
use crate::fetch::Block;
use crate::fetch::Fetched;
use crate::fetch::Fetcher;
use crate::fetch::host_key;
use crate::schedule;

/// So many pages in a row that cannot be had raise the question whether the site is down.
const ASK_AFTER: u32 = 5;

/// So many in a row mean that asking on would only add to its load, even when it answers something.
const GIVE_UP_AFTER: u32 = 25;

/// So many addresses in a row that a host refuses to show mean that it wants to show us none: a few may be closed one by one.
const LEAVE_AFTER_BLOCKS: usize = 10;

impl Errand<'_> {
    /// Counts failures in a row. A site whose robots.txt can still be had is not down: its pages are broken one by one.
    pub(super) async fn watch(
        &self,
        (met, target): (&mut Met, &Target),
        fetcher: &Fetcher,
        fetched: &Fetched,
    ) -> Result<(), Error> {
        let (url, host) = (&fetched.url, host_key(&fetched.url));
        if let Answer::Blocked(block) = &fetched.answer
            && !matches!(block, Block::Robots | Block::RobotsUnreachable(_))
        {
            // Blocked is not down, so it is no failure of the host either; whether it is asked on is told by its blocks alone.
            met.failures_in_a_row = 0;
            return match self.hosts.blocks(&host) {
                LEAVE_AFTER_BLOCKS.. => self.leave_blocked(met, host, &block.to_string()).await,
                _ => Ok(()),
            };
        }
        match fetched.answer {
            // What an article came to is told when it is read.
            Answer::Page(_) if target.role == Role::Article => {
                self.hosts.answers_unread(&host_of(target), &target.key);
            }
            Answer::Page(_) | Answer::NotModified(_) | Answer::Missing => self.hosts.shows(&host),
            _ => {}
        }
        if !matches!(fetched.answer, Answer::Transient { .. }) || host.is_empty() {
            met.failures_in_a_row = 0;
            if self.hosts.answers(&host) {
                self.clerk.keep(move |desk| Ok(desk.store.take_up_host(&host)?)).await?;
            }
            return Ok(());
        }
        if let Answer::Transient { retry_after: Some(wait), .. } = &fetched.answer
            && !fetcher.waits_for(*wait)
        {
            let minutes = wait.as_secs().div_ceil(60);
            let why = format!("{host} asks to be left alone for {minutes} minutes; the rest was left");
            return self.leave(met, host, why, *wait).await;
        }
        met.failures_in_a_row += 1;
        let ask_after = if self.hosts.was_given_up(&host) { 1 } else { ASK_AFTER };
        if !met.failures_in_a_row.is_multiple_of(ask_after) {
            return Ok(());
        }
        if met.failures_in_a_row < GIVE_UP_AFTER {
            let (is_alive, exchanges) = self.unless_stopped(fetcher.is_alive(url, self.permits)).await?;
            self.count_beside(&exchanges);
            self.clerk.archive(move |desk| Ok(desk.keep(&exchanges, None, None)?)).await?;
            if is_alive {
                return Ok(());
            }
        }
        let why = match met.failures_in_a_row {
            1 => format!("{host} still cannot be reached; the rest was left"),
            count => format!("{count} addresses in a row could not be fetched; the rest was left"),
        };
        self.leave(met, host, why, Duration::ZERO).await
    }

    /// Counts how the page of an article keeps us out, when it does: by a login or by what it says, which is a block like any other.
    pub(crate) async fn judge(&self, target: &Target, block: Option<&str>) -> Result<(), Error> {
        if !matches!(self.asks, Asks::Sites(_)) {
            return Ok(());
        }
        let host = host_of(target);
        let Some(block) = block else {
            self.hosts.shows_page(&host, &target.key);
            return Ok(());
        };
        if self.hosts.blocks_by_page(&host, &target.key) < LEAVE_AFTER_BLOCKS
            || self.hosts.why_left(&host).is_some()
        {
            return Ok(());
        }
        let mut met = self.unless_stopped(self.met.lock()).await?;
        self.leave_blocked(&mut met, host, block).await
    }

    /// Counts the same of a page of which only those before it tell what it is, when its turn to be kept has come. Nothing is waited
    /// for, and the next fetch finds the host left alone; returns why, when it is.
    pub(crate) fn judge_in_turn(
        &self,
        target: &Target,
        block: Option<&str>,
    ) -> Result<Option<String>, Error> {
        if !matches!(self.asks, Asks::Sites(_)) {
            return Ok(None);
        }
        let host = host_of(target);
        let Some(block) = block else {
            self.hosts.shows_page(&host, &target.key);
            return Ok(None);
        };
        let is_over = self.hosts.blocks_by_page(&host, &target.key) >= LEAVE_AFTER_BLOCKS;
        if !is_over || self.hosts.why_left(&host).is_some() {
            return Ok(None);
        }
        let why = why_blocked(&host, block);
        self.hosts.leave(&host, &why);
        let left = Some(why.clone());
        let now = (self.surroundings.now)();
        self.clerk.hand_in(move |desk| {
            let giving_up = GivingUp { now, day: schedule::day(now), why: &why, asked: SignedDuration::ZERO };
            desk.store.give_up_host(&host, giving_up)?;
            Ok(())
        })?;
        Ok(left)
    }

    async fn leave_blocked(&self, met: &mut Met, host: String, block: &str) -> Result<(), Error> {
        let why = why_blocked(&host, block);
        self.hosts.leave(&host, &why);
        self.leave(met, host, why, Duration::ZERO).await
    }

    /// Asks a host for nothing more in this crawl, and lets it rest.
    async fn leave(&self, met: &mut Met, host: String, why: String, asked: Duration) -> Result<(), Error> {
        met.down = Some(why.clone());
        let now = (self.surroundings.now)();
        let asked = SignedDuration::try_from(asked).unwrap_or(SignedDuration::MAX);
        let rest = self.clerk.keep(move |desk| {
            let giving_up = GivingUp { now, day: schedule::day(now), why: &why, asked };
            Ok(desk.store.give_up_host(&host, giving_up)?)
        });
        rest.await.map(drop)
    }
}

fn why_blocked(host: &str, block: &str) -> String {
    format!(
        "{host} blocked {LEAVE_AFTER_BLOCKS} addresses in a row ({block}); it is left alone, and so was the rest"
    )
}

/// The host that a target is asked for at.
fn host_of(target: &Target) -> String {
    Url::parse(&target.url).map(|url| host_key(&url)).unwrap_or_default()
}
