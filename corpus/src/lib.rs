//! The words everyone speaks: documents, years, places, text folding, and the store that keeps them.

pub mod compare;
pub mod coverage;
pub mod district;
pub mod document;
pub mod error;
pub mod fingerprint;
pub mod gazetteer;
pub mod indicators;
pub mod parts;
pub mod personal;
pub mod reason;
pub mod store;
pub mod text;
pub mod visit;
pub mod year;

pub use error::Error;
