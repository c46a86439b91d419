//! One request in flight per host, and a pause between the end of one and the start of the next.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// The queues of all hosts of a run.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    hosts: Mutex<HashMap<String, Arc<Queue>>>,
}

/// One host's queue.
#[derive(Debug)]
struct Queue {
    /// One permit: who holds it may ask the host.
    turn: Arc<Semaphore>,
    /// Whether it is being asked just now, and not waited for.
    is_asked: AtomicBool,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    /// When the last exchange ended.
    ended: Option<Instant>,
    /// Until when the host asked to be left alone.
    held_until: Option<Instant>,
}

/// The right to ask one host; the pause starts when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    queue: Arc<Queue>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Pace {
    /// Waits until nobody else asks the host and at least `gap` has passed since the last exchange ended.
    pub(crate) async fn turn(&self, host: &str, gap: Duration) -> Turn {
        let queue = self.queue(host);
        // The semaphore is never closed; without a permit we would still be paced, only less strictly.
        let permit = Arc::clone(&queue.turn).acquire_owned().await.ok();
        let ready = {
            let last = lock(&queue.last);
            last.ended.map(|ended| ended + gap).max(last.held_until)
        };
        if let Some(ready) = ready {
            tokio::time::sleep_until(ready).await;
        }
        queue.is_asked.store(true, Ordering::Relaxed);
        Turn { queue, _permit: permit }
    }

    /// Tells whether a request to a host is out.
    pub(crate) fn is_asked(&self, host: &str) -> bool {
        self.queue(host).is_asked.load(Ordering::Relaxed)
    }

    /// Leaves a host alone for a while, because it asked for that.
    pub(crate) fn hold(&self, host: &str, wait: Duration) {
        let queue = self.queue(host);
        let until = Instant::now() + wait;
        let mut last = lock(&queue.last);
        last.held_until = last.held_until.max(Some(until));
    }

    fn queue(&self, host: &str) -> Arc<Queue> {
        let mut hosts = lock(&self.hosts);
        if let Some(queue) = hosts.get(host) {
            return Arc::clone(queue);
        }
        let queue = Arc::new(Queue {
            turn: Arc::new(Semaphore::new(1)),
            is_asked: AtomicBool::new(false),
            last: Mutex::default(),
        });
        hosts.insert(host.to_owned(), Arc::clone(&queue));
        queue
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.queue.is_asked.store(false, Ordering::Relaxed);
        lock(&self.queue.last).ended = Some(Instant::now());
    }
}

/// What these locks guard is whole at every moment, so a panic elsewhere does not spoil it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn a_host_is_left_alone_between_two_exchanges() {
        let (pace, start) = (Pace::default(), Instant::now());
        drop(pace.turn("a", GAP).await);
        assert_eq!(start.elapsed(), Duration::ZERO, "nobody waits for the first turn");
        let turn = pace.turn("a", GAP).await;
        assert!(start.elapsed() >= GAP);
        tokio::time::advance(Duration::from_secs(5)).await;
        drop(turn);
        drop(pace.turn("a", GAP).await);
        assert!(start.elapsed() >= Duration::from_secs(9), "the pause starts when the answer is complete");
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_do_not_wait_for_each_other() {
        let (pace, start) = (Pace::default(), Instant::now());
        let _a = pace.turn("a", GAP).await;
        let _b = pace.turn("b", GAP).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_is_in_flight_on_a_host() {
        let pace = Pace::default();
        let held = pace.turn("a", Duration::ZERO).await;
        let second = tokio::time::timeout(Duration::from_secs(60), pace.turn("a", Duration::ZERO));
        assert!(second.await.is_err(), "the second waits for as long as the first is in flight");
        drop(held);
        drop(pace.turn("a", Duration::ZERO).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_time_gets_it() {
        let (pace, start) = (Pace::default(), Instant::now());
        pace.hold("a", Duration::from_secs(30));
        pace.hold("a", Duration::from_secs(10));
        drop(pace.turn("a", GAP).await);
        assert!(start.elapsed() >= Duration::from_secs(30));
    }
}
