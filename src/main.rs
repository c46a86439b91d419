//! Gongbao (公报): the command line. Arguments, logging, exit code; one match arm per command.

mod arguments;
mod commands;
mod config;
mod demo;
mod folder;
mod follower;
mod ingest;
mod plain_words;
mod room;
mod world;

use std::io::ErrorKind;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::arguments::SourceCommand;
use crate::folder::Folder;

/// How long work that a stopped command left undone may go on: an answer that is being sent, not a page that is read for minutes.
const LAST_WORK: Duration = Duration::from_secs(2);

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All went well.
    Fine,
    /// Some sources failed; the rest went well.
    SomeFailed,
    /// A program that was to be run is not on this machine; shells say it with this code.
    NotInstalled,
}

/// Wrong use: the exit code is 2.
#[derive(Debug)]
pub(crate) struct WrongUse(pub(crate) String);

impl std::fmt::Display for WrongUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUse {}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    match run(arguments) {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::SomeFailed) => ExitCode::from(3),
        Ok(Ending::NotInstalled) => ExitCode::from(127),
        Err(err) => {
            eprintln!("gongbao: {}", told(&err));
            ExitCode::from(exit_code(&err))
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Ending> {
    // Neither configuration nor data folder concern a process that reads one file.
    if let Command::TakeText(given) = &arguments.command {
        return commands::take_text::run(given);
    }
    let file = arguments.config;
    let config = config::load(file.as_deref())?;
    world::outlive_file_limit()?;
    let named = arguments.data.filter(|named| !named.as_os_str().is_empty());
    let data = named.clone().or_else(|| config.data.clone()).unwrap_or_else(|| "data".into());
    let folder = Folder::new(data);
    if goes_by_recipes(&arguments.command) {
        commands::check::refuse_unknown_places(file.as_deref(), &config)?;
    }
    match arguments.command {
        Command::Demo(given) => until_done(commands::demo::run(&given, &config, named.as_deref())),
        Command::Crawl(given) => until_done(commands::crawl::run(&given, &config, &folder)),
        Command::Ingest(given) => until_done(commands::ingest::run(&given, &config, &folder)),
        Command::Search(given) => commands::search::run(&given, &folder),
        Command::Concordance(given) => commands::concordance::run(&given, &folder),
        Command::Compare(given) => commands::compare::run(&given, &folder),
        Command::Copies(given) => commands::copies::run(&given, &folder),
        Command::Coverage(given) => commands::coverage::run(&given, &folder),
        Command::Timeline(given) => commands::timeline::run(&given, &folder),
        Command::Panel(given) => commands::panel::run(&given, &folder),
        Command::Trend(given) => commands::trend::run(&given, &folder),
        Command::Keyness(given) => commands::keyness::run(&given, &folder),
        Command::Collocates(given) => commands::collocates::run(&given, &folder),
        Command::Suggest(given) => commands::suggest::run(&given, &folder),
        Command::Explain(given) => commands::explain::run(&given),
        Command::Export(given) => commands::export::run(&given, &folder),
        Command::Serve(given) => until_done(commands::serve::run(&given, &config, &folder)),
        Command::Import(given) => commands::import::run(&given, &config, &folder),
        Command::Read(given) => until_done(commands::read::run(&given, &folder, &config)),
        Command::Place(given) => commands::place::run(&given),
        Command::Status(given) => commands::status::run(&given, &config, &folder),
        Command::Evidence(given) => commands::evidence::run(&given, &folder),
        Command::Backup(given) => commands::backup::run(&given, &folder),
        Command::Restore(given) => commands::restore::run(&given, &folder),
        Command::Prune(given) => commands::prune::run(&given, &config, &folder),
        Command::Reparse(given) => until_done(commands::reparse::run(&given, &config, &folder)),
        Command::Completions { shell } => commands::manual::completions(shell),
        Command::Man { dir } => commands::manual::pages(&dir),
        Command::Reindex => commands::reindex::run(&folder),
        Command::Source(given) => until_done(commands::source::run(&given, &config)),
        Command::TakeText(given) => commands::take_text::run(&given),
        Command::Config(arguments::ConfigCommand::Check) => {
            commands::check::run(file.as_deref(), &config, &folder)
        }
    }
}

/// Whether a command reads pages as the recipes say; what a recipe says wrongly would be read out of every page.
fn goes_by_recipes(command: &Command) -> bool {
    match command {
        Command::Crawl(_) | Command::Ingest(_) | Command::Reparse(_) => true,
        Command::Serve(given) => given.ingest,
        Command::Source(given) => matches!(given, SourceCommand::Test { .. }),
        _ => false,
    }
}

/// Runs a command to its end. A page that is still being read then, because the command was stopped, is not waited for.
fn until_done(command: impl Future<Output = anyhow::Result<Ending>>) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ending = runtime.block_on(command);
    runtime.shutdown_timeout(LAST_WORK);
    ending
}

/// Logs warnings as lines on a terminal and everything as JSON otherwise; `RUST_LOG` decides when it is set.
fn log_to_stderr() {
    let on_terminal = std::io::stderr().is_terminal();
    let default = if on_terminal { "warn" } else { "warn,gongbao=info" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if on_terminal {
        subscriber.without_time().with_target(false).init();
    } else {
        subscriber.json().init();
    }
}

/// Writes an error for whoever ran the command, with what to do about a full disk.
fn told(err: &anyhow::Error) -> String {
    let room = room_is_wanting(err, world::files_are_limited());
    let cause = match room.index {
        Some(dir) => format!("the index in {} cannot be written", dir.display()),
        None => sentence(err),
    };
    let (what, remedy) = match room.wants {
        None => return sentence(err),
        Some(Wants::Disk) => ("the disk is full", "free some space"),
        Some(Wants::Limit) => ("a file may grow no further", "raise the limit (ulimit -f)"),
    };
    format!("{what} ({cause}); nothing that was kept is lost: {remedy} and run the command again")
}

/// What must grow for a command to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wants {
    /// The room on the disk, or what a user may have of it.
    Disk,
    /// The size that a file may have.
    Limit,
}

/// Which room was wanting when an error came about, and the folder of the index where it was the index that found none.
struct Room<'e> {
    wants: Option<Wants>,
    index: Option<&'e Path>,
}

/// Looks for a want of room among the causes of an error. What SQLite cannot write is taken for that only where the size of
/// files is limited, since it does not say why.
fn room_is_wanting(err: &anyhow::Error, files_are_limited: bool) -> Room<'_> {
    for cause in err.chain() {
        if let Some(index::Error::Folder { dir, source, .. }) = cause.downcast_ref()
            && let Some(wants) = source.downcast_ref().and_then(wants_of_file)
        {
            return Room { wants: Some(wants), index: Some(dir.as_path()) };
        }
        let of_store = match cause.downcast_ref() {
            Some(corpus::Error::DiskFull { .. }) => Some(Wants::Disk),
            Some(err) if files_are_limited && err.is_of_writing() => Some(Wants::Limit),
            _ => None,
        };
        let wants = of_store.or_else(|| cause.downcast_ref().and_then(wants_of_file));
        if wants.is_some() {
            return Room { wants, index: None };
        }
    }
    Room { wants: None, index: None }
}

fn wants_of_file(err: &std::io::Error) -> Option<Wants> {
    match err.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(Wants::Disk),
        ErrorKind::FileTooLarge => Some(Wants::Limit),
        _ => None,
    }
}

/// Writes an error with its causes as one line; a cause that the line before already tells is left out.
fn sentence(err: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in err.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

fn exit_code(err: &anyhow::Error) -> u8 {
    let is_wrong_use = err.is::<config::ConfigError>()
        || err.is::<WrongUse>()
        || matches!(
            err.downcast_ref(),
            Some(crawler::Error::NoContact { .. } | crawler::Error::ExampleContact { .. })
        );
    if is_wrong_use { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn index_failed(source: io::Error) -> anyhow::Error {
        let err = index::Error::Folder { doing: "write", dir: "data/index".into(), source: source.into() };
        anyhow::Error::from(err).context("the index cannot follow the store")
    }

    #[test]
    fn a_full_disk_is_told_by_the_kind_of_the_error_and_not_by_its_words() {
        let words = "No space left on device (os error 28)";
        let full = told(&index_failed(io::Error::new(ErrorKind::StorageFull, "no room")));
        assert!(full.starts_with("the disk is full (the index in data/index cannot be written);"), "{full}");
        let other = told(&index_failed(io::Error::other(words)));
        assert_eq!(
            other,
            format!("the index cannot follow the store: cannot write the index in data/index: {words}")
        );
        let file = |kind: ErrorKind| told(&anyhow::Error::from(io::Error::from(kind)));
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
            assert!(file(kind).starts_with("the disk is full ("), "{kind}");
        }
        assert!(file(ErrorKind::FileTooLarge).starts_with("a file may grow no further ("));
    }
}
