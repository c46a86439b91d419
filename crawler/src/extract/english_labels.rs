//! Lines in English in; the same lines with the labels of Chinese pages, and days written in figures, out.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

/// The longest line that is looked at, in bytes.
const LONGEST_LINE: usize = 200;

/// Writes Updated: Jan 5, 2023 | Source: Xinhua as a Chinese page would have it, and a line that is an English day and nothing
/// else in figures. Lines with Chinese characters before a label, and sentences, stay.
pub(crate) fn translated(text: &str) -> Cow<'_, str> {
    if !text.lines().any(may_be_labelled) {
        return text.into();
    }
    let lines: Vec<Cow<'_, str>> = text.lines().map(line).collect();
    let mut written = lines.join("\n");
    if text.ends_with('\n') {
        written.push('\n');
    }
    written.into()
}

/// Tells cheaply whether a line may hold an English label or day.
fn may_be_labelled(line: &str) -> bool {
    line.len() <= LONGEST_LINE && line.as_bytes().first().is_some_and(u8::is_ascii) && {
        let letters = line.bytes().filter(u8::is_ascii_alphabetic).take(3).count();
        letters == 3 && (is_labelled(line) || DAY.is_match(line))
    }
}

/// Tells whether a line begins with a label; in the water source: rivers it stands for no value.
fn is_labelled(line: &str) -> bool {
    LABEL.find(line).is_some_and(|label| label.start() == 0)
}

fn line(line: &str) -> Cow<'_, str> {
    if !may_be_labelled(line) {
        return line.into();
    }
    let is_day = DAY.find(line).is_some_and(|day| {
        let rest = format!("{}{}", &line[..day.start()], &line[day.end()..]);
        !rest.chars().any(char::is_alphanumeric)
    });
    if !is_day && !is_labelled(line) {
        return line.into();
    }
    let figures = DAY.replace_all(line, |found: &Captures<'_>| in_figures(found));
    let named =
        LABEL.replace_all(&figures, |found: &Captures<'_>| format!("{}{}：", &found[1], name(&found[2])));
    Cow::Owned(named.into_owned())
}

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// A label at the beginning of a line, or behind what parts it from another.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(^[\s\[(]*|[\s|\]\[()]+)((?:last )?updated?(?: on| time| date)?|(?:release|publish(?:ed|ing)?|publication|posted|post|issue)(?: on| time| date)?|date|time|source|from|author|editor|views|font size)\s*[:：]",
    )
});
/// January 5, 2023; Jan. 5 2023; 5 January 2023.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*";
    pattern(&format!(
        r"(?i)\b(?:{month}\.?\s*(\d{{1,2}})\s*,?\s*|(\d{{1,2}})\s+{month}\.?,?\s+)((?:19|20)\d\d)\b"
    ))
});

fn in_figures(found: &Captures<'_>) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let said = found.get(1).or(found.get(4)).map_or("", |name| name.as_str());
    let name = said.to_ascii_lowercase();
    let day = found.get(2).or(found.get(3)).map_or("", |day| day.as_str());
    match MONTHS.iter().position(|month| name.starts_with(month)) {
        Some(month) => format!("{}-{:02}-{day:0>2}", &found[5], month + 1),
        None => found[0].to_owned(),
    }
}

/// Returns what a Chinese page calls a label.
fn name(label: &str) -> &'static str {
    let label = label.to_ascii_lowercase();
    match label.as_str() {
        "source" | "from" => "来源",
        "author" => "作者",
        "editor" => "编辑",
        "views" => "浏览",
        "font size" => "字体",
        "date" => "日期",
        "time" => "时间",
        _ if label.contains("update") => "更新时间",
        _ => "发布时间",
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::english_labels::translated;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(translated(line), expected, "{line}");
    }

    #[test]
    fn labels_and_days_of_english_pages_are_written_as_on_chinese_ones() {
        check("Updated: Jan 5, 2023 10:20 | Source: Xinhua", "更新时间： 2023-01-05 10:20 | 来源： Xinhua");
        check("Release time: 2023-01-05 Source: Office of A", "发布时间： 2023-01-05 来源： Office of A");
        check("[Date: 5 January 2023] [Views: 12]", "[日期： 2023-01-05] [浏览： 12]");
        check("  September 15, 2023", "  2023-09-15");
        check("标题\nPublished on: Sept. 15, 2023\n", "标题\n发布时间： 2023-09-15\n");
    }

    #[test]
    fn sentences_and_lines_in_chinese_stay() {
        for line in [
            "On January 5, 2023, the meeting was held.",
            "The water source: rivers and lakes",
            "来源：Xinhua Date: 2023-01-05",
            "Updated figures are published",
            "Resource: 12",
            "Copyright 2004 A Site Source from: B",
            "May 2023",
        ] {
            check(line, line);
        }
    }
}
