//! The unquoted chunks of a query in; the places, the years and the kind of document that they name out.

mod chunk;
mod lists;
mod places;
mod years;

use corpus::congress;
use corpus::district::Place;
use corpus::document::DocumentKind as Kind;
use corpus::gazetteer;
use corpus::text::fold;
use corpus::text::says_something;

use crate::local::naming::chunk::Chunk;
use crate::local::naming::lists::ABOUT;
use crate::local::naming::lists::FILLING;
use crate::local::naming::lists::FILLING_OF_KINDS;
use crate::local::naming::lists::GIVEN;
use crate::local::naming::lists::GIVEN_ONCE;
use crate::local::naming::lists::KINDS;
use crate::local::naming::lists::LOCAL;
use crate::local::naming::lists::LOCAL_RULES;
use crate::local::naming::lists::OF_GOVERNMENT;
use crate::local::naming::lists::OFFICES;
use crate::local::naming::lists::REQUESTS;
use crate::local::naming::lists::RULES;
use crate::query::Clause;
use crate::search::NamedReport;

pub(crate) use crate::local::naming::lists::ANSWERS;

/// What the gazetteer calls the whole country.
const WHOLE_COUNTRY: &str = "全国";

/// The shortest name of an office that is looked for among those who gave documents; 市委 and 社会 end like one.
const SHORTEST_OFFICE: usize = 3;

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
    /// Whether the report is a government's and not that of a court or a congress.
    is_of_government: bool,
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
        let sessions = take_sessions(&mut chunks);
        // 工作 报告 names a kind as 工作报告 does.
        let joined: String = chunks.iter().map(|chunk| chunk.rest.as_str()).collect();
        let fits = |(_, strings): &&(Kind, &[&str])| strings.iter().all(|string| joined.contains(string));
        let has = |string: &&str| chunks.iter().any(|chunk| chunk.rest.contains(*string));
        // Most queries name no kind, and then what is written about one need not be looked for.
        let kind = KINDS.iter().find(fits).filter(|_| !ABOUT.iter().any(has));
        naming.is_of_government = OF_GOVERNMENT.iter().any(|named| joined.contains(named));
        if kind.is_none() {
            chunks.iter_mut().for_each(Chunk::give_back);
        } else {
            naming.years.extend(&sessions);
        }
        for chunk in &mut chunks {
            naming.years.append(&mut years::take_years(&mut chunk.rest, kind.is_some()));
        }
        naming.take_short_years(&mut chunks, kind.is_some());
        naming.kind = kind.map(|(kind, _)| *kind);
        chunks.iter_mut().for_each(|chunk| naming.take_places(chunk));
        // A place may stand before it: 厦门98年.
        naming.take_short_years(&mut chunks, kind.is_some());
        for string in kind.map_or(&[][..], |(_, strings)| *strings) {
            let blank = blank(string);
            chunks.iter_mut().for_each(|chunk| chunk.rest = chunk.rest.replace(string, &blank));
        }
        naming.years.sort_unstable();
        naming.years.dedup();
        naming.take_implied_places(&mut chunks);
        if naming.places.is_empty() && naming.kind.is_some() && !sessions.is_empty() {
            naming.name(WHOLE_COUNTRY);
        }
        naming.are_alternatives = !naming.places.is_empty() && naming.own_places().is_empty();
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

    /// Tells whether a document that is of all that is named needs no other word of the query: place, year and kind are named, a
    /// place gives one such report a year, and no other word says that it is an office's.
    pub(crate) fn names_one_report(&self, others: &[String]) -> bool {
        let is_one = self.kind.is_some_and(|kind| GIVEN_ONCE.contains(&kind));
        let are_named = !self.places.is_empty() && !self.years.is_empty();
        is_one && are_named && !others.iter().any(|other| names_office(other))
    }

    /// Tells whether a word beside a place asks for the rules that it has given itself: 北京测绘立法.
    pub(crate) fn asks_for_rules(&self, word: &str) -> bool {
        let is_begun = || word == LOCAL && self.chunks.iter().any(|chunk| chunk.text.contains(LOCAL_RULES));
        !self.places.is_empty() && (RULES.contains(&word) || is_begun())
    }

    /// Tells whether a word beside a place names an office of it: 上海市人大常委会 2018.
    pub(crate) fn asks_for_office(&self, word: &str) -> bool {
        !self.places.is_empty() && names_office(word) && word.chars().count() >= SHORTEST_OFFICE
    }

    /// Returns the written paths of the places that are named themselves and not only hold them: 南京市 for 江苏 南京; where no
    /// place is all of those named, each of them.
    pub(crate) fn named_paths(&self) -> Vec<String> {
        let paths = || self.places.iter().flat_map(|(_, paths)| paths).cloned().collect();
        if self.are_alternatives { paths() } else { self.own_places() }
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
        let given = if self.kind.is_some() && self.is_of_government { GIVEN } else { &[] };
        is_made_of(text, &[FILLING, REQUESTS, of_kinds, given, others])
    }

    /// Takes years of two figures where a kind is named and no year in full.
    fn take_short_years(&mut self, chunks: &mut [Chunk], has_kind: bool) {
        if has_kind && self.years.is_empty() {
            let short = chunks.iter_mut().filter_map(|chunk| years::take_short_year(&mut chunk.rest));
            self.years.extend(short);
        }
    }

    /// Adds a place by its name.
    fn name(&mut self, name: &str) {
        if !self.places.iter().any(|(known, _)| known == name) {
            self.places.push((name.to_owned(), gazetteer::find(name).iter().map(Place::written).collect()));
        }
    }

    /// Returns the written paths of the places that lie in all others; none where the places lie apart.
    fn own_places(&self) -> Vec<String> {
        let lies_in_all = |path: &&String| self.places.iter().all(|(_, paths)| nearness(paths, path) > 0.0);
        self.places.iter().flat_map(|(_, paths)| paths).filter(lies_in_all).cloned().collect()
    }
}

/// Tells whether a word names an office, as far as its end tells.
fn names_office(word: &str) -> bool {
    OFFICES.iter().any(|office| word.ends_with(office))
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

/// Takes the sessions of the National People's Congress, at which the country's reports are given, out of chunks; returns
/// their years.
fn take_sessions(chunks: &mut [Chunk]) -> Vec<i16> {
    let mut years = Vec::new();
    for chunk in chunks {
        for session in congress::sessions(&chunk.text) {
            let blank = blank(&chunk.text[session.span.clone()]);
            chunk.rest = chunk.rest.replace(&chunk.text[session.span], &blank);
            years.push(session.year);
        }
    }
    years
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
