//! The filter of a search: what a user wrote for a region in; the places it may mean out.

use crate::district::Place;
use crate::gazetteer::names::mentions;
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
use crate::text::fold;

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
    let Some(read) = Read::of(region) else {
        return parts(region).first().map_or(Vec::new(), |first| zone_place(first));
    };
    let mut places = with_former(read.ids);
    for place in &mut places {
        for (at, part) in read.rest.iter().enumerate() {
            place.path.push(part.clone());
            place.zone = place.zone.take().or_else(|| (at == 0 && is_zone(part)).then(|| part.clone()));
        }
    }
    places
}

/// Tells whether a name, a written path or a code is one of the gazetteer's in all its parts: 四川/火星 is none. Zones and
/// townships below a division are taken for what their names say.
pub(super) fn knows(region: &str) -> bool {
    if find(region).is_empty() {
        return false;
    }
    let rest = Read::of(region.trim().trim_matches(Place::SEPARATOR)).map_or(Vec::new(), |read| read.rest);
    rest.first().is_none_or(|part| is_zone(part) || zones::township(part) == Some(part))
}

fn is_zone(part: &str) -> bool {
    zones::zone(part) == Some(part) || zones::unknown_district(part) == Some(part)
}

/// The divisions that the parts of a region lead to.
struct Read {
    /// What they are today; those that ended last.
    ids: Vec<RowId>,
    /// The parts behind them that name no division there.
    rest: Vec<String>,
}

impl Read {
    /// Reads the parts from the highest down; `None` when the first names no division.
    fn of(region: &str) -> Option<Read> {
        let mut parts = parts(region).into_iter();
        let mut above = rows_named(&parts.next()?);
        if above.is_empty() {
            return None;
        }
        let mut rest: Vec<String> = Vec::new();
        for part in parts {
            // Divisions move: 简阳 lies in 资阳 as it was until 2016.
            let inside: Vec<RowId> = rows_named(&part)
                .into_iter()
                .filter(|&id| above.iter().any(|&above| above != id && row(above).holds(row(id))))
                .collect();
            if inside.is_empty() || !rest.is_empty() {
                rest.push(part);
            } else {
                above = inside;
            }
        }
        Some(Read { ids: today(&above), rest })
    }
}

/// Cuts a region into its parts: at the signs of a path, and where one name follows another without a sign, 河南省郑州市.
fn parts(region: &str) -> Vec<String> {
    let written = region.split([Place::SEPARATOR, '／', ' ', '\u{3000}', '>']).map(str::trim);
    written.filter(|part| !part.is_empty()).flat_map(names_in).collect()
}

/// Cuts what is no name itself into the names that it consists of, a zone or a township last; folded where it is written in
/// traditional characters.
fn names_in(part: &str) -> Vec<String> {
    let folded = fold(part).into_text();
    let is_name = |name: &str| !rows_named(name).is_empty() || zones::known(name).is_some();
    if let Some(name) = [part, &folded].into_iter().find(|name| is_name(name)) {
        return vec![name.to_owned()];
    }
    let mut names: Vec<String> = Vec::new();
    let mut reached = 0;
    for mention in mentions(&folded) {
        if mention.start != reached {
            break;
        }
        names.push(folded[mention.start..mention.end].to_owned());
        reached = mention.end;
    }
    let behind = &folded[reached..];
    if !names.is_empty() && (is_zone(behind) || zones::township(behind) == Some(behind)) {
        names.push(behind.to_owned());
    } else if names.is_empty() || !behind.is_empty() {
        return vec![part.to_owned()];
    }
    names
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

/// Returns every row that a name may mean, former ones too: with its kind where there are any.
fn rows_named(name: &str) -> Vec<RowId> {
    let letter = pairs(include_str!("../../data/provinces.tsv")).find(|(letter, _)| *letter == name);
    if let Some(id) = letter.and_then(|(_, code)| latest(code)) {
        return vec![id];
    }
    let (full, short) = named(name);
    if full.is_empty() { short.to_vec() } else { full.to_vec() }
}

/// Returns what rows are today: living ones, then those that ended, such as 莱芜市; what they became where none lives.
fn today(ids: &[RowId]) -> Vec<RowId> {
    let is_living = |id: &RowId| row(*id).to.is_none();
    let mut found: Vec<RowId> = ids.iter().copied().filter(is_living).collect();
    let has_living = !found.is_empty();
    let mut last: Vec<RowId> = ids.iter().map(|&id| heir(id, TODAY)).collect();
    last.retain(|id| !(found.contains(id) || has_living && is_living(id)));
    last.sort_unstable_by_key(|id| (!is_living(id), *id));
    last.dedup();
    found.append(&mut last);
    found
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
