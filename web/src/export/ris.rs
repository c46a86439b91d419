//! References as a RIS file; each names the collection that it was read from, because the format knows no comments.

use std::io;
use std::io::Write;

use crate::citation;
use crate::citation::Cited;
use crate::export::File;
use crate::export::Head;
use crate::export::Row;

pub(super) struct Ris<W> {
    out: W,
    from: String,
}

impl<W: Write> Ris<W> {
    pub(super) fn begin(out: W, head: &Head) -> Ris<W> {
        let from = format!("Gongbao {} ({}); query: {}", head.corpus.version, head.corpus.at, head.query);
        Ris { out, from }
    }
}

impl<W: Write> File for Ris<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        match row {
            Row::Document(document) => {
                self.out.write_all(citation::ris(&Cited::from(&**document), &self.from).as_bytes())
            }
            Row::Line(_) | Row::Point { .. } | Row::KeyWord(_) | Row::Collocate(_) => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
