//! A text and the places that match in; the same text cut into plain and marked pieces out.

use corpus::text::fold;
use index::query::Clause;
use index::query::Query;
use index::search::Explanation;

/// How many different strings are marked in one text; a reader tells no more apart.
const MOST_STRINGS: usize = 50;

/// Strings up to this length are also marked where they overlap themselves.
const SHORT: usize = 64;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The characters as they stand.
    pub(crate) text: String,
    /// Counts the matches from 1; 0 for a piece that is no match or goes on with one.
    pub(crate) number: usize,
    /// Whether it is (part of) a match.
    pub(crate) is_mark: bool,
    /// The anchor of the section that begins with this piece.
    pub(crate) anchor: Option<String>,
}

/// Cuts a text at its marks: character ranges, sorted and not overlapping.
pub(crate) fn pieces(text: &str, marks: &[(usize, usize)]) -> Vec<Piece> {
    cut(text, 0, marks, &[])
}

/// Cuts the part of a text that begins at character `start` at the marks and anchors that lie in it.
///
/// Marks and anchors count characters of the whole text and are sorted. `marks[n]` carries the number `n + 1` where it
/// begins.
pub(crate) fn cut(
    text: &str,
    start: usize,
    marks: &[(usize, usize)],
    anchors: &[(usize, String)],
) -> Vec<Piece> {
    let mut next_mark = marks.partition_point(|&(_, end)| end <= start);
    let mut next_anchor = anchors.partition_point(|&(at, _)| at < start);
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, character) in (start..).zip(text.chars()) {
        while marks.get(next_mark).is_some_and(|&(_, end)| end <= at) {
            next_mark += 1;
        }
        let mark = marks.get(next_mark).filter(|&&(from, _)| from <= at);
        let begins_mark = mark.is_some_and(|&(from, _)| from == at);
        let anchor = anchors.get(next_anchor).filter(|&&(from, _)| from == at).map(|(_, name)| name.clone());
        while anchors.get(next_anchor).is_some_and(|&(from, _)| from <= at) {
            next_anchor += 1;
        }
        match pieces.last_mut() {
            Some(last) if last.is_mark == mark.is_some() && !begins_mark && anchor.is_none() => {
                last.text.push(character);
            }
            _ => pieces.push(Piece {
                text: character.to_string(),
                number: if begins_mark { next_mark + 1 } else { 0 },
                is_mark: mark.is_some(),
                anchor,
            }),
        }
    }
    pieces
}

/// Returns the strings of a query that a document is found by, folded: those it must not contain are left out.
pub(crate) fn strings(query: &Query, explanation: &Explanation) -> Vec<String> {
    let mut found = Vec::new();
    collect(&query.root, explanation, &mut found);
    found.retain(|string| !string.is_empty());
    found.sort();
    found.dedup();
    found.truncate(MOST_STRINGS);
    found
}

fn collect(clause: &Clause, explanation: &Explanation, found: &mut Vec<String>) {
    match clause {
        Clause::Bare { text, .. } => {
            match explanation.parts.iter().find(|part| part.text == *text && !part.words.is_empty()) {
                Some(part) => found.extend(part.words.iter().map(|word| fold(word).into_text())),
                None => found.push(fold(text).into_text()),
            }
        }
        Clause::Phrase { text, .. } => found.push(fold(text).into_text()),
        Clause::Near { left, right, .. } => {
            collect(left, explanation, found);
            collect(right, explanation, found);
        }
        Clause::All(clauses) | Clause::Any(clauses) => {
            for clause in clauses {
                collect(clause, explanation, found);
            }
        }
        Clause::Everything
        | Clause::Not(_)
        | Clause::Issuer(_)
        | Clause::Source(_)
        | Clause::Region(_)
        | Clause::Years(..)
        | Clause::Published(..)
        | Clause::Kind(_)
        | Clause::Section(_) => {}
    }
}

/// Finds folded strings in a text; returns character ranges of the original, sorted, overlapping ones joined.
pub(crate) fn matches(text: &str, strings: &[String]) -> Vec<(usize, usize)> {
    if strings.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for string in strings {
        let length = string.chars().count();
        for start in starts(folded.text(), string, length) {
            let original = folded.original(start..start + length);
            found.push((original.start, original.end));
        }
    }
    found.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Returns the first character of each match, in order.
fn starts(text: &str, string: &str, length: usize) -> Vec<usize> {
    let Some(first) = string.chars().next() else { return Vec::new() };
    // Each search prepares the string anew, so only a short one is looked for inside its own matches.
    let step = if length <= SHORT { first.len_utf8() } else { string.len() };
    let mut found = Vec::new();
    let mut from = 0;
    let mut counted = (0, 0);
    while let Some(at) = text[from..].find(string).map(|at| from + at) {
        let characters = counted.1 + text[counted.0..at].chars().count();
        counted = (at, characters);
        found.push(characters);
        from = at + step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, strings: &[&str], expected: &str) {
        let strings: Vec<String> = strings.iter().map(|string| fold(string).into_text()).collect();
        let marked: String = pieces(text, &matches(text, &strings))
            .into_iter()
            .map(|piece| if piece.is_mark { format!("[{}]", piece.text) } else { piece.text })
            .collect();
        assert_eq!(marked, expected);
    }

    #[test]
    fn every_match_is_marked_on_the_original_text() {
        check("推进法治政府建设，法治先行", &["法治"], "推进[法治]政府建设，[法治]先行");
        check("法 治 政府", &["法治"], "[法 治] 政府");
        check("法治政府建設", &["建设"], "法治政府[建設]");
        check("依法治国", &["依法", "法治"], "[依法治]国");
        check("人人人", &["人人"], "[人人人]");
        check("没有", &["法治"], "没有");
        check("", &["法治"], "");
        check("法治", &[], "法治");
    }

    #[test]
    fn matches_side_by_side_stay_two() {
        let text = "法治法治";
        let numbers: Vec<usize> =
            pieces(text, &matches(text, &["法治".to_owned()])).iter().map(|piece| piece.number).collect();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn a_part_takes_the_marks_and_anchors_that_lie_in_it() {
        let anchors = [(2, "s-1".to_owned()), (4, "s-2".to_owned())];
        let cut = cut("丙丁戊己", 2, &[(1, 3), (3, 4)], &anchors);
        let read: Vec<(&str, usize, bool, Option<&str>)> = cut
            .iter()
            .map(|piece| (piece.text.as_str(), piece.number, piece.is_mark, piece.anchor.as_deref()))
            .collect();
        assert_eq!(
            read,
            [("丙", 0, true, Some("s-1")), ("丁", 2, true, None), ("戊己", 0, false, Some("s-2"))]
        );
    }

    #[test]
    fn strings_that_must_not_stand_there_are_not_marked() {
        let query = index::query::parse("法治 \"依法行政\" -试点 year:2021").expect("a good query");
        let explanation = Explanation { reading: String::new(), parts: Vec::new() };
        assert_eq!(strings(&query, &explanation), ["依法行政", "法治"]);
    }
}
