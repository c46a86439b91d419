//! The unquoted chunks of a query in; the places that they name or imply taken out.

use std::ops::Range;

use corpus::district::Place;
use corpus::gazetteer;
use corpus::gazetteer::Mentioned;
use corpus::text::says_something;

use crate::local::naming::Naming;
use crate::local::naming::WHOLE_COUNTRY;
use crate::local::naming::blank;
use crate::local::naming::chunk::Chunk;
use crate::local::naming::chunk::characters;
use crate::local::naming::lists::COUNTRY;
use crate::local::naming::lists::COUNTRY_OF_KINDS;

/// The longest text in which the one character of a province is looked for, in bytes.
const LONGEST_NAME: usize = 120;

impl Naming {
    /// Takes the places that stand apart.
    pub(super) fn take_places(&mut self, chunk: &mut Chunk) {
        let mut rest = String::with_capacity(chunk.rest.len());
        let mut last: Option<&Mentioned> = None;
        let mentions = gazetteer::mentioned(&chunk.rest);
        for (at, mention) in mentions.iter().enumerate() {
            let end = last.map_or(0, |last| last.span.end);
            let between = &chunk.rest[end..mention.span.start];
            let stands_apart =
                self.follows(last, between, mention) && chunk.parts(between, mention, mentions.get(at + 1));
            if !mention.is_full && !stands_apart {
                continue;
            }
            let name = &chunk.rest[mention.span.clone()];
            let paths: Vec<String> = gazetteer::find(name).iter().map(Place::written).collect();
            if paths.is_empty() {
                continue;
            }
            if !mention.is_full {
                chunk
                    .edges
                    .extend([mention.span.start, mention.span.end].map(|at| characters(&chunk.rest[..at])));
            }
            rest.push_str(between);
            rest.push_str(&blank(name));
            if !self.places.iter().any(|(known, _)| known == name) {
                self.places.push((name.to_owned(), paths));
            }
            last = Some(mention);
        }
        rest.push_str(&chunk.rest[last.map_or(0, |last| last.span.end)..]);
        chunk.rest = rest;
    }

    /// Takes what stands for a place beside a year or a kind where no place is named.
    pub(super) fn take_implied_places(&mut self, chunks: &mut [Chunk]) {
        if self.places.is_empty() && (!self.years.is_empty() || self.kind.is_some()) {
            chunks.iter_mut().for_each(|chunk| self.take_country(chunk));
            chunks.iter_mut().for_each(|chunk| self.take_province(chunk));
        }
    }

    /// Takes what the central government is called for the country, where nothing but what is named stands beside it: 国务院
    /// 2019, but not 国务院扶贫办 2019.
    fn take_country(&mut self, chunk: &mut Chunk) {
        let of_kinds = if self.kind.is_some() { COUNTRY_OF_KINDS } else { &[] };
        let names = [COUNTRY, of_kinds].concat();
        for stretch in stretches(&chunk.rest) {
            let names_it = names.iter().any(|name| stretch.contains(name));
            if !names_it || !self.is_made_of(&stretch, &names) {
                continue;
            }
            for name in &names {
                chunk.rest = chunk.rest.replace(name, &blank(name));
            }
            if self.places.is_empty() {
                self.name(WHOLE_COUNTRY);
            }
        }
    }

    /// Takes the one character that a province is written with, where nothing but what is named stands beside it: 沪 2021.
    fn take_province(&mut self, chunk: &mut Chunk) {
        for stretch in stretches(&chunk.rest).iter().filter(|stretch| stretch.len() <= LONGEST_NAME) {
            let names = stretch.char_indices().map(|(at, name)| at..at + name.len_utf8());
            let is_alone = |name: &Range<usize>| {
                self.is_filling(&stretch[..name.start]) && self.is_filling(&stretch[name.end..])
            };
            let mut alone = names.filter(is_alone).map(|name| &stretch[name]);
            if let Some(name) = alone.find(|name| !gazetteer::find(name).is_empty()) {
                chunk.rest = chunk.rest.replacen(name, " ", 1);
                self.name(name);
            }
        }
    }

    /// Tells whether a place stands first in its chunk, or behind a year or the place that it lies in: 2025年上海, 江苏南京, but
    /// not 乡村振兴 and 上海合作组织, for all that 振兴 and 合作 are divisions.
    fn follows(&self, last: Option<&Mentioned>, between: &str, mention: &Mentioned) -> bool {
        match last {
            Some(last) if between.is_empty() => are_related(last, mention),
            _ => between.rsplit(|c| !says_something(c)).next().is_some_and(|text| self.is_filling(text)),
        }
    }
}

/// Tells whether one of two places may lie in the other.
pub(super) fn are_related(one: &Mentioned, other: &Mentioned) -> bool {
    let is_related_to = |code: &&str| other.codes.iter().any(|other| gazetteer::is_related(code, other));
    one.codes.iter().any(is_related_to)
}

/// Returns what marks and blanks part.
fn stretches(text: &str) -> Vec<String> {
    text.split(|c| !says_something(c)).map(str::to_owned).collect()
}
