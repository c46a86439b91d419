//! The bytes of an attachment in; its text out, or what it is instead. The bytes decide, never the name alone.

use undoc::Block;
use undoc::Cell;
use undoc::Paragraph;
use undoc::Table;
use undoc::model::RevisionType;

use crate::extract::Attached;
use crate::extract::first_bytes;
use crate::extract::numbering::Numbers;
use crate::extract::pages;

/// Reads an attachment.
pub(crate) fn read(bytes: &[u8], name: &str) -> Attached {
    match format(bytes, name) {
        Format::Word => word(bytes),
        Format::Plain => plain(bytes),
        Format::Unread(media) => Attached::Unsupported { media },
    }
}

/// What the first bytes show.
enum Format {
    /// A Word document, old or new.
    Word,
    /// Text.
    Plain,
    /// A format that is not read yet, or never is.
    Unread(&'static str),
}

fn format(bytes: &[u8], name: &str) -> Format {
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    let contains = |part: &[u8]| bytes.windows(part.len()).take(1 << 20).any(|window| window == part);
    match bytes {
        [0x50, 0x4b, 3 | 5 | 7, ..] => {
            if contains(b"word/") {
                Format::Word
            } else if contains(b"xl/") {
                Format::Unread("xlsx")
            } else if contains(b"ppt/") {
                Format::Unread("pptx")
            } else if contains(b"OFD.xml") || ends(".ofd") {
                Format::Unread("ofd")
            } else {
                Format::Unread("zip")
            }
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => compound(bytes, name),
        [b'%', b'P', b'D', b'F', ..] => Format::Unread("pdf"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Format::Unread("rtf"),
        [0xff, 0xd8, 0xff, ..] => Format::Unread("jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Format::Unread("png"),
        [b'G', b'I', b'F', b'8', ..] => Format::Unread("gif"),
        [b'R', b'a', b'r', b'!', ..] => Format::Unread("rar"),
        [b'7', b'z', 0xbc, 0xaf, ..] => Format::Unread("7z"),
        [] => Format::Unread("empty"),
        // The mark of UTF-16, where every other byte may be zero.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Format::Unread("text"),
        _ if bytes.iter().take(4096).any(|byte| *byte == 0) => Format::Unread("binary"),
        // A page that Word saved with its pictures as one file: a letter whose parts are packed as text.
        _ if bytes.get(..13).is_some_and(|start| start.eq_ignore_ascii_case(b"MIME-Version:")) => {
            Format::Unread("mht")
        }
        _ if first_bytes::is_word_xml(bytes) => Format::Unread("word xml"),
        _ if bytes
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .is_some_and(|at| bytes[at] == b'<') =>
        {
            Format::Unread("html")
        }
        _ => Format::Plain,
    }
}

/// Tells what an old Office container holds by the names of its streams, which are written in UTF-16.
fn compound(bytes: &[u8], name: &str) -> Format {
    let holds = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    let lower = name.to_ascii_lowercase();
    if holds("WordDocument") {
        Format::Word
    } else if holds("Workbook") || lower.ends_with(".xls") || lower.ends_with(".et") {
        Format::Unread("xls")
    } else if holds("PowerPoint Document") {
        Format::Unread("ppt")
    } else {
        Format::Unread("ole")
    }
}

fn plain(bytes: &[u8]) -> Attached {
    match std::str::from_utf8(bytes) {
        Ok(text) => Attached::Text { text: text.trim_start_matches('\u{feff}').replace("\r\n", "\n") },
        Err(_) => Attached::Unsupported { media: "text" },
    }
}

fn word(bytes: &[u8]) -> Attached {
    // A damaged file must not end a crawl, whatever it does to the reader.
    let document = match std::panic::catch_unwind(|| undoc::parse_bytes(bytes)) {
        Ok(Ok(document)) => document,
        Ok(Err(err)) => return Attached::Damaged { because: err.to_string() },
        Err(_) => return Attached::Damaged { because: "the reader broke off".into() },
    };
    let mut numbers = std::panic::catch_unwind(|| Numbers::read(bytes)).unwrap_or_default();
    let mut lines = Vec::new();
    for section in &document.sections {
        for block in &section.content {
            match block {
                Block::Paragraph(read) => paragraph(read, &mut numbers, &mut lines),
                Block::Table(read) => table(read, &mut numbers, &mut lines),
                Block::Note { content, .. } => {
                    content.iter().for_each(|read| paragraph(read, &mut numbers, &mut lines));
                }
                Block::PageBreak | Block::SectionBreak | Block::Image { .. } => {}
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    pages::without_numbers(&mut lines);
    if lines.is_empty() {
        let has_pictures = !document.resources.is_empty();
        return if has_pictures {
            Attached::NeedsOcr
        } else {
            Attached::Damaged { because: "holds no text".into() }
        };
    }
    Attached::Text { text: lines.join("\n") }
}

/// Writes a paragraph with the number that Word counts by itself.
fn paragraph(read: &Paragraph, numbers: &mut Numbers, lines: &mut Vec<String>) {
    let said = said(read);
    let number = numbers.of(&said);
    for (at, line) in said.split(['\n', '\u{b}']).enumerate() {
        let number = if at == 0 { number } else { "" };
        lines.push(tidy(&format!("{number}{}", line.trim_start())));
    }
}

/// Joins the runs of a paragraph; text that a tracked change deleted is not said.
fn said(read: &Paragraph) -> String {
    let mut text = String::new();
    for run in read.runs.iter().filter(|run| run.revision != RevisionType::Deleted) {
        text.push_str(&run.text);
        if run.line_break || run.page_break {
            text.push('\n');
        }
    }
    text
}

fn table(read: &Table, numbers: &mut Numbers, lines: &mut Vec<String>) {
    // A table inside a cell follows its outer table; deeper nesting than a few levels is damage.
    let mut waiting = vec![(read, 0_u8)];
    while let Some((table, depth)) = waiting.pop() {
        for row in &table.rows {
            let cells: Vec<String> = row.cells.iter().map(|read| cell(read, numbers)).collect();
            let row = cells.join("\t");
            lines.push(if row.trim().is_empty() { String::new() } else { row.trim_end().to_owned() });
        }
        if depth < 8 {
            let nested = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.nested_tables);
            waiting.extend(nested.map(|table| (table, depth + 1)));
        }
    }
}

fn cell(read: &Cell, numbers: &mut Numbers) -> String {
    let mut lines = Vec::new();
    for read in &read.content {
        let said = said(read);
        let line = tidy(&format!("{}{}", numbers.of(&said), said.trim_start()));
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines.join(" ")
}

/// Drops blanks around a line and what is not text in it.
fn tidy(line: &str) -> String {
    let kept: String = line
        .chars()
        .map(|c| if matches!(c, '\t' | '\n' | '\u{b}') { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'))
        .collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::extract::Attached;
    use crate::extract::word::read;

    #[track_caller]
    fn check(bytes: &[u8], name: &str, expected: &str) {
        let said = match read(bytes, name) {
            Attached::Text { text } => format!("text {text}"),
            Attached::NeedsOcr => "needs_ocr".to_owned(),
            Attached::Unsupported { media } => media.to_owned(),
            Attached::Damaged { .. } => "damaged".to_owned(),
        };
        assert_eq!(said, expected, "{name}");
    }

    #[test]
    fn the_bytes_decide_whatever_the_name_says() {
        check(b"%PDF-1.7 ...", "report.docx", "pdf");
        check(b"\x89PNG\r\n\x1a\n", "report.doc", "png");
        check(b"", "report.doc", "empty");
        check("\u{feff}一、工作\r\n二、打算".as_bytes(), "report.txt", "text 一、工作\n二、打算");
        check(b"<html><p>x</p></html>", "report.doc", "html");
        check(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "report.doc", "mht");
        check(b"abc\0\x01\x02", "report.bin", "binary");
        check(b"\xd5\xe2\xca\xc7", "report.txt", "text");
        check(b"\xff\xfea\0", "report.txt", "text");
    }

    #[test]
    fn a_broken_file_is_damaged_and_breaks_nothing() {
        check(b"PK\x03\x04 word/document.xml", "report.docx", "damaged");
        let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        check(&old, "report.doc", "damaged");
        check(b"PK\x03\x04 something", "report.zip", "zip");
    }

    /// Puts parts into an archive without compressing them.
    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let (mut files, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in parts {
            let mut sum = flate2::Crc::new();
            sum.update(text.as_bytes());
            let offset = (files.len() as u32).to_le_bytes();
            let (size, length) = ((text.len() as u32).to_le_bytes(), (name.len() as u16).to_le_bytes());
            let entry = [
                &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
                &sum.sum().to_le_bytes(),
                &size,
                &size,
                &length,
                &[0, 0],
            ];
            files.extend([&b"PK\x03\x04"[..], &entry.concat(), name.as_bytes(), text.as_bytes()].concat());
            directory.extend(
                [&b"PK\x01\x02\x14\x00"[..], &entry.concat(), &[0; 10], &offset, name.as_bytes()].concat(),
            );
        }
        let (count, size, offset) = (parts.len() as u16, directory.len() as u32, files.len() as u32);
        let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
        let end = [&b"PK\x05\x06\0\0\0\0"[..], &counts, &size.to_le_bytes(), &offset.to_le_bytes(), &[0, 0]];
        [files, directory, end.concat()].concat()
    }

    #[test]
    fn numbers_that_word_counts_are_written_out() {
        let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        let level = |at: u8, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let levels = level(0, "chineseCounting", "%1、") + &level(1, "chineseCounting", "（%2）");
        let numbering = format!(
            "<w:numbering {space}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
        );
        let numbered = |at: u8, text: &str| {
            format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{at}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
            )
        };
        let body = [
            numbered(0, "工作情况"),
            numbered(1, "制度建设"),
            "<w:p><w:r><w:t>做了许多工作。</w:t></w:r></w:p>".to_owned(),
            numbered(0, "下一步打算"),
        ];
        let document = format!("<w:document {space}><w:body>{}</w:body></w:document>", body.concat());
        let bytes = archive(&[
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
            ),
            (
                "_rels/.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
            ),
            ("word/document.xml", &document),
            ("word/numbering.xml", &numbering),
        ]);
        check(&bytes, "report.docx", "text 一、工作情况\n（一）制度建设\n做了许多工作。\n二、下一步打算");
    }
}
