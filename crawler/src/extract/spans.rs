//! The cells of a table one behind the other in; how many columns lie before each, those that other cells span with them, out.

use crate::extract::markup;

/// Columns behind this one are taken as they come: pages may claim any number.
const MOST_COLUMNS: usize = 64;

/// The cells of one table, as far as they have come.
#[derive(Default)]
pub(crate) struct Spans {
    /// For each column the row in which it is free again.
    free: Vec<usize>,
    row: usize,
    /// The column of the next cell in this row.
    column: usize,
}

impl Spans {
    /// Begins a head, a body or a foot; no cell reaches into the next one.
    pub(crate) fn begin_group(&mut self) {
        self.free.clear();
    }

    /// Begins the next row.
    pub(crate) fn begin_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// Places a cell, and returns its column. A cell that spans rows or columns takes up all of them, so that the cells below
    /// and behind it stay in their own.
    pub(crate) fn place(&mut self, attributes: &str) -> usize {
        while self.free.get(self.column).is_some_and(|free| *free > self.row) {
            self.column += 1;
        }
        let column = self.column;
        let room = MOST_COLUMNS.saturating_sub(column).max(1);
        // Cells of Word say a lot about their looks, and few of them span anything.
        let spans = attributes.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"span"));
        let (columns, rows) =
            if spans { (span(attributes, "colspan").max(1).min(room), rows(attributes)) } else { (1, 1) };
        self.column += columns;
        if rows > 1 && self.column <= MOST_COLUMNS {
            self.free.resize(self.free.len().max(self.column), 0);
            self.free[column..self.column].fill(self.row.saturating_add(rows));
        }
        column
    }
}

/// Reads how many rows a cell spans: `rowspan=0` are all that are left of its head, body or foot.
fn rows(attributes: &str) -> usize {
    match span(attributes, "rowspan") {
        0 => usize::MAX,
        rows => rows,
    }
}

/// Reads how many rows or columns a cell spans; one when it does not say.
fn span(attributes: &str, name: &str) -> usize {
    markup::attribute(attributes, name).and_then(|said| said.trim().parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use crate::extract::spans::Spans;

    /// Places the cells of a table, each by its attributes, row after row.
    #[track_caller]
    fn check(table: &[&[&str]], expected: &[&[usize]]) {
        let mut spans = Spans::default();
        let placed: Vec<Vec<usize>> = table
            .iter()
            .map(|row| {
                spans.begin_row();
                row.iter().map(|attributes| spans.place(attributes)).collect()
            })
            .collect();
        assert_eq!(placed, expected, "{table:?}");
    }

    #[test]
    fn cells_stay_in_their_columns_behind_and_below_those_that_span() {
        check(&[&["", "", ""], &["", ""]], &[&[0, 1, 2], &[0, 1]]);
        check(&[&["rowspan=2", ""], &[""], &["", ""]], &[&[0, 1], &[1], &[0, 1]]);
        check(&[&["colspan=2", ""], &["", "", ""]], &[&[0, 2], &[0, 1, 2]]);
        check(&[&["rowspan='2' colspan=\"2\"", "rowspan=3"], &[], &["", ""]], &[&[0, 2], &[], &[0, 1]]);
        check(&[&["", "ROWSPAN=2", ""], &["", ""]], &[&[0, 1, 2], &[0, 2]]);
    }

    #[test]
    fn spans_that_make_no_sense_are_one() {
        for nonsense in [
            "colspan=0",
            "rowspan=-1",
            "rowspan=2.5",
            "rowspan=二",
            "rowspan",
            "rowspan=99999999999999999999999",
        ] {
            check(&[&[nonsense, ""], &["", ""]], &[&[0, 1], &[0, 1]]);
        }
    }

    #[test]
    fn a_cell_of_no_rows_spans_all_that_are_left_of_its_group() {
        check(&[&["rowspan=0", ""], &[""], &["", ""]], &[&[0, 1], &[1], &[1, 2]]);
        let mut spans = Spans::default();
        spans.begin_row();
        assert_eq!(spans.place("rowspan=0"), 0);
        spans.begin_group();
        spans.begin_row();
        assert_eq!(spans.place(""), 0);
    }

    #[test]
    fn a_cell_that_claims_a_million_rows_and_columns_takes_few() {
        let mut spans = Spans::default();
        spans.begin_row();
        assert_eq!(spans.place("rowspan=1000000 colspan=1000000"), 0);
        assert_eq!(spans.place("rowspan=18446744073709551615"), 64);
        for _ in 0..100_000 {
            spans.begin_row();
            assert_eq!(spans.place("colspan=1000000 rowspan=1000000"), 64);
        }
        assert!(spans.free.len() <= 64, "{}", spans.free.len());
    }
}
