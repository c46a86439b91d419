//! Chinese numerals: characters in; numbers out.

/// Reads one Chinese digit. Pages write the zeros of years in many ways: the right one, circles, letters and the word.
pub(crate) fn digit(character: char) -> Option<u32> {
    match character {
        // The letters are those of the Latin, Greek and Cyrillic alphabets, which look alike.
        '〇' | '○' | '零' | '０' | '0' | '◯' | '⭘' => Some(0),
        'O' | 'o' | 'Ｏ' | 'ｏ' | 'Ο' | 'ο' | 'О' | 'о' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// Reads exactly `count` Chinese digits, such as 二〇二一; the first one must be Chinese and not zero.
pub(crate) fn digits(text: &[char], start: usize, count: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    for offset in 0..count {
        let digit = digit(*text.get(start + offset)?)?;
        if offset == 0 && digit == 0 {
            return None;
        }
        value = value * 10 + digit;
    }
    Some((value, start + count))
}

/// Reads a numeral below 100, such as 十, 二十三, 廿三 or 三; returns it and one past its last character.
pub(crate) fn small(text: &[char], start: usize) -> Option<(u32, usize)> {
    let at = |offset: usize| text.get(start + offset).copied();
    let tens = match at(0)? {
        '十' => (1, 1),
        '廿' => (2, 1),
        '卅' => (3, 1),
        first => {
            let digit = digit(first)?;
            if at(1) != Some('十') {
                return Some((digit, start + 1));
            }
            (digit, 2)
        }
    };
    let ones = at(tens.1).and_then(digit).filter(|ones| *ones > 0);
    Some((tens.0 * 10 + ones.unwrap_or(0), start + tens.1 + usize::from(ones.is_some())))
}

#[cfg(test)]
mod tests {
    use crate::extract::numeral::small;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, usize)>) {
        assert_eq!(small(&text.chars().collect::<Vec<_>>(), 0), expected, "{text}");
    }

    #[test]
    fn numerals_below_a_hundred_are_read() {
        check("三、", Some((3, 1)));
        check("十", Some((10, 1)));
        check("十二月", Some((12, 2)));
        check("二十", Some((20, 2)));
        check("九十九条", Some((99, 3)));
        check("廿三", Some((23, 2)));
        check("月", None);
    }
}
