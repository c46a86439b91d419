//! The decision: everything a page says about its place in; the place, or the candidates, and the reason out.

use crate::gazetteer::Clues;
use crate::gazetteer::Placement;
use crate::gazetteer::build::decided;
use crate::gazetteer::build::inside;
use crate::gazetteer::clue::Clue;
use crate::gazetteer::corps;
use crate::gazetteer::narrow::Verdict;
use crate::gazetteer::page::Page;
use crate::gazetteer::reading::Reading;
use crate::gazetteer::table::Level;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::above;
use crate::gazetteer::table::country;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::row;
use crate::gazetteer::towns;
use crate::reason::Reason;

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
    /// Decides by the title and the issuer.
    fn primary(&self) -> Option<Placement> {
        let title = self.verdict(&self.title);
        let issuer = self.verdict(&self.issuer);
        match (title, issuer) {
            (Verdict::Silent, Verdict::Silent) => self.corps_place(),
            (Verdict::Country, _) => Some(decided(country(), Reason::CentralOrgan.key())),
            (Verdict::Silent, Verdict::Country) => Some(decided(country(), Reason::CentralOrgan.key())),
            (Verdict::One(id), Verdict::One(other)) if row(id).holds(row(other)) => {
                Some(self.built(other, &self.issuer, Clue::Issuer))
            }
            (Verdict::One(id), _) => Some(self.built(id, &self.title, Clue::Title)),
            (_, Verdict::One(id)) => Some(self.built(id, &self.issuer, Clue::Issuer)),
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
        fits.then(|| self.built_from(chain, id, Clue::Title))
    }

    fn corps_place(&self) -> Option<Placement> {
        let division = self.title.corps.or(self.issuer.corps)?;
        let id = latest(corps::city(division)?)?;
        let because = Reason::Corps.about(division);
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
        if let Some(placement) = self.province_place().or_else(|| self.city_place()) {
            return Some(placement);
        }
        for (reading, clue) in [(&self.source, Clue::Source), (&self.breadcrumb, Clue::Breadcrumb)] {
            match self.verdict(reading) {
                Verdict::One(id) => return Some(self.built(id, reading, clue)),
                Verdict::Country if clue == Clue::Source && self.site().is_none() => {
                    return Some(decided(country(), Reason::CentralOrgan.key()));
                }
                _ => {}
            }
        }
        if let Some(placement) = self.township_place() {
            return Some(placement);
        }
        if let Some(id) = self.opening_place() {
            return Some(self.below(id, Reason::OpeningNames.key()));
        }
        if let Some(id) = self.site() {
            let because =
                if Some(id) == self.host.certain { Reason::Host.key() } else { Reason::Declared.key() };
            return Some(self.below(id, because));
        }
        if self.host.is_central || self.is_declared_central {
            return Some(decided(country(), Reason::CentralHost.key()));
        }
        let id = self.likely_host()?;
        Some(self.below(id, Reason::HostInitials.key()))
    }

    /// Decides by 省司法厅 or 全省 on the site of a division of the province.
    fn province_place(&self) -> Option<Placement> {
        if !self.title.is_of_province && !self.issuer.is_of_province {
            return None;
        }
        let id = latest(&format!("{}0000", &row(self.site()?).code[..2]))?;
        Some(decided(self.place(id), &Reason::TitleNames.about("省")))
    }

    /// Decides by 市教育局 or 全市 on the site of a district or a county: only the city above it has such an organ.
    fn city_place(&self) -> Option<Placement> {
        if !self.title.is_of_city && !self.issuer.is_of_city {
            return None;
        }
        let site = row(self.site()?);
        let city = above(site, self.year.unwrap_or(TODAY)).filter(|city| row(*city).name.ends_with('市'))?;
        let is_below = site.level() == Level::County && !site.name.ends_with('市');
        is_below.then(|| decided(self.place(city), &Reason::TitleNames.about("市")))
    }

    /// Decides by a township whose county is not named: by the site it lies in, or the only county that has one.
    fn township_place(&self) -> Option<Placement> {
        let unnamed =
            [&self.title, &self.issuer, &self.source].into_iter().filter(|reading| reading.head().is_none());
        let town = unnamed.filter_map(|reading| reading.township.as_deref()).next()?;
        let counties = match self.site() {
            Some(site) => inside(site, towns::counties(town)),
            None => towns::counties(town).to_vec(),
        };
        match self.narrow(&counties) {
            Verdict::One(id) if self.fits_host(id) => {
                Some(self.with_parts(id, None, Some(town.to_owned()), &Reason::OnlyTownship.about(town)))
            }
            Verdict::Several(ids) if self.site().is_none() && self.likely_host().is_none() => {
                let because = Reason::Ambiguous.about(town);
                Some(Placement {
                    candidates: ids.into_iter().map(|id| self.place(id)).collect(),
                    because,
                    ..Placement::default()
                })
            }
            _ => None,
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

    /// Decides by a place that the title, then the issuer, only mentions, when it is one.
    fn last_resort(&self) -> Option<Placement> {
        for (reading, clue) in
            [(&self.title, Clue::Title), (&self.source, Clue::Source), (&self.opening, Clue::Opening)]
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
                && (clue != Clue::Opening || row(id).level() == Level::County)
            {
                return Some(self.below(id, clue.mentions().key()));
            }
        }
        None
    }

    fn undecided(&self) -> Placement {
        let zone = self.title.zone.clone().or_else(|| self.issuer.zone.clone());
        let because = match &zone {
            Some(zone) => Reason::UnplacedZone.about(zone),
            None => Reason::NoPlace.into(),
        };
        let candidates = self.host.possible.iter().take(10).map(|&id| self.place(id)).collect();
        Placement { candidates, zone, because, ..Placement::default() }
    }

    fn ambiguous(&self, reading: &Reading, ids: Vec<RowId>) -> Placement {
        let written = reading.head().map_or("", |chain| chain.written.as_str());
        let because = Reason::Ambiguous.about(written);
        Placement {
            candidates: ids.into_iter().map(|id| self.place(id)).collect(),
            because,
            ..Placement::default()
        }
    }
}
