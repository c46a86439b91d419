//! The query string in; what is asked for, with its limits and defaults, out.

mod changes;
mod export;
mod pairs;
mod search;
mod trend;
mod trend_page;
mod words;
mod words_page;
mod years;

use index::query::Query;

use crate::Error;

pub use export::ExportParams;
pub use pairs::written;
pub use search::ConcordanceParams;
pub use search::SearchParams;
pub use years::Years;
pub use years::YearsError;

pub(crate) use changes::ChangesParams;
pub(crate) use changes::FeedParams;
pub(crate) use export::address as export_address;
pub(crate) use pairs::Pairs;
pub(crate) use pairs::encode;
pub(crate) use pairs::fault;
pub(crate) use pairs::without_faults;
pub(crate) use trend::TrendParams;
pub(crate) use trend_page::TrendPage;
pub(crate) use words::CollocatesParams;
pub(crate) use words::ExplainParams;
pub(crate) use words::KeynessParams;
pub(crate) use words::SuggestParams;
pub(crate) use words_page::WordsPage;

/// The most hits of one answer.
pub const MOST_HITS: usize = 100;

/// The most concordance lines of one answer.
pub const MOST_LINES: usize = 1000;

/// How far paging goes; beyond it a narrower query is the better question.
pub const DEEPEST: usize = 1_000_000;

/// How far paging through a concordance goes: every line of any collection can be reached.
pub const DEEPEST_LINE: usize = 1_000_000_000;

/// Whose address it is: a program learns of every mistake, a reader's old bookmark still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Unknown and empty parameters are errors.
    Strict,
    /// Unknown and empty parameters are passed over.
    Lenient,
}

/// Reads the query that a parameter holds.
///
/// # Errors
/// `Query` with the name of the parameter and the place.
pub(crate) fn query_of(parameter: &'static str, text: &str) -> Result<Query, Error> {
    index::query::parse(text).map_err(|source| Error::Query { parameter, query: text.to_owned(), source })
}
