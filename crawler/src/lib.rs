//! Fetches report pages politely, keeps every response as evidence, and reads each page into a document.

pub mod address;
pub mod archive;
mod article;
pub mod config;
mod crawl;
mod desk;
pub mod discover;
mod errand;
pub mod error;
pub mod extract;
pub mod fetch;
pub mod files;
mod list;
mod reading;
pub mod rebuild;
mod recorded;
pub mod reparse;
pub mod source;
pub mod trial;

pub use config::Config;
pub use crawl::Crawl;
pub use crawl::Event;
pub use crawl::Report;
pub use crawl::Tell;
pub use crawl::run;
pub use error::Error;
pub use source::Source;
