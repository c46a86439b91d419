//! The words of a segment in; in which documents each of them stands as a string and how often, worked out beforehand, out.
//!
//! A string of three characters or more is found where its pairs meet, and common pairs meet in many documents that do not
//! hold it. For the words of the dictionary, which are asked for most, the documents are therefore kept. They are those that
//! joining the pairs gives: which words there are decides how fast a string is found and never what is found. The few
//! characters that make up most of every text are kept in the same way.
//!
//! The file is the postings of one word after the other, without places; a map from the word to where its postings begin; and
//! at the very end how long the postings are, in 8 bytes, little-endian.

use std::sync::Arc;

use fst::Map;
use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;

use crate::local::postings::Postings;

/// Bytes of the end of the file.
const TAIL: usize = 8;
/// The fewest characters of a word that is kept: two are a pair themselves.
const FEWEST_CHARACTERS: usize = 3;

/// The kept words of a segment. Cheap to clone.
#[derive(Clone)]
pub(crate) struct WordLists {
    postings: OwnedBytes,
    words: Arc<Map<OwnedBytes>>,
}

impl WordLists {
    /// Opens the file of a segment with an ending.
    pub(crate) fn open(reader: &SegmentReader, ending: &str) -> tantivy::Result<WordLists> {
        let file = reader.open_read(SegmentComponent::Custom(ending.to_owned()))?;
        WordLists::over(&file.read_bytes()?).ok_or_else(|| {
            DataCorruption::comment_only(format!("the parts of a file of words ({ending}) do not fit")).into()
        })
    }

    fn over(bytes: &OwnedBytes) -> Option<WordLists> {
        let tail = bytes.len().checked_sub(TAIL)?;
        let postings = u64::from_le_bytes(bytes[tail..].try_into().ok()?);
        let postings = usize::try_from(postings).ok().filter(|&end| end <= tail)?;
        let words = Map::new(bytes.slice(postings..tail)).ok()?;
        Some(WordLists { postings: bytes.slice(0..postings), words: Arc::new(words) })
    }

    /// Returns the documents that hold a string, deleted ones included; `None` when they are not kept.
    pub(crate) fn find(&self, folded: &str) -> Option<Postings<'_>> {
        let start = usize::try_from(self.words.get(folded)?).ok()?;
        Some(Postings::open(&self.postings, start))
    }
}

/// Tells whether a word is long enough to be kept.
pub(crate) fn is_long(word: &str) -> bool {
    word.chars().nth(FEWEST_CHARACTERS - 1).is_some()
}
