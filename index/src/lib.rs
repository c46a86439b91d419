//! Exact and ranked search: a query and the index in; documents, occurrences, facets and snippets out.

mod articles;
mod association;
pub mod collocates;
pub mod cursor;
pub mod error;
pub mod expand;
pub mod interrupt;
pub mod keyness;
pub mod listing;
mod local;
pub mod query;
pub mod search;
pub mod suggest;
pub mod sync;
pub mod trend;

pub use error::Error;
pub use local::LocalIndex;

/// Tells how a query is read and what its strings are cut into; needs no index.
pub fn explain(query: &query::Query, matching: search::Matching) -> search::Explanation {
    local::explain(query, matching)
}
