//! Fetches report pages politely, keeps every response as evidence, and reads each page into a document.

pub mod address;
pub mod archive;
mod article;
mod attempt;
mod body;
mod claim;
pub mod config;
mod crawl;
#[cfg(test)]
mod crawl_tests;
mod desk;
pub mod discover;
mod errand;
pub mod error;
pub mod extract;
pub mod fetch;
pub mod files;
mod follow;
mod frontier;
mod held;
mod hosts;
mod list;
mod notice;
mod page_files;
mod payload;
mod reading;
pub mod rebuild;
mod recorded;
pub mod reparse;
pub mod schedule;
pub mod source;
pub mod trial;
mod unpacked;
mod warning;

pub use body::Body;
pub use config::Config;
pub use crawl::Crawl;
pub use crawl::Event;
pub use crawl::IsAtWork;
pub use crawl::Report;
pub use crawl::Tell;
pub use crawl::Visiting;
pub use crawl::run;
pub use error::Error;
pub use source::Source;
pub use warning::Warning;
