//! The one end-to-end test binary: the real program against pretend government sites, bad input and a browser.

mod archive;
mod attached;
mod bad_input;
mod browser;
mod comparing;
mod demo;
mod faults;
mod files;
mod journey;
mod kill;
mod large;
mod layering;
mod leading;
mod licences;
mod packaging;
mod pretend_sites;
mod program;
mod quality;
mod research;
mod resume;
mod robots;
mod seed;
mod shared;
mod site;
