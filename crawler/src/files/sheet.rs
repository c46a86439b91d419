//! An Excel file, old or new, in; the rows of its sheets out.

use undoc::Block;
use undoc::Cell;

use crate::files::inside::PageLines;
use crate::files::inside::Taken;

/// Takes the rows out of every sheet.
pub(crate) fn take(bytes: &[u8]) -> Taken {
    let document = match undoc::parse_bytes(bytes) {
        Ok(document) => document,
        Err(err) => return Taken::Damaged { because: err.to_string() },
    };
    let mut lines: Vec<String> = Vec::new();
    for section in &document.sections {
        for block in &section.content {
            match block {
                Block::Table(table) => {
                    let rows = table
                        .rows
                        .iter()
                        .map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("\t"));
                    lines.extend(
                        rows.map(|row| row.trim_end().to_owned()).filter(|row| !row.trim().is_empty()),
                    );
                }
                Block::Paragraph(said) => lines.push(one_line(&said.plain_text())),
                _ => {}
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    Taken::Paragraphs { page: PageLines { lines, has_picture: false } }
}

fn cell(cell: &Cell) -> String {
    one_line(&cell.plain_text())
}

/// A cell of several lines is one cell all the same.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
