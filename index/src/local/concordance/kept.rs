//! Orders of lines that were asked for lately, so that the next page of them reads no text but its own.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::local::concordance::order::Ordered;
use crate::local::open::View;
use crate::query::Clause;
use crate::search::ConcordanceRequest;
use crate::search::Filter;
use crate::search::LineOrder;
use crate::search::Matching;

/// The most lines whose orders are kept, of 16 bytes each.
const MOST_LINES: usize = 4_000_000;
/// The most orders that are kept: one of no lines keeps its query all the same.
const MOST_ORDERS: usize = 64;

/// The latest orders, the latest last.
#[derive(Default)]
pub(crate) struct KeptOrders(Mutex<Vec<Kept>>);

struct Kept {
    asked: Asked,
    ordered: Arc<Ordered>,
}

/// What an order depends on.
#[derive(Clone, PartialEq, Eq)]
struct Asked {
    /// The engine's number of the view.
    view: u64,
    root: Clause,
    filter: Filter,
    matching: Matching,
    expand: bool,
    order: LineOrder,
    context: usize,
}

impl KeptOrders {
    /// Returns the order of what is asked; works it out when it is not known.
    pub(super) fn get(
        &self,
        request: &ConcordanceRequest,
        view: &View,
        work_out: impl FnOnce() -> tantivy::Result<Ordered>,
    ) -> tantivy::Result<Arc<Ordered>> {
        let asked = Asked {
            view: view.searcher.generation().generation_id(),
            root: request.query.root.clone(),
            filter: request.filter.clone(),
            matching: request.matching,
            expand: request.expand,
            order: request.order,
            context: request.context,
        };
        let known = self.lock().iter().find(|kept| kept.asked == asked).map(|kept| Arc::clone(&kept.ordered));
        if let Some(ordered) = known {
            return Ok(ordered);
        }
        let ordered = Arc::new(work_out()?);
        self.keep(Kept { asked, ordered: Arc::clone(&ordered) });
        Ok(ordered)
    }

    fn keep(&self, newest: Kept) {
        if newest.ordered.len() > MOST_LINES {
            return;
        }
        let mut kept = self.lock();
        kept.retain(|kept| kept.asked.view == newest.asked.view && kept.asked != newest.asked);
        kept.push(newest);
        let mut lines: usize = kept.iter().map(|kept| kept.ordered.len()).sum();
        while lines > MOST_LINES || kept.len() > MOST_ORDERS {
            lines -= kept.remove(0).ordered.len();
        }
    }

    /// Counts the orders that are kept.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
