//! Every phrase search equals a substring search over the folded texts.

use std::collections::BTreeMap;

use corpus::document::Document;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::text::fold;

use crate::local::joining::cheapest_cover;
use crate::local::tests::Shelf;
use crate::local::tests::id;
use crate::local::tests::placed;
use crate::local::tests::report;
use crate::local::tests::section;
use crate::query::Clause;
use crate::query::Query;
use crate::query::Scope;
use crate::query::parse;
use crate::search::ConcordanceRequest;
use crate::search::Matching;
use crate::search::SearchRequest;

/// Draws numbers; the same ones in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// A text over few characters, so that strings repeat and overlap.
    fn text(&mut self, longest: usize) -> String {
        const ALPHABET: &[char] = &[
            '法', '法', '治', '府', '的', '，', '1', '2', 'a', '𠮷', '—', ' ', '\n', 'Ａ', '…', '“', '發',
            '发', '\u{301}',
        ];
        let few = 2 + self.below(ALPHABET.len() - 1);
        (0..self.below(longest + 1)).map(|_| ALPHABET[self.below(few)]).collect()
    }

    fn document(&mut self) -> Document {
        const PLACES: &[&[&str]] =
            &[&["四川省"], &["四川省", "绵阳市"], &["四川省", "绵阳市", "涪城区"], &["山东省", "青岛市"]];
        let text = self.text(200);
        let length = text.chars().count();
        let kind = DocumentKind::ALL[self.below(3)];
        let year = 2018 + self.below(4) as i16;
        let mut document = placed(&self.text(12), &text, year, PLACES[self.below(PLACES.len())], kind);
        if length > 0 && self.below(3) > 0 {
            let (one, other) = (self.below(length), self.below(length));
            let kind = SectionKind::ALL[self.below(2)];
            document.sections = vec![section("1", kind, one.min(other), one.max(other) + 1)];
        }
        document
    }
}

/// Counts every start at which a string stands.
fn brute_force(text: &str, phrase: &str) -> u64 {
    text.char_indices().filter(|&(at, _)| text[at..].starts_with(phrase)).count() as u64
}

fn quoted(phrase: &str) -> Query {
    let root = Clause::Phrase { text: phrase.to_owned(), scope: Scope::Text, at: 0..0 };
    Query { text: phrase.to_owned(), root }
}

/// Checks a phrase under every filter against the documents that should be there.
fn check_everywhere(shelf: &Shelf, truth: &BTreeMap<String, Document>, phrase: &str) {
    let folded = fold(phrase).into_text();
    let mut request = SearchRequest { limit: 3, ..SearchRequest::new(quoted(phrase)) };
    for filter in 0..4 {
        request.filter = crate::search::Filter::default();
        match filter {
            1 => request.filter.years = Some((2019, 2020)),
            2 => request.filter.region = Some("四川/绵阳".to_owned()),
            3 => request.filter.kind = Some(DocumentKind::ALL[1]),
            _ => {}
        }
        let passes = |document: &&Document| match filter {
            1 => document.report_year.is_some_and(|year| (2019..=2020).contains(&year.start)),
            2 => {
                document.place.as_ref().is_some_and(|place| place.path.len() > 1 && place.path[1] == "绵阳市")
            }
            3 => document.kind == DocumentKind::ALL[1],
            _ => true,
        };
        let counts: Vec<u64> = truth
            .values()
            .filter(passes)
            .map(|document| brute_force(fold(&document.text).text(), &folded))
            .filter(|&count| count > 0)
            .collect();
        let page = shelf.index.search(&request).unwrap();
        assert_eq!(page.total.documents, counts.len() as u64, "{phrase:?} under filter {filter}");
        assert_eq!(page.total.occurrences, counts.iter().sum::<u64>(), "{phrase:?} under filter {filter}");
        let of_facet: u64 = page.facets.year.iter().map(|facet| facet.count).sum();
        assert_eq!(of_facet, page.total.documents, "{phrase:?}");
        check_sections(shelf, truth, &request, &folded, &page.facets.section, filter);
    }
}

/// Checks that each count of the section facet is what the section as a filter leaves.
fn check_sections(
    shelf: &Shelf,
    truth: &BTreeMap<String, Document>,
    request: &SearchRequest,
    folded: &str,
    facet: &[crate::search::FacetCount],
    filter: usize,
) {
    if filter > 0 {
        return;
    }
    for &kind in &SectionKind::ALL[..2] {
        let mut narrowed = request.clone();
        narrowed.filter.section = Some(kind);
        let page = shelf.index.search(&narrowed).unwrap();
        let mut documents = 0;
        let mut occurrences = 0;
        for document in truth.values() {
            let text = fold(&document.text);
            let inside: u64 = document
                .sections
                .iter()
                .filter(|section| section.kind == kind)
                .map(|section| {
                    let range = text.folded(section.start..section.end);
                    let part: String = text.text().chars().skip(range.start).take(range.len()).collect();
                    brute_force(&part, folded)
                })
                .sum();
            documents += u64::from(inside > 0);
            occurrences += inside;
        }
        assert_eq!(
            (page.total.documents, page.total.occurrences),
            (documents, occurrences),
            "{folded:?} {kind:?}"
        );
        let counted = facet.iter().find(|count| count.value == kind.key()).map_or(0, |count| count.count);
        assert_eq!(counted, documents, "{folded:?} {kind:?}");
    }
}

#[test]
fn a_phrase_search_is_a_substring_search_through_updates_and_deletes() {
    let mut draw = Draw(0x2545_F491_4F6C_DD1D);
    let mut shelf = Shelf::empty();
    let mut truth: BTreeMap<String, Document> = BTreeMap::new();
    for _ in 0..12 {
        for _ in 0..1 + draw.below(12) {
            let name = format!("d{}", draw.below(40));
            if draw.below(4) == 0 {
                shelf.writer.remove(&id(&name));
                truth.remove(&name);
            } else {
                let document = draw.document();
                shelf.put(&name, &document);
                truth.insert(name, document);
            }
        }
        shelf.commit();
        for _ in 0..60 {
            let phrase = phrase(&mut draw, &truth);
            if !fold(&phrase).is_empty() {
                check_everywhere(&shelf, &truth, &phrase);
            }
        }
    }
}

/// A part of some text, or something that may stand nowhere.
fn phrase(draw: &mut Draw, truth: &BTreeMap<String, Document>) -> String {
    let texts: Vec<&Document> = truth.values().collect();
    if texts.is_empty() || draw.below(4) == 0 {
        return draw.text(5);
    }
    let folded = fold(&texts[draw.below(texts.len())].text);
    if folded.is_empty() {
        return draw.text(3);
    }
    let start = draw.below(folded.len());
    let longest = if draw.below(3) == 0 { 100 } else { 8 };
    let length = 1 + draw.below(longest);
    folded.text().chars().skip(start).take(length).collect()
}

#[test]
fn every_line_of_a_concordance_stands_where_it_says() {
    let mut draw = Draw(7);
    let mut truth = BTreeMap::new();
    for number in 0..20 {
        truth.insert(format!("d{number:02}"), draw.document());
    }
    let documents: Vec<(&str, Document)> =
        truth.iter().map(|(name, document)| (name.as_str(), document.clone())).collect();
    let shelf = Shelf::of(&documents);
    for wanted in ["法", "法法", "治", ",", "1", "发", "𠮷"] {
        let all = ConcordanceRequest { limit: usize::MAX, ..ConcordanceRequest::new(quoted(wanted)) };
        let page = shelf.index.concordance(&all).unwrap();
        let expected: u64 =
            truth.values().map(|document| brute_force(fold(&document.text).text(), wanted)).sum();
        assert_eq!(page.lines.len() as u64, expected, "{wanted}");
        assert_eq!(page.total.occurrences, expected, "{wanted}");
        for line in &page.lines {
            let text = &truth[line.id.as_str()].text;
            let length = line.matched.chars().count();
            let there: String = text.chars().skip(line.offset).take(length).collect();
            assert_eq!(there, line.matched);
            assert_eq!(fold(&line.matched).text(), wanted);
        }
        // Pages laid side by side are the whole.
        let mut side_by_side = Vec::new();
        for offset in (0..page.lines.len()).step_by(7) {
            let part = ConcordanceRequest { limit: 7, offset, ..ConcordanceRequest::new(quoted(wanted)) };
            side_by_side.extend(shelf.index.concordance(&part).unwrap().lines);
        }
        assert_eq!(side_by_side, page.lines, "{wanted}");
    }
}

#[test]
fn overlapping_places_all_count() {
    let shelf = Shelf::of(&[("a", report("题", "啊啊啊")), ("b", report("题", "aaaa bbb"))]);
    shelf.check("\"啊啊\"", &["a"], 2);
    shelf.check("\"啊\"", &["a"], 3);
    shelf.check("\"aa\"", &["b"], 3);
    shelf.check("\"ab\"", &["b"], 1);
    shelf.check("\"aabbb\"", &["b"], 1);
    shelf.check("\"aabbbb\"", &[], 0);
}

#[test]
fn a_character_before_many_others_is_found_with_each_through_merges_and_deletes() {
    // Folding leaves characters of private use alone.
    let other = |number: u32| char::from_u32(0xE000 + number).unwrap();
    let mut shelf = Shelf::empty();
    // Each commit makes a segment; so many of them are merged.
    for commit in 0..12_u32 {
        for number in 0..8 {
            let text: String = (0..200).map(|at| format!("的{}", other(at * 3 + commit + number))).collect();
            shelf.put(&format!("d{number}"), &report("题", &text));
        }
        shelf.commit();
    }
    let last = |number: u32, wanted: u32| wanted >= 11 + number && (wanted - 11 - number).is_multiple_of(3);
    for wanted in 0..640 {
        let documents = (0..8).filter(|&number| last(number, wanted) && wanted - 11 - number < 600).count();
        let page = shelf.search(&format!("\"的{}\"", other(wanted)));
        assert_eq!((page.total.documents, page.total.occurrences), (documents as u64, documents as u64));
    }
    assert_eq!(shelf.search("\"的\"").total.occurrences, 8 * 200);
}

#[test]
fn long_phrases_and_whole_texts_are_found() {
    let text: String = (0..2_000).map(|at| char::from_u32(0x4E00 + at % 700).unwrap()).collect();
    let shelf = Shelf::of(&[("a", report("题", &text)), ("b", report("题", "短"))]);
    let request = SearchRequest::new(quoted(&text));
    assert_eq!(shelf.index.search(&request).unwrap().total.occurrences, 1);
    let longer = format!("{text}一");
    assert_eq!(shelf.index.search(&SearchRequest::new(quoted(&longer))).unwrap().total.documents, 0);
    shelf.check("\"短\"", &["b"], 1);
}

#[test]
fn whole_words_begin_and_end_with_words() {
    let shelf = Shelf::of(&[
        ("a", report("题", "依法治国")),
        ("b", report("题", "加强法治，依法治国，法治")),
        ("c", report("题", "法治\n国家")),
    ]);
    shelf.check("\"法治\"", &["a", "b", "c"], 5);
    shelf.check("word:法治", &["b", "c"], 3);
    shelf.check("word:依法治国", &["a", "b"], 2);
    let mut request = SearchRequest::new(quoted("法治"));
    request.matching = Matching::WholeWord;
    assert_eq!(shelf.index.search(&request).unwrap().total.occurrences, 3);
}

#[test]
fn a_cover_holds_every_character_and_takes_the_cheap_pairs() {
    assert_eq!(cheapest_cover(&[5]), [0]);
    assert_eq!(cheapest_cover(&[5, 5]), [0, 1]);
    assert_eq!(cheapest_cover(&[5, 1, 5]), [0, 2]);
    assert_eq!(cheapest_cover(&[1, 9, 1, 9, 1]), [0, 2, 4]);
    assert_eq!(cheapest_cover(&[1, 1, 90, 1, 1]), [0, 1, 3, 4]);
    let mut draw = Draw(3);
    for _ in 0..500 {
        let costs: Vec<u64> = (0..1 + draw.below(12)).map(|_| draw.below(20) as u64).collect();
        let cover = cheapest_cover(&costs);
        assert_eq!((cover[0], cover[cover.len() - 1]), (0, costs.len() - 1));
        assert!(cover.windows(2).all(|two| two[1] - two[0] <= 2 && two[0] < two[1]), "{costs:?} {cover:?}");
    }
}

#[test]
fn the_best_documents_of_one_string_are_the_first_of_all() {
    check_best("法治");
    // A word of which the documents are kept.
    check_best("人民政府");
}

#[track_caller]
fn check_best(word: &str) {
    let mut draw = Draw(11);
    let mut shelf = Shelf::empty();
    for number in 0..900 {
        let text = word.repeat(draw.below(9)) + &"部门".repeat(draw.below(60));
        let title = if number % 97 == 0 { word } else { "题" };
        shelf.put(&format!("d{number:03}"), &report(title, &text));
        if number == 600 {
            shelf.commit();
        }
    }
    shelf.commit();
    for query in [format!("\"{word}\""), word.to_owned()] {
        let ask = |limit, offset| {
            let request = SearchRequest::new(parse(&query).unwrap());
            shelf.index.rank(&SearchRequest { limit, offset, ..request }).unwrap()
        };
        let all = ask(2_000, 0);
        assert_eq!(all.total, shelf.search(&query).total, "{query}");
        let ids: Vec<_> = all.hits.iter().map(|hit| hit.id.clone()).collect();
        for (limit, offset) in [(1, 0), (10, 0), (10, 25), (100, 3)] {
            let page = ask(limit, offset);
            let found: Vec<_> = page.hits.iter().map(|hit| hit.id.clone()).collect();
            let expected = &ids[offset..offset + limit];
            assert_eq!((page.total, found.as_slice()), (all.total, expected), "{query}");
        }
    }
}
