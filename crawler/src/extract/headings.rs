//! A text in; the headings in it out: 第一部分 over 一、 (一) 1. (1) down to 一是 inside a paragraph.

use crate::extract::numeral;

/// A heading longer than this, in characters, is cut at its first mark.
const LONGEST_HEADING: usize = 60;

/// The level of 一、.
const CHAPTER: u8 = 1;

/// The level of 一是 inside a paragraph.
const INLINE: u8 = 5;

/// A heading whose number no mark parts from it is no longer than this, in characters.
const LONGEST_UNMARKED: usize = 30;

/// A heading as found; offsets count characters of the text.
pub(crate) struct Heading {
    /// From 0, the highest.
    pub(crate) level: u8,
    /// Its first character.
    pub(crate) start: usize,
    /// Its mark and words.
    pub(crate) text: String,
}

/// Finds the headings of a text, in their order.
pub(crate) fn headings(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut start = 0;
    let mut characters: Vec<char> = Vec::new();
    for line in text.split('\n') {
        let opens = line.trim_start();
        let has_mark = may_have_mark(opens);
        let is_list = may_hold_list(line);
        // A blank cell before its only one makes no table of a line.
        if opens.contains('\t') || !(has_mark || is_list) || is_of_contents(opens) {
            start += line.chars().count() + 1;
            continue;
        }
        characters.clear();
        characters.extend(line.chars());
        let indent = line[..line.len() - opens.len()].chars().count();
        if let Some(level) = marker(&characters[indent..]) {
            headings.push(Heading {
                level,
                start: start + indent,
                text: heading_text(&characters[indent..], level),
            });
        }
        if is_list {
            inline(&characters, start, &mut headings);
        }
        start += characters.len() + 1;
    }
    if headings.iter().all(|heading| heading.level > CHAPTER) {
        headings.extend(without_marks(text));
        headings.sort_by_key(|heading| heading.start);
    }
    headings
}

/// Finds short lines that a blank parts from their Chinese number, 一 主要举措, which must be counted on by at least one more.
/// 一 般 and 二 等奖 are counted by none.
fn without_marks(text: &str) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let opens = line.trim_start();
        let indent = line.chars().count() - opens.chars().count();
        let next = u32::try_from(found.len() + 1).unwrap_or(u32::MAX);
        if says_number(opens, next) {
            let text = opens.trim_end().to_owned();
            found.push(Heading { level: CHAPTER, start: start + indent, text });
        }
        start += line.chars().count() + 1;
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// Tells whether a line is a number, a blank and a few words without a mark among them.
fn says_number(line: &str, number: u32) -> bool {
    let first = line.chars().next().unwrap_or('\n');
    if numeral::digit(first).is_none() && first != '十' || first.is_numeric() && first.is_ascii() {
        return false;
    }
    let characters: Vec<char> = line.chars().take(LONGEST_UNMARKED + 1).collect();
    let Some((value, end)) = numeral::small(&characters, 0).filter(|(value, _)| *value == number) else {
        return false;
    };
    let words = blanks(&characters, end);
    let is_parted = words > end && value > 0;
    let is_word = |at: usize| characters.get(at).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    let is_short = characters.len() <= LONGEST_UNMARKED
        && !characters.iter().any(|c| matches!(c, '。' | '，' | ',' | '；' | '\t' | '：'));
    is_parted && is_short && (words..words + 4).all(is_word) && characters[words] != '是'
}

/// Tells whether a line begins with the mark of a heading.
pub(crate) fn is_heading(line: &str) -> bool {
    marker(&line.trim_start().chars().take(12).collect::<Vec<_>>()).is_some()
}

/// Tells whether a line may begin with a mark. Most lines are paragraphs, and reading them one by one is dear.
fn may_have_mark(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return false };
    if first == '第' {
        // The paragraphs of a law begin with 第…条. No mark of this kind is longer.
        return marker(&line.chars().take(8).collect::<Vec<_>>()).is_some();
    }
    matches!(
        first, '(' | '（' | '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | 'Ⅰ'..='Ⅻ' | '㈠'..='㈩' | '⑴'..='⒇' | '①'..='⑳' | '⒈'..='⒛' | '0'..='9' | '０'..='９')
        || numeral::small(&[first], 0).is_some()
}

/// Tells whether a line may hold 一是 … 二是 …: 是 at least twice.
fn may_hold_list(line: &str) -> bool {
    line.matches('是').nth(1).is_some()
}

/// Tells whether a line is of a table of contents, with dots up to the number of a page: 一、主要举措………3.
fn is_of_contents(line: &str) -> bool {
    let line = line.trim_end();
    let dotted = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let dots: usize = dotted
        .chars()
        .rev()
        .take_while(|c| matches!(c, '.' | '…' | '·' | '．' | '⋯' | '-' | ' '))
        .map(|c| match c {
            '…' | '⋯' => 3,
            ' ' => 0,
            _ => 1,
        })
        .sum();
    // 等等…… ends a sentence.
    dots >= 9 || dots >= 3 && dotted.len() < line.len()
}

/// Returns the level of the mark that a line begins with.
fn marker(line: &[char]) -> Option<u8> {
    let first = *line.first()?;
    if first == '第' {
        let (_, end) = number(line, 1)?;
        let unit: String = line[end.min(line.len())..].iter().take(2).collect();
        return (unit == "部分" || unit.starts_with(['章', '编', '篇'])).then_some(0);
    }
    // Formal and Roman numerals stand over the plain ones; Ⅲ类 and Ⅱ级 are sorts.
    if matches!(first, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾') {
        let mark = line.get(blanks(line, 1)).filter(|c| matches!(c, '、' | '．' | '.'));
        // 陆、海、空 are told one after the other.
        return mark.and(line.get(2)).filter(|_| line.get(3) != Some(&'、')).map(|_| 0);
    }
    if matches!(first, 'Ⅰ'..='Ⅻ') {
        let next = line.get(1)?;
        let named = *line.get(blanks(line, 1))?;
        let is_mark = matches!(next, '、' | '．' | '.');
        return (is_mark || next.is_whitespace() && !matches!(named, '类' | '级' | '型' | '期' | '度'))
            .then_some(0);
    }
    if matches!(first, '㈠'..='㈩') {
        return Some(2);
    }
    if matches!(first, '⑴'..='⒇' | '①'..='⑳') {
        return Some(4);
    }
    if matches!(first, '⒈'..='⒛') {
        return Some(3);
    }
    if matches!(first, '(' | '（') {
        let at = blanks(line, 1);
        let (chinese, end) = number(line, at)?;
        let close = line.get(blanks(line, end)).filter(|c| matches!(c, ')' | '）'));
        return close.map(|_| if chinese { 2 } else { 4 });
    }
    let (chinese, end) = number(line, 0)?;
    let mark = *line.get(blanks(line, end))?;
    let after = line.get(blanks(line, end) + 1).copied();
    if chinese {
        return (matches!(mark, '、' | '．' | '.' | '，') && after.is_some()).then_some(1);
    }
    // 1) is (1) with half of its brackets.
    if matches!(mark, ')' | '）') && after.is_some() {
        return Some(4);
    }
    let continues = after.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && !begins_year(&line[blanks(line, end) + 1..]);
    (matches!(mark, '.' | '．' | '、' | '。') && after.is_some() && !continues).then_some(3)
}

/// Tells whether a heading begins with a year, 1、2023年主要举措, and is no decimal and no row of numbers.
fn begins_year(words: &[char]) -> bool {
    let plain = |c: &char| match c {
        '０'..='９' => char::from_u32(*c as u32 - 0xFEE0).unwrap_or(*c),
        other => *other,
    };
    let first: String = words.iter().take(4).map(plain).collect();
    let is_year = first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit());
    is_year
        && (first.starts_with("19") || first.starts_with("20"))
        && words.get(blanks(words, 4)) == Some(&'年')
}

/// Reads a number; tells whether it is Chinese.
fn number(line: &[char], start: usize) -> Option<(bool, usize)> {
    let is_digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
    let digits = line[start.min(line.len())..].iter().take_while(|c| is_digit(c)).count();
    if digits > 0 {
        return (digits <= 2).then_some((false, start + digits));
    }
    let (value, end) = numeral::small(line, start)?;
    (value > 0).then_some((true, end))
}

fn blanks(line: &[char], mut at: usize) -> usize {
    while line.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    at
}

/// Cuts a paragraph that opens with its heading at the end of the first sentence.
fn heading_text(line: &[char], level: u8) -> String {
    let sentence = line.iter().position(|c| matches!(c, '。' | '！' | '？' | '；'));
    // The mark itself may be a full stop: 1。
    let end = match sentence {
        Some(end) if end > 3 => end,
        Some(_) => {
            line.iter().skip(4).position(|c| matches!(c, '。' | '；')).map_or(line.len(), |end| end + 4)
        }
        None => line.len(),
    };
    let mut end = end.min(line.len());
    if end > LONGEST_HEADING {
        let marks: &[char] = if level >= 3 { &['：', ':', '，', ','] } else { &['：', ':'] };
        end = line
            .iter()
            .take(LONGEST_HEADING)
            .skip(4)
            .position(|c| marks.contains(c))
            .map_or(LONGEST_HEADING, |at| at + 4);
    }
    line[..end].iter().collect::<String>().trim().to_owned()
}

/// Finds 一是 … 二是 … in a paragraph; a lone 一是 that no 二是 follows is not a list.
fn inline(line: &[char], start: usize, headings: &mut Vec<Heading>) {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < line.len() {
        let opens = at == 0
            || matches!(line[at - 1], '。' | '；' | '：' | ';' | ':' | '，' | ',' | '、' | ' ' | '\u{3000}');
        if opens
            && let Some((value, end)) = numeral::small(line, at)
            && line.get(end) == Some(&'是')
            && value as usize == found.len() + 1
            && !line[at].is_ascii_digit()
        {
            found.push(at);
            at = end;
        }
        at += 1;
    }
    if found.len() < 2 {
        return;
    }
    for at in found {
        let rest = &line[at..];
        let end = rest
            .iter()
            .position(|c| matches!(c, '。' | '，' | '；' | '：' | ',' | ';' | ':'))
            .unwrap_or(rest.len());
        let text: String = rest[..end.min(LONGEST_HEADING)].iter().collect();
        headings.push(Heading { level: INLINE, start: start + at, text: text.trim().to_owned() });
    }
}
