//! A live store in, one sound file out; and such a file in, a store in an empty folder out.

use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::error::Error;
use crate::store::FORMAT;
use crate::store::Store;
use crate::store::failure;

/// What gives a copy a name of its own: an index that followed the original then knows that it is another store, however
/// the numbers of their change feeds stand.
const NEW_NAME: &str = "UPDATE identity SET name = lower(hex(randomblob(8)))";

impl Store {
    /// Writes a sound copy of the store as it is now, whatever others write meanwhile. The file appears once it is whole,
    /// and never in the place of another.
    ///
    /// # Errors
    /// `Occupied` when the file is there already, `DiskFull`, `Statement` and `Folder` when it cannot be written.
    pub fn copy_to(&self, file: &Path) -> Result<(), Error> {
        if file.exists() {
            return Err(Error::Occupied { path: file.to_owned() });
        }
        let part = beside(file, ".part");
        // One that was cut short before.
        let _ = std::fs::remove_file(&part);
        let copied = self.write_copy(&part).map_err(|source| self.failed("copying the store", source));
        let placed = copied.and_then(|()| place(&part, file));
        if placed.is_err() {
            // What is half-written helps nobody; that it could not be written is what is told.
            let _ = std::fs::remove_file(&part);
        }
        placed
    }

    fn write_copy(&self, part: &Path) -> rusqlite::Result<()> {
        self.connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
        let copy = Connection::open(part)?;
        // This also syncs the copy to the disk.
        copy.execute_batch("PRAGMA synchronous = FULL")?;
        copy.execute(NEW_NAME, [])?;
        copy.close().map_err(|(_, err)| err)
    }

    /// Checks that a file is a sound store that this release can read. Returns how many documents are present in it.
    ///
    /// # Errors
    /// `Unsound` with what is wrong, `Newer`, and `Open`.
    pub fn check(file: &Path) -> Result<u64, Error> {
        let opening = |source| Error::Open { path: file.to_owned(), source };
        let unsound = |why: String| Error::Unsound { path: file.to_owned(), why };
        let connection =
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(opening)?;
        let format: i64 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(|_| unsound("it is no database".to_owned()))?;
        if format > FORMAT {
            return Err(Error::Newer { path: file.to_owned(), found: format, known: FORMAT });
        }
        let count =
            "SELECT count(*) FROM documents WHERE state = 'present' AND (SELECT count(*) FROM identity) = 1";
        let documents = connection
            .query_row(count, [], |row| row.get(0))
            .map_err(|_| unsound("it is no store of Gongbao's".to_owned()))?;
        let found: String = connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|err| unsound(err.to_string()))?;
        if found == "ok" { Ok(documents) } else { Err(unsound(found)) }
    }

    /// Puts a copy of a checked file into a data folder that holds no store. The store has a name of its own, so that an
    /// index in the folder is built anew.
    ///
    /// # Errors
    /// `Folder` when the copy cannot be written, `Statement` when it cannot be named.
    pub fn restore(file: &Path, folder: &Path) -> Result<(), Error> {
        let path = folder.join(Store::FILE);
        let part = beside(&path, ".part");
        let writing = |source| Error::Folder { path: part.clone(), source };
        std::fs::create_dir_all(folder).map_err(writing)?;
        std::fs::copy(file, &part).map_err(writing)?;
        for log in [beside(&path, "-wal"), beside(&path, "-shm")] {
            // What is left of another store would be taken for a part of this one.
            let _ = std::fs::remove_file(log);
        }
        let renamed = Connection::open(&part).and_then(|copy| {
            copy.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")?;
            copy.execute(NEW_NAME, [])?;
            copy.close().map_err(|(_, err)| err)
        });
        renamed.map_err(|source| failure(&part, "naming the restored store", source))?;
        std::fs::rename(&part, &path).map_err(|source| Error::Folder { path, source })
    }

    /// Moves the store of a data folder aside. Returns where it lies now; `None` when there was none.
    ///
    /// # Errors
    /// `Folder` when it cannot be moved.
    pub fn lay_aside(folder: &Path, stamp: &str) -> Result<Option<PathBuf>, Error> {
        let path = folder.join(Store::FILE);
        if !path.exists() {
            return Ok(None);
        }
        let aside = beside(&path, &format!(".{stamp}"));
        for ending in ["-wal", "-shm", ""] {
            let (from, to) = (beside(&path, ending), beside(&aside, ending));
            match std::fs::rename(&from, &to) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::Folder { path: from, source });
                }
                _ => {}
            }
        }
        Ok(Some(aside))
    }
}

/// Returns a path with something at the end of its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Gives a file its name, unless something has that name: claiming the name first keeps two who write at once apart.
fn place(part: &Path, file: &Path) -> Result<(), Error> {
    std::fs::File::create_new(file).and_then(|_| std::fs::rename(part, file)).map_err(|source| {
        match source.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Occupied { path: file.to_owned() },
            _ => Error::Folder { path: file.to_owned(), source },
        }
    })
}
