//! The words everyone speaks: documents, years, places, text folding, and the store that keeps them.

pub mod compare;
pub mod congress;
pub mod copies;
pub mod coverage;
pub mod district;
pub mod document;
pub mod due;
pub mod error;
pub mod fingerprint;
pub mod gazetteer;
pub mod hex;
mod identity;
pub mod indicators;
pub mod panel;
pub mod parts;
pub mod passages;
pub mod personal;
pub mod quantity_series;
pub mod reason;
pub mod revisit;
pub mod robots;
pub mod store;
pub mod text;
pub mod timeline;
pub mod visit;
pub mod year;

pub use error::Error;
