//! The unquoted chunks of a query in; the places, the years and the kind of document that they name out.

mod chunk;
mod lists;

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
use crate::local::naming::lists::FILLING;
use crate::local::naming::lists::FILLING_OF_KINDS;
use crate::local::naming::lists::KINDS;
use crate::query::Clause;
use crate::search::NamedReport;

pub(crate) use crate::local::naming::lists::ANSWERS;

/// What the gazetteer calls the whole country.
const WHOLE_COUNTRY: &str = "全国";

/// What the unquoted chunks of a query name.
#[derive(Debug, Default)]
pub(crate) struct Naming {
    /// For each place named, how it is written and the written paths of the divisions that it may mean.
    pub(crate) places: Vec<(String, Vec<String>)>,
    pub(crate) years: Vec<i16>,
    pub(crate) kind: Option<Kind>,
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
        for chunk in &mut chunks {
            naming.take_years(&mut chunk.rest);
            naming.take_places(chunk);
        }
        // 工作 报告 names a kind as 工作报告 does.
        let joined: String = chunks.iter().map(|chunk| chunk.rest.as_str()).collect();
        let fits = |(_, strings): &&(Kind, &[&str])| strings.iter().all(|string| joined.contains(string));
        let has = |string: &&str| chunks.iter().any(|chunk| chunk.rest.contains(*string));
        // Most queries name no kind, and then what is written about one need not be looked for.
        if let Some((kind, strings)) = KINDS.iter().find(fits)
            && !ABOUT.iter().any(has)
        {
            naming.kind = Some(*kind);
            for string in *strings {
                let blank = blank(string);
                chunks.iter_mut().for_each(|chunk| chunk.rest = chunk.rest.replace(string, &blank));
            }
        }
        if naming.places.is_empty() && (!naming.years.is_empty() || naming.kind.is_some()) {
            chunks.iter_mut().for_each(|chunk| naming.take_country(chunk));
        }
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
    /// says nothing by itself.
    pub(crate) fn needs(&self, string: &str) -> bool {
        let is_particle = FILLING.contains(&string) && string.chars().count() == 1;
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
        // 年报告 is 年 and 报告 and begins with 年报, so each way is gone, in one pass.
        let mut is_reached = vec![false; text.len() + 1];
        is_reached[0] = true;
        for at in 0..text.len() {
            if is_reached[at] {
                let fits = |word: &&&str| text[at..].starts_with(**word);
                for word in FILLING.iter().chain(of_kinds).chain(others).filter(fits) {
                    is_reached[at + word.len()] = true;
                }
            }
        }
        is_reached[text.len()]
    }

    fn take_years(&mut self, chunk: &mut String) {
        let characters: Vec<char> = chunk.chars().collect();
        let mut rest = String::with_capacity(chunk.len());
        let mut at = 0;
        while at < characters.len() {
            let figures = characters[at..].iter().take_while(|&&c| figure(c).is_some()).count();
            let is_year = characters.get(at + figures) == Some(&'年');
            match year(&characters[at..at + figures]) {
                Some(year) if is_year || characters[at].is_ascii_digit() => {
                    if !self.years.contains(&year) {
                        self.years.push(year);
                    }
                    rest.push_str(&" ".repeat(figures));
                }
                _ => rest.extend(&characters[at..at + figures]),
            }
            at += figures;
            rest.extend(characters.get(at));
            at += 1;
        }
        *chunk = rest;
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
        let stretches = chunk.rest.split(|c| !says_something(c)).map(str::to_owned).collect::<Vec<_>>();
        for stretch in stretches {
            let names_it = COUNTRY.iter().any(|name| stretch.contains(name));
            if !names_it || !self.is_made_of(&stretch, COUNTRY) {
                continue;
            }
            for name in COUNTRY {
                chunk.rest = chunk.rest.replace(name, &blank(name));
            }
            if self.places.is_empty() {
                let paths = gazetteer::find(WHOLE_COUNTRY).iter().map(Place::written).collect();
                self.places.push((WHOLE_COUNTRY.to_owned(), paths));
            }
        }
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

/// Reads four figures as a year.
fn year(figures: &[char]) -> Option<i16> {
    if figures.len() != 4 {
        return None;
    }
    let year = figures.iter().try_fold(0, |year, &character| Some(year * 10 + figure(character)?))?;
    (1900..2100).contains(&year).then_some(year)
}

/// Returns the value of a figure as years are written with.
fn figure(character: char) -> Option<i16> {
    if let Some(digit) = character.to_digit(10) {
        return Some(digit as i16);
    }
    if matches!(character, '零' | '○') {
        return Some(0);
    }
    "〇一二三四五六七八九".chars().position(|known| known == character).map(|value| value as i16)
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
