//! The query string in; what is asked for, with its limits and defaults, out.

mod pairs;
mod search;
mod trend;
mod years;

pub use search::ConcordanceParams;
pub use search::SearchParams;
pub use years::Years;
pub use years::YearsError;

pub(crate) use pairs::Pairs;
pub(crate) use pairs::encode;
pub(crate) use pairs::without_faults;
pub(crate) use trend::TrendParams;

/// The most hits of one answer.
pub const MOST_HITS: usize = 100;

/// The most concordance lines of one answer.
pub const MOST_LINES: usize = 1000;

/// The longest query of a page in characters.
const LONGEST_QUERY: usize = 1000;

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
