//! A segment of a commit in; what searches read of it, opened once, out.

use std::sync::Arc;
use std::sync::OnceLock;

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::columnar::StrColumn;

use crate::local::leaf::Kinds;
use crate::local::pairs::Pairs;
use crate::local::postings::Starts;
use crate::local::schema::PackedSection;
use crate::local::schema::column;
use crate::local::schema::ending;
use crate::local::texts::Texts;

/// A segment as of one commit. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Segment {
    /// Its place among the segments of the commit.
    pub(crate) number: u32,
    pub(crate) reader: SegmentReader,
    parts: Arc<Parts>,
}

/// What stays the same as long as the segment lives. The engine opens its own files with a segment, so that a merge may
/// remove them while they are read; ours are kept open by whoever holds this.
struct Parts {
    text: Pairs,
    title: Pairs,
    texts: Texts,
    ids: OnceLock<Ids>,
    sections: Column<u64>,
    periods: Column<u64>,
    section_kinds: OnceLock<Vec<Kinds>>,
    edges: Column<u64>,
    title_edges: Column<u64>,
    years: OnceLock<Years>,
    published: OnceLock<Vec<i32>>,
    kinds: OnceLock<Names>,
    regions: OnceLock<Names>,
    issuers: OnceLock<Names>,
    sources: OnceLock<Names>,
}

/// The different ids of a segment, ascending, one behind the other in one text, and which of them every document has. An id
/// is looked up for every hit, and the engine would unpack a block of its dictionary for each.
#[derive(Default)]
pub(crate) struct Ids {
    written: String,
    /// Where each id ends, in bytes.
    ends: Vec<u32>,
    of: Vec<u32>,
}

/// The first and the last report year of every document; `NO_YEAR` where there is none.
pub(crate) struct Years {
    pub(crate) start: Vec<i16>,
    pub(crate) end: Vec<i16>,
}

/// Stands for a document without a report year.
pub(crate) const NO_YEAR: i16 = i16::MIN;
/// Stands for a document without a publish date.
pub(crate) const NO_DAY: i32 = i32::MIN;
/// Stands for a document without a name.
pub(crate) const NO_NAME: u32 = u32::MAX;

/// The different names of a column, ascending, and which of them every document has.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
    /// For every document the number of its name, or `NO_NAME`.
    pub(crate) of: Vec<u32>,
}

/// A column of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Kind,
    Region,
    Issuer,
    Source,
}

impl Segment {
    /// Opens a segment; what does not change is taken over from a view that already holds it. Reads no document.
    pub(crate) fn open(number: u32, reader: &SegmentReader, known: &[Segment]) -> tantivy::Result<Segment> {
        let same = known.iter().find(|segment| segment.reader.segment_id() == reader.segment_id());
        let parts = match same {
            Some(same) => Arc::clone(&same.parts),
            None => Arc::new(Parts::open(reader)?),
        };
        Ok(Segment { number, reader: reader.clone(), parts })
    }

    /// Returns the pairs of the texts.
    pub(crate) fn text(&self) -> &Pairs {
        &self.parts.text
    }

    /// Returns the pairs of the titles.
    pub(crate) fn title(&self) -> &Pairs {
        &self.parts.title
    }

    /// Returns the kept texts.
    pub(crate) fn texts(&self) -> &Texts {
        &self.parts.texts
    }

    /// Returns the ids; reads the column when it is first asked for.
    pub(crate) fn ids(&self) -> tantivy::Result<&Ids> {
        once(&self.parts.ids, || Ids::read(self.reader.fast_fields().str(column::ID)?, self.documents()))
    }

    /// Returns the column of `PackedSection`s.
    pub(crate) fn sections(&self) -> &Column<u64> {
        &self.parts.sections
    }

    /// Returns the column of report periods.
    pub(crate) fn periods(&self) -> &Column<u64> {
        &self.parts.periods
    }

    /// Returns of which kinds the sections of every document are; reads the column when it is first asked for.
    pub(crate) fn section_kinds(&self) -> &[Kinds] {
        self.parts.section_kinds.get_or_init(|| {
            let of = |doc| {
                let sections = self.parts.sections.values_for_doc(doc);
                sections
                    .fold(Kinds::default(), |kinds, section| kinds.and_also(PackedSection(section).kind()))
            };
            (0..self.documents()).map(of).collect()
        })
    }

    /// Returns the column that says where words of the texts begin.
    pub(crate) fn edges(&self) -> &Column<u64> {
        &self.parts.edges
    }

    /// Returns the column that says where words of the titles begin.
    pub(crate) fn title_edges(&self) -> &Column<u64> {
        &self.parts.title_edges
    }

    /// Counts the documents, deleted ones included.
    pub(crate) fn documents(&self) -> DocId {
        self.reader.max_doc()
    }

    /// Tells whether a document is not deleted.
    pub(crate) fn is_alive(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Returns the length of a document's text in folded characters.
    pub(crate) fn length(&self, doc: DocId) -> u32 {
        self.text().length(doc)
    }

    /// Returns the length of a document's title in folded characters.
    pub(crate) fn title_length(&self, doc: DocId) -> u32 {
        self.title().length(doc)
    }

    /// Returns the report years; reads the columns when they are first asked for.
    pub(crate) fn years(&self) -> tantivy::Result<&Years> {
        once(&self.parts.years, || {
            let read = |name| -> tantivy::Result<Vec<i16>> {
                let values = self.reader.fast_fields().i64(name)?;
                let year = |doc| values.first(doc).and_then(|year| i16::try_from(year).ok());
                Ok((0..self.documents()).map(|doc| year(doc).unwrap_or(NO_YEAR)).collect())
            };
            Ok(Years { start: read(column::YEAR_START)?, end: read(column::YEAR_END)? })
        })
    }

    /// Returns the days of publishing, counted from 1970-01-01; reads the column when it is first asked for.
    pub(crate) fn published(&self) -> tantivy::Result<&[i32]> {
        let days = once(&self.parts.published, || {
            let values = self.reader.fast_fields().i64(column::PUBLISHED)?;
            let day = |doc| values.first(doc).and_then(|day| i32::try_from(day).ok());
            Ok((0..self.documents()).map(|doc| day(doc).unwrap_or(NO_DAY)).collect())
        });
        days.map(Vec::as_slice)
    }

    /// Returns a column of names; reads it when it is first asked for.
    pub(crate) fn names(&self, named: Named) -> tantivy::Result<&Names> {
        let (cell, name) = match named {
            Named::Kind => (&self.parts.kinds, column::KIND),
            Named::Region => (&self.parts.regions, column::REGION),
            Named::Issuer => (&self.parts.issuers, column::ISSUER),
            Named::Source => (&self.parts.sources, column::SOURCE),
        };
        once(cell, || Names::read(self.reader.fast_fields().str(name)?, self.documents()))
    }
}

/// Works a value out when it is first asked for; a failure is not remembered.
fn once<T>(cell: &OnceLock<T>, work_out: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<&T> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let value = work_out()?;
    Ok(cell.get_or_init(|| value))
}

impl Parts {
    fn open(reader: &SegmentReader) -> tantivy::Result<Parts> {
        let columns = reader.fast_fields();
        Ok(Parts {
            text: Pairs::open_with_words(reader, (ending::TEXT, ending::WORDS))?,
            title: Pairs::open_with_words(reader, (ending::TITLE, ending::TITLE_WORDS))?,
            texts: Texts::open(reader, ending::KEPT)?,
            ids: OnceLock::new(),
            sections: columns.u64(column::SECTIONS)?,
            periods: columns.u64(column::PERIOD)?,
            section_kinds: OnceLock::new(),
            edges: columns.u64(column::EDGES)?,
            title_edges: columns.u64(column::TITLE_EDGES)?,
            years: OnceLock::new(),
            published: OnceLock::new(),
            kinds: OnceLock::new(),
            regions: OnceLock::new(),
            issuers: OnceLock::new(),
            sources: OnceLock::new(),
        })
    }
}

impl Ids {
    fn read(column: Option<StrColumn>, documents: DocId) -> tantivy::Result<Ids> {
        let Some(column) = column else {
            return Ok(Ids::default());
        };
        let mut ids = Ids::default();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            ids.written.push_str(&String::from_utf8_lossy(stream.key()));
            ids.ends.push(ids.written.len() as u32);
        }
        let number = |doc| column.ords().first(doc).map_or(NO_NAME, |number| number as u32);
        ids.of = (0..documents).map(number).collect();
        Ok(ids)
    }

    /// Returns the number of a document's id; ids are ordered like their numbers.
    pub(crate) fn number(&self, doc: DocId) -> u32 {
        self.of.get(doc as usize).copied().unwrap_or(NO_NAME)
    }

    /// Returns the id of a number, empty for one that stands for none.
    pub(crate) fn written(&self, number: u32) -> &str {
        let at = number as usize;
        let end = self.ends.get(at).map_or(0, |&end| end as usize);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        self.written.get(start..end).unwrap_or_default()
    }
}

impl Names {
    fn read(column: Option<StrColumn>, documents: DocId) -> tantivy::Result<Names> {
        let Some(column) = column else {
            return Ok(Names { names: Vec::new(), of: vec![NO_NAME; documents as usize] });
        };
        let mut names = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            names.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        let number = |doc| column.ords().first(doc).map_or(NO_NAME, |number| number as u32);
        Ok(Names { names, of: (0..documents).map(number).collect() })
    }

    /// Returns the name of a document.
    pub(crate) fn name(&self, doc: DocId) -> Option<&str> {
        let number = *self.of.get(doc as usize)?;
        self.names.get(number as usize).map(String::as_str)
    }
}
