//! Bytes of a file of pairs in; its end, its groups and their lines out, and back.

use crate::local::bits::read_number;

/// Bytes of the end of the file: the lengths of the runs and of the lines (8 each), the numbers of groups and documents, and
/// the most places of a run (4 each).
const TAIL: usize = 28;
/// Bytes of a group: its first character, its lowest second character, where its lines begin (4 each) and its runs (8).
pub(super) const GROUP: usize = 20;

/// Up to 32 pairs that begin with the same character.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group {
    pub(crate) first: u32,
    /// The lowest of the second characters.
    pub(crate) second: u32,
    /// Where the lines begin.
    pub(crate) lines: u32,
    /// Where the runs begin.
    pub(crate) runs: u64,
}

impl Group {
    /// Reads one of the groups that lie one behind the other.
    pub(super) fn read(groups: &[u8], at: usize) -> Group {
        let at = at * GROUP;
        Group {
            first: number(groups, at),
            second: number(groups, at + 4),
            lines: number(groups, at + 8),
            runs: long_number(groups, at + 12),
        }
    }

    /// Adds the group to the end of a file.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        for number in [self.first, self.second, self.lines] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.runs.to_le_bytes());
    }
}

/// The end of a file: how long its parts are, and the most places of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tail {
    pub(crate) runs: u64,
    pub(crate) lines: u64,
    pub(crate) groups: u32,
    pub(crate) documents: u32,
    pub(crate) longest_run: u32,
}

impl Tail {
    /// Adds it to a file.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.runs.to_le_bytes());
        out.extend_from_slice(&self.lines.to_le_bytes());
        for number in [self.groups, self.documents, self.longest_run] {
            out.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Reads it from the end of a file; returns where it begins too.
    pub(super) fn read(bytes: &[u8]) -> Option<(Tail, usize)> {
        let at = bytes.len().checked_sub(TAIL)?;
        let tail = Tail {
            runs: long_number(bytes, at),
            lines: long_number(bytes, at + 8),
            groups: number(bytes, at + 16),
            documents: number(bytes, at + 20),
            longest_run: number(bytes, at + 24),
        };
        Some((tail, at))
    }
}

/// A pair of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) second: u32,
    /// Where its places begin, and how many bytes they take.
    pub(super) start: usize,
    pub(super) length: usize,
    pub(super) is_single: bool,
}

/// The lines of a group being read.
pub(super) struct Lines<'a> {
    lines: &'a [u8],
    at: usize,
    second: u32,
    start: usize,
}

impl<'a> Lines<'a> {
    /// Begins to read the lines of a group.
    pub(super) fn of(group: Group, lines: &'a [u8]) -> Lines<'a> {
        Lines { lines, at: 0, second: group.second, start: group.runs as usize }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.lines.len() {
            return None;
        }
        let (higher, at) = read_number(self.lines, self.at);
        let (length, at) = read_number(self.lines, at);
        self.at = at;
        self.second = self.second.saturating_add(higher as u32);
        let (length, is_single) = ((length / 2) as usize, length % 2 == 1);
        let line = Line { second: self.second, start: self.start, length, is_single };
        self.start = self.start.saturating_add(length);
        Some(line)
    }
}

/// Reads a number that lies within the bytes.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes were cut out"))
}

/// Reads a long number that lies within the bytes.
fn long_number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes were cut out"))
}
