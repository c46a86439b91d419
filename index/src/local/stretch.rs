//! A part of a text between two anchors in; its characters, folded and as they are, and the way from one to the other, out.

use std::ops::Range;

use corpus::text::Anchor;
use corpus::text::Origins;
use corpus::text::folded;
use corpus::text::origins;

use crate::local::highlight::Page;
use crate::local::leaf::Span;
use crate::local::stored::StoredText;

/// A part of a folded text.
pub(crate) struct FoldedStretch {
    /// How many characters of the folded text come before.
    first: u32,
    characters: Vec<char>,
}

impl FoldedStretch {
    /// Folds a part of a text before which so many folded characters come.
    pub(crate) fn new(first: u32, text: &str) -> FoldedStretch {
        let folded = folded(text);
        let mut characters = Vec::with_capacity(folded.len() / 2);
        characters.extend(folded.chars());
        FoldedStretch { first, characters }
    }

    /// Returns a character of the folded text; `None` outside the stretch.
    pub(crate) fn character(&self, at: u32) -> Option<char> {
        at.checked_sub(self.first).and_then(|at| self.characters.get(at as usize)).copied()
    }
}

/// A part of a text between two anchors, with the way back to it.
pub(crate) struct Stretch<'a> {
    from: Anchor,
    to: Option<Anchor>,
    text: String,
    origins: Origins,
    stored: &'a StoredText,
}

impl<'a> Stretch<'a> {
    /// Takes over what was read between two anchors.
    pub(crate) fn new(
        stored: &'a StoredText,
        (from, to): (Anchor, Option<Anchor>),
        text: String,
    ) -> Stretch<'a> {
        Stretch { from, to, origins: origins(&text), text, stored }
    }

    /// Tells whether a match lies here with so many characters before and behind it, as far as there are so many.
    pub(crate) fn reaches(&self, found: Span, before: usize, behind: usize) -> bool {
        let is_here = self.from.folded <= found.start && self.to.is_none_or(|to| found.end <= to.folded);
        is_here && {
            let original = self.original(found.start..found.end);
            let first = self.from.character as usize;
            (first == 0 || original.start >= first + before)
                && self.to.is_none_or(|to| original.end + behind <= to.character as usize)
        }
    }

    /// Leads those of ascending matches in the folded text that lie here, as far as they do, back to characters of the text
    /// itself. None of the matches has more characters than `longest`.
    pub(crate) fn matches(&self, spans: &[Span], longest: u32) -> Vec<Range<usize>> {
        let (from, to) = (self.from.folded, self.to.map_or(u32::MAX, |to| to.folded));
        let first = spans.partition_point(|span| span.start.saturating_add(longest) <= from);
        let near = spans[first..].iter().take_while(|span| span.start < to);
        near.filter(|span| span.end > from)
            .map(|span| self.original(span.start.max(from)..span.end.min(to)))
            .collect()
    }

    /// Leads folded characters that lie here back.
    fn original(&self, folded: Range<u32>) -> Range<usize> {
        let (before, characters) = (self.from.folded, self.from.character as usize);
        let local = (folded.start - before) as usize..(folded.end - before) as usize;
        let original = self.origins.original(local);
        original.start + characters..original.end + characters
    }

    /// Returns its characters.
    pub(crate) fn page(&self) -> Page<'a> {
        Page::new(self.from.character as usize, &self.text, self.to.is_none(), self.stored)
    }
}
