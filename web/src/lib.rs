//! The web pages and the JSON API: a request in, a page or a JSON answer out.

pub mod api;
mod app;
mod assets;
pub mod chart;
mod citation;
mod client;
mod conditional;
mod config;
pub mod csv;
mod door;
mod error;
pub mod export;
mod feed;
mod headers;
mod kept;
mod language;
mod marked;
mod metrics;
mod news;
mod pages;
pub mod params;
mod patient;
mod rate;
mod routes;
mod serve;
mod stream;
mod tile_map;
mod waiter;

pub use app::App;
pub use app::Clock;
pub use config::Config;
pub use error::Error;
pub use error::Problem;
pub use routes::router;
pub use serve::serve;
