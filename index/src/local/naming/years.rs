//! An unquoted chunk of a query in; the years that it names out, with blanks in their places.

use corpus::text::says_something;

/// What goes on behind 年 where it counts years: 20年来.
const COUNTING: &[char] = &['来', '间', '后', '前', '以', '内', '代', '多', '期', '级', '龄'];

/// Takes the years of four figures out of a chunk: 2021, 二〇二一年; beside the name of a kind the month or the day behind one
/// too, at which such a report was given: 2024年3月5日, 2024-01.
pub(super) fn take_years(chunk: &mut String, has_kind: bool) -> Vec<i16> {
    let mut years = Vec::new();
    let characters: Vec<char> = chunk.chars().collect();
    let mut rest = String::with_capacity(chunk.len());
    let mut at = 0;
    while at < characters.len() {
        let figures = characters[at..].iter().take_while(|&&c| figure(c).is_some()).count();
        let is_year = characters.get(at + figures) == Some(&'年');
        let found = year(&characters[at..at + figures])
            .filter(|_| is_year || characters.get(at).is_some_and(char::is_ascii_digit));
        match found {
            Some(year) => {
                years.push(year);
                rest.push_str(&" ".repeat(figures));
            }
            None => rest.extend(&characters[at..at + figures]),
        }
        at += figures;
        if found.is_some() && has_kind {
            let day = day(&characters[at..]);
            rest.push_str(&" ".repeat(day));
            at += day;
        }
        rest.extend(characters.get(at));
        at += 1;
    }
    *chunk = rest;
    years
}

/// Counts the characters of a month or a day behind a year; none where months go on to another: 2021年1月至9月.
fn day(behind: &[char]) -> usize {
    let end = match behind.first() {
        Some('年') => written_day(behind),
        Some(&mark @ ('-' | '.' | '/')) => day_in_figures(behind, mark),
        _ => 0,
    };
    if behind.get(end).is_some_and(|c| ['-', '至', '到', '~'].contains(c)) { 0 } else { end }
}

/// Counts the characters of 年3月 and 年3月5日.
fn written_day(behind: &[char]) -> usize {
    let numeral = |from: usize| {
        behind.iter().skip(from).take(3).take_while(|&&c| figure(c).is_some() || c == '十').count()
    };
    let month = numeral(1);
    if month == 0 || behind.get(1 + month) != Some(&'月') {
        return 0;
    }
    let end = month + 2;
    let day = numeral(end);
    let is_day = day > 0 && matches!(behind.get(end + day), Some('日' | '号'));
    if is_day { end + day + 1 } else { end }
}

/// Counts the characters of -03 and -03-05.
fn day_in_figures(behind: &[char], mark: char) -> usize {
    let mut end = 0;
    for _ in 0..2 {
        let digits = behind.iter().skip(end + 1).take_while(|c| c.is_ascii_digit()).count();
        if behind.get(end) != Some(&mark) || !(1..=2).contains(&digits) {
            break;
        }
        end += 1 + digits;
    }
    end
}

/// Takes a year of two figures out of a chunk in which a kind of report is named, where it stands by itself: 19年, but not
/// 改革开放40年.
pub(super) fn take_short_year(chunk: &mut String) -> Option<i16> {
    let mut characters: Vec<char> = chunk.chars().collect();
    let begins = |at: &usize| at.checked_sub(1).is_none_or(|before| !says_something(characters[before]));
    let at = (0..characters.len().saturating_sub(2)).filter(begins).find(|&at| {
        let goes_on = characters.get(at + 3).is_some_and(|c| COUNTING.contains(c));
        characters[at..at + 2].iter().all(|&c| figure(c).is_some()) && characters[at + 2] == '年' && !goes_on
    })?;
    let short = value(&characters[at..at + 2])?;
    characters[at..at + 2].fill(' ');
    *chunk = characters.into_iter().collect();
    // The first reports were given in 1954.
    Some(if short < 50 { 2000 + short } else { 1900 + short })
}

/// Reads four figures as a year.
fn year(figures: &[char]) -> Option<i16> {
    let year = value(figures).filter(|_| figures.len() == 4)?;
    (1900..2100).contains(&year).then_some(year)
}

/// Reads up to four figures as a number.
fn value(figures: &[char]) -> Option<i16> {
    let few = figures.get(..figures.len().min(4))?;
    few.iter().try_fold(0, |value, &character| Some(value * 10 + figure(character)?))
}

/// Returns the value of a figure as years are written with.
fn figure(character: char) -> Option<i16> {
    if let Some(digit) = character.to_digit(10) {
        return Some(digit as i16);
    }
    if matches!(character, '零' | '○') {
        return Some(0);
    }
    "〇一二三四五六七八九".chars().position(|known| known == character).map(|value| value as i16)
}
