//! What is asked of the index and what it answers: plain data.

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::year::ReportYear;
use jiff::civil::Date;

use crate::cursor::Cursor;
use crate::expand::Expansion;
use crate::query::Query;
use crate::suggest::DidYouMean;

/// How strings of the query are held against the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// A substring of the folded text, whatever the words around it.
    #[default]
    String,
    /// A substring that begins where a word begins and ends where a word ends.
    WholeWord,
}

/// In what order hits come. Equal hits are ordered by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The latest report year first, documents without one last.
    Year,
    /// The latest published first, documents without a date last.
    Published,
    /// By id alone.
    Id,
}

/// What the hits are narrowed to, beside the query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First and last report year, both included; a document that speaks about any of them passes.
    pub years: Option<(i16, i16)>,
    /// A division as a user writes it: a name, a path or a code, with everything under it.
    pub region: Option<String>,
    /// The kind of document.
    pub kind: Option<DocumentKind>,
    /// The matches must lie in a section of this kind; what is excluded must stand nowhere in the document.
    pub section: Option<SectionKind>,
}

/// One search.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What is looked for.
    pub query: Query,
    /// What the hits are narrowed to.
    pub filter: Filter,
    /// How strings match.
    pub matching: Matching,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits to return; 0 returns the counts alone.
    pub limit: usize,
    /// How many hits to pass over.
    pub offset: usize,
    /// Whether short forms stand for full ones and the reverse.
    pub expand: bool,
    /// Whether near-identical versions are put under the best one; counts stay those of all documents.
    pub collapse: bool,
    /// From where to go on; takes the place of the offset.
    pub after: Option<Cursor>,
}

impl Matching {
    /// Returns whole words when told so, strings otherwise.
    pub fn whole_word_if(is_wanted: bool) -> Matching {
        if is_wanted { Matching::WholeWord } else { Matching::String }
    }
}

impl SearchRequest {
    /// Returns a request for the ten best hits of a query, without a filter.
    pub fn new(query: Query) -> SearchRequest {
        SearchRequest {
            query,
            filter: Filter::default(),
            matching: Matching::default(),
            sort: Sort::default(),
            limit: 10,
            offset: 0,
            expand: false,
            collapse: false,
            after: None,
        }
    }
}

/// How much was found, over all hits and not only those shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Documents that match.
    pub documents: u64,
    /// Places in their texts (titles excluded) at which a string of the query stands.
    pub occurrences: u64,
}

/// Says that no document, or hardly any, or not the one whose title is written out matched all of the query, and what was asked for
/// instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relaxed {
    /// The unquoted words of which any now suffices; documents with most of them come first.
    pub words: Vec<String>,
    /// What the query says beside them that is not looked for.
    pub left_out: Vec<String>,
    /// Whether none of the words is needed: beside them stand strings that are quoted, of a field or alternatives, and must match.
    pub are_optional: bool,
    /// How many documents match all of the query.
    pub documents: u64,
    /// The title that the query writes out beside words that only ask, dates and articles. Documents with it are then listed beside
    /// those that match, and nothing else is asked for less.
    pub title: Option<String>,
}

impl Relaxed {
    /// Returns a sentence for the reader, in Chinese.
    pub fn note(&self) -> String {
        if let Some(title) = &self.title {
            let documents = self.documents;
            return format!("同时包含所有词的文档 {documents} 篇，另列出标题含“{title}”的文档");
        }
        let mut note = match self.documents {
            0 => "没有文档同时包含所有词".to_owned(),
            few => format!("只有 {few} 篇文档同时包含所有词"),
        };
        note.push_str(match self.words.len() {
            0 => "，已改为只要求加引号的词、字段和并列条件",
            _ if self.are_optional => "，已改为只要求加引号的词、字段和并列条件，以下词可有可无：",
            1 => "，已改为只要求包含：",
            _ => "，已改为包含任意一个词：",
        });
        note.push_str(&self.words.join("、"));
        if !self.left_out.is_empty() {
            note.push_str(&format!("；未计入：{}", self.left_out.join("、")));
        }
        note
    }
}

/// The state of the index that an answer was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generation {
    /// The last entry of the store's change feed that the index holds.
    pub followed: u64,
    /// The identity of the store that the index follows; empty before the first one.
    pub store: String,
    /// The engine's own number of the commit.
    pub commit: u64,
}

/// Two or three of place, year and kind that a query names in words: documents that are of all of them are found too,
/// whatever their texts say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReport {
    /// The places as they were written.
    pub places: Vec<String>,
    /// The report years.
    pub years: Vec<i16>,
    /// The kind of document.
    pub kind: Option<DocumentKind>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPage {
    /// Counts over all hits.
    pub total: Total,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub relaxed: Option<Relaxed>,
    /// Present when documents were found by what they are too.
    pub named: Option<NamedReport>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    pub unknown_regions: Vec<String>,
    /// The strings for which other forms were looked for too, with the counts of each form.
    pub expansions: Vec<Expansion>,
    /// Present when nothing matched all of the query and a query that is written almost alike finds something.
    pub did_you_mean: Option<DidYouMean>,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Present when near-identical versions were put under one hit.
    pub collapsed: Option<Collapsed>,
    /// From where to go on; `None` on the last page.
    pub next: Option<Cursor>,
    /// Counts by value over all hits.
    pub facets: Facets,
    /// What the answer was read from.
    pub generation: Generation,
}

/// Which of some documents a request finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Among {
    /// For each of the documents whether it is found.
    pub found: Vec<bool>,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub relaxed: Option<Relaxed>,
}

/// The documents of a page by name alone.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedPage {
    /// Counts over all hits.
    pub total: Total,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub relaxed: Option<Relaxed>,
    /// The hits asked for.
    pub hits: Vec<RankedHit>,
    /// What the answer was read from.
    pub generation: Generation,
}

/// One document that matches, by name alone.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedHit {
    /// Its id.
    pub id: DocumentId,
    /// How well it fits; comparable within one answer only. 0 when not sorted by relevance.
    pub score: f32,
    /// Places in its text at which a string of the query stands.
    pub occurrences: u64,
}

/// One document that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Where the query's strings stand in the title: first and one past the last character.
    pub title_marks: Vec<(usize, usize)>,
    /// The years it speaks about.
    pub year: Option<ReportYear>,
    /// Its place as a written path, such as `四川省/绵阳市`.
    pub region: Option<String>,
    /// Its kind.
    pub kind: DocumentKind,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The day it went up.
    pub published: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// How well it fits; comparable within one answer only. 0 when not sorted by relevance.
    pub score: f32,
    /// Places in its text at which a string of the query stands.
    pub occurrences: u64,
    /// The near-identical documents that it stands for when these are collapsed.
    pub versions: Versions,
    /// Up to three cuttings of the text with the matches marked; the opening when only the title matches.
    pub snippets: Vec<Snippet>,
}

/// Near-identical documents behind a hit: almost the same text (at most three bits of a 64-bit SimHash apart, lengths within
/// a tenth), not of another report year, and of the same place unless the text is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// How many there are beside the hit.
    pub count: u64,
    /// Their ids in the order of the hits; a hundred at most.
    pub ids: Vec<DocumentId>,
}

/// How many hits are left when near-identical ones are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collapsed {
    /// Documents that were looked at, the best ones first; ten thousand at most.
    pub looked_at: u64,
    /// Hits that these became.
    pub groups: u64,
}

/// A cutting from the original text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The cutting, line breaks shown as blanks.
    pub text: String,
    /// First and one past the last character of each match in the cutting; sorted, not overlapping.
    pub marks: Vec<(usize, usize)>,
    /// The section it was cut from.
    pub section: Option<SectionName>,
}

/// What a section is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionName {
    /// Its place in the tree, such as `2.1`.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// What it is about.
    pub kind: SectionKind,
}

/// How many of the hits have a value. Choosing the value as a filter leaves exactly as many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value: a year, a written path, the key of a kind, an issuer's name.
    pub value: String,
    /// How many documents.
    pub count: u64,
}

/// Counts over all hits. Documents without a value are in no count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By report year, latest first; a report on a span counts in each of its years.
    pub year: Vec<FacetCount>,
    /// By place on every level of the path, in the order of a tree: `四川省`, `四川省/绵阳市`, ….
    pub region: Vec<FacetCount>,
    /// By the key of the kind, most first.
    pub kind: Vec<FacetCount>,
    /// By issuer, most first; the 200 most frequent.
    pub issuer: Vec<FacetCount>,
    /// By the key of the section kind in which the query matches.
    pub section: Vec<FacetCount>,
}

/// In what order concordance lines come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// By document id, then by place in the text.
    #[default]
    Document,
    /// By the text before the match, read backwards from it.
    Left,
    /// By the text behind the match.
    Right,
}

/// A request for every occurrence as one line.
#[derive(Clone, Debug)]
pub struct ConcordanceRequest {
    /// What is looked for.
    pub query: Query,
    /// What the documents are narrowed to.
    pub filter: Filter,
    /// How strings match.
    pub matching: Matching,
    /// The order of the lines.
    pub order: LineOrder,
    /// Characters of context on each side, at most 200.
    pub context: usize,
    /// Whether short forms stand for full ones and the reverse.
    pub expand: bool,
    /// How many lines to return.
    pub limit: usize,
    /// How many lines to pass over.
    pub offset: usize,
}

impl ConcordanceRequest {
    /// Returns a request for the first hundred lines with thirty characters on each side.
    pub fn new(query: Query) -> ConcordanceRequest {
        ConcordanceRequest {
            query,
            filter: Filter::default(),
            matching: Matching::default(),
            order: LineOrder::default(),
            context: 30,
            expand: false,
            limit: 100,
            offset: 0,
        }
    }
}

/// The lines asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcordancePage {
    /// Counts over all matches; `occurrences` is the number of lines there are.
    pub total: Total,
    /// Present when nothing matched all words of the query and any word was accepted.
    pub relaxed: Option<Relaxed>,
    /// The lines.
    pub lines: Vec<Line>,
    /// The regions asked for that the gazetteer does not know: only documents whose place is written so are found.
    pub unknown_regions: Vec<String>,
    /// What the answer was read from.
    pub generation: Generation,
}

/// One occurrence in its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// The section in which the match begins.
    pub section: Option<SectionName>,
    /// The text before the match, line breaks shown as blanks.
    pub left: String,
    /// The match as the original text has it.
    pub matched: String,
    /// The text after the match, line breaks shown as blanks.
    pub right: String,
    /// The match's first character in the document's text.
    pub offset: usize,
}

/// How a query was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The query in full, every operator and bracket written out.
    pub reading: String,
    /// Its strings and what became of each, in the order of the query.
    pub parts: Vec<ExplainedPart>,
}

/// One string of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPart {
    /// As the user wrote it.
    pub text: String,
    /// As it is looked for after folding.
    pub folded: String,
    /// The words it was cut into; one word for a phrase.
    pub words: Vec<String>,
    /// What must hold, a short phrase in Chinese: 正文逐字包含, 正文或标题包含每个词, ….
    pub meaning: String,
}
