//! Copies: the documents of a store in; which of them took sentences from which, whatever places and numbers were put in, out.
//!
//! A text is cut into sentences and clauses; places and numbers become placeholders, and each clause is kept as a number
//! of 31 bits (`masked`, `sketch`). Documents that share clauses which few issuers use are candidates (`postings`); what
//! a pair shares is weighed on the sketches alone (`judge`), so that a hundred thousand documents need not be read
//! twice. Clauses that many issuers use are boilerplate and count for nothing. What two documents share, sentence by
//! sentence, is worked out when it is looked at (`evidence`).

mod evidence;
mod follow;
mod foreign;
mod judge;
mod masked;
mod postings;
mod sketch;
#[cfg(test)]
mod tests;

use crate::document::keyed;

pub use evidence::SharedSentence;
pub use evidence::shared_sentences;
pub use follow::Followed;
pub use follow::Progress;
pub use follow::follow;
pub use postings::Boilerplate;
pub use sketch::Name;
pub use sketch::Sketch;
pub use sketch::sketch;

keyed! {
    /// Where the shared text comes from.
    Relation {
        /// The same district: another year of its own, or another of its documents.
        OwnYear = "own-year", "沿用本地区";
        /// Another district.
        OtherDistrict = "other-district", "照搬其他地区";
    }
}

/// What two documents have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The share of the shorter text's own clauses that stand in the other, from 0 to 1; boilerplate counts on no side.
    pub similarity: f64,
    /// Sentences of the later document at least half of whose clauses stand in the other and that are no boilerplate.
    pub shared_sentences: usize,
}
