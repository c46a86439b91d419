//! What can be said to the commands that search: search, concordance, trend, export.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

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

/// A query, which may come in pieces: a shell takes blanks for their ends.
#[derive(Debug, Args)]
pub(crate) struct QueryArguments {
    /// Words, "exact phrases", -not, OR, (…), field:value
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// More of the query; what begins with - must stand in quotes with the rest
    #[arg(hide = true, value_name = "QUERY")]
    more: Vec<String>,
}

impl QueryArguments {
    /// Returns the query as a whole.
    pub(crate) fn written(&self) -> String {
        let pieces = std::iter::once(&self.query).chain(&self.more);
        pieces.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What to search for.
#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    #[command(flatten)]
    pub(crate) query: QueryArguments,
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
    #[command(flatten)]
    pub(crate) query: QueryArguments,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Take in short and full forms: 放管服 finds 简政放权、放管结合、优化服务 too
    #[arg(long)]
    pub(crate) expand: bool,
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
    /// What to look for, as in `search`; of a trend the phrases to count, of keyness the target, of collocates the phrase
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// csv, jsonl, xlsx, ris or bibtex [default: as the file is called, else csv]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// One row for each of: documents, concordance (occurrences), trend (counts), keyness or collocates (words) [default:
    /// documents]
    #[arg(long, value_name = "ROWS")]
    pub(crate) of: Option<String>,
    /// Documents by id, relevance, year or published [default: id]; occurrences by document, left or right [default:
    /// document]; words as in `keyness` and `collocates`
    #[arg(long, value_name = "ORDER")]
    pub(crate) sort: Option<String>,
    /// Characters of context on each side of an occurrence [default: 30]
    #[arg(long, value_name = "N")]
    pub(crate) context: Option<usize>,
    /// What parts the counts of a trend: year, region, kind or section [default: year]
    #[arg(long, value_name = "KEY")]
    pub(crate) by: Option<String>,
    /// Take in short and full forms, of documents
    #[arg(long)]
    pub(crate) expand: bool,
    /// A query that chooses the documents that a trend or collocates are counted in [default: all]
    #[arg(long, value_name = "QUERY")]
    pub(crate) base: Option<String>,
    /// A query that chooses what key words are compared with [default: all other documents]
    #[arg(long, allow_hyphen_values = true, value_name = "QUERY")]
    pub(crate) reference: Option<String>,
    /// Key words that the target uses more (over), less (under) or both [default: over]
    #[arg(long, value_name = "SIDE")]
    pub(crate) direction: Option<String>,
    /// How far the window of collocates reaches on each side [default: 5]
    #[arg(long, value_name = "N")]
    pub(crate) window: Option<usize>,
    /// What the window is measured in: words or characters [default: words]
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// On which side of the phrase collocates stand: both, left or right [default: both]
    #[arg(long, value_name = "SIDE")]
    pub(crate) side: Option<String>,
    /// How often a word stands at least, as in `keyness` and `collocates`
    #[arg(long, value_name = "N")]
    pub(crate) min: Option<u64>,
    /// In how many documents of both slices together a key word stands at least, as in `keyness`
    #[arg(long, value_name = "N")]
    pub(crate) min_documents: Option<u64>,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// The file to write; a workbook (xlsx) needs one on a terminal [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
