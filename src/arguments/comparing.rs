//! What can be said to the commands that compare: compare, copies, coverage, timeline, panel.

use clap::Args;
use clap::ValueEnum;

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
    /// The unit, printed or plain [default: that of most reports; the others are named]
    #[arg(long, requires = "quantity", value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// How much there is, or how much it changed [default: what most reports state]
    #[arg(long, requires = "quantity", value_enum, value_name = "MEASURE")]
    pub(crate) measure: Option<PanelMeasure>,
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

/// What a panel lays side by side of a quantity.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PanelMeasure {
    /// How much there is
    Level,
    /// How much it changed
    Change,
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
