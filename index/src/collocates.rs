//! Which words stand beside a phrase more often than chance would have it: what is asked and what is answered.
//!
//! Words are those into which jieba cuts every text once, without overlaps; marks without a letter or a digit are none and
//! take no room. The windows are all words within a distance of any occurrence of the phrase. A word that lies in the
//! windows of two occurrences counts once, so that what is observed never exceeds the word's frequency; words that overlap an
//! occurrence do not lie in its window. Windows reach over the ends of sentences, not of texts.

use crate::query::Query;
use crate::search::Filter;
use crate::search::Generation;
use crate::search::Matching;
use crate::trend::Phrase;

/// What distances are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Words with a letter or a digit.
    #[default]
    Words,
    /// Folded characters; a word must lie within the distance as a whole.
    Characters,
}

/// In what order collocates come; equal ones by their characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollocateOrder {
    /// The surest first.
    #[default]
    LogLikelihood,
    /// The most exclusive first; favours rare words.
    MutualInformation,
    /// The most typical first, comparable between collections of different size.
    LogDice,
    /// The most frequent first.
    Observed,
}

/// A request for the words beside a phrase.
#[derive(Clone, Debug)]
pub struct CollocatesRequest {
    /// The string; it is not read as a query.
    pub phrase: Phrase,
    /// How the string matches; the base query too.
    pub matching: Matching,
    /// Chooses the documents; an empty query takes all.
    pub base: Query,
    /// Narrows these; with a kind of section, only what lies in such sections counts.
    pub filter: Filter,
    /// How far the window reaches before the phrase.
    pub left: u32,
    /// How far the window reaches behind the phrase.
    pub right: u32,
    /// What both are counted in.
    pub unit: Unit,
    /// How often a word stands in the windows at least.
    pub least: u64,
    /// The order.
    pub order: CollocateOrder,
    /// How many words to return.
    pub limit: usize,
    /// How many words to pass over.
    pub offset: usize,
}

impl CollocatesRequest {
    /// Returns a request for the fifty surest words within five words of a phrase.
    pub fn new(phrase: Phrase, base: Query) -> CollocatesRequest {
        CollocatesRequest {
            phrase,
            matching: Matching::default(),
            base,
            filter: Filter::default(),
            left: 5,
            right: 5,
            unit: Unit::default(),
            least: 3,
            order: CollocateOrder::default(),
            limit: 50,
            offset: 0,
        }
    }
}

/// The words beside a phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocates {
    /// The documents of the base.
    pub documents: u64,
    /// The words of the base.
    pub words: u64,
    /// How often the phrase stands in the base.
    pub occurrences: u64,
    /// Documents that hold it.
    pub holding: u64,
    /// The words in all windows.
    pub window_words: u64,
    /// How many words meet the request; the list is a part of them.
    pub total: u64,
    /// The words asked for: those that stand beside the phrase more often than expected.
    pub collocates: Vec<Collocate>,
    /// What the answer was read from.
    pub generation: Generation,
}

/// A word beside the phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// How often it stands in a window.
    pub observed: u64,
    /// How often before the phrase; one that stands between two occurrences is counted before and behind.
    pub left: u64,
    /// How often behind the phrase.
    pub right: u64,
    /// Documents in which it stands in a window.
    pub documents: u64,
    /// How often it stands in the base.
    pub frequency: u64,
    /// How often it would stand in the windows by chance: words of the windows × frequency / words of the base.
    pub expected: f64,
    /// Log-likelihood G² over four cells: above 15.13 it is no chance (p < 0.0001).
    pub log_likelihood: f64,
    /// Mutual information: log2(observed / expected).
    pub mutual_information: f64,
    /// logDice: 14 + log2(2 · observed / (occurrences of the phrase + frequency)).
    pub log_dice: f64,
}
