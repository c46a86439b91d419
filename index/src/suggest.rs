//! What a reader who has typed a little may mean: what is asked and what is answered.

use crate::search::Generation;

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggested {
    /// A word or several words that stand in texts side by side.
    Words,
    /// A place that has documents.
    Region,
    /// The title of a document.
    Title,
}

/// How a suggestion answers to what was typed; the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It begins with it.
    Prefix,
    /// It is written so in pinyin, whole or begun.
    Pinyin,
    /// Its syllables begin with these letters.
    Initials,
    /// It sounds alike.
    Sound,
    /// It is spelt almost alike.
    Spelling,
    /// It contains it.
    Contains,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to show.
    pub text: String,
    /// What it is.
    pub suggested: Suggested,
    /// How it answers to what was typed.
    pub likeness: Likeness,
    /// The query that finds it.
    pub query: String,
    /// Documents that this query finds.
    pub documents: u64,
    /// Places in their texts; 0 for regions and titles.
    pub occurrences: u64,
}

/// The suggestions, the closest first, then those with most documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestions {
    /// The suggestions.
    pub suggestions: Vec<Suggestion>,
    /// What the counts were read from.
    pub generation: Generation,
}

/// Another query that finds something where the one asked finds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DidYouMean {
    /// The query.
    pub query: String,
    /// Documents that it finds under the same filter.
    pub documents: u64,
}
