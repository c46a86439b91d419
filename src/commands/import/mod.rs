//! `gongbao import`: documents that someone else collected, from a JSONL file or a saved page.

mod line;
mod page;

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use corpus::document::DocumentId;
use corpus::store::Import;
use corpus::store::Saved;
use crawler::files::Scans;
use serde::Serialize;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ImportArguments;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// Lines that are read at a time; the cores share them.
const BATCH: usize = 512;

/// What is printed with `--json`.
#[derive(Debug, Default, Serialize)]
struct Answer {
    added: usize,
    changed: usize,
    unchanged: usize,
    indexed: u64,
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
}

/// Runs the command. A file with a line that is no document is refused before anything is kept.
///
/// # Errors
/// A file that cannot be read, a line that is no document, a store that cannot be written.
pub(crate) fn run(given: &ImportArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let mut answer = Answer::default();
    let store = if is_lines(&given.file)? {
        if given.url.is_some() || given.id.is_some() || given.place.is_some() {
            return Err(WrongUse(
                "--url, --id and --place are for one saved page, not for a JSONL file".into(),
            )
            .into());
        }
        check_lines(&given.file)?;
        let mut store = folder.open()?;
        // Read first, then keep: the store is not held while texts are read, so that a crawl may write meanwhile.
        for batch in batches(&given.file)? {
            answer.count(&store.import(read_batch(&batch).into_iter(), world::now())?);
        }
        store
    } else {
        let import = saved_page(given, config)?;
        let mut store = folder.open()?;
        answer.count(&store.import(std::iter::once(import), world::now())?);
        store
    };
    if let Some(caught) = ingest::catch_up(&store, folder)? {
        answer.indexed = caught.added + caught.updated;
    }
    if given.json {
        print::json(&answer)?;
    } else {
        print::line(&format!(
            "{}: {} added, {} changed, {} unchanged",
            given.file.display(),
            print::grouped(answer.added as u64),
            print::grouped(answer.changed as u64),
            print::grouped(answer.unchanged as u64)
        ))?;
    }
    Ok(Ending::Fine)
}

fn saved_page(given: &ImportArguments, config: &Config) -> anyhow::Result<Import> {
    let saved = SavedPage {
        url: given.url.as_deref(),
        place: given.place.as_deref(),
        scans: if given.ocr { Scans::Read } else { Scans::Left },
        workshop: world::workshop(&config.crawler),
    };
    let document = page::read(&given.file, &saved)?.document;
    let stem = given.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = given.id.clone().unwrap_or(stem);
    let id = DocumentId::parse(&name).ok_or_else(|| {
        WrongUse(format!("{name:?} cannot be an id: 1 to 200 characters; give one with --id"))
    })?;
    Ok(Import { id, document, url: given.url.clone() })
}

/// Reads what is read from a saved page, for this command and for `gongbao read`.
pub(crate) use page::Saved as SavedPage;
pub(crate) use page::read as read_page;

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(BufReader::with_capacity(1 << 20, opened))
}

/// Reads the whole file once before anything is kept, so that a broken line leaves no half of it behind.
fn check_lines(file: &Path) -> anyhow::Result<()> {
    for (number, text) in (1..).zip(open(file)?.split(b'\n')) {
        let text = text.with_context(|| format!("cannot read {}", file.display()))?;
        if !text.trim_ascii().is_empty() {
            line::parse(&text).map_err(|why| {
                anyhow::anyhow!("{}:{number}: {why}; nothing of the file was imported", file.display())
            })?;
        }
    }
    Ok(())
}

/// Tells a file of JSON lines from a saved page: by its name, or because it opens with a brace.
fn is_lines(file: &Path) -> anyhow::Result<bool> {
    let named = file.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    let mut opening = [0; 64];
    let length = open(file)?.read(&mut opening).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(named || opening[..length].trim_ascii_start().starts_with(b"{"))
}

/// Returns the lines of a file that has been checked, some hundred at a time.
fn batches(file: &Path) -> anyhow::Result<impl Iterator<Item = Vec<Vec<u8>>>> {
    let mut texts = open(file)?.split(b'\n').map_while(Result::ok);
    Ok(std::iter::from_fn(move || {
        let batch: Vec<Vec<u8>> = texts.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then_some(batch)
    }))
}

fn read_batch(batch: &[Vec<u8>]) -> Vec<Import> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = batch.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = batch
            .chunks(share)
            .map(|chunk| {
                scope.spawn(|| {
                    let texts = chunk.iter().filter(|text| !text.trim_ascii().is_empty());
                    texts.filter_map(|text| line::parse(text).ok()).map(line::complete).collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("reading a document does not panic"))
            .collect()
    })
}
