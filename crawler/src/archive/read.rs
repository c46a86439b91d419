//! A place in an archive file goes in; the record there comes out, checked against its digest.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;

use flate2::bufread::GzDecoder;
use sha2::Digest;
use sha2::Sha256;

use crate::archive::ArchiveError;
use crate::archive::failed;
use crate::archive::open_name;
use crate::archive::record::digest;
use crate::body::Body;
use crate::body::Incoming;

/// The longest head of a record that is read, in bytes.
const LONGEST_HEAD: u64 = 1 << 20;

/// How many revisit records are followed to the one that holds the payload.
const LONGEST_CHAIN: usize = 16;

/// A response read back from the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The WARC headers in their order.
    pub headers: Vec<(String, String)>,
    /// The HTTP status line and headers; empty for records of other types.
    pub http_head: Vec<u8>,
    /// The decoded payload; for a revisit record, that of the record it points to.
    pub body: Body,
}

impl Record {
    /// The value of a WARC header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of an HTTP header, by its name in any case.
    pub fn http_header(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.http_head);
        let lines = head.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
        lines
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    }

    /// SHA-256 of the payload, 64 lower-case hex digits.
    pub fn sha256(&self) -> String {
        self.body.sha256()
    }

    /// The HTTP status.
    pub fn status(&self) -> Option<u16> {
        let line = self.http_head.split(|byte| *byte == b'\r').next()?;
        std::str::from_utf8(line).ok()?.split(' ').nth(1)?.parse().ok()
    }

    /// Where the payload of a revisit record lies: file and offset.
    pub(crate) fn refers_to(&self) -> Option<(&str, u64)> {
        let offset = self.header("WARC-Refers-To-File-Offset")?.parse().ok()?;
        Some((self.header("WARC-Refers-To-Filename")?, offset))
    }

    fn is_revisit(&self) -> bool {
        self.header("WARC-Type") == Some("revisit")
    }
}

/// Reads one record back. A revisit record brings the payload of the record it points to.
///
/// Fails when the file is missing, when no record starts at `offset`, and when the record does not match its digest.
pub fn read(folder: &Path, file: &str, offset: u64) -> Result<Record, ArchiveError> {
    let mut record = read_one(folder, file, offset)?;
    let (mut place, mut steps) = (record.refers_to().map(|(file, offset)| (file.to_owned(), offset)), 0);
    while let Some((file, offset)) = place.take() {
        steps += 1;
        if steps > LONGEST_CHAIN {
            let why = "its revisit records point in a circle".to_owned();
            return Err(ArchiveError::Record { path: folder.join(file), offset, why });
        }
        let origin = read_one(folder, &file, offset)?;
        if record.status() == Some(304) {
            record.http_head.clone_from(&origin.http_head);
        }
        place = origin.refers_to().map(|(file, offset)| (file.to_owned(), offset));
        record.body = origin.body;
    }
    Ok(record)
}

/// Reads one record without following what it points to.
pub(crate) fn read_one(folder: &Path, file: &str, offset: u64) -> Result<Record, ArchiveError> {
    let (path, mut handle) = open(folder, file)?;
    handle.seek(SeekFrom::Start(offset)).map_err(failed("read", &path))?;
    let mut reader = BufReader::new(handle);
    match next(&mut reader, folder) {
        Ok(Some(record)) => Ok(record),
        Ok(None) => Err(ArchiveError::Record { path, offset, why: "the file ends there".to_owned() }),
        Err(err) => Err(ArchiveError::Record { path, offset, why: err.to_string() }),
    }
}

/// Opens a file under its final name, or under the one it has while it is written.
fn open(folder: &Path, file: &str) -> Result<(PathBuf, File), ArchiveError> {
    let path = folder.join(Path::new(file).file_name().unwrap_or_default());
    match File::open(&path) {
        Ok(handle) => Ok((path, handle)),
        Err(err) if err.kind() == io::ErrorKind::NotFound => {
            // A writer may close the file between the two tries.
            let handle =
                File::open(open_name(&path)).or_else(|_| File::open(&path)).map_err(failed("open", &path))?;
            Ok((path, handle))
        }
        Err(err) => Err(failed("open", &path)(err)),
    }
}

/// All records of one file with their offsets, in order; ends at the first that cannot be read.
#[derive(Debug)]
pub struct Records {
    reader: BufReader<File>,
    folder: PathBuf,
    path: PathBuf,
    is_over: bool,
}

impl Records {
    /// Opens a file for reading from its start.
    pub fn open(folder: &Path, file: &str) -> Result<Records, ArchiveError> {
        let (path, handle) = open(folder, file)?;
        let folder = folder.to_owned();
        Ok(Records { reader: BufReader::new(handle), folder, path, is_over: false })
    }
}

impl Iterator for Records {
    /// Where the record's gzip member starts in bytes, and the record; payloads of revisit records are empty.
    type Item = Result<(u64, Record), ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let offset = match self.reader.stream_position() {
            Ok(offset) => offset,
            Err(err) => {
                self.is_over = true;
                return Some(Err(failed("read", &self.path)(err)));
            }
        };
        match next(&mut self.reader, &self.folder) {
            Ok(Some(record)) => Some(Ok((offset, record))),
            Ok(None) => None,
            Err(err) => {
                self.is_over = true;
                Some(Err(ArchiveError::Record { path: self.path.clone(), offset, why: err.to_string() }))
            }
        }
    }
}

/// Reads the next gzip member as a record, and leaves the reader behind it. A large payload is laid aside in the folder.
pub(crate) fn next(reader: &mut impl BufRead, folder: &Path) -> io::Result<Option<Record>> {
    if reader.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut member = BufReader::new(GzDecoder::new(reader));
    let headers = read_head(&mut member)?;
    let value = |name: &str| {
        headers
            .iter()
            .find(|(key, _): &&(String, String)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    let length: u64 =
        value("Content-Length").and_then(|length| length.parse().ok()).ok_or_else(|| broken("no length"))?;
    let is_http = value("Content-Type").is_some_and(|kind| kind.starts_with("application/http"));
    let mut block = member.by_ref().take(length);
    let http_head = if is_http { read_http_head(&mut block)? } else { Vec::new() };
    let mut hash = Sha256::new_with_prefix(&http_head);
    let mut body = Incoming::new(Some(folder));
    loop {
        let part = block.fill_buf()?;
        if part.is_empty() {
            break;
        }
        hash.update(part);
        body.take(part)?;
        let read = part.len();
        block.consume(read);
    }
    if http_head.len() as u64 + body.len() != length {
        return Err(broken("the record is shorter than it says"));
    }
    // To the end of the member, where its checksum stands.
    io::copy(&mut member, &mut io::sink())?;
    let stated = value("WARC-Block-Digest").filter(|digest| digest.starts_with("sha256:"));
    if stated.is_some_and(|stated| *stated != digest(hash)) {
        return Err(broken("the record does not match its digest"));
    }
    Ok(Some(Record { headers, http_head, body: body.whole() }))
}

/// Reads to the end of the first empty line.
fn read_http_head(block: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut block = block.take(LONGEST_HEAD);
    while !head.ends_with(b"\r\n\r\n") && block.read_until(b'\n', &mut head)? > 0 {}
    if block.limit() == 0 {
        return Err(broken("the head of its answer does not end"));
    }
    Ok(head)
}

fn read_head(member: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut head = member.take(LONGEST_HEAD);
    let mut line = Vec::new();
    head.read_until(b'\n', &mut line)?;
    if !line.starts_with(b"WARC/1.") {
        return Err(broken("it does not start like a record"));
    }
    let mut headers = Vec::new();
    loop {
        line.clear();
        head.read_until(b'\n', &mut line)?;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        match text.split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None if text.is_empty() && line.ends_with(b"\n") => return Ok(headers),
            None => return Err(broken("its head is broken")),
        }
    }
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

impl Record {
    /// Whether the payload lies in another record.
    pub fn points_elsewhere(&self) -> bool {
        self.is_revisit() && self.refers_to().is_some()
    }
}
