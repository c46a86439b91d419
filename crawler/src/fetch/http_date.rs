//! A date of HTTP in, in any of the three formats of RFC 9110 §5.6.7; the time it means out.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Reads a date: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`. The day of the
/// week is not compared.
pub(crate) fn parse(written: &str, now: Timestamp) -> Option<Timestamp> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let date = words.get(1..)?.join(" ");
    let read = |format: &str| DateTime::strptime(format, &date).ok();
    let fixed = || read("%d %b %Y %H:%M:%S GMT").or_else(|| read("%b %d %H:%M:%S %Y"));
    let found = fixed().or_else(|| of_two_digits(read("%d-%b-%y %H:%M:%S GMT")?, now));
    if let Some(found) = found {
        return Offset::UTC.to_timestamp(found).ok();
    }
    // With another zone, as no server should write it.
    jiff::fmt::rfc2822::parse(written.trim()).ok().map(|at| at.timestamp())
}

/// A year of two digits that would be more than fifty years ahead is the last one that ended so.
fn of_two_digits(read: DateTime, now: Timestamp) -> Option<DateTime> {
    let latest = Offset::UTC.to_datetime(now).checked_add(50.years()).ok()?;
    let century = 100.years();
    let next = read.checked_add(century).ok()?;
    if read > latest {
        return read.checked_sub(century).ok();
    }
    Some(if next <= latest { next } else { read })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let now = "2026-11-23T00:00:00Z".parse().expect("a constant time");
        let found = parse(written, now).map(|at| at.to_string());
        assert_eq!(found.as_deref(), expected, "{written}");
    }

    #[test]
    fn a_date_has_three_formats() {
        let expected = Some("1994-11-06T08:49:37Z");
        check("Sun, 06 Nov 1994 08:49:37 GMT", expected);
        check("Sunday, 06-Nov-94 08:49:37 GMT", expected);
        check(" Sun Nov  6 08:49:37 1994 ", expected);
        check("Sun, 06 Nov 1994 09:49:37 +0100", expected);
        check("Thursday, 06-Nov-75 08:49:37 GMT", Some("2075-11-06T08:49:37Z"));
        check("Sunday, 06-Nov-77 08:49:37 GMT", Some("1977-11-06T08:49:37Z"));
        check("Mon, 06 Nov 1994 08:49:37 GMT", expected);
        for written in ["", "soon", "2026-11-23", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994"] {
            check(written, None);
        }
    }
}
