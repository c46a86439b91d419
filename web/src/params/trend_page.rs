//! What the trend page is asked with: that of the API, which measure is shown, and everything of it may be missing.

use index::trend::TrendBy;

use crate::Error;
use crate::pages::Measure;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::TrendParams;
use crate::params::encode;
use crate::params::trend::WAYS;
use crate::params::without_faults;

/// What the page is asked with.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrendPage {
    /// The phrases as they were written, parted by `|` or line breaks.
    pub(crate) written: String,
    pub(crate) base: String,
    pub(crate) by: TrendBy,
    pub(crate) measure: Measure,
    /// What the base is narrowed to.
    pub(crate) narrowed: SearchParams,
    /// What is asked of the index; none without a phrase.
    pub(crate) params: Option<TrendParams>,
}

impl TrendPage {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub(crate) fn read(query: &str) -> Result<TrendPage, Error> {
        let mut page = TrendPage::fields(query)?;
        page.params = page.asked()?;
        Ok(page)
    }

    /// Reads what can be read; nothing is asked of the index.
    pub(crate) fn without_faults(query: &str) -> TrendPage {
        without_faults(query, TrendPage::fields)
    }

    fn fields(query: &str) -> Result<TrendPage, Error> {
        let mut pairs = Pairs::decode(query, Reading::Lenient)?;
        let by = pairs.take_choice("by", WAYS)?.unwrap_or_default();
        let measures: Vec<(&str, Measure)> =
            Measure::ALL.iter().map(|&measure| (measure.key(), measure)).collect();
        let measure = pairs.take_choice("show", &measures)?.unwrap_or_default();
        let base = pairs.take("base")?.unwrap_or_default().trim().to_owned();
        let mut narrowed = SearchParams::narrowing(&mut pairs)?;
        let written = std::mem::take(&mut narrowed.query);
        // A form sends its lines with line breaks of two characters, and often an empty last one.
        let phrases: Vec<&str> =
            written.split(['|', '\n', '\r']).map(str::trim).filter(|phrase| !phrase.is_empty()).collect();
        Ok(TrendPage { written: phrases.join("|"), base, by, measure, narrowed, params: None })
    }

    fn asked(&self) -> Result<Option<TrendParams>, Error> {
        if self.written.is_empty() {
            return Ok(None);
        }
        TrendParams::read(&self.of_the_api()).map(Some)
    }

    /// Returns the query string that asks the API for the same.
    fn of_the_api(&self) -> String {
        let mut parts = vec![format!("q={}", encode(&self.written))];
        if self.by != TrendBy::Year {
            parts.push(format!("by={}", self.by.key()));
        }
        if !self.base.is_empty() {
            parts.push(format!("base={}", encode(&self.base)));
        }
        let narrowed = self.narrowed.query_string();
        if !narrowed.is_empty() {
            parts.push(narrowed);
        }
        parts.join("&")
    }

    /// Returns the query string that asks for the same page again.
    pub(crate) fn query_string(&self) -> String {
        let asked = self.of_the_api();
        match self.measure == Measure::default() {
            true => asked,
            false => format!("{asked}&show={}", self.measure.key()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_bars_part_phrases_and_the_address_stays_the_same() {
        let page = TrendPage::read("q=%E7%94%B2%0D%0A%E4%B9%99%0D%0A&by=region&show=share&year=2020..")
            .expect("sound");
        assert_eq!(page.written, "甲|乙");
        assert_eq!(page.query_string(), "q=%E7%94%B2%7C%E4%B9%99&by=region&year=2020..&show=share");
        assert!(TrendPage::read("").is_ok_and(|page| page.params.is_none()));
        assert!(TrendPage::read("q=a&by=moon").is_err());
        assert_eq!(TrendPage::without_faults("q=a&by=moon").written, "a");
    }
}
