//! What of a crawl went well and wants to be looked at all the same.

use std::fmt;

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
}

impl Warning {
    /// Says what is the matter, without saying where.
    pub(crate) fn what(&self) -> String {
        match self {
            Warning::ListNotReadWhole { left_out, .. } => {
                format!("{left_out} more links of the page were not read: it has too many")
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::ListNotReadWhole { url, .. } => write!(out, "{url}: {}", self.what()),
        }
    }
}
