//! The tree that a query becomes.

use std::fmt;
use std::ops::Range;

use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use jiff::civil::Date;

/// A query that was read without error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What the user wrote.
    pub text: String,
    /// What it means.
    pub root: Clause,
}

/// Where a string must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the text.
    Text,
    /// In the title.
    Title,
    /// In the text, from the beginning of a word to the end of a word.
    Words,
    /// In the title, from the beginning of a word to the end of a word.
    TitleWords,
}

/// One condition on a document. Character ranges point into the query's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// Every document.
    Everything,
    /// Each word of an unquoted chunk stands in the text or in the title.
    Bare {
        /// The chunk as written.
        text: String,
        /// Where it was written.
        at: Range<usize>,
    },
    /// The string stands there.
    Phrase {
        /// The string as written.
        text: String,
        /// Where it must stand.
        scope: Scope,
        /// Where it was written.
        at: Range<usize>,
    },
    /// Both stand in the text with at most so many characters between them, in either order.
    Near {
        /// One side.
        left: Box<Clause>,
        /// The other side.
        right: Box<Clause>,
        /// The most characters between them.
        distance: u32,
    },
    /// All hold.
    All(Vec<Clause>),
    /// At least one holds.
    Any(Vec<Clause>),
    /// It does not hold.
    Not(Box<Clause>),
    /// The issuer's name contains it.
    Issuer(String),
    /// The named source (来源) contains it.
    Source(String),
    /// The document belongs to the division or to one under it.
    Region(String),
    /// The report speaks about one of the years, both included.
    Years(i16, i16),
    /// It went up in these days, both included.
    Published(Date, Date),
    /// It is of this kind.
    Kind(DocumentKind),
    /// The other conditions of the same bracket hold within sections of this kind.
    Section(SectionKind),
}

impl Clause {
    /// Returns the conjunction of conditions, without needless levels. Where the matches may lie in sections of several
    /// kinds, they are asked for in each of them.
    pub(crate) fn all(conditions: Vec<Clause>) -> Clause {
        let mut flat: Vec<Clause> =
            conditions.into_iter().filter(|condition| *condition != Clause::Everything).collect();
        let mut choices = (0..flat.len()).filter(|&at| flat[at].is_choice_of_sections());
        // Several choices beside each other only ask for documents that have such sections.
        if let (Some(at), None) = (choices.next(), choices.next())
            && flat.len() > 1
            && let Clause::Any(mut kinds) = flat.remove(at)
        {
            kinds.sort_by_key(Clause::to_string);
            kinds.dedup();
            let within = |kind| Clause::All(flat.iter().cloned().chain([kind]).collect());
            return Clause::any(kinds.into_iter().map(within).collect());
        }
        match flat.len() {
            0 => Clause::Everything,
            1 => flat.swap_remove(0),
            _ => Clause::All(flat),
        }
    }

    fn is_choice_of_sections(&self) -> bool {
        let is_section = |clause: &Clause| matches!(clause, Clause::Section(_));
        matches!(self, Clause::Any(alternatives) if alternatives.iter().all(is_section))
    }

    /// Returns the disjunction of alternatives, without needless levels.
    pub(crate) fn any(mut alternatives: Vec<Clause>) -> Clause {
        if alternatives.len() == 1 { alternatives.swap_remove(0) } else { Clause::Any(alternatives) }
    }
}

impl fmt::Display for Clause {
    /// Writes the condition in the query language with every operator and bracket.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Everything => f.write_str("*"),
            Clause::Bare { text, .. } => f.write_str(text),
            Clause::Phrase { text, scope: Scope::Text, .. } => quoted(f, "", text),
            Clause::Phrase { text, scope: Scope::Title, .. } => quoted(f, "title:", text),
            Clause::Phrase { text, scope: Scope::Words, .. } => quoted(f, "word:", text),
            Clause::Phrase { text, scope: Scope::TitleWords, .. } => quoted(f, "title:word:", text),
            Clause::Near { left, right, distance } => write!(f, "({left} NEAR/{distance} {right})"),
            Clause::All(clauses) => joined(f, clauses, " AND "),
            Clause::Any(clauses) => joined(f, clauses, " OR "),
            Clause::Not(clause) => write!(f, "NOT {clause}"),
            Clause::Issuer(name) => quoted(f, "issuer:", name),
            Clause::Source(name) => quoted(f, "source:", name),
            Clause::Region(name) => quoted(f, "region:", name),
            Clause::Years(first, last) => write!(f, "year:{first}..{last}"),
            Clause::Published(first, last) => {
                let end =
                    |date: &Date, open: Date| if *date == open { String::new() } else { date.to_string() };
                write!(f, "published:{}..{}", end(first, Date::MIN), end(last, Date::MAX))
            }
            Clause::Kind(kind) => write!(f, "kind:{}", kind.key()),
            Clause::Section(kind) => write!(f, "section:{}", kind.key()),
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, field: &str, text: &str) -> fmt::Result {
    f.write_str(field)?;
    f.write_str("\"")?;
    for character in text.chars() {
        if matches!(character, '"' | '“' | '”' | '＂' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    f.write_str("\"")
}

fn joined(f: &mut fmt::Formatter<'_>, clauses: &[Clause], operator: &str) -> fmt::Result {
    f.write_str("(")?;
    for (at, clause) in clauses.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        write!(f, "{clause}")?;
    }
    f.write_str(")")
}
