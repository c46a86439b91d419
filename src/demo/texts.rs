//! The texts of the pretend documents: whole, of believable length, and different from each other.

use std::collections::BTreeSet;

use corpus::gazetteer;
use corpus::gazetteer::Clues;

use crate::demo::data::DISTRICTS;
use crate::demo::data::SINGLES;
use crate::demo::data::district;
use crate::demo::sheet::Paper;
use crate::demo::sheet::Sheet;
use crate::demo::sheet::YEARS;
use crate::demo::sheet::of_year;
use crate::demo::sheet::report;
use crate::demo::sheet::shared;
use crate::demo::sheet::single;

fn reports() -> Vec<Paper> {
    DISTRICTS.iter().flat_map(|(_, file)| YEARS.filter_map(|year| report(file, year))).collect()
}

#[track_caller]
fn check_years(line: &'static str, year: i16, kept: Option<&str>) {
    assert_eq!(of_year(line, year), kept);
}

#[test]
fn a_line_is_kept_to_its_years() {
    check_years("不分年份", 2020, Some("不分年份"));
    check_years("[2021] 一年", 2021, Some("一年"));
    check_years("[2021] 一年", 2022, None);
    check_years("[2020-2021,2023] 缺一年", 2022, None);
    check_years("[2020-2021,2023] 缺一年", 2023, Some("缺一年"));
}

#[test]
fn ten_districts_report_on_four_years_but_for_one() {
    assert_eq!(DISTRICTS.len(), 10);
    assert_eq!(reports().len(), 39);
    assert!(report(district_file("yuhuan"), 2021).is_none());
}

#[track_caller]
fn district_file(key: &str) -> &'static str {
    DISTRICTS.iter().find(|(name, _)| *name == key).expect("a known district").1
}

#[test]
fn every_value_is_filled_in() {
    for paper in reports().into_iter().chain(SINGLES.iter().filter_map(|file| single(file))) {
        let text = paper.title.clone() + &paper.paragraphs.join("\n");
        assert!(!text.contains(['{', '}', '[', '&', '@', '|', '-']), "{}: {text}", paper.title);
        assert!(!paper.place.is_empty() && !paper.source.is_empty(), "{}", paper.title);
    }
    assert_eq!(SINGLES.iter().filter_map(|file| single(file)).count(), SINGLES.len());
}

#[test]
fn every_included_passage_exists() {
    for (key, _) in DISTRICTS {
        for line in district(key).body.lines() {
            let passage = line.split_once("& ").map(|(_, passage)| passage);
            assert!(passage.is_none_or(|passage| !shared(passage).is_empty()), "{key}: {line}");
        }
    }
}

#[test]
fn every_report_has_the_length_and_the_parts_of_a_real_one() {
    for paper in reports() {
        let text = paper.paragraphs.join("\n");
        let length = text.chars().count();
        assert!((1500..=3000).contains(&length), "{} has {length} characters", paper.title);
        for part in ["\n一、", "\n二、", "\n三、", "\n四、", "主要负责人"] {
            assert!(text.contains(part), "{} lacks {part}", paper.title);
        }
    }
}

#[test]
fn every_title_places_its_document() {
    for paper in reports().into_iter().chain(SINGLES.iter().filter_map(|file| single(file))) {
        let clues = Clues { title: Some(&paper.title), date: Some(paper.published), ..Clues::default() };
        let place = gazetteer::place(&clues).place.map(|place| place.written());
        assert_eq!(place.as_deref(), Some(paper.place), "{}", paper.title);
    }
}

#[test]
fn no_heading_stands_empty() {
    for paper in reports() {
        for pair in paper.paragraphs.windows(2) {
            let heads = |text: &str| text.starts_with(['（', '(']) && !text.starts_with("（演示");
            assert!(!heads(&pair[0]) || !heads(&pair[1]), "{}: {}", paper.title, pair[0]);
        }
    }
}

#[test]
fn numbers_change_from_year_to_year() {
    for (key, file) in DISTRICTS {
        let sheet = Sheet::parse(file);
        for number in ["复议", "处罚", "热线", "调解", "经费"] {
            let years: Vec<_> = YEARS.map(|year| sheet.word(number, year)).collect();
            assert!(years.iter().all(Option::is_some), "{key}: {number}");
            assert!(years.windows(2).all(|pair| pair[0] != pair[1]), "{key}: {number}");
        }
    }
}

#[test]
fn one_report_is_a_neighbours_with_the_neighbours_name_left_in_once() {
    let copy = report(district_file("shifang"), 2022).expect("a report").paragraphs.join("\n");
    let original = report(district_file("guanghan"), 2022).expect("a report").paragraphs.join("\n");
    assert_eq!(copy.matches("广汉").count(), 1);
    assert!(copy.matches("什邡").count() >= 4);
    assert!(!original.contains("什邡"));
    assert_eq!(copy.lines().count(), original.lines().count());
}

#[test]
fn reports_go_up_from_january_to_april_but_for_one() {
    let late: Vec<_> = reports().into_iter().filter(|paper| paper.published.month() > 4).collect();
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].title, "阆中市2023年度法治政府建设工作报告");
    assert!(reports().iter().all(|paper| paper.year.is_some_and(|year| paper.published.year() == year + 1)));
}

/// Shares of the eight-character pieces of `a` that are found in `b` too.
fn overlap(a: &str, b: &str) -> f64 {
    let pieces = |text: &str| {
        let characters: Vec<char> = text.chars().collect();
        characters.windows(8).map(|piece| piece.iter().collect()).collect::<BTreeSet<String>>()
    };
    let (a, b) = (pieces(a), pieces(b));
    a.intersection(&b).count() as f64 / a.len() as f64
}

#[test]
fn districts_do_not_read_like_one_template() {
    for year in YEARS {
        let papers: Vec<_> = reports().into_iter().filter(|paper| paper.year == Some(year)).collect();
        for one in &papers {
            for other in papers.iter().filter(|other| other.place != one.place) {
                let copied = year == 2022 && [one, other].iter().all(|paper| paper.place.contains("德阳市"));
                let share = overlap(&one.paragraphs.join("\n"), &other.paragraphs.join("\n"));
                assert!(copied == (share > 0.6), "{} and {}: {share:.2}", one.title, other.title);
                assert!(copied || share < 0.4, "{} and {}: {share:.2}", one.title, other.title);
            }
        }
    }
}
