//! What stands behind a date in; the time of day in China out.

use jiff::civil::Date;
use jiff::civil::Time;

/// Reads a time of day that follows a date, and where it ends; without one, where the date ends.
pub(crate) fn follows(text: &[char], end: usize) -> (Option<Time>, usize) {
    let mut at = blanks(text, end);
    if text.get(at) == Some(&'T') {
        at += 1;
    }
    let before = half_of_day(text, at);
    at = before.map_or(at, |(_, after)| blanks(text, after));
    let read = || {
        let (hour, at) = digits(text, at, 2)?;
        text.get(at).filter(|c| matches!(c, ':' | '时'))?;
        let (minute, at) = digits(text, at + 1, 2)?;
        let (second, at) = match text.get(at) {
            Some(':') => whole_second(text, digits(text, at + 1, 2)?),
            Some('分') => (0, at + 1),
            _ => (0, at),
        };
        let half = before.or_else(|| half_of_day(text, at));
        let at = half.map_or(at, |(_, after)| after.max(at));
        let hour = i8::try_from(of_half(hour, half.map(|(half, _)| half))).ok()?;
        let time = Time::new(hour, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0);
        Some((time.ok()?, at))
    };
    read().map_or((None, end), |(time, at)| (Some(time), at))
}

/// Leaves out the tenths that Java writes behind the seconds at the end of a value: 15:20:31.0.
fn whole_second(text: &[char], (second, at): (u32, usize)) -> (u32, usize) {
    let tenths = (text.get(at) == Some(&'.')).then(|| digits(text, at + 1, 3)).flatten();
    let is_over = |at: usize| text.get(at).is_none_or(|next| next.is_whitespace());
    (second, tenths.map_or(at, |(_, after)| if is_over(after) { after } else { at }))
}

/// Tells a time that names its zone by the clock in China: 2023-02-01T18:00:00Z is two o'clock of the next day there.
pub(crate) fn in_china(
    text: &[char],
    date: Date,
    time: Option<Time>,
    end: usize,
) -> (Date, Option<Time>, usize) {
    let said = (date, time, end);
    let Some(time) = time else { return said };
    let fraction = (text.get(end) == Some(&'.')).then(|| digits(text, end + 1, 9)).flatten();
    let at = fraction.map_or(end, |(_, after)| after);
    let (hours, after) = match text.get(at) {
        Some('Z') => (0, at + 1),
        Some(sign @ ('+' | '-')) => {
            let Some((hours, after)) = digits(text, at + 1, 2).filter(|(_, after)| *after == at + 3) else {
                return said;
            };
            let hours = i32::try_from(hours).expect("two digits fit");
            let minutes = match text.get(after) {
                Some(':') => 3,
                Some(next) if next.is_ascii_digit() => 2,
                _ => 0,
            };
            let after = (after + minutes).min(text.len());
            (if *sign == '+' { hours } else { -hours }, after)
        }
        _ => return said,
    };
    let ahead = jiff::SignedDuration::from_hours(i64::from(8 - hours));
    match date.to_datetime(time).checked_add(ahead) {
        Ok(there) => (there.date(), Some(there.time()), after),
        Err(_) => said,
    }
}

/// Reads the day and time that Java writes where a template does not say how: Fri Mar 05 09:00:00 CST 2021.
pub(crate) fn spelled(text: &str) -> Option<(Date, Time)> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, month, day, time, "CST" | "GMT+08:00", year] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let date = Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()?;
    Some((date, clock(&time.replace(':', ""))?))
}

/// Reads a time of day as six digits: 163000.
pub(crate) fn clock(digits: &str) -> Option<Time> {
    let number = |start: usize| digits.get(start..start + 2)?.parse::<i8>().ok();
    Time::new(number(0)?, number(2)?, number(4)?, 0).ok()
}

/// Returns where the blanks end that begin here.
pub(crate) fn blanks(text: &[char], mut at: usize) -> usize {
    while text.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

/// Reads up to `most` ASCII digits.
pub(crate) fn digits(text: &[char], start: usize, most: usize) -> Option<(u32, usize)> {
    let mut at = start;
    let mut value = 0;
    while at < start + most
        && let Some(digit) = text.get(at).and_then(|c| c.to_digit(10))
    {
        value = value * 10 + digit;
        at += 1;
    }
    (at > start).then_some((value, at))
}

/// Which half of the day a time of twelve hours lies in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// Reads 下午 or PM; pages made by .NET write the former before the time, those in English the latter after it.
fn half_of_day(text: &[char], start: usize) -> Option<(Half, usize)> {
    let at = blanks(text, start).min(text.len());
    let word: String = text[at..].iter().take(2).collect();
    match word.to_ascii_uppercase().as_str() {
        "上午" | "AM" => Some((Half::Morning, at + 2)),
        "下午" | "晚上" | "PM" => Some((Half::Afternoon, at + 2)),
        _ => None,
    }
}

fn of_half(hour: u32, half: Option<Half>) -> u32 {
    match half {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::date;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = date::value(text).expect("a day");
        let time =
            found.time.map_or(String::new(), |time| format!(" {:02}:{:02}", time.hour(), time.minute()));
        assert_eq!(format!("{}{time}", found.date), expected, "{text}");
    }

    #[test]
    fn a_time_of_twelve_hours_says_which_half_of_the_day() {
        check("2012-5-6 下午 3:05:00", "2012-05-06 15:05");
        check("2012年5月6日上午12:05", "2012-05-06 00:05");
        check("2012/5/6 3:05 PM", "2012-05-06 15:05");
        check("2012年5月6日下午", "2012-05-06");
    }

    #[test]
    fn a_time_of_another_zone_is_told_by_the_clock_in_china() {
        check("2023-02-01T18:00:00Z", "2023-02-02 02:00");
        check("2023-02-01T18:00:00.000Z", "2023-02-02 02:00");
        check("2023-02-01T18:00:00+08:00", "2023-02-01 18:00");
        check("2023-02-01T18:00:00+0800", "2023-02-01 18:00");
        check("2023-02-01T18:00:00+0000", "2023-02-02 02:00");
        check("2023-02-01 18:00-20:00", "2023-02-01 18:00");
    }
}
