//! The lines around a title in; the labels that stand in them and where their values begin out.

use std::sync::LazyLock;

use regex::Regex;

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
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
            "刊登时间",
            "刊登日期",
            "信息时间",
            "信息日期",
            "公布日期",
            "公布时间",
            "添加时间",
            "添加日期",
            "创建时间",
            "上网时间",
            "上网日期",
            "登载日期",
            "发布于",
            "日期",
            "时间",
        ],
    ),
    (Label::Issued, &["发文日期", "发文时间", "生成日期", "生成时间", "产生日期", "形成日期"]),
    (
        Label::Signed,
        &[
            "成文日期",
            "成文时间",
            "签发日期",
            "签发时间",
            "印发日期",
            "印发时间",
            "制发日期",
            "签署日期",
            "落款日期",
        ],
    ),
    (
        Label::Source,
        &[
            "文章来源",
            "信息来源",
            "稿件来源",
            "内容来源",
            "来源单位",
            "消息来源",
            "稿件提供",
            "提供单位",
            "撰稿单位",
            "文章出处",
            "出处",
            "来源",
            "稿源",
            "供稿单位",
            "供稿",
        ],
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
            "印发部门",
            "公开单位",
            "公开机构",
            "公布机关",
            "公布单位",
            "制发部门",
            "颁布单位",
            "发布主体",
            "发文主体",
        ],
    ),
    (
        Label::DocumentNumber,
        &[
            "发文字号",
            "发文文号",
            "文件编号",
            "文件字号",
            "公文字号",
            "公文文号",
            "公文编号",
            "文件文号",
            "发文编号",
            "公开文号",
            "文号",
        ],
    ),
    (Label::IndexNumber, &["信息索引号", "索引号", "索引码", "索引编号", "信息索取号", "索取号"]),
    (Label::Title, &["信息名称", "文件名称", "公文名称", "信息标题", "文件标题", "标题", "名称"]),
    (
        Label::Column,
        &["公开目录", "信息分类", "主题分类", "体裁分类", "组配分类", "内容分类", "所属栏目", "栏目", "分类"],
    ),
    (
        Label::Other,
        &[
            "浏览次数",
            "访问次数",
            "点击次数",
            "阅读数",
            "浏览数",
            "浏览",
            "点击",
            "人气",
            "撰稿",
            "摄影",
            "录入",
            "发布人",
            "签发人",
            "签发",
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
    "发布于",
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
        r"(?:{})[ \u{{a0}}\u{{3000}}]*[\]】\]]?[ \u{{a0}}\u{{3000}}]*[:：]?",
        names.join("|")
    ))
    .expect("a pattern made of plain words is well formed")
});

/// One label in a text; offsets count bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) label: Label,
    pub(crate) name: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A label that texts use too.
pub(crate) fn is_common(label: &str) -> bool {
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
            | "浏览"
            | "点击"
            | "人气"
            | "录入"
            | "摄影"
            | "撰稿"
            | "签发"
            | "签发人"
            | "出处"
            | "提供单位"
            | "公布单位"
    )
}

/// A label that other dates carry too, so that a later, exact label wins.
pub(crate) fn is_weak(label: &str) -> bool {
    matches!(label, "时间" | "日期" | "更新时间" | "更新日期")
}

/// Simplifies the characters of a traditional page, one for one; case and blanks stay.
pub(crate) fn simplified(text: &str) -> String {
    let is_telling = |c| {
        matches!(c, '發' | '時' | '來' | '機' | '構' | '號' | '題' | '單' | '關' | '頒' | '佈' | '責' | '體')
    };
    if !text.chars().any(is_telling) {
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

pub(crate) fn find(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    if !may_hold_label(text) {
        return places;
    }
    for whole in PATTERN.find_iter(text) {
        // Names end in a letter, so the marks behind one are no part of it.
        let colon = whole.as_str().ends_with([':', '：']);
        let is_behind = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | ']' | '】');
        let name = whole.as_str().trim_end_matches(is_behind);
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let Some((label, name)) = label_of(&name) else {
            continue;
        };
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        let parted_before = before.is_none_or(|c| c.is_whitespace() || "|｜[【•·".contains(c));
        let parted_after = after.is_none_or(|c| c.is_whitespace() || "|｜[【".contains(c))
            || whole.as_str().ends_with(['】', ']', ' ', '\u{3000}', '\u{a0}']);
        let joined = before.is_some_and(is_word) && name.chars().count() <= 2;
        // 【来源】 is set apart by its brackets and needs no colon.
        let bracketed = before.is_some_and(|c| matches!(c, '【' | '['))
            && whole.as_str().trim_end().ends_with(['】', ']']);
        let is_cell = parted_before && parted_after && TABLE_LABELS.contains(&name);
        if (colon && !joined) || bracketed || (!colon && is_cell) {
            places.push(Place { label, name, start: whole.start(), end: whole.end() });
        }
    }
    places
}

/// The length of the longest label that stands in a table without a colon, in bytes.
const LONGEST_TABLE_LABEL: usize = 18;

/// Tells whether a text holds a mark that can stand beside a label, or may be nothing but a label. Looking for labels is
/// dear, and most lines of a text are sentences.
fn may_hold_label(text: &str) -> bool {
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '[' | ']' | '【' | '】' | '|' | '｜' | '•' | '·')
    };
    text.len() <= LONGEST_TABLE_LABEL || text.contains(is_mark)
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
