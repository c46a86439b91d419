//! What a trend shows of its counts: each count names its base.

use index::trend::TrendPoint;

use crate::language::Phrases;
use crate::language::number;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Occurrences in a million characters.
    #[default]
    PerMillion,
    /// The part of the documents that hold the phrase.
    Share,
    /// Places at which it stands.
    Occurrences,
    /// Documents that hold it.
    Documents,
}

impl Measure {
    /// Every measure.
    pub(crate) const ALL: &'static [Measure] =
        &[Measure::PerMillion, Measure::Share, Measure::Occurrences, Measure::Documents];

    /// Returns the word for it in an address.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Measure::PerMillion => "per_million",
            Measure::Share => "share",
            Measure::Occurrences => "occurrences",
            Measure::Documents => "documents",
        }
    }

    /// Returns what it is called.
    pub(crate) fn name(self, t: &Phrases) -> &'static str {
        match self {
            Measure::PerMillion => t.per_million,
            Measure::Share => t.share_of_documents,
            Measure::Occurrences => t.occurrences_counted,
            Measure::Documents => t.documents_counted,
        }
    }

    /// Returns the value of a point; a share in per cent.
    pub(crate) fn of(self, point: &TrendPoint) -> f64 {
        match self {
            Measure::PerMillion => point.per_million(),
            Measure::Share => point.share() * 100.0,
            Measure::Occurrences => point.occurrences as f64,
            Measure::Documents => point.documents as f64,
        }
    }

    /// Writes a value.
    pub(crate) fn written(self, value: f64) -> String {
        match self {
            Measure::PerMillion => format!("{value:.1}"),
            Measure::Share => format!("{value:.1}%"),
            Measure::Occurrences | Measure::Documents => number(value as u64),
        }
    }

    /// Writes a value so that it fits on a tile.
    pub(crate) fn short(self, value: f64) -> String {
        match self {
            Measure::Share => format!("{value:.0}%"),
            _ if value >= 100_000.0 => format!("{:.0}k", value / 1000.0),
            Measure::PerMillion if value < 100.0 => format!("{value:.1}"),
            _ => format!("{value:.0}"),
        }
    }
}
