//! Parts: the sections of two documents in; which of them are the same part out.

use std::ops::Range;

use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::compare::sentence::Sentence;
use crate::document::Document;
use crate::document::Section;
use crate::document::SectionKind;

/// With more parts than this only the upper level is told apart, and none if that is not enough.
const MOST_PARTS: usize = 120;

/// How many shingles stand for the content of a part.
const SKETCH: usize = 96;

/// Below this two parts are not the same one.
const SAME_PART: f64 = 0.28;

/// A stretch of a text under one heading, up to the next heading.
pub(crate) struct Part {
    /// The heading; none for what stands before the first one.
    pub(crate) heading: Option<String>,
    /// The number of the section, such as `2.1`.
    pub(crate) number: String,
    /// What it is about; sub-parts inherit it.
    pub(crate) kind: SectionKind,
    /// Its sentences.
    pub(crate) sentences: Range<usize>,
    level: u8,
}

/// Cuts a document's sentences into parts, in text order; at least one part, also for an empty text.
pub(crate) fn parts(document: &Document, sentences: &[Sentence]) -> Vec<Part> {
    let mut sections: Vec<&Section> = document.sections.iter().filter(|section| section.level <= 2).collect();
    if sections.len() > MOST_PARTS {
        sections.retain(|section| section.level == 1);
    }
    if sections.len() > MOST_PARTS {
        sections.clear();
    }
    sections.sort_by_key(|section| section.start);
    let mut parts = vec![Part {
        heading: None,
        number: String::new(),
        kind: SectionKind::Other,
        sentences: 0..0,
        level: 0,
    }];
    let mut upper = SectionKind::Other;
    for section in sections {
        if section.level <= 1 {
            upper = section.kind;
        }
        let kind = if section.kind == SectionKind::Other { upper } else { section.kind };
        let first = sentences.partition_point(|sentence| sentence.start < section.start);
        let last = parts.last_mut().expect("there is always the part before the first heading");
        last.sentences.end = first;
        parts.push(Part {
            heading: Some(section.heading.clone()),
            number: section.number.clone(),
            kind,
            sentences: first..first,
            level: section.level,
        });
    }
    parts.last_mut().expect("there is always the part before the first heading").sentences.end =
        sentences.len();
    if parts.len() > 1 && parts[0].sentences.is_empty() {
        parts.remove(0);
    }
    parts
}

/// What two parts are compared by.
struct Looks {
    heading: Profile,
    content: Vec<u64>,
}

/// Pairs the parts of two texts, best first; each is in at most one pair.
pub(crate) fn pair(old: (&[Part], &[Sentence]), new: (&[Part], &[Sentence])) -> Vec<(usize, usize)> {
    let old_looks: Vec<Looks> = old.0.iter().map(|part| looks(part, old.1)).collect();
    let new_looks: Vec<Looks> = new.0.iter().map(|part| looks(part, new.1)).collect();
    let mut scored = Vec::new();
    for (old_at, one) in old.0.iter().enumerate() {
        for (new_at, other) in new.0.iter().enumerate() {
            let alike = score((one, &old_looks[old_at]), (other, &new_looks[new_at]));
            let place = |at: usize, all: usize| at as f64 / all as f64;
            let apart = (place(old_at, old.0.len()) - place(new_at, new.0.len())).abs();
            if alike >= SAME_PART {
                scored.push((alike + 0.05 * (1.0 - apart), old_at, new_at));
            }
        }
    }
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut old_taken = vec![false; old.0.len()];
    let mut new_taken = vec![false; new.0.len()];
    let mut pairs = Vec::new();
    for (_, old_at, new_at) in scored {
        if !old_taken[old_at] && !new_taken[new_at] {
            old_taken[old_at] = true;
            new_taken[new_at] = true;
            pairs.push((old_at, new_at));
        }
    }
    pairs.sort_by_key(|&(_, new_at)| new_at);
    pairs
}

fn score(one: (&Part, &Looks), other: (&Part, &Looks)) -> f64 {
    let ((one, one_looks), (other, other_looks)) = (one, other);
    let is_same_sort = one.level == other.level
        && (one.kind == other.kind && one.kind != SectionKind::Other || one.level == 0);
    let content = content_likeness(&one_looks.content, &other_looks.content);
    let heading = one_looks.heading.likeness(&other_looks.heading);
    0.5 * content + 0.4 * heading + if is_same_sort { 0.3 } else { 0.0 }
}

fn looks(part: &Part, sentences: &[Sentence]) -> Looks {
    let heading: Vec<char> = part.heading.as_deref().map(bare_heading).unwrap_or_default();
    let mut content: Vec<u64> = sentences[part.sentences.clone()]
        .iter()
        .flat_map(|sentence| sentence.key.windows(4))
        .map(scattered)
        .collect();
    content.sort_unstable();
    content.dedup();
    content.truncate(SKETCH);
    Looks { heading: likeness::profile(&heading), content }
}

/// Returns a heading without its number: 一、, (二), 3.
fn bare_heading(heading: &str) -> Vec<char> {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百第章节部分".contains(c);
    let key = crate::compare::variant::key(heading).characters;
    let mark = key.iter().take(8).position(|c| matches!(c, ',' | ')' | '。' | '.'));
    let is_numbered =
        |mark: usize| key[..mark].iter().all(|&c| is_number(c) || c == '(') && mark + 1 < key.len();
    match mark.filter(|&mark| is_numbered(mark)) {
        Some(mark) => key[mark + 1..].to_vec(),
        None => key,
    }
}

/// Returns a number that is as good as drawn by lot from four characters (FNV-1a, then mixed).
fn scattered(four: &[char]) -> u64 {
    let mut hash = four.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3)
    });
    hash ^= hash >> 31;
    hash = hash.wrapping_mul(0x7FB5_D329_728E_A185);
    hash ^ (hash >> 27)
}

/// Estimates from the smallest numbers of two parts how much of their content is the same.
fn content_likeness(one: &[u64], other: &[u64]) -> f64 {
    let (mut at_one, mut at_other, mut shared, mut seen) = (0, 0, 0_usize, 0_usize);
    while seen < SKETCH && at_one < one.len() && at_other < other.len() {
        seen += 1;
        match one[at_one].cmp(&other[at_other]) {
            std::cmp::Ordering::Less => at_one += 1,
            std::cmp::Ordering::Greater => at_other += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at_one += 1;
                at_other += 1;
            }
        }
    }
    let rest = (one.len() - at_one + other.len() - at_other).min(SKETCH - seen);
    shared as f64 / (seen + rest).max(1) as f64
}
