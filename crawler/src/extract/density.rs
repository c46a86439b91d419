//! A tree and its lines in; the element where the text is densest out, for sites that no list of containers knows.
//!
//! Each line earns what it says and pays for being a line, for its links and for standing beside the text; the element
//! whose lines earn most together holds the text. Sums over page order make this linear in the page.

use std::ops::Range;

use crate::extract::container::Body;
use crate::extract::lines::Line;
use crate::extract::lines::within;
use crate::extract::tag::Tag;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// What a line pays for being one, in characters: menus and lists have many short lines.
const LINE_COST: i64 = 18;

/// Finds the element whose lines earn most.
pub(crate) fn find(tree: &Tree<'_>, lines: &[Line]) -> Option<Body> {
    let mut sums = vec![0_i64; lines.len() + 1];
    for (at, line) in lines.iter().enumerate() {
        sums[at + 1] = sums[at] + worth(line);
    }
    let mut best: Option<(NodeId, i64)> = None;
    for id in tree.subtree(tree.root()) {
        if !tree.tag(id).is_some_and(Tag::is_block) {
            continue;
        }
        let inside = within(lines, &tree.subtree(id));
        let sum = sums[inside.end] - sums[inside.start];
        if best.is_none_or(|(_, most)| sum > most) {
            best = Some((id, sum));
        }
    }
    let (id, most) = best?;
    // A text in several elements side by side has no element of its own but the page: take the stretch of lines instead.
    let (stretch, earned) = stretch(&sums);
    let nodes = if earned > most + most / 5 && !stretch.is_empty() {
        lines[stretch.start].node..lines.get(stretch.end).map_or(tree.len(), |line| line.node)
    } else {
        tree.subtree(id)
    };
    Some(Body { nodes, because: "where the text is densest".into(), is_exact: false })
}

/// Returns the lines in a row that earn most together, and what they earn.
fn stretch(sums: &[i64]) -> (Range<usize>, i64) {
    let (mut best, mut most, mut lowest) = (0..0, 0, 0);
    for (at, sum) in sums.iter().enumerate() {
        if sum - sums[lowest] > most {
            (best, most) = (lowest..at, sum - sums[lowest]);
        }
        if *sum < sums[lowest] {
            lowest = at;
        }
    }
    (best, most)
}

/// Returns what a line earns or costs, in characters.
pub(crate) fn worth(line: &Line) -> i64 {
    let chars = line.chars as i64;
    let links = line.link_chars as i64;
    let sentences = line.text.chars().filter(|c| "，。；！？：、,".contains(*c)).count() as i64;
    let table = line.text.matches('\t').count() as i64;
    let mut worth = chars - links + sentences.min(chars / 4) * 4 + table * 6 - 3 * links / 2 - LINE_COST;
    if line.aside {
        worth = worth.min(0) - chars / 2 - LINE_COST;
    }
    worth
}
