//! Comma-separated values (RFC 4180) with a byte order mark, so that a spreadsheet reads Chinese; above the names of the
//! columns stand lines that begin with `#`.

use std::io;
use std::io::Write;

use crate::csv::BYTE_ORDER_MARK;
use crate::csv::guarded;
use crate::csv::quoted;
use crate::export::Cell;
use crate::export::File;
use crate::export::Head;
use crate::export::Row;
use crate::export::row::columns;

pub(super) struct Csv<W> {
    out: W,
}

impl<W: Write> Csv<W> {
    pub(super) fn begin(mut out: W, head: &Head) -> io::Result<Csv<W>> {
        write!(out, "{BYTE_ORDER_MARK}")?;
        for (name, value) in head.lines() {
            // Readers that skip what begins with # know it by the first character of a line, so none is quoted. A line break
            // would end the line, and a comma begin a cell that a spreadsheet may compute; a query means the same with a
            // full-width one.
            let value = value.replace(['\n', '\r'], " ").replace(',', "，");
            write!(out, "# {name}: {value}\r\n")?;
        }
        write!(out, "{}\r\n", columns(head.what).join(","))?;
        Ok(Csv { out })
    }
}

impl<W: Write> File for Csv<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        for (at, cell) in row.cells().iter().enumerate() {
            if at > 0 {
                self.out.write_all(b",")?;
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => self.out.write_all(quoted(&guarded(text)).as_bytes())?,
                Cell::Whole(number) => write!(self.out, "{number}")?,
                Cell::Real(number) => write!(self.out, "{number}")?,
            }
        }
        self.out.write_all(b"\r\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
