//! Counts over time and place against brute force.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::text::fold;
use corpus::year::ReportYear;

use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::section;
use crate::query::parse;
use crate::search::Filter;
use crate::search::Matching;
use crate::trend::Phrase;
use crate::trend::Trend;
use crate::trend::TrendBy;
use crate::trend::TrendRequest;

const PHRASES: &[&str] = &["治", "法治", "治法治", "法 治", "從未"];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most) as usize
    }
}

/// A document of three characters in every order, some without year, place or sections.
fn document(dice: &mut Dice) -> Document {
    let length = 10 + dice.below(60);
    let text: String = (0..length).map(|_| ['法', '治', '国', '\n'][dice.below(4)]).collect();
    let places: [&[&str]; 3] = [&["四川省"], &["四川省", "绵阳市"], &["青海省", "海东市"]];
    let kinds = [DocumentKind::WorkReport, DocumentKind::RuleOfLawReport];
    let year = 2018 + dice.below(4) as i16;
    let mut document = placed("标题", &text, year, places[dice.below(3)], kinds[dice.below(2)]);
    match dice.below(4) {
        0 => document.report_year = None,
        1 => document.report_year = Some(ReportYear::span(year, year + 2)),
        2 => document.place = None,
        _ => {}
    }
    // Sections of one kind that overlap: none of their characters counts twice.
    for number in 0..dice.below(4) {
        let start = dice.below(length as u64);
        let end = start + dice.below((length - start) as u64 + 1);
        let kind = SectionKind::ALL[dice.below(2)];
        document.sections.push(section(&number.to_string(), kind, start, end));
    }
    document
}

/// The keys of a document, each with the kind of section that alone counts.
fn keys(document: &Document, by: TrendBy, only: Option<SectionKind>) -> Vec<(String, Option<SectionKind>)> {
    let has = |kind: SectionKind| document.sections.iter().any(|section| section.kind == kind);
    let with = |keys: Vec<String>| keys.into_iter().map(|key| (key, only)).collect();
    match by {
        TrendBy::Year => with(
            document
                .report_year
                .map_or(vec![], |year| (year.start..=year.end).map(|year| year.to_string()).collect()),
        ),
        TrendBy::Region => {
            let path = document.place.as_ref().map_or(&[][..], |place| &place.path);
            with((1..=path.len()).map(|depth| path[..depth].join("/")).collect())
        }
        TrendBy::Kind => with(vec![document.kind.key().to_owned()]),
        TrendBy::Section => SectionKind::ALL
            .iter()
            .filter(|&&kind| only.is_none_or(|only| only == kind) && has(kind))
            .map(|&kind| (kind.key().to_owned(), Some(kind)))
            .collect(),
    }
}

/// Counts places and characters by looking at each character.
fn brute(document: &Document, phrase: &str, within: Option<SectionKind>) -> (u64, u64) {
    let folded = fold(&document.text);
    let text: Vec<char> = folded.text().chars().collect();
    let phrase: Vec<char> = fold(phrase).text().chars().collect();
    let ranges: Vec<std::ops::Range<usize>> = match within {
        None => std::iter::once(0..text.len()).collect(),
        Some(kind) => {
            let of_kind = document.sections.iter().filter(|section| section.kind == kind);
            of_kind.map(|section| folded.folded(section.start..section.end)).collect()
        }
    };
    let stands = |at: usize| {
        text[at..].starts_with(&phrase)
            && ranges.iter().any(|range| range.start <= at && at + phrase.len() <= range.end)
    };
    let places = (0..text.len()).filter(|&at| stands(at)).count();
    let characters = (0..text.len()).filter(|at| ranges.iter().any(|range| range.contains(at))).count();
    (places as u64, characters as u64)
}

fn ask(shelf: &Shelf, by: TrendBy, section: Option<SectionKind>) -> Trend {
    let request = TrendRequest {
        phrases: PHRASES.iter().filter_map(|phrase| Phrase::new(phrase)).collect(),
        by,
        base: parse("").unwrap(),
        filter: Filter { section, ..Filter::default() },
        matching: Matching::String,
    };
    shelf.index.trend(&request).unwrap()
}

#[track_caller]
fn check(shelf: &Shelf, documents: &BTreeMap<String, Document>, by: TrendBy, only: Option<SectionKind>) {
    let trend = ask(shelf, by, only);
    let in_base =
        |document: &&Document| only.is_none_or(|only| document.sections.iter().any(|s| s.kind == only));
    let base: Vec<&Document> = documents.values().filter(in_base).collect();
    let without_key = base.iter().filter(|document| keys(document, by, only).is_empty()).count();
    assert_eq!((trend.base.documents, trend.base.without_key), (base.len() as u64, without_key as u64));
    for series in &trend.series {
        let mut expected: BTreeMap<String, (u64, u64, u64, u64)> = BTreeMap::new();
        let mut places: BTreeMap<String, BTreeSet<&[String]>> = BTreeMap::new();
        for document in &base {
            for (key, within) in keys(document, by, only) {
                let (found, characters) = brute(document, &series.phrase, within);
                let of_key = places.entry(key.clone()).or_default();
                of_key.extend(document.place.as_ref().map(|place| place.path.as_slice()));
                let counts = expected.entry(key).or_default();
                counts.0 += found;
                counts.1 += u64::from(found > 0);
                counts.2 += 1;
                counts.3 += characters;
            }
        }
        let found: BTreeMap<String, (u64, u64, u64, u64)> = series
            .points
            .iter()
            .map(|p| (p.key.clone(), (p.occurrences, p.documents, p.base_documents, p.characters)))
            .collect();
        assert_eq!(found, expected, "{} by {} within {only:?}", series.phrase, by.key());
        assert_eq!(found.len(), series.points.len(), "no key stands twice");
        for point in &series.points {
            assert_eq!(point.base_regions, places[&point.key].len() as u64, "{}", point.key);
        }
    }
}

#[test]
fn counts_by_every_key_equal_brute_force_after_updates_and_deletes() {
    let mut dice = Dice(7);
    let mut shelf = Shelf::empty();
    let mut documents = BTreeMap::new();
    for round in 0..3 {
        for number in 0..60 {
            let name = format!("d{}", (number * 7 + round * 13) % 90);
            let document = document(&mut dice);
            shelf.put(&name, &document);
            documents.insert(name, document);
        }
        let name = format!("d{}", round * 13);
        shelf.writer.remove(&id(&name));
        documents.remove(&name);
        shelf.commit();
    }
    for &by in TrendBy::ALL {
        check(&shelf, &documents, by, None);
        check(&shelf, &documents, by, Some(SectionKind::ALL[0]));
    }
}

#[test]
fn a_base_query_and_filters_narrow_what_is_counted_in() {
    let work = DocumentKind::WorkReport;
    let shelf = Shelf::of(&[
        ("a", placed("政府工作报告", "法治法治", 2020, &["四川省"], work)),
        ("b", placed("公报", "法治", 2020, &["四川省"], work)),
        ("c", placed("政府工作报告", "依法治国", 2021, &["四川省"], work)),
    ]);
    let mut request = TrendRequest {
        phrases: Phrase::new("法治").into_iter().collect(),
        by: TrendBy::Year,
        base: parse("title:工作报告").unwrap(),
        filter: Filter::default(),
        matching: Matching::String,
    };
    let points = |request: &TrendRequest| -> Vec<(String, u64, f64, f64)> {
        let trend = shelf.index.trend(request).unwrap();
        let points = trend.series[0].points.iter();
        points.map(|p| (p.key.clone(), p.occurrences, p.per_million(), p.share())).collect()
    };
    let year = |key: &str, places, per_million, share| (key.to_owned(), places, per_million, share);
    assert_eq!(points(&request), [year("2020", 2, 500_000.0, 1.0), year("2021", 1, 250_000.0, 1.0)]);
    request.matching = Matching::WholeWord;
    assert_eq!(points(&request)[1], year("2021", 0, 0.0, 0.0), "a key of the base without the phrase stays");
    request.filter.years = Some((2021, 2021));
    assert_eq!(points(&request), [year("2021", 0, 0.0, 0.0)]);
}

#[test]
fn a_phrase_of_blanks_is_none() {
    assert_eq!(Phrase::new(" \u{3000}\u{200b}"), None);
}
