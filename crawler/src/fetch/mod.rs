//! A request goes in; what came of it and every exchange on the way come out.

mod answer;
mod challenge;
pub mod charset;
mod clients;
mod codings;
mod cookie_date;
mod cookies;
mod door;
mod fetcher;
mod guard;
mod http;
mod http_date;
mod mixed;
mod pace;
mod recorded;
mod robots;
mod robots_groups;
mod settings;
#[cfg(test)]
mod tests;
mod verdict;

pub use crate::fetch::answer::Answer;
pub use crate::fetch::answer::Block;
pub use crate::fetch::answer::Exchange;
pub use crate::fetch::answer::Fetched;
pub use crate::fetch::answer::Page;
pub use crate::fetch::answer::Refusal;
pub use crate::fetch::fetcher::FetchError;
pub use crate::fetch::fetcher::Fetcher;
pub(crate) use crate::fetch::recorded::fetched as recorded_answer;
pub use crate::fetch::settings::Permits;
pub use crate::fetch::settings::Request;
pub use crate::fetch::settings::Settings;
pub use crate::fetch::settings::Surroundings;
pub(crate) use crate::fetch::settings::host_key;
