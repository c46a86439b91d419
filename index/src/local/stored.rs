//! The address of a document in the index in; what is shown of it out.

use std::cell::RefCell;
use std::ops::Range;

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::text::Anchor;
use corpus::text::Anchors;
use corpus::text::origins;
use corpus::year::ReportYear;
use jiff::civil::Date;
use tantivy::DocId;
use tantivy::TantivyError;
use tantivy::error::DataCorruption;

use crate::local::highlight::Page;
use crate::local::leaf::Span;
use crate::local::outline::Outline;
use crate::local::period;
use crate::local::schema::day;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Segment;
use crate::local::stretch::FoldedStretch;
use crate::local::stretch::Stretch;
use crate::local::texts::Written;
use crate::local::texts::read_anchors;
use crate::search::SectionName;

/// How many characters more are read on each side of where a match is thought to lie.
const APART: usize = 8;

/// The stored text of a document and what stands around it.
///
/// A hit shows a few lines of its text, so only the stretches that are asked for are led back to.
pub(crate) struct StoredText {
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    outline: Outline,
    /// The section that was asked for last, and the characters that it is the answer for: a text may have thousands of each.
    last_section: RefCell<(Option<SectionName>, Range<usize>)>,
    text: Written,
    /// What lies before an anchor is told in bits of the codes of the text.
    anchors: Anchors,
}

impl StoredText {
    /// Returns the whole text.
    pub(crate) fn text(&self) -> tantivy::Result<String> {
        self.text.whole()
    }

    /// Counts the characters of the text; reads only what lies behind the last anchor.
    pub(crate) fn characters(&self) -> tantivy::Result<usize> {
        let last = self.anchors.places().last().copied().unwrap_or_default();
        Ok(last.character as usize + self.piece(last, None)?.chars().count())
    }

    /// Returns the lowest section that a character lies in.
    pub(crate) fn section(&self, at: usize) -> tantivy::Result<Option<SectionName>> {
        if self.last_section.borrow().1.contains(&at) {
            return Ok(self.last_section.borrow().0.clone());
        }
        let (found, alike) = self.outline.section(at)?;
        let name = match found {
            None => None,
            Some(found) if found.printed.is_empty() => Some(found.name("")),
            Some(found) => {
                let printed = self.page(found.printed.clone())?.text(found.printed.clone());
                Some(found.name(&printed))
            }
        };
        self.last_section.replace((name.clone(), alike));
        Ok(name)
    }

    /// Leads matches in the folded text back to characters of the text itself. The matches ascend.
    pub(crate) fn originals(&self, spans: &[Span]) -> tantivy::Result<Vec<Range<usize>>> {
        let mut ranges = Vec::with_capacity(spans.len());
        while let Some(first) = spans.get(ranges.len()) {
            let (from, to) = self.anchors.around_folded(&(first.start as usize..first.end as usize));
            let origins = origins(&self.piece(from, to)?);
            let (folded, characters) = (from.folded as usize, from.character as usize);
            let lies_here = |span: &&Span| to.is_none_or(|to| span.end <= to.folded);
            for span in spans[ranges.len()..].iter().take_while(lies_here) {
                let local = span.start as usize - folded..span.end as usize - folded;
                let original = origins.original(local);
                ranges.push(original.start + characters..original.end + characters);
            }
        }
        Ok(ranges)
    }

    /// Returns a stretch of the text that holds a match with so many characters before and behind it, as far as there are so
    /// many.
    pub(crate) fn stretch(&self, found: Span, before: usize, behind: usize) -> tantivy::Result<Stretch<'_>> {
        let (from, to) = self.anchors.around_folded(&(found.start as usize..found.end as usize));
        // Mostly what is left out of a text is spread evenly, so it is known nearly where the match lies.
        if let Some(to) = to {
            let (folded, characters) = (to.folded - from.folded, to.character - from.character);
            let at = |place: u32| {
                let passed = u64::from(place - from.folded) * u64::from(characters) / u64::from(folded);
                from.character as usize + passed as usize
            };
            let near = at(found.start).saturating_sub(before + APART)..at(found.end) + behind + APART;
            let stretch = self.stretch_around(&near)?;
            if stretch.reaches(found, before, behind) {
                return Ok(stretch);
            }
        }
        let first = (from.character as usize).saturating_sub(before);
        self.stretch_around(&(first..to.map_or(usize::MAX, |to| to.character as usize + behind)))
    }

    fn stretch_around(&self, characters: &Range<usize>) -> tantivy::Result<Stretch<'_>> {
        let (from, to) = self.anchors.around_characters(characters);
        Ok(Stretch::new(self, (from, to), self.piece(from, to)?))
    }

    /// Returns a stretch of the text that holds a range of characters, as far as there are so many.
    pub(crate) fn page(&self, characters: Range<usize>) -> tantivy::Result<Page<'_>> {
        let (from, to) = self.anchors.around_characters(&characters);
        Ok(Page::new(from.character as usize, &self.piece(from, to)?, to.is_none(), self))
    }

    /// Returns a stretch that holds matches with so many characters on each side.
    pub(crate) fn page_around(&self, matches: &[Range<usize>], context: usize) -> tantivy::Result<Page<'_>> {
        let first = matches.first().map_or(0, |first| first.start);
        let end = matches.iter().map(|found| found.end).max().unwrap_or(first);
        self.page(first.saturating_sub(context)..end + context)
    }

    /// Returns a stretch of the folded text that holds ascending matches with so many characters on each side, as far as there
    /// are so many.
    pub(crate) fn folded_around(&self, spans: &[Span], context: usize) -> tantivy::Result<FoldedStretch> {
        let first = spans.first().map_or(0, |span| span.start as usize);
        let end = spans.iter().map(|span| span.end as usize).max().unwrap_or(first);
        let (from, to) = self.anchors.around_folded(&(first.saturating_sub(context)..end + context));
        Ok(FoldedStretch::new(from.folded, &self.piece(from, to)?))
    }

    /// Reads the text between two anchors. Wrong bits are codes too, but mostly of more or fewer characters.
    fn piece(&self, from: Anchor, to: Option<Anchor>) -> tantivy::Result<String> {
        let text = self.text.between(from.offset as usize, to.map(|to| to.offset as usize))?;
        let fits = |to: Anchor| text.chars().count() == (to.character - from.character) as usize;
        if to.is_none_or(fits) {
            Ok(text)
        } else {
            Err(damaged("a text and its anchors do not agree".into()))
        }
    }
}

#[cfg(test)]
impl StoredText {
    /// Makes what would be stored of a text.
    pub(crate) fn of(text: &str) -> StoredText {
        let (text, anchors) = Written::with_anchors(text);
        StoredText { anchors: read_anchors(&anchors), text, ..StoredText::without_anchors("") }
    }

    /// Makes what would be stored if the codes of a text were those of another.
    pub(crate) fn mistaken(text: &str, other: &str) -> StoredText {
        StoredText { text: Written::of(other), ..StoredText::of(text) }
    }

    /// Makes the same without anchors.
    pub(crate) fn without_anchors(text: &str) -> StoredText {
        StoredText {
            title: String::new(),
            url: None,
            outline: Outline::of("", &[]),
            last_section: RefCell::default(),
            text: Written::of(text),
            anchors: read_anchors(&[]),
        }
    }
}

/// Reads the stored text of a document.
pub(crate) fn text(segment: &Segment, doc: DocId) -> tantivy::Result<StoredText> {
    let kept = segment.texts().read(doc)?;
    Ok(StoredText {
        title: kept.title.whole()?,
        url: Some(kept.url.whole()?).filter(|url| !url.is_empty()),
        outline: Outline::new(kept.sections, kept.headings),
        last_section: RefCell::default(),
        text: kept.text,
        anchors: read_anchors(&kept.anchors),
    })
}

/// What the columns say about a document.
pub(crate) struct Card {
    pub(crate) year: Option<ReportYear>,
    pub(crate) region: Option<String>,
    pub(crate) kind: DocumentKind,
    pub(crate) issuer: Option<String>,
    pub(crate) published: Option<Date>,
}

/// Reads the columns of a document.
pub(crate) fn card(segment: &Segment, doc: DocId) -> tantivy::Result<Card> {
    let at = doc as usize;
    let years = segment.years()?;
    let (start, end) = (years.start[at], years.end[at]);
    let year = if start == NO_YEAR {
        None
    } else {
        Some(ReportYear { start, end, period: period::period(segment.periods().first(doc).unwrap_or(0)) })
    };
    let name = |named| segment.names(named).map(|names| names.name(doc).map(str::to_owned));
    let kind = name(Named::Kind)?;
    Ok(Card {
        year,
        region: name(Named::Region)?,
        kind: kind.as_deref().and_then(DocumentKind::parse).unwrap_or(DocumentKind::Other),
        issuer: name(Named::Issuer)?,
        published: Some(segment.published()?[at])
            .filter(|&on| on != NO_DAY)
            .and_then(|on| day(i64::from(on))),
    })
}

/// Turns a stored id back.
pub(crate) fn id(written: &str) -> tantivy::Result<DocumentId> {
    DocumentId::parse(written).ok_or_else(|| damaged(format!("{written:?} is no document id")))
}

/// Says what is wrong with the files.
pub(crate) fn damaged(what: String) -> TantivyError {
    TantivyError::DataCorruption(DataCorruption::comment_only(what))
}
