//! A file of JSON lines in; the documents of its lines, checked and some hundred at a time, out.

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use corpus::store::Import;

use crate::commands::import::line;
use crate::commands::import::line::PassedOver;

/// Lines that are read at a time; the cores share them.
const BATCH: usize = 512;

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(BufReader::with_capacity(1 << 20, opened))
}

/// Reads the whole file once before anything is kept, so that a broken line leaves no half of it behind. Returns what is not taken
/// over.
pub(crate) fn check(file: &Path) -> anyhow::Result<PassedOver> {
    let mut passed_over = PassedOver::default();
    for (number, text) in (1..).zip(open(file)?.split(b'\n')) {
        let text = text.with_context(|| format!("cannot read {}", file.display()))?;
        if !text.trim_ascii().is_empty() {
            let line = line::parse(&text)
                .map_err(|why| anyhow::anyhow!("{}:{number}: {why}; nothing was imported", file.display()))?;
            passed_over.look(&text, &line);
        }
    }
    Ok(passed_over)
}

/// Tells a file of JSON lines from a saved page: by its name, or because it opens with a brace, as RTF does too.
pub(crate) fn is_one(file: &Path) -> anyhow::Result<bool> {
    let named = file.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    let mut opening = [0; 64];
    let length = open(file)?.read(&mut opening).with_context(|| format!("cannot read {}", file.display()))?;
    let opening = &opening[..length];
    let opening = opening.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(opening);
    let opening = opening.trim_ascii_start();
    Ok(named || opening.starts_with(b"{") && !opening.starts_with(b"{\\rtf"))
}

/// Returns the lines of a file that has been checked, some hundred at a time.
pub(crate) fn batches(file: &Path) -> anyhow::Result<impl Iterator<Item = Vec<Vec<u8>>>> {
    let mut texts = open(file)?.split(b'\n').map_while(Result::ok);
    Ok(std::iter::from_fn(move || {
        let batch: Vec<Vec<u8>> = texts.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then_some(batch)
    }))
}

/// Reads a batch of lines on every core; blank lines and those that are no document are left out.
pub(crate) fn read(batch: &[Vec<u8>]) -> Vec<Import> {
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
