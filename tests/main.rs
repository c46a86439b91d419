//! The one end-to-end test binary: the real program against pretend government sites, bad input and a browser.

mod bad_input;
mod browser;
mod demo;
mod faults;
mod layering;
mod licences;
mod pretend_sites;
mod program;
mod resume;
mod seed;
mod shared;
