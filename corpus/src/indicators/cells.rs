//! The tables of a text in; the bare numbers in their cells with the unit that stands in the heading of their column, in the
//! label of their row or above the table, out.

use crate::indicators::measure;
use crate::indicators::measure::Amount;
use crate::indicators::measure::Tail;
use crate::indicators::numeral;
use crate::indicators::numeral::Found;
use crate::indicators::numeral::Numeral;
use crate::indicators::numeral::Script;
use crate::indicators::unit::Guard;
use crate::indicators::words;

/// Columns behind this one are not read.
const MOST_COLUMNS: usize = 64;

/// A line above a table is no longer than this, in characters.
const LONGEST_CAPTION: usize = 60;

/// A label is no longer than this, in characters; its end is kept.
const LONGEST_LABEL: usize = 24;

/// Words of headings whose columns are counted in no unit of the line above the table.
const OTHERWISE_COUNTED: [&str; 16] = [
    "序号", "编号", "编码", "代码", "年份", "年度", "科目", "率", "比", "%", "增长", "增减", "人数", "户数",
    "件数", "数量",
];

/// What the first cell of a row of headings ends with: 指标名称, 信息内容, 年度.
const HEADS: [&str; 18] = [
    "名称", "指标", "项目", "类别", "类型", "内容", "序号", "编号", "科目", "地区", "单位", "部门", "年份",
    "年度", "事项", "时间", "姓名", "名",
];

/// In a cell: there is nothing to count.
const NONE: [&str; 12] =
    ["无", "没有", "暂无", "未开展", "未发生", "不适用", "空", "略", "未统计", "无数据", "暂无数据", "N/A"];

/// A number that is all that its cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The amount, with its unit.
    pub(crate) amount: Amount,
    /// What its row counts, or its column where the row has no label.
    pub(crate) label: String,
    /// Whether it tells by how much something changed.
    pub(crate) is_change: bool,
}

/// What the heading of a column says.
#[derive(Clone, Copy)]
struct Heading<'a> {
    words: &'a [char],
    unit: Option<Tail>,
}

/// What is known of a table while its rows are read.
#[derive(Default)]
struct Table<'a> {
    headings: Vec<Option<Heading<'a>>>,
    above: Option<Tail>,
    /// How many cells its last row with numbers had; zero before the first of these.
    width: usize,
}

/// Reads the numbers that have a unit from elsewhere in their table, in text order.
pub(crate) fn read(text: &[char]) -> Vec<Cell> {
    let mut found = Vec::new();
    let mut table = Table::default();
    let mut start = 0;
    for line in text.split(|&c| c == '\n') {
        if line.contains(&'\t') {
            row(text, start, line, &mut table, &mut found);
        } else if !words::trim(line).is_empty() && !is_stub(text, start, line, &table) {
            table = Table { above: caption(text, start, line), ..Table::default() };
        }
        start += line.len() + 1;
    }
    found
}

/// Tells whether a line without cells is a row of the open table of which only the first cell holds anything, such as 其中：
/// a few words, and the row below it has as many cells as the one above, with numbers in them.
fn is_stub(text: &[char], start: usize, line: &[char], table: &Table<'_>) -> bool {
    let words = words::trim(line);
    let is_label = words.len() <= LONGEST_LABEL
        && !words.iter().any(|&c| words::ends_sentence(c) || matches!(c, '，' | '；'))
        && !["表", "附表", "附件", "注", "单位"].iter().any(|word| words::starts_with(words, word));
    if table.width == 0 || !is_label {
        return false;
    }
    let mut at = (start + line.len() + 1).min(text.len());
    let next = text[at..].split(|&c| c == '\n').next().unwrap_or_default();
    let mut cells = 0;
    let mut numbers = 0;
    for cell in next.split(|&c| c == '\t') {
        let blanks = cell.iter().take_while(|&&c| words::is_blank(c)).count();
        numbers += usize::from(whole_number(text, at + blanks, words::trim(cell)).is_some());
        cells += 1;
        at += cell.len() + 1;
    }
    cells == table.width && numbers > 0
}

/// Returns the unit of a line such as 单位：亿元.
fn caption(text: &[char], start: usize, line: &[char]) -> Option<Tail> {
    if line.len() > LONGEST_CAPTION {
        return None;
    }
    let said = |mark: &str| find(line, mark).map(|at| at + mark.chars().count());
    let at = start + said("单位：").or_else(|| said("单位:"))?;
    let read = measure::tail(text, at);
    let behind = text.get(measure::skip_blanks(text, read.end)).copied().unwrap_or('\n');
    (is_unit(&read, at) && matches!(behind, '\n' | '）' | ')' | '，' | ',')).then_some(read)
}

fn find(line: &[char], word: &str) -> Option<usize> {
    (0..line.len()).find(|&at| words::starts_with(&line[at..], word))
}

/// Reads one row: its labels, then its numbers.
fn row<'a>(text: &'a [char], start: usize, line: &'a [char], table: &mut Table<'a>, found: &mut Vec<Cell>) {
    let mut label: &[char] = &[];
    let mut row_unit = None;
    let mut numbers = Vec::new();
    let mut texts = Vec::new();
    let mut at = start;
    for (column, cell) in line.split(|&c| c == '\t').take(MOST_COLUMNS).enumerate() {
        let blanks = cell.iter().take_while(|&&c| words::is_blank(c)).count();
        let (first, words) = (at + blanks, words::trim(cell));
        at += cell.len() + 1;
        if let Some(number) = whole_number(text, first, words) {
            numbers.push((column, number, label, row_unit));
        } else if !words.is_empty() && !is_gap(words) {
            let (name, unit) = labelled(text, first, words);
            let words = if unit.is_some() && !name.is_empty() { name } else { words };
            texts.push((column, Heading { words, unit }));
            row_unit = unit.or(row_unit);
            // What is bought stands before what it is to do; a long text is no label.
            let is_text = name.len() > LONGEST_LABEL && !label.is_empty();
            label = if name.is_empty() || is_text { label } else { name };
        }
    }
    let cells = line.split(|&c| c == '\t').count();
    if numbers.is_empty() || table.headings.is_empty() && table.width == 0 && are_years(&numbers) {
        if table.width == cells && is_of_table(line, &texts, table) {
            return;
        }
        for (column, heading) in texts {
            table.headings.resize(table.headings.len().max(column + 1), None);
            table.headings[column] = Some(heading);
        }
        return;
    }
    table.width = cells;
    found.extend(numbers.into_iter().filter_map(|(column, number, label, unit)| {
        let heading = table.headings.get(column).copied().flatten();
        counted(text, number, &Place { heading, above: table.above, label, unit })
    }));
}

/// Tells whether a row without a number, as wide as those with numbers above it, is one of theirs: it says that there is none
/// (强制 —), or what became of it (强制 已取消). A row that names what stands below it begins another table.
fn is_of_table(line: &[char], texts: &[(usize, Heading<'_>)], table: &Table<'_>) -> bool {
    let mut cells = line.split(|&c| c == '\t').map(words::trim);
    let first = cells.next().unwrap_or_default();
    let (mut gaps, mut others) = (0, 0);
    for cell in cells {
        gaps += usize::from(is_gap(cell));
        others += usize::from(!cell.is_empty() && !is_gap(cell));
    }
    let of_table = table.headings.first().copied().flatten();
    let names_below = first.is_empty()
        || of_table.is_some_and(|heading| heading.words == first)
        || HEADS.iter().any(|word| words::ends_with(first, word))
        || texts.iter().any(|(column, heading)| *column > 0 && heading.unit.is_some());
    gaps > 0 || others == 0 || !names_below
}

/// Tells whether a cell says that there is nothing to count.
fn is_gap(cell: &[char]) -> bool {
    let is_mark = cell.iter().all(|&c| "-−－—–─_/／\\*…．.·~～".contains(c));
    !cell.is_empty() && is_mark
        || NONE.iter().any(|word| words::starts_with(cell, word) && word.chars().count() == cell.len())
}

/// Tells whether all numbers of a row are years, as those of a row of headings are: 指标, 2021, 2022.
fn are_years(numbers: &[(usize, Number, &[char], Option<Tail>)]) -> bool {
    let years = 1900..=2100;
    numbers.iter().all(|(_, (_, number), ..)| number.value.to_i64().is_some_and(|year| years.contains(&year)))
}

/// A number: its first character and what it is.
type Number = (usize, Numeral);

/// Reads a cell that holds a number and nothing else. An arrow tells which way something went.
fn whole_number(text: &[char], first: usize, words: &[char]) -> Option<Number> {
    let mark = words.first().copied().unwrap_or_default();
    let sign = usize::from(matches!(mark, '-' | '−' | '－' | '+' | '↑' | '↓'));
    let Some(Found::Number(number)) = numeral::read(text, first + sign) else { return None };
    let value = if mark == '↓' { number.value.negated() } else { number.value };
    let is_whole = number.script == Script::Arabic && number.end == first + words.len();
    is_whole.then_some((first + sign, Numeral { value, ..number }))
}

/// Parts a label from the unit in its brackets: 生产总值（亿元）; a cell may be a unit as a whole.
fn labelled<'a>(text: &[char], first: usize, words: &'a [char]) -> (&'a [char], Option<Tail>) {
    let whole = measure::tail(text, first);
    if is_unit(&whole, first) && whole.end == first + words.len() {
        return (&[], Some(whole));
    }
    if matches!(words.last(), Some('%')) {
        return (&words[..words.len() - 1], Some(measure::tail(text, first + words.len() - 1)));
    }
    let opening = words.iter().rposition(|c| matches!(c, '（' | '('));
    let Some(opening) = opening.filter(|_| matches!(words.last(), Some('）' | ')'))) else {
        return (words, None);
    };
    let said = ["单位：", "单位:", "±"].iter().find(|mark| words::starts_with(&words[opening + 1..], mark));
    let at = first + opening + 1 + said.map_or(0, |mark| mark.chars().count());
    let unit = measure::tail(text, at);
    let is_all = is_unit(&unit, at) && unit.end == first + words.len() - 1;
    if is_all { (&words[..opening], Some(unit)) } else { (words, None) }
}

/// Tells whether a unit was read that may stand apart from its number.
fn is_unit(read: &Tail, at: usize) -> bool {
    let stands_apart = read.unit.is_some_and(|unit| {
        matches!(unit.guard, Guard::Always | Guard::NotBefore(_) | Guard::FiguresNotBefore(_))
    });
    stands_apart && !read.approximate && read.end > at
}

/// Where a number stands in its table.
struct Place<'a> {
    heading: Option<Heading<'a>>,
    above: Option<Tail>,
    /// The text cell before it, without its unit.
    label: &'a [char],
    /// The unit of its row.
    unit: Option<Tail>,
}

/// Gives a number its unit: that of its column, of its row, or of the table.
fn counted(text: &[char], (at, number): Number, place: &Place<'_>) -> Option<Cell> {
    let heading = place.heading.map_or(&[][..], |heading| heading.words);
    let of_table = || {
        let is_other = OTHERWISE_COUNTED.iter().any(|word| words::contains(heading, word));
        place.above.filter(|_| !is_other && !place.label.is_empty())
    };
    let unit = place.heading.and_then(|heading| heading.unit).or(place.unit).or_else(of_table)?;
    // The column of shares in a table that is counted in 亿元 may say so in its name alone.
    let is_rate = unit.unit.is_some_and(|unit| unit.normal != "%" && unit.normal != "个百分点")
        && place.heading.is_some_and(|heading| heading.unit.is_none())
        && ["率", "%", "增长", "增减", "比重", "位次", "序号", "年份"]
            .iter()
            .any(|word| words::contains(heading, word));
    if is_rate {
        return None;
    }
    let amount = measure::amount(text, at, number.value, None, &Tail { end: number.end, ..unit })?;
    let is_share = unit.unit.is_some_and(|unit| matches!(unit.normal, "%" | "个百分点"));
    let tells_change = |words: &[char]| {
        ["增长", "增减", "增速", "比上年", "同比", "增幅"].iter().any(|word| words::contains(words, word))
    };
    let is_change = is_share && (tells_change(heading) || tells_change(place.label));
    let label = if place.label.is_empty() { heading } else { place.label };
    Some(Cell { amount, label: name(label), is_change })
}

/// Returns the name in a label: 其中：工业 is 工业.
fn name(label: &[char]) -> String {
    let bare = words::trim(words::strip_start(words::trim(label), &["其中：", "其中:", "其中", "#", "＃"]));
    words::trim(&bare[bare.len().saturating_sub(LONGEST_LABEL)..]).iter().collect()
}
