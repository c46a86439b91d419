//! One of the divisions that share a name: a reading in; the one that the year and the other clues leave, out.

use crate::gazetteer::names::Form;
use crate::gazetteer::names::highest;
use crate::gazetteer::names::named;
use crate::gazetteer::page::Page;
use crate::gazetteer::reading::Chain;
use crate::gazetteer::reading::Reading;
use crate::gazetteer::table::RowId;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::heir;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::row;
use crate::gazetteer::zones;

/// What one clue comes to.
pub(super) enum Verdict {
    /// It names no place.
    Silent,
    /// The whole country.
    Country,
    /// One division.
    One(RowId),
    /// Divisions that share a name.
    Several(Vec<RowId>),
}

impl Page {
    pub(super) fn verdict(&self, reading: &Reading) -> Verdict {
        match reading.head() {
            _ if reading.is_central => Verdict::Country,
            Some(chain) => self.narrow_chain(chain),
            None => self.known_zone(reading),
        }
    }

    pub(super) fn known_zone(&self, reading: &Reading) -> Verdict {
        let code = reading.zone.as_deref().and_then(zones::known);
        code.and_then(latest).map_or(Verdict::Silent, Verdict::One)
    }

    pub(super) fn narrow_chain(&self, chain: &Chain) -> Verdict {
        if self.is_generic(chain) {
            return Verdict::Silent;
        }
        if chain.form == Form::Short { self.narrow(&highest(&chain.rows)) } else { self.narrow(&chain.rows) }
    }

    /// Tells whether a name is what many places are called in passing, 新区 and 市区, and no division bore it in the year.
    fn is_generic(&self, chain: &Chain) -> bool {
        let year = self.year.unwrap_or(TODAY);
        let mut letters = chain.written.chars();
        let is_bare = letters.nth(1) == Some('区') && letters.next().is_none();
        is_bare && !chain.rows.iter().any(|&id| row(id).stood_in(year))
    }

    /// Picks one of the divisions a name may mean: by the year, by what the other clues name, by the site.
    pub(super) fn narrow(&self, ids: &[RowId]) -> Verdict {
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
    pub(super) fn standing(&self, ids: &[RowId]) -> Vec<RowId> {
        let year = self.year.unwrap_or(TODAY);
        let mut left: Vec<RowId> = ids.iter().copied().filter(|&id| row(id).stood_in(year)).collect();
        if left.is_empty() {
            let heirs = |&id: &RowId| if self.year.is_some() { at_year(id, year) } else { id };
            left = ids.iter().map(heirs).collect();
            // 莱芜市 was a county before it was a city; without a year, and where nothing bears the name any more, the last
            // to bear it is meant.
            let last = left.iter().map(|&id| row(id).to).max().flatten();
            let is_told = self.year.is_some() && left.iter().any(|&id| row(id).stood_in(year));
            left.retain(|&id| is_told || row(id).to == last);
        }
        left.sort_by_key(|&id| (row(id).code, std::cmp::Reverse(row(id).from)));
        left.dedup_by_key(|id| row(*id).code);
        // One name in two codes at the turn of a year is one division that was given another code.
        let fresh = left.clone();
        left.retain(|&id| !fresh.iter().any(|&other| other != id && heir(id, TODAY) == other));
        left
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
    let mut earlier = named(short).1.iter().copied();
    earlier.rfind(|&old| row(old).stood_in(year) && heir(old, TODAY) == heir(id, TODAY)).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use crate::gazetteer::place_in;

    #[track_caller]
    fn check(title: &str, year: i16, expected: Option<&str>) {
        let date = Date::new(year, 1, 20).ok();
        let place = place_in(title, None, date).place.map(|place| place.written());
        assert_eq!(place.as_deref(), expected, "{title} in {year}");
    }

    #[test]
    fn a_name_of_many_places_is_none_after_the_one_that_bore_it() {
        check("新区", 2024, None);
        check("市区2023年工作总结", 2024, None);
        check("新区", 1999, Some("河北省/唐山市/新区"));
        check("浦东新区", 2024, Some("上海市/浦东新区"));
    }

    #[test]
    fn of_those_that_bore_a_name_the_last_is_meant_after_their_time() {
        check("莱芜市2017年工作报告", 2018, Some("山东省/莱芜市"));
        check("莱芜市2017年工作报告", 2024, Some("山东省/莱芜市"));
    }
}
