//! `gongbao ingest`: every source crawled when it is due, and the index kept up.

use std::io::IsTerminal;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crawler::Source;
use tracing::info;

use crate::Ending;
use crate::arguments::IngestArguments;
use crate::commands::crawl::Board;
use crate::commands::crawl::chosen;
use crate::commands::crawl::contact_from_environment;
use crate::commands::crawl::show_summary;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::ingest;
use crate::ingest::Next;
use crate::ingest::Round;
use crate::ingest::Rounds;
use crate::world;

/// Runs the command until Ctrl-C or SIGTERM, or once.
///
/// # Errors
/// An unknown source, a missing contact, a store or an index that cannot be written.
pub(crate) async fn run(given: &IngestArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let sources = chosen(&given.source, &config.source)?;
    let stop = world::stop_signal()?;
    let rounds = if given.once { Rounds::Once } else { Rounds::UntilStopped };
    let some_failed = AtomicBool::new(false);
    let done = |round: &Round| {
        show(round);
        some_failed.fetch_or(round.reports.iter().any(|report| report.failure.is_some()), Ordering::Relaxed);
    };
    let crawler = contact_from_environment(config.crawler.clone())?;
    let came = ingest::on_schedule(&sources, &crawler, rounds, folder, stop, (Board::new().teller(), &done));
    if let Some(next) = came.await? {
        show_next(&next);
    }
    let is_once_and_failed = given.once && some_failed.load(Ordering::Relaxed);
    Ok(if is_once_and_failed { Ending::SomeFailed } else { Ending::Fine })
}

/// Follows the schedule beside something else, until told to stop.
///
/// # Errors
/// As [`run`].
pub(crate) async fn beside(
    sources: &[Source],
    config: &Config,
    folder: &Folder,
    stop: tokio::sync::watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let crawler = contact_from_environment(config.crawler.clone())?;
    let tell = Board::new().teller();
    ingest::on_schedule(sources, &crawler, Rounds::UntilStopped, folder, stop, (tell, &show)).await?;
    Ok(())
}

/// Says why nothing was crawled.
fn show_next(next: &Next) {
    let line = format!("nothing is due; {} is next, at {}", next.source, print::minute(next.at));
    if std::io::stderr().is_terminal() {
        eprintln!("{line}");
    } else {
        info!(source = next.source, "{line}");
    }
}

fn show(round: &Round) {
    show_summary(&round.reports, round.caught.as_ref());
}
