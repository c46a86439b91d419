//! How alike two sentences are, and which of very many may be alike: keys in, shares and candidates out.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::variant;

/// Up to this many pairs every one is looked at; beyond it only pairs that share rare strings.
const FEW_PAIRS: usize = 2_500;

/// A three-character string in more sentences than this tells nothing.
const FREQUENT: usize = 48;

/// How many of the sentences that share most with another are looked at.
const CLOSEST: usize = 6;

/// Below this many pairs of characters it says nothing that a sentence is contained in another.
const TELLING: usize = 6;

/// What a sentence is made of: its pairs of neighbouring characters, with every number made the same, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    pairs: Vec<u64>,
}

/// Returns the profile of a key. Numbers are masked: another number makes another sentence, not another subject.
pub(crate) fn profile(key: &[char]) -> Profile {
    let masked = masked(key);
    let mut pairs: Vec<u64> = match masked.as_slice() {
        [only] => vec![u64::from(u32::from(*only))],
        _ => masked.windows(2).map(joined).collect(),
    };
    pairs.sort_unstable();
    Profile { pairs }
}

/// Returns a key with every number made one `#`.
pub(crate) fn masked(key: &[char]) -> Vec<char> {
    let mut masked = Vec::with_capacity(key.len());
    let mut at = 0;
    while at < key.len() {
        match number(&key[at..]) {
            0 => {
                masked.push(key[at]);
                at += 1;
            }
            length => {
                masked.push('#');
                at += length;
            }
        }
    }
    masked
}

/// Returns how many characters from the start on are one number: 98.5, 二〇二一, 三百二十; 一 alone may be a word.
pub(crate) fn number(key: &[char]) -> usize {
    let is_digit = |c: &char| c.is_ascii_digit();
    let mut length = key.iter().take_while(|c| is_digit(c)).count();
    if length > 0 {
        if key.get(length) == Some(&'.') && key.get(length + 1).is_some_and(is_digit) {
            length += 1 + key[length + 1..].iter().take_while(|c| is_digit(c)).count();
        }
        return length;
    }
    let is_numeral =
        |c: char| variant::is_chinese_digit(c) || matches!(c, '十' | '百' | '千' | '万' | '亿' | '两');
    let length = key.iter().take_while(|&&c| is_numeral(c)).count();
    if length >= 2 { length } else { 0 }
}

fn joined(characters: &[char]) -> u64 {
    characters.iter().fold(0, |joined, &c| (joined << 21) | u64::from(u32::from(c)))
}

impl Profile {
    /// Returns how many pairs of characters there are.
    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Returns how many pairs two sentences share.
    pub(crate) fn shared(&self, other: &Profile) -> usize {
        let (mut one, mut two, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.pairs.get(one), other.pairs.get(two)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => two += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    one += 1;
                    two += 1;
                }
            }
        }
        shared
    }

    /// Returns the share of pairs of characters that two sentences have in common, 0 to 1.
    pub(crate) fn dice(&self, other: &Profile) -> f64 {
        2.0 * self.shared(other) as f64 / (self.len() + other.len()).max(1) as f64
    }

    /// Returns how alike two sentences are, 0 to 1; one that is contained in the other counts as rather alike.
    pub(crate) fn likeness(&self, other: &Profile) -> f64 {
        let shared = self.shared(other) as f64;
        let shorter = self.len().min(other.len());
        let contained = if shorter < TELLING { 0.0 } else { 0.7 * shared / shorter as f64 };
        self.dice(other).max(contained)
    }
}

/// A pair of sentences that are alike.
pub(crate) struct Alike {
    pub(crate) old: usize,
    pub(crate) new: usize,
    /// 0 to 1.
    pub(crate) share: f64,
}

/// One text as candidates are looked for in it.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) keys: &'a [&'a [char]],
    pub(crate) profiles: &'a [Profile],
}

/// Finds the pairs out of some sentences of each text that are alike by at least `least`; never all pairs of very many.
pub(crate) fn candidates(old: (Side<'_>, &[usize]), new: (Side<'_>, &[usize]), least: f64) -> Vec<Alike> {
    let ((old, olds), (new, news)) = (old, new);
    let mut found = Vec::new();
    let mut look = |old_at: usize, new_at: usize| {
        let share = old.profiles[old_at].likeness(&new.profiles[new_at]);
        if share >= least {
            found.push(Alike { old: old_at, new: new_at, share });
        }
    };
    if olds.len().saturating_mul(news.len()) <= FEW_PAIRS {
        for &old_at in olds {
            for &new_at in news {
                look(old_at, new_at);
            }
        }
        return found;
    }
    let strings = strings(new, news);
    let mut counts = vec![0_u32; news.len()];
    let mut touched = Vec::new();
    for &old_at in olds {
        for string in masked(old.keys[old_at]).windows(3).map(joined) {
            for &place in strings.get(&string).filter(|places| places.len() <= FREQUENT).into_iter().flatten()
            {
                if counts[place as usize] == 0 {
                    touched.push(place as usize);
                }
                counts[place as usize] += 1;
            }
        }
        touched.sort_by_key(|&place| (std::cmp::Reverse(counts[place]), place));
        for &place in touched.iter().take(CLOSEST) {
            look(old_at, news[place]);
        }
        for place in touched.drain(..) {
            counts[place] = 0;
        }
    }
    found
}

/// Returns in which sentences each string of three characters stands; one place more than is looked at at most.
fn strings(side: Side<'_>, sentences: &[usize]) -> HashMap<u64, Vec<u32>> {
    let mut strings: HashMap<u64, Vec<u32>> = HashMap::new();
    for (place, &at) in sentences.iter().enumerate() {
        for string in masked(side.keys[at]).windows(3).map(joined) {
            let places = strings.entry(string).or_default();
            if places.len() <= FREQUENT && places.last() != Some(&(place as u32)) {
                places.push(place as u32);
            }
        }
    }
    strings
}

/// Returns the profile of several sentences read as one.
pub(crate) fn profile_of(keys: &[&[char]], range: Range<usize>) -> Profile {
    profile(&keys[range].concat())
}

#[cfg(test)]
mod tests {
    use super::profile;

    #[track_caller]
    fn check(one: &str, other: &str, least: f64, most: f64) {
        let profile = |text: &str| profile(&text.chars().collect::<Vec<char>>());
        let share = profile(one).likeness(&profile(other));
        assert!((least..=most).contains(&share), "{share}: {one} {other}");
    }

    #[test]
    fn another_number_leaves_a_sentence_alike() {
        check("全年办理行政复议案件17件", "全年办理行政复议案件258件", 1.0, 1.0);
        check("二〇二一年全市工作", "二〇二二年全市工作", 1.0, 1.0);
    }

    #[test]
    fn a_half_is_alike_and_another_subject_is_not() {
        check("推进综合执法改革,规范执法行为", "推进综合执法改革", 0.65, 1.0);
        check("推进综合执法改革", "新建农村公路三十公里", 0.0, 0.1);
        check("", "有字", 0.0, 0.0);
    }
}
