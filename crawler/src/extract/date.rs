//! A text in; the days that stand in it out, in every way that government pages write them.

use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::Offset;

use crate::extract::numeral;
use crate::extract::time_of_day;
use crate::extract::time_of_day::blanks;
use crate::extract::time_of_day::digits;

/// The years that a published document may bear.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2099;

/// One day in a text; offsets count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The day.
    pub(crate) date: Date,
    /// The time of day, when it follows.
    pub(crate) time: Option<Time>,
    /// First character.
    pub(crate) start: usize,
    /// One past the last character, the time included.
    pub(crate) end: usize,
    /// A weekday follows, as in a banner of today's date.
    pub(crate) weekday: bool,
}

/// Finds every day in a text. A day and month without a year, and foreign orders such as 18.03.2015, give nothing.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let characters: Vec<char> = text.chars().map(plain).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        match date_at(&characters, at) {
            Some(date) => {
                at = date.end;
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

/// Returns the first day in a text that is not a banner of today's date.
pub(crate) fn first(text: &str) -> Option<Found> {
    find(text).into_iter().find(|found| !found.weekday)
}

/// Returns the day of a value that holds nothing but a day, such as a meta tag; reads 20230201, 20230201163000 and epoch
/// times too.
pub(crate) fn value(text: &str) -> Option<Found> {
    let text = text.trim();
    let characters = text.chars().count();
    let whole = |date: Date, time| Found { date, time, start: 0, end: characters, weekday: false };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        if matches!(text.len(), 8 | 14) {
            let date = day(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..8].parse().ok()?)?;
            return Some(whole(date, time_of_day::clock(&text[8..])));
        }
        let (date, time) = epoch(text)?;
        return Some(whole(date, Some(time)));
    }
    if let Some((date, time)) = time_of_day::spelled(text).filter(|(date, _)| YEARS.contains(&date.year())) {
        return Some(whole(date, Some(time)));
    }
    // A banner names whose page it is before the day; a value begins with it.
    find(text).into_iter().find(|found| !found.weekday || found.start == 0)
}

/// Returns the day of a value that begins with a year of two digits, as pages of about 2005 write it: 05-3-12, 98年12月5日.
/// Nothing but a label that promises a day makes a date of such a row of numbers.
pub(crate) fn of_short_year(value: &str) -> Option<Date> {
    let text: Vec<char> = value.trim().chars().map(plain).collect();
    let (year, end) = digits(&text, 0, 2).filter(|(_, end)| *end == 2)?;
    text.get(end).filter(|c| matches!(c, '年' | '-' | '/' | '.'))?;
    let century = if year < 50 { "20" } else { "19" };
    let whole: String = century.chars().chain(text).collect();
    date_at(&whole.chars().collect::<Vec<_>>(), 0).filter(|found| !found.weekday).map(|found| found.date)
}

/// Returns the day when a text is nothing but a day, blanks and brackets left out.
pub(crate) fn only(text: &str) -> Option<Found> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】".contains(c));
    let first = plain(text.chars().next()?);
    if !first.is_ascii_digit() && numeral::digit(first).is_none() {
        return None;
    }
    let found = date_at(&text.chars().map(plain).collect::<Vec<_>>(), 0)?;
    (found.end == text.chars().count()).then_some(found)
}

/// Reads seconds or milliseconds since 1970 as a day and time in China; zero stands for none.
pub(crate) fn epoch(digits: &str) -> Option<(Date, Time)> {
    let seconds = match digits.len() {
        10 => digits.parse::<i64>().ok()?,
        13 => digits.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let china = Offset::constant(8);
    let moment = china.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    YEARS.contains(&moment.year()).then_some((moment.date(), moment.time())).filter(|_| seconds > 86_400)
}

/// Returns a day of the years that documents bear; 1970-01-01 is a zero that a database made a day of.
fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    let date = Date::new(year, month, day).ok()?;
    (YEARS.contains(&year) && (year, month, day) != (1970, 1, 1)).then_some(date)
}

/// Makes full-width digits and marks plain, one for one.
fn plain(character: char) -> char {
    match character {
        '０'..='９' | '：' | '．' | '／' | '－' => {
            char::from_u32(character as u32 - 0xFEE0).expect("full width lies 0xFEE0 above ASCII")
        }
        '—' | '–' | '―' | '‐' | '‑' => '-',
        '\u{a0}' | '\u{3000}' | '\t' => ' ',
        other => other,
    }
}

fn date_at(text: &[char], start: usize) -> Option<Found> {
    let first = *text.get(start)?;
    let before = start.checked_sub(1).map(|at| text[at]);
    let (year, mut at) = if first.is_ascii_digit() {
        if before.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        digits(text, start, 4).filter(|(_, end)| end - start == 4)?
    } else {
        numeral::digits(text, start, 4)?
    };
    at = blanks(text, at);
    let separator = *text.get(at).filter(|c| matches!(c, '年' | '-' | '/' | '.'))?;
    let (month, after) = month(text, blanks(text, at + 1))?;
    at = blanks(text, after);
    let second = if separator == '年' { '月' } else { separator };
    if text.get(at) != Some(&second) {
        return None;
    }
    let (day_of_month, mut end) = number(text, blanks(text, at + 1))?;
    if text.get(end).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let closing = blanks(text, end);
    if separator == '年' && text.get(closing).is_some_and(|c| matches!(c, '日' | '号')) {
        end = closing + 1;
    }
    let date = day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day_of_month).ok()?)?;
    let is_standard = text.get(end) == Some(&'T');
    let (time, end) = time_of_day::follows(text, end);
    let (date, time, end) =
        if is_standard { time_of_day::in_china(text, date, time, end) } else { (date, time, end) };
    let next = blanks(text, end).min(text.len());
    let bracket = usize::from(text.get(next).is_some_and(|c| matches!(c, '(' | '（')));
    let follows: String = text[next + bracket..].iter().take(2).collect();
    let weekday = follows == "星期"
        || (follows.starts_with('周') && follows.ends_with(['一', '二', '三', '四', '五', '六', '日']));
    Some(Found { date, time, start, end, weekday })
}

/// Reads a month in ASCII digits or Chinese numerals; 元月 is January.
fn month(text: &[char], start: usize) -> Option<(u32, usize)> {
    match text.get(start) {
        Some('元') => Some((1, start + 1)),
        _ => number(text, start),
    }
}

/// Reads a month or day in ASCII digits or Chinese numerals.
fn number(text: &[char], start: usize) -> Option<(u32, usize)> {
    digits(text, start, 2).or_else(|| numeral::small(text, start))
}

#[cfg(test)]
mod tests {
    use crate::extract::date;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let read = date::value(text).map(|found| match found.time {
            Some(time) => format!("{} {:02}:{:02}", found.date, time.hour(), time.minute()),
            None => found.date.to_string(),
        });
        assert_eq!(read.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_day_is_read_in_every_way_of_writing() {
        check("2019-04-03 16:13:20", Some("2019-04-03 16:13"));
        check("２０２２年３月１日", Some("2022-03-01"));
        check("2017.5.30", Some("2017-05-30"));
        check("2017/12/3", Some("2017-12-03"));
        check("2024年 4 月 15 日", Some("2024-04-15"));
        check("20240415", Some("2024-04-15"));
        check("2024-04-15T08:05", Some("2024-04-15 08:05"));
        check("2024年4月15日8时5分", Some("2024-04-15 08:05"));
        check("20240415080500", Some("2024-04-15 08:05"));
        check("Mon Apr 15 08:05:00 CST 2024", Some("2024-04-15 08:05"));
        check("2024年元月15日", Some("2024-01-15"));
        check("2024年4月15日（星期一）", Some("2024-04-15"));
    }

    #[test]
    fn chinese_numerals_have_many_zeros() {
        check("二○一二年四月八日", Some("2012-04-08"));
        check("二〇二三年十二月三十一日", Some("2023-12-31"));
        check("二OO八年十月廿三日", Some("2008-10-23"));
        check("二oo八年十月二十日", Some("2008-10-20"));
        check("二零二零年一月十日", Some("2020-01-10"));
        check("二Ο一八年三月五日", Some("2018-03-05"));
        check("二О一八年元月五日", Some("2018-01-05"));
    }

    #[test]
    fn a_year_of_two_digits_is_read_where_a_day_is_promised() {
        for (value, expected) in [
            ("05-3-12 10:20", Some("2005-03-12")),
            ("98年12月5日", Some("1998-12-05")),
            ("23/01/05", Some("2023-01-05")),
            ("31-12-98", None),
            ("5-3-12", None),
            ("12:30", None),
            ("2005-03-12", None),
        ] {
            let read = date::of_short_year(value).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{value}");
        }
        assert!(date::find("05-3-12").is_empty());
    }

    #[test]
    fn epoch_times_are_read_in_china_and_zero_is_none() {
        check("1700000000", Some("2023-11-15 06:13"));
        check("1700000000000", Some("2023-11-15 06:13"));
        check("0", None);
        check("1970-01-01 08:00", None);
    }

    #[test]
    fn what_is_no_day_gives_none() {
        check("17.03.2014 13:07", None);
        check("2021年13月1日", None);
        check("2021-02-30", None);
        check("12021-02-03", None);
        check("2021-02-034", None);
        check("3月1日", None);
        check("", None);
    }

    #[test]
    fn a_weekday_marks_a_banner() {
        assert!(date::first("某市人民政府 2020年1月3日 星期五").is_none());
        assert!(date::first("2020年1月3日周五").is_none());
        assert!(date::first("某市人民政府 2020年1月3日（星期五）").is_none());
        assert!(date::first("2020年1月3日周边").is_some());
    }

    #[test]
    fn a_line_of_nothing_but_a_day_is_told_apart() {
        assert!(date::only("（2020年1月3日）").is_some());
        assert!(date::only("2020年1月3日通过").is_none());
    }
}
