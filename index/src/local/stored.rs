//! The address of a document in the index in; what is shown of it out.

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::year::ReportYear;
use jiff::civil::Date;
use tantivy::DocAddress;
use tantivy::DocId;
use tantivy::Searcher;
use tantivy::TantivyDocument;
use tantivy::TantivyError;
use tantivy::error::DataCorruption;
use tantivy::schema::Field;
use tantivy::schema::Value;

use crate::highlight::OutlinePart;
use crate::local::schema::Fields;
use crate::local::schema::column;
use crate::local::schema::day;
use crate::local::schema::period;
use crate::local::segment::NO_DAY;
use crate::local::segment::NO_YEAR;
use crate::local::segment::Named;
use crate::local::segment::Segment;
use crate::search::SectionName;

/// The stored text of a document and what stands around it.
pub(crate) struct StoredText {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) url: Option<String>,
    pub(crate) outline: Vec<OutlinePart>,
}

/// Reads the stored text of a document.
pub(crate) fn text(searcher: &Searcher, address: DocAddress, fields: &Fields) -> tantivy::Result<StoredText> {
    let row: TantivyDocument = searcher.doc(address)?;
    let value = |field: Field| row.get_first(field).and_then(|value| value.as_str()).map(str::to_owned);
    Ok(StoredText {
        title: value(fields.title).unwrap_or_default(),
        text: value(fields.text).unwrap_or_default(),
        url: value(fields.url),
        outline: outline(&value(fields.outline).unwrap_or_default()),
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
        let part = segment.reader.fast_fields().u64(column::PERIOD)?.first(doc);
        Some(ReportYear { start, end, period: period(part.unwrap_or(0)) })
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
    DocumentId::parse(written).ok_or_else(|| {
        TantivyError::DataCorruption(DataCorruption::comment_only(format!("{written:?} is no document id")))
    })
}

fn outline(lines: &str) -> Vec<OutlinePart> {
    lines.lines().filter_map(outline_part).collect()
}

fn outline_part(line: &str) -> Option<OutlinePart> {
    let mut cells = line.splitn(5, '\t');
    let start = cells.next()?.parse().ok()?;
    let end = cells.next()?.parse().ok()?;
    let kind = SectionKind::parse(cells.next()?)?;
    let number = cells.next()?.to_owned();
    let heading = cells.next()?.to_owned();
    Some(OutlinePart { range: start..end, name: SectionName { number, heading, kind } })
}
