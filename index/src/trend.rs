//! How often phrases stand in each year, place, kind or part of the documents: what is asked and what is answered.

use corpus::text::fold;

use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::search::Filter;
use crate::search::Generation;
use crate::search::Matching;

/// What the counts are parted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrendBy {
    /// The report year; a report on a span counts in each of its years.
    #[default]
    Year,
    /// The place, on every level of its path.
    Region,
    /// The kind of document.
    Kind,
    /// The kind of section; a document counts under every kind that it has.
    Section,
}

impl TrendBy {
    /// Every way of parting.
    pub const ALL: &'static [TrendBy] = &[TrendBy::Year, TrendBy::Region, TrendBy::Kind, TrendBy::Section];

    /// Returns the word for it: `year`, `region`, `kind`, `section`.
    pub fn key(self) -> &'static str {
        match self {
            TrendBy::Year => "year",
            TrendBy::Region => "region",
            TrendBy::Kind => "kind",
            TrendBy::Section => "section",
        }
    }
}

/// Which counts are wanted.
#[derive(Clone, Debug)]
pub struct TrendRequest {
    /// The strings counted, each by itself.
    pub phrases: Vec<Phrase>,
    /// What the counts are parted by.
    pub by: TrendBy,
    /// The documents that everything is counted in; an empty query takes all.
    pub base: Query,
    /// What these are narrowed to.
    pub filter: Filter,
    /// How phrases match; the base query too.
    pub matching: Matching,
}

/// A string to count; it is not read as a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase(String);

impl Phrase {
    /// Takes a string; `None` when nothing is left of it after folding.
    pub fn new(text: &str) -> Option<Phrase> {
        (!fold(text).is_empty()).then(|| Phrase(text.to_owned()))
    }

    /// Returns it as it was written.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Returns the condition that the string stands in the text.
    pub(crate) fn clause(&self) -> Clause {
        Clause::Phrase { text: self.0.clone(), scope: Scope::Text, at: 0..self.0.chars().count() }
    }
}

/// The counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What was counted in.
    pub base: TrendBase,
    /// One for each phrase, in the order asked.
    pub series: Vec<TrendSeries>,
    /// What the answer was read from.
    pub generation: Generation,
}

/// The documents in which was counted, whether or not a phrase stands in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrendBase {
    /// All of them.
    pub documents: u64,
    /// The folded characters of their texts; of their sections of one kind when the filter names it.
    pub characters: u64,
    /// Those that stand under no key, such as documents without a year.
    pub without_key: u64,
    /// The different places that have documents in the base.
    pub regions: u64,
}

/// The counts of one phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendSeries {
    /// The phrase as it was written.
    pub phrase: String,
    /// One for each key that any document of the base has; ascending, kinds in their usual order.
    pub points: Vec<TrendPoint>,
}

/// The counts of one phrase under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// A year, a written path, the key of a kind or of a section kind.
    pub key: String,
    /// Places at which the phrase starts.
    pub occurrences: u64,
    /// Documents that hold it.
    pub documents: u64,
    /// Documents of the base.
    pub base_documents: u64,
    /// The different places that these documents come from: how much of the map is behind the counts.
    pub base_regions: u64,
    /// Folded characters of the base.
    pub characters: u64,
}

impl TrendPoint {
    /// Returns the occurrences in a million characters of the base; 0 when the base has no text.
    pub fn per_million(&self) -> f64 {
        if self.characters == 0 { 0.0 } else { self.occurrences as f64 * 1e6 / self.characters as f64 }
    }

    /// Returns the part of the base's documents that hold the phrase, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.base_documents == 0 { 0.0 } else { self.documents as f64 / self.base_documents as f64 }
    }
}
