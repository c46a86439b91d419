//! An unquoted chunk of a query and what is left of it when names are taken out; whether a place stands apart in it.

use std::ops::Range;

use corpus::gazetteer::Mentioned;
use corpus::text::says_something;

use crate::local::naming::lists::FILLING;
use crate::local::naming::lists::KINDS;
use crate::local::naming::places::are_related;
use crate::local::tokenize;

/// An unquoted chunk.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) text: String,
    /// The same with a blank for each character of a name.
    pub(super) rest: String,
    /// Where places begin and end, in characters.
    pub(super) edges: Vec<usize>,
}

impl Chunk {
    pub(super) fn new(text: String) -> Chunk {
        Chunk { rest: text.clone(), text, edges: Vec::new() }
    }

    /// Puts everything back that was taken out.
    pub(super) fn give_back(&mut self) {
        self.rest.clone_from(&self.text);
    }

    /// Tells whether a place in what is left begins and ends between words: 南京 in 南京大屠杀 does not. It begins there behind
    /// a name that is taken, and ends there before a place that lies in it and before what names of reports go on with,
    /// whatever word the dictionary knows across: 辽宁沈阳, 常州政府.
    pub(super) fn parts(&self, between: &str, place: &Mentioned, next: Option<&Mentioned>) -> bool {
        let Range { start, end } = place.span;
        let edges = words_end(&self.text);
        let is_edge = |at: usize| at == 0 || edges.contains(&characters(&self.rest[..at]));
        let follows_name = between.chars().next_back().is_none_or(|c| !says_something(c));
        let is_followed = next.is_some_and(|next| next.span.start == end && are_related(place, next));
        (follows_name || is_edge(start))
            && (is_followed || is_edge(end) || goes_on_as_report(&self.rest[end..]))
    }
}

/// Tells whether a text begins with what stands behind the place in the name of a report: 政府, 工作报告.
fn goes_on_as_report(text: &str) -> bool {
    let is_word = |word: &&&str| word.chars().nth(1).is_some();
    let of_kinds = KINDS.iter().flat_map(|(_, strings)| strings.iter());
    FILLING.iter().chain(of_kinds).filter(is_word).any(|word| text.starts_with(word))
}

pub(super) fn characters(text: &str) -> usize {
    text.chars().count()
}

/// Counts the characters of a chunk up to the end of each of its words.
fn words_end(text: &str) -> Vec<usize> {
    let mut end = 0;
    let after = |piece: &str| {
        end += piece.chars().count();
        end
    };
    tokenize::pieces(text).into_iter().map(after).collect()
}
