//! How well pages are read, searches answer and copies are found: committed floors that only rise.

mod copies;
mod exactness;
mod passages;
mod planted;
mod reading;
mod retrieval;
