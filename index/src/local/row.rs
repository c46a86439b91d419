//! The bytes of a document in the engine's store in; its values where they lie out, without copying any.
//!
//! The engine itself hands out values one by one, as copies whose every byte it has looked at; a page of hits needs a few
//! lines of long texts. The form read here is that of the engine's version that the workspace fixes, and a test holds the two
//! readings together: the number of values as a `VInt`, then for each its field (4 bytes), its type (1 byte), its length as a
//! `VInt` and its bytes.

use std::ops::Range;

use tantivy::TantivyError;
use tantivy::directory::OwnedBytes;
use tantivy::error::DataCorruption;
use tantivy::schema::Field;

/// The types of value that the index stores: text and bytes.
const TYPES: [u8; 2] = [0, 4];

/// The stored values of one document.
pub(crate) struct Row {
    bytes: OwnedBytes,
    cells: Vec<(Field, Range<usize>)>,
}

impl Row {
    /// Finds where the values lie.
    pub(crate) fn read(bytes: OwnedBytes) -> tantivy::Result<Row> {
        let cells = cells(&bytes).ok_or_else(|| {
            let what = "a stored document is not written as this release reads it".to_owned();
            TantivyError::DataCorruption(DataCorruption::comment_only(what))
        })?;
        Ok(Row { bytes, cells })
    }

    /// Returns the value of a field; no bytes when there is none.
    pub(crate) fn value(&self, field: Field) -> OwnedBytes {
        let found = self.cells.iter().find(|(of, _)| *of == field);
        found.map_or_else(OwnedBytes::empty, |(_, range)| self.bytes.slice(range.clone()))
    }
}

fn cells(bytes: &[u8]) -> Option<Vec<(Field, Range<usize>)>> {
    let (count, mut at) = number(bytes, 0)?;
    let mut cells = Vec::new();
    for _ in 0..count {
        let field = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        if !TYPES.contains(bytes.get(at + 4)?) {
            return None;
        }
        let (length, start) = number(bytes, at + 5)?;
        at = start.checked_add(length)?;
        bytes.get(start..at)?;
        cells.push((Field::from_field_id(field), start..at));
    }
    Some(cells)
}

/// Reads a number in groups of seven bits, the lowest first, the last marked; returns where it ends.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        number |= usize::from(byte & 127) << shift;
        if byte >= 128 {
            return Some((number, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tantivy::Index;
    use tantivy::TantivyDocument;
    use tantivy::schema::STORED;
    use tantivy::schema::Schema;
    use tantivy::schema::Value;

    use super::*;

    #[test]
    fn values_are_those_that_the_engine_reads() {
        let mut schema = Schema::builder();
        let (text, bytes) = (schema.add_text_field("text", STORED), schema.add_bytes_field("bytes", STORED));
        let other = schema.add_text_field("other", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).expect("a writer");
        for round in [0, 1, 126, 127, 128, 129, 5_000, 40_000] {
            let mut row = TantivyDocument::new();
            row.add_text(text, "法".repeat(round));
            row.add_bytes(bytes, &vec![7; round]);
            writer.add_document(row).expect("a document");
        }
        writer.commit().expect("a commit");
        let searcher = index.reader().expect("a reader").searcher();
        let mut read = 0;
        for reader in searcher.segment_readers() {
            let store = reader.get_store_reader(1).expect("a store");
            for doc in 0..reader.max_doc() {
                let row = Row::read(store.get_document_bytes(doc).expect("a row")).expect("a row");
                let known: TantivyDocument = store.get(doc).expect("a row");
                let first = |field| known.get_first(field);
                assert_eq!(
                    Some(&*row.value(text)),
                    first(text).and_then(|value| value.as_str()).map(str::as_bytes)
                );
                assert_eq!(Some(&*row.value(bytes)), first(bytes).and_then(|value| value.as_bytes()));
                assert!(row.value(other).is_empty());
                read += 1;
            }
        }
        assert_eq!(read, 8);
    }

    #[test]
    fn bytes_that_are_no_row_are_refused() {
        for bytes in
            [vec![], vec![129], vec![129, 0, 0, 0, 0, 9, 128], vec![129, 0, 0, 0, 0, 0, 255], vec![1; 20]]
        {
            assert!(Row::read(OwnedBytes::new(bytes)).is_err());
        }
    }
}
