//! What stands behind a label in; the day, the name, the number or the words that it says out.

use jiff::civil::Date;

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
        let cell = text
            .split(['\n', '\t', '|', '｜'])
            .map(|cell| cell.trim_matches(marks))
            .find(|cell| !cell.is_empty());
        Value { cell: cell.unwrap_or("") }
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
        Value { cell: &name }.whole().filter(|_| !sentence && !empty)
    }

    /// A number: one word with a digit in it.
    pub(crate) fn number(&self) -> Option<String> {
        let cell = self.whole()?;
        // 某政函〔2021〕 12 号: blanks are no part of a number.
        let cell = if cell.ends_with('号') { cell.split_whitespace().collect() } else { cell };
        let fits = cell.chars().count() <= 60
            && cell.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        fits.then_some(cell)
    }
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
