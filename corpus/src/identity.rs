//! Two documents as they were read in; whether they may be one document at two addresses, or what speaks against it, out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Document;
use crate::fingerprint;
use crate::text;

/// Texts below this length, in characters, may be what many pages say: that the accounts are still being approved, that the names are
/// in a file.
const SHORT: usize = 200;

/// How alike two texts must be to be one document in two renditions.
const ONE_TEXT: f64 = 0.8;

/// Tells whether the same text under the same title is one document. What is told of a short text or a yearly report besides must
/// agree: two offices may fill in one form alike, and say the same few words year after year.
pub(crate) fn is_one_text(one: &Document, other: &Document) -> bool {
    let is_short = other.text.chars().nth(SHORT).is_none();
    let is_form = is_short || one.kind.is_yearly() || other.kind.is_yearly();
    let dated = |document: &Document| document.signed.or(document.published).map(jiff::civil::Date::year);
    document_numbers_agree(one, other)
        && (!is_form || issuers_agree(one, other) && agree(&one.place, &other.place, PartialEq::eq))
        && (!is_short || agree(&dated(one), &dated(other), PartialEq::eq))
}

/// Tells whether a text is another rendition of a document, or a corrected one: most of it is the same, and neither the titles nor
/// anything else that is known of both speaks against it.
pub(crate) fn is_rendition(one: &Document, other: &Document) -> bool {
    let (title, other_title) = (TitleSays::of(&one.title), TitleSays::of(&other.title));
    let is_named = one.issuer.is_some() && other.issuer.is_some()
        || !title.name.is_empty() && !other_title.name.is_empty();
    title.agrees_with(&other_title)
        && issuers_agree(one, other)
        && document_numbers_agree(one, other)
        && agree(&one.report_year, &other.report_year, PartialEq::eq)
        && agree(&one.place, &other.place, PartialEq::eq)
        && (is_named || !name_others(&one.text, &other.text))
        && fingerprint::resemblance(&one.text, &other.text) >= ONE_TEXT
}

/// What is not known of one of two speaks against nothing.
fn agree<T>(one: &Option<T>, other: &Option<T>, alike: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        _ => true,
    }
}

fn document_numbers_agree(one: &Document, other: &Document) -> bool {
    agree(&one.document_number, &other.document_number, |one, other| numbers(one) == numbers(other))
}

/// Of several organs that issued one document together, one suffices.
fn issuers_agree(one: &Document, other: &Document) -> bool {
    let organs = |issuer: &str| -> Vec<String> {
        let parts = issuer.split(['、', '，', ',', ' ', '\u{3000}']);
        parts.filter(|part| !part.is_empty()).map(issuing).collect()
    };
    agree(&one.issuer, &other.issuer, |one, other| {
        let (ones, others) = (organs(one), organs(other));
        ones.iter().any(|one| others.iter().any(|other| is_one_name(one, other)))
    })
}

/// What a title names and counts.
struct TitleSays {
    /// The office or place that it names; empty when it names none.
    name: String,
    numbers: Vec<String>,
}

impl TitleSays {
    fn of(title: &str) -> TitleSays {
        let title = text::folded(title);
        // 三亚市2022年 and 2022年三亚市 count the same.
        let mut numbers = numbers(&title);
        numbers.sort_unstable();
        let named = ON_WHAT.replace_all(&title, "");
        let name: String = named.chars().filter(|c| is_han(*c) && !NUMERALS.contains(*c)).collect();
        let end = name.char_indices().rev().find(|(_, c)| ENDS.contains(*c));
        let name = end.map_or("", |(at, c)| &name[..at + c.len_utf8()]);
        TitleSays { name: in_short(name), numbers }
    }

    fn agrees_with(&self, other: &TitleSays) -> bool {
        let names_agree =
            self.name.is_empty() || other.name.is_empty() || is_one_name(&self.name, &other.name);
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

/// Returns the name of who issued something, without what one writes and another leaves out. Its office issues for a government.
fn issuing(organ: &str) -> String {
    static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("政府办公[室厅]|政府办$").expect("a pattern written here is well formed")
    });
    in_short(&OFFICE.replace(&text::folded(organ), "政府"))
}

fn in_short(name: &str) -> String {
    let mut name = name.replace("委员会", "委").replace("街道办事处", "街道");
    for left_out in ["人民政府", "政府", "中国共产党", "中共"] {
        name = name.replace(left_out, "");
    }
    name
}

/// Tells whether a name is the other one or short for it: 市财政局 and 某省某市财政局, 卫健委 and 卫生健康委员会; 某市 is not 某市财政局.
fn is_one_name(one: &str, other: &str) -> bool {
    let last = |name: &str| name.chars().next_back();
    last(one) == last(other) && {
        let (one, other) = (Vec::from_iter(one.chars()), Vec::from_iter(other.chars()));
        holds(&one, &other) || holds(&other, &one)
    }
}

/// Tells whether all of a row stands in another one, in its order.
fn holds<T: PartialEq>(all: &[T], some: &[T]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|wanted| rest.any(|one| one == wanted))
}

/// Returns the numbers of a title or a document number, those in Chinese numerals among them.
fn numbers(written: &str) -> Vec<String> {
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

/// Tells whether each of two texts names an office or a place that the other does not name.
fn name_others(one: &str, other: &str) -> bool {
    let (one, other) = (named(one), named(other));
    one.difference(&other).next().is_some() && other.difference(&one).next().is_some()
}

/// Returns the ends of the names in a text: 财政局, 某甲镇.
fn named(written: &str) -> BTreeSet<[char; 3]> {
    let characters: Vec<char> = text::folded(written).chars().collect();
    let is_name = |name: &&[char; 3]| {
        let [first, second, end] = **name;
        is_han(first)
            && is_han(second)
            && "局委厅镇乡县市区州盟旗".contains(end)
            && !"全本我各该".contains(second)
    };
    characters.array_windows::<3>().filter(is_name).copied().collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇')
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::document::Document;
    use crate::document::DocumentKind;
    use crate::identity::TitleSays;
    use crate::identity::is_one_text;
    use crate::identity::is_rendition;

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

    const REPORT: &str = "一、总体情况。本机关依法公开信息，全年主动公开信息一百二十条，受理申请五件，均按期答复，没有收到复议和诉讼。\
        二、存在的问题。公开的内容还不够全面，更新还不够及时，人员业务能力有待提高。三、改进的措施。加强学习培训，完善工作制度，\
        丰富解读形式，回应社会关切，推动各项工作再上新台阶。四、其他需要报告的事项。没有其他需要报告的事项，特此报告，请予监督。";

    fn report(title: &str, text: &str, issuer: Option<&str>) -> Document {
        let mut document = Document::new(title, text);
        document.kind = DocumentKind::DisclosureReport;
        document.issuer = issuer.map(str::to_owned);
        document
    }

    #[track_caller]
    fn renditions(one: &Document, other: &Document, expected: bool) {
        assert_eq!(is_rendition(one, other), expected, "{one:?} {other:?}");
        assert_eq!(is_rendition(other, one), expected, "{other:?} {one:?}");
    }

    #[test]
    fn a_corrected_report_is_the_same_and_that_of_another_office_is_not() {
        let corrected = REPORT.replace("一百二十条", "一百三十条");
        let title = "2022年政府信息公开工作年度报告";
        let of = |office: &str, text: &str| format!("本报告由{office}编制。{text}");
        renditions(&report(title, REPORT, None), &report(title, &corrected, None), true);
        renditions(
            &report(title, &of("财政局", REPORT), None),
            &report(title, &of("教育局", &corrected), None),
            false,
        );
        renditions(
            &report(title, &of("财政局", REPORT), None),
            &report(title, &of("财政局", &corrected), None),
            true,
        );
        let by = |issuer| report(title, REPORT, Some(issuer));
        renditions(&by("某市财政局"), &by("某市教育局"), false);
        renditions(&by("某市财政局"), &by("某省某市财政局"), true);
        renditions(&by("某县人民政府"), &by("某县人民政府办公室"), true);
        renditions(&by("某市财政局、某市教育局"), &by("某市教育局"), true);
        renditions(&by("某市财政局"), &report(title, &corrected, None), true);
        renditions(&by("某市财政局"), &report(title, "一、总体情况。另有说明。", None), false);
    }

    #[track_caller]
    fn one_text(one: &Document, other: &Document, expected: bool) {
        assert_eq!(is_one_text(one, other), expected, "{one:?} {other:?}");
    }

    #[test]
    fn a_few_words_are_one_document_only_where_all_that_is_known_agrees() {
        let words = "经研究决定，任免有关同志职务，名单见附件，请各单位遵照执行。";
        let notice = |text: &str, number: Option<&str>, year: i16, issuer: Option<&str>| {
            let mut document = Document::new("任免通知", text);
            document.document_number = number.map(str::to_owned);
            document.published = Some(date(year, 1, 5));
            document.issuer = issuer.map(str::to_owned);
            document
        };
        let first = notice(words, Some("某人〔2021〕1号"), 2021, None);
        one_text(&first, &notice(words, Some("某人〔2021〕2号"), 2021, None), false);
        one_text(&first, &notice(words, Some("某人[2021]1号"), 2021, None), true);
        one_text(&first, &notice(words, None, 2023, None), false);
        one_text(&first, &notice(words, None, 2021, None), true);
        let by = |issuer| notice(words, None, 2021, Some(issuer));
        one_text(&by("某市财政局"), &by("某市教育局"), false);
        let long = words.repeat(8);
        let reprint = |year, issuer| notice(&long, None, year, Some(issuer));
        one_text(&reprint(2021, "某市财政局"), &reprint(2023, "某市人民政府办公室"), true);
        let yearly = |issuer| report("年度报告", &long, Some(issuer));
        one_text(&yearly("某市财政局"), &yearly("某市教育局"), false);
    }
}
