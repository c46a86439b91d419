//! Work that nobody waits for any more in; its end, at the next place where it looks out, out.
//!
//! A search goes through hundreds of thousands of documents and has no place to hand an error through each of them. It is ended by
//! unwinding, with no panic's message, and only `Interrupt::run` sees that; whatever was half done is dropped, and nothing of it is
//! kept.

use std::any::Any;
use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

thread_local! {
    /// What may end the work of this thread.
    static AT_HAND: RefCell<Option<Interrupt>> = const { RefCell::new(None) };
}

/// Tells a search from another thread that nobody waits for it any more.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

/// What unwinds when work is ended.
struct Ended;

impl Interrupt {
    /// Ends the work that runs with this, soon.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Runs work of this crate on the thread at hand and returns what it comes to; `None` when it was ended first. Other threads that
    /// the work starts are not ended. A panic of the work goes on.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let before = AT_HAND.with_borrow_mut(|at_hand| at_hand.replace(self.clone()));
        let done = catch_unwind(AssertUnwindSafe(work));
        AT_HAND.with_borrow_mut(|at_hand| *at_hand = before);
        match done {
            Ok(done) => Some(done),
            Err(reason) if is_end(&*reason) => None,
            Err(reason) => resume_unwind(reason),
        }
    }

    /// Returns what may end the work of this thread.
    pub(crate) fn at_hand() -> Interrupt {
        AT_HAND.with_borrow(|at_hand| at_hand.clone().unwrap_or_default())
    }

    /// Ends the work when nobody waits for it any more.
    #[inline]
    pub(crate) fn look(&self) {
        if self.0.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Ended));
        }
    }
}

/// Tells whether what unwinds is the end of work that nobody waits for, and no defect.
pub(crate) fn is_end(reason: &(dyn Any + Send)) -> bool {
    reason.is::<Ended>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_where_it_looks_out() {
        let interrupt = Interrupt::default();
        assert_eq!(interrupt.run(|| 7), Some(7));
        let mut steps = Vec::new();
        let done: Option<()> = interrupt.run(|| {
            loop {
                Interrupt::at_hand().look();
                steps.push(());
                interrupt.raise();
            }
        });
        assert_eq!((done, steps.len()), (None, 1));
        Interrupt::at_hand().look();
    }

    #[test]
    fn a_panic_goes_on() {
        let panicking = || Interrupt::default().run(|| resume_unwind(Box::new("a defect")));
        let reason = catch_unwind(panicking).expect_err("it panics");
        assert_eq!(reason.downcast_ref::<&str>(), Some(&"a defect"));
    }
}
