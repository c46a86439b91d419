//! The writer: exchanges go in, where they lie comes out.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use corpus::visit::Evidence;
use tracing::warn;

use crate::archive::ArchiveError;
use crate::archive::Mended;
use crate::archive::failed;
use crate::archive::member::Press;
use crate::archive::mend;
use crate::archive::open_name;
use crate::archive::purpose::Purpose;
use crate::archive::read::read_one;
use crate::archive::record::Draft;
use crate::archive::record::record_id;
use crate::archive::sync_folder;
use crate::body::Body;
use crate::fetch::Exchange;

const SAME_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// How much is written at a time, in bytes: more than the records of most pages.
const PIECE: usize = 1 << 16;

/// How archive files are named and cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveSettings {
    /// A file is closed once it is at least this large, in bytes.
    pub rotate_at: u64,
    /// The software line of each file's warcinfo record.
    pub software: String,
    /// The operator's contact for the warcinfo record.
    pub operator: Option<String>,
    /// What makes this writer's file names its own, like `20261123T134016Z-4711`.
    pub stamp: String,
}

impl ArchiveSettings {
    /// One gigabyte, the size that most archives cut at.
    pub const ROTATE_AT: u64 = 1_000_000_000;
}

/// The writer; one process may hold several, each with a stamp of its own. Blocks while it writes.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    settings: ArchiveSettings,
    present: Option<Present>,
    count: u32,
}

/// The file that is written now; its lock tells others that its writer lives.
#[derive(Debug)]
struct Present {
    handle: File,
    /// The final name.
    file: String,
    /// The path it has while it is written.
    path: PathBuf,
    /// How much of it is written, in bytes.
    length: u64,
    info_id: String,
    is_synced: bool,
    press: Press,
}

/// The record that a revisit points to.
struct Origin {
    file: String,
    offset: u64,
    id: String,
    uri: String,
    date: String,
    payload_digest: Option<String>,
}

impl Archive {
    /// Opens the folder (made when missing) for writing, and mends files that crashed writers left behind.
    pub fn open(folder: &Path, settings: ArchiveSettings) -> Result<(Archive, Vec<Mended>), ArchiveError> {
        fs::create_dir_all(folder).map_err(failed("create", folder))?;
        let mended = mend::mend(folder)?;
        for found in &mended {
            warn!(file = %found.file, cut = found.cut, "mended {}: {} bytes of an unfinished record cut", found.file, found.cut);
        }
        Ok((Archive { folder: folder.to_owned(), settings, present: None, count: 0 }, mended))
    }

    /// Appends the response and the request of one exchange, and tells where the response lies.
    ///
    /// `earlier` is the evidence of the last good copy of the same page: a 304, or a payload with the same hash, becomes
    /// a revisit record that points to it. `purpose` is none for what was asked on the way, such as robots.txt. Durable only after [`Archive::sync`]. When writing fails, the file is cut
    /// back to its last whole record.
    pub fn append(
        &mut self,
        exchange: &Exchange,
        earlier: Option<&Evidence>,
        purpose: Option<&Purpose>,
    ) -> Result<Evidence, ArchiveError> {
        if self.present.as_ref().is_some_and(|present| present.length >= self.settings.rotate_at) {
            self.finish()?;
        }
        let payload = exchange.body.sha256();
        let same = earlier.filter(|earlier| exchange.status == 304 || earlier.sha256 == payload);
        let origin = same.and_then(|earlier| origin(&self.folder, earlier));
        let date = exchange.at.to_string();
        let present = self.present(&date)?;
        let (offset, file) = (present.length, present.file.clone());
        let draft = response(exchange, &present.id_at("response"), &payload, origin.as_ref());
        let draft = draft.with("WARC-Warcinfo-ID", format!("<{}>", present.info_id));
        let kept_body = if origin.is_some() { Body::default() } else { exchange.body.clone() };
        let request = Draft::new("request", &present.id_at("request"), &date)
            .with("WARC-Target-URI", exchange.url.as_str())
            .with("WARC-Concurrent-To", format!("<{}>", present.id_at("response")))
            .with("WARC-Warcinfo-ID", format!("<{}>", present.info_id))
            .with_some(Purpose::HEADER, purpose.map(Purpose::written))
            .with("Content-Type", "application/http; msgtype=request");
        present.write(vec![
            (draft, &exchange.response_head, kept_body),
            (request, &exchange.request, Body::default()),
        ])?;
        let sha256 = match (exchange.status, same) {
            (304, Some(earlier)) => earlier.sha256.clone(),
            _ => payload,
        };
        Ok(Evidence { file, offset, sha256 })
    }

    /// Makes everything appended so far survive a crash; to be called before the store commits what points to it.
    pub fn sync(&mut self) -> Result<(), ArchiveError> {
        match &mut self.present {
            Some(present) => present.sync(),
            None => Ok(()),
        }
    }

    /// Closes the present file under its final name.
    pub fn close(mut self) -> Result<(), ArchiveError> {
        self.finish()
    }

    fn finish(&mut self) -> Result<(), ArchiveError> {
        let Some(mut present) = self.present.take() else {
            return Ok(());
        };
        present.sync()?;
        fs::rename(&present.path, self.folder.join(&present.file))
            .map_err(failed("rename", &present.path))?;
        sync_folder(&self.folder)
    }

    /// The file to write to, started where there is none.
    fn present(&mut self, date: &str) -> Result<&mut Present, ArchiveError> {
        let present = match self.present.take() {
            Some(present) => present,
            None => self.start(date)?,
        };
        Ok(self.present.insert(present))
    }

    fn start(&mut self, date: &str) -> Result<Present, ArchiveError> {
        let (handle, file, path) = self.create()?;
        let info_id = record_id(&format!("{file} info"));
        let mut present =
            Present { handle, file, path, length: 0, info_id, is_synced: false, press: Press::new() };
        let mut fields = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n",
            self.settings.software
        );
        if let Some(operator) = &self.settings.operator {
            fields.push_str(&format!("operator: {operator}\r\n"));
        }
        let info = Draft::new("warcinfo", &present.info_id, date)
            .with("WARC-Filename", present.file.clone())
            .with("Content-Type", "application/warc-fields");
        present.write(vec![(info, fields.as_bytes(), Body::default())])?;
        sync_folder(&self.folder)?;
        Ok(present)
    }

    /// Makes a new file, locked so that nobody mends it while it is written.
    fn create(&mut self) -> Result<(File, String, PathBuf), ArchiveError> {
        loop {
            self.count += 1;
            let file = format!("gongbao-{}-{:05}.warc.gz", self.settings.stamp, self.count);
            let path = open_name(&self.folder.join(&file));
            if self.folder.join(&file).exists() {
                continue;
            }
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(handle) => {
                    handle.lock().map_err(failed("lock", &path))?;
                    return Ok((handle, file, path));
                }
                Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {}
                Err(err) => return Err(failed("create", &path)(err)),
            }
        }
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        if let Err(err) = self.finish() {
            // The file stays marked as open; the next writer mends it.
            warn!(%err, "cannot close the archive file");
        }
    }
}

impl Present {
    /// The id of a record that will start at the present end.
    fn id_at(&self, kind: &str) -> String {
        record_id(&format!("{} {} {kind}", self.file, self.length))
    }

    /// Writes records, each with its head and its body, or none of them.
    fn write(&mut self, records: Vec<(Draft, &[u8], Body)>) -> Result<(), ArchiveError> {
        self.is_synced = false;
        match write_members(&self.handle, &mut self.press, records) {
            Ok(length) => {
                self.length += length;
                Ok(())
            }
            Err(err) => {
                // A full disk must not leave half a record before the next one.
                let cut = self
                    .handle
                    .set_len(self.length)
                    .and_then(|()| self.handle.seek(SeekFrom::Start(self.length)));
                if let Err(err) = cut {
                    warn!(%err, file = %self.file, "cannot cut back {} to its last whole record", self.file);
                }
                Err(failed("write to", &self.path)(err))
            }
        }
    }

    fn sync(&mut self) -> Result<(), ArchiveError> {
        if !self.is_synced {
            self.handle.sync_data().map_err(failed("sync", &self.path))?;
            self.is_synced = true;
        }
        Ok(())
    }
}

/// Writes records behind each other as gzip members; returns their length in all. A small record goes out in one piece.
fn write_members(mut file: &File, press: &mut Press, records: Vec<(Draft, &[u8], Body)>) -> io::Result<u64> {
    let before = file.stream_position()?;
    let mut out = BufWriter::with_capacity(PIECE, file);
    for (draft, block, body) in records {
        draft.write(block, &body, press, &mut out)?;
    }
    out.flush()?;
    Ok(file.stream_position()? - before)
}

fn response(exchange: &Exchange, id: &str, payload: &str, origin: Option<&Origin>) -> Draft {
    let date = exchange.at.to_string();
    let kind = if origin.is_some() { "revisit" } else { "response" };
    let draft = Draft::new(kind, id, &date)
        .with("WARC-Target-URI", exchange.url.as_str())
        .with_some("WARC-IP-Address", exchange.peer.map(|peer| peer.to_string()))
        .with_some("WARC-Truncated", exchange.cut_after.map(|_| "length".to_owned()))
        .with("Content-Type", "application/http; msgtype=response");
    let Some(origin) = origin else {
        return draft.with("WARC-Payload-Digest", format!("sha256:{payload}"));
    };
    let profile = if exchange.status == 304 { NOT_MODIFIED } else { SAME_PAYLOAD };
    draft
        .with("WARC-Profile", profile)
        .with_some("WARC-Payload-Digest", origin.payload_digest.clone())
        .with("WARC-Refers-To", origin.id.clone())
        .with("WARC-Refers-To-Target-URI", origin.uri.clone())
        .with("WARC-Refers-To-Date", origin.date.clone())
        .with("WARC-Refers-To-Filename", origin.file.clone())
        .with("WARC-Refers-To-File-Offset", origin.offset.to_string())
}

/// The record that holds the payload of an earlier copy; none when it cannot be read, so that a full copy is written.
fn origin(folder: &Path, earlier: &Evidence) -> Option<Origin> {
    let mut place = (earlier.file.clone(), earlier.offset);
    let mut record = read_one(folder, &place.0, place.1).ok()?;
    // A revisit record points straight to the payload, never to another revisit record.
    if let Some((file, offset)) = record.refers_to() {
        place = (file.to_owned(), offset);
        record = read_one(folder, &place.0, place.1).ok()?;
    }
    let header = |name: &str| record.header(name).map(str::to_owned);
    Some(Origin {
        file: place.0,
        offset: place.1,
        id: header("WARC-Record-ID")?,
        uri: header("WARC-Target-URI")?,
        date: header("WARC-Date")?,
        payload_digest: header("WARC-Payload-Digest"),
    })
}
