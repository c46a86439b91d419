//! Numbers as they are written: characters in; the value of the number that begins at a place, and where it ends, out.

use crate::indicators::capital;
use crate::indicators::decimal::Decimal;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// 0–9, half or full width.
    Arabic,
    /// 一二三.
    Chinese,
    /// 壹贰叁, the figures of cheques and fines, which nobody can turn into others.
    Capital,
}

/// A number that stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    pub(crate) value: Decimal,
    pub(crate) script: Script,
    /// One past its last character.
    pub(crate) end: usize,
}

/// What stands where a number seems to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A number.
    Number(Numeral),
    /// Figures up to here that are no number: 3·8, 2021.10.15, 十四五.
    Other(usize),
}

/// Returns the ASCII form of a digit, point, comma or percent sign of any width; other characters as they are.
pub(crate) fn plain(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' if !matches!(character, '，' | '：' | '；' | '（' | '）' | '！' | '？') => {
            char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
        }
        '﹪' => '%',
        _ => character,
    }
}

/// Tells whether a Chinese number may hold this character.
pub(crate) fn is_chinese_figure(character: char) -> bool {
    figure(character).is_some() || power(character).is_some()
}

/// Reads what begins at `at`; `None` when no figure stands there. `text` holds plain characters.
pub(crate) fn read(text: &[char], at: usize) -> Option<Found> {
    match text.get(at) {
        Some(first) if first.is_ascii_digit() => Some(arabic(text, at)),
        Some(&first) if is_chinese_figure(first) => Some(chinese(text, at)),
        Some(_) if capital::begins(text, at) => Some(capital::read(text, at)),
        _ => None,
    }
}

fn digits(text: &[char], at: usize) -> usize {
    text[at..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Reads 1234, 1,234, 1，234 and 1.5; figures joined by points or dots (3·8, 1.2.3) are no number.
fn arabic(text: &[char], at: usize) -> Found {
    let length = digits(text, at);
    let mut written: String = text[at..at + length].iter().collect();
    let mut end = at + length;
    if length <= 3 {
        while matches!(text.get(end), Some(',' | '，')) && digits(text, end + 1) == 3 {
            written.extend(&text[end + 1..end + 4]);
            end += 4;
        }
    }
    let mut points = 0;
    while text.get(end).is_some_and(|c| matches!(c, '.' | '·' | '•' | '‧')) && digits(text, end + 1) > 0
    {
        let length = digits(text, end + 1);
        // A middle dot parts a month from a day, never a whole from its fraction.
        points += if text[end] == '.' { 1 } else { 2 };
        written.push('.');
        written.extend(&text[end + 1..=end + length]);
        end += length + 1;
    }
    let is_padded = written.len() > 1 && written.starts_with('0') && !written.starts_with("0.");
    match Decimal::parse(&written) {
        Some(value) if points <= 1 && !is_padded => {
            Found::Number(Numeral { value, script: Script::Arabic, end })
        }
        _ => Found::Other(end),
    }
}

pub(crate) fn figure(character: char) -> Option<i64> {
    Some(match character {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn power(character: char) -> Option<i64> {
    Some(match character {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Reads 十七, 三百二十, 两万五千, 三点五; figures in a row (二〇二一, 十四五) are no number.
fn chinese(text: &[char], at: usize) -> Found {
    let length = text[at..].iter().take_while(|&&c| is_chinese_figure(c)).count();
    let mut end = at + length;
    let Some(whole) = chinese_whole(&text[at..end]) else {
        return Found::Other(end);
    };
    let mut value = Decimal::whole(whole);
    if text.get(end) == Some(&'点') {
        let fraction: String = text[end + 1..]
            .iter()
            .map_while(|&c| figure(c).map(|figure| char::from(b'0' + figure as u8)))
            .collect();
        if !fraction.is_empty() {
            end += 1 + fraction.len();
            match Decimal::parse(&format!("{whole}.{fraction}")) {
                Some(read) => value = read,
                None => return Found::Other(end),
            }
        }
    }
    Found::Number(Numeral { value, script: Script::Chinese, end })
}

/// Returns the value of a well-formed whole number.
pub(crate) fn chinese_whole(figures: &[char]) -> Option<i64> {
    let (mut total, mut part, mut last) = (0_i64, 0_i64, None);
    // The power of the last unit inside the part below 万: it must fall.
    let mut ceiling = i64::MAX;
    for &character in figures {
        if let Some(digit) = figure(character) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(digit);
            continue;
        }
        let power = power(character)?;
        if power >= 10_000 {
            part = part.checked_add(last.take().unwrap_or(0))?;
            let lifted = if total == 0 || power == 10_000 { part } else { total.checked_add(part)? };
            let raised = lifted.max(i64::from(total == 0 && part == 0)).checked_mul(power)?;
            total = if total == 0 || power > 10_000 { raised } else { total.checked_add(raised)? };
            (part, ceiling) = (0, i64::MAX);
        } else {
            if power >= ceiling {
                return None;
            }
            part =
                part.checked_add(last.take().filter(|&digit| digit > 0).unwrap_or(1).checked_mul(power)?)?;
            ceiling = power;
        }
    }
    let units = last.unwrap_or(0);
    // 十四五 and 三百五 end with a figure that has no place of its own; 三百零五 and 三百五十 do.
    if ceiling != i64::MAX && ceiling > 10 && last.is_some() {
        let zero = figures.len() >= 2 && figure(figures[figures.len() - 2]) == Some(0);
        if !zero {
            return None;
        }
    }
    total.checked_add(part)?.checked_add(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let text: Vec<char> = written.chars().map(plain).collect();
        let value = match read(&text, 0) {
            Some(Found::Number(numeral)) => {
                assert_eq!(numeral.end, text.len(), "{written}");
                Some(numeral.value.to_string())
            }
            Some(Found::Other(end)) => {
                assert_eq!(end, text.len(), "{written}");
                None
            }
            None => None,
        };
        assert_eq!(value.as_deref(), expected, "{written}");
    }

    #[test]
    fn figures_of_both_widths_with_thousands_and_fractions() {
        check("17", Some("17"));
        check("１２３", Some("123"));
        check("97.40", Some("97.4"));
        check("９８．５", Some("98.5"));
        check("1,234,567", Some("1234567"));
        check("1，234，567", Some("1234567"));
        check("0.28", Some("0.28"));
        check("0", Some("0"));
    }

    #[test]
    fn dotted_and_padded_figures_are_no_numbers() {
        check("3·8", None);
        check("2021.10.15", None);
        check("0830", None);
        check("007", None);
        check(&"1".repeat(40), None);
    }

    #[test]
    fn chinese_numbers() {
        check("十七", Some("17"));
        check("二十", Some("20"));
        check("三百二十一", Some("321"));
        check("一百零五", Some("105"));
        check("两万五千", Some("25000"));
        check("三百万", Some("3000000"));
        check("一亿三千万", Some("130000000"));
        check("一千零二十", Some("1020"));
        check("九十五点六", Some("95.6"));
        check("九千九百九十九万九千九百九十九", Some("99999999"));
    }

    #[test]
    fn figures_in_a_row_are_names() {
        check("二〇二一", None);
        check("十四五", None);
        check("三五", None);
        check("百千", None);
        check("三百五", None);
    }
}
