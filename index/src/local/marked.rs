//! Some documents in a row, one bit for each; which of them are marked.

use tantivy::DocId;

/// Some of the documents of a row.
#[derive(Clone, Copy)]
pub(crate) struct Marked<'a> {
    /// The document of the first bit.
    pub(crate) begin: DocId,
    /// The lowest bit of each word first.
    pub(crate) words: &'a [u64],
}

impl Marked<'_> {
    /// Returns the document behind the last of the row.
    pub(crate) fn end(self) -> DocId {
        self.begin.saturating_add(self.words.len() as DocId * u64::BITS)
    }

    /// Tells whether a document is marked; none outside the row is.
    #[inline]
    pub(crate) fn has(self, doc: DocId) -> bool {
        let at = doc.wrapping_sub(self.begin);
        self.words.get((at / u64::BITS) as usize).is_some_and(|word| word >> (at % u64::BITS) & 1 == 1)
    }

    /// Returns the first document from a target on that is marked.
    #[inline]
    pub(crate) fn next(self, target: DocId) -> Option<DocId> {
        let from = target.saturating_sub(self.begin);
        let mut at = (from / u64::BITS) as usize;
        let mut word = self.words.get(at)? & (u64::MAX << (from % u64::BITS));
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(self.begin + at as DocId * u64::BITS + word.trailing_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_document_is_the_first_that_is_marked() {
        let words = [0b1001, 0, 1 << 63];
        let marked = Marked { begin: 100, words: &words };
        let expected = [100, 103, 291];
        for doc in 0..400 {
            assert_eq!(marked.has(doc), expected.contains(&doc), "{doc}");
            assert_eq!(marked.next(doc), expected.into_iter().find(|&one| one >= doc), "{doc}");
        }
        assert_eq!(marked.end(), 292);
        assert_eq!(Marked { begin: 0, words: &[] }.next(0), None);
    }
}
