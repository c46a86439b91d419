//! Matches and the cuttings in which they are shown.

use corpus::text::fold;

use super::*;

/// Cuts snippets; the matches are ranges of characters of the text.
#[track_caller]
fn cut(text: &str, matches: &[(usize, usize)]) -> Vec<Snippet> {
    let folded = fold(text);
    let span = |&(start, end): &(usize, usize)| {
        let range = folded.folded(start..end);
        Span { start: range.start as u32, end: range.end as u32 }
    };
    let spans: Vec<Span> = matches.iter().map(span).collect();
    let found = snippets(&StoredText::of(text), &spans, None).expect("a sound text");
    let slowly = snippets(&StoredText::without_anchors(text), &spans, None).expect("a sound text");
    assert_eq!(found, slowly, "anchors change nothing");
    found
}

#[track_caller]
fn check(text: &str, matches: &[(usize, usize)], expected: &[(&str, &[(usize, usize)])]) {
    let snippets = cut(text, matches);
    let plain: Vec<(&str, &[(usize, usize)])> =
        snippets.iter().map(|snippet| (snippet.text.as_str(), snippet.marks.as_slice())).collect();
    assert_eq!(plain, expected);
}

#[test]
fn a_short_text_is_shown_whole_with_every_match_marked() {
    check("甲乙丙。丁乙戊", &[(1, 2), (5, 6)], &[("甲乙丙。丁乙戊", &[(1, 2), (5, 6)])]);
    check("甲\n乙", &[(2, 3)], &[("乙", &[(0, 1)])]);
    check("", &[], &[]);
    check(" 甲乙", &[], &[("甲乙", &[])]);
}

#[test]
fn overlapping_matches_become_one_mark() {
    check("甲甲甲乙", &[(0, 2), (1, 3)], &[("甲甲甲乙", &[(0, 3)])]);
    check("甲乙甲", &[(0, 1), (2, 3)], &[("甲乙甲", &[(0, 1), (2, 3)])]);
}

#[test]
fn a_snippet_begins_and_ends_with_a_sentence_when_one_is_near() {
    let text = format!("{}。这里有法治二字。{}。末", "前".repeat(200), "后".repeat(200));
    let at = 204;
    check(&text, &[(at, at + 2)], &[("这里有法治二字。", &[(3, 5)])]);
}

#[test]
fn no_snippet_begins_with_a_mark_that_belongs_to_what_is_not_shown() {
    let text = format!("{}，{}法", "前".repeat(60), "后".repeat(LEAD - 1));
    let shown = format!("{}法", "后".repeat(LEAD - 1));
    check(&text, &[(60 + LEAD, 61 + LEAD)], &[(&shown, &[(LEAD - 1, LEAD)])]);
    // A mark that was looked for, and one with which the text itself begins.
    check(&text, &[(60, 61)], &[(&text["前".len() * 20..], &[(40, 41)])]);
    check("，法治", &[(1, 2)], &[("，法治", &[(1, 2)])]);
}

#[test]
fn a_snippet_is_never_longer_than_its_length_or_its_match() {
    let text = "字".repeat(5_000);
    for (start, end) in [(0, 1), (2_000, 2_001), (4_999, 5_000), (1_000, 1_119), (1_000, 3_000)] {
        let snippets = cut(&text, &[(start, end)]);
        let length = snippets[0].text.chars().count();
        assert!(length <= LENGTH.max(end - start), "{length}");
        assert_eq!(snippets[0].marks[0].1 - snippets[0].marks[0].0, end - start);
    }
    let far_apart = format!("法{}治", " ".repeat(3_000));
    let snippets = cut(&far_apart, &[(0, 1), (3_001, 3_002)]);
    assert!(snippets[0].text.chars().count() <= LENGTH);
}

#[test]
fn no_match_beside_those_that_are_shown_is_cut_in_two() {
    for (before, behind) in (30..45).flat_map(|before| (70..125).map(move |behind| (before, behind))) {
        let (lead, left, right) = ("前".repeat(900), "左".repeat(before), "右".repeat(behind));
        let text = format!("{lead}2021{left}甲{right}2021{}", "后".repeat(900));
        let at = 904 + before;
        let matches = [(900, 904), (at, at + 1), (at + 1 + behind, at + 5 + behind)];
        for snippet in cut(&text, &matches) {
            let shown: Vec<char> = snippet.text.chars().collect();
            let marked = |&(start, end): &(usize, usize)| shown[start..end].iter().collect::<String>();
            let is_whole = |mark| ["2021", "甲"].contains(&marked(mark).as_str());
            assert!(snippet.marks.iter().all(is_whole), "{snippet:?}");
        }
    }
}

#[test]
fn snippets_do_not_overlap_and_come_in_the_order_of_the_text() {
    let text = "字".repeat(1_000);
    let matches: Vec<(usize, usize)> = (0..999).map(|at| (at, at + 1)).collect();
    let snippets = cut(&text, &matches);
    assert_eq!(snippets.len(), MOST_SNIPPETS);
    assert!(snippets.iter().all(|snippet| !snippet.marks.is_empty()));
}

#[test]
fn snippets_deep_in_a_long_text_are_the_same_however_they_are_reached() {
    let mut text = String::new();
    for round in 0..400 {
        text.push_str(&format!(
            "第{round}段……依法 行政㎡。\n\n　　其余“文字”{}",
            "若干，".repeat(round % 40)
        ));
    }
    let characters: Vec<char> = text.chars().collect();
    let stands = |at: usize| characters.get(at..at + 2) == Some(&['依', '法'][..]);
    let all: Vec<(usize, usize)> =
        (0..characters.len()).filter(|&at| stands(at)).map(|at| (at, at + 2)).collect();
    assert_eq!(all.len(), 400);
    for few in [&all[..], &all[..1], &all[399..], &all[150..152], &all[37..300]] {
        for snippet in cut(&text, few) {
            let shown: Vec<char> = snippet.text.chars().collect();
            assert!(snippet.marks.iter().all(|&(start, end)| shown[start..end] == ['依', '法']));
        }
    }
}

#[test]
fn a_string_inside_a_far_longer_match_is_shown_with_all_that_matches_around_it() {
    let text = format!("{}{}{}", "前".repeat(1_200), "甲乙丙丁".repeat(150), "后".repeat(1_100));
    let (long, within) = ((1_200, 1_800), (1_350, 1_352));
    for matches in [vec![long, within], vec![within], vec![long, (1_201, 1_203), within, (1_790, 1_792)]] {
        for snippet in cut(&text, &matches) {
            assert!(!snippet.marks.is_empty(), "{snippet:?}");
        }
    }
    let snippets = cut(&text, &[long, within]);
    let of_within = snippets.last().expect("there are matches");
    let length = of_within.text.chars().count();
    assert_eq!(of_within.marks, [(0, length)], "all that is shown lies in the long match");
}

#[test]
fn a_line_of_a_concordance_keeps_its_length() {
    let stored = StoredText::of("甲\n乙丙\t丁");
    let page = stored.page(0..6).expect("a sound text");
    let line = page.in_context(&(2..3), 2);
    assert_eq!((line.left.as_str(), line.matched.as_str(), line.right.as_str()), ("甲 ", "乙", "丙 "));
}
