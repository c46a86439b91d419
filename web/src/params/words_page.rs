//! What the pages of words are asked with, as it is written out again in their links; everything of it may be missing.

use crate::Error;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::encode;
use crate::params::without_faults;
use crate::params::words::DEEPEST;

/// What else is chosen. The API names it alike and says which values there are.
const CHOICES: [&str; 5] = ["sort", "window", "side", "direction", "min"];

/// What a page is asked with.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordsPage {
    /// The phrase or the target, and what both slices are narrowed to.
    pub(crate) search: SearchParams,
    /// The second query, and the name that it goes by.
    pub(crate) other: String,
    other_name: &'static str,
    chosen: Vec<(&'static str, String)>,
    pub(crate) offset: usize,
}

impl WordsPage {
    /// Reads a query string; `other` is what the second query is called.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str, other: &'static str) -> Result<WordsPage, Error> {
        let mut pairs = Pairs::decode(query, Reading::Lenient)?;
        let mut chosen = Vec::new();
        for name in CHOICES {
            chosen.extend(pairs.take(name)?.map(|value| (name, value)));
        }
        Ok(WordsPage {
            search: SearchParams::narrowing(&mut pairs)?,
            other: pairs.take(other)?.unwrap_or_default().trim().to_owned(),
            other_name: other,
            chosen,
            offset: pairs.take_number("offset", 0..=DEEPEST)?.unwrap_or(0),
        })
    }

    /// Reads what can be read.
    pub(crate) fn without_faults(query: &str, other: &'static str) -> WordsPage {
        without_faults(query, |query| WordsPage::read(query, other))
    }

    /// Returns the value that is chosen, or the usual one.
    pub(crate) fn chosen<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.chosen.iter().find(|(known, _)| *known == name).map_or(usual, |(_, value)| value)
    }

    /// Returns the page that passes over so many words.
    pub(crate) fn at(&self, offset: usize) -> WordsPage {
        WordsPage { offset, ..self.clone() }
    }

    /// Returns the first page in another order; `None` for the usual one.
    pub(crate) fn sorted(&self, order: Option<&str>) -> WordsPage {
        let mut page = self.at(0);
        page.chosen.retain(|(name, _)| *name != "sort");
        page.chosen.extend(order.map(|order| ("sort", order.to_owned())));
        page
    }

    /// Returns the query string that asks the page, and the API, for the same again.
    pub(crate) fn query_string(&self) -> String {
        let mut parts = vec![self.search.query_string()];
        if !self.other.is_empty() {
            parts.push(format!("{}={}", self.other_name, encode(&self.other)));
        }
        parts.extend(self.chosen.iter().map(|(name, value)| format!("{name}={}", encode(value))));
        if self.offset > 0 {
            parts.push(format!("offset={}", self.offset));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_the_same_page_again() {
        let asked = "q=%E7%94%B2&year=2020..&base=%E4%B9%99&sort=mi&window=3&offset=50";
        let page = WordsPage::read(&format!("{asked}&moon=1&side="), "base").expect("sound");
        assert_eq!(page.query_string(), asked);
        assert_eq!((page.chosen("window", "5"), page.chosen("side", "both")), ("3", "both"));
        assert_eq!(page.sorted(None).query_string(), "q=%E7%94%B2&year=2020..&base=%E4%B9%99&window=3");
        assert_eq!(WordsPage::read("base=%20", "base").expect("sound").query_string(), "");
        assert!(WordsPage::read("q=a&offset=x", "base").is_err());
        assert_eq!(WordsPage::without_faults("q=a&offset=x", "base").search.query, "a");
    }
}
