//! A document's text as a page shows it: text, sections and marks in; headings, paragraphs, tables and contents out.

use corpus::document::Document;
use corpus::document::Section;
use corpus::document::SectionKind;

use crate::language::Language;
use crate::marked;
use crate::marked::Piece;

/// How many lines the table of contents shows; a report with more is shown without its lowest levels.
const MOST_CONTENTS: usize = 60;

/// Below the second level, a longer heading is the first sentence of a paragraph and guides nobody.
const LONGEST_LOW_HEADING: usize = 24;

/// One block of a page.
pub(crate) enum Block {
    /// A heading that stands on a line of its own.
    Heading { level: u8, anchor: String, pieces: Vec<Piece> },
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Piece>>>),
}

/// One line of the table of contents.
pub(crate) struct ContentsLine {
    pub(crate) level: u8,
    pub(crate) anchor: String,
    pub(crate) heading: String,
    /// What the part is about; empty for other parts.
    pub(crate) kind: String,
}

/// Returns the anchor of a section: `s-2-1` for 2.1.
pub(crate) fn anchor(number: &str) -> String {
    let plain: String = number.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("s-{plain}")
}

/// Cuts a text into blocks. Marks count characters of the text, sorted and not overlapping.
pub(crate) fn blocks(document: &Document, marks: &[(usize, usize)]) -> Vec<Block> {
    let mut sections: Vec<&Section> = document.sections.iter().collect();
    sections.sort_by_key(|section| section.start);
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    for line in document.text.split('\n') {
        let length = line.chars().count();
        let begins = &sections[sections.partition_point(|section| section.start < start)
            ..sections.partition_point(|section| section.start <= start + length)];
        push_line(&mut blocks, line, start, begins, marks);
        start += length + 1;
    }
    blocks
}

fn push_line(
    blocks: &mut Vec<Block>,
    line: &str,
    start: usize,
    begins: &[&Section],
    marks: &[(usize, usize)],
) {
    let text = line.trim();
    if text.is_empty() {
        return;
    }
    let start = start + line.chars().count() - line.trim_start().chars().count();
    let anchors: Vec<(usize, String)> = begins
        .iter()
        // A section that begins in the blanks before the line begins with the line.
        .map(|section| (section.start.max(start), anchor(&section.number)))
        .collect();
    if line.contains('\t') {
        let row = cells(line.trim_matches('\n'), start, &anchors, marks);
        match blocks.last_mut() {
            Some(Block::Table(rows)) => rows.push(row),
            _ => blocks.push(Block::Table(vec![row])),
        }
        return;
    }
    match (begins, anchors.as_slice()) {
        ([section], [(at, anchor)]) if *at == start && section.heading.trim() == text => {
            blocks.push(Block::Heading {
                level: section.level.clamp(1, 3),
                anchor: anchor.clone(),
                pieces: marked::cut(text, start, marks, &[]),
            });
        }
        _ => blocks.push(Block::Paragraph(marked::cut(text, start, marks, &anchors))),
    }
}

/// Cuts a line at its tabs; `first` is the first character of the line that is no blank.
fn cells(line: &str, first: usize, anchors: &[(usize, String)], marks: &[(usize, usize)]) -> Vec<Vec<Piece>> {
    let blanks = line.chars().count() - line.trim_start().chars().count();
    let mut start = first - blanks;
    let mut cells = Vec::new();
    for cell in line.split('\t') {
        let before = cell.chars().count() - cell.trim_start().chars().count();
        let length = cell.chars().count();
        let here = &anchors[anchors.partition_point(|&(at, _)| at < start)
            ..anchors.partition_point(|&(at, _)| at <= start + length)];
        cells.push(marked::cut(cell.trim(), start + before, marks, here));
        start += length + 1;
    }
    cells
}

/// Returns the table of contents: every part, or only the upper levels of a report with very many.
pub(crate) fn contents(language: Language, document: &Document) -> Vec<ContentsLine> {
    let guides =
        |section: &&Section| section.level <= 2 || section.heading.chars().count() <= LONGEST_LOW_HEADING;
    let lines_to =
        |level: u8| document.sections.iter().filter(guides).filter(move |section| section.level <= level);
    let level = (1..=4).rev().find(|&level| lines_to(level).count() <= MOST_CONTENTS).unwrap_or(1);
    lines_to(level)
        .map(|section| ContentsLine {
            level: section.level.clamp(1, 4),
            anchor: anchor(&section.number),
            heading: shortened(&section.heading),
            kind: if section.kind == SectionKind::Other || section.level > 1 {
                String::new()
            } else {
                language.section(section.kind)
            },
        })
        .collect()
}

fn shortened(heading: &str) -> String {
    let mut short: String = heading.chars().take(40).collect();
    if short.len() < heading.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(number: &str, heading: &str, start: usize, level: u8) -> Section {
        let (heading, kind) = (heading.to_owned(), SectionKind::Measures);
        Section { number: number.to_owned(), heading, kind, year: None, level, start, end: start }
    }

    fn written(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| {
                let anchor = piece.anchor.as_ref().map(|anchor| format!("#{anchor} ")).unwrap_or_default();
                let text = if piece.is_mark { format!("[{}]", piece.text) } else { piece.text.clone() };
                format!("{anchor}{text}")
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, sections: Vec<Section>, marks: &[(usize, usize)], expected: &[&str]) {
        let document = Document { sections, ..Document::new("甲", text) };
        let blocks: Vec<String> = blocks(&document, marks)
            .iter()
            .map(|block| match block {
                Block::Heading { level, anchor, pieces } => format!("h{level} {anchor}: {}", written(pieces)),
                Block::Paragraph(pieces) => format!("p: {}", written(pieces)),
                Block::Table(rows) => {
                    let row = |row: &Vec<Vec<Piece>>| {
                        row.iter().map(|cell| written(cell)).collect::<Vec<_>>().join("|")
                    };
                    format!("t: {}", rows.iter().map(row).collect::<Vec<_>>().join("/"))
                }
            })
            .collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn lines_become_paragraphs_and_blank_ones_vanish() {
        check("一\n\n　　二三\n", vec![], &[(6, 7)], &["p: 一", "p: 二[三]"]);
        check("", vec![], &[], &[]);
    }

    #[test]
    fn a_heading_on_its_own_line_is_one() {
        let sections = vec![section("1", "一、工作", 0, 1), section("1.1", "（一）推进", 8, 2)];
        let expected = ["h1 s-1: 一、[工作]", "p: 正文", "p: #s-1-1 （一）推进。续"];
        check("一、工作\n正文\n（一）推进。续", sections, &[(2, 4)], &expected);
    }

    #[test]
    fn a_part_that_begins_inside_a_line_is_an_anchor() {
        check("开头。一是加强", vec![section("1", "一是加强", 3, 5)], &[], &["p: 开头。#s-1 一是加强"]);
    }

    #[test]
    fn lines_with_tabs_become_one_table() {
        check("项目\t 数量\n案件\t17\n完", vec![], &[(4, 5), (7, 9)], &["t: 项目|[数]量/[案件]|17", "p: 完"]);
        check("\t甲", vec![], &[(1, 2)], &["t: |[甲]"]);
    }

    #[test]
    fn the_contents_leave_out_sentences_and_the_lowest_levels_of_a_long_report() {
        let sentence = "1.加强法治队伍建设，分级分类培训执法人员，充实基层司法所力量";
        let mut sections = vec![section("1", "一、举措", 0, 1), section("1.1", "（一）推进", 0, 2)];
        sections.extend([section("1.1.1", sentence, 0, 3), section("1.1.2", "2.强化监督", 0, 3)]);
        let numbers = |sections: &[Section]| -> Vec<String> {
            let document = Document { sections: sections.to_vec(), ..Document::new("甲", "") };
            contents(Language::Chinese, &document).into_iter().map(|line| line.anchor).collect()
        };
        assert_eq!(numbers(&sections), ["s-1", "s-1-1", "s-1-1-2"]);
        sections.extend((0..MOST_CONTENTS).map(|at| section(&format!("1.2.{at}"), "短", 0, 3)));
        assert_eq!(numbers(&sections), ["s-1", "s-1-1"]);
    }

    #[test]
    fn sections_that_lie_outside_the_text_do_no_harm() {
        check("短", vec![section("9", "远", 99, 1)], &[(50, 60)], &["p: 短"]);
    }
}
