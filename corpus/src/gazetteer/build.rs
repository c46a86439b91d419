//! The answer: a decided division in; the place with its zone or township, and the reason, out.

use crate::district::Place;
use crate::gazetteer::Placement;
use crate::gazetteer::clue::Clue;
use crate::gazetteer::page::Page;
use crate::gazetteer::reading::Chain;
use crate::gazetteer::reading::Reading;
use crate::gazetteer::table::Level;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::row;
use crate::gazetteer::towns;
use crate::gazetteer::zones;

impl Page {
    /// Builds the place a clue begins with, its zone or township included.
    pub(super) fn built(&self, id: RowId, reading: &Reading, clue: Clue) -> Placement {
        match (reading.head(), &reading.zone) {
            (Some(chain), _) => self.built_from(chain, id, clue),
            (None, Some(zone)) => {
                let because = clue.names().about(zone);
                self.with_parts(id, Some(zone.clone()), None, &because)
            }
            (None, None) => self.below(id, clue.names().key()),
        }
    }

    pub(super) fn built_from(&self, chain: &Chain, id: RowId, clue: Clue) -> Placement {
        let because = clue.names().about(&chain.written);
        self.with_parts(id, chain.zone.clone(), chain.township.clone(), &because)
    }

    /// Builds the place of the site, with the zone or the township that the title begins with below it.
    pub(super) fn below(&self, id: RowId, because: &str) -> Placement {
        self.with_parts(id, None, None, because)
    }

    /// Builds a place with a zone or a township below it: those that the title begins with, else the given ones.
    pub(super) fn with_parts(
        &self,
        id: RowId,
        zone: Option<String>,
        township: Option<String>,
        because: &str,
    ) -> Placement {
        let zone = self.title_zone(id).or(zone);
        let unnamed = self.title.head().is_none();
        let township = township.or_else(|| self.title.township.clone().filter(|_| unnamed));
        // 杭州市留下街道: the county between them is the only one of the city with such a township.
        let counties = township.as_deref().map_or(Vec::new(), |town| inside(id, towns::counties(town)));
        let id = if let [county] = counties[..] { county } else { id };
        let mut place = self.place(id);
        // A few cities, such as 东莞, have townships and no counties.
        let has_townships = row(id).level() == Level::County || counties.contains(&id);
        extend(&mut place, zone.clone(), township.filter(|_| has_townships));
        Placement { zone, ..decided(place, because) }
    }

    /// Returns the zone that the title begins with, for a division that can have zones.
    pub(super) fn title_zone(&self, id: RowId) -> Option<String> {
        let zone = self.title.zone.clone().filter(|_| self.title.head().is_none())?;
        let known = zones::known(&zone);
        let fits = known.is_none_or(|code| row(id).code == code);
        (fits && (known.is_some() || row(id).level() != Level::Province)).then_some(zone)
    }
}

pub(super) fn inside(id: RowId, others: &[RowId]) -> Vec<RowId> {
    others.iter().copied().filter(|&other| row(id).holds(row(other))).collect()
}

pub(super) fn decided(place: Place, because: &str) -> Placement {
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
