//! The lines around a title in; the same lines out, in which the labels of a catalogue stand before their values.

use std::borrow::Cow;

use crate::extract::label;

/// Writes the two rows of a catalogue that has its labels in one and the values in the next as labels with their values. Where
/// more rows of values follow, it is a list of documents.
pub(crate) fn upright(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.lines().collect();
    let found = (0..lines.len()).find(|at| is_over_values(&lines, *at));
    let Some((at, cells)) = found.and_then(|at| Some((at, beside(lines[at], lines[at + 1])?))) else {
        return text.into();
    };
    let mut written = lines[..at].join("\n");
    for (name, value) in cells.into_iter().filter(|(name, _)| !name.is_empty()) {
        written.push_str(&format!("\n{}：{}", name.trim(), value.trim()));
    }
    for line in &lines[at + 2..] {
        written.push('\n');
        written.push_str(line);
    }
    written.into()
}

/// Tells whether a line is a row of labels over the row of their values.
pub(crate) fn is_over_values(lines: &[&str], at: usize) -> bool {
    let tabs = |at: usize| lines[at].matches('\t').count();
    let heads = |at: usize| {
        let mut names = said(lines[at]);
        names.clone().count() > 1 && names.all(label::is_name)
    };
    at + 1 < lines.len()
        && heads(at)
        && beside(lines[at], lines[at + 1]).is_some()
        // Labels whose values are missing stand over labels.
        && !said(lines[at + 1]).next().is_some_and(label::is_name)
        && (at + 2 == lines.len() || tabs(at + 2) != tabs(at + 1) || heads(at + 2))
}

/// Returns the cells of a line that say something. Columns that one of them spans stand empty behind it.
fn said(line: &str) -> impl Iterator<Item = &str> + Clone {
    line.split('\t').filter(|cell| !cell.trim().is_empty())
}

/// Pairs the cells of two lines: in their order when both say as many things, for a label may span more columns than its
/// value; else by their columns.
fn beside<'a>(names: &'a str, values: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    if said(names).count() == said(values).count() {
        return Some(said(names).zip(said(values)).collect());
    }
    let is_even = names.matches('\t').count() == values.matches('\t').count();
    is_even.then(|| names.split('\t').zip(values.split('\t')).collect())
}

#[cfg(test)]
mod tests {
    use crate::extract::catalogue;

    #[test]
    fn labels_in_a_row_over_their_values_are_written_before_them() {
        for (lines, expected) in [
            (
                "首页\n索引号\t文号\nAB01/2022-3\t某发〔2022〕1 号",
                "首页\n索引号：AB01/2022-3\n文号：某发〔2022〕1 号",
            ),
            ("首页\n索引号\t文号\nAB01/2022-3\t\n正文", "首页\n索引号：AB01/2022-3\n文号：\n正文"),
            (
                "索引号\t\t文号\nAB01/2022-3\t\t某发〔2022〕1 号",
                "\n索引号：AB01/2022-3\n文号：某发〔2022〕1 号",
            ),
            (
                "索引号\t\t文号\nAB01/2022-3\t某发〔2022〕1 号",
                "\n索引号：AB01/2022-3\n文号：某发〔2022〕1 号",
            ),
            (
                "索引号\t\t文号\t发布日期\nAB01/2022-3\t某发〔2022〕1 号\t\t2022-03-04",
                "\n索引号：AB01/2022-3\n文号：某发〔2022〕1 号\n发布日期：2022-03-04",
            ),
        ] {
            assert_eq!(catalogue::upright(lines), expected, "{lines}");
        }
    }

    #[test]
    fn a_list_of_documents_is_no_catalogue_of_one() {
        let list = "文件名称\t文号\t发布日期\n某办法\t某发〔2015〕3号\t2015-03-04\n某细则\t某发〔2016〕5号\t2016-05-06";
        assert_eq!(catalogue::upright(list), list);
        let cells = "\t索引号\n甲\tAB01/2022-3";
        assert_eq!(catalogue::upright(cells), cells, "one label is no row of them");
        let spanned = "文件名称\t\t文号\n某办法\t某发〔2015〕3号\n某细则\t某发〔2016〕5号";
        assert_eq!(catalogue::upright(spanned), spanned, "a label may span more columns than the values");
        let empty = "索引号\t\t文号\n发布机构\t某县统计局\t发布日期\n名称\t某事的报告";
        assert_eq!(catalogue::upright(empty), empty, "labels without values stand over labels");
    }
}
