//! Folding: text in; the form that is searched out, with offsets back to the original.
//!
//! Folding is Unicode NFKC, lower case, traditional to simplified character by character; white space, zero-width and
//! control characters are dropped, dashes become `-` and quotes `"`. Nothing else changes. Every character is folded by
//! itself, so a string folds alone as it does inside a text, with one exception that NFKC forces on us: a combining mark
//! (é written as e and U+0301, Hangul jamo, the half-width voiced mark) belongs to the character before it.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfkc_quick;

/// A folded text and where each of its characters came from. All offsets count characters.
///
/// A folded text holds no white space and no control character.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    origins: Origins,
}

/// Where each character of a folded text came from. All offsets count characters.
#[derive(Clone, Debug)]
pub struct Origins {
    /// For each folded character the first original character that it came from; never decreases.
    starts: Vec<u32>,
    /// The folded characters that came from more than one original one, with the end of where they came from.
    wide: Vec<(u32, u32)>,
    /// How many characters the original has.
    original_len: usize,
}

impl Folded {
    /// Returns the folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the folded text and forgets the way back.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Returns the number of folded characters.
    pub fn len(&self) -> usize {
        self.origins.starts.len()
    }

    /// Tells whether nothing is left after folding.
    pub fn is_empty(&self) -> bool {
        self.origins.starts.is_empty()
    }

    /// Returns the smallest range of original characters that a range of folded characters came from; see
    /// `Origins::original`.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        self.origins.original(folded)
    }

    /// Returns the folded characters that came from a range of original characters, whole or in part from its start on.
    ///
    /// A range of which nothing is left gives an empty range at the place where it would stand.
    pub fn folded(&self, original: Range<usize>) -> Range<usize> {
        let start = self.origins.first_from(original.start);
        start..self.origins.first_from(original.end).max(start)
    }

    fn push(&mut self, character: char, original: &Range<usize>) {
        self.origins.push(original);
        self.text.push(character);
    }
}

impl Origins {
    fn with_capacity(bytes: usize) -> Origins {
        Origins { starts: Vec::with_capacity(bytes / 2), wide: Vec::new(), original_len: 0 }
    }

    /// Returns the smallest range of original characters that a range of folded characters came from.
    ///
    /// An empty range gives an empty range at the same place. A range beyond the end is cut to the end.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.starts.get(folded.start).map_or(self.original_len, |&start| start as usize);
        let end = folded.end.min(self.starts.len());
        if end <= folded.start {
            return start..start;
        }
        start..self.end_of(end - 1)
    }

    fn first_from(&self, original: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < original)
    }

    fn end_of(&self, folded: usize) -> usize {
        match self.wide.binary_search_by_key(&folded, |&(at, _)| at as usize) {
            Ok(found) => self.wide[found].1 as usize,
            Err(_) => self.starts[folded] as usize + 1,
        }
    }

    fn push(&mut self, original: &Range<usize>) {
        if original.len() > 1 {
            self.wide.push((self.starts.len() as u32, original.end as u32));
        }
        self.starts.push(original.start as u32);
    }
}

/// Finds where the characters of the folded text came from without keeping that text.
pub fn origins(text: &str) -> Origins {
    let mut origins = Origins::with_capacity(text.len());
    let (original_len, loose_marks) = walk(text, &mut |_, original| origins.push(&original));
    if loose_marks {
        return fold(text).origins;
    }
    origins.original_len = original_len;
    origins
}

/// Folds a text and keeps the way back. Folding a folded text changes nothing.
pub fn fold(text: &str) -> Folded {
    let (mut folded, mut loose_marks) = fold_once(text);
    // A mark whose blank was dropped ("´" is a blank and a mark) may now stand behind a letter that it joins.
    while loose_marks {
        let (again, marks) = fold_once(&folded.text);
        if again.text == folded.text {
            break;
        }
        folded = chain(&folded, &again);
        loose_marks = marks;
    }
    folded
}

/// Tells whether a character is a letter or a digit. Han characters are told first: asking the tables of
/// Unicode is dear.
pub fn says_something(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}') || character.is_alphanumeric()
}

/// Folds one pass; tells whether combining marks are left in the result.
fn fold_once(text: &str) -> (Folded, bool) {
    let mut folded =
        Folded { text: String::with_capacity(text.len()), origins: Origins::with_capacity(text.len()) };
    let (original_len, loose_marks) =
        walk(text, &mut |character, original| folded.push(character, &original));
    folded.origins.original_len = original_len;
    (folded, loose_marks)
}

/// Hands out the characters of one pass and where each came from; returns how many characters the text has, and whether
/// combining marks are left in the result.
fn walk(text: &str, see: &mut impl FnMut(char, Range<usize>)) -> (usize, bool) {
    let rules: &[u16] = &RULES;
    let mut loose_marks = false;
    let mut characters = text.chars().map(|character| (character, rule(rules, character)));
    let mut cluster = String::new();
    let mut next = characters.next();
    let mut passed = 0;
    while let Some((first, first_rule)) = next {
        next = characters.next();
        let start = passed;
        passed += 1;
        let joins = matches!(next, Some((_, Rule::Joins)));
        match first_rule {
            Rule::Becomes(character) if !joins => see(character, start..passed),
            Rule::Vanishes if !joins => {}
            Rule::Becomes(_) | Rule::Vanishes | Rule::Spelled | Rule::Joins => {
                cluster.clear();
                cluster.push(first);
                while let Some((joining, Rule::Joins)) = next {
                    cluster.push(joining);
                    passed += 1;
                    next = characters.next();
                }
                for character in spell(&cluster) {
                    loose_marks |= joins_the_one_before(character);
                    see(character, start..passed);
                }
            }
        }
    }
    (passed, loose_marks)
}

/// Joins the offsets of two passes.
fn chain(first: &Folded, second: &Folded) -> Folded {
    let mut origins = Origins::with_capacity(second.text.len());
    origins.original_len = first.origins.original_len;
    let mut chained = Folded { text: String::with_capacity(second.text.len()), origins };
    for (at, character) in second.text.chars().enumerate() {
        chained.push(character, &first.original(second.original(at..at + 1)));
    }
    chained
}

/// What folding does with one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// It becomes this one character.
    Becomes(char),
    /// Nothing is left of it.
    Vanishes,
    /// It becomes several characters, or a mark that joins the character before it.
    Spelled,
    /// It may join the character before it.
    Joins,
}

/// Codes of rules. No character has such a number.
const VANISHES: u16 = 0xD800;
const SPELLED: u16 = 0xD801;
const JOINS: u16 = 0xD802;
/// The character that it becomes has a number that is too high to be kept.
const HIGH: u16 = 0xD803;

/// The rules of the Basic Multilingual Plane, in which nearly every character of a text lies: what a character becomes, or
/// the code of another rule. Two bytes each, so that they stay near the processor.
static RULES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let code = |rule| match rule {
        Rule::Becomes(character) => u16::try_from(u32::from(character)).unwrap_or(HIGH),
        Rule::Vanishes => VANISHES,
        Rule::Spelled => SPELLED,
        Rule::Joins => JOINS,
    };
    (0..=u32::from(u16::MAX))
        .map(|number| char::from_u32(number).map_or(VANISHES, |character| code(work_out(character))))
        .collect()
});

#[inline]
fn rule(rules: &[u16], character: char) -> Rule {
    match rules.get(character as usize) {
        None | Some(&HIGH) => work_out(character),
        Some(&VANISHES) => Rule::Vanishes,
        Some(&SPELLED) => Rule::Spelled,
        Some(&JOINS) => Rule::Joins,
        Some(&code) => char::from_u32(u32::from(code)).map_or(Rule::Vanishes, Rule::Becomes),
    }
}

fn work_out(character: char) -> Rule {
    if std::iter::once(character).nfkd().next().is_some_and(joins_the_one_before) {
        return Rule::Joins;
    }
    let spelled = spell(character.encode_utf8(&mut [0; 4]));
    let mut rest = spelled.into_iter();
    match (rest.next(), rest.next()) {
        (None, _) => Rule::Vanishes,
        (Some(only), None) if !joins_the_one_before(only) => Rule::Becomes(only),
        (Some(_), _) => Rule::Spelled,
    }
}

/// Tells whether NFKC may merge a decomposed character with the one before it or move it.
fn joins_the_one_before(character: char) -> bool {
    canonical_combining_class(character) != 0
        || is_nfkc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

/// Folds a character and what joins it.
fn spell(cluster: &str) -> Vec<char> {
    cluster
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(simplify)
        .filter(|&c| !is_dropped(c))
        .map(plain_mark)
        .collect()
}

/// Returns the simplified form of a traditional character, any other character as it is.
fn simplify(character: char) -> char {
    let mut simplified = character;
    // Some characters reach their simplified form in two steps; three suffice for every one.
    for _ in 0..3 {
        if simplified < '\u{2E80}' {
            break;
        }
        let step = hanconv::t2s(simplified.encode_utf8(&mut [0; 4]) as &str);
        let mut characters = step.chars();
        match (characters.next(), characters.next()) {
            (Some(next), None) if next != simplified => simplified = next,
            _ => break,
        }
    }
    simplified
}

fn is_dropped(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_zero_width(character)
}

/// Tells whether a character takes no room and has no meaning for a search: joiners, marks of direction, selectors of
/// a glyph variant, soft hyphens, invisible operators, tags.
fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Gives dashes and quotes their one form.
fn plain_mark(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
