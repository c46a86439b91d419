//! Documents in; commits of the index out, each with how far it has followed the store.

use std::fs;
use std::panic::resume_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::thread;

use corpus::document::Document;
use corpus::document::DocumentId;
use tantivy::Index;
use tantivy::IndexBuilder;
use tantivy::IndexSettings;
use tantivy::IndexWriter;
use tantivy::TantivyDocument;
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::store::Compressor;

use crate::Error;
use crate::local::open::Followed;
use crate::local::open::failed;
use crate::local::open::open_engine;
use crate::local::queue::Queue;
use crate::local::queue::Queued;
use crate::local::schema::Fields;
use crate::local::tokenize;

/// Memory for postings that are not yet written, for each thread, in bytes.
const MEMORY_PER_THREAD: usize = 400 << 20;

/// The share of deleted documents from which on a segment is written anew: until then they count towards how rare words are.
const MOST_DELETED: f32 = 0.3;

/// Bytes that a row takes for each byte of its text, its words and where they are cut.
const ROW: usize = 5;

/// How much is going to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    /// A few documents: one thread.
    Light,
    /// A whole collection: every core.
    Heavy,
}

/// One document to be put in.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: DocumentId,
    pub(crate) url: Option<String>,
    pub(crate) document: Document,
}

/// The one writer of an index.
pub(crate) struct Writer {
    dir: PathBuf,
    threads: usize,
    writer: IndexWriter<Queued>,
    queue: Queue,
    fields: Fields,
}

impl Writer {
    /// Opens the index of a folder for writing; makes an empty one when there is none.
    ///
    /// # Errors
    /// `Busy` when another process writes, `Damaged` and `Outdated` as when reading.
    pub(crate) fn open(dir: &Path, load: Load) -> Result<Writer, Error> {
        let index = match open_engine(dir) {
            Err(Error::Missing { .. }) => create(dir)?,
            other => other?,
        };
        Writer::over(&index, dir, load)
    }

    /// Writes an engine's index that is already open.
    pub(crate) fn over(index: &Index, dir: &Path, load: Load) -> Result<Writer, Error> {
        let threads = match load {
            Load::Light => 1,
            Load::Heavy => thread::available_parallelism().map_or(1, usize::from).min(8),
        };
        let writer = index
            .writer_with_num_threads(threads, MEMORY_PER_THREAD * threads)
            .map_err(|err| failed(dir, "write", err))?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(MOST_DELETED);
        writer.set_merge_policy(Box::new(merging));
        let (_, fields) = Fields::schema();
        Ok(Writer { dir: dir.to_owned(), threads, writer, queue: Queue::default(), fields })
    }

    /// Puts documents in, each in place of what stood under its id.
    pub(crate) fn put(&self, entries: &[Entry]) -> Result<(), Error> {
        for entry in entries {
            self.remove(&entry.id);
        }
        self.add(entries)
    }

    /// Puts in documents whose ids the index does not hold; on every thread at once when the load is heavy.
    pub(crate) fn add(&self, entries: &[Entry]) -> Result<(), Error> {
        let share = entries.len().div_ceil(self.threads).max(1);
        thread::scope(|scope| {
            let shares: Vec<_> =
                entries.chunks(share).map(|share| scope.spawn(|| self.add_share(share))).collect();
            for share in shares {
                match share.join() {
                    Ok(added) => added?,
                    Err(panic) => resume_unwind(panic),
                }
            }
            Ok(())
        })
    }

    fn add_share(&self, entries: &[Entry]) -> Result<(), Error> {
        for entry in entries {
            let row = self.fields.document(&entry.id, entry.url.as_deref(), &entry.document);
            self.hand_over(row, &entry.document)?;
        }
        Ok(())
    }

    /// Puts a document in as if its text were cut by another dictionary.
    #[cfg(test)]
    pub(crate) fn add_cut_by(
        &self,
        id: &DocumentId,
        document: &Document,
        jieba: &jieba_rs::Jieba,
    ) -> Result<(), Error> {
        let cut = |text: &str, folded: &corpus::text::Folded| tokenize::cut_by(jieba, text, folded);
        let row = self.fields.document_cut(id, None, document, cut);
        self.hand_over(row, document)
    }

    fn hand_over(&self, row: TantivyDocument, document: &Document) -> Result<(), Error> {
        let row = self.queue.row(row, document.text.len() * ROW);
        self.writer.add_document(row).map(drop).map_err(|err| failed(&self.dir, "write", err))
    }

    /// Takes a document out.
    pub(crate) fn remove(&self, id: &DocumentId) {
        self.writer.delete_term(self.fields.id_term(id));
    }

    /// Takes every document out.
    pub(crate) fn clear(&self) -> Result<(), Error> {
        self.writer.delete_all_documents().map(drop).map_err(|err| failed(&self.dir, "write", err))
    }

    /// Makes everything since the last commit visible at once, together with how far it goes.
    pub(crate) fn commit(&mut self, followed: &Followed) -> Result<(), Error> {
        let mut commit = || {
            let mut prepared = self.writer.prepare_commit()?;
            prepared.set_payload(&followed.note());
            prepared.commit()
        };
        commit().map(drop).map_err(|err| failed(&self.dir, "write", err))
    }

    /// Waits until segments are merged and lets the lock go.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.writer.wait_merging_threads().map_err(|err| failed(&self.dir, "write", err))
    }
}

/// Makes an empty index in a folder.
fn create(dir: &Path) -> Result<Index, Error> {
    let folder =
        |source: std::io::Error| Error::Folder { doing: "make", dir: dir.to_owned(), source: source.into() };
    fs::create_dir_all(dir).map_err(folder)?;
    let directory = MmapDirectory::open(dir).map_err(|err| failed(dir, "make", err.into()))?;
    builder().open_or_create(directory).map_err(|err| failed(dir, "make", err))
}

/// Makes an empty index in memory.
#[cfg(test)]
pub(crate) fn in_memory() -> Index {
    builder().create_in_ram().expect("an index in memory can be made")
}

/// Says what an index is made of.
fn builder() -> IndexBuilder {
    let (schema, fields) = Fields::schema();
    let builder = Index::builder().schema(schema).settings(settings()).tokenizers(tokenize::tokenizers());
    fields.plugins().into_iter().fold(builder, IndexBuilder::register_plugin)
}

fn settings() -> IndexSettings {
    // The engine stores nothing: `texts/` keeps what is shown.
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
