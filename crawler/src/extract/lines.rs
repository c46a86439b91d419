//! A tree in; its lines out: paragraphs and table rows in page order, each with where it stood and how much of it is links.

use std::ops::Range;

use crate::extract::aside;
use crate::extract::entity;
use crate::extract::spans::Spans;
use crate::extract::table;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;
use crate::extract::written_day;

/// One paragraph, heading, list item or table row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its text without blanks around it; table cells are parted by tabs.
    pub(crate) text: String,
    /// The node of its first text.
    pub(crate) node: NodeId,
    /// Characters of its text, blanks left out.
    pub(crate) chars: usize,
    /// Those of them that stand in links.
    pub(crate) link_chars: usize,
    /// Those of them that an element gives as a time.
    pub(crate) timed_chars: usize,
    /// Tabs for the columns that cells of a table span.
    pub(crate) spanned: usize,
    /// It stands in `nav`, `footer`, `aside` or an element that is named like one.
    pub(crate) aside: bool,
}

impl Line {
    /// Tells whether it is mostly links.
    pub(crate) fn is_links(&self) -> bool {
        self.link_chars * 2 > self.chars
    }

    /// Tells whether it is nothing but a time that the page marks up as one.
    pub(crate) fn is_time(&self) -> bool {
        self.chars > 0 && self.timed_chars == self.chars
    }
}

/// Returns the lines of a page.
pub(crate) fn lines(tree: &Tree<'_>) -> Vec<Line> {
    let tables = table::read(tree);
    let mut writer = Writer::default();
    let mut open: Vec<(NodeId, Leave)> = Vec::new();
    let mut id = tree.root();
    while id < tree.len() {
        while let Some((_, leave)) = open.pop_if(|(end, _)| *end <= id) {
            writer.leave(leave);
        }
        let node = tree.node(id);
        match node.data {
            Data::Text(text) => writer.text(text, id),
            Data::Comment(comment) => {
                // Hanweb marks the body with comments, sometimes in the middle of a line.
                if comment.contains("ZJEG_RSS") {
                    writer.end_line();
                }
            }
            Data::Element(tag, attributes) => {
                if tag.is_hidden() || aside::is_invisible(attributes) {
                    if let Some(day) = written_day::of(tree, id).filter(|_| tag == Tag::Hidden) {
                        writer.text(day, id);
                    }
                    id = node.end;
                    continue;
                }
                // A form for readers stands beside the text, wherever a template puts it.
                let tag = if aside::is_form(tree, id) { Tag::Aside } else { tag };
                if let Some(leave) = writer.enter(tag, attributes, tables.is_data(id)) {
                    open.push((node.end, leave));
                }
            }
        }
        id += 1;
    }
    while let Some((_, leave)) = open.pop() {
        writer.leave(leave);
    }
    writer.end_line();
    writer.lines
}

/// Returns the lines whose first text stands in a range of nodes.
pub(crate) fn within(lines: &[Line], nodes: &Range<NodeId>) -> Range<usize> {
    let start = lines.partition_point(|line| line.node < nodes.start);
    let end = lines.partition_point(|line| line.node < nodes.end);
    start..end
}

/// What happens where an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Line,
    Link,
    Time,
    Aside,
    Pre,
    Row,
    Cell,
    /// A data table, and the row that stood open around it.
    Table,
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    line: Line,
    /// A blank that is written when something follows it.
    blank: Option<char>,
    /// The blank is only a line end of the source, which Chinese texts do not show.
    soft: bool,
    links: u32,
    times: u32,
    asides: u32,
    pre: u32,
    /// Open tables; those of data keep where their cells are. In them lines end with rows.
    tables: Vec<Option<Spans>>,
    /// Columns of the open row that are written.
    columns: usize,
}

impl Writer {
    fn enter(&mut self, tag: Tag, attributes: &str, is_data: bool) -> Option<Leave> {
        if tag == Tag::Tbody
            && let Some(Some(spans)) = self.tables.last_mut()
        {
            spans.begin_group();
        }
        match tag {
            Tag::A => {
                self.links += 1;
                return Some(Leave::Link);
            }
            // `<time>` has no rule of its own elsewhere.
            Tag::Unknown if attributes.contains("datetime") => {
                self.times += 1;
                return Some(Leave::Time);
            }
            Tag::Br | Tag::Hr => self.break_line(),
            Tag::Table => {
                self.end_line();
                // Cells may come without a row.
                self.columns = 0;
                self.tables.push(is_data.then(Spans::default));
                return Some(Leave::Table);
            }
            Tag::Tr if self.in_data() => {
                self.end_line();
                self.columns = 0;
                if let Some(Some(spans)) = self.tables.last_mut() {
                    spans.begin_row();
                }
                return Some(Leave::Row);
            }
            Tag::Td | Tag::Th if self.in_data() => {
                self.begin_cell(attributes);
                return Some(Leave::Cell);
            }
            Tag::Aside => {
                self.break_line();
                self.asides += 1;
                return Some(Leave::Aside);
            }
            Tag::Pre => {
                self.break_line();
                self.pre += 1;
                return Some(Leave::Pre);
            }
            tag if tag.is_block() => {
                self.break_line();
                let named_aside = tag != Tag::Body && tag != Tag::Html && aside::is_named(attributes);
                self.asides += u32::from(named_aside);
                return Some(if named_aside { Leave::Aside } else { Leave::Line });
            }
            _ => {}
        }
        None
    }

    fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Line => self.break_line(),
            Leave::Link => self.links -= 1,
            Leave::Time => self.times -= 1,
            Leave::Aside => {
                self.break_line();
                self.asides -= 1;
            }
            Leave::Pre => {
                self.break_line();
                self.pre -= 1;
            }
            Leave::Row => self.end_line(),
            Leave::Cell => self.blank = None,
            Leave::Table => {
                self.end_line();
                self.tables.pop();
            }
        }
    }

    fn in_data(&self) -> bool {
        self.tables.last().is_some_and(Option::is_some)
    }

    /// Writes the tabs before a cell. What spans several rows or columns is written once: a text says it once, and numbers
    /// in it count once.
    fn begin_cell(&mut self, attributes: &str) {
        self.blank = None;
        let Some(Some(spans)) = self.tables.last_mut() else { return };
        let column = spans.place(attributes);
        let first = self.columns == 0;
        let tabs = if first { column } else { column + 1 - self.columns };
        self.line.text.extend(std::iter::repeat_n('\t', tabs));
        self.line.spanned += if first { tabs } else { tabs - 1 };
        self.columns = column + 1;
    }

    /// Ends a line, or in a cell of a data table a word.
    fn break_line(&mut self) {
        if self.in_data() {
            if !self.line.text.is_empty() && !self.line.text.ends_with('\t') {
                (self.blank, self.soft) = (Some(' '), false);
            }
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.blank = None;
        let mut line = std::mem::take(&mut self.line);
        if line.chars > 0 {
            line.text.truncate(line.text.trim_end().len());
            self.lines.push(line);
        }
    }

    fn text(&mut self, source: &str, id: NodeId) {
        let text = entity::decode(source);
        let mut rest = &*text;
        while !rest.is_empty() {
            let words = rest.find(|character| !is_written(character)).unwrap_or(rest.len());
            if words > 0 {
                self.write(&rest[..words], id);
            }
            let mut characters = rest[words..].chars();
            match characters.next() {
                Some('\n' | '\r') if self.pre > 0 => self.break_line(),
                Some(blank @ ('\n' | '\r' | '\t' | ' ' | '\u{c}')) => self.note_blank(' ', blank != ' '),
                Some(blank) if blank.is_whitespace() => self.note_blank(blank, false),
                Some(_) | None => {}
            }
            rest = characters.as_str();
        }
    }

    fn note_blank(&mut self, blank: char, soft: bool) {
        if self.line.chars == 0 || self.line.text.ends_with('\t') {
            return;
        }
        self.soft = soft && (self.blank.is_none() || self.soft);
        self.blank = Some(if self.blank.is_none() && blank == '\u{3000}' { blank } else { ' ' });
    }

    /// Writes words without a blank in them.
    fn write(&mut self, words: &str, id: NodeId) {
        if let Some(blank) = self.blank.take() {
            let between_han = words.chars().next().is_some_and(is_wide)
                && self.line.text.chars().next_back().is_some_and(is_wide);
            if !(self.soft && between_han) {
                self.line.text.push(blank);
            }
            self.soft = false;
        }
        if self.line.chars == 0 {
            self.line.node = id;
            self.line.aside = self.asides > 0;
        }
        let chars = words.chars().count();
        self.line.chars += chars;
        self.line.link_chars += if self.links > 0 { chars } else { 0 };
        self.line.timed_chars += if self.times > 0 { chars } else { 0 };
        self.line.text.push_str(words);
    }
}

/// Tells whether a character shows in a line as it is: no blank, no control character and none without width. Those of which
/// nearly all pages are made are told first: asking the tables of Unicode is dear.
#[inline]
fn is_written(character: char) -> bool {
    match character {
        '!'..='~' | '\u{3001}'..='\u{9fff}' | '\u{ff01}'..='\u{ffef}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => false,
        other => !other.is_whitespace() && !other.is_control(),
    }
}

/// Chinese characters and full-width punctuation, between which a line end of the source is nothing.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{2014}'..='\u{2027}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use crate::extract::lines::lines;
    use crate::extract::tree::Tree;

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let read = lines(&Tree::parse(page));
        let texts: Vec<&str> = read.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, expected, "{page}");
    }

    #[test]
    fn inline_tags_join_without_loss() {
        check("<p>2021<span>年</span>1<span>月</span></p>", &["2021年1月"]);
        check("<p>全县\n共有<b>12</b>\n个镇&nbsp;&nbsp;</p>", &["全县共有12 个镇"]);
    }

    #[test]
    fn blocks_and_breaks_become_paragraphs() {
        check("<div>一<br>二<p>三</p>四</div>", &["一", "二", "三", "四"]);
        check("<pre>一\n二</pre>", &["一", "二"]);
    }

    #[test]
    fn cells_never_glue() {
        check(
            "<table><tr><th>事项</th><th>件数</th></tr><tr><td><p>行政</p><p>许可</p></td><td>0</td></tr><tr><td></td><td>合计</td></tr></table>",
            &["事项\t件数", "行政 许可\t0", "\t合计"],
        );
    }

    #[test]
    fn cells_that_span_leave_the_others_in_their_columns() {
        check(
            "<table><tr><th rowspan=2>单位</th><th colspan=2>案件</th><th rowspan=2>合计</th></tr><tr><th>受理</th><th>办结</th></tr><tr><td>甲局</td><td>5</td><td>4</td><td>9</td></tr></table>",
            &["单位\t案件\t\t合计", "\t受理\t办结", "甲局\t5\t4\t9"],
        );
        check(
            "<table><tr><td rowspan=3>甲局</td><td>受理</td><td>5</td></tr><tr><td>办结</td><td>4</td></tr><tr></tr><tr><td>乙局</td><td>受理</td></tr></table>",
            &["甲局\t受理\t5", "\t办结\t4", "乙局\t受理"],
        );
        check(
            "<table><tr><td colspan=3>说明</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
            &["说明", "甲\t乙"],
        );
        check(
            "<table><tr><td rowspan=9>甲</td><td>乙</td></tr></table><table><tr><td>丙</td><td>丁</td></tr></table>",
            &["甲\t乙", "丙\t丁"],
        );
        check(
            "<table><tr><td rowspan=9>甲</td><td>乙</td></tr></table><table><td>丙</td><td>丁</td></table>",
            &["甲\t乙", "丙\t丁"],
        );
        check(
            "<table><thead><tr><th rowspan=9>甲</th><th>乙</th></tr></thead><tbody><tr><td>丙</td><td>丁</td></tr></tbody></table>",
            &["甲\t乙", "丙\t丁"],
        );
    }

    #[test]
    fn hostile_spans_stay_small() {
        let rows = "<tr><td colspan=1000000 rowspan=1000000>甲<td>乙".repeat(2000);
        let written: usize =
            lines(&Tree::parse(&format!("<table>{rows}</table>"))).iter().map(|line| line.text.len()).sum();
        assert!(written < 2000 * 80, "{written}");
    }

    #[test]
    fn a_layout_table_leaves_no_noise() {
        check("<table><tr><td></td><td><div>正文</div></td><td> </td></tr></table>", &["正文"]);
        check(
            "<table><tr><td>一</td><td><table><tr><td>二</td></tr></table></td></tr></table>",
            &["一", "二"],
        );
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        check(
            "<script>甲</script><p style='display: none'>乙</p><select><option>丙</select><p>丁</p>",
            &["丁"],
        );
    }
}
