//! A folder in; an index that holds together out, or what is wrong with it.

use std::collections::BTreeSet;
use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use tantivy::Index;
use tantivy::IndexMeta;
use tantivy::IndexReader;
use tantivy::ReloadPolicy;
use tantivy::Searcher;
use tantivy::TantivyError;
use tantivy::directory::error::LockError;
use tantivy::directory::error::OpenDirectoryError;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::error::OpenWriteError;

use crate::Error;
use crate::error::Cause;
use crate::interrupt::is_end;
use crate::local::LocalIndex;
use crate::local::concordance::KeptOrders;
use crate::local::kept_views::KeptViews;
use crate::local::kept_vocabulary::KeptVocabulary;
use crate::local::schema::FORMAT;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::tokenize;
use crate::search::Generation;

/// How far the index has followed the store; written with each commit, so that neither is ever without the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Followed {
    /// The identity of the store; empty before the first commit.
    pub(crate) store: String,
    /// The last entry of its change feed that the index holds.
    pub(crate) seq: u64,
}

impl Followed {
    /// Writes it as the note of a commit.
    pub(crate) fn note(&self) -> String {
        format!("{FORMAT}\n{}\n{}", self.seq, self.store)
    }

    /// Reads the note of a commit; `None` when another form of the index wrote it.
    fn read(note: Option<&str>) -> Option<Followed> {
        let Some(note) = note else {
            return Some(Followed::default());
        };
        let mut lines = note.splitn(3, '\n');
        let format: u32 = lines.next()?.parse().ok()?;
        let seq = lines.next()?.parse().ok()?;
        let store = lines.next()?.to_owned();
        (format == FORMAT).then_some(Followed { store, seq })
    }
}

/// The commit that answers are read from.
pub(crate) struct View {
    pub(crate) searcher: Searcher,
    pub(crate) generation: Generation,
    pub(crate) segments: Vec<Segment>,
}

/// Opens the engine's index of a folder and checks that it is one of ours.
pub(crate) fn open_engine(dir: &Path) -> Result<Index, Error> {
    let missing = || Error::Missing { dir: dir.to_owned() };
    if !dir.join("meta.json").exists() {
        return Err(missing());
    }
    let mut index = Index::open_in_dir(dir).map_err(|err| failed(dir, "open", err))?;
    let (schema, fields) = Fields::schema();
    let meta = index.load_metas().map_err(|err| failed(dir, "open", err))?;
    if index.schema() != schema || Followed::read(meta.payload.as_deref()).is_none() {
        return Err(Error::Outdated { dir: dir.to_owned() });
    }
    index.set_tokenizers(tokenize::tokenizers());
    for plugin in fields.plugins() {
        index.register_plugin(plugin);
    }
    Ok(index)
}

/// Opens an index for reading.
pub(crate) fn open(dir: &Path) -> Result<LocalIndex, Error> {
    let index = open_engine(dir)?;
    over(&index, dir)
}

/// Reads an engine's index that is already open.
pub(crate) fn over(index: &Index, dir: &Path) -> Result<LocalIndex, Error> {
    let (_, fields) = Fields::schema();
    let open = || {
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into()?;
        let view = look(&reader, &[])?;
        touch(&view.searcher)?;
        Ok((reader, Arc::new(view)))
    };
    let (reader, view) = warily(index, dir, || open().map_err(|err| failed(dir, "open", err)))?;
    Ok(LocalIndex {
        dir: dir.to_owned(),
        reader,
        fields,
        view: RwLock::new(view),
        vocabulary: KeptVocabulary::default(),
        orders: KeptOrders::default(),
        views: KeptViews::default(),
    })
}

impl LocalIndex {
    /// Returns the latest commit.
    pub(crate) fn view(&self) -> Result<Arc<View>, Error> {
        let newest = self.reader.searcher().generation().generation_id();
        let known = Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner));
        if known.searcher.generation().generation_id() == newest {
            return Ok(known);
        }
        let view = look(&self.reader, &known.segments).map_err(|err| failed(&self.dir, "read", err))?;
        let view = Arc::new(view);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&view);
        Ok(view)
    }
}

impl LocalIndex {
    /// Reads with what the engine gives, and says so when it stumbles over damaged files.
    pub(crate) fn guarded<T>(&self, read: impl FnOnce(&Arc<View>) -> tantivy::Result<T>) -> Result<T, Error> {
        warily(self.reader.searcher().index(), &self.dir, || {
            let view = self.view()?;
            read(&view).map_err(|err| failed(&self.dir, "read", err))
        })
    }

    /// Reads every file of the index and compares its checksum.
    ///
    /// # Errors
    /// `Damaged` with the names of the files.
    pub fn check(&self) -> Result<(), Error> {
        check(self.reader.searcher().index(), &self.dir)
    }
}

/// Runs something that reads the engine's files. The engine trusts them, so wrong bytes can end in a panic; whether they did
/// is decided by the checksums.
fn warily<T>(index: &Index, dir: &Path, attempt: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    match catch_unwind(AssertUnwindSafe(attempt)) {
        Ok(answer) => answer,
        Err(reason) if is_end(&*reason) => resume_unwind(reason),
        Err(panic) => {
            check(index, dir)?;
            resume_unwind(panic)
        }
    }
}

/// Reads every file of an index and compares its checksum.
fn check(index: &Index, dir: &Path) -> Result<(), Error> {
    let damaged = index.validate_checksum().map_err(|err| failed(dir, "read", err))?;
    if damaged.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = damaged.iter().map(|path| path.display().to_string()).collect();
    let source = Cause::from(format!("wrong checksum in {}", names.join(", ")));
    Err(Error::Damaged { dir: dir.to_owned(), source })
}

/// Pairs a searcher with the note of its commit. The engine keeps the two apart, so they are read until they agree.
fn look(reader: &IndexReader, known: &[Segment]) -> tantivy::Result<View> {
    let mut searcher = reader.searcher();
    let mut meta = searcher.index().load_metas()?;
    let mut segments = hold(&searcher, known);
    for _ in 0..20 {
        // A merge may have removed the pairs of a segment before they were opened; then there is a newer commit.
        if segments.is_ok() && is_of(&searcher, &meta) {
            break;
        }
        reader.reload()?;
        searcher = reader.searcher();
        meta = searcher.index().load_metas()?;
        segments = hold(&searcher, known);
    }
    let followed = Followed::read(meta.payload.as_deref()).unwrap_or_default();
    let generation = Generation { followed: followed.seq, store: followed.store, commit: meta.opstamp };
    Ok(View { searcher, generation, segments: segments? })
}

/// Opens every segment.
fn hold(searcher: &Searcher, known: &[Segment]) -> tantivy::Result<Vec<Segment>> {
    let numbered = searcher.segment_readers().iter().enumerate();
    numbered.map(|(number, reader)| Segment::open(number as u32, reader, known)).collect()
}

fn is_of(searcher: &Searcher, meta: &IndexMeta) -> bool {
    let of_meta: BTreeSet<_> =
        meta.segments.iter().map(|segment| (segment.id(), segment.delete_opstamp())).collect();
    let of_searcher: BTreeSet<_> =
        searcher.generation().segments().iter().map(|(&id, &deleted)| (id, deleted)).collect();
    // An empty segment is dropped by the reader.
    of_searcher.is_subset(&of_meta)
        && (of_searcher.len() == of_meta.len() || meta.segments.iter().any(|s| s.num_docs() == 0))
}

/// Opens what the engine would open only when it is first asked for, so that a missing file is noticed at once.
fn touch(searcher: &Searcher) -> tantivy::Result<()> {
    let (_, fields) = Fields::schema();
    for reader in searcher.segment_readers() {
        for field in [fields.words, fields.id] {
            reader.inverted_index(field)?;
        }
        Segment::open(0, reader, &[])?;
    }
    Ok(())
}

/// Reads how far the index of a folder has followed a store, and that its files can be opened; takes no lock.
pub(crate) fn followed_by(dir: &Path) -> Result<Followed, Error> {
    let index = open_engine(dir)?;
    let probe = || {
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        touch(&reader.searcher())
    };
    probe().map_err(|err| failed(dir, "open", err))?;
    let meta = index.load_metas().map_err(|err| failed(dir, "open", err))?;
    Followed::read(meta.payload.as_deref()).ok_or_else(|| Error::Outdated { dir: dir.to_owned() })
}

/// Says in our words what the engine found.
pub(crate) fn failed(dir: &Path, doing: &'static str, err: TantivyError) -> Error {
    let dir = dir.to_owned();
    if let Some(kind) = refusal(&err) {
        // The engine's errors tell of the machine in words alone; whoever is told can ask this one what it was.
        return Error::Folder { doing, dir, source: io::Error::new(kind, err).into() };
    }
    match err {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy { dir },
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => Error::Missing { dir },
        TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => Error::Outdated { dir },
        TantivyError::LockFailure(..)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::OpenWriteError(_)
        | TantivyError::SystemError(_) => Error::Folder { doing, dir, source: Cause::from(err) },
        other => Error::Damaged { dir, source: Cause::from(other) },
    }
}

/// Tells what the machine refused, if it did; otherwise a file is wrong, or the engine.
fn refusal(err: &TantivyError) -> Option<io::ErrorKind> {
    use io::ErrorKind as K;
    let kind = match err {
        TantivyError::IoError(source)
        | TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: source, .. }) => {
            kind_of(source)
        }
        TantivyError::InternalError(words) => kind_by_number(words)?,
        _ => return None,
    };
    let is_of_the_machine = matches!(
        kind,
        K::PermissionDenied
            | K::StorageFull
            | K::OutOfMemory
            | K::ReadOnlyFilesystem
            | K::QuotaExceeded
            | K::Interrupted
    );
    is_of_the_machine.then_some(kind)
}

/// Returns the kind of an error. The engine's dictionaries wrap those of the machine into others that bear their words alone.
fn kind_of(source: &io::Error) -> io::ErrorKind {
    match source.kind() {
        io::ErrorKind::Other => kind_by_number(&source.to_string()).unwrap_or(io::ErrorKind::Other),
        known => known,
    }
}

/// Reads the kind of an error of the machine from its words, which end in its number: where the parts of a segment are
/// written, the engine hands nothing else on.
fn kind_by_number(words: &str) -> Option<io::ErrorKind> {
    let number = words.rsplit_once("(os error ")?.1.strip_suffix(')')?.parse().ok()?;
    Some(io::Error::from_raw_os_error(number).kind())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tantivy::error::DataCorruption;

    use super::*;

    /// Tells what an error of the engine becomes: the kind of the machine's refusal, or `None` for damage.
    #[track_caller]
    fn check(err: TantivyError, expected: Option<io::ErrorKind>) {
        let words = err.to_string();
        let kind = match failed(Path::new("index"), "write", err) {
            Error::Folder { source, .. } => source.downcast_ref().map(io::Error::kind),
            Error::Damaged { .. } => None,
            other => panic!("{words} became {other}"),
        };
        assert_eq!(kind, expected, "{words}");
    }

    #[test]
    fn what_the_machine_refused_is_no_damage_and_keeps_its_kind() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        check(full().into(), Some(io::ErrorKind::StorageFull));
        check(OpenWriteError::wrap_io_error(full(), "a".into()).into(), Some(io::ErrorKind::StorageFull));
        check(LockError::wrap_io_error(full()).into(), Some(io::ErrorKind::StorageFull));
        check(io::Error::from(io::ErrorKind::UnexpectedEof).into(), None);
        check(io::Error::other(io::Error::from_raw_os_error(28)).into(), Some(io::ErrorKind::StorageFull));
        check(io::Error::other("a block that cannot be read").into(), None);
        check(DataCorruption::comment_only("No space left on device").into(), None);
        // ENOSPC and EIO, as Linux numbers them.
        let told = |number| TantivyError::InternalError(io::Error::from_raw_os_error(number).to_string());
        check(told(28), Some(io::ErrorKind::StorageFull));
        check(told(5), None);
        check(TantivyError::InternalError("28".to_owned()), None);
    }
}
