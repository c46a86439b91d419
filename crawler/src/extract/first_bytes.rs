//! The first bytes of a payload in; whether an office's file begins there, whatever blanks its server sent before it, out.

/// What files begin with and no page or text does: PDF, zip, the old container of Office, RTF.
const MARKS: [&[u8]; 4] = [b"%PDF-", b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"{\\rtf"];

/// What Word's own XML says of itself before its text.
const WORD: [&str; 2] = ["progid=\"Word.Document\"", "<w:wordDocument"];

/// Returns a file without the blanks before it, which pages leave behind that send files: a template ends its line before the file
/// begins. Anything else is returned as it is.
pub(crate) fn without_blanks(bytes: &[u8]) -> &[u8] {
    let file = behind_blanks(bytes);
    if MARKS.iter().any(|mark| file.starts_with(mark)) { file } else { bytes }
}

/// Tells whether a file begins with these bytes, and no page or text.
pub fn begins_file(bytes: &[u8]) -> bool {
    let file = behind_blanks(bytes);
    MARKS.iter().any(|mark| file.starts_with(mark)) || is_word_xml(bytes)
}

/// Tells whether these are the first bytes of a document that Word saved as XML.
pub(crate) fn is_word_xml(bytes: &[u8]) -> bool {
    let file = behind_blanks(bytes);
    let opening = String::from_utf8_lossy(&file[..file.len().min(4096)]);
    opening.starts_with('<') && WORD.iter().any(|mark| opening.contains(mark))
}

fn behind_blanks(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use crate::extract::first_bytes::begins_file;
    use crate::extract::first_bytes::without_blanks;

    #[test]
    fn blanks_before_a_file_are_no_part_of_it() {
        for file in [&b"%PDF-1.4\n1 0 obj"[..], b"PK\x03\x04\x14\0", b"{\\rtf1}", b"\xD0\xCF\x11\xE0\0"] {
            for blanks in ["", "\n\n", "\r\n\r\n  \t", "\u{feff}\r\n"] {
                let sent = [blanks.as_bytes(), file].concat();
                assert_eq!(without_blanks(&sent), file);
                assert!(begins_file(&sent));
            }
        }
        for text in ["\n正文", "\n\n<html>", " PK 赛", "{}", "", "关于 %PDF-1.4 的说明"] {
            assert_eq!(without_blanks(text.as_bytes()), text.as_bytes());
            assert!(!begins_file(text.as_bytes()), "{text}");
        }
    }
}
