//! A text in codes and the pieces that they stand for in; the text, or a stretch or a line of it, out.

use std::sync::Arc;

use tantivy::directory::OwnedBytes;

use crate::local::texts::broken;
use crate::local::texts::codes::Codes;
use crate::local::texts::tail::Tail;

/// A text in codes.
pub(crate) struct Written {
    pub(super) bytes: OwnedBytes,
    pub(super) pieces: Arc<Pieces>,
}

/// The different pieces of a segment by their numbers.
pub(super) struct Pieces {
    pub(super) codes: Codes,
    characters: String,
    /// Where each ends, in bytes.
    ends: Vec<u32>,
}

impl Written {
    /// Returns all of it.
    pub(crate) fn whole(&self) -> tantivy::Result<String> {
        self.between(0, None)
    }

    /// Returns what is written between two bits at which codes begin, or to the end.
    ///
    /// Nearly any bits are the codes of some text, so all that can be noticed here are codes that do not end where they should;
    /// `StoredText` counts the characters besides.
    pub(crate) fn between(&self, from: usize, to: Option<usize>) -> tantivy::Result<String> {
        let all = self.bytes.len() * 8;
        let to = to.unwrap_or(all);
        // Codes take about a third of what they stand for.
        let mut text = String::with_capacity(to.saturating_sub(from).min(all) / 2);
        let mut reading = self.pieces.codes.read(&self.bytes, from, to);
        for number in reading.by_ref() {
            text.push_str(self.pieces.get(number).ok_or_else(broken)?);
        }
        if to > all || !reading.is_at_end() {
            return Err(broken());
        }
        Ok(text)
    }

    /// Returns its line of a number, counted from 0; empty when it has fewer.
    pub(crate) fn line(&self, number: usize) -> tantivy::Result<String> {
        let (mut line, mut passed) = (String::new(), 0);
        let mut reading = self.pieces.codes.read(&self.bytes, 0, self.bytes.len() * 8);
        for piece in reading.by_ref() {
            match self.pieces.get(piece).ok_or_else(broken)? {
                "\n" if passed == number => return Ok(line),
                "\n" => passed += 1,
                piece if passed == number => line.push_str(piece),
                _ => {}
            }
        }
        if reading.is_at_end() { Ok(line) } else { Err(broken()) }
    }
}

impl Pieces {
    /// Reads the pieces and their lengths; `None` when they are not those that were written.
    pub(super) fn read(table: &[u8], tail: &Tail) -> Option<Pieces> {
        let (lengths, characters) = table.split_at_checked(tail.pieces as usize)?;
        let characters =
            str::from_utf8(characters).ok().filter(|_| crc32fast::hash(table) == tail.checksum)?;
        let mut end = 0;
        let ends: Vec<u32> = lengths
            .iter()
            .map(|&length| {
                end += u32::from(length);
                end
            })
            .collect();
        let are_whole = ends.iter().all(|&end| characters.is_char_boundary(end as usize));
        let have_codes = tail.codes.iter().map(|&count| u64::from(count)).sum::<u64>() == ends.len() as u64;
        (are_whole && have_codes && end as usize == characters.len())
            .then(|| Codes::of(&tail.codes))
            .flatten()
            .map(|codes| Pieces { codes, characters: characters.to_owned(), ends })
    }

    /// Returns the piece of a number.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let at = number as usize;
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.characters.get(start..end)
    }

    /// Counts the pieces.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}
