//! What can be said to the commands that keep documents: import, read, place, evidence, reparse, backup, restore, prune.

use std::path::PathBuf;

use clap::Args;

use crate::arguments::given;

/// What to bring in.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// .jsonl files (id, title, text, and if known url, year, region, published, kind, issuer), and saved pages or
    /// files: .html, .txt, .pdf, .docx, .doc, .wps, .ofd, .xlsx, .xls
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where a saved page came from
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The id of a saved page [default: the file's name without its ending]
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The division that a saved page's site belongs to, six digits
    #[arg(long, value_name = "CODE", value_parser = given::division)]
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
    #[arg(long, value_name = "CODE", value_parser = given::division)]
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
    #[arg(long, value_name = "DATE", value_parser = given::day)]
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

/// Where to copy the store.
#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file to write; it must not be there yet
    pub(crate) file: PathBuf,
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
