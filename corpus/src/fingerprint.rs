//! How alike two texts are, whatever their layout: folded texts in, a share between 0 and 1 out.

use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use crate::text;
use crate::text::says_something;

/// Characters in one shingle: long enough that common words do not count, short enough to survive small edits.
const SHINGLE: usize = 5;

/// Returns the share of five-character shingles that two texts have in common (Jaccard), after folding.
///
/// Two empty texts are alike (1.0); an empty and a full one are not (0.0).
pub fn resemblance(one: &str, other: &str) -> f64 {
    let one = shingles(one);
    let other = shingles(other);
    if one.is_empty() && other.is_empty() {
        return 1.0;
    }
    let common = one.intersection(&other).count();
    let all = one.len() + other.len() - common;
    common as f64 / all as f64
}

/// One shingle in so many is taken into a fingerprint, chosen by its hash, so that two texts choose alike.
const SAMPLED: u64 = 8;
/// Texts with fewer shingles than this are taken whole.
const FEW: usize = 512;

/// A similarity hash (SimHash) of 64 bits: texts that differ little differ in few bits. The same in every release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// Returns the fingerprint of a folded text; marks do not count.
    pub fn of(folded: &str) -> Fingerprint {
        // Three bytes are a Chinese character; a text in letters makes the row grow, which it seldom has to.
        let mut characters: Vec<u32> = Vec::with_capacity(folded.len() / 3 + 1);
        characters.extend(folded.chars().filter(|c| says_something(*c)).map(u32::from));
        let takes_all = characters.len() < FEW;
        let mut votes = Votes::default();
        let mut take = |hash: u64| {
            if takes_all || hash.is_multiple_of(SAMPLED) {
                // The bits that chose the shingle are the same for all that are taken.
                votes.add(mixed(hash));
            }
        };
        if characters.len() < SHINGLE {
            characters.chunks(SHINGLE).for_each(|whole| take(hashed(whole)));
        } else {
            // Windows of a known length: the processor hashes several at a time.
            characters.array_windows::<SHINGLE>().for_each(|window| take(hashed(window)));
        }
        Fingerprint(votes.majority())
    }

    /// Returns in how many of 64 bits two fingerprints differ.
    pub fn distance(self, other: Fingerprint) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// How often each of 64 bits was set, the binary digits of all 64 counts side by side: adding touches two of them on average.
#[derive(Default)]
struct Votes {
    digits: [u64; 32],
    all: u32,
}

impl Votes {
    fn add(&mut self, bits: u64) {
        self.all += 1;
        let mut carry = bits;
        for digit in &mut self.digits {
            if carry == 0 {
                break;
            }
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
    }

    /// Returns the bits that were set more often than not.
    fn majority(&self) -> u64 {
        let count = |at: usize| self.digits.iter().rev().fold(0, |count, digit| count << 1 | digit >> at & 1);
        (0..64).filter(|at| 2 * count(*at) > u64::from(self.all)).fold(0, |bits, at| bits | 1 << at)
    }
}

#[inline]
fn hashed(characters: &[u32]) -> u64 {
    characters.iter().fold(0, |hash, &character| mixed(hash ^ u64::from(character)))
}

/// Spreads a number over all bits (the finaliser of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}

fn shingles(text: &str) -> HashSet<u64> {
    let folded = text::fold(text);
    let characters: Vec<char> = folded.text().chars().filter(|c| c.is_alphanumeric()).collect();
    if characters.len() < SHINGLE {
        return characters.iter().map(hash).collect();
    }
    characters.windows(SHINGLE).map(|window| hash(&window)).collect()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use super::Votes;
    use super::resemblance;

    #[test]
    fn fingerprints_of_almost_the_same_text_differ_in_few_bits() {
        let text: String = (0..400).map(|at| format!("第{at}项工作进展{}顺利，", at * at)).collect();
        let of = |text: &str| Fingerprint::of(text);
        assert_eq!(of(&text).distance(of(&text.replace('，', "。"))), 0, "marks do not count");
        let edited = text.replacen("第200项工作", "第二百项任务", 1);
        assert!(of(&text).distance(of(&edited)) <= 3);
        let other: String = (0..400).map(|at| format!("本年度新建公路{at}公里，通车{}，", at + 7)).collect();
        assert!(of(&text).distance(of(&other)) > 10);
        assert_eq!(of(""), of("，。"));
        assert_ne!(of("法治"), of("政府"));
        // Stored in indexes: it must not change from release to release.
        assert_eq!(of("法治政府建设").0, 0x10D4_0012_2053_0278);
    }

    #[test]
    fn a_bit_is_set_that_most_had() {
        let mut votes = Votes::default();
        let given = [0b0111, 0b0101, 0b0100, 0b1000];
        given.iter().for_each(|bits| votes.add(*bits));
        assert_eq!(votes.majority(), 0b0100, "half are not most");
        (0..1000).for_each(|_| votes.add(1 << 63));
        assert_eq!(votes.majority(), 1 << 63);
    }

    #[track_caller]
    fn check(one: &str, other: &str, least: f64, most: f64) {
        let share = resemblance(one, other);
        assert!((least..=most).contains(&share), "{share} is not in {least}..={most}");
    }

    #[test]
    fn layout_and_punctuation_do_not_count() {
        check("全年办理行政复议案件，共十七件。", "全年办理 行政复议案件,\n共十七件", 1.0, 1.0);
    }

    #[test]
    fn another_text_is_not_alike() {
        check("全年办理行政复议案件十七件", "今年新建农村公路三十公里并全部通车", 0.0, 0.05);
        check("", "有字", 0.0, 0.0);
        check("", "", 1.0, 1.0);
    }

    #[test]
    fn one_changed_number_leaves_most_alike() {
        let text = "坚持依法行政，全面推进法治政府建设，健全重大行政决策程序，全年审查合同二十五件，办结率百分之百。";
        check(text, &text.replace("二十五", "三十六"), 0.6, 0.95);
    }
}
