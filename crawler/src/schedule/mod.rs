//! When a source is due: its timetable and its last run go in, the next time comes out. The time is always a parameter.

mod cron;

use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;

pub use crate::schedule::cron::Cron;

use crate::schedule::cron::CHINA;

/// How often a source is crawled: a cron expression at +08:00, or `every 12h`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Schedule {
    /// So long after the last run began.
    Every(SignedDuration),
    /// At the times that an expression names.
    Cron(Cron),
}

impl Default for Schedule {
    fn default() -> Schedule {
        Schedule::Every(SignedDuration::from_hours(24))
    }
}

impl TryFrom<String> for Schedule {
    type Error = String;

    fn try_from(text: String) -> Result<Schedule, String> {
        match text.trim().strip_prefix("every ") {
            Some(length) => every(length.trim()),
            None => Cron::parse(&text).map(Schedule::Cron).map_err(|why| {
                format!(
                    "{text:?} is no schedule: {why}; write a cron expression such as \"30 3 * * *\", or \"every 12h\""
                )
            }),
        }
    }
}

/// Reads `30m`, `12h` or `7d`; at least ten minutes, so that no slip of the pen harries a site.
fn every(length: &str) -> Result<Schedule, String> {
    let wrong =
        || format!("\"every {length}\" is no schedule: such as every 30m, every 12h, every 7d; at least 10m");
    let unit = length.chars().last().ok_or_else(wrong)?;
    let count: i64 =
        length.strip_suffix(unit).and_then(|count| count.trim().parse().ok()).ok_or_else(wrong)?;
    let minutes = match unit {
        'm' => count,
        'h' => count.saturating_mul(60),
        'd' => count.saturating_mul(24 * 60),
        _ => return Err(wrong()),
    };
    match (10..=366 * 24 * 60).contains(&minutes) {
        true => Ok(Schedule::Every(SignedDuration::from_mins(minutes))),
        false => Err(wrong()),
    }
}

/// Months with a schedule of their own: reports are due from January to April.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// The months, 1–12, at least one.
    #[serde(deserialize_with = "some_months")]
    pub months: Vec<Month>,
    /// The schedule in these months.
    pub schedule: Schedule,
}

fn some_months<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Month>, D::Error> {
    let months = Vec::<Month>::deserialize(from)?;
    match months.is_empty() {
        true => Err(D::Error::custom("a season names at least one month")),
        false => Ok(months),
    }
}

/// A month of the year, 1–12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i8")]
pub struct Month(i8);

impl TryFrom<i8> for Month {
    type Error = String;

    fn try_from(month: i8) -> Result<Month, String> {
        match (1..=12).contains(&month) {
            true => Ok(Month(month)),
            false => Err(format!("{month} is no month: 1 to 12")),
        }
    }
}

/// When a source is crawled over the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable<'a> {
    /// The schedule of most months.
    pub usual: &'a Schedule,
    /// The months with another one.
    pub season: Option<&'a Season>,
    /// The most that a run is put off, so that sources do not all begin at once.
    pub jitter: SignedDuration,
}

/// What of a timetable never comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {
    /// No crawl at all.
    Schedule,
    /// None of the season.
    Season,
}

impl Timetable<'_> {
    /// Tells what of it can never come, because no day is named in a month where it is in force.
    pub fn never_comes(&self) -> Option<Never> {
        let from = Timestamp::UNIX_EPOCH;
        let usual = self.next(self.usual, from, |month| !self.is_season(month));
        let season = self.season?;
        match (usual, self.next(&season.schedule, from, |month| self.is_season(month))) {
            (None, None) => Some(Never::Schedule),
            (Some(_), None) => Some(Never::Season),
            (_, Some(_)) => None,
        }
    }

    /// Returns when a source is due that last began a run at `last`; at once when it never did. A time that has
    /// passed while nobody ran is caught up on once, not once for each that was missed.
    pub fn due(&self, source: &str, last: Option<Timestamp>) -> Timestamp {
        let Some(last) = last else { return Timestamp::UNIX_EPOCH };
        let usual = self.next(self.usual, last, |month| !self.is_season(month));
        let season =
            self.season.and_then(|season| self.next(&season.schedule, last, |month| self.is_season(month)));
        let due = usual.into_iter().chain(season).min().unwrap_or(Timestamp::MAX);
        due.checked_add(self.put_off(source, last)).unwrap_or(due)
    }

    fn is_season(&self, month: i8) -> bool {
        self.season.is_some_and(|season| season.months.contains(&Month(month)))
    }

    /// Returns the next time of a schedule in a month where it is in force.
    fn next(
        &self,
        schedule: &Schedule,
        last: Timestamp,
        is_in_force: impl Fn(i8) -> bool,
    ) -> Option<Timestamp> {
        let mut at = after(schedule, last)?;
        // An expression may name one day a year, and that in a month where the other schedule is in force.
        for _ in 0..25 {
            let day = CHINA.to_datetime(at).date();
            if is_in_force(day.month()) {
                return Some(at);
            }
            let month = first_of_next_month(day)?;
            at = match schedule {
                Schedule::Every(_) => month,
                Schedule::Cron(cron) => cron.after(month.checked_sub(SignedDuration::from_secs(1)).ok()?)?,
            };
        }
        None
    }

    /// Returns how long a run is put off: the same each time it is asked, another one for each source and run.
    fn put_off(&self, source: &str, last: Timestamp) -> SignedDuration {
        let mut hasher = DefaultHasher::new();
        (source, last.as_second()).hash(&mut hasher);
        let share = (hasher.finish() >> 11) as f64 / (1_u64 << 53) as f64;
        SignedDuration::try_from_secs_f64(self.jitter.as_secs_f64() * share).unwrap_or_default()
    }
}

fn after(schedule: &Schedule, last: Timestamp) -> Option<Timestamp> {
    match schedule {
        Schedule::Every(length) => last.checked_add(*length).ok(),
        Schedule::Cron(cron) => cron.after(last),
    }
}

fn first_of_next_month(day: Date) -> Option<Timestamp> {
    let next = day.last_of_month().tomorrow().ok()?;
    CHINA.to_timestamp(next.at(0, 0, 0, 0)).ok()
}

/// Returns the day at +08:00.
pub fn day(time: Timestamp) -> Date {
    CHINA.to_datetime(time).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        CHINA.to_timestamp(text.parse().unwrap()).unwrap()
    }

    fn schedule(text: &str) -> Schedule {
        Schedule::try_from(text.to_owned()).unwrap()
    }

    #[track_caller]
    fn check(usual: &str, season: Option<&str>, last: &str, expected: &str) {
        let (usual, months) = (schedule(usual), [1, 2, 3, 4].map(Month).to_vec());
        let season = season.map(|text| Season { months, schedule: schedule(text) });
        let timetable = Timetable { usual: &usual, season: season.as_ref(), jitter: SignedDuration::ZERO };
        assert_eq!(timetable.due("a", Some(at(last))), at(expected), "{usual:?} {season:?} {last}");
    }

    #[test]
    fn a_source_is_due_by_its_schedule() {
        check("every 12h", None, "2026-06-01T03:10:00", "2026-06-01T15:10:00");
        check("30 3 * * *", None, "2026-06-01T03:30:00", "2026-06-02T03:30:00");
    }

    #[test]
    fn reports_are_due_from_january_to_april() {
        check("every 7d", Some("every 6h"), "2026-02-01T00:00:00", "2026-02-01T06:00:00");
        check("every 7d", Some("every 6h"), "2026-06-01T00:00:00", "2026-06-08T00:00:00");
        check("every 7d", Some("every 6h"), "2025-12-31T12:00:00", "2026-01-01T00:00:00");
        check("every 7d", Some("every 6h"), "2026-04-30T22:00:00", "2026-05-07T22:00:00");
        check("0 3 1 * *", Some("0 3 * * *"), "2026-04-30T03:00:00", "2026-05-01T03:00:00");
        check("0 3 1 * *", Some("0 3 * * *"), "2025-12-01T03:00:00", "2026-01-01T03:00:00");
        check("0 3 1 2 *", Some("0 3 5 * *"), "2026-04-06T03:00:00", "2027-01-05T03:00:00");
    }

    #[test]
    fn a_source_that_never_ran_is_due_and_a_long_pause_is_caught_up_on_once() {
        let usual = schedule("every 12h");
        let timetable = Timetable { usual: &usual, season: None, jitter: SignedDuration::ZERO };
        assert_eq!(timetable.due("a", None), Timestamp::UNIX_EPOCH);
        let (last, now) = (at("2026-01-01T00:00:00"), at("2026-03-01T00:00:00"));
        assert!(timetable.due("a", Some(last)) <= now, "it is due at once");
        assert_eq!(timetable.due("a", Some(now)), at("2026-03-01T12:00:00"), "and then as always");
    }

    #[test]
    fn sources_do_not_all_begin_at_once() {
        let usual = schedule("30 3 * * *");
        let timetable = Timetable { usual: &usual, season: None, jitter: SignedDuration::from_mins(30) };
        let (last, first) = (at("2026-06-01T03:30:00"), at("2026-06-02T03:30:00"));
        let due: Vec<Timestamp> = ["a", "b", "c"].map(|name| timetable.due(name, Some(last))).to_vec();
        assert!(due.iter().all(|due| (first..first + SignedDuration::from_mins(30)).contains(due)));
        assert!(due[0] != due[1] && due[1] != due[2]);
        assert_eq!(due[0], timetable.due("a", Some(last)), "asked again, it is the same");
    }

    #[test]
    fn what_is_no_schedule_is_refused_with_a_reason() {
        for wrong in
            ["every", "every 5m", "every 2 weeks", "every h", "every 99999d", "daily", "* * *", "*/5 * * * *"]
        {
            assert!(Schedule::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert_eq!(schedule("every 7d"), Schedule::Every(SignedDuration::from_hours(168)));
    }
}
