//! Match ranges in; snippets and concordance lines out.
//!
//! Ranges count characters of the original text, spans those of the folded one. Line breaks and cells are shown as blanks, one
//! for one, so that offsets stay true.

use std::ops::Range;

use crate::local::leaf::Span;
use crate::local::stored::StoredText;
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
/// How many characters of a text without a match are looked at for its opening.
const OPENING: usize = 4 * LENGTH;

/// A stretch of a text by characters, with the sections of the text.
pub(crate) struct Page<'a> {
    /// How many characters of the text come before.
    first: usize,
    characters: Vec<char>,
    /// Whether the text ends here.
    ends_text: bool,
    stored: &'a StoredText,
}

/// One match with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InContext {
    pub(crate) left: String,
    pub(crate) matched: String,
    pub(crate) right: String,
}

/// Cuts the snippets in which most of the matches stand, in the order of the text; one begins with the match that is a heading.
/// The matches ascend.
pub(crate) fn snippets(
    stored: &StoredText,
    spans: &[Span],
    heading: Option<Span>,
) -> tantivy::Result<Vec<Snippet>> {
    if spans.is_empty() {
        let opening = match stored.page(0..OPENING)?.opening()? {
            // Nothing but blanks so far.
            None => stored.page(0..usize::MAX)?.opening()?,
            found => found,
        };
        return Ok(opening.into_iter().collect());
    }
    let longest = spans.iter().map(|span| span.end - span.start).max().unwrap_or(0);
    let mut snippets = Vec::new();
    let mut shown = 0;
    let heading = heading.and_then(|heading| spans.iter().position(|span| *span == heading));
    for group in best_groups(spans, heading) {
        let stretch = stored.stretch(spans[group.start], LEAD, LENGTH + 1)?;
        let (of_group, all) = (stretch.matches(&spans[group], longest), stretch.matches(spans, longest));
        let page = stretch.page();
        let window = page.window(&of_group, &all, shown);
        shown = window.end;
        snippets.push(page.snippet(window, &all, of_group[0].start)?);
    }
    Ok(snippets)
}

/// Chooses the groups of matches that are shown, in the order of the text.
fn best_groups(spans: &[Span], heading: Option<usize>) -> Vec<Range<usize>> {
    let begun = heading.unwrap_or(0);
    let mut groups = if begun > 0 { groups(&spans[..begun.min(MOST_WEIGHED)]) } else { Vec::new() };
    let behind = &spans[begun..spans.len().min(begun + MOST_WEIGHED)];
    // What stands shortly before a heading would show it too.
    groups.retain(|group| spans[group.start].start as usize + LENGTH + LEAD < spans[begun].start as usize);
    groups.extend(self::groups(behind).into_iter().map(|group| begun + group.start..begun + group.end));
    // A stable sort: of equally good cuttings the earlier one is shown.
    groups.sort_by_key(|group| (heading != Some(group.start), std::cmp::Reverse(group.len())));
    groups.truncate(MOST_SNIPPETS);
    groups.sort_by_key(|group| group.start);
    groups
}

impl<'a> Page<'a> {
    /// Takes a stretch of a text apart.
    pub(crate) fn new(first: usize, stretch: &str, ends_text: bool, stored: &'a StoredText) -> Page<'a> {
        // Chinese characters take three bytes, so there is mostly no need to grow.
        let mut characters = Vec::with_capacity(stretch.len() / 2);
        characters.extend(stretch.chars());
        Page { first, characters, ends_text, stored }
    }

    /// Returns a match with so many characters on each side.
    pub(crate) fn in_context(&self, found: &Range<usize>, context: usize) -> InContext {
        let left = found.start.saturating_sub(context).max(self.first)..found.start;
        let right = found.end..(found.end + context).min(self.end());
        InContext { left: self.shown(left), matched: self.text(found.clone()), right: self.shown(right) }
    }

    /// Returns the lowest section that a character lies in.
    pub(crate) fn section(&self, at: usize) -> tantivy::Result<Option<SectionName>> {
        self.stored.section(at)
    }

    /// Returns the first sentences, for a hit whose text holds no match.
    fn opening(&self) -> tantivy::Result<Option<Snippet>> {
        let Some(start) = self.characters.iter().position(|c| !c.is_whitespace()) else { return Ok(None) };
        let end = self.sentence_end(start, (start + LENGTH).min(self.end()));
        self.snippet(start..end, &[], start).map(Some)
    }

    /// Chooses what to show around a group of matches: from the sentence's beginning when it is near, to a sentence's
    /// end when one comes before the snippet is full. Never before what is already shown. No other match is cut in two, but for
    /// long ones and those that overlap.
    fn window(&self, matches: &[Range<usize>], all: &[Range<usize>], shown: usize) -> Range<usize> {
        let first = matches[0].start;
        // Blanks between matches may spread a group over more than there is room for.
        let fits = |found: &&Range<usize>| found.end <= first + LENGTH;
        let last = matches.iter().filter(fits).map(|found| found.end).fold(matches[0].end, usize::max);
        let room = LENGTH.saturating_sub(last - first);
        let earliest = first.saturating_sub(LEAD.min(room)).max(shown.min(first)).max(self.first);
        let mut start = self
            .at(earliest..first)
            .iter()
            .rposition(|&c| ends_sentence(c))
            .map_or(earliest, |at| earliest + at + 1);
        let is_cut = start > 0;
        let is_left_out = |&&c: &&char| c.is_whitespace() || is_cut && ends_something(c);
        start += self.at(start..first).iter().take_while(is_left_out).count();
        let latest = (start + LENGTH).max(last).min(self.end());
        let end = self.sentence_end(last, latest);
        let cut_at = |at: usize| {
            let is_cut =
                move |found: &&Range<usize>| found.start < at && at < found.end && found.len() <= LEAD;
            all.iter().filter(is_cut)
        };
        let behind_cut = cut_at(start).map(|found| found.end).fold(start, usize::max);
        let before_cut = cut_at(end).map(|found| found.start).fold(end, usize::min);
        behind_cut.clamp(start, first)..before_cut.clamp(last, end)
    }

    /// Returns the end of the last whole sentence between two places, or the later place.
    fn sentence_end(&self, from: usize, latest: usize) -> usize {
        if self.ends_text && latest == self.end() {
            return latest;
        }
        let sentence = self.at(from..latest).iter().rposition(|&c| ends_sentence(c));
        sentence.map_or(latest, |at| from + at + 1)
    }

    fn snippet(&self, window: Range<usize>, matches: &[Range<usize>], at: usize) -> tantivy::Result<Snippet> {
        let mut marks: Vec<(usize, usize)> = Vec::new();
        let is_shown = |found: &&Range<usize>| found.end > window.start && found.start < window.end;
        for found in matches.iter().filter(is_shown) {
            let start = found.start.max(window.start) - window.start;
            let end = found.end.min(window.end).saturating_sub(window.start);
            match marks.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ if start < end => marks.push((start, end)),
                _ => {}
            }
        }
        Ok(Snippet { text: self.shown(window), marks, section: self.section(at)? })
    }

    /// Returns characters as they are.
    pub(crate) fn text(&self, range: Range<usize>) -> String {
        self.at(range).iter().collect()
    }

    fn shown(&self, range: Range<usize>) -> String {
        let characters = self.at(range);
        // Most take three bytes.
        let mut shown = String::with_capacity(characters.len() * 3);
        shown.extend(characters.iter().map(|&c| if c.is_whitespace() || c.is_control() { ' ' } else { c }));
        shown
    }

    /// Returns one past the last character.
    fn end(&self) -> usize {
        self.first + self.characters.len()
    }

    fn at(&self, range: Range<usize>) -> &[char] {
        let local = range.start.saturating_sub(self.first)..range.end.saturating_sub(self.first);
        self.characters.get(local).unwrap_or_default()
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
fn groups(spans: &[Span]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut first = 0;
    for at in 1..spans.len() {
        if spans[at].end.saturating_sub(spans[first].start) as usize > LENGTH - LEAD / 2 {
            groups.push(first..at);
            first = at;
        }
    }
    groups.push(first..spans.len());
    groups
}

/// Tells whether a mark belongs to what stands before it.
fn ends_something(character: char) -> bool {
    ends_sentence(character)
        || matches!(character, '，' | '、' | '：' | '”' | '’' | '）' | '》' | '」' | '】')
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '\n' | '!' | '?')
}

#[cfg(test)]
mod tests;
