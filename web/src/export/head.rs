//! What stands above the rows of an export, so that a file can be cited and made again.

use corpus::store::Store;
use index::search::Generation;
use jiff::Timestamp;

use crate::Error;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One row for each document.
    Documents,
    /// One row for each occurrence.
    Concordance,
    /// One row for each phrase and key.
    Trend,
    /// One row for each word that sets two slices apart.
    Keyness,
    /// One row for each word that stands beside a phrase.
    Collocates,
}

impl What {
    /// Every sort of rows by its name.
    pub const ALL: &'static [(&'static str, What)] = &[
        ("documents", What::Documents),
        ("concordance", What::Concordance),
        ("trend", What::Trend),
        ("keyness", What::Keyness),
        ("collocates", What::Collocates),
    ];

    /// Returns its name.
    pub fn key(self) -> &'static str {
        What::ALL.iter().find(|(_, what)| *what == self).map_or("", |(name, _)| name)
    }
}

/// The state of the collection that an export was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    /// The name of the store and the number of the last change that the index holds: `a1b2c3-1234`.
    pub version: String,
    /// When that change was made. An export carries this time and not that of the asking, so that the same question
    /// to the same collection gives the same file.
    pub at: Timestamp,
}

impl Corpus {
    /// Reads which state of a store an answer came from.
    ///
    /// # Errors
    /// `Store` when it cannot be read.
    pub fn of(store: Option<&Store>, generation: &Generation) -> Result<Corpus, Error> {
        let last = match (store, generation.followed.checked_sub(1)) {
            (Some(store), Some(before)) => store.changes_after(before, 1)?.into_iter().next(),
            _ => None,
        };
        Ok(Corpus {
            version: format!("{}-{}", generation.store, generation.followed),
            at: last.map_or(Timestamp::UNIX_EPOCH, |change| change.at),
        })
    }
}

/// What stands above the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the rows are.
    pub what: What,
    /// The query as it was written.
    pub query: String,
    /// Everything that was asked for, as it stands in an address.
    pub asked: String,
    /// What else should be known, such as that the query was relaxed.
    pub note: Option<String>,
    /// How many documents match.
    pub documents: u64,
    /// How many occurrences their texts hold.
    pub occurrences: u64,
    /// How many rows follow.
    pub rows: u64,
    /// What else was counted in: names and sizes.
    pub sizes: Vec<(&'static str, u64)>,
    /// What it was read from.
    pub corpus: Corpus,
}

impl Head {
    /// Returns names and values in the order in which they stand in a file.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![
            ("export", format!("Gongbao {} 公报 · {}", env!("CARGO_PKG_VERSION"), self.what.key())),
            ("query", self.query.clone()),
            ("parameters", self.asked.clone()),
            ("corpus", self.corpus.version.clone()),
            ("corpus_time", self.corpus.at.to_string()),
            ("documents", self.documents.to_string()),
            ("occurrences", self.occurrences.to_string()),
            ("rows", self.rows.to_string()),
        ];
        lines.extend(self.sizes.iter().map(|&(name, size)| (name, size.to_string())));
        if let Some(note) = &self.note {
            lines.push(("note", note.clone()));
        }
        lines
    }
}
