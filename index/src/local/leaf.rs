//! One string in one segment: the documents that hold it, and its places within sections and between words.

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::columnar::Column;

use crate::local::compile::Wanted;
use crate::local::exact::Exact;
use crate::local::exact::Places;
use crate::local::schema::PackedSection;
use crate::local::schema::column;
use crate::search::Matching;

/// A match: first and one past the last folded character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// One string of the plan in one segment.
pub(crate) struct Leaf {
    pub(crate) text: Places,
    pub(crate) title: Places,
    pub(crate) length: u32,
}

impl Leaf {
    /// Looks a string up.
    pub(crate) fn open(wanted: &Wanted, exact: &Exact) -> Leaf {
        let text = match wanted.in_text {
            Some(_) => Places::find(&exact.text, &wanted.folded),
            None => Places::nowhere(&exact.text),
        };
        // Titles are read for every string: where they do not decide, they rank.
        let title = Places::find(&exact.title, &wanted.folded);
        Leaf { text, title, length: wanted.length }
    }

    /// Returns the first document from the target on that may hold the string.
    pub(crate) fn reach(&mut self, target: DocId, wanted: &Wanted) -> DocId {
        let text = self.text.reach(target);
        if wanted.in_title { text.min(self.title.reach(target)) } else { text }
    }

    /// Tells whether the string stands in a document, within sections of every kind given.
    pub(crate) fn holds(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page,
    ) -> bool {
        let title_counts = wanted.in_title && (within.is_empty() || wanted.in_text.is_none());
        if title_counts && self.title.reach(doc) == doc {
            return true;
        }
        self.text.reach(doc) == doc
            && (is_free(within, wanted) || {
                let length = self.length;
                let fits = |&start: &u32| page.fits(doc, Span { start, end: start + length }, within, wanted);
                self.text.starts().iter().any(fits)
            })
    }

    /// Counts the places of the string in a document.
    pub(crate) fn count(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page,
    ) -> u32 {
        if self.text.reach(doc) != doc {
            return 0;
        }
        if is_free(within, wanted) {
            return self.text.count();
        }
        let length = self.length;
        let fits = |&&start: &&u32| page.fits(doc, Span { start, end: start + length }, within, wanted);
        self.text.starts().iter().filter(fits).count() as u32
    }

    /// Gathers the places of the string in a document.
    pub(crate) fn collect(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page,
        spans: &mut Vec<Span>,
    ) {
        if self.text.reach(doc) != doc {
            return;
        }
        for &start in self.text.starts() {
            let span = Span { start, end: start + self.length };
            if page.fits(doc, span, within, wanted) {
                spans.push(span);
            }
        }
    }
}

/// Tells whether every place of a string counts.
fn is_free(within: &[SectionKind], wanted: &Wanted) -> bool {
    within.is_empty() && wanted.in_text == Some(Matching::String)
}

/// The columns that say where sections lie and words begin.
pub(crate) struct Page {
    sections: Column<u64>,
    edges: Column<u64>,
    length: Column<u64>,
    /// The document whose sections are at hand.
    doc: DocId,
    here: Vec<PackedSection>,
}

impl Page {
    /// Opens the columns of a segment.
    pub(crate) fn open(reader: &SegmentReader) -> tantivy::Result<Page> {
        let columns = reader.fast_fields();
        Ok(Page {
            sections: columns.u64(column::SECTIONS)?,
            edges: columns.u64(column::EDGES)?,
            length: columns.u64(column::LENGTH)?,
            doc: TERMINATED,
            here: Vec::new(),
        })
    }

    /// Returns the length of a document's text in folded characters.
    pub(crate) fn length(&self, doc: DocId) -> u64 {
        self.length.first(doc).unwrap_or(0)
    }

    fn turn_to(&mut self, doc: DocId) {
        if self.doc != doc {
            self.doc = doc;
            self.here.clear();
            self.here.extend(self.sections.values_for_doc(doc).map(PackedSection));
        }
    }

    /// Tells whether a document has sections of a kind.
    pub(crate) fn has_section(&mut self, doc: DocId, kind: SectionKind) -> bool {
        self.turn_to(doc);
        self.here.iter().any(|section| section.kind() == number(kind))
    }

    fn fits(&mut self, doc: DocId, span: Span, within: &[SectionKind], wanted: &Wanted) -> bool {
        if wanted.in_text == Some(Matching::WholeWord) && !self.has_edges(doc, span) {
            return false;
        }
        if within.is_empty() {
            return true;
        }
        self.turn_to(doc);
        within.iter().all(|&kind| {
            self.here
                .iter()
                .any(|section| section.kind() == number(kind) && section.covers(span.start, span.end))
        })
    }

    /// Tells whether a word begins where the span begins and one ends where it ends.
    fn has_edges(&self, doc: DocId, span: Span) -> bool {
        let rows = self.edges.index.value_row_ids(doc);
        let is_edge = |at: u32| {
            let row = rows.start + at / 64;
            u64::from(at) >= self.length(doc)
                || row < rows.end && self.edges.values.get_val(row) >> (at % 64) & 1 == 1
        };
        is_edge(span.start) && is_edge(span.end)
    }
}

fn number(kind: SectionKind) -> usize {
    SectionKind::ALL.iter().position(|&one| one == kind).expect("every kind is listed")
}
