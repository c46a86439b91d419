//! One file per command.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod concordance;
pub(crate) mod coverage;
pub(crate) mod crawl;
pub(crate) mod demo;
pub(crate) mod evidence;
mod filter;
pub(crate) mod import;
pub(crate) mod manual;
pub(crate) mod place;
mod print;
pub(crate) mod prune;
pub(crate) mod read;
pub(crate) mod reindex;
pub(crate) mod reparse;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod source;
pub(crate) mod status;
pub(crate) mod take_text;
pub(crate) mod trend;
