//! The pages of a file in, as lines; its paragraphs out, without what runs along every page: page numbers, headers, footers.
//!
//! A layout breaks lines at its margin and prints numbers and running titles on every page; none of it is what the text
//! says. What a page holds in its midst stays, whatever it looks like.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::headings;
use crate::extract::title;

/// How many lines at each edge of a page may run along every page.
const EDGE: usize = 3;

/// A line longer than this, in characters, is no header.
const LONGEST_HEADER: usize = 80;

/// How wide, in full-width characters, the lines of a layout are at least and at most.
const WIDTHS: std::ops::RangeInclusive<usize> = 18..=64;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Numbers of pages that say what they are: — 3 —, 第3页 共10页, 3 / 10, Page 3 of 10.
static MARKED_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[-–—―－_~～·•|*]{1,3}\s*\d{1,4}\s*[-–—―－_~～·•|*]{1,3}",
        r"|[(（]?第?\s*\d{1,4}\s*页\s*[,，/／]?\s*(?:共\s*\d{1,4}\s*页)?[)）]?|共\s*\d{1,4}\s*页\s*[,，]?\s*第\s*\d{1,4}\s*页",
        r"|第[一二三四五六七八九十百]{1,5}页|\d{1,4}\s*[/／]\s*\d{1,4}|(?i:page)\s*\d{1,4}(?:\s*(?i:of|/)\s*\d{1,4})?)$"
    ))
});

/// Joins the lines of a file's pages into paragraphs and leaves out what runs along the pages.
pub(crate) fn paragraphs(pages: &[Vec<String>]) -> String {
    let pages: Vec<Vec<&str>> = pages
        .iter()
        .map(|page| page.iter().map(String::as_str).filter(|line| !line.trim().is_empty()).collect())
        .collect();
    let running = running(&pages);
    let lines: Vec<&str> = pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| page.iter().enumerate().map(move |(line, text)| ((at, line), *text)))
        .filter(|(place, _)| !running.contains(place))
        .map(|(_, text)| text)
        .collect();
    joined(&lines)
}

/// Leaves page numbers out of a text whose pages are not known, such as that of a Word file: only those that say what they are.
pub(crate) fn without_numbers(lines: &mut Vec<String>) {
    lines.retain(|line| !says_page_number(line));
}

/// Tells whether a line that may stand anywhere is the number of a page: — 3 — and 第3页, but not 3/10.
pub(crate) fn says_page_number(line: &str) -> bool {
    is_marked_number(line) && (line.contains('页') || !line.contains(['/', '／']))
}

fn is_marked_number(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 60 && MARKED_NUMBER.is_match(&plain_digits(line))
}

/// Makes full-width digits plain.
fn plain_digits(line: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).expect("full width lies 0xFEE0 above ASCII"),
        other => other,
    };
    line.chars().map(plain).collect()
}

/// The place of a line: its page and its number there.
type Place = (usize, usize);

/// Finds the lines that run along the pages.
fn running(pages: &[Vec<&str>]) -> HashSet<Place> {
    let mut found: HashSet<Place> = HashSet::new();
    for (at, page) in pages.iter().enumerate() {
        found.extend(edges(page).filter(|line| is_marked_number(page[*line])).map(|line| (at, line)));
    }
    found.extend(bare_numbers(pages));
    found.extend(repeated(pages));
    found
}

/// The numbers of the lines at both edges of a page.
fn edges(page: &[&str]) -> impl Iterator<Item = usize> + use<> {
    let count = page.len();
    (0..count).filter(move |line| *line < EDGE || line + EDGE >= count)
}

/// Finds bare numbers at the edge that count the pages up: each is as far from the number of its page as the others.
fn bare_numbers(pages: &[Vec<&str>]) -> Vec<Place> {
    let mut by_distance: HashMap<i64, Vec<Place>> = HashMap::new();
    for (at, page) in pages.iter().enumerate() {
        let outermost = [0, 1, page.len().wrapping_sub(2), page.len().wrapping_sub(1)];
        let mut tried = HashSet::new();
        for line in outermost.into_iter().filter(|line| *line < page.len() && tried.insert(*line)) {
            let digits = plain_digits(page[line].trim());
            if digits.len() <= 4
                && let Ok(number) = digits.parse::<i64>()
            {
                by_distance.entry(number - at as i64).or_default().push((at, line));
            }
        }
    }
    // One page alone counts from one.
    let is_count = |distance: i64, places: usize| match pages.len() {
        1 => distance == 1,
        pages => places >= 2 && places * 2 >= pages,
    };
    by_distance
        .into_iter()
        .filter(|(by, places)| is_count(*by, places.len()))
        .flat_map(|(_, at)| at)
        .collect()
}

/// Finds headers and footers: what the edges of many pages print alike but for figures. The first copy of one that says the
/// title stays when no other line says it.
fn repeated(pages: &[Vec<&str>]) -> Vec<Place> {
    let mut by_shape: HashMap<String, Vec<Place>> = HashMap::new();
    for (at, page) in pages.iter().enumerate() {
        let mut on_page = HashSet::new();
        for line in edges(page) {
            let shape = shape(page[line]);
            if !shape.is_empty() && on_page.insert(shape.clone()) {
                by_shape.entry(shape).or_default().push((at, line));
            }
        }
    }
    // Left and right pages may have headers of their own.
    let least = (pages.len() * 2 / 5).max(3);
    let mut found = Vec::new();
    for mut places in by_shape.into_values().filter(|places| places.len() >= least) {
        let (page, line) = places[0];
        if is_only_title(pages, pages[page][line], &places) {
            places.remove(0);
        }
        found.extend(places);
    }
    found
}

/// Returns what a header looks like on every page; nothing for lines that can be none.
fn shape(line: &str) -> String {
    let line = line.trim();
    let is_heading = headings::is_heading(line);
    if line.chars().count() > LONGEST_HEADER || is_heading || line.ends_with(['。', '；', '，', '、']) {
        return String::new();
    }
    let shape: String = line
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c.is_numeric() && !matches!(c, '一'..='龥') { '#' } else { c })
        .collect();
    // Cells of figures look alike on every page and are none the less the table.
    let says = shape.chars().filter(|c| c.is_alphabetic()).count();
    if says >= 2 { shape } else { String::new() }
}

fn is_only_title(pages: &[Vec<&str>], line: &str, copies: &[Place]) -> bool {
    if title::likeness(line.trim()) < 6 && !line.contains('\t') {
        return false;
    }
    let letters = title::letters(line);
    let mut others = pages.iter().enumerate().flat_map(|(at, page)| {
        page.iter().enumerate().filter(move |(line, _)| !copies.contains(&(at, *line))).map(|(_, text)| *text)
    });
    !others.any(|text| title::letters(text).contains(&letters))
}

/// Joins lines that a margin broke. Rows of a table and texts without a margin stay as they are.
fn joined(lines: &[&str]) -> String {
    let margin = margin(lines);
    let mut text = String::new();
    let mut last: Option<&str> = None;
    for line in lines {
        let goes_on = last.is_some_and(|last| margin.is_some_and(|margin| continues(last, line, margin)));
        if goes_on {
            let is_latin = |c: char| c.is_ascii_alphanumeric();
            let words = text.chars().next_back().is_some_and(is_latin)
                && line.trim_start().chars().next().is_some_and(is_latin);
            if words && !ends_with_digit(&text) {
                text.push(' ');
            }
        } else if last.is_some() {
            text.push('\n');
        }
        text.push_str(if line.contains('\t') { line.trim_end() } else { line.trim() });
        last = Some(line);
    }
    text
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns the width at which a layout breaks its lines; none when it breaks them at no one width.
fn margin(lines: &[&str]) -> Option<usize> {
    let widths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.contains('\t'))
        .map(|line| width(line))
        .filter(|width| *width > 12)
        .collect();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for width in widths.iter().filter(|width| WIDTHS.contains(width)) {
        *counts.entry(*width).or_default() += 1;
    }
    let near = |at: usize| (at - 1..=at + 1).filter_map(|width| counts.get(&width)).sum::<usize>();
    let margin = counts.keys().copied().max_by_key(|at| (near(*at), *at))?;
    let wider = widths.iter().filter(|width| **width > margin + 3).count();
    (near(margin) >= 3 && near(margin) * 4 >= widths.len() && wider * 10 <= widths.len()).then_some(margin)
}

/// Returns the width of a line in full-width characters, its indent included.
fn width(line: &str) -> usize {
    let halves: usize = line.trim_end().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    halves.div_ceil(2)
}

/// Tells whether a paragraph goes on in the next line.
fn continues(line: &str, next: &str, margin: usize) -> bool {
    let is_indented = next.starts_with("\u{3000}\u{3000}") || next.starts_with("    ");
    let is_table = line.contains('\t') || next.contains('\t');
    // A first line is indented; where the indent was lost it is two narrower than the others. A mark may hang over the margin.
    let is_full = width(line) + 3 >= margin;
    let begins_part = headings::is_heading(next) && !is_open(line);
    is_full && !is_table && !is_indented && !begins_part
}

/// Tells whether a line ends in the midst of a sentence, so that a number that opens the next one is no heading's.
fn is_open(line: &str) -> bool {
    let last = line.trim_end().chars().next_back();
    last.is_some_and(|c| matches!(c, '，' | '、' | '（' | '(' | '《' | '“' | '-' | '—'))
}

#[cfg(test)]
mod tests {
    use crate::extract::pages;

    #[track_caller]
    fn check(printed: &[&[&str]], expected: &str) {
        let own = |page: &&[&str]| page.iter().map(|line| (*line).to_owned()).collect();
        let printed: Vec<Vec<String>> = printed.iter().map(own).collect();
        assert_eq!(pages::paragraphs(&printed), expected);
    }

    #[test]
    fn numbers_of_pages_are_no_text() {
        check(&[&["正文一。", "— 1 —"], &["正文二。", "— 2 —"]], "正文一。\n正文二。");
        check(&[&["正文一。", "１"], &["正文二。", "２"]], "正文一。\n正文二。");
        check(&[&["第 3 页 共 4 页", "正文一。"], &["第 4 页 共 4 页", "正文二。"]], "正文一。\n正文二。");
        check(&[&["正文一。", "3/10"], &["正文二。", "Page 4 of 10"]], "正文一。\n正文二。");
        check(&[&["正文。", "1"]], "正文。");
    }

    #[test]
    fn a_figure_at_the_end_of_a_page_stays() {
        check(&[&["受理件数", "17"], &["办结件数", "15"]], "受理件数\n17\n办结件数\n15");
        check(&[&["合计", "0"]], "合计\n0");
        check(
            &[&["事项\t件数", "许可\t1"], &["处罚\t2", "强制\t3"]],
            "事项\t件数\n许可\t1\n处罚\t2\n强制\t3",
        );
    }

    #[test]
    fn what_every_page_prints_is_no_text() {
        check(
            &[
                &["甲市人民政府公报 2021年第3期", "正文一。", "甲市人民政府办公室编印"],
                &["甲市人民政府公报 2021年第3期", "正文二。", "甲市人民政府办公室编印"],
                &["甲市人民政府公报 2021年第3期", "正文三。", "甲市人民政府办公室编印"],
            ],
            "正文一。\n正文二。\n正文三。",
        );
    }

    #[test]
    fn a_running_title_is_said_once() {
        let page = ["甲县2021年法治政府建设年度报告", "正文。"];
        check(&[&page, &page, &page], "甲县2021年法治政府建设年度报告\n正文。\n正文。\n正文。");
        let first = ["甲县2021年法治政府建设年度报告", "甲县2021年法治政府", "正文。"];
        check(
            &[&first[1..], &page, &page, &page],
            "甲县2021年法治政府\n正文。\n甲县2021年法治政府建设年度报告\n正文。\n正文。\n正文。",
        );
    }

    #[test]
    fn lines_that_the_margin_broke_are_one_paragraph() {
        check(
            &[
                &[
                    "　　二〇二一年，全县认真落实各项部署要求，坚持把",
                    "法治建设摆在突出位置，全面推进依法行政，各项工作",
                    "取得了新的成效。",
                    "一、主要举措",
                    "　　全年受理行政复议案件十七件，办结十五件，其中",
                ],
                &["维持十二件，撤销三件，另有两件正在办理之中，尚未办", "结。"],
            ],
            "二〇二一年，全县认真落实各项部署要求，坚持把法治建设摆在突出位置，全面推进依法行政，各项工作取得了新的成效。\n一、主要举措\n全年受理行政复议案件十七件，办结十五件，其中维持十二件，撤销三件，另有两件正在办理之中，尚未办结。",
        );
        check(&[&["甲县司法局", "2021年1月8日"]], "甲县司法局\n2021年1月8日");
    }

    #[test]
    fn numbers_that_say_so_are_left_out_of_a_text_without_pages() {
        let mut lines: Vec<String> = ["甲", "- 2 -", "2", "第2页", "2021-03"].map(str::to_owned).to_vec();
        pages::without_numbers(&mut lines);
        assert_eq!(lines, ["甲", "2", "2021-03"]);
    }

    #[test]
    fn many_pages_take_linear_time() {
        let page: Vec<String> =
            (0..40).map(|line| format!("第三方评估第{line}行文字若干若干若干若干若干")).collect();
        let pages: Vec<Vec<String>> = std::iter::repeat_n(page, 2000).collect();
        assert!(!pages::paragraphs(&pages).is_empty());
    }
}
