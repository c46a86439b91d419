//! Commits of which pages were shown in; the one that a further page is read from out.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::local::open::View;

/// How many commits are kept. They share what did not change, but hold on to the files of segments that were merged since.
const MOST: usize = 16;

/// The commits behind whose pages somebody may go on, the one that last showed a page with others behind it at the end.
#[derive(Default)]
pub(crate) struct KeptViews(Mutex<Vec<Arc<View>>>);

impl KeptViews {
    /// Returns a commit that is kept.
    pub(crate) fn of(&self, commit: u64) -> Option<Arc<View>> {
        self.lock().iter().find(|view| view.generation.commit == commit).cloned()
    }

    /// Keeps a commit, in place of the one that showed none for the longest.
    pub(crate) fn keep(&self, view: &Arc<View>) {
        let mut kept = self.lock();
        kept.retain(|other| other.generation.commit != view.generation.commit);
        kept.push(Arc::clone(view));
        if kept.len() > MOST {
            kept.remove(0);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<View>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
