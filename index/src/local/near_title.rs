//! What a query writes out and one segment in; the documents whose title that nearly is out: 甲省经纪人办法, where it is a 条例.

use std::collections::BTreeMap;

use tantivy::DocId;
use tantivy::TERMINATED;

use crate::local::exact::Places;
use crate::local::postings::Starts;
use crate::local::segment::Segment;

/// What stands before a title and is mostly left out.
const COUNTRY: &str = "中华人民共和国";
/// The least and the most pairs of characters of what is held against titles; fewer are shared by chance.
const PAIRS: std::ops::RangeInclusive<usize> = 6..=80;
/// The least share of its pairs that a title has in common with what is written out: one word of a short title is another.
const LEAST: f32 = 0.7;

/// Returns the documents, each with the share that its title has in common with a folded text.
pub(crate) fn near_titles(segment: &Segment, written_out: &str) -> BTreeMap<DocId, f32> {
    let pairs = pairs(written_out);
    let mut near = BTreeMap::new();
    if !PAIRS.contains(&pairs.len()) {
        return near;
    }
    let titles = segment.title();
    let mut country = Places::find(titles, COUNTRY);
    for (doc, shared) in shared(segment, &pairs) {
        let length = titles.length(doc) as usize;
        let is_left_out = !written_out.contains(COUNTRY) && country.holds_at(doc);
        let left_out = if is_left_out { COUNTRY.chars().count() } else { 0 };
        let of_title = length.saturating_sub(left_out + 1);
        let share = 2.0 * shared as f32 / (pairs.len() + of_title) as f32;
        if share >= LEAST {
            near.insert(doc, share.min(1.0));
        }
    }
    near
}

/// Counts for each document the pairs that stand in its title.
fn shared(segment: &Segment, pairs: &[String]) -> BTreeMap<DocId, usize> {
    let mut shared: BTreeMap<DocId, usize> = BTreeMap::new();
    for pair in pairs {
        let mut places = Places::find(segment.title(), pair);
        let mut doc = places.reach(0);
        while doc != TERMINATED {
            if segment.is_alive(doc) && places.holds_at(doc) {
                *shared.entry(doc).or_default() += 1;
            }
            doc = places.reach(doc + 1);
        }
    }
    shared
}

/// Returns the different pairs of characters beside each other.
fn pairs(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut pairs: Vec<String> = characters.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
