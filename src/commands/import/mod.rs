//! `gongbao import`: documents that someone else collected, from JSONL files and saved pages.

mod line;
mod lines;
mod page;

use std::collections::BTreeMap;
use std::path::Path;

use corpus::document::DocumentId;
use corpus::store::Import;
use corpus::store::Saved;
use crawler::files::Scans;
use serde::Serialize;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ImportArguments;
use crate::commands::import::line::PassedOver;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// What is printed with `--json`.
#[derive(Debug, Default, Serialize)]
struct Answer {
    added: usize,
    changed: usize,
    unchanged: usize,
    indexed: u64,
    /// What lines say that is not taken over, by file of lines.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    passed_over: BTreeMap<String, PassedOver>,
}

impl Answer {
    fn count(&mut self, saved: &[Saved]) {
        for saved in saved {
            match saved {
                Saved::Added => self.added += 1,
                Saved::Changed => self.changed += 1,
                Saved::Unchanged => self.unchanged += 1,
            }
        }
    }

    fn add(&mut self, other: &Answer) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

/// Runs the command. When a line of any file is no document, or a file cannot be read, nothing is kept of any.
///
/// # Errors
/// A file that cannot be read, a line that is no document, a store that cannot be written.
pub(crate) fn run(given: &ImportArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let pages = checked(given, config)?;
    let mut store = folder.open()?;
    let mut all = Answer::default();
    for (file, page) in given.files.iter().zip(pages) {
        let (mut answer, mut passed_over) = (Answer::default(), PassedOver::default());
        match page {
            Checked::Page(page) => answer.count(&store.import(std::iter::once(*page), world::now())?),
            // Read first, then keep: the store is not held while texts are read, so that a crawl may write meanwhile.
            Checked::Lines(over) => {
                passed_over = over;
                for batch in lines::batches(file)? {
                    answer.count(&store.import(lines::read(&batch).into_iter(), world::now())?);
                }
            }
        }
        if !given.json {
            print::line(&format!(
                "{}: {} added, {} changed, {} unchanged",
                file.display(),
                print::grouped(answer.added as u64),
                print::grouped(answer.changed as u64),
                print::grouped(answer.unchanged as u64)
            ))?;
            for sentence in passed_over.sentences() {
                print::line(&format!("  {sentence}"))?;
            }
        }
        if !passed_over.sentences().is_empty() {
            all.passed_over.insert(file.display().to_string(), passed_over);
        }
        all.add(&answer);
    }
    if let Some(caught) = ingest::catch_up(&store, folder)? {
        all.indexed = caught.added + caught.updated;
    }
    if given.json {
        print::json(&all)?;
    }
    Ok(Ending::Fine)
}

/// A file that was checked.
enum Checked {
    /// A saved page.
    Page(Box<Import>),
    /// A file of lines, with what they say that is not taken over.
    Lines(PassedOver),
}

/// Checks every file before anything is kept.
fn checked(given: &ImportArguments, config: &Config) -> anyhow::Result<Vec<Checked>> {
    let are_lines: Vec<bool> =
        given.files.iter().map(|file| lines::is_one(file)).collect::<anyhow::Result<_>>()?;
    let is_about_pages = given.url.is_some() || given.id.is_some() || given.place.is_some();
    if is_about_pages && are_lines.contains(&true) {
        return Err(wrong("--url, --id and --place are for saved pages, not for a JSONL file"));
    }
    if (given.url.is_some() || given.id.is_some()) && given.files.len() > 1 {
        return Err(wrong("--url and --id are for one saved page: import the files one by one"));
    }
    let mut pages = Vec::with_capacity(given.files.len());
    let mut named: BTreeMap<DocumentId, &Path> = BTreeMap::new();
    for (file, are_lines) in given.files.iter().zip(are_lines) {
        if are_lines {
            pages.push(Checked::Lines(lines::check(file)?));
            continue;
        }
        let page = saved_page(file, given, config)?;
        if let Some(other) = named.insert(page.id.clone(), file) {
            return Err(wrong(&format!(
                "{} and {} would both be called {}: import them one by one, each with --id",
                other.display(),
                file.display(),
                page.id
            )));
        }
        pages.push(Checked::Page(Box::new(page)));
    }
    Ok(pages)
}

fn wrong(why: &str) -> anyhow::Error {
    WrongUse(why.to_owned()).into()
}

fn saved_page(file: &Path, given: &ImportArguments, config: &Config) -> anyhow::Result<Import> {
    let saved = SavedPage {
        url: given.url.as_deref(),
        place: given.place.as_deref(),
        scans: if given.ocr { Scans::Read } else { Scans::Left },
        workshop: world::workshop(&config.crawler),
    };
    let document = page::read(file, &saved)?.document;
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = given.id.clone().unwrap_or(stem);
    let id = DocumentId::parse(&name).ok_or_else(|| {
        WrongUse(format!("{name:?} cannot be an id: 1 to 200 characters; give one with --id"))
    })?;
    Ok(Import { id, document, url: given.url.clone() })
}

/// Reads what is read from a saved page, for this command and for `gongbao read`.
pub(crate) use page::Saved as SavedPage;
pub(crate) use page::read as read_page;
