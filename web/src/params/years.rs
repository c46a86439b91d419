//! A range of years as it is written in an address or on the command line.

use std::fmt;
use std::str::FromStr;

/// A range of report years, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// First year.
    pub first: Option<i16>,
    /// Last year.
    pub last: Option<i16>,
}

impl Years {
    /// Returns the one year.
    pub fn single(year: i16) -> Years {
        Years { first: Some(year), last: Some(year) }
    }

    /// Returns the bounds, open ends closed with the first and the last year that can be written.
    pub fn bounds(self) -> (i16, i16) {
        (self.first.unwrap_or(0), self.last.unwrap_or(9999))
    }
}

/// Says why a range of years cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a range of years: {reason}")]
pub struct YearsError {
    text: String,
    reason: &'static str,
}

impl FromStr for Years {
    type Err = YearsError;

    /// Reads `2021`, `2018..2022`, `2018..` or `..2022`.
    fn from_str(text: &str) -> Result<Years, YearsError> {
        let fail = |reason| YearsError { text: text.to_owned(), reason };
        let years = match text.trim().split_once("..") {
            None => year(text.trim()).map(Years::single).map_err(fail)?,
            Some(("", "")) => return Err(fail("give at least one year, such as 2018..2022")),
            Some((first, last)) => {
                let end = |end: &str| match end {
                    "" => Ok(None),
                    end => year(end).map(Some).map_err(fail),
                };
                Years { first: end(first)?, last: end(last)? }
            }
        };
        let (first, last) = years.bounds();
        if first > last {
            return Err(fail("the first year is after the last"));
        }
        Ok(years)
    }
}

fn year(text: &str) -> Result<i16, &'static str> {
    let is_plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(year @ 0..=9999) if is_plain => Ok(year),
        _ => Err("write 2021, 2018..2022, 2018.. or ..2022"),
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(first), Some(last)) = (self.first, self.last)
            && first == last
        {
            return write!(f, "{first}");
        }
        if let Some(first) = self.first {
            write!(f, "{first}")?;
        }
        f.write_str("..")?;
        if let Some(last) = self.last {
            write!(f, "{last}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(i16, i16), &str>) {
        let read: Result<Years, YearsError> = text.parse();
        match expected {
            Ok(bounds) => assert_eq!(read.map(Years::bounds), Ok(bounds), "{text:?}"),
            Err(reason) => {
                let message = read.expect_err(text).to_string();
                assert!(message.contains(reason), "{message}");
            }
        }
    }

    #[test]
    fn years_are_single_or_a_range_with_open_ends() {
        check("2021", Ok((2021, 2021)));
        check("2018..2022", Ok((2018, 2022)));
        check("2018..", Ok((2018, 9999)));
        check("..2022", Ok((0, 2022)));
        check(" 1954 ", Ok((1954, 1954)));
    }

    #[test]
    fn what_is_no_range_says_why() {
        check("9999..0", Err("first year is after the last"));
        check("2022..2018", Err("first year is after the last"));
        check("..", Err("at least one year"));
        check("+2021", Err("write 2021"));
        check("20211", Err("write 2021"));
        check("二〇二一", Err("write 2021"));
        check("2018...2022", Err("write 2021"));
    }

    #[test]
    fn a_range_is_written_as_it_was_read() {
        for text in ["2021", "2018..2022", "2018..", "..2022"] {
            assert_eq!(text.parse::<Years>().map(|years| years.to_string()), Ok(text.to_owned()));
        }
    }
}
