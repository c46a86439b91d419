//! The unquoted chunks of a query in; the places, the years and the kind of document that they name out.

mod chunk;
mod lists;
mod years;

use std::ops::Range;

use corpus::district::Place;
use corpus::document::DocumentKind as Kind;
use corpus::gazetteer;
use corpus::gazetteer::Mentioned;
use corpus::text::fold;
use corpus::text::says_something;

use crate::local::naming::chunk::Chunk;
use crate::local::naming::chunk::characters;
use crate::local::naming::lists::ABOUT;
use crate::local::naming::lists::COUNTRY;
use crate::local::naming::lists::COUNTRY_OF_KINDS;
use crate::local::naming::lists::FILLING;
use crate::local::naming::lists::FILLING_OF_KINDS;
use crate::local::naming::lists::KINDS;
use crate::local::naming::lists::REQUESTS;
use crate::query::Clause;
use crate::search::NamedReport;

pub(crate) use crate::local::naming::lists::ANSWERS;

/// What the gazetteer calls the whole country.
const WHOLE_COUNTRY: &str = "全国";

/// The longest text in which the one character of a province is looked for, in bytes.
const LONGEST_NAME: usize = 120;

/// What the unquoted chunks of a query name.
#[derive(Debug, Default)]
pub(crate) struct Naming {
    /// For each place named, how it is written and the written paths of the divisions that it may mean.
    pub(crate) places: Vec<(String, Vec<String>)>,
    pub(crate) years: Vec<i16>,
    pub(crate) kind: Option<Kind>,
    /// Whether no place is all of those named, as none is 上海 and 四川: then each of them is meant.
    pub(crate) are_alternatives: bool,
    /// Whether what was carried out in the years is meant and not what was planned for them: 2021年预算执行情况.
    pub(crate) looks_back: bool,
    chunks: Vec<Chunk>,
}

impl Naming {
    /// Reads what the conditions of a query name that must all hold; nothing when one of them is no chunk or is a choice.
    pub(crate) fn of(root: &Clause) -> Naming {
        let chunk = |clause: &Clause| match clause {
            Clause::Bare { text, .. } => Some(fold(text).into_text()),
            _ => None,
        };
        Naming::read(conditions(root).into_iter().filter_map(chunk).collect())
    }

    fn read(texts: Vec<String>) -> Naming {
        let mut naming = Naming::default();
        let mut chunks: Vec<Chunk> = texts.into_iter().map(Chunk::new).collect();
        // 工作 报告 names a kind as 工作报告 does.
        let joined: String = chunks.iter().map(|chunk| chunk.text.as_str()).collect();
        let fits = |(_, strings): &&(Kind, &[&str])| strings.iter().all(|string| joined.contains(string));
        let has = |string: &&str| chunks.iter().any(|chunk| chunk.text.contains(*string));
        // Most queries name no kind, and then what is written about one need not be looked for.
        let kind = KINDS.iter().find(fits).filter(|_| !ABOUT.iter().any(has));
        for chunk in &mut chunks {
            naming.years.append(&mut years::take_years(&mut chunk.rest));
        }
        naming.take_short_years(&mut chunks, kind.is_some());
        chunks.iter_mut().for_each(|chunk| naming.take_places(chunk));
        // A place may stand before it: 厦门98年.
        naming.take_short_years(&mut chunks, kind.is_some());
        if let Some((kind, strings)) = kind {
            naming.kind = Some(*kind);
            for string in *strings {
                let blank = blank(string);
                chunks.iter_mut().for_each(|chunk| chunk.rest = chunk.rest.replace(string, &blank));
            }
        }
        naming.years.sort_unstable();
        naming.years.dedup();
        if naming.places.is_empty() && (!naming.years.is_empty() || naming.kind.is_some()) {
            chunks.iter_mut().for_each(|chunk| naming.take_country(chunk));
            chunks.iter_mut().for_each(|chunk| naming.take_province(chunk));
        }
        naming.are_alternatives = naming.lie_apart();
        naming.looks_back = joined.contains("执行");
        naming.chunks = chunks;
        naming
    }

    /// Parts a chunk of the query where the places in it begin and end, whatever words stand across: 常州 and 政府, where the
    /// dictionary would have 州政府.
    pub(crate) fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut parts = Vec::new();
        let (mut rest, mut reached) = (text, 0);
        let edges = self.chunks.iter().find(|chunk| chunk.text == text).map_or(&[][..], |chunk| &chunk.edges);
        for &edge in edges {
            let split = rest.char_indices().nth(edge - reached).map_or(rest.len(), |(at, _)| at);
            let (part, behind) = rest.split_at(split);
            parts.push(part);
            (rest, reached) = (behind, edge);
        }
        parts.push(rest);
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Tells whether two of place, year and kind are named: then a document may be what is meant whatever its text says.
    pub(crate) fn means_a_report(&self) -> bool {
        let named = [!self.places.is_empty(), !self.years.is_empty(), self.kind.is_some()];
        named.into_iter().filter(|&is_named| is_named).count() > 1
    }

    /// Tells whether a report is named by its kind too: place and year alone stand beside titles (甲市公园条例 2020年修正).
    pub(crate) fn means_a_kind(&self) -> bool {
        self.means_a_report() && self.kind.is_some()
    }

    /// Returns the places as they are written, and the years.
    pub(crate) fn strings(&self) -> impl Iterator<Item = String> {
        self.places.iter().map(|(name, _)| name.clone()).chain(self.years.iter().map(i16::to_string))
    }

    /// Returns what is named when documents are found by it.
    pub(crate) fn report(&self) -> Option<NamedReport> {
        let places = self.places.iter().map(|(name, _)| name.clone()).collect();
        let named = NamedReport { places, years: self.years.clone(), kind: self.kind };
        self.means_a_report().then_some(named)
    }

    /// Tells whether a string of the chunks belongs to what is named, wherever it stands in them: 南京大屠杀 does not.
    pub(crate) fn covers(&self, string: &str) -> bool {
        let length = string.chars().count();
        self.chunks.iter().all(|chunk| {
            chunk.text.match_indices(string).all(|(at, _)| {
                let before = chunk.text[..at].chars().count();
                let rest: String = chunk.rest.chars().skip(before).take(length).collect();
                self.says_no_more(&rest)
            })
        })
    }

    /// Tells whether a string is looked for at all: a single character that belongs to what is named, as 年 does to a year,
    /// says nothing by itself, and neither does what only asks for it.
    pub(crate) fn needs(&self, string: &str) -> bool {
        let is_particle = FILLING.contains(&string) && string.chars().count() == 1
            || is_made_of(string, &[REQUESTS, &["的", "我"]]);
        let is_named = || self.chunks.iter().any(|chunk| chunk.text.contains(string)) && self.covers(string);
        !(is_particle && self.means_a_report() && is_named())
    }

    /// Tells whether nothing stands beside what is named.
    pub(crate) fn is_all(&self) -> bool {
        self.chunks.iter().all(|chunk| self.says_no_more(&chunk.rest))
    }

    fn says_no_more(&self, rest: &str) -> bool {
        rest.split(|c| !says_something(c)).all(|part| self.is_filling(part))
    }

    /// Tells whether a text is made of filling.
    fn is_filling(&self, text: &str) -> bool {
        self.is_made_of(text, &[])
    }

    /// Tells whether a text is made of filling and of other words.
    fn is_made_of(&self, text: &str, others: &[&str]) -> bool {
        let of_kinds = if self.kind.is_some() { FILLING_OF_KINDS } else { &[] };
        is_made_of(text, &[FILLING, REQUESTS, of_kinds, others])
    }

    /// Takes years of two figures where a kind is named and no year in full.
    fn take_short_years(&mut self, chunks: &mut [Chunk], has_kind: bool) {
        if has_kind && self.years.is_empty() {
            let short = chunks.iter_mut().filter_map(|chunk| years::take_short_year(&mut chunk.rest));
            self.years.extend(short);
        }
    }

    fn take_places(&mut self, chunk: &mut Chunk) {
        let mut rest = String::with_capacity(chunk.rest.len());
        let mut last: Option<Mentioned> = None;
        for mention in gazetteer::mentioned(&chunk.rest) {
            let end = last.as_ref().map_or(0, |last| last.span.end);
            let between = &chunk.rest[end..mention.span.start];
            let stands_apart =
                self.follows(last.as_ref(), between, &mention) && chunk.parts(&mention.span, between);
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

    /// Adds a place by its name.
    fn name(&mut self, name: &str) {
        if !self.places.iter().any(|(known, _)| known == name) {
            self.places.push((name.to_owned(), gazetteer::find(name).iter().map(Place::written).collect()));
        }
    }

    /// Tells whether there are places of which none lies in all others.
    fn lie_apart(&self) -> bool {
        let lies_in_all = |path: &String| self.places.iter().all(|(_, paths)| nearness(paths, path) > 0.0);
        !self.places.is_empty() && !self.places.iter().flat_map(|(_, paths)| paths).any(lies_in_all)
    }

    /// Tells whether a place stands first in its chunk, or behind a year or the place that it lies in: 2025年上海, 江苏南京, but
    /// not 乡村振兴 and 上海合作组织, for all that 振兴 and 合作 are divisions.
    fn follows(&self, last: Option<&Mentioned>, between: &str, mention: &Mentioned) -> bool {
        match last {
            Some(last) if between.is_empty() => last
                .codes
                .iter()
                .any(|one| mention.codes.iter().any(|other| gazetteer::is_related(one, other))),
            _ => between.rsplit(|c| !says_something(c)).next().is_some_and(|text| self.is_filling(text)),
        }
    }
}

/// Tells whether a text is made of some words.
fn is_made_of(text: &str, words: &[&[&str]]) -> bool {
    // 年报告 is 年 and 报告 and begins with 年报, so each way is gone, in one pass.
    let mut is_reached = vec![false; text.len() + 1];
    is_reached[0] = true;
    for at in 0..text.len() {
        if is_reached[at] {
            let fits = |word: &&&str| text[at..].starts_with(**word);
            for word in words.iter().copied().flatten().filter(fits) {
                is_reached[at + word.len()] = true;
            }
        }
    }
    is_reached[text.len()]
}

/// Returns what marks and blanks part.
fn stretches(text: &str) -> Vec<String> {
    text.split(|c| !says_something(c)).map(str::to_owned).collect()
}

/// Returns as many blanks as a name has characters.
fn blank(name: &str) -> String {
    " ".repeat(name.chars().count())
}

/// Returns the conditions of a query that must all hold, those in brackets too, unless a section narrows what stands there.
pub(crate) fn conditions(root: &Clause) -> Vec<&Clause> {
    let Clause::All(clauses) = root else { return vec![root] };
    let is_narrowed = |clause: &&Clause| matches!(clause, Clause::All(inner) if inner.iter().any(|clause| matches!(clause, Clause::Section(_))));
    clauses
        .iter()
        .flat_map(|clause| if is_narrowed(&clause) { vec![clause] } else { conditions(clause) })
        .collect()
}

/// Returns what a written path is to a place that is named: 1 for the place itself, less for one under it, 0 for another.
pub(crate) fn nearness(paths: &[String], written: &str) -> f32 {
    let below = |path: &String| {
        let rest = written.strip_prefix(path.as_str())?;
        let is_under = rest.is_empty() || rest.starts_with(Place::SEPARATOR);
        is_under.then(|| rest.split(Place::SEPARATOR).count() - 1)
    };
    paths.iter().filter_map(below).min().map_or(0.0, |levels| 1.0 / (levels + 1) as f32)
}

#[cfg(test)]
mod tests;
