//! How well pages are read and searches answer: committed floors that only rise.

mod reading;
mod retrieval;
