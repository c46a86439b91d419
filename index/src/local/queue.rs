//! Rows on their way to the threads that write them: no more bytes at a time than there is room for.

use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::Document;
use tantivy::schema::document::ErasedDocument;

/// Bytes of rows that may wait to be written; a larger row waits alone.
const ROOM: usize = 32 << 20;

/// How long a row waits for room: a writer that has died makes none, and says so when it is handed the row.
const PATIENCE: Duration = Duration::from_secs(60);

/// What rows wait in. Clones share the room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue(Arc<Room>);

#[derive(Debug, Default)]
struct Room {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// A row that waits; its place is free again once a thread has written it.
pub(crate) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

struct Place {
    room: Arc<Room>,
    bytes: usize,
}

impl Queue {
    /// Waits until there is room for a row of so many bytes.
    pub(crate) fn row(&self, document: TantivyDocument, bytes: usize) -> Queued {
        let room = Arc::clone(&self.0);
        let taken = room.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut usize| *taken > 0 && *taken + bytes > ROOM;
        let waited = room.freed.wait_timeout_while(taken, PATIENCE, is_full);
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        drop(taken);
        Queued { document, _place: Place { room, bytes } }
    }
}

impl Queued {
    /// Returns the fields of a row that the engine hands to those who write files of their own.
    pub(crate) fn of(document: &dyn ErasedDocument) -> Option<&TantivyDocument> {
        document.as_any().downcast_ref::<Queued>().map(|row| &row.document)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.freed.notify_all();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn a_row_waits_until_there_is_room() {
        let queue = Queue::default();
        let large = queue.row(TantivyDocument::new(), ROOM * 2);
        let (begun, told) = mpsc::channel();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                begun.send(()).expect("somebody listens");
                queue.row(TantivyDocument::new(), 1)
            });
            told.recv().expect("it begins");
            assert!(!waiting.is_finished(), "a row larger than the room has it for itself");
            drop(large);
            waiting.join().expect("it has its place");
        });
        assert_eq!(*queue.0.taken.lock().expect("nobody panics here"), 0);
    }
}
