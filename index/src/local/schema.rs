//! The fields of the index, and a document turned into them.

use std::sync::Arc;

use corpus::document::Document;
use corpus::document::DocumentId;
use corpus::document::Section;
use corpus::document::SectionKind;
use corpus::fingerprint::Fingerprint;
use corpus::text::Anchors;
use corpus::text::Folded;
use corpus::text::fold;
use tantivy::SegmentPlugin;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::schema::BytesOptions;
use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::STRING;
use tantivy::schema::Schema;
use tantivy::schema::TextFieldIndexing;
use tantivy::schema::TextOptions;

use crate::local::outline;
use crate::local::pairing::Pairing;
use crate::local::period;
use crate::local::run;
use crate::local::texts::Cuts;
use crate::local::texts::Keeping;
use crate::local::texts::write_anchors;
use crate::local::tokenize;
use crate::local::tokenize::CutText;
use crate::local::word_listing::WordListing;

/// The number of this form of the index. Raised whenever fields, folding, cutting or the bytes of our own files change, so
/// that an index of another form is rebuilt instead of misread.
pub(crate) const FORMAT: u32 = 12;

/// The fields. Those without a remark are columns that are read by document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Indexed whole, and a column to order by.
    pub(crate) id: Field,
    /// What is kept to be shown.
    kept: Keeping,
    /// The folded text, for its pairs of characters.
    pub(crate) exact: Field,
    /// The same of the title.
    pub(crate) exact_title: Field,
    /// The words of the text with their frequencies.
    pub(crate) words: Field,
    kind: Field,
    issuer: Field,
    source: Field,
    region: Field,
    year_start: Field,
    year_end: Field,
    period: Field,
    published: Field,
    length: Field,
    sections: Field,
    edges: Field,
    title_edges: Field,
    fingerprint: Field,
}

/// Names of the columns.
pub(crate) mod column {
    pub(crate) const ID: &str = "id";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const ISSUER: &str = "issuer";
    pub(crate) const SOURCE: &str = "source";
    pub(crate) const REGION: &str = "region";
    pub(crate) const YEAR_START: &str = "year_start";
    pub(crate) const YEAR_END: &str = "year_end";
    pub(crate) const PERIOD: &str = "period";
    /// Days since 1970-01-01.
    pub(crate) const PUBLISHED: &str = "published";
    /// Folded characters of the text.
    pub(crate) const LENGTH: &str = "length";
    /// `PackedSection`s.
    pub(crate) const SECTIONS: &str = "sections";
    /// One bit for each folded character: whether a word begins there.
    pub(crate) const EDGES: &str = "edges";
    /// The same of the title.
    pub(crate) const TITLE_EDGES: &str = "title_edges";
    /// The `Fingerprint` of the text.
    pub(crate) const FINGERPRINT: &str = "fingerprint";
}

/// Endings of our own files.
pub(crate) mod ending {
    pub(crate) const TEXT: &str = "pairs";
    pub(crate) const TITLE: &str = "titlepairs";
    pub(crate) const WORDS: &str = "words";
    pub(crate) const TITLE_WORDS: &str = "titlewords";
    pub(crate) const KEPT: &str = "texts";

    /// The files of pairs, each with the file of the words kept of it.
    pub(crate) const WITH_WORDS: [(&str, &str); 2] = [(TEXT, WORDS), (TITLE, TITLE_WORDS)];
}

impl Fields {
    /// Returns what keeps the texts, the pairs of texts and titles, and then the lists of words, which are made from them.
    pub(crate) fn plugins(&self) -> [Arc<dyn SegmentPlugin>; 4] {
        let pairing = |field, ending, longest_run| Pairing { field, ending, longest_run };
        [
            Arc::new(self.kept),
            Arc::new(pairing(self.exact, ending::TEXT, run::MOST_OF_TEXTS)),
            Arc::new(pairing(self.exact_title, ending::TITLE, run::MOST_OF_TITLES)),
            Arc::new(WordListing { words: self.words }),
        ]
    }

    /// Returns the schema and the fields in it.
    pub(crate) fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        // Neither indexed nor stored by the engine: `Keeping` and `Pairing` take them.
        let (plain_text, plain_bytes) = (TextOptions::default, BytesOptions::default);
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenize::CUT).set_fieldnorms(false);
        let words = TextOptions::default()
            .set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs));
        let named = || TextOptions::default().set_fast("raw");
        let fields = Fields {
            id: schema.add_text_field(column::ID, STRING | FAST),
            kept: Keeping {
                title: schema.add_text_field("title", plain_text()),
                url: schema.add_text_field("url", plain_text()),
                headings: schema.add_text_field("headings", plain_text()),
                sections: schema.add_bytes_field("places", plain_bytes()),
                anchors: schema.add_bytes_field("anchors", plain_bytes()),
                text: schema.add_text_field("text", plain_text()),
                cuts: schema.add_bytes_field("cuts", plain_bytes()),
                ending: ending::KEPT,
            },
            exact: schema.add_text_field("exact", plain_text()),
            exact_title: schema.add_text_field("exact_title", plain_text()),
            words: schema.add_text_field("words", words),
            kind: schema.add_text_field(column::KIND, named()),
            issuer: schema.add_text_field(column::ISSUER, named()),
            source: schema.add_text_field(column::SOURCE, named()),
            region: schema.add_text_field(column::REGION, named()),
            year_start: schema.add_i64_field(column::YEAR_START, FAST),
            year_end: schema.add_i64_field(column::YEAR_END, FAST),
            period: schema.add_u64_field(column::PERIOD, FAST),
            published: schema.add_i64_field(column::PUBLISHED, FAST),
            length: schema.add_u64_field(column::LENGTH, FAST),
            sections: schema.add_u64_field(column::SECTIONS, FAST),
            edges: schema.add_u64_field(column::EDGES, FAST),
            title_edges: schema.add_u64_field(column::TITLE_EDGES, FAST),
            fingerprint: schema.add_u64_field(column::FINGERPRINT, FAST),
        };
        (schema.build(), fields)
    }

    /// Returns the term that stands for a whole document.
    pub(crate) fn id_term(&self, id: &DocumentId) -> Term {
        Term::from_field_text(self.id, id.as_str())
    }

    /// Turns a document into the fields of the index.
    pub(crate) fn document(
        &self,
        id: &DocumentId,
        url: Option<&str>,
        document: &Document,
    ) -> TantivyDocument {
        self.document_cut(id, url, document, tokenize::cut)
    }

    /// Turns a document into the fields of the index; its text and title are cut into words as the caller says.
    pub(crate) fn document_cut(
        &self,
        id: &DocumentId,
        url: Option<&str>,
        document: &Document,
        cut: impl Fn(&str, &Folded) -> CutText,
    ) -> TantivyDocument {
        let mut row = TantivyDocument::with_capacity(document.text.len() * 4);
        row.add_text(self.id, id.as_str());
        let title = fold(&document.title);
        for edges in cut(&document.title, &title).edges {
            row.add_u64(self.title_edges, edges);
        }
        row.add_text(self.exact_title, title.into_text());
        let text = fold(&document.text);
        let cut = cut(&document.text, &text);
        self.add_kept(&mut row, url.unwrap_or_default(), document, (&text, &cut));
        self.add_text_fields(&mut row, document, text, &cut);
        self.add_columns(&mut row, document);
        row
    }

    fn add_kept(
        &self,
        row: &mut TantivyDocument,
        url: &str,
        document: &Document,
        (folded, cut): (&Folded, &CutText),
    ) {
        let (places, headings) = outline::write(&document.text, &document.sections);
        let anchors = Anchors::of(&document.text, folded);
        let mut cuts = Cuts::default();
        cuts.add_words(&document.title);
        cuts.add_address(url);
        cuts.add_words(&headings);
        cuts.add_text(&document.text, folded, &cut.edges, &anchors);
        row.add_text(self.kept.title, &document.title);
        row.add_text(self.kept.url, url);
        row.add_text(self.kept.headings, headings);
        row.add_bytes(self.kept.sections, &places);
        row.add_bytes(self.kept.anchors, &write_anchors(&anchors));
        row.add_text(self.kept.text, &document.text);
        row.add_bytes(self.kept.cuts, cuts.as_bytes());
    }

    fn add_text_fields(&self, row: &mut TantivyDocument, document: &Document, text: Folded, cut: &CutText) {
        row.add_text(self.words, &cut.words);
        for edges in &cut.edges {
            row.add_u64(self.edges, *edges);
        }
        row.add_u64(self.length, text.len() as u64);
        row.add_u64(self.fingerprint, Fingerprint::of(text.text()).0);
        for section in &document.sections {
            row.add_u64(self.sections, PackedSection::pack(section, &text).0);
        }
        row.add_text(self.exact, text.into_text());
    }

    fn add_columns(&self, row: &mut TantivyDocument, document: &Document) {
        row.add_text(self.kind, document.kind.key());
        let named = [(self.issuer, &document.issuer), (self.source, &document.source)];
        for (field, value) in named {
            if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
                row.add_text(field, value.trim());
            }
        }
        if let Some(place) = &document.place {
            row.add_text(self.region, place.written());
        }
        if let Some(year) = document.report_year {
            row.add_i64(self.year_start, i64::from(year.start));
            row.add_i64(self.year_end, i64::from(year.end));
            row.add_u64(self.period, period::number(year.period));
        }
        if let Some(published) = document.published {
            row.add_i64(self.published, day_number(published));
        }
    }
}

/// Counts days from 1970-01-01.
pub(crate) fn day_number(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    i64::from(epoch.until(date).map_or(0, |span| span.get_days()))
}

/// Returns the day that a number stands for.
pub(crate) fn day(number: i64) -> Option<jiff::civil::Date> {
    let span = jiff::Span::new().try_days(number).ok()?;
    jiff::civil::Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// A section's kind and its range of folded characters in one number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PackedSection(pub(crate) u64);

impl PackedSection {
    const BITS: u32 = 30;
    const MASK: u64 = (1 << PackedSection::BITS) - 1;

    fn pack(section: &Section, text: &Folded) -> PackedSection {
        let folded = text.folded(section.start..section.end);
        let kind = SectionKind::ALL.iter().position(|&kind| kind == section.kind).unwrap_or_default() as u64;
        let start = (folded.start as u64).min(PackedSection::MASK);
        let end = (folded.end as u64).min(PackedSection::MASK);
        PackedSection(kind << (2 * PackedSection::BITS) | start << PackedSection::BITS | end)
    }

    /// Returns the place of the kind among all kinds.
    pub(crate) fn kind(self) -> usize {
        (self.0 >> (2 * PackedSection::BITS)) as usize
    }

    /// Returns the first and one past the last folded character.
    pub(crate) fn range(self) -> (u64, u64) {
        (self.0 >> PackedSection::BITS & PackedSection::MASK, self.0 & PackedSection::MASK)
    }

    /// Tells whether a range of folded characters lies in the section.
    pub(crate) fn covers(self, start: u32, end: u32) -> bool {
        let from = self.0 >> PackedSection::BITS & PackedSection::MASK;
        let to = self.0 & PackedSection::MASK;
        from <= u64::from(start) && u64::from(end) <= to
    }
}
