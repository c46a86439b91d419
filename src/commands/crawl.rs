//! `gongbao crawl`: due (or named) sources once, then the index catches up.

use std::collections::HashMap;
use std::collections::HashSet;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::Mutex;

use corpus::visit::Outcome;
use crawler::Event;
use crawler::Report;
use crawler::Source;
use crawler::Tell;
use crawler::Visiting;
use index::sync::Caught;
use indicatif::MultiProgress;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use tracing::info;
use tracing::warn;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::CrawlArguments;
use crate::commands::print;
use crate::config::Config;
use crate::config::is_contact;
use crate::folder::Folder;
use crate::ingest;
use crate::world;

/// Runs the command.
///
/// # Errors
/// An unknown source, a missing contact, a store or an index that cannot be written.
pub(crate) async fn run(given: &CrawlArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let sources = chosen(&given.source, &config.source)?;
    let crawler = contact_from_environment(config.crawler.clone())?;
    let stop = world::stop_signal()?;
    let tell = Board::new().teller();
    let round = ingest::once(sources, crawler, Visiting::All, folder, stop, tell).await?;
    show_summary(&round.reports, round.caught.as_ref());
    let some_failed = round.reports.iter().any(|report| report.failure.is_some());
    Ok(if some_failed { Ending::SomeFailed } else { Ending::Fine })
}

/// Returns the crawler's settings with `GONGBAO_CONTACT` in place of the file's contact when it is set.
///
/// # Errors
/// When nobody can be reached by what it says.
pub(crate) fn contact_from_environment(config: crawler::Config) -> Result<crawler::Config, WrongUse> {
    let contact = std::env::var("GONGBAO_CONTACT").ok().filter(|contact| !contact.is_empty());
    if contact.as_deref().is_some_and(|contact| !is_contact(contact)) {
        return Err(WrongUse("GONGBAO_CONTACT must be a mail address or a URL, in one line".into()));
    }
    Ok(crawler::Config { contact: contact.or(config.contact), ..config })
}

pub(crate) fn chosen(names: &[String], sources: &[Source]) -> Result<Vec<Source>, WrongUse> {
    if sources.is_empty() {
        return Err(WrongUse(
            "no source is configured: write a [[source]] into gongbao.toml (see config.example.toml) or name a file \
             with --config"
                .into(),
        ));
    }
    if names.is_empty() {
        return Ok(sources.to_vec());
    }
    let mut seen = HashSet::new();
    // A source that is named twice is crawled once.
    names
        .iter()
        .filter(|name| seen.insert(name.as_str()))
        .map(|name| {
            let found = sources.iter().find(|source| source.name.as_str() == name).cloned();
            found.ok_or_else(|| {
                let known: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
                WrongUse(format!("there is no source {name:?}; there are: {}", known.join(", ")))
            })
        })
        .collect()
}

/// Says what a round came to, where its progress was shown: one line per source and one for the index on a terminal. Elsewhere
/// standard error holds one JSON object a line, and each source was logged when it ended.
pub(crate) fn show_summary(reports: &[Report], caught: Option<&Caught>) {
    if std::io::stderr().is_terminal() {
        eprintln!("{}", summary(reports, caught));
    } else if let Some(caught) = caught {
        let Caught { added, updated, removed, .. } = *caught;
        info!(added, updated, removed, "{}", index_line(caught));
    }
}

/// Returns one line per source and one for the index.
fn summary(reports: &[Report], caught: Option<&Caught>) -> String {
    let mut lines: Vec<String> = reports.iter().map(report_line).collect();
    lines.extend(caught.map(index_line));
    lines.join("\n")
}

fn index_line(caught: &Caught) -> String {
    format!("index: {} added, {} updated, {} removed", caught.added, caught.updated, caught.removed)
}

fn report_line(report: &Report) -> String {
    let counts: Vec<String> = Outcome::ALL
        .iter()
        .filter_map(|outcome| report.outcomes.get(outcome).map(|count| format!("{count} {}", outcome.key())))
        .collect();
    if let (Some(skipped), true) = (&report.skipped, counts.is_empty()) {
        return format!("{}: left alone: {skipped}", report.source);
    }
    let pages = if counts.is_empty() { "no article".to_owned() } else { counts.join(", ") };
    let lists = print::counted(report.lists, "list page");
    let mut line = format!("{}: {pages}{}; {lists}", report.source, other_addresses(report));
    if report.is_interrupted {
        let why = report.skipped.as_deref().unwrap_or("stopped");
        line.push_str(&format!("; {why}, the next crawl goes on here"));
    }
    for warning in &report.warnings {
        line.push_str(&format!("; look at {warning}"));
    }
    if let Some(failure) = &report.failure {
        line.push_str("; FAILED: ");
        line.push_str(failure);
    }
    line
}

/// Says why the index takes over fewer documents than there are new pages.
fn other_addresses(report: &Report) -> String {
    match report.other_addresses {
        0 => String::new(),
        1 => " (1 of the new ones is another address of a document that is there)".to_owned(),
        many => format!(" ({many} of the new ones are other addresses of documents that are there)"),
    }
}

/// Shows a crawl: progress bars on a terminal, log lines elsewhere.
pub(crate) struct Board {
    bars: Option<MultiProgress>,
    by_source: Mutex<HashMap<String, ProgressBar>>,
}

impl Board {
    /// Returns a board that suits where standard error goes.
    pub(crate) fn new() -> Board {
        let bars = std::io::stderr().is_terminal().then(MultiProgress::new);
        Board { bars, by_source: Mutex::new(HashMap::new()) }
    }

    /// Returns what shows every event of a crawl on this board.
    pub(crate) fn teller(self) -> Tell {
        Arc::new(move |event| self.show(event))
    }

    /// Shows one event.
    fn show(&self, event: Event) {
        match &self.bars {
            Some(bars) => self.draw(bars, event),
            None => log(event),
        }
    }

    fn draw(&self, bars: &MultiProgress, event: Event) {
        let Ok(mut by_source) = self.by_source.lock() else { return };
        match event {
            Event::Mended { cut: 0, .. } => {}
            Event::Mended { file, cut } => {
                let _ = bars.println(format!("mended {file}: {cut} torn bytes cut off"));
            }
            Event::Began { source, is_resumed } => {
                let style =
                    ProgressStyle::with_template("{prefix:24!} {bar:30} {pos:>5}/{len:<5} {wide_msg}")
                        .unwrap_or_else(|_| ProgressStyle::default_bar());
                let bar = bars.add(ProgressBar::new(1).with_style(style).with_prefix(source.clone()));
                bar.set_message(if is_resumed { "goes on where it was stopped" } else { "" });
                by_source.insert(source, bar);
            }
            Event::Visited { source, url, outcome, done, known, .. } => {
                if let Some(bar) = by_source.get(&source) {
                    bar.set_length(known);
                    bar.set_position(done);
                    bar.set_message(format!("{} {url}", outcome.chinese()));
                }
            }
            Event::Ended(report) => {
                if let Some(bar) = by_source.remove(&report.source) {
                    bar.finish_with_message(report.failure.unwrap_or_default());
                }
            }
        }
    }
}

fn log(event: Event) {
    match event {
        Event::Mended { cut: 0, .. } => {}
        Event::Mended { file, cut } => warn!(%file, cut, "mended {file}: {cut} torn bytes cut off"),
        Event::Began { source, is_resumed } => info!(%source, is_resumed, "crawling {source}"),
        Event::Visited { source, url, outcome, detail, .. } => {
            let outcome = outcome.key();
            let is_well = matches!(outcome, "new" | "changed" | "unchanged" | "moved");
            let detail = detail.unwrap_or_default();
            if is_well {
                info!(%source, %url, outcome, detail, "{outcome} {url}");
            } else {
                warn!(%source, %url, outcome, detail, "{outcome} {url}");
            }
        }
        Event::Ended(report) => log_report(&report),
    }
}

fn log_report(report: &Report) {
    let (source, lists, line) = (&report.source, report.lists, report_line(report));
    let count = |outcome| report.outcomes.get(&outcome).copied().unwrap_or_default();
    let (new, changed, unchanged) = (count(Outcome::New), count(Outcome::Changed), count(Outcome::Unchanged));
    let (blocked, pages) = (count(Outcome::Blocked), report.outcomes.values().sum::<u64>());
    match &report.failure {
        None => info!(%source, lists, pages, new, changed, unchanged, blocked, "{line}"),
        Some(failure) => warn!(%source, lists, pages, new, changed, unchanged, blocked, failure, "{line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_named_twice_is_crawled_once() {
        let source = |name: &str| -> Source {
            toml::from_str(&format!("name = \"{name}\"\nstart = [\"http://127.0.0.1/\"]")).expect("a recipe")
        };
        let sources = [source("a"), source("b"), source("c")];
        let names = ["b", "a", "b"].map(str::to_owned);
        let chosen: Vec<Source> = chosen(&names, &sources).expect("they are there");
        let chosen: Vec<&str> = chosen.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(chosen, ["b", "a"]);
    }

    #[test]
    fn the_summary_says_why_the_index_takes_over_fewer_than_there_are_new_pages() {
        let report = |other_addresses| Report {
            source: "某县".to_owned(),
            outcomes: [(Outcome::New, 44)].into(),
            other_addresses,
            lists: 3,
            failure: None,
            warnings: Vec::new(),
            is_interrupted: false,
            skipped: None,
        };
        let caught = Caught { added: 43, wrote: true, ..Caught::default() };
        assert_eq!(
            summary(&[report(1)], Some(&caught)),
            "某县: 44 new (1 of the new ones is another address of a document that is there); 3 list pages\n\
             index: 43 added, 0 updated, 0 removed"
        );
        assert_eq!(summary(&[report(0)], None), "某县: 44 new; 3 list pages");
        let one = Report { lists: 1, ..report(0) };
        assert_eq!(summary(&[one], None), "某县: 44 new; 1 list page");
        assert!(summary(&[report(2)], None).contains("2 of the new ones are other addresses of documents"));
    }
}
