//! What can be said on the command line.

mod words;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

pub(crate) use crate::arguments::words::CollocatesArguments;
pub(crate) use crate::arguments::words::ExplainArguments;
pub(crate) use crate::arguments::words::KeynessArguments;
pub(crate) use crate::arguments::words::Side;
pub(crate) use crate::arguments::words::SuggestArguments;

/// Exact full-text search over published Chinese government documents (公报).
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Begin with `gongbao demo`: everything at once, offline.\n\
    Exit codes: 0 fine, 1 failed, 2 wrong use or configuration, 3 some sources failed.")]
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
    /// Show everything at once, offline: crawl a pretend government site, index it and serve the result
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
    Export(ExportArguments),
    /// Serve the web page and the JSON API
    #[command(after_help = "Example:\n  gongbao serve --addr 127.0.0.1:8080")]
    Serve(ServeArguments),
    /// Bring in documents that someone else collected: a JSONL file, or one saved page
    #[command(
        after_help = "Examples:\n  gongbao import reports.jsonl\n  gongbao import report.pdf --url https://www.example.org/report.pdf --place 510700"
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

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Read it and say what is wrong, with the line; exit code 2 when something is
    Check,
}

/// What to do with a source.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Fetch its lists and three articles, show what is read from them, keep nothing; exit code 3 when something fails
    Test {
        /// The source's name in the configuration
        name: String,
    },
    /// Look at a list page and print a recipe to begin with
    New {
        /// The address of the list page
        url: String,
    },
}

/// How to show the demonstration.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Where to serve it [default: 127.0.0.1:8080, or a free port when that is taken]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) addr: Option<SocketAddr>,
}

/// What to crawl.
#[derive(Debug, Args)]
pub(crate) struct CrawlArguments {
    /// Only this source; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
}

/// What to crawl on schedule.
#[derive(Debug, Args)]
pub(crate) struct IngestArguments {
    /// Only this source; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Crawl what is due now and end, for cron and systemd timers
    #[arg(long)]
    pub(crate) once: bool,
}

/// Which documents.
#[derive(Debug, Args)]
pub(crate) struct FilterArguments {
    /// Report years: 2021, 2018..2022, 2018.. or ..2022
    #[arg(long, value_name = "YEARS")]
    pub(crate) year: Option<web::params::Years>,
    /// A division with everything under it: 四川, 四川省/绵阳市, 510700
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// A kind of document: work-report, 政府工作报告, …
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// The hit must lie in a section of this kind: measures, problems, first_responsible, next_plan, other
    #[arg(long, value_name = "SECTION")]
    pub(crate) section: Option<String>,
    /// Match whole words only: 法治 not inside 依法治国
    #[arg(long)]
    pub(crate) word: bool,
}

/// What to search for.
#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    /// Words, "exact phrases", -not, OR, (…), field:value
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Take in short and full forms: 放管服 finds 简政放权、放管结合、优化服务 too; each form is counted
    #[arg(long)]
    pub(crate) expand: bool,
    /// Put near-identical versions under the best one; the counts stay those of all documents
    #[arg(long)]
    pub(crate) collapse: bool,
    /// Go on from where the answer before ended (its `next`)
    #[arg(long, conflicts_with = "offset", value_name = "CURSOR")]
    pub(crate) cursor: Option<index::cursor::Cursor>,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t = SortArgument::Relevance)]
    pub(crate) sort: SortArgument,
    /// Hits to show, 0 for the counts alone
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    /// Hits to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The order of the hits.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SortArgument {
    /// Best first
    Relevance,
    /// Latest report year first
    Year,
    /// Last published first
    Published,
}

/// Which occurrences to show.
#[derive(Debug, Args)]
pub(crate) struct ConcordanceArguments {
    /// What to look for, as in `search`
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Characters of context on each side
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(crate) context: usize,
    /// The order of the lines
    #[arg(long, value_enum, default_value_t = LineSort::Document)]
    pub(crate) sort: LineSort,
    /// Lines to show [default: all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Lines to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Print lines for programs: csv with a head, or jsonl as with --json
    #[arg(long, value_enum, conflicts_with = "json", value_name = "FORMAT")]
    pub(crate) format: Option<LineFormat>,
}

/// How lines are printed for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineFormat {
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// The order of the lines.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LineSort {
    /// As they stand in the documents
    Document,
    /// By what stands before
    Left,
    /// By what stands after
    Right,
}

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The document to compare from: an id, or id@N for its version N
    pub(crate) old: String,
    /// The document to compare with
    pub(crate) new: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the quantities as CSV for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
}

/// Which copies to show.
#[derive(Debug, Args)]
pub(crate) struct CopiesArguments {
    /// Only those with this document, with every shared sentence in the JSON
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Only own-year or only other-district
    #[arg(long, value_name = "RELATION")]
    pub(crate) relation: Option<String>,
    /// Only copies of this kind: rule-of-law-report, work-report, …
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only those in which names of other places were left
    #[arg(long)]
    pub(crate) foreign: bool,
    /// Pairs to show [default: 30, with --json all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Pairs to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to lay out.
#[derive(Debug, Args)]
pub(crate) struct CoverageArguments {
    /// A kind of report: rule-of-law-report, work-report, 政府工作报告, …
    #[arg(long, value_name = "KIND", default_value = "rule-of-law-report")]
    pub(crate) kind: String,
    /// Only districts at or below this one
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Only these years: 2021, 2018..2022, 2018.. or ..2022
    #[arg(long, value_name = "YEARS")]
    pub(crate) year: Option<web::params::Years>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whose years to show.
#[derive(Debug, Args)]
pub(crate) struct TimelineArguments {
    /// A district: 四川省/绵阳市, 绵阳, 510700
    pub(crate) region: String,
    /// A kind of report
    #[arg(long, value_name = "KIND", default_value = "rule-of-law-report")]
    pub(crate) kind: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to lay side by side.
#[derive(Debug, Args)]
pub(crate) struct PanelArguments {
    /// A kind of report
    #[arg(long, value_name = "KIND", default_value = "rule-of-law-report")]
    pub(crate) kind: String,
    /// The year [default: the latest]
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<i16>,
    /// Only districts at or below this one
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// What is counted, such as 行政复议案件; without it and --section the quantities to choose from are listed
    #[arg(long, value_name = "WORDS")]
    pub(crate) quantity: Option<String>,
    /// The unit, printed or plain
    #[arg(long, requires = "quantity", value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// A part: measures, problems, first_responsible, next_plan, other
    #[arg(long, conflicts_with = "quantity", value_name = "SECTION")]
    pub(crate) section: Option<String>,
    /// The order of the rows; gaps come last
    #[arg(long, value_enum, default_value_t = PanelOrder::Place)]
    pub(crate) sort: PanelOrder,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print CSV for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
}

/// The order of a panel.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PanelOrder {
    /// By the code of the district
    Place,
    /// Largest first
    Descending,
    /// Smallest first
    Ascending,
}

/// What to count.
#[derive(Debug, Args)]
pub(crate) struct TrendArguments {
    /// Strings to count, each by itself; they are not read as queries
    #[arg(required = true, value_name = "PHRASE")]
    pub(crate) phrases: Vec<String>,
    /// What parts the counts
    #[arg(long, value_enum, default_value_t = TrendByArgument::Year)]
    pub(crate) by: TrendByArgument,
    /// A query that chooses the documents to count in [default: all]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "QUERY")]
    pub(crate) base: String,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What parts the counts.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TrendByArgument {
    /// The report year; a span counts in each of its years
    Year,
    /// The place, on every level
    Region,
    /// The kind of document
    Kind,
    /// The kind of section
    Section,
}

/// What to write into a file.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// What to look for, as in `search`; with `--of trend`, the phrases to count
    #[arg(required = true, allow_hyphen_values = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// csv, jsonl, xlsx, ris or bibtex
    #[arg(long, default_value = "csv", value_name = "FORMAT")]
    pub(crate) format: String,
    /// One row for each of: documents, concordance (occurrences) or trend (counts) [default: documents]
    #[arg(long, value_name = "ROWS")]
    pub(crate) of: Option<String>,
    /// Documents by id, year or published [default: id]
    #[arg(long, value_name = "ORDER")]
    pub(crate) sort: Option<String>,
    /// Characters of context on each side of an occurrence [default: 30]
    #[arg(long, value_name = "N")]
    pub(crate) context: Option<usize>,
    /// What parts the counts of a trend: year, region, kind or section [default: year]
    #[arg(long, value_name = "KEY")]
    pub(crate) by: Option<String>,
    /// A query that chooses the documents that a trend counts in [default: all]
    #[arg(long, value_name = "QUERY")]
    pub(crate) base: Option<String>,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "GONGBAO_ADDR", value_name = "ADDRESS")]
    pub(crate) addr: Option<SocketAddr>,
    /// Crawl each source when it is due as well
    #[arg(long)]
    pub(crate) ingest: bool,
}

/// What to bring in.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// A .jsonl file (id, title, text, and if known url, year, region, published, kind, issuer), or one saved page or
    /// file: .html, .txt, .pdf, .docx, .doc, .wps, .ofd, .xlsx, .xls
    pub(crate) file: PathBuf,
    /// Where a saved page came from
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The id of a saved page [default: the file's name without its ending]
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The division that a saved page's site belongs to, six digits
    #[arg(long, value_name = "CODE")]
    pub(crate) place: Option<String>,
    /// Have a scanned file read by eye with tesseract, when it is installed
    #[arg(long)]
    pub(crate) ocr: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to read, with which limits.
#[derive(Debug, Args)]
pub(crate) struct TakeTextArguments {
    /// The file's name
    #[arg(long, default_value = "")]
    pub(crate) name: String,
    /// The most time of the processor, in seconds
    #[arg(long)]
    pub(crate) seconds: u64,
    /// The most memory, in megabytes
    #[arg(long)]
    pub(crate) memory_mb: u64,
    /// Become this program instead
    #[arg(long)]
    pub(crate) with: Option<String>,
    /// The arguments of that program
    #[arg(last = true)]
    pub(crate) arguments: Vec<std::ffi::OsString>,
}

/// What to read.
#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// A saved page or file (.html, .txt, .pdf, .docx, .doc, .wps, .ofd, .xlsx, .xls), an address (fetched once, nothing
    /// is kept), or the id of a stored document
    #[arg(value_name = "FILE|URL|ID")]
    pub(crate) what: String,
    /// Where a saved page came from
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The division that a saved page's site belongs to, six digits
    #[arg(long, value_name = "CODE")]
    pub(crate) place: Option<String>,
    /// Have a scanned file read by eye with tesseract, when it is installed
    #[arg(long)]
    pub(crate) ocr: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to place.
#[derive(Debug, Args)]
pub(crate) struct PlaceArguments {
    /// A title, an issuer, a name
    pub(crate) text: String,
    /// The host it was found at
    #[arg(long)]
    pub(crate) host: Option<String>,
    /// The day for which names are read, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<jiff::civil::Date>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whose evidence.
#[derive(Debug, Args)]
pub(crate) struct EvidenceArguments {
    /// The document's id
    pub(crate) id: String,
    /// Print one JSON object a version
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where to copy the store.
#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file to write; it must not be there yet
    pub(crate) file: PathBuf,
}

/// What to read anew.
#[derive(Debug, Args)]
pub(crate) struct ReparseArguments {
    /// Only documents of this source
    #[arg(long, value_name = "NAME", conflicts_with_all = ["id", "rebuild"])]
    pub(crate) source: Option<String>,
    /// Only this document
    #[arg(long, value_name = "ID", conflicts_with = "rebuild")]
    pub(crate) id: Option<String>,
    /// Show what would read otherwise and write nothing
    #[arg(long, conflicts_with = "rebuild")]
    pub(crate) dry_run: bool,
    /// Build the whole store from warc/ and the recipes, in a folder that has none
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "rebuild")]
    pub(crate) json: bool,
}

/// What to restore.
#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// A file that `gongbao backup` wrote
    pub(crate) file: PathBuf,
    /// Lay the store aside that is there already
    #[arg(long)]
    pub(crate) replace: bool,
}

/// How to give up.
#[derive(Debug, Args)]
pub(crate) struct PruneArguments {
    /// Show what would be given up and keep it
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How to print.
#[derive(Debug, Args)]
pub(crate) struct JsonArguments {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
