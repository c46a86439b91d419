//! A comparison in; its parts with the sentences that stayed, folded away, and those that changed, out.

use corpus::compare::Comparison;
use corpus::compare::Fate;
use corpus::compare::Op;
use corpus::compare::PartName;
use corpus::compare::PartPair;
use corpus::compare::Row;
use corpus::document::SectionKind;

use crate::language::Language;
use crate::language::Phrases;
use crate::language::number;

/// The most sentences that one page shows; the JSON has all of them.
const MOST_ROWS: usize = 6_000;

pub(super) struct PartView {
    pub(super) anchor: String,
    pub(super) heading: String,
    /// The heading in the old text where it is another one.
    pub(super) was: String,
    pub(super) note: &'static str,
    pub(super) kind: String,
    pub(super) changes: usize,
    pub(super) blocks: Vec<Block>,
}

/// What stands under a heading.
pub(super) enum Block {
    /// Sentences that did not change, folded away.
    Same { count: String, sentences: Vec<String> },
    /// A sentence that did.
    Change(Box<Change>),
}

pub(super) struct Change {
    pub(super) anchor: String,
    pub(super) class: &'static str,
    pub(super) label: &'static str,
    pub(super) note: String,
    /// Whether both wordings are shown with what stayed, went and came.
    pub(super) is_inside: bool,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) pieces: Vec<PieceView>,
}

pub(super) struct PieceView {
    pub(super) fate: &'static str,
    pub(super) old: String,
    pub(super) new: String,
}

/// Returns the parts as they are shown, and whether sentences had to be left out.
pub(super) fn parts(language: Language, comparison: &Comparison) -> (Vec<PartView>, bool) {
    let mut left = MOST_ROWS;
    let mut views = Vec::new();
    for (at, part) in comparison.parts.iter().enumerate() {
        if left == 0 {
            return (views, true);
        }
        let shown = part.rows.len().min(left);
        left -= shown;
        views.push(part_view(language, at, part, &part.rows[..shown]));
        if shown < part.rows.len() {
            return (views, true);
        }
    }
    (views, false)
}

fn part_view(language: Language, at: usize, part: &PartPair, rows: &[Row]) -> PartView {
    let t = language.phrases();
    let heading = |name: &Option<PartName>| name.as_ref().and_then(|name| name.heading.clone());
    let (was, is) = (heading(&part.old), heading(&part.new));
    let kind = part.new.as_ref().or(part.old.as_ref()).map_or(SectionKind::Other, |name| name.kind);
    let note = match (&part.old, &part.new) {
        (None, _) => t.part_added,
        (_, None) => t.part_removed,
        _ => "",
    };
    PartView {
        anchor: format!("p-{}", at + 1),
        heading: is.clone().or_else(|| was.clone()).unwrap_or_else(|| t.part_opening.to_owned()),
        was: was.filter(|was| is.as_ref().is_some_and(|is| is != was)).unwrap_or_default(),
        note,
        kind: if kind == SectionKind::Other { String::new() } else { language.section(kind) },
        changes: rows.iter().filter(|row| row.op != Op::Same).count(),
        blocks: blocks(t, at, rows),
    }
}

fn blocks(t: &'static Phrases, part: usize, rows: &[Row]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut same: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.op == Op::Same {
            same.extend(row.new.clone());
            continue;
        }
        fold_away(&mut blocks, &mut same);
        blocks.push(Block::Change(Box::new(change(t, part, at, row))));
    }
    fold_away(&mut blocks, &mut same);
    blocks
}

fn fold_away(blocks: &mut Vec<Block>, same: &mut Vec<String>) {
    if !same.is_empty() {
        let sentences = std::mem::take(same);
        blocks.push(Block::Same { count: number(sentences.len() as u64), sentences });
    }
}

fn change(t: &'static Phrases, part: usize, at: usize, row: &Row) -> Change {
    let from = row.moved_from.as_deref().unwrap_or(t.part_opening);
    let note = if row.is_moved { format!("{}{}{from}", t.moved_from, t.colon) } else { String::new() };
    Change {
        anchor: anchor(part, at),
        class: row.op.key(),
        label: label(t, row.op),
        note,
        is_inside: !row.pieces.is_empty(),
        old: row.old.clone().unwrap_or_default(),
        new: row.new.clone().unwrap_or_default(),
        pieces: row
            .pieces
            .iter()
            .map(|piece| PieceView {
                fate: match piece.fate {
                    Fate::Kept => "kept",
                    Fate::Removed => "removed",
                    Fate::Added => "added",
                },
                old: piece.old.clone(),
                new: piece.new.clone(),
            })
            .collect(),
    }
}

pub(super) fn anchor(part: usize, row: usize) -> String {
    format!("c-{}-{}", part + 1, row + 1)
}

pub(super) fn label(t: &'static Phrases, op: Op) -> &'static str {
    match op {
        Op::Same => t.op_same,
        Op::Moved => t.op_moved,
        Op::Reworded => t.op_reworded,
        Op::Split => t.op_split,
        Op::Merged => t.op_merged,
        Op::Added => t.op_added,
        Op::Removed => t.op_removed,
    }
}
