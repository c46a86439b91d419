//! The matches of a query in; their order by what stands beside them out.
//!
//! Contexts are compared as they are searched: 发展 and 發展 stand together, and a line break parts nothing. Of each line the
//! three folded characters next to the match are kept. Which of the lines that are alike in them comes first is read further
//! when somebody looks there, so that a page of millions of lines costs one reading of the texts, and the next page hardly
//! anything.

use std::ops::Range;

use crate::local::concordance::Place;
use crate::local::concordance::Source;
use crate::local::concordance::places;
use crate::local::concordance::reader::Reader;
use crate::local::concordance::sources;
use crate::local::leaf::Span;
use crate::local::stored::FoldedStretch;
use crate::search::LineOrder;
use crate::search::Total;

/// How many characters a key holds.
const KEYED: usize = 3;
/// Bits of a character.
const BITS: usize = 21;

/// All lines of a query by the characters next to their matches.
pub(super) struct Ordered {
    pub(super) total: Total,
    pub(super) sources: Vec<Source>,
    order: LineOrder,
    lines: Vec<Keyed>,
}

/// A line and some of the folded characters beside its match, the nearest in the highest bits; 0 where the context ends. Alike lines
/// are in the order of their documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Keyed {
    key: u64,
    place: Place,
}

impl Ordered {
    /// Orders all lines of a query.
    pub(super) fn of(reader: &Reader<'_>, order: LineOrder) -> tantivy::Result<Ordered> {
        let (total, sources) = sources(reader)?;
        let places: Vec<Place> = places(&sources).collect();
        let mut ordered = Ordered { total, sources, order, lines: Vec::new() };
        let keys = ordered.keys(reader, &places, 0)?;
        ordered.lines = keys.into_iter().zip(places).map(|(key, place)| Keyed { key, place }).collect();
        ordered.lines.sort_unstable();
        Ok(ordered)
    }

    /// Counts the lines.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns the places of some lines in their order.
    pub(super) fn window(&self, reader: &Reader<'_>, wanted: Range<usize>) -> tantivy::Result<Vec<Place>> {
        let wanted = wanted.start..wanted.end.min(self.lines.len());
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let (first, last) = (self.lines[wanted.start].key, self.lines[wanted.end - 1].key);
        let from = self.lines.partition_point(|line| line.key < first);
        let to = self.lines.partition_point(|line| line.key <= last);
        let mut lines = self.lines[from..to].to_vec();
        let wanted = wanted.start - from..wanted.end - from;
        self.settle(reader, &mut lines, &wanted)?;
        Ok(lines[wanted].iter().map(|line| line.place).collect())
    }

    /// Brings lines that are ordered by their keys into their whole order, as far as it shows in a window.
    fn settle(&self, reader: &Reader<'_>, lines: &mut [Keyed], window: &Range<usize>) -> tantivy::Result<()> {
        let mut alike = Vec::new();
        add_alike(lines, 0..lines.len(), window, &mut alike);
        // Lines whose whole context is alike.
        let mut equal = Vec::new();
        for depth in (KEYED..).step_by(KEYED) {
            let is_whole = |run: &Range<usize>| depth >= reader.context || ends(lines[run.start].key);
            equal.extend(alike.extract_if(.., |run| is_whole(run)));
            if alike.is_empty() {
                break;
            }
            let places: Vec<Place> =
                alike.iter().flat_map(|run| &lines[run.clone()]).map(|l| l.place).collect();
            let mut keys = self.keys(reader, &places, depth)?.into_iter();
            let mut next = Vec::new();
            for run in alike {
                for (line, key) in lines[run.clone()].iter_mut().zip(&mut keys) {
                    line.key = key;
                }
                lines[run.clone()].sort_unstable();
                add_alike(lines, run, window, &mut next);
            }
            alike = next;
        }
        if self.order == LineOrder::Right { self.settle_by_match(reader, lines, &equal) } else { Ok(()) }
    }

    /// Orders lines with the same text behind the match by the match.
    fn settle_by_match(
        &self,
        reader: &Reader<'_>,
        lines: &mut [Keyed],
        runs: &[Range<usize>],
    ) -> tantivy::Result<()> {
        let places: Vec<Place> =
            runs.iter().flat_map(|run| &lines[run.clone()]).map(|line| line.place).collect();
        let mut matched = vec![String::new(); places.len()];
        reader.visit(&self.sources, &places, &mut |found| {
            let text = found.stored.folded_around(found.spans, 0)?;
            for (&at, span) in found.at.iter().zip(found.spans) {
                matched[at] = (span.start..span.end).filter_map(|at| text.character(at)).collect();
            }
            Ok(())
        })?;
        let mut matched = matched.into_iter();
        for run in runs {
            let run = &mut lines[run.clone()];
            let mut named: Vec<(String, Place)> =
                matched.by_ref().zip(run.iter().map(|line| line.place)).collect();
            named.sort_unstable();
            for (line, (_, place)) in run.iter_mut().zip(named) {
                line.place = place;
            }
        }
        Ok(())
    }

    /// Reads the characters of some lines, so many away from the match.
    fn keys(&self, reader: &Reader<'_>, places: &[Place], depth: usize) -> tantivy::Result<Vec<u64>> {
        let mut keys = vec![0; places.len()];
        reader.visit(&self.sources, places, &mut |found| {
            let text = found.stored.folded_around(found.spans, depth + KEYED)?;
            for (&at, span) in found.at.iter().zip(found.spans) {
                keys[at] = (depth..depth + KEYED)
                    .map(|away| if away < reader.context { self.beside(&text, *span, away) } else { 0 })
                    .fold(0, |key, character| key << BITS | u64::from(character));
            }
            Ok(())
        })?;
        Ok(keys)
    }

    /// Returns the character so far away from a match, on the side that decides; 0 outside the text.
    fn beside(&self, text: &FoldedStretch, span: Span, away: usize) -> u32 {
        let at = match self.order {
            LineOrder::Left => span.start.checked_sub(away as u32 + 1),
            LineOrder::Right | LineOrder::Document => Some(span.end + away as u32),
        };
        at.and_then(|at| text.character(at)).map_or(0, u32::from)
    }
}

/// Tells whether the context of the lines with a key ends in it.
fn ends(key: u64) -> bool {
    key & ((1 << BITS) - 1) == 0
}

/// Adds the stretches of a range in which several lines have the same key, as far as they reach into a window.
fn add_alike(lines: &[Keyed], range: Range<usize>, window: &Range<usize>, alike: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    for run in lines[range].chunk_by(|one, other| one.key == other.key) {
        let end = start + run.len();
        if run.len() > 1 && start < window.end && end > window.start {
            alike.push(start..end);
        }
        start = end;
    }
}
