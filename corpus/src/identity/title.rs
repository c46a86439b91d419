//! A title in; which office or place it names, what it counts, and whether another one is the same, out.

use std::sync::LazyLock;

use regex::Regex;

use crate::identity::office;
use crate::identity::words;
use crate::text;

/// What a title names and counts.
pub(super) struct TitleSays {
    /// The office or place that it names; empty when it names none.
    pub(super) name: String,
    numbers: Vec<String>,
}

impl TitleSays {
    pub(super) fn of(title: &str) -> TitleSays {
        let title = text::folded(title);
        // 三亚市2022年 and 2022年三亚市 count the same.
        let mut numbers = numbers(&title);
        numbers.sort_unstable();
        let named = ON_WHAT.replace_all(&title, "");
        let name: String = named.chars().filter(|c| is_han(*c) && !NUMERALS.contains(*c)).collect();
        let end = name.char_indices().rev().find(|(_, c)| ENDS.contains(*c));
        let name = end.map_or("", |(at, c)| &name[..at + c.len_utf8()]);
        TitleSays { name: office::in_short(name), numbers }
    }

    pub(super) fn agrees_with(&self, other: &TitleSays) -> bool {
        let names_agree =
            self.name.is_empty() || other.name.is_empty() || office::is_one_name(&self.name, &other.name);
        names_agree && (holds(&self.numbers, &other.numbers) || holds(&other.numbers, &self.numbers))
    }
}

/// What reports are on, and what titles say of them: no part of a name. Longer words stand first.
static ON_WHAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "国民经济和社会发展|政府信息公开|法治政府建设|依法治[省市县区州]|政府网站|法治建设|依法行政|信息公开|政务公开|政府工作|行政执法|统计公报|审计工作",
        "|年度|全年|上半年|下半年|[全本我][省市县区州盟旗镇乡局委厅]|部门|单位",
        "|第?.?季度|关于|转载|转发|印发|公布|公开|发布|公示|全文|附件|报告|报表|总结|工作|情况|推进|开展|落实|执行|办理|年报|年"
    ))
    .expect("a pattern written here is well formed")
});

/// What the names of offices and places end with.
const ENDS: &str = "省市县区州盟旗镇乡村道局委厅部院校会处所站办室司社团队心";

/// Numerals; what they stand for is compared.
const NUMERALS: &str = "〇零○一二三四五六七八九十";

/// Tells whether two titles are one, but for who issued it, its number and that it is a reprint: 【转载】关于某事的通知 and
/// 某县人民政府关于某事的通知（某政发〔2022〕3号）.
pub(super) fn is_one_title(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let opens = |title: &str| {
        title.starts_with(|c: char| c.is_ascii_digit())
            || ["关于", "印发", "转发", "批转", "公布"].iter().any(|word| title.starts_with(word))
    };
    long.strip_suffix(short.as_str()).is_some_and(|issuer| {
        issuer.is_empty()
            || opens(&short) && (issuer.ends_with("政府") || issuer.ends_with(|c| ENDS.contains(c)))
    })
}

/// Leaves out what is put around a title.
fn bare(title: &str) -> String {
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"[【\[(](?:转载|转发|全文|附全文|附件)[】\])]|^转载:",
            r"|[(【\[]\p{Han}{1,20}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d+号[)】\]]",
            r"|^\p{Han}{1,20}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d+号"
        ))
        .expect("a pattern written here is well formed")
    });
    words::letters(&AROUND.replace_all(&text::folded(title), ""))
}

/// Tells whether all of a row stands in another one, in its order.
fn holds<T: PartialEq>(all: &[T], some: &[T]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|wanted| rest.any(|one| one == wanted))
}

/// Returns the numbers of a title or a document number, those in Chinese numerals among them.
pub(super) fn numbers(written: &str) -> Vec<String> {
    let digits: String = text::folded(written)
        .chars()
        .map(|c| match NUMERALS.chars().position(|numeral| numeral == c) {
            Some(0..=2) => '0',
            Some(12) => '十',
            Some(at) => char::from_digit(at as u32 - 2, 10).unwrap_or(' '),
            None if c.is_ascii_digit() => c,
            None => ' ',
        })
        .collect();
    digits.split_whitespace().map(with_tens).collect()
}

/// Writes 十2, 2十 and 2十1 in figures.
fn with_tens(numeral: &str) -> String {
    let figure = |written: &str, none: u32| match written {
        "" => Some(none),
        written => written.parse().ok().filter(|figure| *figure < 10),
    };
    let parts = numeral.split_once('十').and_then(|(tens, ones)| Some((figure(tens, 1)?, figure(ones, 0)?)));
    parts.map_or_else(|| numeral.to_owned(), |(tens, ones)| (10 * tens + ones).to_string())
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇')
}

#[cfg(test)]
mod tests {
    use crate::identity::title::TitleSays;
    use crate::identity::title::is_one_title;

    #[track_caller]
    fn titles(one: &str, other: &str, agree: bool) {
        let (said, by_other) = (TitleSays::of(one), TitleSays::of(other));
        assert_eq!(said.agrees_with(&by_other), agree, "{one} ({}) {other} ({})", said.name, by_other.name);
        assert_eq!(by_other.agrees_with(&said), agree, "{other} {one}");
    }

    #[test]
    fn titles_that_name_one_office_in_other_words_agree() {
        titles("某市2022年法治政府建设情况报告", "关于某市2022年度法治政府建设情况的报告", true);
        titles("某市2022年法治政府建设情况报告", "2022年法治政府建设年度报告（全文）", true);
        titles("某省某市二〇二二年法治政府建设报告", "某市2022年法治政府建设报告", true);
        titles("某市人民政府2022年度法治政府建设报告", "某市2022年度法治政府建设报告（转载）", true);
        titles("某市卫健委2022年信息公开年报", "某市卫生健康委员会2022年政府信息公开工作年度报告", true);
        titles("甲街道2022年法治政府建设报告", "某区甲街道办事处2022年法治政府建设报告", true);
        titles("全市2022年法治政府建设情况", "某市2022年法治政府建设情况", true);
        titles("三门县2022年法治政府建设报告", "2022年三门县法治政府建设年度报告", true);
        titles("某局公告第十二号", "某局公告（第12号）", true);
        titles("某局公告第二十号", "某局公告（第20号）", true);
        titles(
            "中共某县委 某县人民政府关于2022年法治政府建设情况的报告",
            "某县2022年法治政府建设情况报告",
            true,
        );
    }

    #[test]
    fn titles_that_name_others_do_not_agree() {
        titles("某市财政局2022年政府信息公开年度报告", "某市教育局2022年政府信息公开年度报告", false);
        titles("某市2022年政府信息公开年度报告", "某市财政局2022年政府信息公开年度报告", false);
        titles("某县政府办2022年政府信息公开年度报告", "某县2022年政府信息公开年度报告", false);
        titles("甲镇2022年法治政府建设报告", "乙镇2022年法治政府建设报告", false);
        titles("甲镇2022年法治政府建设报告", "甲乡2022年法治政府建设报告", false);
        titles("甲县2022年法治政府建设报告", "甲县乙镇2022年法治政府建设报告", false);
        titles("某市2021年法治政府建设报告", "某市2022年法治政府建设报告", false);
        titles("某局关于某事的公告（第1号）", "某局关于某事的公告（第2号）", false);
        titles("某局公告第一号", "某局公告第二号", false);
        titles("某局公告第十二号", "某局公告第二十号", false);
    }

    #[track_caller]
    fn reprints(one: &str, other: &str, expected: bool) {
        assert_eq!(is_one_title(one, other), expected, "{one} {other}");
        assert_eq!(is_one_title(other, one), expected, "{other} {one}");
    }

    #[test]
    fn a_title_stays_the_same_without_its_issuer_with_its_number_and_as_a_reprint() {
        let title = "某县人民政府关于加强耕地保护工作的通知";
        reprints(title, "【转载】某县人民政府关于加强耕地保护工作的通知", true);
        reprints(title, "某县人民政府关于加强耕地保护工作的通知（某政发〔2022〕3号）", true);
        reprints(title, "关于加强耕地保护工作的通知", true);
        reprints("某局关于甲、乙的通知", "某局关于甲乙的通知", true);
        reprints(title, "某县人民政府关于加强林地保护工作的通知", false);
        reprints("甲项目环境影响评价公示", "环境影响评价公示", false);
        reprints("关于征集意见的公告", "关于征集意见的公告（第二次）", false);
    }
}
