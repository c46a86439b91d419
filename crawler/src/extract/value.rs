//! What stands behind a label in; the day, the name, the number or the words that it says out.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::extract::date;
use crate::extract::source;

/// What stands after a label up to the next one.
pub(crate) struct Value<'a> {
    /// The first cell that says something.
    pub(crate) cell: &'a str,
}

impl<'a> Value<'a> {
    pub(crate) fn of(text: &'a str) -> Value<'a> {
        let marks = |c: char| c.is_whitespace() || "|｜[]【】•·/／:：\u{200b}".contains(c);
        let cells = text
            .lines()
            .enumerate()
            .flat_map(|(line, text)| text.split(['\t', '|', '｜']).map(move |cell| (line, cell.trim())));
        let mut said = cells.map(|(line, cell)| (line, cell, cell.trim_matches(marks)));
        let first = said.find(|(.., value)| !value.is_empty());
        // Behind a label without a value stands what the page says next.
        let is_value = |line, cell, value| !(says_other(value) || line > 0 && is_labelled(cell));
        let own = first.filter(|(line, cell, value)| is_value(*line, cell, value));
        Value { cell: own.map_or("", |(.., value)| value) }
    }

    /// What it says, as it stands there.
    pub(crate) fn whole(&self) -> Option<String> {
        let cell = self.cell.trim();
        (!says_none(cell)).then(|| cell.to_owned())
    }

    /// The day.
    pub(crate) fn date(&self) -> Option<Date> {
        date::value(self.cell).filter(|found| !found.weekday).map(|found| found.date)
    }

    /// The day, perhaps with its weekday, which makes no banner of what a label calls the publish date.
    pub(crate) fn day(&self) -> Option<Date> {
        self.date().or_else(|| date::find(self.cell).first().map(|found| found.date))
    }

    /// A name: what stands before a date, and not a sentence.
    pub(crate) fn name(&self) -> Option<String> {
        let found = date::first(self.cell);
        let upto = found.map_or(self.cell.chars().count(), |found| found.start);
        let name: String = self.cell.chars().take(upto).collect();
        let name = source::alone(name.split("\u{3000}\u{3000}").next().unwrap_or(""))
            .trim_matches(|c: char| c.is_whitespace() || "[]【】()（）:：-—_,，;；\u{200b}".contains(c));
        let name = if name.contains('（') && !name.contains('）') {
            format!("{name}）")
        } else {
            name.to_owned()
        };
        let sentence = name.chars().count() > 40 || name.contains(['。', '！', '？']);
        let empty = !name.chars().any(char::is_alphanumeric);
        let is_title = name.starts_with("关于");
        Value { cell: &name }.whole().filter(|name| !sentence && !empty && !is_title && !says_itself(name))
    }

    /// The number of a document: 某政发〔2021〕3号, 第12号, 2021-3.
    pub(crate) fn document_number(&self) -> Option<String> {
        let number = self.number()?;
        let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let behind_digit = number.find(is_digit).map_or("", |at| &number[at..]);
        let has_shape = number.contains('号')
            || YEAR.is_match(&number)
            || !behind_digit.contains(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        has_shape.then_some(number)
    }

    /// A number: one word with a digit in it, and neither a day nor a title.
    pub(crate) fn number(&self) -> Option<String> {
        let cell = self.whole()?;
        // 某政函〔2021〕 12 号: blanks are no part of a number.
        let cell = if cell.ends_with('号') { cell.split_whitespace().collect() } else { cell };
        let fits = cell.chars().count() <= 60
            && cell.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let is_title = || cell.starts_with("关于") || TITLE_ENDS.iter().any(|end| cell.ends_with(end));
        (fits && !is_title() && date::only(&cell).is_none()).then_some(cell)
    }
}

/// The year of a document's number in its brackets.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[〔\[［(（【﹝]\s*[\d０-９]{4}\s*年?[〕\]］)）】﹞]")
        .expect("a pattern written here is well formed")
});

/// What titles end with, and no number.
const TITLE_ENDS: [&str; 12] =
    ["通知", "公告", "通告", "说明", "意见", "决定", "办法", "报告", "规定", "方案", "批复", "解读"];

/// The name of a label and its colon, where a value does not begin.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\p{Han}{2,8}[:：]").expect("a pattern written here is well formed"));

fn is_labelled(cell: &str) -> bool {
    LABEL.is_match(cell)
}

/// Tells whether a cell is what pages print beside their facts: the way to the neighbours, where the page stands, buttons.
fn says_other(cell: &str) -> bool {
    let words = [
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "上一页",
        "下一页",
        "当前位置",
        "所在位置",
        "您的位置",
        "您现在的位置",
        "您当前的位置",
        "打印",
        "关闭窗口",
        "关闭本页",
    ];
    words.iter().any(|word| cell.starts_with(word))
}

/// Tells whether a site names itself and nobody as the source of a text.
pub(crate) fn says_itself(name: &str) -> bool {
    let words = ["本站", "本网", "本网站", "原创", "本站原创", "本网原创", "本网站原创", "网站原创"];
    words.contains(&name.trim())
}

/// Tells whether a value only says that there is none, or is what a template left unfilled.
pub(crate) fn says_none(value: &str) -> bool {
    let value = value.trim();
    let words = [
        "",
        "无",
        "无文号",
        "暂无",
        "无字号",
        "空",
        "未知",
        "不详",
        "无来源",
        "暂无来源",
        "来源未知",
        "未知来源",
    ];
    let is_unfilled =
        value.contains("{{") || value.contains("${") || value.starts_with('$') && value.ends_with('$');
    words.contains(&value)
        || value.chars().all(|c| matches!(c, '-' | '—' | '/'))
        || ["null", "undefined", "none", "nan"].iter().any(|word| value.eq_ignore_ascii_case(word))
        || is_unfilled
}
