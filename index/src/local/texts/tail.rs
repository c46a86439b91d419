//! The end of a file of texts in; how long its parts are out, and back.

use crate::local::texts::codes::LONGEST_CODE;

/// The end of the file: how many bytes the documents take (8), how many documents and pieces there are (4 each), the CRC-32 of
/// the pieces and their lengths, since a wrong bit there would be a wrong word everywhere (4), and how many codes have each
/// length (4 each).
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    pub(super) bytes: u64,
    pub(super) documents: u32,
    pub(super) pieces: u32,
    pub(super) checksum: u32,
    pub(super) codes: [u32; LONGEST_CODE],
}

impl Tail {
    /// Bytes that it takes.
    const BYTES: usize = 20 + 4 * LONGEST_CODE;

    /// Adds it to a file.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes.to_le_bytes());
        out.extend_from_slice(&self.documents.to_le_bytes());
        out.extend_from_slice(&self.pieces.to_le_bytes());
        out.extend_from_slice(&self.checksum.to_le_bytes());
        self.codes.iter().for_each(|count| out.extend_from_slice(&count.to_le_bytes()));
    }

    /// Reads it from the end of a file; returns where it begins too.
    pub(super) fn read(bytes: &[u8]) -> Option<(Tail, usize)> {
        let at = bytes.len().checked_sub(Tail::BYTES)?;
        let (number, rest) = bytes[at..].split_first_chunk()?;
        let (documents, rest) = rest.split_first_chunk()?;
        let (pieces, rest) = rest.split_first_chunk()?;
        let (checksum, rest) = rest.split_first_chunk()?;
        let mut codes = [0; LONGEST_CODE];
        for (count, bytes) in codes.iter_mut().zip(rest.chunks_exact(4)) {
            *count = u32::from_le_bytes(bytes.try_into().ok()?);
        }
        let tail = Tail {
            bytes: u64::from_le_bytes(*number),
            documents: u32::from_le_bytes(*documents),
            pieces: u32::from_le_bytes(*pieces),
            checksum: u32::from_le_bytes(*checksum),
            codes,
        };
        Some((tail, at))
    }
}
