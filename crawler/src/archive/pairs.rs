//! One file of the evidence in; every answer with the request behind it out, in the order in which they were kept.

use std::path::Path;

use corpus::visit::Evidence;
use jiff::Timestamp;

use crate::archive::ArchiveError;
use crate::archive::Purpose;
use crate::archive::Record;
use crate::archive::Records;

/// An answer and its request.
pub(crate) struct Pair {
    /// Where the answer lies.
    pub(crate) evidence: Evidence,
    /// When it was complete.
    pub(crate) at: Timestamp,
    /// The answer; that of a revisit record without its payload.
    pub(crate) answer: Record,
    /// Where the request lies, in the same file.
    pub(crate) request_at: u64,
    /// The request.
    pub(crate) request: Record,
    /// What it was for, when it says so.
    pub(crate) purpose: Option<Purpose>,
}

/// All answers of one file; ends at the first record that cannot be read.
pub(crate) struct Pairs {
    records: Records,
    file: String,
    answer: Option<(Evidence, Timestamp, Record)>,
    /// Answers so far that no request stands behind.
    pub(crate) without_request: u64,
}

impl Pairs {
    /// Opens a file for reading from its start.
    pub(crate) fn open(folder: &Path, file: &str) -> Result<Pairs, ArchiveError> {
        let records = Records::open(folder, file)?;
        Ok(Pairs { records, file: file.to_owned(), answer: None, without_request: 0 })
    }

    fn placed(&self, offset: u64, answer: Record) -> Option<(Evidence, Timestamp, Record)> {
        let digest = answer.header("WARC-Payload-Digest")?.strip_prefix("sha256:")?.to_owned();
        let at = answer.header("WARC-Date")?.parse().ok()?;
        Some((Evidence { file: self.file.clone(), offset, sha256: digest }, at, answer))
    }
}

impl Iterator for Pairs {
    type Item = Result<Pair, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (request_at, record) = match self.records.next()? {
                Ok(record) => record,
                Err(err) => return Some(Err(err)),
            };
            match record.header("WARC-Type") {
                Some("response" | "revisit") => {
                    self.without_request += u64::from(self.answer.is_some());
                    self.answer = self.placed(request_at, record);
                }
                Some("request") => {
                    let Some((evidence, at, answer)) = self.answer.take() else { continue };
                    let purpose = record.header(Purpose::HEADER).and_then(Purpose::read);
                    return Some(Ok(Pair { evidence, at, answer, request_at, request: record, purpose }));
                }
                _ => {}
            }
        }
    }
}
