//! The date until which a cookie lasts in, however a server writes it; the time that it means out, as RFC 6265 §5.1.1 reads it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date by its parts: the first time of day, day, month and year in it, whatever stands between them.
pub(crate) fn parse(written: &str) -> Option<Timestamp> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for word in written.split(|c: char| !c.is_ascii_alphanumeric() && c != ':') {
        if time.is_none() && word.contains(':') {
            time = time_of_day(word);
        } else if day.is_none() && word.len() <= 2 && is_number(word) {
            day = word.parse::<i8>().ok();
        } else if month.is_none() && month_of(word).is_some() {
            month = month_of(word);
        } else if year.is_none() && (2..=4).contains(&word.len()) && is_number(word) {
            year = word.parse::<i16>().ok();
        }
    }
    let (hour, minute, second) = time?;
    let year = match year? {
        short @ 70..=99 => short + 1900,
        short @ 0..=69 => short + 2000,
        whole => whole,
    };
    let at = DateTime::new(year, month?, day?, hour, minute, second, 0).ok()?;
    Offset::UTC.to_timestamp(at).ok()
}

fn time_of_day(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let time = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(time)
}

fn month_of(word: &str) -> Option<i8> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(at + 1).ok()
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(parse(written).map(|at| at.to_string()).as_deref(), expected, "{written}");
    }

    #[test]
    fn a_date_is_read_by_its_parts() {
        for written in [
            "Thu, 01 Jan 1970 00:00:10 GMT",
            "Thu, 01-Jan-1970 00:00:10 GMT",
            "Thursday, 01-Jan-70 00:00:10 GMT",
            "Thu Jan  1 00:00:10 1970",
            "thu, 1-JANUARY-70 0:00:10",
        ] {
            check(written, Some("1970-01-01T00:00:10Z"));
        }
        check("Wed, 23-Nov-2033 08:49:37 GMT", Some("2033-11-23T08:49:37Z"));
        check("Wed, 23-Nov-33 08:49:37 GMT", Some("2033-11-23T08:49:37Z"));
        for written in
            ["", "0", "soon", "Thu, 01 Jan 1970", "Thu, 32 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 00:00:00"]
        {
            check(written, None);
        }
    }
}
