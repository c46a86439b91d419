//! Cutting: a text in; its sentences with the keys they are compared by out.

use std::collections::HashSet;

use crate::compare::variant;

/// Beyond this many characters a sentence is cut at its next comma, and at twice as many anywhere.
const LONG: usize = 300;

/// Bare numbers on lines of their own count as page numbers when at least so many characters lie between two.
const PAGE: usize = 200;

/// A sentence, a table row or a heading. Offsets count characters of the text.
pub(crate) struct Sentence {
    /// First character, no white space.
    pub(crate) start: usize,
    /// One past the last character.
    pub(crate) end: usize,
    /// What it is compared by; never empty.
    pub(crate) key: Vec<char>,
    /// For each character of the key the character of the text it came from.
    pub(crate) origins: Vec<u32>,
}

/// Cuts a text at stops, semicolons and line ends; lines that only count pages are left out.
pub(crate) fn sentences(text: &[char]) -> Vec<Sentence> {
    let pages = page_lines(text);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split(|&c| c == '\n' || c == '\r') {
        if !pages.contains(&start) {
            cut_line(line, start, &mut found);
        }
        start += line.len() + 1;
    }
    found
}

fn cut_line(line: &[char], offset: usize, found: &mut Vec<Sentence>) {
    let mut start = 0;
    let mut at = 0;
    while at < line.len() {
        let length = at + 1 - start;
        let is_end = ends_sentence(line, at)
            || (length > LONG && matches!(line[at], '，' | ',' | '、' | '\t' | ' '))
            || length >= 2 * LONG;
        at += 1;
        if is_end {
            while at < line.len() && is_closing(line[at]) {
                at += 1;
            }
            push(line, start, at, offset, found);
            start = at;
        }
    }
    push(line, start, line.len(), offset, found);
}

fn ends_sentence(line: &[char], at: usize) -> bool {
    match line[at] {
        '。' | '！' | '？' | '；' | '｡' => true,
        // In an address such as a?id=1;b they end nothing.
        '!' | '?' | ';' => !line.get(at + 1).is_some_and(char::is_ascii_alphanumeric),
        _ => false,
    }
}

fn is_closing(character: char) -> bool {
    matches!(character, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '》' | '。' | '！' | '？' | '…')
}

fn push(line: &[char], start: usize, end: usize, offset: usize, found: &mut Vec<Sentence>) {
    let part = &line[start..end];
    let Some(first) = part.iter().position(|c| !c.is_whitespace()) else { return };
    let last = part.iter().rposition(|c| !c.is_whitespace()).unwrap_or(first);
    let written: String = part[first..=last].iter().collect();
    let key = variant::key(&written);
    if key.characters.is_empty() {
        return;
    }
    let start = offset + start + first;
    let origins = key.origins.iter().map(|&origin| start as u32 + origin).collect();
    found.push(Sentence { start, end: start + last + 1 - first, key: key.characters, origins });
}

/// Returns where the lines start that hold the next page's number and nothing else, one after the other.
fn page_lines(text: &[char]) -> HashSet<usize> {
    let mut numbers: Vec<(usize, u32)> = Vec::new();
    let mut start = 0;
    for line in text.split(|&c| c == '\n' || c == '\r') {
        if let Some(number) = bare_number(line) {
            numbers.push((start, number));
        }
        start += line.len() + 1;
    }
    let counts_on = numbers.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1);
    let is_far_apart = numbers.windows(2).all(|pair| pair[1].0 - pair[0].0 >= PAGE);
    match numbers.len() >= 2 && counts_on && is_far_apart {
        true => numbers.into_iter().map(|(start, _)| start).collect(),
        false => HashSet::new(),
    }
}

/// Reads a line such as `3` or `3 / 10`.
fn bare_number(line: &[char]) -> Option<u32> {
    if line.len() > 40 {
        return None;
    }
    let written: String = line.iter().filter(|c| !c.is_whitespace()).collect();
    let (number, total) = written.split_once('/').unwrap_or((&written, "1"));
    let is_short =
        |digits: &str| (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if is_short(number) && is_short(total) { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let text: Vec<char> = text.chars().collect();
        let found: Vec<String> = sentences(&text)
            .iter()
            .map(|sentence| text[sentence.start..sentence.end].iter().collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_is_cut_at_stops_semicolons_and_line_ends() {
        check(
            "一、举措\n推进改革。加强“监督。”抓好落实；完成",
            &["一、举措", "推进改革。", "加强“监督。”", "抓好落实；", "完成"],
        );
        check("  \n\n", &[]);
        check("复议\t17\n", &["复议\t17"]);
        check("见a?id=1;b=2页", &["见a?id=1;b=2页"]);
    }

    #[test]
    fn a_text_without_stops_is_cut_all_the_same() {
        let text: Vec<char> = "字".repeat(5_000).chars().collect();
        assert!(sentences(&text).iter().all(|sentence| sentence.end - sentence.start <= 600));
    }

    #[test]
    fn bare_page_numbers_are_left_out_and_bare_cells_are_not() {
        let page = "字".repeat(250);
        check(&format!("{page}\n1\n{page}\n2\n{page}"), &[&page, &page, &page]);
        check("复议\n1\n诉讼\n2", &["复议", "1", "诉讼", "2"]);
        check("复议\n17", &["复议", "17"]);
    }
}
