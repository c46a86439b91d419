//! The lines around a title in; the same lines out, in which labels that stand before their values without a colon have one.

use std::borrow::Cow;

use crate::extract::date;
use crate::extract::issuer;
use crate::extract::label;
use crate::extract::label_names::LABELS;
use crate::extract::label_names::Label;
use crate::extract::label_names::TABLE_LABELS;

/// The longest line that is looked at, in characters.
const LONGEST_LINE: usize = 100;

/// Writes 时间 2021-03-05 来源 某局 as labels with their values. Labels without a colon are words of a text as well: only a
/// line of nothing but two or more of them with their values is taken, one of which must tell when the page went up.
pub(crate) fn marked(text: &str) -> Cow<'_, str> {
    // 索引号AB01 in one element and 文号某发〔2022〕1号 in the next: a list of facts has several such lines.
    let is_list = text.lines().filter_map(glued).take(2).count() > 1;
    let marked = |line: &str| marked_line(line).or_else(|| glued(line).filter(|_| is_list));
    if !text.lines().any(|line| marked(line).is_some()) {
        return text.into();
    }
    let lines: Vec<Cow<'_, str>> =
        text.lines().map(|line| marked(line).map_or(line.into(), Cow::Owned)).collect();
    let mut written = lines.join("\n");
    if text.ends_with('\n') {
        written.push('\n');
    }
    written.into()
}

/// Writes a line of labels and values with colons; none when it is anything else.
fn marked_line(line: &str) -> Option<String> {
    let is_short = line.chars().count() <= LONGEST_LINE;
    if !is_short
        || line.contains(['：', ':', '。', '，', '；']) && !has_time_only(line)
        || line.contains('\t')
    {
        return None;
    }
    let mut pairs: Vec<(Label, &str, Vec<&str>)> = Vec::new();
    for word in line.split_whitespace() {
        match (label_of(word), pairs.last_mut()) {
            (Some(label), _) => pairs.push((label, word, Vec::new())),
            (None, Some((.., value))) => value.push(word),
            (None, None) => return None,
        }
    }
    let is_date = |value: &[&str]| date::only(&value.join(" ")).is_some();
    let told = pairs.iter().all(|(label, _, value)| match label {
        Label::Published | Label::Issued | Label::Signed => is_date(value),
        _ => value.len() == 1,
    });
    let is_published = pairs.iter().any(|(label, ..)| *label == Label::Published);
    if pairs.len() < 2 || !told || !is_published {
        return None;
    }
    let written = pairs.iter().map(|(_, name, value)| format!("{name}：{}", value.join(" ")));
    Some(written.collect::<Vec<_>>().join("  "))
}

/// Writes a label of a catalogue and the value that is glued to it with a colon; none when the value is none of its kind.
fn glued(line: &str) -> Option<String> {
    let line = line.trim();
    let begun = TABLE_LABELS.iter().filter_map(|name| Some((name, label::behind(line, name)?)));
    let (name, value) = begun.max_by_key(|(name, _)| name.len())?;
    let is_index = |value: &str| {
        value.chars().any(|c| c.is_ascii_digit())
            && value.chars().all(|c| c.is_ascii_alphanumeric() || "-/_.".contains(c))
    };
    let fits = match label_of(name)? {
        Label::Published | Label::Issued | Label::Signed => date::only(value).is_some(),
        Label::DocumentNumber => issuer::number(value).is_some(),
        Label::IndexNumber => is_index(value),
        Label::Publisher => issuer::is_organ(value),
        _ => false,
    };
    fits.then(|| format!("{name}：{value}"))
}

/// Tells whether the only colons of a line part hours from minutes.
fn has_time_only(line: &str) -> bool {
    let characters: Vec<char> = line.chars().collect();
    let is_of_time = |at: usize| {
        characters[at] == ':'
            && at > 0
            && characters[at - 1].is_ascii_digit()
            && characters.get(at + 1).is_some_and(char::is_ascii_digit)
    };
    (0..characters.len())
        .filter(|at| matches!(characters[*at], '：' | ':' | '。' | '，' | '；'))
        .all(is_of_time)
}

fn label_of(word: &str) -> Option<Label> {
    LABELS.iter().find(|(_, names)| names.contains(&word)).map(|(label, _)| *label)
}

#[cfg(test)]
mod tests {
    use crate::extract::bare_labels;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(bare_labels::marked(line), expected, "{line}");
    }

    #[test]
    fn a_line_of_labels_and_values_needs_no_colons() {
        check("时间 2021-03-05 来源 某局", "时间：2021-03-05  来源：某局");
        check("来源 某县司法局 发布时间 2021-03-05 10:30", "来源：某县司法局  发布时间：2021-03-05 10:30");
        check(
            "某公告\n日期 2021-03-05　作者 张三　浏览 12\n",
            "某公告\n日期：2021-03-05  作者：张三  浏览：12\n",
        );
    }

    #[test]
    fn several_labels_with_values_glued_to_them_are_a_list_of_facts() {
        check(
            "索引号AB01/2022-1\n发布机构甲县水务局\n发布日期2022-01-20\n文号甲水〔2022〕3号",
            "索引号：AB01/2022-1\n发布机构：甲县水务局\n发布日期：2022-01-20\n文号：甲水〔2022〕3号",
        );
        check(
            "索 引 号AB01/2022-1\n发布日期2022-01-20\n文　　号甲水〔2022〕3号",
            "索引号：AB01/2022-1\n发布日期：2022-01-20\n文号：甲水〔2022〕3号",
        );
        for text in ["发布日期2022-01-20", "发布机构改革\n发布日期未定", "文号改革\n索引号的编制规则"]
        {
            check(text, text);
        }
    }

    #[test]
    fn words_of_a_text_are_no_labels() {
        for line in [
            "时间 2021年3月5日 地点 某会议室",
            "时间 2021-03-05",
            "来源 某局 作者 张三",
            "时间 来源",
            "发布 2021-03-05 来源",
            "会议时间 2021-03-05 来源 某局",
            "时间 2021-03-05 来源 某局 某所",
            "时间 2021-03-05，来源 某局",
            "来源 甲地 时间 不详",
            "时间：2021-03-05 来源 某局",
        ] {
            check(line, line);
        }
    }
}
