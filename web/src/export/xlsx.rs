//! A workbook: the rows on as many sheets as they need, and a sheet that says what they are. Cells are written as texts
//! and numbers, never as formulas. The rows go to a temporary file at once, so that memory does not grow with them.

use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;

use jiff::Timestamp;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::export::Cell;
use crate::export::File;
use crate::export::Head;
use crate::export::Row;
use crate::export::row::columns;

/// Rows on one sheet, below the names of the columns; a sheet can hold 1 048 576.
const ROWS: u32 = 1_000_000;

/// The most characters that a cell can hold.
const LONGEST: usize = 32_767;

pub(super) struct Xlsx<W> {
    out: W,
    workbook: Workbook,
    columns: &'static [&'static str],
    sheet: usize,
    /// Rows written on the sheet.
    rows: u32,
}

impl<W: Write> Xlsx<W> {
    pub(super) fn begin(out: W, head: &Head) -> io::Result<Xlsx<W>> {
        let mut workbook = Workbook::new();
        let made = created(head.corpus.at).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_title("Gongbao").set_creation_datetime(&made));
        let mut file = Xlsx { out, workbook, columns: columns(head.what), sheet: 0, rows: 0 };
        file.new_sheet().map_err(failed)?;
        // The sheet about the export stands behind the rows, where readers of the first sheet do not stumble over it.
        file.about(head).map_err(failed)?;
        Ok(file)
    }

    fn about(&mut self, head: &Head) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("about 说明")?;
        for (row, (name, value)) in head.lines().into_iter().enumerate() {
            sheet.write_string(row as u32, 0, name)?;
            sheet.write_string(row as u32, 1, cut(&value))?;
        }
        Ok(())
    }

    fn new_sheet(&mut self) -> Result<(), XlsxError> {
        let number = self.workbook.worksheets().len();
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(if number == 0 { "rows".to_owned() } else { format!("rows {number}") })?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in self.columns.iter().enumerate() {
            sheet.write_string(0, column as u16, *name)?;
        }
        self.sheet = number;
        self.rows = 0;
        Ok(())
    }

    /// Returns the sheet and the row of it to write on; the names of the columns stand on row 0.
    fn next_row(&mut self) -> Result<(&mut Worksheet, u32), XlsxError> {
        if self.rows == ROWS {
            self.new_sheet()?;
        }
        self.rows += 1;
        Ok((self.workbook.worksheet_from_index(self.sheet)?, self.rows))
    }
}

impl<W: Write> File for Xlsx<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        let cells = row.cells();
        let (sheet, at) = self.next_row().map_err(failed)?;
        for (column, cell) in cells.iter().enumerate() {
            let column = column as u16;
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(at, column, cut(text)).map_err(failed)?;
                }
                Cell::Whole(number) => {
                    sheet.write_number(at, column, *number as f64).map_err(failed)?;
                }
                Cell::Real(number) => {
                    sheet.write_number(at, column, *number).map_err(failed)?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let mut packed = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut packed).map_err(failed)?;
        packed.rewind()?;
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let count = packed.read(&mut chunk)?;
            if count == 0 {
                return self.out.flush();
            }
            self.out.write_all(&chunk[..count])?;
        }
    }
}

fn created(at: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    // The format knows no time before 1900.
    let second = at.as_second().max(0) as u64;
    ExcelDateTime::from_timestamp(second as i64)
}

/// Cuts what is too long for a cell.
fn cut(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

fn failed(err: XlsxError) -> io::Error {
    io::Error::other(err)
}
