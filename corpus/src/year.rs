//! The year or span of years that a report speaks about, which is not the year it appeared in.

use std::cmp::Ordering;
use std::fmt;

/// The part of the years that a report covers. Parts of one year are in the order in which they are over; of those that end
/// with the same month, the longer one comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// The whole of one year.
    Year,
    /// January to June.
    FirstHalf,
    /// July to December.
    SecondHalf,
    /// One quarter, 1–4.
    Quarter(u8),
    /// January to September.
    ThreeQuarters,
    /// Any other stretch of months of one year, first and last included: January to November.
    Months(u8, u8),
    /// Several years, first and last included.
    Span,
    /// The five years of a plan (“十三五”).
    Plan,
}

impl Period {
    /// Returns the name that machines use: `year`, `H1`, `H2`, `Q1`…`Q4`, `Q1-Q3`, `M1-11`, `span`, `plan`.
    pub fn key(self) -> String {
        match self {
            Period::Year => "year".into(),
            Period::FirstHalf => "H1".into(),
            Period::SecondHalf => "H2".into(),
            Period::Quarter(quarter) => format!("Q{quarter}"),
            Period::ThreeQuarters => "Q1-Q3".into(),
            Period::Months(first, last) => format!("M{first}-{last}"),
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
            "Q1-Q3" => Some(Period::ThreeQuarters),
            "span" => Some(Period::Span),
            "plan" => Some(Period::Plan),
            _ => match key.strip_prefix('M') {
                Some(months) => {
                    let (first, last) = months.split_once('-')?;
                    Period::of_months(first.parse().ok()?, last.parse().ok()?)
                }
                None => {
                    key.strip_prefix('Q')?.parse().ok().filter(|q| (1..=4).contains(q)).map(Period::Quarter)
                }
            },
        }
    }

    /// Tells whether the period is less than a year, so that a year has several reports of its sort.
    pub fn is_part_of_year(self) -> bool {
        match self {
            Period::FirstHalf
            | Period::SecondHalf
            | Period::Quarter(_)
            | Period::ThreeQuarters
            | Period::Months(..) => true,
            Period::Year | Period::Span | Period::Plan => false,
        }
    }

    /// Returns what the months from one to another are; `None` for a single month and for months that no year has.
    pub fn of_months(first: u8, last: u8) -> Option<Period> {
        if !(1..=12).contains(&first) || !(1..=12).contains(&last) || first >= last {
            return None;
        }
        Some(match (first, last) {
            (1, 12) => Period::Year,
            (1, 6) => Period::FirstHalf,
            (7, 12) => Period::SecondHalf,
            (1, 9) => Period::ThreeQuarters,
            (1 | 4 | 7 | 10, _) if last == first + 2 => Period::Quarter(first / 3 + 1),
            _ => Period::Months(first, last),
        })
    }
}

impl Period {
    /// Returns what the order goes by: the last month, how many months there are, and what tells years from spans.
    fn in_time(self) -> (u8, u8, u8) {
        let (first, last) = match self {
            Period::FirstHalf => (1, 6),
            Period::SecondHalf => (7, 12),
            Period::Quarter(quarter) => {
                (quarter.saturating_mul(3).saturating_sub(2), quarter.saturating_mul(3))
            }
            Period::ThreeQuarters => (1, 9),
            Period::Months(first, last) => (first, last),
            Period::Year => (1, 12),
            Period::Span => return (12, 12, 2),
            Period::Plan => return (12, 12, 3),
        };
        (last, last.saturating_sub(first) + 1, u8::from(self == Period::Year))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        self.in_time().cmp(&other.in_time()).then_with(|| self.key().cmp(&other.key()))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        Some(self.cmp(other))
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
        if self.period.is_part_of_year() {
            write!(f, " {}", self.period.key())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_of_months_is_found_again_by_its_key() {
        for first in 0..=13 {
            for last in 0..=13 {
                let period = Period::of_months(first, last);
                assert_eq!(period.is_some(), (1..=12).contains(&first) && first < last && last <= 12);
                let again = period.map(|period| Period::parse(&period.key()));
                assert_eq!(again, period.map(Some), "{first}-{last}");
            }
        }
        for key in ["M", "M1", "M3-3", "M0-4", "M5-13", "M-1-4", "Q5", "Q1-Q2", "Q"] {
            assert_eq!(Period::parse(key), None, "{key}");
        }
    }

    #[test]
    fn parts_of_a_year_are_in_the_order_in_which_they_are_over() {
        let in_order =
            ["Q1", "M1-5", "Q2", "H1", "Q3", "M4-9", "Q1-Q3", "M1-11", "Q4", "H2", "year", "span", "plan"];
        let mut periods: Vec<Period> = in_order.iter().filter_map(|key| Period::parse(key)).collect();
        periods.reverse();
        periods.sort();
        let keys: Vec<String> = periods.into_iter().map(Period::key).collect();
        assert_eq!(keys, in_order);
    }

    #[test]
    fn months_have_their_names() {
        for (first, last, key) in
            [(1, 9, "Q1-Q3"), (1, 11, "M1-11"), (4, 9, "M4-9"), (4, 6, "Q2"), (10, 12, "Q4"), (1, 6, "H1")]
        {
            assert_eq!(Period::of_months(first, last).map(Period::key).as_deref(), Some(key));
        }
    }
}
