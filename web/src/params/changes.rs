//! What the changes and a feed are asked with.

use crate::Error;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;

/// How many changes when nothing is said.
const CHANGES: usize = 100;

/// The largest number that every program can hold exactly.
const LARGEST: usize = 9_007_199_254_740_991;

/// Which changes are wanted.
#[derive(Clone, Debug)]
pub(crate) struct ChangesParams {
    pub(crate) before: Option<u64>,
    pub(crate) limit: usize,
}

impl ChangesParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str, reading: Reading) -> Result<ChangesParams, Error> {
        let mut pairs = Pairs::decode(query, reading)?;
        let before = pairs.take_number("before", 1..=LARGEST)?.map(|before| before as u64);
        let limit = pairs.take_number("limit", 1..=1000)?.unwrap_or(CHANGES);
        pairs.finish(&["before", "limit"])?;
        Ok(ChangesParams { before, limit })
    }
}

/// Which documents a feed follows.
#[derive(Clone, Debug)]
pub(crate) struct FeedParams {
    pub(crate) search: SearchParams,
    /// The name of a source.
    pub(crate) source: Option<String>,
}

impl FeedParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str) -> Result<FeedParams, Error> {
        let mut pairs = Pairs::decode(query, Reading::Strict)?;
        let source = pairs.take("source")?;
        let mut search = SearchParams::narrowing(&mut pairs)?;
        search.expand = pairs.take_switch("expand")?;
        pairs.finish(&["q", "year", "region", "kind", "section", "word", "expand", "source"])?;
        Ok(FeedParams { search, source })
    }

    /// Returns the query string that asks for the same again.
    pub(crate) fn query_string(&self) -> String {
        let search = self.search.query_string();
        match &self.source {
            None => search,
            Some(source) => {
                let joint = if search.is_empty() { "" } else { "&" };
                format!("{search}{joint}source={}", crate::params::encode(source))
            }
        }
    }
}
