//! The part of a year that a report covers in; the number that stands for it in a column out, and back again.

use corpus::year::Period;

/// Returns the number that stands for a period. Numbers keep their meaning: indexes of older releases hold them.
pub(crate) fn number(period: Period) -> u64 {
    match period {
        Period::Year => 0,
        Period::FirstHalf => 1,
        Period::SecondHalf => 2,
        Period::Span => 3,
        Period::Plan => 4,
        Period::ThreeQuarters => 5,
        Period::Quarter(quarter) => 10 + u64::from(quarter),
        Period::Months(first, last) => 100 * u64::from(first) + u64::from(last),
    }
}

/// Returns the period that a number stands for; what no release has written reads as a year.
pub(crate) fn period(number: u64) -> Period {
    match number {
        1 => Period::FirstHalf,
        2 => Period::SecondHalf,
        3 => Period::Span,
        4 => Period::Plan,
        5 => Period::ThreeQuarters,
        11..=14 => Period::Quarter((number - 10) as u8),
        102..=1112 => Period::of_months((number / 100) as u8, (number % 100) as u8).unwrap_or(Period::Year),
        _ => Period::Year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_comes_back() {
        let named = [Period::Year, Period::Span, Period::Plan, Period::FirstHalf, Period::SecondHalf];
        let months =
            (1..=12).flat_map(|first| (1..=12).filter_map(move |last| Period::of_months(first, last)));
        for kept in named.into_iter().chain(months) {
            assert_eq!(period(number(kept)), kept);
        }
    }

    #[test]
    fn numbers_keep_their_meaning() {
        for (number, key) in [
            (0, "year"),
            (1, "H1"),
            (2, "H2"),
            (3, "span"),
            (4, "plan"),
            (13, "Q3"),
            (5, "Q1-Q3"),
            (111, "M1-11"),
        ] {
            assert_eq!(period(number).key(), key);
        }
        for unknown in [6, 15, 99, 112_000, 1_000_000, u64::MAX] {
            assert_eq!(period(unknown), Period::Year, "{unknown}");
        }
    }
}
