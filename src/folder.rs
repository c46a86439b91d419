//! The data folder: the store, the evidence and the index, each in its place.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use corpus::store::Store;

use crate::WrongUse;
use crate::world;

/// A data folder.
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Returns the folder at a path; nothing is made yet.
    pub(crate) fn new(root: PathBuf) -> Folder {
        Folder { root }
    }

    /// Returns the folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the index.
    pub(crate) fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// Returns the folder of the WARC files.
    pub(crate) fn archive(&self) -> PathBuf {
        self.root.join("warc")
    }

    /// Whether there is a store.
    pub(crate) fn holds_store(&self) -> bool {
        self.root.join(Store::FILE).exists()
    }

    /// Opens the store for writing, and makes folder and store when they are not there.
    ///
    /// # Errors
    /// When the folder or the store cannot be used.
    pub(crate) fn open(&self) -> anyhow::Result<Store> {
        Store::open(&self.root, world::now()).context("cannot use the data folder")
    }

    /// Opens a store that must be there.
    ///
    /// # Errors
    /// When there is none, or it cannot be used.
    pub(crate) fn open_existing(&self) -> anyhow::Result<Store> {
        if self.root.exists() && !self.root.is_dir() {
            anyhow::bail!("{} is a file, not a data folder", self.root.display());
        }
        match Store::open_existing(&self.root)? {
            Some(store) => Ok(store),
            None => Err(WrongUse(format!(
                "there is no collection in {}: begin with `gongbao import FILE` or `gongbao crawl`, or name another folder with --data",
                self.root.display()
            ))
            .into()),
        }
    }
}
