//! Exports: everything that matches in, a file in the format asked for out, written row after row.

mod bibtex;
mod csv;
mod head;
mod jsonl;
mod ris;
mod row;
mod run;
mod xlsx;

pub use head::Corpus;
pub use head::Head;
pub use head::What;
pub use row::Cell;
pub use row::Row;
pub use run::Wanted;
pub use run::export;

use std::io;
use std::io::Write;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values that a spreadsheet opens.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
    /// References for a reference manager.
    Ris,
    /// References for LaTeX.
    Bibtex,
}

impl Format {
    /// Every format by its name.
    pub const ALL: &'static [(&'static str, Format)] = &[
        ("csv", Format::Csv),
        ("jsonl", Format::Jsonl),
        ("xlsx", Format::Xlsx),
        ("ris", Format::Ris),
        ("bibtex", Format::Bibtex),
    ];

    /// Finds a format by its name.
    pub fn find(name: &str) -> Option<Format> {
        Format::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Returns the ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Xlsx => "xlsx",
            Format::Ris => "ris",
            Format::Bibtex => "bib",
        }
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Jsonl => "application/jsonl; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Ris => "application/x-research-info-systems; charset=utf-8",
            Format::Bibtex => "application/x-bibtex; charset=utf-8",
        }
    }

    /// Tells whether a file of this format can hold such rows: references are of documents.
    pub fn holds(self, what: What) -> bool {
        what == What::Documents || !matches!(self, Format::Ris | Format::Bibtex)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin<'w, W: Write + Send + 'w>(self, out: W, head: &Head) -> io::Result<Box<dyn File + 'w>> {
        Ok(match self {
            Format::Csv => Box::new(csv::Csv::begin(out, head)?),
            Format::Jsonl => Box::new(jsonl::Jsonl::begin(out, head)?),
            Format::Xlsx => Box::new(xlsx::Xlsx::begin(out, head)?),
            Format::Ris => Box::new(ris::Ris::begin(out, head)),
            Format::Bibtex => Box::new(bibtex::Bibtex::begin(out, head)?),
        })
    }
}

/// A file that is being written.
pub trait File {
    /// Writes one row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn row(&mut self, row: &Row) -> io::Result<()>;

    /// Writes what stands below the last row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

#[cfg(test)]
mod tests;
