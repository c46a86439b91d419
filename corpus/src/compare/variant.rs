//! What is no change: a sentence in; its characters without differences of width, script, mark and layout out.

use crate::text;

/// The longest page counter in digits.
const LONGEST_COUNTER: usize = 4;

/// The characters by which two sentences are compared, and where each came from.
pub(crate) struct Key {
    /// The characters; no white space, no final stop, no page counter.
    pub(crate) characters: Vec<char>,
    /// For each character the original character it came from, counted from the start of the sentence.
    pub(crate) origins: Vec<u32>,
}

/// Reduces a sentence to what it says: folded, marks of one meaning made one, page counters and the final stop dropped.
pub(crate) fn key(sentence: &str) -> Key {
    let folded = text::fold(sentence);
    let characters: Vec<char> = folded.text().chars().collect();
    let mut key = Key { characters: Vec::with_capacity(characters.len()), origins: Vec::new() };
    for (at, &character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(at + 1).copied();
        let plain = plain(before, character, after);
        let is_repeated = matches!(plain, '-' | '。') && key.characters.last() == Some(&plain);
        if is_repeated || parts_thousands(&characters, at) {
            continue;
        }
        key.characters.push(plain);
        key.origins.push(folded.original(at..at + 1).start as u32);
    }
    drop_counters(&mut key);
    while key.characters.last().is_some_and(|&last| matches!(last, '。' | ';' | '!' | '?')) {
        key.characters.pop();
        key.origins.pop();
    }
    key
}

/// Returns the one form of a mark or zero that is written in several ways; any other character as it is.
fn plain(before: Option<char>, character: char, after: Option<char>) -> char {
    let is_digit = |neighbour: Option<char>| neighbour.is_some_and(|c| c.is_ascii_digit());
    let is_numeral = |neighbour: Option<char>| neighbour.is_some_and(is_chinese_digit);
    match character {
        '○' | '◯' | '〇' | '零' => '〇',
        // 二0二一年 and 二O二一年 are how typists write 二〇二一年.
        '0' | 'o' if is_numeral(before) && (is_numeral(after) || after == Some('年')) => '〇',
        '、' => ',',
        '.' if is_digit(before) && is_digit(after) => '.',
        '.' => '。',
        '∶' => ':',
        '〔' | '[' | '【' | '〖' | '(' => '(',
        '〕' | ']' | '】' | '〗' | ')' => ')',
        '・' | '•' | '‧' | '∙' | '⋅' => '·',
        '〜' | '∼' => '~',
        '\'' | '`' => '"',
        '─' | '━' => '-',
        other => other,
    }
}

/// Tells whether a character is a Chinese digit.
pub(crate) fn is_chinese_digit(character: char) -> bool {
    matches!(character, '〇' | '○' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
}

/// Tells whether the comma at a place only parts the thousands of a number: 1,234.
fn parts_thousands(characters: &[char], at: usize) -> bool {
    if characters[at] != ',' {
        return false;
    }
    let digits = |c: &&char| c.is_ascii_digit();
    let before = characters[..at].iter().rev().take(4).take_while(digits).count();
    let after = characters[at + 1..].iter().take(4).take_while(digits).count();
    (1..=3).contains(&before) && after == 3
}

/// Drops page counters that stand inside a line: `- 3 -` and 第3页共10页.
fn drop_counters(key: &mut Key) {
    let mut at = 0;
    while at < key.characters.len() {
        match counter(&key.characters, at) {
            0 => at += 1,
            length => {
                key.characters.drain(at..at + length);
                key.origins.drain(at..at + length);
            }
        }
    }
}

/// Returns how many characters from a place on are a page counter; 0 when none stands there.
fn counter(characters: &[char], at: usize) -> usize {
    let rest = &characters[at..];
    let length = match rest.first() {
        Some('-') => between_dashes(rest),
        Some('第') => page_of_pages(rest),
        _ => 0,
    };
    // 2021-3-15 and A-3-B are no counters.
    let is_word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let before = at.checked_sub(1).and_then(|at| characters.get(at));
    if is_word(before) || is_word(rest.get(length)) { 0 } else { length }
}

fn between_dashes(rest: &[char]) -> usize {
    let digits = digits(&rest[1..]);
    if digits > 0 && rest.get(digits + 1) == Some(&'-') { digits + 2 } else { 0 }
}

fn page_of_pages(rest: &[char]) -> usize {
    let page = |rest: &[char], first: char| {
        let digits = if rest.first() == Some(&first) { digits(&rest[1..]) } else { 0 };
        if digits > 0 && rest.get(digits + 1) == Some(&'页') { digits + 2 } else { 0 }
    };
    let number = page(rest, '第');
    if number == 0 {
        return 0;
    }
    let mark = usize::from(matches!(rest.get(number), Some('/' | ',')));
    match page(&rest[number + mark..], '共') {
        0 if rest.len() == number => number,
        0 => 0,
        total => number + mark + total,
    }
}

fn digits(rest: &[char]) -> usize {
    let digits = rest.iter().take(LONGEST_COUNTER + 1).take_while(|c| c.is_ascii_digit()).count();
    if digits > LONGEST_COUNTER { 0 } else { digits }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[track_caller]
    fn check_same(one: &str, other: &str) {
        assert_eq!(key(one).characters, key(other).characters, "{one} {other}");
    }

    #[track_caller]
    fn check_other(one: &str, other: &str) {
        assert_ne!(key(one).characters, key(other).characters, "{one} {other}");
    }

    #[test]
    fn variants_are_no_changes() {
        check_same("二○二一年", "二〇二一年");
        check_same("二０二一年", "二〇二一年");
        check_same("二O二一年", "二零二一年");
        check_same("臺賬、清單", "台账､清单");
        check_same("一、总体情况：良好", "一､總體情況:良好");
        check_same("办件１７件。", "办件 17 件；");
        check_same("国办发〔2021〕30号", "国办发[2021]30号");
        check_same("投资1,234万元", "投资1234万元");
        check_same("“放管服”——改革……", "「放管服」—改革…");
    }

    #[test]
    fn page_counters_are_no_changes() {
        check_same("推进— 3 —法治", "推进法治");
        check_same("— 12 —", "");
        check_same("第3页 共10页", "");
        check_same("第3页", "");
        check_same("推进第3页/共10页法治", "推进法治");
    }

    #[test]
    fn a_changed_number_is_a_change() {
        check_other("办结率98.5%", "办结率985%");
        check_other("二〇二一年", "二〇二二年");
        check_other("2021-3-15", "2021-4-15");
        check_other("1,2,345件", "1,2,346件");
        check_other("第3页的表", "第4页的表");
        check_other("下降-3度", "下降3度");
        check_other("3、5件", "35件");
    }

    #[test]
    fn origins_count_characters_of_the_sentence() {
        let key = key("甲 乙，２０２１年");
        assert_eq!(key.characters.iter().collect::<String>(), "甲乙,2021年");
        assert_eq!(key.origins, [0, 2, 3, 4, 5, 6, 7, 8]);
    }
}
