//! Texts and how they are folded.

use super::*;
use crate::text::rules::is_dropped;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(fold(text).text(), expected, "{text:?}");
}

#[test]
fn width_case_script_blanks_dashes_and_quotes_are_folded() {
    check("２０２１年（ＡＢＣ）", "2021年(abc)");
    check("法 治\u{3000}政\n府\t\u{200B}", "法治政府");
    check("法治政府建設年度報告", "法治政府建设年度报告");
    check("“放管服”‘改革’「甲」『乙』", "\"放管服\"\"改革\"\"甲\"\"乙\"");
    check("2018—2022 2018–2022 −5", "2018-20222018-2022-5");
    check("⼯作", "工作");
    check("……", "......");
    check("３．５％，；：！", "3.5%,;:!");
    check("①②㎡", "12m2");
    check("\u{FEFF}e\u{301}e\u{301}", "éé");
    check("ｶﾞ", "ガ");
    check("葛\u{E0100}城", "葛城");
}

#[test]
fn nothing_else_is_changed() {
    check("、。·《》〔〕'`~_\u{E000}𠮷😀", "、。·《》〔〕'`~_\u{E000}𠮷😀");
}

#[track_caller]
fn check_original(text: &str, phrase: &str, expected: &str) {
    let folded = fold(text);
    let byte = folded.text().find(phrase).expect("the phrase stands in the text");
    let start = folded.text()[..byte].chars().count();
    let range = folded.original(start..start + phrase.chars().count());
    let original: String = text.chars().skip(range.start).take(range.len()).collect();
    assert_eq!(original, expected);
}

#[test]
fn a_match_leads_back_to_the_smallest_original() {
    check_original("依 法 治 国，好", "法治", "法 治");
    check_original("一…二", ".", "…");
    check_original("一…二", ".二", "…二");
    check_original("cafe\u{301}s", "é", "e\u{301}");
    check_original("cafe\u{301}s", "és", "e\u{301}s");
    check_original("x´y", "y", "y");
}

#[test]
fn original_ranges_lead_to_folded_ones() {
    let folded = fold("一 二…三");
    assert_eq!(folded.folded(0..1), 0..1);
    assert_eq!(folded.folded(1..2), 1..1);
    assert_eq!(folded.folded(1..3), 1..2);
    assert_eq!(folded.folded(3..4), 2..5);
    assert_eq!(folded.folded(4..99), 5..6);
}

/// Draws texts from characters that have given trouble, and from everywhere.
struct Draw(u64);

impl Draw {
    const TROUBLE: &'static [char] = &[
        'e',
        'E',
        '\u{301}',
        '\u{307}',
        '´',
        ' ',
        '\u{200B}',
        '\u{FF9E}',
        'ｶ',
        'İ',
        '\u{1100}',
        '\u{1161}',
        '\u{11A8}',
        '…',
        '①',
        '乾',
        '麼',
        '發',
        '法',
        '，',
        '—',
        '“',
        '\u{FDFA}',
        '\u{345}',
        'Σ',
        '\u{3099}',
        'か',
        '\u{F900}',
        '𠮷',
        '\u{2F800}',
        '㎡',
        '\u{1D15E}',
        '\u{9BE}',
        '\u{9C7}',
    ];

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn text(&mut self) -> String {
        (0..self.next() % 24)
            .map(|_| match self.next() % 4 {
                0 => char::from_u32((self.next() % 0x11_0000) as u32).unwrap_or('中'),
                1 => char::from_u32((self.next() % 0x3000) as u32).unwrap_or('中'),
                _ => Self::TROUBLE[self.next() as usize % Self::TROUBLE.len()],
            })
            .collect()
    }
}

#[test]
fn folding_twice_is_folding_once() {
    let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let text = draw.text();
        let once = fold(&text);
        assert_eq!(fold(once.text()).text(), once.text(), "{text:?}");
        assert_eq!(folded(&text), once.text(), "{text:?}");
        assert!(!once.text().chars().any(is_dropped), "{text:?}");
    }
}

#[test]
fn every_single_character_folds_once_and_for_all() {
    for character in (0..=0x10_FFFF).filter_map(char::from_u32) {
        let once = fold(character.encode_utf8(&mut [0; 4]));
        assert_eq!(fold(once.text()).text(), once.text(), "{character:?}");
    }
}

#[test]
fn offsets_never_go_back_and_stay_inside() {
    let mut draw = Draw(42);
    for _ in 0..20_000 {
        let text = draw.text();
        let folded = fold(&text);
        assert_eq!(folded.len(), folded.text().chars().count());
        let length = text.chars().count();
        assert_eq!(folded.original(folded.len()..folded.len()), length..length);
        let mut before = 0..0;
        for at in 0..folded.len() {
            let now = folded.original(at..at + 1);
            assert!(!now.is_empty() && now.end <= length, "{text:?}");
            assert!(now.start >= before.start && now.end >= before.end, "{text:?}");
            assert!(folded.folded(now.clone()).contains(&at), "{text:?}");
            before = now;
        }
    }
}

#[test]
fn a_string_folds_alone_as_it_does_inside_a_text() {
    let text = "二〇二一年：全市法治政府建設“十四五”規劃（２０２１—２０２５年）……完成率９８．５％。";
    let characters: Vec<char> = text.chars().collect();
    let whole = fold(text);
    for start in 0..characters.len() {
        for end in start..=characters.len() {
            let part: String = characters[start..end].iter().collect();
            let inside = whole.folded(start..end);
            let expected: String = whole.text().chars().skip(inside.start).take(inside.len()).collect();
            assert_eq!(fold(&part).text(), expected);
        }
    }
}

#[test]
fn a_long_run_of_marks_takes_no_more_than_its_share_of_time() {
    let text = "e".to_owned() + &"\u{301}\u{316}".repeat(100_000);
    assert!(fold(&text).len() > 100_000);
}
