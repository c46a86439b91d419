//! `gongbao reparse`: stored documents read anew from their evidence, or the whole store built again from it.

use anyhow::Context;
use corpus::document::DocumentId;
use crawler::rebuild;
use crawler::rebuild::Rebuild;
use crawler::rebuild::Rebuilt;
use crawler::reparse;
use crawler::reparse::Reparse;
use crawler::reparse::Scope;
use crawler::reparse::Summary;
use crawler::reparse::Told;
use crawler::reparse::Write;
use indicatif::ProgressBar;
use serde::Serialize;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::ReparseArguments;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// How many documents that read otherwise, or are left, are named one by one.
const MOST_NAMED: usize = 50;

/// What is printed with `--json`.
#[derive(Debug, Serialize)]
struct Answer {
    documents: u64,
    unchanged: u64,
    changed: u64,
    left: u64,
    lost: u64,
    fields: std::collections::BTreeMap<&'static str, u64>,
    dry_run: bool,
    interrupted: bool,
    changes: Vec<Changed>,
    leaving: Vec<Leaving>,
}

/// A document that reads otherwise now.
#[derive(Debug, Serialize)]
struct Changed {
    id: String,
    title: String,
    fields: Vec<&'static str>,
}

/// A document that stays as it is.
#[derive(Debug, Serialize)]
struct Leaving {
    id: String,
    because: String,
}

/// Runs the command.
///
/// # Errors
/// An unknown document or source, a store that cannot be written, another crawl in the same folder.
pub(crate) async fn run(
    given: &ReparseArguments,
    config: &Config,
    folder: &Folder,
) -> anyhow::Result<Ending> {
    if given.rebuild {
        return rebuild(config, folder).await;
    }
    let scope = scope(given, config)?;
    let stop = world::stop_signal()?;
    let mut store = folder.open_existing()?;
    if let Scope::Document(id) = &scope
        && store.document(id)?.is_none()
    {
        return Err(WrongUse(format!("there is no document {:?}", id.as_str())).into());
    }
    let write = if given.dry_run { Write::Nothing } else { Write::Amend };
    let _lock = if given.dry_run { None } else { Some(world::lock_crawl(folder.root())?) };
    let (workshop, archive) = (world::workshop(&config.crawler), folder.archive());
    let reparse = Reparse {
        archive: &archive,
        sources: &config.source,
        workshop: &workshop,
        scope,
        write,
        now: world::now(),
    };
    let total = store.count()?;
    let (mut changes, mut leaving, bar) = (Vec::new(), Vec::new(), bar(total));
    let summary = reparse::run(&reparse, &mut store, &|| *stop.borrow(), &mut |told| match told {
        Told::Resumed(id) => bar.println(format!("goes on behind {id}, where it was stopped")),
        Told::Otherwise { id, title, fields } if changes.len() < MOST_NAMED => {
            changes.push(Changed { id: id.to_string(), title, fields });
        }
        Told::Left { id, because } if leaving.len() < MOST_NAMED => {
            leaving.push(Leaving { id: id.to_string(), because });
        }
        Told::Done(done) => bar.set_position(done),
        Told::Otherwise { .. } | Told::Left { .. } => {}
    })?;
    bar.finish_and_clear();
    if write == Write::Amend {
        ingest::catch_up(&store, folder)?;
    }
    let ending = if summary.lost == 0 { Ending::Fine } else { Ending::SomeFailed };
    show(given, summary, changes, leaving)?;
    Ok(ending)
}

fn scope(given: &ReparseArguments, config: &Config) -> Result<Scope, WrongUse> {
    match (&given.id, &given.source) {
        (Some(id), _) => {
            let id = DocumentId::parse(id).ok_or_else(|| WrongUse(format!("there is no document {id:?}")))?;
            Ok(Scope::Document(id))
        }
        (None, Some(name)) if config.source.iter().any(|source| source.name.as_str() == name) => {
            Ok(Scope::Source(name.clone()))
        }
        (None, Some(name)) => Err(WrongUse(format!("there is no source {name:?} in the configuration"))),
        (None, None) => Ok(Scope::All),
    }
}

/// A bar on a terminal, nothing elsewhere.
fn bar(total: u64) -> ProgressBar {
    ProgressBar::new(total)
}

fn show(
    given: &ReparseArguments,
    summary: Summary,
    changes: Vec<Changed>,
    leaving: Vec<Leaving>,
) -> anyhow::Result<()> {
    if given.json {
        let Summary { documents, unchanged, changed, left, lost, fields, is_interrupted } = summary;
        let (dry_run, interrupted) = (given.dry_run, is_interrupted);
        return print::json(&Answer {
            documents,
            unchanged,
            changed,
            left,
            lost,
            fields,
            dry_run,
            interrupted,
            changes,
            leaving,
        });
    }
    for change in &changes {
        print::line(&format!("{}  {}  ({})", change.id, change.title, change.fields.join(", ")))?;
    }
    for left in &leaving {
        print::line(&format!("{}  stays as it is: {}", left.id, left.because))?;
    }
    let named = (changes.len() + leaving.len()) as u64;
    let more = (summary.changed + summary.left).saturating_sub(named);
    if more > 0 {
        print::line(&format!("… and {} more", print::grouped(more)))?;
    }
    let would = if given.dry_run { "would read otherwise" } else { "read otherwise and were put right" };
    print::line(&format!(
        "{}: {} read as before, {} {would}, {} stay as they are",
        print::counted(summary.documents, "document"),
        print::grouped(summary.unchanged),
        print::grouped(summary.changed),
        print::grouped(summary.left)
    ))?;
    if summary.lost > 0 {
        print::line(&format!("the evidence of {} cannot be read", print::counted(summary.lost, "document")))?;
    }
    if !summary.fields.is_empty() {
        let fields: Vec<String> =
            summary.fields.iter().map(|(field, count)| format!("{field} {count}")).collect();
        print::line(&format!("by field: {}", fields.join(", ")))?;
    }
    if summary.is_interrupted {
        print::line("stopped; the same command goes on here")?;
    }
    Ok(())
}

/// Builds the store again from the evidence alone.
async fn rebuild(config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    if folder.holds_store() {
        return Err(WrongUse(format!(
            "{} holds a store already: --rebuild makes one from warc/ in a folder that has none; move {} away first",
            folder.root().display(),
            corpus::store::Store::FILE
        ))
        .into());
    }
    if crawler::archive::files(&folder.archive())?.is_empty() {
        return Err(WrongUse(format!("there is no evidence in {}", folder.archive().display())).into());
    }
    let store = folder.open()?;
    let _lock = world::lock_crawl(folder.root())?;
    let (workshop, archive) = (world::workshop(&config.crawler), folder.archive());
    let size_cap = config.crawler.largest_response_mb.saturating_mul(1_000_000);
    let rebuild = Rebuild { archive: &archive, sources: &config.source, workshop: &workshop, size_cap };
    let bar = bar(0);
    let (store, rebuilt) = rebuild::run(&rebuild, store, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await
    .context("the store cannot be built from the evidence")?;
    bar.finish_and_clear();
    ingest::catch_up(&store, folder)?;
    print::line(&format!(
        "{} from {} of {}",
        print::counted(store.count()?, "document"),
        print::counted(rebuilt.pages, "page"),
        print::counted(rebuilt.crawls, "crawl")
    ))?;
    report(&rebuilt)
}

fn report(rebuilt: &Rebuilt) -> anyhow::Result<Ending> {
    for (source, pages) in &rebuilt.without_recipe {
        print::line(&format!("{source} has no recipe: {pages} of its pages were left out"))?;
    }
    for damaged in &rebuilt.unplaced.damaged {
        print::line(&format!("damaged: {damaged}"))?;
    }
    if rebuilt.unplaced.without_purpose > 0 {
        print::line(&format!(
            "{} answers belong to no page: robots.txt, and tries that failed",
            print::grouped(rebuilt.unplaced.without_purpose)
        ))?;
    }
    let is_whole = rebuilt.without_recipe.is_empty() && rebuilt.unplaced.damaged.is_empty();
    Ok(if is_whole { Ending::Fine } else { Ending::SomeFailed })
}
