//! How alike two texts are, whatever their layout: folded texts in, a share between 0 and 1 out.

use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use crate::text;

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
    use super::resemblance;

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
