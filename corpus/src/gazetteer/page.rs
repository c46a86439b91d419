//! A page's clues, read: what a page says about its place in; the readings, its site and its year out.

use crate::district::Place;
use crate::gazetteer::Clues;
use crate::gazetteer::hosts;
use crate::gazetteer::hosts::Host;
use crate::gazetteer::reading::Reading;
use crate::gazetteer::reading::read;
use crate::gazetteer::table::COUNTRY;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::country;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::place_of;
use crate::gazetteer::table::row;
use crate::gazetteer::table::usual;

/// The clues of a page, read.
pub(super) struct Page {
    pub(super) title: Reading,
    pub(super) issuer: Reading,
    pub(super) source: Reading,
    pub(super) breadcrumb: Reading,
    pub(super) opening: Reading,
    pub(super) host: Host,
    pub(super) declared: Option<RowId>,
    pub(super) is_declared_central: bool,
    /// The year for which names are read; none when nothing tells.
    pub(super) year: Option<i16>,
    /// The kinds of counties that the text calls its own: 区 of 全区.
    pub(super) own_kinds: Vec<char>,
}

impl Page {
    pub(super) fn read(clues: &Clues<'_>) -> Page {
        let of = |text: Option<&str>| text.map(read).unwrap_or_default();
        let declared = clues.declared.and_then(usual);
        let words = [clues.title, clues.opening].into_iter().flatten().map(beginning);
        Page {
            title: of(clues.title),
            issuer: of(clues.issuer),
            source: of(clues.source.filter(|source| !is_press(source))),
            breadcrumb: of(clues.breadcrumb),
            opening: of(clues.opening),
            host: clues.host.map(hosts::read).unwrap_or_default(),
            is_declared_central: declared.as_deref() == Some(COUNTRY),
            declared: declared.as_deref().and_then(latest),
            year: clues.date.map(jiff::civil::Date::year).or_else(|| clues.title.and_then(year_in)),
            own_kinds: own_kinds(words),
        }
    }

    /// Returns the division of the site: the deeper one of host and declared code; the host where they differ.
    pub(super) fn site(&self) -> Option<RowId> {
        match (self.host.certain, self.declared) {
            (Some(host), Some(declared)) if row(host).holds(row(declared)) => Some(declared),
            (Some(host), _) => Some(host),
            (None, declared) => declared,
        }
    }

    /// Returns the one county that the initials in the host fit and whose kind the text calls its own.
    pub(super) fn likely_host(&self) -> Option<RowId> {
        let kind_fits =
            |id: &&RowId| self.own_kinds.is_empty() || row(**id).name.ends_with(&self.own_kinds[..]);
        let mut fitting = self.host.possible.iter().filter(kind_fits);
        match (fitting.next(), fitting.next()) {
            (Some(&id), None) if !self.own_kinds.is_empty() || self.host.possible.len() == 1 => Some(id),
            _ => None,
        }
    }

    /// Tells whether the initials in the host, when they fit any division, fit this one.
    pub(super) fn fits_host(&self, id: RowId) -> bool {
        let possible = &self.host.possible;
        possible.is_empty() || possible.iter().any(|&host| row(host).is_related(row(id)))
    }

    pub(super) fn host_place(&self) -> Option<Place> {
        match self.host.certain {
            Some(id) => Some(place_of(id, TODAY)),
            None => self.host.is_central.then(country),
        }
    }

    pub(super) fn place(&self, id: RowId) -> Place {
        place_of(id, self.year.unwrap_or(TODAY))
    }
}

/// Returns the part of an opening that is read, 2000 characters.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(2000).map_or(text, |(at, _)| &text[..at])
}

/// Tells whether a source is a newspaper or the like, which says nothing about the place of the text.
fn is_press(source: &str) -> bool {
    const PRESS: [&str; 12] = [
        "日报",
        "晚报",
        "早报",
        "时报",
        "新闻",
        "新华社",
        "电视台",
        "客户端",
        "微信",
        "融媒体",
        "新华网",
        "人民网",
    ];
    PRESS.iter().any(|word| source.contains(word))
}

/// Returns the first year that a text names with 年 or alone.
fn year_in(text: &str) -> Option<i16> {
    let mut digits = 0;
    for (at, byte) in text.bytes().chain(std::iter::once(b' ')).enumerate() {
        if byte.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let year = (digits == 4).then(|| text[at - 4..at].parse().ok()).flatten();
        if let Some(year) = year.filter(|year| (1949..=2100).contains(year)) {
            return Some(year);
        }
        digits = 0;
    }
    None
}

/// Returns the kinds of counties that texts call their own, the most frequent alone: 区 of 区委, 全区, 我区.
fn own_kinds<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<char> {
    const OWN: [(char, [&str; 6]); 3] = [
        ('县', ["全县", "我县", "本县", "县委", "县政府", "县人民政府"]),
        ('区', ["全区", "我区", "本区", "区委", "区政府", "区人民政府"]),
        ('旗', ["全旗", "我旗", "本旗", "旗委", "旗政府", "旗人民政府"]),
    ];
    let mut counts = [0; OWN.len()];
    for text in texts {
        for (count, (_, forms)) in counts.iter_mut().zip(OWN) {
            *count += forms.iter().map(|form| text.matches(form).count()).sum::<usize>();
        }
    }
    let most = counts.iter().copied().max().filter(|&most| most > 0);
    OWN.iter().zip(counts).filter(|(_, count)| Some(*count) == most).map(|((kind, _), _)| *kind).collect()
}
