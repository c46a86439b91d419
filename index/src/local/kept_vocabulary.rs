//! A commit in; the words of the index out, as of that commit or, while they are read anew, of an earlier one.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use crate::local::open::View;
use crate::local::schema::Fields;
use crate::local::segment::Segment;
use crate::local::vocabulary::Vocabulary;

/// The words of so few documents are read at once when they are asked for.
const FEW: u64 = 1_000;

/// The vocabulary that suggestions are taken from. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct KeptVocabulary {
    known: Arc<Mutex<Option<Known>>>,
    is_being_read: Arc<AtomicBool>,
}

struct Known {
    vocabulary: Arc<Vocabulary>,
    /// How many documents there were when it was read.
    documents: u64,
}

/// Says that nobody reads any more, however the reading ends.
struct Reading(Arc<AtomicBool>);

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl KeptVocabulary {
    /// Returns the words; at most one document in fifty has come or gone since, unless they are being read anew.
    pub(crate) fn get(&self, view: &View, fields: &Fields) -> tantivy::Result<Arc<Vocabulary>> {
        let documents = view.searcher.num_docs();
        let mut known = self.lock();
        if let Some(kept) = known.as_ref() {
            let is_near = kept.documents.abs_diff(documents) * 50 <= documents;
            let vocabulary = Arc::clone(&kept.vocabulary);
            if is_near {
                return Ok(vocabulary);
            }
            if documents > FEW {
                drop(known);
                self.read_ahead(view, fields);
                return Ok(vocabulary);
            }
        }
        // Others who ask meanwhile wait for it instead of reading it too.
        let read = read(&view.segments, documents, fields)?;
        let vocabulary = Arc::clone(&read.vocabulary);
        *known = Some(read);
        Ok(vocabulary)
    }

    /// Begins to read the words on a thread of its own, unless one does already.
    pub(crate) fn read_ahead(&self, view: &View, fields: &Fields) {
        if self.is_being_read.swap(true, Ordering::AcqRel) {
            return;
        }
        let reading = Reading(Arc::clone(&self.is_being_read));
        let (kept, segments, fields) = (self.clone(), view.segments.clone(), *fields);
        let documents = view.searcher.num_docs();
        // Without a thread, and where nothing can be read, whoever asks is told.
        let _ = thread::Builder::new().name("vocabulary".to_owned()).spawn(move || {
            let _reading = reading;
            let mut known = kept.lock();
            if known.is_none() {
                // There is nothing to answer from yet, so whoever asks waits.
                *known = read(&segments, documents, &fields).ok();
                return;
            }
            drop(known);
            if let Ok(read) = read(&segments, documents, &fields) {
                *kept.lock() = Some(read);
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(segments: &[Segment], documents: u64, fields: &Fields) -> tantivy::Result<Known> {
    Ok(Known { vocabulary: Arc::new(Vocabulary::read(segments, fields)?), documents })
}
