//! The sections of a text in; the section that a character lies in out.

use std::ops::Range;

use corpus::document::Section;
use corpus::document::SectionKind;
use tantivy::directory::OwnedBytes;

use crate::local::bits::read_number;
use crate::local::bits::write_number;
use crate::local::texts::Written;
use crate::search::SectionName;

/// The sections of a text. A page asks for the names of a few, so only these are read.
pub(crate) struct Outline {
    /// For each section its kind, its first character, how many it has, and how many of these are its heading; none when the
    /// heading stands in `headings`.
    places: OwnedBytes,
    /// The number of each and, when it is not what the section begins with, its heading, parted by a tab, one a line.
    headings: Written,
}

/// A section that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    kind: SectionKind,
    number: String,
    heading: String,
    /// The characters of the text that are the heading; none when it is `heading`.
    pub(crate) printed: Range<usize>,
}

/// A section around a character: how many come before it, its kind, and where its heading is printed.
struct Around {
    line: usize,
    kind: SectionKind,
    printed: Range<usize>,
}

impl Outline {
    /// Takes over what was written.
    pub(crate) fn new(places: OwnedBytes, headings: Written) -> Outline {
        Outline { places, headings }
    }

    /// Returns the lowest section that a character lies in, and the characters around that lie in the same sections.
    pub(crate) fn section(&self, at: usize) -> tantivy::Result<(Option<Found>, Range<usize>)> {
        let (around, alike) = self.last_around(at);
        let Some(Around { line, kind, printed }) = around else { return Ok((None, alike)) };
        let heading = self.headings.line(line)?;
        let (number, heading) = heading.split_once('\t').unwrap_or_default();
        let found = Found { kind, number: number.to_owned(), heading: heading.to_owned(), printed };
        Ok((Some(found), alike))
    }

    /// Finds the last section that a character lies in, which is the lowest. Returns also the characters around between which
    /// no section begins or ends.
    fn last_around(&self, at: usize) -> (Option<Around>, Range<usize>) {
        let (mut byte, mut line, mut found) = (0, 0, None);
        let mut alike = 0..usize::MAX;
        while byte < self.places.len() {
            let mut numbers = [0_usize; 4];
            for number in &mut numbers {
                let (read, behind) = read_number(&self.places, byte);
                (*number, byte) = (read as usize, behind);
            }
            let [kind, start, length, heading] = numbers;
            let end = start.saturating_add(length);
            for bound in [start, end] {
                if bound <= at {
                    alike.start = alike.start.max(bound);
                } else {
                    alike.end = alike.end.min(bound);
                }
            }
            if (start..end).contains(&at) {
                let printed = start..start.saturating_add(heading);
                found = SectionKind::ALL.get(kind).map(|&kind| Around { line, kind, printed });
            }
            line += 1;
        }
        (found, alike)
    }
}

impl Found {
    /// Names the section; `printed` is what stands where its heading is printed.
    pub(crate) fn name(self, printed: &str) -> SectionName {
        let heading = if self.printed.is_empty() { self.heading } else { clean(printed) };
        SectionName { kind: self.kind, number: self.number, heading }
    }
}

/// Writes where the sections of a text lie, and their numbers and headings.
pub(crate) fn write(text: &str, sections: &[Section]) -> (Vec<u8>, String) {
    let (mut places, mut headings) = (Vec::new(), String::new());
    for (section, printed) in sections.iter().zip(printed(text, sections)) {
        let kind = SectionKind::ALL.iter().position(|&kind| kind == section.kind).unwrap_or_default();
        for number in [kind, section.start, section.end.saturating_sub(section.start), printed] {
            write_number(number as u64, &mut places);
        }
        let heading = if printed > 0 { String::new() } else { clean(&section.heading) };
        headings.push_str(&format!("{}\t{heading}\n", clean(&section.number)));
    }
    (places, headings)
}

/// Counts for each section the characters of its heading when the text has it where the section begins, else none.
fn printed(text: &str, sections: &[Section]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_unstable_by_key(|&number| sections[number].start);
    let mut counts = vec![0; sections.len()];
    let mut characters = text.char_indices().map(|(byte, _)| byte).enumerate().peekable();
    for number in order {
        let Section { start, heading, .. } = &sections[number];
        while characters.next_if(|(at, _)| at < start).is_some() {}
        let Some(&(_, byte)) = characters.peek() else { break };
        if text[byte..].starts_with(heading.as_str()) {
            counts[number] = heading.chars().count();
        }
    }
    counts
}

fn clean(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
impl Outline {
    /// Makes what would be kept of the sections of a text.
    pub(crate) fn of(text: &str, sections: &[Section]) -> Outline {
        let (places, headings) = write(text, sections);
        Outline::new(OwnedBytes::new(places), Written::of(&headings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_section_names_a_place() {
        let section = |number: &str, heading: &str, kind, (start, end)| Section {
            number: number.to_owned(),
            heading: heading.to_owned(),
            kind,
            year: None,
            level: 1,
            start,
            end,
        };
        let text = "一、总则。其余甲\t乙，丙";
        let outline = Outline::of(
            text,
            &[
                section("1", "一、总则。", SectionKind::Other, (0, 10)),
                section("1.1", "", SectionKind::Problems, (3, 6)),
                section("2", "甲\t乙", SectionKind::Measures, (7, 300)),
                section("3", "丁\t戊", SectionKind::NextPlan, (300, 310)),
            ],
        );
        let name = |at| {
            let found = outline.section(at).expect("a sound outline").0?;
            let printed: String = text.chars().skip(found.printed.start).take(found.printed.len()).collect();
            let name = found.name(&printed);
            Some((name.number, name.heading, name.kind))
        };
        assert_eq!(name(2), Some(("1".to_owned(), "一、总则。".to_owned(), SectionKind::Other)));
        assert_eq!(name(4), Some(("1.1".to_owned(), String::new(), SectionKind::Problems)));
        assert_eq!(name(299), Some(("2".to_owned(), "甲 乙".to_owned(), SectionKind::Measures)));
        assert_eq!(name(309), Some(("3".to_owned(), "丁 戊".to_owned(), SectionKind::NextPlan)));
        assert_eq!(name(310), None);
        assert_eq!(outline.headings.whole().expect("a sound text"), "1\t\n1.1\t\n2\t\n3\t丁 戊\n");
        let alike = |at| outline.section(at).expect("a sound outline").1;
        assert_eq!([2, 3, 6, 9, 299, 310].map(alike), [0..3, 3..6, 6..7, 7..10, 10..300, 310..usize::MAX]);
        let none = Outline::of("", &[]).section(0).expect("a sound outline");
        assert_eq!(none, (None, 0..usize::MAX));
    }
}
