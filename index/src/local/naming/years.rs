//! An unquoted chunk of a query in; the years that it names out, with blanks in their places.

use corpus::text::says_something;

/// What goes on behind 年 where it counts years: 20年来.
const COUNTING: &[char] = &['来', '间', '后', '前', '以', '内', '代', '多', '期', '级', '龄'];

/// Takes the years of four figures out of a chunk: 2021, 二〇二一年.
pub(super) fn take_years(chunk: &mut String) -> Vec<i16> {
    let mut years = Vec::new();
    let characters: Vec<char> = chunk.chars().collect();
    let mut rest = String::with_capacity(chunk.len());
    let mut at = 0;
    while at < characters.len() {
        let figures = characters[at..].iter().take_while(|&&c| figure(c).is_some()).count();
        let is_year = characters.get(at + figures) == Some(&'年');
        match year(&characters[at..at + figures]) {
            Some(year) if is_year || characters[at].is_ascii_digit() => {
                years.push(year);
                rest.push_str(&" ".repeat(figures));
            }
            _ => rest.extend(&characters[at..at + figures]),
        }
        at += figures;
        rest.extend(characters.get(at));
        at += 1;
    }
    *chunk = rest;
    years
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
