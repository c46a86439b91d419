//! Tables for spreadsheets: rows of cells in, CSV (RFC 4180, UTF-8 with a byte order mark) out.

use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

/// Spreadsheets read UTF-8 only when the file begins with this.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

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
    let mut csv = String::from(BYTE_ORDER_MARK);
    for row in rows {
        let cells: Vec<String> = row.iter().map(written).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

fn written(cell: &Cell) -> String {
    let text = match cell {
        Cell::Number(number) => return number.clone().unwrap_or_default(),
        Cell::Text(text) => text,
    };
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let guard = if is_formula { "'" } else { "" };
    let is_plain = !text.contains([',', '"', '\n', '\r']);
    if is_plain { format!("{guard}{text}") } else { format!("\"{guard}{}\"", text.replace('"', "\"\"")) }
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
    fn words_are_never_run_as_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@x", "＝1", " =1", "\t=1"] {
            let csv = table(&[vec![Cell::text(bad)]]);
            assert!(csv.contains(&format!("'{bad}")), "{csv}");
        }
    }
}
