//! The filter of a search: what a user wrote for a region in; the places it may mean out.

use crate::district::Place;
use crate::gazetteer::names::named;
use crate::gazetteer::names::pairs;
use crate::gazetteer::table::COUNTRY;
use crate::gazetteer::table::COUNTRY_NAME;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::country;
use crate::gazetteer::table::heir;
use crate::gazetteer::table::is_code;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::place_of;
use crate::gazetteer::table::row;
use crate::gazetteer::table::rows;
use crate::gazetteer::table::usual;
use crate::gazetteer::zones;

/// Returns the places that a name, a written path or a code may mean; living ones first, then what they were called.
pub(super) fn find(region: &str) -> Vec<Place> {
    let region = region.trim().trim_matches(Place::SEPARATOR);
    if region == COUNTRY || region == COUNTRY_NAME {
        return vec![country()];
    }
    if is_code(region) {
        let id = usual(region).as_deref().and_then(latest);
        return id.map_or(Vec::new(), |id| with_former(vec![id]));
    }
    let exact = exactly(region);
    if !exact.is_empty() {
        return with_former(exact);
    }
    let mut parts = region.split([Place::SEPARATOR, ' ', '>']).map(str::trim).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return Vec::new() };
    let mut found = meant(first);
    if found.is_empty() {
        return zone_place(first);
    }
    let mut rest: Vec<&str> = Vec::new();
    for part in parts {
        let inside: Vec<RowId> = meant(part)
            .into_iter()
            .filter(|&id| found.iter().any(|&above| above != id && row(above).holds(row(id))))
            .collect();
        if inside.is_empty() || !rest.is_empty() {
            rest.push(part);
        } else {
            found = inside;
        }
    }
    let mut places = with_former(found);
    for place in &mut places {
        for (at, part) in rest.iter().enumerate() {
            place.path.push((*part).to_owned());
            let is_zone =
                at == 0 && (zones::zone(part) == Some(part) || zones::unknown_district(part) == Some(part));
            place.zone = place.zone.take().or_else(|| is_zone.then(|| (*part).to_owned()));
        }
    }
    places
}

/// Returns the divisions, former ones too, whose whole path is written like this, and what they are today.
fn exactly(region: &str) -> Vec<RowId> {
    let Some((_, last)) = region.rsplit_once(Place::SEPARATOR) else { return Vec::new() };
    let mut ids: Vec<RowId> =
        named(last).0.iter().copied().filter(|&id| place_of(id, TODAY).written() == region).collect();
    for id in ids.clone() {
        let today = heir(id, TODAY);
        if !ids.contains(&today) {
            ids.push(today);
        }
    }
    ids
}

/// Returns the divisions a name may mean: with its kind first; living ones where there are any.
fn meant(name: &str) -> Vec<RowId> {
    let letter = pairs(include_str!("../../data/provinces.tsv")).find(|(letter, _)| *letter == name);
    if let Some(id) = letter.and_then(|(_, code)| latest(code)) {
        return vec![id];
    }
    let (full, short) = named(name);
    let ids = if full.is_empty() { short } else { full };
    let living: Vec<RowId> = ids.iter().copied().filter(|&id| row(id).to.is_none()).collect();
    if !living.is_empty() {
        return living;
    }
    let mut last: Vec<RowId> = ids.iter().map(|&id| heir(id, TODAY)).collect();
    last.sort_unstable();
    last.dedup();
    last
}

/// Adds the former names of the divisions after them.
fn with_former(ids: Vec<RowId>) -> Vec<Place> {
    let mut former: Vec<RowId> = Vec::new();
    for &id in &ids {
        let old = (0..).zip(rows()).filter(|(old, row)| *old != id && row.to.is_some());
        former.extend(old.map(|(old, _)| old).filter(|&old| heir(old, TODAY) == id && !ids.contains(&old)));
    }
    let mut places: Vec<Place> = Vec::new();
    for id in ids.into_iter().chain(former) {
        let place = place_of(id, TODAY);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn zone_place(name: &str) -> Vec<Place> {
    let Some(id) = zones::known(name).and_then(latest) else { return Vec::new() };
    let mut place = place_of(id, TODAY);
    place.path.push(name.to_owned());
    place.zone = Some(name.to_owned());
    vec![place]
}
