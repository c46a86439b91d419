//! A condition on what is known about a document in; whether each document of a segment meets it out.

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::columnar::Column;

use corpus::text::fold;

use crate::local::compile::Test;
use crate::local::schema::column;

/// A condition with the columns that decide it.
pub(crate) enum SegmentTest {
    /// The value is one of those marked.
    OneOf { values: Column<u64>, is_allowed: Vec<bool> },
    /// The years overlap.
    Years { start: Column<i64>, end: Column<i64>, first: i64, last: i64 },
    /// The day lies between.
    Days { published: Column<i64>, first: i64, last: i64 },
    /// No document of the segment has the value.
    Never,
}

impl SegmentTest {
    /// Opens the columns that a condition needs.
    pub(crate) fn open(test: &Test, reader: &SegmentReader) -> tantivy::Result<SegmentTest> {
        let columns = reader.fast_fields();
        match test {
            Test::Issuer(part) => one_of(reader, column::ISSUER, |name| fold(name).text().contains(part)),
            Test::Source(part) => one_of(reader, column::SOURCE, |name| fold(name).text().contains(part)),
            Test::Region(region) => one_of(reader, column::REGION, |written| region.holds(written)),
            Test::Kind(key) => one_of(reader, column::KIND, |name| name == *key),
            Test::Years(first, last) => Ok(SegmentTest::Years {
                start: columns.i64(column::YEAR_START)?,
                end: columns.i64(column::YEAR_END)?,
                first: *first,
                last: *last,
            }),
            Test::Published(first, last) => Ok(SegmentTest::Days {
                published: columns.i64(column::PUBLISHED)?,
                first: *first,
                last: *last,
            }),
        }
    }

    /// Tells whether a document meets the condition; one without the value never does.
    pub(crate) fn holds(&self, doc: DocId) -> bool {
        match self {
            SegmentTest::OneOf { values, is_allowed } => {
                values.first(doc).is_some_and(|value| is_allowed.get(value as usize) == Some(&true))
            }
            SegmentTest::Years { start, end, first, last } => {
                start.first(doc).is_some_and(|start| start <= *last)
                    && end.first(doc).is_some_and(|end| end >= *first)
            }
            SegmentTest::Days { published, first, last } => {
                published.first(doc).is_some_and(|day| (*first..=*last).contains(&day))
            }
            SegmentTest::Never => false,
        }
    }
}

/// Marks the values of a column that fit; every different value is looked at once.
fn one_of(reader: &SegmentReader, name: &str, fits: impl Fn(&str) -> bool) -> tantivy::Result<SegmentTest> {
    let Some(column) = reader.fast_fields().str(name)? else {
        return Ok(SegmentTest::Never);
    };
    let mut is_allowed = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        is_allowed.push(std::str::from_utf8(stream.key()).is_ok_and(&fits));
    }
    Ok(SegmentTest::OneOf { values: column.ords().clone(), is_allowed })
}
