//! What the book of copies is asked for and what it answers: plain values.

use jiff::civil::Date;

use crate::copies::Relation;
use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::year::ReportYear;

/// How far the book has followed a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPosition {
    /// The name of the store.
    pub store: String,
    /// The last change that was followed.
    pub seq: u64,
    /// The last document of a first pass that was not finished.
    pub cursor: Option<String>,
    /// How many documents there were when all of them were last judged.
    pub judged: usize,
}

/// What the book keeps of one document beside its sketch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketched {
    /// Its name.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// What sort of document it is.
    pub kind: DocumentKind,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Where it belongs.
    pub place: Option<Place>,
    /// The years it speaks about.
    pub year: Option<ReportYear>,
    /// The day its page went up.
    pub published: Option<Date>,
}

/// A sketch on its shelf, without the names.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The number that pairs name it by.
    pub number: i64,
    /// What is known of the document.
    pub about: Sketched,
    /// The clauses of its sketch.
    pub clauses: Vec<u32>,
    /// Whether it was held against the others.
    pub is_judged: bool,
}

/// A pair as it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLine {
    /// The number of the later document.
    pub a: i64,
    /// The number of the earlier one.
    pub b: i64,
    /// See [`crate::copies::Verdict`].
    pub similarity: f64,
    /// See [`crate::copies::Verdict`].
    pub shared_sentences: usize,
    /// Where the text comes from.
    pub relation: Relation,
    /// Names of other places that were left in the later document.
    pub foreign_names: Vec<String>,
}

/// A pair as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyLine {
    /// The later document: the copy, as far as dates tell.
    pub a: Sketched,
    /// The earlier document.
    pub b: Sketched,
    /// What they share.
    pub pair: PairLine,
}

/// Which pairs are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CopyQuestion {
    /// Only those with this document.
    pub id: Option<DocumentId>,
    /// Only those of this relation.
    pub relation: Option<Relation>,
    /// Only those whose later document is of this kind.
    pub kind: Option<DocumentKind>,
    /// Only those in which foreign names were left.
    pub with_foreign_names: bool,
    /// Pairs to pass over.
    pub offset: usize,
    /// Pairs at most.
    pub limit: usize,
}
