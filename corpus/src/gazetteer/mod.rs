//! Every division with its former names and known hosts: text in, places out, with the reasons.

mod build;
mod central;
mod clue;
mod corps;
mod decide;
mod find;
mod hosts;
mod mention;
mod names;
mod narrow;
mod opening;
mod page;
mod reading;
mod table;
mod towns;
mod word;
mod zones;

use jiff::civil::Date;

use crate::district::Place;
use crate::reason::Reason;

pub use crate::gazetteer::mention::Mentioned;
pub use crate::gazetteer::mention::is_related;
pub use crate::gazetteer::mention::mentioned;
pub use crate::gazetteer::table::Level;

/// What a page says about where it belongs, strongest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// The title.
    pub title: Option<&'a str>,
    /// Who issued it.
    pub issuer: Option<&'a str>,
    /// Where it says the text came from.
    pub source: Option<&'a str>,
    /// Site name, column and breadcrumb.
    pub breadcrumb: Option<&'a str>,
    /// The opening of the text, for what nothing above decides.
    pub opening: Option<&'a str>,
    /// The host of the address, without port.
    pub host: Option<&'a str>,
    /// The division code that the crawled source declares.
    pub declared: Option<&'a str>,
    /// The day for which names are read; divisions are renamed and merged.
    pub date: Option<Date>,
}

/// Where a document belongs, or the candidates when that cannot be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The place, when it is decided.
    pub place: Option<Place>,
    /// The place that the host stands for.
    pub host_place: Option<Place>,
    /// What it could be, when it is not decided.
    pub candidates: Vec<Place>,
    /// The zone that is named, also when its division is not decided.
    pub zone: Option<String>,
    /// The division of the Xinjiang production and construction corps that is named, such as 第六师.
    pub corps: Option<String>,
    /// The reasoning, as [`crate::reason::Reason`] writes it.
    pub because: String,
}

/// Decides where a document belongs; undecidable gives none plus candidates, never a guess.
pub fn place(clues: &Clues<'_>) -> Placement {
    decide::decide(clues)
}

/// Decides where a text belongs that is all there is: a title or the name of an issuer, perhaps with a host and a day.
/// A year in the text is taken for the day where none is given.
pub fn place_in(text: &str, host: Option<&str>, date: Option<Date>) -> Placement {
    if let Some(place) = by_letter(text) {
        return Placement {
            place: Some(place),
            because: Reason::TitleNames.about(text.trim()),
            ..Placement::default()
        };
    }
    place(&Clues { title: Some(text), host, date, ..Clues::default() })
}

/// Returns how many bytes of the beginning of a text name an organ of the whole country, such as 财政部; none when it begins
/// otherwise.
pub fn central_organ(text: &str) -> Option<usize> {
    central::organ(text)
}

/// Finds the province of a text that is its short form of one character and nothing else: 沪.
fn by_letter(text: &str) -> Option<Place> {
    let (_, code) =
        names::pairs(include_str!("../../data/provinces.tsv")).find(|(letter, _)| *letter == text.trim())?;
    table::latest(code).map(|id| table::place_of(id, table::TODAY))
}

/// Finds the place with a six-digit division code, the last name of a former one; `000000` is 全国.
/// Longer codes of townships and villages stand for their county.
pub fn by_code(code: &str) -> Option<Place> {
    let code = table::usual(code)?;
    if code == table::COUNTRY {
        return Some(table::country());
    }
    table::latest(&code).map(|id| table::place_of(id, table::TODAY))
}

/// Finds the place that a code stood for in a year; the closest year where it did not stand.
pub fn by_code_in(code: &str, year: i16) -> Option<Place> {
    let code = table::usual(code)?;
    table::in_year(&code, year).map(|id| table::place_of(id, year))
}

/// Finds the places that a user's filter may mean: a name (四川, 川, 绵阳市), a written path (四川/绵阳, 四川绵阳) or a code.
/// Living divisions come first, then those of the name that ended and what the same divisions were called before.
pub fn find(region: &str) -> Vec<Place> {
    find::find(region)
}

/// Tells whether a filter names nothing but places that are known, or may be below those: 四川/火星 does not.
pub fn knows(region: &str) -> bool {
    find::knows(region)
}

/// Finds the one place that a written region means: the place of that very path, else the only living division
/// that [`find()`] finds; none when several are meant or nothing is found.
pub fn only(region: &str) -> Option<Place> {
    let region = region.trim().trim_matches(Place::SEPARATOR);
    let found = find(region);
    if let Some(exact) = found.iter().find(|place| place.path.len() > 1 && place.written() == region) {
        return Some(exact.clone());
    }
    let mut living = found.iter().filter(|place| place.code.as_deref().is_some_and(is_living));
    match (living.next(), living.next(), &found[..]) {
        (Some(only), None, _) | (None, _, [only]) => Some(only.clone()),
        _ => None,
    }
}

/// Tells whether a code is in use today.
fn is_living(code: &str) -> bool {
    code == table::COUNTRY || table::latest(code).is_some_and(|id| table::row(id).to.is_none())
}

/// Returns the divisions right below a code, as they are today, ordered by code.
pub fn children(code: &str) -> Vec<Place> {
    let ids = if code == table::COUNTRY { table::provinces() } else { table::children(code, table::TODAY) };
    ids.into_iter().map(|id| table::place_of(id, table::TODAY)).collect()
}

/// Returns the height of a division by its code.
pub fn level(code: &str) -> Option<Level> {
    if code == table::COUNTRY {
        return Some(Level::Country);
    }
    table::latest(code).map(|id| table::row(id).level())
}

/// Tells whether two codes are one division that was given another code or name, such as 玉环县 and 玉环市.
/// A division that was merged into another is not the same.
pub fn same_entity(one: &str, other: &str) -> bool {
    let today = |code: &str| table::latest(code).map(|id| table::heir(id, table::TODAY));
    one == other || matches!((today(one), today(other)), (Some(one), Some(other)) if one == other)
}

/// The years of one name of a division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The name.
    pub name: String,
    /// The first year at whose end it stood; 1981 where it is older than the tables.
    pub from: i16,
    /// The first year at whose end it was gone; none while it lives.
    pub to: Option<i16>,
    /// The codes that took its place.
    pub successors: Vec<String>,
}

/// Returns every name a code has had, oldest first.
pub fn history(code: &str) -> Vec<Validity> {
    let names = table::rows().iter().filter(|row| row.code == code);
    let successors = |row: &table::Row| row.successors().map(str::to_owned).collect();
    let validity = |row: &table::Row| Validity {
        name: row.name.to_owned(),
        from: row.from,
        to: row.to,
        successors: successors(row),
    };
    names.map(validity).collect()
}
