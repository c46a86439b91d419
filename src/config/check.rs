//! A configuration that was read in; whether it can do what it says, out.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use crawler::Source;
use crawler::discover::Selectors;
use crawler::schedule::Never;

use crate::config::Config;
use crate::config::ConfigError;

/// Tells whether whoever runs a site can write to a contact, or look it up: a mail address or a URL.
pub(crate) fn is_contact(contact: &str) -> bool {
    let is_url = ["http://", "https://"].iter().any(|start| {
        contact.strip_prefix(start).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric()))
    });
    let address = contact.strip_prefix("mailto:").unwrap_or(contact);
    let is_mail = address.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    (is_url || is_mail) && !contact.contains(char::is_control)
}

/// Checks the settings, and each recipe with the place it stands in.
///
/// # Errors
/// The first that cannot be used, with what to write.
pub(super) fn check(
    (file, text): (&Path, &str),
    config: &Config,
    places: &[(String, PathBuf, Option<usize>)],
) -> Result<(), ConfigError> {
    let crawler = &config.crawler;
    let contact = crawler.contact.as_deref();
    let limits = [
        ((1..=64).contains(&crawler.sources_at_once), "crawler.sources_at_once must be 1 to 64"),
        ((1..=2000).contains(&crawler.largest_response_mb), "crawler.largest_response_mb must be 1 to 2000"),
        ((1..=100_000).contains(&crawler.archive_file_mb), "crawler.archive_file_mb must be 1 to 100000"),
        ((1..=3600).contains(&crawler.file_seconds), "crawler.file_seconds must be 1 to 3600"),
        ((64..=65_536).contains(&crawler.file_memory_mb), "crawler.file_memory_mb must be 64 to 65536"),
        ((1..=3600).contains(&config.web.timeout_seconds), "web.timeout_seconds must be 1 to 3600"),
        ((1..=1024).contains(&config.web.readers), "web.readers must be 1 to 1024"),
        (crawler.jitter_minutes <= 1440, "crawler.jitter_minutes must be 0 to 1440"),
        ((1..=1_000_000).contains(&config.web.connections), "web.connections must be 1 to 1000000"),
        ((1..=3600).contains(&config.web.idle_seconds), "web.idle_seconds must be 1 to 3600"),
        (is_header(config.web.client_header.as_deref()), "web.client_header must be the name of a header"),
        (
            config.web.operator_token.as_ref().is_none_or(|token| token.len() >= 16),
            "web.operator_token must have 16 letters or more",
        ),
        ((1..=256).contains(&config.web.exports), "web.exports must be 1 to 256"),
        (contact.is_none_or(is_contact), "crawler.contact must be a mail address or a URL, in one line"),
    ];
    if let Some((_, message)) = limits.iter().find(|(is_within, _)| !is_within) {
        let setting = message.split(' ').next().unwrap_or_default();
        let line = line_of_setting(text, setting);
        return Err(ConfigError { file: file.to_owned(), line, message: (*message).to_owned() });
    }
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for (source, (name, file, line)) in config.source.iter().zip(places) {
        let broken = |message: String| Err(ConfigError { file: file.clone(), line: *line, message });
        if let Some(first) = seen.insert(name, file) {
            return broken(format!("the source name {name:?} is taken already, in {}", first.display()));
        }
        if source.start.is_empty() {
            return broken(format!("the source {name:?} has no `start`: name at least one list page"));
        }
        if source.list_pages == 0 {
            return broken(format!("the source {name:?} has `list_pages` 0: at least 1"));
        }
        if let Some(host) = source.hosts.iter().find(|host| host.contains('/') || host.trim().is_empty()) {
            return broken(format!(
                "the source {name:?} lists {host:?} in `hosts`: a host is written without http:// and path"
            ));
        }
        if let Some(why) = crawl_trouble(source, crawler) {
            return broken(format!("the source {name:?} {why}"));
        }
    }
    Ok(())
}

/// Says what keeps a recipe from ever doing what it says, and what to write.
fn crawl_trouble(source: &Source, shared: &crawler::Config) -> Option<String> {
    let is_odd = |host: &&String| host.strip_prefix("*.").unwrap_or(host).contains('*') || *host == "*.";
    if let Some(host) = source.hosts.iter().find(is_odd) {
        return Some(format!(
            "lists {host:?} in `hosts`, which matches no host: write each host out, or \"*.example.gov.cn\" for all below one"
        ));
    }
    let permits = source.permits();
    if let Some(start) = source.start.iter().find(|start| !permits.lists(start.url())) {
        let host = crawler::source::host_and_port(start.url());
        return Some(format!("begins at {}, but its `hosts` leave that host out: add {host:?}", start.url()));
    }
    if let Some(Err((key, css))) = source.selectors.as_ref().map(Selectors::check) {
        return Some(format!(
            "has a selector that cannot be read: `{key}` is {css:?}; write a CSS selector such as \"ul.list > li\" (what jQuery \
             adds, such as :contains, is none)"
        ));
    }
    match source.timetable(shared).never_comes()? {
        Never::Schedule => Some(
            "has a `schedule` that never comes: all that it names lies in the months of the `season`, and nothing of the season's \
             own schedule does; write months or days that meet"
                .to_owned(),
        ),
        Never::Season => Some(
            "has a `season` whose schedule names no day of its months: write days of these months, or leave the season out"
                .to_owned(),
        ),
    }
}

fn is_header(name: Option<&str>) -> bool {
    name.is_none_or(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// Returns the line on which a table of the file sets a key, which is called `table.key`.
fn line_of_setting(text: &str, setting: &str) -> Option<usize> {
    let (table, key) = setting.split_once('.')?;
    let sets = |line: &str, key: &str| {
        line.strip_prefix(key).is_some_and(|behind| behind.trim_start().starts_with('='))
    };
    let mut inside = false;
    let found = text.lines().map(str::trim).position(|line| {
        if line.starts_with('[') {
            inside = line.trim_start_matches('[').split(']').next().is_some_and(|name| name.trim() == table);
        }
        inside && sets(line, key) || sets(line, setting)
    });
    found.map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::config::Config;
    use crate::config::parse;
    use std::path::Path;
    use std::path::PathBuf;

    #[test]
    fn a_setting_out_of_its_bounds_names_its_line() {
        for (text, line, word) in [
            ("# contact\n[crawler]\ncontact = \"nobody\"\n", 3, "contact"),
            ("crawler.contact = \"nobody\"\n", 1, "contact"),
            ("crawler.contact = \"mailto:me\"\n", 1, "contact"),
            ("crawler.contact = \"https://\"\n", 1, "contact"),
            ("[web]\nreaders=0\n[crawler]\nfile_seconds = 3\n", 2, "web.readers"),
        ] {
            let config = parse::<Config>(Path::new("g.toml"), text).expect("it can be read");
            let said = check((Path::new("g.toml"), text), &config, &[]).expect_err("it is out of bounds");
            let said = said.to_string();
            assert!(said.starts_with(&format!("g.toml:{line}: ")) && said.contains(word), "{said}");
        }
    }

    #[track_caller]
    fn check_recipe(recipe: &str, word: Option<&str>) {
        let text = format!("[[source]]\nname = \"a\"\n{recipe}\n");
        let config = parse::<Config>(Path::new("g.toml"), &text).expect("it can be read");
        let places = [("a".to_owned(), PathBuf::from("g.toml"), Some(1))];
        let said = check((Path::new("g.toml"), &text), &config, &places).err().map(|err| err.to_string());
        match (said, word) {
            (None, None) => {}
            (Some(said), Some(word)) => {
                assert!(said.starts_with("g.toml:1: ") && said.contains(word), "{said}");
            }
            (said, _) => panic!("{recipe}: {said:?}"),
        }
    }

    #[test]
    fn a_recipe_that_can_never_be_followed_is_refused_with_what_to_write() {
        let start = "start = [\"http://www.a.gov.cn/x/\"]\n";
        for (rest, word) in [
            ("hosts = [\"*\"]", Some("matches no host")),
            ("hosts = [\"www.*.gov.cn\"]", Some("write each host out")),
            ("hosts = [\"b.gov.cn\"]", Some("add \"www.a.gov.cn\"")),
            ("hosts = [\"*.a.gov.cn\", \"b.gov.cn\"]", None),
            ("hosts = [\"www.a.gov.cn\"]", None),
            ("selectors = { item = \"li[[\" }", Some("`item` is \"li[[\"")),
            ("selectors = { item = \"li\", date = \"td:contains(1)\" }", Some("`date`")),
            ("selectors = { item = \"ul.list > li:nth-child(2)\" }", None),
            (
                "schedule = \"0 0 1 2 *\"\nseason = { months = [2], schedule = \"0 0 1 3 *\" }",
                Some("`schedule` that never comes"),
            ),
            (
                "schedule = \"0 0 * * *\"\nseason = { months = [2], schedule = \"0 0 1 3 *\" }",
                Some("no day of its months"),
            ),
            ("schedule = \"0 0 29 2 *\"\nseason = { months = [3], schedule = \"every 7d\" }", None),
            ("schedule = \"0 0 1 2 *\"\nseason = { months = [2], schedule = \"every 7d\" }", None),
            ("season = { months = [1,2,3,4,5,6,7,8,9,10,11,12], schedule = \"every 1h\" }", None),
        ] {
            check_recipe(&format!("{start}{rest}"), word);
        }
    }
}
