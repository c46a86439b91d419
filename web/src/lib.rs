//! The web pages and the JSON API: a request in, a page or a JSON answer out.

pub mod api;
mod app;
mod assets;
pub mod chart;
mod conditional;
mod config;
pub mod csv;
mod error;
mod headers;
mod language;
mod marked;
mod metrics;
mod pages;
pub mod params;
mod routes;
mod serve;

pub use app::App;
pub use app::Clock;
pub use config::Config;
pub use error::Error;
pub use error::Problem;
pub use routes::router;
pub use serve::serve;
