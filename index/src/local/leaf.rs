//! One string in one segment: the documents that hold it, and its places within sections and between words.

use corpus::document::SectionKind;
use tantivy::DocId;
use tantivy::TERMINATED;
use tantivy::columnar::Column;

use crate::local::compile::Wanted;
use crate::local::exact::Places;
use crate::local::frequency::Frequency;
use crate::local::pairs::Pairs;
use crate::local::schema::PackedSection;
use crate::local::segment::Segment;
use crate::search::Matching;

/// A match: first and one past the last folded character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// One string of the plan in one segment.
pub(crate) struct Leaf<'s> {
    pub(crate) text: Places<'s>,
    title: Title<'s>,
    pub(crate) length: u32,
}

/// The places of a string in titles, which are looked up only when they are first asked for.
struct Title<'s> {
    pairs: &'s Pairs,
    folded: &'s str,
    places: Option<Places<'s>>,
}

impl<'s> Leaf<'s> {
    /// Looks a string up.
    pub(crate) fn open(wanted: &'s Wanted, segment: &'s Segment) -> Leaf<'s> {
        let text = match wanted.in_text {
            Some(_) => Places::find(segment.text(), &wanted.folded),
            None => Places::nowhere(segment.text()),
        };
        let title = Title { pairs: segment.title(), folded: &wanted.folded, places: None };
        Leaf { text, title, length: wanted.length }
    }

    /// Returns the places in titles. They are there for every string: where they do not decide, they rank.
    pub(crate) fn title(&mut self) -> &mut Places<'s> {
        let Title { pairs, folded, places } = &mut self.title;
        places.get_or_insert_with(|| Places::find(pairs, folded))
    }

    /// Returns the first document from the target on that may hold the string.
    pub(crate) fn reach(&mut self, target: DocId, wanted: &Wanted) -> DocId {
        let text = self.text.reach(target);
        if wanted.in_title { text.min(self.title().reach(target)) } else { text }
    }

    /// Returns the first document from the target on that may hold the string, as far as can be told without looking at
    /// places.
    pub(crate) fn approach(&mut self, target: DocId, wanted: &Wanted) -> DocId {
        let text = self.text.approach(target);
        if wanted.in_title { text.min(self.title().approach(target)) } else { text }
    }

    /// Tells whether the string stands in a document, wherever that counts.
    pub(crate) fn holds_at(&mut self, doc: DocId, wanted: &Wanted) -> bool {
        self.text.holds_at(doc) || wanted.in_title && self.title().holds_at(doc)
    }

    /// Tells whether the string stands in a document, within sections of every kind given.
    pub(crate) fn holds(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page<'_>,
    ) -> bool {
        let title_counts = wanted.in_title && (within.is_empty() || wanted.in_text.is_none());
        if title_counts && self.is_titled(doc, wanted, page) {
            return true;
        }
        self.text.holds_at(doc)
            && (is_free(within, wanted) || {
                let length = self.length;
                let fits = |&start: &u32| page.fits(doc, Span { start, end: start + length }, within, wanted);
                self.text.starts().iter().any(fits)
            })
    }

    /// Tells whether the string stands in the title of a document as it must.
    fn is_titled(&mut self, doc: DocId, wanted: &Wanted, page: &Page<'_>) -> bool {
        let length = self.length;
        let title = self.title();
        title.holds_at(doc)
            && (wanted.title_matching == Matching::String || {
                let is_whole = |&start: &u32| page.has_title_edges(doc, Span { start, end: start + length });
                title.starts().iter().any(is_whole)
            })
    }

    /// Gathers the places of the string in the title of a document where it stands there as it must.
    pub(crate) fn collect_titled(
        &mut self,
        doc: DocId,
        wanted: &Wanted,
        page: &Page<'_>,
        spans: &mut Vec<Span>,
    ) {
        let length = self.length;
        let title = self.title();
        if !title.holds_at(doc) {
            return;
        }
        let counts =
            |span: &Span| wanted.title_matching == Matching::String || page.has_title_edges(doc, *span);
        let places = title.starts().iter().map(|&start| Span { start, end: start + length });
        spans.extend(places.filter(counts));
    }

    /// Counts the places of the string in a document, wherever they are.
    #[inline]
    pub(crate) fn count_here(&mut self, doc: DocId) -> u32 {
        if self.text.holds_at(doc) { self.text.count() } else { 0 }
    }

    /// Counts the places of the string in the text and in the title of a document.
    pub(crate) fn frequency(&mut self, doc: DocId) -> Frequency {
        Frequency { in_text: self.count_here(doc), in_title: self.count_in_title(doc) }
    }

    /// Counts its places in the title of a document.
    #[inline]
    pub(crate) fn count_in_title(&mut self, doc: DocId) -> u32 {
        let title = self.title();
        if title.holds_at(doc) { title.count() } else { 0 }
    }

    /// Counts the places of the string in a document.
    pub(crate) fn count(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page<'_>,
    ) -> u32 {
        if is_free(within, wanted) {
            return self.count_here(doc);
        }
        if !self.text.holds_at(doc) {
            return 0;
        }
        let length = self.length;
        let fits = |&&start: &&u32| page.fits(doc, Span { start, end: start + length }, within, wanted);
        self.text.starts().iter().filter(fits).count() as u32
    }

    /// Returns the kinds of sections, of those that a document has, in which the string stands there; for a string whose
    /// places all count.
    pub(crate) fn kinds_held(&mut self, doc: DocId, present: Kinds, page: &mut Page<'_>) -> Kinds {
        let mut held = Kinds::default();
        if !self.text.holds_at(doc) {
            return held;
        }
        page.turn_to(doc);
        let length = self.length;
        for &start in self.text.starts() {
            for section in &page.here {
                if !held.has(section.kind()) && section.covers(start, start + length) {
                    held.add(section.kind());
                }
            }
            if held == present {
                break;
            }
        }
        held
    }

    /// Gathers the places of the string in a document.
    pub(crate) fn collect(
        &mut self,
        doc: DocId,
        within: &[SectionKind],
        wanted: &Wanted,
        page: &mut Page<'_>,
        spans: &mut Vec<Span>,
    ) {
        if !self.text.holds_at(doc) {
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
pub(crate) fn is_free(within: &[SectionKind], wanted: &Wanted) -> bool {
    within.is_empty() && wanted.in_text == Some(Matching::String)
}

/// Some kinds of sections, by their number among all kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    /// Adds a kind.
    pub(crate) fn add(&mut self, number: usize) {
        *self = self.and_also(number);
    }

    /// Returns these and one more kind.
    pub(crate) fn and_also(self, number: usize) -> Kinds {
        Kinds(self.0 | 1 << (number % 8))
    }

    /// Tells whether a kind is among them.
    pub(crate) fn has(self, number: usize) -> bool {
        self.0 >> (number % 8) & 1 == 1
    }

    /// Tells whether there are none.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns those that are also among others.
    pub(crate) fn and(self, others: Kinds) -> Kinds {
        Kinds(self.0 & others.0)
    }

    /// Returns these and others.
    pub(crate) fn or(self, others: Kinds) -> Kinds {
        Kinds(self.0 | others.0)
    }
}

// One bit each.
const _: () = assert!(SectionKind::ALL.len() <= 8);

/// What says where the sections of a document lie and its words begin.
pub(crate) struct Page<'s> {
    segment: &'s Segment,
    /// The document whose sections are at hand.
    doc: DocId,
    here: Vec<PackedSection>,
}

impl<'s> Page<'s> {
    /// Opens no document yet.
    pub(crate) fn new(segment: &'s Segment) -> Page<'s> {
        Page { segment, doc: TERMINATED, here: Vec::new() }
    }

    fn turn_to(&mut self, doc: DocId) {
        if self.doc != doc {
            self.doc = doc;
            self.here.clear();
            self.here.extend(self.segment.sections().values_for_doc(doc).map(PackedSection));
        }
    }

    /// Returns the kinds of the sections that a document has.
    pub(crate) fn kinds(&self, doc: DocId) -> Kinds {
        self.segment.section_kinds().get(doc as usize).copied().unwrap_or_default()
    }

    /// Tells whether a document has sections of a kind.
    pub(crate) fn has_section(&self, doc: DocId, kind: SectionKind) -> bool {
        self.kinds(doc).has(number(kind))
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

    /// Tells whether a word of the text begins where the span begins and one ends where it ends.
    fn has_edges(&self, doc: DocId, span: Span) -> bool {
        is_whole(self.segment.edges(), doc, span, self.segment.length(doc))
    }

    /// Tells the same of the title.
    fn has_title_edges(&self, doc: DocId, span: Span) -> bool {
        is_whole(self.segment.title_edges(), doc, span, self.segment.title_length(doc))
    }
}

/// Tells whether a word begins where a span begins and one ends where it ends, in a text of so many folded characters.
fn is_whole(edges: &Column<u64>, doc: DocId, span: Span, length: u32) -> bool {
    let rows = edges.index.value_row_ids(doc);
    let is_edge = |at: u32| {
        let row = rows.start + at / 64;
        at >= length || row < rows.end && edges.values.get_val(row) >> (at % 64) & 1 == 1
    };
    is_edge(span.start) && is_edge(span.end)
}

fn number(kind: SectionKind) -> usize {
    SectionKind::ALL.iter().position(|&one| one == kind).expect("every kind is listed")
}
