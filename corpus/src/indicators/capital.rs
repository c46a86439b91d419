//! Financial capitals, the figures of cheques and fines: characters in; the number that begins at a place out.

use crate::indicators::decimal::Decimal;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;

/// Tells whether a number in capitals begins at a place, and no word that holds one of them.
pub(crate) fn begins(text: &[char], at: usize) -> bool {
    plain_figure(text[at]).is_some() && !ends_word(text, at)
}

/// Reads 壹万, 伍佰, 贰仟零叁拾; mixed with plain figures (贰零二一) they are no number.
pub(crate) fn read(text: &[char], at: usize) -> Found {
    let run = text[at..].iter().take_while(|&&c| numeral::is_chinese_figure(c) || plain_figure(c).is_some());
    let figures: Vec<char> = run.copied().collect();
    let end = at + figures.len();
    let plain = figures.iter().map(|&c| match c {
        '零' | '〇' | '万' | '亿' => Some(c),
        capital => plain_figure(capital),
    });
    let value = plain.collect::<Option<Vec<char>>>().and_then(|plain| numeral::chinese_whole(&plain));
    value.map_or(Found::Other(end), |value| {
        Found::Number(Numeral { value: Decimal::whole(value), script: Script::Capital, end })
    })
}

/// Tells whether a character is one of the capitals from 壹 to 玖.
pub(crate) fn is_digit(character: char) -> bool {
    plain_figure(character).and_then(numeral::figure).is_some()
}

/// Returns the plain figure that a financial capital stands for.
fn plain_figure(capital: char) -> Option<char> {
    Some(match capital {
        '壹' => '一',
        '贰' => '二',
        '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        _ => return None,
    })
}

/// Tells whether a single capital ends a word before plain figures or powers: 大陆三百家, 队伍万余人, 收拾两袋.
fn ends_word(text: &[char], at: usize) -> bool {
    let near = at.checked_sub(1).map_or('\n', |at| text[at]);
    let next = text.get(at + 1).copied().unwrap_or('\n');
    let (is_word, is_name) = match text[at] {
        '陆' => ("大登着内水海".contains(near), true),
        '伍' => ("队入退落".contains(near), true),
        '拾' => (near == '收', true),
        _ => (false, false),
    };
    let is_single = next != '零' && plain_figure(next).is_none();
    is_single && (is_word || is_name && numeral::is_chinese_figure(next) && !matches!(next, '万' | '亿'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let text: Vec<char> = written.chars().collect();
        let (value, end) = match read(&text, 0) {
            Found::Number(numeral) => (Some(numeral.value.to_string()), numeral.end),
            Found::Other(end) => (None, end),
        };
        assert_eq!((value.as_deref(), end), (expected, text.len()), "{written}");
    }

    #[test]
    fn financial_capitals_are_numbers_when_all_of_them_are() {
        check("壹万", Some("10000"));
        check("伍佰", Some("500"));
        check("贰仟零叁拾", Some("2030"));
        check("壹拾贰万叁仟", Some("123000"));
        check("贰零二一", None);
        check("叁佰五十", None);
        check("陆拾伍", Some("65"));
        check("伍零", None);
    }
}
