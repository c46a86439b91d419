//! A payload part by part in; the whole of it out, from memory while it is small and from a file beyond that, with its hash.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use corpus::hex::hex;
use sha2::Digest;
use sha2::Sha256;

/// The most of a payload that is held in memory, in bytes; hardly a page is larger.
const IN_MEMORY: usize = 2 << 20;

/// How much of the beginning of a larger one stays at hand, in bytes: as much as tells what it is.
const START: usize = 1 << 16;

/// A payload; clones share it. Equal when the bytes are.
#[derive(Clone)]
pub struct Body {
    kept: Arc<Kept>,
    length: u64,
    sha256: [u8; 32],
}

enum Kept {
    Memory(Vec<u8>),
    /// A file without a name, which is gone with its last user however that ends.
    File {
        file: File,
        start: Vec<u8>,
    },
}

impl Body {
    /// Returns the length in bytes.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Returns SHA-256 in 64 lower-case hex digits.
    pub fn sha256(&self) -> String {
        hex(self.sha256)
    }

    /// Returns the first bytes: all of a small payload, and more than 60 000 of a large one.
    pub fn start(&self) -> &[u8] {
        match &*self.kept {
            Kept::Memory(bytes) => bytes,
            Kept::File { start, .. } => start,
        }
    }

    /// Returns all bytes in memory.
    ///
    /// # Errors
    /// When a large payload cannot be read back.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if let Kept::Memory(bytes) = &*self.kept {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or_default());
        self.reader().read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }

    /// Returns what reads it from its beginning; several may read at a time.
    pub fn reader(&self) -> BodyReader {
        BodyReader { body: self.clone(), at: 0 }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Body {
        let (length, sha256) = (bytes.len() as u64, Sha256::digest(&bytes).into());
        Body { kept: Arc::new(Kept::Memory(bytes)), length, sha256 }
    }
}

impl Default for Body {
    fn default() -> Body {
        Body::from(Vec::new())
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Body) -> bool {
        self.length == other.length && self.sha256 == other.sha256
    }
}

impl Eq for Body {}

impl fmt::Debug for Body {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} bytes, {}", self.length, self.sha256())
    }
}

/// Reads a payload from its beginning.
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    at: u64,
}

impl Read for BodyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &*self.body.kept {
            Kept::Memory(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[from..]).read(into)?
            }
            Kept::File { file, .. } => file.read_at(into, self.at)?,
        };
        self.at += read as u64;
        Ok(read)
    }
}

/// A payload that is still coming in.
pub(crate) struct Incoming {
    /// What has come, as long as there is no file; the beginning of it afterwards.
    memory: Vec<u8>,
    file: Option<File>,
    folder: Option<PathBuf>,
    length: u64,
    hash: Sha256,
}

impl Incoming {
    /// Begins a payload; a large one is laid aside in `folder`, or where the system has such files.
    pub(crate) fn new(folder: Option<&Path>) -> Incoming {
        let folder = folder.map(Path::to_owned);
        Incoming { memory: Vec::new(), file: None, folder, length: 0, hash: Sha256::new() }
    }

    /// Returns how many bytes have come.
    pub(crate) fn len(&self) -> u64 {
        self.length
    }

    /// Tells whether the next so many bytes are held in memory, as all of them were before.
    pub(crate) fn stays_in_memory(&self, next: usize) -> bool {
        self.file.is_none() && self.memory.len() + next <= IN_MEMORY
    }

    /// Takes what comes next.
    pub(crate) fn take(&mut self, part: &[u8]) -> io::Result<()> {
        self.hash.update(part);
        self.length += part.len() as u64;
        if self.stays_in_memory(part.len()) {
            self.memory.extend_from_slice(part);
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut file = laid_aside(self.folder.as_deref())?;
                file.write_all(&self.memory)?;
                let missing = START.saturating_sub(self.memory.len()).min(part.len());
                self.memory.extend_from_slice(&part[..missing]);
                self.memory.truncate(START);
                self.memory.shrink_to_fit();
                none.insert(file)
            }
        };
        file.write_all(part)
    }

    /// Ends the payload.
    pub(crate) fn whole(self) -> Body {
        let kept = match self.file {
            Some(file) => Kept::File { file, start: self.memory },
            None => Kept::Memory(self.memory),
        };
        Body { kept: Arc::new(kept), length: self.length, sha256: self.hash.finalize().into() }
    }
}

/// Makes a file without a name: in the folder, or elsewhere when nothing can be written there.
fn laid_aside(folder: Option<&Path>) -> io::Result<File> {
    match folder.map(tempfile::tempfile_in) {
        Some(Ok(file)) => Ok(file),
        _ => tempfile::tempfile(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes bytes in parts of a length, and gives what came of it.
    fn taken(bytes: &[u8], part: usize) -> Body {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut incoming = Incoming::new(Some(folder.path()));
        bytes.chunks(part).for_each(|part| incoming.take(part).expect("it can be taken"));
        assert_eq!(incoming.len(), bytes.len() as u64);
        let named = std::fs::read_dir(folder.path()).expect("the folder is there").count();
        assert_eq!(named, 0, "nothing is left behind when the program is killed");
        incoming.whole()
    }

    #[test]
    fn what_comes_in_parts_is_the_same_in_memory_and_in_a_file() {
        let large: Vec<u8> = (0..IN_MEMORY as u32 + 5).flat_map(|n| (n % 251).to_le_bytes()).collect();
        for (length, part) in [
            (0, 1),
            (10, 3),
            (IN_MEMORY, 5000),
            (IN_MEMORY + 1, 5000),
            (IN_MEMORY + 1, IN_MEMORY),
            (large.len(), large.len()),
        ] {
            let (bytes, body) = (&large[..length], taken(&large[..length], part));
            assert_eq!(body.bytes().expect("it can be read").as_ref(), bytes, "{length} bytes");
            assert_eq!(body, Body::from(bytes.to_vec()));
            assert!(bytes.starts_with(body.start()), "{length} bytes in parts of {part}");
            assert!(body.start().len() >= length.min(START));
            assert_eq!(matches!(*body.kept, Kept::File { .. }), length > IN_MEMORY);
            let mut readers = [body.reader(), body.reader()];
            for reader in &mut readers {
                let mut first = vec![0; length.min(7)];
                reader.read_exact(&mut first).expect("each reads for itself");
                assert_eq!(first, bytes[..first.len()]);
            }
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_done_without() {
        let mut incoming = Incoming::new(Some(Path::new("/nowhere/at/all")));
        incoming.take(&vec![7; IN_MEMORY + 1]).expect("the system has room for such files");
        assert_eq!(incoming.whole().bytes().expect("it can be read").len(), IN_MEMORY + 1);
    }
}
