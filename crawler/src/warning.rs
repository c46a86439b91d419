//! What of a crawl went well and wants to be looked at all the same.

use std::fmt;

use corpus::visit::Visit;

/// One such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A list page names more than is read of one page.
    ListNotReadWhole {
        /// The address of the page.
        url: String,
        /// How many of its links were not read.
        left_out: usize,
    },
    /// A list has more pages than its recipe lets be asked for.
    ListCut {
        /// The address of the page that names them first.
        url: String,
        /// How many pages are asked for.
        most: usize,
    },
    /// The text of an article came for another one too, though their list calls them otherwise.
    SameText {
        /// The address of the article.
        url: String,
        /// The address for which it came first.
        first: String,
    },
    /// A list says that it holds nothing yet.
    ListEmpty {
        /// The address of the page.
        url: String,
    },
}

impl Warning {
    /// Has the store keep it with the visit that it is about, where `gongbao status` finds it.
    pub(crate) fn keep_with(&self, visits: &mut [Visit]) {
        if let Some(visit) = visits.last_mut() {
            visit.detail = Some(self.what());
        }
    }

    /// Says what is the matter, without saying where.
    fn what(&self) -> String {
        match self {
            Warning::ListNotReadWhole { left_out, .. } => {
                format!("{left_out} more links of the page were not read: it has too many")
            }
            Warning::ListEmpty { .. } => "the list says that it is empty".to_owned(),
            Warning::SameText { first, .. } => format!(
                "the text that came for {first} too, under another title, which is no document; what we hold stays"
            ),
            Warning::ListCut { most, .. } => {
                format!(
                    "the list has more pages than the {most} that `list_pages` allows; the others were not read"
                )
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::ListNotReadWhole { url, .. }
            | Warning::ListCut { url, .. }
            | Warning::SameText { url, .. }
            | Warning::ListEmpty { url } => {
                write!(out, "{url}: {}", self.what())
            }
        }
    }
}
