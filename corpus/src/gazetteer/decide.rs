//! The decision: everything a page says about its place in; the place, or the candidates, and the reason out.

use crate::district::Place;
use crate::gazetteer::Clues;
use crate::gazetteer::Placement;
use crate::gazetteer::corps;
use crate::gazetteer::hosts;
use crate::gazetteer::hosts::Host;
use crate::gazetteer::names::Form;
use crate::gazetteer::names::highest;
use crate::gazetteer::reading::Chain;
use crate::gazetteer::reading::Reading;
use crate::gazetteer::reading::read;
use crate::gazetteer::table::Level;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::country;
use crate::gazetteer::table::heir;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::place_of;
use crate::gazetteer::table::row;
use crate::gazetteer::table::usual;
use crate::gazetteer::zones;

/// The clues of a page, read.
struct Page {
    title: Reading,
    issuer: Reading,
    source: Reading,
    breadcrumb: Reading,
    opening: Reading,
    host: Host,
    declared: Option<RowId>,
    is_declared_central: bool,
    /// The year for which names are read; none when nothing tells.
    year: Option<i16>,
    /// The kinds of counties that the text calls its own: 区 of 全区.
    own_kinds: Vec<char>,
}

/// What one clue comes to.
enum Verdict {
    Silent,
    Country,
    One(RowId),
    Several(Vec<RowId>),
}

/// Decides where a page belongs.
pub(super) fn decide(clues: &Clues<'_>) -> Placement {
    let page = Page::read(clues);
    let host_place = page.host_place();
    let mut placement = page
        .primary()
        .or_else(|| page.subject_place())
        .or_else(|| page.site_place())
        .or_else(|| page.last_resort())
        .unwrap_or_else(|| page.undecided());
    placement.host_place = host_place;
    placement.corps = page.title.corps.or(page.issuer.corps).map(str::to_owned);
    placement
}

impl Page {
    fn read(clues: &Clues<'_>) -> Page {
        let of = |text: Option<&str>| text.map(read).unwrap_or_default();
        let declared = clues.declared.and_then(usual);
        let words = [clues.title, clues.opening].into_iter().flatten();
        Page {
            title: of(clues.title),
            issuer: of(clues.issuer),
            source: of(clues.source.filter(|source| !is_press(source))),
            breadcrumb: of(clues.breadcrumb),
            opening: of(clues.opening),
            host: clues.host.map(hosts::read).unwrap_or_default(),
            is_declared_central: declared.as_deref() == Some(crate::gazetteer::table::COUNTRY),
            declared: declared.as_deref().and_then(latest),
            year: clues.date.map(|date| date.year()).or_else(|| clues.title.and_then(year_in)),
            own_kinds: own_kinds(words),
        }
    }

    /// Decides by the title and the issuer.
    fn primary(&self) -> Option<Placement> {
        let title = self.verdict(&self.title);
        let issuer = self.verdict(&self.issuer);
        match (title, issuer) {
            (Verdict::Silent, Verdict::Silent) => self.corps_place(),
            (Verdict::Country, _) => {
                Some(decided(country(), "the title begins with an organ of the whole country"))
            }
            (Verdict::Silent, Verdict::Country) => {
                Some(decided(country(), "the issuer is an organ of the whole country"))
            }
            (Verdict::One(id), Verdict::One(other)) if row(id).holds(row(other)) => {
                Some(self.built(other, &self.issuer, "issuer"))
            }
            (Verdict::One(id), _) => Some(self.built(id, &self.title, "title")),
            (_, Verdict::One(id)) => Some(self.built(id, &self.issuer, "issuer")),
            (Verdict::Several(ids), _) => Some(self.ambiguous(&self.title, ids)),
            (_, Verdict::Several(ids)) => Some(self.ambiguous(&self.issuer, ids)),
        }
    }

    /// Decides by a title of the form 关于绵阳市…: a report is by whom it is about, unless it is found on a foreign site;
    /// approvals and decisions are by the division of the site.
    fn subject_place(&self) -> Option<Placement> {
        let chain = self.title.subject().filter(|_| self.title.is_report)?;
        let Verdict::One(id) = self.narrow_chain(chain) else { return None };
        let fits = self.site().is_none_or(|site| row(site).holds(row(id)));
        fits.then(|| self.built_from(chain, id, "title"))
    }

    fn corps_place(&self) -> Option<Placement> {
        let division = self.title.corps.or(self.issuer.corps)?;
        let id = latest(corps::city(division)?)?;
        let because = format!("{division} of the production and construction corps");
        if row(id).level() != Level::Province {
            return Some(decided(self.place(id), &because));
        }
        let mut place = self.place(id);
        place.path.push(division.to_owned());
        place.zone = Some(division.to_owned());
        Some(decided(place, &because))
    }

    /// Decides by what says where the site or the text comes from: source, breadcrumb, opening, host, declared code.
    fn site_place(&self) -> Option<Placement> {
        for (reading, clue) in [(&self.source, "source"), (&self.breadcrumb, "breadcrumb")] {
            match self.verdict(reading) {
                Verdict::One(id) => return Some(self.built(id, reading, clue)),
                Verdict::Country if clue == "source" && self.site().is_none() => {
                    return Some(decided(country(), "the source is an organ of the whole country"));
                }
                _ => {}
            }
        }
        if let Some(id) = self.opening_place() {
            return Some(self.below(id, "the opening names it"));
        }
        if let Some(id) = self.site() {
            let because = if Some(id) == self.host.certain {
                "the host stands for it"
            } else {
                "the source declares it"
            };
            return Some(self.below(id, because));
        }
        if self.host.is_central || self.is_declared_central {
            return Some(decided(country(), "the host belongs to an organ of the whole country"));
        }
        let id = self.likely_host()?;
        Some(self.below(id, "the initials in the host fit no other division"))
    }

    /// Returns the division of the site: the deeper one of host and declared code; the host where they differ.
    fn site(&self) -> Option<RowId> {
        match (self.host.certain, self.declared) {
            (Some(host), Some(declared)) if row(host).holds(row(declared)) => Some(declared),
            (Some(host), _) => Some(host),
            (None, declared) => declared,
        }
    }

    /// Returns the division that the opening names as its own, when the site does not speak against it.
    fn opening_place(&self) -> Option<RowId> {
        let site = self.site();
        let possible = &self.host.possible;
        let fits = |id: RowId| match site {
            Some(site) => row(site).holds(row(id)) && (row(site).level() < Level::City || site == id),
            None if !possible.is_empty() => possible.iter().any(|&host| row(host).code == row(id).code),
            None => true,
        };
        let chains = self
            .opening
            .head()
            .into_iter()
            .chain(self.opening.passing().filter(|_| site.is_none() && !possible.is_empty()));
        for chain in chains {
            if let Verdict::One(id) = self.narrow(&chain.rows)
                && fits(id)
            {
                return Some(id);
            }
        }
        None
    }

    /// Returns the one county that the initials in the host fit and whose kind the text calls its own.
    fn likely_host(&self) -> Option<RowId> {
        let kind_fits =
            |id: &&RowId| self.own_kinds.is_empty() || row(**id).name.ends_with(&self.own_kinds[..]);
        let mut fitting = self.host.possible.iter().filter(kind_fits);
        match (fitting.next(), fitting.next()) {
            (Some(&id), None) if !self.own_kinds.is_empty() || self.host.possible.len() == 1 => Some(id),
            _ => None,
        }
    }

    /// Decides by a place that the title, then the issuer, only mentions, when it is one.
    fn last_resort(&self) -> Option<Placement> {
        for (reading, clue) in [(&self.title, "title"), (&self.source, "source"), (&self.opening, "opening")]
        {
            let mut found: Vec<RowId> = Vec::new();
            for chain in reading.passing() {
                if let Verdict::One(id) = self.narrow(&chain.rows)
                    && !found.contains(&id)
                {
                    found.push(id);
                }
            }
            if let [id] = found[..]
                && (clue != "opening" || row(id).level() == Level::County)
            {
                return Some(self.below(id, &format!("the {clue} mentions no other place")));
            }
        }
        None
    }

    fn undecided(&self) -> Placement {
        let zone = self.title.zone.clone().or_else(|| self.issuer.zone.clone());
        let because = match &zone {
            Some(zone) => format!("{zone} is a zone and nothing says of which city"),
            None => "no clue names a place".to_owned(),
        };
        let candidates = self.host.possible.iter().take(10).map(|&id| self.place(id)).collect();
        Placement { candidates, zone, because, ..Placement::default() }
    }

    fn ambiguous(&self, reading: &Reading, ids: Vec<RowId>) -> Placement {
        let written = reading.head().map_or("", |chain| chain.written.as_str());
        let because = format!("{written} may be {} places and nothing else decides", ids.len());
        Placement {
            candidates: ids.into_iter().map(|id| self.place(id)).collect(),
            because,
            ..Placement::default()
        }
    }

    fn verdict(&self, reading: &Reading) -> Verdict {
        match reading.head() {
            _ if reading.is_central => Verdict::Country,
            Some(chain) => self.narrow_chain(chain),
            None => self.known_zone(reading),
        }
    }

    fn known_zone(&self, reading: &Reading) -> Verdict {
        let code = reading.zone.as_deref().and_then(zones::known);
        code.and_then(latest).map_or(Verdict::Silent, Verdict::One)
    }

    fn narrow_chain(&self, chain: &Chain) -> Verdict {
        if chain.form == Form::Short { self.narrow(&highest(&chain.rows)) } else { self.narrow(&chain.rows) }
    }

    /// Picks one of the divisions a name may mean: by the year, by what the other clues name, by the site.
    fn narrow(&self, ids: &[RowId]) -> Verdict {
        let mut left = self.standing(ids);
        for reading in [&self.title, &self.issuer, &self.source, &self.breadcrumb, &self.opening] {
            for chain in &reading.chains {
                left = related(left, &chain.rows);
            }
        }
        for near in [self.host.certain.as_slice(), self.declared.as_slice(), &self.host.possible] {
            left = related(left, near);
        }
        match left[..] {
            [] => Verdict::Silent,
            [only] => Verdict::One(only),
            _ => Verdict::Several(left),
        }
    }

    /// Keeps the divisions that stood in the year, living ones where no year is known, one row for each code.
    fn standing(&self, ids: &[RowId]) -> Vec<RowId> {
        let year = self.year.unwrap_or(TODAY);
        let mut left: Vec<RowId> = ids.iter().copied().filter(|&id| row(id).stood_in(year)).collect();
        if left.is_empty() {
            let heirs = |&id: &RowId| if self.year.is_some() { at_year(id, year) } else { id };
            left = ids.iter().map(heirs).collect();
        }
        left.sort_by_key(|&id| (row(id).code, std::cmp::Reverse(row(id).from)));
        left.dedup_by_key(|id| row(*id).code);
        // One name in two codes at the turn of a year is one division that was given another code.
        let fresh = left.clone();
        left.retain(|&id| !fresh.iter().any(|&other| other != id && heir(id, TODAY) == other));
        left
    }

    fn place(&self, id: RowId) -> Place {
        place_of(id, self.year.unwrap_or(TODAY))
    }

    fn host_place(&self) -> Option<Place> {
        match self.host.certain {
            Some(id) => Some(place_of(id, TODAY)),
            None => self.host.is_central.then(country),
        }
    }

    /// Builds the place a clue begins with, its zone or township included.
    fn built(&self, id: RowId, reading: &Reading, clue: &str) -> Placement {
        match (reading.head(), &reading.zone) {
            (Some(chain), _) => self.built_from(chain, id, clue),
            (None, Some(zone)) => {
                let because = format!("the {clue} begins with {zone}");
                self.with_parts(id, Some(zone.clone()), None, &because)
            }
            (None, None) => self.below(id, &format!("the {clue} names it")),
        }
    }

    fn built_from(&self, chain: &Chain, id: RowId, clue: &str) -> Placement {
        let because = format!("the {clue} begins with {}", chain.written);
        self.with_parts(id, chain.zone.clone(), chain.township.clone(), &because)
    }

    /// Builds the place of the site, with the zone or the township that the title begins with below it.
    fn below(&self, id: RowId, because: &str) -> Placement {
        self.with_parts(id, None, None, because)
    }

    /// Builds a place with a zone or a township below it: those that the title begins with, else the given ones.
    fn with_parts(
        &self,
        id: RowId,
        zone: Option<String>,
        township: Option<String>,
        because: &str,
    ) -> Placement {
        let mut place = self.place(id);
        let zone = self.title_zone(id).or(zone);
        let unnamed = self.title.head().is_none();
        let township = township.or_else(|| self.title.township.clone().filter(|_| unnamed));
        extend(&mut place, zone.clone(), township.filter(|_| row(id).level() == Level::County));
        Placement { zone, ..decided(place, because) }
    }

    /// Returns the zone that the title begins with, for a division that can have zones.
    fn title_zone(&self, id: RowId) -> Option<String> {
        let zone = self.title.zone.clone().filter(|_| self.title.head().is_none())?;
        let known = zones::known(&zone);
        let fits = known.is_none_or(|code| row(id).code == code);
        (fits && (known.is_some() || row(id).level() != Level::Province)).then_some(zone)
    }
}

fn decided(place: Place, because: &str) -> Placement {
    Placement { place: Some(place), because: because.to_owned(), ..Placement::default() }
}

fn extend(place: &mut Place, zone: Option<String>, township: Option<String>) {
    if let Some(zone) = zone.filter(|zone| place.path.last() != Some(zone)) {
        place.path.push(zone.clone());
        place.zone = Some(zone);
    } else if let Some(township) = township {
        place.path.push(township);
    }
}

/// Keeps the divisions that lie above or below one of the others, when any does.
fn related(ids: Vec<RowId>, others: &[RowId]) -> Vec<RowId> {
    if ids.len() < 2 || others.is_empty() {
        return ids;
    }
    let same = |id: RowId| others.contains(&id);
    if ids.iter().all(|&id| same(id)) {
        return ids;
    }
    let is_near = |id: &RowId| others.iter().any(|&other| row(*id).is_related(row(other)));
    let near: Vec<RowId> = ids.iter().copied().filter(is_near).collect();
    if near.is_empty() { ids } else { near }
}

/// Returns what a division was called in a year before or after the years of its name.
fn at_year(id: RowId, year: i16) -> RowId {
    if row(id).to.is_some_and(|to| to < year) {
        return heir(id, year);
    }
    let short = row(id).short;
    let earlier = crate::gazetteer::names::named(short).1.iter().copied();
    earlier.filter(|&old| row(old).stood_in(year) && heir(old, TODAY) == heir(id, TODAY)).last().unwrap_or(id)
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
    const FORMS: [(&str, &str); 3] = [("全", ""), ("我", ""), ("本", "")];
    let mut counts = [('县', 0), ('区', 0), ('旗', 0)];
    for text in texts {
        for (kind, count) in &mut counts {
            for (before, after) in FORMS.into_iter().chain([("", "委"), ("", "政府"), ("", "人民政府")])
            {
                let form = format!("{before}{kind}{after}");
                *count += text.matches(&form).count();
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().filter(|(_, count)| most > 0 && *count == most).map(|(kind, _)| *kind).collect()
}
