//! What a trend is asked with.

use index::trend::Phrase;
use index::trend::TrendBy;
use index::trend::TrendRequest;

use crate::Error;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::encode;
use crate::params::pairs::fault;
use crate::params::query_of;

/// The most phrases of one answer.
const MOST_PHRASES: usize = 20;

/// Ways of parting the counts by their words.
pub(crate) const WAYS: &[(&str, TrendBy)] = &[
    ("year", TrendBy::Year),
    ("region", TrendBy::Region),
    ("kind", TrendBy::Kind),
    ("section", TrendBy::Section),
];

/// What a trend is asked with.
#[derive(Clone, Debug)]
pub(crate) struct TrendParams {
    /// The base and what narrows it.
    pub(crate) search: SearchParams,
    /// The phrases as they were written.
    written: String,
    phrases: Vec<Phrase>,
    pub(crate) by: TrendBy,
}

impl TrendParams {
    /// Reads a query string. Phrases stand in `q`, one a line or parted by `|`.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str) -> Result<TrendParams, Error> {
        TrendParams::take(Pairs::decode(query, Reading::Strict)?, &[])
    }

    /// Takes the parameters out of what is left of a query string; `others` are known beside them.
    ///
    /// # Errors
    /// As `read`.
    pub(crate) fn take(mut pairs: Pairs, others: &[&str]) -> Result<TrendParams, Error> {
        let by = pairs.take_choice("by", WAYS)?.unwrap_or(TrendBy::Year);
        let base = pairs.take_any("base").unwrap_or_default();
        let mut search = SearchParams::narrowing(&mut pairs)?;
        let own = ["q", "by", "base", "year", "region", "kind", "section", "word"];
        pairs.finish(&[others, &own].concat())?;
        let written = std::mem::replace(&mut search.query, base.trim().to_owned());
        let phrases: Option<Vec<Phrase>> = written.split(['|', '\n']).map(Phrase::new).collect();
        let phrases =
            phrases.ok_or_else(|| fault("q", "holds an empty phrase; give one or more, parted by |"))?;
        if phrases.len() > MOST_PHRASES {
            return Err(fault("q", &format!("holds more than {MOST_PHRASES} phrases")));
        }
        Ok(TrendParams { search, written, phrases, by })
    }

    /// Returns the phrases as they were written.
    pub(crate) fn phrases_written(&self) -> &str {
        &self.written
    }

    /// Returns the query string that asks for the same again.
    pub(crate) fn query_string(&self) -> String {
        let mut parts = vec![format!("q={}", encode(&self.written))];
        if self.by != TrendBy::Year {
            parts.push(format!("by={}", self.by.key()));
        }
        if !self.search.query.is_empty() {
            parts.push(format!("base={}", encode(&self.search.query)));
        }
        let narrowed = SearchParams { query: String::new(), ..self.search.clone() }.query_string();
        if !narrowed.is_empty() {
            parts.push(narrowed);
        }
        parts.join("&")
    }

    /// Returns the request to the index.
    ///
    /// # Errors
    /// `Query` when the base cannot be read.
    pub(crate) fn request(&self) -> Result<TrendRequest, Error> {
        let base = query_of("base", &self.search.query)?;
        Ok(TrendRequest {
            phrases: self.phrases.clone(),
            by: self.by,
            base,
            filter: self.search.filter(),
            matching: self.search.matching,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::TrendParams;

    #[track_caller]
    fn check(query: &str, phrases: &[&str]) {
        let read = TrendParams::read(query).expect("the parameters are sound");
        let texts: Vec<&str> = read.phrases.iter().map(index::trend::Phrase::text).collect();
        assert_eq!(texts, phrases);
    }

    #[test]
    fn phrases_are_parted_by_bars() {
        check("q=%E6%B3%95%E6%B2%BB", &["法治"]);
        check("q=%E6%B3%95%E6%B2%BB%7C%E6%B2%BB&by=region", &["法治", "治"]);
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        for query in ["", "q=", "q=a%7C", "q=a&by=moon", "q=a&sort=year"] {
            assert!(TrendParams::read(query).is_err(), "{query}");
        }
    }
}
