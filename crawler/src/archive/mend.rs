//! Files that a crash left open go in; whole files and a word about what was cut come out.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io::BufReader;
use std::io::Seek;
use std::path::Path;

use crate::archive::ArchiveError;
use crate::archive::OPEN;
use crate::archive::failed;
use crate::archive::read;
use crate::archive::sync_folder;

/// A file that a crash left behind, and how much was cut away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file's final name.
    pub file: String,
    /// Bytes cut from its end: a record that was being written. Zero when only the closing was missing.
    pub cut: u64,
}

/// Mends every file in the folder that is marked as open and that no living process writes.
pub(crate) fn mend(folder: &Path) -> Result<Vec<Mended>, ArchiveError> {
    let mut all = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed("list", folder))? {
        let entry = entry.map_err(failed("list", folder))?;
        names.extend(entry.file_name().into_string().ok());
    }
    names.sort_unstable();
    for name in names {
        if let Some(file) = name.strip_suffix(OPEN).filter(|file| file.ends_with(".warc.gz")) {
            all.extend(mend_one(folder, file, &folder.join(&name))?);
        }
    }
    if !all.is_empty() {
        sync_folder(folder)?;
    }
    Ok(all)
}

fn mend_one(folder: &Path, file: &str, path: &Path) -> Result<Option<Mended>, ArchiveError> {
    let handle = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(handle) => handle,
        // Its writer closed it just now.
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(err) => return Err(failed("open", path)(err)),
    };
    match handle.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(err)) => return Err(failed("lock", path)(err)),
    }
    let length = handle.metadata().map_err(failed("read", path))?.len();
    let whole = end_of_last_record(&handle, folder, path)?;
    if whole < length {
        handle.set_len(whole).map_err(failed("cut", path))?;
    }
    handle.sync_all().map_err(failed("sync", path))?;
    if whole == 0 {
        fs::remove_file(path).map_err(failed("remove", path))?;
    } else {
        fs::rename(path, folder.join(file)).map_err(failed("rename", path))?;
    }
    Ok(Some(Mended { file: file.to_owned(), cut: length - whole }))
}

/// Where the last whole record ends, in bytes.
fn end_of_last_record(handle: &File, folder: &Path, path: &Path) -> Result<u64, ArchiveError> {
    let mut reader = BufReader::with_capacity(1 << 16, handle);
    let mut end = 0;
    while let Ok(Some(_)) = read::next(&mut reader, folder) {
        end = reader.stream_position().map_err(failed("read", path))?;
    }
    Ok(end)
}
