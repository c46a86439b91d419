//! Tables for spreadsheets: rows of cells in, CSV (RFC 4180, UTF-8 with a byte order mark) out.

use std::borrow::Cow;

use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

/// Spreadsheets read UTF-8 only when the file begins with this.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words from a document or a table head; never run as a formula.
    Text(String),
    /// A number as it is written, or nothing.
    Number(Option<String>),
}

impl Cell {
    /// Returns a cell of words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// Returns a cell of a number.
    pub fn number(number: Option<impl ToString>) -> Cell {
        Cell::Number(number.map(|number| number.to_string()))
    }
}

/// Writes rows. Words that a spreadsheet would run as a formula get an apostrophe before them.
pub fn table(rows: &[Vec<Cell>]) -> String {
    let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
    format!("{BYTE_ORDER_MARK}{}", rows.concat())
}

/// Writes one row with its line end.
pub fn row(cells: &[Cell]) -> String {
    let cells: Vec<Cow<'_, str>> = cells.iter().map(written).collect();
    format!("{}\r\n", cells.join(","))
}

fn written(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Number(number) => Cow::Borrowed(number.as_deref().unwrap_or_default()),
        Cell::Text(text) => match guarded(text) {
            Cow::Borrowed(text) => quoted(text),
            Cow::Owned(text) => Cow::Owned(quoted(&text).into_owned()),
        },
    }
}

/// What a spreadsheet begins a formula with, also after it has dropped a tab or a line break.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Puts an apostrophe before a text that a spreadsheet would compute; a crawled page may have chosen it.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches([' ', '\u{3000}']).starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Puts a cell in quotes where a comma, a quote or a line break stands in it.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

/// Answers with a file to save; `name` is ASCII.
pub(crate) fn download(name: &str, csv: String) -> Response {
    let mut response = csv.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.extend(disposition.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    response
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use super::table;

    #[track_caller]
    fn check(cell: Cell, expected: &str) {
        assert_eq!(table(&[vec![cell]]), format!("\u{FEFF}{expected}\r\n"));
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        check(Cell::text("案件"), "案件");
        check(Cell::text("甲,乙"), "\"甲,乙\"");
        check(Cell::text("说\"好\"\n的"), "\"说\"\"好\"\"\n的\"");
        check(Cell::number(Some(-17)), "-17");
        check(Cell::number(None::<i32>), "");
    }

    #[test]
    fn no_cell_is_a_formula() {
        check(Cell::text("=1+1"), "'=1+1");
        check(Cell::text("  =1+1"), "'  =1+1");
        check(Cell::text("@SUM(A1)"), "'@SUM(A1)");
        check(Cell::text("-2+3"), "'-2+3");
        check(Cell::text("＝1"), "'＝1");
        check(Cell::text("\t=1"), "'\t=1");
        check(Cell::text("\n=1"), "\"'\n=1\"");
        check(Cell::text("=HYPERLINK(\"http://a\",\"b\")"), "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"");
        check(Cell::text("2020-01-02"), "2020-01-02");
    }
}
