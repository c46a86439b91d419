//! Somebody who waits for work in; the work ended once nobody does, out.

use index::interrupt::Interrupt;

/// Waits for work that may be ended; ends it when it goes away, whether it had enough, gave up, or hung up.
#[derive(Debug, Default)]
pub(crate) struct Waiter(Interrupt);

impl Waiter {
    /// Returns what the work is to be run with.
    pub(crate) fn interrupt(&self) -> Interrupt {
        self.0.clone()
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.raise();
    }
}
