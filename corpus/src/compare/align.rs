//! Aligning: the sentences of two texts and the parts that belong together in; groups of sentences that are one out.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::chain;
use crate::compare::chain::Point;
use crate::compare::likeness;
use crate::compare::likeness::Profile;
use crate::compare::likeness::Side;
use crate::compare::part::Part;
use crate::compare::sentence::Sentence;

/// From here on two sentences in the same place are one that was reworded.
const SAME_PLACE: f64 = 0.45;

/// From here on two sentences in different places are one that was moved and reworded.
const OTHER_PLACE: f64 = 0.62;

/// A shorter sentence that stands elsewhere is not said to have moved: 无, or the cell of a table.
const MOVABLE: usize = 6;

/// A sentence that stands more often than this is paired with its nearest likes only.
const OFTEN: usize = 8;

/// The most sentences that one is split into or merged from.
const MOST_PIECES: usize = 8;

/// Sentences of the old text and those of the new text that they became. Neither side is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
    /// Whether it stands where it stood.
    pub(crate) is_in_place: bool,
    /// Whether both sides say the same.
    pub(crate) is_same: bool,
}

/// One text while it is aligned.
struct Text<'a> {
    keys: Vec<&'a [char]>,
    profiles: Vec<Profile>,
    part_of: Vec<usize>,
    taken: Vec<bool>,
}

/// Aligns two texts. `pairs` are the parts that belong together.
pub(crate) fn align(
    old: (&[Sentence], &[Part]),
    new: (&[Sentence], &[Part]),
    pairs: &[(usize, usize)],
) -> Vec<Group> {
    let (old_parts, new_parts) = (old.1, new.1);
    let mut old = Text::new(old.0, old.1);
    let mut new = Text::new(new.0, new.1);
    let mut groups = Vec::new();
    for &(old_at, new_at) in pairs {
        let olds: Vec<usize> = old_parts[old_at].sentences.clone().collect();
        let news: Vec<usize> = new_parts[new_at].sentences.clone().collect();
        let points = points(&old, &olds, &new, &news, SAME_PLACE);
        for point in chain::heaviest(points) {
            take(&mut groups, &mut old, &mut new, point, true);
        }
    }
    align_rest(&mut groups, &mut old, &mut new);
    groups.sort_by_key(|group| group.new.start);
    for group in groups.iter_mut().filter(|group| !group.is_same) {
        absorb(group, &mut old, &mut new);
    }
    groups
}

impl<'a> Text<'a> {
    fn new(sentences: &'a [Sentence], parts: &[Part]) -> Text<'a> {
        let keys: Vec<&[char]> = sentences.iter().map(|sentence| sentence.key.as_slice()).collect();
        let mut part_of = vec![0; sentences.len()];
        for (at, part) in parts.iter().enumerate() {
            part_of[part.sentences.clone()].fill(at);
        }
        let profiles = keys.iter().map(|key| likeness::profile(key)).collect();
        Text { profiles, part_of, taken: vec![false; keys.len()], keys }
    }

    fn side(&self) -> Side<'_> {
        Side { keys: &self.keys, profiles: &self.profiles }
    }

    fn left_over(&self) -> Vec<usize> {
        (0..self.keys.len()).filter(|&at| !self.taken[at]).collect()
    }
}

fn take(groups: &mut Vec<Group>, old: &mut Text<'_>, new: &mut Text<'_>, point: Point, is_in_place: bool) {
    old.taken[point.old] = true;
    new.taken[point.new] = true;
    groups.push(Group {
        old: point.old..point.old + 1,
        new: point.new..point.new + 1,
        is_in_place,
        is_same: old.keys[point.old] == new.keys[point.new],
    });
}

/// Returns the pairs that say the same, and the pairs that are alike among those without such a partner.
fn points(old: &Text<'_>, olds: &[usize], new: &Text<'_>, news: &[usize], least: f64) -> Vec<Point> {
    let mut places: HashMap<&[char], (Vec<usize>, usize)> = HashMap::new();
    for &at in news {
        places.entry(new.keys[at]).or_default().0.push(at);
    }
    let mut found = Vec::new();
    let mut is_paired = vec![false; news.last().map_or(0, |last| last + 1)];
    let mut lonely = Vec::new();
    for &at in olds {
        let Some((same, met)) = places.get_mut(old.keys[at]) else {
            lonely.push(at);
            continue;
        };
        let first = if same.len() <= OFTEN { 0 } else { met.saturating_sub(2).min(same.len() - 4) };
        let last = if same.len() <= OFTEN { same.len() } else { first + 4 };
        let weight = 1_000 * old.keys[at].len() as u64;
        for (rank, &place) in same[first..last].iter().enumerate() {
            // Of likes the one of the same rank is a little better.
            let nearness = if rank + first == *met { 1 } else { 0 };
            found.push(Point { old: at, new: place, weight: weight + nearness });
            is_paired[place] = true;
        }
        *met += 1;
    }
    let free: Vec<usize> = news.iter().copied().filter(|&at| !is_paired[at]).collect();
    for alike in likeness::candidates((old.side(), &lonely), (new.side(), &free), least) {
        let length = old.keys[alike.old].len().min(new.keys[alike.new].len());
        let weight = (900.0 * alike.share * alike.share * length as f64) as u64 + 1;
        found.push(Point { old: alike.old, new: alike.new, weight });
    }
    found
}

/// Pairs what is left over: first what stands in the order of the whole text, then what has moved.
fn align_rest(groups: &mut Vec<Group>, old: &mut Text<'_>, new: &mut Text<'_>) {
    let (olds, news) = (old.left_over(), new.left_over());
    if olds.is_empty() || news.is_empty() {
        return;
    }
    let mut rest = points(old, &olds, new, &news, SAME_PLACE);
    let fixed = groups.iter().map(|group| Point {
        old: group.old.start,
        new: group.new.start,
        weight: 1_000 * new.keys[group.new.start].len() as u64,
    });
    let chain = chain::heaviest(rest.iter().copied().chain(fixed).collect());
    for point in chain {
        if !old.taken[point.old] && !new.taken[point.new] {
            take(groups, old, new, point, true);
        }
    }
    rest.sort_by_key(|point| (std::cmp::Reverse(point.weight), point.old, point.new));
    for point in rest {
        let is_free = !old.taken[point.old] && !new.taken[point.new];
        if is_free && may_have_moved(old, new, point) {
            take(groups, old, new, point, false);
        }
    }
}

fn may_have_moved(old: &Text<'_>, new: &Text<'_>, point: Point) -> bool {
    let (one, other) = (old.keys[point.old], new.keys[point.new]);
    if one == other {
        return one.len() >= MOVABLE;
    }
    let share = old.profiles[point.old].likeness(&new.profiles[point.new]);
    share >= OTHER_PLACE && one.len().min(other.len()) >= 2 * MOVABLE
}

/// Takes neighbours that nothing else claims into a group when they are the rest of a split or merged sentence.
fn absorb(group: &mut Group, old: &mut Text<'_>, new: &mut Text<'_>) {
    while group.old.len() + group.new.len() <= MOST_PIECES {
        let whole = likeness::profile_of(&old.keys, group.old.clone());
        let other = likeness::profile_of(&new.keys, group.new.clone());
        let grown = grown(new, &group.new, &other, &whole);
        if let Some(range) = grown {
            new.taken[range.clone()].fill(true);
            group.new = range;
            continue;
        }
        match grown_old(old, group, &whole, &other) {
            Some(range) => {
                old.taken[range.clone()].fill(true);
                group.old = range;
            }
            None => break,
        }
    }
    group.is_same = old.keys[group.old.clone()].concat() == new.keys[group.new.clone()].concat();
}

fn grown_old(old: &Text<'_>, group: &Group, whole: &Profile, other: &Profile) -> Option<Range<usize>> {
    grown(old, &group.old, whole, other)
}

/// Returns a range with one more sentence when most of that sentence is found in the other text's side.
fn grown(text: &Text<'_>, range: &Range<usize>, now: &Profile, other: &Profile) -> Option<Range<usize>> {
    let part = text.part_of[range.start];
    let is_free = |at: usize| text.part_of.get(at) == Some(&part) && !text.taken[at];
    let after = is_free(range.end).then(|| range.start..range.end + 1);
    let before = range.start.checked_sub(1).filter(|&at| is_free(at)).map(|at| at..range.end);
    [after, before].into_iter().flatten().find(|wider| {
        let grown = likeness::profile_of(&text.keys, wider.clone());
        let gain = grown.shared(other).saturating_sub(now.shared(other));
        let cost = grown.len().saturating_sub(now.len());
        gain > 0 && 10 * gain >= 6 * cost
    })
}
