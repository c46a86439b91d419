//! One Config made of each crate's Config: defaults < file < environment < flags.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::path::PathBuf;

use crawler::Source;
use crawler::discover::Selectors;
use crawler::schedule::Never;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::plain_words::plain;

/// The file that is read when no other is named and it exists.
pub(crate) const DEFAULT_FILE: &str = "gongbao.toml";

/// The folder of recipes beside the file, one source a file.
const RECIPES: &str = "sources";

/// Everything that can be configured.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The data folder, relative to the working directory.
    pub(crate) data: Option<PathBuf>,
    /// How pages are fetched.
    pub(crate) crawler: crawler::Config,
    /// How pages are served.
    pub(crate) web: web::Config,
    /// What `gongbao prune` gives up.
    pub(crate) retention: Retention,
    /// What is crawled.
    pub(crate) source: Vec<Source>,
}

/// What need not be kept for ever; what is not set is. The evidence of a version always is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Retention {
    /// Visits that brought nothing are forgotten after so many days.
    pub(crate) visits_days: Option<u32>,
    /// Files of evidence that nothing points into are removed after so many days.
    pub(crate) warc_days: Option<u32>,
}

/// A configuration that cannot be used: which file, which line, what is wrong.
#[derive(Debug)]
pub(crate) struct ConfigError {
    file: PathBuf,
    line: Option<usize>,
    message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Reads the configuration: the named file, or `gongbao.toml` when it is there, or the defaults; then the recipes.
///
/// # Errors
/// A file that cannot be read or understood, with the line.
pub(crate) fn load(named: Option<&Path>) -> Result<Config, ConfigError> {
    let Some(file) = file_of(named) else { return Ok(Config::default()) };
    let text = read(file)?;
    let mut config: Config = parse(file, &text)?;
    let mut places: Vec<(String, PathBuf, Option<usize>)> = source_lines(&text)
        .into_iter()
        .zip(&config.source)
        .map(|(line, source)| (source.name.as_str().to_owned(), file.to_owned(), line))
        .collect();
    if let Some(folder) = recipe_folder(file, &config) {
        for recipe in recipes(&folder)? {
            let source: Source = parse(&recipe, &read(&recipe)?)?;
            places.push((source.name.as_str().to_owned(), recipe, None));
            config.source.push(source);
        }
    }
    check((file, &text), &config, &places)?;
    Ok(config)
}

/// A division that a recipe declares, as `file:line` says where.
#[derive(Debug)]
pub(crate) struct DeclaredPlace {
    /// The recipe.
    pub(crate) source: String,
    /// The code as it is written.
    pub(crate) code: String,
    file: PathBuf,
    line: usize,
}

impl DeclaredPlace {
    /// Says what is wrong with it, and where it stands.
    pub(crate) fn broken(&self, message: String) -> ConfigError {
        ConfigError { file: self.file.clone(), line: Some(self.line), message }
    }
}

/// Returns where the recipes of a configuration that was loaded declare their places.
///
/// # Errors
/// As in [`load`].
pub(crate) fn declared_places(
    named: Option<&Path>,
    config: &Config,
) -> Result<Vec<DeclaredPlace>, ConfigError> {
    #[derive(Deserialize)]
    struct Recipe {
        name: String,
        place: Option<Spanned<String>>,
    }
    #[derive(Deserialize)]
    struct Recipes {
        #[serde(default)]
        source: Vec<Recipe>,
    }
    let Some(file) = file_of(named) else { return Ok(Vec::new()) };
    let mut declared = Vec::new();
    let mut take = |file: &Path, text: &str, recipe: Recipe| {
        if let Some(place) = recipe.place {
            let line = line_of(text, place.span().start);
            let (source, code) = (recipe.name, place.into_inner());
            declared.push(DeclaredPlace { source, code, file: file.to_owned(), line });
        }
    };
    let text = read(file)?;
    for recipe in parse::<Recipes>(file, &text)?.source {
        take(file, &text, recipe);
    }
    if let Some(folder) = recipe_folder(file, config) {
        for file in recipes(&folder)? {
            let text = read(&file)?;
            take(&file, &text, parse(&file, &text)?);
        }
    }
    Ok(declared)
}

/// Returns the file of the configuration: the named one, or `gongbao.toml` when it is there.
fn file_of(named: Option<&Path>) -> Option<&Path> {
    named.or_else(|| Some(Path::new(DEFAULT_FILE)).filter(|file| file.is_file()))
}

/// Returns the folder of the recipes: the one that is configured, or `sources` beside the file when it is there.
fn recipe_folder(file: &Path, config: &Config) -> Option<PathBuf> {
    let beside = file.parent().unwrap_or(Path::new(""));
    match &config.crawler.recipes {
        Some(folder) => Some(beside.join(folder)),
        None => Some(beside.join(RECIPES)).filter(|folder| folder.is_dir()),
    }
}

fn read(file: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(file).map_err(|err| ConfigError {
        file: file.to_owned(),
        line: None,
        message: format!("cannot read it: {err}"),
    })
}

fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|err| {
        let line = err.span().map(|span| line_of(text, span.start));
        // The full message repeats the position; keep the sentence and show the line it speaks of.
        let shown = line.and_then(|line| text.lines().nth(line - 1)).map(str::trim_end);
        let shown = shown.map(|shown| format!("\n    {shown}")).unwrap_or_default();
        let said = match (err.message().trim(), err.span().and_then(|span| text.get(span))) {
            ("duplicate key", Some(key)) => format!("the key `{key}` is written a second time"),
            (said, _) => plain(said),
        };
        ConfigError { file: file.to_owned(), line, message: format!("{said}{shown}") }
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

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Returns the line that each `[[source]]` begins on.
fn source_lines(text: &str) -> Vec<Option<usize>> {
    let headers = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[source]]"));
    headers
        .map(|(index, _)| Some(index + 1))
        .chain(std::iter::repeat(None))
        .take(text.lines().count())
        .collect()
}

fn recipes(folder: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let failed = |err: std::io::Error| ConfigError {
        file: folder.to_owned(),
        line: None,
        message: format!("cannot list the recipes: {err}"),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Tells whether whoever runs a site can write to a contact, or look it up: a mail address or a URL.
pub(crate) fn is_contact(contact: &str) -> bool {
    let is_url = ["http://", "https://"].iter().any(|start| {
        contact.strip_prefix(start).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric()))
    });
    let address = contact.strip_prefix("mailto:").unwrap_or(contact);
    let is_mail = address.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    (is_url || is_mail) && !contact.contains(char::is_control)
}

fn check(
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

#[cfg(test)]
mod tests {
    use super::Config;
    use super::parse;
    use std::path::Path;
    use std::path::PathBuf;

    #[track_caller]
    fn check(text: &str, line: usize, word: &str) {
        let err = parse::<Config>(Path::new("g.toml"), text).expect_err("the text is broken");
        let shown = err.to_string();
        assert!(shown.starts_with(&format!("g.toml:{line}: ")), "{shown}");
        assert!(shown.contains(word), "{shown}");
    }

    #[test]
    fn a_broken_file_names_file_line_and_key() {
        check("[crawler]\ncontakt = \"a@b.cn\"\n", 2, "contakt");
        check("[crawler]\nsources_at_once = \"many\"\n", 2, "sources_at_once");
        check("[[source]]\nname = \"a\"\nstart = [\"ftp://x.gov.cn/\"]\n", 3, "http://");
        check(
            "[[source]]\nname = \"a\"\nstart = [\"http://u:p@x.gov.cn/\"]\n",
            3,
            "write it as \"http://x.gov.cn/\"",
        );
        check("[[source]]\nname = \"a\"\nstart = [\"x.gov.cn/l\"]\n", 3, "must begin with http://");
        check("[[source]]\nname = \"a\"\nstart = []\nlist_pages = -5\n", 4, "a whole number of 0 or more");
        check("[[source]]\nname = \"a b\"\nstart = []\n", 2, "a b");
        check("[[source]]\nname = \"a\"\nstart = []\nplace = \"51\"\n", 4, "six digits");
        check("[[source]]\nname = \"a\"\nstart = []\npace_seconds = -1.0\n", 4, "pace");
        check("[web\n", 1, "");
        check("[[source]]\nname = \"a\"\nstart = []\n\nname = \"b\"\n", 5, "`name` is written a second time");
        check("[web]\n[crawler]\n[web]\n", 3, "`web`");
    }

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
            let said =
                super::check((Path::new("g.toml"), text), &config, &[]).expect_err("it is out of bounds");
            let said = said.to_string();
            assert!(said.starts_with(&format!("g.toml:{line}: ")) && said.contains(word), "{said}");
        }
    }

    #[track_caller]
    fn check_recipe(recipe: &str, word: Option<&str>) {
        let text = format!("[[source]]\nname = \"a\"\n{recipe}\n");
        let config = parse::<Config>(Path::new("g.toml"), &text).expect("it can be read");
        let places = [("a".to_owned(), PathBuf::from("g.toml"), Some(1))];
        let said =
            super::check((Path::new("g.toml"), &text), &config, &places).err().map(|err| err.to_string());
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

    #[test]
    fn the_example_file_is_valid_and_states_the_defaults() {
        let text = include_str!("../config.example.toml");
        let mut example: Config =
            parse(Path::new("config.example.toml"), text).expect("the example is valid");
        assert!(!example.source.is_empty(), "the example shows a source");
        example.source.clear();
        example.crawler.contact = None;
        assert_eq!(example, Config { data: Some("data".into()), ..Config::default() });
    }
}
