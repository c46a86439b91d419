//! The settings that all sources share.

use std::path::PathBuf;

use serde::Deserialize;

use crate::error::Error;
use crate::schedule::Schedule;
use crate::schedule::Season;
use crate::source::Source;

/// What hosts end in that belong to nobody, so that examples can name them (RFC 2606).
const FOR_EXAMPLES: [&str; 6] = ["example.com", "example.net", "example.org", "example", "invalid", "test"];

/// The `[crawler]` table of the configuration.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// A mail address or URL for the User-Agent, where a site's operator can reach you. Without it no public host
    /// is asked.
    pub contact: Option<String>,
    /// A folder of recipes, one source a file, relative to the configuration file.
    pub recipes: Option<PathBuf>,
    /// How many sources are crawled at a time, 1–64; one host is never asked twice at once.
    pub sources_at_once: usize,
    /// The largest decoded response that is read, in megabytes.
    pub largest_response_mb: u64,
    /// The most requests to one public host a day, at +08:00; the rest waits for the next day. 0 sets no limit.
    pub daily_requests: u64,
    /// When sources are crawled by `gongbao ingest`, unless their recipe says otherwise.
    pub schedule: Schedule,
    /// Months with a schedule of their own.
    pub season: Option<Season>,
    /// The most that a scheduled crawl is put off, in minutes, so that sources do not all begin at once; 0–1440.
    pub jitter_minutes: u16,
    /// The size at which a new WARC file is begun, in megabytes.
    pub archive_file_mb: u64,
    /// How much of the disk must stay free while a crawl writes, in megabytes; 0 watches nothing.
    pub keep_free_mb: u64,
    /// How long one attached file may take to be read, in seconds, 1–3600.
    pub file_seconds: u64,
    /// How much memory reading one attached file may take, in megabytes, 64–65536.
    pub file_memory_mb: u64,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            contact: None,
            recipes: None,
            sources_at_once: 8,
            largest_response_mb: 20,
            archive_file_mb: 1024,
            daily_requests: 20_000,
            schedule: Schedule::default(),
            season: None,
            jitter_minutes: 20,
            keep_free_mb: 512,
            file_seconds: 60,
            file_memory_mb: 1024,
        }
    }
}

impl Config {
    /// Refuses a source on a public host while nobody says who crawls.
    ///
    /// # Errors
    /// When there is no contact, or one that an example gave.
    pub(crate) fn refuse_without_contact(&self, source: &Source) -> Result<(), Error> {
        let Some(host) = source.public_host() else { return Ok(()) };
        let (source_name, host) = (source.name.as_str().to_owned(), host.to_owned());
        match &self.contact {
            None => Err(Error::NoContact { source_name, host }),
            Some(contact) if is_for_examples(contact) => {
                Err(Error::ExampleContact { source_name, host, contact: contact.clone() })
            }
            Some(_) => Ok(()),
        }
    }
}

/// Tells whether a mail address or URL lies at a host that belongs to nobody.
fn is_for_examples(contact: &str) -> bool {
    let behind = contact.split_once("://").map_or(contact, |(_, behind)| behind);
    let behind = behind.rsplit_once('@').map_or(behind, |(_, host)| host);
    let host = behind.split(['/', ':', '?', '#', '>']).next().unwrap_or_default().to_ascii_lowercase();
    let ends_in =
        |end: &&str| host.strip_suffix(*end).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    FOR_EXAMPLES.iter().any(ends_in)
}

#[cfg(test)]
mod tests {
    use super::is_for_examples;

    #[test]
    fn who_is_reached_at_a_host_of_examples_is_nobody() {
        for contact in [
            "mailto:operator@example.org",
            "you@mail.Example.com",
            "https://www.example.net/about",
            "https://crawler.example:8080/",
            "a@b.test?subject=x",
        ] {
            assert!(is_for_examples(contact), "{contact}");
        }
        for contact in
            ["mailto:example.org@a.cn", "https://a.gov.cn/example.org", "a@myexample.org", "a@test.cn"]
        {
            assert!(!is_for_examples(contact), "{contact}");
        }
    }
}
