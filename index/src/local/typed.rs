//! What was typed in; the stretches of it that are pinyin, with where syllables must end, and those that are Chinese, out.

use corpus::text::fold;

/// Letters of pinyin, without tones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    pub(crate) letters: String,
    /// Where a syllable must end, because a blank, an apostrophe or a tone was typed there; ascending.
    pub(crate) borders: Vec<usize>,
}

/// A stretch of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    Letters(Letters),
    /// Folded characters.
    Characters(String),
}

/// Vowels with their tones.
const TONED: &[(char, &str)] = &[
    ('a', "āáǎà"),
    ('e', "ēéěèê"),
    ('i', "īíǐì"),
    ('o', "ōóǒò"),
    ('u', "ūúǔù"),
    ('v', "üǖǘǚǜ"),
    ('n', "ńňǹ"),
];

/// What parts syllables.
const PARTING: &[char] = &['\'', '’', '‘', '`', '´', '-', '·', '"'];

/// Tones that are written behind their letter.
const COMBINING: &[char] = &['\u{300}', '\u{301}', '\u{304}', '\u{30C}'];

/// What makes a v of the u before it.
const DIAERESIS: char = '\u{308}';

/// The letters that a syllable may end with, behind which a figure is a tone.
const LAST: &[char] = &['a', 'e', 'i', 'o', 'u', 'v', 'n', 'g', 'r'];

/// Reads a text as pinyin, or as pinyin and Chinese beside each other; `None` when no letter is in it or something else is.
pub(crate) fn stretches(typed: &str) -> Option<Vec<Stretch>> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for character in typed.chars() {
        let character = half_width(character);
        let last = stretches.last_mut();
        match (character, last) {
            (' ' | '\u{3000}' | '\t', Some(Stretch::Letters(letters))) => letters.part(),
            (' ' | '\u{3000}' | '\t', _) => {}
            (mark, Some(Stretch::Letters(letters))) if PARTING.contains(&mark) => letters.part(),
            (mark, _) if PARTING.contains(&mark) => {}
            ('0'..='5', Some(Stretch::Letters(letters))) if letters.letters.ends_with(LAST) => letters.part(),
            (mark, Some(Stretch::Letters(_))) if COMBINING.contains(&mark) => {}
            (DIAERESIS, Some(Stretch::Letters(letters))) if letters.letters.ends_with('u') => {
                letters.letters.pop();
                letters.letters.push('v');
            }
            (character, last) => match (letter(character), last) {
                (Some(letter), Some(Stretch::Letters(letters))) => letters.letters.push(letter),
                (Some(letter), _) => {
                    stretches.push(Stretch::Letters(Letters { letters: letter.into(), borders: Vec::new() }));
                }
                (None, last) if character.is_alphabetic() && !character.is_ascii() => {
                    let folded = fold(character.encode_utf8(&mut [0; 4])).into_text();
                    match last {
                        Some(Stretch::Characters(characters)) => characters.push_str(&folded),
                        _ => stretches.push(Stretch::Characters(folded)),
                    }
                }
                (None, _) => return None,
            },
        }
    }
    stretches.iter().any(|stretch| matches!(stretch, Stretch::Letters(_))).then_some(stretches)
}

/// Reads a text as pinyin and nothing else.
pub(crate) fn pinyin(typed: &str) -> Option<Letters> {
    match stretches(typed)?.as_slice() {
        [Stretch::Letters(letters)] => Some(letters.clone()),
        _ => None,
    }
}

impl Letters {
    /// Says that a syllable ends here.
    fn part(&mut self) {
        if self.borders.last() != Some(&self.letters.len()) {
            self.borders.push(self.letters.len());
        }
    }

    /// Adds letters behind these; a syllable ends between them.
    pub(crate) fn extend(&mut self, more: &Letters) {
        if !self.letters.is_empty() {
            self.part();
        }
        let before = self.letters.len();
        self.letters.push_str(&more.letters);
        for border in more.borders.iter().map(|border| border + before) {
            if self.borders.last() != Some(&border) {
                self.borders.push(border);
            }
        }
    }

    /// Returns the borders that lie in a stretch, counted from its beginning.
    pub(crate) fn borders_in(&self, from: usize, to: usize) -> Vec<usize> {
        self.borders
            .iter()
            .filter(|border| (from..=to).contains(border))
            .map(|border| border - from)
            .collect()
    }

    /// Returns what may have been meant where a letter was left out, is too many or changed places with its neighbour.
    pub(crate) fn slips(&self) -> Vec<Letters> {
        let typed = self.letters.as_bytes();
        let mut meant: Vec<Letters> = Vec::new();
        let mut add = |letters: Vec<u8>, from: usize, shift: isize| {
            let moved = |border: &usize| {
                if *border >= from { border.saturating_add_signed(shift) } else { *border }
            };
            let borders = self.borders.iter().map(moved).collect();
            meant.push(Letters { letters: String::from_utf8_lossy(&letters).into_owned(), borders });
        };
        for at in 0..=typed.len() {
            let (before, behind) = typed.split_at(at);
            for letter in b'a'..=b'z' {
                add([before, &[letter], behind].concat(), at, 1);
                // At a border the letter may belong to the syllable behind it.
                if self.borders.contains(&at) {
                    add([before, &[letter], behind].concat(), at + 1, 1);
                }
            }
            if let [first, rest @ ..] = behind {
                add([before, rest].concat(), at + 1, -1);
                if let [second, rest @ ..] = rest {
                    add([before, &[*second, *first], rest].concat(), at, 0);
                }
            }
        }
        meant
    }
}

/// Returns the letter that a character is, whatever its tone.
fn letter(character: char) -> Option<char> {
    let small = character.to_lowercase().next().unwrap_or(character);
    if small.is_ascii_lowercase() {
        return Some(small);
    }
    TONED.iter().find(|(_, toned)| toned.contains(small)).map(|&(plain, _)| plain)
}

fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use super::Stretch;
    use super::pinyin;
    use super::stretches;

    #[track_caller]
    fn check(typed: &str, letters: &str, borders: &[usize]) {
        let expected = Letters { letters: letters.to_owned(), borders: borders.to_vec() };
        assert_eq!(pinyin(typed), Some(expected), "{typed}");
    }

    #[test]
    fn tones_apostrophes_and_blanks_end_a_syllable() {
        check("xian", "xian", &[]);
        check("Xi'an", "xian", &[2]);
        check("xi’an", "xian", &[2]);
        check("fa'zhi zheng", "fazhizheng", &[2, 5]);
        check("fa3zhi4", "fazhi", &[2, 5]);
        check("fa3 zhi4", "fazhi", &[2, 5]);
        check("fǎzhì", "fazhi", &[]);
        check("fa\u{30C}zhi\u{300}", "fazhi", &[]);
        check("lǜse", "lvse", &[]);
        check("lu\u{308}se", "lvse", &[]);
        check("ｆａｚｈｉ", "fazhi", &[]);
    }

    #[test]
    fn letters_stand_beside_characters() {
        let letters =
            |letters: &str| Stretch::Letters(Letters { letters: letters.to_owned(), borders: Vec::new() });
        let characters = |characters: &str| Stretch::Characters(characters.to_owned());
        assert_eq!(stretches("fazhi政府"), Some(vec![letters("fazhi"), characters("政府")]));
        assert_eq!(stretches("法治zhengfu"), Some(vec![characters("法治"), letters("zhengfu")]));
        assert_eq!(pinyin("法治zhengfu"), None);
        for typed in ["法治", "2021", "''", "", "5g", "h1n1", "fazhi9", "a+b", "法治2021"] {
            assert_eq!(stretches(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_slip_is_one_letter_away() {
        let typed = pinyin("shen'tai").expect("it is pinyin");
        let meant = Letters { letters: "shengtai".to_owned(), borders: vec![5] };
        assert!(typed.slips().contains(&meant));
        let swapped = pinyin("fahzi").expect("it is pinyin").slips();
        assert!(swapped.iter().any(|letters| letters.letters == "fazhi"));
        let doubled = pinyin("fazzhi").expect("it is pinyin").slips();
        assert!(doubled.iter().any(|letters| letters.letters == "fazhi"));
    }
}
