//! The address of a document in the index in; what is shown of it out.

use corpus::document::DocumentId;
use corpus::document::DocumentKind;
use corpus::document::SectionKind;
use corpus::year::ReportYear;
use jiff::civil::Date;
use tantivy::DocAddress;
use tantivy::Searcher;
use tantivy::SegmentReader;
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
pub(crate) fn card(searcher: &Searcher, address: DocAddress) -> tantivy::Result<Card> {
    let reader = searcher.segment_reader(address.segment_ord);
    let columns = reader.fast_fields();
    let start = columns.i64(column::YEAR_START)?.first(address.doc_id);
    let end = columns.i64(column::YEAR_END)?.first(address.doc_id);
    let part = columns.u64(column::PERIOD)?.first(address.doc_id);
    let year = match (start, end) {
        (Some(start), Some(end)) => {
            Some(ReportYear { start: start as i16, end: end as i16, period: period(part.unwrap_or(0)) })
        }
        _ => None,
    };
    let kind = name(reader, column::KIND, address)?;
    Ok(Card {
        year,
        region: name(reader, column::REGION, address)?,
        kind: kind.as_deref().and_then(DocumentKind::parse).unwrap_or(DocumentKind::Other),
        issuer: name(reader, column::ISSUER, address)?,
        published: columns.i64(column::PUBLISHED)?.first(address.doc_id).and_then(day),
    })
}

/// Turns a stored id back.
pub(crate) fn id(written: &str) -> tantivy::Result<DocumentId> {
    DocumentId::parse(written).ok_or_else(|| {
        TantivyError::DataCorruption(DataCorruption::comment_only(format!("{written:?} is no document id")))
    })
}

fn name(reader: &SegmentReader, column: &str, address: DocAddress) -> tantivy::Result<Option<String>> {
    let Some(column) = reader.fast_fields().str(column)? else {
        return Ok(None);
    };
    let Some(number) = column.ords().first(address.doc_id) else {
        return Ok(None);
    };
    let mut name = String::new();
    Ok(column.ord_to_str(number, &mut name)?.then_some(name))
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
