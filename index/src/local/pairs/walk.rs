//! A file of pairs in; one pair after the other out, in their order.

use crate::local::pairs::Line;
use crate::local::pairs::Pairs;

/// Goes through all pairs of a file in their order.
pub(crate) struct Walk {
    pairs: Pairs,
    /// The next group.
    group: usize,
    first: u32,
    /// What is left of the group reached, the next pair last.
    lines: Vec<Line>,
}

impl Walk {
    /// Stands at the first pair.
    pub(crate) fn new(pairs: Pairs) -> Walk {
        let mut walk = Walk { pairs, group: 0, first: 0, lines: Vec::new() };
        walk.open_group();
        walk
    }

    /// Returns the pair reached; `None` after the last.
    pub(crate) fn pair(&self) -> Option<(u32, u32)> {
        self.lines.last().map(|line| (self.first, line.second))
    }

    /// Adds the places of the pair reached.
    pub(crate) fn read(&self, places: &mut Vec<u32>) {
        if let Some(line) = self.lines.last() {
            self.pairs.read(*line, &mut |place| places.push(place));
        }
    }

    /// Goes on to the next pair.
    pub(crate) fn step(&mut self) {
        self.lines.pop();
        self.open_group();
    }

    fn open_group(&mut self) {
        while self.lines.is_empty() && self.group < self.pairs.count_groups() {
            self.first = self.pairs.group(self.group).first;
            self.lines.extend(self.pairs.lines_of(self.group));
            self.lines.reverse();
            self.group += 1;
        }
    }
}
