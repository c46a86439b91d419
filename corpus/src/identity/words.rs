//! A text in; its own words, without the number above it and the signature below it, and its figures out.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::identity::title;
use crate::text;

/// A text taken apart; marks and blanks are left out.
pub(super) struct Words {
    pub(super) own: String,
    /// Who signed it and when; empty where it says neither.
    pub(super) signature: String,
}

/// How many lines above a text may be its number.
const ABOVE: usize = 3;

/// How many lines below a text may be its signature.
const BELOW: usize = 4;

impl Words {
    pub(super) fn of(written: &str) -> Words {
        let lines: Vec<String> = written.lines().map(text::folded).filter(|line| !line.is_empty()).collect();
        let numbered = lines.iter().take(ABOVE).take_while(|line| IS_NUMBER.is_match(line)).count();
        let rest = &lines[numbered..];
        let signed = rest.iter().rev().take(BELOW).take_while(|line| is_of_signature(line)).count();
        let (own, signature) = rest.split_at(rest.len() - signed);
        Words { own: letters(&own.concat()), signature: letters(&signature.concat()) }
    }
}

/// A line that is the number of a document.
static IS_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Han}{1,20}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d+号$")
        .expect("a pattern written here is well formed")
});

fn is_of_signature(line: &str) -> bool {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\(?(?:(?:19|20)\d\d|[一二].{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\)?$")
            .expect("a pattern written here is well formed")
    });
    static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\p{Han}{2,30}(?:政府|街道|社区|中心|[局委厅部院会处所办室])$")
            .expect("a pattern written here is well formed")
    });
    DAY.is_match(line) || ORGAN.is_match(line)
}

/// Leaves out what says nothing: one page writes half-width marks and another full-width ones. What stands between two figures is
/// part of a number.
pub(super) fn letters(folded: &str) -> String {
    let characters: Vec<char> = folded.chars().collect();
    let is_figure =
        |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
    let says = |at: usize, c: char| {
        c.is_alphanumeric() || c == '%' || is_figure(at.checked_sub(1)) && is_figure(Some(at + 1))
    };
    characters.iter().enumerate().filter(|(at, c)| says(*at, **c)).map(|(_, c)| *c).collect()
}

/// Tells whether the words of two texts are the same, or one has hardly more: that it is complete, or is to be printed.
pub(super) fn is_hardly_more(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.len() * 20 >= long.len() * 19 && long.contains(short)
}

/// Counts the figures that stand in one text and not in the other.
pub(super) fn other_figures(one: &str, other: &str) -> usize {
    let mut counts: HashMap<String, isize> = HashMap::new();
    title::numbers(one).into_iter().for_each(|number| *counts.entry(number).or_default() += 1);
    title::numbers(other).into_iter().for_each(|number| *counts.entry(number).or_default() -= 1);
    let surplus: isize = counts.values().filter(|count| **count > 0).sum();
    let lack: isize = counts.values().filter(|count| **count < 0).sum();
    surplus.max(-lack).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::Words;
    use super::other_figures;

    #[test]
    fn the_number_above_and_the_signature_below_are_no_part_of_the_words() {
        let text = "各乡镇人民政府：\n现将有关事项通知如下，增长1.5%。";
        let own = |text: &str| Words::of(text).own;
        assert_eq!(own(&format!("某政发〔2022〕3号\n{text}\n某县人民政府\n2022年1月5日")), own(text));
        assert_eq!(own(&text.replace('，', ",").replace('。', ".")), own(text));
        assert_ne!(own(&text.replace("1.5", "15")), own(text));
        assert_eq!(Words::of(&format!("{text}\n某县教育局")).signature, "某县教育局");
        assert_eq!(Words::of(text).signature, "");
    }

    #[test]
    fn figures_that_only_one_of_two_texts_has_are_counted() {
        assert_eq!(other_figures("公开12条，受理3件", "公开12条，受理3件"), 0);
        assert_eq!(other_figures("公开12条，受理3件", "公开13条，受理3件"), 1);
        assert_eq!(other_figures("公开一百二十条", "公开一百三十条"), 1);
        assert_eq!(other_figures("公开12条", "公开12条，受理3件、4件"), 2);
    }
}
