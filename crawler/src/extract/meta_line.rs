//! The lines around a title in; the labelled values that stand in them (dates, source, issuer, numbers) out.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::extract::date;

/// What the lines around a title say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MetaLine {
    /// The title, where a catalogue table prints one.
    pub(crate) title: Option<String>,
    /// The day the page went up.
    pub(crate) published: Option<Date>,
    /// The label that gave it; none for a bare date.
    pub(crate) published_label: Option<&'static str>,
    /// The day the document was signed.
    pub(crate) signed: Option<Date>,
    /// Where the text was taken from.
    pub(crate) source: Option<String>,
    /// Who published or issued it.
    pub(crate) publisher: Option<String>,
    /// The number of the document.
    pub(crate) document_number: Option<String>,
    /// The number in the catalogue.
    pub(crate) index_number: Option<String>,
    /// The column of the catalogue.
    pub(crate) column: Option<String>,
}

impl MetaLine {
    /// Fills what is missing from another one.
    pub(crate) fn or(self, other: MetaLine) -> MetaLine {
        let (published, published_label) = match self.published {
            Some(date) => (Some(date), self.published_label),
            None => (other.published, other.published_label),
        };
        MetaLine {
            title: self.title.or(other.title),
            published,
            published_label,
            signed: self.signed.or(other.signed),
            source: self.source.or(other.source),
            publisher: self.publisher.or(other.publisher),
            document_number: self.document_number.or(other.document_number),
            index_number: self.index_number.or(other.index_number),
            column: self.column.or(other.column),
        }
    }
}

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Title,
    Published,
    /// 发文日期 and 生成日期: the day of the document, which stands in for a missing publish date.
    Issued,
    Signed,
    Source,
    Publisher,
    DocumentNumber,
    IndexNumber,
    Column,
    /// A label whose value nobody wants, but which ends the value before it.
    Other,
}

/// Every label, longer before shorter where one begins the other.
const LABELS: &[(Label, &[&str])] = &[
    (
        Label::Published,
        &[
            "发布时间",
            "发布日期",
            "发表时间",
            "发表日期",
            "发稿时间",
            "发稿日期",
            "公开日期",
            "公开时间",
            "上传时间",
            "更新时间",
            "更新日期",
            "录入时间",
            "刊发时间",
            "日期",
            "时间",
        ],
    ),
    (Label::Issued, &["发文日期", "发文时间", "生成日期", "生成时间", "产生日期"]),
    (Label::Signed, &["成文日期", "成文时间", "签发日期", "签发时间", "印发日期", "印发时间", "制发日期"]),
    (
        Label::Source,
        &["文章来源", "信息来源", "稿件来源", "内容来源", "来源单位", "来源", "稿源", "供稿单位", "供稿"],
    ),
    (
        Label::Publisher,
        &[
            "发布机构",
            "发布单位",
            "发文机关",
            "发文单位",
            "发文机构",
            "制发机关",
            "制发单位",
            "公开责任部门",
            "责任部门",
            "责任单位",
            "公开主体",
            "信息提供单位",
            "信息提供",
            "产生机构",
            "颁布机构",
            "颁发机构",
            "发布者",
            "发布部门",
            "发文部门",
            "印发机关",
        ],
    ),
    (
        Label::DocumentNumber,
        &["发文字号", "发文文号", "文件编号", "文件字号", "公文字号", "公开文号", "文号"],
    ),
    (Label::IndexNumber, &["信息索引号", "索引号", "索引码", "索取号"]),
    (Label::Title, &["信息名称", "文件名称", "公文名称", "信息标题", "文件标题", "标题", "名称"]),
    (
        Label::Column,
        &["公开目录", "信息分类", "主题分类", "体裁分类", "组配分类", "内容分类", "所属栏目", "栏目", "分类"],
    ),
    (
        Label::Other,
        &[
            "浏览次数",
            "浏览量",
            "点击数",
            "点击率",
            "点击量",
            "访问量",
            "阅读次数",
            "阅读量",
            "阅读",
            "字体大小",
            "字体",
            "字号",
            "打印文本",
            "打印",
            "分享到",
            "分享",
            "有效性",
            "时效性",
            "公文时效",
            "效力状态",
            "公开方式",
            "公开形式",
            "公开范围",
            "公开时限",
            "公开属性",
            "公开类别",
            "主题词",
            "关键词",
            "关键字",
            "内容概述",
            "内容摘要",
            "服务对象",
            "生效日期",
            "生效时间",
            "实施日期",
            "施行日期",
            "废止日期",
            "失效日期",
            "归档时间",
            "统一登记号",
            "统一编号",
            "登记号",
            "语种",
            "载体形式",
            "载体类型",
            "责任编辑",
            "编辑",
            "审核人",
            "审核",
            "作者",
            "校对",
            "初审",
            "复审",
            "终审",
            "信息类别",
            "信息格式",
            "今天是",
            "视力保护色",
            "我要纠错",
            "保护视力",
            "文件类型",
            "是否有效",
            "扫一扫",
        ],
    ),
];

/// Labels that stand in catalogue tables without a colon.
const TABLE_LABELS: &[&str] = &[
    "发布机构",
    "发布日期",
    "发布时间",
    "成文日期",
    "发文日期",
    "发文字号",
    "文号",
    "索引号",
    "发文机关",
    "发文单位",
    "主题分类",
    "体裁分类",
    "有效性",
    "主题词",
    "信息分类",
    "公开方式",
    "公开形式",
    "公开责任部门",
    "公开目录",
    "公开日期",
    "文件名称",
    "信息名称",
    "生成日期",
    "标题",
    "名称",
    "关键词",
    "公开范围",
    "废止日期",
    "责任部门",
];

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let mut names: Vec<&str> = LABELS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let spaced = |name: &str| {
        let letters: Vec<String> = name.chars().map(String::from).collect();
        letters.join(r"[ \u{a0}\u{3000}]*")
    };
    let names: Vec<String> = names.into_iter().map(spaced).collect();
    Regex::new(&format!(
        r"({})[ \u{{a0}}\u{{3000}}]*[\]】\]]?[ \u{{a0}}\u{{3000}}]*([:：]?)",
        names.join("|")
    ))
    .expect("a pattern made of plain words is well formed")
});

/// One label in a text; offsets count bytes.
#[derive(Clone, Copy, Debug)]
struct Place {
    label: Label,
    name: &'static str,
    start: usize,
    end: usize,
}

/// Reads the lines around a title, parted by line ends; cells may be parted by tabs or bars.
pub(crate) fn read(text: &str) -> MetaLine {
    let text = simplified(text);
    let places = places(&text);
    let mut meta = MetaLine::default();
    let mut issued = None;
    let lead = places.first().map_or(text.as_str(), |first| &text[..first.start]);
    let mut bare = bare_date(lead, !places.is_empty());
    for (at, place) in places.iter().enumerate() {
        let end = places.get(at + 1).map_or(text.len(), |next| next.start);
        let value = Value::of(&text[place.end..end]);
        let beside = places.get(at + 1).is_some() && !text[place.end..end].contains('\n');
        match place.label {
            Label::Published => {
                if let Some(date) = value
                    .date()
                    .filter(|_| is_machine_written(place.name, value.cell, beside))
                    .filter(|_| meta.published.is_none() || meta.published_label.is_some_and(is_weak))
                {
                    (meta.published, meta.published_label) = (Some(date), Some(place.name));
                }
            }
            Label::Issued => issued = issued.or(value.date()),
            Label::Signed => meta.signed = meta.signed.or(value.date()),
            Label::Source => {
                bare = bare.or(value.date());
                meta.source = meta.source.take().or_else(|| value.name());
            }
            Label::Publisher => {
                bare = bare.or(value.date());
                meta.publisher = meta.publisher.take().or_else(|| value.name());
            }
            Label::DocumentNumber => {
                meta.document_number = meta.document_number.take().or_else(|| value.number());
            }
            Label::IndexNumber => meta.index_number = meta.index_number.take().or_else(|| value.number()),
            Label::Title => meta.title = meta.title.take().or_else(|| value.whole()),
            Label::Column => meta.column = meta.column.take().or_else(|| value.whole()),
            Label::Other => {}
        }
    }
    if meta.published.is_none() {
        (meta.published, meta.published_label) = match (bare, issued) {
            (Some(date), _) => (Some(date), None),
            (None, Some(date)) => (Some(date), Some("发文日期")),
            (None, None) => (None, None),
        };
    }
    meta.signed = meta.signed.or(issued);
    meta
}

/// Tells whether a line holds a label with its mark, so that it belongs to the lines around a title.
pub(crate) fn has_label(line: &str) -> bool {
    if line.chars().count() > 200 {
        return false;
    }
    let places = places(&simplified(line));
    // 时间：, 名称： and their like open lines of many texts; they count beside a label that does not, or with a date.
    places.iter().any(|place| !is_common(place.name))
        || (!places.is_empty() && read(line).published.is_some())
}

/// A label that texts use too.
fn is_common(label: &str) -> bool {
    matches!(
        label,
        "时间"
            | "日期"
            | "标题"
            | "名称"
            | "作者"
            | "编辑"
            | "分类"
            | "栏目"
            | "阅读"
            | "审核"
            | "分享"
            | "责任单位"
            | "责任部门"
            | "实施日期"
            | "施行日期"
            | "生效日期"
            | "登记号"
    )
}

/// Tells whether a date under a weak label was written by a machine: a meeting's 时间：2023年5月1日 was not.
fn is_machine_written(name: &str, value: &str, beside_label: bool) -> bool {
    !is_weak(name) || name == "日期" || beside_label || !value.contains('年') || value.contains([':', '：'])
}

/// A label that other dates carry too, so that a later, exact label wins.
fn is_weak(label: &str) -> bool {
    matches!(label, "时间" | "日期" | "更新时间" | "更新日期")
}

/// Simplifies the characters of a traditional page, one for one; case and blanks stay.
fn simplified(text: &str) -> String {
    if !text.chars().any(|c| "發時來機構號題單關頒佈責體".contains(c)) {
        return text.to_owned();
    }
    text.chars()
        .map(|character| {
            if !matches!(character, '\u{2e80}'..='\u{9fff}') {
                return character;
            }
            let mut written = [0_u8; 4];
            let folded = corpus::text::fold(character.encode_utf8(&mut written));
            let mut characters = folded.text().chars();
            characters.next().filter(|_| characters.next().is_none()).unwrap_or(character)
        })
        .collect()
}

fn places(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for found in PATTERN.captures_iter(text) {
        let whole = found.get(0).expect("a match has a whole");
        let name: String = found[1].chars().filter(|c| !c.is_whitespace()).collect();
        let colon = !found[2].is_empty();
        let Some((label, name)) = label_of(&name) else {
            continue;
        };
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        let parted_before = before.is_none_or(|c| c.is_whitespace() || "|｜[【•·".contains(c));
        let parted_after = after.is_none_or(|c| c.is_whitespace() || "|｜[【".contains(c))
            || whole.as_str().ends_with(['】', ']', ' ', '\u{3000}', '\u{a0}']);
        let joined = before.is_some_and(is_word) && name.chars().count() <= 2;
        if (colon && !joined) || (!colon && parted_before && parted_after && TABLE_LABELS.contains(&name)) {
            places.push(Place { label, name, start: whole.start(), end: whole.end() });
        }
    }
    places
}

/// A Chinese character, which makes 数据来源 another word than 来源.
fn is_word(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

fn label_of(name: &str) -> Option<(Label, &'static str)> {
    LABELS
        .iter()
        .find_map(|(label, names)| names.iter().find(|known| **known == name).map(|known| (*label, *known)))
}

/// Returns a date that stands without a label: right before the first one, or alone in a line.
fn bare_date(lead: &str, before_label: bool) -> Option<Date> {
    let mut lines = lead.lines().rev();
    if before_label
        && !lead.ends_with('\n')
        && let Some(found) = lines.next().and_then(date::first)
    {
        return Some(found.date);
    }
    // 2021年5月21日 alone is a signature or a speech; what a machine wrote has the other form or a time.
    let by_machine =
        |line: &str| date::only(line).filter(|found| found.time.is_some() || !line.contains('年'));
    lead.lines()
        .rev()
        .filter(|line| !line.trim().is_empty())
        .take(8)
        .find_map(by_machine)
        .map(|found| found.date)
}

/// What stands after a label up to the next one.
struct Value<'a> {
    /// The first cell that says something.
    cell: &'a str,
}

impl<'a> Value<'a> {
    fn of(text: &'a str) -> Value<'a> {
        let marks = |c: char| c.is_whitespace() || "|｜[]【】•·/／:：\u{200b}".contains(c);
        let cell = text
            .split(['\n', '\t', '|', '｜'])
            .map(|cell| cell.trim_matches(marks))
            .find(|cell| !cell.is_empty());
        Value { cell: cell.unwrap_or("") }
    }

    fn whole(&self) -> Option<String> {
        let cell = self.cell.trim();
        let none = matches!(
            cell,
            "" | "无" | "无文号" | "暂无" | "无字号" | "-" | "--" | "—" | "——" | "null" | "空"
        );
        (!none).then(|| cell.to_owned())
    }

    fn date(&self) -> Option<Date> {
        date::value(self.cell).filter(|found| !found.weekday).map(|found| found.date)
    }

    /// A name: what stands before a date, and not a sentence.
    fn name(&self) -> Option<String> {
        let found = date::first(self.cell);
        let upto = found.map_or(self.cell.chars().count(), |found| found.start);
        let name: String = self.cell.chars().take(upto).collect();
        let name = name
            .split("\u{3000}\u{3000}")
            .next()
            .unwrap_or("")
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
    fn number(&self) -> Option<String> {
        let cell = self.whole()?;
        let fits = cell.chars().count() <= 60
            && cell.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        fits.then_some(cell)
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::meta_line;
    use crate::extract::meta_line::MetaLine;

    /// Writes what was read, one letter for each field.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let MetaLine { title, published, signed, source, publisher, document_number, index_number, .. } =
            meta_line::read(text);
        let mut fields = Vec::new();
        for (letter, value) in [
            ("t", title),
            ("p", published.map(|date| date.to_string())),
            ("s", signed.map(|date| date.to_string())),
            ("from", source),
            ("by", publisher),
            ("no", document_number),
            ("index", index_number),
        ] {
            fields.extend(value.map(|value| format!("{letter}={value}")));
        }
        assert_eq!(fields.join(" "), expected, "{text}");
    }

    #[test]
    fn a_date_and_a_source_part_in_either_order() {
        check("2022-02-01文章来源: 某市某湖风景区", "p=2022-02-01 from=某市某湖风景区");
        check("来源:市交通局2022-09-01 19:39", "p=2022-09-01 from=市交通局");
        check("发布时间：2022-09-01 09:30　来源：某日报　字体：[大 中 小] 打印", "p=2022-09-01 from=某日报");
        check("發布時間:2021-04-11 15:09信息來源:某縣統計局", "p=2021-04-11 from=某县统计局");
    }

    #[test]
    fn an_empty_label_does_not_swallow_the_next() {
        check("发布机构 | 发布日期 | 2025-01-20 17:56:13 |", "p=2025-01-20");
        check("索引号 ab01/2022-00011 发文字号", "index=ab01/2022-00011");
        check(
            "发文日期: 2025-01-15 / 发布机构: 某市某街道 生成日期: / 发表时间:",
            "p=2025-01-15 s=2025-01-15 by=某市某街道",
        );
        check(
            "• 索引号:\n\n  610000/2023-001\n• 来源:\n\n• 发文机构:\n  县政府网站",
            "by=县政府网站 index=610000/2023-001",
        );
    }

    #[test]
    fn a_word_for_none_is_none() {
        check("[ 发文字号 ] | 无", "");
        check("文号: | 无文号", "");
        check("发文字号：某政发〔2023〕7号　成文日期：2023年4月6日", "s=2023-04-06 no=某政发〔2023〕7号");
    }

    #[test]
    fn a_banner_and_another_word_are_no_meta_line() {
        check("某市某区人民政府 2018年12月3日星期一", "");
        check("今天是：2018年12月3日", "");
        check("数据来源：某统计局", "");
        check("归档时间:2022-06-15", "");
        check("时间：2023年5月1日上午9时\n地点：某会议室", "");
        check("时间:2022-02-28 15:36 浏览量:1", "p=2022-02-28");
    }

    #[test]
    fn letters_of_a_label_may_stand_apart() {
        check("文　号：某发〔2022〕1号 标　题：关于某事的通知", "t=关于某事的通知 no=某发〔2022〕1号");
    }
}
