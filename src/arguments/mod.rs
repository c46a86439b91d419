//! What can be said on the command line.

mod comparing;
mod given;
mod keeping;
mod running;
mod searching;
mod words;

use std::path::PathBuf;

use clap::Parser;
use clap::Subcommand;

pub(crate) use crate::arguments::comparing::CompareArguments;
pub(crate) use crate::arguments::comparing::CopiesArguments;
pub(crate) use crate::arguments::comparing::CoverageArguments;
pub(crate) use crate::arguments::comparing::PanelArguments;
pub(crate) use crate::arguments::comparing::PanelMeasure;
pub(crate) use crate::arguments::comparing::PanelOrder;
pub(crate) use crate::arguments::comparing::TimelineArguments;
pub(crate) use crate::arguments::keeping::BackupArguments;
pub(crate) use crate::arguments::keeping::EvidenceArguments;
pub(crate) use crate::arguments::keeping::ImportArguments;
pub(crate) use crate::arguments::keeping::JsonArguments;
pub(crate) use crate::arguments::keeping::PlaceArguments;
pub(crate) use crate::arguments::keeping::PruneArguments;
pub(crate) use crate::arguments::keeping::ReadArguments;
pub(crate) use crate::arguments::keeping::ReparseArguments;
pub(crate) use crate::arguments::keeping::RestoreArguments;
pub(crate) use crate::arguments::keeping::TakeTextArguments;
pub(crate) use crate::arguments::running::ConfigCommand;
pub(crate) use crate::arguments::running::CrawlArguments;
pub(crate) use crate::arguments::running::DemoArguments;
pub(crate) use crate::arguments::running::IngestArguments;
pub(crate) use crate::arguments::running::ServeArguments;
pub(crate) use crate::arguments::running::SourceCommand;
pub(crate) use crate::arguments::searching::ConcordanceArguments;
pub(crate) use crate::arguments::searching::ExportArguments;
pub(crate) use crate::arguments::searching::FilterArguments;
pub(crate) use crate::arguments::searching::LineFormat;
pub(crate) use crate::arguments::searching::LineSort;
pub(crate) use crate::arguments::searching::SearchArguments;
pub(crate) use crate::arguments::searching::SortArgument;
pub(crate) use crate::arguments::searching::TrendArguments;
pub(crate) use crate::arguments::searching::TrendByArgument;
pub(crate) use crate::arguments::words::CollocatesArguments;
pub(crate) use crate::arguments::words::ExplainArguments;
pub(crate) use crate::arguments::words::KeynessArguments;
pub(crate) use crate::arguments::words::Side;
pub(crate) use crate::arguments::words::SuggestArguments;

/// Exact full-text search over published Chinese government documents (公报).
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Begin with `gongbao demo`: everything at once, offline.\n\
    Exit codes: 0 fine, 1 failed, 2 wrong use or configuration, 3 some sources failed, or some evidence cannot be read.\n\
    Environment: GONGBAO_DATA is the folder, GONGBAO_ADDR the address of `serve`, GONGBAO_CONTACT the contact of crawls; flags win over \
    the first two, and the last wins over the configuration.")]
pub(crate) struct Arguments {
    /// The folder of the store, the evidence and the index [default: data]
    #[arg(long, global = true, env = "GONGBAO_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The configuration file [default: gongbao.toml, when it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything at once, offline: crawl pretend government sites, index them and serve the result
    #[command(after_help = "Example:\n  gongbao demo")]
    Demo(DemoArguments),
    /// Crawl the configured sources once, then let the index catch up
    #[command(after_help = "Examples:\n  gongbao crawl\n  gongbao crawl --source NAME")]
    Crawl(CrawlArguments),
    /// Crawl each source when it is due, and keep the index up, until stopped
    Ingest(IngestArguments),
    /// Search: `"生态环境"` counts exactly, 生态环境 保护 ranks
    #[command(after_help = "Example:\n  gongbao search '\"生态环境\" 督察' --year 2018..2022 --region 四川")]
    Search(SearchArguments),
    /// Show every occurrence as one line with its context
    #[command(after_help = "Example:\n  gongbao concordance '\"放管服\"' --sort right --limit 20")]
    Concordance(ConcordanceArguments),
    /// Show what changed from one document to another, or from one version to another
    #[command(after_help = "Examples:\n  gongbao compare ID@1 ID@2\n  gongbao compare ID-OF-2020 ID-OF-2021")]
    Compare(CompareArguments),
    /// Show which documents took sentences from which, of their own last year or of another district
    Copies(CopiesArguments),
    /// Show which district has which year of a kind of report, and what is missing, late or gone
    #[command(after_help = "Example:\n  gongbao coverage --kind work-report")]
    Coverage(CoverageArguments),
    /// Show the reports of one district year by year: length, parts, problems, promises, quantities
    Timeline(TimelineArguments),
    /// Show the same quantity or the same part of one year's reports in every district
    Panel(PanelArguments),
    /// Count phrases by year, place, kind or part of the documents, with what they were counted in
    #[command(after_help = "Example:\n  gongbao trend 放管服 高效办成一件事 --by year")]
    Trend(TrendArguments),
    /// Show which words set one slice of the collection apart from another
    #[command(after_help = "Example:\n  gongbao keyness '地区:四川' --kind work-report")]
    Keyness(KeynessArguments),
    /// Show which words stand beside a phrase
    #[command(after_help = "Example:\n  gongbao collocates 生态环境")]
    Collocates(CollocatesArguments),
    /// Suggest words, places and titles for a beginning, pinyin or a slip
    #[command(after_help = "Example:\n  gongbao suggest mianyang")]
    Suggest(SuggestArguments),
    /// Show how a query is read and what its strings are cut into
    #[command(after_help = "Example:\n  gongbao explain '\"放管服\" -解读'")]
    Explain(ExplainArguments),
    /// Write everything that matches into a file: csv, jsonl, xlsx, ris or bibtex
    Export(Box<ExportArguments>),
    /// Serve the web page and the JSON API
    #[command(after_help = "Example:\n  gongbao serve --addr 127.0.0.1:8080")]
    Serve(ServeArguments),
    /// Bring in documents that someone else collected: JSONL files and saved pages
    #[command(
        after_help = "Examples:\n  gongbao import reports.jsonl\n  gongbao import pages/*.html\n  gongbao import report.pdf --url https://www.example.org/report.pdf --place 510700"
    )]
    Import(ImportArguments),
    /// Show what is read out of a saved page or a stored document, with origins and gaps
    #[command(
        after_help = "Examples:\n  gongbao read report.pdf\n  gongbao read scan.pdf --ocr\n  gongbao read ID --json"
    )]
    Read(ReadArguments),
    /// Show which division a text names, and why
    #[command(after_help = "Example:\n  gongbao place 朝阳区司法局 --host bjchy.gov.cn")]
    Place(PlaceArguments),
    /// Show how the sources stand
    #[command(after_help = "Examples:\n  gongbao status\n  gongbao status --json")]
    Status(JsonArguments),
    /// Show what was fetched when for a document, and hold it against the archived bytes
    #[command(after_help = "Example:\n  gongbao evidence ID")]
    Evidence(EvidenceArguments),
    /// Build the index anew from the store
    #[command(after_help = "Example:\n  gongbao reindex")]
    Reindex,
    /// Read stored documents anew from their evidence, by today's rules and recipes
    #[command(
        after_help = "Examples:\n  gongbao reparse --dry-run\n  gongbao reparse --source NAME\n  gongbao --data EMPTY reparse --rebuild   # with the files of evidence in EMPTY/warc"
    )]
    Reparse(ReparseArguments),
    /// Copy the store into one file, while others may write
    #[command(after_help = "Example:\n  gongbao backup /backup/gongbao-2026-11-24.sqlite")]
    Backup(BackupArguments),
    /// Check a backup and put it into the data folder; end `gongbao serve` first
    #[command(
        after_help = "Example:\n  gongbao --data /var/lib/gongbao restore /backup/gongbao-2026-11-24.sqlite"
    )]
    Restore(RestoreArguments),
    /// Give up what the retention rules no longer keep; the evidence of a version always stays
    #[command(after_help = "Example:\n  gongbao prune --dry-run")]
    Prune(PruneArguments),
    /// Print what a shell needs to complete commands: bash, zsh, fish, elvish, powershell
    #[command(after_help = "Example:\n  gongbao completions bash > /etc/bash_completion.d/gongbao")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    #[command(after_help = "Example:\n  gongbao man /usr/local/share/man/man1")]
    Man {
        /// The folder
        dir: PathBuf,
    },
    /// Try a source out, or draft a recipe
    #[command(
        after_help = "Examples:\n  gongbao source new https://www.example.org/xxgk/index.html\n  gongbao source test NAME"
    )]
    #[command(subcommand)]
    Source(SourceCommand),
    /// Read one file on standard input within limits; the program runs this itself
    #[command(hide = true)]
    TakeText(TakeTextArguments),
    /// Look at the configuration
    #[command(after_help = "Example:\n  gongbao --config gongbao.toml config check")]
    #[command(subcommand)]
    Config(ConfigCommand),
}
