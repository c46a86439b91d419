//! The lines around a title in; the days that stand in them without a label of their own out.

use jiff::civil::Date;

use crate::extract::date;
use crate::extract::issuer;

/// Returns a date that stands without a label: right before the first one, or alone in a line.
pub(crate) fn before(lead: &str, before_label: bool) -> Option<Date> {
    let mut lines = lead.lines().rev();
    if before_label
        && !lead.ends_with('\n')
        && let Some(line) = lines.next().filter(|line| !is_banner(line))
        && let Some(found) = date::first(line).filter(|found| !is_of_label(line, *found))
    {
        return Some(found.date);
    }
    lead.lines().rev().filter(|line| !line.trim().is_empty()).take(8).find_map(by_machine)
}

/// Tells whether a day stands behind the colon of a label that is not known: what ends or begins on that day is no page.
fn is_of_label(line: &str, found: date::Found) -> bool {
    let before: String = line.chars().take(found.start).collect();
    before.trim_end().ends_with(['：', ':'])
}

/// Tells whether a line greets whoever opens the page with the day of the visit.
fn is_banner(line: &str) -> bool {
    ["今天是", "现在是", "农历", "北京时间", "当前时间"].iter().any(|word| line.contains(word))
}

/// Returns a date that stands alone in one of the few lines or cells after a label that is not its own: 作者： and below
/// it the time, as lists of facts have it.
pub(crate) fn below(after: &str) -> Option<Date> {
    let cells = after.split(['\n', '\t', '|', '｜']).skip(1).map(str::trim);
    cells.filter(|cell| !cell.is_empty()).take(2).find_map(by_machine)
}

/// Returns a date that follows a name in its line: 作者：张三 2022-03-04 08:30.
pub(crate) fn behind(value: &str) -> Option<Date> {
    let line = value.lines().next()?;
    let found = date::first(line).filter(|found| found.start > 0)?;
    let rest: String = line.chars().skip(found.end).collect();
    (is_machine_written(line, &found) && !rest.chars().any(char::is_alphanumeric)).then_some(found.date)
}

/// Tells whether a machine wrote a date: 2021年5月21日 alone is a signature or a speech, what a machine wrote has the other form or a
/// time.
fn is_machine_written(line: &str, found: &date::Found) -> bool {
    found.time.is_some() || !line.contains('年')
}

/// Reads a line that is a date and was written by a machine.
pub(crate) fn by_machine(line: &str) -> Option<Date> {
    let found = date::only(line)
        .or_else(|| beside_organ(line))
        .or_else(|| among_cells(line))
        .or_else(|| counted(line).map(|(found, _)| found))?;
    is_machine_written(line, &found).then_some(found.date)
}

/// Returns the date of a line that holds nothing else but the organ or the account whose page it is: 某县发布 2024-01-20.
fn beside_organ(line: &str) -> Option<date::Found> {
    let found = date::first(line).filter(|_| line.chars().count() <= 50)?;
    let before: String = line.chars().take(found.start).filter(|c| !c.is_whitespace()).collect();
    let after: String = line.chars().skip(found.end).filter(|c| !c.is_whitespace()).collect();
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let is_account = after.is_empty() && before.ends_with("发布") && before.chars().all(is_han);
    (is_account || issuer::is_organ(&(before + &after))).then_some(found)
}

/// Returns the date of a short line of several values with bars between them: 2022-01-09 | 某局 | 阅读 12.
fn among_cells(line: &str) -> Option<date::Found> {
    if line.chars().count() > 60 || !line.contains(BARS) || line.contains(['。', '，', '；']) {
        return None;
    }
    let mut dates = line.split(BARS).filter_map(date::only);
    let found = dates.next()?;
    (is_machine_written(line, &found) && dates.next().is_none()).then_some(found)
}

/// Returns the name in a line that holds nothing else but a day and how often the page was read.
pub(crate) fn name_beside(line: &str) -> Option<String> {
    counted(line)?.1
}

/// Reads a short line that holds a day and how often the page was read, and perhaps a name, without any label:
/// 2024/01/20 某县发布 阅读 3.
fn counted(line: &str) -> Option<(date::Found, Option<String>)> {
    if line.chars().count() > 60 || line.contains(['。', '，', '；', '：']) {
        return None;
    }
    let found = date::first(line)?;
    let rest: String =
        line.chars().take(found.start).chain([' ']).chain(line.chars().skip(found.end)).collect();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_count = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let of_reading = ["阅读", "浏览", "点击", "阅读量", "浏览量", "点击量", "次", "人"];
    let counts = words.iter().filter(is_count).count();
    let names: Vec<&&str> =
        words.iter().filter(|word| !is_count(word) && !of_reading.contains(*word)).collect();
    let says_read = words.iter().any(|word| of_reading[..6].contains(word));
    let name = match names[..] {
        [] => None,
        [name] if name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) => Some((*name).to_owned()),
        _ => return None,
    };
    (says_read && counts == 1).then_some((found, name))
}

/// The bars between the values of a line.
const BARS: [char; 3] = ['|', '｜', '丨'];
