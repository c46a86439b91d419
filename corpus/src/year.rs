//! The year or span of years that a report speaks about, which is not the year it appeared in.

use std::fmt;

/// The part of the years that a report covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole of one year.
    Year,
    /// January to June.
    FirstHalf,
    /// July to December.
    SecondHalf,
    /// One quarter, 1–4.
    Quarter(u8),
    /// Several years, first and last included.
    Span,
    /// The five years of a plan (“十三五”).
    Plan,
}

impl Period {
    /// Returns the name that machines use: `year`, `H1`, `H2`, `Q1`…`Q4`, `span`, `plan`.
    pub fn key(self) -> String {
        match self {
            Period::Year => "year".into(),
            Period::FirstHalf => "H1".into(),
            Period::SecondHalf => "H2".into(),
            Period::Quarter(quarter) => format!("Q{quarter}"),
            Period::Span => "span".into(),
            Period::Plan => "plan".into(),
        }
    }

    /// Finds a period by its key.
    pub fn parse(key: &str) -> Option<Period> {
        match key {
            "year" => Some(Period::Year),
            "H1" => Some(Period::FirstHalf),
            "H2" => Some(Period::SecondHalf),
            "span" => Some(Period::Span),
            "plan" => Some(Period::Plan),
            _ => key.strip_prefix('Q')?.parse().ok().filter(|q| (1..=4).contains(q)).map(Period::Quarter),
        }
    }
}

/// The years that a report speaks about; `start` equals `end` for a single year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportYear {
    /// First year.
    pub start: i16,
    /// Last year, not before `start`.
    pub end: i16,
    /// The part of the years.
    pub period: Period,
}

impl ReportYear {
    /// Returns one whole year.
    pub fn single(year: i16) -> ReportYear {
        ReportYear { start: year, end: year, period: Period::Year }
    }

    /// Returns a span of years; the earlier one comes first whatever the order given.
    pub fn span(one: i16, other: i16) -> ReportYear {
        if one == other {
            return ReportYear::single(one);
        }
        ReportYear { start: one.min(other), end: one.max(other), period: Period::Span }
    }
}

impl fmt::Display for ReportYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        if self.end != self.start {
            write!(f, "–{}", self.end)?;
        }
        match self.period {
            Period::FirstHalf | Period::SecondHalf | Period::Quarter(_) => {
                write!(f, " {}", self.period.key())
            }
            Period::Year | Period::Span | Period::Plan => Ok(()),
        }
    }
}
