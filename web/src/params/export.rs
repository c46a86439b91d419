//! What an export is asked with.

use index::search::Sort;

use crate::Error;
use crate::export::Format;
use crate::export::Wanted;
use crate::export::What;
use crate::params::ConcordanceParams;
use crate::params::Pairs;
use crate::params::Reading;
use crate::params::SearchParams;
use crate::params::TrendParams;
use crate::params::encode;
use crate::params::pairs::fault;

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
                let sorts = &[("id", Sort::Relevance), ("year", Sort::Year), ("published", Sort::Published)];
                search.sort = pairs.take_choice("sort", sorts)?.unwrap_or_default();
                pairs.finish(&["format", "of", "q", "year", "region", "kind", "section", "word", "sort"])?;
                Asked::Documents(search)
            }
            What::Concordance => {
                let search = SearchParams::narrowing(&mut pairs)?;
                let context = pairs.take_number("context", 1..=200)?;
                pairs
                    .finish(&["format", "of", "q", "year", "region", "kind", "section", "word", "context"])?;
                Asked::Concordance(ConcordanceParams { search, context, ..ConcordanceParams::default() })
            }
            What::Trend => Asked::Trend(TrendParams::take(pairs, &["format", "of"])?),
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
        }
    }

    /// Returns everything that was asked for in one order, whatever the order of the address.
    pub fn asked(&self) -> String {
        match &self.asked {
            Asked::Documents(params) => params.query_string(),
            Asked::Concordance(params) => params.query_string(),
            Asked::Trend(params) => params.query_string(),
        }
    }

    /// Returns the name of the file.
    pub fn file_name(&self) -> String {
        let what = match &self.asked {
            Asked::Documents(_) => What::Documents,
            Asked::Concordance(_) => What::Concordance,
            Asked::Trend(_) => What::Trend,
        };
        format!("gongbao-{}.{}", what.key(), self.format.ending())
    }
}

/// Returns the address of the export of a search or a concordance in a format.
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
            "sort=relevance",
            "limit=10",
            "of=concordance&sort=year",
            "of=trend",
        ] {
            assert!(ExportParams::read(query).is_err(), "{query}");
        }
        for query in ["", "format=bibtex&q=a&sort=year", "of=concordance&q=a&context=9", "of=trend&q=a%7Cb"] {
            assert!(ExportParams::read(query).is_ok_and(|params| params.wanted().is_ok()), "{query}");
        }
    }
}
