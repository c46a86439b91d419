//! Arranging: aligned sentences in; rows under their parts in reading order, shares and biggest changes out.

use std::ops::Range;

use crate::compare::BIGGEST;
use crate::compare::Comparison;
use crate::compare::Op;
use crate::compare::PartName;
use crate::compare::PartPair;
use crate::compare::Place;
use crate::compare::Row;
use crate::compare::Summary;
use crate::compare::align::Group;
use crate::compare::inside;
use crate::compare::inside::Wording;
use crate::compare::part::Part;
use crate::compare::sentence::Sentence;

/// How many characters times characters are compared inside sentences before the rest is shown whole.
const INNER_WORK: usize = 60_000_000;

/// One text with its sentences and parts.
pub(crate) struct Side<'a> {
    pub(crate) text: &'a [char],
    pub(crate) sentences: &'a [Sentence],
    pub(crate) parts: &'a [Part],
}

/// What stands where: the part, then the order in it.
struct Entry {
    part: usize,
    /// The new sentence it stands at or after, one-based; 0 before the first.
    at: usize,
    /// Dropped sentences come after the one they followed, in their old order.
    old: usize,
    row: Row,
}

/// Puts aligned sentences under their parts.
pub(crate) fn arrange(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[(usize, usize)],
    groups: &[Group],
) -> Comparison {
    let order = order(old, new, pairs);
    let mut entries = Vec::new();
    let mut parts: Vec<PartPair> = order
        .iter()
        .map(|&(old_part, new_part)| PartPair {
            old: old_part.map(|at| name(&old.parts[at])),
            new: new_part.map(|at| name(&new.parts[at])),
            rows: Vec::new(),
        })
        .collect();
    let place_of_new = places(new.parts.len(), order.iter().map(|pair| pair.1));
    let place_of_old = places(old.parts.len(), order.iter().map(|pair| pair.0));
    add_groups(&mut entries, old, new, groups, &place_of_new);
    add_new(&mut entries, new, groups, &place_of_new);
    add_dropped(&mut entries, old, new, groups, (&place_of_old, &place_of_new));
    let summary = summary(old, new, groups);
    entries.sort_by_key(|entry| (entry.part, entry.at, entry.old));
    for entry in entries {
        parts[entry.part].rows.push(entry.row);
    }
    parts.retain(|part| part.new.is_some() || !part.rows.is_empty());
    let biggest = biggest(&parts);
    Comparison { summary, parts, biggest }
}

fn name(part: &Part) -> PartName {
    PartName { heading: part.heading.clone(), number: part.number.clone(), kind: part.kind }
}

/// Returns the pairs of parts in the order they are shown; a dropped part follows the part that it followed.
fn order(old: &Side<'_>, new: &Side<'_>, pairs: &[(usize, usize)]) -> Vec<(Option<usize>, Option<usize>)> {
    let partner_of_new = |at: usize| pairs.iter().find(|pair| pair.1 == at).map(|pair| pair.0);
    let mut new_of_old = vec![None; old.parts.len()];
    for &(old_at, new_at) in pairs {
        new_of_old[old_at] = Some(new_at);
    }
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); new.parts.len() + 1];
    let mut last = 0;
    for (old_at, partner) in new_of_old.iter().enumerate() {
        match partner {
            Some(new_at) => last = new_at + 1,
            None => after[last].push(old_at),
        }
    }
    let mut order: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for (place, dropped) in after.iter().enumerate() {
        if let Some(new_at) = place.checked_sub(1) {
            order.push((partner_of_new(new_at), Some(new_at)));
        }
        order.extend(dropped.iter().map(|&old_at| (Some(old_at), None)));
    }
    order
}

fn places(count: usize, order: impl Iterator<Item = Option<usize>>) -> Vec<usize> {
    let mut places = vec![0; count];
    for (place, part) in order.enumerate() {
        if let Some(part) = part {
            places[part] = place;
        }
    }
    places
}

/// Returns for each sentence the part it stands in.
fn part_of(side: &Side<'_>) -> Vec<usize> {
    let mut part_of = vec![0; side.sentences.len()];
    for (at, part) in side.parts.iter().enumerate() {
        part_of[part.sentences.clone()].fill(at);
    }
    part_of
}

fn add_groups(entries: &mut Vec<Entry>, old: &Side<'_>, new: &Side<'_>, groups: &[Group], places: &[usize]) {
    let (old_part, new_part) = (part_of(old), part_of(new));
    let mut work = INNER_WORK;
    for group in groups {
        let mut row = row(old, new, group, &mut work);
        if row.is_moved {
            row.moved_from = old.parts[old_part[group.old.start]].heading.clone();
        }
        let part = places[new_part[group.new.start]];
        entries.push(Entry { part, at: group.new.start + 1, old: 0, row });
    }
}

fn row(old: &Side<'_>, new: &Side<'_>, group: &Group, work: &mut usize) -> Row {
    let op = match (group.is_same, group.is_in_place, group.old.len(), group.new.len()) {
        (true, true, ..) => Op::Same,
        (true, false, ..) => Op::Moved,
        (false, _, 1, 2..) => Op::Split,
        (false, _, 2.., 1) => Op::Merged,
        _ => Op::Reworded,
    };
    let (mut pieces, mut changed) = (Vec::new(), 0);
    if !group.is_same {
        let (one, other) = (wording(old, &group.old), wording(new, &group.new));
        let cost = one.key.len().saturating_mul(other.key.len());
        if cost <= *work {
            *work -= cost;
            (pieces, changed) = inside::pieces(&one, &other);
        } else {
            changed = one.key.len() + other.key.len();
        }
    }
    Row {
        op,
        old: Some(text(old, &group.old)),
        new: Some(text(new, &group.new)),
        pieces,
        is_moved: !group.is_in_place,
        moved_from: None,
        changed,
    }
}

fn text(side: &Side<'_>, range: &Range<usize>) -> String {
    side.text[side.sentences[range.start].start..side.sentences[range.end - 1].end].iter().collect()
}

fn wording<'a>(side: &Side<'a>, range: &Range<usize>) -> Wording<'a> {
    let sentences = &side.sentences[range.clone()];
    Wording {
        text: side.text,
        key: sentences.iter().flat_map(|sentence| sentence.key.iter().copied()).collect(),
        origins: sentences.iter().flat_map(|sentence| sentence.origins.iter().copied()).collect(),
        end: sentences.last().map_or(0, |sentence| sentence.end),
    }
}

fn add_new(entries: &mut Vec<Entry>, new: &Side<'_>, groups: &[Group], places: &[usize]) {
    let new_part = part_of(new);
    for at in outside(new.sentences.len(), groups.iter().map(|group| &group.new)) {
        let row = Row {
            op: Op::Added,
            old: None,
            new: Some(text(new, &(at..at + 1))),
            pieces: Vec::new(),
            is_moved: false,
            moved_from: None,
            changed: new.sentences[at].key.len(),
        };
        entries.push(Entry { part: places[new_part[at]], at: at + 1, old: 0, row });
    }
}

fn add_dropped(
    entries: &mut Vec<Entry>,
    old: &Side<'_>,
    new: &Side<'_>,
    groups: &[Group],
    places: (&[usize], &[usize]),
) {
    let (old_part, new_part) = (part_of(old), part_of(new));
    let mut became: Vec<Option<usize>> = vec![None; old.sentences.len()];
    for group in groups.iter().filter(|group| group.is_in_place) {
        became[group.old.clone()].fill(Some(group.new.start));
    }
    let mut dropped =
        outside(old.sentences.len(), groups.iter().map(|group| &group.old)).into_iter().peekable();
    let mut after = 0;
    for (at, partner) in became.iter().enumerate() {
        let place = places.0[old_part[at]];
        if at == 0 || old_part[at - 1] != old_part[at] {
            after = 0;
        }
        if let Some(new_at) = partner.filter(|&new_at| places.1[new_part[new_at]] == place) {
            after = new_at + 1;
        }
        if dropped.next_if_eq(&at).is_some() {
            let row = Row {
                op: Op::Removed,
                old: Some(text(old, &(at..at + 1))),
                new: None,
                pieces: Vec::new(),
                is_moved: false,
                moved_from: None,
                changed: old.sentences[at].key.len(),
            };
            entries.push(Entry { part: place, at: after, old: at + 1, row });
        }
    }
}

/// Returns the sentences that are in no range, in order.
fn outside<'a>(count: usize, ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<usize> {
    let mut is_inside = vec![false; count];
    for range in ranges {
        is_inside[range.clone()].fill(true);
    }
    (0..count).filter(|&at| !is_inside[at]).collect()
}

fn summary(old: &Side<'_>, new: &Side<'_>, groups: &[Group]) -> Summary {
    let length = |side: &Side<'_>, range: &Range<usize>| -> usize {
        side.sentences[range.clone()].iter().map(|sentence| sentence.key.len()).sum()
    };
    let old_characters = length(old, &(0..old.sentences.len()));
    let new_characters = length(new, &(0..new.sentences.len()));
    let kept: usize = groups.iter().map(|group| length(old, &group.old)).sum();
    let sum = |is_same: bool| -> usize {
        groups.iter().filter(|group| group.is_same == is_same).map(|group| length(new, &group.new)).sum()
    };
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (verbatim, reworded) = (sum(true), sum(false));
    Summary {
        verbatim: share(verbatim, new_characters),
        reworded: share(reworded, new_characters),
        added: share(new_characters - verbatim - reworded, new_characters),
        removed: share(old_characters - kept, old_characters),
        old_characters,
        new_characters,
    }
}

fn biggest(parts: &[PartPair]) -> Vec<Place> {
    let mut places: Vec<(usize, Place)> = Vec::new();
    for (part, pair) in parts.iter().enumerate() {
        for (row, change) in pair.rows.iter().enumerate().filter(|(_, row)| row.changed > 0) {
            places.push((change.changed, Place { part, row }));
        }
    }
    places.sort_by_key(|&(changed, place)| (std::cmp::Reverse(changed), place.part, place.row));
    places.into_iter().take(BIGGEST).map(|(_, place)| place).collect()
}
