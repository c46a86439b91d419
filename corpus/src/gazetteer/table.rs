//! The table of divisions: codes in; rows with their names, years, parents and successors out.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::district::Place;

/// The code of the whole country.
pub(super) const COUNTRY: &str = "000000";
/// The name of the whole country.
pub(super) const COUNTRY_NAME: &str = "全国";
/// The year that stands for today where no date is given; later than every year of the table.
pub(super) const TODAY: i16 = 9999;

/// The height of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The whole country.
    Country,
    /// Provinces, autonomous regions and municipalities under the central government.
    Province,
    /// Prefecture-level cities, prefectures and leagues.
    City,
    /// Counties, districts, banners and county-level cities.
    County,
}

/// One name that a code had from one year to another.
#[derive(Debug)]
pub(super) struct Row {
    /// The six digits.
    pub(super) code: &'static str,
    /// The full name, such as 绵阳市.
    pub(super) name: &'static str,
    /// The name without its kind, such as 绵阳; the full name where it has none.
    pub(super) short: &'static str,
    /// The syllables of the short name, parted by blanks.
    pub(super) syllables: &'static str,
    /// The first year at whose end it stood.
    pub(super) from: i16,
    /// The first year at whose end it was gone.
    pub(super) to: Option<i16>,
    successors: &'static str,
}

impl Row {
    /// Returns the codes that took its place, none while it lives or when that is not known.
    pub(super) fn successors(&self) -> impl Iterator<Item = &'static str> {
        self.successors.split(';').filter(|code| !code.is_empty())
    }

    /// Tells whether the name was in use in a year; the year of a change belongs to both names.
    pub(super) fn stood_in(&self, year: i16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }

    /// Returns the height of the division.
    pub(super) fn level(&self) -> Level {
        match () {
            () if self.code.ends_with("0000") => Level::Province,
            () if self.code.ends_with("00") => Level::City,
            () => Level::County,
        }
    }

    /// Tells whether the other row lies inside this one, or is this one, by its code.
    pub(super) fn holds(&self, other: &Row) -> bool {
        let digits = match self.level() {
            Level::Country => 0,
            Level::Province => 2,
            Level::City => 4,
            Level::County => 6,
        };
        self.code[..digits] == other.code[..digits]
    }

    /// Tells whether one of the two lies inside the other.
    pub(super) fn is_related(&self, other: &Row) -> bool {
        self.holds(other) || other.holds(self)
    }
}

/// A row of the table by its position.
pub(super) type RowId = u16;

/// Every row, ordered by code and then by year.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = include_str!("../../data/divisions.tsv").lines();
    lines.filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Row> {
    let mut fields = line.split('\t');
    let code = fields.next().filter(|code| is_code(code))?;
    let name = fields.next()?;
    let short = fields.next().filter(|short| !short.is_empty()).unwrap_or(name);
    let (syllables, from) = (fields.next()?, fields.next()?.parse().ok()?);
    let to = fields.next().and_then(|to| to.parse().ok());
    Some(Row { code, name, short, syllables, from, to, successors: fields.next().unwrap_or_default() })
}

/// Tells whether a text is a six-digit code.
pub(super) fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns every row.
pub(super) fn rows() -> &'static [Row] {
    &ROWS
}

/// Returns one row.
pub(super) fn row(id: RowId) -> &'static Row {
    &ROWS[usize::from(id)]
}

/// The rows of every code; a page asks for hundreds.
static SPANS: LazyLock<HashMap<&'static str, Range<usize>>> = LazyLock::new(|| {
    let mut spans: HashMap<&'static str, Range<usize>> = HashMap::new();
    for (id, row) in ROWS.iter().enumerate() {
        spans.entry(row.code).or_insert(id..id).end = id + 1;
    }
    spans
});

fn span(code: &str) -> Range<usize> {
    SPANS.get(code).cloned().unwrap_or(0..0)
}

/// Returns the row that a code had in a year, else the one closest to it.
pub(super) fn in_year(code: &str, year: i16) -> Option<RowId> {
    let span = span(code);
    let stood = span.clone().rev().find(|&id| ROWS[id].stood_in(year));
    let earlier = || span.clone().rev().find(|&id| ROWS[id].from <= year);
    let id = stood.or_else(earlier).or_else(|| span.clone().next())?;
    u16::try_from(id).ok()
}

/// Returns the rows of the divisions right below a code that stood in a year.
pub(super) fn children(code: &str, year: i16) -> Vec<RowId> {
    let Some(parent) = in_year(code, year) else { return Vec::new() };
    let inside = |row: &Row| row.code != code && ROWS[usize::from(parent)].holds(row) && row.stood_in(year);
    let own = |row: &Row| above(row, year).is_some_and(|above| row_code(above) == code);
    let ids = (0..ROWS.len()).filter(|&id| inside(&ROWS[id]) && own(&ROWS[id]));
    ids.filter_map(|id| u16::try_from(id).ok()).collect()
}

/// Returns the rows of the provinces that stand today.
pub(super) fn provinces() -> Vec<RowId> {
    let living = (0..).zip(rows()).filter(|(_, row)| row.to.is_none() && row.level() == Level::Province);
    living.map(|(id, _)| id).collect()
}

fn row_code(id: RowId) -> &'static str {
    row(id).code
}

/// The codes of provinces and cities by their first two or four digits.
static UPPER_CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let upper = ROWS.iter().map(|row| row.code).filter(|code| code.ends_with("00"));
    upper.map(|code| (&code[..if code.ends_with("0000") { 2 } else { 4 }], code)).collect()
});

/// Returns the row right above, in a year; none for a province.
pub(super) fn above(child: &Row, year: i16) -> Option<RowId> {
    let province = || in_year(UPPER_CODES.get(&child.code[..2])?, year);
    let city = || {
        let span = span(UPPER_CODES.get(&child.code[..4])?);
        span.rev().find(|&id| ROWS[id].stood_in(year)).and_then(|id| u16::try_from(id).ok())
    };
    match child.level() {
        Level::Country | Level::Province => None,
        Level::City => province(),
        Level::County => city().or_else(province),
    }
}

/// Returns the year in which a row is looked at: the given one, moved into the years the row had.
pub(super) fn seen_in(row: &Row, year: i16) -> i16 {
    let last = row.to.map_or(TODAY, |to| (to - 1).max(row.from));
    year.clamp(row.from, last)
}

/// Returns the place of a row as it was called in a year.
pub(super) fn place_of(id: RowId, year: i16) -> Place {
    let lowest = row(id);
    let year = seen_in(lowest, year);
    let mut path = vec![lowest.name.to_owned()];
    let mut next = above(lowest, year);
    while let Some(id) = next {
        path.insert(0, row(id).name.to_owned());
        next = above(row(id), year);
    }
    Place { path, code: Some(lowest.code.to_owned()), zone: None }
}

/// Returns the place of the whole country.
pub(super) fn country() -> Place {
    Place { path: vec![COUNTRY_NAME.to_owned()], code: Some(COUNTRY.to_owned()), zone: None }
}

/// Returns the code of the division that a code stands for: the parts of it that are no division of their own
/// (市辖区 of a municipality, the counties right under a province) stand for the province; longer codes are cut.
pub(super) fn usual(code: &str) -> Option<String> {
    let six = code.trim().get(..6).filter(|six| is_code(six))?;
    if six == COUNTRY || !span(six).is_empty() {
        return Some(six.to_owned());
    }
    let province = format!("{}0000", &six[..2]);
    let is_part = six.ends_with("00") && !span(&province).is_empty();
    is_part.then_some(province)
}

/// Returns the row that a code has today, or had last.
pub(super) fn latest(code: &str) -> Option<RowId> {
    in_year(code, TODAY)
}

/// Follows a row through renamings and changes of code to what it is in a year; a merger ends the way.
pub(super) fn heir(id: RowId, year: i16) -> RowId {
    let mut now = id;
    // A division was changed at most a handful of times; the bound only guards against a table that runs in circles.
    for _ in 0..8 {
        let from = row(now);
        let Some(to) = from.to.filter(|&to| to < year) else { break };
        let mut codes = from.successors();
        let (Some(code), None) = (codes.next(), codes.next()) else { break };
        let Some(next) = in_year(code, to).filter(|&next| next != now) else { break };
        if !is_rebirth(from, row(next)) {
            break;
        }
        now = next;
    }
    now
}

fn is_rebirth(from: &Row, next: &Row) -> bool {
    from.code == next.code || from.to.is_some_and(|to| (next.from - to).abs() <= 1)
}
