//! Which words set one slice of the collection apart from another: what is asked and what is answered.
//!
//! Words are those into which jieba cuts every text once, without overlaps, so that they add up to the size of a slice;
//! marks without a letter or a digit are none. For each word the log-likelihood over the two slices (Rayson and Garside 2000)
//! says how sure a difference is, and the log ratio (Hardie 2014) how large; `association.rs` has the formulas. Counts
//! are those of all documents of both slices, not of a sample.

use crate::query::Query;
use crate::search::Filter;
use crate::search::Generation;
use crate::search::Matching;

/// Which side of the difference is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Words that the target uses more.
    #[default]
    Over,
    /// Words that the target uses less.
    Under,
    /// Both.
    Both,
}

/// In what order key words come; equal ones by their characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeynessOrder {
    /// The surest difference first.
    #[default]
    LogLikelihood,
    /// The largest difference first, whichever way it goes.
    LogRatio,
}

/// A comparison of two slices.
#[derive(Clone, Debug)]
pub struct KeynessRequest {
    /// Chooses the documents of the target.
    pub target: Query,
    /// Chooses the documents of the reference; `None` takes all that are not in the target.
    pub reference: Option<Query>,
    /// Narrows both slices; with a kind of section, only words within such sections count.
    pub filter: Filter,
    /// How strings of the two queries match.
    pub matching: Matching,
    /// Which side is asked for.
    pub direction: Direction,
    /// The order.
    pub order: KeynessOrder,
    /// How often a word stands in both slices together at least.
    pub least: u64,
    /// In how many documents of both slices together a word stands at least.
    pub least_documents: u64,
    /// How many words to return.
    pub limit: usize,
    /// How many words to pass over.
    pub offset: usize,
}

impl KeynessRequest {
    /// Returns a request for the fifty words that set a slice apart from everything else.
    pub fn new(target: Query) -> KeynessRequest {
        KeynessRequest {
            target,
            reference: None,
            filter: Filter::default(),
            matching: Matching::default(),
            direction: Direction::default(),
            order: KeynessOrder::default(),
            least: 5,
            least_documents: 1,
            limit: 50,
            offset: 0,
        }
    }
}

/// How large a slice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Its documents.
    pub documents: u64,
    /// Its words, each counted as often as it stands.
    pub words: u64,
    /// Its different words.
    pub types: u64,
}

/// How often a word stands in a slice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordCount {
    /// Places.
    pub occurrences: u64,
    /// Documents.
    pub documents: u64,
}

/// The comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyness {
    /// The size of the target.
    pub target: Slice,
    /// The size of the reference.
    pub reference: Slice,
    /// Documents that are in both: they weaken every difference.
    pub common_documents: u64,
    /// How many words meet the request; the list is a part of them.
    pub total: u64,
    /// The words asked for.
    pub words: Vec<KeyWord>,
    /// What the answer was read from.
    pub generation: Generation,
}

/// A word and how the slices differ in it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyWord {
    /// The word, folded.
    pub word: String,
    /// How often it stands in the target.
    pub target: WordCount,
    /// How often it stands in the reference.
    pub reference: WordCount,
    /// How often it would stand in the target if both slices used it alike.
    pub expected: f64,
    /// Log-likelihood G²: above 15.13 the difference is no chance (p < 0.0001).
    pub log_likelihood: f64,
    /// The binary logarithm of the ratio of relative frequencies: 1 is twice as frequent, −1 half as frequent.
    pub log_ratio: f64,
    /// The Bayes factor on the scale of BIC: above 10 is very strong evidence whatever the sizes.
    pub bayes_factor: f64,
}
