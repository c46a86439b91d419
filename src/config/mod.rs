//! One Config made of each crate's Config: defaults < file < environment < flags.

mod check;

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

use crawler::Source;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::plain_words::plain;

pub(crate) use check::is_contact;

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
    check::check((file, &text), &config, &places)?;
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
pub(crate) fn file_of(named: Option<&Path>) -> Option<&Path> {
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

#[cfg(test)]
mod tests {
    use super::Config;
    use super::parse;
    use std::path::Path;

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
    fn the_example_file_is_valid_and_states_the_defaults() {
        let text = include_str!("../../config.example.toml");
        let mut example: Config =
            parse(Path::new("config.example.toml"), text).expect("the example is valid");
        assert!(!example.source.is_empty(), "the example shows a source");
        example.source.clear();
        example.crawler.contact = None;
        assert_eq!(example, Config { data: Some("data".into()), ..Config::default() });
    }
}
