//! The words of an index as of some commit; read anew when many documents have come or gone, beside the questions if that
//! takes long.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use tantivy::Searcher;

use crate::local::schema::Fields;
use crate::local::vocabulary::Vocabulary;

/// What takes longer to read is read while questions are answered from what is known.
const QUICK: Duration = Duration::from_millis(20);

/// The vocabulary that suggestions are taken from. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct KeptVocabulary {
    known: Arc<Mutex<Option<Known>>>,
    is_being_read: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Known {
    vocabulary: Arc<Vocabulary>,
    /// How many documents there were when it was read.
    documents: u64,
    took: Duration,
}

impl KeptVocabulary {
    /// Returns the words; at most one document in fifty has come or gone since, unless they are being read anew.
    pub(crate) fn get(&self, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Arc<Vocabulary>> {
        let documents = searcher.num_docs();
        let mut known = self.lock();
        if let Some(kept) = known.as_ref() {
            let is_near = kept.documents.abs_diff(documents) * 50 <= documents;
            let vocabulary = Arc::clone(&kept.vocabulary);
            if is_near {
                return Ok(vocabulary);
            }
            if kept.took > QUICK {
                drop(known);
                self.read_ahead(searcher, fields);
                return Ok(vocabulary);
            }
        }
        // Others who ask meanwhile wait for it instead of reading it too.
        let read = read(searcher, fields)?;
        let vocabulary = Arc::clone(&read.vocabulary);
        *known = Some(read);
        Ok(vocabulary)
    }

    /// Begins to read the words on a thread of its own, unless one does already.
    pub(crate) fn read_ahead(&self, searcher: &Searcher, fields: &Fields) {
        if self.is_being_read.swap(true, Ordering::AcqRel) {
            return;
        }
        let (kept, searcher, fields) = (self.clone(), searcher.clone(), *fields);
        thread::spawn(move || {
            // What cannot be read is told to whoever asks for it.
            let mut known = kept.lock();
            if known.is_none() {
                // There is nothing to answer from yet, so whoever asks waits.
                *known = read(&searcher, &fields).ok();
            } else {
                drop(known);
                if let Ok(read) = read(&searcher, &fields) {
                    *kept.lock() = Some(read);
                }
            }
            kept.is_being_read.store(false, Ordering::Release);
        });
    }

    fn lock(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Known> {
    let began = Instant::now();
    let vocabulary = Arc::new(Vocabulary::read(searcher, fields)?);
    Ok(Known { vocabulary, documents: searcher.num_docs(), took: began.elapsed() })
}
