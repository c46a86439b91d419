//! What can be said to the commands about words: suggest, explain, keyness, collocates.

use clap::Args;
use clap::ValueEnum;
use index::collocates::CollocateOrder;
use index::collocates::Unit;
use index::keyness::Direction;
use index::keyness::KeynessOrder;

use crate::arguments::FilterArguments;

/// What to suggest for.
#[derive(Debug, Args)]
pub(crate) struct SuggestArguments {
    /// The beginning of a word, a name or a title; pinyin (fazhizhengfu) and initials (fzzf) too
    pub(crate) text: String,
    /// Suggestions to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to explain.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The query
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,
    /// Read it as with `search --word`
    #[arg(long)]
    pub(crate) word: bool,
    /// Show the other forms that `search --expand` would take in
    #[arg(long)]
    pub(crate) expand: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which slices to compare.
#[derive(Debug, Args)]
pub(crate) struct KeynessArguments {
    /// A query that chooses the slice of interest
    #[arg(allow_hyphen_values = true, value_name = "TARGET")]
    pub(crate) target: String,
    /// A query that chooses the slice to compare with [default: all other documents]
    #[arg(long, allow_hyphen_values = true, value_name = "QUERY")]
    pub(crate) reference: Option<String>,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// Words that the target uses more, less, or both
    #[arg(long, value_enum, default_value_t = DirectionArgument::Over)]
    pub(crate) direction: DirectionArgument,
    /// The order of the words
    #[arg(long, value_enum, default_value_t = KeynessSort::G2)]
    pub(crate) sort: KeynessSort,
    /// How often a word stands in both slices together at least
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub(crate) min: u64,
    /// In how many documents a word stands at least
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) min_documents: u64,
    /// Words to show
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: usize,
    /// Words to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which side of a difference.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DirectionArgument {
    /// More frequent in the target
    Over,
    /// Less frequent in the target
    Under,
    /// Both
    Both,
}

impl From<DirectionArgument> for Direction {
    fn from(given: DirectionArgument) -> Direction {
        match given {
            DirectionArgument::Over => Direction::Over,
            DirectionArgument::Under => Direction::Under,
            DirectionArgument::Both => Direction::Both,
        }
    }
}

/// The order of key words.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KeynessSort {
    /// The surest difference first (log-likelihood)
    G2,
    /// The largest difference first
    #[value(name = "log_ratio")]
    LogRatio,
}

impl From<KeynessSort> for KeynessOrder {
    fn from(given: KeynessSort) -> KeynessOrder {
        match given {
            KeynessSort::G2 => KeynessOrder::LogLikelihood,
            KeynessSort::LogRatio => KeynessOrder::LogRatio,
        }
    }
}

/// Whose company to look at.
#[derive(Debug, Args)]
pub(crate) struct CollocatesArguments {
    /// The string; it is not read as a query
    pub(crate) phrase: String,
    /// A query that chooses the documents [default: all]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "QUERY")]
    pub(crate) base: String,
    #[command(flatten)]
    pub(crate) filter: FilterArguments,
    /// How far the window reaches on each side
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub(crate) window: u32,
    /// What the window is counted in
    #[arg(long, value_enum, default_value_t = UnitArgument::Words)]
    pub(crate) unit: UnitArgument,
    /// On which side of the phrase
    #[arg(long, value_enum, default_value_t = Side::Both)]
    pub(crate) side: Side,
    /// The order of the words
    #[arg(long, value_enum, default_value_t = CollocateSort::G2)]
    pub(crate) sort: CollocateSort,
    /// How often a word stands in the windows at least
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(crate) min: u64,
    /// Words to show
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: usize,
    /// Words to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a window is counted in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum UnitArgument {
    /// Words with a letter or a digit
    Words,
    /// Characters without blanks
    Characters,
}

impl From<UnitArgument> for Unit {
    fn from(given: UnitArgument) -> Unit {
        match given {
            UnitArgument::Words => Unit::Words,
            UnitArgument::Characters => Unit::Characters,
        }
    }
}

/// A side of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// Before and behind
    Both,
    /// Before
    Left,
    /// Behind
    Right,
}

/// The order of collocates.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CollocateSort {
    /// The surest first (log-likelihood)
    G2,
    /// The most exclusive first (mutual information)
    Mi,
    /// The most typical first
    #[value(name = "log_dice")]
    LogDice,
    /// The most frequent first
    Observed,
}

impl From<CollocateSort> for CollocateOrder {
    fn from(given: CollocateSort) -> CollocateOrder {
        match given {
            CollocateSort::G2 => CollocateOrder::LogLikelihood,
            CollocateSort::Mi => CollocateOrder::MutualInformation,
            CollocateSort::LogDice => CollocateOrder::LogDice,
            CollocateSort::Observed => CollocateOrder::Observed,
        }
    }
}
