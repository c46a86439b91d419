//! Comparing: two documents in; their parts, sentences and characters aligned, and what changed, out.

mod align;
mod arrange;
mod chain;
mod inside;
pub(crate) mod likeness;
mod part;
mod quantity;
pub(crate) mod sentence;
#[cfg(test)]
mod tests;
pub(crate) mod variant;

use crate::document::Document;
use crate::document::SectionKind;

pub use inside::Fate;
pub use inside::Piece;
pub use quantity::QuantityPair;
pub use quantity::quantities;

/// How many of the biggest changes are named.
pub const BIGGEST: usize = 10;

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// It says the same in the same place.
    Same,
    /// It says the same in another place.
    Moved,
    /// Words or numbers changed.
    Reworded,
    /// One sentence became several.
    Split,
    /// Several sentences became one.
    Merged,
    /// It is new.
    Added,
    /// It was dropped.
    Removed,
}

impl Op {
    /// Returns the name that machines use.
    pub fn key(self) -> &'static str {
        match self {
            Op::Same => "same",
            Op::Moved => "moved",
            Op::Reworded => "reworded",
            Op::Split => "split",
            Op::Merged => "merged",
            Op::Added => "added",
            Op::Removed => "removed",
        }
    }
}

/// Sentences of the old text and what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What became of them.
    pub op: Op,
    /// As the old text has them; none for what is new.
    pub old: Option<String>,
    /// As the new text has them; none for what was dropped.
    pub new: Option<String>,
    /// The characters that stayed, went and came, for what was reworded, split or merged.
    pub pieces: Vec<Piece>,
    /// Whether it stands elsewhere now; always for `Moved`.
    pub is_moved: bool,
    /// The heading of the part of the old text that it stood in, for what moved.
    pub moved_from: Option<String>,
    /// Characters that went or came; layout and final stops do not count.
    pub changed: usize,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartName {
    /// Its heading; none for what stands before the first heading.
    pub heading: Option<String>,
    /// Its number in the document, such as `2.1`; empty before the first heading.
    pub number: String,
    /// What it is about.
    pub kind: SectionKind,
}

/// A part of the old text and the part of the new text that it became. One side may be missing, never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartPair {
    /// The part of the old text.
    pub old: Option<PartName>,
    /// The part of the new text.
    pub new: Option<PartName>,
    /// The sentences of both, in reading order, unchanged ones too.
    pub rows: Vec<Row>,
}

/// Shares of the characters that are compared, each from 0 to 1.
///
/// `verbatim`, `reworded` and `added` are shares of the new text and come to 1 (0 when it is empty); `removed` is a
/// share of the old text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Carried over as it was, moved or not.
    pub verbatim: f64,
    /// In sentences that were reworded, split or merged.
    pub reworded: f64,
    /// In sentences that are new.
    pub added: f64,
    /// In sentences of the old text that were dropped.
    pub removed: f64,
    /// Characters of the old text, without layout.
    pub old_characters: usize,
    /// Characters of the new text, without layout.
    pub new_characters: usize,
}

/// Where a change stands: `parts[part].rows[row]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The index of the part.
    pub part: usize,
    /// The index of the row in it.
    pub row: usize,
}

/// Two documents compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How much was carried over.
    pub summary: Summary,
    /// The parts in the order of the new text; those that were dropped stand where they stood.
    pub parts: Vec<PartPair>,
    /// Up to ten places at which most characters changed, biggest first.
    pub biggest: Vec<Place>,
}

/// Compares the texts of two documents, `old` with `new`.
///
/// Differences of width, script, marks of one meaning, layout and page counters are no changes; another number always
/// is. The time is nearly linear in the texts, whatever they hold.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let old_text: Vec<char> = old.text.chars().collect();
    let new_text: Vec<char> = new.text.chars().collect();
    let old_sentences = sentence::sentences(&old_text);
    let new_sentences = sentence::sentences(&new_text);
    let old_parts = part::parts(old, &old_sentences);
    let new_parts = part::parts(new, &new_sentences);
    let pairs = part::pair((&old_parts, &old_sentences), (&new_parts, &new_sentences));
    let groups = align::align((&old_sentences, &old_parts), (&new_sentences, &new_parts), &pairs);
    let old = arrange::Side { text: &old_text, sentences: &old_sentences, parts: &old_parts };
    let new = arrange::Side { text: &new_text, sentences: &new_sentences, parts: &new_parts };
    arrange::arrange(&old, &new, &pairs, &groups)
}
