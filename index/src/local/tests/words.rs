//! Key words and collocates against a count over the texts as jieba cuts them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::text::fold;
use jieba_rs::Jieba;

use crate::association::Beside;
use crate::association::TwoSlices;
use crate::collocates::CollocateOrder;
use crate::collocates::Collocates;
use crate::collocates::CollocatesRequest;
use crate::collocates::Unit;
use crate::keyness::Direction;
use crate::keyness::KeynessOrder;
use crate::keyness::KeynessRequest;
use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::local::tests::section;
use crate::query::parse;
use crate::search::Filter;
use crate::trend::Phrase;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

const SENTENCES: &[&str] = &[
    "加强法治政府建设，依法行政。",
    "改善生态环境，2021年治理17处。",
    "全面依法治国，法治是基础；法治是保障",
    "政府信息公开\n法治宣传教育",
    "行政复议案件\t17\t件",
];

/// Words of a text with their first characters, counted in folded characters.
fn cut(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    let mut start = 0;
    for line in text.split(['\n', '\t']) {
        let folded = fold(line).into_text();
        for token in JIEBA.cut(&folded, false) {
            if token.word.chars().any(char::is_alphanumeric) {
                words.push((start, token.word.to_owned()));
            }
            start += token.word.chars().count();
        }
    }
    words
}

fn text(seed: usize) -> String {
    (0..1 + seed % 7).map(|at| SENTENCES[(seed * 5 + at * at * 3) % SENTENCES.len()]).collect()
}

fn documents() -> Vec<(String, Document)> {
    let mut documents = Vec::new();
    for seed in 0..40 {
        let path: &[&str] = if seed % 3 == 0 { &["四川省"] } else { &["浙江省", "杭州市"] };
        let text = text(seed);
        let length = text.chars().count();
        let mut document = placed("报告", &text, 2019 + (seed % 4) as i16, path, DocumentKind::WorkReport);
        document.sections = vec![
            section("1", SectionKind::Problems, 0, length / 2),
            section("2", SectionKind::Other, length / 2, length),
        ];
        documents.push((format!("d{seed:02}"), document));
    }
    documents
}

/// The documents in several segments, after an update and a deletion.
fn shelf() -> (Shelf, Vec<(String, Document)>) {
    let mut documents = documents();
    let mut shelf = Shelf::empty();
    for (number, (name, document)) in documents.iter().enumerate() {
        shelf.put(name, document);
        if number % 15 == 14 {
            shelf.commit();
        }
    }
    documents[3].1.text = "法治法治政府".to_owned();
    documents[3].1.sections.clear();
    shelf.put("d03", &documents[3].1);
    shelf.writer.remove(&id("d07"));
    documents.remove(7);
    shelf.commit();
    (shelf, documents)
}

fn is_in_sichuan(document: &Document) -> bool {
    document.place.as_ref().is_some_and(|place| place.path[0] == "四川省")
}

/// Words that begin in the first sections of a kind, or all.
fn words_of(document: &Document, kind: Option<SectionKind>) -> Vec<String> {
    let folded = fold(&document.text);
    let is_inside = |at: usize| {
        kind.is_none_or(|kind| {
            document.sections.iter().any(|section| {
                section.kind == kind && folded.folded(section.start..section.end).contains(&at)
            })
        })
    };
    cut(&document.text).into_iter().filter(|(at, _)| is_inside(*at)).map(|(_, word)| word).collect()
}

fn check_keyness(section: Option<SectionKind>) {
    let (shelf, documents) = shelf();
    let has_section = |document: &&Document| {
        section.is_none_or(|kind| document.sections.iter().any(|section| section.kind == kind))
    };
    let mut expected: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    let (mut sizes, mut counts) = ([0; 2], [0; 2]);
    for document in documents.iter().map(|(_, document)| document).filter(has_section) {
        let slice = usize::from(!is_in_sichuan(document));
        counts[slice] += 1;
        let words = words_of(document, section);
        sizes[slice] += words.len() as u64;
        for word in &words {
            expected.entry(word.clone()).or_default()[slice] += 1;
        }
        for word in words.iter().collect::<std::collections::BTreeSet<_>>() {
            expected.entry(word.clone()).or_default()[2 + slice] += 1;
        }
    }
    let request = KeynessRequest {
        direction: Direction::Both,
        least: 1,
        limit: usize::MAX,
        filter: Filter { section, ..Filter::default() },
        ..KeynessRequest::new(parse("地区:四川").unwrap())
    };
    let found = shelf.index.keyness(&request).unwrap();
    assert_eq!([found.target.documents, found.reference.documents], counts);
    assert_eq!([found.target.words, found.reference.words], sizes);
    assert_eq!((found.common_documents, found.total as usize), (0, expected.len()));
    for word in &found.words {
        let [target, reference, target_documents, reference_documents] = expected[&word.word];
        assert_eq!((word.target.occurrences, word.target.documents), (target, target_documents), "{word:?}");
        assert_eq!((word.reference.occurrences, word.reference.documents), (reference, reference_documents));
        let counts = TwoSlices { target, reference, target_size: sizes[0], reference_size: sizes[1] };
        assert!((word.log_likelihood - counts.log_likelihood()).abs() < 1e-9);
    }
    assert!(found.words.is_sorted_by(|one, other| one.log_likelihood >= other.log_likelihood));
}

#[test]
fn key_words_are_counted_as_jieba_cuts_them_through_updates_and_deletes() {
    check_keyness(None);
    check_keyness(Some(SectionKind::Problems));
}

#[test]
fn key_words_are_narrowed_parted_and_paged() {
    let (shelf, _) = shelf();
    let ask = |request: &KeynessRequest| shelf.index.keyness(request).unwrap();
    let request = KeynessRequest {
        reference: Some(parse("年份:2020..2022").unwrap()),
        direction: Direction::Both,
        order: KeynessOrder::LogRatio,
        limit: 100,
        ..KeynessRequest::new(parse("年份:2019..2020").unwrap())
    };
    let both = ask(&request);
    assert!(both.common_documents > 0, "2020 is in both");
    assert!(both.words.is_sorted_by(|one, other| one.log_ratio.abs() >= other.log_ratio.abs()));
    assert!(both.words.iter().all(|word| word.target.occurrences + word.reference.occurrences >= 5));
    let over = ask(&KeynessRequest { direction: Direction::Over, ..request.clone() });
    let under = ask(&KeynessRequest { direction: Direction::Under, ..request.clone() });
    assert!(over.words.iter().all(|word| word.log_ratio > 0.0) && over.total > 0);
    assert!(under.words.iter().all(|word| word.log_ratio < 0.0) && under.total > 0);
    let page = ask(&KeynessRequest { offset: 2, limit: 3, ..request.clone() });
    assert_eq!((page.words.as_slice(), page.total), (&both.words[2..5], both.total));
    let nothing = ask(&KeynessRequest::new(parse("年份:1900").unwrap()));
    assert_eq!((nothing.target.documents, nothing.total), (0, 0));
}

fn beside(shelf: &Shelf, window: u32, unit: Unit, section: Option<SectionKind>) -> Collocates {
    let request = CollocatesRequest {
        left: window,
        right: window,
        unit,
        least: 1,
        order: CollocateOrder::Observed,
        limit: usize::MAX,
        filter: Filter { section, ..Filter::default() },
        ..CollocatesRequest::new(Phrase::new("法治").unwrap(), parse("").unwrap())
    };
    shelf.index.collocates(&request).unwrap()
}

/// Counts the words in windows by looking at every pair of an occurrence and a word.
fn check_collocates(window: usize, unit: Unit) {
    let (shelf, documents) = shelf();
    let mut observed: BTreeMap<String, u64> = BTreeMap::new();
    let mut frequency: BTreeMap<String, u64> = BTreeMap::new();
    let (mut occurrences, mut size, mut in_windows) = (0, 0, 0);
    for (_, document) in &documents {
        let text: Vec<char> = fold(&document.text).text().chars().collect();
        let words = cut(&document.text);
        let nodes: Vec<usize> = (0..text.len()).filter(|&at| text[at..].starts_with(&['法', '治'])).collect();
        occurrences += nodes.len() as u64;
        size += words.len() as u64;
        for (at, word) in &words {
            *frequency.entry(word.clone()).or_default() += 1;
            let end = at + word.chars().count();
            let is_near = nodes.iter().any(|&node| {
                let between = |from: usize, to: usize| {
                    words.iter().filter(|(at, word)| *at >= from && at + word.chars().count() <= to).count()
                };
                match unit {
                    Unit::Characters if end <= node => node - at <= window,
                    Unit::Characters => *at >= node + 2 && end - (node + 2) <= window,
                    Unit::Words if end <= node => between(*at, node) <= window,
                    Unit::Words => *at >= node + 2 && between(node + 2, end) <= window,
                }
            });
            if is_near {
                in_windows += 1;
                *observed.entry(word.clone()).or_default() += 1;
            }
        }
    }
    let found = beside(&shelf, window as u32, unit, None);
    assert_eq!((found.occurrences, found.words, found.window_words), (occurrences, size, in_windows));
    let above = |word: &String| {
        let counts = Beside {
            observed: observed[word],
            window: in_windows,
            frequency: frequency[word],
            size,
            node: occurrences,
        };
        (observed[word] as f64 > counts.expected()).then(|| counts.log_likelihood())
    };
    let wanted: Vec<&String> = observed.keys().filter(|word| above(word).is_some()).collect();
    assert_eq!(found.total as usize, wanted.len());
    for collocate in &found.collocates {
        assert_eq!(collocate.observed, observed[&collocate.word], "{collocate:?}");
        assert_eq!(collocate.frequency, frequency[&collocate.word]);
        let log_likelihood = above(&collocate.word).expect("it stands there more often than expected");
        assert!((collocate.log_likelihood - log_likelihood).abs() < 1e-9);
        assert!(collocate.left + collocate.right >= collocate.observed);
    }
}

#[test]
fn collocates_equal_a_count_over_every_window() {
    for window in [1, 2, 5] {
        check_collocates(window, Unit::Words);
        check_collocates(window, Unit::Characters);
    }
}

#[test]
fn collocates_stay_within_their_sections() {
    let (shelf, documents) = shelf();
    let found = beside(&shelf, 3, Unit::Words, Some(SectionKind::Problems));
    let inside: usize =
        documents.iter().map(|(_, document)| words_of(document, Some(SectionKind::Problems)).len()).sum();
    assert_eq!(found.words as usize, inside);
    assert!(found.occurrences < beside(&shelf, 3, Unit::Words, None).occurrences);
}

#[test]
fn a_word_between_two_occurrences_is_observed_once() {
    let shelf = Shelf::of(&[("a", report("题", "法治建设法治。其他内容很多很多"))]);
    let found = beside(&shelf, 2, Unit::Words, None);
    let between = found.collocates.iter().find(|one| one.word == "建设").expect("it stands between");
    assert_eq!((between.observed, between.left, between.right), (1, 1, 1));
}
