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
use crate::local::stretch::FoldedStretch;
use crate::search::LineOrder;
use crate::search::Total;

/// How many characters a key holds.
const KEYED: usize = 3;
/// How many keys are read at once of lines that are alike in the first.
const DEEP: usize = 4;
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
        let keys = ordered.keys::<1>(reader, &places, 0)?;
        ordered.lines = keys.into_iter().zip(places).map(|([key], place)| Keyed { key, place }).collect();
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
        let mut runs = Runs { window, alike: Vec::new(), equal: Vec::new() };
        runs.add(0, lines, |line| line.key);
        for depth in (KEYED..reader.context).step_by(DEEP * KEYED) {
            let alike = std::mem::take(&mut runs.alike);
            if alike.is_empty() {
                break;
            }
            let places: Vec<Place> =
                alike.iter().flat_map(|run| &lines[run.clone()]).map(|line| line.place).collect();
            let mut read = self.keys::<DEEP>(reader, &places, depth)?.into_iter().zip(places);
            for run in alike {
                let mut deeper: Vec<([u64; DEEP], Place)> = read.by_ref().take(run.len()).collect();
                deeper.sort_unstable();
                for (line, (_, place)) in lines[run.clone()].iter_mut().zip(&deeper) {
                    line.place = *place;
                }
                runs.add(run.start, &deeper, |(keys, _)| *keys);
            }
        }
        let Runs { alike, mut equal, .. } = runs;
        equal.extend(alike);
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

    /// Reads the characters of some lines, so many away from the match and beyond.
    fn keys<const KEYS: usize>(
        &self,
        reader: &Reader<'_>,
        places: &[Place],
        depth: usize,
    ) -> tantivy::Result<Vec<[u64; KEYS]>> {
        let mut all = vec![[0; KEYS]; places.len()];
        reader.visit(&self.sources, places, &mut |found| {
            let text = found.stored.folded_around(found.spans, depth + KEYS * KEYED)?;
            for (&at, span) in found.at.iter().zip(found.spans) {
                let mut away = depth;
                for key in &mut all[at] {
                    for _ in 0..KEYED {
                        let character =
                            if away < reader.context { self.beside(&text, *span, away) } else { 0 };
                        *key = *key << BITS | u64::from(character);
                        away += 1;
                    }
                }
            }
            Ok(())
        })?;
        Ok(all)
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

/// Lines that are alike as far as they were read, and reach into a window.
struct Runs<'w> {
    window: &'w Range<usize>,
    /// Those of which there is more to read.
    alike: Vec<Range<usize>>,
    /// Those whose whole context is alike.
    equal: Vec<Range<usize>>,
}

impl Runs<'_> {
    /// Adds the stretches of ordered lines, the first of which is the `start`th, in which several have the same key.
    fn add<T, K: Key>(&mut self, mut start: usize, lines: &[T], key: impl Fn(&T) -> K) {
        for run in lines.chunk_by(|one, other| key(one) == key(other)) {
            let end = start + run.len();
            if run.len() > 1 && start < self.window.end && end > self.window.start {
                let runs = if key(&run[0]).ends() { &mut self.equal } else { &mut self.alike };
                runs.push(start..end);
            }
            start = end;
        }
    }
}

/// Characters beside a match in one or more numbers.
trait Key: PartialEq {
    /// Tells whether the context of the lines with it ends in it.
    fn ends(&self) -> bool;
}

impl Key for u64 {
    fn ends(&self) -> bool {
        self & ((1 << BITS) - 1) == 0
    }
}

impl<const KEYS: usize> Key for [u64; KEYS] {
    fn ends(&self) -> bool {
        self.last().is_none_or(Key::ends)
    }
}
