//! A cron expression in; the next time that it names out. Five fields, read at +08:00, where no clock is ever put back.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// China has one time zone without daylight saving since 1992.
pub(crate) const CHINA: Offset = Offset::constant(8);

/// So many days ahead are looked at: every 29 February falls into nine years.
const HORIZON: usize = 366 * 9;

/// Times of an expression are at least so many minutes apart, like those of the shortest interval.
const LEAST: i32 = 10;

/// Which minutes, hours and days are named; a bit a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Days of the month and of the week that are both restricted are alternatives, as cron has it.
    either_day: bool,
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl Cron {
    /// Reads `minute hour day month weekday`, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.
    ///
    /// # Errors
    /// A sentence that names the field and what is wrong with it, that no day ever comes, or that a site would be harried.
    pub fn parse(text: &str) -> Result<Cron, String> {
        let text = match text.trim() {
            "@hourly" => "0 * * * *",
            "@daily" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" => "0 0 1 1 *",
            other => other,
        };
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            return Err(format!("{text:?} has {} fields, not minute hour day month weekday", fields.len()));
        };
        let weekdays = field("weekday", weekday, (0, 7), &WEEKDAYS, 0)?;
        let cron = Cron {
            minutes: field("minute", minute, (0, 59), &[], 0)?,
            hours: field("hour", hour, (0, 23), &[], 0)?,
            days: field("day", day, (1, 31), &[], 0)?,
            months: field("month", month, (1, 12), &MONTHS, 1)?,
            // Sunday is 0 and 7.
            weekdays: (weekdays | weekdays >> 7) & 0b111_1111,
            either_day: !day.starts_with('*') && !weekday.starts_with('*'),
        };
        match cron.after(Timestamp::UNIX_EPOCH) {
            Some(_) if cron.is_dense() => {
                Err(format!("{text:?} names times that are less than {LEAST} minutes apart"))
            }
            Some(_) => Ok(cron),
            None => Err(format!("{text:?} names a day that never comes")),
        }
    }

    /// Returns the first time after `time` that the expression names.
    pub fn after(&self, time: Timestamp) -> Option<Timestamp> {
        let from = CHINA.to_datetime(time);
        let mut day = from.date();
        // Minutes since the day began that are passed already.
        let mut passed = Some(i32::from(from.hour()) * 60 + i32::from(from.minute()));
        for _ in 0..HORIZON {
            if self.names(day)
                && let Some(minute) = self.minute_after(passed)
            {
                let at = DateTime::from_parts(day, jiff::civil::Time::midnight())
                    .checked_add(jiff::SignedDuration::from_mins(minute.into()))
                    .ok()?;
                return CHINA.to_timestamp(at).ok();
            }
            day = day.tomorrow().ok()?;
            passed = None;
        }
        None
    }

    /// Tells whether two times of a day, or of a day and the next, are closer than sources may be crawled.
    fn is_dense(&self) -> bool {
        let next = |minute| self.minute_after(Some(minute));
        let mut minute = self.minute_after(None);
        while let Some(from) = minute {
            minute = next(from);
            let to = minute.or_else(|| self.minute_after(None).map(|first| first + 24 * 60));
            if to.is_some_and(|to| to - from < LEAST) {
                return true;
            }
        }
        false
    }

    fn names(&self, day: Date) -> bool {
        let of_month = has(self.days, i32::from(day.day()));
        let of_week = has(self.weekdays, i32::from(day.weekday().to_sunday_zero_offset()));
        let is_day = if self.either_day { of_month || of_week } else { of_month && of_week };
        is_day && has(self.months, i32::from(day.month()))
    }

    fn minute_after(&self, passed: Option<i32>) -> Option<i32> {
        let first = passed.map_or(0, |passed| passed + 1);
        (first..24 * 60).find(|minute| has(self.hours, minute / 60) && has(self.minutes, minute % 60))
    }
}

fn has(set: u64, value: i32) -> bool {
    set >> value & 1 == 1
}

/// Reads one field: `*`, `5`, `1-5`, `*/10`, `0-30/10`, and lists of these with commas.
fn field(
    what: &str,
    text: &str,
    (least, most): (u32, u32),
    names: &[&str],
    first: u32,
) -> Result<u64, String> {
    let wrong = |part: &str| format!("{part:?} is no {what}: {least} to {most}");
    let value = |part: &str| {
        let upper = part.to_ascii_uppercase();
        let named = names.iter().position(|name| *name == upper).and_then(|at| u32::try_from(at).ok());
        let value = named.map(|at| at + first).or_else(|| part.parse().ok());
        value.filter(|value| (least..=most).contains(value)).ok_or_else(|| wrong(part))
    };
    let mut set = 0;
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => {
                let step = step.parse::<u32>().ok().filter(|step| *step > 0).ok_or_else(|| wrong(part))?;
                (range, Some(step))
            }
            None => (part, None),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (least, most),
            Some((from, to)) => (value(from)?, value(to)?),
            None if step.is_some() => (value(range)?, most),
            None => (value(range)?, value(range)?),
        };
        if from > to {
            return Err(wrong(part));
        }
        for value in (from..=to).step_by(step.unwrap_or(1) as usize) {
            set |= 1_u64 << value;
        }
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expression after a time at +08:00, as times at +08:00.
    #[track_caller]
    fn check(expression: &str, after: &str, expected: &[&str]) {
        let cron = Cron::parse(expression).unwrap();
        let mut at = CHINA.to_timestamp(after.parse().unwrap()).unwrap();
        for expected in expected {
            at = cron.after(at).unwrap();
            assert_eq!(CHINA.to_datetime(at).to_string(), format!("{expected}:00"), "{expression}");
        }
    }

    #[test]
    fn expressions_name_times_at_china() {
        check("30 3 * * *", "2026-01-31T03:30:00", &["2026-02-01T03:30", "2026-02-02T03:30"]);
        check("30 3 * * *", "2026-01-31T03:29:59", &["2026-01-31T03:30"]);
        check("*/20 8-9 * * *", "2026-01-01T09:25:00", &["2026-01-01T09:40", "2026-01-02T08:00"]);
        check("0 6 * JAN-APR mon", "2026-04-25T00:00:00", &["2026-04-27T06:00", "2027-01-04T06:00"]);
        check("0 0 1,15 * *", "2026-12-15T00:00:00", &["2027-01-01T00:00", "2027-01-15T00:00"]);
        check("0 0 29 2 *", "2026-01-01T00:00:00", &["2028-02-29T00:00"]);
        check("@weekly", "2026-11-24T00:00:00", &["2026-11-29T00:00"]);
        check("0 0 * * 7", "2026-11-24T00:00:00", &["2026-11-29T00:00"]);
    }

    #[test]
    fn two_restricted_days_are_alternatives() {
        check("0 0 13 * 5", "2026-11-01T00:00:00", &["2026-11-06T00:00", "2026-11-13T00:00"]);
        check("0 0 2 * 1", "2026-11-01T00:00:00", &["2026-11-02T00:00", "2026-11-09T00:00"]);
    }

    #[test]
    fn what_names_no_time_is_refused() {
        for wrong in
            ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *"]
        {
            assert!(Cron::parse(wrong).is_err(), "{wrong}");
        }
        for harrying in
            ["* * * * *", "*/2 * * * *", "0,5 3 * * *", "*/7 * * * *", "5,56 * * * *", "0,55 * * * *"]
        {
            let why = Cron::parse(harrying).expect_err(harrying);
            assert!(why.contains("less than 10 minutes apart"), "{harrying}: {why}");
        }
        for calm in ["*/10 * * * *", "*/15 * * * *", "0,50 * * * *", "58 23 * * *", "5,56 3 * * *", "@hourly"]
        {
            assert!(Cron::parse(calm).is_ok(), "{calm}");
        }
        for wrong in ["5-1 * * * *", "a * * * *", "0 0 30 2 *", "0 0 * * * *", "1,,2 * * * *"] {
            assert!(Cron::parse(wrong).is_err(), "{wrong}");
        }
    }
}
