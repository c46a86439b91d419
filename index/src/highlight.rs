//! Match ranges in; snippets and concordance lines out.
//!
//! Ranges count characters of the original text. Line breaks and cells are shown as blanks, one for one, so that offsets
//! stay true.

use std::ops::Range;

use crate::search::SectionName;
use crate::search::Snippet;

/// How many snippets a hit shows.
const MOST_SNIPPETS: usize = 3;
/// How many characters a snippet has at most, unless a single match is longer.
const LENGTH: usize = 120;
/// How many characters before the first match are shown at most.
const LEAD: usize = 40;
/// How many matches are looked at for the best cuttings; all that lie in a cutting are marked.
const MOST_WEIGHED: usize = 2_000;

/// One section of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutlinePart {
    pub(crate) range: Range<usize>,
    pub(crate) name: SectionName,
}

/// A text by characters, with its sections.
pub(crate) struct Page<'a> {
    characters: Vec<char>,
    outline: &'a [OutlinePart],
}

/// One match with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InContext {
    pub(crate) left: String,
    pub(crate) matched: String,
    pub(crate) right: String,
}

impl<'a> Page<'a> {
    /// Takes a text apart.
    pub(crate) fn new(text: &str, outline: &'a [OutlinePart]) -> Page<'a> {
        // Chinese characters take three bytes, so there is mostly no need to grow.
        let mut characters = Vec::with_capacity(text.len() / 2);
        characters.extend(text.chars());
        Page { characters, outline }
    }

    /// Cuts the snippets in which most of the matches stand, in the order of the text. The matches ascend.
    pub(crate) fn snippets(&self, matches: &[Range<usize>]) -> Vec<Snippet> {
        if matches.is_empty() {
            return self.opening().into_iter().collect();
        }
        let mut groups = groups(&matches[..matches.len().min(MOST_WEIGHED)]);
        // A stable sort: of equally good cuttings the earlier one is shown.
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        groups.truncate(MOST_SNIPPETS);
        groups.sort_by_key(|group| group.start);
        let mut snippets = Vec::new();
        let mut shown = 0;
        for group in groups {
            let of_group = &matches[group];
            let window = self.window(of_group, shown);
            shown = window.end;
            snippets.push(self.snippet(window, matches, of_group[0].start));
        }
        snippets
    }

    /// Returns a match with so many characters on each side.
    pub(crate) fn in_context(&self, found: &Range<usize>, context: usize) -> InContext {
        let left = found.start.saturating_sub(context)..found.start;
        let right = found.end..(found.end + context).min(self.characters.len());
        InContext {
            left: self.shown(left),
            matched: self.characters[found.clone()].iter().collect(),
            right: self.shown(right),
        }
    }

    /// Returns the lowest section that a character lies in.
    pub(crate) fn section(&self, at: usize) -> Option<&SectionName> {
        self.outline.iter().rev().find(|part| part.range.contains(&at)).map(|part| &part.name)
    }

    /// Returns the first sentences, for a hit whose text holds no match.
    fn opening(&self) -> Option<Snippet> {
        let start = self.characters.iter().position(|c| !c.is_whitespace())?;
        let end = self.sentence_end(start, (start + LENGTH).min(self.characters.len()));
        Some(self.snippet(start..end, &[], start))
    }

    /// Chooses what to show around a group of matches: from the sentence's beginning when it is near, to a sentence's
    /// end when one comes before the snippet is full. Never before what is already shown.
    fn window(&self, matches: &[Range<usize>], shown: usize) -> Range<usize> {
        let first = matches[0].start;
        let last = matches.iter().map(|found| found.end).max().unwrap_or(first);
        let room = LENGTH.saturating_sub(last - first);
        let earliest = first.saturating_sub(LEAD.min(room)).max(shown.min(first));
        let mut start = self.characters[earliest..first]
            .iter()
            .rposition(|&c| ends_sentence(c))
            .map_or(earliest, |at| earliest + at + 1);
        while start < first && self.characters[start].is_whitespace() {
            start += 1;
        }
        let latest = (start + LENGTH).max(last).min(self.characters.len());
        start..self.sentence_end(last, latest)
    }

    /// Returns the end of the last whole sentence between two places, or the later place.
    fn sentence_end(&self, from: usize, latest: usize) -> usize {
        if latest == self.characters.len() {
            return latest;
        }
        let sentence = self.characters[from..latest].iter().rposition(|&c| ends_sentence(c));
        sentence.map_or(latest, |at| from + at + 1)
    }

    fn snippet(&self, window: Range<usize>, matches: &[Range<usize>], at: usize) -> Snippet {
        let first = matches.partition_point(|found| found.end <= window.start);
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for found in matches[first..].iter().take_while(|found| found.start < window.end) {
            let start = found.start.max(window.start) - window.start;
            let end = found.end.min(window.end) - window.start;
            match marks.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ if start < end => marks.push((start, end)),
                _ => {}
            }
        }
        Snippet { text: self.shown(window), marks, section: self.section(at).cloned() }
    }

    fn shown(&self, range: Range<usize>) -> String {
        self.characters[range]
            .iter()
            .map(|&c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
            .collect()
    }
}

/// Joins marks that overlap.
pub(crate) fn joined(matches: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for found in matches {
        match marks.last_mut() {
            Some(last) if found.start < last.1 => last.1 = last.1.max(found.end),
            _ => marks.push((found.start, found.end)),
        }
    }
    marks
}

/// Parts ascending matches into groups that each fit into one snippet.
fn groups(matches: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut first = 0;
    for at in 1..matches.len() {
        if matches[at].end.saturating_sub(matches[first].start) > LENGTH - LEAD / 2 {
            groups.push(first..at);
            first = at;
        }
    }
    groups.push(first..matches.len());
    groups
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '\n' | '!' | '?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, matches: &[(usize, usize)], expected: &[(&str, &[(usize, usize)])]) {
        let page = Page::new(text, &[]);
        let matches: Vec<Range<usize>> = matches.iter().map(|&(start, end)| start..end).collect();
        let snippets = page.snippets(&matches);
        let plain: Vec<(&str, &[(usize, usize)])> =
            snippets.iter().map(|snippet| (snippet.text.as_str(), snippet.marks.as_slice())).collect();
        assert_eq!(plain, expected);
    }

    #[test]
    fn a_short_text_is_shown_whole_with_every_match_marked() {
        check("甲乙丙。丁乙戊", &[(1, 2), (5, 6)], &[("甲乙丙。丁乙戊", &[(1, 2), (5, 6)])]);
        check("甲\n乙", &[(2, 3)], &[("乙", &[(0, 1)])]);
        check("", &[], &[]);
        check(" 甲乙", &[], &[("甲乙", &[])]);
    }

    #[test]
    fn overlapping_matches_become_one_mark() {
        check("甲甲甲乙", &[(0, 2), (1, 3)], &[("甲甲甲乙", &[(0, 3)])]);
        check("甲乙甲", &[(0, 1), (2, 3)], &[("甲乙甲", &[(0, 1), (2, 3)])]);
    }

    #[test]
    fn a_snippet_begins_and_ends_with_a_sentence_when_one_is_near() {
        let text = format!("{}。这里有法治二字。{}。末", "前".repeat(200), "后".repeat(200));
        let at = 204;
        let page = Page::new(&text, &[]);
        let snippet = &page.snippets(std::slice::from_ref(&(at..at + 2)))[0];
        assert_eq!(snippet.text, "这里有法治二字。");
        assert_eq!(snippet.marks, [(3, 5)]);
    }

    #[test]
    fn a_snippet_is_never_longer_than_its_length_or_its_match() {
        let text = "字".repeat(5_000);
        let page = Page::new(&text, &[]);
        for (start, end) in [(0, 1), (2_000, 2_001), (4_999, 5_000), (1_000, 1_119), (1_000, 3_000)] {
            let snippets = page.snippets(std::slice::from_ref(&(start..end)));
            let length = snippets[0].text.chars().count();
            assert!(length <= LENGTH.max(end - start), "{length}");
            assert_eq!(snippets[0].marks[0].1 - snippets[0].marks[0].0, end - start);
        }
    }

    #[test]
    fn snippets_do_not_overlap_and_come_in_the_order_of_the_text() {
        let text = "字".repeat(1_000);
        let matches: Vec<Range<usize>> = (0..999).map(|at| at..at + 1).collect();
        let snippets = Page::new(&text, &[]).snippets(&matches);
        assert_eq!(snippets.len(), MOST_SNIPPETS);
        assert!(snippets.iter().all(|snippet| !snippet.marks.is_empty()));
    }

    #[test]
    fn a_line_of_a_concordance_keeps_its_length() {
        let page = Page::new("甲\n乙丙\t丁", &[]);
        let line = page.in_context(&(2..3), 2);
        assert_eq!((line.left.as_str(), line.matched.as_str(), line.right.as_str()), ("甲 ", "乙", "丙 "));
    }

    #[test]
    fn the_lowest_section_names_a_place() {
        let name = |number: &str| SectionName {
            number: number.into(),
            heading: String::new(),
            kind: corpus::document::SectionKind::Other,
        };
        let outline =
            [OutlinePart { range: 0..10, name: name("1") }, OutlinePart { range: 3..6, name: name("1.1") }];
        let page = Page::new("一二三四五六七八九十", &outline);
        assert_eq!(page.section(4), Some(&name("1.1")));
        assert_eq!(page.section(7), Some(&name("1")));
        assert_eq!(page.section(10), None);
    }
}
