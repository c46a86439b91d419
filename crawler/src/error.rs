//! What ends a crawl; what a site does is an outcome and never an error.

use crate::archive::ArchiveError;
use crate::fetch::FetchError;

/// A failure on our side.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store could not keep something.
    #[error("cannot keep what was crawled")]
    Store(#[from] corpus::Error),
    /// The evidence could not be kept.
    #[error("cannot keep the evidence")]
    Archive(#[from] ArchiveError),
    /// A large answer could not be laid aside, or not be read back.
    #[error("cannot lay a large answer aside")]
    LaidAside(#[source] std::io::Error),
    /// The HTTP client could not be made.
    #[error("cannot prepare the HTTP client")]
    Fetch(#[from] FetchError),
    /// A public host is to be crawled and nobody says who does it.
    #[error(
        "source {source_name} crawls the public host {host}, but no contact is configured: set `contact` under \
         [crawler] to a mail address or URL where a site's operator can reach you"
    )]
    NoContact {
        /// The source.
        source_name: String,
        /// The host.
        host: String,
    },
    /// A public host is to be crawled and the contact is the one of the example.
    #[error(
        "source {source_name} crawls the public host {host}, but nobody can be reached at {contact}, which is a place for \
         examples: set `contact` under [crawler] to a mail address or URL of yours"
    )]
    ExampleContact {
        /// The source.
        source_name: String,
        /// The host.
        host: String,
        /// The contact.
        contact: String,
    },
    /// A document that was named is not in the store.
    #[error("there is no document {id:?}")]
    NoDocument {
        /// Its id.
        id: String,
    },
    /// The thread that writes ended before the crawl did.
    #[error("the thread that keeps the store ended early")]
    DeskClosed,
    /// What was kept together with this could not be kept.
    #[error("nothing was kept of what was crawled last")]
    BatchLost,
    /// As much as a host may be asked a day was asked; never leaves a crawl.
    #[error("the day's {limit} requests to {host} are spent")]
    BudgetSpent {
        /// The host.
        host: String,
        /// The most requests a day.
        limit: u64,
    },
    /// The site is down and nothing more is asked of it; never leaves a crawl.
    #[error("the site is down")]
    SiteDown,
    /// The crawl was told to stop; never leaves a crawl.
    #[error("the crawl was told to stop")]
    Stopped,
}
