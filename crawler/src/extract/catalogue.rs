//! The lines around a title in; the same lines out, in which the labels of a catalogue stand before their values.

use std::borrow::Cow;

use crate::extract::label;

/// Writes the two rows of a catalogue that has its labels in one and the values in the next as labels with their values. Where
/// more rows of values follow, it is a list of documents.
pub(crate) fn upright(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.lines().collect();
    // Columns that a label spans stand empty behind it.
    let heads = |at: usize| {
        let mut names = lines[at].split('\t').filter(|cell| !cell.is_empty());
        names.clone().count() > 1 && names.all(label::is_name)
    };
    let is_pair = |at: usize| {
        at + 1 < lines.len()
            && heads(at)
            && lines[at].matches('\t').count() == lines[at + 1].matches('\t').count()
            && !heads(at + 1)
            && lines.get(at + 2).is_none_or(|third| {
                third.matches('\t').count() != lines[at].matches('\t').count() || heads(at + 2)
            })
    };
    let Some(at) = (0..lines.len()).find(|at| is_pair(*at)) else { return text.into() };
    let mut written = lines[..at].join("\n");
    let cells = lines[at].split('\t').zip(lines[at + 1].split('\t'));
    for (name, value) in cells.filter(|(name, _)| !name.is_empty()) {
        written.push_str(&format!("\n{}：{}", name.trim(), value.trim()));
    }
    for line in &lines[at + 2..] {
        written.push('\n');
        written.push_str(line);
    }
    written.into()
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
    }
}
