//! Coverage: the reports of one kind in; which district has which year, what is missing, gone and late, out.

mod choice;
mod form;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::SectionKind;
use crate::document::keyed;
use crate::gazetteer;
use crate::store::Report;
use crate::year::Period;
use crate::year::ReportYear;

use choice::UsualLength;
pub use choice::themselves;

/// Years outside of these are misreadings and would only widen the grid.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// A report that speaks about more years than this is a plan or a review and no yearly report.
const LONGEST_SPAN: i16 = 5;

keyed! {
    /// How one year of one district stands.
    State {
        /// There is a report.
        Present = "present", "有";
        /// There is a report, and its page went up after the due date.
        Late = "late", "逾期";
        /// There is none.
        Missing = "missing", "缺";
        /// There was one, and the site has withdrawn it.
        Gone = "gone", "撤下";
    }
}

keyed! {
    /// Why a cell is to be read with care.
    Doubt {
        /// The page went up so late, or the report was signed so early, that it may have been posted before.
        MayBeRepost = "may be a re-post", "可能是重发";
        /// The page went up before the year it speaks about was over.
        BeforeYearEnd = "dated before the year was over", "早于报告年份结束";
        /// The district has no report of an earlier, or of a later, year either.
        OutsideOwnYears = "outside the years known of this place", "在该地区已知年份之外";
        /// There is no report, but what others made of it: a resolution about it, an explanation of it.
        OnlyAbout = "only a resolution or a note about it", "只有关于报告的决议、说明等，没有报告本身";
        /// The text is so short beside those of other years that it may not be the report.
        MuchShorter = "much shorter than in other years", "比其他年份短得多";
    }
}

/// One year of one district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The year that the report speaks about.
    pub year: i16,
    /// How it stands.
    pub state: State,
    /// The visible publish date.
    pub published: Option<Date>,
    /// Publish date minus due date in days, negative when early; only where there is a due date.
    pub lag_days: Option<i32>,
    /// Why to read it with care.
    pub doubt: Option<Doubt>,
    /// The required parts that the report does not have.
    pub missing_sections: Vec<SectionKind>,
    /// The report.
    pub id: Option<DocumentId>,
    /// What is not the report but speaks about it, such as the congress's resolution.
    pub about: Vec<DocumentId>,
    /// How many documents there are for this year; one of them is shown.
    pub documents: usize,
}

impl Cell {
    /// Tells whether the year lies before or behind all that are known of the district: nothing can be said to be missing there.
    pub fn is_outside(&self) -> bool {
        self.doubt == Some(Doubt::OutsideOwnYears)
    }
}

/// One district with its years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// The district as its latest report names it.
    pub place: Place,
    /// The names it had before, in the order of their reports.
    pub former: Vec<String>,
    /// One cell for each year of the collection.
    pub cells: Vec<Cell>,
}

/// The grid of districts and years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Every year from the first to the last of the collection.
    pub years: Vec<i16>,
    /// The districts by code; those without code come last.
    pub districts: Vec<District>,
    /// Documents of the kind that have no place or no year and therefore stand nowhere in the grid.
    pub unplaced: usize,
    /// Documents that have both and stand nowhere in the grid because they are about a part of a year or about many years.
    pub of_other_periods: usize,
}

impl Coverage {
    /// Counts the cells of a state among the years known of each district.
    pub fn count(&self, state: State) -> usize {
        let cells = self.districts.iter().flat_map(|district| &district.cells);
        cells.filter(|cell| cell.state == state && !cell.is_outside()).count()
    }

    /// Keeps the districts at or below a place and the years from one to another.
    pub fn narrowed(mut self, region: Option<&str>, (first, last): (i16, i16)) -> Coverage {
        if let Some(region) = region {
            self.districts.retain(|district| lies_in(district, region));
        }
        self.years.retain(|year| (first..=last).contains(year));
        for district in &mut self.districts {
            district.cells.retain(|cell| (first..=last).contains(&cell.year));
        }
        self
    }

    /// Finds the district that a written region means: by its path or a former one, else by what the gazetteer knows.
    pub fn district(&self, region: &str) -> Option<&District> {
        let region = region.trim().trim_matches(Place::SEPARATOR);
        let is_written = |district: &&District| {
            district.place.written() == region || district.former.iter().any(|former| former == region)
        };
        let is_meant = |meant: &Place, district: &&District| {
            district.place.zone == meant.zone
                && match (&district.place.code, &meant.code) {
                    (Some(code), Some(meant)) => gazetteer::same_entity(code, meant),
                    _ => district.place.path == meant.path,
                }
        };
        self.districts.iter().find(is_written).or_else(|| {
            let meant = gazetteer::only(region)?;
            self.districts.iter().find(|district| is_meant(&meant, district))
        })
    }
}

/// Tells whether a district is, or lies in, a written region: a path from the top, or a name or code of the gazetteer.
fn lies_in(district: &District, region: &str) -> bool {
    let region = region.trim().trim_matches(Place::SEPARATOR);
    let path = district.place.written();
    let is_below = |upper: &str| {
        path.strip_prefix(upper).is_some_and(|rest| rest.is_empty() || rest.starts_with(Place::SEPARATOR))
    };
    is_below(region) || gazetteer::find(region).iter().any(|place| is_below(&place.written()))
}

/// Lays out the reports of a kind. A district that was renamed or given another code is one district.
pub fn coverage(kind: DocumentKind, reports: &[Report]) -> Coverage {
    let mut districts: BTreeMap<Key, BTreeMap<i16, Vec<&Report>>> = BTreeMap::new();
    let mut keys = Keys::default();
    let (mut unplaced, mut of_other_periods) = (0, 0);
    for report in reports {
        let (Some(place), Some(year)) = (&report.place, report.year) else {
            unplaced += 1;
            continue;
        };
        let years = covered(year);
        if years.is_empty() {
            of_other_periods += 1;
            continue;
        }
        let cells = districts.entry(keys.of(place)).or_default();
        for year in years {
            cells.entry(year).or_default().push(report);
        }
    }
    let known: BTreeSet<i16> = districts.values().flat_map(BTreeMap::keys).copied().collect();
    let years: Vec<i16> = match (known.first(), known.last()) {
        (Some(&first), Some(&last)) => (first..=last).collect(),
        _ => Vec::new(),
    };
    let of_all = UsualLength::of_all(kind, districts.values());
    let districts = districts.into_values().map(|cells| district(kind, &years, &cells, of_all)).collect();
    Coverage { years, districts, unplaced, of_other_periods }
}

/// Returns the years that a yearly report stands for; half years and plans stand for none.
fn covered(year: ReportYear) -> Vec<i16> {
    let is_yearly = matches!(year.period, Period::Year | Period::Span);
    let is_short = year.end >= year.start && year.end.saturating_sub(year.start) < LONGEST_SPAN;
    let is_known = YEARS.contains(&year.start) && YEARS.contains(&year.end);
    if is_yearly && is_short && is_known { (year.start..=year.end).collect() } else { Vec::new() }
}

/// What tells districts apart, in the order they are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// The code of today; places without code come last.
    code: (bool, String),
    /// The zone, or the written path of a place without code.
    name: String,
}

/// The codes of today that were found for codes of any time.
#[derive(Default)]
struct Keys {
    today: BTreeMap<String, String>,
}

impl Keys {
    fn of(&mut self, place: &Place) -> Key {
        match &place.code {
            Some(code) => {
                Key { code: (false, self.today(code)), name: place.zone.clone().unwrap_or_default() }
            }
            None => Key { code: (true, String::new()), name: place.written() },
        }
    }

    fn today(&mut self, code: &str) -> String {
        if let Some(today) = self.today.get(code) {
            return today.clone();
        }
        let kept = self.today.values().find(|today| gazetteer::same_entity(today, code)).cloned();
        let today = kept.unwrap_or_else(|| code.to_owned());
        self.today.insert(code.to_owned(), today.clone());
        today
    }
}

fn district(
    kind: DocumentKind,
    years: &[i16],
    reports: &BTreeMap<i16, Vec<&Report>>,
    of_all: UsualLength,
) -> District {
    let in_order: Vec<&Report> = reports.values().flatten().copied().collect();
    let places: Vec<&Place> = in_order.iter().filter_map(|report| report.place.as_ref()).collect();
    let place = (*places.last().expect("a district is made of reports with a place")).clone();
    let mut former: Vec<String> = Vec::new();
    for earlier in places.iter().map(|place| place.written()).filter(|earlier| *earlier != place.written()) {
        if !former.contains(&earlier) {
            former.push(earlier);
        }
    }
    let usual = UsualLength::of(kind, reports).or(of_all);
    let own = reports.keys().next().copied().zip(reports.keys().next_back().copied());
    let found = |year: &i16| reports.get(year).map_or(&[][..], Vec::as_slice);
    let cells = years.iter().map(|year| choice::cell(kind, *year, found(year), usual, own)).collect();
    District { place, former, cells }
}
