//! Coverage: the reports of one kind in; which district has which year, what is missing, gone and late, out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::document::SectionKind;
use crate::document::keyed;
use crate::due;
use crate::gazetteer;
use crate::store::Report;
use crate::year::Period;
use crate::year::ReportYear;

/// Years outside of these are misreadings and would only widen the grid.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// A report that speaks about more years than this is a plan or a review and no yearly report.
const LONGEST_SPAN: i16 = 5;

/// So many days after the year (or the due date) a publish date more likely belongs to a site that was rebuilt.
const REPOST_DAYS: i32 = 365;

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
    /// How many documents there are for this year; one of them is shown.
    pub documents: usize,
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
}

impl Coverage {
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
    let mut unplaced = 0;
    for report in reports {
        let years = report.year.map(covered).unwrap_or_default();
        let Some(place) = report.place.as_ref().filter(|_| !years.is_empty()) else {
            unplaced += 1;
            continue;
        };
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
    let districts = districts.into_values().map(|cells| district(kind, &years, &cells)).collect();
    Coverage { years, districts, unplaced }
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

fn district(kind: DocumentKind, years: &[i16], reports: &BTreeMap<i16, Vec<&Report>>) -> District {
    let in_order: Vec<&Report> = reports.values().flatten().copied().collect();
    let places: Vec<&Place> = in_order.iter().filter_map(|report| report.place.as_ref()).collect();
    let place = (*places.last().expect("a district is made of reports with a place")).clone();
    let mut former: Vec<String> = Vec::new();
    for earlier in places.iter().map(|place| place.written()).filter(|earlier| *earlier != place.written()) {
        if !former.contains(&earlier) {
            former.push(earlier);
        }
    }
    let own = reports.keys().next().copied().zip(reports.keys().next_back().copied());
    let cells = years.iter().map(|&year| match reports.get(&year) {
        Some(found) => cell(kind, year, found),
        None => missing(year, own),
    });
    District { place, former, cells: cells.collect() }
}

fn missing(year: i16, own: Option<(i16, i16)>) -> Cell {
    let is_outside = own.is_some_and(|(first, last)| year < first || year > last);
    Cell {
        year,
        state: State::Missing,
        published: None,
        lag_days: None,
        doubt: is_outside.then_some(Doubt::OutsideOwnYears),
        missing_sections: Vec::new(),
        id: None,
        documents: 0,
    }
}

/// Of several documents of a year the government's own counts, then the one that went up first.
fn cell(kind: DocumentKind, year: i16, found: &[&Report]) -> Cell {
    let rank = |report: &&&Report| {
        let is_governments = report.issuer.as_deref().is_some_and(|issuer| issuer.ends_with("政府"));
        (report.is_gone, !is_governments, report.published.is_none(), report.published, report.id.clone())
    };
    let report = found.iter().min_by_key(rank).expect("a cell is made of at least one report");
    let due = due::due(kind, year, report.issuer.as_deref()).map(|due| due.day);
    let lag_days = report.published.zip(due).map(|(published, due)| days(due, published));
    let state = match lag_days {
        _ if report.is_gone => State::Gone,
        Some(lag) if lag > 0 => State::Late,
        _ => State::Present,
    };
    Cell {
        year,
        state,
        published: report.published,
        lag_days,
        doubt: doubt(year, due, report),
        missing_sections: match report.is_gone {
            true => Vec::new(),
            false => {
                due::required(kind).iter().copied().filter(|part| !report.sections.contains(part)).collect()
            }
        },
        id: Some(report.id.clone()),
        documents: found.len(),
    }
}

fn doubt(year: i16, due: Option<Date>, report: &Report) -> Option<Doubt> {
    let published = report.published?;
    // A report that spans years is over when its last year is.
    let last = report.year.map_or(year, |span| span.end);
    let over = Date::new(last, 12, 31).ok()?;
    let was_signed_in_time = || {
        let (due, signed) = due.zip(report.signed)?;
        Some(signed <= due && published > due)
    };
    let is_much_later = days(due.unwrap_or(over), published) > REPOST_DAYS;
    if is_much_later || was_signed_in_time() == Some(true) {
        return Some(Doubt::MayBeRepost);
    }
    // A report to a congress is given while its year is young; only a report about a finished year has a due date.
    (due.is_some() && published <= over).then_some(Doubt::BeforeYearEnd)
}

/// Returns the days from one date to another, negative when the other is earlier.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(code: &str, path: &str, year: i16, published: &str) -> Report {
        let path = path.split('/').map(str::to_owned).collect();
        Report {
            id: DocumentId::parse(&format!("{code}-{year}")).expect("a good id"),
            title: format!("{year}年度报告"),
            issuer: None,
            year: Some(ReportYear::single(year)),
            place: Some(Place { path, code: Some(code.to_owned()), zone: None }),
            published: published.parse().ok(),
            signed: None,
            is_gone: false,
            sections: SectionKind::ALL.iter().copied().collect(),
        }
    }

    fn grid(kind: DocumentKind, reports: &[Report]) -> Vec<String> {
        let shown = |cell: &Cell| {
            let lag = cell.lag_days.map(|lag| format!(" {lag}")).unwrap_or_default();
            let doubt = cell.doubt.map(|doubt| format!(" ({})", doubt.key())).unwrap_or_default();
            format!("{} {}{lag}{doubt}", cell.year, cell.state.key())
        };
        let coverage = coverage(kind, reports);
        let cells = coverage.districts.iter().flat_map(|district| &district.cells);
        cells.map(shown).collect()
    }

    #[track_caller]
    fn check(reports: &[Report], expected: &[&str]) {
        assert_eq!(grid(DocumentKind::RuleOfLawReport, reports), expected);
    }

    #[test]
    fn a_year_without_a_report_is_missing() {
        let reports = [
            report("510700", "四川省/绵阳市", 2019, "2020-03-20"),
            report("510700", "四川省/绵阳市", 2021, "2022-04-01"),
        ];
        check(&reports, &["2019 present -12", "2020 missing", "2021 present 0"]);
    }

    #[test]
    fn every_year_of_the_collection_is_shown_for_every_district() {
        let reports = [
            report("510600", "四川省/德阳市", 2020, "2021-03-01"),
            report("510700", "四川省/绵阳市", 2021, "2022-03-01"),
        ];
        check(
            &reports,
            &[
                "2020 present -31",
                "2021 missing (outside the years known of this place)",
                "2020 missing (outside the years known of this place)",
                "2021 present -31",
            ],
        );
    }

    #[test]
    fn a_report_after_the_first_of_april_is_late() {
        check(&[report("510700", "四川省/绵阳市", 2021, "2022-04-02")], &["2021 late 1"]);
        check(&[report("510700", "四川省/绵阳市", 2021, "")], &["2021 present"]);
    }

    #[test]
    fn an_implausible_date_is_said_to_be_one() {
        check(
            &[report("510700", "四川省/绵阳市", 2021, "2024-06-01")],
            &["2021 late 792 (may be a re-post)"],
        );
        check(
            &[report("510700", "四川省/绵阳市", 2021, "2021-11-01")],
            &["2021 present -151 (dated before the year was over)"],
        );
        let signed = Report {
            signed: "2022-03-15".parse().ok(),
            ..report("510700", "四川省/绵阳市", 2021, "2022-05-01")
        };
        check(&[signed], &["2021 late 30 (may be a re-post)"]);
    }

    #[test]
    fn required_parts_that_are_missing_are_named() {
        let parts = [SectionKind::Measures, SectionKind::NextPlan].into_iter().collect();
        let short = Report { sections: parts, ..report("510700", "四川省/绵阳市", 2021, "2022-03-01") };
        let found = coverage(DocumentKind::RuleOfLawReport, std::slice::from_ref(&short));
        let expected = [SectionKind::Problems, SectionKind::FirstResponsible];
        assert_eq!(found.districts[0].cells[0].missing_sections, expected);
        let other = coverage(DocumentKind::WorkReport, &[short]);
        assert!(other.districts[0].cells[0].missing_sections.is_empty());
    }

    #[test]
    fn a_grid_is_narrowed_to_a_place_and_to_years() {
        let reports = [
            report("510700", "四川省/绵阳市", 2019, "2020-03-01"),
            report("510703", "四川省/绵阳市/涪城区", 2020, "2021-03-01"),
            report("331000", "浙江省/台州市", 2021, "2022-03-01"),
        ];
        let narrowed = |region, years| {
            let found = coverage(DocumentKind::RuleOfLawReport, &reports).narrowed(region, years);
            (found.districts.len(), found.years)
        };
        assert_eq!(narrowed(Some("四川省/绵阳市"), (2020, 2021)), (2, vec![2020, 2021]));
        assert_eq!(narrowed(Some("绵阳"), (0, 9999)), (2, vec![2019, 2020, 2021]));
        assert_eq!(narrowed(None, (2021, 2021)), (3, vec![2021]));
        let whole = coverage(DocumentKind::RuleOfLawReport, &reports);
        assert_eq!(
            whole.district("绵阳市").map(|district| district.place.written()).as_deref(),
            Some("四川省/绵阳市")
        );
        assert!(whole.district("德阳市").is_none());
    }

    #[test]
    fn a_work_report_has_no_due_date() {
        let reports = [report("510700", "四川省/绵阳市", 2021, "2021-12-30")];
        assert_eq!(grid(DocumentKind::WorkReport, &reports), ["2021 present"]);
    }

    #[test]
    fn a_withdrawn_report_is_gone_unless_another_is_there() {
        let gone = Report { is_gone: true, ..report("510700", "四川省/绵阳市", 2021, "2022-03-01") };
        check(std::slice::from_ref(&gone), &["2021 gone -31"]);
        check(&[gone, report("510700", "四川省/绵阳市", 2021, "2022-03-02")], &["2021 present -30"]);
    }

    #[test]
    fn a_renamed_division_is_one_row() {
        let reports = [
            report("331021", "浙江省/台州市/玉环县", 2016, "2017-03-01"),
            report("331083", "浙江省/台州市/玉环市", 2017, "2018-03-01"),
        ];
        let found = coverage(DocumentKind::RuleOfLawReport, &reports);
        assert_eq!(found.districts.len(), 1);
        assert_eq!(found.districts[0].place.written(), "浙江省/台州市/玉环市");
        assert_eq!(found.districts[0].former, ["浙江省/台州市/玉环县"]);
    }

    #[test]
    fn zones_are_not_their_city_and_half_years_are_no_year() {
        let mut zone = report("510700", "四川省/绵阳市/仙海区", 2021, "2022-03-01");
        if let Some(place) = &mut zone.place {
            place.zone = Some("仙海区".to_owned());
        }
        let city = report("510700", "四川省/绵阳市", 2021, "2022-03-01");
        let half = Report {
            year: Some(ReportYear { start: 2020, end: 2020, period: Period::FirstHalf }),
            ..report("510700", "四川省/绵阳市", 2020, "2020-07-01")
        };
        let found = coverage(DocumentKind::RuleOfLawReport, &[zone, city, half]);
        assert_eq!((found.districts.len(), found.unplaced), (2, 1));
        assert_eq!(found.years, [2021]);
    }
}
