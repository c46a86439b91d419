//! The sections of a text, one a line, in; the section that a character lies in out.

use std::ops::Range;

use corpus::document::SectionKind;

use crate::search::SectionName;

/// The sections of a text. A page asks for the names of a few, so only where they lie is read at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    lines: String,
    parts: Vec<Part>,
}

/// One section: its range of characters, and where its kind, number and heading are written.
#[derive(Clone, Debug)]
struct Part {
    range: Range<usize>,
    written: Range<usize>,
}

impl Outline {
    /// Reads what `Fields` writes: start, end, kind, number and heading of each section, parted by tabs.
    pub(crate) fn read(lines: String) -> Outline {
        let mut parts = Vec::new();
        let mut at = 0;
        for line in lines.split_inclusive('\n') {
            if let Some((range, length)) = range(line) {
                parts.push(Part { range, written: at + length..at + line.len() });
            }
            at += line.len();
        }
        Outline { lines, parts }
    }

    /// Returns the lowest section that a character lies in.
    pub(crate) fn section(&self, at: usize) -> Option<SectionName> {
        let part = self.parts.iter().rev().find(|part| part.range.contains(&at))?;
        let mut cells = self.lines[part.written.clone()].trim_end_matches('\n').splitn(3, '\t');
        let kind = SectionKind::parse(cells.next()?)?;
        Some(SectionName { kind, number: cells.next()?.to_owned(), heading: cells.next()?.to_owned() })
    }
}

/// Reads where a section lies; returns also how long that is written.
fn range(line: &str) -> Option<(Range<usize>, usize)> {
    let (start, rest) = line.split_once('\t')?;
    let (end, rest) = rest.split_once('\t')?;
    Some((start.parse().ok()?..end.parse().ok()?, line.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_section_names_a_place() {
        let lines = "0\t10\tother\t1\t总则\n3\t6\tproblems\t1.1\t\nno section\n";
        let outline = Outline::read(lines.to_owned());
        let name = |at| outline.section(at).map(|name| (name.number, name.heading, name.kind));
        assert_eq!(name(4), Some(("1.1".to_owned(), String::new(), SectionKind::Problems)));
        assert_eq!(name(7), Some(("1".to_owned(), "总则".to_owned(), SectionKind::Other)));
        assert_eq!(name(10), None);
        assert!(Outline::default().section(0).is_none());
    }
}
