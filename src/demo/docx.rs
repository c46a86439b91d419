//! A title and paragraphs in, the bytes of a Word file out: the smallest OOXML package, stored without compression.

use crate::demo::checksum::crc32;
use crate::demo::frame::escape;

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Override PartName="/word/document.xml" "#,
    r#"ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#
);
const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Target="word/document.xml" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#
);
const OPEN: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#
);
const CLOSE: &str = "<w:sectPr/></w:body></w:document>";

/// Returns a Word file with a centred title and one paragraph for each text.
pub(crate) fn docx(title: &str, paragraphs: &[String]) -> Vec<u8> {
    let mut document = OPEN.to_owned();
    document += &paragraph(r#"<w:pPr><w:jc w:val="center"/></w:pPr>"#, title);
    for text in paragraphs {
        document += &paragraph(r#"<w:pPr><w:ind w:firstLineChars="200"/></w:pPr>"#, text);
    }
    document += CLOSE;
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn paragraph(properties: &str, text: &str) -> String {
    format!(r#"<w:p>{properties}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, escape(text))
}

/// Returns a ZIP archive that stores the files as they are; each must be shorter than 4 GiB.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    /// 1 January 2020, 00:00, in the calendar of MS-DOS: the archive has to be the same on each start.
    const DAY: u16 = (40 << 9) | (1 << 5) | 1;
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = length(archive.len());
        let mut entry = Vec::new();
        // Version needed 2.0, flag 11 for UTF-8 names, method 0 (stored), time 0.
        for half in [20u16, 1 << 11, 0, 0, DAY] {
            entry.extend(half.to_le_bytes());
        }
        for word in [crc32(bytes), length(bytes.len()), length(bytes.len())] {
            entry.extend(word.to_le_bytes());
        }
        entry.extend((length(name.len()) as u16).to_le_bytes());
        entry.extend(0u16.to_le_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&entry);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, count) = (length(archive.len()), length(directory.len()), length(files.len()) as u16);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend(0u16.to_le_bytes());
    archive
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a pretend report is far below 4 GiB")
}
