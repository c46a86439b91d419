//! One JSON object a line; the first one, with the key `export`, says what the others are.

use std::io;
use std::io::Write;

use serde_json::Map;
use serde_json::Value;

use crate::export::Cell;
use crate::export::File;
use crate::export::Head;
use crate::export::Row;
use crate::export::row::columns;

pub(super) struct Jsonl<W> {
    out: W,
    columns: &'static [&'static str],
}

impl<W: Write> Jsonl<W> {
    pub(super) fn begin(mut out: W, head: &Head) -> io::Result<Jsonl<W>> {
        let mut object = Map::new();
        for (name, value) in head.lines() {
            object.insert(name.to_owned(), value.into());
        }
        let counts = [("documents", head.documents), ("occurrences", head.occurrences), ("rows", head.rows)];
        for &(name, value) in counts.iter().chain(&head.sizes) {
            object.insert(name.to_owned(), value.into());
        }
        line(&mut out, &object)?;
        Ok(Jsonl { out, columns: columns(head.what) })
    }
}

impl<W: Write> File for Jsonl<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        let mut object = Map::new();
        for (name, cell) in self.columns.iter().zip(row.cells()) {
            let value = match cell {
                Cell::Empty => Value::Null,
                Cell::Text(text) => text.into(),
                Cell::Whole(number) => number.into(),
                Cell::Real(number) => number.into(),
            };
            object.insert((*name).to_owned(), value);
        }
        line(&mut self.out, &object)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn line(out: &mut impl Write, object: &Map<String, Value>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    out.write_all(b"\n")
}
