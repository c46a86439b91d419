//! Field names and values of the query language: text in, conditions out.

use corpus::document::DocumentKind;
use corpus::document::SectionKind;

use crate::query::Clause;
use crate::query::fault::Fault;
use crate::query::span;

/// What a field restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldName {
    Title,
    Text,
    Word,
    /// Both of the title and of whole words; it has no name of its own.
    TitleWord,
    Issuer,
    Source,
    Region,
    Year,
    Published,
    Kind,
    Section,
}

/// Every field with its names, English first; the first of each language is shown.
const NAMES: &[(FieldName, &[&str])] = &[
    (FieldName::Title, &["title", "标题", "题名"]),
    (FieldName::Text, &["text", "正文", "全文"]),
    (FieldName::Word, &["word", "词", "全词", "整词"]),
    (FieldName::Issuer, &["issuer", "发文机关", "发布机构", "机关"]),
    (FieldName::Source, &["source", "来源"]),
    (FieldName::Region, &["region", "地区", "区划", "地方"]),
    (FieldName::Year, &["year", "年份", "年度", "报告年份"]),
    (FieldName::Published, &["published", "发布日期", "发布", "发布时间"]),
    (FieldName::Kind, &["kind", "文种", "类型"]),
    (FieldName::Section, &["section", "章节", "部分"]),
];

/// What records of documents call their fields, of which nothing else is meant where one stands alone before a colon.
const RECORD_FIELDS: &[&str] = &[
    "时间",
    "日期",
    "年月",
    "月份",
    "省份",
    "省市",
    "城市",
    "区域",
    "地域",
    "作者",
    "类别",
    "分类",
    "种类",
    "栏目",
    "文号",
    "字号",
    "索引号",
    "关键词",
    "关键字",
    "题目",
    "网站",
    "网址",
];

/// What is a field only where it is said of the document: 单位：万元 heads a table, 发文单位 is a field.
const FIELDS_OF_DOCUMENTS: &[&str] =
    &["单位", "部门", "机构", "机关", "地区", "年份", "年度", "标题", "名称", "类型", "主题", "编号", "来源"];

/// What is done with documents and what they are, as it stands before such a name.
const OF_DOCUMENTS: &[&str] = &[
    "成文", "印发", "发文", "发布", "公布", "公开", "生成", "形成", "制发", "签发", "签署", "实施", "施行",
    "生效", "更新", "所属", "所在", "文件", "文章", "文档", "文书", "公文", "报告", "信息", "行政",
];

/// Tells whether a word that is no field's name is what a field of documents might be called: 成文日期, 时间, but not 主席.
pub(crate) fn looks_like_a_field(name: &str) -> bool {
    if name.chars().nth(8).is_some() {
        return false;
    }
    let folded = corpus::text::fold(name).into_text();
    let mut rest = folded.as_str();
    while let Some(behind) = OF_DOCUMENTS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    let is_of_document = rest.len() < folded.len();
    RECORD_FIELDS.contains(&rest) || is_of_document && FIELDS_OF_DOCUMENTS.contains(&rest)
}

impl FieldName {
    /// Finds a field by one of its names; capitals and traditional characters are fine.
    pub(crate) fn find(name: &str) -> Option<FieldName> {
        if name.chars().nth(8).is_some_and(|_| name.chars().count() > 16) {
            return None;
        }
        let folded = corpus::text::fold(name).into_text();
        NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|&(field, _)| field)
    }

    /// Returns what a field means within the values of another, as in `title:word:条例`; hardly any means something there.
    pub(crate) fn within(self, outer: FieldName) -> Option<FieldName> {
        match (outer, self) {
            (FieldName::Title, FieldName::Word) | (FieldName::Word, FieldName::Title) => {
                Some(FieldName::TitleWord)
            }
            (FieldName::Text, FieldName::Word) | (FieldName::Word, FieldName::Text) => Some(FieldName::Word),
            _ => None,
        }
    }

    /// Returns the first names of every field in both languages: `year/年份`.
    pub(crate) fn list() -> String {
        NAMES.iter().map(|(_, names)| format!("{}/{}", names[0], names[1])).collect::<Vec<_>>().join(" ")
    }

    /// Returns the first Chinese name of every field.
    pub(crate) fn list_in_chinese() -> String {
        NAMES.iter().map(|(_, names)| names[1]).collect::<Vec<_>>().join("、")
    }

    /// Reads the value of a field that narrows documents; those that hold strings are not read here.
    pub(crate) fn condition(self, value: &str) -> Result<Clause, Fault> {
        let value = value.trim();
        match self {
            FieldName::Title | FieldName::Text | FieldName::Word | FieldName::TitleWord => {
                unreachable!("fields that hold strings become phrases")
            }
            FieldName::Issuer => Ok(Clause::Issuer(value.to_owned())),
            FieldName::Source => Ok(Clause::Source(value.to_owned())),
            FieldName::Region => Ok(Clause::Region(value.to_owned())),
            FieldName::Year => span::years(value),
            FieldName::Published => span::published(value),
            FieldName::Kind => kind(value),
            FieldName::Section => section(value),
        }
    }
}

fn kind(value: &str) -> Result<Clause, Fault> {
    let plain = corpus::text::fold(value).into_text();
    if let Some(kind) = DocumentKind::parse(&plain) {
        return Ok(Clause::Kind(kind));
    }
    // A part of the name is enough when it means one kind only.
    let mut fitting = DocumentKind::ALL.iter().filter(|kind| kind.chinese().contains(&plain));
    match (fitting.next(), fitting.next()) {
        (Some(&kind), None) => Ok(Clause::Kind(kind)),
        _ => Err(Fault::UnknownKind(value.to_owned())),
    }
}

/// Other words that readers use for the parts of a report.
const SECTION_WORDS: &[(&str, SectionKind)] = &[
    ("成效", SectionKind::Measures),
    ("措施", SectionKind::Measures),
    ("做法", SectionKind::Measures),
    ("问题", SectionKind::Problems),
    ("原因", SectionKind::Problems),
    ("履职", SectionKind::FirstResponsible),
    ("责任人", SectionKind::FirstResponsible),
    ("计划", SectionKind::NextPlan),
    ("下一步", SectionKind::NextPlan),
    ("安排", SectionKind::NextPlan),
];

fn section(value: &str) -> Result<Clause, Fault> {
    let plain = corpus::text::fold(value).into_text();
    let named = SectionKind::parse(&plain);
    let meant = || SECTION_WORDS.iter().find(|(word, _)| *word == plain).map(|&(_, kind)| kind);
    named.or_else(meant).map(Clause::Section).ok_or_else(|| Fault::UnknownSection(value.to_owned()))
}
