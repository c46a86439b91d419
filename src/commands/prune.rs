//! `gongbao prune`: what the retention rules no longer keep is given up; the evidence of a version never is.

use std::collections::BTreeSet;
use std::fs;

use anyhow::Context;
use corpus::store::Store;
use jiff::Timestamp;
use jiff::ToSpan;
use serde::Serialize;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::PruneArguments;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::world;

/// What was, or would be, given up.
#[derive(Debug, Default, Serialize)]
struct Answer {
    dry_run: bool,
    visits: u64,
    runs: u64,
    files: Vec<String>,
    bytes: u64,
}

/// Runs the command.
///
/// # Errors
/// When no rule is set, a crawl goes on in the folder, or something cannot be written.
pub(crate) fn run(given: &PruneArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let rules = &config.retention;
    if rules.visits_days.is_none() && rules.warc_days.is_none() {
        return Err(WrongUse(
            "no retention rule is set, so all is kept: write visits_days or warc_days under [retention] in the configuration"
                .into(),
        )
        .into());
    }
    let mut store = folder.open_existing()?;
    let _lock = world::lock_crawl(folder.root())?;
    let mut answer = Answer { dry_run: given.dry_run, ..Answer::default() };
    if let Some(days) = rules.visits_days {
        let before = days_ago(days)?;
        answer.visits = store.idle_visits(before)?;
        if !given.dry_run {
            (answer.visits, answer.runs) = store.forget_idle_visits(before)?;
        }
    }
    if let Some(days) = rules.warc_days {
        for file in unneeded_files(&store, folder, days_ago(days)?)? {
            let path = folder.archive().join(&file);
            answer.bytes += fs::metadata(&path).map_or(0, |found| found.len());
            if !given.dry_run {
                store.forget_file(&file)?;
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
            answer.files.push(file);
        }
    }
    show(given, &answer)
}

fn show(given: &PruneArguments, answer: &Answer) -> anyhow::Result<Ending> {
    if given.json {
        print::json(answer)?;
        return Ok(Ending::Fine);
    }
    for file in &answer.files {
        print::line(file)?;
    }
    let done = if given.dry_run { "would be given up" } else { "given up" };
    print::line(&format!(
        "{done}: {} that brought nothing, {}, {} of evidence that nothing points to ({})",
        print::counted(answer.visits, "visit"),
        print::counted(answer.runs, "run"),
        print::counted(answer.files.len() as u64, "file"),
        print::counted(answer.bytes, "byte")
    ))?;
    Ok(Ending::Fine)
}

fn days_ago(days: u32) -> anyhow::Result<Timestamp> {
    // Hours, because days of a calendar need a time zone.
    let hours = i64::from(days) * 24;
    world::now().checked_sub(hours.hours()).context("the retention rule reaches too far back")
}

/// Returns the closed files that are older than a time and that no version, address or kept record points into.
fn unneeded_files(store: &Store, folder: &Folder, before: Timestamp) -> anyhow::Result<Vec<String>> {
    let archive = folder.archive();
    let needed: BTreeSet<String> = crawler::archive::files_behind(&archive, &store.evidence_in_use()?);
    let mut unneeded = Vec::new();
    for file in crawler::archive::files(&archive)? {
        let is_closed = archive.join(&file).is_file();
        let is_old = store.last_visit_in(&file)?.is_none_or(|last| last < before);
        if is_closed && is_old && !needed.contains(&file) && is_written_before(&archive.join(&file), before) {
            unneeded.push(file);
        }
    }
    Ok(unneeded)
}

/// A file may hold exchanges that no visit points to, such as robots.txt; its age is that of its last byte too.
fn is_written_before(path: &std::path::Path, before: Timestamp) -> bool {
    let written = fs::metadata(path).and_then(|found| found.modified()).ok();
    written.and_then(|at| Timestamp::try_from(at).ok()).is_some_and(|at| at < before)
}
