//! What an export is asked with.

use index::search::Sort;

use crate::Error;
use crate::export::Format;
use crate::export::Wanted;
use crate::export::What;
use crate::params::CollocatesParams;
use crate::params::ConcordanceParams;
use crate::params::KeynessParams;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::TrendParams;
use crate::params::encode;
use crate::params::pairs::fault;
use crate::params::search::EXPORT_SORTS;
use crate::params::search::ORDERS;

/// The characters of context on each side of a line when nothing is said.
const CONTEXT: usize = 30;

/// What an export is asked with.
#[derive(Clone, Debug)]
pub struct ExportParams {
    format: Format,
    asked: Asked,
}

#[derive(Clone, Debug)]
enum Asked {
    Documents(SearchParams),
    Concordance(ConcordanceParams),
    Trend(TrendParams),
    /// Key words or collocates: what is asked of the index, the query as it was written and everything that was given.
    Words {
        wanted: Box<Wanted>,
        query: String,
        given: String,
    },
}

impl ExportParams {
    /// Reads a query string.
    ///
    /// # Errors
    /// `Parameter` with the name of the one that cannot be used.
    pub fn read(query: &str) -> Result<ExportParams, Error> {
        let mut pairs = Pairs::decode(query, Reading::Strict)?;
        let format = pairs.take_choice("format", Format::ALL)?.unwrap_or(Format::Csv);
        let what = pairs.take_choice("of", What::ALL)?.unwrap_or(What::Documents);
        if !format.holds(what) {
            return Err(fault("format", "is for documents only: references are of documents"));
        }
        let asked = match what {
            What::Documents => {
                let mut search = SearchParams::narrowing(&mut pairs)?;
                search.sort = pairs.take_choice("sort", EXPORT_SORTS)?.unwrap_or(Sort::Id);
                search.expand = pairs.take_switch("expand")?;
                pairs.finish(&[
                    "format", "of", "q", "year", "region", "kind", "section", "word", "sort", "expand",
                ])?;
                Asked::Documents(search)
            }
            What::Concordance => {
                let mut search = SearchParams::narrowing(&mut pairs)?;
                search.expand = pairs.take_switch("expand")?;
                let order = pairs.take_choice("sort", ORDERS)?.unwrap_or_default();
                let context = pairs.take_number("context", 1..=200)?;
                pairs.finish(&[
                    "format", "of", "q", "year", "region", "kind", "section", "word", "sort", "expand",
                    "context",
                ])?;
                Asked::Concordance(ConcordanceParams { search, order, context })
            }
            What::Trend => Asked::Trend(TrendParams::take(pairs, &["format", "of"])?),
            What::Keyness => {
                let given = pairs.left();
                let request = KeynessParams::all(pairs, &["format", "of"])?.into_request();
                let query = request.target.text.clone();
                Asked::Words { wanted: Box::new(Wanted::Keyness(request)), query, given }
            }
            What::Collocates => {
                let given = pairs.left();
                let request = CollocatesParams::all(pairs, &["format", "of"])?.into_request();
                let query = request.phrase.text().to_owned();
                Asked::Words { wanted: Box::new(Wanted::Collocates(request)), query, given }
            }
        };
        Ok(ExportParams { format, asked })
    }

    /// Returns what is asked of the index.
    ///
    /// # Errors
    /// `Query` when the query cannot be read.
    pub fn wanted(&self) -> Result<Wanted, Error> {
        Ok(match &self.asked {
            Asked::Documents(params) => Wanted::Documents(params.request(0)?),
            Asked::Concordance(params) => {
                let mut request = params.request(0)?;
                request.context = params.context.unwrap_or(CONTEXT);
                Wanted::Concordance(request)
            }
            Asked::Trend(params) => Wanted::Trend(params.request()?),
            Asked::Words { wanted, .. } => (**wanted).clone(),
        })
    }

    /// Returns the format of the file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns the query as it was written.
    pub fn query(&self) -> &str {
        match &self.asked {
            Asked::Documents(params) => &params.query,
            Asked::Concordance(params) => &params.search.query,
            Asked::Trend(params) => params.phrases_written(),
            Asked::Words { query, .. } => query,
        }
    }

    /// Returns everything that was asked for in one order, whatever the order of the address.
    pub fn asked(&self) -> String {
        match &self.asked {
            Asked::Documents(params) => params.export_string(),
            Asked::Concordance(params) => params.query_string(),
            Asked::Trend(params) => params.query_string(),
            Asked::Words { given, .. } => given.clone(),
        }
    }

    /// Returns the name of the file.
    pub fn file_name(&self) -> String {
        let what = match &self.asked {
            Asked::Documents(_) => What::Documents,
            Asked::Concordance(_) => What::Concordance,
            Asked::Trend(_) => What::Trend,
            Asked::Words { wanted, .. } => wanted.what(),
        };
        format!("gongbao-{}.{}", what.key(), self.format.ending())
    }
}

/// Returns the address of an export in a format.
pub(crate) fn address(what: What, format: &str, asked: &str) -> String {
    let of = if what == What::Documents { String::new() } else { format!("&of={}", what.key()) };
    let joint = if asked.is_empty() { "" } else { "&" };
    format!("/api/v1/export?format={}{of}{joint}{asked}", encode(format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_is_refused() {
        for query in [
            "format=parquet",
            "format=ris&of=concordance",
            "of=moon",
            "limit=10",
            "of=concordance&sort=year",
            "sort=left",
            "of=concordance&q=a&collapse=true",
            "of=trend",
            "of=keyness",
            "of=collocates",
            "of=keyness&q=a&limit=10",
            "of=collocates&q=a&reference=b",
            "of=collocates&q=a&format=ris",
        ] {
            assert!(ExportParams::read(query).is_err(), "{query}");
        }
        for query in [
            "",
            "format=bibtex&q=a&sort=year",
            "q=a&sort=relevance&expand=true",
            "of=concordance&q=a&sort=left&context=9",
            "of=concordance&q=a&expand=true",
            "of=trend&q=a%7Cb",
            "of=keyness&q=a&reference=b&sort=log_ratio&format=xlsx",
            "of=collocates&q=a&window=3&side=left",
        ] {
            assert!(ExportParams::read(query).is_ok_and(|params| params.wanted().is_ok()), "{query}");
        }
    }
}
