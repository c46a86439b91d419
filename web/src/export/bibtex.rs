//! References as a BibTeX file; what stands outside the entries is a comment there.

use std::io;
use std::io::Write;

use crate::citation;
use crate::citation::Cited;
use crate::export::File;
use crate::export::Head;
use crate::export::Row;

pub(super) struct Bibtex<W> {
    out: W,
}

impl<W: Write> Bibtex<W> {
    pub(super) fn begin(mut out: W, head: &Head) -> io::Result<Bibtex<W>> {
        for (name, value) in head.lines() {
            // An @ begins an entry, whatever stands before it.
            let value = value.replace(['\n', '\r'], " ").replace('@', "(at)");
            writeln!(out, "% {name}: {value}")?;
        }
        Ok(Bibtex { out })
    }
}

impl<W: Write> File for Bibtex<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        match row {
            Row::Document(document) => {
                writeln!(self.out)?;
                self.out.write_all(citation::bibtex(&Cited::from(&**document)).as_bytes())
            }
            Row::Line(_) | Row::Point { .. } | Row::KeyWord(_) | Row::Collocate(_) => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
