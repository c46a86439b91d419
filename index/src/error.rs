//! What can go wrong with the index.

use std::error::Error as StdError;
use std::path::PathBuf;

/// The cause that lies below a failure; the engine's own error types stay inside this crate.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// A failure of the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no index yet.
    #[error("there is no index in {}; run `gongbao reindex`", dir.display())]
    Missing {
        /// The index folder.
        dir: PathBuf,
    },
    /// The files do not hold together.
    #[error("the index in {} is damaged; run `gongbao reindex`", dir.display())]
    Damaged {
        /// The index folder.
        dir: PathBuf,
        /// What was found.
        source: Cause,
    },
    /// Another release wrote the index in a form that this one does not read.
    #[error("the index in {} was written by another release; run `gongbao reindex`", dir.display())]
    Outdated {
        /// The index folder.
        dir: PathBuf,
    },
    /// Another process is writing the index.
    #[error("the index in {} is being written by another process", dir.display())]
    Busy {
        /// The index folder.
        dir: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {doing} the index in {}", dir.display())]
    Folder {
        /// What was attempted, such as `write`.
        doing: &'static str,
        /// The index folder.
        dir: PathBuf,
        /// Why.
        source: Cause,
    },
    /// The store that the index follows failed.
    #[error("cannot read the store that the index follows")]
    Store(#[from] corpus::Error),
}
