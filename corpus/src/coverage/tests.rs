//! Tests of the grid: which report stands for a year, what is missing, late and doubtful.

use crate::coverage::Cell;
use crate::coverage::Doubt;
use crate::coverage::coverage;
use crate::coverage::themselves;
use crate::district::Place;
use crate::document::DocumentId;
use crate::document::DocumentKind;
use crate::store::Report;
use crate::year::Period;
use crate::year::ReportYear;

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
        bytes: 30_000,
        missing: Vec::new(),
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
    check(&[report("510700", "四川省/绵阳市", 2021, "2024-06-01")], &["2021 late 792 (may be a re-post)"]);
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
    let nowhere = Report { place: None, ..half.clone() };
    let found = coverage(DocumentKind::RuleOfLawReport, &[zone, city, half, nowhere]);
    assert_eq!((found.districts.len(), found.unplaced, found.of_other_periods), (2, 1, 1));
    assert_eq!(found.years, [2021]);
}

#[test]
fn a_year_is_the_report_itself_and_never_a_paper_about_it() {
    let named = |id: &str, title: &str, bytes: u64| Report {
        id: DocumentId::parse(id).expect("a good id"),
        title: title.to_owned(),
        bytes,
        ..report("510700", "四川省/绵阳市", 2020, "")
    };
    let resolution = named("a", "绵阳市人民代表大会关于政府工作报告的决议", 900);
    let abridged = named("b", "2020年绵阳市政府工作报告（摘要）", 20_000);
    let whole = named("c", "2020年绵阳市政府工作报告", 60_000);
    let chosen = |reports: &[Report]| {
        let found = coverage(DocumentKind::WorkReport, reports);
        let cell = found.districts[0].cells[0].clone();
        let about: Vec<String> = cell.about.iter().map(ToString::to_string).collect();
        (cell.id.map(|id| id.to_string()), cell.doubt, about, cell.documents)
    };
    let only_resolution = [resolution.clone()];
    assert_eq!(chosen(&only_resolution), (None, Some(Doubt::OnlyAbout), vec!["a".to_owned()], 1));
    assert_eq!(
        grid(DocumentKind::WorkReport, &only_resolution),
        ["2020 missing (only a resolution or a note about it)"]
    );
    let about = vec!["a".to_owned()];
    assert_eq!(
        chosen(&[resolution.clone(), abridged.clone()]),
        (Some("b".to_owned()), None, about.clone(), 2)
    );
    assert_eq!(
        chosen(&[resolution.clone(), abridged.clone(), whole.clone()]),
        (Some("c".to_owned()), None, about, 3)
    );
    let kept = themselves(DocumentKind::WorkReport, vec![resolution, abridged, whole]);
    let kept: Vec<&str> = kept.iter().map(|report| report.id.as_str()).collect();
    assert_eq!(kept, ["c"]);
}

#[test]
fn a_text_that_is_far_too_short_for_its_series_is_not_chosen_and_alone_it_is_doubtful() {
    let year = |year: i16, id: &str, bytes: u64| Report {
        id: DocumentId::parse(id).expect("a good id"),
        title: "政府工作报告".to_owned(),
        bytes,
        ..report("510700", "四川省/绵阳市", year, "")
    };
    let reports = [
        year(2017, "w17", 50_000),
        year(2018, "w18", 60_000),
        year(2019, "a-cover", 1_200),
        year(2019, "w19", 55_000),
        year(2020, "w20", 1_500),
    ];
    let found = coverage(DocumentKind::WorkReport, &reports);
    let cells: Vec<(Option<&str>, Option<Doubt>)> = found.districts[0]
        .cells
        .iter()
        .map(|cell| (cell.id.as_ref().map(DocumentId::as_str), cell.doubt))
        .collect();
    let short = Some(Doubt::MuchShorter);
    assert_eq!(cells, [(Some("w17"), None), (Some("w18"), None), (Some("w19"), None), (Some("w20"), short)]);
}

#[test]
fn kinds_that_are_no_yearly_reports_keep_their_decisions() {
    let decision = Report {
        title: "关于表彰先进单位的决定".to_owned(),
        ..report("510700", "四川省/绵阳市", 2020, "2021-03-01")
    };
    assert_eq!(grid(DocumentKind::Notice, &[decision]), ["2020 present"]);
}
