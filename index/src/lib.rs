//! Exact and ranked search: a query and the index in; documents, occurrences, facets and snippets out.

pub mod error;
pub mod highlight;
mod local;
pub mod query;
pub mod search;
pub mod sync;
pub mod trend;

pub use error::Error;
pub use local::LocalIndex;
