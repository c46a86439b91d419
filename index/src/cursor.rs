//! The place in a list of hits from which to go on: written into an answer, handed back with the next question.

use std::fmt;
use std::str::FromStr;

use corpus::document::DocumentId;

/// A place behind a hit. Pages follow each other without a gap, read from one commit as long as it is kept: the last 16 of which
/// pages were shown are, until the process ends. Behind a page of another commit the next one goes on behind the last hit that was
/// shown, if that is still near its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// How many hits come before.
    pub(crate) offset: usize,
    /// The commit that the hits were read from.
    pub(crate) commit: u64,
    /// The last hit that was shown.
    pub(crate) last: DocumentId,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.offset, self.commit, self.last)
    }
}

/// Says that a text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no cursor; hand back the one of the answer before")]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Cursor, NoCursor> {
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or(NoCursor);
        let offset = next()?.parse().map_err(|_| NoCursor)?;
        let commit = next()?.parse().map_err(|_| NoCursor)?;
        let last = DocumentId::parse(next()?).ok_or(NoCursor)?;
        Ok(Cursor { offset, commit, last })
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor: Cursor = "20.7.a.b/c".parse().unwrap();
        assert_eq!((cursor.offset, cursor.commit, cursor.last.as_str()), (20, 7, "a.b/c"));
        assert_eq!(cursor.to_string(), "20.7.a.b/c");
        for text in ["", "20", "20.7", "20.7.", "x.7.a", "-1.7.a", "20.7.\u{0}"] {
            assert!(text.parse::<Cursor>().is_err(), "{text:?}");
        }
    }
}
