//! A text that a crawled page may have chosen in; a cell that no spreadsheet takes for a formula out.

use std::borrow::Cow;

/// What a spreadsheet begins a formula with, also after it has dropped a tab or a line break.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Puts an apostrophe before a text that a spreadsheet would compute.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches([' ', '\u{3000}']).starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a cell as RFC 4180 has it: in quotes where a comma, a quote or a line break stands in it.
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(quoted(&guarded(text)), expected, "{text:?}");
    }

    #[test]
    fn no_cell_is_a_formula() {
        check("法治政府", "法治政府");
        check("=1+1", "'=1+1");
        check("  =1+1", "'  =1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("-2+3", "'-2+3");
        check("＝1", "'＝1");
        check("\t=1", "'\t=1");
        check("=HYPERLINK(\"http://a\",\"b\")", "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"");
        check("甲,乙", "\"甲,乙\"");
        check("甲\n乙", "\"甲\n乙\"");
        check("2020-01-02", "2020-01-02");
    }
}
