//! Mentions: a text in; where it names divisions, and which ones they may be, out.

use std::ops::Range;

use crate::gazetteer::names;
use crate::gazetteer::names::Form;
use crate::gazetteer::table::COUNTRY;
use crate::gazetteer::table::TODAY;
use crate::gazetteer::table::heir;
use crate::gazetteer::table::latest;
use crate::gazetteer::table::row;

/// A place in a text that names a division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentioned {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// The codes of every division that it may mean, former ones too, ascending.
    pub codes: Vec<&'static str>,
    /// Whether it is written with its kind: 绵阳市, not 绵阳.
    pub is_full: bool,
}

/// Finds the names of divisions in a text, the longest at each place, from left to right without overlap.
pub fn mentioned(text: &str) -> Vec<Mentioned> {
    let found = names::mentions(text).into_iter().map(|mention| {
        let mut codes: Vec<&'static str> = mention.rows.iter().map(|&id| row(id).code).collect();
        codes.sort_unstable();
        codes.dedup();
        Mentioned { span: mention.start..mention.end, codes, is_full: mention.form == Form::Full }
    });
    found.collect()
}

/// Tells whether two codes are one division, or one lies inside the other; renamed divisions are what they are today.
pub fn is_related(one: &str, other: &str) -> bool {
    if one == COUNTRY || other == COUNTRY || one == other {
        return true;
    }
    let (Some(one), Some(other)) = (latest(one), latest(other)) else { return false };
    let (one_today, other_today) = (heir(one, TODAY), heir(other, TODAY));
    row(one).is_related(row(other)) || row(one_today).is_related(row(other_today))
}

#[cfg(test)]
mod tests {
    use super::is_related;
    use super::mentioned;

    #[test]
    fn names_are_found_with_their_codes() {
        let text = "四川省绵阳市与台州结对";
        let found: Vec<(&str, &str, bool)> = mentioned(text)
            .iter()
            .map(|mention| (&text[mention.span.clone()], mention.codes[0], mention.is_full))
            .collect();
        assert_eq!(
            found,
            [("四川省", "510000", true), ("绵阳市", "510700", true), ("台州", "331000", false)]
        );
    }

    #[test]
    fn what_lies_above_and_below_is_related() {
        assert!(is_related("510000", "510703") && is_related("510703", "510700"));
        assert!(is_related("000000", "510700") && is_related("331021", "331083"));
        assert!(!is_related("510700", "510600") && !is_related("510000", "330000"));
    }
}
